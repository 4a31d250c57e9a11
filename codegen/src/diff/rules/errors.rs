//! The error table of a service.

use std::collections::HashMap;

use super::super::findings::{Findings, Scope, Side};
use super::super::pair::{Paired, pair, similar};
use super::super::rule::Level::{Breaking, Dangerous, Safe};
use super::super::rule::Rule;
use super::{field, prose, rules};
use crate::message::normal;
use crate::model::api::{Class, ErrorEntry, Service};

rules! {
    ERROR_ADDED = Rule::new("error-added", "an error was added to the table", "新增错误").whole()
        .behaviour(Safe, "it was an unknown error before, which is never retried", "此前为未知错误，从不重试")
        .todo("see whether the remedy concerns you", "查看其处理建议");
    ERROR_REMOVED = Rule::new("error-removed", "an error was removed from the table", "删除错误").whole()
        .behaviour(Dangerous, "replies with it become unknown errors", "该错误的响应会成为未知错误")
        .todo("handle the unknown error, or find the entry that took its place", "按未知错误处理，或匹配替代错误");
    ERROR_RENAMED = Rule::new("error-renamed", "the same error has another name", "错误改名").whole()
        .todo("match on the new name", "改为匹配新名称");
    MESSAGE_REWORDED = Rule::new("error-message-reworded", "an error's message has other words", "错误信息改写")
        .behaviour(
            Dangerous,
            "programs that match the text, and old versions of the crate, do not know it",
            "匹配文本的程序与旧版本将无法识别",
        )
        .todo(
            "match on the error kind; keep the old wording under `aliases` while it may still arrive",
            "改为匹配错误种类；旧措辞可保留在 `aliases` 中",
        );
    MESSAGE_MOVED = Rule::new(
            "error-message-moved",
            "an error has the message that another error had before",
            "错误信息变为另一错误原来的信息",
        )
        .behaviour(
            Breaking,
            "a reply that was one error is another one now, with that one's advice, class and outcome",
            "同一响应会识别为另一种错误，其处理建议、分类与写入结果随之改变",
        )
        .todo(
            "find out whether the document or the table had them the wrong way round; look at the code that names either",
            "查明是文档还是错误表颠倒了二者；检查所有引用二者的代码",
        );
    CODE_CHANGED = Rule::new("error-code-changed", "an error arrives under another code", "错误码改变")
        .behaviour(
            Breaking,
            "programs that match the code, and old versions of the crate, do not know it",
            "匹配错误码的程序与旧版本将无法识别",
        )
        .todo("match on the error kind", "改为匹配错误种类");
    ALIASES_ADDED = Rule::new("error-alias-added", "an error has one more wording", "新增错误措辞")
        .behaviour(Safe, "more replies are recognised", "可识别更多响应");
    ALIASES_REMOVED = Rule::new("error-alias-removed", "an error has one wording less", "减少错误措辞")
        .behaviour(Dangerous, "replies with the wording become unknown errors", "该措辞的响应会成为未知错误")
        .todo("keep the wording unless it never arrives", "除非确定不再出现，否则保留");
    SUB_CODES_ADDED = Rule::new("error-sub-code-added", "an error has one more sub code", "新增子错误码")
        .behaviour(Safe, "more replies are recognised", "可识别更多响应");
    SUB_CODES_REMOVED = Rule::new("error-sub-code-removed", "an error has one sub code less", "减少子错误码")
        .behaviour(Dangerous, "replies with the sub code become another error", "该子错误码的响应会成为另一种错误")
        .todo("keep the sub code unless it never arrives", "除非确定不再出现，否则保留");
    CLASS_FLIPPED = Rule::new(
            "retry-class-flipped",
            "whether the call may be repeated after the error changed",
            "可否重试改变",
        )
        .behaviour(
            Breaking,
            "a program that goes by the class repeats calls it must not, or gives up calls it need not",
            "按分类重试的程序会误重试或误放弃",
        )
        .todo("look at every retry that goes by the class", "检查所有按分类重试的逻辑");
    CLASS_CHANGED = Rule::new("error-class-changed", "what to do after the error changed", "错误分类改变")
        .behaviour(Dangerous, "a program that goes by the class does something else", "按分类处理的程序行为改变")
        .todo("look at the code that goes by the class", "检查按分类处理的代码");
    OUTCOME_CHANGED = Rule::new(
            "write-outcome-changed",
            "what has become of a write after the error changed",
            "写入结果判断改变",
        )
        .behaviour(Breaking, "a program that goes by the outcome ships twice or not at all", "按结果判断的程序可能重复或遗漏发货")
        .todo("look at the code that goes by the outcome", "检查按写入结果处理的代码");
    SCOPE_CHANGED = Rule::new("error-scope-changed", "an error concerns other calls than before", "错误影响范围改变")
        .behaviour(
            Dangerous,
            "other calls are held back after it: of the call alone, its shop, operation, account or host",
            "出错后被暂停的调用范围改变",
        )
        .todo("check whom the error is about", "确认该错误涉及的范围");
    DEPRECATED_ADDED = Rule::new(
            "error-deprecated-added",
            "an error is deprecated now: no document lists it any more",
            "错误弃用：文档已不再列出",
        )
        .behaviour(
            Dangerous,
            "it may never arrive again; programs that name it get a compiler warning",
            "该错误可能不再出现；引用它的程序编译时会有警告",
        )
        .todo("find out what arrives in its place, and handle that too", "查明替代的错误并一并处理");
    DEPRECATED_REMOVED = Rule::new("error-deprecated-removed", "an error is not deprecated any more", "错误取消弃用");
    DEPRECATED_CHANGED = Rule::new(
            "error-deprecation-reworded",
            "the reason of an error's deprecation changed",
            "错误弃用说明改变",
        ).docs();
    REMEDY_CHANGED = Rule::new("remedy-changed", "the advice is another one", "处理建议改变").docs();
}

