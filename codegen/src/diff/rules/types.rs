//! Records, enums and grammars of an operation.

use super::super::findings::{Findings, Scope};
use super::super::pair::{Paired, pair};
use super::super::rule::Level::{Breaking, Dangerous, Safe};
use super::super::rule::{Api, Rule};
use super::meaning::Meanings;
use super::owner::Owner;
use super::{field, prose, rules};
use crate::diag::counted;
use crate::model::api::{Enum, Grammar, GrammarEntry, GrammarShape, Operation, Record};

rules! {
    RECORD_ADDED = Rule::new("record-added", "a record type was added", "新增记录类型").whole();
    RECORD_REMOVED = Rule::new("record-removed", "a record type was removed", "删除记录类型").whole()
        .todo("use the type that took its place", "改用替代类型");
    RECORD_DIRECTION_CHANGED = Rule::new(
            "record-direction-changed",
            "a record is sent now, or not any more",
            "记录类型的收发方向改变",
        ).whole()
        .todo("the constructor and the setters exist on records that are sent only", "只有请求中的记录才有构造函数与 setter");
    ENUM_ADDED = Rule::new("enum-added", "an enum was added", "新增枚举").whole();
    ENUM_REMOVED = Rule::new("enum-removed", "an enum was removed", "删除枚举").whole()
        .todo("compare texts instead of variants", "改为比较文本");
    ENUM_VALUE_ADDED = Rule::new("enum-value-added", "an enum has one more value", "新增枚举值").whole()
        .behaviour(
            Dangerous,
            "code that met the value as unknown meets a variant now, and old programs meet a value they do not know",
            "原作为未知值处理的代码会得到新变体；旧程序会遇到未知值",
        )
        .todo("decide what the new value means for you", "确认新值的处理方式");
    ENUM_VALUE_REMOVED = Rule::new("enum-value-removed", "an enum has one value less", "删除枚举值").whole()
        .wire(
            Dangerous,
            "a request with the value may be refused; a reply with it decodes as unknown",
            "带该值的请求可能被拒绝；响应中的该值会解码为未知",
        )
        .todo("stop sending the value", "不再发送该值");
    GRAMMAR_ADDED = Rule::new("grammar-added", "a text grammar was added", "新增文本语法").whole();
    GRAMMAR_REMOVED = Rule::new("grammar-removed", "a text grammar was removed", "删除文本语法").whole()
        .todo("write the text yourself", "自行拼写文本");
    GRAMMAR_FORM_CHANGED = Rule::new("grammar-delimiters-changed", "a text grammar has other delimiters", "文本语法分隔符改变")
        .wire(Breaking, "old texts are read differently, or not at all", "旧文本的解析结果不同或失败")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
    GRAMMAR_ENTRY_ADDED = Rule::new("grammar-key-added", "a text grammar has one more key", "新增语法键").whole();
    GRAMMAR_ENTRY_REMOVED = Rule::new("grammar-key-removed", "a text grammar has one key less", "删除语法键").whole()
        .wire(Dangerous, "what an old text says under the key is ignored or refused", "旧文本中的该键会被忽略或拒绝")
        .todo("stop writing the key", "不再写入该键");
    GRAMMAR_ENTRY_CHANGED = Rule::new("grammar-key-changed", "a key of a text grammar takes other values", "语法键取值改变")
        .api(Api::All)
        .wire(Breaking, "values of old texts have the old form", "旧文本的值为旧格式")
        .todo("pass a value of the new form", "按新格式传值");
    ENUM_UNUSED = Rule::new("enum-selection-changed", "the enum of a record's field names is another one", "字段名枚举改变")
        .whole()
        .wire(Safe, "the names on the wire are those of the record", "报文中的名称仍为记录字段名");
}

pub(super) fn walk(findings: &mut Findings, scope: &Scope<'_>, base: &Operation, head: &Operation) {
    for each in pair(&base.types, &head.types, |record| record.name.wire.as_str()) {
        match each {
            Paired::Both(old, new) => {
                let wire = new.name.wire.as_str();
                let text = |sent: bool| if sent { "sent" } else { "received" };
                findings.changed(
                    &RECORD_DIRECTION_CHANGED,
                    scope,
                    wire,
                    (text(old.in_request), text(new.in_request)),
                    new.name.span,
                );
                findings.changed(
                    &field::RUST_NAME_CHANGED,
                    scope,
                    wire,
                    (&old.name.ident, &new.name.ident),
                    new.name.span,
                );
                if !(unnamed(old, base) || unnamed(new, head)) {
                    prose::doc(findings, scope, wire, (&old.doc, &new.doc), new.name.span);
                }
                field::fields(findings, scope, &Owner::record(new, head), (&old.fields, &new.fields));
            }
            Paired::Gone(old) => findings.gone(
                &RECORD_REMOVED,
                scope,
                old.name.wire.clone(),
                Some(counted(old.fields.len(), "field")),
                old.name.span,
            ),
            Paired::New(new) => findings.came(
                &RECORD_ADDED,
                scope,
                new.name.wire.clone(),
                Some(counted(new.fields.len(), "field")),
                new.name.span,
            ),
        }
    }
    for each in pair(&base.enums, &head.enums, |each| each.name.wire.as_str()) {
        match each {
            Paired::Both(old, new) if old.selected_from.is_some() || new.selected_from.is_some() => {
                let text = |each: &Enum| each.selected_from.clone().unwrap_or_else(|| "listed".into());
                findings.changed(&ENUM_UNUSED, scope, &new.name.wire, (&text(old), &text(new)), new.name.span);
            }
            Paired::Both(old, new) => {
                prose::doc(findings, scope, &new.name.wire, (&old.doc, &new.doc), new.name.span);
                values(findings, scope, old, new);
            }
            // Made by a request field, and gone with it: that field's change says so.
            Paired::Gone(each) | Paired::New(each) if each.selected_from.is_some() => {}
            Paired::Gone(old) => {
                findings.gone(&ENUM_REMOVED, scope, old.name.wire.clone(), Some(listed(old)), old.name.span)
            }
            Paired::New(new) => {
                findings.came(&ENUM_ADDED, scope, new.name.wire.clone(), Some(listed(new)), new.name.span)
            }
        }
    }
    for each in pair(&base.grammars, &head.grammars, |grammar| grammar.name.wire.as_str()) {
        match each {
            Paired::Both(old, new) => grammar(findings, scope, old, new),
            Paired::Gone(old) => {
                findings.gone(&GRAMMAR_REMOVED, scope, old.name.wire.clone(), Some(keys(old)), old.name.span)
            }
            Paired::New(new) => {
                findings.came(&GRAMMAR_ADDED, scope, new.name.wire.clone(), Some(keys(new)), new.name.span)
            }
        }
    }
}

