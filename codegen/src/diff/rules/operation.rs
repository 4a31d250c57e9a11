//! What is said about an operation, apart from its fields.

use super::super::findings::{Findings, Scope, Side};
use super::super::pair::{Paired, pair};
use super::super::rule::Level::{Breaking, Dangerous, Safe};
use super::super::rule::{Api, Rule};
use super::owner::Owner;
use super::{checks, cost, field, generated, intent, pages, prose, reach, rename, rules, sources, types, version};
use crate::model::api::{Items, Operation, Reply, Service};
use crate::words::Presence;

rules! {
    OPERATION_ADDED = Rule::new("operation-added", "an operation was added", "新增接口").whole();
    OPERATION_REMOVED = Rule::new("operation-removed", "an operation was removed", "删除接口").whole()
        .wire(Breaking, "its requests are not answered any more", "其请求不再可用")
        .todo(
            "stop calling it; keep it with a note for one release if the gateway still answers",
            "停止调用；若网关仍可用，先标记弃用一个版本",
        );
    ENDPOINT_CHANGED = Rule::new(
            "endpoint-changed",
            "the call goes to another path or with another HTTP method",
            "请求路径或方法改变",
        )
        .wire(Breaking, "old requests go to the old place", "旧请求仍发往旧地址")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    BODY_CHANGED = Rule::new("body-style-changed", "the body is written in another way", "请求体编码改变")
        .wire(
            Breaking,
            "old requests carry the old kind of body; an operation without a `body` of its own has the service's",
            "旧请求使用旧的编码；未单独写 `body` 的接口适用服务的编码",
        )
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    OPERATION_HOST_CHANGED = Rule::new("operation-host-changed", "the call goes to another host of the service", "请求主机改变")
        .wire(Dangerous, "old requests go to the old host", "旧请求仍发往原主机")
        .todo("make sure that the gateway takes the call there", "确认新主机受理该接口");
    EFFECT_LESS_SAFE = Rule::new("effect-less-safe", "a repeated call does more harm than was said", "重复调用的后果加重")
        .api(Api::All)
        .behaviour(
            Breaking,
            "a program that repeats the call, as the old spec allowed, may act twice",
            "按旧规则重试的程序可能重复执行",
        )
        .todo("stop repeating the call after an open outcome; look the result up first", "结果不明时先查询，不要重试");
    EFFECT_SAFER = Rule::new("effect-safer", "a repeated call does less harm than was said", "重复调用的后果减轻")
        .api(Api::All)
        .behaviour(Safe, "programs that are careful stay right", "谨慎的程序依然正确");
    AUTHORISATION_ADDED = Rule::new("authorisation-added", "an authorisation is needed now", "新增授权要求")
        .cost(Breaking, "calls without the authorisation are refused", "未授权的调用会被拒绝")
        .todo("let the shop authorise, or fetch a token, before the next call", "先完成店铺授权或获取令牌");
    AUTHORISATION_REMOVED = Rule::new("authorisation-removed", "an authorisation is not needed any more", "不再需要授权")
        .cost(Safe, "calls with it work on", "带授权的调用照常工作");
    REPLY_TYPE_CHANGED = Rule::new("reply-type-changed", "the reply is another record", "响应类型改变").api(Api::All)
        .wire(Breaking, "an old decoder looks for the old record", "旧解码器按旧类型解析")
        .todo("read the new type", "改用新类型");
    REPLY_SHAPE_CHANGED = Rule::new(
            "reply-shape-changed",
            "the data of the reply is of another kind: an object, a list, a map, a value, nothing",
            "data 形态改变",
        )
        .wire(Dangerous, "an old decoder that insists on the shape fails", "严格的旧解码器会失败")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    REPLY_ITEMS_CHANGED = Rule::new(
            "reply-items-changed",
            "it changed which field of a row says that it succeeded, or with which code it failed",
            "逐条结果字段改变",
        )
        .behaviour(Dangerous, "a row that counted as a success can count as a failure, or the reverse", "同一条结果的成败判定可能改变")
        .todo("look at what is done with the outcomes of rows", "检查逐条结果的处理");
    ENVELOPE_OPTIONAL_CHANGED = Rule::new(
            "envelope-optional-changed",
            "whether the reply may come without its envelope changed",
            "信封是否可省略改变",
        )
        .wire(Dangerous, "an old decoder takes one of the two forms only", "旧解码器只接受一种形式")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    REQUEST_TYPE_RENAMED = Rule::new("request-type-renamed", "the request has another Rust name", "请求类型改名").whole()
        .todo("use the new name", "改用新名称");
    OPERATION_ERROR_ADDED = Rule::new("operation-error-added", "the operation lists one more error", "接口新增错误")
        .behaviour(Safe, "the service knew the error already", "该错误已在服务错误表中")
        .todo("see whether the remedy concerns you", "查看其处理建议");
    OPERATION_ERROR_REMOVED = Rule::new("operation-error-removed", "the operation lists one error less", "接口减少错误")
        .behaviour(Safe, "the service still knows the error", "该错误仍在服务错误表中");
}

