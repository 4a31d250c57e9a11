//! YAML as JSON: enough of it for a workflow.

use granit_parser::{Event, Parser};
use serde_json::{Map, Value};

enum Open {
    List(Vec<Value>),
    Map(Map<String, Value>, Option<String>),
}

pub(crate) fn parse(text: &str) -> Value {
    let mut open: Vec<Open> = Vec::new();
    let mut root = None;
    for next in Parser::new_from_str(text) {
        let (event, _) = next.unwrap_or_else(|error| panic!("{error}"));
        let value = match event {
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            Event::SequenceStart(..) => {
                open.push(Open::List(Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(Map::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop().unwrap() {
                Open::List(items) => Value::Array(items),
                Open::Map(pairs, _) => Value::Object(pairs),
            },
            _ => continue,
        };
        match open.last_mut() {
            None => root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(pairs, key)) => match key.take() {
                None => *key = Some(value.as_str().expect("a key is a word").to_owned()),
                Some(key) => assert!(pairs.insert(key.clone(), value).is_none(), "{key} twice"),
            },
        }
    }
    root.expect("a document")
}
