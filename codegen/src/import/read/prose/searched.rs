//! A text that is searched for many words, of which it has few.

/// The text, and which bytes it has: one bit for each of their last six bits. Nearly every text lacks a byte of every word, which shows
/// without a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched<'a> {
    pub(super) text: &'a str,
    bytes: u64,
}

impl<'a> Searched<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, bytes: bytes(text) }
    }

    /// Whether the word stands in the text.
    pub(super) fn contains(&self, word: &str) -> bool {
        bytes(word) & !self.bytes == 0 && self.text.contains(word)
    }

    /// Whether one of the words stands in the text.
    pub(super) fn contains_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.contains(word))
    }
}

fn bytes(text: &str) -> u64 {
    text.bytes().fold(0, |bytes, byte| bytes | 1 << (byte & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_where_it_stands_and_nowhere_else() {
        let texts = ["", "默认", "默 认", "必须 mm MM", "可选值: 1-是", "one of a, b", "~默\u{e8ae}"];
        let words = ["默认", "必须", "可选", "mm", "MM", "one of", "", ")", "状态"];
        let mut found = 0;
        for text in texts {
            for word in words {
                assert_eq!(Searched::new(text).contains(word), text.contains(word), "{text} {word}");
                found += usize::from(text.contains(word));
            }
        }
        assert!(Searched::new("必须").contains_any(&["默认", "必须"]));
        assert!(found > texts.len());
    }
}