// Nobody writes the service's kind of body.
static BODY_UNREACHED: Rule = BODY_CHANGED
    .wire(Safe, "every operation names a body of its own", "每个接口都写明自己的编码")
    .todo("nothing to do", "无需处理");

/// The operations of a service that is on both sides. Gives those that are on both sides themselves.
pub(super) fn walk<'a>(
    findings: &mut Findings,
    services: (&'a Service, &'a Service),
) -> Vec<(&'a Operation, &'a Operation)> {
    let (mut gone, mut new, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for each in pair(&services.0.operations, &services.1.operations, |operation| operation.id.as_str()) {
        match each {
            Paired::Both(base, head) => {
                both(findings, services, base, head);
                kept.push((base, head));
            }
            Paired::Gone(base) => gone.push(base),
            Paired::New(head) => new.push(head),
        }
    }
    for (rule, base, head) in rename::operations(&mut gone, &mut new) {
        rename::operation(findings, &Scope::operation(services, base, head), rule, base, head);
        both(findings, services, base, head);
        kept.push((base, head));
    }
    for base in gone {
        let scope = Scope::operation(services, base, base);
        findings.gone(&OPERATION_REMOVED, &scope, String::new(), Some(base.doc.en.clone()), base.span);
    }
    for head in new {
        let scope = Scope::operation(services, head, head);
        findings.came(&OPERATION_ADDED, &scope, String::new(), Some(head.doc.en.clone()), head.span);
    }
    kept
}

/// The kind of body that a service says its operations have.
pub(super) fn service_body(
    findings: &mut Findings,
    scope: &Scope<'_>,
    base: &Service,
    head: &Service,
    operations: &[(&Operation, &Operation)],
) {
    if base.body == head.body {
        return;
    }
    let follows = |(old, new): &&(&Operation, &Operation)| (old.body, new.body) == (base.body, head.body);
    let reached: Vec<_> = operations.iter().filter(follows).map(|(_, new)| new.id.clone()).collect();
    let rule = if reached.is_empty() { &BODY_UNREACHED } else { &BODY_CHANGED };
    findings.changed(rule, scope, "body", (base.body.word(), head.body.word()), head.name.span);
    reach(findings, reached);
}

fn both(findings: &mut Findings, services: (&Service, &Service), base: &Operation, head: &Operation) {
    let scope = Scope::operation(services, base, head);
    let renamed = rename::types(base, head);
    if renamed.is_empty() {
        return alike(findings, services, &scope, base, head);
    }
    let base = rename::under_new_names(findings, &scope, base, &renamed);
    let start = findings.list.len();
    alike(findings, services, &scope, &base, head);
    rename::inside(findings.list.get_mut(start..).unwrap_or_default(), &renamed);
}

/// Both sides of one operation, whose types are called the same.
fn alike(
    findings: &mut Findings,
    services: (&Service, &Service),
    scope: &Scope<'_>,
    base: &Operation,
    head: &Operation,
) {
    let at = head.span;
    let http = |operation: &Operation| {
        operation.http.as_ref().map(|http| format!("{} {}", http.method.word(), http.path)).unwrap_or_default()
    };
    findings.changed(&ENDPOINT_CHANGED, scope, "http", (&http(base), &http(head)), at);
    let host = |operation: &Operation| operation.host.as_ref().map(|host| host.wire.clone()).unwrap_or_default();
    findings.changed(&OPERATION_HOST_CHANGED, scope, "host", (&host(base), &host(head)), at);
    // A style that the operation only inherits is one change of the service.
    if base.body != head.body && (base.body, head.body) != (services.0.body, services.1.body) {
        findings.changed(&BODY_CHANGED, scope, "body", (base.body.word(), head.body.word()), at);
    }
    // So is a version.
    if base.version != head.version && (&base.version, &head.version) != (&services.0.version, &services.1.version) {
        version::compare(findings, scope, (&base.version, &head.version), at);
    }
    let effect = if head.effect.harm() > base.effect.harm() { &EFFECT_LESS_SAFE } else { &EFFECT_SAFER };
    findings.changed(effect, scope, "effect", (base.effect.word(), head.effect.word()), at);
    let rules = (&AUTHORISATION_ADDED, &AUTHORISATION_REMOVED);
    findings.switched(rules, scope, "token", (base.authenticated, head.authenticated), at);
    findings.switched(rules, scope, "shop_authorization", (base.needs_shop, head.needs_shop), at);
    cost::operation(findings, scope, services, base, head);
    if base.envelope_optional != head.envelope_optional {
        let text = |optional| if optional { Presence::Optional.word() } else { Presence::Always.word() };
        findings.changed(
            &ENVELOPE_OPTIONAL_CHANGED,
            scope,
            "envelope",
            (text(base.envelope_optional), text(head.envelope_optional)),
            at,
        );
    }
    // An operation of another name says so itself.
    if base.id == head.id {
        findings.changed(
            &REQUEST_TYPE_RENAMED,
            scope,
            "Request",
            (&base.request_type.ident, &head.request_type.ident),
            head.request_type.span,
        );
    }
    prose::doc(findings, scope, "title", (&base.doc, &head.doc), at);
    generated::module(findings, scope, base, head);
    generated::arguments(findings, scope, base, head);
    field::fields(findings, scope, &Owner::request(base, head), (&base.request, &head.request));
    reply(findings, scope, &base.reply, &head.reply);
    types::walk(findings, scope, base, head);
    checks::walk(findings, scope, base, head);
    intent::walk(findings, scope, services, base, head);
    pages::walk(findings, scope, base, head);
    error_list(findings, scope, services, base, head);
    sources::walk(findings, scope, base, head);
}

fn reply(findings: &mut Findings, scope: &Scope<'_>, base: &Reply, head: &Reply) {
    findings.changed(&REPLY_TYPE_CHANGED, scope, "reply/data", (&base.data.wire, &head.data.wire), head.data.span);
    findings.changed(
        &REPLY_SHAPE_CHANGED,
        scope,
        "reply/shape",
        (base.shape.word(), head.shape.word()),
        head.data.span,
    );
    let items = |reply: &Reply| reply.items.as_ref().map_or_else(|| "none".to_owned(), Items::spelled);
    let at = head.items.as_ref().map_or(head.data.span, |items| items.span);
    findings.changed(&REPLY_ITEMS_CHANGED, scope, "reply/items", (&items(base), &items(head)), at);
}

/// Errors that came to the service, left it or got another name are one change there, not one per operation.
fn error_list(
    findings: &mut Findings,
    scope: &Scope<'_>,
    services: (&Service, &Service),
    base: &Operation,
    head: &Operation,
) {
    fn names<'a>(service: &'a Service, operation: &'a Operation) -> impl Iterator<Item = &'a str> {
        operation.errors.iter().filter_map(|index| service.errors.get(*index)).map(|entry| entry.name.wire.as_str())
    }
    if names(services.0, base).eq(names(services.1, head)) {
        return;
    }
    let (old, new): (Vec<_>, Vec<_>) = (names(services.0, base).collect(), names(services.1, head).collect());
    for each in pair(&old, &new, |name| name) {
        match each {
            Paired::New(name) if services.0.errors.iter().any(|entry| entry.name.wire == **name) => {
                findings.push(
                    &OPERATION_ERROR_ADDED,
                    scope,
                    format!("errors/{name}"),
                    (None, Some((*name).to_owned())),
                    (Side::Head, head.span),
                );
            }
            Paired::Gone(name) if services.1.errors.iter().any(|entry| entry.name.wire == **name) => {
                findings.push(
                    &OPERATION_ERROR_REMOVED,
                    scope,
                    format!("errors/{name}"),
                    (Some((*name).to_owned()), None),
                    (Side::Base, base.span),
                );
            }
            _ => {}
        }
    }
}
