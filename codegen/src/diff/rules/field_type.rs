//! Types and units of fields.

use super::super::findings::{Findings, Scope};
use super::super::rule::Level::{Breaking, Dangerous, Safe};
use super::super::rule::{Api, Rule};
use super::owner::Owner;
use super::rules;
use crate::model::api::{Field, Type, Unit};

rules! {
    TYPE_CHANGED = Rule::new("type-changed", "a field has another type", "字段类型改变").api(Api::All)
        .wire(
            Breaking,
            "values of old requests, or values for old decoders, are not of the new type",
            "旧请求的值或旧解码器不符合新类型",
        )
        .todo("convert the value", "转换该值");
    TYPE_COMPATIBLE = Rule::new(
            "type-changed-compatibly",
            "a field has another type that takes every value of the old one",
            "字段类型兼容性改变",
        ).api(Api::All)
        .wire(Safe, "every old value is a value of the type on the other side", "所有旧值在另一侧均有效")
        .todo("convert the value", "转换该值");
    UNIT_CHANGED = Rule::new(
            "unit-changed",
            "the same number is another amount, whether its type changed too or not",
            "单位改变（无论类型是否改变）",
        ).api(Api::All)
        .behaviour(Breaking, "a program that reads the number reads another amount", "程序读到的数值代表另一数量")
        .todo("convert the amounts that are stored already, and every sum", "换算已存储的金额与所有合计");
    LIST_WRAPPER_CHANGED = Rule::new("list-wrapper-changed", "a list is wrapped in another key", "列表包装键改变")
        .wire(Dangerous, "an old decoder looks below the old key", "旧解码器在旧键下查找")
        .todo("update the crate before the gateway switches", "在网关切换前升级");
}

pub(super) fn walk(
    findings: &mut Findings,
    scope: &Scope<'_>,
    owner: &Owner<'_>,
    element: &str,
    base: &Field,
    head: &Field,
) {
    let at = head.name.span;
    if let (Some(old), Some(new)) = (wrapper(&base.ty), wrapper(&head.ty)) {
        findings.changed(&LIST_WRAPPER_CHANGED, scope, element, (old, new), at);
    }
    if !same(&base.ty, &head.ty) {
        // Requests go from old programs to the new gateway, replies from the new gateway to old programs.
        let (sent, taken) = if owner.request { (&base.ty, &head.ty) } else { (&head.ty, &base.ty) };
        let rule = if takes(taken, sent) { &TYPE_COMPATIBLE } else { &TYPE_CHANGED };
        findings.changed(rule, scope, element, (&base.ty.spelled(), &head.ty.spelled()), at);
        // A unit that one of the types cannot have, or cannot be without, came or went with the type.
        let either = |field: &Field| matches!(field.ty, Type::Int | Type::Decimal | Type::Text);
        if !(either(base) && either(head)) && (unit(base).is_none() || unit(head).is_none()) {
            return;
        }
    }
    let text = |field: &Field| unit(field).map_or("none", Unit::word);
    findings.changed(&UNIT_CHANGED, scope, element, (text(base), text(head)), at);
}

/// The inner key of a list.
fn wrapper(ty: &Type) -> Option<&str> {
    match ty {
        Type::List { wrapper, .. } | Type::Values { wrapper, .. } => Some(wrapper),
        _ => None,
    }
}

fn unit(field: &Field) -> Option<Unit> {
    match &field.ty {
        Type::Money(unit) => Some(*unit),
        _ => field.unit,
    }
}

/// The same type; a unit, a list's wrapper or the form of a date is not part of it.
pub(super) fn same(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Money(_), Type::Money(_)) => true,
        (Type::List { item: a, .. }, Type::List { item: b, .. }) => a.wire == b.wire,
        (Type::Id(a), Type::Id(b))
        | (Type::Enum(a), Type::Enum(b))
        | (Type::Record(a), Type::Record(b))
        | (Type::Grammar(a), Type::Grammar(b)) => a.wire == b.wire,
        (Type::Csv(a), Type::Csv(b)) | (Type::Values { item: a, .. }, Type::Values { item: b, .. }) => same(a, b),
        (Type::Map { key: a, value: x }, Type::Map { key: b, value: y }) => same(a, b) && same(x, y),
        (Type::Select { record: a, .. }, Type::Select { record: b, .. }) => a.wire == b.wire,
        _ => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}

/// The same in every respect.
pub(super) fn identical(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Money(a), Type::Money(b)) => a == b,
        (Type::DateTime(a), Type::DateTime(b)) => a == b,
        (Type::List { .. }, Type::List { .. }) => same(a, b) && wrapper(a) == wrapper(b),
        (Type::Values { item: x, .. }, Type::Values { item: y, .. }) => identical(x, y) && wrapper(a) == wrapper(b),
        (Type::Map { key: a, value: x }, Type::Map { key: b, value: y }) => same(a, b) && identical(x, y),
        _ => same(a, b),
    }
}

/// Whether every value that the sender writes is one the taker reads.
fn takes(taker: &Type, sender: &Type) -> bool {
    let number = |ty: &Type| matches!(ty, Type::Int | Type::Decimal | Type::Money(_));
    match (taker, sender) {
        // Enums and ids are open texts.
        (
            Type::Text | Type::Id(_) | Type::Enum(_),
            Type::Record(_) | Type::List { .. } | Type::Values { .. } | Type::Map { .. } | Type::File,
        ) => false,
        (Type::Text, _) => true,
        (Type::Id(_) | Type::Enum(_), Type::Int | Type::Text | Type::Id(_) | Type::Enum(_)) => true,
        (Type::Decimal | Type::Money(_), sender) if number(sender) => true,
        (Type::Bool, Type::Flag01) => true,
        (Type::Json, Type::Record(_) | Type::List { .. } | Type::Values { .. } | Type::Map { .. }) => true,
        (Type::Values { item: taker, .. }, Type::Values { item: sender, .. }) => takes(taker, sender),
        (Type::Map { key: a, value: taker }, Type::Map { key: b, value: sender }) => {
            (same(a, b) || takes(a, b)) && (same(taker, sender) || takes(taker, sender))
        }
        (Type::Csv(taker), Type::Csv(sender)) => takes(taker, sender),
        (Type::Csv(taker), Type::Select { .. }) => matches!(**taker, Type::Text | Type::Enum(_)),
        (Type::Csv(taker), sender) => takes(taker, sender),
        _ => false,
    }
}
