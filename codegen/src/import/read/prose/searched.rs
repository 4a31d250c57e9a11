//! A text that is searched for many words, of which it has few.

/// The text, and which bytes it has: one bit for each of their last six bits, of ASCII and of others. Nearly every text lacks a byte of
/// every word, which shows without a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched<'a> {
    pub(super) text: &'a str,
    bytes: u128,
    /// It has a digit of ASCII.
    pub(super) digits: bool,
    /// It has a digit of whichever script.
    pub(super) numbers: bool,
    /// It may have two codes: runs of letters and digits, or digits of other scripts, which may stand side by side.
    pub(super) two_codes: bool,
}

impl<'a> Searched<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (mut codes, mut inside, mut digits, mut foreign) = (0, false, false, false);
        for c in text.chars() {
            let joins = c.is_ascii_alphanumeric() || c == '_';
            codes += usize::from(joins && !inside);
            inside = joins;
            digits |= c.is_ascii_digit();
            foreign |= !c.is_ascii() && !('\u{4e00}'..='\u{9fff}').contains(&c) && c.is_numeric();
        }
        Self { text, bytes: bytes(text), digits, numbers: digits || foreign, two_codes: codes > 1 || foreign }
    }

    /// Whether the word stands in the text.
    pub(super) fn contains(&self, word: &str) -> bool {
        bytes(word) & !self.bytes == 0 && self.text.contains(word)
    }

    /// The same of words that are looked for in many texts.
    pub(super) fn has_one(&self, words: &Hints) -> bool {
        words.0.iter().any(|(bytes, word)| bytes & !self.bytes == 0 && self.text.contains(word))
    }

    /// Whether one of the words stands in the text.
    pub(super) fn contains_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.contains(word))
    }
}

/// Words with the bytes that each has.
#[derive(Debug, Clone)]
pub(super) struct Hints(Vec<(u128, &'static str)>);

impl Hints {
    pub(super) fn new(words: &[&'static str]) -> Self {
        Self(words.iter().map(|word| (bytes(word), *word)).collect())
    }
}

/// A text without any of those words.
pub(super) fn without<'w>(text: &str, words: impl IntoIterator<Item = &'w &'w str>) -> String {
    words
        .into_iter()
        .fold(text.to_owned(), |rest, word| if rest.contains(word) { rest.replace(word, "") } else { rest })
}

fn bytes(text: &str) -> u128 {
    text.bytes().fold(0, |bytes, byte| bytes | 1 << (byte & 63 | byte >> 1 & 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_digits_are_counted_in_every_script() {
        for (text, two_codes, numbers) in [
            ("", false, false),
            ("名称", false, false),
            ("一二三", false, false),
            ("tid", false, false),
            ("tid_oid", false, false),
            ("tid,oid", true, false),
            ("最多 20", false, true),
            ("1:甲 2:乙", true, true),
            ("１", true, true),
            ("①待付款②已付款", true, true),
        ] {
            let words = Searched::new(text);
            assert_eq!((words.two_codes, words.numbers), (two_codes, numbers), "{text}");
            assert_eq!(words.digits, text.contains(|c: char| c.is_ascii_digit()), "{text}");
        }
    }

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
