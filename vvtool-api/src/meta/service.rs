//! A gateway, and how it is spoken to.

use super::error::ErrorEntry;
use super::operation::Meta;
use super::parts::Body;
use super::signing::Signing;

/// A gateway: where it is, how it is spoken to, which errors it documents.
#[derive(Debug)]
#[non_exhaustive]
pub struct Service {
    /// `vvtool`
    pub name: &'static str,
    /// How requests and replies are wrapped.
    pub protocol: Protocol,
    /// Documented hosts, name and URL; the first one is the default.
    pub hosts: &'static [(&'static str, &'static str)],
    /// How calls show who sends them.
    pub auth: Auth,
    /// Body style unless the operation or the client says otherwise.
    pub body: Body,
    /// The envelope's code that means success; empty for TOP.
    pub success_code: &'static str,
    /// Calls per period, for each operation.
    pub rate_limit: Option<(u32, &'static str)>,
    /// What identifies an error.
    pub errors_by: ErrorsBy,
    /// Places in `errors` after which a client that fetched its own token fetches a new one for the next call.
    pub token_invalid: &'static [u16],
    /// Places in `errors` after which a client fetches no token for ten minutes.
    pub token_pause: &'static [u16],
    /// Places in `errors` that say too many calls: everybody pauses, and goes on slower.
    pub throttled: &'static [u16],
    /// When the platform is busy; none where no document says it.
    pub off_peak: Option<OffPeak>,
    /// The operation that fetches tokens; empty where there is none.
    pub token_operation: &'static str,
    /// The documented errors.
    pub errors: &'static [ErrorEntry],
    /// Operations whose writes a read can prove: what a journal left open is looked up here.
    pub verified: &'static [&'static Meta],
}

impl Service {
    /// A gateway of this name. A form as body, errors by code and message, and nothing else, unless set.
    #[must_use]
    pub const fn new(name: &'static str, protocol: Protocol) -> Self {
        Self {
            name,
            protocol,
            hosts: &[],
            auth: Auth::None,
            body: Body::Form,
            success_code: "",
            rate_limit: None,
            errors_by: ErrorsBy::CodeAndMessage,
            token_invalid: &[],
            token_pause: &[],
            throttled: &[],
            off_peak: None,
            token_operation: "",
            errors: &[],
            verified: &[],
        }
    }

    /// Documented hosts, name and URL.
    pub const fn hosts(mut self, hosts: &'static [(&'static str, &'static str)]) -> Self {
        self.hosts = hosts;
        self
    }

    /// Header that carries the access token, behind the word `Bearer`.
    pub const fn auth_header(mut self, auth_header: &'static str) -> Self {
        self.auth = Auth::Bearer(auth_header);
        self
    }

    /// Header that carries the key as it is.
    pub const fn auth_plain(mut self, header: &'static str) -> Self {
        self.auth = Auth::Header(header);
        self
    }

    /// Parameter of the query that carries the key.
    pub const fn auth_query(mut self, name: &'static str) -> Self {
        self.auth = Auth::Query(name);
        self
    }

    /// How calls are signed.
    pub const fn signing(mut self, signing: &'static Signing) -> Self {
        self.auth = Auth::Signed(signing);
        self
    }

    /// Body style.
    pub const fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// The envelope's code that means success.
    pub const fn success_code(mut self, success_code: &'static str) -> Self {
        self.success_code = success_code;
        self
    }

    /// Calls per period, for each operation.
    pub const fn rate_limit(mut self, calls: u32, per: &'static str) -> Self {
        self.rate_limit = Some((calls, per));
        self
    }

    /// What identifies an error.
    pub const fn errors_by(mut self, errors_by: ErrorsBy) -> Self {
        self.errors_by = errors_by;
        self
    }

    /// Places in the table of errors after which a token is of no use.
    pub const fn token_invalid(mut self, token_invalid: &'static [u16]) -> Self {
        self.token_invalid = token_invalid;
        self
    }

    /// Places in the table of errors after which no token is fetched for a while.
    pub const fn token_pause(mut self, token_pause: &'static [u16]) -> Self {
        self.token_pause = token_pause;
        self
    }

    /// Places in the table of errors that say too many calls.
    pub const fn throttled(mut self, throttled: &'static [u16]) -> Self {
        self.throttled = throttled;
        self
    }

    /// When the platform is busy.
    pub const fn off_peak(mut self, off_peak: OffPeak) -> Self {
        self.off_peak = Some(off_peak);
        self
    }

    /// The operation that fetches tokens.
    pub const fn token_operation(mut self, id: &'static str) -> Self {
        self.token_operation = id;
        self
    }

    /// Operations whose writes a read can prove.
    pub const fn verified(mut self, verified: &'static [&'static Meta]) -> Self {
        self.verified = verified;
        self
    }

    /// The documented errors.
    pub const fn errors(mut self, errors: &'static [ErrorEntry]) -> Self {
        self.errors = errors;
        self
    }
}

/// How calls show who sends them.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Auth {
    /// They do not.
    None,
    /// A token in this header, behind the word `Bearer`.
    Bearer(&'static str),
    /// A key in this header, as it is.
    Header(&'static str),
    /// A key in this parameter of the query.
    Query(&'static str),
    /// Every call is signed.
    Signed(&'static Signing),
}

impl Auth {
    /// The header that says who calls; empty where none does.
    pub(crate) fn header(self) -> &'static str {
        match self {
            Self::Bearer(header) | Self::Header(header) => header,
            Self::None | Self::Query(_) | Self::Signed(_) => "",
        }
    }

    /// How calls are signed, where they are.
    pub(crate) fn signing(self) -> Option<&'static Signing> {
        match self {
            Self::Signed(signing) => Some(signing),
            Self::None | Self::Bearer(_) | Self::Header(_) | Self::Query(_) => None,
        }
    }
}

/// The hours of every day in which a platform is busy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct OffPeak {
    /// The clock that they are meant by: minutes east of UTC.
    pub offset: i16,
    /// Minutes of the day: from, and up to but not including. In order, and apart.
    pub busy: &'static [(u16, u16)],
}

impl OffPeak {
    /// Busy in these minutes of the day, by a clock so many minutes east of UTC.
    #[must_use]
    pub const fn new(offset: i16, busy: &'static [(u16, u16)]) -> Self {
        Self { offset, busy }
    }
}

/// How requests and replies are wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// A path per operation; replies in `{code, msg, data}`.
    Envelope,
    /// Taobao Open Platform: one URL, signed parameters, replies below a key named after the method.
    Top,
}

/// What identifies an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorsBy {
    /// Code and message together: one code stands for many errors.
    CodeAndMessage,
    /// The sub code, then the platform code.
    SubCode,
}
