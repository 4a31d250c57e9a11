//! What a change of the spec means for the people who use the crate.
//!
//! [`compare`] reads two [`Api`]s, and their files only to say where a change stands. The walks of [`rules`] find what changed, element by
//! element; `source_verdict` asks the public API of the generated code what that does to programs; a [`Change`] is both. [`inputs`] reads
//! the two, [`report`] prints.

pub mod accept;
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

pub use findings::Side;
use findings::{Finding, Findings};
use locate::Locator;
pub use migrate::Migration;
pub use rule::{Axis, Lang, Level, Rule};

use crate::fingerprint;
use crate::model::api::Api;
use crate::source::Sources;

/// One spec of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    /// What it says.
    pub api: &'a Api,
    /// Where it says it.
    pub sources: &'a Sources,
}

/// Where a change stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The new spec, or the old one when the element is gone.
    pub side: Side,
    /// File as messages show it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
}

/// A public item that a program cannot use as before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// `vvtool::erps::send::ErpsSend::new`
    pub path: String,
    /// Its signature.
    pub before: String,
    /// Its signature now; None when it is gone.
    pub after: Option<String>,
}

/// One change of one element of the spec.
#[derive(Debug, Clone)]
pub struct Change {
    /// `vvtool/erps/send/Request/is_split/required-added`: service, operation, element, rule. No wording is part of it.
    pub id: String,
    /// What kind of change.
    pub rule: &'static Rule,
    /// Name of the service; empty for ids.
    pub service: String,
    /// The operation, when the change is inside one.
    pub operation: Option<String>,
    /// Element of the operation or service: `Request/is_split`.
    pub element: String,
    /// Operations that the change reaches.
    pub operations: Vec<String>,
    /// What the spec said.
    pub before: Option<String>,
    /// What it says.
    pub after: Option<String>,
    /// Fingerprint of before and after: an acceptance may name it, and then holds for this very change only.
    pub digest: String,
    /// Where.
    pub at: Location,
    /// Public items that broke.
    pub broken: Vec<Broken>,
    /// Public items that are new: paths.
    pub added: Vec<String>,
    /// How to change a program; only for breaking changes.
    pub migration: Option<Migration>,
}

impl Change {
    /// How bad the change is for one kind of user.
    pub fn level(&self, axis: Axis) -> Level {
        match axis {
            Axis::Source if !self.broken.is_empty() => Level::Breaking,
            _ => self.rule.on(axis).map_or(Level::Safe, |judged| judged.level),
        }
    }

    /// Why.
    pub fn reason(&self, axis: Axis, lang: Lang) -> String {
        match axis {
            Axis::Source => self.source_reason(lang),
            _ => self.rule.on(axis).map_or(axis.untouched(), |judged| judged.reason).get(lang).to_owned(),
        }
    }

    fn source_reason(&self, lang: Lang) -> String {
        let more = |count: usize| match (count, lang) {
            (0, _) => String::new(),
            (count, Lang::En) => format!(", and {count} more"),
            (count, Lang::Zh) => format!("，另有 {count} 项"),
        };
        if let Some(broken) = self.broken.first() {
            let rest = more(self.broken.len() - 1);
            return match (&broken.after, lang) {
                (None, Lang::En) => format!("`{}` is gone{rest}", broken.path),
                (None, Lang::Zh) => format!("`{}` 已删除{rest}", broken.path),
                (Some(after), Lang::En) => format!("`{}` was `{}`, is `{after}`{rest}", broken.path, broken.before),
                (Some(after), Lang::Zh) => format!("`{}` 由 `{}` 变为 `{after}`{rest}", broken.path, broken.before),
            };
        }
        if let Some(added) = self.added.first() {
            let rest = more(self.added.len() - 1);
            return match lang {
                Lang::En => format!("`{added}` is new{rest}"),
                Lang::Zh => format!("新增 `{added}`{rest}"),
            };
        }
        Axis::Source.untouched().get(lang).to_owned()
    }

    /// The worst of the four, or `docs` for a change of words alone.
    pub fn overall(&self) -> Level {
        let worst = Axis::ALL.into_iter().map(|axis| self.level(axis)).max().unwrap_or(Level::Safe);
        if worst == Level::Safe && self.rule.docs && self.added.is_empty() { Level::Docs } else { worst }
    }

    /// What the next version number must at least move.
    pub fn bump(&self) -> release::Bump {
        match self.overall() {
            Level::Breaking => release::Bump::Major,
            _ if !self.added.is_empty() => release::Bump::Minor,
            _ => release::Bump::Patch,
        }
    }
}

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

/// A finding with what the public API says about it.
struct Judged {
    finding: Finding,
    broken: Vec<Broken>,
    added: Vec<String>,
    migration: Option<Migration>,
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
