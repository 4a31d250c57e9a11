//! What a client sent.

use core::fmt;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, Method};

use crate::exchange::{FreshConnection, HttpRequest};

/// A request that went out. `Debug` shows where it went and the names of its fields, never a value: they hold tokens and addresses.
#[derive(Clone)]
pub struct Sent {
    method: Method,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
    fresh: bool,
}

impl Sent {
    pub(super) fn new(request: HttpRequest) -> Self {
        let fresh = FreshConnection::is_wanted_by(&request);
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let query = request.uri().query().unwrap_or_default().to_owned();
        let (parts, body) = request.into_parts();
        Self { method, path, query, headers: parts.headers, body: body.into_bytes(), fresh }
    }

    /// Path of the URL: `/tool/erps/send`. The Taobao Open Platform has one for all; its operation is field `method`.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// HTTP method: POST for all operations of both platforms.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Query of the URL, escaped as it is sent; empty where there is none.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn query(&self) -> &str {
        &self.query
    }

    /// The headers.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The whole body.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Whether it asked for a connection of its own, as writes do.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Value of the field of this wire name, whatever style the body has: `sub_tid` gives `1,2`.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn field(&self, name: &str) -> Option<String> {
        self.fields().into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    /// Wire names and values of all fields, in the order of the body.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        let content_type = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if let Some((_, boundary)) = content_type.split_once("boundary=") {
            return parts(&String::from_utf8_lossy(&self.body), boundary);
        }
        if content_type.starts_with("application/json") {
            return members(&self.body);
        }
        form_urlencoded::parse(&self.body).into_owned().collect()
    }
}

/// The parts of a multipart form.
fn parts(body: &str, boundary: &str) -> Vec<(String, String)> {
    let delimiter = format!("--{boundary}");
    let parts = body.split(&delimiter).filter_map(|part| part.split_once("\r\n\r\n"));
    let named = parts.filter_map(|(head, value)| {
        let (_, name) = head.split_once("name=\"")?;
        Some((name.split_once('"')?.0.to_owned(), value.strip_suffix("\r\n").unwrap_or(value).to_owned()))
    });
    named.collect()
}

/// The members of a JSON object: texts as they are, everything else as JSON.
fn members(body: &[u8]) -> Vec<(String, String)> {
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(body).unwrap_or_default();
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    members.into_iter().map(|(name, value)| (name, text(value))).collect()
}

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = self.fields();
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Sent").field("path", &self.path).field("fields", &names).finish_non_exhaustive()
    }
}
