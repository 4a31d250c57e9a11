//! The intermediate representation: the whole API, named and resolved.
//!
//! Plain data. No syn, quote, serde or YAML here; every Rust name is already decided (see [`super::name`]) and every reference
//! points at something that exists. Whoever prints (emit, dump, docs, mock) reads this and decides nothing.

pub use super::bounds::Bounds;
pub use super::named::{Doc, Name, plain};
pub use super::off_peak::OffPeak;
pub use super::pages::Pages;
pub use super::signing::Signing;
use super::state::State;
pub use super::verify::Verify;
use crate::source::Span;
use crate::words::Scheme;
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

/// What exports for other tools say of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// Name and address of whom to ask.
    pub contact: Option<(String, Option<String>)>,
    /// An SPDX expression.
    pub license: Option<String>,
}

impl About {
    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        let contact = self.contact.iter().flat_map(|(name, url)| [Some(name), url.as_ref()]).flatten();
        contact.chain(&self.license).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// What a group of operations is called.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: Name,
    pub doc: Doc,
}

#[derive(Debug, Clone)]
pub struct Host {
    pub name: Name,
    pub url: String,
    pub doc: Doc,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// A token in a header, behind the word `Bearer`.
    Bearer {
        header: String,
    },
    /// A key in a header, as it is.
    Header {
        header: String,
    },
    /// A key in the query.
    Query {
        name: String,
    },
    Signed(Signing),
    /// Nobody asks.
    None,
}

impl Auth {
    /// How calls are signed, where they are.
    pub fn signing(&self) -> Option<&Signing> {
        match self {
            Self::Signed(signing) => Some(signing),
            Self::Bearer { .. } | Self::Header { .. } | Self::Query { .. } | Self::None => None,
        }
    }

    /// The header that says who calls.
    pub fn header(&self) -> Option<&str> {
        match self {
            Self::Bearer { header } | Self::Header { header } => Some(header),
            Self::Query { .. } | Self::Signed(_) | Self::None => None,
        }
    }

    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        match self {
            Self::Bearer { header } => format!("{} in {header}", Scheme::Bearer.word()),
            Self::Header { header } => format!("{} {header}", Scheme::Header.word()),
            Self::Query { name } => format!("{} {name}", Scheme::Query.word()),
            Self::Signed(signing) => format!("{}: {}", Scheme::Signed.word(), signing.spelled()),
            Self::None => Scheme::None.word().to_owned(),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RateLimit {
    pub calls: u32,
    pub per: Period,
    /// All operations of the account together; each by itself otherwise.
    pub of_account: bool,
}

impl RateLimit {
    /// In words, as documents and reports have it.
    pub fn spelled(&self) -> String {
        let whose = if self.of_account { " of the account" } else { "" };
        format!("{} per {}{whose}", self.calls, self.per.word())
    }
}

/// How many points a call costs, where the documents say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    pub points: u32,
    pub on: ChargedOn,
    pub basis: Basis,
}

impl Price {
    /// In words, as reports have it.
    pub fn spelled(&self) -> String {
        format!("{} on {}", self.points, self.on.word())
    }

    /// The end of a sentence: what a call costs.
    pub fn sentence(&self) -> String {
        let points = if self.points == 1 { "point" } else { "points" };
        format!("{} {points} {}", self.points, self.on.sentence())
    }

    /// The same in Chinese.
    pub fn chinese(&self) -> String {
        format!("{} {} 点券", self.on.chinese(), self.points)
    }
}

#[derive(Debug, Clone)]
pub struct ChargeField {
    pub field: Name,
    pub unit: Unit,
}

#[derive(Debug, Clone)]
pub struct ErrorEntry {
    /// `ShipmentAlreadyCreated`; also the variant of `ErrorKind`.
    pub name: Name,
    pub code: String,
    pub message: String,
    pub aliases: Vec<String>,
    pub sub_codes: Vec<String>,
    pub class: Class,
    pub write_outcome: WriteOutcome,
    /// Which calls it concerns.
    pub scope: Scope,
    pub doc: Doc,
    pub remedy: Remedy,
    /// No document lists it any more; it may still arrive.
    pub deprecated: Option<Deprecated>,
}

#[derive(Debug, Clone, Default)]
pub struct Remedy {
    pub en: String,
    pub zh: String,
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

#[derive(Debug, Clone)]
pub struct Record {
    /// Wire = what `dump` prints as owner (`Trade`, `Reply` for a TOP root), ident = the Rust type.
    pub name: Name,
    pub doc: Doc,
    pub fields: Vec<Field>,
    /// True when the record is part of the request.
    pub in_request: bool,
}

impl Record {
    /// It is sent, and not without some of its fields: a constructor asks for them.
    pub fn has_constructor(&self) -> bool {
        self.in_request && self.fields.iter().any(|field| field.required)
    }
}

#[derive(Debug, Clone)]
pub struct Field {
    pub name: Name,
    pub doc: Doc,
    pub ty: Type,
    /// Request: where it is sent. Body for everything else.
    pub place: Place,
    /// A record that leads back to the one it is in: held behind a pointer.
    pub boxed: bool,
    /// Request: how a list or a record is written; none for everything else, and where JSON is around it.
    pub style: Option<Style>,
    /// Request: must be given. Reply: documented as always present.
    pub required: bool,
    pub unit: Option<Unit>,
    pub pii: bool,
    pub secret: bool,
    pub selectable: bool,
    pub documented_only: bool,
    pub max_chars: Option<u32>,
    pub bounds: Bounds,
    pub default: Option<String>,
    pub example: Option<String>,
    pub deprecated: Option<Deprecated>,
}

impl Field {
    /// How a list or a record of a request looks on the wire, for people, in English and in Chinese; none for everything else.
    pub fn written(&self) -> Option<(String, String)> {
        let name = &self.name.wire;
        let is_record = self.ty.record().is_some();
        let as_text = |text: String| Some((format!("written as `{text}`"), format!("写作 `{text}`")));
        match self.style? {
            Style::Brackets if is_record => as_text(format!("{name}[][member]=..")),
            Style::Brackets => as_text(format!("{name}[]=..&{name}[]=..")),
            Style::Indexed if is_record => as_text(format!("{name}[0][member]=..")),
            Style::Indexed => as_text(format!("{name}[0]=..&{name}[1]=..")),
            Style::Repeat => as_text(format!("{name}=..&{name}=..")),
            Style::Deep => as_text(format!("{name}[member]=..")),
            Style::Comma => Some(("comma-joined".to_owned(), "逗号分隔".to_owned())),
            Style::Json => Some(("a JSON text".to_owned(), "JSON 文本".to_owned())),
        }
    }

