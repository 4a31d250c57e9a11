//! The rules the documents ask callers to check, checked before any byte is sent: such a call would be charged, or refused, for nothing.

use std::borrow::Cow;

use rust_decimal::Decimal;

use crate::encode;
use crate::error::{BoxedContext, Context, Detail, Violation};
use crate::generated::ground::visible::is_visible;
use crate::meta::{Class, Meta, Rule, RuleKind, WriteOutcome};
use crate::record::{Bounds, DOCUMENTED_ONLY, Field, Kind, Place, REQUIRED, Record, Style, View, field_named, lookup};
use crate::value::spelling::trim;
use crate::value::{Amount, Upload, Yuan};

/// All rules of a request. Every violation is reported, not only the first.
pub(crate) fn check(meta: &Meta, request: &dyn Record) -> Result<(), BoxedContext> {
    depth(meta, request)?;
    let mut violations = Vec::new();
    record(request, "", &mut violations);
    intent(meta, request, &mut violations);
    for rule in meta.rules {
        if is_broken(rule, request) {
            violations.push(Violation {
                field: rule.fields.join(", ").into(),
                rule: rule.text.into(),
                avoids: Some(rule.error).filter(|name| !name.is_empty()),
            });
        }
    }
    if violations.is_empty() {
        return Ok(());
    }
    Err(Context::new(meta, Class::FixRequest, WriteOutcome::NotExecuted, Detail::Invalid(violations)))
}

/// The rule that comes before all others: whoever looks at a request, or writes it, goes down as far as it does.
pub(crate) fn depth(meta: &Meta, request: &dyn Record) -> Result<(), BoxedContext> {
    let Some(field) = encode::too_deep(request) else { return Ok(()) };
    let rule = format!("holds more than {} objects and lists inside each other", encode::DEEPEST).into();
    let violation = Violation { field: field.into(), rule, avoids: None };
    Err(Context::new(meta, Class::FixRequest, WriteOutcome::NotExecuted, Detail::Invalid(vec![violation])))
}

fn is_broken(rule: &Rule, request: &dyn Record) -> bool {
    let given = rule.fields.iter().filter(|name| is_given(request, name)).count();
    match rule.kind {
        RuleKind::Together => given != 0 && given != rule.fields.len(),
        RuleKind::OneOf => given != 1,
        RuleKind::AtLeastOne => given == 0,
        RuleKind::OnlyIf => {
            given != 0 && encode::sent(request, rule.when.0).map_or(!rule.or_absent, |is| is != rule.when.1)
        }
        RuleKind::Span => {
            let at = |name: &str| match lookup(request, name) {
                View::DateTime(time) => time?.unix_seconds(),
                _ => None,
            };
            let ends = match rule.fields {
                [from, to] => at(from).zip(at(to)),
                _ => None,
            };
            ends.is_some_and(|(from, to)| to < from || to.abs_diff(from) > rule.at_most)
        }
    }
}

/// The fields of one record. How deep it goes is known.
fn record(record_: &dyn Record, path: &str, violations: &mut Vec<Violation>) {
    for (index, field) in (0u16..).zip(record_.table().fields) {
        let view = record_.view(index);
        if let Some(rule) = broken(field, view) {
            violations.push(Violation { field: join(path, field.name).into(), rule, avoids: None });
        }
        match view {
            View::Record(slot) => {
                if let Some(inner) = slot.get() {
                    record(inner, &join(path, field.name), violations);
                }
            }
            View::List(list) => {
                for (at, inner) in (0..list.len()).filter_map(|at| Some((at, list.get(at)?))) {
                    record(inner, &format!("{}[{at}]", join(path, field.name)), violations);
                }
            }
            _ => {}
        }
    }
}

