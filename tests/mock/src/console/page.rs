//! The page, and the specs as OpenAPI.

use axum::http::StatusCode;
use vvtool_codegen::model::api::Protocol;
use vvtool_codegen::openapi::{self, Asked, Speech, TopPaths, Version};
use vvtool_codegen::{diag, docs};

use super::{Console, Shown, mask};
use crate::curl;
use crate::routes::OWN_ROOM;
use crate::shared::Shared;

/// What is the same for everybody and asked for again and again.
const KEPT: &[&str] = &[docs::FIRST, "errors.html", "page.css", "page.js", "console.js", "index.js"];

pub(super) const JSON: &str = "application/json; charset=utf-8";

impl Console {
    pub(super) fn page(&self, shared: &Shared, name: &str, origin: &str) -> Shown {
        if let Some(service) = name.strip_prefix("openapi/") {
            return self.openapi(shared, service, origin);
        }
        let name = if name.is_empty() { docs::FIRST } else { name };
        let server = docs::Server {
            prefix: &shared.options.prefix,
            bare_token: shared.options.bare_token,
            credential: &|service, operation, field| {
                (service.token_operation.as_ref() == Some(&operation.id)).then(|| curl::credential(field)).flatten()
            },
        };
        let make = || docs::served(&shared.api, &server, name).map(|page| page.text);
        // Thousands of operations have a page each, which is made when somebody looks at it.
        let text = if KEPT.contains(&name) { self.made(name.to_owned(), make) } else { make().map(Into::into) };
        match text {
            Some(text) => Shown::new(mime(name), text),
            None => Shown::words(
                StatusCode::NOT_FOUND,
                format!(
                    "nothing is called {:?} here: {OWN_ROOM} has the page, openapi/SERVICE.json, log, state and reset",
                    mask::cut(name)
                ),
            ),
        }
    }

    /// With this server as the only one in it.
    fn openapi(&self, shared: &Shared, name: &str, origin: &str) -> Shown {
        let service = name.strip_suffix(".json").unwrap_or(name);
        let Some(found) = shared.api.services.iter().find(|each| each.name.wire == service) else {
            let names = shared.api.services.iter().map(|each| each.name.wire.as_str());
            return Shown::words(StatusCode::NOT_FOUND, diag::unknown("service", &mask::cut(service), names));
        };
        // Resellers put their path before the documented ones; the one URL of a platform has none before it.
        let prefixed = found.protocol == Protocol::Envelope;
        let server = if prefixed { format!("{origin}{}", shared.options.prefix) } else { origin.to_owned() };
        let asked = Asked {
            version: Version::V31,
            speech: Speech::Both,
            top_paths: TopPaths::Fragment,
            folder: None,
            operation: None,
            api_version: env!("CARGO_PKG_VERSION"),
            origin: Some(&server),
        };
        let make = || openapi::document(&shared.api, service, &asked).ok().map(|document| document.text);
        match self.made(format!("openapi/{service} {origin}"), make) {
            Some(text) => Shown::new(JSON, text),
            None => Shown::words(
                StatusCode::NOT_IMPLEMENTED,
                format!("{service} cannot be written as OpenAPI; `vvspec openapi --service {service}` says why"),
            ),
        }
    }
}

fn mime(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => "text/html; charset=utf-8",
    }
}
