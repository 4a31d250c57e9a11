//! Replies that were changed at random, held against a reading by `serde_json` that shares nothing with the decoder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use serde_json::{Map, Value, json};

use super::Operation;
use super::plan::{Asked, Plan};
use crate::error::DocumentedError as _;
use crate::exchange::{Body, HttpReply};
use crate::generated::top::logistics_openalibity_write::LogisticsOpenalibityWrite;
use crate::generated::top::trade_get::TradeGet;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend};
use crate::record::{Record, View, find};

/// xorshift: the same changes on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn any(&mut self) -> Value {
        let all =
            [json!(null), json!(true), json!(false), json!(0), json!(1), json!("1"), json!("true"), json!("false")];
        let more = [
            json!(""),
            json!("x"),
            json!({}),
            json!([]),
            json!([{"success": true}]),
            json!({"a": [1]}),
            json!(-7),
            json!("2000-01-01"),
        ];
        all.into_iter().chain(more).nth(self.below(16)).unwrap()
    }

    /// Change one place of a value, the deeper the more often.
    fn change(&mut self, value: &mut Value) {
        let deeper = self.below(4) > 0;
        match value {
            Value::Object(map) if deeper && !map.is_empty() => {
                let key = map.keys().nth(self.below(map.len())).unwrap().clone();
                match self.below(8) {
                    0 => drop(map.remove(&key)),
                    1 => drop(map.insert(format!("new_{key}"), self.any())),
                    _ => self.change(map.get_mut(&key).unwrap()),
                }
            }
            Value::Array(items) if deeper && !items.is_empty() => {
                let at = self.below(items.len());
                match self.below(6) {
                    0 => drop(items.remove(at)),
                    1 => items.push(self.any()),
                    2 => items.push(items[at].clone()),
                    _ => self.change(&mut items[at]),
                }
            }
            Value::Array(items) if self.below(2) == 0 => {
                let numbered: Map<String, Value> =
                    items.iter().enumerate().map(|(at, item)| (at.to_string(), item.clone())).collect();
                *value = Value::Object(numbered);
            }
            Value::Object(_) if self.below(2) == 0 => *value = Value::Array(vec![value.clone()]),
            Value::String(text) if self.below(2) == 0 => {
                if let Ok(number) = text.parse::<i64>() {
                    *value = json!(number);
                }
            }
            Value::Number(number) if self.below(2) == 0 => *value = json!(number.to_string()),
            _ => *value = self.any(),
        }
    }
}

fn settle<O: Operation>(root: &str, body: &str) -> Option<(Box<dyn Record>, Vec<String>)> {
    let plan = Plan {
        service: O::Kind::SERVICE,
        meta: O::META,
        root: root.to_owned(),
        strict: false,
        asked: Asked::default(),
        max_decoded: crate::decode::MAX_DECODED,
        secrets: Default::default(),
        seen: (tracing::Span::none(), tracing::Span::none()),
    };
    let reply = HttpReply::new(Body::from(body.to_owned()));
    let called = plan.settle(Ok(reply), Box::<O::Reply>::default()).ok()?;
    let paths = called.facts.notes.deviations.iter().map(|one| one.path().to_owned()).collect();
    assert_eq!(called.facts.notes.deviations_dropped, 0, "{body}");
    Some((called.data, paths))
}

/// `true`, `"true"`, `1`, `"1"`
fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_i64() == Some(1),
        Value::String(text) => text.trim() == "1" || text.trim().eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// The rows of a value: itself, the elements of a list, what stands below numbers.
fn rows(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(map) if !map.is_empty() && map.keys().all(|key| key.parse::<i64>().is_ok()) => {
            map.values().collect()
        }
        other => vec![other],
    }
}

#[test]
fn no_write_is_taken_for_done_without_its_confirmation() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut done, mut refused) = (0, 0);
    for round in 0..5_000 {
        let top = round % 2 == 0;
        let mut data = if top {
            json!({"result_success": true, "write_response": {"success": true, "error_code": "", "error_msg": ""}, "result_code": ""})
        } else {
            json!([{"withholding_money": 1, "success": true}])
        };
        for _ in 0..=random.below(3) {
            random.change(&mut data);
        }
        let (ok, confirmed, body) = if top {
            let body = json!({"logistics_openalibity_write_response": data}).to_string();
            let done = settle::<LogisticsOpenalibityWrite>("logistics_openalibity_write_response", &body).is_some();
            let all = rows(&data).iter().all(|row| {
                let inner = row.get("write_response").map(rows).unwrap_or_default();
                row.get("result_success").is_some_and(is_true)
                    && !inner.is_empty()
                    && inner.iter().all(|row| row.get("success").is_some_and(is_true))
            });
            (done, all && !rows(&data).is_empty(), body)
        } else {
            let body = json!({"code": 0, "msg": "成功", "data": data}).to_string();
            let all = rows(&data).iter().all(|row| row.get("success").is_some_and(is_true));
            (settle::<ErpsSend>("", &body).is_some(), all && !rows(&data).is_empty(), body)
        };
        assert!(confirmed || !ok, "taken for done: {body}");
        done += usize::from(ok);
        refused += usize::from(!ok);
    }
    assert!(done > 200 && refused > 1_000, "{done} done, {refused} refused");
}

