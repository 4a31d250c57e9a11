//! What the crate looks at by itself: the fields of a request before it is sent, the flags of a reply before it counts as success.

use std::collections::{HashMap, VecDeque};

use super::super::findings::{Findings, Scope, Side};
use super::super::pair::{Paired, pair, reordered};
use super::super::rule::Level::{Dangerous, Safe};
use super::super::rule::Rule;
use super::names::Names;
use super::{prose, rules};
use crate::model::api::{self, Confirm, Echo, Operation};

rules! {
    CONFIRM_ADDED = Rule::new("confirm-added", "a flag in the reply must say true now", "新增成功标志检查")
        .behaviour(Dangerous, "a reply that counted as success can be an error now", "过去视为成功的响应可能成为错误")
        .todo("handle the error", "处理该错误");
    CONFIRM_REMOVED = Rule::new("confirm-removed", "a flag in the reply is not looked at any more", "不再检查成功标志")
        .behaviour(Dangerous, "a reply that was an error counts as success now", "过去视为错误的响应会成为成功")
        .todo("look at the flag yourself", "自行检查该标志");
    CONFIRM_CHANGED = Rule::new(
            "confirm-changed",
            "code or message of a failed flag come from other fields",
            "失败标志的错误来源改变",
        )
        .behaviour(Dangerous, "the same failure becomes another error", "同一失败会识别为另一种错误")
        .todo("look at the places that match on it", "检查匹配该错误的代码");
    CONFIRM_REORDERED = Rule::new(
            "confirm-reordered",
            "the flags in the reply are looked at in another order",
            "成功标志的检查顺序改变",
        )
        .behaviour(
            Dangerous,
            "of several flags that say false the first makes the error: the same reply becomes another one",
            "多个标志为假时以第一个为准，同一响应会识别为另一种错误",
        )
        .todo("look at the places that match on it", "检查匹配该错误的代码");
    ECHO_ADDED = Rule::new("echo-added", "the reply must repeat a value of the request now", "新增响应回显检查")
        .behaviour(
            Dangerous,
            "a reply with another value counted as success and is an error now",
            "回显值不同的响应过去视为成功，现成为错误",
        )
        .todo("handle the error", "处理该错误");
    ECHO_REMOVED = Rule::new("echo-removed", "the reply need not repeat a value of the request any more", "不再检查响应回显")
        .behaviour(Dangerous, "the answer to another request counts as success now", "其他请求的响应会成为成功")
        .todo("compare the value yourself", "自行比对该值");
    ECHO_CHANGED = Rule::new(
            "echo-changed",
            "a value of the request is looked for in another field of the reply",
            "响应回显的位置改变",
        )
        .behaviour(Dangerous, "the same reply can be taken otherwise", "同一响应的判定可能改变")
        .todo("see whether the replies repeat it there", "确认响应在该处回显");
    LOCAL_RULE_ADDED = Rule::new(
            "local-rule-added",
            "requests are checked by one more rule before they are sent",
            "新增本地校验",
        )
        .behaviour(Dangerous, "a request that was sent can be refused locally", "过去能发出的请求可能在本地被拒绝")
        .todo("make the fields agree", "使字段满足规则");
    LOCAL_RULE_REMOVED = Rule::new("local-rule-removed", "requests are checked by one rule less", "减少本地校验")
        .behaviour(Safe, "every request that was sent is sent", "原能发出的请求照常发出");
    LOCAL_RULE_ERROR_CHANGED = Rule::new(
            "local-rule-error-changed",
            "a local rule about the same fields reports another error",
            "同一组字段的本地校验错误改变",
        )
        .behaviour(Dangerous, "code that waits for the old error does not see it", "等待旧错误的代码将收不到它")
        .todo("match on the new error", "匹配新的错误");
}

/// Both sides of one operation.
pub(super) fn walk(findings: &mut Findings, scope: &Scope<'_>, base: &Operation, head: &Operation) {
    let names = Names::new(base, head);
    confirm(findings, scope, &names, base, head);
    echo(findings, scope, &names, base, head);
    local_rules(findings, scope, &names, base, head);
}

fn confirm(findings: &mut Findings, scope: &Scope<'_>, names: &Names<'_>, base: &Operation, head: &Operation) {
    let renamed = |confirm: &Confirm| Confirm {
        flag: names.reply(&confirm.flag),
        code: confirm.code.as_deref().map(|path| names.reply(path)),
        message: confirm.message.as_deref().map(|path| names.reply(path)),
        span: confirm.span,
    };
    let old: Vec<Confirm> = base.reply.confirm.iter().map(renamed).collect();
    let element = |confirm: &Confirm| format!("confirm/{}", confirm.flag);
    for each in pair(&old, &head.reply.confirm, |confirm| confirm.flag.as_str()) {
        match each {
            Paired::Both(base, head) => {
                let text = |confirm: &Confirm| {
                    let said = |path: &Option<String>| path.clone().unwrap_or_else(|| "none".into());
                    format!("code {}, message {}", said(&confirm.code), said(&confirm.message))
                };
                findings.changed(&CONFIRM_CHANGED, scope, &element(head), (&text(base), &text(head)), head.span);
            }
            Paired::Gone(base) => {
                findings.gone(&CONFIRM_REMOVED, scope, element(base), Some(base.flag.clone()), base.span);
            }
            Paired::New(head) => {
                findings.came(&CONFIRM_ADDED, scope, element(head), Some(head.flag.clone()), head.span);
            }
        }
    }
    fn flags(list: &[Confirm]) -> Vec<&str> {
        list.iter().map(|confirm| confirm.flag.as_str()).collect()
    }
    let (before, after) = (flags(&old), flags(&head.reply.confirm));
    if let (true, Some(first)) = (reordered(&before, &after), head.reply.confirm.first()) {
        let order = (Some(flags(&base.reply.confirm).join(", ")), Some(after.join(", ")));
        findings.push(&CONFIRM_REORDERED, scope, "confirm", order, (Side::Head, first.span));
    }
}

