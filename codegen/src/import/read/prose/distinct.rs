//! Codes in the order of a text, each once, however many it lists.

use std::collections::HashSet;

#[derive(Debug, Default)]
pub(super) struct Distinct {
    known: HashSet<String>,
    codes: Vec<String>,
}

impl Distinct {
    /// Takes a code in; false where it was there before.
    pub(super) fn add(&mut self, code: &str) -> bool {
        let new = !self.known.contains(code);
        if new {
            self.known.insert(code.to_owned());
            self.codes.push(code.to_owned());
        }
        new
    }

    pub(super) fn codes(self) -> Vec<String> {
        self.codes
    }
}

impl<'t> FromIterator<&'t str> for Distinct {
    fn from_iter<I: IntoIterator<Item = &'t str>>(codes: I) -> Self {
        let mut distinct = Self::default();
        for code in codes {
            distinct.add(code);
        }
        distinct
    }
}
