//! Checks the fields of a request against the specs.

use std::borrow::Cow;

use serde_json::Value;
use vvtool_codegen::lexical;
use vvtool_codegen::model::api::{Field, Name, Operation, Rule, RuleKind, Type, When};
use vvtool_codegen::model::time_form::CHINA;

use crate::clock;
use crate::file::{self, ReceivedFile};
use crate::received::find;
use crate::routes::Target;

/// What there is to say about the fields of a request.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// Required fields that are absent or blank.
    pub(crate) missing: Vec<String>,
    /// Fields whose value cannot be one of their type, and why.
    pub(crate) invalid: Vec<String>,
    /// The error of the first broken rule, where the rule names one.
    pub(crate) broken_rule: Option<(Option<String>, String)>,
    /// Not wrong, worth knowing.
    pub(crate) notes: Vec<String>,
}

/// Checks `fields` (without the common parameters of the protocol) and `files` against the operation's request.
pub(crate) fn fields(target: &Target<'_>, fields: &[(String, String)], files: &[ReceivedFile]) -> Findings {
    let mut found = Findings::default();
    let operation = target.operation;
    file::check(target, files, fields, &mut found.invalid, &mut found.notes);
    // A file counts as given by its name.
    let named = files.iter().map(|file| (file.field.clone(), file.file_name.clone()));
    let given: Cow<'_, [_]> =
        if files.is_empty() { fields.into() } else { fields.iter().cloned().chain(named).collect() };
    for (place, (name, value)) in fields.iter().enumerate() {
        if fields.iter().take(place).any(|(earlier, _)| earlier == name) {
            found.invalid.push(format!("{name} is sent twice"));
        }
        match operation.request.iter().find(|field| field.name.wire == *name) {
            None => found.notes.push(format!("unknown field {name}")),
            Some(_) if value.trim().is_empty() => found.notes.push(format!("blank field {name}")),
            Some(field) => check_value(target, field, name, value, &mut found),
        }
    }
    for field in operation.request.iter().filter(|field| field.required) {
        if find(&given, &field.name.wire).is_none_or(|value| value.trim().is_empty()) {
            found.missing.push(field.name.wire.clone());
        }
    }
    found.broken_rule = broken_rule(operation, &given);
    found
}

fn broken_rule(operation: &Operation, fields: &[(String, String)]) -> Option<(Option<String>, String)> {
    let given = |name: &Name| {
        let value = find(fields, &name.wire).unwrap_or_default().trim();
        let is_flag =
            operation.request.iter().any(|field| field.name.wire == name.wire && matches!(field.ty, Type::Flag01));
        if is_flag { value == "1" } else { !value.is_empty() }
    };
    operation.rules.iter().find_map(|rule| {
        let count = rule.fields.iter().filter(|name| given(name)).count();
        let broken = match rule.kind {
            RuleKind::Together => count != 0 && count != rule.fields.len(),
            RuleKind::OneOf => count != 1,
            RuleKind::AtLeastOne => count == 0,
            RuleKind::OnlyIf => count != 0 && rule.when.as_ref().is_some_and(|when| !has(fields, when)),
            RuleKind::Span => is_too_long(operation, rule, fields),
        };
        broken.then(|| (rule.error.as_ref().map(|name| name.wire.clone()), rule.doc.en.clone()))
    })
}

/// Whether a field says what a rule wants it to say.
fn has(fields: &[(String, String)], when: &When) -> bool {
    match find(fields, &when.field.wire).map(str::trim).filter(|value| !value.is_empty()) {
        Some(value) => value == when.equals,
        None => when.or_absent,
    }
}

/// Whether a span ends before it begins, or too late.
fn is_too_long(operation: &Operation, rule: &Rule, fields: &[(String, String)]) -> bool {
    let at = |name: Option<&Name>| {
        let (name, text) = (name?, find(fields, &name?.wire)?);
        let field = operation.request.iter().find(|field| field.name.wire == name.wire);
        match field.and_then(Field::form) {
            Some(form) => form.read(text, CHINA),
            // Those of all others are told by one clock, whichever it is.
            None => Some(clock::moment(text)?.saturating_sub(i64::from(CHINA) * 60)),
        }
    };
    let ends = at(rule.fields.first()).zip(at(rule.fields.get(1)));
    ends.is_some_and(|(from, to)| to < from || rule.at_most.is_some_and(|most| to.abs_diff(from) > most))
}

