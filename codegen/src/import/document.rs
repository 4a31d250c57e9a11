//! What one source document says, whatever form it came in: facts and digests, no sentences.

use super::digest;
use super::form::Form;
use super::ledger::Ledger;
use crate::model::bounds::Bounds;
use crate::people;
use crate::visible::is_hidden;
use crate::words::{Body, DataShape, Method, Period, Place};

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What the caller sends.
    Request,
    /// What comes back around the data: code, msg, time.
    Envelope,
    /// What comes back.
    Reply,
}

impl Part {
    /// As docs.lock and reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Envelope => "envelope",
            Self::Reply => "reply",
        }
    }

    /// The reverse of [`Part::as_str`].
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Request, Self::Envelope, Self::Reply].into_iter().find(|part| part.as_str() == text)
    }
}

/// One value that prose lists for a field, with the gloss it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedValue {
    /// The bare wire value.
    pub value: String,
    /// The short Chinese gloss beside it; used to draft a spec, never kept in docs.lock.
    pub gloss: String,
}

impl ListedValue {
    /// Whether another gloss says something else of the same value, and not only more or less.
    #[must_use]
    pub fn differs(&self, gloss: &str) -> bool {
        !gloss.starts_with(&self.gloss) && !self.gloss.starts_with(gloss)
    }
}

