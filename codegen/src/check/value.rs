//! Whether a text is a value of a type: what the wire may carry, as the decoder reads it.

use crate::model::api::{Enum, Operation, Type, Unit};

/// Check a text. The error says what was expected.
pub fn text(ty: &Type, text: &str, operation: Option<&Operation>) -> Result<(), String> {
    let want = |good: bool, what: &str| if good { Ok(()) } else { Err(what.to_owned()) };
    match ty {
        Type::Text => Ok(()),
        Type::Int | Type::Money(Unit::Fen | Unit::Points) => want(is_int(text), "a whole number"),
        Type::Decimal | Type::Money(_) => want(is_decimal(text), "a decimal number"),
        Type::Bool => want(matches!(text, "true" | "false" | "1" | "0"), "true or false"),
        Type::Flag01 => want(matches!(text, "1" | "0"), "1 or 0"),
        Type::DateTime => want(
            is_datetime(text),
            "a date and time (yyyy-MM-dd HH:mm:ss, yyyy-MM-dd HH:mm, yyyy-MM-dd, yyyyMMdd or HH:mm)",
        ),
        Type::Json => want(crate::json::parse(text).is_ok(), "JSON"),
        Type::Id(_) => want(!text.trim().is_empty(), "an id"),
        Type::Grammar(_) => Ok(()),
        Type::Enum(name) => listed(
            text,
            operation.and_then(|operation| operation.enums.iter().find(|each| each.name.ident == name.ident)),
        ),
        Type::Csv(item) => text.split(',').try_for_each(|part| self::text(item, part, operation)),
        Type::Select { field_enum, .. } => {
            let names =
                operation.and_then(|operation| operation.enums.iter().find(|each| each.name.ident == field_enum.ident));
            text.split(',').try_for_each(|part| listed(part, names))
        }
        Type::Record(_) | Type::List { .. } => Err("no example: its fields have theirs".into()),
    }
}

fn listed(text: &str, values: Option<&Enum>) -> Result<(), String> {
    let Some(values) = values else { return Ok(()) };
    if values.values.iter().any(|value| value.name.wire == text) {
        return Ok(());
    }
    let near = crate::diag::nearest(text, values.values.iter().map(|value| value.name.wire.as_str()));
    Err(match near {
        Some(near) => format!("a value of {}, perhaps {near:?}", values.name.ident),
        None => format!("a value of {}", values.name.ident),
    })
}

/// Fits an i64.
pub fn is_int(text: &str) -> bool {
    !text.starts_with('+') && text.parse::<i64>().is_ok()
}

/// Fits an exact decimal: at most 28 digits, no exponent.
pub fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let good = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    good(whole) && good(fraction) && whole.len() + fraction.len() <= 28
}

/// One of the forms of the documents, with a date and a time that exist.
pub fn is_datetime(text: &str) -> bool {
    match text.split_once(' ') {
        Some((day, time)) => is_day(day) && (is_time(time, 3) || is_time(time, 2)),
        None => is_day(text) || is_compact_day(text) || is_time(text, 2),
    }
}

/// `2026-11-21`
pub fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [year, month, day] => is_date(year, month, day),
        _ => false,
    }
}

fn is_compact_day(text: &str) -> bool {
    match (text.get(..4), text.get(4..6), text.get(6..)) {
        (Some(year), Some(month), Some(day)) => is_date(year, month, day),
        _ => false,
    }
}

fn is_date(year: &str, month: &str, day: &str) -> bool {
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_time(text: &str, parts: usize) -> bool {
    let numbers: Vec<Option<u32>> = text.split(':').map(|part| number(part, 2)).collect();
    let in_range =
        |(index, number): (usize, &Option<u32>)| number.is_some_and(|number| number < if index == 0 { 24 } else { 60 });
    numbers.len() == parts && numbers.iter().enumerate().all(in_range)
}

fn number(text: &str, digits: usize) -> Option<u32> {
    let good = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if good { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_and_time_forms() {
        for good in ["2000-01-01 00:00:00", "2015-04-15 13:00", "2024-02-29", "20151231", "16:00"] {
            assert!(is_datetime(good), "{good}");
        }
        for bad in [
            "",
            "2000-13-01",
            "2023-02-29",
            "2000-1-1",
            "24:00",
            "16:00:00",
            "2000-01-01 16",
            "20001301",
            "2000-01-01T00:00:00",
            "二〇〇〇",
        ] {
            assert!(!is_datetime(bad), "{bad}");
        }
    }

    #[test]
    fn numbers() {
        for good in ["0", "-1", "200.07", "1000000000000000001"] {
            assert!(is_decimal(good), "{good}");
        }
        for bad in ["", ".5", "1.", "1e3", "+1", "200.e7", "1,5", "99999999999999999999999999999"] {
            assert!(!is_decimal(bad), "{bad}");
        }
        assert!(is_int("-9223372036854775808") && !is_int("9223372036854775808") && !is_int("1.0"));
    }
}
