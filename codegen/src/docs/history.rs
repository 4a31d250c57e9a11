//! What versions changed, beside what changed. It is told by whoever compared them: pages know nothing of repositories.

use super::Site;
use crate::html::Html;
use crate::model::api::{Operation, Service};

/// A version, and what it changed.
#[derive(Debug, Clone)]
pub struct Past {
    /// Its tag; none for what no tag has yet.
    pub version: Option<String>,
    /// `2026-11-22`.
    pub day: String,
    /// In the order in which they are to be read.
    pub changes: Vec<Told>,
}

/// A change, in the words of whoever judged it.
#[derive(Debug, Clone)]
pub struct Told {
    /// Service; empty for what belongs to none.
    pub service: String,
    /// The operation; none for what is above operations.
    pub operation: Option<String>,
    /// `Trade.os_range`; empty where the operation or the service itself changed.
    pub element: String,
    /// How bad, in English and in Chinese.
    pub level: (&'static str, &'static str),
    /// The colour of that.
    pub tone: &'static str,
    /// Whether only words for people changed.
    pub prose: bool,
    /// What has happened, likewise.
    pub title: (&'static str, &'static str),
    /// What was said.
    pub before: Option<String>,
    /// What is said.
    pub after: Option<String>,
}

/// Changes of an operation, the newest first.
pub(super) fn of(site: &Site<'_>, service: &Service, operation: &Operation) -> Html {
    let mine =
        |told: &Told| told.service == service.name.wire && told.operation.as_deref() == Some(operation.id.as_str());
    let list = list(site.history, mine);
    let mut html = Html::new();
    if let Some(list) = list {
        html.put("<h3>").two("History", "变更历史").put("</h3>\n").add(list);
    }
    html
}

/// Changes above operations, and of operations that are gone.
pub(super) fn of_all(site: &Site<'_>) -> Html {
    let shown = |told: &Told| {
        site.operations()
            .any(|(service, of)| told.service == service.name.wire && told.operation.as_deref() == Some(of.id.as_str()))
    };
    let served =
        |told: &Told| told.service.is_empty() || site.services.iter().any(|each| each.name.wire == told.service);
    let list = list(site.history, |told| served(told) && !shown(told));
    let mut html = Html::new();
    if let Some(list) = list {
        html.put("<details class=\"nest\" id=\"history\"><summary><b>").two("History", "变更历史").put("</b> ");
        html.two(
            "what concerns more than one operation, and operations that are gone",
            "涉及多个接口的变更，以及已删除的接口",
        );
        html.put("</summary>\n").add(list).put("</details>\n");
    }
    html
}

fn list(history: &[Past], mine: impl Fn(&Told) -> bool) -> Option<Html> {
    let mut html = Html::new();
    let mut some = false;
    for past in history {
        let changes: Vec<&Told> = past.changes.iter().filter(|told| mine(told)).collect();
        if changes.is_empty() {
            continue;
        }
        some = true;
        html.put("<p><b>");
        match &past.version {
            Some(version) => html.text(version),
            None => html.two("not released", "未发布"),
        };
        html.put("</b> <span class=\"ty\">").text(&past.day).put("</span></p>\n");
        let (words, rest): (Vec<&Told>, Vec<&Told>) = changes.into_iter().partition(|told| told.prose);
        if !rest.is_empty() {
            html.put("<ul class=\"past\">\n");
            rest.into_iter().for_each(|told| entry(&mut html, told));
            html.put("</ul>\n");
        }
        if !words.is_empty() {
            html.put("<details class=\"nest\"><summary>").two("words", "文字").put(" <small class=\"ty\">");
            html.text(&words.len().to_string()).put("</small></summary><ul class=\"past\">\n");
            words.into_iter().for_each(|told| entry(&mut html, told));
            html.put("</ul></details>\n");
        }
    }
    some.then_some(html)
}

fn entry(html: &mut Html, told: &Told) {
    html.put("<li><span class=\"b ").put(told.tone).put("\">").two(told.level.0, told.level.1).put("</span> ");
    let of = told.operation.as_deref().unwrap_or(&told.service);
    html.code(if told.element.is_empty() { of } else { &told.element }).put(" · ").two(told.title.0, told.title.1);
    match (&told.before, &told.after) {
        (Some(before), Some(after)) => {
            html.put(": <del>").text(before).put("</del> → <ins>").text(after).put("</ins>");
        }
        (Some(before), None) => {
            html.put(": <del>").text(before).put("</del>");
        }
        (None, Some(after)) => {
            html.put(": <ins>").text(after).put("</ins>");
        }
        (None, None) => {}
    }
    html.put("</li>\n");
}