/// One field row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Request, envelope or reply.
    pub part: Part,
    /// Wire names of the objects around the field, outermost first; empty at the root.
    pub at: Vec<String>,
    /// Type that holds the field, as the document names it; `Request` and `Reply` at the roots.
    pub owner: String,
    /// Wire name.
    pub name: String,
    /// The type as the document declares it; empty where it declares none.
    pub ty: String,
    /// None where the document does not say (replies never do).
    pub required: Option<bool>,
    /// Example, with personal data and secrets already replaced.
    pub example: Option<String>,
    /// Values listed in prose or in rows of their own.
    pub values: Vec<ListedValue>,
    /// Default the prose or a column states.
    pub default: Option<String>,
    /// Longest allowed text.
    pub max_chars: Option<u32>,
    /// Bounds that members of a payload state: `min 1, max 7, items 3`.
    pub limits: String,
    /// Bounds that a spec has keys for.
    pub bounds: Bounds,
    /// The document says that it is several texts with commas between them, and calls it one.
    pub joined: bool,
    /// The document says that it is sent no longer.
    pub withdrawn: bool,
    /// The document says that it is a credential.
    pub secret: bool,
    /// Where it is sent, when it is not with the others.
    pub place: Option<Place>,
    /// What the document says that no key of a spec does: the word of `review`, what it says.
    pub marks: Vec<(&'static str, String)>,
    /// Unit the prose states, as the spec writes it.
    pub unit: Option<String>,
    /// Date format the prose states.
    pub format: Option<String>,
    /// Words that carry an obligation, in the order of the fixed list.
    pub obligations: Vec<String>,
    /// Numbers in the prose that are no value, default or length of its own.
    pub numbers: Vec<String>,
    /// Digest of the prose.
    pub prose: String,
    /// The Chinese term at the head of the prose; used to draft a spec, never kept in docs.lock.
    pub term: String,
    /// Cues that did not parse: what a person must look at.
    pub review: Vec<String>,
    /// What the document says otherwise where the row stands a second time: of what, and the answer, or its digest.
    pub again: Vec<(&'static str, String)>,
    /// Its words, cut short, where a person is asked about them, and those of the rows that say otherwise; never kept in docs.lock.
    pub words: String,
    /// Line of the document (1-based); 0 where lines mean nothing (JSON).
    pub line: usize,
}

/// What identifies a row within its document: its part, the objects around it, its wire name.
pub type RowKey<'a> = (Part, &'a [String], &'a str);

/// Path of a field for people: `trade/orders/oid`.
#[must_use]
pub fn path(at: &[String], name: &str) -> String {
    let mut path = String::new();
    for step in at {
        path.push_str(step);
        path.push('/');
    }
    path.push_str(name);
    path
}

/// What a row can say otherwise where it stands a second time: words of `review`.
pub const REPEATED: [&str; 6] = ["type", "required", "default", "max_chars", "limits", "duplicate"];

/// Most of a document's words that a mark repeats, in characters.
const SHOWN: usize = 80;

/// What a document says, for a mark: on one line, and short.
#[must_use]
pub fn short(text: &str) -> String {
    let mut out = String::new();
    for (at, c) in text.split_whitespace().flat_map(|word| word.chars().chain([' '])).enumerate() {
        if at == SHOWN {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out.trim_end().to_owned()
}

/// The same of the words of a field, up to a value that they may give: that may be somebody's.
#[must_use]
pub fn without_values(text: &str) -> &str {
    const GIVES: [&str; 6] = ["如", "例", "默认", "缺省", "eg", "e.g"];
    let sign = text.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let word = GIVES.iter().filter_map(|word| text.find(word)).min().unwrap_or(text.len());
    text.get(..sign.min(word)).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric())
}

/// Words of obligation that a value must be given.
pub const GIVEN: [&str; 3] = ["必须", "必填", "必传"];

impl Row {
    /// A row of which nothing more is known yet.
    #[must_use]
    pub fn new(part: Part, owner: &str, name: &str, ty: &str) -> Self {
        Self {
            part,
            at: Vec::new(),
            owner: owner.to_owned(),
            name: name.to_owned(),
            ty: ty.to_owned(),
            required: None,
            example: None,
            values: Vec::new(),
            default: None,
            max_chars: None,
            limits: String::new(),
            bounds: Bounds::default(),
            joined: false,
            withdrawn: false,
            secret: false,
            place: None,
            marks: Vec::new(),
            unit: None,
            format: None,
            obligations: Vec::new(),
            numbers: Vec::new(),
            prose: String::new(),
            term: String::new(),
            review: Vec::new(),
            again: Vec::new(),
            words: String::new(),
            line: 0,
        }
    }

    /// Keeps what another row of the same field says otherwise; false where it says nothing else. The first one counts, and a person
    /// is asked.
    pub fn meet(&mut self, other: &Self) -> bool {
        let answer = |own: Option<bool>, said: Option<bool>| said.filter(|said| own.is_some_and(|own| own != *said));
        let text = |own: &str, said: &str| (own != said && !said.is_empty()).then(|| digest::of_prose(said));
        let default = |row: &Self| row.default.clone().unwrap_or_default();
        let most = |row: &Self| row.max_chars.map(|max| max.to_string()).unwrap_or_default();
        let said = [
            (self.ty != other.ty).then(|| other.ty.clone()),
            answer(self.required, other.required).map(|required| required.to_string()),
            text(&default(self), &default(other)),
            text(&most(self), &most(other)),
            text(&self.limits, &other.limits),
            (self.prose != other.prose).then(|| other.prose.clone()),
        ];
        let mut differs = false;
        for (what, said) in REPEATED.into_iter().zip(said) {
            let Some(said) = said else { continue };
            differs = true;
            if !self.again.iter().any(|(of, known)| *of == what && *known == said) {
                self.again.push((what, said));
            }
        }
        if differs && !self.review.iter().any(|cue| cue == "duplicate") {
            self.review.push("duplicate".to_owned());
        }
        if differs {
            self.words = short(
                &[&self.words, " / ", &other.ty, " ", &other.default.clone().unwrap_or_default(), " ", &other.words]
                    .concat(),
            );
        }
        differs
    }

    /// Keeps the words of its description that a person needs to answer what is asked about it.
    pub fn keep_words(&mut self, prose: &str) {
        if self.review.is_empty() && self.obligations.is_empty() && self.numbers.is_empty() {
            return;
        }
        let own = self.is_secret() || self.is_personal();
        self.words = short(if own { without_values(prose) } else { prose });
    }

    /// The form of a time that its words say, as a spec spells it.
    #[must_use]
    pub fn time_form(&self) -> Option<String> {
        self.format.as_deref().map(|form| form.replace('T', "'T'"))
    }

    /// What identifies the row within its document.
    #[must_use]
    pub fn key(&self) -> RowKey<'_> {
        (self.part, &self.at, &self.name)
    }

    /// Path for people: `trade/orders/oid`.
    #[must_use]
    pub fn path(&self) -> String {
        path(&self.at, &self.name)
    }

    /// True for what its name, its term or a member of its own calls a credential.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.secret || people::secret_field(&self.name, &self.term).is_some()
    }

    /// True for what its name or its term calls a person's.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        people::personal(&self.name).is_some() || people::personal_term(&self.term).is_some()
    }

    /// True for a number that is no amount: a code that opens an account, or by which somebody is called.
    #[must_use]
    pub fn is_code(&self) -> bool {
        self.is_secret() || people::is_personal_number(&self.name, &self.term)
    }

    /// True where one of these words of obligation stands in its description.
    #[must_use]
    pub fn obliges(&self, words: &[&str]) -> bool {
        self.obligations.iter().any(|word| words.contains(&word.as_str()))
    }

    /// Where the fields of the row stand, when it is an object.
    #[must_use]
    pub fn inside(&self) -> Vec<String> {
        let mut at = self.at.clone();
        at.push(self.name.clone());
        at
    }

    /// True when the declared type is an object or a list of objects of the document's own.
    #[must_use]
    pub fn opens(&self) -> bool {
        super::declared::is_object_type(&self.ty)
    }
}

