//! What a reviewer has accepted: one finding each, with a reason and a last day. An entry that is not needed, or not right, is a fault;
//! one that the old spec has too has done its work, and whoever did not write it has nothing to put right.

use std::collections::{HashMap, HashSet};

use super::change::Change;
use super::rule::Lang;
use super::rules;
use crate::load::Acceptance;
use crate::source::Sources;

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemKind {
    /// Its last day is over.
    Expired,
    /// There is no such finding.
    Unused,
    /// The finding is another one than the reviewer saw.
    Mismatch,
    /// The same finding is accepted twice.
    Twice,
}

impl ProblemKind {
    /// As all formats print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Expired => "expired",
            Self::Unused => "unused",
            Self::Mismatch => "mismatch",
            Self::Twice => "twice",
        }
    }
}

/// An entry that fails the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Id that the entry names.
    pub id: String,
    /// File of the entry.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// More about it: the last day, the digest, the finding that is there.
    detail: String,
}

impl Problem {
    /// One line for people.
    pub fn message(&self, lang: Lang) -> String {
        let Self { id, detail, .. } = self;
        match (self.kind, lang) {
            (ProblemKind::Expired, Lang::En) => {
                format!("the acceptance of {id} ended on {detail}: decide again or undo the change")
            }
            (ProblemKind::Expired, Lang::Zh) => format!("对 {id} 的接受已于 {detail} 到期：请重新决定或撤销该变更"),
            (ProblemKind::Unused, Lang::En) => {
                format!("nothing to accept: there is no finding {id}; remove the entry{detail}")
            }
            (ProblemKind::Unused, Lang::Zh) => format!("没有可接受的变更：不存在 {id}，请删除该条目{detail}"),
            (ProblemKind::Mismatch, Lang::En) => format!("{id} is not what was accepted: {detail}"),
            (ProblemKind::Mismatch, Lang::Zh) => format!("{id} 与所接受的不符：{detail}"),
            (ProblemKind::Twice, Lang::En) => format!("{id} is accepted twice: keep one entry"),
            (ProblemKind::Twice, Lang::Zh) => format!("{id} 被接受两次：请保留一条"),
        }
    }
}

/// Which findings are accepted, and which entries are not right.
#[derive(Debug, Clone, Default)]
pub struct Accepted {
    entries: HashMap<String, Acceptance>,
    /// Entries that fail the run.
    pub problems: Vec<Problem>,
    /// Entries whose change is in the old spec already: none of this comparison's business.
    pub merged: Vec<Merged>,
}

/// An entry that has done its work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Id that the entry names.
    pub id: String,
    /// File of the entry.
    pub file: String,
    /// Its line.
    pub line: usize,
}

impl Merged {
    /// One line for people.
    pub fn message(&self, lang: Lang) -> String {
        let id = &self.id;
        match lang {
            Lang::En => format!("merged: the entry of {id} may be removed"),
            Lang::Zh => format!("已合并：{id} 的条目可以删除"),
        }
    }
}

impl Accepted {
    /// Put entries and findings together. `before` are the entries of the old spec. `today` is `2026-11-22`; days in this form compare as
    /// texts.
    pub fn new(
        entries: Vec<Acceptance>,
        before: &[Acceptance],
        sources: &Sources,
        changes: &[Change],
        today: &str,
    ) -> Self {
        let by_id: HashMap<&str, &Change> = changes.iter().map(|change| (change.id.as_str(), change)).collect();
        let mut accepted = Self::default();
        let mut seen = HashSet::new();
        // What stands twice in the old spec is no more than two entries of the new one.
        let mut before: Vec<(&str, Option<&str>)> = before.iter().map(known_by).collect();
        for entry in entries {
            let file = sources.file(entry.span).map(|file| file.path.clone()).unwrap_or_default();
            let line = sources.place(entry.span).line;
            let problem = |kind: ProblemKind, detail: String| Problem {
                kind,
                id: entry.id.clone(),
                file: file.clone(),
                line,
                detail,
            };
            let old = before.iter().position(|old| *old == known_by(&entry)).map(|at| before.swap_remove(at));
            let found = by_id.get(entry.id.as_str());
            let problem = match found {
                _ if !seen.insert(entry.id.clone()) => Some(problem(ProblemKind::Twice, String::new())),
                None => Some(match beside(&entry.id, changes) {
                    Some(other) => problem(ProblemKind::Mismatch, other.id.clone()),
                    None if known(&entry.id) => problem(ProblemKind::Unused, String::new()),
                    None => problem(ProblemKind::Unused, " (vvspec explain lists the rules)".into()),
                }),
                Some(change) if entry.change.as_ref().is_some_and(|digest| *digest != change.digest) => {
                    Some(problem(ProblemKind::Mismatch, format!("change {}", change.digest)))
                }
                Some(_) if entry.expires.as_str() < today => Some(problem(ProblemKind::Expired, entry.expires.clone())),
                Some(_) => None,
            };
            match problem {
                // An acceptance that ran out while its finding is there is a question again, whoever wrote it.
                Some(problem) if old.is_some() && problem.kind != ProblemKind::Expired => {
                    accepted.merged.push(Merged { id: problem.id, file: problem.file, line: problem.line });
                }
                Some(problem) => accepted.problems.push(problem),
                None => {
                    accepted.entries.insert(entry.id.clone(), entry);
                }
            }
        }
        accepted
    }

    /// The acceptance of a finding.
    pub fn of(&self, change: &Change) -> Option<&Acceptance> {
        self.entries.get(&change.id)
    }
}

/// What makes two entries one: the finding, and which of its changes.
fn known_by(entry: &Acceptance) -> (&str, Option<&str>) {
    (&entry.id, entry.change.as_deref())
}

/// A finding about the same element under another rule: the change has become another one since it was accepted.
fn beside<'a>(id: &str, changes: &'a [Change]) -> Option<&'a Change> {
    let (element, _) = id.rsplit_once('/')?;
    changes.iter().find(|change| change.id.rsplit_once('/').is_some_and(|(other, _)| other == element))
}

fn known(id: &str) -> bool {
    id.rsplit('/').next().is_some_and(|rule| rules::find(rule).is_some())
}
