//! A text as it is compared where a secret may stand in it in some other form: its letters and digits alone, decoded, in one width and one
//! letter case. What is found is a place in the text as it came.

use memchr::memmem;

use super::SHORTEST;
use crate::generated::ground::visible::is_visible;

/// So much of a text is looked at in one piece, and so much of it again with the next one: a text may be as long as a reply.
pub(super) const PIECE: usize = 65_536;
const AGAIN: usize = 8_192;

/// What was encoded, encoded again, as far as anybody does it.
const DEEPEST: usize = 5;

/// Fewer letters in parts may be parts of other words: they are found as words of their own only.
const SURE: usize = 10;

/// The letters and digits of a secret.
pub(super) struct Needle {
    letters: Box<str>,
    /// So many of the first ones are enough where the rest is cut off.
    least: usize,
    /// Which letters these are.
    kinds: u64,
}

impl Needle {
    /// None where it has too few letters to be told from other words and numbers.
    pub(super) fn of(secret: &str) -> Option<Self> {
        Self::of_letters(folded(secret).0)
    }

    /// The same of a text in which nothing is encoded that stands for a letter.
    pub(super) fn of_plain(text: &str) -> Option<Self> {
        Self::of_letters(text.chars().filter_map(letter).collect())
    }

    fn of_letters(letters: String) -> Option<Self> {
        const CUT: usize = 8;
        let is_number = letters.bytes().all(|byte| byte.is_ascii_digit());
        if letters.len() < if is_number { CUT } else { SHORTEST } {
            return None;
        }
        let mut least = (letters.len().saturating_mul(2).div_ceil(3)).max(CUT).min(letters.len());
        while !letters.is_char_boundary(least) {
            least = least.saturating_add(1);
        }
        let kinds = kinds(letters.get(..least)?.chars());
        Some(Self { letters: letters.into(), least, kinds })
    }
}

/// The text with a word in the place of each of them; none where it holds none.
pub(super) fn without(text: &str, needles: &[Needle], word: &str) -> Option<String> {
    let least = needles.iter().map(|needle| needle.least).min()?;
    if text.len() < least || !may_hold(text, needles) {
        return None;
    }
    let mut places = Vec::new();
    let mut start = 0_usize;
    loop {
        let end = boundary(text, start.saturating_add(PIECE));
        find(text.get(start..end)?, needles, start, &mut places);
        if end == text.len() {
            break;
        }
        start = boundary(text, end.saturating_sub(AGAIN));
    }
    places.sort_unstable();
    let (mut out, mut done) = (String::new(), 0);
    for (start, end) in places {
        if start >= done {
            out.push_str(text.get(done..start).unwrap_or_default());
            out.push_str(word);
        }
        done = done.max(end);
    }
    (done > 0).then(|| out + text.get(done..).unwrap_or_default())
}

/// Where a character begins, at this place or before it.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default()
}

/// Nothing is encoded in nearly every text, and its letters are not those of a secret.
fn may_hold(text: &str, needles: &[Needle]) -> bool {
    if text.bytes().any(|byte| matches!(byte, b'%' | b'&' | b'\\')) {
        return true;
    }
    let there = kinds(text.chars().filter_map(letter));
    needles.iter().any(|needle| needle.kinds & !there == 0)
}

/// One bit for each letter and digit, and one for all that are not ASCII.
fn kinds(letters: impl Iterator<Item = char>) -> u64 {
    letters.fold(0, |all, letter| {
        all | 1
            << match letter {
                'a'..='z' => u32::from(letter) - u32::from('a'),
                '0'..='9' => u32::from(letter) - u32::from('0') + 26,
                _ => 63,
            }
    })
}

