//! V015: what is found by its name is defined once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::view::View;
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::load::raw::Text;
use crate::source::Span;

rule! { codes::DUPLICATE }

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    once("id", view.api.ids.iter().map(|id| (id.name.wire.as_str(), id.name.span)), diags);
    for service in &view.services {
        once("operation", service.api.operations.iter().map(|each| (each.id.as_str(), each.span)), diags);
        once("group", service.api.groups.iter().map(|group| (group.name.wire.as_str(), group.name.span)), diags);
        once("host", service.api.hosts.iter().map(|host| (host.name.wire.as_str(), host.name.span)), diags);
    }
    let states = || view.services.iter().filter_map(|service| service.raw.state.as_ref());
    // A test names a kind of thing without its service.
    let things = states().flat_map(|state| &state.things).map(|thing| &thing.thing);
    once("kind of thing", things.map(|name| (name.value.as_str(), name.span)), diags);
    for state in states() {
        let operations = state.operations.iter().map(|each| &each.operation);
        once("operation", operations.map(|id| (id.value.as_str(), id.span)), diags);
    }
    for operation in &view.operations {
        let raw = operation.raw;
        let records = raw.types.iter().map(|each| &each.name);
        let types =
            records.chain(raw.enums.iter().map(|each| &each.name)).chain(raw.grammars.iter().map(|each| &each.name));
        once("type", types.map(|name| (name.value.as_str(), name.span)), diags);
        for grammar in &raw.grammars {
            once("key", grammar.entries.iter().map(|entry| (entry.key.value.as_str(), entry.key.span)), diags);
        }
        once("example", raw.examples.iter().map(|name| (name.value.as_str(), name.span)), diags);
    }
}

/// Names that stand in a list before, each with the place where it stands first. What is blank has been reported.
pub(super) fn repeated<'a>(names: &[&'a Text]) -> Vec<(&'a Text, Span)> {
    let mut seen = BTreeMap::new();
    let mut found = Vec::new();
    for name in names.iter().filter(|name| !name.value.is_empty()) {
        match seen.entry(name.value.as_str()) {
            Entry::Vacant(place) => drop(place.insert(name.span)),
            Entry::Occupied(first) => found.push((*name, *first.get())),
        }
    }
    found
}

/// Names are few where this is asked; fields, values and errors have rules of their own.
fn once<'a>(what: &str, names: impl Iterator<Item = (&'a str, Span)>, diags: &mut Vec<Diag>) {
    let mut sorted: Vec<(&str, Span)> = names.filter(|(name, _)| !name.is_empty()).collect();
    sorted.sort();
    for pair in sorted.windows(2) {
        if let [(first, at), (second, span)] = pair
            && first == second
        {
            diags.push(
                Diag::new(codes::DUPLICATE, *span, format!("the {what} {} is defined twice", quoted(second)))
                    .label(*at, "first here"),
            );
        }
    }
}