    /// What is sent cannot be made without it: an argument of the constructor.
    pub fn is_argument(&self) -> bool {
        self.required && self.default.is_none()
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecated {
    pub since: String,
    pub why: String,
}

#[derive(Debug, Clone)]
pub enum Type {
    Text,
    Int,
    Decimal,
    Money(Unit),
    Bool,
    Flag01,
    DateTime,
    Json,
    /// A part of a multipart body.
    File,
    /// Ids, enums, records, grammars: the Name is the referenced type (wire = spec spelling, ident = Rust type).
    Id(Name),
    Enum(Name),
    Record(Name),
    Grammar(Name),
    List {
        item: Name,
        wrapper: String,
    },
    /// A list of values: Text, Int, Money, Id or Enum.
    Values {
        item: Box<Type>,
        wrapper: String,
    },
    /// An object whose keys are data. The key is Text or Id, the value a record or what a list of values may hold.
    Map {
        key: Box<Type>,
        value: Box<Type>,
    },
    /// Comma-joined; the box is Text, Id or Enum.
    Csv(Box<Type>),
    /// Comma-joined set of field names of a record; the enum made of them is in `Operation::enums`.
    Select {
        record: Name,
        field_enum: Name,
    },
}

impl Type {
    /// Any text can stand in it, be it alone or in a list: where names and secrets hide.
    pub fn holds_text(&self) -> bool {
        match self {
            Self::Text | Self::Json | Self::Id(_) => true,
            Self::Csv(item) | Self::Values { item, .. } => matches!(**item, Self::Text | Self::Id(_)),
            // Its keys are text.
            Self::Map { .. } => true,
            _ => false,
        }
    }

    /// What a list or a map may hold many of, beside records.
    pub fn is_item(&self) -> bool {
        matches!(self, Self::Text | Self::Int | Self::Money(_) | Self::Id(_) | Self::Enum(_))
    }

    /// The record that it holds, be it once or many times.
    pub fn record(&self) -> Option<&Name> {
        match self {
            Self::Record(name) | Self::List { item: name, .. } => Some(name),
            Self::Map { value, .. } => value.record(),
            _ => None,
        }
    }

    /// A text of values with commas between them.
    pub const fn is_joined(&self) -> bool {
        matches!(self, Self::Csv(_) | Self::Select { .. })
    }

    /// On one line, as reports and `dump` name it.
    pub fn spelled(&self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Int => "int".into(),
            Self::Decimal => "decimal".into(),
            Self::Money(_) => "money".into(),
            Self::Bool => "bool".into(),
            Self::Flag01 => "flag01".into(),
            Self::DateTime => "datetime".into(),
            Self::Json => "json".into(),
            Self::File => "file".into(),
            Self::Id(name) | Self::Enum(name) | Self::Record(name) | Self::Grammar(name) => name.wire.clone(),
            Self::List { item, .. } => format!("list<{}>", item.wire),
            Self::Values { item, .. } => format!("list<{}>", item.spelled()),
            Self::Map { key, value } => format!("map<{}, {}>", key.spelled(), value.spelled()),
            Self::Csv(item) => format!("csv<{}>", item.spelled()),
            Self::Select { record, .. } => format!("select<{}>", record.wire),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Enum {
    pub name: Name,
    pub doc: Doc,
    pub values: Vec<EnumValue>,
    /** Made from a record's fields by `{select: T}`. */
    pub selected_from: Option<String>,
}

#[derive(Debug, Clone)]
pub struct EnumValue {
    /** wire = the value, ident = the variant. */
    pub name: Name,
    pub doc: Doc,
}

#[derive(Debug, Clone)]
pub struct Grammar {
    pub name: Name,
    pub doc: Doc,
    pub separator: String,
    pub assign: String,
    pub entries: Vec<GrammarEntry>,
}

#[derive(Debug, Clone)]
pub struct GrammarEntry {
    /** wire = the key, ident = the builder method. */
    pub name: Name,
    pub doc: Doc,
    pub shape: GrammarShape,
}

#[derive(Debug, Clone)]
pub enum GrammarShape {
    /// `key=id:value,value|id:value`.
    PerId {
        id: Name,
        items: String,
        colon: String,
        values: String,
    },
    Value {
        allowed: Option<Name>,
    },
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
    /** Wire names of request fields; of a span its beginning and its end. */
    pub fields: Vec<Name>,
    /** The field that decides, and the value that it must have. */
    pub when: Option<When>,
    /** Seconds that a span may be long. */
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
