//! Fields of requests, replies, nested records and envelopes.

use super::super::findings::{Findings, Scope, Side};
use super::super::pair::{Paired, pair, similar};
use super::super::rule::Level::{Breaking, Dangerous, Safe};
use super::super::rule::{Api, Rule};
use super::meaning::Meanings;
use super::owner::Owner;
use super::{cost, field_type, prose, rules};
use crate::model::api::{Bounds, Deprecated, Field};
use crate::model::bounds::compare;
use crate::model::time_form::TimeForm;
use crate::source::Span;
use crate::words::{FileType, Presence};

const ALWAYS: &str = Presence::Always.word();
const OPTIONAL: &str = Presence::Optional.word();

rules! {
    REQUEST_FIELD_ADDED = Rule::new("request-field-added", "an optional request field was added", "新增可选请求字段").whole();
    REQUEST_FIELD_ADDED_REQUIRED = Rule::new(
            "request-field-added-required",
            "a request field that must be given was added",
            "新增必填请求字段",
        ).whole()
        .wire(
            Breaking,
            "an old request is without it and refused, whatever its default: only a crate that knows the field sends \
             that",
            "旧请求不含该字段，会被拒绝；即使有默认值，也只有新版本才会发送",
        )
        .todo(
            "pass the field, unless it has a default; update the crate before the gateway insists on it",
            "传入该字段（有默认值时可省略）；在网关强制要求前升级",
        );
    REQUEST_FIELD_REMOVED = Rule::new("request-field-removed", "a request field was removed", "删除请求字段").whole()
        .wire(Dangerous, "what an old request says in it is ignored or refused", "旧请求中的该字段会被忽略或拒绝")
        .todo("stop passing it", "不再传入该字段");
    REPLY_FIELD_ADDED = Rule::new("reply-field-added", "a reply field was added", "新增响应字段").whole();
    REPLY_FIELD_REMOVED = Rule::new("reply-field-removed", "a reply field was removed", "删除响应字段").whole()
        .wire(Dangerous, "an old decoder finds it absent", "旧解码器将得到空值")
        .todo("do without it, or read it from the raw reply while it still comes", "不再依赖该字段；若仍返回可从原始响应读取");
    FIELD_RENAMED = Rule::new("field-renamed", "a field has another name, as the spec declares", "字段改名（已声明）").whole()
        .wire(Breaking, "old requests and decoders use the old name", "旧请求与旧解码器使用旧字段名")
        .todo("use the new name", "改用新名称");
    PROBABLE_RENAME = Rule::new("probable-rename", "a field went away and one much like it came", "疑似字段改名").whole()
        .wire(Breaking, "old requests and decoders use the old name", "旧请求与旧解码器使用旧字段名")
        .todo(
            "if it is a rename, say so under `renames:` in the operation's file; if not, the two have nothing to do \
             with each other: say that in accepted.yaml",
            "若确为改名，请在接口文件的 `renames:` 中声明；否则在 accepted.yaml 中说明",
        );
    RUST_NAME_CHANGED = Rule::new("rust-name-changed", "the same thing has another Rust name", "Rust 名称改变").whole()
        .todo("use the new name", "改用新名称");
    REQUIRED_ADDED = Rule::new("required-added", "a request field must be given now", "请求字段变为必填").api(Api::Calls)
        .wire(
            Breaking,
            "a request without it is refused; the default of an optional field was documented, never sent",
            "缺少该字段的旧请求会被拒绝；可选字段的默认值此前只是文档说明，并不发送",
        )
        .todo(
            "pass the field, unless it has a default; update the crate before the gateway insists on it",
            "传入该字段（有默认值时可省略）；在网关强制要求前升级",
        );
    REQUIRED_RELAXED = Rule::new("required-relaxed", "a request field need not be given any more", "请求字段变为可选")
        .api(Api::Calls)
        .wire(Safe, "requests with it stay valid", "带该字段的请求依然有效")
        .behaviour(
            Safe,
            "a request that passes it means what it meant; a default that the crate sent by itself is not sent any \
             more",
            "传入该字段的请求含义不变；原先自动发送的默认值将不再发送",
        )
        .todo("move the value from the constructor to the setter, where you still give it", "需要时改用 setter 传值");
    PRESENCE_PROMISED = Rule::new("presence-promised", "a reply field always comes now", "响应字段承诺必有")
        .wire(Safe, "decoders that did without it work on", "原解码器照常工作");
    PRESENCE_RELAXED = Rule::new("presence-relaxed", "a reply field need not come any more", "响应字段不再必有")
        .wire(Dangerous, "a decoder that insists on it fails", "要求必有该字段的解码器会失败")
        .todo("handle its absence", "处理缺失情况");
    DEFAULT_ADDED = Rule::new("default-added", "a field has a default now", "新增默认值").api(Api::Calls)
        .behaviour(Dangerous, "leaving it out means something else, or something at all", "省略该字段的含义改变")
        .todo("pass the value you mean", "显式传值");
    DEFAULT_REMOVED = Rule::new("default-removed", "a field has no default any more", "默认值取消").api(Api::Calls)
        .behaviour(Dangerous, "leaving it out means something else", "省略该字段的含义改变")
        .todo("pass the value you mean", "显式传值");
    DEFAULT_CHANGED = Rule::new("default-changed", "a field has another default", "默认值改变")
        .behaviour(Dangerous, "leaving it out means something else", "省略该字段的含义改变")
        .todo("pass the value you mean", "显式传值");
    MAX_CHARS_TIGHTENED = Rule::new("max-chars-tightened", "a text must be shorter", "最大长度缩短")
        .wire(Breaking, "longer texts of old requests are refused", "超长的旧请求会被拒绝")
        .todo("shorten the text", "缩短文本");
    MAX_CHARS_LOOSENED = Rule::new("max-chars-loosened", "a text may be longer", "最大长度放宽")
        .wire(Safe, "texts of old requests fit", "旧请求的文本仍在限制内");
    PLACE_CHANGED = Rule::new("field-place-changed", "a field is sent in another part of the request", "字段位置改变")
        .wire(Breaking, "old requests have it where it is not looked for any more", "旧请求仍把该字段放在原处")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    BOUNDS_TIGHTENED = Rule::new("bounds-tightened", "values that were within a field's bounds are not any more", "取值范围收紧")
        .wire(Breaking, "values of old requests are refused", "超出新范围的旧请求会被拒绝")
        .todo("keep to the new bound", "遵守新的取值范围");
    BOUNDS_LOOSENED = Rule::new("bounds-loosened", "all that was within a field's bounds still is, and more", "取值范围放宽")
        .wire(Safe, "values of old requests are within the bounds", "旧请求的取值仍在范围内");
    PATTERN_CHANGED = Rule::new("pattern-changed", "a text is to match another pattern", "文本格式（正则）改变")
        .wire(Dangerous, "texts of old requests may be refused by the gateway; programs do not look at it", "旧请求的文本可能被网关拒绝；程序不检查")
        .todo("see whether your texts match", "确认文本符合新格式");
    STYLE_CHANGED = Rule::new("field-style-changed", "a list or a record is written in another way", "列表或对象的写法改变")
        .wire(Breaking, "old requests have it in the old way", "旧请求仍按旧写法发送")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    FORMAT_CHANGED = Rule::new("field-format-changed", "a date or a time is spelled in another way", "日期时间的写法改变")
        .wire(
            Breaking,
            "old requests have it in the old form; an old decoder reads another time, or none",
            "旧请求仍按旧写法发送；旧解码器会读错或得到空值",
        )
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    PII_ADDED = Rule::new("personal-data-added", "a field counts as personal now", "标记为个人信息")
        .behaviour(Dangerous, "its value disappears from Debug and logs", "其值将不再出现在 Debug 与日志中")
        .todo("read the field itself where you printed the record; check what is stored already", "改为直接读取字段；检查已存储的数据");
    PII_REMOVED = Rule::new("personal-data-removed", "a field does not count as personal any more", "取消个人信息标记")
        .behaviour(Dangerous, "its value appears in Debug and logs", "其值将出现在 Debug 与日志中")
        .todo("make sure that it identifies nobody", "确认其不能识别个人");
    SECRET_ADDED = Rule::new("secret-added", "a field counts as secret now", "标记为机密")
        .behaviour(Dangerous, "its value disappears from Debug and logs", "其值将不再出现在 Debug 与日志中")
        .todo("check what is stored already", "检查已存储的数据");
    SECRET_REMOVED = Rule::new("secret-removed", "a field does not count as secret any more", "取消机密标记")
        .behaviour(Dangerous, "its value appears in Debug and logs", "其值将出现在 Debug 与日志中")
        .todo("make sure that it opens nothing", "确认其不是凭证");
    SELECTABLE_ADDED = Rule::new("selectable-added", "a reply field can be asked for now", "响应字段可选取").api(Api::All);
    SELECTABLE_REMOVED = Rule::new("selectable-removed", "a reply field cannot be asked for any more", "响应字段不可再选取")
        .api(Api::All)
        .wire(Dangerous, "a request that asks for it may be refused", "请求该字段可能被拒绝")
        .todo("stop asking for it", "不再选取该字段");
    DOCUMENTED_ONLY_ADDED = Rule::new(
            "documented-only-added",
            "values outside the documented list are refused before sending",
            "仅允许文档列出的值",
        )
        .behaviour(Dangerous, "a request that was sent can be refused locally", "过去能发出的请求可能在本地被拒绝")
        .todo("use a documented value", "使用文档列出的值");
    DOCUMENTED_ONLY_REMOVED = Rule::new(
            "documented-only-removed",
            "values outside the documented list are sent",
            "允许文档之外的值",
        )
        .behaviour(Safe, "every request that was sent is sent", "原能发出的请求照常发出");
    EXAMPLE_CHANGED = Rule::new("example-changed", "the example is another one", "示例值改变").docs();
    EXAMPLE_CONTRADICTS = Rule::new(
            "example-contradicts-type",
            "the old document's example is no value of the new type",
            "旧示例与新类型矛盾",
        )
        .behaviour(Dangerous, "one of the two documents is wrong about the type", "新旧文档中有一处类型有误")
        .todo("look at a live reply before believing the new type", "先用真实响应核对类型");
    DEPRECATED_ADDED = Rule::new("deprecated-added", "a field is deprecated now", "字段弃用")
        .behaviour(Dangerous, "it may go away; programs get a compiler warning", "字段可能被删除；编译时会有警告")
        .todo("do without it", "不再使用该字段");
    DEPRECATED_REMOVED = Rule::new("deprecated-removed", "a field is not deprecated any more", "取消弃用");
    DEPRECATED_CHANGED = Rule::new("deprecation-reworded", "the reason of a deprecation changed", "弃用说明改变").docs();
}

