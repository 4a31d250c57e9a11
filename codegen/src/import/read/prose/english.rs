//! What a description says in English: nothing is written of it, and a person is asked.

use regex::Regex;

use super::found::{Found, ask, known, numbers};
use super::searched::Searched;

/// What such words are found with; see [`super::Patterns`].
#[derive(Debug, Clone)]
pub(super) struct English {
    given: Option<Regex>,
    left_out: Option<Regex>,
    limits: Option<Regex>,
    binds: Option<Regex>,
    unit: Option<Regex>,
}

impl Default for English {
    fn default() -> Self {
        // Letters of Chinese are none of these words: `最多at most`.
        let compile = |pattern: &str| Regex::new(&format!("(?i){}", pattern.replace(r"\b", r"(?-u:\b)"))).ok();
        Self {
            given: compile(
                r"\b(?:cannot|can't|can not|must not|mustn't|may not|should not|not allowed to) be (?:empty|blank|null|omitted|left out)\b|\bmandatory\b|\b(?:is|are) required\b|\(required\)|\bmust be (?:given|filled|provided|set|present)\b(?: in)?$",
            ),
            left_out: compile(
                r"\boptional\b|\b(?:may|can) be (?:left out|left empty|omitted|empty|blank|null|skipped)\b|\bnot (?:required|mandatory)\b|\bleave (?:it |this )?(?:empty|blank)\b",
            ),
            limits: compile(
                r"\b(?:at most|at least|no more than|no less than|no fewer than|no longer than|not exceed(?:ing)?|up to|(?:less|more|fewer|greater|longer|shorter|larger|smaller|higher|lower) than|exceed(?:s|ing)?|maximum|minimum|max|min|limit(?:ed)?|within)\b[^.;,\d]{0,24}-?\d+(?: *[a-z]+)?|\d+ *(?:chars?|characters?|letters|bytes?|items?) (?:max|maximum|at most|or less|or fewer)\b",
            ),
            binds: compile(
                r"\bmust\b|\b(?:shall|should|may|do|does) not\b|\bcan ?not\b|\bcan't\b|\bnot (?:allowed|supported|permitted)\b|\bforbidden\b|\bmutually exclusive\b|\btogether with\b|\bonly (?:if|when|for)\b|\bat least one\b",
            ),
            unit: compile(
                r"\bin (?:milli|micro|nano)?(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|cents?|yuan|fen|rmb|cny|usd|bytes|kb|mb|kg|grams?|ms|percent)\b|\( *(?:ms|(?:milli)?seconds?|secs?|minutes?|mins?|hours?|days?|cents?|yuan|rmb|cny|usd) *\)|\bunits? *[:=]",
            ),
        }
    }
}

impl English {
    /// True when every pattern compiled; a test asks.
    pub(super) fn complete(&self) -> bool {
        [&self.given, &self.left_out, &self.limits, &self.binds, &self.unit].iter().all(|pattern| pattern.is_some())
    }
}

/// One of these stands, in small letters, in whatever the patterns find.
const GIVEN: [&str; 3] = ["be ", "mandatory", "required"];
const LEFT_OUT: [&str; 4] = ["optional", "be ", "not ", "leave "];
const BINDS: [&str; 8] = ["must", "not", "can't", "forbidden", "exclusive", "together", "only", "least"];
const UNITS: [&str; 3] = ["in ", "(", "unit"];

/// Asks about what the words of English say, beside what was read already.
pub(super) fn read(text: &str, patterns: &English, found: &mut Found) {
    // The shortest words of all of them have so many letters in a row.
    if !text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_alphabetic)) {
        return;
    }
    let lower = text.to_ascii_lowercase();
    let words = Searched::new(&lower);
    let is = |pattern: &Option<Regex>, text: &str| pattern.as_ref().is_some_and(|pattern| pattern.is_match(text));
    found.pressed |= words.contains_any(&GIVEN) && is(&patterns.given, text) && found.required.is_none();
    found.optional |= words.contains_any(&LEFT_OUT) && is(&patterns.left_out, text);
    if words.numbers {
        limits(text, patterns, found);
    }
    if words.contains_any(&BINDS) && is(&patterns.binds, &unsaid(text, patterns)) {
        ask(found, "obligation");
    }
    let counted = found.format.as_deref().is_some_and(|form| form.starts_with("unix"));
    if found.unit.is_none() && !counted && words.contains_any(&UNITS) && is(&patterns.unit, text) {
        ask(found, "unit");
    }
}

fn limits(text: &str, patterns: &English, found: &mut Found) {
    let known = known(found);
    let unknown = |hit: &&str| numbers(hit).iter().any(|number| !known.contains(number));
    let limits = patterns.limits.iter().flat_map(|pattern| pattern.find_iter(text)).map(|hit| hit.as_str());
    for hit in limits.filter(unknown) {
        let lower = hit.to_ascii_lowercase();
        let long = ["char", "letter", "byte", "length", "long"].iter().any(|word| lower.contains(word));
        ask(found, if long { "max_chars" } else { "limits" });
    }
}

/// A text without the words that say whether, and within what, a value must be given.
fn unsaid(text: &str, patterns: &English) -> String {
    let said = [&patterns.given, &patterns.left_out, &patterns.limits];
    let rest = said
        .iter()
        .copied()
        .flatten()
        .fold(text.to_owned(), |rest, pattern| pattern.replace_all(&rest, " ").into_owned());
    let excess = [
        "must  ",
        "must be  ",
        "must not  ",
        "must not be  ",
        "may not be  ",
        "should not  ",
        "cannot  ",
        "cannot be  ",
    ];
    excess.iter().fold(rest, |rest, words| rest.replace(words, " "))
}