fn echo(findings: &mut Findings, scope: &Scope<'_>, names: &Names<'_>, base: &Operation, head: &Operation) {
    let renamed = |echo: &Echo| Echo {
        field: names.request(&echo.field).to_owned(),
        path: names.reply(&echo.path),
        span: echo.span,
    };
    let old: Vec<Echo> = base.echo.iter().map(renamed).collect();
    let element = |echo: &Echo| format!("echo/{}", echo.field);
    for each in pair(&old, &head.echo, |echo| echo.field.as_str()) {
        match each {
            Paired::Both(base, head) => {
                findings.changed(&ECHO_CHANGED, scope, &element(head), (&base.path, &head.path), head.span);
            }
            Paired::Gone(base) => {
                findings.gone(&ECHO_REMOVED, scope, element(base), Some(base.path.clone()), base.span);
            }
            Paired::New(head) => {
                findings.came(&ECHO_ADDED, scope, element(head), Some(head.path.clone()), head.span);
            }
        }
    }
}

/// A local rule with what it is known by. Its fields are a set, but for the ends of a span: they are counted, wherever they stand.
struct Known<'a> {
    rule: &'a api::Rule,
    element: String,
    /// Kind and fields.
    key: Vec<String>,
    index: usize,
}

fn known<'a>(operation: &'a Operation, name: impl Fn(&'a str) -> &'a str) -> Vec<Known<'a>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let each = |(index, rule): (usize, &'a api::Rule)| {
        let mut key: Vec<String> = rule.fields.iter().map(|field| name(&field.wire).to_owned()).collect();
        let mut element = format!("rules/{}-{}", rule.kind.word(), key.join("-"));
        let times = seen.entry(element.clone()).or_default();
        *times += 1;
        if *times > 1 {
            element = format!("{element}-{times}");
        }
        // Of a span one is the beginning.
        if rule.kind != api::RuleKind::Span {
            key.sort_unstable();
        }
        key.push(rule.kind.word().to_owned());
        // What a rule compares with is a part of it: another value is another rule.
        key.extend(rule.when.iter().map(|when| format!("{}={}", name(&when.field.wire), when.equals)));
        key.extend(rule.at_most.map(|seconds| seconds.to_string()));
        Known { rule, element, key, index }
    };
    operation.rules.iter().enumerate().map(each).collect()
}

fn local_rules(findings: &mut Findings, scope: &Scope<'_>, names: &Names<'_>, base: &Operation, head: &Operation) {
    let (mut old, mut new) = (known(base, |name| names.request(name)), known(head, |name| name));
    let error = |rule: &api::Rule| rule.error.as_ref().map(|name| name.wire.clone()).unwrap_or_default();
    // Several rules may be about the same fields: the same rule first, then the same error, then what is left.
    let mut pairs = matched(&mut old, &mut new, |each| {
        let doc = &each.rule.doc;
        (each.key.clone(), error(each.rule), vec![doc.en.clone(), doc.zh.clone(), doc.note.clone().unwrap_or_default()])
    });
    pairs.extend(matched(&mut old, &mut new, |each| (each.key.clone(), error(each.rule))));
    pairs.extend(matched(&mut old, &mut new, |each| each.key.clone()));
    for (base, each) in pairs {
        let errors = (error(base.rule), error(each.rule));
        findings.changed(&LOCAL_RULE_ERROR_CHANGED, scope, &each.element, (&errors.0, &errors.1), head.span);
        prose::doc(findings, scope, &each.element, (&base.rule.doc, &each.rule.doc), head.span);
    }
    for each in old {
        findings.gone(&LOCAL_RULE_REMOVED, scope, each.element, Some(each.rule.doc.en.clone()), base.span);
    }
    for each in new {
        findings.came(&LOCAL_RULE_ADDED, scope, each.element, Some(each.rule.doc.en.clone()), head.span);
    }
}

/// Takes out of both lists what has the same key, each once and in order.
fn matched<'a, K: Eq + std::hash::Hash>(
    old: &mut Vec<Known<'a>>,
    new: &mut Vec<Known<'a>>,
    key: impl Fn(&Known<'a>) -> K,
) -> Vec<(Known<'a>, Known<'a>)> {
    let mut waiting: HashMap<K, VecDeque<Known<'a>>> = HashMap::new();
    for each in old.drain(..) {
        waiting.entry(key(&each)).or_default().push_back(each);
    }
    let mut pairs = Vec::new();
    for each in std::mem::take(new) {
        match waiting.get_mut(&key(&each)).and_then(VecDeque::pop_front) {
            Some(base) => pairs.push((base, each)),
            None => new.push(each),
        }
    }
    old.extend(waiting.into_values().flatten());
    old.sort_unstable_by_key(|each| each.index);
    pairs
}
