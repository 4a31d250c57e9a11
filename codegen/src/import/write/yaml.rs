//! Scalars and the first line of a spec file.

use std::path::Path;

use crate::json;

/// A YAML scalar: plain where that is safe, in quotes where it is not.
#[must_use]
pub fn scalar(text: &str) -> String {
    let words = text.split(' ').all(|word| !word.is_empty());
    let plain = words
        && text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | '/'))
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word));
    if plain { text.to_owned() } else { quoted(text) }
}

/// A YAML scalar in quotes; JSON's escapes are YAML's too.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    json::push_quoted(&mut out, text);
    out
}

/// First line of a spec file: with it, editors complete and check its keys by `schema.json` without being set up.
#[must_use]
pub fn modeline(spec: &Path, path: &Path) -> String {
    let folders = path.strip_prefix(spec).map_or(1, |below| below.components().count());
    format!("# yaml-language-server: $schema={}schema.json\n", "../".repeat(folders.saturating_sub(1)))
}
