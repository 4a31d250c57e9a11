//! What an operation was read from and is shown with.

use super::super::findings::{Findings, Scope, Side};
use super::super::pair::{Paired, pair, reordered};
use super::super::rule::Rule;
use super::{field, rules};
use crate::json::{self, Json};
use crate::model::api::{Example, Operation};

rules! {
    SOURCE_CHANGED = Rule::new(
            "source-changed",
            "the spec was read from another document or on another day",
            "来源文档或日期改变",
        ).docs();
    EXAMPLE_REPLY_CHANGED = Rule::new(
            "example-reply-changed",
            "an example reply came, went, moved or says something else",
            "示例响应新增、删除、换位或改变",
        ).docs();
    SEARCH_CHANGED = Rule::new(
            "search-words-changed",
            "the words under which the documentation is searched changed",
            "文档搜索词改变",
        ).docs();
    REQUEST_SAMPLE_CHANGED = Rule::new("request-sample-changed", "the sample request changed", "示例请求改变").docs();
}

/// Both sides of one operation.
pub(super) fn walk(findings: &mut Findings, scope: &Scope<'_>, base: &Operation, head: &Operation) {
    let source = |operation: &Operation| format!("{}, read {}", operation.source.doc, operation.source.read);
    findings.changed(&SOURCE_CHANGED, scope, "source", (&source(base), &source(head)), head.span);
    let search = |operation: &Operation| operation.search.join(", ");
    findings.changed(&SEARCH_CHANGED, scope, "search", (&search(base), &search(head)), head.span);
    examples(findings, scope, base, head);
    if base.request_sample != head.request_sample {
        let texts = (Some(sample(base)), Some(sample(head)));
        findings.push(&REQUEST_SAMPLE_CHANGED, scope, "request_sample", texts, (Side::Head, head.span));
    }
}

fn sample(operation: &Operation) -> String {
    let pair = |(name, value): &(String, String)| {
        let field = operation.request.iter().find(|field| field.name.wire == *name);
        format!("{name}={}", field.map_or(value.as_str(), |field| field::shown(field, value)))
    };
    operation.request_sample.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// Which files came, went or say something else, and where they do: never what, which may be somebody's.
fn examples(findings: &mut Findings, scope: &Scope<'_>, base: &Operation, head: &Operation) {
    let element = |example: &Example| format!("examples/{}", example.file);
    for each in pair(&base.examples, &head.examples, |example| example.file.as_str()) {
        match each {
            Paired::Both(old, new) if old.json == new.json => {}
            Paired::Both(old, new) => {
                let after = format!("{}, {}", new.file, differences(&old.json, &new.json));
                let texts = (Some(old.file.clone()), Some(after));
                findings.push(&EXAMPLE_REPLY_CHANGED, scope, element(new), texts, (Side::Head, new.span));
            }
            Paired::Gone(old) => {
                findings.gone(&EXAMPLE_REPLY_CHANGED, scope, element(old), Some(old.file.clone()), old.span);
            }
            Paired::New(new) => {
                findings.came(&EXAMPLE_REPLY_CHANGED, scope, element(new), Some(new.file.clone()), new.span);
            }
        }
    }
    fn files(operation: &Operation) -> Vec<&str> {
        operation.examples.iter().map(|example| example.file.as_str()).collect()
    }
    let (old, new) = (files(base), files(head));
    if reordered(&old, &new) {
        let texts = (Some(old.join(", ")), Some(new.join(", ")));
        findings.push(&EXAMPLE_REPLY_CHANGED, scope, "examples", texts, (Side::Head, head.span));
    }
}

/// More places than this say nothing new.
const MAX_PLACES: usize = 4;

fn differences(old: &str, new: &str) -> String {
    let (Ok(old), Ok(new)) = (json::parse(old), json::parse(new)) else { return "rewritten".into() };
    let mut places = Vec::new();
    differing(&old, &new, "", &mut places);
    if places.is_empty() {
        return "laid out differently".into();
    }
    let more = if places.len() > MAX_PLACES { " and elsewhere" } else { "" };
    places.truncate(MAX_PLACES);
    format!("different at {}{more}", places.join(", "))
}

/// Collects one place more than are shown.
fn differing(old: &Json, new: &Json, at: &str, places: &mut Vec<String>) {
    if places.len() > MAX_PLACES || old == new {
        return;
    }
    match (old, new) {
        (Json::Object(old), Json::Object(new)) => {
            for name in old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))) {
                let inner = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
                match (old.get(name), new.get(name)) {
                    (Some(old), Some(new)) => differing(old, new, &inner, places),
                    _ => places.push(inner),
                }
            }
        }
        (Json::Array(old), Json::Array(new)) if old.len() == new.len() => {
            for (index, (old, new)) in old.iter().zip(new).enumerate() {
                differing(old, new, &format!("{at}[{index}]"), places);
            }
        }
        _ => places.push(if at.is_empty() { "its top".into() } else { at.to_owned() }),
    }
}
