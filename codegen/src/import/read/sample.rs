//! The text of a sample reply as one value, in JSON or in XML.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::model::name;

/// A sample, read.
#[derive(Debug)]
pub struct Parsed {
    /// The whole body.
    pub body: Value,
    /// It was read without commas that stand there once too often.
    pub mended: bool,
    /// Other samples that stand behind it.
    pub others: Vec<Value>,
    /// Keys that an object of it has twice: the last one counts, and one of them is a slip.
    pub twice: Vec<String>,
}

impl Parsed {
    /// What a person must know about how it was read.
    pub fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        if self.mended {
            told.push("the sample reply has commas too many; it was read without them".to_owned());
        }
        if !self.twice.is_empty() {
            let keys: Vec<String> = self.twice.iter().map(|key| format!("`{key}`")).collect();
            told.push(format!("an object of the sample reply has {} twice; the last one was read", keys.join(", ")));
        }
        told
    }
}

/// Reads a sample in JSON, the first of several; the error is the line in it at which it ends to be JSON, from 0.
///
/// # Errors
/// When it is no JSON, also without its spare commas.
pub fn json(text: &str) -> Result<Parsed, usize> {
    // Words and fences around it are a page's.
    let begin = text.find(['{', '[']).unwrap_or(0);
    let (before, text) = text.split_at_checked(begin).unwrap_or(("", text));
    let read = |text: &str, mended: bool| {
        let parsed = |(body, end)| Parsed { body, mended, others: others(text, end), twice: twice(text) };
        first(text).map(parsed)
    };
    read(text, false).or_else(|error| {
        read(&without_spare_commas(text), true)
            .map_err(|_| before.matches('\n').count() + error.line().saturating_sub(1))
    })
}

/// The first value, and where it ends.
fn first(text: &str) -> Result<(Value, usize), serde_json::Error> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let body = values.next().unwrap_or_else(|| serde_json::from_str(text))?;
    Ok((body, values.byte_offset()))
}

/// Objects and lists of objects behind the first value, whatever words stand between them.
fn others(text: &str, mut at: usize) -> Vec<Value> {
    let mut found = Vec::new();
    for _ in 0..MANY {
        let Some(begin) = text.get(at..).and_then(|rest| rest.find(['{', '['])) else { break };
        let rest = text.get(at + begin..).unwrap_or_default();
        match first(rest) {
            Ok((value, end)) => {
                at += begin + end.max(1);
                let said = value.is_object() || value.get(0).is_some_and(Value::is_object);
                found.extend(said.then_some(value));
            }
            Err(_) => at += begin + 1,
        }
    }
    found
}

/// As many beginnings as are tried behind the first sample.
const MANY: usize = 16;

/// The samples in XML or in JSON that a text has, in whatever order, each with whether it is XML, and where it begins.
pub(super) fn several(text: &str) -> Vec<(bool, usize, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = text.get(at..).and_then(|rest| rest.find(['<', '{'])).filter(|_| found.len() < MANY) {
        let rest = text.get(at + begin..).unwrap_or_default();
        let is_xml = rest.starts_with('<');
        let closed = root(rest).and_then(|root| {
            let end = format!("</{root}>");
            rest.find(&end).map(|at| at + end.len())
        });
        let end = if is_xml { closed } else { first(rest).ok().map(|(_, end)| end) };
        let end = end.filter(|end| *end > 0).unwrap_or(rest.len());
        found.push((is_xml, at + begin, rest.get(..end).unwrap_or(rest)));
        at += begin + end;
    }
    found
}

/// The keys that some object of a document has twice, each once: of those its value has only the last.
pub(super) fn said_twice(text: &str, parsed: &Value) -> Vec<String> {
    let (mut kept, mut work) = (0, vec![parsed]);
    while let Some(value) = work.pop() {
        match value {
            Value::Array(items) => work.extend(items),
            Value::Object(members) => {
                kept += members.len();
                work.extend(members.values());
            }
            _ => {}
        }
    }
    if keys(text) == kept { Vec::new() } else { twice(text) }
}

/// How many keys a JSON text has: a colon outside its texts stands behind each.
fn keys(text: &str) -> usize {
    let (mut count, mut inside, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            b':' if !inside => count += 1,
            _ => {}
        }
    }
    count
}

