//! What a request says, and where: in the line, the query, the headers and the body of a call.

use core::fmt::Write as _;
use std::borrow::Cow;
use std::io;

use http::Method;
use http::header::{HeaderName, HeaderValue};

use crate::chance;
pub(crate) use crate::encode::{File, Pair, escape};
use crate::exchange::Body;
use crate::exchange::file::{Opened, Piece};
use crate::value::upload::Content as Held;

/// What a request says, before it is bytes.
#[derive(Clone)]
pub(crate) struct Payload {
    pub(crate) method: Method,
    pub(crate) query: Vec<Pair>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Content,
}

/// What a request says in its body.
#[derive(Clone)]
pub(crate) enum Content {
    /// Texts, and files behind them: whoever reads on the way knows the texts first.
    Multipart(Vec<Pair>, Vec<File>),
    Form(Vec<Pair>),
    Json(String),
    None,
}

impl Payload {
    /// A form that is posted, and nothing besides.
    #[cfg_attr(not(feature = "top"), allow(dead_code))]
    pub(crate) fn form(pairs: Vec<Pair>) -> Self {
        Self { method: Method::POST, query: Vec::new(), headers: Vec::new(), body: Content::Form(pairs) }
    }

    /// The same in parts, files behind the texts.
    #[cfg_attr(not(feature = "top"), allow(dead_code))]
    pub(crate) fn multipart(pairs: Vec<Pair>, files: Vec<File>) -> Self {
        Self { body: Content::Multipart(pairs, files), ..Self::form(Vec::new()) }
    }
}

impl Content {
    /// Value of `Content-Type`, and the body; files are opened for it. A type that cannot be a header is an error too, which no boundary
    /// of ours brings about.
    pub(crate) fn encode(&self) -> io::Result<(Option<HeaderValue>, Body)> {
        let (content_type, body) = match self {
            Self::Multipart(pairs, files) => {
                let boundary = chance::digits();
                let content_type = header(&format!("multipart/form-data; boundary={boundary}"))?;
                (content_type, parts(&boundary, pairs, files)?)
            }
            Self::Form(pairs) => {
                let mut body = form_urlencoded::Serializer::new(String::new());
                body.extend_pairs(pairs);
                let content_type = HeaderValue::from_static("application/x-www-form-urlencoded;charset=utf-8");
                (content_type, body.finish().into())
            }
            Self::Json(json) => (HeaderValue::from_static("application/json"), json.clone().into()),
            Self::None => return Ok((None, Body::default())),
        };
        Ok((Some(content_type), body))
    }
}

/// `{name}` of a path, each with its value; a name without one stays empty, and has been refused before.
pub(crate) fn path(template: &'static str, values: &[Pair]) -> Cow<'static, str> {
    if !template.contains('{') {
        return Cow::Borrowed(template);
    }
    let mut path = String::with_capacity(template.len());
    for (at, stretch) in template.split('{').enumerate() {
        let (name, rest) = stretch.split_once('}').filter(|_| at != 0).unwrap_or(("", stretch));
        if let Some((_, value)) = values.iter().find(|(each, _)| *each == name) {
            escape(value, &mut path);
        }
        path.push_str(rest);
    }
    path.into()
}

/// `a=1&b=2`
pub(crate) fn query(pairs: &[Pair]) -> Option<String> {
    let mut query = String::new();
    for (name, value) in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        escape(name, &mut query);
        query.push('=');
        escape(value, &mut query);
    }
    (!query.is_empty()).then_some(query)
}

impl File {
    /// What is in it; a file on disk is opened.
    fn piece(&self) -> io::Result<Piece> {
        Ok(match self.upload.content() {
            Held::Bytes(bytes) => Piece::Bytes(bytes.clone()),
            Held::Path(path) => Piece::File(Opened::at(self.name, path, self.bounds.max_bytes)?),
        })
    }

    /// The same as a body.
    #[cfg_attr(not(feature = "journal"), allow(dead_code))]
    pub(crate) fn body(&self) -> io::Result<Body> {
        Ok(Body::of(vec![self.piece()?]))
    }
}