// The defaults of required fields are the only ones that are sent: the constructor sets them.
static DEFAULT_UNSENT: Rule = REQUIRED_RELAXED
    .behaviour(
        Dangerous,
        "the crate sent the default by itself, and does not any more",
        "默认值原先自动发送，现不再发送",
    )
    .todo("pass the value, unless the gateway is known to assume it", "除非确知网关会采用默认值，否则显式传值");

/// The fields of one owner.
pub(super) fn fields(
    findings: &mut Findings,
    scope: &Scope<'_>,
    owner: &Owner<'_>,
    (base, head): (&[Field], &[Field]),
) {
    let (mut gone, mut new) = (Vec::new(), Vec::new());
    let mut meanings: Option<Meanings<'_>> = None;
    for each in pair(base, head, |field| field.name.wire.as_str()) {
        match each {
            Paired::Both(old, new) => {
                if meanings.is_none() && !prose::same(&old.doc, &new.doc) {
                    meanings = Some(reworded(base, head));
                }
                field(findings, scope, owner, (old, new), meanings.as_ref());
            }
            Paired::Gone(base) => gone.push(base),
            Paired::New(head) => new.push(head),
        }
    }
    if gone.is_empty() && new.is_empty() {
        return;
    }
    for (rule, pairs) in
        [(&FIELD_RENAMED, declared(scope, owner, &gone, &new)), (&PROBABLE_RENAME, similar(&gone, &new, 0.7, alike))]
    {
        for (old, each) in pairs {
            if !gone.iter().any(|field| std::ptr::eq(*field, old))
                || !new.iter().any(|field| std::ptr::eq(*field, each))
            {
                continue;
            }
            gone.retain(|field| !std::ptr::eq(*field, old));
            new.retain(|field| !std::ptr::eq(*field, each));
            findings.push(
                rule,
                scope,
                owner.element(each),
                (Some(old.name.wire.clone()), Some(each.name.wire.clone())),
                (Side::Head, each.name.span),
            );
            if let Some(found) = findings.list.last_mut() {
                found.was = Some(owner.element(old));
            }
            attributes(findings, scope, owner, (old, each), None);
        }
    }
    for field in gone {
        let rule = if owner.request { &REQUEST_FIELD_REMOVED } else { &REPLY_FIELD_REMOVED };
        findings.gone(rule, scope, owner.element(field), Some(summary(field, owner)), field.name.span);
    }
    for field in new {
        // A default makes no difference: the old crate, which does not know the field, sends none.
        let rule = match (owner.request, field.required) {
            (true, true) => &REQUEST_FIELD_ADDED_REQUIRED,
            (true, false) => &REQUEST_FIELD_ADDED,
            _ => &REPLY_FIELD_ADDED,
        };
        findings.came(rule, scope, owner.element(field), Some(summary(field, owner)), field.name.span);
    }
}