pub(super) fn walk(findings: &mut Findings, scope: &Scope<'_>, base: &Service, head: &Service) {
    let start = findings.list.len();
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let known: HashMap<String, &str> =
        base.errors.iter().rev().map(|entry| (normal(&entry.message), entry.name.wire.as_str())).collect();
    for each in pair(&base.errors, &head.errors, |entry| entry.name.wire.as_str()) {
        match each {
            Paired::Both(base, head) => {
                let other = known.get(&normal(&head.message)).filter(|name| **name != base.name.wire);
                entry(findings, scope, other.copied(), (base, head));
            }
            Paired::Gone(base) => gone.push(base),
            Paired::New(head) => new.push(head),
        }
    }
    renamed(findings, scope, &mut gone, &mut new);
    for each in gone {
        findings.gone(&ERROR_REMOVED, scope, element(each), Some(key(each)), each.name.span);
    }
    for each in new {
        findings.came(&ERROR_ADDED, scope, element(each), Some(key(each)), each.name.span);
    }
    reached(findings, start, base, head);
}

fn element(entry: &ErrorEntry) -> String {
    format!("errors/{}", entry.name.wire)
}

fn key(entry: &ErrorEntry) -> String {
    format!("{} {}", entry.code, entry.message)
}

/// Leftovers that are the same error under another name: equal key first, then alike within a code.
fn renamed<'a>(
    findings: &mut Findings,
    scope: &Scope<'_>,
    gone: &mut Vec<&'a ErrorEntry>,
    new: &mut Vec<&'a ErrorEntry>,
) {
    let alike = |old: &ErrorEntry, new: &ErrorEntry| {
        if old.code != new.code {
            return 0.0;
        }
        if old.message == new.message {
            return 2.0;
        }
        strsim::normalized_levenshtein(&old.message, &new.message)
    };
    for (old, each) in similar(gone, new, 0.5, alike) {
        gone.retain(|entry| !std::ptr::eq(*entry, old));
        new.retain(|entry| !std::ptr::eq(*entry, each));
        findings.push(
            &ERROR_RENAMED,
            scope,
            element(each),
            (Some(old.name.wire.clone()), Some(each.name.wire.clone())),
            (Side::Head, each.name.span),
        );
        if let Some(found) = findings.list.last_mut() {
            found.was = Some(element(old));
        }
        entry(findings, scope, None, (old, each));
    }
}

