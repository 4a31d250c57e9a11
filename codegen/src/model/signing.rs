//! How calls of a service are signed: the common parameters, what of them is signed, and the digests. Texts with places in them
//! (`{secret}{text}`) are taken apart here.

use super::name;
use super::off_peak::minute;
use super::time_form::TimeForm;
use crate::load::raw::{RawAuth, RawCommon, RawSign, RawWay, Text};
use crate::words::{Case, Hash, Origin, SignOrder, SignedAs};

/// What every call sends besides its own fields, and how it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signing {
    /// In the order of the spec.
    pub parameters: Vec<Common>,
    /// The parameter that carries the signature.
    pub sign: String,
    /// Parameters that are not signed.
    pub except: Vec<String>,
    /// Whether parameters without a value are not signed, and not sent.
    pub skip_blank: bool,
    /// Whether files are not signed.
    pub without_files: bool,
    pub order: SignOrder,
    /// A parameter.
    pub each: Vec<Piece>,
    /// Between two parameters.
    pub between: String,
    pub values: SignedAs,
    /// The parameter that names the digest.
    pub by: Option<String>,
    /// At least one; the first is the default.
    pub digests: Vec<Digest>,
    pub case: Case,
}

/// A parameter that every call has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Common {
    pub name: String,
    pub holds: Holds,
}

/// What a common parameter holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds {
    From(Origin),
    Value(String),
    /// The time of the call, and the minutes by which its zone is ahead of UTC.
    Time {
        form: TimeForm,
        ahead: i16,
    },
    /// Random for each call.
    Nonce,
}

/// A part of a text that is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Name,
    Value,
    Secret,
    Path,
    Text,
    Literal(String),
}

/// What is made of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digest {
    /// `hmac-sha256` / `HmacSha256`
    pub word: String,
    pub ident: String,
    pub hash: Hash,
    /// Whether the secret is the key of an HMAC.
    pub keyed: bool,
    /// What is hashed.
    pub around: Vec<Piece>,
}

/// `{secret}` and `{text}` in an entry of `digest`.
pub(crate) const AROUND: &[(&str, Piece)] = &[("secret", Piece::Secret), ("path", Piece::Path), ("text", Piece::Text)];
/// `{name}` and `{value}` in `each`.
pub(crate) const EACH: &[(&str, Piece)] = &[("name", Piece::Name), ("value", Piece::Value)];
/// The pieces of a text, or the place in braces that it may not have.
pub fn pieces<'t>(text: &'t str, places: &[(&str, Piece)]) -> Result<Vec<Piece>, &'t str> {
    let mut pieces = Vec::new();
    let literal = |pieces: &mut Vec<Piece>, text: &str| {
        if !text.is_empty() {
            pieces.push(Piece::Literal(text.to_owned()));
        }
    };
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        literal(&mut pieces, before);
        let Some((place, behind)) = after.split_once('}') else { return Err(after) };
        let known = places.iter().find(|(word, _)| *word == place).ok_or(place)?;
        pieces.push(known.1.clone());
        rest = behind;
    }
    literal(&mut pieces, rest);
    Ok(pieces)
}

/// `+08:00` as minutes.
pub(crate) fn ahead(zone: &str) -> Option<i16> {
    let (sign, rest) = match zone.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let minutes = i16::try_from(minute(rest)?).ok()?;
    (minutes <= 14 * 60).then(|| sign * minutes)
}

pub(super) fn lower(raw: &RawAuth) -> Option<Signing> {
    let sign = raw.sign.as_ref()?;
    let mut each = pieces(&sign.each.value, EACH).unwrap_or_default();
    let between = match each.last() {
        Some(Piece::Literal(text)) if each.contains(&Piece::Value) => text.clone(),
        _ => String::new(),
    };
    if !between.is_empty() {
        each.pop();
    }
    Some(Signing {
        parameters: raw.parameters.iter().map(common).collect(),
        sign: sign.name.value.clone(),
        except: sign.over.except.iter().map(|name| name.value.clone()).collect(),
        skip_blank: sign.over.skip.is_some(),
        without_files: sign.over.without.is_some(),
        order: SignOrder::from_word(&sign.order.value).unwrap_or(SignOrder::Bytes),
        each,
        between,
        values: word(&sign.values, SignedAs::from_word).unwrap_or(SignedAs::Raw),
        by: sign.digest.by.as_ref().map(|name| name.value.clone()),
        digests: digests(sign),
        case: Case::from_word(&sign.case.value).unwrap_or(Case::Upper),
    })
}

fn word<T>(text: &Option<Text>, from: fn(&str) -> Option<T>) -> Option<T> {
    text.as_ref().and_then(|text| from(&text.value))
}

