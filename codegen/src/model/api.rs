//! The intermediate representation: the whole API, named and resolved.
//!
//! Plain data. No syn, quote, serde or YAML here; every Rust name is already decided (see [`super::name`]) and every reference
//! points at something that exists. Whoever prints (emit, dump, docs, mock) reads this and decides nothing.

pub use super::bounds::Bounds;
pub use super::named::{Doc, Name, plain};
pub use super::off_peak::OffPeak;
pub use super::pages::Pages;
pub use super::shape::{Deprecated, Enum, EnumValue, Field, Grammar, GrammarEntry, GrammarShape, Record, Type};
pub use super::signing::Signing;
use super::state::State;
pub use super::terms::{About, Auth, ChargeField, ErrorEntry, Group, Host, Price, RateLimit, Remedy};
pub use super::verify::Verify;
pub use super::version::Version;
use crate::source::Span;
pub use crate::words::{
    Basis, Body, Charge, ChargedOn, Class, DataShape, Effect, ErrorsBy, Method, Period, Place, Protocol, RuleKind,
    Scope, Style, Unit, WriteOutcome,
};

/// Everything `spec/` says.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// Id types shared by all services, in the order of `ids.yaml`.
    pub ids: Vec<IdType>,
    /// Services in alphabetical order.
    pub services: Vec<Service>,
    /// What imports left to a person, file by file.
    pub reviews: Vec<Review>,
}

/// A `review:` mark: a word of it, or a fact of a document that moved.
#[derive(Debug, Clone)]
pub struct Review {
    /// What it stands in: the name of the field, the error, the operation.
    pub of: String,
    /// What is to be decided.
    pub what: String,
    /// What the document said before, of a fact that moved.
    pub was: Option<String>,
    /// What it says now.
    pub page: Option<String>,
    /// Where.
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct IdType {
    /// `trade_id` / `TradeId`.
    pub name: Name,
    /// It names the shop that a call is for.
    pub tenant: bool,
    pub doc: Doc,
}

#[derive(Debug, Clone)]
pub struct Service {
    /// `vvtool` / module `vvtool`.
    pub name: Name,
    pub doc: Doc,
    pub about: About,
    /// What its groups of operations are called.
    pub groups: Vec<Group>,
    pub protocol: Protocol,
    pub hosts: Vec<Host>,
    pub auth: Auth,
    pub body: Body,
    /// Which version its calls ask for, unless they say another.
    pub version: Option<Version>,
    /// What every operation is held to that says nothing else, and what holds for all of them together.
    pub rate_limit: Vec<RateLimit>,
    /// Id of the operation that fetches tokens (`oauth/token`).
    pub token_operation: Option<String>,
    /// Names of the errors after which a token may be fetched anew.
    pub token_invalid: Vec<Name>,
    /// Names of the errors after which no token is fetched for a while.
    pub token_pause: Vec<Name>,
    /// Names of the errors that say too many calls.
    pub throttled: Vec<Name>,
    /// When the platform is busy.
    pub off_peak: Option<OffPeak>,
    /// Names of the errors that every operation may meet, whatever its own document lists.
    pub general_errors: Vec<Name>,
    pub errors_by: ErrorsBy,
    pub success_code: Option<String>,
    pub charge: Option<ChargeField>,
    /// Fields of the envelope around every reply (empty for TOP).
    pub envelope: Vec<Field>,
    pub errors: Vec<ErrorEntry>,
    /// In alphabetical order of `id`.
    pub operations: Vec<Operation>,
    /// What it remembers between calls; only the loopback server reads it.
    pub state: Option<State>,
}

impl Service {
    /// `/router/rest` of `https://host/router/rest`: the path of the one URL of a platform.
    pub fn gateway_path(&self) -> &str {
        let url = self.hosts.first().map_or("", |host| host.url.as_str());
        let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
        after_scheme.find('/').and_then(|slash| after_scheme.get(slash..)).unwrap_or("/")
    }

    /// What an operation is held to by itself: its own limits, or else the service's.
    pub fn limits_of<'a>(&'a self, operation: &'a Operation) -> impl Iterator<Item = &'a RateLimit> {
        let own = if operation.rate_limit.is_empty() { &self.rate_limit } else { &operation.rate_limit };
        own.iter().filter(|limit| !limit.of_account)
    }

