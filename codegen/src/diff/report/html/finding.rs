//! One finding: no taller than it must be, the rest is folded.

use super::super::super::change::Change;
use super::super::super::rule::{Axis, Lang, Level};
use super::marked::{Piece, apart};
use super::{Page, Shelf, element};
use crate::html::Html;
use crate::json::Json;

impl Page<'_> {
    pub(super) fn finding(&self, shelf: Shelf, change: &Change) -> Html {
        let level = change.overall();
        let mut html = Html::new();
        html.put("<article class=\"finding card ").put(level.tone()).put("\"").attribute("id", &change.id);
        html.attribute("data-level", shelf.word()).put("><h4><span class=\"b ").put(level.tone()).put("\">");
        html.two(level.word(), level.in_lang(Lang::Zh)).put("</span> · ").code(&element(change)).put(" · ");
        html.two(change.rule.title.en, change.rule.title.zh).put("<a class=\"anchor\"");
        html.attribute("href", &format!("#{}", change.id)).put(" aria-label=link>#</a></h4>\n");
        html.add(values(change));
        let told = |axis: &Axis| change.level(*axis) > Level::Safe;
        Axis::ALL.iter().filter(|axis| told(axis)).for_each(|axis| verdict(&mut html, change, *axis));
        if level > Level::Safe {
            html.put("<p><b>").two("to do", "处理").put("</b> ").two(change.rule.todo.en, change.rule.todo.zh);
            html.put("</p>\n");
        }
        if let Some(accepted) = self.report.accepted.of(change) {
            html.put("<p><b>").two("accepted", "已接受").put("</b> ").text(&accepted.reason).put(" (");
            html.text(&accepted.expires).put(")</p>\n");
        }
        html.add(code(change)).put("<div class=\"foot\"><small class=\"note\">");
        html.text(&self.place(change.at.side, &change.at.file, change.at.line)).put("</small>");
        if shelf != Shelf::Accepted {
            html.put("<button type=\"button\" class=\"copy\">");
            html.two("copy for accepted.yaml", "复制 accepted.yaml 条目").put("</button>");
        }
        html.put("</div>\n<details><summary>").two("more", "更多").put("</summary>\n");
        Axis::ALL.iter().filter(|axis| !told(axis)).for_each(|axis| verdict(&mut html, change, *axis));
        if change.operation.is_none() && !change.operations.is_empty() {
            html.put("<p><b>").two("reaches", "涉及").put("</b> ").text(&change.operations.join(", ")).put("</p>\n");
        }
        html.put("<p>").code(&change.id).put(" <small class=\"ty\">").text(&change.digest).put("</small></p>\n");
        if shelf != Shelf::Accepted {
            html.put("<pre class=\"entry\" tabindex=\"0\">").text(&entry(change)).put("</pre>\n");
        }
        html.put("</details>\n</article>\n");
        html
    }
}

/// Before and after on one line.
fn values(change: &Change) -> Html {
    let mut html = Html::new();
    let mut value = |tag: Tag, pieces: Vec<Piece<'_>>| {
        html.put(tag.begin());
        for (text, changed) in pieces {
            match changed {
                true => html.put("<mark>").text(text).put("</mark>"),
                false => html.text(text),
            };
        }
        html.put(tag.end());
    };
    match (&change.before, &change.after) {
        (None, None) => return html,
        (Some(before), None) => value(Tag::Gone, vec![(before, false)]),
        (None, Some(after)) => value(Tag::New, vec![(after, false)]),
        (Some(before), Some(after)) => {
            let (before, after) = apart(before, after);
            value(Tag::Gone, before);
            value(Tag::Then, after);
        }
    }
    let mut line = Html::new();
    line.put("<p>").add(html).put("</p>\n");
    line
}

#[derive(Clone, Copy)]
enum Tag {
    Gone,
    New,
    /// After what it was.
    Then,
}

impl Tag {
    const fn begin(self) -> &'static str {
        match self {
            Self::Gone => "<del>",
            Self::New => "<ins>",
            Self::Then => " → <ins>",
        }
    }

    const fn end(self) -> &'static str {
        match self {
            Self::Gone => "</del>",
            Self::New | Self::Then => "</ins>",
        }
    }
}

fn verdict(html: &mut Html, change: &Change, axis: Axis) {
    let level = change.level(axis);
    let why = |lang: Lang| format!("{}: {}", level.in_lang(lang), change.reason(axis, lang));
    html.put("<p><b>").two(axis.word(), axis.in_lang(Lang::Zh)).put("</b> ").two(&why(Lang::En), &why(Lang::Zh));
    html.put("</p>\n");
}

/// How a program is changed.
fn code(change: &Change) -> Html {
    let mut html = Html::new();
    let Some(migration) = change.migration.as_ref().filter(|_| !change.broken.is_empty()) else { return html };
    html.put("<details><summary>").two("in Rust, before and after", "Rust 代码迁移").put("</summary>\n");
    for (tag, code) in [(Tag::Gone, &migration.before), (Tag::New, &migration.after)] {
        html.put("<pre tabindex=\"0\">").put(tag.begin());
        for line in code.lines() {
            html.text(line).put("\n");
        }
        html.put(tag.end()).put("</pre>\n");
    }
    html.put("</details>\n");
    html
}

/// The entry of `accepted.yaml`, without what only the reviewer knows: as it is, `vvspec` refuses it.
fn entry(change: &Change) -> String {
    let plain = change.id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '.'));
    let id = if plain { change.id.clone() } else { Json::from(change.id.as_str()).to_string() };
    format!("- {{id: {id}, change: \"{}\", reason: \"\", expires: }}", change.digest)
}