/// A reply that only lists its fields: its record stands nowhere else, and is described by the operation's title.
fn unnamed(record: &Record, operation: &Operation) -> bool {
    record.name.span == operation.reply.data.span
}

fn listed(each: &Enum) -> String {
    each.values.iter().map(|value| value.name.wire.as_str()).collect::<Vec<_>>().join(", ")
}

fn keys(grammar: &Grammar) -> String {
    grammar.entries.iter().map(|entry| entry.name.wire.as_str()).collect::<Vec<_>>().join(", ")
}

fn values(findings: &mut Findings, scope: &Scope<'_>, old: &Enum, new: &Enum) {
    let owner = &new.name.wire;
    let known = Meanings::of(old.values.iter().map(|value| (&value.name, &value.doc)));
    for each in pair(&old.values, &new.values, |value| value.name.wire.as_str()) {
        match each {
            Paired::Both(base, head) => {
                let element = || format!("{owner}/{}", head.name.wire);
                if base.name.ident != head.name.ident {
                    findings.changed(
                        &field::RUST_NAME_CHANGED,
                        scope,
                        &element(),
                        (&base.name.ident, &head.name.ident),
                        head.name.span,
                    );
                }
                if !prose::same(&base.doc, &head.doc)
                    && !known.moved(findings, scope, &element(), ((&base.name, &base.doc), (&head.name, &head.doc)))
                {
                    prose::doc(findings, scope, &element(), (&base.doc, &head.doc), head.name.span);
                }
            }
            Paired::Gone(base) => {
                findings.gone(
                    &ENUM_VALUE_REMOVED,
                    scope,
                    format!("{owner}/{}", base.name.wire),
                    Some(base.name.wire.clone()),
                    base.name.span,
                );
            }
            Paired::New(head) => {
                findings.came(
                    &ENUM_VALUE_ADDED,
                    scope,
                    format!("{owner}/{}", head.name.wire),
                    Some(head.name.wire.clone()),
                    head.name.span,
                );
            }
        }
    }
}

fn grammar(findings: &mut Findings, scope: &Scope<'_>, old: &Grammar, new: &Grammar) {
    let owner = &new.name.wire;
    let form = |grammar: &Grammar| format!("{} {}", grammar.separator, grammar.assign);
    findings.changed(&GRAMMAR_FORM_CHANGED, scope, owner, (&form(old), &form(new)), new.name.span);
    prose::doc(findings, scope, owner, (&old.doc, &new.doc), new.name.span);
    let known = Meanings::of(old.entries.iter().map(|entry| (&entry.name, &entry.doc)));
    for each in pair(&old.entries, &new.entries, |entry| entry.name.wire.as_str()) {
        match each {
            Paired::Both(base, head) => {
                let element = format!("{owner}/{}", head.name.wire);
                findings.changed(&GRAMMAR_ENTRY_CHANGED, scope, &element, (&takes(base), &takes(head)), head.name.span);
                findings.changed(
                    &field::RUST_NAME_CHANGED,
                    scope,
                    &element,
                    (&base.name.ident, &head.name.ident),
                    head.name.span,
                );
                if !known.moved(findings, scope, &element, ((&base.name, &base.doc), (&head.name, &head.doc))) {
                    prose::doc(findings, scope, &element, (&base.doc, &head.doc), head.name.span);
                }
            }
            Paired::Gone(base) => findings.gone(
                &GRAMMAR_ENTRY_REMOVED,
                scope,
                format!("{owner}/{}", base.name.wire),
                Some(takes(base)),
                base.name.span,
            ),
            Paired::New(head) => findings.came(
                &GRAMMAR_ENTRY_ADDED,
                scope,
                format!("{owner}/{}", head.name.wire),
                Some(takes(head)),
                head.name.span,
            ),
        }
    }
}

fn takes(entry: &GrammarEntry) -> String {
    match &entry.shape {
        GrammarShape::PerId { id, items, colon, values } => format!("per {}: `{items}` `{colon}` `{values}`", id.wire),
        GrammarShape::Value { allowed: Some(allowed) } => format!("a value of {}", allowed.wire),
        GrammarShape::Value { allowed: None } => "any value".into(),
    }
}
