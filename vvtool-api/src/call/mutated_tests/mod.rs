//! Replies that were changed at random, held against a reading by `serde_json` that shares nothing with the decoder.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use serde_json::{Map, Value, json};

mod reading;

use self::reading::{Note, Reading, record_in};
use super::Operation;
use super::plan::{Asked, Plan};
use crate::chance::Random;
use crate::error::DocumentedError as _;
use crate::exchange::{Body, HttpReply};
use crate::generated::top::logistics_openalibity_write::LogisticsOpenalibityWrite;
use crate::generated::top::trade_get::TradeGet;
use crate::generated::vvtool::{ErpsFullinfo, ErpsSend};
use crate::record::{Kind, Record, View, field_named};

impl Random {
    fn any(&mut self) -> Value {
        let all = [
            json!(null),
            json!(true),
            json!(false),
            json!(0),
            json!(1),
            json!("1"),
            json!("true"),
            json!("false"),
            json!(""),
            json!("x"),
            json!({}),
            json!([]),
            json!([{"success": true}]),
            json!({"a": [1]}),
            json!(-7),
            json!("2000-01-01"),
            // Near what some type takes: numbers, amounts, days and times that are some and that are none.
            json!(" 5 "),
            json!("007.50"),
            json!(12.5),
            json!("-0.00"),
            json!("1e2"),
            json!("12.5e-1"),
            json!("9223372036854775808"),
            json!("99999999999999999999999999999999"),
            json!("1."),
            json!("0.1234567890123456789012345678901"),
            json!("2000-02-29 23:59:59"),
            json!("2001-02-29 00:00:00"),
            json!("2000-12-31 24:00"),
            json!("20000101"),
            json!(20_000_101),
            json!("12:30"),
            json!("a,b, 3 ,,"),
            json!(["4", 5, "c"]),
        ];
        let at = self.below(all.len());
        all.into_iter().nth(at).unwrap()
    }