/// The first rule of its own that a field breaks.
fn broken(field: &Field, view: View<'_>) -> Option<Cow<'static, str>> {
    let content = content(view);
    if field.flags & REQUIRED != 0 {
        match content {
            Content::Absent => return Some("is required".into()),
            Content::Blank => return Some("must not be blank".into()),
            Content::Given => {}
        }
    }
    if let (Some(form), View::DateTime(Some(time))) = (field.form, view)
        && let Some(why) = form.refuses(time)
    {
        return Some(why.into());
    }
    if let View::Words(words) = view {
        let comma = (0..words.len()).filter_map(|at| words.get(at)).any(|word| word.contains(','));
        if comma {
            return Some("holds a value with a comma, which would become two".into());
        }
    }
    if let View::Values(values) = view {
        let mut texts = (0..values.len()).filter_map(|at| values.get(at)).map(|value| value.text());
        if field.style == Style::Comma && texts.clone().any(|text| text.contains(',')) {
            return Some("holds a value with a comma, which would become two".into());
        }
        if field.style != Style::Json && texts.any(|text| text.trim().is_empty()) {
            return Some("holds a blank value, which would be none".into());
        }
    }
    // Platforms and readers take them away: sent with them it would be one thing under two names.
    if content == Content::Given && has_id(field, view, |id| trim(id).len() != id.len()) {
        return Some("begins or ends with a blank, which is no part of an id".into());
    }
    if let (Style::Indexed, View::List(list)) = (field.style, view) {
        // What is behind it would be taken for something else.
        let said = |at| list.get(at).is_none_or(encode::says_something);
        if !(0..list.len()).all(said) {
            return Some("holds an entry that says nothing, whose number would be missing".into());
        }
    }
    if field.place != Place::Body && content == Content::Given {
        let text = encode::text(field, view);
        match field.place {
            // Beside others in its segment too: two of them would be a step together.
            Place::Path if matches!(text.as_str(), "." | "..") => {
                return Some("is no part of a path: a URL takes it for a step up or away".into());
            }
            // What is not ASCII arrives as something else at most gateways, and blanks at the ends do not arrive.
            Place::Header if text.trim() != text || !text.bytes().all(|byte| matches!(byte, b' '..=b'~')) => {
                return Some("holds a character that no header can".into());
            }
            _ => {}
        }
    }
    let max = usize::try_from(field.max_chars).unwrap_or(usize::MAX);
    if max != 0 && text(view).is_some_and(|text| text.chars().count() > max) {
        return Some(format!("is longer than {max} characters").into());
    }
    if let Some(rule) = out_of_bounds(field.bounds, view) {
        return Some(rule.into());
    }
    let documented = match view {
        View::Word(word) => word.is_documented(),
        View::Words(words) => words.is_documented(),
        View::Values(values) => values.is_documented(),
        _ => true,
    };
    if field.flags & DOCUMENTED_ONLY != 0 && !documented {
        return Some("is not one of the documented values".into());
    }
    None
}

/// What says what is done at most once, and what a read has to show again: no reader takes such a text for an id, so it would be another
/// intent than that of the id that is meant, and nothing could ever be proven of it.
fn intent(meta: &Meta, request: &dyn Record, violations: &mut Vec<Violation>) {
    let mark = meta.verify.map(|verify| verify.done.1);
    let names = meta.intent.iter().chain(meta.one_at_a_time).copied().chain(mark);
    let mut seen: Vec<&str> = Vec::new();
    for name in names {
        let field = field_named(request.table(), name);
        // Blanks at the ends have been told.
        let is_odd = |id: &str| trim(id).chars().any(|c| c.is_whitespace() || !is_visible(c));
        if !seen.contains(&name) && field.is_some_and(|(_, field)| has_id(field, lookup(request, name), is_odd)) {
            let rule = "holds a blank or a character that is not seen, which is no part of an id".into();
            violations.push(Violation { field: name.into(), rule, avoids: None });
        }
        seen.push(name);
    }
}

/// Whether a field holds such an id.
fn has_id(field: &Field, view: View<'_>, is_odd: impl Fn(&str) -> bool) -> bool {
    match view {
        View::Word(word) if field.kind == Kind::Id => word.get().is_some_and(is_odd),
        View::Words(words) if words.are_ids() => (0..words.len()).filter_map(|at| words.get(at)).any(is_odd),
        View::Values(values) if values.kind() == Kind::Id => {
            (0..values.len()).filter_map(|at| values.get(at)).any(|id| is_odd(id.text().as_str()))
        }
        _ => false,
    }
}

/// The first bound that a value does not keep to; one that is absent or blank is not sent.
fn out_of_bounds(bounds: &Bounds, view: View<'_>) -> Option<String> {
    // A file keeps to its kinds also where nobody bounds it.
    if let View::File(Some(file)) = view {
        return of_file(bounds, file);
    }
    if bounds == Bounds::NONE || content(view) != Content::Given {
        return None;
    }
    let above = |count: usize, most: u32| most != 0 && u32::try_from(count).is_ok_and(|count| count > most);
    if let Some(text) = text(view) {
        return above(text.len(), bounds.max_bytes).then(|| format!("is longer than {} bytes", bounds.max_bytes));
    }
    let count = match view {
        View::Words(words) => Some(words.len()),
        View::Values(values) => Some(values.len()),
        View::List(list) => Some(list.len()),
        _ => None,
    };
    if let Some(count) = count {
        let below = u32::try_from(count).is_ok_and(|count| count < bounds.min_items);
        return match () {
            () if below => Some(format!("has less than {} of them", bounds.min_items)),
            () if above(count, bounds.max_items) => Some(format!("has more than {} of them", bounds.max_items)),
            () => None,
        };
    }
    let (number, bound) = (number(view)?, |text: &str| text.parse::<Decimal>().ok());
    if bound(bounds.min).is_some_and(|min| number < min) {
        return Some(format!("is less than {}", bounds.min));
    }
    bound(bounds.max).is_some_and(|max| number > max).then(|| format!("is more than {}", bounds.max))
}

/// Length and kind of a file, as they are now: it is held to both again when it is opened.
fn of_file(bounds: &Bounds, file: &Upload) -> Option<String> {
    match file.len() {
        Err(error) => Some(format!("is a file that cannot be read: {error}")),
        Ok(len) if bounds.max_bytes != 0 && len > bounds.max_bytes.into() => {
            Some(format!("is longer than {} bytes", bounds.max_bytes))
        }
        Ok(_) => file.unlike(bounds.accept),
    }
}

fn number(view: View<'_>) -> Option<Decimal> {
    match view {
        View::Int(value) => value.map(Decimal::from),
        View::Decimal(value) => value,
        View::Yuan(value) => value.map(Yuan::get),
        View::Fen(value) => value.map(|value| value.get().into()),
        View::Points(value) => value.map(|value| value.get().into()),
        View::Amount(value) => value.map(Amount::get),
        _ => None,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Absent,
    /// Only whitespace, or a record of which nothing would be sent.
    Blank,
    Given,
}

fn content(view: View<'_>) -> Content {
    let present = match view {
        View::None => false,
        View::Int(value) => value.is_some(),
        View::Decimal(value) => value.is_some(),
        View::Yuan(value) => value.is_some(),
        View::Fen(value) => value.is_some(),
        View::Points(value) => value.is_some(),
        View::Amount(value) => value.is_some(),
        View::Bool(value) => value.is_some(),
        View::DateTime(value) => value.is_some(),
        View::Record(slot) => {
            // One that says nothing is not sent.
            return match slot.get() {
                None => Content::Absent,
                Some(record) if !encode::says_something(record) => Content::Blank,
                Some(_) => Content::Given,
            };
        }
        View::List(list) => !list.is_empty(),
        View::Values(values) => !values.is_empty(),
        View::Map(map) => !map.is_empty(),
        View::ValueMap(map) => !map.is_empty(),
        View::File(file) => file.is_some(),
        View::Words(words) => {
            let blank = (0..words.len()).filter_map(|at| words.get(at)).all(|word| word.trim().is_empty());
            return match words.len() {
                0 => Content::Absent,
                _ if blank => Content::Blank,
                _ => Content::Given,
            };
        }
        View::Text(_) | View::Json(_) | View::Word(_) => {
            return match text(view) {
                None => Content::Absent,
                Some(text) if text.trim().is_empty() => Content::Blank,
                Some(_) => Content::Given,
            };
        }
    };
    if present { Content::Given } else { Content::Absent }
}

fn text<'a>(view: View<'a>) -> Option<&'a str> {
    match view {
        View::Text(text) => text.as_deref(),
        View::Json(json) => json.as_ref().map(|json| json.as_str()),
        View::Word(word) => word.get(),
        _ => None,
    }
}

/// Given, as a rule across fields means it: a 0/1 flag counts when it is 1.
fn is_given(request: &dyn Record, name: &str) -> bool {
    let Some((index, field)) = field_named(request.table(), name) else { return false };
    match (field.kind, request.view(index)) {
        (Kind::Flag01, View::Bool(value)) => value == Some(true),
        (_, view) => content(view) == Content::Given,
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

#[cfg(test)]
#[cfg(feature = "vvtool")]
mod tests;
