//! V072: rules that something can keep to, and break.

use super::duplicate::repeated;
use super::value;
use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawRule, Text};
use crate::model::api::{Field, RuleKind, Type};
use crate::model::seconds;

rule! {
    RULE_OF_NOTHING = "V072" "a rule that says nothing"
        "`together`, `one_of` and `at_least_one` take two `fields` or more. `only_if` takes the `fields` that are given only where \
         `field`, a text, int, bool, flag, id or enum, equals a value that it can have, written as it is sent. No field stands twice in a rule, and none of them is about a field that is always given. `span` takes two datetime fields that say a day, `from` and `to`, and `at_most`: a number of seconds, minutes, hours or \
         days (`1 day`, `90 days`); months have no length, write days."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        for rule in &operation.raw.rules {
            let Some(kind) = RuleKind::from_word(&rule.rule.value) else { continue };
            keys(kind, rule, diags);
            twice(rule, diags);
            match kind {
                RuleKind::Span => span(operation, rule, diags),
                RuleKind::OnlyIf => equals(operation, rule, diags),
                RuleKind::Together | RuleKind::OneOf | RuleKind::AtLeastOne => {}
            }
            always(operation, kind, rule, diags);
        }
    }
}

fn keys(kind: RuleKind, rule: &RawRule, diags: &mut Vec<Diag>) {
    let least = match kind {
        RuleKind::Together | RuleKind::OneOf | RuleKind::AtLeastOne => 2,
        RuleKind::OnlyIf => 1,
        RuleKind::Span => 0,
    };
    let mut found = |text: &Text, message: String| diags.push(Diag::new(RULE_OF_NOTHING, text.span, message));
    let word = kind.word();
    if rule.fields.len() < least {
        found(&rule.rule, format!("{word} takes {least} of `fields` or more"));
    }
    match (kind, &rule.field, &rule.from) {
        (RuleKind::OnlyIf, None, _) => found(&rule.rule, "only_if takes `field` and `equals`".to_owned()),
        (RuleKind::Span, _, None) => found(&rule.rule, "span takes `from`, `to` and `at_most`".to_owned()),
        _ => {}
    }
    if let Some(field) = rule.field.as_ref().filter(|_| kind != RuleKind::OnlyIf) {
        found(field, format!("`field` belongs to only_if, this is {word}"));
    }
    if let Some(from) = rule.from.as_ref().filter(|_| kind != RuleKind::Span) {
        found(from, format!("`from` belongs to span, this is {word}"));
    }
    if let Some(first) = rule.fields.first().filter(|_| kind == RuleKind::Span) {
        found(first, "a span has `from` and `to` in the place of `fields`".to_owned());
    }
}

/// A field beside itself: `one_of` would count it twice, and `only_if` would ask a field for its own value.
fn twice(rule: &RawRule, diags: &mut Vec<Diag>) {
    let ends = [&rule.field, &rule.from, &rule.to].into_iter().flatten();
    for (name, first) in repeated(&rule.fields.iter().chain(ends).collect::<Vec<_>>()) {
        let message = format!("{} stands in the rule twice", quoted(&name.value));
        diags.push(Diag::new(RULE_OF_NOTHING, name.span, message).label(first, "here already"));
    }
}

/// A field that every request gives decides the rule for the others.
fn always(operation: &OperationAt<'_>, kind: RuleKind, rule: &RawRule, diags: &mut Vec<Diag>) {
    let what = match kind {
        RuleKind::OneOf => "the others could never be given",
        RuleKind::AtLeastOne => "the rule says nothing",
        RuleKind::Together => "the others are required too: say so there",
        RuleKind::OnlyIf => "the other field could have no other value",
        RuleKind::Span => return,
    };
    // A flag is given where it is 1.
    let fields = || operation.raw.request.iter().zip(&operation.api.request);
    let is_flag = |field: &Field| matches!(field.ty, Type::Flag01);
    let always = fields().filter(|(raw, field)| raw.required.is_some() && field.required && !is_flag(field));
    let always: Vec<&str> = always.map(|(_, field)| field.name.wire.as_str()).collect();
    let required = |name: &&Text| always.contains(&name.value.as_str());
    if let Some(name) = rule.fields.iter().find(required) {
        let message = format!("{} is required, so {what}", quoted(&name.value));
        diags.push(Diag::new(RULE_OF_NOTHING, name.span, message));
    }
}

/// The value is one that the field can have, and is written as it is sent: programs compare the two as texts.
fn equals(operation: &OperationAt<'_>, rule: &RawRule, diags: &mut Vec<Diag>) {
    let Some((name, equals)) = rule.field.as_ref().zip(rule.equals.as_ref()) else { return };
    let Some(field) = operation.api.request.iter().find(|field| field.name.wire == name.value) else { return };
    let text = equals.value.as_str();
    let why = match &field.ty {
        Type::Flag01 if !matches!(text, "1" | "0") => "it is 1 or 0".to_owned(),
        Type::Bool if !matches!(text, "true" | "false") => "it is true or false".to_owned(),
        Type::Int if !text.parse::<i64>().is_ok_and(|number| number.to_string() == text) => {
            "it is written in digits alone".to_owned()
        }
        Type::Decimal | Type::Money(_) | Type::DateTime(_) => {
            "the same value may be written in several ways".to_owned()
        }
        ty => match value::text(ty, text, Some(operation.api)) {
            Ok(()) => return,
            Err(want) => format!("it is {want}"),
        },
    };
    let message = format!("{} may never be sent as {}: {why}", quoted(&name.value), quoted(text));
    diags.push(Diag::new(RULE_OF_NOTHING, equals.span, message).label(field.name.span, "declared here"));
}

fn span(operation: &OperationAt<'_>, rule: &RawRule, diags: &mut Vec<Diag>) {
    for name in [&rule.from, &rule.to].into_iter().flatten() {
        let Some(field) = operation.api.request.iter().find(|field| field.name.wire == name.value) else { continue };
        let message = match (&field.ty, field.form()) {
            // Between two times of day lies no known number of hours: a program cannot look at it.
            (Type::DateTime(_), Some(form)) if form.is_clock() => {
                format!("{} says no day: {}", quoted(&name.value), form.spelled())
            }
            (Type::DateTime(_), _) => continue,
            (ty, _) => format!("{} has to be a datetime, this is {}", quoted(&name.value), ty.spelled()),
        };
        diags.push(Diag::new(RULE_OF_NOTHING, name.span, message).label(field.name.span, "declared here"));
    }
    if let Some(at_most) = rule.at_most.as_ref().filter(|text| !text.value.is_empty() && seconds(&text.value).is_none())
    {
        let message = format!("{} is no length of time", quoted(&at_most.value));
        diags.push(Diag::new(RULE_OF_NOTHING, at_most.span, message).help("write `1 day`, `90 days`, `24 hours`"));
    }
}
