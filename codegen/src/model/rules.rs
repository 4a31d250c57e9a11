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

/// The same the other way: in the largest unit that it is a number of.
pub(crate) fn stretch(seconds: u64) -> String {
    let (count, unit) = units(seconds);
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

fn units(seconds: u64) -> (u64, &'static str) {
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute")];
    let whole = units.into_iter().find(|(each, _)| seconds.is_multiple_of(*each));
    whole.map_or((seconds, "second"), |(each, unit)| (seconds / each, unit))
}

impl Rule {
    /// What a program looks at, in English and in Chinese; none where the names of the fields say it.
    pub fn told(&self) -> Option<(String, String)> {
        let names = |between: &str| {
            self.fields.iter().map(|field| format!("`{}`", field.wire)).collect::<Vec<_>>().join(between)
        };
        if let Some(when) = &self.when {
            let (field, value) = (&when.field.wire, &when.equals);
            return Some((
                format!("{} only where `{field}` is `{value}`", names(", ")),
                format!("仅当 `{field}` 为 `{value}` 时可传 {}", names("、")),
            ));
        }
        let ([from, to], Some(seconds)) = (self.fields.as_slice(), self.at_most) else { return None };
        let (count, unit) = units(seconds);
        let chinese = match unit {
            "day" => "天",
            "hour" => "小时",
            "minute" => "分钟",
            _ => "秒",
        };
        Some((
            format!("from `{}` to `{}` at most {}", from.wire, to.wire, stretch(seconds)),
            format!("`{}` 至 `{}` 最多 {count} {chinese}", from.wire, to.wire),
        ))
    }
}
