//! How an answer is asked for page by page.

use super::super::findings::{Findings, Scope};
use super::super::rule::Level::Dangerous;
use super::super::rule::{Api, Rule};
use super::intent::changed;
use super::names::Names;
use super::rules;
use crate::model::api::Operation;
use crate::model::pages::{Ask, Pages};

rules! {
    PAGES_CHANGED = Rule::new(
            "pages-changed",
            "the next page is asked for, or the last one known, in another way",
            "翻页方式或末页判断改变",
        )
        .api(Api::All)
        .behaviour(
            Dangerous,
            "a program that goes from page to page by itself may miss some, or never end",
            "自行翻页的程序可能漏页或无法结束",
        )
        .todo("let `pages()` of the new version do it, or follow the document", "改用新版本的 `pages()`，或按文档修改");
}

/// Both sides of one operation.
pub(super) fn walk(findings: &mut Findings, scope: &Scope<'_>, base: &Operation, head: &Operation) {
    let names = Names::new(base, head);
    let before = base.pages.as_ref().map(|pages| under_new_names(pages, &names).spelled()).unwrap_or_default();
    let after = head.pages.as_ref().map(Pages::spelled).unwrap_or_default();
    let stated = |operation: &Operation| operation.pages.as_ref().map(|pages| pages.span);
    changed(findings, &PAGES_CHANGED, scope, "pages", (before, after), (stated(base), stated(head)));
}

fn under_new_names(pages: &Pages, names: &Names<'_>) -> Pages {
    let mut new = pages.clone();
    let request = |name: &mut String| *name = names.request(&name.clone()).to_owned();
    let reply = |path: &mut String| *path = names.reply(&path.clone());
    match &mut new.ask {
        Ask::Number { field, .. } => request(field),
        Ask::Cursor { path, send_as } => {
            reply(path);
            request(send_as);
        }
    }
    new.size.iter_mut().for_each(request);
    new.total.iter_mut().chain(&mut new.has_next).for_each(reply);
    let items = names.reply(&pages.items_path());
    for (name, wire) in new.items.iter_mut().zip(items.split('.')) {
        wire.clone_into(&mut name.wire);
    }
    new
}