/// One error row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrorRow {
    /// Code or sub-code, verbatim.
    pub code: String,
    /// Message, verbatim: it is what the wire says.
    pub message: String,
    /// Digest of the advice; empty where there is none.
    pub remedy: String,
    /// Line of the document (1-based); 0 where lines mean nothing.
    pub line: usize,
    /// Where its message ends is not certain: a person must look at it.
    pub doubtful: bool,
}

impl ErrorRow {
    /// What nobody sees in a code or a message parts its words: where the message ends is doubtful then.
    #[must_use]
    pub fn new(code: &str, message: &str, remedy: String, line: usize, doubtful: bool) -> Self {
        let shown = |text: &str| {
            let parts = text.split(is_hidden).map(str::trim).filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(" ")
        };
        let hides = |text: &str| text.contains(is_hidden);
        if hides(code) || hides(message) {
            return Self { code: shown(code), message: shown(message), remedy, line, doubtful: true };
        }
        Self { code: code.to_owned(), message: message.to_owned(), remedy, line, doubtful }
    }
}

/// Whether a text says that the user must authorise calls, or that nobody must.
#[must_use]
pub fn authorises(text: &str) -> Option<bool> {
    const DENIES: [&str; 10] = [
        "不需",
        "无需",
        "无须",
        "不用",
        "免授权",
        "免用户授权",
        "免店铺授权",
        "免商家授权",
        "免卖家授权",
        "免登录授权",
    ];
    const ASKS: [&str; 4] = ["需要", "必须", "需用户", "须用户"];
    if !text.contains("授权") {
        return None;
    }
    let denies = DENIES.iter().any(|word| text.contains(word));
    (denies || ASKS.iter().any(|word| text.contains(word))).then_some(!denies)
}

/// So many calls in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Calls that are allowed.
    pub calls: u32,
    /// In which time.
    pub per: Period,
}

impl RateLimit {
    /// The reverse of its `Display`: `10/second`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (calls, per) = text.split_once('/')?;
        Some(Self { calls: calls.parse().ok()?, per: Period::from_word(per)? })
    }

    /// As a spec writes it.
    #[must_use]
    pub fn yaml(self) -> String {
        format!("{{calls: {}, per: {}}}", self.calls, self.per.word())
    }
}

impl std::fmt::Display for RateLimit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.calls, self.per.word())
    }
}

/// What a document says about how often: a limit for each period, mostly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates(Vec<RateLimit>);

impl Rates {
    /// These limits; None where there are none.
    #[must_use]
    pub fn of(limits: Vec<RateLimit>) -> Option<Self> {
        (!limits.is_empty()).then_some(Self(limits))
    }

