//! Entries of a spec file as YAML: fields, records, lists of values.

use std::fmt::Write as _;

use super::draft::Field;
use super::mark::Mark;
use super::ty::Ty;
use super::types::{Enum, Record, Value};
use super::yaml::{quoted, scalar};
use crate::model::bounds::Bounds;

/// The field as one line of YAML, without the dash.
#[must_use]
pub fn field(field: &Field, today: &str) -> String {
    let mut out = format!("{{name: {}", scalar(&field.name));
    let mut add = |key: &str, value: &str| out.extend([", ", key, ": ", value]);
    add("type", &field.ty.yaml());
    if let Ty::Moment(form) = &field.ty {
        add("format", &format!("{{datetime: {}}}", scalar(form)));
    }
    if let Some(unit) = field.unit() {
        add("unit", unit);
    }
    if field.required {
        add("required", "true");
    }
    if let Some(pii) = field.pii {
        add("pii", if pii { "true" } else { "false" });
    }
    if field.secret {
        add("secret", "true");
    }
    if let Some(ident) = &field.ident {
        add("ident", ident);
    }
    if let Some(max) = field.max_chars {
        add("max_chars", &max.to_string());
    }
    if let Some(place) = field.place {
        add("in", place.word());
    }
    if let Some(style) = field.style {
        add("style", style.word());
    }
    let Bounds { max_bytes, min, max, min_items, max_items, pattern, accept } = &field.bounds;
    let counts = [("max_bytes", max_bytes), ("min_items", min_items), ("max_items", max_items)];
    for (key, count) in counts {
        if let Some(count) = count {
            add(key, &count.to_string());
        }
    }
    for (key, number) in [("min", min), ("max", max)] {
        if let Some(number) = number {
            add(key, number);
        }
    }
    if !accept.is_empty() {
        add("accept", &format!("[{}]", accept.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(", ")));
    }
    if let Some(pattern) = pattern {
        add("pattern", &quoted(pattern));
    }
    if let Some(default) = &field.default {
        add("default", &quoted(default));
    }
    if let Some(example) = &field.example {
        add("example", &quoted(example));
    }
    if field.deprecated.is_some() {
        add("deprecated", &format!("{{since: {today}, why: \"The document says so\"}}"));
    }
    let words = field.review.iter().map(|word| Mark::Word(word));
    let marks: Vec<String> = words
        .chain(field.said.clone())
        .chain(field.marks.iter().cloned())
        .chain(field.added.clone())
        .map(|mark| mark.yaml())
        .collect();
    if !marks.is_empty() {
        add("review", &format!("[{}]", marks.join(", ")));
    }
    add("en", &quoted(&field.en));
    add("zh", &scalar(&field.zh));
    out.push('}');
    out
}

/// A list of fields under a key.
pub fn list(out: &mut String, key: &str, fields: &[Field], indent: &str, today: &str) {
    if fields.is_empty() {
        let _ = writeln!(out, "{indent}{key}: []");
        return;
    }
    let _ = writeln!(out, "{indent}{key}:");
    for field in fields {
        let _ = writeln!(out, "{indent}  - {}", self::field(field, today));
    }
}

/// A record as YAML.
pub fn record(out: &mut String, record: &Record, today: &str) {
    let _ = writeln!(out, "  - type: {}\n    en: {}\n    zh: {}", record.name, quoted(&record.en), scalar(&record.zh));
    list(out, "fields", &record.fields, "    ", today);
}

/// An enum as YAML.
pub fn values(out: &mut String, each: &Enum) {
    let _ = writeln!(
        out,
        "  - enum: {}\n    en: {}\n    zh: {}\n    values:",
        each.name,
        quoted(&each.en),
        scalar(&each.zh)
    );
    for each in &each.values {
        let _ = writeln!(out, "      - {}", value(each));
    }
}

/// A value as one line of YAML, without the dash.
#[must_use]
pub fn value(value: &Value) -> String {
    let ident = value.ident.as_ref().map(|ident| format!("name: {ident}, ")).unwrap_or_default();
    format!("{{value: {}, {ident}en: {}, zh: {}}}", quoted(&value.value), quoted(&value.en), scalar(&value.zh))
}
