//! A pattern, and the words that must stand in a text for it to be found there: they are asked for first, and nearly every text lacks
//! them. They are taken from the pattern itself, so that none is forgotten when it changes.

use regex::{Captures, Regex};
use regex_syntax::Parser;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::searched::{Searched, Word};

/// A pattern that is looked for in many texts. One that does not compile is found nowhere (library code must not panic); a test sees to
/// it that all do.
#[derive(Debug, Clone)]
pub(super) struct Sought {
    /// The ways in which it may be found.
    ways: Vec<Way>,
    pattern: Option<Regex>,
}

/// What must stand in a text, all of it.
type Way = Vec<Need>;

/// One of these.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Need {
    Words(Vec<Word>),
    /// A digit of whichever script.
    Number,
}

/// Words of one need. More of them are hardly ever all missing.
const MOST: usize = 40;
/// Letters of a class that count as words. A greater class says next to nothing.
const FEW: u32 = 24;
/// Needs of one way that are asked: the rarest.
const ASKED: usize = 3;

impl Sought {
    pub(super) fn new(pattern: &str) -> Self {
        let ways = Parser::new().parse(pattern).map(|parsed| ways(&parsed)).unwrap_or_default();
        Self { ways, pattern: Regex::new(pattern).ok() }
    }

    /// Whether it compiled.
    pub(super) fn is_whole(&self) -> bool {
        self.pattern.is_some()
    }

    /// Whether it is found in the text.
    pub(super) fn is_in(&self, words: Searched<'_>) -> bool {
        self.asked(words).is_some_and(|pattern| pattern.is_match(words.text))
    }

    /// Wherever it is found in the text.
    pub(super) fn hits<'t>(&self, words: Searched<'t>) -> impl Iterator<Item = &'t str> {
        self.asked(words).into_iter().flat_map(move |pattern| pattern.find_iter(words.text)).map(|hit| hit.as_str())
    }

    /// The same with the named parts.
    pub(super) fn captures<'t>(&self, words: Searched<'t>) -> impl Iterator<Item = Captures<'t>> {
        self.asked(words).into_iter().flat_map(move |pattern| pattern.captures_iter(words.text))
    }

    /// Whether the text has what it needs.
    pub(super) fn may_be_in(&self, words: Searched<'_>) -> bool {
        let met = |need: &Need| match need {
            Need::Words(any) => any.iter().any(|word| words.has(word)),
            Need::Number => words.numbers,
        };
        self.ways.iter().any(|way| way.iter().all(met))
    }

    /// The pattern, where it may be found.
    fn asked(&self, words: Searched<'_>) -> Option<&Regex> {
        self.pattern.as_ref().filter(|_| self.may_be_in(words))
    }
}

/// One for each alternative.
fn ways(hir: &Hir) -> Vec<Way> {
    match hir.kind() {
        HirKind::Alternation(each) => each.iter().flat_map(ways).collect(),
        HirKind::Capture(capture) => ways(&capture.sub),
        _ => {
            let mut all = needs(hir);
            all.sort_by_key(rarity);
            all.dedup();
            all.truncate(ASKED);
            vec![all]
        }
    }
}

/// Everything that must stand where this is found.
fn needs(hir: &Hir) -> Vec<Need> {
    match hir.kind() {
        HirKind::Literal(literal) => {
            let word = core::str::from_utf8(&literal.0).ok().map(|word| Need::Words(vec![Word::new(word)]));
            word.into_iter().collect()
        }
        HirKind::Class(class) => of_class(class).into_iter().collect(),
        HirKind::Repetition(repetition) if repetition.min > 0 => needs(&repetition.sub),
        HirKind::Capture(capture) => needs(&capture.sub),
        HirKind::Concat(each) => each.iter().flat_map(needs).collect(),
        HirKind::Alternation(each) => of_any(each).into_iter().collect(),
        HirKind::Repetition(_) | HirKind::Empty | HirKind::Look(_) => Vec::new(),
    }
}

