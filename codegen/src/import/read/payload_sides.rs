//! What a payload says besides its parameters, and what its other samples say: each is held against the method, and what no key of an
//! operation says is asked about.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::metadata::{self, Method};
use super::{consistent, members, page_head, sample, sample_method, texts};
use crate::import::document::{Part, Sample, Text, authorises, short};

/// What is around every reply.
const OF_ALL_REPLIES: [&str; 8] =
    ["request_id", "error_response", "code", "msg", "sub_code", "sub_msg", "***_response", "top_response"];

/// Holds all of them against the method, once it is read.
pub(super) fn hold(members: &Map<String, Value>, method: &mut Method) {
    replies(members, method);
    requests(members, method);
    shown_errors(members, method);
    of_all(members, method);
    tips(members, method);
    errors(members, method);
    contradicted(members, method);
    if let Some(Value::String(description)) = members.get("description")
        && counts_calls(description)
        && texts::demand(description).is_none()
    {
        method.ask("rate_limit", "the description says how many calls there may be".to_owned(), description);
    }
}

/// What labels, their explanations and the description say of the same things.
fn contradicted(members: &Map<String, Value>, method: &mut Method) {
    let all = method.facts.labels.join(", ");
    for (mark, why) in consistent::labels(&method.facts) {
        method.ask(mark, why, &all);
    }
    let labels = members.get("labels").and_then(Value::as_array).into_iter().flatten();
    let tips = labels.filter_map(|label| label.get("tips").and_then(Value::as_str));
    let texts = ["description", "apiChineseName"].iter().filter_map(|key| members.get(*key).and_then(Value::as_str));
    for text in tips.chain(texts) {
        let own = method.facts.needs_authorization();
        if let (Some(own), Some(said)) = (own, authorises(text))
            && own != said
            && !method.marks.contains(&"needs")
        {
            method.ask("needs", "it says another thing of the user's authorisation than the labels".to_owned(), text);
        }
        if let Some(other) = consistent::begins_with_another(&method.operation, text) {
            method.ask("prose", format!("a text begins with the name of another method, {other}"), text);
        }
    }
}

/// The other forms of the sample reply.
fn replies(members: &Map<String, Value>, method: &mut Method) {
    for key in ["rspSampleXml", "rspSampleSimplifyJson"] {
        let Some(text) = members.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty()) else {
            continue;
        };
        if let Some(why) = sample::root(text).and_then(|root| metadata::answered_by_another(&method.operation, root)) {
            method.review.push((0, format!("{key}: {why}")));
            method.said.extend(sample::root(text).map(|root| short(&format!("{key}: {root}"))));
            method.marks.push("reply");
        }
        let data = if text.trim_start().starts_with('<') {
            sample::xml(text).ok()
        } else {
            sample::json(text).ok().map(|parsed| sample::inside(parsed.body))
        };
        let data = data.filter(|data| data.get("error_response").is_none() && data.get("sub_code").is_none());
        method.others.extend(data.map(|data| Sample { data, failure: false, line: 0 }));
    }
}

/// Samples of the request, as data or as code of some language.
fn requests(members: &Map<String, Value>, method: &mut Method) {
    let request = || method.rows.iter().filter(|row| row.part == Part::Request);
    let names: HashSet<String> = request().map(|row| sample_method::folded(&row.name)).collect();
    let samples = members.iter().filter(|(key, _)| metadata::is_sample_request(key) || *key == "sdkDemos");
    let mut told = sample_method::Told::default();
    for (_, value) in samples {
        for text in code(value) {
            told.add(sample_method::read(&method.operation, &text, &names));
        }
    }
    if let Some((why, said)) = told.words() {
        method.review.extend(why.into_iter().map(|why| (0, why)));
        method.said.push(said);
        method.marks.push("example");
    }
}

/// The samples of a member, each by itself.
fn code(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().map(|item| metadata::words(Some(item)).into_owned()).collect(),
        other => vec![other.to_string()],
    }
}

/// An error that a sample shows stands in the table, where there is one.
fn shown_errors(members: &Map<String, Value>, method: &mut Method) {
    let mut told: Vec<String> = Vec::new();
    for key in ["apiErrDemoJson", "apiErrDemoXml"] {
        let Some(text) = members.get(key).and_then(Value::as_str) else { continue };
        let body = if text.trim_start().starts_with('<') {
            sample::xml(text).ok()
        } else {
            sample::json(text).ok().map(|parsed| parsed.body)
        };
        let Some(body) = body else { continue };
        let code = body.get("error_response").unwrap_or(&body).get("sub_code").and_then(Value::as_str);
        let Some(code) = code.map(str::trim).filter(|code| !code.is_empty() && *code != sample_method::ANY_ERROR)
        else {
            continue;
        };
        if !method.errors.is_empty() && !method.errors.iter().any(|error| error.code == code) {
            told.push(code.to_owned());
        }
    }
    told.dedup();
    for code in told {
        method.ask(
            "errors",
            format!("a sample shows the error {code}, which the table has not"),
            &format!("sample: {code}"),
        );
    }
}

