//! Every rule, one family per file: the table of the family and the walk that finds its changes.

pub(super) mod checks;
pub(super) mod cost;
pub(super) mod errors;
pub(super) mod field;
pub(super) mod field_type;
pub(super) mod generated;
mod names;
pub(super) mod operation;
mod owner;
pub(super) mod prose;
pub(super) mod rename;
pub(super) mod service;
pub(super) mod sources;
pub(super) mod types;

use super::findings::Findings;
use super::rule::Rule;

/// A table of rules.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $rule:expr;)*) => {
        $($(#[$doc])* pub(in crate::diff) static $name: Rule = $rule;)*
        /// The family.
        pub(in crate::diff) static ALL: &[&Rule] = &[$(&$name),*];
    };
}
pub(super) use rules;

/// The operations that the last finding reaches, when they are not all of the service.
fn reach(findings: &mut Findings, operations: Vec<String>) {
    if let Some(found) = findings.list.last_mut() {
        found.operations = operations;
    }
}

/// Every rule there is.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [
        service::ALL,
        operation::ALL,
        checks::ALL,
        cost::ALL,
        sources::ALL,
        rename::ALL,
        field::ALL,
        field_type::ALL,
        types::ALL,
        errors::ALL,
        prose::ALL,
        generated::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id.eq_ignore_ascii_case(id))
}
