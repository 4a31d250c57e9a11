//! What is found in a description, and what of it a person is asked about.

use std::collections::HashSet;

use crate::import::document::ListedValue;
use crate::model::bounds::Bounds;

/// What was found in one description.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Listed values.
    pub values: Vec<ListedValue>,
    /// What a looser reading takes for listed values.
    pub candidates: Vec<String>,
    /// Stated default.
    pub default: Option<String>,
    /// Stated maximum length.
    pub max_chars: Option<u32>,
    /// Stated maximum in bytes.
    pub max_bytes: Option<u32>,
    /// The words say that it must be given, whatever a column says.
    pub required: Option<bool>,
    /// The words say that it may be left out, whatever a column says.
    pub optional: bool,
    /// The words seem to say that it must be given: asked about where no column says the same.
    pub pressed: bool,
    /// Several values are parted by another sign than a comma.
    pub(super) parted: bool,
    /// Several values are parted by commas, and the type says a text.
    pub joined: bool,
    /// It has digits behind a point.
    pub(super) fraction: bool,
    /// The words say that it is sent no longer.
    pub withdrawn: bool,
    /// Other stated bounds; see [`Found::bounds_of`].
    pub(super) bounds: Bounds,
    /// The least one itself is not allowed.
    pub(super) above: bool,
    /// The highest one itself is not allowed.
    pub(super) below: bool,
    /// Stated unit, as the spec writes it.
    pub unit: Option<String>,
    /// Stated date format.
    pub format: Option<String>,
    /// Obligation words.
    pub obligations: Vec<String>,
    /// Cues that did not parse.
    pub review: Vec<String>,
    /// More of them, where the value is sent; see [`super::beside`].
    pub(super) of_requests: Vec<&'static str>,
}

impl Found {
    /// Whether a person is asked about it.
    pub(super) fn asks(&self, cue: &str) -> bool {
        self.review.iter().any(|known| known == cue)
    }

    /// Whether it lists values, or may: which ones a person is asked.
    pub(super) fn may_list_values(&self) -> bool {
        !self.values.is_empty() || !self.candidates.is_empty() || self.asks("values")
    }
}

/// Asks whoever sends the value about it, once.
pub(super) fn ask_sender(found: &mut Found, cue: &'static str) {
    if !found.asks(cue) && !found.of_requests.contains(&cue) {
        found.of_requests.push(cue);
    }
}

/// Asks a person about it, once.
pub(super) fn ask(found: &mut Found, cue: &str) {
    if !found.asks(cue) {
        found.review.push(cue.to_owned());
    }
}

/// The numbers of which it is known what they say.
pub(super) fn known(found: &Found) -> HashSet<String> {
    let counts = [found.max_chars, found.max_bytes, found.bounds.min_items, found.bounds.max_items];
    let texts = [&found.bounds.min, &found.bounds.max, &found.default];
    let texts = texts.into_iter().flatten().chain(found.values.iter().map(|value| &value.value));
    // A minus sign is no part of a number here.
    let texts = texts.flat_map(|text| numbers(text));
    counts.into_iter().flatten().map(|count| count.to_string()).chain(texts).collect()
}

/// The numbers of a text.
pub(super) fn numbers(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut number = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() || (c == '.' && !number.is_empty()) {
            number.push(c);
        } else if !number.is_empty() {
            let said = std::mem::take(&mut number);
            found.push(said.trim_end_matches('.').to_owned());
        }
    }
    found
}
