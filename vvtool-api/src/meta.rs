//! What generated tables say: a service, its operations, its errors. Data only; everything else in the crate may build on it.
//!
//! Generated code makes these through `new` and the methods below it, never as literals: what is added here has a default, and a crate
//! that was generated before still compiles.

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
    /// Header that carries the access token; empty where requests are signed instead.
    pub auth_header: &'static str,
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
    /// The documented errors.
    pub errors: &'static [ErrorEntry],
}

impl Service {
    /// A gateway of this name. A form as body, errors by code and message, and nothing else, unless set.
    #[must_use]
    pub const fn new(name: &'static str, protocol: Protocol) -> Self {
        Self {
            name,
            protocol,
            hosts: &[],
            auth_header: "",
            body: Body::Form,
            success_code: "",
            rate_limit: None,
            errors_by: ErrorsBy::CodeAndMessage,
            token_invalid: &[],
            errors: &[],
        }
    }

    /// Documented hosts, name and URL.
    pub const fn hosts(mut self, hosts: &'static [(&'static str, &'static str)]) -> Self {
        self.hosts = hosts;
        self
    }

    /// Header that carries the access token.
    pub const fn auth_header(mut self, auth_header: &'static str) -> Self {
        self.auth_header = auth_header;
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

    /// The documented errors.
    pub const fn errors(mut self, errors: &'static [ErrorEntry]) -> Self {
        self.errors = errors;
        self
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

/// How a request body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// `multipart/form-data`
    Multipart,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `application/json`
    Json,
}

/// What identifies an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorsBy {
    /// Code and message together: one code stands for many errors.
    CodeAndMessage,
    /// The sub code, then the platform code.
    SubCode,
}

/// The static description of an operation.
#[derive(Debug)]
#[non_exhaustive]
pub struct Meta {
    /// `vvtool`
    pub service: &'static str,
    /// `erps/send`, `taobao.trade.get`
    pub id: &'static str,
    /// Path below the host; empty for TOP.
    pub path: &'static str,
    /// Body style.
    pub body: Body,
    /// Needs a token, or a signature.
    pub authenticated: bool,
    /// The reply may also come without the envelope.
    pub envelope_optional: bool,
    /// Needs the shop's authorisation; for TOP a session.
    pub needs_shop: bool,
    /// What a call does to the platform's data.
    pub effect: Effect,
    /// Shape of the reply's data.
    pub data: DataShape,
    /// A call costs points.
    pub charged: bool,
    /// Field of the reply's data that says what the call cost; empty where there is none.
    pub charge_field: &'static str,
    /// Flags that must say true before a reply counts as success.
    pub confirm: &'static [Confirm],
    /// Local rules across fields, checked before any byte is sent.
    pub rules: &'static [Rule],
}

impl Meta {
    /// An operation. Whatever is not said is the careful choice: it authenticates, and it writes what must not be written twice.
    #[must_use]
    pub const fn new(service: &'static str, id: &'static str) -> Self {
        Self {
            service,
            id,
            path: "",
            body: Body::Form,
            authenticated: true,
            envelope_optional: false,
            needs_shop: false,
            effect: Effect::NonIdempotentWrite,
            data: DataShape::Object,
            charged: false,
            charge_field: "",
            confirm: &[],
            rules: &[],
        }
    }

    /// Path below the host.
    pub const fn path(mut self, path: &'static str) -> Self {
        self.path = path;
        self
    }

    /// Body style.
    pub const fn body(mut self, body: Body) -> Self {
        self.body = body;
        self
    }

    /// Needs neither token nor signature.
    pub const fn anonymous(mut self) -> Self {
        self.authenticated = false;
        self
    }

    /// The reply may also come without the envelope.
    pub const fn envelope_optional(mut self) -> Self {
        self.envelope_optional = true;
        self
    }

    /// Needs the shop's authorisation.
    pub const fn needs_shop(mut self) -> Self {
        self.needs_shop = true;
        self
    }

    /// What a call does to the platform's data.
    pub const fn effect(mut self, effect: Effect) -> Self {
        self.effect = effect;
        self
    }

    /// Shape of the reply's data.
    pub const fn data(mut self, data: DataShape) -> Self {
        self.data = data;
        self
    }

    /// A call costs points; this field of the reply's data says how many, if any does.
    pub const fn charged(mut self, field: &'static str) -> Self {
        self.charged = true;
        self.charge_field = field;
        self
    }

    /// Flags that must say true.
    pub const fn confirm(mut self, confirm: &'static [Confirm]) -> Self {
        self.confirm = confirm;
        self
    }

    /// Local rules across fields.
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }
}

/// What a call does to the platform's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing.
    Read,
    /// A write that may be repeated.
    IdempotentWrite,
    /// A write that must not be repeated.
    NonIdempotentWrite,
}

/// Shape of a reply's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataShape {
    /// One object.
    Object,
    /// An array that holds exactly one object.
    ListOfOne,
}

