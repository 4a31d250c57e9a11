//! What a change of the spec means for the people who use the crate.
//!
//! [`compare`] reads two [`Api`]s, and their files only to say where a change stands. The walks of [`rules`] find what changed, element by
//! element; `source_verdict` asks the public API of the generated code what that does to programs; a [`Change`] is both. [`inputs`] reads
//! the two, [`report`] prints.

pub mod accept;
pub mod change;
mod findings;
pub mod git_driver;
pub mod inputs;
mod locate;
pub mod migrate;
mod pair;
pub mod release;
pub mod report;
pub mod rule;
pub mod rules;
mod source_verdict;

use std::cmp::Reverse;

use change::Judged;
pub use change::{Change, Version};
use findings::Findings;
pub use findings::Side;
use locate::Locator;
use migrate::Migration;
pub use rule::{Axis, Lang, Level};

use crate::fingerprint;

/// Every change, the worst first, then in the order of ids.
pub fn compare(base: Version<'_>, head: Version<'_>) -> Vec<Change> {
    let mut findings = Findings::default();
    rules::service::walk(&mut findings, base.api, head.api);
    let mut locator = Locator::new(base, head);
    let mut changes: Vec<Change> = source_verdict::judge(findings.list, base.api, head.api)
        .into_iter()
        .map(|judged| finish(judged, &mut locator))
        .collect();
    changes.sort_by(|a, b| (Reverse(a.overall()), &a.id).cmp(&(Reverse(b.overall()), &b.id)));
    changes
}

fn finish(judged: Judged, locator: &mut Locator<'_>) -> Change {
    let Judged { finding, broken, added, migration } = judged;
    let operation = finding.operation.as_deref().unwrap_or_default();
    let parts = [finding.service.as_str(), operation, finding.element.as_str(), finding.rule.id];
    let id = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (before, after) = (text(&finding.before), text(&finding.after));
    let digest = fingerprint::of([(before.as_str(), after.as_bytes())]).chars().take(8).collect();
    let mut change = Change {
        id,
        rule: finding.rule,
        at: locator.find(finding.side, finding.span, &finding.element),
        service: finding.service,
        operation: finding.operation,
        element: finding.element,
        operations: finding.operations,
        before: finding.before,
        after: finding.after,
        digest,
        broken,
        added,
        migration: None,
    };
    if change.overall() == Level::Breaking {
        change.migration = migration.or_else(|| Some(Migration::in_words(change.rule)));
    }
    change
}