/// The keys that some object of the first value has twice, each once. The text was read as JSON before.
fn twice(text: &str) -> Vec<String> {
    let (mut found, mut open): (Vec<String>, Vec<HashSet<String>>) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let begin = at;
        at += c.len_utf8();
        match c {
            '{' | '[' => open.push(HashSet::new()),
            '}' | ']' => {
                open.pop();
                if open.is_empty() {
                    break;
                }
            }
            '"' => {
                let mut escaped = false;
                let rest = text.get(at..).unwrap_or_default();
                let end = rest.find(|c| {
                    let ends = c == '"' && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                });
                at += end.map_or(rest.len(), |end| end + 1);
                let is_key = text.get(at..).is_some_and(|behind| behind.trim_start().starts_with(':'));
                let key = text.get(begin..at).and_then(|quoted| serde_json::from_str::<String>(quoted).ok());
                if let (true, Some(key), Some(seen)) = (is_key, key, open.last_mut())
                    && !seen.insert(key.clone())
                    && !found.contains(&key)
                {
                    found.push(key);
                }
            }
            _ => {}
        }
    }
    found
}

/// The name of what stands around a whole sample: its element in XML, the only key of its object in JSON.
#[must_use]
pub fn root(text: &str) -> Option<&str> {
    let text = text.trim_start();
    let Some(inner) = text.strip_prefix('{') else {
        let mut tags = text.split('<').skip(1).filter(|tag| !tag.starts_with(['?', '!', '/']));
        return tags.next()?.split(['>', ' ', '/']).next();
    };
    let (key, _) = inner.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(key)
}

/// The object of the method's name holds the reply; a simplified one has none.
#[must_use]
pub fn inside(body: Value) -> Value {
    match body {
        Value::Object(members) if members.len() == 1 && members.keys().all(|key| key.ends_with(name::ROOT_KEY_END)) => {
            members.into_values().next().unwrap_or_default()
        }
        other => other,
    }
}

/// The commonest slip of a sample that somebody shortened by hand: a comma before a comma, or before the end of an object or list.
fn without_spare_commas(json: &str) -> String {
    let mut kept = String::with_capacity(json.len());
    let (mut quoted, mut escaped, mut comma) = (false, false, false);
    for c in json.chars() {
        if comma && !c.is_whitespace() {
            if !matches!(c, ',' | '}' | ']') {
                kept.push(',');
            }
            comma = false;
        }
        if c == ',' && !quoted {
            comma = true;
            continue;
        }
        if c == '"' && !escaped {
            quoted = !quoted;
        }
        escaped = quoted && c == '\\' && !escaped;
        kept.push(c);
    }
    kept
}

/// An element that is not closed yet.
struct Open<'a> {
    name: &'a str,
    members: Map<String, Value>,
    text: &'a str,
}

/// Reads a sample in XML, the way the platform's JSON says the same: elements are members, those of one name a list, and the root
/// stands around them all. The error is the line in it, from 0.
///
/// # Errors
/// When an element is not closed, or closed by another name.
pub fn xml(text: &str) -> Result<Value, usize> {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut root: Option<Value> = None;
    let line = |piece: &str| {
        let at = (piece.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        text.get(..at).map_or(0, |before| before.matches('\n').count())
    };
    for piece in text.split('<').skip(1) {
        if root.is_some() {
            break;
        }
        let Some((tag, after)) = piece.split_once('>') else { return Err(line(piece)) };
        if tag.starts_with(['?', '!']) {
            continue;
        }
        let closed = if let Some(name) = tag.strip_prefix('/') {
            let last = open.pop().filter(|last| last.name == name.trim());
            Some(last.ok_or_else(|| line(piece))?)
        } else {
            let name = tag.trim_end_matches('/').split_whitespace().next().ok_or_else(|| line(piece))?;
            let begun = Open { name, members: Map::new(), text: after };
            if tag.ends_with('/') {
                Some(Open { text: "", ..begun })
            } else {
                open.push(begun);
                None
            }
        };
        let Some(Open { name, members, text }) = closed else { continue };
        let value = if members.is_empty() { Value::String(unescaped(text.trim())) } else { Value::Object(members) };
        match open.last_mut() {
            Some(above) => put(&mut above.members, name, value),
            None => root = Some(value),
        }
    }
    root.ok_or_else(|| text.lines().count().saturating_sub(1))
}

/// A second element of one name makes a list of both.
fn put(members: &mut Map<String, Value>, name: &str, value: Value) {
    match members.get_mut(name) {
        Some(Value::Array(items)) => items.push(value),
        Some(known) => *known = Value::Array(vec![known.take(), value]),
        None => {
            members.insert(name.to_owned(), value);
        }
    }
}

fn unescaped(text: &str) -> String {
    const SIGNS: [(&str, &str); 5] = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    SIGNS.iter().fold(text.to_owned(), |text, (written, sign)| text.replace(written, sign))
}
