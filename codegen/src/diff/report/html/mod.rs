//! One page that needs nobody else, for a reviewer in a hurry: what breaks comes first, and what to do about it before that.

mod finding;
mod marked;

use std::collections::BTreeMap;

use super::super::change::{Bump, Change};
use super::super::findings::Side;
use super::super::inputs::Root;
use super::super::rule::{Lang, Level};
use super::{Report, by_heading, heading};
use crate::html::Html;
use crate::page::{Frame, Parts};

/// The whole report, in both languages. Files are named as the repository has them: a page is sent to others, who have other folders.
pub fn print(report: &Report<'_>, base: &Root, head: &Root) -> String {
    let page = Page { report, base, head };
    let mut search = Html::new();
    search.put("<input id=\"q\" type=\"search\" aria-label=\"search 搜索\" autocomplete=\"off\" ");
    search.put("data-en=\"Search: element, rule, words ( / )\" data-zh=\"搜索：元素、规则、文字（按 / ）\">");
    Frame {
        chinese: report.lang == Lang::Zh,
        title: "vvspec diff",
        brand: ("vvspec diff", "#main"),
        search,
        side: None,
        main: page.main(),
        data: None,
        parts: Parts::Inside(include_str!("page.css"), include_str!("page.js")),
    }
    .finish()
}

struct Page<'a> {
    report: &'a Report<'a>,
    base: &'a Root,
    head: &'a Root,
}

/// Where a finding is shown: by its level, or among those that a reviewer has decided.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shelf {
    Open(Level),
    Accepted,
}

impl Shelf {
    fn all() -> impl Iterator<Item = Self> {
        Level::WORST_FIRST.into_iter().map(Self::Open).chain([Self::Accepted])
    }

    fn word(self) -> &'static str {
        match self {
            Self::Open(level) => level.word(),
            Self::Accepted => "accepted",
        }
    }

    fn chinese(self) -> &'static str {
        match self {
            Self::Open(level) => level.in_lang(Lang::Zh),
            Self::Accepted => "已接受",
        }
    }
}

