//! The JSON scanner: pulls keys and values out of a text, in place, without recursion.
//!
//! Strict where leniency would guess (numbers, commas), lenient in what the wire is known for: raw control characters inside strings,
//! lone surrogates (read as U+FFFD, and said), and a backslash that makes no escape (kept, and said).

use core::ops::Range;
use std::borrow::Cow;

use super::escape::{self, Dirt};
use super::scalar::Scalar;
use crate::record::same;

/// Records and lists inside each other, as far as a table knows them. Real replies use seven. What no table knows is skipped without
/// a limit: it costs one bit a level.
const MAX_DEPTH: u32 = 256;

/// The text is not JSON. Boxed, so that the results of the scanner stay in registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Syntax(Box<Malformed>);

/// Where and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// Byte where it stops being JSON.
    pub(crate) offset: usize,
    /// What is wrong there.
    pub(crate) what: &'static str,
}

impl Syntax {
    #[cold]
    pub(crate) fn new(offset: usize, what: &'static str) -> Self {
        Self(Box::new(Malformed { offset, what }))
    }

    pub(crate) fn malformed(&self) -> Malformed {
        *self.0
    }
}

/// A string as it stands between its quotes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quoted<'a> {
    pub(crate) raw: &'a str,
    pub(crate) escaped: bool,
}

impl<'a> Quoted<'a> {
    /// The text it stands for; `scratch` is used only when there are escapes.
    #[inline]
    pub(crate) fn text<'t>(self, scratch: &'t mut String) -> &'t str
    where
        'a: 't,
    {
        if !self.escaped {
            return self.raw;
        }
        // The escapes were checked when the scanner passed; the missing quote at the end is no fault here.
        let _ = escape::unescape(self.raw, scratch);
        scratch
    }

    /// What it has that is not as it should be.
    #[inline]
    pub(super) fn dirt(self) -> Option<Dirt> {
        if !self.escaped {
            return None;
        }
        // Ended as the text ended in which it stood.
        escape::unescape(&format!("{}\"", self.raw), &mut String::new()).ok()?.1
    }

    /// The same for whoever keeps it.
    pub(super) fn into_text(self) -> Cow<'a, str> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        let mut text = String::new();
        self.text(&mut text);
        Cow::Owned(text)
    }
}

