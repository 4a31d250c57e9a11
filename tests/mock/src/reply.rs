//! Turns what is to be answered into bytes.

use serde_json::{Map, Value, json};
use vvtool_codegen::model::api::{DataShape, ErrorEntry, Example, Protocol, Record, Service, Type};
use vvtool_codegen::model::state::TooFast;

use crate::answer::{Answer, ErrorAnswer, Raw};
use crate::bodies::Bodies;
use crate::gate::Refusal;
use crate::routes::{self, Target};

/// The number of a live failure whose sub code says what happened.
const REMOTE_SERVICE_ERROR: (i64, &str) = (15, "Remote service error");

/// What a scripted answer is in bytes. `Err` says what it names that does not exist.
pub(crate) fn scripted(target: &Target<'_>, answer: &Answer, now: i64) -> Result<Raw, String> {
    match answer {
        Answer::Raw(raw) => Ok(raw.clone()),
        Answer::Example(file) => match target.example(file) {
            Some(example) => Ok(Raw::ok(example.json.clone())),
            None => {
                let known: Vec<_> = target.operation.examples.iter().map(|example| example.file.as_str()).collect();
                Err(format!("{} has no example {file}; it has {}", target.name(), known.join(", ")))
            }
        },
        Answer::Error(error) => match routes::error(target.service, &error.name) {
            None => Err(format!("the error table of {} has no {}", target.service.name.wire, error.name)),
            Some(entry) if error.inside => inside(target, entry, error, now),
            Some(entry) => Ok(failure(target.service, entry, error.message.as_deref(), error.data.clone(), now)),
        },
    }
}

/// The reply to a refused request.
pub(crate) fn refused(service: &Service, refusal: &Refusal, now: i64) -> Raw {
    let entry = refusal
        .name
        .as_deref()
        .and_then(|name| routes::error(service, name))
        .or_else(|| routes::error_of_code(service, refusal.code));
    let reply = match entry {
        Some(entry) => failure(service, entry, None, None, now),
        // A table without this entry still gets its code.
        None => Raw::ok(json!({"code": number(refusal.code), "msg": refusal.why}).to_string()),
    };
    reply.header("x-mock-reason", header_safe(&refusal.why))
}

/// The documented success.
pub(crate) fn success(target: &Target<'_>, bodies: &Bodies, is_simplified: bool) -> Raw {
    match bodies.success(target) {
        Some(success) => Raw::ok(if is_simplified { success.simplified.clone() } else { success.plain.clone() }),
        None => Raw::ok("")
            .status(500)
            .header("x-mock-reason", format!("{} has no example of a success", header_safe(&target.name()))),
    }
}

/// The same as a simplified reply: documented, or derived.
pub(crate) fn simplified(target: &Target<'_>, reply: &Value) -> Value {
    simplified_example(target).unwrap_or_else(|| simplify(target, reply.clone()))
}

/// The documented error of a state file: as an example of the operation shows it, where one does.
pub(crate) fn told(target: &Target<'_>, entry: &ErrorEntry, now: i64) -> Raw {
    let shows = |example: &&Example| {
        let reply = serde_json::from_str::<Value>(&example.json).unwrap_or_default();
        // Codes come as numbers or as texts.
        let says =
            |key: &str| reply.get(key).map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        let messages = entry.aliases.iter().chain([&entry.message]);
        says("code").as_ref() == Some(&entry.code) && messages.map(Some).any(|message| says("msg").as_ref() == message)
    };
    match target.operation.examples.iter().find(shows) {
        Some(example) => Raw::ok(example.json.clone()),
        None => failure(target.service, entry, None, None, now),
    }
}

/// The error of a call that came too fast, with the words that say for how long.
pub(crate) fn banned(target: &Target<'_>, entry: &ErrorEntry, too_fast: &TooFast, seconds: u64, now: i64) -> Raw {
    let words = too_fast.words.as_ref().map(|words| words.replace("{seconds}", &seconds.to_string()));
    match (target.service.protocol, words) {
        (Protocol::Top, Some(words)) => {
            let sub_code = too_fast.sub_code.as_deref().unwrap_or_default();
            let error = json!({
                "code": number(&entry.code), "msg": entry.message, "sub_code": sub_code, "sub_msg": words,
                "request_id": format!("mock{now}"),
            });
            Raw::ok(json!({"error_response": error}).to_string())
        }
        (_, words) => failure(target.service, entry, words.as_deref(), None, now),
    }
}

