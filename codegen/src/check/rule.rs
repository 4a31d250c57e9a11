//! V072: rules that something can keep to, and break.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawRule, Text};
use crate::model::api::{RuleKind, Type};
use crate::model::seconds;

rule! {
    RULE_OF_NOTHING = "V072" "a rule that says nothing"
        "`together`, `one_of` and `at_least_one` take two `fields` or more. `only_if` takes the `fields` that are given only where \
         `field` equals a value. `span` takes two datetime fields, `from` and `to`, and `at_most`: a number of seconds, minutes, hours or \
         days (`1 day`, `90 days`); months have no length, write days."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        for rule in &operation.raw.rules {
            let Some(kind) = RuleKind::from_word(&rule.rule.value) else { continue };
            keys(kind, rule, diags);
            if kind == RuleKind::Span {
                span(operation, rule, diags);
            }
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

fn span(operation: &OperationAt<'_>, rule: &RawRule, diags: &mut Vec<Diag>) {
    for name in [&rule.from, &rule.to].into_iter().flatten() {
        let field = operation.api.request.iter().find(|field| field.name.wire == name.value);
        if let Some(field) = field.filter(|field| !matches!(field.ty, Type::DateTime)) {
            let message = format!("{} has to be a datetime, this is {}", quoted(&name.value), field.ty.spelled());
            diags.push(Diag::new(RULE_OF_NOTHING, name.span, message).label(field.name.span, "declared here"));
        }
    }
    if let Some(at_most) = rule.at_most.as_ref().filter(|text| !text.value.is_empty() && seconds(&text.value).is_none())
    {
        let message = format!("{} is no length of time", quoted(&at_most.value));
        diags.push(Diag::new(RULE_OF_NOTHING, at_most.span, message).help("write `1 day`, `90 days`, `24 hours`"));
    }
}
