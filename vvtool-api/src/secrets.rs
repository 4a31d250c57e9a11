//! The client's own secrets, kept out of what the platform's words show: a platform may repeat what it was sent.

use core::fmt;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use memchr::memchr2_iter;

use crate::record::{Record, SECRET, View};

/// What stands where a secret stood.
const HIDDEN: &str = "<secret>";
/// A shorter text is not hidden: it would be found inside ordinary words and numbers.
const SHORTEST: usize = 6;

/// Texts that one call must not show: its token or session, its keys, what it signed. `Debug` shows none of them.
#[derive(Clone, Default)]
pub(crate) struct Secrets(Option<Arc<Kept>>);

struct Kept {
    texts: Vec<Box<str>>,
    /// Every spelling, the longest first: a signed text holds other secrets. Made when something is to be shown.
    spellings: OnceLock<Vec<Box<str>>>,
}

impl Secrets {
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::kept(texts.into_iter().map(Box::from).collect())
    }

    /// These and more.
    pub(crate) fn and<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all: Vec<Box<str>> = self.0.as_deref().map(|kept| kept.texts.clone()).unwrap_or_default();
        let before = all.len();
        all.extend(texts.into_iter().map(Box::from));
        if all.len() == before { self.clone() } else { Self::kept(all) }
    }

    /// These and those.
    pub(crate) fn plus(&self, others: &Self) -> Self {
        self.and(others.0.iter().flat_map(|kept| kept.texts.iter().map(|text| &**text)))
    }

    /// These, and the secret fields of a request.
    pub(crate) fn and_of(&self, request: &dyn Record) -> Self {
        let fields = (0..).zip(request.table().fields).filter(|(_, field)| field.flags & SECRET != 0);
        self.and(fields.filter_map(|(index, _)| match request.view(index) {
            View::Text(text) => text.as_deref(),
            View::Word(word) => word.get(),
            _ => None,
        }))
    }

    fn kept(mut texts: Vec<Box<str>>) -> Self {
        texts.retain(|text| text.len() >= SHORTEST);
        Self((!texts.is_empty()).then(|| Arc::new(Kept { texts, spellings: OnceLock::new() })))
    }

    /// The text without them.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some(kept) = &self.0 else { return Cow::Borrowed(text) };
        let mut shown = Cow::Borrowed(text);
        for secret in kept.spellings() {
            if let Some(without) = replaced(&shown, secret) {
                shown = Cow::Owned(without);
            }
        }
        shown
    }

    /// Take them out of a text in place.
    pub(crate) fn hide_in(&self, text: &mut Box<str>) {
        if let Cow::Owned(without) = self.hide(text) {
            *text = without.into();
        }
    }

    pub(crate) fn are_in(&self, text: &str) -> bool {
        matches!(self.hide(text), Cow::Owned(_))
    }
}

impl Kept {
    fn spellings(&self) -> &[Box<str>] {
        self.spellings.get_or_init(|| {
            let mut all: Vec<Box<str>> = self.texts.iter().flat_map(|text| spelled(text)).map(Box::from).collect();
            all.retain(|spelling| spelling.len() >= SHORTEST);
            all.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
            all.dedup();
            all
        })
    }
}

/// How a platform may write what it was sent: as it is, in a URL, in a form, in JSON of different makers, in HTML, as bytes.
fn spelled(text: &str) -> Vec<String> {
    let inside = |quoted: String| quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_owned();
    let in_json = inside(serde_json::Value::from(text).to_string());
    let in_html = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut all = vec![
        in_url(text, |byte| byte.is_ascii_alphanumeric() || b"*-._ ".contains(&byte)).replace(' ', "+"),
        // Its own letters, those of RFC 3986 and of JavaScript, none at all.
        in_url(text, |byte| byte.is_ascii_alphanumeric()),
        in_url(text, |byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)),
        in_url(text, |byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte)),
        in_url(text, |_| false),
        in_hex(text, "", |_| false),
        inside(format!("{text:?}")),
        // JSON inside a text of JSON.
        in_json.replace('\\', "\\\\").replace('"', "\\\""),
        in_html.replace('\'', "&#039;"),
        in_html.replace('\'', "&#39;"),
        in_html,
        text.to_owned(),
    ];
    // PHP escapes slashes, and some escape all that is not ASCII.
    for escaped in [in_json.clone(), in_ascii(&in_json)] {
        all.extend([escaped.replace('/', "\\/"), escaped]);
    }
    for shift in 0..3 {
        let base64 = in_base64(text.as_bytes(), shift);
        all.extend([base64.replace('+', "-").replace('/', "_"), base64]);
    }
    all
}