/// Every scalar of a table's field, where the JSON has it in a documented place: read with its very value, or noted.
fn compare(record: &dyn Record, value: &Value, path: &str, notes: &[String], checked: &mut usize) {
    let Value::Object(map) = value else { return };
    for (name, value) in map {
        let Some(index) = find(record.table(), name) else { continue };
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let noted = notes
            .iter()
            .any(|note| note == "$" || note == "$.data" || path.starts_with(note.as_str()) || note.starts_with(&path));
        let wire = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => String::new(),
        };
        *checked += 1;
        match record.view(index) {
            View::Text(Some(text)) => {
                assert!(text.trim() == wire || value.is_boolean() || noted, "{path}: {text} for {value}")
            }
            View::Int(Some(number)) => {
                assert!(wire.parse::<i64>() == Ok(number) || noted, "{path}: {number} for {value}")
            }
            View::Bool(Some(flag)) => assert_eq!(flag, is_true(value), "{path} for {value}"),
            View::Word(word) => {
                let lost = word.get().is_none() && !wire.is_empty() && !noted;
                let wrong = word.get().is_some_and(|word| word != wire && !value.is_boolean() && !noted);
                assert!(!lost && !wrong, "{path}: {:?} for {value}", word.get());
            }
            View::Record(slot) => match slot.get() {
                Some(inner) if value.is_object() => compare(inner, value, &path, notes, checked),
                Some(_) => assert!(noted, "{path}: a record for {value}"),
                None => assert!(
                    noted || wire.is_empty() && rows(value).iter().all(|row| !row.is_object()),
                    "{path}: lost {value}"
                ),
            },
            View::List(list) => {
                let items = match value {
                    Value::Array(items) => Some(items),
                    Value::Object(map) => map.values().find_map(Value::as_array).filter(|_| map.len() == 1),
                    _ => None,
                };
                let objects: Vec<&Value> = items.into_iter().flatten().filter(|item| item.is_object()).collect();
                assert!(objects.len() == list.len() || noted || items.is_none(), "{path}: {} for {value}", list.len());
                if !noted && objects.len() == list.len() {
                    for (at, item) in objects.iter().enumerate() {
                        compare(list.get(at).unwrap(), item, &format!("{path}[{at}]"), notes, checked);
                    }
                }
            }
            view if view.is_none() => {
                let nothing =
                    value.is_null() || rows(value).iter().all(|row| *row == "" || row.is_null()) || *value == json!({});
                assert!(noted || nothing, "{path}: lost {value} without a word");
            }
            _ => {}
        }
    }
}

#[test]
fn mutated_replies_are_read_right_or_noted() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let trade = json!({"tid": "1000000000000000001", "status": "TRADE_FINISHED", "payment": "200.07", "num": 1, "title": "t",
        "seller_rate": true, "created": "2000-01-01 00:00:00", "orders": {"order": [{"oid": 11, "num": 1, "title": "a"}, {"oid": "12", "num": "2"}]}});
    let send = json!([{"withholding_money": 1, "success": true}]);
    let written =
        json!({"result_success": true, "result_msg": "x", "write_response": {"success": true, "error_msg": "y"}});
    let rounds = if cfg!(debug_assertions) { 20_000 } else { 100_000 };
    let (mut checked, mut read) = (0, 0);
    for round in 0..rounds {
        let seed = [&trade, &trade, &send, &written][round % 4];
        let mut data = seed.clone();
        for _ in 0..=random.below(3) {
            random.change(&mut data);
        }
        let called = match round % 4 {
            0 => settle::<ErpsFullinfo>("", &json!({"code": 0, "data": data}).to_string()),
            1 => settle::<TradeGet>("trade_get_response", &json!({"trade_get_response": {"trade": data}}).to_string()),
            2 => settle::<ErpsSend>("", &json!({"code": 0, "data": data}).to_string()),
            _ => settle::<LogisticsOpenalibityWrite>("x_response", &json!({"x_response": data}).to_string()),
        };
        let Some((record, notes)) = called else { continue };
        read += 1;
        match round % 4 {
            1 => compare(record.as_ref(), &json!({"trade": data}), "", &notes, &mut checked),
            2 => compare(record.as_ref(), rows(&data)[0], "", &notes, &mut checked),
            _ => compare(record.as_ref(), &data, "", &notes, &mut checked),
        }
    }
    assert!(read > rounds / 3 && checked > rounds, "{read} replies, {checked} fields");
}
