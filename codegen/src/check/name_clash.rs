//! V012: different names stay different in Rust.

use std::collections::BTreeMap;

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::model::api::{Name, Operation};
use crate::source::Span;

rule! {
    NAME_CLASH = "V012" "two names become one Rust name"
        "Different spellings can end in the same Rust identifier. Give one of them its own with `ident:` (fields) or \
         `name:` (enum values), or rename the type."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    unique("id", view.api.ids.iter().map(|id| &id.name), "rename one of the two", diags);
    unique("service", view.api.services.iter().map(|service| &service.name), "rename one of the two folders", diags);
    for owner in &view.owners {
        unique(
            "field",
            owner.api.iter().map(|field| &field.name),
            "give one of them its own with `ident: some_name`",
            diags,
        );
    }
    for operation in &view.operations {
        types(operation.api, diags);
        for each in &operation.api.enums {
            let before = diags.len();
            unique(
                "value",
                each.values.iter().map(|value| &value.name),
                "give one of them its own with `name: SomeName`",
                diags,
            );
            if each.selected_from.is_some() {
                // Fields that clash make variants that clash; saying it of the fields is enough.
                let (told, new) = diags.split_at(before);
                let new: Vec<Diag> =
                    new.iter().filter(|diag| !told.iter().any(|each| each.span == diag.span)).cloned().collect();
                diags.truncate(before);
                diags.extend(new);
            }
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
        clashes("request type", requests, "give one of them its own with `request_type: SomeName`", diags);
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
                diags.push(Diag::new(NAME_CLASH, span, message).label(*at, "the other one").help(help));
            }
            Some(_) => {}
            None => {
                seen.insert(ident, (wire, span));
            }
        }
    }
}

/// All types of an operation share one module. Names that differ only in case clash too: each has a page in the documentation, and
/// most people's disks have one file for both.
fn types(operation: &Operation, diags: &mut Vec<Diag>) {
    let mut all = vec![(&operation.request_type, "the request", false)];
    all.extend(operation.types.iter().map(|each| match each.name.wire.as_str() {
        "Reply" => (&each.name, "the reply", false),
        _ => (&each.name, "a record", true),
    }));
    all.extend(operation.enums.iter().map(|each| match each.selected_from {
        Some(_) => (&each.name, "the fields to select", false),
        None => (&each.name, "an enum", true),
    }));
    all.extend(operation.grammars.iter().map(|each| (&each.name, "a grammar", true)));
    let mut seen: BTreeMap<String, (&Name, &str, bool)> = BTreeMap::new();
    for (name, what, defined) in all.into_iter().filter(|(name, _, _)| !name.ident.is_empty()) {
        match seen.get(&name.ident.to_uppercase()) {
            // Two definitions of one name: "defined twice" says it better.
            Some((first, _, true)) if defined && first.ident == name.ident => {}
            Some((first, other, _)) => {
                let message = format!("{} ({other}) and {} ({what}) become one Rust name", first.ident, name.ident);
                let diag = Diag::new(NAME_CLASH, name.span, message).label(first.span, "the other one");
                diags.push(diag.help("rename one of them, or set request_type"));
            }
            None => {
                seen.insert(name.ident.to_uppercase(), (name, what, defined));
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
    Diag::new(NAME_CLASH, second.span, message).label(first.span, "the other one")
}