/// The values of the request that the documented reply repeats, in the data of one.
pub(crate) fn echo(target: &Target<'_>, data: &mut Value, asked: &[(String, String)]) {
    for echo in &target.operation.echo {
        let field = data.pointer_mut(&pointer(&echo.path));
        if let (Some(field), Some(value)) = (field, crate::received::find(asked, &echo.field)) {
            *field = if field.is_number() { number(value) } else { value.into() };
        }
    }
}

/// `order.id` as the library of JSON has it.
pub(crate) fn pointer(path: &str) -> String {
    format!("/{}", path.replace('.', "/"))
}

/// The documented success of the token operation, with `token` in it.
pub(crate) fn token(target: &Target<'_>, bodies: &Bodies, token: &str) -> Raw {
    let mut reply = bodies.success(target).map(|success| success.value.clone()).unwrap_or_default();
    let at = if reply.get("data").is_some_and(Value::is_object) { reply.get_mut("data") } else { Some(&mut reply) };
    if let Some(Value::Object(data)) = at {
        data.insert("access_token".to_owned(), token.into());
    }
    Raw::ok(reply.to_string())
}

/// One documented error, as the service sends it.
fn failure(service: &Service, entry: &ErrorEntry, message: Option<&str>, data: Option<Value>, now: i64) -> Raw {
    let message = message.unwrap_or(&entry.message);
    let body = match service.protocol {
        Protocol::Envelope => envelope(service, &entry.code, message, data.unwrap_or_default(), now),
        Protocol::Top => {
            let request_id = format!("mock{now}");
            let error = if entry.code.bytes().all(|byte| byte.is_ascii_digit()) {
                json!({"code": number(&entry.code), "msg": message, "request_id": request_id})
            } else {
                let (code, msg) = REMOTE_SERVICE_ERROR;
                json!({"code": code, "msg": msg, "sub_code": entry.code, "sub_msg": message, "request_id": request_id})
            };
            json!({"error_response": error})
        }
    };
    Raw::ok(body.to_string())
}

/// A success outside, a failure inside.
fn inside(target: &Target<'_>, entry: &ErrorEntry, error: &ErrorAnswer, now: i64) -> Result<Raw, String> {
    let Some(confirm) = target.operation.reply.confirm.first() else {
        return Err(format!("{} has no flag that could deny its success", target.name()));
    };
    let mut data = Value::Object(Map::new());
    put(&mut data, &confirm.flag, Value::Bool(false));
    // The last flag is the innermost; the ones before it say yes, or the failure would be theirs.
    if let (Some(innermost), true) = (target.operation.reply.confirm.last(), target.operation.reply.confirm.len() > 1) {
        put(&mut data, &confirm.flag, Value::Bool(true));
        put(&mut data, &innermost.flag, Value::Bool(false));
    }
    let told = target.operation.reply.confirm.last().unwrap_or(confirm);
    if let Some(path) = &told.code {
        put(&mut data, path, entry.code.clone().into());
    }
    if let Some(path) = &told.message {
        put(&mut data, path, error.message.clone().unwrap_or_else(|| entry.message.clone()).into());
    }
    let body = match target.service.protocol {
        Protocol::Top => json!({routes::root_key(&target.operation.id): data}),
        Protocol::Envelope => {
            let data = match target.operation.reply.shape {
                DataShape::ListOfOne | DataShape::List => json!([data]),
                DataShape::Map => json!({ "1": data }),
                DataShape::Value => data.get("value").cloned().unwrap_or_default(),
                DataShape::Object | DataShape::Nothing => data,
            };
            let code = target.service.success_code.as_deref().unwrap_or("0");
            let message = routes::error_of_code(target.service, code).map_or("", |entry| entry.message.as_str());
            envelope(target.service, code, message, data, now)
        }
    };
    Ok(Raw::ok(body.to_string()))
}

