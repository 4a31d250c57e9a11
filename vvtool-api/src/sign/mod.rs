//! Signatures as a service's table says ([`Signing`]). Pure functions over the parameters of one call; no gateway is known here.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest as _, Md5};
use sha2::Sha256;

use crate::meta::{Case, Digest, Hash, Holds, Piece, Signing};
use crate::value::{AHEAD, DateTime, Part, written};

impl Signing {
    /// The digest of this word, or the default one.
    pub(crate) fn digest(&self, word: Option<&str>) -> Option<&'static Digest> {
        match word {
            Some(word) => self.digests.iter().find(|digest| digest.word == word),
            None => self.digests.first(),
        }
    }

    /// The parameters as they are signed: chosen, ordered, joined. The first ones are sent in the query, so many of them, and the others in
    /// a body.
    pub(crate) fn text<K: AsRef<str>, V: AsRef<str>>(&self, parameters: &[(K, V)], in_query: usize) -> String {
        let mut chosen: Vec<(&str, &str, bool)> = parameters
            .iter()
            .enumerate()
            .map(|(at, (name, value))| (name.as_ref(), value.as_ref(), at < in_query))
            .filter(|(name, value, _)| !(self.except.contains(name) || self.skip_blank && value.trim().is_empty()))
            .collect();
        if !self.as_sent {
            // By name: of two with one name, the first stays the first.
            chosen.sort_by_key(|(name, ..)| *name);
        }
        let length =
            chosen.iter().map(|(name, value, _)| name.len().saturating_add(value.len()).saturating_add(2)).sum();
        let mut text = String::with_capacity(length);
        for (at, (name, value, in_query)) in chosen.into_iter().enumerate() {
            if at != 0 {
                text.push_str(self.between);
            }
            for piece in self.each {
                match piece {
                    Piece::Name => text.push_str(&self.written(name, in_query)),
                    Piece::Value => text.push_str(&self.written(value, in_query)),
                    Piece::Literal(literal) => text.push_str(literal),
                    // The secret is no part of a parameter, and the generator writes none of the others here.
                    Piece::Secret | Piece::Path | Piece::Text => {}
                }
            }
        }
        text
    }

    /// A name or a value; url-encoded it is as a query has it where it stands in one, a blank `%20`, and as a form has it otherwise, a
    /// blank `+`: members of a JSON body and parts of a multipart one, which are sent raw, are signed in the same way.
    fn written<'a>(&self, text: &'a str, in_query: bool) -> Cow<'a, str> {
        match (self.url_encoded, in_query) {
            (false, _) => Cow::Borrowed(text),
            (true, false) => form_urlencoded::byte_serialize(text.as_bytes()).collect(),
            (true, true) => {
                let mut escaped = String::with_capacity(text.len());
                crate::encode::escape(text, &mut escaped);
                escaped.into()
            }
        }
    }

    /// The value of the parameter that carries the signature.
    pub(crate) fn signature(&self, digest: &Digest, secret: &str, path: &str, text: &str) -> String {
        let pieces = digest.around.iter().map(|piece| match piece {
            Piece::Secret => secret,
            Piece::Path => path,
            Piece::Text => text,
            Piece::Literal(literal) => literal,
            Piece::Name | Piece::Value => "",
        });
        match (digest.hash, digest.keyed) {
            (Hash::Md5, false) => self.hex(&pieces.fold(Md5::new(), Md5::chain_update).finalize()),
            (Hash::Sha256, false) => self.hex(&pieces.fold(Sha256::new(), Sha256::chain_update).finalize()),
            (Hash::Md5, true) => self.keyed::<Hmac<Md5>>(secret, pieces),
            (Hash::Sha256, true) => self.keyed::<Hmac<Sha256>>(secret, pieces),
        }
    }

    fn keyed<'p, M: Mac + KeyInit>(&self, secret: &str, pieces: impl Iterator<Item = &'p str>) -> String {
        // A HMAC takes a key of any length, so there is no error to report.
        <M as KeyInit>::new_from_slice(secret.as_bytes())
            .map(|mac| self.hex(&pieces.fold(mac, Mac::chain_update).finalize().into_bytes()))
            .unwrap_or_default()
    }

    fn hex(&self, bytes: &[u8]) -> String {
        let digits: &[u8; 16] = match self.case {
            Case::Upper => b"0123456789ABCDEF",
            Case::Lower => b"0123456789abcdef",
        };
        let digit = |nibble: u8| digits.get(usize::from(nibble)).map_or('0', |digit| char::from(*digit));
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

/// A time in a zone so many minutes ahead of UTC; None when no calendar has it.
fn time(now: SystemTime, parts: &[Part], ahead: i16) -> Option<String> {
    let since = since(now)?;
    // [`DateTime`] counts in the platform's zone.
    let seconds = i64::try_from(since.as_secs()).ok()?;
    let local = seconds.checked_add(i64::from(ahead).checked_mul(60)?)?.checked_sub(AHEAD)?;
    let local = DateTime::from_unix_seconds(local)?;
    Some(written(parts, local, since.subsec_millis()))
}

/// What a parameter holds that tells the time; None when the clock is out of range.
pub(crate) fn told(now: SystemTime, holds: &Holds) -> Option<String> {
    match holds {
        Holds::Time(parts, ahead) => time(now, parts, *ahead),
        Holds::UnixMillis => Some(since(now)?.as_millis().to_string()),
        _ => Some(since(now)?.as_secs().to_string()),
    }
}

fn since(now: SystemTime) -> Option<Duration> {
    now.duration_since(SystemTime::UNIX_EPOCH).ok()
}

#[cfg(test)]
mod tests;
