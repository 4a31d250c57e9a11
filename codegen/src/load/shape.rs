//! Holds a tree of nodes against the tables of [`super::format`] and reports everything that does not fit, all at once.

use super::format::{RawData, RawPassMap, RawPrice, RawReviewChange, RawTypeMap, Reviews};
use super::keys::{Need, Shape, Table};
use super::yaml::{Kind, Node};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::lexical::is_day;
use crate::slip;
use crate::source::Span;
use crate::visible::is_hidden;
use crate::words::Charge;

/// Longest English line, in characters.
const MAX_ENGLISH: usize = 160;

/// Check a map against its table.
pub(super) fn map(node: &Node<'_>, table: &Table, diags: &mut Vec<Diag>) {
    let Kind::Map(pairs) = &node.kind else {
        let what = format!("{} is a map", article(table.name));
        return wrong(node, &what, diags);
    };
    let mut seen: Vec<(&str, Span)> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs {
        let text = key.text.as_ref();
        match table.keys.iter().find(|each| each.name == text) {
            None => {
                let known = table.keys.iter().map(|each| each.name);
                let list = table.keys.iter().map(|each| each.name).collect::<Vec<_>>().join(", ");
                let message = format!("unknown key {} in {}", quoted(text), article(table.name));
                let diag = Diag::new(codes::UNKNOWN_KEY, key.span, message).nearest(text, known);
                diags.push(diag.help(match slip::in_word(text) {
                    Some(slip) => format!("it holds {}: {}", slip.message, slip.help),
                    None => format!("its keys are {list}"),
                }));
            }
            Some(known) => match seen.iter().find(|(name, _)| *name == text) {
                Some((_, first)) => {
                    diags.push(
                        Diag::new(codes::DUPLICATE_KEY, key.span, format!("the key {text:?} appears twice"))
                            .label(*first, "first here"),
                    );
                }
                None => {
                    seen.push((text, key.span));
                    self::value(value, &known.shape, text, diags);
                }
            },
        }
    }
    missing(node, table, &seen, diags);
}

fn missing(node: &Node<'_>, table: &Table, seen: &[(&str, Span)], diags: &mut Vec<Diag>) {
    let has = |name: &str| seen.iter().find(|(each, _)| *each == name).map(|(_, span)| *span);
    let head = head(node);
    for key in table.keys {
        match (&key.need, has(key.name)) {
            (Need::Must, None) => {
                let message = format!("{} needs the key {:?}", article(table.name), key.name);
                diags.push(Diag::new(codes::MISSING_KEY, head, message).help(hint(key.name, &key.shape, key.doc)));
            }
            (Need::With(other), None) if has(other).is_some() => {
                let message = format!("the key {other:?} needs {:?} beside it", key.name);
                diags.push(Diag::new(codes::MISSING_KEY, head, message).help(hint(key.name, &key.shape, key.doc)));
            }
            (Need::With(other) | Need::Only(other), Some(span)) if has(other).is_none() => {
                diags.push(Diag::new(
                    codes::WRONG_KEY,
                    span,
                    format!("{:?} has no meaning without {other:?}", key.name),
                ));
            }
            _ => {}
        }
    }
    if table.one_of.is_empty() {
        return;
    }
    let given: Vec<(&str, Span)> = table.one_of.iter().filter_map(|name| Some((*name, has(name)?))).collect();
    match given.as_slice() {
        [] => {
            let message = format!("{} needs one of the keys {}", article(table.name), table.one_of.join(", "));
            diags.push(Diag::new(codes::MISSING_KEY, head, message));
        }
        [_] => {}
        [(first, at), (second, span), ..] => {
            let message = format!("{first:?} and {second:?} exclude each other");
            diags.push(Diag::new(codes::WRONG_KEY, *span, message).label(*at, "the other one"));
        }
    }
}

fn hint(name: &str, shape: &Shape, doc: &str) -> String {
    match shape {
        Shape::Word(words) => format!("{name}: {}. {doc}", words.join(" | ")),
        _ => format!("{name}: {doc}"),
    }
}

/// Where a message about a whole map points: its first key, or its brace.
fn head(node: &Node<'_>) -> Span {
    match &node.kind {
        Kind::Map(pairs) => pairs.first().map_or(node.span, |(key, _)| key.span),
        _ => node.span,
    }
}

