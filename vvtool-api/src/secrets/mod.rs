//! The client's own secrets, kept out of what the platform's words show: a platform may repeat what it was sent.

mod folded;
#[cfg(test)]
mod folded_tests;
mod sent;
mod spellings;

use core::fmt::{self, Write as _};
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use memchr::memchr2_iter;

use self::folded::Needle;
use self::sent::fields;
use self::spellings::{encoded, encoded_oddly, joined, spelled};
use crate::record::{Record, SECRET};

/// What stands where a secret stood.
const HIDDEN: &str = "<secret>";
/// A shorter text would be found inside ordinary words and numbers: it is hidden where it is a word of its own, and not at all where it is
/// a person's.
const SHORTEST: usize = 6;

/// What stands where a person's data stood.
const PERSONAL: &str = "<personal>";

/// A cause of whatever library.
type Whatever = dyn core::error::Error + Send + Sync;

/// Texts that one call must not show: its token or session, its keys, what it signed, and the personal data that it sent. `Debug` shows
/// none of them.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    own: Option<Arc<Kept>>,
    /// Of persons: hidden from lines that may end in a log, not from a program that asks for the platform's words.
    people: Option<Arc<Kept>>,
}

struct Kept {
    texts: Vec<Box<str>>,
    /// Every spelling, the longest first: a signed text holds other secrets. Made when something is to be shown.
    spellings: OnceLock<Vec<Box<str>>>,
    /// The letters and digits of each, as it is and encoded.
    needles: OnceLock<Vec<Needle>>,
}

impl Secrets {
    pub(crate) fn of<'a>(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::kept(texts.into_iter().map(Box::from).collect())
    }

    /// These and more.
    pub(crate) fn and<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> Self {
        let own = more(&self.own, texts.into_iter());
        Self { own, people: self.people.clone() }
    }

    /// These and those.
    pub(crate) fn plus(&self, others: &Self) -> Self {
        let of = |kept: &'_ Option<Arc<Kept>>| kept.iter().flat_map(|kept| kept.texts.clone()).collect::<Vec<_>>();
        let own = more(&self.own, of(&others.own).iter().map(|text| &**text));
        Self { own, people: more(&self.people, of(&others.people).iter().map(|text| &**text)) }
    }

    /// These, and the secret and personal fields of a request.
    pub(crate) fn and_of(&self, request: &dyn Record) -> Self {
        let (mut own, mut people) = (Vec::new(), Vec::new());
        fields(request, 0, 0, &mut |flags, text| {
            if flags & SECRET != 0 {
                own.push(Box::from(text));
            } else if text.len() >= SHORTEST {
                people.push(Box::from(text));
            }
        });
        let own = more(&self.own, own.iter().map(AsRef::as_ref));
        Self { own, people: more(&self.people, people.iter().map(AsRef::as_ref)) }
    }

    fn kept(texts: Vec<Box<str>>) -> Self {
        Self { own: Kept::of(texts), people: None }
    }

    /// The text without the personal data of the request.
    pub(crate) fn hide_people<'a>(&self, text: &'a str) -> Cow<'a, str> {
        hidden(self.people.as_deref(), text, PERSONAL)
    }

    /// The text without them.
    pub(crate) fn hide<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let without = self.hide_in_code(text);
        match self.own.as_deref().and_then(|own| own.without_words(&without)) {
            Some(without) => Cow::Owned(without),
            None => without,
        }
    }

    /// A code without them. One that is as short as a code is one still: what is to be done depends on it.
    pub(crate) fn hide_in_code<'a>(&self, code: &'a str) -> Cow<'a, str> {
        hidden(self.own.as_deref(), code, HIDDEN)
    }

    /// Take them out of a text in place.
    pub(crate) fn hide_in(&self, text: &mut Box<str>) {
        if let Cow::Owned(without) = self.hide(text) {
            *text = without.into();
        }
    }

    /// A cause of whatever library. One that shows them, or has a cause that does, is told in words: those of all of them, without them.
    pub(crate) fn hide_cause(&self, cause: Arc<Whatever>) -> Arc<Whatever> {
        let (mut words, mut shown) = (cause.to_string(), format!("{cause} {cause:?}"));
        let mut below = cause.source();
        while let Some(one) = below {
            let _ = write!(words, ": {one}");
            let _ = write!(shown, " {one} {one:?}");
            below = one.source();
        }
        if !self.are_in(&shown) && matches!(self.hide_people(&shown), Cow::Borrowed(_)) {
            return cause;
        }
        let words = self.hide_people(&words);
        let words: Box<Whatever> = self.hide(&words).into();
        Arc::from(words)
    }

    pub(crate) fn are_in(&self, text: &str) -> bool {
        matches!(self.hide(text), Cow::Owned(_))
    }
}

