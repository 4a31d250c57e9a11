//! What is done at most once, and how a read proves it.

use super::super::findings::{Findings, Scope};
use super::super::rule::Level::Dangerous;
use super::super::rule::{Api, Rule};
use super::names::Names;
use super::{rename, rules};
use crate::model::api::{Name, Operation, Service, Type};
use crate::model::verify::{Among, Verify};
use crate::source::Span;

rules! {
    INTENT_CHANGED = Rule::new(
            "intent-changed",
            "other fields say what is done at most once, or one at a time",
            "判断“最多执行一次”或“同时只执行一个”的字段改变",
        )
        .api(Api::All)
        .behaviour(
            Dangerous,
            "a journal does not know its entries again: what was done, or is open, may be done a second time",
            "日志无法再认出已有的记录，已完成或未决的操作可能重复执行",
        )
        .todo(
            "close what is open in every journal with the old version before the new one writes",
            "新版本写入前，先用旧版本处理完所有日志中的未决记录",
        );
    VERIFY_CHANGED = Rule::new(
            "verify-changed",
            "a read proves in another way what has become of a write",
            "核实写操作结果的方式改变",
        )
        .behaviour(
            Dangerous,
            "the same answer may prove something else than before, or nothing",
            "同一响应得出的结论可能不同，或不再有结论",
        )
        .todo("look at the first proofs of the new version by hand", "人工复核新版本最初的核实结果");
}

/// Both sides of one operation.
pub(super) fn walk(
    findings: &mut Findings,
    scope: &Scope<'_>,
    services: (&Service, &Service),
    base: &Operation,
    head: &Operation,
) {
    let names = Names::new(base, head);
    let fields = |list: &[Name], name: &dyn Fn(&str) -> String| {
        list.iter().map(|field| name(&field.wire)).collect::<Vec<_>>().join(", ")
    };
    let (renamed, as_it_is) = (|name: &str| names.request(name).to_owned(), str::to_owned);
    for (element, old, new) in
        [("intent", &base.intent, &head.intent), ("one_at_a_time", &base.one_at_a_time, &head.one_at_a_time)]
    {
        let stated = |list: &[Name]| list.first().map(|field| field.span);
        let text = (fields(old, &renamed), fields(new, &as_it_is));
        changed(findings, &INTENT_CHANGED, scope, element, text, (stated(old), stated(new)));
    }
    let before = base.verify.as_ref().map(|verify| spoken(&under_new_names(verify, &names, services)));
    let after = head.verify.as_ref().map(spoken);
    let text = (before.unwrap_or_default(), after.unwrap_or_default());
    let stated = |operation: &Operation| operation.verify.as_ref().map(|verify| verify.span);
    changed(findings, &VERIFY_CHANGED, scope, "verify", text, (stated(base), stated(head)));
}

/// What came or changed is shown in the new spec, what went in the old one.
pub(super) fn changed(
    findings: &mut Findings,
    rule: &'static Rule,
    scope: &Scope<'_>,
    element: &str,
    (before, after): (String, String),
    stated: (Option<Span>, Option<Span>),
) {
    match stated {
        _ if before == after => {}
        (Some(at), None) => findings.gone(rule, scope, element, Some(before), at),
        (None, Some(at)) => findings.came(rule, scope, element, Some(after), at),
        (_, at) => findings.changed(rule, scope, element, (&before, &after), at.unwrap_or_default()),
    }
}

/// An old proof, as the new spec calls what it names.
fn under_new_names(verify: &Verify, own: &Names<'_>, services: (&Service, &Service)) -> Verify {
    let mut new = verify.clone();
    let rename = |name: &mut String, to: &str| {
        if name != to {
            *name = to.to_owned();
        }
    };
    for ((from, _), old) in new.pass.iter_mut().zip(&verify.pass) {
        rename(from, own.request(&old.0));
    }
    rename(&mut new.done.1, own.request(&verify.done.1));
    if let Some(field) = new.each.as_mut().and_then(|each| each.given_by.as_mut()) {
        let to = own.request(field).to_owned();
        *field = to;
    }
    let old = services.0.operations.iter().find(|each| each.id == verify.by);
    let same = |each: &&Operation| each.id == verify.by || rename::declared(each, &verify.by);
    let (Some(old), Some(head)) = (old, services.1.operations.iter().find(same)) else { return new };
    let names = Names::new(old, head);
    let data = old.reply.data.wire.as_str();
    let list = verify.each.as_ref().map(|each| each.list.as_str());
    let part = list.map_or(Some(data), |list| item(old, list)).unwrap_or(data);
    new.by.clone_from(&head.id);
    let to = |owner: &str, name: &mut String| {
        let to = names.of(owner, name).to_owned();
        *name = to;
    };
    new.pass.iter_mut().for_each(|(_, name)| to("Request", name));
    new.ask.iter_mut().for_each(|name| to(data, name));
    if let Some(each) = &mut new.each {
        to(data, &mut each.list);
        to(part, &mut each.key);
        each.skip.iter_mut().for_each(|skip| to(part, &mut skip.field));
    }
    to(part, &mut new.done.0);
    to(part, &mut new.undone.field);
    new
}

/// What a list of the reply's data holds.
fn item<'a>(read: &'a Operation, list: &str) -> Option<&'a str> {
    let data = read.types.iter().find(|record| record.name.ident == read.reply.data.ident)?;
    match &data.fields.iter().find(|field| field.name.wire == list)?.ty {
        Type::List { item, .. } => Some(&item.wire),
        _ => None,
    }
}

/// On one line.
fn spoken(verify: &Verify) -> String {
    let among = |among: &Among| format!("{} in {}", among.field, among.values.join(", "));
    let pass: Vec<String> = verify.pass.iter().map(|(from, to)| format!("{from} as {to}")).collect();
    let mut text = format!("{} with {}", verify.by, pass.join(", "));
    if !verify.ask.is_empty() {
        text.push_str(&format!("; asks for {}", verify.ask.join(", ")));
    }
    if let Some(each) = &verify.each {
        text.push_str(&format!("; each {} of {}", each.key, each.list));
        text.extend(each.given_by.iter().map(|field| format!(" given by {field}")));
        text.extend(each.skip.iter().map(|skip| format!(" but {}", among(skip))));
    }
    let (field, same_as) = &verify.done;
    text.push_str(&format!("; done: {field} is {same_as}; undone: {}", among(&verify.undone)));
    text.push_str(&format!("; after {} s, again {} s ({})", verify.after, verify.again, verify.basis.word()));
    text
}
