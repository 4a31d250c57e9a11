//! The sentences themselves, which no document keeps: found by their digests when a person wants to see what changed.

use std::collections::HashMap;

use serde_json::Value;

use super::sections::Read;
use super::texts;
use crate::import::digest;

/// The sentences of one file, without secrets and personal data.
#[derive(Debug, Default)]
pub struct Said {
    sentences: HashMap<String, String>,
    texts: Vec<(String, String)>,
}

impl Said {
    pub(super) fn of_page(clean: &str, read: &Read) -> Self {
        let mut said = Self::default();
        read.page.rows.iter().for_each(|row| said.add(&row.prose));
        read.page.errors.iter().for_each(|error| said.add(&error.remedy));
        let uncoded: Vec<&str> = read.page.uncoded.iter().map(|(_, text)| text.as_str()).collect();
        said.add(&uncoded.join("\n"));
        // What a line of the head says has a digest of its own.
        clean.lines().filter_map(|line| line.split_once([':', '：'])).for_each(|(_, value)| said.add(value.trim()));
        let texts = texts::gathered(clean, &read.page.ledger).into_iter();
        said.texts = texts.map(|(name, text, _)| (name, text)).collect();
        said
    }

    pub(super) fn of_payload(clean: &Value, members: &serde_json::Map<String, Value>) -> Self {
        let mut said = Self::default();
        said.strings(clean);
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        said.texts = members.iter().map(|(key, value)| (key.clone(), text(value))).collect();
        said
    }

    fn strings(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.add(text),
            Value::Array(items) => items.iter().for_each(|item| self.strings(item)),
            Value::Object(members) => members.values().for_each(|member| self.strings(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn add(&mut self, text: &str) {
        if !text.is_empty() {
            self.sentences.insert(words(&digest::of_prose(text)).to_owned(), text.to_owned());
        }
    }

    /// The sentence of a digest.
    #[must_use]
    pub fn sentence(&self, digest: &str) -> Option<&str> {
        self.sentences.get(words(digest)).map(String::as_str)
    }

    /// The text of a name.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
    }
}

/// Older digests have no part for letter case.
fn words(digest: &str) -> &str {
    digest.split('.').next().unwrap_or(digest)
}
