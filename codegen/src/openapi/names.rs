//! What operations and their schemas are called in the document: one name each, however folders, operations and records are called.

use std::collections::{HashMap, HashSet};

use super::Side;
use super::schema::Kind;
use crate::model::api::{Body, Operation, Protocol, Service, plain};
use crate::model::name;

/// The names that an operation goes by.
#[derive(Debug, Clone, Default)]
pub(super) struct Called {
    /// `operationId`.
    pub(super) id: String,
    /// What the names of its schemas begin with.
    pub(super) prefix: String,
}

/// Of all operations of a service: in a part of the document everything is called as in the whole.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    operations: HashMap<&'a str, Called>,
    /// Records that cannot have the name that is made of theirs, by operation, record and side.
    records: HashMap<(&'a str, &'a str, Side), String>,
}

impl<'a> Names<'a> {
    pub(super) fn of(service: &'a Service) -> Self {
        let mut names = Self { operations: operations(&service.operations), records: HashMap::new() };
        let mut taken: HashSet<String> = HashSet::new();
        for operation in &service.operations {
            let prefix = names.operation(operation).prefix;
            taken.extend(roots(service.protocol, operation).map(|end| format!("{prefix}{end}")));
        }
        // What arrives comes first: more is called by it.
        for side in [Side::Reply, Side::Request] {
            for operation in &service.operations {
                let prefix = names.operation(operation).prefix;
                for record in &operation.types {
                    let ident = record.name.ident.as_str();
                    let made = component(&prefix, ident, side);
                    if !is_union(&made) && taken.insert(made) {
                        continue;
                    }
                    let others = (1..).map(|at: u32| if at == 1 { String::new() } else { at.to_string() });
                    let mut others = others.map(|at| component(&prefix, &format!("{ident}Record{at}"), side));
                    if let Some(other) = others.find(|other| !taken.contains(other)) {
                        taken.insert(other.clone());
                        names.records.insert((&operation.id, ident, side), other);
                    }
                }
            }
        }
        names
    }

    pub(super) fn operation(&self, operation: &Operation) -> Called {
        self.operations.get(operation.id.as_str()).cloned().unwrap_or_default()
    }

    /// The component of a record.
    pub(super) fn record(&self, operation: &Operation, prefix: &str, ident: &str, side: Side) -> String {
        let other = self.records.get(&(operation.id.as_str(), ident, side));
        other.cloned().unwrap_or_else(|| component(prefix, ident, side))
    }
}

/// What is sent and what arrives are told apart, where one record does both.
fn component(prefix: &str, ident: &str, side: Side) -> String {
    let sent = if side == Side::Request { "Sent" } else { "" };
    format!("{prefix}{ident}{sent}")
}

/// What the names of the schemas of an operation that are no records end in.
pub(super) fn roots(protocol: Protocol, operation: &Operation) -> impl Iterator<Item = &'static str> + use<> {
    let success = match protocol {
        Protocol::Envelope => "Succeeded",
        Protocol::Top => "Success",
    };
    let request = (operation.body != Body::None).then_some("Request");
    request.into_iter().chain(["Reply", success])
}

/// The module as a word. Where another module is the same word (`a/b_c`, `a_b/c`) the one goes by its request type, which is nobody else's,
/// and by a number where that is taken as well.
fn operations(all: &[Operation]) -> HashMap<&str, Called> {
    let mut made: Vec<(&Operation, Called)> = all.iter().map(|operation| (operation, automatic(operation))).collect();
    let mut meant: HashMap<String, usize> = HashMap::new();
    for (_, called) in &made {
        *meant.entry(called.prefix.clone()).or_default() += 1;
    }
    let is_alone = |called: &Called| meant.get(&called.prefix) == Some(&1);
    let has_own = |operation: &Operation, called: &Called| operation.request_type.ident != called.prefix;
    made.sort_by_key(|(operation, called)| (!is_alone(called), has_own(operation, called)));
    let (mut ids, mut prefixes) = (HashSet::new(), HashSet::new());
    let mut names = HashMap::new();
    for (operation, mut called) in made {
        if !is_alone(&called) && has_own(operation, &called) {
            let ident = &operation.request_type.ident;
            let word = name::module(ident).map(|module| plain(&module).to_owned());
            called = Called { id: word.unwrap_or_else(|| called.id.clone()), prefix: ident.clone() };
        }
        let (id, prefix) = (called.id.clone(), called.prefix.clone());
        let mut at = 2_u32;
        while ids.contains(&called.id) || prefixes.contains(&called.prefix) {
            called = Called { id: format!("{id}_{at}"), prefix: format!("{prefix}{at}") };
            at += 1;
        }
        ids.insert(called.id.clone());
        prefixes.insert(called.prefix.clone());
        names.insert(operation.id.as_str(), called);
    }
    names
}

fn automatic(operation: &Operation) -> Called {
    let id = operation.module.iter().map(|each| plain(each)).collect::<Vec<_>>().join("_");
    let prefix = name::upper(&id).unwrap_or_else(|| operation.request_type.ident.clone());
    Called { id, prefix }
}

/// Unions of kinds are called by them, in every document.
fn is_union(name: &str) -> bool {
    let kinds = name.strip_suffix("Decimal").unwrap_or(name);
    kinds.split("Or").all(|word| Kind::ALL.iter().any(|kind| kind.title() == word))
}
