//! What was read of a description before: a catalogue says the same of the fields of many methods.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::Found;

/// A longer text hardly stands twice.
const LONGEST: usize = 1 << 11;
/// So many texts are kept.
const MOST: usize = 1 << 16;

/// Descriptions with what was read of them, shared by all threads of a run.
#[derive(Debug, Clone, Default)]
pub(super) struct Known(Arc<Mutex<Texts>>);

/// None of a text of which nothing was found.
type Texts = HashMap<Box<str>, Option<Box<Found>>>;

impl Known {
    /// What a text says, read once.
    pub(super) fn get(&self, text: &str, read: impl FnOnce() -> Found) -> Found {
        if text.len() > LONGEST {
            return read();
        }
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(text) {
            return found.as_deref().cloned().unwrap_or_default();
        }
        let found = read();
        let mut known = known();
        if known.len() < MOST {
            known.insert(text.into(), (found != Found::default()).then(|| Box::new(found.clone())));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Patterns, read};

    #[test]
    fn a_text_that_was_read_before_says_the_same() {
        let texts = ["种类 1:甲 2:乙", "金额,单位:元", "", "种类,A或B", "最大长度 20", "默认 1"];
        let patterns = Patterns::default();
        for text in texts.iter().chain(&texts) {
            assert_eq!(read(text, &patterns), read(text, &Patterns::default()), "{text}");
        }
    }
}
