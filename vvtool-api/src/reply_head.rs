//! What an HTTP reply says beside its body: kept with the result of the call, whatever that is.

use core::fmt;
use core::time::Duration;
use std::sync::OnceLock;

use http::{HeaderMap, HeaderName};

use crate::secrets::Secrets;

/// Status and headers of a reply, and the secrets of the call that it answers. `Debug` shows the status only.
pub(crate) struct ReplyHead {
    pub(crate) status: u16,
    /// How long the header asks to wait.
    pub(crate) retry_after: Option<Duration>,
    headers: HeaderMap,
    pub(crate) secrets: Secrets,
    /// The headers without the secrets; made when somebody asks for one.
    shown: OnceLock<Vec<(HeaderName, Box<str>)>>,
}

impl ReplyHead {
    pub(crate) fn new(status: u16, retry_after: Option<Duration>, headers: HeaderMap, secrets: Secrets) -> Self {
        Self { status, retry_after, headers, secrets, shown: OnceLock::new() }
    }

    /// A header with whatever it holds, if that is ASCII.
    pub(crate) fn header_as_it_came(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The first header of this name, if it is text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let shown = self.shown.get_or_init(|| {
            let texts = self.headers.iter().map(|(name, value)| (name, core::str::from_utf8(value.as_bytes())));
            texts.filter_map(|(name, text)| Some((name.clone(), self.secrets.hide(text.ok()?).into()))).collect()
        });
        shown.iter().find(|(known, _)| known.as_str().eq_ignore_ascii_case(name)).map(|(_, text)| &**text)
    }
}

impl fmt::Debug for ReplyHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReplyHead").field("status", &self.status).finish_non_exhaustive()
    }
}
