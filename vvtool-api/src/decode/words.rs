//! Lists of words: joined by commas, in an array, or in an object around one.

use super::scalar::{self, Scalar};
use super::scan::{Scanner, Syntax};
use super::{Run, lists};
use crate::record::{Field, WordsSlot};

/// What a list of ids is in which one is none.
pub(super) const NO_ID: &str = "a list with something that is no id";

/// Words joined by commas; false when ids are asked for and one is none. That one is left out.
#[inline(never)]
pub(super) fn joined(
    text: &str,
    words: &mut dyn WordsSlot,
    run: &mut Run<'_>,
    scan: &Scanner<'_>,
) -> Result<bool, Syntax> {
    if text.starts_with('[')
        && let Some(json) = super::inner_json(text)
    {
        return listed(json, words, run);
    }
    let mut rest = text;
    let mut right = true;
    // Most lists have one word.
    while let Some((word, after)) = comma(rest).and_then(|at| rest.split_at_checked(at)) {
        right &= push(word, false, words, run, scan)?;
        rest = after.get(1..).unwrap_or_default();
    }
    Ok(right & push(rest, false, words, run, scan)?)
}

/// Words are short: nothing is called to find where one ends.
#[inline]
fn comma(text: &str) -> Option<usize> {
    text.bytes().position(|byte| byte == b',')
}

/// A text that is a list in JSON.
#[cold]
fn listed(json: &str, words: &mut dyn WordsSlot, run: &mut Run<'_>) -> Result<bool, Syntax> {
    let mut scan = Scanner::new(json, 0);
    scan.peek();
    Ok(array(run, &mut scan, words, &mut String::new())?.is_none())
}

fn push(
    word: &str,
    is_number: bool,
    words: &mut dyn WordsSlot,
    run: &mut Run<'_>,
    scan: &Scanner<'_>,
) -> Result<bool, Syntax> {
    let word = word.trim();
    if word.is_empty() {
        return Ok(true);
    }
    if words.are_ids() && !scalar::is_id(word, is_number) {
        return Ok(false);
    }
    run.grow(words.growth(), scan)?;
    words.push(word);
    Ok(true)
}

/// Words in the container before `scan`: `[..]`, or `{"string": [..]}`. What it was where it is another one, or holds something else.
pub(super) fn read(
    run: &mut Run<'_>,
    scan: &mut Scanner<'_>,
    field: &Field,
    words: &mut dyn WordsSlot,
    scratch: &mut String,
) -> Result<Option<&'static str>, Syntax> {
    wrapped(run, scan, field.name, words, scratch, 0)
}

/// Objects around one list: more of them than anybody writes.
const DEEPEST: u8 = 4;

fn wrapped(
    run: &mut Run<'_>,
    scan: &mut Scanner<'_>,
    field: &str,
    words: &mut dyn WordsSlot,
    scratch: &mut String,
    depth: u8,
) -> Result<Option<&'static str>, Syntax> {
    if scan.peek() == b'[' {
        return array(run, scan, words, scratch);
    }
    let (mut found, mut came) = (None, 0_u8);
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let name = key.text(scratch);
        let documented = matches!(name, "string" | "number");
        let spelled = documented || ["string", "number", field].iter().any(|known| lists::is_spelling(name, known));
        let numbered = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit());
        if spelled {
            let key = match name {
                "string" => 1,
                "number" => 2,
                _ => 4,
            };
            if came & key != 0 {
                words.clear();
                found = Some("the list more than once; the last one counts");
            }
            came |= key;
        }
        match scan.peek() {
            b'[' if spelled => {
                if !documented {
                    found = Some("them below another key");
                }
                found = array(run, scan, words, scratch)?.or(found);
            }
            b'{' if spelled && depth < DEEPEST => {
                // The list inside is written as an object with numbers for keys.
                found =
                    wrapped(run, scan, "", words, scratch, depth.saturating_add(1))?.or(found).or(Some("an object"));
            }
            b'{' | b'[' => {
                scan.skip()?;
                found = Some("an object with something else in it");
            }
            _ if spelled || numbered => {
                let right = match scan.scalar(scratch)? {
                    Scalar::Text(text) => joined(text, words, run, scan)?,
                    Scalar::Number(text) => push(text, true, words, run, scan)?,
                    Scalar::Null => true,
                    Scalar::Bool(_) => {
                        found = Some("an object with something else in it");
                        true
                    }
                };
                if let Some(dirt) = scan.take_dirt() {
                    found = Some(dirt.found());
                }
                if !right {
                    found = Some(NO_ID);
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
        let scalar = scan.scalar(scratch)?;
        let is_number = matches!(scalar, Scalar::Number(_));
        match scalar {
            Scalar::Number(text) | Scalar::Text(text) => {
                if !push(text, is_number, words, run, scan)? {
                    found = Some(NO_ID);
                }
                if let Some(dirt) = scan.take_dirt() {
                    found = Some(dirt.found());
                }
            }
            Scalar::Null => {}
            Scalar::Bool(_) => found = Some("a list with something else in it"),
        }
    }
    Ok(found)
}
