//! Findings as text, markdown, JSON, GitHub annotations, SARIF and HTML. Each format is one file; none decides anything.

pub mod github;
pub mod html;
pub mod json;
pub mod markdown;
pub mod sarif;
pub mod text;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::accept::{Accepted, Merged};
use super::change::Change;
use super::inputs::Open;
use super::release::Release;
use super::rule::{Lang, Level};

/// Everything a report shows.
#[derive(Debug)]
pub struct Report<'a> {
    /// What the old spec is called.
    pub base: &'a str,
    /// What the new spec is called.
    pub head: &'a str,
    /// The findings, the worst first.
    pub changes: &'a [Change],
    /// What a reviewer accepted.
    pub accepted: &'a Accepted,
    /// Names that are those of a folder and of a revision.
    pub ambiguous: &'a [&'a str],
    /// What the next release needs.
    pub release: &'a Release,
    /// What nobody has decided yet: named until it is gone, whichever change brought it.
    pub open: &'a [Open],
    /// Language of the prose.
    pub lang: Lang,
}

impl Report<'_> {
    /// How many findings are of a level and not accepted.
    pub fn count(&self, level: Level) -> usize {
        self.changes.iter().filter(|change| change.overall() == level && self.accepted.of(change).is_none()).count()
    }

    /// How many a reviewer accepted.
    pub fn accepted_count(&self) -> usize {
        self.changes.iter().filter(|change| self.accepted.of(change).is_some()).count()
    }

    /// `2 breaking, 1 dangerous, 0 safe, 4 docs`
    pub fn summary(&self) -> String {
        self.summary_in(self.lang)
    }

    pub(super) fn summary_in(&self, lang: Lang) -> String {
        let mut parts: Vec<String> = Level::WORST_FIRST
            .into_iter()
            .map(|level| format!("{} {}", self.count(level), level.in_lang(lang)))
            .collect();
        if self.accepted_count() > 0 {
            parts.push(format!("{} {}", self.accepted_count(), say(lang, "accepted", "已接受")));
        }
        parts.join(say(lang, ", ", "，"))
    }

    /// What is to be said of the comparison as a whole; `name` is what a file is called.
    pub(super) fn lines(&self, lang: Lang, name: impl Fn(&str) -> String) -> Vec<String> {
        let ambiguous = |name: &&str| match lang {
            Lang::En => format!("{name} is a folder and a revision: the folder was taken"),
            Lang::Zh => format!("{name} 既是目录也是版本：此处取目录"),
        };
        let open = |open: &Open| {
            let Open { file, line, element, change, .. } = open;
            let change = if change.is_empty() { String::new() } else { format!(": {change}") };
            format!("{}: {}:{line}: {element}{change}", say(lang, "waits for a decision", "待决定"), name(file))
        };
        let merged = |each: &Merged| format!("{}:{}: {}", name(&each.file), each.line, each.message(lang));
        let beside = self.ambiguous.iter().map(ambiguous).chain(self.open.iter().map(open));
        beside.chain(self.accepted.merged.iter().map(merged)).chain(self.release.lines(lang)).collect()
    }

    /// The reader's words.
    pub(super) fn say(&self, en: &'static str, zh: &'static str) -> &'static str {
        say(self.lang, en, zh)
    }
}

pub(in super::super) fn say(lang: Lang, en: &'static str, zh: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

/// Heading under which a finding stands: its operation, or what it belongs to above operations.
pub(super) fn heading(change: &Change, lang: Lang) -> String {
    match (&change.operation, change.service.as_str()) {
        (Some(operation), service) => format!("{service}/{operation}"),
        (None, "") => say(lang, "id types", "ID 类型").into(),
        (None, service) => format!("{service}{}", say(lang, ": the service as a whole", "：服务整体")),
    }
}

/// Findings by heading, in the order of headings; within one the worst first.
pub(super) fn by_heading(changes: &[Change], lang: Lang) -> BTreeMap<String, Vec<&Change>> {
    let mut found = BTreeMap::<String, Vec<&Change>>::new();
    for change in changes {
        found.entry(heading(change, lang)).or_default().push(change);
    }
    found
}