    /// What two lines say, each limit once.
    #[must_use]
    pub fn both(one: Option<Self>, other: Option<Self>) -> Option<Self> {
        let mut all: Vec<RateLimit> = Vec::new();
        for limit in [one, other].into_iter().flatten().flat_map(|rates| rates.0) {
            if !all.contains(&limit) {
                all.push(limit);
            }
        }
        Self::of(all)
    }

    /// The reverse of its `Display`: `10/second`, `10/second, 1000/day`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(text.split(", ").map(RateLimit::parse).collect::<Option<_>>()?)
    }

    /// Whether all of them can hold beside each other: no two for the same time, and none that forbids all calls.
    #[must_use]
    pub fn are_plain(&self) -> bool {
        let twice = |(at, limit): (usize, &RateLimit)| self.0.iter().take(at).any(|other| other.per == limit.per);
        self.0.iter().all(|limit| limit.calls > 0) && !self.0.iter().enumerate().any(twice)
    }

    /// As a spec writes them: the limit, or a list of them.
    #[must_use]
    pub fn yaml(&self) -> String {
        match self.0.as_slice() {
            [limit] => limit.yaml(),
            several => format!("[{}]", several.iter().map(|limit| limit.yaml()).collect::<Vec<_>>().join(", ")),
        }
    }
}

impl std::fmt::Display for Rates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let all: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&all.join(", "))
    }
}

/// One text of a document that is no row: its title, a remark, a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The label or heading it stands under, or the member it is.
    pub name: String,
    /// Digest of its words.
    pub digest: String,
    /// Obligation words and numbers.
    pub words: Vec<String>,
}

/// Facts about the operation as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Chinese title.
    pub title: String,
    /// `http://host` of a vv-tool page.
    pub host: Option<String>,
    /// Path below the host.
    pub path: Option<String>,
    /// `POST`.
    pub method: Option<String>,
    /// True when the document says that the user must authorise the call.
    pub needs_shop: Option<bool>,
    /// True when the document says that calls are charged.
    pub charged: Option<bool>,
    /// Calls and the period.
    pub rate_limit: Option<Rates>,
    /// Type of the record that IS the reply's data, where the document wraps its rows in one.
    pub data: Option<String>,
    /// Name of the row that wraps them (it is no field of the reply).
    pub data_row: Option<String>,
    /// What the reply's data is; None where nothing shows it.
    pub data_is: Option<DataShape>,
    /// Declared type of what is in the data, where that is no record: of the value, of each item or member.
    pub data_of: Option<String>,
    /// A person must look at what the data is: a sample shows one list of perhaps many, or the table contradicts it.
    pub data_is_open: bool,
    /// The body is JSON, the document says.
    pub json_body: bool,
    /// The body is a form, the document says.
    pub form_body: bool,
    /// Of which kind the form is, where the document says one.
    pub form_kind: Option<Body>,
    /// Replies come in another language than JSON, the document says.
    pub no_json_reply: bool,
    /// Digest of what the document says about charges.
    pub charge: Option<String>,
    /// HTTP headers the document asks for.
    pub headers: Vec<String>,
    /// Digest of the rows of the error table that have no code.
    pub uncoded: Option<String>,
    /// What a payload's labels say: charges, authorisation.
    pub labels: Vec<String>,
    /// The folder of a catalogue a method lies in.
    pub category: Option<String>,
    /// What a person must know about the head.
    pub notes: Vec<String>,
    /// What the document says besides its rows.
    pub texts: Vec<Text>,
}