/// Messages name the field and what is wrong, never the value: it may be a token or a person's.
fn check_value(target: &Target<'_>, field: &Field, path: &str, value: &str, found: &mut Findings) {
    if field.max_chars.is_some_and(|max| value.chars().count() > max as usize) {
        found.invalid.push(format!("{path} is longer than {} characters", field.max_chars.unwrap_or_default()));
    }
    if let Some(broken) = field.bounds.of_value(field.ty.is_joined(), value) {
        found.invalid.push(format!("{path} {broken}"));
    }
    let wrong = match &field.ty {
        Type::Enum(name) => {
            (!documented(target, name, value, field, path, found)).then_some("is none of the documented values")
        }
        Type::Values { item, .. } => match serde_json::from_str(value) {
            Ok(Value::Array(values)) => {
                found.invalid.extend(field.bounds.of_items(values.len()).map(|broken| format!("{path} {broken}")));
                for (index, one) in values.iter().enumerate() {
                    if one.is_null() {
                        found.invalid.push(format!("{path}[{index}] is nothing"));
                    }
                    check_kind(item, one, &format!("{path}[{index}]"), found);
                    let text = one.as_str().map_or_else(|| one.to_string(), str::to_owned);
                    let one = Field { ty: (**item).clone(), ..field.clone() };
                    check_value(target, &one, &format!("{path}[{index}]"), &text, found);
                }
                None
            }
            _ => Some("is no list of values"),
        },
        Type::Csv(item) => check_csv(target, item, field, path, value, found),
        Type::Select { field_enum, .. } => {
            for word in value.split(',') {
                documented(target, field_enum, word, field, path, found);
            }
            value.split(',').any(|word| word.trim().is_empty()).then_some("has an empty entry")
        }
        Type::Record(name) => match serde_json::from_str(value) {
            Ok(object @ Value::Object(_)) => {
                check_record(target, name, path, &object, found);
                None
            }
            _ => Some("is no JSON object"),
        },
        Type::List { item, .. } => match serde_json::from_str(value) {
            Ok(Value::Array(objects)) => {
                found.invalid.extend(field.bounds.of_items(objects.len()).map(|broken| format!("{path} {broken}")));
                for (index, object) in objects.iter().enumerate() {
                    check_record(target, item, &format!("{path}[{index}]"), object, found);
                }
                None
            }
            _ => Some("is no JSON array"),
        },
        single => is_none_of(single, value),
    };
    if let Some(wrong) = wrong {
        found.invalid.push(format!("{path} {wrong}"));
    }
}

/// Why a text is no value of a type of one value. What a number and a date is, the tool says, and a program's decoder with it.
fn is_none_of(ty: &Type, value: &str) -> Option<&'static str> {
    let (is, wrong) = match ty {
        Type::Int => (lexical::is_int(value), "is no whole number"),
        Type::Decimal | Type::Money(_) => (lexical::is_decimal(value), "is no decimal number"),
        Type::Bool => (matches!(value, "true" | "false"), "is neither true nor false"),
        Type::Flag01 => (lexical::is_flag(value), "is neither 0 nor 1"),
        Type::DateTime(None) => (lexical::is_datetime(value), "is no date or time in a documented form"),
        Type::DateTime(Some(form)) => (form.read(value, CHINA).is_some(), "is no date or time in its documented form"),
        Type::Json => (serde_json::from_str::<Value>(value).is_ok(), "is no JSON"),
        // A file is no text, and a map only in replies; whoever calls looks at the others.
        Type::Text | Type::Grammar(_) | Type::Id(_) | Type::File | Type::Map { .. } => return None,
        Type::Enum(_) | Type::Values { .. } | Type::Csv(_) | Type::Select { .. } => return None,
        Type::Record(_) | Type::List { .. } => return None,
    };
    (!is).then_some(wrong)
}

