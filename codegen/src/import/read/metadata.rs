//! A method as an object of JSON: its parameters nest by themselves.

use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::prose::{self, Patterns};
use super::{attributes, cells, members, page_head, sample};
use crate::import::document::{ErrorRow, Facts, GIVEN, ListedValue, Part, Row, Sample, short};
use crate::import::ledger::{Ledger, LineKind};
use crate::import::{declared, digest};
use crate::model::name;
use crate::people;
use crate::words::MAX_BYTES;

/// A method, read.
#[derive(Debug, Default)]
pub struct Method {
    /// `taobao.trade.get`.
    pub operation: String,
    /// About the method.
    pub facts: Facts,
    /// Rows, nested as the JSON nests them.
    pub rows: Vec<Row>,
    /// Errors.
    pub errors: Vec<ErrorRow>,
    /// Where every member went.
    pub ledger: Ledger,
    /// What a person must look at.
    pub review: Vec<(usize, String)>,
    /// The sample reply, where it could be read.
    pub sample: Option<Sample>,
    /// Words of `review` for the operation as a whole.
    pub marks: Vec<&'static str>,
    /// The document's own words for them.
    pub said: Vec<String>,
    /// The only key of the sample reply.
    root: Option<String>,
    /// Other samples of the reply.
    pub others: Vec<Sample>,
}

impl Method {
    /// Leaves something of the method as a whole to a person: the word of `review`, why, and the document's own words.
    pub(super) fn ask(&mut self, mark: &'static str, why: String, said: &str) {
        self.review.push((0, why));
        self.said.push(short(said));
        self.marks.push(mark);
    }
}

/// Reads a method.
#[must_use]
pub fn read(members: &Map<String, Value>, patterns: &Patterns) -> Method {
    let mut method = Method { ledger: Ledger::of_members(), ..Method::default() };
    for (key, value) in members {
        match key.as_str() {
            "name" => {
                method.operation = value.as_str().unwrap_or_default().trim().to_owned();
                method.ledger.add(LineKind::Header, 1);
            }
            "apiChineseName" => {
                method.facts.title = page_head::title(value.as_str().unwrap_or_default());
                method.ledger.add(LineKind::Header, 1);
            }
            "requestParams" | "responseParams" => {
                method.ledger.add(LineKind::Header, 1);
                let part = if key == "requestParams" { Part::Request } else { Part::Reply };
                params(value, part, &mut method, patterns);
            }
            "errorCodes" => {
                method.ledger.add(LineKind::Header, 1);
                errors(value, &mut method);
            }
            "rspSampleJson"
            | "rspSampleXml"
            | "rspSampleSimplifyJson"
            | "apiErrDemoJson"
            | "apiErrDemoXml"
            | "sdkDemos"
            | "msgDemo" => {
                if key == "rspSampleJson" {
                    sampled(value.as_str().unwrap_or_default(), &mut method);
                }
                method.ledger.add(LineKind::Sample, members_of(value));
            }
            "labels" => {
                labelled(value, &mut method);
                method.ledger.add(LineKind::Header, members_of(value));
            }
            "envConfigs" => {
                hosted(value, &mut method);
                method.ledger.add(LineKind::Header, members_of(value));
            }
            "changeDiff" => {
                method.ledger.add(LineKind::Header, members_of(value));
                let said = words(Some(value));
                if !said.trim().is_empty() {
                    method.ask("prose", format!("it tells what changed: {}", short(&said)), &said);
                }
            }
            key if is_sample_request(key) => method.ledger.add(LineKind::Sample, members_of(value)),
            "description"
            | "id"
            | "gmtModified"
            | "applyScopes"
            | "faqs"
            | "tools"
            | "publicParams"
            | "publicResponseParams"
            | "publicResponseParam" => method.ledger.add(LineKind::Header, members_of(value)),
            other => {
                method.ledger.add(LineKind::Quarantined, members_of(value));
                method.review.push((0, format!("the key `{other}` is not known")));
            }
        }
    }
    let root = method.root.as_deref();
    if let Some(why) = root.and_then(|root| answered_by_another(&method.operation, root)) {
        method.review.push((0, why));
        method.marks.push("reply");
    }
    method
}

/// Whether a member is a sample of the request.
pub(super) fn is_sample_request(key: &str) -> bool {
    key.starts_with("reqSample") || key.starts_with("requestSample")
}

/// A sample reply below the root key of another method may be that method's: why a person must see it.
pub(super) fn answered_by_another(operation: &str, root: &str) -> Option<String> {
    let own = name::root_key(operation);
    // Some methods keep the whole of their name.
    let whole = format!("{}{}", operation.replace('.', "_"), name::ROOT_KEY_END);
    let other = root.ends_with(name::ROOT_KEY_END) && root != "error_response" && root != own && root != whole;
    other.then(|| format!("the sample reply stands below `{root}`, and this method answers below `{own}`"))
}