fn find(piece: &str, needles: &[Needle], before: usize, places: &mut Vec<(usize, usize)>) {
    let (letters, stands) = folded(piece);
    let stand = |at: usize| stands.get(at).copied().unwrap_or_default();
    let is_ascii = |at: usize| letters.as_bytes().get(at).is_some_and(u8::is_ascii);
    // Nothing stands between a letter and the one before it, and both may be of one word.
    let is_joined = |at: usize| {
        let before = at.wrapping_sub(1);
        at > 0
            && at < stands.len()
            && (stand(before).1 == stand(at).0 || stand(before) == stand(at))
            && is_ascii(before) == is_ascii(at)
    };
    let there = kinds(letters.chars());
    for needle in needles.iter().filter(|needle| needle.kinds & !there == 0) {
        let Some(beginning) = needle.letters.as_bytes().get(..needle.least) else { continue };
        let mut from = 0;
        while let Some(found) = letters.as_bytes().get(from..).and_then(|rest| memmem::find(rest, beginning)) {
            let start = from.saturating_add(found);
            let rest = letters.as_bytes().get(start..).unwrap_or_default();
            let same = rest.iter().zip(needle.letters.as_bytes()).take_while(|(one, other)| one == other).count();
            let end = start.saturating_add(same);
            let is_whole = same == needle.letters.len();
            let is_word = !is_joined(start) && !is_joined(end);
            // One whole in one piece, or too long to be made of other words by chance.
            let is_sure = same >= SURE || (start.saturating_add(1)..end).all(is_joined);
            if is_word || is_whole && is_sure {
                let last = stand(end.saturating_sub(1)).1;
                places.push((before.saturating_add(stand(start).0), before.saturating_add(last)));
                from = end;
            } else {
                from = start.saturating_add(1);
            }
        }
    }
}

/// A sign, and where it stands.
#[derive(Clone, Copy)]
struct Sign {
    sign: char,
    start: usize,
    end: usize,
}

/// The letters and digits of a text, and where each byte of them stands in it.
fn folded(text: &str) -> (String, Vec<(usize, usize)>) {
    let mut signs: Vec<Sign> = text
        .char_indices()
        .map(|(start, sign)| Sign { sign: narrow(sign), start, end: start.saturating_add(sign.len_utf8()) })
        .collect();
    for _ in 0..DEEPEST {
        let Some(plain) = decoded(&signs) else { break };
        signs = plain;
    }
    let (mut letters, mut stands) = (String::with_capacity(signs.len()), Vec::with_capacity(signs.len()));
    for Sign { sign, start, end } in signs {
        if let Some(letter) = letter(sign) {
            letters.push(letter);
            stands.extend(core::iter::repeat_n((start, end), letter.len_utf8()));
        }
    }
    (letters, stands)
}

/// A letter or a digit; none for all that may stand between two of them.
fn letter(sign: char) -> Option<char> {
    let sign = narrow(sign);
    (sign.is_alphanumeric() && is_visible(sign)).then(|| sign.to_ascii_lowercase())
}

/// The sign of ASCII that this one is the wide form of.
fn narrow(sign: char) -> char {
    match sign {
        '\u{ff01}'..='\u{ff5e}' => u32::from(sign).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(sign),
        _ => sign,
    }
}

/// Decoded once; none where nothing is encoded.
fn decoded(signs: &[Sign]) -> Option<Vec<Sign>> {
    if !signs.iter().any(|sign| matches!(sign.sign, '%' | '&' | '\\')) {
        return None;
    }
    let (mut out, mut at, mut found) = (Vec::with_capacity(signs.len()), 0, false);
    while let Some(first) = signs.get(at) {
        let rest = signs.get(at..).unwrap_or_default();
        let length = match first.sign {
            '%' => bytes(rest, &mut out),
            '&' => entity(rest).map_or(0, |found| put(found, rest, &mut out)),
            '\\' => put(escape(rest), rest, &mut out),
            _ => 0,
        };
        if length == 0 {
            out.push(*first);
        }
        found |= length > 0;
        at = at.saturating_add(length.max(1));
    }
    found.then_some(out)
}

