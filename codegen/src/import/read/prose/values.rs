//! The values that a description lists, and those that it may list besides.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use regex::Regex;

use super::alone;
use super::bare;
use super::beside;
use super::cut;
use super::distinct::Distinct;
use super::items::{self, COUNTED, Listed};
use super::patterns::Patterns;
use super::searched::Searched;
use super::stated;
use super::term::term;
use super::unparsed;
use crate::import::document::ListedValue;
use crate::import::read::cells;

/// One line that lists one value: `TRADE_CLOSED(…)`, `1:…`.
#[must_use]
pub fn value_line(text: &str, patterns: &Patterns) -> Option<ListedValue> {
    let text = text.trim().trim_start_matches(['*', '•', '-', ' ']);
    for pattern in [&patterns.bracketed, &patterns.colon, &patterns.dashed] {
        let Some(captures) = pattern.as_ref().and_then(|pattern| pattern.captures(text)) else { continue };
        if captures.get(0).is_some_and(|whole| whole.start() == 0) {
            return listed(&captures);
        }
    }
    None
}

fn listed(captures: &regex::Captures<'_>) -> Option<ListedValue> {
    let value = captures.name("v")?.as_str();
    let gloss = captures.name("g")?.as_str();
    (cells::cjk_count(gloss) > 0).then(|| ListedValue { value: value.to_owned(), gloss: term(gloss) })
}

/// The values that a text may list, read by a looser rule than the one that takes them: what it finds beyond the list, a person
/// must look at.
fn candidates(text: &str, patterns: &Patterns) -> Vec<String> {
    let mut found = Distinct::default();
    for captures in patterns.loose.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(value) = captures.name("v").map(|value| value.as_str()) else { continue };
        let counts = captures.name("g").is_some_and(|gloss| COUNTED.contains(gloss.as_str()))
            && captures.get(0).is_some_and(|whole| {
                let between = whole.as_str().rsplit_once(value).map_or("", |(_, rest)| rest);
                between.trim().chars().count() <= 1
            });
        if !counts {
            found.add(value);
        }
    }
    found.codes()
}

/// What the looser reading found and the list has not; None where the list is whole, or nothing looks like one.
#[must_use]
pub fn missed(values: &[ListedValue], candidates: &[String]) -> Option<String> {
    let known: HashSet<&str> = values.iter().map(|value| value.value.as_str()).collect();
    let may = || candidates.join(", ");
    match values {
        [] if candidates.len() < 2 => None,
        [] => Some(format!("no list was taken; the text may list: {}", may())),
        _ => candidates.iter().any(|candidate| !known.contains(candidate.as_str())).then(|| {
            let taken: Vec<&str> = values.iter().map(|value| value.value.as_str()).collect();
            format!("taken: {}; the text may list: {}", taken.join(", "), may())
        }),
    }
}

/// Without what is no value but the field's own name: `isAuthz:yes|no`.
pub fn without_name(name: &str, values: &mut Vec<ListedValue>) {
    let folded = |text: &str| text.replace('_', "").to_ascii_lowercase();
    if values.len() > 2 && values.first().is_some_and(|value| folded(&value.value) == folded(name)) {
        values.remove(0);
    }
}

/// A text with more characters is no description of one value.
const ESSAY: usize = 200;

/// The values, and what may be values besides: what a looser reading takes for some, and codes that were not taken as they stand.
pub(super) fn values(words: Searched<'_>, patterns: &Patterns) -> (Vec<ListedValue>, Vec<String>) {
    // No reading takes or suspects a list of one code, and of a hundred thousand descriptions few have two.
    if !words.two_codes {
        return (Vec::new(), Vec::new());
    }
    let (mut values, mut more) = taken(words, patterns);
    if values.len() > 1 {
        more.extend(cut::odd(&untagged(words.text), &values));
    }
    let essay = words.text.chars().count() > ESSAY;
    // Beside a list that is taken, another one is of the same field where the two have a value in common.
    let bare = bare::read(words, essay, &patterns.passed_over.lists);
    let taken: HashSet<&str> = values.iter().map(|value| value.value.as_str()).collect();
    if taken.is_empty() || bare.iter().any(|code| taken.contains(code.as_str())) {
        let known: HashSet<&str> = more.iter().map(String::as_str).collect();
        let new: Vec<String> = bare.iter().filter(|code| !known.contains(code.as_str())).cloned().collect();
        more.extend(new);
    }
    if !essay {
        again(&untagged(words.text), &mut values, &mut more);
    }
    (values, more)
}