/// Takes in the labels: charges, authorisation, and what else they say is told.
fn labelled(value: &Value, method: &mut Method) {
    let facts = &mut method.facts;
    facts.labels = labels(value);
    let costs = |label: &String| label.contains(['费', '￥', '¥']);
    let grants = |label: &String| label.contains("授权");
    if facts.is_charged().is_none() && facts.labels.iter().any(costs) {
        // How much, and from where, a label does not say.
        method.marks.push("charge");
    }
    if facts.needs_authorization().is_none() && facts.labels.iter().any(grants) {
        method.marks.push("needs");
    }
    if !method.marks.is_empty() || facts.labels.iter().any(|label| !costs(label) && !grants(label)) {
        method.said.push(short(&facts.labels.join(", ")));
    }
    if let Some(label) = facts.labels.iter().find(|label| grants(label) && page_head::of_some_calls(label)) {
        method
            .review
            .push((0, format!("the label {label:?} says that the user must authorise some calls, and not which")));
        method.marks.push("needs");
    }
    for label in facts.labels.iter().filter(|label| !costs(label) && !grants(label)) {
        method.review.push((0, format!("the label {label:?} says what no key of an operation does")));
        method.marks.push("prose");
    }
}

/// Takes in where calls go. A payload lists its environments, and calls go to the first; one on another host is for a person to know.
fn hosted(value: &Value, method: &mut Method) {
    let address = |env: &Value| {
        let given = |key: &str| env.get(key).and_then(Value::as_str).map(str::trim).filter(|url| !url.is_empty());
        given("httpsUrl").or_else(|| given("httpUrl")).map(page_head::host_of)
    };
    // The platform's own has another name without TLS.
    let plain = |env: &Value| {
        let host = page_head::host_of(env.get("httpUrl").and_then(Value::as_str)?.trim());
        let own = address(env)?;
        let name = |host: &str| host.split_once("://").map_or(String::new(), |(_, name)| name.to_owned());
        let known = name(&host).is_empty() || name(&host) == name(&own) || name(&host) == "gw.api.taobao.com";
        (!known).then_some(host)
    };
    let all: Vec<&Value> = value.as_array().into_iter().flatten().collect();
    let hosts = all.iter().filter_map(|env| address(env)).chain(all.iter().filter_map(|env| plain(env)));
    let hosts: Vec<String> = hosts.collect();
    let (host, several) = page_head::one_host(hosts);
    if let Some((why, said)) = several {
        method.ask("http", why, &said);
    }
    method.facts.host = host;
}

/// The sample reply of a payload, which is JSON inside a text.
fn sampled(text: &str, method: &mut Method) {
    if text.trim().is_empty() {
        return;
    }
    match sample::json(text) {
        Ok(parsed) => {
            method.review.extend(parsed.told().into_iter().map(|why| (0, why)));
            if !parsed.twice.is_empty() {
                method.marks.push("example");
            }
            let root =
                parsed.body.as_object().filter(|body| body.len() == 1).and_then(|body| body.keys().next().cloned());
            let data = sample::inside(parsed.body);
            method.sample = Some(Sample { failure: data.get("error_response").is_some(), data, line: 0 });
            method.root = root;
        }
        Err(line) => {
            method.review.push((0, format!("the sample reply is no valid JSON from its line {}", line + 1)));
            method.marks.push("example");
        }
    }
}

/// Members and elements of a value, itself included.
#[must_use]
pub fn members_of(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(members_of).sum(),
        Value::Array(items) => items.iter().map(members_of).sum(),
        _ => 0,
    }
}

/// The objects around rows, each once: where it is, and its number.
#[derive(Default)]
struct Around {
    numbers: HashMap<Rc<[String]>, usize>,
}

/// An object around rows, and what its type is called.
#[derive(Clone)]
struct Scope {
    number: usize,
    at: Rc<[String]>,
    owner: Rc<str>,
}

impl Around {
    fn scope(&mut self, at: &[String], owner: &str) -> Scope {
        let next = self.numbers.len();
        let at: Rc<[String]> = at.into();
        let number = *self.numbers.entry(Rc::clone(&at)).or_insert(next);
        Scope { number, at, owner: owner.into() }
    }
}

type Work<'a> = Vec<(&'a Value, Scope)>;

fn push<'a>(work: &mut Work<'a>, list: &'a Value, scope: &Scope) {
    if let Value::Array(items) = list {
        work.extend(items.iter().rev().map(|item| (item, scope.clone())));
    }
}

