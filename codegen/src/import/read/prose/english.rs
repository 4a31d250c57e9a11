//! What a description says in English: nothing is written of it, and a person is asked.

use regex::Regex;

use super::found::{Found, ask, ask_sender, known, numbers};
use super::searched::Searched;

/// What such words are found with; see [`super::Patterns`].
#[derive(Debug, Clone)]
pub(super) struct English {
    given: Option<Regex>,
    left_out: Option<Regex>,
    limits: Option<Regex>,
    binds: Option<Regex>,
    unit: Option<Regex>,
    made: Option<Regex>,
    parted: Option<Regex>,
    gone: Option<Regex>,
    absent: Option<Regex>,
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
                r"\b(?:at most|at least|no more than|no less than|no fewer than|no longer than|not exceed(?:ing)?|up to|(?:less|more|fewer|greater|longer|shorter|larger|smaller|higher|lower) than|exceed(?:s|ing)?|maximum|minimum|max|min|limit(?:ed)?|within)\b[^.;,\d]{0,24}-?\d+(?: *[a-z]+)?|\d+ *(?:chars?|characters?|letters|bytes?|items?) (?:max|maximum|at most|or less|or fewer)\b|\b(?:exactly|capped at|tops out at|not (?:above|below|over|under)) *\d+|\d+ *(?:to|through|thru) *\d+|\d+ *(?:or (?:fewer|less|more)|at most|at least|digits?)\b",
            ),
            binds: compile(
                r"\bmust\b|\b(?:shall|should|may|do|does) not\b|\bcan ?not\b|\bcan't\b|\bnot (?:allowed|supported|permitted)\b|\bforbidden\b|\bmutually exclusive\b|\btogether with\b|\bonly (?:if|when|for|with|in|on|used|valid|applies|meaningful|needed|available)\b|\bat least one\b|\bunless\b|\bignored?\b|\bprecedence\b|\boverrid(?:es|den|e)\b|\bno effect\b|\bdepend(?:s|ing) on\b|\bappl(?:y|ies) (?:only )?to\b|\bapplicable\b|\bneeded (?:when|if|for)\b|\brequired (?:when|if|for)\b|\bused? (?:with|together)\b|\bnot used (?:if|when|for)\b|\bwins\b|\b(?:set|pass|send|give) (?:this|it) (?:if|when)\b",
            ),
            unit: compile(
                r"\bin (?:milli|micro|nano)?(?:seconds?|secs?|minutes?|mins?|hours?|days?|weeks?|months?|cents?|yuan|fen|rmb|cny|usd|bytes|kb|mb|kg|grams?|ms|percent)\b|\( *(?:ms|(?:milli)?seconds?|secs?|minutes?|mins?|hours?|days?|cents?|yuan|rmb|cny|usd) *\)|\bunits? *[:=]|\bpercent(?:age)?\b|\bper mille\b|\bbasis points?\b|\b(?:one|two|three|four|\d) decimals?\b|\b\d decimal places?\b|(?:^|[,;(]) *(?:grams?|kilograms?|kilobytes?|megabytes?|met(?:er|re)s?|kg|cm|mm|ml|cents?|yuan) *(?:$|[,;.)])|\bin (?:kilograms?|met(?:er|re)s?|centimet(?:er|re)s?|millimet(?:er|re)s?|kilobytes|megabytes|dollars)\b",
            ),
            made: compile(
                r"\b(?:en|de)crypt(?:ed)?\b|\bhash(?:ed)?\b|\b(?:url|hex|percent|base64)[- ]?encoded\b|\bencoded (?:in|as|with)\b|\bserial(?:is|iz)ed\b|\bsign(?:ed)? with\b|\bcompressed\b|\bgzip|\b(?:starts?|begins?|ends?) with\b|\bprefix(?:ed)? (?:with|is)\b|\bsuffix(?:ed)? (?:with|is)\b|\bcase[- ]?(?:in)?sensitive\b|\b(?:upper|lower)[- ]?case\b|\b(?:sorted|ordered)\b|\bin (?:ascending|descending)\b|\b(?:digits|letters|numbers) only\b|\balphanumeric\b|\bno (?:spaces?|duplicates?|special)\b|\bfixed[- ]length\b|\bunique (?:in|within|per|across|for each)\b|(?:^|[,;(]|\bbe) *(?:unique|distinct|positive|non-?negative) *(?:$|[,;.)])",
            ),
            parted: compile(
                r"\b(?:semicolon|colon|pipe|space|tab|newline|slash|hyphen)s?[- ](?:separated|delimited)\b|\b(?:separated|delimited) (?:by|with) *(?:an? +|the +)?[^c\s]|\b(?:joined|split) (?:by|with)\b",
            ),
            gone: compile(
                r"\bremoved (?:in|from|since|after)\b|\bwill be (?:removed|dropped|retired|discontinued)\b|\bno longer (?:used|needed|supported|returned|available|valid|maintained|in use|sent|exists?)\b|\blegacy\b|\bsunset\b|\bretired\b|\bdiscontinued\b|\bsuperseded\b|\breplaced (?:by|with) [a-z0-9_.]+ *(?:$|[,;)])|\buse [a-z0-9_.]+ instead\b|\binstead of this\b|\b(?:renamed|moved) to\b|\bin favou?r of\b|\bbackwards? compatib|\b(?:kept|retained) for\b|(?:^|[,;(]) *(?:unused|not used|old field|outdated) *(?:$|[,;.)])|\bdo not use\b|\balways (?:empty|null|blank)\b|\bnot supported (?:since|from|after)\b",
            ),
            absent: compile(
                r"\b(?:if|when|where) (?:it is |this is )?(?:omitted|absent|missing|left out|empty|blank|null|none|not (?:set|given|provided|specified|present|sent))\b|\bunless (?:specified|given|set|provided|otherwise)\b|\bfalls? back to\b|\binitial(?:ly| value)\b|\bassumed\b|\bempty means\b|\bomit (?:for|to)\b|\bleave (?:it |this )?(?:blank|empty) (?:for|to)\b|\botherwise,? \S",
            ),
        }
    }
}

