//! Lists of words: joined by commas, in an array, or in an object around one.

use super::scalar::Scalar;
use super::scan::{Scanner, Syntax};
use super::{Run, lists};
use crate::record::{Field, WordsSlot};

/// Words joined by commas. Always right: every text is a word.
#[inline(never)]
pub(super) fn joined(
    text: &str,
    words: &mut dyn WordsSlot,
    run: &mut Run<'_>,
    scan: &Scanner<'_>,
) -> Result<bool, Syntax> {
    let mut rest = text;
    // Most lists have one word.
    while let Some((word, after)) = memchr::memchr(b',', rest.as_bytes()).and_then(|at| rest.split_at_checked(at)) {
        push(word, words, run, scan)?;
        rest = after.get(1..).unwrap_or_default();
    }
    push(rest, words, run, scan)?;
    Ok(true)
}

fn push(word: &str, words: &mut dyn WordsSlot, run: &mut Run<'_>, scan: &Scanner<'_>) -> Result<(), Syntax> {
    let word = word.trim();
    if !word.is_empty() {
        let more = words.growth();
        if more > 0 {
            run.spend(more, scan)?;
        }
        words.push(word);
    }
    Ok(())
}

/// Words in the container before `scan`: `[..]`, or `{"string": [..]}`. What it was where it is another one, or holds something else.
pub(super) fn read(
    run: &mut Run<'_>,
    scan: &mut Scanner<'_>,
    field: &Field,
    words: &mut dyn WordsSlot,
    scratch: &mut String,
) -> Result<Option<&'static str>, Syntax> {
    if scan.peek() == b'[' {
        return array(run, scan, words, scratch);
    }
    let mut found = None;
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let name = key.text(scratch);
        let documented = matches!(name, "string" | "number");
        let spelled =
            documented || ["string", "number", field.name].iter().any(|known| lists::is_spelling(name, known));
        let numbered = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        match scan.peek() {
            b'[' if spelled => {
                if !documented {
                    found = Some("them below another key");
                }
                found = array(run, scan, words, scratch)?.or(found);
            }
            b'{' if spelled => {
                // The list inside is written as an object with numbers for keys.
                found = read(run, scan, &Field { name: "", ..*field }, words, scratch)?.or(Some("an object"));
            }
            b'{' | b'[' => {
                scan.skip()?;
                found = Some("an object with something else in it");
            }
            _ if spelled || numbered => {
                if let Some(text) = scan.scalar(scratch)?.words() {
                    joined(text, words, run, scan)?;
                }
                if !documented {
                    found = found.or(Some("an object whose keys are numbers"));
                }
            }
            _ => {
                scan.skip()?;
                found = Some("an object with something else in it");
            }
        }
    }
    Ok(found)
}

fn array(
    run: &mut Run<'_>,
    scan: &mut Scanner<'_>,
    words: &mut dyn WordsSlot,
    scratch: &mut String,
) -> Result<Option<&'static str>, Syntax> {
    let mut found = None;
    scan.open()?;
    let mut first = true;
    while scan.more_items(first)? {
        first = false;
        if matches!(scan.peek(), b'{' | b'[') {
            scan.skip()?;
            found = Some("a list with something else in it");
            continue;
        }
        match scan.scalar(scratch)? {
            Scalar::Number(text) | Scalar::Text(text) => push(text, words, run, scan)?,
            Scalar::Null => {}
            Scalar::Bool(_) => found = Some("a list with something else in it"),
        }
    }
    Ok(found)
}

impl<'a> Scalar<'a> {
    fn words(self) -> Option<&'a str> {
        match self {
            Scalar::Number(text) | Scalar::Text(text) => Some(text),
            Scalar::Null | Scalar::Bool(_) => None,
        }
    }
}