/// These texts and more.
fn more<'a>(kept: &Option<Arc<Kept>>, texts: impl Iterator<Item = &'a str>) -> Option<Arc<Kept>> {
    let mut texts = texts.peekable();
    if texts.peek().is_none() {
        return kept.clone();
    }
    let mut all: Vec<Box<str>> = kept.as_deref().map(|kept| kept.texts.clone()).unwrap_or_default();
    all.extend(texts.map(Box::from));
    Kept::of(all)
}

/// The text with a word in the place of each of these.
fn hidden<'a>(kept: Option<&Kept>, text: &'a str, word: &str) -> Cow<'a, str> {
    let Some(kept) = kept else { return Cow::Borrowed(text) };
    let mut shown = Cow::Borrowed(text);
    for secret in kept.spellings() {
        if let Some(without) = replaced(&shown, secret, word) {
            shown = Cow::Owned(without);
        }
    }
    match folded::without(&shown, kept.needles(word), word) {
        Some(without) => Cow::Owned(without),
        None => shown,
    }
}

impl Kept {
    fn of(mut texts: Vec<Box<str>>) -> Option<Arc<Self>> {
        texts.retain(|text| !text.trim().is_empty());
        (!texts.is_empty()).then(|| Arc::new(Self { texts, spellings: OnceLock::new(), needles: OnceLock::new() }))
    }

    fn long(&self) -> impl Iterator<Item = &str> {
        self.texts.iter().map(|text| &**text).filter(|text| text.len() >= SHORTEST)
    }

    /// The text without the short ones, where one is a word of its own; none where it holds none.
    fn without_words(&self, text: &str) -> Option<String> {
        let joins = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let mut shown = None;
        for short in self.texts.iter().filter(|text| text.len() < SHORTEST) {
            let (mut out, mut done) = (String::new(), 0);
            let whole = shown.as_deref().unwrap_or(text);
            for (at, _) in whole.match_indices(&**short) {
                let end = at.saturating_add(short.len());
                let [before, behind] = [whole.get(..at), whole.get(end..)].map(Option::unwrap_or_default);
                if !before.ends_with(joins) && !behind.starts_with(joins) {
                    out.push_str(whole.get(done..at).unwrap_or_default());
                    out.push_str(HIDDEN);
                    done = end;
                }
            }
            if done > 0 {
                out.push_str(whole.get(done..).unwrap_or_default());
                shown = Some(out);
            }
        }
        shown
    }

    fn needles(&self, word: &str) -> &[Needle] {
        /// What was signed holds the other secrets, and is long.
        const LONGEST: usize = 256;
        self.needles.get_or_init(|| {
            let mut all: Vec<Needle> = self.long().flat_map(encoded).filter_map(|form| Needle::of(&form)).collect();
            // What opens something is worth the trouble of whoever reads a log.
            if word == HIDDEN {
                let holds_another =
                    |text: &str| self.long().any(|other| other.len() < text.len() && text.contains(other));
                let texts = self.long().filter(|text| text.len() <= LONGEST && !holds_another(text));
                all.extend(texts.flat_map(encoded_oddly).filter_map(|form| Needle::of_plain(&form)));
            }
            all
        })
    }