/// A flag inside a reply that must say true. Paths are wire names joined by dots; empty means there is none.
#[derive(Debug)]
#[non_exhaustive]
pub struct Confirm {
    /// Path of the flag.
    pub flag: &'static str,
    /// Path of the error code beside it.
    pub code: &'static str,
    /// Path of the error message beside it.
    pub message: &'static str,
}

impl Confirm {
    /// A flag with nothing beside it.
    #[must_use]
    pub const fn new(flag: &'static str) -> Self {
        Self { flag, code: "", message: "" }
    }

    /// Path of the error code beside it.
    pub const fn code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// Path of the error message beside it.
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }
}

/// A local rule across fields of a request.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// What must hold.
    pub kind: RuleKind,
    /// Wire names of the fields.
    pub fields: &'static [&'static str],
    /// The rule in words.
    pub text: &'static str,
    /// Name of the documented error it avoids; empty when there is none.
    pub error: &'static str,
}

impl Rule {
    /// A rule over these fields.
    #[must_use]
    pub const fn new(kind: RuleKind, fields: &'static [&'static str]) -> Self {
        Self { kind, fields, text: "", error: "" }
    }

    /// The rule in words.
    pub const fn text(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }

    /// Name of the documented error it avoids.
    pub const fn error(mut self, error: &'static str) -> Self {
        self.error = error;
        self
    }
}

/// What a [`Rule`] demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// All given or none. A 0/1 flag counts as given when it is 1, a list when it is not empty.
    Together,
}

/// One documented error.
#[derive(Debug)]
#[non_exhaustive]
pub struct ErrorEntry {
    /// `ShipmentAlreadyCreated`
    pub name: &'static str,
    /// The platform's code. One code may stand for many errors.
    pub code: &'static str,
    /// The platform's message, as documented.
    pub message: &'static str,
    /// Other wordings of the same error under the same code.
    pub aliases: &'static [&'static str],
    /// TOP sub codes that mean this error.
    pub sub_codes: &'static [&'static str],
    /// What to do.
    pub class: Class,
    /// What has become of a write.
    pub write_outcome: WriteOutcome,
    /// What to do, in English.
    pub remedy_en: &'static str,
    /// What to do, in Chinese.
    pub remedy_zh: &'static str,
}

impl ErrorEntry {
    /// An error that nothing more is known of: never retried, a write with it is in doubt.
    #[must_use]
    pub const fn new(name: &'static str, code: &'static str, message: &'static str) -> Self {
        Self {
            name,
            code,
            message,
            aliases: &[],
            sub_codes: &[],
            class: Class::DoNotRetry,
            write_outcome: WriteOutcome::Unknown,
            remedy_en: "",
            remedy_zh: "",
        }
    }

    /// Other wordings of the same error under the same code.
    pub const fn aliases(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }

    /// TOP sub codes that mean this error.
    pub const fn sub_codes(mut self, sub_codes: &'static [&'static str]) -> Self {
        self.sub_codes = sub_codes;
        self
    }

    /// What to do.
    pub const fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    /// What has become of a write.
    pub const fn write_outcome(mut self, write_outcome: WriteOutcome) -> Self {
        self.write_outcome = write_outcome;
        self
    }

    /// What to do, in English and in Chinese.
    pub const fn remedies(mut self, en: &'static str, zh: &'static str) -> Self {
        self.remedy_en = en;
        self.remedy_zh = zh;
        self
    }

    /// What to do.
    pub fn remedy(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.remedy_en,
            Lang::Zh => self.remedy_zh,
        }
    }
}

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Class {
    /// Nothing: the wanted state already holds, or the error does not matter.
    Ignore,
    /// The request is wrong: the same bytes fail again.
    FixRequest,
    /// Repeating the call cannot help.
    DoNotRetry,
    /// A passing fault: repeat at once.
    RetryNow,
    /// A passing fault: wait, then repeat, each time longer.
    RetryWithBackoff,
    /// Too busy: repeat outside peak hours.
    WaitOffPeak,
    /// The access token is no longer valid.
    RefreshToken,
    /// The shop has to authorise the application again.
    ReauthorizeShop,
    /// The account, or the shop, has to buy or renew a permission.
    BuyPermission,
    /// The account has to be topped up.
    TopUp,
    /// Only the platform's support can help.
    ContactSupport,
}

impl Class {
    /// The same request may succeed later, unchanged.
    pub fn is_retry(self) -> bool {
        matches!(self, Self::RetryNow | Self::RetryWithBackoff | Self::WaitOffPeak)
    }
}

/// What has become of a write when an error arrives. Reads never change anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum WriteOutcome {
    /// Nothing has been changed.
    NotExecuted,
    /// It may or may not have been done: look before sending it again.
    Unknown,
    /// The wanted state may already hold, perhaps through an earlier attempt: look before sending it again.
    MaybeAlreadyDone,
}

/// Language of a remedy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Lang {
    /// English.
    En,
    /// Chinese. 中文
    Zh,
}
