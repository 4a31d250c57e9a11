//! Reads a request's body into fields, whatever its style.

use axum::{
    body::Body,
    extract::{FromRequest, Multipart, Request},
    http::header::CONTENT_TYPE,
};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use serde_json::Value;
use vvtool_codegen::model::api::Body as Style;

use crate::file::{self, ReceivedFile};

/// The fields of a body, or why there are none.
#[derive(Debug, Default)]
pub(crate) struct Form {
    /// None for an unknown or missing content type.
    pub(crate) style: Option<Style>,
    pub(crate) fields: Vec<(String, String)>,
    /// Files, which are no fields: nothing signs them.
    pub(crate) files: Vec<ReceivedFile>,
    /// The body is not what its content type says.
    pub(crate) broken: Option<String>,
}

/// More than any documented request; a client that sends this much is broken.
const MAX_BODY: usize = 1 << 20;
/// What is read of such a body before it is refused: a client that is still writing hears no answer. Files may be as long.
pub(crate) const MAX_DRAINED: usize = 64 << 20;

/// Reads the body of `request`.
pub(crate) async fn read(request: Request) -> Form {
    let content_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mime = content_type.split(';').next().unwrap_or_default().trim();
    let mut files = Vec::new();
    let (style, fields) = match mime {
        "multipart/form-data" => (Some(Style::Multipart), multipart(request, &mut files).await),
        "application/x-www-form-urlencoded" => (Some(Style::Form), url_encoded(request.into_body()).await),
        "application/json" => (Some(Style::Json), json(request.into_body()).await),
        "" => match bytes(request.into_body()).await {
            Ok(body) if body.is_empty() => (Some(Style::None), Ok(Vec::new())),
            Ok(_) => (None, Ok(Vec::new())),
            Err(why) => (None, Err(why)),
        },
        _ => (None, Ok(Vec::new())),
    };
    match fields {
        Ok(fields) => Form { style, fields, files, broken: None },
        Err(why) => Form { style, fields: Vec::new(), files, broken: Some(why) },
    }
}

async fn multipart(request: Request, files: &mut Vec<ReceivedFile>) -> Result<Vec<(String, String)>, String> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|error| error.body_text())?;
    let (mut fields, mut length) = (Vec::new(), 0_usize);
    while let Some(mut part) = parts.next_field().await.map_err(|error| error.body_text())? {
        if part.file_name().is_some() {
            files.push(file::read(part).await?);
            continue;
        }
        let (name, mut text) = (part.name().unwrap_or_default().to_owned(), BytesMut::new());
        while let Some(chunk) = part.chunk().await.map_err(|error| error.body_text())? {
            length = length.saturating_add(chunk.len());
            // The rest is read all the same, and none of it kept.
            if length <= MAX_BODY {
                text.extend_from_slice(&chunk);
            }
        }
        let text = String::from_utf8(text.into()).map_err(|_| format!("{name} is not UTF-8"))?;
        fields.push((name, text));
    }
    if length > MAX_BODY {
        return Err(format!("the body is larger than {MAX_BODY} bytes"));
    }
    Ok(fields)
}

/// The whole body, where it is not too large.
pub(crate) async fn bytes(body: Body) -> Result<Bytes, String> {
    let (mut whole, mut read, mut chunks) = (BytesMut::new(), 0_usize, body.into_data_stream());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|error| error.to_string())?;
        read = read.saturating_add(chunk.len());
        if read <= MAX_BODY {
            whole.extend_from_slice(&chunk);
        } else if read > MAX_DRAINED {
            break;
        }
    }
    if read > MAX_BODY {
        return Err(format!("the body is larger than {MAX_BODY} bytes"));
    }
    Ok(whole.freeze())
}

async fn url_encoded(body: Body) -> Result<Vec<(String, String)>, String> {
    let bytes = bytes(body).await?;
    // The parser would replace what is no UTF-8; a signature over replaced text helps nobody.
    let fields: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
    if fields.iter().any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}')) {
        return Err("the body is not UTF-8".to_owned());
    }
    Ok(fields)
}

async fn json(body: Body) -> Result<Vec<(String, String)>, String> {
    let bytes = bytes(body).await?;
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(map)) => Ok(map.into_iter().map(|(name, value)| (name, text(value))).collect()),
        Ok(_) => Err("the body is JSON but no object".to_owned()),
        Err(error) => Err(format!("the body is not JSON: {error}")),
    }
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