fn article(name: &str) -> String {
    let an = name.starts_with(['A', 'E', 'I', 'O', 'U']);
    // `Http` is spoken as letters, `Ids` is the file; both read well enough without more care.
    format!("{} {}", if an { "an" } else { "a" }, name.to_lowercase())
}

fn wrong(node: &Node<'_>, want: &str, diags: &mut Vec<Diag>) {
    let is = match &node.kind {
        Kind::Scalar { text, quoted: false } if is_null(text) => "no value at all".to_owned(),
        Kind::Scalar { text, .. } => quoted(text),
        Kind::List(nodes) if nodes.is_empty() => "an empty list".to_owned(),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a map".to_owned(),
    };
    // A whole block would underline a screenful: its first line says enough.
    let span = match &node.kind {
        Kind::Map(_) => head(node),
        _ => node.span,
    };
    let mut diag = Diag::new(codes::WRONG_SHAPE, span, format!("{want}, this is {is}"));
    if let Kind::Scalar { text, quoted: false } = &node.kind
        && let Some(bracket) = text.get(..text.chars().next().map_or(0, char::len_utf8)).and_then(slip::in_word)
    {
        diag = diag.help(format!("it begins with {}: {}", bracket.message, bracket.help));
    }
    diags.push(diag);
}

fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

/// Check the value of a key.
pub(super) fn value(node: &Node<'_>, want: &Shape, key: &str, diags: &mut Vec<Diag>) {
    match want {
        Shape::Map(table) => map(node, table, diags),
        Shape::Type => match &node.kind {
            Kind::Map(_) => map(node, RawTypeMap::TABLE, diags),
            _ => scalar(node, want, key, diags),
        },
        Shape::Data => match &node.kind {
            Kind::Map(_) => map(node, RawData::TABLE, diags),
            _ => scalar(node, &Shape::Word(&["none"]), key, diags),
        },
        Shape::Pass => match &node.kind {
            Kind::Map(_) => map(node, RawPassMap::TABLE, diags),
            _ => scalar(node, want, key, diags),
        },
        Shape::Review => match &node.kind {
            Kind::Map(_) => map(node, RawReviewChange::TABLE, diags),
            _ => scalar(node, &Shape::Word(Reviews::WORDS), key, diags),
        },
        Shape::Each(table) => each(node, table, key, diags),
        Shape::Several(table) => match &node.kind {
            Kind::List(nodes) if nodes.is_empty() => wrong(node, &format!("{key:?} takes at least one"), diags),
            Kind::List(nodes) => nodes.iter().for_each(|node| map(node, table, diags)),
            _ => map(node, table, diags),
        },
        Shape::Priced => match &node.kind {
            Kind::Map(_) => map(node, RawPrice::TABLE, diags),
            _ => scalar(node, &Shape::Word(Charge::WORDS), key, diags),
        },
        Shape::List(item) => match &node.kind {
            Kind::List(nodes) if nodes.is_empty() && NOT_EMPTY.contains(&key) => {
                wrong(node, &format!("{key:?} takes at least one"), diags);
            }
            Kind::List(nodes) => nodes.iter().for_each(|node| value(node, item, key, diags)),
            _ => wrong(node, &format!("{key:?} takes a list"), diags),
        },
        _ => scalar(node, want, key, diags),
    }
}

/// Keys of lines that are prose, or that may be a blank themselves.
const FREE: [&str; 15] = [
    "en",
    "zh",
    "note",
    "note_zh",
    "why",
    "reason",
    "message",
    "separator",
    "assign",
    "items",
    "colon",
    "values",
    "change",
    "each",
    "around",
];

/// Lists that say something else where they are left out, and nothing at all where they are empty.
const NOT_EMPTY: [&str; 8] = ["accept", "intent", "one_at_a_time", "values", "entries", "hosts", "pass", "in"];

/// A map whose keys are names of one's own.
fn each(node: &Node<'_>, table: &Table, key: &str, diags: &mut Vec<Diag>) {
    let Kind::Map(pairs) = &node.kind else { return wrong(node, &format!("{key:?} takes a map of names"), diags) };
    for (at, (name, value)) in pairs.iter().enumerate() {
        if name.text.trim().is_empty() {
            diags.push(Diag::new(codes::BLANK, name.span, format!("a name in {key:?} is blank")));
        }
        if let Some((first, _)) = pairs.iter().take(at).find(|(other, _)| other.text == name.text) {
            let message = format!("the name {} appears twice", quoted(&name.text));
            diags.push(Diag::new(codes::DUPLICATE_KEY, name.span, message).label(first.span, "first here"));
        }
        map(value, table, diags);
    }
    if pairs.is_empty() {
        wrong(node, &format!("{key:?} takes at least one name"), diags);
    }
}

