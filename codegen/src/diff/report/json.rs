//! For programs. The schema is published as `codegen/schemas/diff.schema.json`; `vvspec diff --schema` prints it.

use serde_json::{Map, Value, json};

use super::super::change::Change;
use super::super::findings::Side;
use super::super::release::Version;
use super::super::rule::{Axis, Level};
use super::Report;
use crate::json::spelled;

/// The schema of the report.
pub const SCHEMA: &str = include_str!("../../../schemas/diff.schema.json");

/// The whole report.
pub fn print(report: &Report<'_>) -> String {
    let count = |level: Level| report.count(level);
    let release = report.release;
    let version = |version: Option<Version>| version.map(|version| version.to_string());
    let problem = |problem: &super::super::accept::Problem| {
        json!({
            "fault": problem.kind.word(),
            "id": problem.id,
            "file": problem.file,
            "line": problem.line,
            "message": problem.message(report.lang),
        })
    };
    let value = json!({
        "version": 1,
        "base": report.base,
        "head": report.head,
        "summary": {
            "breaking": count(Level::Breaking),
            "dangerous": count(Level::Dangerous),
            "safe": count(Level::Safe),
            "docs": count(Level::Docs),
            "accepted": report.accepted_count(),
        },
        "release": {
            "bump": release.bump.word(),
            "base": version(release.base),
            "head": version(release.head),
            "needed": version(release.needed),
            "version_moved": release.moved,
            "changelog_noted": release.noted,
        },
        "changes": report.changes.iter().map(|change| one(report, change)).collect::<Vec<_>>(),
        "open": report.open.iter().map(|open| json!({
            "file": open.file, "line": open.line, "element": open.element, "change": open.change, "todo": open.todo,
        })).collect::<Vec<_>>(),
        "acceptance_problems": report.accepted.problems.iter().map(problem).collect::<Vec<_>>(),
        "acceptances_merged": report.accepted.merged.iter().map(|merged| json!({
            "id": merged.id, "file": merged.file, "line": merged.line,
        })).collect::<Vec<_>>(),
    });
    spelled(&format!("{value:#}\n"))
}

fn one(report: &Report<'_>, change: &Change) -> Value {
    let mut verdicts = Map::new();
    for axis in Axis::ALL {
        let verdict = json!({"level": change.level(axis).word(), "reason": change.reason(axis, report.lang)});
        verdicts.insert(axis.word().to_owned(), verdict);
    }
    let broken: Vec<Value> = change
        .broken
        .iter()
        .map(|broken| json!({"path": broken.path, "before": broken.before, "after": broken.after}))
        .collect();
    let migration = change.migration.as_ref();
    let accepted = report.accepted.of(change);
    json!({
        "id": change.id,
        "rule": change.rule.id,
        "title": change.rule.title.get(report.lang),
        "overall": change.overall().word(),
        "bump": change.bump().word(),
        "service": change.service,
        "operation": change.operation,
        "element": change.element,
        "operations": change.operations,
        "digest": change.digest,
        "side": if change.at.side == Side::Base { "base" } else { "head" },
        "file": change.at.file,
        "line": change.at.line,
        "column": change.at.column,
        "before": change.before,
        "after": change.after,
        "verdicts": verdicts,
        "todo": change.rule.todo.get(report.lang),
        "broken": broken,
        "added": change.added,
        "migration": migration.map(|migration| json!({"before": migration.before, "after": migration.after})),
        "accepted": accepted.map(|accepted| json!({"reason": accepted.reason, "expires": accepted.expires})),
    })
}
