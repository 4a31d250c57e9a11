//! The scanner against serde_json, on replies that were broken at random: the price of an own parser.
//!
//! Both must accept the same texts, two documented leniencies apart, and read the same values out of them.

#![allow(clippy::string_slice, reason = "texts are cut at character boundaries only")]

use std::collections::BTreeMap;

use bytes::Bytes;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::scalar::Scalar;
use super::scan::{Scanner, Syntax};
use super::{Wire, check_syntax, reply};
use crate::chance::Random;
use crate::meta::{DataShape, Protocol};
use crate::tests::sample::Trade;

/// Replies of every shape the decoder knows, small enough that a mutation hits something.
const SEEDS: &[&str] = &[
    r#"{"code":0,"msg":"操作成功","msec":1469,"time":1617270403,"data":{"tid":"1692089714634374451","num":1,"payment":"200.07","seller_rate":true,"created":"2000-01-01 00:00:00","status":"fixed(一口价)","receiver_name":"东方不败","orders":{"order":[{"oid":1692089714634374451,"num":1,"tags":{"tag":[{"name":"a"}]}},{"oid":"2","ext":{"success":false}}]},"trade_attr":"{\"a\":[1,2]}"}}"#,
    r#"{"data":[{"withholding_money":1,"num":-0.5e-3,"title":"\u4e2d\ud83d\ude00\/\b\f\n\r\t\"\\"}],"code":"0"}"#,
    r#"{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isv.x:B04","request_id":"r"}}"#,
    r#"{"trade_get_response":{"orders":[{"oid":1},null,{"oid":2,"tags":{"total":1,"tag":{"name":"x"}}}],"sub_tid":["1",2],"ext":{},"weight":0.50,"request_id":"q"}}"#,
    r#"{"num":1E+2,"payment":12345678901234567890.12,"feature":"a=b","sub_tid":"1,2","new":[[],{},[[1,{"a":null}]],false,""],"orders":{}}"#,
    " [ 0 , -1.0 , 1e5 , true , \"\\ud800\" , { \"a\" : { } } ] ",
];

/// Bytes that break JSON, or repair it, more often than others.
const SPICE: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "0",
    "-",
    ".",
    "e",
    "E+",
    "1",
    "9",
    "\\u",
    "\\ud83d",
    "\\u00e9",
    "true",
    "null",
    "false",
    " ",
    "\n",
    "\t",
    "\u{0}",
    "\u{1f}",
    "\u{7f}",
    "é",
    "中",
    "😀",
    "\u{feff}",
    "{}",
    "[]",
    "\"\"",
    "\"orders\":",
    "\"code\":0,",
    "1e400",
    "-0",
    "00",
    "200.e7",
    "/",
];

impl Random {
    fn boundary(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn mutate(&mut self, text: &mut String) {
        let (one, other) = (self.boundary(text), self.boundary(text));
        let range = one.min(other)..one.max(other);
        let spice = SPICE[self.below(SPICE.len())];
        match self.below(8) {
            0 => text.truncate(one),
            1 => text.replace_range(range, ""),
            2 => {
                let part = text[range].to_owned();
                text.insert_str(one, &part);
            }
            3 => {
                if let Some(char) = text[one..].chars().next() {
                    text.replace_range(one..one + char.len_utf8(), spice);
                }
            }
            4 => {
                if let Some(char) = text[one..].chars().next() {
                    text.replace_range(one..one + char.len_utf8(), "");
                }
            }
            _ => text.insert_str(one, spice),
        }
    }
}

/// The text without the two leniencies: control characters in strings are escaped and surrogates that stand alone are U+FFFD.
/// What serde_json makes of this, we must make of the text as it stands.
fn sober(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let mut taken = char.len_utf8();
        match char {
            '"' => {
                in_string = !in_string;
                out.push(char);
            }
            '\\' if in_string => {
                let (piece, length) = sober_escape(rest);
                out.push_str(piece);
                taken = length;
            }
            '\0'..='\u{1f}' if in_string => out.push_str(&format!("\\u{:04x}", u32::from(char))),
            _ => out.push(char),
        }
        rest = &rest[taken..];
    }
    out
}

