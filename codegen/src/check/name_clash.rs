//! V012: different names stay different in Rust.

use std::collections::BTreeMap;

use super::view::View;
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::model::api::{Name, Operation};
use crate::source::Span;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    unique("id", view.api.ids.iter().map(|id| &id.name), "rename one of the two", diags);
    unique("service", view.api.services.iter().map(|service| &service.name), "rename one of the two folders", diags);
    for owner in &view.owners {
        unique(
            "field",
            owner.api.iter().map(|field| &field.name),
            "give one of them another name: ident: some_name",
            diags,
        );
    }
    for operation in &view.operations {
        types(operation.api, diags);
        // The fields of a `{select: T}` are checked where they are defined; an ident there changes the variant too.
        for each in &operation.api.enums {
            unique(
                "value",
                each.values.iter().map(|value| &value.name),
                "give one of them another name: name: SomeName",
                diags,
            );
        }
        for grammar in &operation.api.grammars {
            unique(
                "key",
                grammar.entries.iter().map(|entry| &entry.name),
                "a builder method per key needs different names",
                diags,
            );
        }
    }
    for service in &view.services {
        let requests =
            service.api.operations.iter().map(|each| (each.request_type.ident.clone(), each.id.as_str(), each.span));
        clashes("request type", requests, "give one of them another name: request_type: SomeName", diags);
        modules(&service.api.operations, diags);
    }
}

fn unique<'a>(what: &str, names: impl Iterator<Item = &'a Name>, help: &str, diags: &mut Vec<Diag>) {
    clashes(what, names.map(|name| (name.ident.clone(), name.wire.as_str(), name.span)), help, diags);
}

/// Equal wire names are another rule's finding.
fn clashes<'a>(what: &str, names: impl Iterator<Item = (String, &'a str, Span)>, help: &str, diags: &mut Vec<Diag>) {
    let mut seen: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for (ident, wire, span) in names.filter(|(_, wire, _)| !wire.is_empty()) {
        match seen.get(&ident) {
            Some((first, at)) if *first != wire => {
                let message = format!("the {what}s {} and {} both become `{ident}`", quoted(first), quoted(wire));
                diags.push(Diag::new(codes::NAME_CLASH, span, message).label(*at, "the other one").help(help));
            }
            Some(_) => {}
            None => {
                seen.insert(ident, (wire, span));
            }
        }
    }
}

/// All types of an operation share one module. Their statics are named in capitals, so names that differ only in case clash too.
fn types(operation: &Operation, diags: &mut Vec<Diag>) {
    let made = |name: &Name, what: &str| (name.ident.to_uppercase(), format!("{} ({what})", name.ident), name.span);
    let mut all = vec![made(&operation.request_type, "the request")];
    all.extend(
        operation
            .types
            .iter()
            .map(|each| made(&each.name, if each.name.wire == "Reply" { "the reply" } else { "a record" })),
    );
    all.extend(
        operation.enums.iter().map(|each| {
            made(&each.name, if each.selected_from.is_some() { "the fields to select" } else { "an enum" })
        }),
    );
    all.extend(operation.grammars.iter().map(|each| made(&each.name, "a grammar")));
    let mut seen: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for (capitals, shown, span) in all {
        if capitals.is_empty() {
            continue;
        }
        match seen.get(&capitals) {
            // Two records of one name: "defined twice" says it better.
            Some((first, _)) if *first == shown => {}
            Some((first, at)) => {
                let message = format!("{first} and {shown} become one Rust name");
                diags.push(
                    Diag::new(codes::NAME_CLASH, span, message)
                        .label(*at, "the other one")
                        .help("rename one of them, or set request_type"),
                );
            }
            None => {
                seen.insert(capitals, (shown, span));
            }
        }
    }
}

/// An operation is a file; it cannot have the path of another's file or of another's folder.
fn modules(operations: &[Operation], diags: &mut Vec<Diag>) {
    let mut files: BTreeMap<&[String], &Operation> = BTreeMap::new();
    for operation in operations.iter().filter(|operation| !operation.id.is_empty()) {
        match files.get(operation.module.as_slice()) {
            Some(first) if first.id != operation.id => diags.push(clash(first, operation)),
            Some(_) => {}
            None => {
                files.insert(&operation.module, operation);
            }
        }
    }
    for operation in operations {
        for depth in 1..operation.module.len() {
            if let Some(first) = operation.module.get(..depth).and_then(|folder| files.get(folder)) {
                diags.push(clash(first, operation));
            }
        }
    }
}

fn clash(first: &Operation, second: &Operation) -> Diag {
    let message = format!("the operations {} and {} become one Rust module", quoted(&first.id), quoted(&second.id));
    Diag::new(codes::NAME_CLASH, second.span, message).label(first.span, "the other one")
}
