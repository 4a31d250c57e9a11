//! Lists and maps of values, maps of records: as they are documented, as TOP wraps them, and as hostile servers send them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, unreachable_pub)]

use bytes::Bytes;

use super::{Decoded, Outcome, PLAIN, Wire, reply};
use crate::meta::DataShape;
use crate::rt::v1 as rt;
use crate::tests::sample::{Order, OrderId, Status};

#[derive(Clone, Default)]
pub struct Shelf {
    pub names: Vec<rt::Text>,
    pub counts: Vec<i64>,
    pub oids: Vec<OrderId>,
    pub fees: Vec<rt::Yuan>,
    pub states: Vec<Status>,
    pub prices: rt::Map<rt::Text, rt::Fen>,
    pub lines: rt::Map<OrderId, Order>,
}

impl rt::Record for Shelf {
    fn table(&self) -> &'static rt::Table {
        static TABLE: rt::Table = rt::table(
            "Shelf",
            &[
                rt::values("names", "string", rt::REQUIRED),
                rt::values("counts", "number", 0),
                rt::values("oids", "string", 0),
                rt::values("fees", "string", 0),
                rt::values("states", "string", 0),
                rt::field("prices", rt::Kind::Map, 0),
                rt::field("lines", rt::Kind::Map, 0),
            ],
        );
        &TABLE
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Values(&mut self.names),
            1 => rt::Slot::Values(&mut self.counts),
            2 => rt::Slot::Values(&mut self.oids),
            3 => rt::Slot::Values(&mut self.fees),
            4 => rt::Slot::Values(&mut self.states),
            5 => rt::Slot::ValueMap(&mut self.prices),
            6 => rt::Slot::Map(&mut self.lines),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::Values(&self.names),
            1 => rt::View::Values(&self.counts),
            2 => rt::View::Values(&self.oids),
            3 => rt::View::Values(&self.fees),
            4 => rt::View::Values(&self.states),
            5 => rt::View::ValueMap(&self.prices),
            6 => rt::View::Map(&self.lines),
            _ => rt::View::None,
        }
    }
}
rt::record!(Shelf);

fn read(data: &str, wire: &Wire<'_>) -> (Shelf, Decoded) {
    let mut shelf = Shelf::default();
    let body = format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#);
    let decoded = reply(&Bytes::copy_from_slice(body.as_bytes()), wire, &mut shelf);
    (shelf, decoded)
}

/// The data as serde writes it, and what is noted.
fn decode(data: &str) -> (String, Vec<String>) {
    let (shelf, decoded) = read(data, &PLAIN);
    assert_eq!(decoded.outcome, Outcome::Success, "{data}");
    let notes = &decoded.notes;
    // What the sample's own records lack is another test's matter.
    let mut told: Vec<String> =
        notes.deviations.iter().map(ToString::to_string).filter(|note| !note.contains("to be present")).collect();
    told.extend(notes.unknown_fields.iter().map(|name| format!("unknown {name}")));
    (serde_json::to_string(&shelf).unwrap(), told)
}