fn header(text: &str) -> io::Result<HeaderValue> {
    HeaderValue::try_from(text).map_err(io::Error::other)
}

/// RFC 7578, with names escaped as browsers do.
fn parts(boundary: &str, pairs: &[Pair], files: &[File]) -> io::Result<Body> {
    let mut text = multipart(boundary, pairs);
    if files.is_empty() {
        text.push_str(&last(boundary));
        return Ok(text.into());
    }
    let mut pieces = Vec::with_capacity(files.len().saturating_mul(2).saturating_add(1));
    for file in files {
        let File { name, upload, bounds } = file;
        for part in [
            "--",
            boundary,
            "\r\nContent-Disposition: form-data; name=\"",
            &escaped(name),
            "\"; filename=\"",
            &escaped(&upload.name_as(name, bounds.accept)),
            "\"\r\nContent-Type: ",
            upload.media_as(bounds.accept),
            "\r\n\r\n",
        ] {
            text.push_str(part);
        }
        pieces.push(Piece::Bytes(core::mem::take(&mut text).into()));
        pieces.push(file.piece()?);
        text.push_str("\r\n");
    }
    text.push_str(&last(boundary));
    pieces.push(Piece::Bytes(text.into()));
    let is_on_disk = pieces.iter().any(|piece| matches!(piece, Piece::File(_)));
    let body = Body::of(pieces);
    if is_on_disk { Ok(body) } else { body.read() }
}

fn last(boundary: &str) -> String {
    format!("--{boundary}--\r\n")
}

/// The parts that are texts.
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
    body
}

fn escaped(name: &str) -> Cow<'_, str> {
    let is_bad = |letter: char| letter == '"' || letter.is_ascii_control();
    if !name.contains(is_bad) {
        return name.into();
    }
    // Browsers escape quotes and line ends; whoever reads a header stops at the other ones as well.
    let mut escaped = String::with_capacity(name.len().saturating_add(8));
    for letter in name.chars() {
        // Writing to a String cannot fail.
        let _ =
            if is_bad(letter) { write!(escaped, "%{:02X}", u32::from(letter)) } else { write!(escaped, "{letter}") };
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Bounds;
    use crate::value::Upload;

    const TEXT: &Bounds = &Bounds::new().accept(&[("txt", "text/plain")]);

    #[test]
    fn every_value_stands_between_boundaries_as_it_is() {
        let pairs = [("tid".into(), "1".to_owned()), ("a\"b\r\n".into(), "中 --b\r\n\"".to_owned())];
        assert_eq!(
            multipart("b0", &pairs),
            "--b0\r\nContent-Disposition: form-data; name=\"tid\"\r\n\r\n1\r\n\
             --b0\r\nContent-Disposition: form-data; name=\"a%22b%0D%0A\"\r\n\r\n中 --b\r\n\"\r\n"
        );
        let body = |files: &[File]| parts("b0", &[], files).unwrap();
        assert_eq!(body(&[]).into_bytes(), "--b0--\r\n");
        let upload = Upload::from_bytes("1中").file_name("a/单\"1\r\n\0.txt");
        let file = File { name: "no\"te", upload, bounds: TEXT };
        assert_eq!(
            body(&[file]).into_bytes(),
            "--b0\r\nContent-Disposition: form-data; name=\"no%22te\"; filename=\"单%221%0D%0A%00.txt\"\r\n\
             Content-Type: text/plain\r\n\r\n1中\r\n--b0--\r\n"
        );
    }

    #[test]
    fn values_stand_escaped_in_the_places_of_their_names() {
        let values = [("a".into(), "中/ %.~".to_owned()), ("b".into(), "x".to_owned())];
        assert_eq!(path("/s/{a}/{b}.json", &values), "/s/%E4%B8%AD%2F%20%25.~/x.json");
        assert_eq!(path("/s", &values), "/s");
        let pairs = [("b".into(), "1 2".to_owned()), ("a[]".into(), "&=+".to_owned()), ("b".into(), String::new())];
        assert_eq!(query(&pairs).as_deref(), Some("b=1%202&a%5B%5D=%26%3D%2B&b="));
        assert_eq!(query(&[]), None);
    }
}