/// Rows of a list of parameters; a work list, because the depth is the document's choice.
fn params(list: &Value, part: Part, method: &mut Method, patterns: &Patterns) {
    let root = if part == Part::Request { "Request" } else { "Reply" };
    let mut work: Work<'_> = Vec::new();
    let mut around = Around::default();
    push(&mut work, list, &around.scope(&[], root));
    let mut seen: HashMap<(usize, &str), usize> = HashMap::new();
    while let Some((item, scope)) = work.pop() {
        let Value::Object(members) = item else {
            method.ledger.add(LineKind::Quarantined, members_of(item));
            continue;
        };
        let Some(name) = text(members, "name").map(str::trim).filter(|name| !name.is_empty()) else {
            method.ledger.add(LineKind::Quarantined, members_of(item));
            method.review.push((0, "a parameter without a name".to_owned()));
            continue;
        };
        let (sub, others): (Vec<_>, Vec<_>) = members.iter().partition(|(key, _)| *key == "subParams");
        let mut row = make(members, name, part, &scope, patterns);
        let key = (scope.number, name);
        let continuation: usize = others.iter().map(|(_, value)| members_of(value)).sum::<usize>() + sub.len();
        method.ledger.add(LineKind::Continuation, continuation);
        for (_, list) in sub {
            let ty = declared::base_type(&row.ty);
            let inner = around.scope(&row.inside(), if ty.is_empty() { name } else { ty });
            if !(list.is_array() || list.is_null()) {
                // Whatever is in it, rows may be.
                method.ledger.add(LineKind::Quarantined, members_of(list));
                method
                    .review
                    .push((0, format!("the parameters inside `{}` are no list: nothing of them was read", row.path())));
                row.review.push("type".to_owned());
            }
            push(&mut work, list, &inner);
        }
        match seen.get(&key).and_then(|index| method.rows.get_mut(*index)) {
            Some(known) => {
                method.ledger.add(LineKind::Duplicate, 1);
                if known.meet(&row) {
                    method.review.push((0, format!("`{}` stands a second time and says something else", known.path())));
                }
            }
            None => {
                method.ledger.add(LineKind::Field, 1);
                seen.insert(key, method.rows.len());
                method.rows.push(row);
            }
        }
    }
}

fn make(members: &Map<String, Value>, name: &str, part: Part, scope: &Scope, patterns: &Patterns) -> Row {
    let described = words(members.get("description"));
    let described = described.as_ref();
    let told = attributes::told(described);
    let mut found = prose::read(&told, patterns);
    prose::without_name(name, &mut found.values);
    let ty = type_of(members);
    prose::beside(&told, &ty, (part == Part::Request, None), &mut found);
    let bounds = found.bounds_of(&ty);
    let given = |key: &str| said(members, key);
    let mut review = found.review;
    if let Some(missed) = prose::missed(&found.values, &found.candidates) {
        review.extend(["values".to_owned(), missed]);
    }
    let sent = part == Part::Request;
    let (demanded, pressed, optional) =
        (found.required == Some(true) && sent, found.pressed && sent, found.optional && sent);
    let required = match given("required").as_deref() {
        None => None,
        Some("1") => Some(true),
        Some("0") => Some(false),
        Some(answer) => {
            let answer = cells::required(answer);
            review.extend(answer.is_none().then(|| "required".to_owned()));
            answer
        }
    };
    let given_default = given("defaultValue").and_then(|value| default(name, &value));
    let two = given_default.as_ref().zip(found.default.as_ref()).is_some_and(|(given, told)| given != told);
    review.extend((sent && two).then(|| "default".to_owned()));
    let mut row = Row {
        at: scope.at.to_vec(),
        // A request parameter without the mark may be left out; a reply field without it is a field nobody spoke about.
        required: match required {
            Some(true) => Some(true),
            _ if review.iter().any(|cue| cue == "required") => None,
            _ => (part == Part::Request).then_some(false),
        },
        example: given("demoValue").map(|cell| cells::example(&cell).to_owned()).filter(|cell| !cell.is_empty()),
        values: found.values.into_iter().map(|value| ListedValue { value: value.value, gloss: value.gloss }).collect(),
        default: given_default.or(found.default),
        max_chars: found.max_chars,
        limits: limits(members, found.max_bytes),
        bounds,
        withdrawn: found.withdrawn,
        joined: found.joined,
        unit: found.unit,
        format: found.format,
        obligations: found.obligations,
        secret: people::is_session(name, described),
        prose: digest::of_prose(described),
        term: prose::named(described),
        review,
        ..Row::new(part, &scope.owner, name, &ty)
    };
    row.review.extend(is_untyped(members, &row.ty).then(|| "type".to_owned()));
    members::take(members, &mut row);
    // Words of obligation are held against the member wherever a row is written.
    if (demanded && !row.obliges(&GIVEN) || pressed) && row.required != Some(true)
        || optional && row.required == Some(true)
    {
        row.review.push("required".to_owned());
    }
    row.numbers = prose::further_numbers(described, &row);
    row.keep_words(described);
    row
}

