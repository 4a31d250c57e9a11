//! What is said about a gateway as a whole, and the id types that all gateways share.

use super::super::findings::{Findings, Scope};
use super::super::pair::{Paired, pair};
use super::super::rule::Level::{Breaking, Dangerous};
use super::super::rule::Rule;
use super::owner::Owner;
use super::{cost, errors, field, operation, prose, rename, review, rules, version};
use crate::model::api::{Api, Group, IdType, Name, OffPeak, Review, Service};

rules! {
    ID_ADDED = Rule::new("id-added", "an id type was added", "新增 ID 类型").whole();
    ID_REMOVED = Rule::new("id-removed", "an id type was removed", "删除 ID 类型").whole()
        .todo("use the id type that took its place, or text", "改用替代的 ID 类型或文本");
    SERVICE_ADDED = Rule::new("service-added", "a service was added", "新增服务").whole();
    SERVICE_REMOVED = Rule::new("service-removed", "a service was removed", "删除服务").whole()
        .wire(Breaking, "none of its calls is answered any more", "其全部调用不再可用")
        .todo("deprecate its operations for one release before removing them", "先标记弃用一个版本再删除");
    PROTOCOL_CHANGED = Rule::new("protocol-changed", "the service speaks another protocol", "服务协议改变")
        .wire(Breaking, "old requests and old decoders use the other envelope", "旧请求与旧解码器使用另一种信封")
        .todo("release together with a new client", "随新客户端一起发布");
    ABOUT_CHANGED = Rule::new("about-changed", "exports for other tools name another contact or licence", "导出中的联系人或许可证改变")
        .docs();
    GROUPS_CHANGED = Rule::new("groups-changed", "other groups of operations have a name for people", "接口分组的名称改变").docs();
    HOST_ADDED = Rule::new("host-added", "a host was added", "新增主机");
    HOST_REMOVED = Rule::new("host-removed", "a host was removed", "删除主机")
        .wire(Dangerous, "requests to it may find nobody", "发往该主机的请求可能无人应答")
        .todo("programs that name the host need another", "改用其他主机");
    HOST_CHANGED = Rule::new("host-changed", "a host has another address", "主机地址改变")
        .wire(Dangerous, "tokens and orders go to another address", "令牌与订单将发往另一地址")
        .todo("make sure that the new address belongs to the gateway", "确认新地址属于该网关");
    DEFAULT_HOST_CHANGED = Rule::new("default-host-changed", "another host is the default", "默认主机改变")
        .behaviour(Dangerous, "programs that name no host talk to another one", "未指定主机的程序将访问另一主机")
        .todo("name the host where it matters", "在需要处显式指定主机");
    AUTH_CHANGED = Rule::new("auth-changed", "calls prove who sends them in another way", "鉴权方式改变")
        .wire(Breaking, "requests signed the old way are refused", "按旧方式鉴权的请求会被拒绝")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    TOKEN_OPERATION_CHANGED = Rule::new("token-operation-changed", "tokens come from another operation", "获取令牌的接口改变")
        .behaviour(Dangerous, "clients fetch tokens elsewhere, and a new token kills the old one", "令牌来源改变，新令牌会使旧令牌失效")
        .todo("fetch a token once with the new version", "用新版本获取一次令牌");
    TOKEN_INVALID_CHANGED = Rule::new(
            "token-invalid-changed",
            "other errors make the client fetch a new token",
            "触发换取令牌的错误改变",
        )
        .behaviour(Dangerous, "a token may be fetched in other situations than before", "换取令牌的时机改变")
        .todo("check that no error about frequency is among them", "确认其中没有频率类错误");
    TOKEN_PAUSE_CHANGED = Rule::new(
            "token-pause-changed",
            "other errors make the client wait before it fetches a token",
            "暂停换取令牌的错误改变",
        )
        .behaviour(Dangerous, "calls without a token may fail for ten minutes, or fetch one sooner than before", "无令牌的调用可能失败十分钟，或更早换取令牌")
        .todo("check that every error about the frequency of tokens is among them", "确认令牌频率类错误都在其中");
    THROTTLED_CHANGED = Rule::new(
            "throttled-changed",
            "other errors make all calls of an operation go on slower",
            "触发全体降频的错误改变",
        )
        .behaviour(Dangerous, "calls pause after errors that they went on after before, or the other way round", "调用在其他错误后暂停或不再暂停")
        .todo("check that every error about too many calls is among them", "确认频率类错误都在其中");
    OFF_PEAK_CHANGED = Rule::new("off-peak-changed", "the platform is said to be busy at other hours", "高峰时段改变")
        .behaviour(Dangerous, "programs that wait for the end of the busy hours come at other times", "等待非高峰时段的程序改在其他时间调用")
        .todo("look at what is planned by `not_before()`", "检查按 `not_before()` 安排的任务");
    TENANT_CHANGED = Rule::new("tenant-changed", "another id says which shop a call is for", "标识店铺的 ID 改变").whole()
        .behaviour(Dangerous, "shops take turns by another field, and what concerns a shop holds other calls back", "店铺轮转与按店铺暂停依据的字段改变")
        .todo("check that the id names the shop in every request", "确认该 ID 在每个请求中标识店铺");
    GENERAL_ERRORS_CHANGED = Rule::new(
            "general-errors-changed",
            "other errors are said to be met by every operation",
            "通用错误列表改变",
        ).docs();
    ERROR_MATCHING_CHANGED = Rule::new("error-matching-changed", "errors are told apart by something else", "错误识别方式改变")
        .behaviour(Breaking, "the same reply becomes another error kind", "同一响应会识别为另一种错误")
        .todo("look at every place that matches on an error kind", "检查所有匹配错误种类的代码");
    SUCCESS_CODE_CHANGED = Rule::new("success-code-changed", "another code means success", "成功码改变")
        .wire(Breaking, "an old decoder takes success for failure", "旧解码器会把成功当作失败")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    CHARGE_FIELD_CHANGED = Rule::new(
            "charge-field-changed",
            "what a call cost is said in another field or unit",
            "扣费字段或单位改变",
        )
        .cost(Dangerous, "an old client reads another charge, or none", "旧客户端读到的扣费不同或缺失")
        .todo("check the sums that add charges up", "检查扣费汇总");
}

