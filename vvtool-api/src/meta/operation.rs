//! An operation: what it does, what must hold before and after it, and how another one proves what has become of it.

use core::fmt;

use super::parts::{Body, Confirm, DataShape, Each, Effect, Method, Rule};
use super::rate::Rate;
use crate::record::{Place, Record};

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
    /// Which version of the interface every call asks for: where, the name, the value. One in the path stands there.
    pub version: Option<(Place, &'static str, &'static str)>,
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
    /// How often the operations of its service may be called that say so, all of them together by one account.
    pub account_rates: &'static [Rate],
    /// What a call does to the platform's data.
    pub effect: Effect,
    /// Shape of the reply's data.
    pub data: DataShape,
    /// A call costs points.
    pub charged: bool,
    /// Field of the reply's data that says what the call cost; empty where there is none.
    pub charge_field: &'static str,
    /// Points that a charged call costs; 0 where no document says it.
    pub price: u32,
    /// Only a call that succeeds is charged.
    pub charged_on_success: bool,
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
            version: None,
            body: Body::Form,
            authenticated: true,
            envelope_optional: false,
            needs_shop: false,
            shop: "",
            rates: &[],
            account_rates: &[],
            effect: Effect::NonIdempotentWrite,
            data: DataShape::Object,
            charged: false,
            charge_field: "",
            price: 0,
            charged_on_success: false,
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

    /// Which version of the interface every call asks for: in the query or in a header, under this name.
    pub const fn version(mut self, place: Place, name: &'static str, value: &'static str) -> Self {
        self.version = Some((place, name, value));
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

    /// How often the operations of its service may be called together: each of these holds.
    pub const fn account_rates(mut self, rates: &'static [Rate]) -> Self {
        self.account_rates = rates;
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

    /// A charged call costs so many points.
    pub const fn price(mut self, points: u32) -> Self {
        self.price = points;
        self
    }

    /// Only a call that succeeds is charged.
    pub const fn charged_on_success(mut self) -> Self {
        self.charged_on_success = true;
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

/// A read that shows whether a write was executed, and how its answer is to be taken. Paths and names are those of the wire.
#[non_exhaustive]
pub struct Verify {
    /// The read, of the same service.
    pub by: &'static Meta,
    /// An empty request of the read.
    pub request: fn() -> Box<dyn Record>,
    /// An empty record of what it answers with.
    pub reply: fn() -> Box<dyn Record>,
    /// Fields of the write, and the fields of the read that take their values.
    pub pass: &'static [(&'static str, &'static str)],
    /// Values of the read's field that says which fields the answer shall hold.
    pub ask: &'static [&'static str],
    /// The parts of the thing that was written; without it the thing is its own only part.
    pub each: Option<Each>,
    /// Field of a part that holds the value of the write once it was executed, and the field of the write that gave it.
    pub done: (&'static str, &'static str),
    /// Field of a part, and its values where no write has been executed.
    pub undone: (&'static str, &'static [&'static str]),
    /// Seconds after the exchange from which a read counts that shows nothing done.
    pub after: u32,
    /// Seconds between two such reads.
    pub again: u32,
}

impl Verify {
    /// Proved by this read. Nothing is proved until the rest is said.
    #[must_use]
    pub const fn new(by: &'static Meta, request: fn() -> Box<dyn Record>, reply: fn() -> Box<dyn Record>) -> Self {
        Self {
            by,
            request,
            reply,
            pass: &[],
            ask: &[],
            each: None,
            done: ("", ""),
            undone: ("", &[]),
            after: 150,
            again: 30,
        }
    }

    /// Fields of the write, and the fields of the read that take their values.
    pub const fn pass(mut self, pass: &'static [(&'static str, &'static str)]) -> Self {
        self.pass = pass;
        self
    }

    /// What the answer shall hold.
    pub const fn ask(mut self, ask: &'static [&'static str]) -> Self {
        self.ask = ask;
        self
    }

    /// The parts of the thing.
    pub const fn each(mut self, each: Each) -> Self {
        self.each = Some(each);
        self
    }

    /// Executed: this field of a part says the same as that field of the write.
    pub const fn done(mut self, field: &'static str, same_as: &'static str) -> Self {
        self.done = (field, same_as);
        self
    }

    /// Not executed: this field of a part has one of these values.
    pub const fn undone(mut self, field: &'static str, values: &'static [&'static str]) -> Self {
        self.undone = (field, values);
        self
    }

    /// Seconds after the exchange from which a read counts, and between two of them.
    pub const fn settle(mut self, after: u32, again: u32) -> Self {
        self.after = after;
        self.again = again;
        self
    }
}

impl fmt::Debug for Verify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verify")
            .field("by", &self.by.id)
            .field("pass", &self.pass)
            .field("ask", &self.ask)
            .field("each", &self.each)
            .field("done", &self.done)
            .field("undone", &self.undone)
            .field("after", &self.after)
            .field("again", &self.again)
            .finish_non_exhaustive()
    }
}