    /// What all operations of an account are held to together.
    pub fn limits_of_account(&self) -> impl Iterator<Item = &RateLimit> {
        self.rate_limit.iter().filter(|limit| limit.of_account)
    }
}

#[derive(Debug, Clone)]
pub struct Operation {
    /// `erps/send`, `taobao.trade.get`. Unique in the service.
    pub id: String,
    pub span: Span,
    /// Module path below the service: `["erps", "send"]`, `["trade_get"]`, `["logistics", "logistics_offline_send"]` (idents).
    pub module: Vec<String>,
    /// More words under which the documentation is searched.
    pub search: Vec<String>,
    /// The request type: `ErpsSend` (wire = `Request`, as `dump` calls it).
    pub request_type: Name,
    pub doc: Doc,
    pub source: Source,
    /// None for TOP.
    pub http: Option<Http>,
    /// Name of the host that it is sent to, when it is not the service's first.
    pub host: Option<Name>,
    pub body: Body,
    /// Which version the call asks for: its own, or the service's. In a path it stands already.
    pub version: Option<Version>,
    /// False for operations that need no token.
    pub authenticated: bool,
    /// The reply may also come without the envelope.
    pub envelope_optional: bool,
    pub effect: Effect,
    pub needs_shop: bool,
    /// Field of the request that says which shop the call is for.
    pub shop: Option<Name>,
    /// None: not documented.
    pub charge: Option<Charge>,
    /// How many points, where that is documented.
    pub price: Option<Price>,
    /// Its own limits; empty: the service's.
    pub rate_limit: Vec<RateLimit>,
    pub request: Vec<Field>,
    pub reply: Reply,
    /// Fields of the request whose values the reply repeats.
    pub echo: Vec<Echo>,
    /// Record types, in the order of the file. A TOP reply's own root record is in `reply`, and here too, first.
    pub types: Vec<Record>,
    pub enums: Vec<Enum>,
    pub grammars: Vec<Grammar>,
    pub rules: Vec<Rule>,
    /// Documented errors in the document's order: indexes into `Service::errors`.
    pub errors: Vec<usize>,
    pub examples: Vec<Example>,
    pub request_sample: Vec<(String, String)>,
    /// What had another name in an earlier version of the spec.
    pub renames: Vec<Rename>,
    /// Request fields whose values say what is done at most once; empty where the caller names it.
    pub intent: Vec<Name>,
    /// Request fields: of intents that are alike in these, one at a time.
    pub one_at_a_time: Vec<Name>,
    /// How a read proves what has become of the write.
    pub verify: Option<Verify>,
    /// How the answer is asked for page by page.
    pub pages: Option<Pages>,
}

impl Operation {
    /// A call is paid from the account's balance, and the reply says how much.
    pub fn is_charged(&self) -> bool {
        self.charge == Some(Charge::AccountBalance)
    }

    /// How many points a call costs, where that is more than an assumption.
    pub fn known_price(&self) -> Option<&Price> {
        self.price.as_ref().filter(|price| price.basis != Basis::Assumed)
    }

    /// The record in which flags and charges of the reply stand: a row, where the data is a list or a map of records, else the data.
    pub fn told_in(&self) -> Option<&Record> {
        let find = |ident: &str| self.types.iter().find(|record| record.name.ident == ident);
        let root = find(&self.reply.data.ident)?;
        match self.reply.shape {
            DataShape::List | DataShape::Map => {
                root.fields.first().and_then(|field| find(&field.ty.record()?.ident)).or(Some(root))
            }
            DataShape::Object | DataShape::ListOfOne | DataShape::Value | DataShape::Nothing => Some(root),
        }
    }

    /// TOP: the key that its replies stand below.
    pub fn root_key(&self) -> String {
        super::name::root_key(&self.id)
    }

