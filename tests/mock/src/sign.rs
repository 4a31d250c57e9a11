//! Signatures of calls as a service's spec describes them, sharing no line with the client that is tested against them.

use core::fmt::Write as _;

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest as _, Md5};
use sha2::Sha256;
use vvtool_codegen::model::api::Signing;
use vvtool_codegen::model::signing::{Digest, Piece};
use vvtool_codegen::words::{Case, Hash, SignOrder, SignedAs};

/// Parameters as they are sent: those of the query, those of the body.
pub(crate) type Sent<'p> = (&'p [(String, String)], &'p [(String, String)]);

/// The digest of a word: the one of a call that names none is the oldest, which servers go on assuming.
pub(crate) fn digest<'s>(signing: &'s Signing, word: Option<&str>) -> Option<&'s Digest> {
    let md5 = || signing.digests.iter().find(|digest| digest.word == "md5").or(signing.digests.first());
    word.map_or_else(md5, |word| signing.digests.iter().find(|digest| digest.word == word))
}

/// The signature of `params` as they were sent, with or without the signature itself, under a path.
#[must_use]
pub fn signature(
    signing: &Signing,
    digest: &Digest,
    secret: &str,
    path: &str,
    params: &[(String, String)],
) -> Option<String> {
    signature_of(signing, digest, secret, path, (&[], params))
}

/// The same of parameters in a query and in a body: url-encoded as queries have them, and as forms have them whatever the body.
pub(crate) fn signature_of(
    signing: &Signing,
    digest: &Digest,
    secret: &str,
    path: &str,
    (query, body): Sent<'_>,
) -> Option<String> {
    let is_signed = |name: &str, value: &str| {
        name != signing.sign
            && !signing.except.iter().any(|except| except == name)
            && (!signing.skip_blank || !value.trim().is_empty())
    };
    let all = query.iter().map(|pair| (pair, true)).chain(body.iter().map(|pair| (pair, false)));
    let mut signed: Vec<_> = all.filter(|((name, value), _)| is_signed(name, value)).collect();
    if signing.order == SignOrder::Bytes {
        signed.sort_by(|(a, _), (b, _)| a.0.as_bytes().cmp(b.0.as_bytes()));
    }
    let written = |text: &str, in_query: bool| match signing.values {
        SignedAs::Raw => text.to_owned(),
        SignedAs::UrlEncoded if in_query => percent(text),
        SignedAs::UrlEncoded => form_urlencoded::byte_serialize(text.as_bytes()).collect(),
    };
    let each = |((name, value), in_query): (&(String, String), bool)| {
        filled(&signing.each, &[(Piece::Name, &written(name, in_query)), (Piece::Value, &written(value, in_query))])
    };
    let text = signed.into_iter().map(each).collect::<Vec<_>>().join(&signing.between);
    let whole = filled(&digest.around, &[(Piece::Secret, secret), (Piece::Path, path), (Piece::Text, &text)]);
    let bytes = match (digest.hash, digest.keyed) {
        (Hash::Md5, false) => Md5::digest(&whole).to_vec(),
        (Hash::Sha256, false) => Sha256::digest(&whole).to_vec(),
        (Hash::Md5, true) => keyed::<Hmac<Md5>>(secret, &whole)?,
        (Hash::Sha256, true) => keyed::<Hmac<Sha256>>(secret, &whole)?,
    };
    Some(hex(&bytes, signing.case))
}

/// RFC 3986: everything but the unreserved. What is sent in a URL is written as it is signed.
pub(crate) fn percent(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

pub(crate) fn hex(bytes: &[u8], case: Case) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing into a String cannot fail.
        let _ = match case {
            Case::Upper => write!(hex, "{byte:02X}"),
            Case::Lower => write!(hex, "{byte:02x}"),
        };
        hex
    })
}

/// A template with its places filled.
fn filled(template: &[Piece], places: &[(Piece, &str)]) -> String {
    let text = |piece: &Piece| match piece {
        Piece::Literal(text) => text.clone(),
        piece => places.iter().find(|(each, _)| each == piece).map(|(_, text)| (*text).to_owned()).unwrap_or_default(),
    };
    template.iter().map(text).collect()
}

fn keyed<M: Mac + KeyInit>(secret: &str, text: &str) -> Option<Vec<u8>> {
    let mut mac = <M as KeyInit>::new_from_slice(secret.as_bytes()).ok()?;
    mac.update(text.as_bytes());
    Some(mac.finalize().into_bytes().to_vec())
}