fn in_url(text: &str, keeps: fn(u8) -> bool) -> String {
    in_hex(text, "%", keeps)
}

/// Each byte in hexadecimal behind a mark, unless it is kept. What was signed is long, so nothing is allocated per byte.
fn in_hex(text: &str, mark: &str, keeps: fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len().saturating_mul(mark.len().saturating_add(2)));
    for byte in text.bytes() {
        if keeps(byte) {
            out.push(char::from(byte));
            continue;
        }
        out.push_str(mark);
        out.extend([byte >> 4, byte & 15].into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)));
    }
    out
}

/// JSON without a character outside ASCII.
fn in_ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(ascii) if ascii.is_ascii() => out.push(char::from(ascii)),
            _ => out.push_str(&format!("\\u{unit:04x}")),
        }
    }
    out
}

/// The text in Base64 where `shift` other bytes of three stand before it, without the letters that it shares with its neighbours.
fn in_base64(bytes: &[u8], shift: usize) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bytes: Vec<u8> = core::iter::repeat_n(0, shift).chain(bytes.iter().copied()).collect();
    let letters = bytes.chunks(3).flat_map(|three| {
        let word = (0..3).fold(0, |word, at| word << 8 | usize::from(three.get(at).copied().unwrap_or_default()));
        [18, 12, 6, 0].map(|bits| LETTERS.get(word >> bits & 63).copied().map_or('A', char::from))
    });
    let (first, end) = (shift.saturating_mul(8).div_ceil(6), bytes.len().saturating_mul(8) / 6);
    letters.take(end).skip(first).collect()
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secrets")
    }
}

/// The text with every `secret` replaced, in whatever letter case; none where it holds none.
fn replaced(text: &str, secret: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = place(rest, secret) {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(HIDDEN);
        rest = rest.get(at.saturating_add(secret.len())..).unwrap_or_default();
    }
    if out.is_empty() {
        return None;
    }
    out.push_str(rest);
    Some(out)
}

/// Where `secret` begins.
fn place(text: &str, secret: &str) -> Option<usize> {
    let first = *secret.as_bytes().first()?;
    memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text.as_bytes()).find(|at| {
        let window = text.as_bytes().get(*at..at.saturating_add(secret.len()));
        window.is_some_and(|window| window.eq_ignore_ascii_case(secret.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_is_hidden_and_short_ones_are_words() {
        let secrets = Secrets::of(["TESTTOKEN1", "a/b+c d\"e密", "signTESTTOKEN1sign", "401"]);
        for (text, shown) in [
            ("token TESTTOKEN1 is invalid", "token <secret> is invalid"),
            ("testtoken1TESTTOKEN1", "<secret><secret>"),
            ("xsignTESTTOKEN1signx", "x<secret>x"),
            ("a/b+c d\"e密", "<secret>"),
            ("?session=a%2Fb%2Bc%20d%22e%E5%AF%86&x", "?session=<secret>&x"),
            ("?session=a%2fb%2bc+d%22e%e5%af%86&x", "?session=<secret>&x"),
            (r#"{"k":"a/b+c d\"e密"}"#, r#"{"k":"<secret>"}"#),
            (r#"{"k":"a\/b+c d\"e密"}"#, r#"{"k":"<secret>"}"#),
            (r#"{"k":"a\/b+c d\"e\u5BC6"}"#, r#"{"k":"<secret>"}"#),
            (r#"{"k":"{\"t\":\"a/b+c d\\\"e密\"}"}"#, r#"{"k":"{\"t\":\"<secret>\"}"}"#),
            ("a/b+c d&quot;e密", "<secret>"),
            ("%54%45%53%54%54%4F%4B%45%4E%31", "<secret>"),
            ("0x54455354544f4b454e31!", "0x<secret>!"),
            // echo -n TESTTOKEN1, "Bearer TESTTOKEN1", "x:TESTTOKEN1:y" | base64
            ("VEVTVFRPS0VOMQ==", "<secret>Q=="),
            ("QmVhcmVyIFRFU1RUT0tFTjE=", "QmVhcmVyIF<secret>E="),
            ("eDpURVNUVE9LRU4xOnk=", "eDp<secret>Onk="),
            ("code 401 of TESTTOKEN", "code 401 of TESTTOKEN"),
            ("", ""),
        ] {
            assert_eq!(secrets.hide(text), shown);
            assert_eq!(secrets.are_in(text), text != shown, "{text}");
        }
        assert_eq!(Secrets::default().hide("TESTTOKEN1"), "TESTTOKEN1");
        assert_eq!(format!("{secrets:?}"), "Secrets");
    }
}