    /// The host that it is sent to.
    pub fn host_in<'a>(&self, service: &'a Service) -> Option<&'a Host> {
        match &self.host {
            Some(name) => service.hosts.iter().find(|host| host.name.wire == name.wire),
            None => service.hosts.first(),
        }
    }

    /// The fields of this name that a reply has once: in its data, or else in the records right below. Each with its path, wire names
    /// joined by dots.
    pub fn reply_fields(&self, name: &str) -> Vec<(String, &Field)> {
        let fields = |of: &Name| {
            let record = self.types.iter().find(|record| record.name.ident == of.ident);
            record.map(|record| record.fields.as_slice()).unwrap_or_default()
        };
        let called = |of: &Name| fields(of).iter().find(|field| field.name.wire == name);
        if let Some(field) = called(&self.reply.data) {
            return vec![(name.to_owned(), field)];
        }
        let below = fields(&self.reply.data).iter().filter_map(|outer| match &outer.ty {
            Type::Record(record) => Some((format!("{}.{name}", outer.name.wire), called(record)?)),
            _ => None,
        });
        below.collect()
    }

    /// What it is shown under: its folder, or else the first word of its module, `trade` of `taobao.trade.get`.
    pub fn group(&self) -> &str {
        let first = self.module.first().map(|module| plain(module)).unwrap_or_default();
        match self.folder() {
            Some(folder) => plain(folder),
            None => first.split('_').next().unwrap_or(first),
        }
    }

    /// The topmost module that it shares with others of its folder; its feature, in a crate with one feature per folder.
    pub fn folder(&self) -> Option<&str> {
        self.module.first().filter(|_| self.module.len() > 1).map(String::as_str)
    }
}

/// A value of the request that the reply repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// Wire name of the request's field.
    pub field: String,
    /// Where the reply has it: wire names joined by dots, from the data downwards.
    pub path: String,
    pub span: Span,
}

/// With an `owner` (`Request` or a record's wire name) `from` and `to` are wire names of a field; without one they are names of a type,
/// or ids of the operation.
#[derive(Debug, Clone)]
pub struct Rename {
    pub owner: Option<String>,
    pub from: String,
    pub to: String,
}

#[derive(Debug, Clone)]
pub struct Source {
    pub doc: String,
    pub read: String,
}

#[derive(Debug, Clone)]
pub struct Http {
    pub method: Method,
    pub path: String,
}

#[derive(Debug, Clone)]
pub struct Reply {
    /// Name of the record type the data decodes into (`Trade`, `Shipment`, `TradeGetReply`).
    pub data: Name,
    pub shape: DataShape,
    pub confirm: Vec<Confirm>,
    /// Where its rows succeed or fail by themselves.
    pub items: Option<Items>,
}

/// Rows of a reply that succeed or fail by themselves: wire names of the list in the data, and of fields of a row.
#[derive(Debug, Clone)]
pub struct Items {
    pub list: String,
    pub key: String,
    pub ok: String,
    pub code: Option<String>,
    pub message: Option<String>,
    pub span: Span,
}

impl Items {
    /// A sentence for people, in English and in Chinese.
    pub fn told(&self) -> (String, String) {
        let Self { list, key, ok, .. } = self;
        let why: Vec<String> =
            [&self.code, &self.message].into_iter().flatten().map(|name| format!("`{name}`")).collect();
        let mut told = (
            format!("Every row of `{list}` succeeds or fails by itself: `{ok}` says so, `{key}` names the row"),
            format!("`{list}` 的各行分别成功或失败：以 `{ok}` 为准，`{key}` 标识该行"),
        );
        if !why.is_empty() {
            told.0.push_str(&format!("; why it failed is in {}", why.join(" and ")));
            told.1.push_str(&format!("；失败原因见 {}", why.join("、")));
        }
        told
    }

    /// On one line.
    pub fn spelled(&self) -> String {
        let told = |name: &str, field: &Option<String>| {
            field.as_ref().map(|field| format!(", {name} {field}")).unwrap_or_default()
        };
        let (code, message) = (told("code", &self.code), told("message", &self.message));
        format!("{}: key {}, ok {}{code}{message}", self.list, self.key, self.ok)
    }
}

/// A flag inside the success body that must say true. Paths are wire names joined by dots.
#[derive(Debug, Clone)]
pub struct Confirm {
    pub flag: String,
    pub code: Option<String>,
    pub message: Option<String>,
    pub span: Span,
}

/// A field of the request that has a value.
#[derive(Debug, Clone)]
pub struct When {
    pub field: Name,
    pub equals: String,
    /// The value is the documented default: a field that is not given has it.
    pub or_absent: bool,
}

#[derive(Debug, Clone)]
pub struct Rule {
    pub kind: RuleKind,
    /// Wire names of request fields; of a span its beginning and its end.
    pub fields: Vec<Name>,
    /// The field that decides, and the value that it must have.
    pub when: Option<When>,
    /// Seconds that a span may be long.
    pub at_most: Option<u64>,
    pub error: Option<Name>,
    pub doc: Doc,
}

#[derive(Debug, Clone)]
pub struct Example {
    pub file: String,
    pub json: String,
    pub span: Span,
}
