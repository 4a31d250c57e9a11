//! An operation: what it does, and what must hold before and after it.

use super::{Body, Rate, Verify};

/// The static description of an operation.
#[derive(Debug)]
#[non_exhaustive]
pub struct Meta {
    /// `vvtool`
    pub service: &'static str,
    /// `erps/send`, `taobao.trade.get`
    pub id: &'static str,
    /// HTTP method.
    pub method: Method,
    /// Path below the host, `{name}` where the value of a field stands; empty for TOP.
    pub path: &'static str,
    /// Name of the service's host that it is sent to; empty for the first.
    pub host: &'static str,
    /// Body style.
    pub body: Body,
    /// Needs a token, or a signature.
    pub authenticated: bool,
    /// The reply may also come without the envelope.
    pub envelope_optional: bool,
    /// Needs the shop's authorisation; for TOP a session.
    pub needs_shop: bool,
    /// Field of the request that says which shop the call is for; empty where none does.
    pub shop: &'static str,
    /// How often it may be called, all of them at once; empty where no document says it.
    pub rates: &'static [Rate],
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
    /// Fields of the request, and paths of the reply's data where their values come back.
    pub echo: &'static [(&'static str, &'static str)],
    /// Local rules across fields, checked before any byte is sent.
    pub rules: &'static [Rule],
    /// Fields of a write whose values say what is done at most once; empty where only the caller can name it.
    pub intent: &'static [&'static str],
    /// Fields of a write: of intents that are alike in these, one at a time. Empty: each on its own.
    pub one_at_a_time: &'static [&'static str],
    /// How a read proves what has become of a write.
    pub verify: Option<&'static Verify>,
}

impl Meta {
    /// An operation. Whatever is not said is the careful choice: it authenticates, and it writes what must not be written twice.
    #[must_use]
    pub const fn new(service: &'static str, id: &'static str) -> Self {
        Self {
            service,
            id,
            method: Method::Post,
            path: "",
            host: "",
            body: Body::Form,
            authenticated: true,
            envelope_optional: false,
            needs_shop: false,
            shop: "",
            rates: &[],
            effect: Effect::NonIdempotentWrite,
            data: DataShape::Object,
            charged: false,
            charge_field: "",
            confirm: &[],
            echo: &[],
            rules: &[],
            intent: &[],
            one_at_a_time: &[],
            verify: None,
        }
    }

    /// HTTP method; POST unless said.
    pub const fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Name of the service's host that it is sent to.
    pub const fn host(mut self, host: &'static str) -> Self {
        self.host = host;
        self
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

    /// Field of the request that says which shop the call is for.
    pub const fn shop(mut self, field: &'static str) -> Self {
        self.shop = field;
        self
    }

    /// How often it may be called: each of these holds.
    pub const fn rates(mut self, rates: &'static [Rate]) -> Self {
        self.rates = rates;
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

    /// Fields of the request, and paths of the reply's data where their values come back. A reply without one is as good as one with the
    /// same value; another value makes it the answer to another request.
    pub const fn echo(mut self, echo: &'static [(&'static str, &'static str)]) -> Self {
        self.echo = echo;
        self
    }

    /// Local rules across fields.
    pub const fn rules(mut self, rules: &'static [Rule]) -> Self {
        self.rules = rules;
        self
    }

    /// Fields whose values say what is done at most once.
    pub const fn intent(mut self, fields: &'static [&'static str]) -> Self {
        self.intent = fields;
        self
    }

    /// Of intents that are alike in these fields, one at a time.
    pub const fn one_at_a_time(mut self, fields: &'static [&'static str]) -> Self {
        self.one_at_a_time = fields;
        self
    }

    /// How a read proves what has become of the write.
    pub const fn verify(mut self, verify: &'static Verify) -> Self {
        self.verify = Some(verify);
        self
    }
}

/// HTTP method of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
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