fn summary(field: &Field, owner: &Owner<'_>) -> String {
    let presence = match (owner.request, field.required) {
        (true, true) => "required",
        (false, true) => ALWAYS,
        _ => OPTIONAL,
    };
    format!("{}, {presence}", field.ty.spelled())
}

/// What the spec itself calls a rename.
fn declared<'a>(
    scope: &Scope<'_>,
    owner: &Owner<'_>,
    gone: &[&'a Field],
    new: &[&'a Field],
) -> Vec<(&'a Field, &'a Field)> {
    let Some((_, operation)) = scope.operations else { return Vec::new() };
    let find = |list: &[&'a Field], name: &str| list.iter().find(|field| field.name.wire == name).copied();
    let of_owner = operation.renames.iter().filter(|rename| rename.owner.as_deref() == Some(owner.name));
    of_owner.filter_map(|rename| Some((find(gone, &rename.from)?, find(new, &rename.to)?))).collect()
}

/// The same type under a similar name, or described by nearly the same words.
fn alike(old: &Field, new: &Field) -> f64 {
    if !field_type::same(&old.ty, &new.ty) {
        return 0.0;
    }
    let name = strsim::normalized_damerau_levenshtein(&old.name.wire, &new.name.wire);
    let words = strsim::normalized_levenshtein(&old.doc.en, &new.doc.en) * 0.9;
    name.max(words)
}

/// What the fields that are described in other words now said before: a field whose words stayed has lost its meaning to nobody.
fn reworded<'a>(base: &'a [Field], head: &'a [Field]) -> Meanings<'a> {
    Meanings::of(pair(base, head, |field| field.name.wire.as_str()).into_iter().filter_map(|each| match each {
        Paired::Both(old, new) if !prose::same(&old.doc, &new.doc) => Some((&old.name, &old.doc)),
        _ => None,
    }))
}

fn field(
    findings: &mut Findings,
    scope: &Scope<'_>,
    owner: &Owner<'_>,
    (base, head): (&Field, &Field),
    meanings: Option<&Meanings<'_>>,
) {
    if base.name.ident != head.name.ident {
        findings.changed(
            &RUST_NAME_CHANGED,
            scope,
            &owner.element(head),
            (&base.name.ident, &head.name.ident),
            head.name.span,
        );
    }
    attributes(findings, scope, owner, (base, head), meanings);
}

fn attributes(
    findings: &mut Findings,
    scope: &Scope<'_>,
    owner: &Owner<'_>,
    (base, head): (&Field, &Field),
    meanings: Option<&Meanings<'_>>,
) {
    if untouched(base, head) {
        return;
    }
    let element = owner.element(head);
    let (element, at) = (element.as_str(), head.name.span);
    field_type::walk(findings, scope, owner, element, base, head);
    if base.required != head.required {
        let (rule, no, yes) = match (owner.request, head.required) {
            (true, true) => (&REQUIRED_ADDED, OPTIONAL, "required"),
            (true, false) if base.default.is_some() => (&DEFAULT_UNSENT, OPTIONAL, "required"),
            (true, false) => (&REQUIRED_RELAXED, OPTIONAL, "required"),
            (false, true) => (&PRESENCE_PROMISED, OPTIONAL, ALWAYS),
            (false, false) => (&PRESENCE_RELAXED, OPTIONAL, ALWAYS),
        };
        let text = |given: bool| if given { yes } else { no };
        findings.changed(rule, scope, element, (text(base.required), text(head.required)), at);
    }
    let (old, new) = (base.default.as_deref(), head.default.as_deref());
    findings.optional((&DEFAULT_ADDED, &DEFAULT_REMOVED, &DEFAULT_CHANGED), scope, element, (old, new), at);
    let limit = |field: &Field| field.max_chars.unwrap_or(u32::MAX);
    if limit(base) != limit(head) {
        let rule = if limit(head) < limit(base) { &MAX_CHARS_TIGHTENED } else { &MAX_CHARS_LOOSENED };
        let text = |field: &Field| field.max_chars.map_or_else(|| "unlimited".to_owned(), |limit| limit.to_string());
        findings.changed(rule, scope, element, (&text(base), &text(head)), at);
    }
    findings.changed(&PLACE_CHANGED, scope, element, (base.place.word(), head.place.word()), at);
    bounds(findings, scope, element, (&base.bounds, &head.bounds), at);
    // A field of another type is written in another way.
    if field_type::same(&base.ty, &head.ty) {
        let style = |field: &Field| field.style.map(|style| style.word()).unwrap_or_default();
        findings.changed(&STYLE_CHANGED, scope, element, (style(base), style(head)), at);
        let form = |field: &Field| field.form().map_or_else(|| "the usual forms".to_owned(), TimeForm::spelled);
        findings.changed(&FORMAT_CHANGED, scope, element, (&form(base), &form(head)), at);
    }
    for (rules, values) in [
        ((&PII_ADDED, &PII_REMOVED), (base.pii, head.pii)),
        ((&SECRET_ADDED, &SECRET_REMOVED), (base.secret, head.secret)),
        ((&SELECTABLE_ADDED, &SELECTABLE_REMOVED), (base.selectable, head.selectable)),
        ((&DOCUMENTED_ONLY_ADDED, &DOCUMENTED_ONLY_REMOVED), (base.documented_only, head.documented_only)),
    ] {
        findings.switched(rules, scope, element, values, at);
    }
    let rules = (&DEPRECATED_ADDED, &DEPRECATED_REMOVED, &DEPRECATED_CHANGED);
    deprecation(findings, rules, scope, element, (base.deprecated.as_ref(), head.deprecated.as_ref()), at);
    example(findings, scope, owner, element, base, head);
    let sides = ((&base.name, &base.doc), (&head.name, &head.doc));
    if !meanings.is_some_and(|meanings| meanings.moved(findings, scope, element, sides)) {
        prose::doc(findings, scope, element, (&base.doc, &head.doc), at);
    }
}

/// A withdrawal that came, went or says something else.
pub(super) fn deprecation(
    findings: &mut Findings,
    rules: (&'static Rule, &'static Rule, &'static Rule),
    scope: &Scope<'_>,
    element: &str,
    (base, head): (Option<&Deprecated>, Option<&Deprecated>),
    at: Span,
) {
    let reason = |why: Option<&Deprecated>| why.map(|why| format!("since {}: {}", why.since, why.why));
    let (old, new) = (reason(base), reason(head));
    findings.optional(rules, scope, element, (old.as_deref(), new.as_deref()), at);
}

/// Nearly every field of nearly every comparison: seen before anything is allocated. All of a field is named, so that the compiler
/// asks about what is added to it.
fn untouched(base: &Field, head: &Field) -> bool {
    let Field {
        // Its change is told before the rest is looked at.
        name: _,
        doc,
        ty,
        place,
        // Follows from the types of the records.
        boxed: _,
        style,
        required,
        unit,
        pii,
        secret,
        selectable,
        documented_only,
        max_chars,
        bounds,
        default,
        example,
        deprecated,
    } = base;
    field_type::identical(ty, &head.ty)
        && (*unit, *place, *style) == (head.unit, head.place, head.style)
        && bounds == &head.bounds
        && (*required, *pii, *secret, *selectable, *documented_only, *max_chars)
            == (head.required, head.pii, head.secret, head.selectable, head.documented_only, head.max_chars)
        && *default == head.default
        && *example == head.example
        && *deprecated == head.deprecated
        && prose::same(doc, &head.doc)
}

fn example(findings: &mut Findings, scope: &Scope<'_>, owner: &Owner<'_>, element: &str, base: &Field, head: &Field) {
    let at = head.name.span;
    if let (Some(example), false) = (&base.example, field_type::same(&base.ty, &head.ty)) {
        let operation = scope.operations.map(|(_, head)| head);
        let scalar = !matches!(head.ty, crate::model::api::Type::Record(_) | crate::model::api::Type::List { .. });
        if scalar && crate::check::value::text(&head.ty, example, operation).is_err() {
            findings.changed(&EXAMPLE_CONTRADICTS, scope, element, (shown(base, example), &head.ty.spelled()), at);
        }
    }
    let (old, new) = (base.example.as_deref().unwrap_or_default(), head.example.as_deref().unwrap_or_default());
    if old == new {
        return;
    }
    let charge = scope.services.and_then(|(_, head)| head.charge.as_ref());
    if let (true, Some(_), Ok(before), Ok(after)) = (
        owner.data,
        charge.filter(|charge| charge.field.wire == head.name.wire),
        old.parse::<f64>(),
        new.parse::<f64>(),
    ) {
        let rule = if after > before { &cost::CHARGE_RAISED } else { &cost::CHARGE_LOWERED };
        return findings.changed(rule, scope, element, (old, new), at);
    }
    let text = |field: &Field, example: &str| (!example.is_empty()).then(|| shown(field, example).to_owned());
    findings.push(&EXAMPLE_CHANGED, scope, element, (text(base, old), text(head, new)), (Side::Head, at));
}

/// An example of something personal or secret is nobody's business in a report.
pub(super) fn shown<'a>(field: &Field, example: &'a str) -> &'a str {
    if (field.pii || field.secret) && !example.is_empty() { "(hidden)" } else { example }
}

/// Whether a kind of file is not accepted any more; without a list all are.
fn narrowed(old: &[FileType], new: &[FileType]) -> bool {
    !new.is_empty() && (old.is_empty() || old.iter().any(|kind| !new.contains(kind)))
}

/// Whether what was within the old bounds is within the new ones.
fn bounds(findings: &mut Findings, scope: &Scope<'_>, element: &str, (base, head): (&Bounds, &Bounds), at: Span) {
    let least = |old: &Option<String>, new: &Option<String>| match (old, new) {
        (_, None) => false,
        (None, Some(_)) => true,
        (Some(old), Some(new)) => compare(old, new).is_none_or(std::cmp::Ordering::is_lt),
    };
    let most = |old: Option<u32>, new: Option<u32>| new.is_some_and(|new| old.is_none_or(|old| new < old));
    let count = |bound: Option<u32>| bound.map(|bound| bound.to_string());
    let tightened = least(&base.min, &head.min)
        || least(&head.max, &base.max) && head.max.is_some()
        || base.max.is_none() && head.max.is_some()
        || most(base.max_bytes, head.max_bytes)
        || most(base.max_items, head.max_items)
        || least(&count(base.min_items), &count(head.min_items))
        || narrowed(&base.accept, &head.accept);
    let text = |bounds: &Bounds| {
        let facts = Bounds { pattern: None, ..bounds.clone() }.facts();
        if facts.is_empty() { "none".to_owned() } else { facts.join(", ") }
    };
    let rule = if tightened { &BOUNDS_TIGHTENED } else { &BOUNDS_LOOSENED };
    findings.changed(rule, scope, element, (&text(base), &text(head)), at);
    let pattern = |bounds: &Bounds| bounds.pattern.clone().unwrap_or_else(|| "none".to_owned());
    findings.changed(&PATTERN_CHANGED, scope, element, (&pattern(base), &pattern(head)), at);
}