/// A position in a text. Copy it to look ahead.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    /// What the string read last had that is not as it should be.
    dirt: Option<Dirt>,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, depth: 0, dirt: None }
    }

    /// The same text from an offset that was passed before.
    pub(crate) fn back_to(&self, at: usize) -> Self {
        Self { at, ..*self }
    }

    /// Back to the bracket that was opened there last.
    pub(super) fn unopened(&self, at: usize) -> Self {
        Self { at, depth: self.depth.saturating_sub(1), ..*self }
    }

    /// Bytes read so far.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// The text between two offsets.
    #[inline]
    pub(crate) fn slice(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or_default()
    }

    /// The text from here on.
    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    #[cold]
    fn malformed(&self, what: &'static str) -> Syntax {
        let offset = self.at.min(self.text.len());
        let what = if offset == self.text.len() { "the text ends too early" } else { what };
        Syntax::new(offset, what)
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no blank, not consumed; 0 at the end, which no value and no bracket begins with.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> u8 {
        match self.byte() {
            Some(byte) if byte > b' ' => byte,
            _ => {
                self.blanks();
                self.byte().unwrap_or(0)
            }
        }
    }

    #[cold]
    #[inline(always)]
    fn blanks(&mut self) {
        while let Some(byte @ (b' ' | b'\n' | b'\r' | b'\t')) = self.byte() {
            if byte == b'\n' {
                return self.lines();
            }
            self.at += 1;
        }
    }

    /// [`Self::blanks`] from the end of a line on: what the next line is indented by goes eight at a time.
    #[inline(never)]
    fn lines(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
            while let Some((chunk, _)) = self.text.as_bytes().get(self.at..).and_then(<[u8]>::split_first_chunk::<8>) {
                // Of a word of spaces nothing is left: 64 zeros.
                let spaces = ((u64::from_le_bytes(*chunk) ^ escape::spread(b' ')).trailing_zeros() / 8) as usize;
                self.at += spaces;
                if spaces < 8 {
                    break;
                }
            }
        }
    }

    /// Nothing but blanks may follow.
    pub(crate) fn end(&mut self) -> Result<(), Syntax> {
        match self.tail() {
            "" => Ok(()),
            _ => Err(self.malformed("more text after the end of the JSON value")),
        }
    }

    /// What follows the blanks from here on.
    pub(crate) fn tail(&mut self) -> &'a str {
        self.blanks();
        self.rest()
    }

    /// What was not as it should be in the strings since this was asked last.
    #[inline(always)]
    pub(crate) fn take_dirt(&mut self) -> Option<Dirt> {
        self.dirt?;
        self.dirt.take()
    }

    /// Consume the `{` or `[` that [`Self::peek`] showed.
    #[inline]
    pub(crate) fn open(&mut self) -> Result<(), Syntax> {
        if self.depth >= MAX_DEPTH {
            return Err(self.malformed("nested deeper than 256 levels"));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Move to the next key of the open object, whose colon is still to come; false consumes the `}`.
    #[inline(always)]
    pub(crate) fn more_keys(&mut self, first: bool) -> Result<bool, Syntax> {
        match self.peek() {
            b'"' if first => Ok(true),
            b',' if !first => {
                self.at += 1;
                match self.peek() {
                    b'"' => Ok(true),
                    _ => Err(self.malformed("expected a key in quotes")),
                }
            }
            b'}' => {
                self.at += 1;
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            _ if first => Err(self.malformed("expected a key in quotes or `}`")),
            _ => Err(self.malformed("expected `,` or `}`")),
        }
    }

    /// Move to the next element of the open array; false consumes the `]`.
    pub(crate) fn more_items(&mut self, first: bool) -> Result<bool, Syntax> {
        match self.peek() {
            b']' => {
                self.at += 1;
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            _ if first => Ok(true),
            b',' => {
                self.at += 1;
                match self.peek() {
                    b']' => Err(self.malformed("expected a value")),
                    _ => Ok(true),
                }
            }
            _ => Err(self.malformed("expected `,` or `]`")),
        }
    }

    /// Consume the key and its colon if the key is `name`, spelled without escapes.
    #[inline(always)]
    pub(crate) fn key_is(&mut self, name: &str) -> Result<bool, Syntax> {
        let (start, bytes) = (self.at + 1, self.text.as_bytes());
        let end = start + name.len();
        // The quote behind it first: of names that follow each other, few are equally long.
        if bytes.get(end) == Some(&b'"') && bytes.get(start..end).is_some_and(|key| same(key, name.as_bytes())) {
            self.at = end + 1;
            self.colon()?;
            return Ok(true);
        }
        Ok(false)
    }

    /// Consume a key and its colon. The text is what stands between the quotes; see [`Quoted::text`].
    #[inline]
    pub(crate) fn key(&mut self) -> Result<Quoted<'a>, Syntax> {
        match self.plain_key() {
            Some(raw) => Ok(Quoted { raw, escaped: false }),
            None => self.rare_key(),
        }
    }

    /// Consume a key without escapes and its colon; nothing of any other. Such a result fits into registers.
    #[inline(never)]
    fn plain_key(&mut self) -> Option<&'a str> {
        let start = self.at;
        let key = self.plain()?;
        if self.peek() == b':' {
            self.at += 1;
            return Some(key);
        }
        self.at = start;
        None
    }

    #[cold]
    fn rare_key(&mut self) -> Result<Quoted<'a>, Syntax> {
        let start = self.at + 1;
        let key = match self.plain() {
            Some(raw) => Quoted { raw, escaped: false },
            None => {
                self.escaped(&mut String::new())?;
                Quoted { raw: self.slice(start..self.at.saturating_sub(1)), escaped: true }
            }
        };
        self.colon()?;
        Ok(key)
    }

    /// The object before this place begins with the key, spelled without escapes; what the key's value begins with.
    pub(crate) fn value_of_first(mut self, key: &str) -> Option<u8> {
        self.at += 1;
        if self.peek() != b'"' {
            return None;
        }
        let (start, bytes) = (self.at + 1, self.text.as_bytes());
        let end = start + key.len();
        if bytes.get(end) != Some(&b'"') || !same(bytes.get(start..end)?, key.as_bytes()) {
            return None;
        }
        self.at += key.len() + 2;
        if self.peek() != b':' {
            return None;
        }
        self.at += 1;
        Some(self.peek())
    }

    /// Consume a string and its escapes; the caller has seen its opening quote.
    #[inline]
    pub(crate) fn string<'t>(&mut self, scratch: &'t mut String) -> Result<&'t str, Syntax>
    where
        'a: 't,
    {
        match self.plain() {
            Some(text) => Ok(text),
            None => {
                self.escaped(scratch)?;
                Ok(scratch)
            }
        }
    }

    /// Consume a string that has no escapes.
    #[inline(always)]
    pub(super) fn plain(&mut self) -> Option<&'a str> {
        let start = self.at + 1;
        match escape::special(self.text.as_bytes().get(start..)?)? {
            (length, b'"') => {
                let end = start + length;
                self.at = end + 1;
                self.text.get(start..end)
            }
            _ => None,
        }
    }

    /// Consume a string and put what it stands for into `scratch`.
    #[inline(never)]
    pub(super) fn escaped(&mut self, scratch: &mut String) -> Result<(), Syntax> {
        self.at += 1;
        let read = escape::unescape(self.rest(), scratch);
        match read {
            Ok((length, dirt)) => {
                self.at += length;
                self.dirt = dirt.or(self.dirt);
                Ok(())
            }
            Err(length) => {
                self.at += length;
                Err(self.malformed("expected a quote"))
            }
        }
    }

    #[inline(always)]
    fn colon(&mut self) -> Result<(), Syntax> {
        if self.peek() == b':' {
            self.at += 1;
            return Ok(());
        }
        Err(self.malformed("expected `:`"))
    }

    /// Consume a scalar; the caller has made sure that no container comes.
    #[inline]
    pub(crate) fn scalar<'t>(&mut self, scratch: &'t mut String) -> Result<Scalar<'t>, Syntax>
    where
        'a: 't,
    {
        match self.peek() {
            b'"' => Ok(Scalar::Text(self.string(scratch)?)),
            b'-' | b'0'..=b'9' => Ok(Scalar::Number(self.number()?)),
            _ => self.word(),
        }
    }

    /// Consume a `null`; false for anything else.
    #[inline(always)]
    pub(super) fn null(&mut self) -> bool {
        let is_null = self.text.as_bytes().get(self.at..).and_then(<[u8]>::first_chunk) == Some(b"null");
        if is_null {
            self.at += 4;
        }
        is_null
    }

    /// Consume a `true` or a `false`.
    #[inline(always)]
    pub(super) fn boolean(&mut self) -> Option<bool> {
        let rest = self.text.as_bytes().get(self.at..)?;
        if rest.first_chunk() == Some(b"true") {
            self.at += 4;
            return Some(true);
        }
        if rest.first_chunk() == Some(b"false") {
            self.at += 5;
            return Some(false);
        }
        None
    }

    /// Consume a scalar that is neither text nor a number.
    #[inline(never)]
    pub(super) fn word(&mut self) -> Result<Scalar<'static>, Syntax> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let (length, scalar) = match rest {
            [b'n', b'u', b'l', b'l', ..] => (4, Scalar::Null),
            [b't', b'r', b'u', b'e', ..] => (4, Scalar::Bool(true)),
            [b'f', b'a', b'l', b's', b'e', ..] => (5, Scalar::Bool(false)),
            _ => return Err(self.malformed("expected a value")),
        };
        self.at += length;
        Ok(scalar)
    }

    /// A number in JSON's own grammar, kept as text; the caller has seen its first byte.
    pub(crate) fn number(&mut self) -> Result<&'a str, Syntax> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        match self.byte() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.slice(start..self.at))
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Syntax> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        if self.at == start { Err(self.malformed("expected a digit")) } else { Ok(()) }
    }

    /// Consume any value, however deep, and say where it stands.
    pub(crate) fn skip(&mut self) -> Result<Range<usize>, Syntax> {
        self.peek();
        let start = self.at;
        let (base, dirt) = (self.depth, self.dirt);
        // One bit per open container: set for an object. What is open beyond the first 128 waits in a list.
        let mut objects = 0_u128;
        let mut outer: Vec<u128> = Vec::new();
        let mut open = 0_usize;
        let mut scratch = String::new();
        loop {
            let mut first = false;
            match self.peek() {
                b'"' => {
                    self.string(&mut scratch)?;
                }
                bracket @ (b'{' | b'[') => {
                    if open != 0 && open.is_multiple_of(128) {
                        outer.push(objects);
                    }
                    open += 1;
                    self.at += 1;
                    objects = objects << 1 | u128::from(bracket == b'{');
                    first = true;
                }
                _ => {
                    self.scalar(&mut scratch)?;
                }
            }
            // After a value or an opening bracket: the next value, or out of what ends here.
            loop {
                if open == 0 {
                    (self.depth, self.dirt) = (base, dirt);
                    return Ok(start..self.at);
                }
                let more = if objects & 1 == 1 {
                    let more = self.more_keys(first)?;
                    if more {
                        self.key()?;
                    }
                    more
                } else {
                    self.more_items(first)?
                };
                if more {
                    break;
                }
                open -= 1;
                objects = if open != 0 && open.is_multiple_of(128) { outer.pop().unwrap_or(0) } else { objects >> 1 };
                first = false;
            }
        }
    }
}
