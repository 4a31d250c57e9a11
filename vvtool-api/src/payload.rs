//! The three ways in which a request's fields become a body.

use core::hash::{BuildHasher, Hasher};
use std::borrow::Cow;
use std::hash::RandomState;

use http::HeaderValue;

use crate::exchange::Body;

/// What a request says, before it is bytes.
#[derive(Clone)]
pub(crate) enum Payload {
    Multipart(Vec<Pair>),
    Form(Vec<Pair>),
    Json(String),
}

/// Name and value of a form field.
pub(crate) type Pair = (Cow<'static, str>, String);

impl Payload {
    /// Value of `Content-Type`, and the body. None when the type cannot be a header, which no boundary of ours brings about.
    pub(crate) fn encode(&self) -> Option<(HeaderValue, Body)> {
        Some(match self {
            Self::Multipart(pairs) => {
                let boundary = random();
                let content_type = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}")).ok()?;
                (content_type, multipart(&boundary, pairs).into())
            }
            Self::Form(pairs) => {
                let mut body = form_urlencoded::Serializer::new(String::new());
                body.extend_pairs(pairs);
                let content_type = HeaderValue::from_static("application/x-www-form-urlencoded;charset=utf-8");
                (content_type, body.finish().into())
            }
            Self::Json(json) => (HeaderValue::from_static("application/json"), json.clone().into()),
        })
    }
}

/// 128 random bits: no value holds them, unless it has seen them.
pub(crate) fn random() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("{:016x}{:016x}", random(), random())
}

/// RFC 7578, with names escaped as browsers do.
fn multipart(boundary: &str, pairs: &[Pair]) -> String {
    let around = boundary.len().saturating_add(64);
    let length = pairs.iter().map(|(name, value)| name.len().saturating_add(value.len()).saturating_add(around)).sum();
    let mut body = String::with_capacity(length);
    for (name, value) in pairs {
        for part in ["--", boundary, "\r\nContent-Disposition: form-data; name=\"", &escaped(name), "\"\r\n\r\n", value]
        {
            body.push_str(part);
        }
        body.push_str("\r\n");
    }
    for part in ["--", boundary, "--\r\n"] {
        body.push_str(part);
    }
    body
}

fn escaped(name: &str) -> Cow<'_, str> {
    if name.contains(['"', '\r', '\n']) {
        name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A").into()
    } else {
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_stands_between_boundaries_as_it_is() {
        let pairs = [("tid".into(), "1".to_owned()), ("a\"b\r\n".into(), "中 --b\r\n\"".to_owned())];
        assert_eq!(
            multipart("b0", &pairs),
            "--b0\r\nContent-Disposition: form-data; name=\"tid\"\r\n\r\n1\r\n\
             --b0\r\nContent-Disposition: form-data; name=\"a%22b%0D%0A\"\r\n\r\n中 --b\r\n\"\r\n--b0--\r\n"
        );
        assert_eq!(multipart("b0", &[]), "--b0--\r\n");
    }

    #[test]
    fn no_two_bodies_share_a_boundary() {
        let (one, other) = (random(), random());
        assert!(one != other && one.len() == 32, "{one} {other}");
    }
}