/// The default that a member says; the parameter's own name is how some say that there is none.
fn default(name: &str, said: &str) -> Option<String> {
    Some(cells::default(said)).filter(|value| !value.is_empty() && *value != name).map(str::to_owned)
}

/// The declared type; of several the one that is not null, and nothing where it is not told in words.
fn type_of(members: &Map<String, Value>) -> String {
    let named = match members.get("type") {
        Some(Value::Array(several)) => {
            let mut named = several.iter().filter_map(Value::as_str).filter(|ty| !ty.eq_ignore_ascii_case("null"));
            named.next().filter(|_| named.next().is_none())
        }
        other => other.and_then(Value::as_str),
    };
    named.unwrap_or_default().trim().to_owned()
}

/// Whether nothing says what a parameter holds, or two things do.
fn is_untyped(members: &Map<String, Value>, ty: &str) -> bool {
    let holds = members.get("subParams").is_some_and(|inside| members_of(inside) > 1);
    let plain = declared::kind(ty).is_some_and(|kind| kind != declared::Kind::Container);
    ty.is_empty() || !holds && declared::is_bare(ty) || holds && plain
}

/// The words of a description: one text, or all those of a list or an object.
pub(super) fn words(value: Option<&Value>) -> Cow<'_, str> {
    let Some(Value::String(text)) = value else {
        let (mut told, mut work) = (Vec::new(), value.into_iter().collect::<Vec<_>>());
        while let Some(value) = work.pop() {
            match value {
                Value::String(text) => told.push(text.as_str()),
                Value::Array(items) => work.extend(items.iter().rev()),
                Value::Object(members) => work.extend(members.values().rev()),
                Value::Null | Value::Bool(_) | Value::Number(_) => {}
            }
        }
        return Cow::Owned(told.join("\n"));
    };
    Cow::Borrowed(text)
}

/// Members that bound a value, and what docs.lock calls them.
const BOUNDS: [(&str, &str); 3] = [("minValue", "min"), ("maxValue", "max"), ("maxListSize", "items")];

/// What members bound, and the words in bytes, as docs.lock keeps it.
fn limits(members: &Map<String, Value>, max_bytes: Option<u32>) -> String {
    let bounds = BOUNDS.iter().filter_map(|(key, word)| said(members, key).map(|bound| format!("{word} {bound}")));
    bounds.chain(max_bytes.map(|max| format!("{MAX_BYTES}{max}"))).collect::<Vec<_>>().join(", ")
}

/// A member as text, however it is typed: `7`, `"7"`, `true`.
fn said(members: &Map<String, Value>, key: &str) -> Option<String> {
    members::plain(members.get(key)?)
}

/// What labels show: charges, authorisation.
fn labels(value: &Value) -> Vec<String> {
    let shown = |label: &Value| {
        let text = label.get("displayName").unwrap_or(label).as_str()?.trim().to_owned();
        (!text.is_empty()).then_some(text)
    };
    match value {
        Value::String(text) => {
            text.split([',', '，', '、', ';', ' ']).filter(|label| !label.is_empty()).map(str::to_owned).collect()
        }
        several => several.as_array().into_iter().flatten().filter_map(shown).collect(),
    }
}

fn text<'a>(members: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    members.get(key).and_then(Value::as_str)
}

fn errors(list: &Value, method: &mut Method) {
    let Value::Array(items) = list else { return };
    for item in items {
        let Value::Object(members) = item else {
            method.ledger.add(LineKind::Quarantined, members_of(item));
            continue;
        };
        let value = |key: &str| said(members, key).unwrap_or_default();
        let gone = members::is_withdrawn(members);
        let remedy = digest::of_prose(&value("solution"));
        let row = ErrorRow::new(&value("errorCode"), &value("errorMsg"), remedy, 0, gone);
        if gone {
            let why = format!("the error {} is called deprecated", row.code);
            method.ask("errors", why, &format!("{} deprecated", row.code));
        }
        method.ledger.add(LineKind::Continuation, members_of(item) - 1);
        if row.code.is_empty() && row.message.is_empty() {
            method.ledger.add(LineKind::Quarantined, 1);
        } else if method.errors.contains(&row) {
            method.ledger.add(LineKind::Duplicate, 1);
        } else {
            method.ledger.add(LineKind::Error, 1);
            method.errors.push(row);
        }
    }
}
