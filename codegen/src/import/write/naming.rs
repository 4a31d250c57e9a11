//! What fields and types are called: in Rust, in English, in Chinese.

use super::names::Names;
use crate::model::api::plain;
use crate::model::{name, reserved};
use crate::visible::is_hidden;

/// An English line made of the wire name, for a person to improve.
#[must_use]
pub fn english(wire: &str) -> String {
    let mut words = String::new();
    let mut before = ' ';
    for c in wire.chars() {
        let breaks = c.is_ascii_uppercase() && before.is_ascii_lowercase();
        if matches!(c, '_' | '.' | '-' | '$' | '/') || breaks {
            words.push(' ');
        }
        if c.is_ascii_alphanumeric() {
            words.push(if breaks { c.to_ascii_lowercase() } else { c });
        }
        before = c;
    }
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    let line: String =
        letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).take(150).collect();
    if line.is_empty() { "Field".to_owned() } else { line }
}

/// The Chinese term, or the name where the document has none.
#[must_use]
pub fn chinese(term: &str, wire: &str) -> String {
    let clean: String = term.chars().filter(|c| !is_hidden(*c)).collect();
    if clean.trim().is_empty() { wire.to_owned() } else { clean.trim().to_owned() }
}

/// The Rust names of the fields of one record.
#[derive(Debug, Default)]
pub struct Idents {
    names: Names,
    count: usize,
}

impl Idents {
    /// Takes the Rust name of a field: its own, or the automatic one.
    pub fn take(&mut self, ident: Option<&String>, wire: &str) {
        if let Some(ident) = ident.cloned().or_else(|| name::field(wire)) {
            self.names.take(ident);
            self.count += 1;
        }
    }

    /// A Rust name for a field beside the others, where the automatic one will not do.
    pub fn ident(&mut self, wire: &str, sent: bool) -> Option<String> {
        let clashes = |names: &Names, ident: &str| names.has(ident) || sent && reserved::METHODS.contains(&ident);
        let automatic = name::field(wire);
        if automatic.as_ref().is_some_and(|ident| !clashes(&self.names, ident)) {
            return None;
        }
        if automatic.is_none() {
            let spoken = spoken(wire).filter(|ident| !clashes(&self.names, ident));
            if spoken.is_some() {
                return spoken;
            }
        }
        let stem = automatic.map_or_else(|| format!("field_{}", self.count + 1), |ident| plain(&ident).to_owned());
        Some(self.names.numbered(&stem, "_", |names, ident| !clashes(names, ident)))
    }
}

/// The name made of what is ASCII in a wire name that has other signs too: `filter[status]` is `filter_status`.
fn spoken(wire: &str) -> Option<String> {
    let letters: String = wire.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let ident = name::field(&letters)?;
    let keyword = plain(&ident) != ident || ident.ends_with('_');
    Some(if keyword { format!("{}_field", plain(&ident).trim_end_matches('_')) } else { ident })
}

/// `UpperCamel` of anything.
#[must_use]
pub fn type_name(text: &str) -> String {
    let already = text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if already {
        return text.to_owned();
    }
    let made: String = name::upper(text).unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    if made.starts_with(|c: char| c.is_ascii_uppercase()) { made } else { format!("Type{made}") }
}