/// Parameters and members of all calls: one that the client does not know is sent by nobody.
fn of_all(members: &Map<String, Value>, method: &mut Method) {
    let listed = |key: &str| members::objects(members, key);
    let name = |row: &Map<String, Value>| row.get("name").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
    let demands = |row: &Map<String, Value>| {
        row.get("required").and_then(members::plain).is_some_and(|said| said == "true" || said == "1")
    };
    let mut asked: Vec<String> = Vec::new();
    for row in listed("publicParams") {
        let (name, required) = (name(row), demands(row));
        let free = method.facts.needs_authorization() == Some(false);
        if name == "session" && required && free {
            method.ask(
                "needs",
                "`session` is demanded of all calls, and the labels say that nobody must authorise them".to_owned(),
                "session: required",
            );
        }
        let known = sample_method::is_of_all_calls(&name) && !(required && name == "target_app_key");
        let doubled = method.rows.iter().any(|row| row.part == Part::Request && row.at.is_empty() && row.name == name);
        if !name.is_empty() && (!known || doubled) {
            asked.push(if required { format!("{name} (required)") } else { name });
        }
    }
    if !asked.is_empty() {
        let asked = asked.join(", ");
        method.ask(
            "auth",
            format!("all calls have parameters that the client does not write: {asked}"),
            &format!("publicParams: {asked}"),
        );
    }
    let around = listed("publicResponseParams").chain(listed("publicResponseParam")).map(name);
    let around: Vec<String> =
        around.filter(|name| !name.is_empty() && !OF_ALL_REPLIES.contains(&name.as_str())).collect();
    if !around.is_empty() {
        let around = around.join(", ");
        method.ask(
            "reply",
            format!("all replies have members that the client does not know: {around}"),
            &format!("publicResponseParams: {around}"),
        );
    }
}

/// What the labels explain of themselves, where that binds whoever calls.
fn tips(members: &Map<String, Value>, method: &mut Method) {
    for tip in binding_tips(members) {
        method.ask("obligation", format!("a label says what no key of an operation does: {}", short(&tip)), &tip);
    }
}

/// Explanations of labels that say more than where to read on.
fn binding_tips(members: &Map<String, Value>) -> Vec<String> {
    const NOTHING: [&str; 4] = ["收费规则", "计费规则", "收费标准", "收费说明"];
    let labels = members.get("labels").and_then(Value::as_array).into_iter().flatten();
    let tips = labels.filter_map(|label| label.get("tips").and_then(Value::as_str));
    let binds = |tip: &&str| {
        let rest = NOTHING.iter().fold((*tip).to_owned(), |rest, words| rest.replace(words, ""));
        counts_calls(&rest) || texts::demand(&rest).is_some()
    };
    tips.filter(binds).map(str::to_owned).collect()
}

/// Whether a text says a number of calls: `每天 100 次`.
fn counts_calls(text: &str) -> bool {
    page_head::limits(text)
        && text.char_indices().any(|(at, c)| {
            let before = text.get(..at).unwrap_or_default().trim_end();
            c == '次' && before.ends_with(|c: char| c.is_ascii_digit())
        })
}

/// Members of errors that no key of an error is for.
fn errors(members: &Map<String, Value>, method: &mut Method) {
    for error in members::objects(members, "errorCodes") {
        let further = further(error).join(", ");
        if further.is_empty() {
            continue;
        }
        let code = error.get("errorCode").and_then(members::plain).unwrap_or_default();
        method.ask(
            "errors",
            format!("the error {code} says what no key of an error does: {further}"),
            &format!("{code} {further}"),
        );
    }
}

fn further(members: &Map<String, Value>) -> Vec<String> {
    const KNOWN: [&str; 9] = [
        "errorCode",
        "errorMsg",
        "solution",
        "deprecated",
        "isDeprecated",
        "id",
        "gmtCreate",
        "gmtModified",
        "version",
    ];
    let further = members.iter().filter(|(key, _)| !KNOWN.contains(&key.as_str()));
    let said = further.filter_map(|(key, value)| Some((key, members::plain(value)?)));
    said.filter(|(_, value)| value != "false").map(|(key, value)| format!("{key}: {value}")).collect()
}

/// What of it moves by itself, where there is any: texts with names of their own.
pub(super) fn of_sides(members: &Map<String, Value>) -> Vec<Text> {
    let gone = withdrawn(members, "requestParams") + &withdrawn(members, "responseParams");
    let sides =
        [("labels", binding_tips(members).join("\n")), ("errorCodes", of_errors(members)), ("deprecated", gone)];
    let said = sides.iter().filter(|(_, text)| !text.is_empty());
    said.map(|(name, text)| texts::made(name, text, false)).collect()
}

/// Parameters at the root that are called deprecated.
fn withdrawn(members: &Map<String, Value>, list: &str) -> String {
    let gone = members::objects(members, list).filter(|row| members::is_withdrawn(row));
    gone.filter_map(|row| row.get("name").and_then(Value::as_str)).map(|name| format!("{list} {name}\n")).collect()
}

/// What errors say besides code, message and remedy.
fn of_errors(members: &Map<String, Value>) -> String {
    let mut all: Vec<String> = Vec::new();
    for error in members::objects(members, "errorCodes") {
        let code = error.get("errorCode").and_then(members::plain).unwrap_or_default();
        let gone = members::is_withdrawn(error);
        let mut said = further(error);
        said.extend(gone.then(|| "deprecated".to_owned()));
        if !said.is_empty() {
            all.push(format!("{code} {}", said.join(", ")));
        }
    }
    all.join("\n")
}
