//! An entry of a list as it stands between two signs: a code, a code with a gloss, or a gloss with a code.

use super::look::{Look, counts, han};

/// What stands between a code and its gloss.
const SIGNS: [char; 12] = [':', '：', '=', '＝', '-', '—', '–', '→', '>', '(', '（', '['];
/// A gloss with more letters is a sentence.
const GLOSS: usize = 12;
/// Words that steps of a description begin with, and others that go on with a sentence.
const STEPS: [&str; 14] = ["先", "再", "然后", "请", "若", "如", "当", "需", "默认", "缺省", "不传", "最", "或", "和"];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Bare,
    /// The code stands before the gloss.
    First,
    /// The gloss stands before the code.
    Last,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Item<'t> {
    pub(super) code: &'t str,
    pub(super) gloss: &'t str,
    pub(super) kind: Kind,
    pub(super) sign: Option<char>,
    /// Nothing stands between the two.
    pub(super) glued: bool,
    /// The gloss is a word of letters: `unpaid=1`.
    pub(super) turned: bool,
}

/// The items of a piece between two signs; None where it holds anything else.
pub(super) fn items(piece: &str) -> Option<Vec<Item<'_>>> {
    if let Some(item) = item(piece) {
        return Some(vec![item]);
    }
    // Blanks part the items, or a code from its gloss.
    let words: Vec<&str> = piece.split_whitespace().collect();
    let each: Option<Vec<Item<'_>>> = words.iter().map(|word| item(word)).collect();
    if let Some(each) = each.filter(|each| each.len() > 1) {
        return Some(each);
    }
    let is_code = |word: &&str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    // The name may stand before all of it, and one more gloss behind.
    let words = match words.as_slice() {
        [name, rest @ ..] if words.len() % 2 == 1 && name.chars().all(han) => rest,
        [rest @ .., last] if words.len() % 2 == 1 && last.chars().all(han) => rest,
        all => all,
    };
    let pairs = words.chunks(2).map(|pair| match pair {
        [one, two] if is_code(one) != is_code(two) => {
            let (code, gloss, kind) = if is_code(one) { (one, two, Kind::First) } else { (two, one, Kind::Last) };
            is_gloss(gloss).then_some(Item { code, gloss, kind, sign: None, glued: false, turned: false })
        }
        _ => None,
    });
    let pairs: Option<Vec<Item<'_>>> = pairs.collect();
    let alike = |pairs: &Vec<Item<'_>>| pairs.windows(2).all(|pair| matches!(pair, [one, two] if one.kind == two.kind));
    pairs.filter(|pairs| alike(pairs) && pairs.len() > 1).or_else(|| sequence(words))
}

/// Codes with their glosses behind them, of which some have a sign between the two and others a blank.
fn sequence<'t>(mut words: &[&'t str]) -> Option<Vec<Item<'t>>> {
    let mut found = Vec::new();
    while let [word, rest @ ..] = words {
        let one = item(word)?;
        words = rest;
        if one.kind == Kind::Bare {
            let [gloss, rest @ ..] = words else { return None };
            let gloss = Some(*gloss).filter(|gloss| is_gloss(gloss) && gloss.starts_with(han))?;
            found.push(Item { gloss, kind: Kind::First, ..one });
            words = rest;
        } else {
            found.push(Some(one).filter(|one| one.kind == Kind::First)?);
        }
    }
    (found.len() > 1).then_some(found)
}

/// One item: `1`, `1:普通`, `1 普通`, `普通1`, `普通(1)`, `unpaid=1`.
fn item(text: &str) -> Option<Item<'_>> {
    let text = text.trim_matches(['"', '“', '”', '\'', '*']);
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let sign = |c: char| SIGNS.contains(&c) || c.is_whitespace();
    let digits = text.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let from = usize::from(digits.is_some());
    let end = from + text.get(from..)?.find(|c: char| !word(c)).unwrap_or(text.len() - from);
    let (code, rest) = text.split_at_checked(end)?;
    if !code.is_empty() {
        if rest.is_empty() {
            return Some(Item { code, gloss: "", kind: Kind::Bare, sign: None, glued: false, turned: false });
        }
        let gloss = rest.trim_start_matches(sign);
        let between = rest.get(..rest.len() - gloss.len())?;
        let gloss = gloss.trim_end_matches([')', '）', ']', ' ']);
        let signed = between.trim().chars().next();
        if is_gloss(gloss) && (signed.is_some() || !gloss.starts_with(|c: char| c.is_ascii())) {
            return Some(Item {
                code,
                gloss,
                kind: Kind::First,
                sign: signed,
                glued: between.is_empty(),
                turned: false,
            });
        }
        // `unpaid=1`: of a word and a number the number is the code.
        let turned = Look::of(gloss) == Some(Look::Digits) && code.len() > 1 && Look::of(code) != Some(Look::Digits);
        let item = Item { code: gloss, gloss: code, kind: Kind::Last, sign: signed, glued: false, turned: true };
        return turned.then_some(item);
    }
    let inner = text.trim_end_matches([')', '）', ']']);
    let begin = inner.char_indices().rfind(|(_, c)| !word(*c)).map(|(at, c)| at + c.len_utf8())?;
    let (before, code) = inner.split_at_checked(begin)?;
    let gloss = before.trim_end_matches(sign);
    let between = before.get(gloss.len()..)?;
    (is_gloss(gloss) && !gloss.contains(' ') && !code.is_empty()).then_some(Item {
        code,
        gloss,
        kind: Kind::Last,
        sign: between.trim().chars().next(),
        glued: between.is_empty(),
        turned: false,
    })
}

/// Whether a text begins as a sentence does, or what is said of every value.
pub(super) fn is_said_of_all(text: &str) -> bool {
    STEPS.iter().any(|word| text.starts_with(word))
}

/// A few letters of this language, maybe with a number.
fn is_gloss(text: &str) -> bool {
    let count = text.chars().count();
    let plain = |c: char| han(c) || c.is_ascii_alphanumeric() || matches!(c, '&' | '_');
    (1..=GLOSS).contains(&count)
        && text.contains(han)
        && (text.chars().all(plain) || text.chars().all(|c| han(c) || c == ' '))
        && !is_said_of_all(text)
        && !text.ends_with('于')
        && !counts(text)
        && !["必填", "必传"].iter().any(|word| text.ends_with(word))
}
