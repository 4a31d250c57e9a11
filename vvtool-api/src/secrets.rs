//! The client's own secrets, kept out of what the platform's words show: a platform may repeat what it was sent.

use core::fmt;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use form_urlencoded::byte_serialize;

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
            let spelled = |text: &str| {
                let quoted = |quoted: String| quoted.get(1..quoted.len().saturating_sub(1)).map(Box::from);
                let by_form: String = byte_serialize(text.as_bytes()).collect();
                let in_url = by_form.replace('+', "%20");
                let in_json = quoted(serde_json::Value::from(text).to_string());
                let in_debug = quoted(format!("{text:?}"));
                [Some(text.into()), Some(by_form.into()), Some(in_url.into()), in_json, in_debug].into_iter().flatten()
            };
            let mut all: Vec<Box<str>> = self.texts.iter().flat_map(|text| spelled(text)).collect();
            all.sort_unstable_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
            all.dedup();
            all
        })
    }
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
    text.as_bytes().windows(secret.len()).position(|window| window.eq_ignore_ascii_case(secret.as_bytes()))
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