fn scalar(node: &Node<'_>, want: &Shape, key: &str, diags: &mut Vec<Diag>) {
    let Kind::Scalar { text, quoted: in_quotes } = &node.kind else {
        return wrong(node, &format!("{key:?} takes {}", spoken(want)), diags);
    };
    if !in_quotes && is_null(text) {
        return wrong(node, &format!("{key:?} takes {}", spoken(want)), diags);
    }
    // JSON in a sample may be laid out over lines; everything else is one line.
    let value = matches!(want, Shape::Value);
    let hidden = |c: char| is_hidden(c) && !(value && matches!(c, '\n' | '\t'));
    if let Some(control) = text.chars().find(|c| hidden(*c)) {
        let message = format!("a control character ({}) in {key:?}", control.escape_unicode());
        let help = match control {
            '\n' | '\r' => "this is one line of text",
            _ => "a reader does not see it: remove it, or spell it out in words",
        };
        return diags.push(Diag::new(codes::CONTROL, node.span, message).help(help));
    }
    if !value && text.trim().is_empty() {
        return diags.push(Diag::new(codes::BLANK, node.span, format!("{key:?} is blank")));
    }
    if matches!(want, Shape::Line) && !FREE.contains(&key) && text.trim() != text.as_ref() {
        let message = format!("{key:?} has a blank before or behind it: {}", quoted(text));
        let help = format!("write {}", quoted(text.trim()));
        return diags.push(Diag::new(codes::AROUND, node.span, message).help(help));
    }
    let good = match want {
        Shape::English => {
            let length = text.chars().count();
            if length > MAX_ENGLISH {
                let message = format!("{key:?} has {length} characters, at most {MAX_ENGLISH} are allowed");
                diags.push(
                    Diag::new(codes::TOO_LONG, node.span, message)
                        .help("one line says what it is; put the rest into `note`"),
                );
            }
            true
        }
        Shape::TypeName => is_type_name(text),
        Shape::AnyType => is_type_name(text) || is_ident(text),
        Shape::Ident => is_ident(text),
        // A zero before it is eight to who reads it as YAML 1.1 does.
        Shape::Count => !text.starts_with(['+', '0']) && text.parse::<u32>().is_ok(),
        Shape::Bool => matches!(text.as_ref(), "true" | "false"),
        Shape::Date => {
            if !is_day(text) {
                diags.push(
                    Diag::new(codes::BAD_DATE, node.span, format!("{} is not a date", quoted(text)))
                        .help("dates are written 2026-11-21"),
                );
            }
            true
        }
        Shape::Word(words) => {
            if !words.contains(&text.as_ref()) {
                let message = format!("{key:?} cannot be {}", quoted(text));
                let diag = Diag::new(codes::UNKNOWN_WORD, node.span, message).nearest(text, words.iter().copied());
                diags.push(diag.help(format!("one of {}", words.join(", "))));
            }
            true
        }
        _ => true,
    };
    if !good {
        wrong(node, &format!("{key:?} takes {}", spoken(want)), diags);
    }
}

fn spoken(want: &Shape) -> &'static str {
    match want {
        Shape::TypeName => "a name in UpperCamel (ASCII letters and digits)",
        Shape::AnyType => "the name of a type",
        Shape::Ident => "a name in snake_case (ASCII letters, digits, underscores)",
        Shape::Count => "a whole number from 1 to 4294967295",
        Shape::Bool => "true or false",
        Shape::Date => "a date",
        Shape::Word(_) | Shape::Review => "a word",
        Shape::Map(_) | Shape::Each(_) => "a map",
        Shape::Data => "a map, or none",
        Shape::List(_) => "a list",
        Shape::Several(_) => "a map, or a list of them",
        Shape::Priced => "a word, or a map {points, on}",
        Shape::Type => "a type",
        Shape::Pass => "a name, or a map {from, to}",
        Shape::Line | Shape::ErrorName | Shape::English | Shape::Chinese | Shape::Value => "a text",
    }
}

/// `OrderItem`, `LogisticsTagDTO`.
pub(crate) fn is_type_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase()) && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `order_item`.
pub(super) fn is_ident(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && text.contains(|c: char| c != '_')
}