fn common(raw: &RawCommon) -> Common {
    let ahead = raw.zone.as_ref().and_then(|zone| ahead(&zone.value)).unwrap_or(0);
    let time = |form: &str| match (form, TimeForm::of(form)) {
        ("nonce", _) => Holds::Nonce,
        (_, Ok(form @ (TimeForm::UnixSeconds | TimeForm::UnixMillis))) => Holds::Time { form, ahead: 0 },
        (_, form) => Holds::Time { form: form.unwrap_or(TimeForm::Parts(Vec::new())), ahead },
    };
    let holds = match (word(&raw.from, Origin::from_word), &raw.format, &raw.value) {
        (Some(origin), ..) => Holds::From(origin),
        (None, Some(format), _) => time(&format.value),
        (None, None, value) => Holds::Value(value.as_ref().map(|text| text.value.clone()).unwrap_or_default()),
    };
    Common { name: raw.name.value.clone(), holds }
}

fn digests(sign: &RawSign) -> Vec<Digest> {
    let digest = |(word, way): &(Text, RawWay)| {
        let around = way.around.as_ref().map(|text| pieces(&text.value, AROUND).unwrap_or_default());
        Digest {
            ident: name::upper(&word.value).unwrap_or_default(),
            word: word.value.clone(),
            hash: self::word(&way.hash, Hash::from_word).unwrap_or(Hash::Md5),
            keyed: way.key.is_some(),
            around: around.unwrap_or_else(|| vec![Piece::Text]),
        }
    };
    sign.digest.of.0.iter().map(digest).collect()
}

impl Signing {
    /// Whether one may ask for another digest than the first.
    pub fn has_choice(&self) -> bool {
        self.by.is_some()
    }

    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        let common = self.parameters.iter().map(Common::spelled).collect::<Vec<_>>().join(" ");
        let digests = self.digests.iter().map(Digest::spelled).collect::<Vec<_>>().join(", ");
        let by = self.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
        let except = if self.except.is_empty() { String::new() } else { format!(" except {}", self.except.join(", ")) };
        let said = |said: bool, words: &'static str| if said { words } else { "" };
        format!(
            "{common}; {} over all{except}{}{}, {} order, {}{} {}; {digests}{by}, {} case",
            self.sign,
            said(self.skip_blank, " but blank ones"),
            said(self.without_files, " but files"),
            self.order.word(),
            spelled(&self.each),
            self.between,
            self.values.word(),
            self.case.word()
        )
    }
}

impl Signing {
    /// For people who sign a call by hand: what is sent, what is signed, and what is made of it.
    pub fn told(&self) -> Vec<String> {
        let list = |texts: Vec<String>| texts.join(", ");
        let signed = match self.except.as_slice() {
            [] => "all parameters".to_owned(),
            except => format!("all parameters but {}", except.join(", ")),
        };
        let order = match self.order {
            SignOrder::Bytes => "sorted by name in byte order",
            SignOrder::Declared => "in the order of the document",
        };
        let mut lines = vec![
            format!("Besides its own a call sends: {}", list(self.parameters.iter().map(Common::spelled).collect())),
            format!(
                "Signed are {signed}{}, {order}",
                match (self.skip_blank, self.without_files) {
                    (true, true) => ", without blank ones and files",
                    (true, false) => ", without blank ones",
                    (false, true) => ", without files",
                    (false, false) => "",
                }
            ),
            format!(
                "{{text}} is made of them: each as {}, between two of them {:?}, {}",
                spelled(&self.each),
                self.between,
                self.values.word()
            ),
            format!(
                "{} is the digest in hex, {} case: {}",
                self.sign,
                self.case.word(),
                list(self.digests.iter().map(Digest::spelled).collect())
            ),
        ];
        lines.extend(self.by.as_ref().map(|by| format!("{by} names the digest")));
        lines
    }
}

impl Common {
    fn spelled(&self) -> String {
        let holds = match &self.holds {
            Holds::From(origin) => format!("<{}>", origin.word()),
            Holds::Value(value) => value.clone(),
            Holds::Nonce => "<nonce>".to_owned(),
            Holds::Time { form: form @ (TimeForm::UnixSeconds | TimeForm::UnixMillis), .. } => {
                format!("<{}>", form.spelled())
            }
            Holds::Time { form, ahead } => {
                format!(
                    "<{} {}{:02}:{:02}>",
                    form.spelled(),
                    if *ahead < 0 { '-' } else { '+' },
                    ahead.abs() / 60,
                    ahead.abs() % 60
                )
            }
        };
        format!("{}={holds}", self.name)
    }
}

impl Digest {
    fn spelled(&self) -> String {
        let how = if self.keyed { "keyed " } else { "" };
        format!("{} = {how}{} of {}", self.word, self.hash.word(), spelled(&self.around))
    }
}

/// The text that pieces were taken from.
fn spelled(pieces: &[Piece]) -> String {
    let known = || EACH.iter().chain(AROUND);
    let written = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        piece => known().find(|(_, each)| each == piece).map(|(word, _)| format!("{{{word}}}")).unwrap_or_default(),
    };
    pieces.iter().map(written).collect()
}