fn sober_escape(rest: &str) -> (&str, usize) {
    let unit = |at: usize| {
        let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if hex { u32::from_str_radix(digits, 16).ok() } else { None }
    };
    match (unit(0), unit(6)) {
        (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (&rest[..12], 12),
        (Some(0xD800..=0xDFFF), _) => ("\\ufffd", 6),
        _ => {
            let second = rest[1..].chars().next().map_or(0, char::len_utf8);
            (&rest[..1 + second], 1 + second)
        }
    }
}

/// Every key and scalar of a text, objects by key, by the scanner. False when an object has a key twice.
fn ours(scan: &mut Scanner<'_>, out: &mut Vec<String>) -> Result<bool, Syntax> {
    let mut scratch = String::new();
    let mut unique = true;
    match scan.peek() {
        b'{' => {
            scan.open()?;
            // By key: a map of serde_json may or may not keep the order.
            let mut values = BTreeMap::new();
            let mut first = true;
            while scan.more_keys(first)? {
                first = false;
                let key = scan.key()?.text(&mut scratch).to_owned();
                let mut value = Vec::new();
                unique &= ours(scan, &mut value)?;
                unique &= values.insert(key, value).is_none();
            }
            for (key, value) in values {
                out.push(format!("key {key}"));
                out.extend(value);
            }
        }
        b'[' => {
            scan.open()?;
            let mut first = true;
            while scan.more_items(first)? {
                first = false;
                unique &= ours(scan, out)?;
            }
        }
        _ => out.push(match scan.scalar(&mut scratch)? {
            Scalar::Null => "null".to_owned(),
            Scalar::Bool(value) => value.to_string(),
            Scalar::Number(text) => {
                if !text.contains(['e', 'E']) {
                    let exact = rust_decimal::Decimal::from_str_exact(text).ok();
                    assert_eq!(crate::value::number::decimal(text), exact, "{text}");
                }
                number(text)
            }
            Scalar::Text(text) => format!("text {text}"),
        }),
    }
    Ok(unique)
}

/// The same by serde_json.
fn theirs(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Null => out.push("null".to_owned()),
        Value::Bool(value) => out.push(value.to_string()),
        Value::Number(value) => out.push(number(&value.to_string())),
        Value::String(text) => out.push(format!("text {text}")),
        Value::Array(items) => items.iter().for_each(|item| theirs(item, out)),
        Value::Object(map) => {
            for (key, value) in map.iter().collect::<BTreeMap<_, _>>() {
                out.push(format!("key {key}"));
                theirs(value, out);
            }
        }
    }
}

/// Whole numbers are told apart exactly, as serde_json keeps them; of others it keeps a float, which may be off in its last bit.
fn number(text: &str) -> String {
    match (text.parse::<i64>(), text.parse::<u64>()) {
        (Ok(value), _) if text != "-0" => format!("number {value}"),
        (_, Ok(value)) => format!("number {value}"),
        _ => format!("float {text}"),
    }
}

fn same(ours: &str, theirs: &str) -> bool {
    let float = |one: &str| one.strip_prefix("float ").and_then(|digits| digits.parse::<f64>().ok());
    match (float(ours), float(theirs)) {
        (Some(a), Some(b)) => (a - b).abs() <= a.abs() * 1e-15,
        _ => ours == theirs,
    }
}

fn wires() -> [Wire<'static>; 3] {
    let envelope = Wire { envelope_optional: true, ..super::PLAIN };
    [
        envelope,
        Wire { shape: DataShape::ListOfOne, envelope_optional: false, ..envelope },
        Wire { protocol: Protocol::Top, root: "trade_get_response", ..envelope },
    ]
}

fn compare(text: &str) -> bool {
    let accepted = check_syntax(text).is_ok();
    let sober = sober(text);
    assert_eq!(accepted, serde_json::from_str::<IgnoredAny>(&sober).is_ok(), "{text:?} as {sober:?}");
    if !accepted {
        return false;
    }
    let mut found = Vec::new();
    let unique = ours(&mut Scanner::new(text, 0), &mut found).expect("accepted before");
    // `1e400` is a number to us and to the grammar, and beyond what a float of serde_json holds; its maps keep a key once.
    if let (true, Ok(value)) = (unique, serde_json::from_str::<Value>(&sober)) {
        let mut expected = Vec::new();
        theirs(&value, &mut expected);
        let agree = found.len() == expected.len() && found.iter().zip(&expected).all(|(one, other)| same(one, other));
        assert!(agree, "{text:?}: {found:?} is not {expected:?}");
    }
    true
}

#[test]
fn the_scanner_agrees_with_serde_json_on_broken_replies() {
    // Unoptimised code is thirty times slower; the full number runs in release, where CI asks for it.
    let rounds = if cfg!(debug_assertions) { 10_000 } else { 240_000 };
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut accepted = 0;
    for seed in SEEDS {
        assert!(compare(seed), "{seed}");
    }
    for round in 0..rounds {
        let mut text = SEEDS[round % SEEDS.len()].to_owned();
        for _ in 0..=random.below(4) {
            random.mutate(&mut text);
        }
        accepted += usize::from(compare(&text));
        for wire in &wires() {
            let mut trade = Trade::default();
            let decoded = reply(&Bytes::copy_from_slice(text.as_bytes()), wire, &mut trade);
            // Whatever came out can be shown and written.
            if round % 64 == 0 {
                let _ = (format!("{trade:?}"), format!("{:?}", decoded.notes), crate::encode::form(&trade));
            }
        }
    }
    assert!(accepted > rounds / 20, "too few mutations are still JSON to compare values: {accepted} of {rounds}");
}

#[test]
fn bytes_that_are_no_utf8_are_survived() {
    let mut random = Random(7);
    for round in 0..2_000 {
        let mut bytes = SEEDS[round % SEEDS.len()].as_bytes().to_vec();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = random.below(256) as u8;
        }
        for wire in &wires() {
            let _ = reply(&Bytes::copy_from_slice(&bytes), wire, &mut Trade::default());
        }
    }
}

#[test]
fn nesting_costs_no_stack() {
    for depth in [1, 127, 128, 129, 257, 1_000_000] {
        for (open, close) in [("[", "]"), (r#"{"a":"#, "}")] {
            let text = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(check_syntax(&text).is_ok(), "{depth} {open}");
            assert!(check_syntax(text.get(..text.len() - 1).unwrap()).is_err(), "{depth} {open}");
        }
    }
}