/// One sign in the place of so many.
fn put((sign, length): (char, usize), signs: &[Sign], out: &mut Vec<Sign>) -> usize {
    if let (Some(first), Some(last)) = (signs.first(), signs.get(length.saturating_sub(1))) {
        out.push(Sign { sign: narrow(sign), start: first.start, end: last.end });
    }
    length
}

/// A number of hexadecimal digits at this place.
fn hex(signs: &[Sign], at: usize, digits: usize) -> Option<u32> {
    let digits = signs.get(at..at.saturating_add(digits))?;
    digits.iter().try_fold(0_u32, |value, sign| Some(value << 4 | sign.sign.to_digit(16)?))
}

/// `%E5%AF%86`
fn bytes(signs: &[Sign], out: &mut Vec<Sign>) -> usize {
    let coded = signs.chunks_exact(3).map_while(|three| {
        let byte = hex(three, 1, 2).filter(|_| three.first().is_some_and(|first| first.sign == '%'));
        byte.and_then(|byte| u8::try_from(byte).ok())
    });
    let bytes: Vec<u8> = coded.collect();
    let mut at = 0_usize;
    for chunk in bytes.utf8_chunks() {
        for sign in chunk.valid().chars() {
            let length = sign.len_utf8().saturating_mul(3);
            put((sign, length), signs.get(at..).unwrap_or_default(), out);
            at = at.saturating_add(length);
        }
        at = at.saturating_add(chunk.invalid().len().saturating_mul(3));
    }
    bytes.len().saturating_mul(3)
}

/// `&#43;`, `&#x2b;`, `&amp;`
fn entity(signs: &[Sign]) -> Option<(char, usize)> {
    const LONGEST: usize = 10;
    let head = signs.get(1..signs.len().min(LONGEST))?;
    let end = head.iter().position(|sign| sign.sign == ';')?;
    let name: String = head.get(..end)?.iter().map(|sign| sign.sign).collect();
    let number = match name.strip_prefix('#') {
        Some(number) => Some(match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        }),
        None => None,
    };
    let sign = match (number, &*name) {
        (Some(number), _) => char::from_u32(number)?,
        (None, "amp") => '&',
        (None, "percnt") => '%',
        (None, "bsol") => '\\',
        // A sign or a blank, whichever.
        (None, name) if name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_lowercase()) => ' ',
        _ => return None,
    };
    Some((sign, end.saturating_add(2)))
}

/// `\u0054`, `\u{54}`, `\x54`, `\124`, `\n`, behind however many backslashes; a backslash before anything else is a sign like others.
fn escape(signs: &[Sign]) -> (char, usize) {
    let slashes = signs.iter().take_while(|sign| sign.sign == '\\').count();
    let at = slashes.saturating_add(1);
    let coded = |value: Option<u32>, length: usize| {
        value.map(|value| (char::from_u32(value).unwrap_or(' '), slashes.saturating_add(length)))
    };
    let octal = || {
        let digits = signs.get(slashes..slashes.saturating_add(3))?;
        digits.iter().try_fold(0_u32, |value, sign| Some(value << 3 | sign.sign.to_digit(8)?))
    };
    let braced = || {
        let inside = signs.get(at.saturating_add(1)..signs.len().min(at.saturating_add(8)))?;
        let digits = inside.iter().position(|sign| sign.sign == '}').filter(|digits| *digits > 0)?;
        coded(hex(signs, at.saturating_add(1), digits), digits.saturating_add(3))
    };
    let found = match signs.get(slashes).map(|sign| sign.sign) {
        Some('u') if signs.get(at).is_some_and(|sign| sign.sign == '{') => braced(),
        Some('u') => coded(hex(signs, at, 4), 5),
        Some('x') => coded(hex(signs, at, 2), 3),
        Some('0'..='7') => coded(octal(), 3),
        Some('n' | 'r' | 't' | 'b' | 'f') => Some((' ', at)),
        _ => None,
    };
    found.unwrap_or((' ', slashes))
}