fn of_class(class: &Class) -> Option<Need> {
    let Class::Unicode(class) = class else { return None };
    let number = |c: char| c.is_numeric();
    let all = || class.iter().map(|range| range.start()..=range.end());
    if class.iter().all(|range| number(range.start()) && number(range.end())) && all().flatten().all(number) {
        return Some(Need::Number);
    }
    let letters = class.iter().map(|range| u32::from(range.end()) - u32::from(range.start()) + 1);
    let few = letters.sum::<u32>() <= FEW;
    few.then(|| Need::Words(all().flatten().map(|letter| Word::new(letter.encode_utf8(&mut [0; 4]))).collect()))
}

/// One need for all alternatives, where each has one.
fn of_any(each: &[Hir]) -> Option<Need> {
    let mut words = Vec::new();
    for one in each {
        let rarest = needs(one).into_iter().filter(|need| matches!(need, Need::Words(_))).min_by_key(rarity)?;
        if let Need::Words(more) = rarest {
            words.extend(more);
        }
    }
    (words.len() <= MOST).then_some(Need::Words(words))
}

/// The less, the rarer: long words before short ones, few before many, numbers last.
fn rarity(need: &Need) -> (usize, usize) {
    match need {
        Need::Words(words) => {
            let shortest = words.iter().map(Word::len).min().unwrap_or_default();
            (usize::MAX - shortest.min(2), words.len())
        }
        Need::Number => (usize::MAX, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a pattern needs, as `甲+乙|1`: ways, what each needs, a number as 1.
    fn said(pattern: &str) -> String {
        let need = |need: &Need| match need {
            Need::Words(words) => words.iter().map(Word::text).collect::<Vec<_>>().join("/"),
            Need::Number => "1".to_owned(),
        };
        let ways = Sought::new(pattern).ways;
        ways.iter().map(|way| way.iter().map(need).collect::<Vec<_>>().join("+")).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_a_pattern_needs_is_taken_from_it() {
        for (pattern, needs) in [
            ("依赖", "依赖"),
            ("依赖|取决于", "依赖|取决于"),
            (r"[必需]?须先", "须先"),
            (r"[必需]须", "须+必/需"),
            (r"最[大小]\s*(?:为|是)?\s*\d+", "最+大/小+1"),
            (r"(?:$|[,，。])", "|,/。/，"),
            (r"\p{Han}{1,8}", ""),
            (r"(?:字段|参数)?(?:取消|删除)", "取消/删除"),
            (r"(?:字段|\p{Han})(?:取消|删除)", "取消/删除"),
            (r"(?i:max)\d", "M/m+A/a+X/x"),
            (r"(?P<l>甲|乙丙)", "甲|乙丙"),
        ] {
            assert_eq!(said(pattern), needs, "{pattern}");
        }
    }

    #[test]
    fn it_is_found_where_the_pattern_is() {
        let patterns = [
            r"依赖|[有无]意义|由[^,]{1,4}决定",
            r"最[大小多]\s*(?:为|是)?\s*\d+|\d+\s*(?:个|条)以内",
            r"(?i)max\s*[:=]?\s*[0-9]+",
            r"(?:^|[,，])\s*(?:克|千克)\s*(?:$|[,，])",
        ];
        let texts = [
            "",
            "依赖 b",
            "无意义",
            "由 a 决定",
            "由决",
            "最大 5",
            "最大五",
            "最大５",
            "20个以内",
            "个以内",
            "MAX=3",
            "max",
            "重量,克",
            "克拉",
            "千克，大",
        ];
        let mut found = 0;
        for pattern in patterns {
            let plain = Regex::new(pattern).unwrap();
            let sought = Sought::new(pattern);
            for text in texts {
                assert_eq!(sought.is_in(Searched::new(text)), plain.is_match(text), "{pattern} in {text}");
                let hits: Vec<_> = plain.find_iter(text).map(|hit| hit.as_str()).collect();
                assert_eq!(sought.hits(Searched::new(text)).collect::<Vec<_>>(), hits, "{pattern} in {text}");
                found += hits.len();
            }
        }
        assert!(found > 8, "{found}");
        assert!(!Sought::new("(").is_whole());
    }
}