fn envelope(service: &Service, code: &str, message: &str, data: Value, now: i64) -> Value {
    let mut reply = Map::new();
    for field in &service.envelope {
        let value = match (field.name.wire.as_str(), &field.example) {
            ("code", _) => number(code),
            ("msg", _) => message.into(),
            ("time", _) => now.into(),
            (_, Some(example)) if matches!(field.ty, Type::Int) => number(example),
            (_, Some(example)) => example.clone().into(),
            // Listed, and in no sample of the documents: left out there, left out here.
            (_, None) => continue,
        };
        reply.insert(field.name.wire.clone(), value);
    }
    // A spec may leave these out of its list; nobody could read the reply without them.
    reply.entry("code").or_insert_with(|| number(code));
    reply.entry("msg").or_insert_with(|| message.into());
    reply.insert("data".to_owned(), data);
    Value::Object(reply)
}

fn number(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| text.into(), Value::from)
}

fn put(at: &mut Value, path: &str, value: Value) {
    match (path.split_once('.'), at) {
        (None, Value::Object(map)) => {
            map.insert(path.to_owned(), value);
        }
        (Some((head, rest)), Value::Object(map)) => {
            put(map.entry(head).or_insert_with(|| Value::Object(Map::new())), rest, value);
        }
        _ => {}
    }
}

/// The documented simplified success: an example without the root key that is no failure.
fn simplified_example(target: &Target<'_>) -> Option<Value> {
    let root = routes::root_key(&target.operation.id);
    target
        .operation
        .examples
        .iter()
        .filter_map(|example| serde_json::from_str::<Value>(&example.json).ok())
        .find(|reply| reply.get(&root).is_none() && reply.get("error_response").is_none())
}

/// Drops the root key and the wrappers of lists.
fn simplify(target: &Target<'_>, mut reply: Value) -> Value {
    let body = reply.get_mut(routes::root_key(&target.operation.id)).map(Value::take).unwrap_or_default();
    match target.record(&target.operation.reply.data.ident) {
        Some(record) => unwrap_lists(target, record, body),
        None => body,
    }
}

/// Lists without their wrappers, all the way down.
pub(crate) fn unwrap_lists(target: &Target<'_>, record: &Record, value: Value) -> Value {
    let Value::Object(map) = value else {
        return value;
    };
    let simpler = |ident: &str, value: Value| match target.record(ident) {
        Some(record) => unwrap_lists(target, record, value),
        None => value,
    };
    let members = map.into_iter().map(|(key, mut value)| {
        let ty = record.fields.iter().find(|field| field.name.wire == key).map(|field| &field.ty);
        let value = match ty {
            Some(Type::Record(name)) => simpler(&name.ident, value),
            Some(Type::List { item, wrapper }) => match value.get_mut(wrapper).map(Value::take).unwrap_or(value) {
                Value::Array(items) => items.into_iter().map(|one| simpler(&item.ident, one)).collect(),
                other => other,
            },
            Some(Type::Values { wrapper, .. }) => value.get_mut(wrapper).map(Value::take).unwrap_or(value),
            _ => value,
        };
        (key, value)
    });
    Value::Object(members.collect())
}

/// Lists in their wrappers again.
pub(crate) fn wrap_lists(target: &Target<'_>, record: &Record, value: Value) -> Value {
    let Value::Object(map) = value else {
        return value;
    };
    let wrapped = |ident: &str, value: Value| match target.record(ident) {
        Some(record) => wrap_lists(target, record, value),
        None => value,
    };
    let members = map.into_iter().map(|(key, value)| {
        let ty = record.fields.iter().find(|field| field.name.wire == key).map(|field| &field.ty);
        let value = match (ty, value) {
            (Some(Type::Record(name)), value) => wrapped(&name.ident, value),
            (Some(Type::List { item, wrapper }), Value::Array(items)) => {
                let items: Vec<_> = items.into_iter().map(|one| wrapped(&item.ident, one)).collect();
                json!({ wrapper.as_str(): items })
            }
            (Some(Type::Values { wrapper, .. }), items @ Value::Array(_)) => json!({ wrapper.as_str(): items }),
            (_, value) => value,
        };
        (key, value)
    });
    Value::Object(members.collect())
}

/// Header values are ASCII; field names of a broken client need not be.
pub(crate) fn header_safe(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_graphic() || c == ' ' { c } else { '?' }).collect()
}
