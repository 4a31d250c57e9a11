//! What a field of a request may hold at most and at least.

use crate::load::raw::{RawField, Text};
use crate::words::FileType;

/// Bounds of a field; empty where no document says any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bounds {
    /// Of a text, in UTF-8, or of a file.
    pub max_bytes: Option<u32>,
    /// Of a number, as the spec spells it.
    pub min: Option<String>,
    pub max: Option<String>,
    /// Of a list.
    pub min_items: Option<u32>,
    pub max_items: Option<u32>,
    /// For the whole of a text. Programs do not look at it.
    pub pattern: Option<String>,
    /// Kinds of files; any where there are none.
    pub accept: Vec<FileType>,
}

/// A bound that a value does not keep to, in words that follow the name of the field.
pub type Broken = String;

impl Bounds {
    /// In words for people, one for each.
    pub fn facts(&self) -> Vec<String> {
        let mut facts: Vec<String> = self.counted().into_iter().map(|(en, _)| en).collect();
        let kinds: Vec<_> = self.accept.iter().map(|kind| kind.word()).collect();
        facts.extend((!kinds.is_empty()).then(|| kinds.join(" | ")));
        facts.extend(self.pattern.as_ref().map(|pattern| format!("matches `{pattern}`")));
        facts
    }

    /// Those that are numbers, in English and in Chinese.
    pub fn counted(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        all.extend(self.max_bytes.map(|max| (format!("at most {max} bytes"), format!("最多 {max} 字节"))));
        all.extend(self.min.as_ref().map(|min| (format!("at least {min}"), format!("不小于 {min}"))));
        all.extend(self.max.as_ref().map(|max| (format!("at most {max}"), format!("不大于 {max}"))));
        all.extend(self.min_items.map(|min| (format!("at least {min} of them"), format!("至少 {min} 项"))));
        all.extend(self.max_items.map(|max| (format!("at most {max} of them"), format!("最多 {max} 项"))));
        all
    }

    /// A program looks at one of them.
    pub fn are_checked(&self) -> bool {
        *self != Self { pattern: self.pattern.clone(), ..Self::default() }
    }

    /// The first that a value, or values joined by commas, does not keep to. Lists are not written as values: their length is asked for by [`Bounds::of_items`].
    pub fn of_value(&self, joined: bool, value: &str) -> Option<Broken> {
        if let Some(max) = self.max_bytes.filter(|max| value.len() > *max as usize) {
            return Some(format!("is longer than {max} bytes"));
        }
        let is_below = |small: &str, large: &str| compare(small, large) == Some(std::cmp::Ordering::Less);
        if let Some(min) = self.min.as_ref().filter(|min| is_below(value, min)) {
            return Some(format!("is less than {min}"));
        }
        if let Some(max) = self.max.as_ref().filter(|max| is_below(max, value)) {
            return Some(format!("is more than {max}"));
        }
        if let Some(pattern) = self.pattern.as_ref().filter(|pattern| !matches(pattern, value).unwrap_or(true)) {
            return Some(format!("does not match {pattern}"));
        }
        joined.then(|| self.of_items(value.split(',').count())).flatten()
    }

    /// A number of items that is too small or too large.
    pub fn of_items(&self, count: usize) -> Option<Broken> {
        if let Some(min) = self.min_items.filter(|min| count < *min as usize) {
            return Some(format!("has less than {min} of them"));
        }
        self.max_items.filter(|max| count > *max as usize).map(|max| format!("has more than {max} of them"))
    }
}

/// Whether a regular expression matches the whole text. None: it is none.
pub(crate) fn matches(pattern: &str, text: &str) -> Option<bool> {
    Some(regex_lite::Regex::new(&format!("^(?:{pattern})$")).ok()?.is_match(text))
}

/// Two decimal numbers, digit by digit; none where one is no number.
pub(crate) fn compare(one: &str, other: &str) -> Option<std::cmp::Ordering> {
    let (one, other) = (Digits::of(one)?, Digits::of(other)?);
    Some(match (one.negative, other.negative) {
        (false, true) => std::cmp::Ordering::Greater,
        (true, false) => std::cmp::Ordering::Less,
        (false, false) => one.size(&other),
        (true, true) => other.size(&one),
    })
}

/// A decimal number without an exponent.
struct Digits<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
}

impl<'a> Digits<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let good = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, fraction) = (good(whole) && good(fraction)).then_some((whole, fraction))?;
        let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
        Some(Self { negative: negative && !(whole.is_empty() && fraction.is_empty()), whole, fraction })
    }

    fn size(&self, other: &Self) -> std::cmp::Ordering {
        let of = |digits: &Self| digits.whole.len();
        of(self).cmp(&of(other)).then(self.whole.cmp(other.whole)).then(self.fraction.cmp(other.fraction))
    }
}

/// Checked by its table; whether bounds fit the type is checked later.
pub(super) fn lower(raw: &RawField) -> Bounds {
    let count = |text: &Option<Box<Text>>| text.as_ref().and_then(|text| text.value.parse().ok());
    let value = |text: &Option<Box<Text>>| text.as_ref().map(|text| text.value.clone());
    Bounds {
        max_bytes: count(&raw.max_bytes),
        min: value(&raw.min),
        max: value(&raw.max),
        min_items: count(&raw.min_items),
        max_items: count(&raw.max_items),
        pattern: value(&raw.pattern),
        accept: raw.accept.iter().filter_map(|kind| FileType::from_word(&kind.value)).collect(),
    }
}