impl Page<'_> {
    fn shelf(&self, change: &Change) -> Shelf {
        match self.report.accepted.of(change) {
            Some(_) => Shelf::Accepted,
            None => Shelf::Open(change.overall()),
        }
    }

    /// The findings of a shelf, by what they belong to.
    fn on(&self, shelf: Shelf) -> BTreeMap<String, Vec<&Change>> {
        let mut groups = by_heading(self.report.changes, Lang::En);
        groups.values_mut().for_each(|changes| changes.retain(|change| self.shelf(change) == shelf));
        groups.retain(|_, changes| !changes.is_empty());
        groups
    }

    fn main(&self) -> Html {
        let report = self.report;
        let mut html = Html::new();
        html.put("<h1>").two("Spec changes", "规格变更").put(" ").code(shown(report.base)).put(" → ");
        html.code(shown(report.head)).put("</h1>\n");
        html.add(self.counts()).add(self.problems()).add(self.todo());
        for shelf in Shelf::all() {
            let groups = self.on(shelf);
            if groups.is_empty() {
                continue;
            }
            let count: usize = groups.values().map(Vec::len).sum();
            html.put("<section class=\"group\"><h2>").two(shelf.word(), shelf.chinese()).put(" <small class=\"ty\">");
            html.text(&count.to_string()).put("</small></h2>\n");
            for changes in groups.values() {
                html.add(self.group(shelf, changes));
            }
            html.put("</section>\n");
        }
        html.put("<p id=\"none\" hidden>").two("no change matches", "没有匹配的变更").put("</p>\n");
        html
    }

    /// The headline: what the next version must move, and how many of each, to be pressed.
    fn counts(&self) -> Html {
        let report = self.report;
        let mut html = Html::new();
        html.put("<div class=\"counts\">");
        let (tone, en, zh) = match report.release.bump {
            Bump::Major => ("red", "major bump", "主版本升级"),
            Bump::Minor => ("amb", "minor bump", "次版本升级"),
            Bump::Patch => ("grn", "patch bump", "修订版本升级"),
            Bump::None => ("grn", "the two specs say the same", "两份规格一致"),
        };
        html.put("<span class=\"b ").put(tone).put("\">").two(en, zh).put("</span>\n");
        for shelf in Shelf::all() {
            let count = report.changes.iter().filter(|change| self.shelf(change) == shelf).count();
            if count > 0 {
                let tone = match shelf {
                    Shelf::Open(level) => level.tone(),
                    Shelf::Accepted => "blu",
                };
                html.put("<button type=\"button\" class=\"").put(tone).put("\"");
                html.attribute("data-filter", shelf.word()).put(" aria-pressed=\"true\">").text(&count.to_string());
                html.put(" ").two(shelf.word(), shelf.chinese()).put("</button>\n");
            }
        }
        html.put("</div>\n");
        html
    }

    /// Entries of `accepted.yaml` that fail the run.
    fn problems(&self) -> Html {
        let mut html = Html::new();
        for problem in &self.report.accepted.problems {
            html.put("<p class=\"card red\">").code(&self.place(Side::Head, &problem.file, problem.line)).put(" ");
            html.two(&problem.message(Lang::En), &problem.message(Lang::Zh)).put("</p>\n");
        }
        html
    }

    /// What to do, once each, with the findings that it is for; then what is to be said of the comparison as a whole.
    fn todo(&self) -> Html {
        /// More links than this are counted.
        const MAX_LINKS: usize = 6;
        let mut todos: Vec<(&Change, Vec<&Change>)> = Vec::new();
        for change in self.report.changes {
            if self.shelf(change) == Shelf::Accepted || change.overall() <= Level::Safe {
                continue;
            }
            match todos.iter_mut().find(|(first, _)| first.rule.todo == change.rule.todo) {
                Some((_, all)) => all.push(change),
                None => todos.push((change, vec![change])),
            }
        }
        let file = |file: &str| self.head.portable(file);
        let lines: Vec<(String, String)> =
            self.report.lines(Lang::En, file).into_iter().zip(self.report.lines(Lang::Zh, file)).collect();
        let mut html = Html::new();
        if todos.is_empty() && lines.is_empty() {
            return html;
        }
        html.put("<h2>").two("What to do", "需要处理").put("</h2>\n<ul class=\"todo\">\n");
        for (first, all) in todos {
            let level = first.overall();
            html.put("<li><span class=\"b ").put(level.tone()).put("\">");
            html.two(level.word(), level.in_lang(Lang::Zh)).put("</span> ");
            html.two(first.rule.todo.en, first.rule.todo.zh).put(": ");
            for (at, change) in all.iter().take(MAX_LINKS).enumerate() {
                html.put(if at > 0 { ", <a" } else { "<a" }).attribute("href", &format!("#{}", change.id)).put(">");
                html.text(&element(change)).put("</a>");
            }
            if let Some(more @ 1..) = all.len().checked_sub(MAX_LINKS) {
                html.put(" ").two(&format!("and {more} more"), &format!("等 {} 处", all.len()));
            }
            html.put("</li>\n");
        }
        for (en, zh) in lines {
            html.put("<li>").two(&en, &zh).put("</li>\n");
        }
        html.put("</ul>\n");
        html
    }

    fn group(&self, shelf: Shelf, changes: &[&Change]) -> Html {
        let mut html = Html::new();
        let Some(first) = changes.first() else { return html };
        html.put("<div class=\"group\"><h3>").two(&heading(first, Lang::En), &heading(first, Lang::Zh)).put("</h3>\n");
        for change in changes {
            html.add(self.finding(shelf, change));
        }
        html.put("</div>\n");
        html
    }

    /// A line of a file, as the repository has it.
    fn place(&self, side: Side, file: &str, line: usize) -> String {
        let root = if side == Side::Base { self.base } else { self.head };
        format!("{}:{line}", root.portable(file))
    }
}

/// `Trade.os_range`; what stands above elements is called by its operation or service.
fn element(change: &Change) -> String {
    let above = || change.operation.as_ref().unwrap_or(&change.service).clone();
    if change.element.is_empty() { above() } else { change.element.replace('/', ".") }
}

/// What a side is called: no folders of somebody's disk.
fn shown(label: &str) -> &str {
    let absolute = label.starts_with(['/', '\\']) || label.get(1..3).is_some_and(|drive| drive == ":\\");
    if absolute { label.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(label) } else { label }
}
