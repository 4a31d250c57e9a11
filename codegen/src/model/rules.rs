//! Rules across fields of a request.

use super::api::{Field, Rule, RuleKind, When};
use super::plain::{doc, found, same};
use crate::load::raw::RawRule;

/// What a rule lacks, and what it must not have, is checked later.
pub(super) fn lower(raw: &RawRule, request: &[Field]) -> Rule {
    let kind = RuleKind::from_word(&raw.rule.value).unwrap_or(RuleKind::Together);
    let when = raw.field.as_ref().zip(raw.equals.as_ref()).map(|(field, equals)| {
        let default = request.iter().find(|each| each.name.wire == field.value).and_then(|each| each.default.as_ref());
        When {
            field: found(field, request),
            equals: equals.value.clone(),
            or_absent: default.is_some_and(|default| *default == equals.value),
        }
    });
    Rule {
        kind,
        fields: raw.fields.iter().chain(&raw.from).chain(&raw.to).map(|field| found(field, request)).collect(),
        when,
        at_most: raw.at_most.as_ref().and_then(|text| seconds(&text.value)),
        error: raw.error.as_ref().map(same),
        doc: doc(&raw.doc),
    }
}

/// `1 day`, `90 days`, `24 hours`: in seconds.
pub(crate) fn seconds(text: &str) -> Option<u64> {
    let (count, unit) = text.split_once(' ')?;
    let count: u64 = crate::number::digits(count)?.parse().ok().filter(|count| *count > 0)?;
    let each = match unit.strip_suffix('s').unwrap_or(unit) {
        "second" => 1,
        "minute" => 60,
        "hour" => 3_600,
        "day" => 86_400,
        _ => return None,
    };
    count.checked_mul(each)
}
