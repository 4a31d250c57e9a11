//! Which version of an interface calls ask for: a service's, or an operation's own.

use super::super::findings::{Findings, Scope};
use super::super::rule::Level::Breaking;
use super::super::rule::Rule;
use super::rules;
use crate::model::api::Version;
use crate::source::Span;

rules! {
    VERSION_CHANGED = Rule::new("version-changed", "calls ask for another version of the interface", "请求的接口版本改变")
        .wire(Breaking, "old requests ask for the old version, or ask where nobody looks", "旧请求仍请求旧版本")
        .todo("update the crate before the gateway drops the old version", "在网关停用旧版本前升级");
}

/// Both sides of it.
pub(super) fn compare(
    findings: &mut Findings,
    scope: &Scope<'_>,
    (base, head): (&Option<Version>, &Option<Version>),
    at: Span,
) {
    let spelled = |version: &Option<Version>| version.as_ref().map_or_else(|| "none".to_owned(), Version::spelled);
    findings.changed(&VERSION_CHANGED, scope, "version", (&spelled(base), &spelled(head)), at);
}
