//! Every rule, one family per file: the table of the family and the walk that finds its changes.

pub(super) mod checks;
pub(super) mod cost;
pub(super) mod errors;
pub(super) mod field;
pub(super) mod field_type;
pub(super) mod generated;
pub(super) mod intent;
mod meaning;
mod names;
pub(super) mod operation;
mod owner;
pub(super) mod pages;
pub(super) mod prose;
pub(super) mod rename;
pub(super) mod review;
pub(super) mod service;
pub(super) mod sources;
pub(super) mod types;
pub(super) mod version;

use super::findings::Findings;
use super::rule::Rule;

/// A table of rules.
macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $rule:expr;)*) => {
        $($(#[$doc])* pub(in crate::diff) static $name: Rule = $rule;)*
        /// The family. The compiler does not take one that nobody collects, see `families`.
        #[cfg_attr(feature = "cli", deny(dead_code))]
        pub(super) static ALL: &[&Rule] = &[$(&$name),*];
    };
}
pub(super) use rules;

/// The operations that the last finding reaches, when they are not all of the service.
fn reach(findings: &mut Findings, operations: Vec<String>) {
    if let Some(found) = findings.list.last_mut() {
        found.operations = operations;
    }
}

/// Every family is the `ALL` of its file. Without a line here the compiler says that the file's table is never used.
macro_rules! families {
    ($($file:ident,)*) => {
        const FAMILIES: &[&[&Rule]] = &[$($file::ALL,)*];
    };
}

families! {
    service,
    operation,
    checks,
    intent,
    pages,
    cost,
    version,
    sources,
    rename,
    field,
    field_type,
    types,
    meaning,
    errors,
    prose,
    review,
    generated,
}

/// Every rule there is.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.iter().copied().flatten().copied()
}

/// The rule of that name.
pub fn find(id: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.id.eq_ignore_ascii_case(id))
}