impl English {
    /// True when every pattern compiled; a test asks.
    pub(super) fn complete(&self) -> bool {
        [
            &self.given,
            &self.left_out,
            &self.limits,
            &self.binds,
            &self.unit,
            &self.made,
            &self.parted,
            &self.gone,
            &self.absent,
        ]
        .iter()
        .all(|pattern| pattern.is_some())
    }
}

/// One of these stands, in small letters, in whatever the patterns find.
const GIVEN: [&str; 3] = ["be ", "mandatory", "required"];
const LEFT_OUT: [&str; 4] = ["optional", "be ", "not ", "leave "];
const BINDS: [&str; 18] = [
    "must",
    "not",
    "can't",
    "forbidden",
    "exclusive",
    "together",
    "only",
    "least",
    "unless",
    "ignore",
    "precedence",
    "overrid",
    "effect",
    "depend",
    "appli",
    "needed",
    "wins",
    " if",
];
const UNITS: [&str; 9] = ["in ", "(", "unit", "percent", "mille", "points", "decimal", ",", ";"];
const MADE: [&str; 20] = [
    "crypt", "hash", "encoded", "ized", "ised", "sign", "compress", "gzip", " with", "prefix", "suffix", "case",
    "order", "sorted", " only", "numeric", "no ", "length", "unique", "in ",
];
const PARTED: [&str; 4] = ["separated", "delimited", "joined", "split"];
const GONE: [&str; 22] = [
    "removed",
    "will be",
    "no longer",
    "legacy",
    "sunset",
    "retired",
    "discontinued",
    "superseded",
    "replaced",
    "instead",
    "renamed",
    "moved",
    "favo",
    "compatib",
    "kept",
    "unused",
    "not ",
    "always",
    "old field",
    "outdated",
    "retained",
    "since",
];
const ABSENT: [&str; 9] = ["if ", "when ", "where ", "unless", "back to", "initial", "assumed", "means", "otherwise"];

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
    if found.unit.is_none()
        && !counted
        && !found.may_list_values()
        && words.contains_any(&UNITS)
        && is(&patterns.unit, text)
    {
        ask(found, "unit");
    }
    let has = |hints: &[&str], pattern| words.contains_any(hints) && is(pattern, text);
    if has(&MADE, &patterns.made) || has(&["distinct", "positive", "negative"], &patterns.made) {
        ask_sender(found, "obligation");
    }
    if has(&PARTED, &patterns.parted) {
        ask_sender(found, "type");
    }
    if !found.withdrawn && has(&GONE, &patterns.gone) {
        ask(found, "deprecated");
    }
    if found.default.is_none() && (has(&ABSENT, &patterns.absent) || has(&["omit", "leave"], &patterns.absent)) {
        ask_sender(found, "default");
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