/// The whole comparison.
pub(in crate::diff) fn walk(findings: &mut Findings, base: &Api, head: &Api) {
    let ids = pair(&base.ids, &head.ids, |id| id.name.wire.as_str());
    let scope = Scope::top();
    for each in ids {
        match each {
            Paired::Both(base, head) => {
                let element = format!("ids/{}", head.name.wire);
                let tenant = |id: &IdType| if id.tenant { "names the shop" } else { "" };
                findings.changed(&TENANT_CHANGED, &scope, &element, (tenant(base), tenant(head)), head.name.span);
                prose::doc(findings, &scope, &element, (&base.doc, &head.doc), head.name.span)
            }
            Paired::Gone(base) => findings.gone(
                &ID_REMOVED,
                &scope,
                format!("ids/{}", base.name.wire),
                Some(base.name.wire.clone()),
                base.name.span,
            ),
            Paired::New(head) => findings.came(
                &ID_ADDED,
                &scope,
                format!("ids/{}", head.name.wire),
                Some(head.name.wire.clone()),
                head.name.span,
            ),
        }
    }
    for each in pair(&base.services, &head.services, |service| service.name.wire.as_str()) {
        match each {
            Paired::Both(old, new) => both(findings, old, new, (&base.reviews, &head.reviews)),
            Paired::Gone(base) => findings.gone(
                &SERVICE_REMOVED,
                &Scope::service(base, base),
                String::new(),
                Some(base.name.wire.clone()),
                base.name.span,
            ),
            Paired::New(head) => findings.came(
                &SERVICE_ADDED,
                &Scope::service(head, head),
                String::new(),
                Some(head.name.wire.clone()),
                head.name.span,
            ),
        }
    }
}

