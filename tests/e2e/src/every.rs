//! Calls every operation of a spec over a real socket, and compares what arrives with what the documents show.
// A difference is a test that fails.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vvtool_api::rt::v1::Operation;
use vvtool_mock::Answer;
use vvtool_mock::api::DataShape;

use crate::{Clients, Gateway, Typed, Visitor, find_operation, sample};

/// The sample request of every operation gets the documented reply, from the async client and from the blocking one.
pub struct EveryOperation {
    /// Who calls whom.
    pub clients: Clients,
    /// The operations called so far.
    pub seen: Vec<String>,
}

impl EveryOperation {
    /// Nothing called yet.
    #[must_use]
    pub fn new(clients: Clients) -> Self {
        Self { clients, seen: Vec::new() }
    }
}

impl Visitor for EveryOperation {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        let clients = &self.clients;
        clients.mock.reset();
        let token = clients.mock.token();
        let request = sample::<O>(&clients.mock, name);
        let reply = clients.call(request.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        let same = clients.call_blocking(request);
        // A token endpoint answers another token each time.
        if O::META.authenticated {
            assert_eq!(reply.data(), same.unwrap().data(), "{name}: async and blocking");
        }
        // A token that was issued meanwhile would end the one that the clients have.
        clients.mock.set_token(token);
        for received in clients.mock.requests() {
            assert_eq!(received.operation.as_deref(), Some(name));
            assert_eq!(received.refused, None, "{name}");
            assert!(received.notes.is_empty(), "{name}: {:?}", received.notes);
        }
        let text = serde_json::to_string(reply.data()).unwrap();
        assert_eq!(&serde_json::from_str::<O::Reply>(&text).unwrap(), reply.data(), "{name}: read back from a store");
        self.seen.push(name.to_owned());
    }
}

/// Every value of every documented example is in the typed reply.
pub struct EveryExample {
    /// Who calls whom.
    pub clients: Clients,
    /// Examples that were replies.
    pub successes: usize,
    /// Examples that were errors.
    pub failures: usize,
}

impl EveryExample {
    /// Nothing called yet.
    #[must_use]
    pub fn new(clients: Clients) -> Self {
        Self { clients, successes: 0, failures: 0 }
    }
}

impl Visitor for EveryExample {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        let clients = &self.clients;
        let (_, operation) = find_operation(&clients.mock, name).unwrap();
        for example in &operation.examples {
            let case = format!("{name} {}", example.file);
            clients.mock.answer(name, Answer::example(&example.file)).unwrap();
            match clients.call(sample::<O>(&clients.mock, name)) {
                Ok(reply) => {
                    self.successes += 1;
                    assert_eq!(&reply.raw()[..], example.json.as_bytes(), "{case}: the raw bytes");
                    assert!(reply.unknown_fields().is_empty(), "{case}: {:?}", reply.unknown_fields());
                    assert!(reply.deviations().is_empty(), "{case}: {:?}", reply.deviations());
                    let wire: Value = serde_json::from_str(&example.json).unwrap();
                    let typed = leaves(&serde_json::to_value(reply.data()).unwrap());
                    let documented = leaves(&data_of(&wire, operation.reply.shape));
                    for (path, value) in &documented {
                        // An empty text on the wire is an absent value.
                        if !value.is_empty() {
                            let got = typed.get(path).unwrap_or_else(|| panic!("{case}: {path} is lost"));
                            assert!(same_text(got, value), "{case}: {path} was {value:?} and became {got:?}");
                        }
                    }
                }
                Err(error) => {
                    self.failures += 1;
                    // The platform said no: never a reply that could not be read.
                    assert!(matches!(error, vvtool_api::Error::Api(_)), "{case}: {error}");
                }
            }
        }
    }
}

/// The data, wherever the protocol puts it, as typed replies hold it: what is no record is a field of one.
fn data_of(wire: &Value, shape: DataShape) -> Value {
    let root =
        wire.as_object().and_then(|map| map.iter().find(|(key, _)| key.ends_with("_response")).map(|(_, value)| value));
    let data = root.or_else(|| wire.get("data")).unwrap_or(wire);
    match (shape, data) {
        (DataShape::List | DataShape::Map, data) => json!({ "items": data }),
        (DataShape::Value, data) => json!({ "value": data }),
        (_, Value::Array(list)) if list.len() == 1 => list[0].clone(),
        (_, data) => data.clone(),
    }
}

/// Every scalar with its path. The wrapper of a list (`orders.order`) is no part of the path: typed replies have none.
fn leaves(value: &Value) -> BTreeMap<String, String> {
    fn walk(value: &Value, path: &str, out: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(map) if map.len() == 1 && map.values().all(Value::is_array) && !path.is_empty() => {
                map.values().for_each(|list| walk(list, path, out));
            }
            Value::Object(map) => map.iter().for_each(|(key, value)| walk(value, &format!("{path}.{key}"), out)),
            // A comma-joined text is a list of words in the typed reply.
            Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_string) => {
                let words: Vec<_> = list.iter().filter_map(Value::as_str).collect();
                out.insert(path.to_owned(), words.join(","));
            }
            Value::Array(list) => {
                list.iter().enumerate().for_each(|(index, value)| walk(value, &format!("{path}[{index}]"), out))
            }
            Value::Null => {}
            // JSON in a text and the same JSON without the text around it are one value.
            Value::String(text) if text.starts_with(['{', '[']) && serde_json::from_str::<Value>(text).is_ok() => {
                walk(&serde_json::from_str(text).unwrap(), path, out);
            }
            Value::String(text) => {
                out.insert(path.to_owned(), text.clone());
            }
            other => {
                out.insert(path.to_owned(), other.to_string());
            }
        }
    }
    let mut out = BTreeMap::new();
    walk(value, "", &mut out);
    out
}

/// The same value, whether the wire wrote it as text or as a number, with a gloss or without, `1` or `true`.
fn same_text(typed: &str, wire: &str) -> bool {
    let bare = wire.split(['(', '（']).next().unwrap_or(wire).trim();
    let number = |text: &str| text.parse::<vvtool_api::rt::v1::Decimal>().ok();
    typed == wire
        || typed == bare
        || (number(wire).is_some() && number(typed) == number(wire))
        || matches!((typed, wire), ("true", "1") | ("false", "0"))
}
