//! The table of texts that the tool's own rules for numbers, dates and booleans are run against too, see `codegen/src/lexical.rs`.

use bytes::Bytes;
use serde_json::Value;

use super::{PLAIN, reply};
use crate::tests::sample::Trade;

#[test]
fn the_decoder_takes_what_the_table_says() {
    let table: Value = serde_json::from_str(include_str!("../../../tests/fixtures/lexical.json")).unwrap();
    for row in table.as_array().unwrap() {
        let (text, takes) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        for (kind, field) in [("int", "num"), ("decimal", "weight"), ("bool", "seller_rate"), ("datetime", "created")] {
            let wanted = takes.split(' ').any(|each| each == kind);
            let quoted = serde_json::to_string(text).unwrap();
            for wire in [quoted, format!("\" {text}\\t\"")] {
                let body = format!(r#"{{"code":0,"msg":"ok","data":{{"{field}":{wire}}}}}"#);
                let decoded = reply(&Bytes::from(body), &PLAIN, &mut Trade::default());
                assert_eq!(decoded.notes.deviations.is_empty(), wanted, "{wire} as {kind}");
            }
        }
    }
}