fn both(findings: &mut Findings, base: &Service, head: &Service, reviews: (&[Review], &[Review])) {
    let scope = Scope::service(base, head);
    let at = head.name.span;
    findings.changed(&PROTOCOL_CHANGED, &scope, "protocol", (base.protocol.word(), head.protocol.word()), at);
    findings.changed(&AUTH_CHANGED, &scope, "auth", (&base.auth.spelled(), &head.auth.spelled()), at);
    version::compare(findings, &scope, (&base.version, &head.version), at);
    findings.changed(&ERROR_MATCHING_CHANGED, &scope, "errors_by", (base.errors_by.word(), head.errors_by.word()), at);
    let option = |text: &Option<String>| text.clone().unwrap_or_default();
    findings.changed(
        &SUCCESS_CODE_CHANGED,
        &scope,
        "success_code",
        (&option(&base.success_code), &option(&head.success_code)),
        at,
    );
    let tokens = (option(&base.token_operation), option(&head.token_operation));
    // Under a declared new name it is the same operation, which says so.
    if !head.operations.iter().any(|operation| operation.id == tokens.1 && rename::declared(operation, &tokens.0)) {
        findings.changed(&TOKEN_OPERATION_CHANGED, &scope, "token_operation", (&tokens.0, &tokens.1), at);
    }
    let names = |names: &[Name]| names.iter().map(|name| name.wire.as_str()).collect::<Vec<_>>().join(", ");
    let invalid = (names(&base.token_invalid), names(&head.token_invalid));
    findings.changed(&TOKEN_INVALID_CHANGED, &scope, "token_invalid", (&invalid.0, &invalid.1), at);
    let pause = (names(&base.token_pause), names(&head.token_pause));
    findings.changed(&TOKEN_PAUSE_CHANGED, &scope, "token_pause", (&pause.0, &pause.1), at);
    let throttled = (names(&base.throttled), names(&head.throttled));
    findings.changed(&THROTTLED_CHANGED, &scope, "throttled", (&throttled.0, &throttled.1), at);
    let hours = |service: &Service| service.off_peak.as_ref().map(OffPeak::spelled).unwrap_or_default();
    findings.changed(&OFF_PEAK_CHANGED, &scope, "off_peak", (&hours(base), &hours(head)), at);
    let general = (names(&base.general_errors), names(&head.general_errors));
    findings.changed(&GENERAL_ERRORS_CHANGED, &scope, "general_errors", (&general.0, &general.1), at);
    let charge = |service: &Service| {
        service
            .charge
            .as_ref()
            .map(|charge| format!("{} {}", charge.field.wire, charge.unit.word()))
            .unwrap_or_default()
    };
    findings.changed(&CHARGE_FIELD_CHANGED, &scope, "charge", (&charge(base), &charge(head)), at);
    findings.changed(&ABOUT_CHANGED, &scope, "about", (&base.about.spelled(), &head.about.spelled()), at);
    let groups = |service: &Service| {
        let said = |Group { name, doc }: &Group| {
            let notes = [&doc.note, &doc.note_zh].into_iter().flatten().map(|note| format!(", {note}"));
            format!("{}: {}, {}{}", name.wire, doc.en, doc.zh, notes.collect::<String>())
        };
        service.groups.iter().map(said).collect::<Vec<_>>().join("; ")
    };
    findings.changed(&GROUPS_CHANGED, &scope, "groups", (&groups(base), &groups(head)), at);
    hosts(findings, &scope, base, head);
    prose::doc(findings, &scope, "title", (&base.doc, &head.doc), at);
    field::fields(findings, &scope, &Owner::envelope(), (&base.envelope, &head.envelope));
    errors::walk(findings, &scope, base, head);
    let operations = operation::walk(findings, (base, head));
    operation::service_body(findings, &scope, base, head, &operations);
    cost::service(findings, &scope, base, head, &operations);
    review::errors(findings, &scope, (base, head), reviews);
    for (old, new) in operations {
        review::operation(findings, &Scope::operation((base, head), old, new), (old, new), reviews);
    }
}

fn hosts(findings: &mut Findings, scope: &Scope<'_>, base: &Service, head: &Service) {
    for each in pair(&base.hosts, &head.hosts, |host| host.name.wire.as_str()) {
        match each {
            Paired::Both(base, head) => {
                let element = format!("hosts/{}", head.name.wire);
                findings.changed(&HOST_CHANGED, scope, &element, (&base.url, &head.url), head.name.span);
                prose::doc(findings, scope, &element, (&base.doc, &head.doc), head.name.span);
            }
            Paired::Gone(base) => findings.gone(
                &HOST_REMOVED,
                scope,
                format!("hosts/{}", base.name.wire),
                Some(base.url.clone()),
                base.name.span,
            ),
            Paired::New(head) => findings.came(
                &HOST_ADDED,
                scope,
                format!("hosts/{}", head.name.wire),
                Some(head.url.clone()),
                head.name.span,
            ),
        }
    }
    let first = |service: &Service| service.hosts.first().map(|host| host.name.wire.clone()).unwrap_or_default();
    findings.changed(&DEFAULT_HOST_CHANGED, scope, "hosts", (&first(base), &first(head)), head.name.span);
}
