//! A text that is searched for many words, of which it has few.

/// The text, and which letters it has: one bit for each of their last bits. Nearly every text lacks a letter of every word, which shows
/// without a search.
#[derive(Debug, Clone, Copy)]
pub(super) struct Searched<'a> {
    pub(super) text: &'a str,
    letters: Letters,
    /// It has a digit of ASCII.
    pub(super) digits: bool,
    /// It has a digit of whichever script.
    pub(super) numbers: bool,
    /// It may have two codes: runs of letters and digits, or digits of other scripts, which may stand side by side.
    pub(super) two_codes: bool,
}

/// Letters by the last nine bits of their numbers.
#[derive(Debug, Clone, Copy, Default)]
struct Letters([u64; 8]);

impl Letters {
    fn add(&mut self, letter: char) {
        let number = u32::from(letter);
        if let Some(bits) = self.0.get_mut((number >> 6 & 7) as usize) {
            *bits |= 1 << (number & 63);
        }
    }

    fn may_have(&self, letter: char) -> bool {
        let number = u32::from(letter);
        self.0.get((number >> 6 & 7) as usize).is_some_and(|bits| bits >> (number & 63) & 1 == 1)
    }
}

impl<'a> Searched<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let (mut codes, mut inside, mut digits, mut foreign) = (0, false, false, false);
        let mut letters = Letters::default();
        for c in text.chars() {
            letters.add(c);
            let joins = c.is_ascii_alphanumeric() || c == '_';
            codes += usize::from(joins && !inside);
            inside = joins;
            digits |= c.is_ascii_digit();
            foreign |= !c.is_ascii() && !('\u{4e00}'..='\u{9fff}').contains(&c) && c.is_numeric();
        }
        Self { text, letters, digits, numbers: digits || foreign, two_codes: codes > 1 || foreign }
    }

    /// Whether the word stands in the text.
    pub(super) fn contains(&self, word: &str) -> bool {
        let mut letters = word.chars();
        let ends = [letters.next(), letters.next_back()];
        ends.into_iter().flatten().all(|letter| self.letters.may_have(letter)) && self.text.contains(word)
    }

    /// The same of a word that is looked for in many texts.
    pub(super) fn has(&self, word: &Word) -> bool {
        word.ends.iter().all(|letter| self.letters.may_have(*letter)) && self.text.contains(&*word.text)
    }

    /// Whether one of the words stands in the text.
    pub(super) fn contains_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.contains(word))
    }
}

/// A word with its first and its last letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    text: Box<str>,
    ends: [char; 2],
}

impl Word {
    pub(super) fn new(word: &str) -> Self {
        let first = word.chars().next().unwrap_or_default();
        Self { text: word.into(), ends: [first, word.chars().next_back().unwrap_or(first)] }
    }

    #[cfg(test)]
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Letters.
    pub(super) fn len(&self) -> usize {
        self.text.chars().count()
    }
}

/// A text without any of those words.
pub(super) fn without<'w>(text: &str, words: impl IntoIterator<Item = &'w &'w str>) -> String {
    words
        .into_iter()
        .fold(text.to_owned(), |rest, word| if rest.contains(word) { rest.replace(word, "") } else { rest })
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
