//! What the sample of a call shows, in whatever language it is written: where the call goes, how, and with what.

mod code;
mod groups;
mod shell;
mod tokens;

use serde_json::Value;

use super::cells;
use super::page_head::NO_CALL;
use crate::words::Method;

/// What one sample shows of a call. What it does not show, or not in a form that is known, is not there.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Call {
    /// Methods of HTTP.
    pub(super) methods: Vec<String>,
    /// Where it goes: an address, `//host/path`, or a path alone.
    pub(super) addresses: Vec<String>,
    /// Names and values of headers.
    pub(super) headers: Vec<(String, String)>,
    /// Names in the query of an address.
    pub(super) query: Vec<String>,
    /// Names of what is sent besides.
    pub(super) fields: Vec<String>,
    /// Names inside what is sent as JSON.
    pub(super) inner: Vec<String>,
    /// The body is written as JSON.
    pub(super) json: bool,
    /// The body is written as a form.
    pub(super) form: bool,
}

impl Call {
    /// Reads lines that stand together.
    pub(super) fn of(lines: &[&str]) -> Self {
        let mut call = Self::default();
        let text = straight(&lines.join("\n"));
        if let Ok(value) = serde_json::from_str::<Value>(text.trim()) {
            call.object(&value);
        } else if text.contains("curl ") && !text.contains("curl_") {
            shell::read(&text, &mut call);
        } else if !raw(&text, &mut call) {
            code::read(&text, &mut call);
        }
        call.split_addresses();
        call
    }

    /// Takes in an object that is sent as JSON. False where a value is none.
    fn object(&mut self, value: &Value) -> bool {
        let Some(members) = value.as_object() else { return false };
        self.json = true;
        self.fields.extend(members.keys().cloned());
        let mut work: Vec<&Value> = members.values().collect();
        while let Some(value) = work.pop() {
            match value {
                Value::Array(items) => work.extend(items),
                Value::Object(members) => {
                    self.inner.extend(members.keys().cloned());
                    work.extend(members.values());
                }
                _ => {}
            }
        }
        true
    }

    /// Takes in the text of a body: JSON, or names with values. False where it is neither.
    fn body(&mut self, text: &str) -> bool {
        let text = text.trim();
        if text.starts_with('{') {
            return match serde_json::from_str::<Value>(text) {
                Ok(value) => self.object(&value),
                Err(_) => groups::loose(text, self),
            };
        }
        let names = pairs(text);
        self.form |= !names.is_empty();
        let any = !names.is_empty();
        self.fields.extend(names);
        any
    }

    fn header(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || name.contains(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
            return;
        }
        if name.eq_ignore_ascii_case("content-type") {
            self.content(value);
        }
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    fn content(&mut self, value: &str) {
        let lower = value.to_ascii_lowercase();
        self.json |= lower.contains("application/json");
        self.form |= lower.contains("form-data") || lower.contains("urlencoded");
    }

    /// Names in queries are names of fields, and no part of where a call goes.
    fn split_addresses(&mut self) {
        for address in &mut self.addresses {
            let Some((place, query)) = address.split_once(['?', '#']) else { continue };
            self.query.extend(pairs(query));
            *address = place.to_owned();
        }
    }
}

/// `a=1&b=2`, and nothing else; a value may hold whatever has no ampersand.
fn pairs(text: &str) -> Vec<String> {
    let name = |piece: &str| {
        let (name, _) = piece.split_once('=')?;
        let plain = cells::is_name(name.trim().trim_end_matches("[]")) && !name.contains(['-', '$', '.', ' ']);
        plain.then(|| name.trim().to_owned())
    };
    let names: Option<Vec<String>> = text.split('&').filter(|piece| !piece.is_empty()).map(name).collect();
    names.unwrap_or_default()
}

/// A request as it goes over the wire: its first line, and headers below it.
fn raw(text: &str, call: &mut Call) -> bool {
    let mut lines = text.lines().map(str::trim);
    let Some(first) = lines.next() else { return false };
    let mut words = first.split_whitespace();
    let (Some(method), Some(address), version) = (words.next(), words.next(), words.next()) else { return false };
    let known = self::method(method).is_some();
    let whole = version.is_none_or(|version| version.starts_with("HTTP/"));
    if !known || !whole || !address.starts_with(['/', 'h']) {
        return false;
    }
    call.methods.push(method.to_owned());
    let mut address = address.to_owned();
    let mut body = String::new();
    for line in lines {
        let header = body.is_empty() && line.split_once(": ").is_some_and(|(name, _)| !name.contains(['{', '"', '=']));
        match line.split_once(':') {
            Some((name, host)) if header && name.eq_ignore_ascii_case("host") && address.starts_with('/') => {
                address = format!("//{}{address}", host.trim());
            }
            Some(_) if header => call.header(line),
            _ => body.push_str(line),
        }
    }
    call.addresses.push(address);
    if !body.is_empty() {
        call.body(&body);
    }
    true
}

/// The method that a word is, as it is written in samples.
fn method(word: &str) -> Option<&'static str> {
    Method::WORDS.iter().chain(&NO_CALL).copied().find(|method| *method == word)
}

/// Quotes as a keyboard has them.
fn straight(text: &str) -> String {
    let straight = |c: char| match c {
        '“' | '”' | '„' => '"',
        '‘' | '’' => '\'',
        other => other,
    };
    text.chars().map(straight).collect()
}
