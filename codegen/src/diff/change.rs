//! One change of one element, and what there is to say about it.

use super::findings::{Finding, Side};
use super::migrate::{Broken, Migration};
use super::rule::{Axis, Lang, Level, Rule};
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
    pub fn bump(&self) -> Bump {
        match self.overall() {
            Level::Breaking => Bump::Major,
            _ if !self.added.is_empty() => Bump::Minor,
            _ => Bump::Patch,
        }
    }
}

/// How far the version must move. Below 1.0 a breaking change moves the second number, everything else the third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Fixes and words.
    Patch,
    /// Additions.
    Minor,
    /// Something breaks.
    Major,
}

impl Bump {
    /// As all formats print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// A finding with what the public API says about it.
pub(super) struct Judged {
    pub(super) finding: Finding,
    pub(super) broken: Vec<Broken>,
    pub(super) added: Vec<String>,
    pub(super) migration: Option<Migration>,
}