#[test]
fn what_is_documented_is_read_without_a_word() {
    // Data, as it is read.
    let cases = [
        (r#"{"names":["a,b"," c ",""]}"#, r#"{"names":["a,b"," c ",""]}"#),
        (r#"{"names":{"string":["a","中\u0041"]}}"#, r#"{"names":["a","中A"]}"#),
        (r#"{"counts":[1,"2",3.0]}"#, r#"{"counts":[1,2,3]}"#),
        (r#"{"counts":{"number":[9007199254740993]}}"#, r#"{"counts":[9007199254740993]}"#),
        (r#"{"oids":["12",9223372036854775809]}"#, r#"{"oids":["12","9223372036854775809"]}"#),
        (r#"{"fees":["200.07",1]}"#, r#"{"fees":["200.07","1"]}"#),
        (r#"{"states":["fixed(一口价)"," zz"]}"#, r#"{"states":["fixed","zz"]}"#),
        (r#"{"names":[],"counts":null,"oids":"","fees":{},"prices":[],"lines":null}"#, "{}"),
        (r#"{"prices":{"s":100,"x\u006c":"250","":0}}"#, r#"{"prices":{"s":100,"xl":250,"":0}}"#),
        (r#"{"lines":{"12":{"num":2},"7":{}}}"#, r#"{"lines":{"12":{"num":2},"7":{}}}"#),
        (
            r#"{"lines":{"12":{"tags":[{"name":"x"}]}},"names":["after"]}"#,
            r#"{"names":["after"],"lines":{"12":{"tags":[{"name":"x"}]}}}"#,
        ),
    ];
    for (data, expected) in cases {
        assert_eq!(decode(data), (expected.to_owned(), Vec::new()), "{data}");
    }
}

/// Data, as it is read, what is told.
const OTHERWISE: &[(&str, &str, &[&str])] = &[
    (
        r#"{"names":["a",null,{"b":1},["c"],"d"]}"#,
        r#"{"names":["a","d"]}"#,
        &[
            "names[1]: expected text, found null",
            "names[2]: expected text, found an object",
            "names[3]: expected text, found a list",
        ],
    ),
    (r#"{"names":"a"}"#, "{}", &["names: expected a list of values, found \"a\""]),
    (r#"{"names":7}"#, "{}", &["names: expected a list of values, found 7"]),
    (r#"{"names":"[\"a\"]"}"#, r#"{"names":["a"]}"#, &["names: expected a list of values, found it as JSON in a text"]),
    (
        r#"{"prices":"{\"s\":1}"}"#,
        r#"{"prices":{"s":1}}"#,
        &["prices: expected an object of keys and values, found it as JSON in a text"],
    ),
    (
        r#"{"names":{"name":["a"]}}"#,
        r#"{"names":["a"]}"#,
        &["names: expected a list of values, found it below another key"],
    ),
    (
        r#"{"names":{"0":"a","2":"b"}}"#,
        r#"{"names":["a","b"]}"#,
        &["names: expected a list of values, found an object whose keys are numbers"],
    ),
    (r#"{"names":{"string":"a"}}"#, r#"{"names":["a"]}"#, &["names: expected a list of values, found one value"]),
    (r#"{"names":{"string":["a"],"total":1}}"#, r#"{"names":["a"]}"#, &["unknown names.total"]),
    (
        r#"{"names":{"string":["a"],"string":["b"]}}"#,
        r#"{"names":["b"]}"#,
        &["names: expected a list of values, found the list twice; the last one counts"],
    ),
    (
        r#"{"names":{"who":["a"]}}"#,
        "{}",
        &["names: expected a list of values, found an object with something else in it"],
    ),
    (
        r#"{"counts":[1,"x",2.5,true]}"#,
        r#"{"counts":[1]}"#,
        &[
            "counts[1]: expected a whole number, found text that is not shown",
            "counts[2]: expected a whole number, found a number that is not shown",
            "counts[3]: expected a whole number, found true",
        ],
    ),
    (
        r#"{"oids":["null",1.5e18,"7"]}"#,
        r#"{"oids":["7"]}"#,
        &[
            "oids[0]: expected an id, found text that is not shown",
            "oids[1]: expected an id, found a number that is not shown",
        ],
    ),
    (
        r#"{"prices":{"s":1,"m":2,"\u0073":3}}"#,
        r#"{"prices":{"s":3,"m":2}}"#,
        &["prices[2]: expected the key once, found it again; the last one counts"],
    ),
    (
        r#"{"prices":{"s":null,"m":{},"l":"x"}}"#,
        "{}",
        &[
            "prices[0]: expected a whole number of fen, found null",
            "prices[1]: expected a whole number of fen, found an object",
            "prices[2]: expected a whole number of fen, found text that is not shown",
        ],
    ),
    (r#"{"prices":[1]}"#, "{}", &["prices: expected an object of keys and values, found a list"]),
    (
        r#"{"lines":{"12":{"num":1},"7":{},"12":{"ext":{}}}}"#,
        r#"{"lines":{"12":{"ext":{}},"7":{}}}"#,
        &["lines[2]: expected the key once, found it again; the last one counts"],
    ),
    (
        r#"{"lines":{"a b":{"num":1},"1":7,"2":[],"3":{"num":"x","new":1}}}"#,
        r#"{"lines":{"a b":{"num":1},"3":{}}}"#,
        &[
            "lines[0]: expected a key that is an id, found another key, which is kept",
            "lines[1]: expected an object, found a number that is not shown",
            "lines[2]: expected an object, found a list",
            "lines[3].num: expected a whole number, found \"x\"",
            "unknown lines[3].new",
        ],
    ),
    (
        r#"{"names":["x\ud83d","b\n"],"states":["\udc00","c\n"]}"#,
        "{\"names\":[\"x\u{fffd}\",\"b\\n\"],\"states\":[\"\u{fffd}\",\"c\"]}",
        &[
            "names[0]: expected text in Unicode, found a lone surrogate, read as U+FFFD",
            "states[0]: expected text in Unicode, found a lone surrogate, read as U+FFFD",
        ],
    ),
    (
        r#"{"prices":{"\ud83d":1,"b\n":2,"c":"\ud83d"}}"#,
        "{\"prices\":{\"\u{fffd}\":1,\"b\\n\":2}}",
        &[
            "prices[0]: expected a key in Unicode, found a lone surrogate, read as U+FFFD",
            "prices[2]: expected text in Unicode, found a lone surrogate, read as U+FFFD",
            "prices[2]: expected a whole number of fen, found text that is not shown",
        ],
    ),
    (
        r#"{"names":["a"],"names":["b"]}"#,
        r#"{"names":["b"]}"#,
        &["names: expected the key once, found it again; the last one counts"],
    ),
];

#[test]
fn what_is_otherwise_is_told_at_its_place() {
    for (data, expected, told) in OTHERWISE {
        assert_eq!(decode(data), ((*expected).to_owned(), told.iter().map(ToString::to_string).collect()), "{data}");
    }
}

/// Data that is a list of records, or a map of them, as a whole.
#[derive(Clone, Default)]
pub struct Rows {
    pub list: Vec<Order>,
    pub map: rt::Map<OrderId, Order>,
    pub is_map: bool,
}

impl rt::Record for Rows {
    fn table(&self) -> &'static rt::Table {
        static LIST: rt::Table = rt::table("Rows", &[rt::list("rows", "order", 0)]);
        static MAP: rt::Table = rt::table("Rows", &[rt::field("rows", rt::Kind::Map, 0)]);
        if self.is_map { &MAP } else { &LIST }
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match (index, self.is_map) {
            (0, false) => rt::Slot::List(&mut self.list),
            (0, true) => rt::Slot::Map(&mut self.map),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match (index, self.is_map) {
            (0, false) => rt::View::List(&self.list),
            (0, true) => rt::View::Map(&self.map),
            _ => rt::View::None,
        }
    }
}
rt::record!(Rows);

#[test]
fn a_row_of_the_data_that_is_none_is_told_and_leaves_the_write_open() {
    // Data, rows that are read, whether all of them can be confirmed.
    for (data, rows, whole) in [
        (r#"[{"num":1},{"num":2}]"#, 2, true),
        (r#"[{"num":1},null]"#, 1, false),
        (r#"[7,{"num":1}]"#, 1, false),
        (r#"[{"num":1},"x"]"#, 1, false),
        (r#"[{"num":1},{"tags":[null,{"name":"a"}]}]"#, 2, true),
        (r#"[{"num":1},[{"num":2}]]"#, 2, true),
        (r#"{"1":{"num":1},"2":{"num":2}}"#, 2, true),
        (r#"{"1":{"num":1},"2":null}"#, 1, false),
        (r#"{"1":{"num":1},"2":7}"#, 1, false),
    ] {
        let is_map = data.starts_with('{');
        let shape = if is_map { DataShape::Map } else { DataShape::List };
        let (mut read, wire) = (Rows { is_map, ..Rows::default() }, Wire { shape, ..PLAIN });
        let body = Bytes::from(format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#));
        let decoded = reply(&body, &wire, &mut read);
        assert_eq!((decoded.outcome, read.list.len() + read.map.len()), (Outcome::Success, rows), "{data}");
        assert_eq!(decoded.several.is_empty(), whole, "{data}: {:?}", decoded.several);
        let noted = decoded.notes.deviations.iter().filter(|note| note.expected() == "an object").count();
        assert!(noted > 0 || whole, "{data}: {:?}", decoded.notes);
    }
}

#[test]
fn a_map_of_ten_thousand_keys_keeps_their_order() {
    let count = 10_000;
    let entries: Vec<String> = (0..count).map(|at| format!(r#""k{}":{at}"#, (at * 7919) % count)).collect();
    let (shelf, decoded) = read(&format!(r#"{{"prices":{{{}}}}}"#, entries.join(",")), &PLAIN);
    assert!(decoded.notes.deviations.is_empty());
    assert_eq!(shelf.prices.len(), count);
    let keys: Vec<&str> = shelf.prices.keys().map(rt::Text::as_str).collect();
    assert_eq!(keys[..3], ["k0", "k7919", "k5838"]);
    assert_eq!(shelf.prices.get("k5838"), Some(&rt::Fen::new(2)));
    let lines: Vec<String> = (0..count).map(|at| format!(r#""{at}":{{"num":{at}}}"#)).collect();
    let (shelf, _) = read(&format!(r#"{{"lines":{{{}}}}}"#, lines.join(",")), &PLAIN);
    assert_eq!((shelf.lines.len(), shelf.lines.get("9999").unwrap().num), (count, Some(9999)));
    // What it takes is counted before it is taken.
    let small = Wire { max_decoded: 64 * 1024, ..PLAIN };
    for data in
        [format!(r#"{{"prices":{{{}}}}}"#, entries.join(",")), format!(r#"{{"lines":{{{}}}}}"#, lines.join(","))]
    {
        assert_eq!(read(&data, &small).1.outcome, Outcome::TooLarge);
    }
    let names = format!(r#"{{"names":[{}]}}"#, vec![r#""x""#; count].join(","));
    assert_eq!(read(&names, &small).1.outcome, Outcome::TooLarge);
}

#[test]
fn they_are_written_read_and_compared_like_every_other_field() {
    let data = r#"{"names":["a"],"fees":["1.50"],"prices":{"s":1,"m":2},"lines":{"12":{"num":2}}}"#;
    let (shelf, _) = read(data, &PLAIN);
    let json = serde_json::to_string(&shelf).unwrap();
    assert_eq!(json, data);
    assert_eq!(serde_json::from_str::<Shelf>(&json).unwrap(), shelf);
    let mut cbor = Vec::new();
    ciborium::into_writer(&shelf, &mut cbor).unwrap();
    assert_eq!(ciborium::from_reader::<Shelf, _>(cbor.as_slice()).unwrap(), shelf);
    let other = serde_json::from_str::<Shelf>(&data.replace(r#""s":1,"m":2"#, r#""m":2,"s":1"#)).unwrap();
    assert_eq!(other, shelf);
    for wrong in [r#"{"prices":{"s":1,"m":3}}"#, r#"{"names":["b"]}"#, r#"{"lines":{"12":{"num":3}}}"#] {
        assert_ne!(serde_json::from_str::<Shelf>(wrong).unwrap(), shelf, "{wrong}");
    }
    for wrong in [r#"{"prices":{"s":"Zhang"}}"#, r#"{"counts":["Zhang"]}"#, r#"{"names":[null]}"#] {
        let error = serde_json::from_str::<Shelf>(wrong).unwrap_err().to_string();
        assert!(error.contains("expected") && !error.contains("Zhang"), "{error}");
    }
    let shown = format!("{shelf:?}");
    assert!(
        shown.contains(r#"names: ["a"], fees: ["1.50"], prices: {"s": "1", "m": "2"}, lines: {"12": Order"#),
        "{shown}"
    );
}