/// A number is taken for the text that it looks like, as gateways do; who wrote it should know. An object is no text.
fn check_kind(ty: &Type, value: &Value, path: &str, found: &mut Findings) {
    if matches!(ty, Type::Text | Type::Id(_) | Type::Enum(_)) && (value.is_array() || value.is_object()) {
        found.invalid.push(format!("{path} is no single value"));
    } else if matches!(ty, Type::Text | Type::Id(_)) && (value.is_number() || value.is_boolean()) {
        found.notes.push(format!("{path} is no text"));
    }
}

fn check_csv(
    target: &Target<'_>,
    item: &Type,
    field: &Field,
    path: &str,
    value: &str,
    found: &mut Findings,
) -> Option<&'static str> {
    let mut wrong = None;
    for word in value.split(',') {
        if word.trim().is_empty() {
            wrong = Some("has an empty entry");
        } else if let Type::Enum(name) = item
            && !documented(target, name, word, field, path, found)
        {
            wrong = Some("has an entry that is none of the documented values");
        }
    }
    wrong
}

/// False only where the spec insists on documented values; elsewhere an undocumented one is noted.
fn documented(target: &Target<'_>, name: &Name, value: &str, field: &Field, path: &str, found: &mut Findings) -> bool {
    let Some(list) = target.operation.enums.iter().find(|candidate| candidate.name.ident == name.ident) else {
        return true;
    };
    if list.values.iter().any(|documented| documented.name.wire == value) {
        return true;
    }
    found.notes.push(format!("{path} has an undocumented value"));
    !field.documented_only
}

fn check_record(target: &Target<'_>, name: &Name, path: &str, object: &Value, found: &mut Findings) {
    let (Some(record), Value::Object(members)) = (target.record(&name.ident), object) else {
        found.invalid.push(format!("{path} is no object"));
        return;
    };
    for (key, value) in members {
        let path = format!("{path}.{key}");
        match (record.fields.iter().find(|field| field.name.wire == *key), value) {
            (None, _) => found.notes.push(format!("unknown field {path}")),
            (Some(field), Value::String(text)) => check_value(target, field, &path, text, found),
            (Some(field), other) => {
                check_kind(&field.ty, other, &path, found);
                check_value(target, field, &path, &other.to_string(), found);
            }
        }
    }
    for field in record.fields.iter().filter(|field| field.required) {
        let blank = match members.get(&field.name.wire) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(_) => false,
        };
        if blank {
            found.missing.push(format!("{path}.{}", field.name.wire));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_text_is_a_text() {
        let told = |value: Value| {
            let mut found = Findings::default();
            check_kind(&Type::Text, &value, "memo", &mut found);
            (found.invalid, found.notes)
        };
        let one = |text: &str| vec![text.to_owned()];
        assert_eq!(told(serde_json::json!({"a": 1})), (one("memo is no single value"), vec![]));
        assert_eq!(told(serde_json::json!([])), (one("memo is no single value"), vec![]));
        assert_eq!(told(1.into()), (vec![], one("memo is no text")));
        assert_eq!(told("1".into()), (vec![], vec![]));
    }

    #[test]
    fn numbers_and_dates_are_those_of_the_tool() {
        let wrong = |ty: Type, value: &str| is_none_of(&ty, value);
        for (text, ok) in [("1", true), ("-1.50", true), ("1e5", true), (".5", false), ("1,0", false)] {
            assert_eq!(wrong(Type::Decimal, text).is_none(), ok, "{text:?}");
        }
        for (text, ok) in [("2000-01-01 00:00:00", true), ("16:00", true), ("2021-99-99", false), ("2000/01/01", false)]
        {
            assert_eq!(wrong(Type::DateTime(None), text).is_none(), ok, "{text:?}");
        }
        for (text, ok) in [("5", true), ("5.0", true), ("+5", false), ("5.5", false)] {
            assert_eq!(wrong(Type::Int, text).is_none(), ok, "{text:?}");
        }
    }
}
