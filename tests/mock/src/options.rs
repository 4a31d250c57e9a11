//! What the server accepts besides what the specs say (credentials, body styles, a reseller's path prefix), and what it keeps to.

use core::fmt;

use vvtool_codegen::model::api::Body;

/// Credentials and deviations from the documented transport. [`Default`] is what the documents describe.
#[derive(Clone)]
pub struct Options {
    /// The access token that is valid from the start.
    pub token: String,
    /// Account of the token endpoint (`client_id`).
    pub account: String,
    /// Access key of the token endpoint (`client_secret`).
    pub access_key: String,
    /// Application key of the Taobao Open Platform.
    pub app_key: String,
    /// Application secret that signatures are checked with.
    pub app_secret: String,
    /// The session that is valid for operations that need the shop's authorization.
    pub session: String,
    /// Body styles accepted besides the documented one of an operation.
    pub also_accept: Vec<Body>,
    /// Path in front of every documented path, as white-label resellers have it (`/papi`).
    pub prefix: String,
    /// The header holds the bare token, without `Bearer`.
    pub bare_token: bool,
    /// Calls beyond the documented rate, and beyond those of a day, get the documented error.
    pub enforce_limits: bool,
    /// The share of the documented rate that is let through: 1 for all of it.
    pub limit_share: f64,
    /// Calls of an operation per day, where the documents give no number.
    pub calls_per_day: Option<u32>,
    /// Things and points are remembered between calls, as the service's `state.yaml` says.
    pub stateful: bool,
    /// What everything that looks random depends on.
    pub seed: u64,
    /// A page on which calls are tried is served below `/__mock/`, and then only requests that name this machine are answered. Needs
    /// the feature `console`; without it the server is not started.
    pub console: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: "mock-token".to_owned(),
            account: "mock-account".to_owned(),
            access_key: "mock-access-key".to_owned(),
            app_key: "12345678".to_owned(),
            app_secret: "mock-app-secret".to_owned(),
            session: "mock-session".to_owned(),
            also_accept: Vec::new(),
            prefix: String::new(),
            bare_token: false,
            enforce_limits: false,
            limit_share: 1.0,
            calls_per_day: None,
            stateful: false,
            seed: 0,
            console: false,
        }
    }
}

/// Shows no credential: whoever embeds the server may well pass real ones.
impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("also_accept", &self.also_accept)
            .field("prefix", &self.prefix)
            .field("bare_token", &self.bare_token)
            .field("enforce_limits", &self.enforce_limits)
            .field("limit_share", &self.limit_share)
            .field("calls_per_day", &self.calls_per_day)
            .field("stateful", &self.stateful)
            .field("seed", &self.seed)
            .field("console", &self.console)
            .finish_non_exhaustive()
    }
}