/// The words of a list that stand in a text by themselves, each once, in its order.
#[must_use]
pub fn words_among<'t>(text: &'t str, known: &[&str]) -> Vec<&'t str> {
    let mut found: Vec<&str> = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphabetic()) {
        if known.contains(&word) && !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

impl Facts {
    /// The method that the document says; a POST where it says none. Of several it is POST where that is one of them, because what stands in
    /// an address is logged on its way and cut where it is long; or else the first. The page has a mark then.
    #[must_use]
    pub fn sent_by(&self) -> Method {
        let said = words_among(self.method.as_deref().unwrap_or_default(), Method::WORDS);
        let mut known = said.into_iter().filter_map(Method::from_word);
        let first = known.next();
        known.find(|method| *method == Method::Post).or(first).unwrap_or(Method::Post)
    }

    /// Takes note of what a line about requests says of the body: JSON, a form, or both. False where it says none of them.
    pub fn body_style(&mut self, value: &str) -> bool {
        let lower = value.to_ascii_lowercase();
        let (json, form) = (lower.contains("json"), lower.contains("form") || lower.contains("表单"));
        self.json_body |= json;
        self.form_body |= form;
        let multipart = lower.contains("multipart") || lower.contains("form-data");
        match (lower.contains("urlencoded"), multipart) {
            (true, false) => self.form_kind = Some(Body::Form),
            (false, true) => self.form_kind = Some(Body::Multipart),
            _ => {}
        }
        json || form
    }

    /// Whether calls are charged, from labels too: `免费`, `￥免费`, `￥开放平台免费API`.
    #[must_use]
    pub fn is_charged(&self) -> Option<bool> {
        let free = |label: &String| {
            matches!(label.trim_start_matches(['￥', '¥', ' ']), "免费" | "免费API" | "开放平台免费API")
        };
        self.charged.or_else(|| self.labels.iter().any(free).then_some(false))
    }

    /// Whether what is said about charges is said by the answer alone, or not at all: how much, and of what, are words of their own.
    #[must_use]
    pub fn is_charged_plainly(&self) -> bool {
        const PLAIN: [&str; 9] = ["免费", "不收费", "收费", "付费", "扣账户余额", "扣余额", "需要", "是", "否"];
        let plain = |charge: &String| PLAIN.iter().any(|words| digest::same(charge, &digest::of_prose(words)));
        self.charge.as_ref().is_none_or(plain)
    }

    /// Whether the user must authorise the call, from labels too: 不需用户授权, 需要授权.
    #[must_use]
    pub fn needs_authorization(&self) -> Option<bool> {
        self.needs_shop.or_else(|| self.labels.iter().find_map(|label| authorises(label)))
    }
}

/// The sample reply of a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What it shows below the envelope or the root key.
    pub data: serde_json::Value,
    /// It shows a call that failed.
    pub failure: bool,
    /// Line it begins on; 0 where lines mean nothing.
    pub line: usize,
}

/// One document, read.
#[derive(Debug, Clone)]
pub struct Document {
    /// File name without its ending.
    pub name: String,
    /// Form it came in.
    pub form: Form,
    /// Service it belongs to.
    pub service: String,
    /// `erps/send`, `taobao.trade.get`; None for a table of errors that belongs to the whole service.
    pub operation: Option<String>,
    /// SHA-256 of the file.
    pub digest: String,
    /// About the operation as a whole.
    pub facts: Facts,
    /// Field rows in the document's order.
    pub rows: Vec<Row>,
    /// Error rows in the document's order.
    pub errors: Vec<ErrorRow>,
    /// Where every line went.
    pub ledger: Ledger,
    /// What a person must look at: line, why.
    pub review: Vec<(usize, String)>,
    /// Words of `review` for the operation as a whole.
    pub marks: Vec<&'static str>,
    /// Its own words for them, cut short.
    pub said: Vec<String>,
    /// The sample reply, where it could be read.
    pub sample: Option<Sample>,
    /// Other samples of it.
    pub others: Vec<Sample>,
    /// What looks like a row and stands under no heading of a table: line, name.
    pub strays: Vec<(usize, String)>,
    /// Secrets and personal data that were replaced.
    pub replaced: crate::import::stand_in::Replaced,
}

impl Document {
    /// The row of that key.
    #[must_use]
    pub fn row(&self, key: RowKey<'_>) -> Option<&Row> {
        self.rows.iter().find(|row| row.key() == key)
    }

    /// The rows above a row that stand in the same object.
    pub fn above<'a>(&'a self, (part, at, name): RowKey<'a>) -> impl Iterator<Item = &'a Row> {
        let beside = self.rows.iter().filter(move |row| row.part == part && row.at == at);
        beside.take_while(move |row| row.name != name)
    }
}