    /// Change one place of a value, the deeper the more often.
    fn change(&mut self, value: &mut Value) {
        let deeper = self.below(4) > 0;
        match value {
            Value::Object(map) if deeper && !map.is_empty() => {
                // By their names: other crates decide whether a map of `serde_json` is sorted.
                let mut keys: Vec<&String> = map.keys().collect();
                keys.sort();
                let key = keys[self.below(map.len())].clone();
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

fn settle<O: Operation>(root: &str, body: &str) -> Option<(Box<dyn Record>, Vec<Note>)> {
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
    let notes = called.facts.notes.deviations.iter().map(|one| (one.path().to_owned(), one.to_string())).collect();
    assert_eq!(called.facts.notes.deviations_dropped, 0, "{body}");
    Some((called.data, notes))
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
    let (mut done, mut refused, mut unconfirmed) = (0, 0, Vec::new());
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
        if ok && !confirmed {
            unconfirmed.push(body);
        }
        done += usize::from(ok);
        refused += usize::from(!ok);
    }
    println!("confirm: {}, {} Ok without confirmation", done + refused, unconfirmed.len());
    assert!(unconfirmed.is_empty(), "taken for done: {}", unconfirmed[0]);
    assert!(done > 200 && refused > 1_000, "{done} done, {refused} refused");
}

/// What the documents say of fields that replies below have: the tables that both readings go by must say the same.
const DOCUMENTED: [(&str, Kind); 18] = [
    ("tid", Kind::Id),
    ("status", Kind::Enum),
    ("payment", Kind::Yuan),
    ("post_fee", Kind::Yuan),
    ("order_tax_fee", Kind::Amount),
    ("real_post_fee", Kind::Fen),
    ("o2o_voucher_price", Kind::Fen),
    ("num", Kind::Int),
    ("title", Kind::Text),
    ("seller_rate", Kind::Bool),
    ("created", Kind::DateTime),
    ("pay_time", Kind::DateTime),
    ("trade_attr", Kind::Json),
    ("trade_from", Kind::Csv),
    ("orders", Kind::List),
    ("success", Kind::Bool),
    ("withholding_money", Kind::Points),
    ("result_success", Kind::Bool),
];

/// How many of the fields above the record has.
fn documented(record: &dyn Record) -> usize {
    let fields = DOCUMENTED.iter().filter_map(|(name, kind)| Some((field_named(record.table(), name)?.1, kind)));
    fields.inspect(|(field, kind)| assert_eq!(field.kind, **kind, "{}", field.name)).count()
}

/// Compare with the record that the data of a reply holds. A note on the reply as a whole says where it stands, and excuses nothing.
fn read(reading: &mut Reading, called: &(Box<dyn Record>, Vec<Note>), data: &Value) {
    let (record, notes) = (called.0.as_ref(), &called.1);
    let mut whole: Vec<&Note> = notes.iter().filter(|(place, _)| place == "$" || place == "$.data").collect();
    whole.sort_by_key(|(_, said)| !said.contains("it below"));
    // The one documented list of one has no note.
    let first = data.as_array().and_then(|rows| rows.first()).filter(|_| whole.is_empty());
    let found = record_in(first.unwrap_or(data), record, whole.first().copied());
    reading.compare(record, found.unwrap_or(&Value::Null), "", notes);
}

#[test]
fn mutated_replies_are_read_right_or_noted() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let order = json!({"oid": 11, "num": 1, "title": "a", "payment": "1.10", "sub_order_tax_rate": "0.13", "bind_oids": "1,2",
        "es_date": "2000-01-01", "propoint": 5});
    let trade = json!({"tid": "1000000000000000001", "status": "TRADE_FINISHED", "payment": "200.07", "num": 1, "title": "t",
        "seller_rate": true, "created": "2000-01-01 00:00:00", "pay_time": "2000-01-01 12:30", "post_fee": 0, "order_tax_fee": "1.50",
        "real_post_fee": 600, "o2o_voucher_price": "700", "trade_attr": "{\"a\":[1]}", "trade_from": "WAP,JHS",
        "orders": {"order": [order, {"oid": "12", "num": "2"}]}});
    let send = json!([{"withholding_money": 1, "success": true}]);
    let written =
        json!({"result_success": true, "result_msg": "x", "write_response": {"success": true, "error_msg": "y"}});
    let rounds = 50_000;
    let (mut reading, mut replies, mut kinds) = (Reading::default(), 0, [0; 4]);
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
        let Some(called) = called else { continue };
        replies += 1;
        let before = (reading.wrong.len(), reading.lost.len());
        if round % 4 == 1 {
            // The reply has one field: the trade.
            reading.compare(called.0.as_ref(), &json!({"trade": data}), "", &called.1);
            if let View::Record(slot) = called.0.view(0) {
                kinds[1] = slot.get().map_or(kinds[1], documented);
            }
        } else {
            read(&mut reading, &called, &data);
            kinds[round % 4] = documented(called.0.as_ref());
        }
        let told = |list: &mut Vec<String>, from: usize| {
            list.iter_mut().skip(from).for_each(|line| *line = format!("{line}, told {:?} in {data}", called.1));
        };
        told(&mut reading.wrong, before.0);
        told(&mut reading.lost, before.1);
    }
    let Reading { fields, wrong, lost } = reading;
    println!(
        "mutated replies: {replies} of four operations, {fields} fields read, {} wrong, {} lost without deviation",
        wrong.len(),
        lost.len()
    );
    assert!(wrong.is_empty() && lost.is_empty(), "{:#?}", wrong.iter().chain(&lost).take(8).collect::<Vec<_>>());
    assert!(replies > 20_000 && fields > rounds, "{replies} replies, {fields} fields");
    assert_eq!(kinds, [15, 12, 2, 1], "fields whose types were looked up");
}