/// Reads a text a second time, in a looser way: what of it may be listed too is told, pairs that are none are taken back, and a list that
/// is all that a text has is taken.
fn again(text: &str, values: &mut Vec<ListedValue>, more: &mut Vec<String>) {
    if values.is_empty() {
        let (list, codes) = alone::read(text);
        let holds = |code: &String| list.iter().any(|value| value.value == *code);
        if more.len() < 2 && !(list.is_empty() && codes.is_empty()) || !list.is_empty() && more.iter().all(holds) {
            (*values, *more) = (list, codes);
        }
        return;
    }
    match beside::lacking(text, values) {
        Some(codes) => more.extend(codes.into_iter().filter(|code| !more.contains(code)).collect::<Vec<_>>()),
        None => {
            let (list, _) = alone::read(text);
            if list.len() >= values.len() {
                *values = list;
                return;
            }
            let codes = values.drain(..).map(|value| value.value).collect::<Vec<_>>();
            more.retain(|code| !codes.contains(code));
            more.splice(0..0, codes);
        }
    }
}

fn taken(words: Searched<'_>, patterns: &Patterns) -> (Vec<ListedValue>, Vec<String>) {
    let text = words.text;
    if !text.contains(cells::is_cjk) {
        return (Vec::new(), Vec::new());
    }
    // An essay speaks of much in passing: there a gloss is one in this language, up to the next sign.
    let essay = text.chars().count() > ESSAY;
    let (best, twice) = by_sign(text, essay, patterns);
    if !best.is_empty() && !twice.is_empty() {
        let codes = best.iter().map(|value| value.value.clone()).chain(twice).collect();
        return (best, codes);
    }
    let plain = untagged(text);
    match if essay { Listed::Nothing } else { items::items(&plain, patterns.item.as_ref()) } {
        Listed::Items(list) => {
            if holds_all(&list.values, &best) {
                let known = list.values.iter().map(|value| value.value.clone());
                let more =
                    known.chain(candidates(&list.rest, patterns)).chain(unparsed::reversed(text, patterns)).collect();
                return (list.values, more);
            }
        }
        Listed::Uncertain(codes) if best.is_empty() => return (best, codes),
        Listed::Uncertain(_) | Listed::Nothing => {}
    }
    let more = match best.is_empty() {
        true if essay => in_essay(words, &plain, patterns),
        true => unparsed::announced(words, patterns),
        false => candidates(text, patterns).into_iter().chain(unparsed::reversed(text, patterns)).collect(),
    };
    if best.is_empty() && more.len() < 2 && !essay {
        return stated::read(text, patterns);
    }
    (best, more)
}

/// The codes that an essay may list, of which no list is taken: those of the whole, or of the first sentence or line that looks like a
/// list by itself, for what stands around it has codes of its own.
fn in_essay(words: Searched<'_>, plain: &str, patterns: &Patterns) -> Vec<String> {
    let announced = unparsed::announced(words, patterns);
    if !announced.is_empty() {
        return announced;
    }
    let pieces =
        core::iter::once(plain).chain(plain.split(['\n', '。']).filter(|piece| Searched::new(piece).two_codes));
    let mut read = pieces.filter(|piece| piece.contains(cells::is_cjk)).map(|piece| {
        match items::items(piece, patterns.item.as_ref()) {
            Listed::Items(list) => list.values.into_iter().map(|value| value.value).collect(),
            Listed::Uncertain(codes) => codes,
            Listed::Nothing => unparsed::announced(Searched::new(piece), patterns),
        }
    });
    read.find(|codes: &Vec<String>| codes.len() >= 2).unwrap_or_default()
}

