//! A token as it lies in a Redis: sealed with a key that who calls as the account has, and nobody else.
//!
//! Whoever has the account's access key can fetch a token anyway, so he may read it; whoever sees the Redis may not, and cannot make one up.

use chacha20poly1305::aead::{Aead as _, Generate as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;

/// Another one for each account, host and access key.
#[derive(Clone)]
pub(super) struct Seal(XChaCha20Poly1305);

const NONCE: usize = 24;

impl Seal {
    /// `whose`: the account at its host. None where no key can be made of it, which no text does.
    pub(super) fn new(access_key: &str, whose: &str) -> Option<Self> {
        let mut key = Hmac::<Sha256>::new_from_slice(access_key.as_bytes()).ok()?;
        key.update(b"vvtool-api token 1\0");
        key.update(whose.as_bytes());
        XChaCha20Poly1305::new_from_slice(&key.finalize().into_bytes()).ok().map(Self)
    }

    /// In hexadecimal: a nonce of its own, and what is sealed.
    pub(super) fn seal(&self, text: &str) -> Option<String> {
        let nonce = XNonce::try_generate().ok()?;
        let sealed = self.0.encrypt(&nonce, text.as_bytes()).ok()?;
        let byte = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16).unwrap_or('0'));
        Some(nonce.iter().chain(&sealed).flat_map(byte).collect())
    }

    /// None where it was sealed with another key, or is nothing that was sealed.
    pub(super) fn open(&self, sealed: &str) -> Option<String> {
        let digit = |at: usize| sealed.as_bytes().get(at).and_then(|byte| char::from(*byte).to_digit(16));
        let byte = |at: usize| u8::try_from(digit(at)? << 4 | digit(at.checked_add(1)?)?).ok();
        let bytes: Vec<u8> = (0..sealed.len()).step_by(2).map(byte).collect::<Option<_>>()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let text = self.0.decrypt(&XNonce::from(*nonce), sealed).ok()?;
        String::from_utf8(text).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_sealed_text_is_opened_by_its_key_alone_and_changed_by_nobody() {
        let seal = Seal::new("TESTACCESS2", "account at host").unwrap();
        let text = "t0p-s3cr3t \u{1F511}";
        let [one, other] = [0; 2].map(|_| seal.seal(text).unwrap());
        assert_ne!(one, other);
        assert!(!one.contains("t0p") && one.chars().all(|c| c.is_ascii_hexdigit()), "{one}");
        assert_eq!(seal.open(&one).as_deref(), Some(text));
        for (key, whose) in [("TESTACCESS3", "account at host"), ("TESTACCESS2", "account at another host")] {
            assert_eq!(Seal::new(key, whose).unwrap().open(&one), None);
        }
        for at in 0..one.len() {
            let mut changed = one.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            assert_eq!(seal.open(&String::from_utf8(changed).unwrap()), None, "{at}");
            assert_eq!(seal.open(one.get(..at).unwrap()), None, "{at}");
        }
        assert_eq!((seal.open(""), seal.open("no token"), seal.open("钥")), (None, None, None));
    }
}