    fn spellings(&self) -> &[Box<str>] {
        self.spellings.get_or_init(|| {
            let mut all: Vec<Box<str>> = Vec::new();
            for text in self.long() {
                for joined in joined(text) {
                    spelled(&joined, &mut all);
                }
                spelled(text, &mut all);
            }
            all.retain(|spelling| spelling.len() >= SHORTEST);
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
fn replaced(text: &str, secret: &str, word: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = place(rest, secret) {
        out.push_str(rest.get(..at).unwrap_or_default());
        out.push_str(word);
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
    use super::spellings::{in_base64, in_url};
    use super::*;
    use crate::record::{PII, View};

    #[test]
    fn a_secret_in_parts_is_hidden_however_its_parts_are_joined() {
        let token = "3f2a-4b1c_9d8e-TOKEN";
        let secrets = Secrets::of([token]);
        for joint in ["-", "_", "", " ", ".", ":", "\u{2010}", "\u{2011}", "\u{2013}", "\u{2014}"] {
            let joined = token.replace(['-', '_'], joint);
            let encoded = in_url(&joined, |byte| byte.is_ascii_alphanumeric());
            let all = in_url(&joined, |_| false);
            let twice = encoded.replace('%', "%25");
            let base64 = in_base64(joined.as_bytes(), 0);
            for form in [
                &joined,
                &joined.to_uppercase(),
                &joined.to_lowercase(),
                &encoded,
                &encoded.to_uppercase(),
                &all,
                &twice,
                &base64,
            ] {
                let shown = secrets.hide(form).into_owned();
                assert!(shown.starts_with(HIDDEN) && !shown.to_lowercase().contains("9d8e"), "{form}: {shown}");
            }
        }
        assert_eq!(secrets.hide("3f2a-4b1c of another"), "3f2a-4b1c of another");
    }

    #[test]
    fn what_persons_sent_is_hidden_from_lines_alone() {
        let trade = crate::tests::sample::full();
        let secrets = Secrets::default().and_of(&trade);
        for (text, line) in [
            ("收件人东方不败不存在", "收件人<personal>不存在"),
            ("name=%E4%B8%9C%E6%96%B9%E4%B8%8D%E8%B4%A5", "name=<personal>"),
            // It stands in a record that is personal as a whole.
            ("attr private is unknown", "attr <personal> is unknown"),
            ("tid 9223372036854775809", "tid 9223372036854775809"),
        ] {
            assert_eq!(secrets.hide_people(text), line);
            assert_eq!(secrets.hide(text), text);
        }
        let both = Secrets::of(["TESTTOKEN1"]).plus(&secrets);
        assert_eq!(both.hide_people("东方不败 TESTTOKEN1"), "<personal> TESTTOKEN1");
        assert_eq!(both.hide("东方不败 TESTTOKEN1"), "东方不败 <secret>");
    }

    #[test]
    fn what_is_personal_is_hidden_whatever_its_type() {
        let told = |request: &Private| {
            let secrets = Secrets::default().and_of(request);
            move |text: &str| secrets.hide_people(text).into_owned()
        };
        let json = r#"{"who":{"name":"东方不败"},"phones":[13800000000],"more":"{\"street\":\"黑木崖一号\"}","a":"b"}"#;
        let hidden = told(&Private { json: Some(json.into()), ..Private::default() });
        for (text, line) in [
            ("收件人东方不败不存在", "收件人<personal>不存在"),
            ("phone 13800000000", "phone <personal>"),
            ("黑木崖一号?", "<personal>?"),
            ("a b", "a b"),
        ] {
            assert_eq!(hidden(text), line);
        }
        assert_eq!(hidden(&format!("not JSON: {json}")), "not JSON: <personal>");
        let hidden = told(&Private { json: Some("{东方不败".into()), ..Private::default() });
        assert_eq!(hidden("{东方不败"), "<personal>");
        let numbers = Private {
            int: Some(13_800_000_000),
            decimal: Some(rust_decimal::Decimal::new(330_102_190_001, 2)),
            day: Some("1990-01-02 03:04:05".parse().unwrap()),
            fen: Some(crate::value::Fen::new(987_654_321)),
            ..Private::default()
        };
        let hidden = told(&numbers);
        for (text, line) in [
            ("13800000000 is unknown", "<personal> is unknown"),
            ("3301021900.01", "<personal>"),
            ("born 1990-01-02 03:04:05", "born <personal>"),
            ("987654321 fen", "<personal> fen"),
        ] {
            assert_eq!(hidden(text), line);
        }
    }

    #[derive(Default)]
    struct Private {
        json: Option<crate::value::JsonText>,
        int: Option<i64>,
        decimal: Option<rust_decimal::Decimal>,
        day: Option<crate::value::DateTime>,
        fen: Option<crate::value::Fen>,
    }

    static PRIVATE: crate::record::Table = crate::record::table("Private", PRIVATE_FIELDS);
    const PRIVATE_FIELDS: &[crate::record::Field] = &[
        crate::record::field("json", crate::record::Kind::Json, PII),
        crate::record::field("int", crate::record::Kind::Int, PII),
        crate::record::field("decimal", crate::record::Kind::Decimal, PII),
        crate::record::field("day", crate::record::Kind::DateTime, PII),
        crate::record::field("fen", crate::record::Kind::Fen, PII),
    ];

    impl Record for Private {
        fn table(&self) -> &'static crate::record::Table {
            &PRIVATE
        }
        fn slot(&mut self, _: u16) -> crate::record::Slot<'_> {
            crate::record::Slot::None
        }
        fn view(&self, index: u16) -> View<'_> {
            match index {
                0 => View::Json(&self.json),
                1 => View::Int(self.int),
                2 => View::Decimal(self.decimal),
                3 => View::DateTime(self.day),
                4 => View::Fen(self.fen),
                _ => View::None,
            }
        }
    }

    #[test]
    fn every_spelling_is_hidden_and_short_ones_where_they_are_words() {
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
            ("code 401 of TESTTOKEN", "code <secret> of <secret>"),
            ("code 4012 of TESTTOK, x401", "code 4012 of TESTTOK, x401"),
            ("", ""),
        ] {
            assert_eq!(secrets.hide(text), shown);
            assert_eq!(secrets.are_in(text), text != shown, "{text}");
        }
        assert_eq!(Secrets::default().hide("TESTTOKEN1"), "TESTTOKEN1");
        assert_eq!(format!("{secrets:?}"), "Secrets");
    }
}