/// Without the marks of a page: they have names and signs of their own.
fn untagged(text: &str) -> Cow<'_, str> {
    if !text.contains('<') {
        return Cow::Borrowed(text);
    }
    let tag = |piece: &str| piece.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    let mut pieces = text.split('<');
    let mut out = pieces.next().unwrap_or("").to_owned();
    for piece in pieces {
        match piece.split_once('>').filter(|_| tag(piece)) {
            Some((_, behind)) => out.extend(["\n", behind]),
            None => out.extend(["<", piece]),
        }
    }
    if out.len() == text.len() { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Whether a list has all codes of another.
fn holds_all(list: &[ListedValue], others: &[ListedValue]) -> bool {
    let codes: HashSet<&str> = list.iter().map(|value| value.value.as_str()).collect();
    others.iter().all(|other| codes.contains(other.value.as_str()))
}

/// The longest list of one sign, and the codes in it that stand a second time with other words.
fn by_sign(text: &str, essay: bool, patterns: &Patterns) -> (Vec<ListedValue>, Vec<String>) {
    let [colon, dashed] =
        if essay { [&patterns.colon_in_essay, &patterns.dashed_in_essay] } else { [&patterns.colon, &patterns.dashed] };
    let (mut best, mut twice): (Vec<ListedValue>, Vec<String>) = Default::default();
    // Each pattern with the signs of which every hit has one.
    let readings: [(&Option<Regex>, &[char]); 4] = [
        (&patterns.bracketed, &['(', '（']),
        (colon, &[':', '：']),
        (&patterns.means, &['表', '代', '为', '是']),
        (dashed, &['-', '—', '=']),
    ];
    for (pattern, signs) in readings {
        // One hit alone is a remark, not a list.
        let Some(pattern) = pattern.as_ref().filter(|_| text.matches(signs).nth(1).is_some()) else { continue };
        let (mut list, mut again): (Vec<ListedValue>, Vec<String>) = Default::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        for value in pattern.captures_iter(text).filter_map(|captures| listed(&captures)) {
            match places.get(&value.value).and_then(|place| list.get(*place)) {
                // A long text says much of a code in passing.
                Some(known) if !essay && known.differs(&value.gloss) => {
                    again.push(format!("{} {}", value.value, value.gloss));
                }
                Some(_) => {}
                None => {
                    places.insert(value.value.clone(), list.len());
                    list.push(value);
                }
            }
        }
        if list.len() >= 2 && list.len() > best.len() {
            (best, twice) = (list, again);
        }
    }
    // A list whose signs differ from value to value: it must hold all that one sign alone does.
    if !best.is_empty()
        && !essay
        && let Some(pattern) = &patterns.mixed
    {
        let mut list: Vec<ListedValue> = Vec::new();
        let numbers = best.iter().all(|known| known.value.parse::<i32>().is_ok());
        for value in pattern.captures_iter(text).filter_map(|captures| listed(&captures)).filter(|_| numbers) {
            // Of codes with letters nobody knows where a list ends and prose begins.
            if value.value.parse::<i32>().is_ok() && !list.iter().any(|known| known.value == value.value) {
                list.push(value);
            }
        }
        if list.len() > best.len() && holds_all(&list, &best) {
            best = list;
        }
    }
    if best.is_empty() && (text.contains("状态") || text.contains("可选值")) {
        best = named(text, patterns);
    }
    (best, twice)
}

/// `接单成功 ACCEPTED_BY_COMPANY,接单失败 REJECTED_BY_COMPANY`: the gloss stands before the value.
fn named(text: &str, patterns: &Patterns) -> Vec<ListedValue> {
    let Some(pattern) = &patterns.named else { return Vec::new() };
    let mut list: Vec<ListedValue> = Vec::new();
    let mut codes = Distinct::default();
    for captures in pattern.captures_iter(text) {
        let Some(value) = listed(&captures) else { continue };
        let shouts = value.value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
            && value.value.len() > 2;
        if shouts && codes.add(&value.value) {
            list.push(value);
        }
    }
    if list.len() >= 2 { list } else { Vec::new() }
}