/// `other` is the entry that had the new message before, where another one had.
fn entry(findings: &mut Findings, scope: &Scope<'_>, other: Option<&str>, (base, head): (&ErrorEntry, &ErrorEntry)) {
    let element = element(head);
    let (element, at) = (element.as_str(), head.name.span);
    match other.filter(|_| normal(&base.message) != normal(&head.message)) {
        Some(other) => {
            let after = format!("{}, which was {other}", head.message);
            findings.changed(&MESSAGE_MOVED, scope, element, (&base.message, &after), at);
        }
        None => findings.changed(&MESSAGE_REWORDED, scope, element, (&base.message, &head.message), at),
    }
    findings.changed(&CODE_CHANGED, scope, element, (&base.code, &head.code), at);
    lists(findings, scope, element, (&ALIASES_ADDED, &ALIASES_REMOVED), (&base.aliases, &head.aliases), at);
    lists(findings, scope, element, (&SUB_CODES_ADDED, &SUB_CODES_REMOVED), (&base.sub_codes, &head.sub_codes), at);
    let rule = if retried(base.class) == retried(head.class) { &CLASS_CHANGED } else { &CLASS_FLIPPED };
    findings.changed(rule, scope, element, (base.class.word(), head.class.word()), at);
    findings.changed(&OUTCOME_CHANGED, scope, element, (base.write_outcome.word(), head.write_outcome.word()), at);
    findings.changed(&SCOPE_CHANGED, scope, element, (base.scope.word(), head.scope.word()), at);
    let rules = (&DEPRECATED_ADDED, &DEPRECATED_REMOVED, &DEPRECATED_CHANGED);
    field::deprecation(findings, rules, scope, element, (base.deprecated.as_ref(), head.deprecated.as_ref()), at);
    let remedy = |entry: &ErrorEntry| format!("{} / {}", entry.remedy.en, entry.remedy.zh);
    findings.changed(&REMEDY_CHANGED, scope, element, (&remedy(base), &remedy(head)), at);
    prose::doc(findings, scope, element, (&base.doc, &head.doc), at);
}

/// Whether the same call may be made again without a person doing something first.
fn retried(class: Class) -> bool {
    matches!(class, Class::RetryNow | Class::RetryWithBackoff | Class::WaitOffPeak)
}

fn lists(
    findings: &mut Findings,
    scope: &Scope<'_>,
    element: &str,
    (added, removed): (&'static Rule, &'static Rule),
    (base, head): (&[String], &[String]),
    at: crate::source::Span,
) {
    if base == head {
        return;
    }
    let rest = |list: &[String], other: &[String]| {
        list.iter().filter(|each| !other.contains(each)).cloned().collect::<Vec<_>>().join("; ")
    };
    let (gone, new) = (rest(base, head), rest(head, base));
    // The old message as an alias is what a careful rewording leaves behind: both are worth saying, once each.
    findings.changed(removed, scope, element, (&gone, ""), at);
    findings.changed(added, scope, element, ("", &new), at);
}

/// Say which operations list the errors that changed.
fn reached(findings: &mut Findings, start: usize, base: &Service, head: &Service) {
    if findings.list.len() == start {
        return;
    }
    let mut listing: HashMap<String, Vec<String>> = HashMap::new();
    for service in [base, head] {
        for operation in &service.operations {
            for entry in operation.errors.iter().filter_map(|index| service.errors.get(*index)) {
                let list = listing.entry(element(entry)).or_default();
                if list.last() != Some(&operation.id) && !list.contains(&operation.id) {
                    list.push(operation.id.clone());
                }
            }
        }
    }
    for found in findings.list.iter_mut().skip(start) {
        let mut operations = listing.get(&found.element).cloned().unwrap_or_default();
        for each in found.was.as_ref().and_then(|was| listing.get(was)).into_iter().flatten() {
            if !operations.contains(each) {
                operations.push(each.clone());
            }
        }
        operations.sort();
        found.operations = operations;
    }
}
