//! Digests: what docs.lock keeps instead of sentences.

use sha2::{Digest, Sha256};

use crate::message::folded;

/// SHA-256 of a whole document, in hex.
#[must_use]
pub fn of_document(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()), 32)
}

/// Digest of prose: 64 bits in hex, empty for no prose.
///
/// The documentation sites re-space text and swap full-width for ASCII punctuation without meaning anything by it, so the
/// digest is taken of the [`folded`] text without closing full stops, and with one kind of quotes. Letter case means something all the
/// same (`Tid` is no `tid`): the letters have a part of their own behind a full stop, which older digests have not; see [`same`].
#[must_use]
pub fn of_prose(text: &str) -> String {
    let plain = plain(&folded(text));
    if plain.is_empty() {
        return String::new();
    }
    let mut whole = hex(&Sha256::digest(plain.as_bytes()), 8);
    let mut letters = text.bytes().filter(u8::is_ascii_alphabetic).peekable();
    if letters.peek().is_none() {
        return whole;
    }
    // FNV-1a, 32 bit: it only has to tell apart what the digest before it takes for one.
    let case = letters.fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    whole.push('.');
    push_hex(&mut whole, &case.to_be_bytes());
    whole
}

/// True when two digests of prose are of the same words. Of a digest without a part for the letters nobody knows their case.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    match (one.split_once('.'), other.split_once('.')) {
        (Some(_), Some(_)) | (None, None) => one == other,
        (Some((whole, _)), None) => whole == other,
        (None, Some((whole, _))) => whole == one,
    }
}

fn plain(folded: &str) -> String {
    let mut out = String::with_capacity(folded.len());
    // A full stop counts inside a number or a name (`1.5`, `trade.get`), not at the end of a sentence.
    let mut stop = false;
    for c in folded.chars() {
        if c == '.' {
            stop = true;
            continue;
        }
        if stop && c.is_ascii_alphanumeric() {
            out.push('.');
        }
        stop = false;
        out.push(match c {
            '“' | '”' => '"',
            '‘' | '’' => '\'',
            other => other,
        });
    }
    out
}

fn hex(bytes: &[u8], take: usize) -> String {
    let mut out = String::with_capacity(take * 2 + ".01234567".len());
    push_hex(&mut out, bytes.get(..take).unwrap_or(bytes));
    out
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
}
