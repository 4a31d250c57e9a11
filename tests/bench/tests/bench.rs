//! The measure itself: a figure over inputs that do not decode, or a name that runs nothing, would be worthless. No time is asserted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::process::{Command, Output};

use serde_json::Value;
use vvtool_bench::calls::{self, Call as _};
use vvtool_bench::{decode, figures, inputs, server, synth};

fn bench(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vvtool-bench")).args(arguments).output().unwrap()
}

fn json(name: &str) -> Value {
    serde_json::from_slice(&inputs::named(name).unwrap().body).unwrap()
}

#[test]
fn both_decoders_read_the_same_facts() {
    for input in inputs::ours() {
        let ours = decode::ours(&input.body).unwrap().trade;
        let baseline = decode::baseline(&input.body).unwrap().data.unwrap();
        let orders = baseline.orders.unwrap().order;
        let name = input.name;
        assert_eq!(ours.tid.as_ref().map(|tid| tid.as_str()), baseline.tid.as_deref(), "{name}: tid");
        assert_eq!(ours.payment.as_ref().map(ToString::to_string), baseline.payment, "{name}: payment");
        assert_eq!(ours.orders.len(), orders.len(), "{name}: orders");
        for (mine, theirs) in ours.orders.iter().zip(&orders) {
            assert_eq!(mine.oid.as_ref().map(|oid| oid.as_str()), theirs.oid.as_deref(), "{name}: oid");
            assert_eq!(mine.title.as_deref(), theirs.title.as_deref(), "{name}: title");
            assert_eq!(mine.num, theirs.num, "{name}: num");
            assert_eq!(mine.is_oversold, theirs.is_oversold, "{name}: is_oversold");
        }
    }
}

/// The client refuses an answer about another trade than it asked for.
#[tokio::test]
async fn both_callers_ask_for_what_the_server_answers() {
    let body = inputs::named("small").unwrap().body;
    let trade = inputs::trade(&body).unwrap();
    let other = String::from_utf8(body.to_vec()).unwrap().replace(&trade, "1692089714634374451");
    for body in [body, other.into()] {
        let trade = inputs::trade(&body).unwrap();
        let address = server::start(body).unwrap();
        calls::Ours::new(address, &trade).unwrap().call().await.unwrap();
        calls::Baseline::new(address, &trade).unwrap().call().await.unwrap();
        assert!(calls::Ours::new(address, "1").unwrap().call().await.is_err());
    }
}

#[test]
fn nothing_in_the_inputs_is_lost_on_the_way() {
    for (name, unknown) in
        [("full", 0), ("escaped", 0), ("unknown", 4 * 8), ("small", 0), ("null", 0), ("spaced", 0), ("pretty", 0)]
    {
        let notes = decode::ours(&inputs::named(name).unwrap().body).unwrap().notes;
        assert_eq!(notes.unknown_fields.len(), unknown, "{name}: {:?}", notes.unknown_fields);
        assert!(notes.deviations.is_empty(), "{name}: {:?}", notes.deviations);
    }
}

#[test]
fn the_inputs_have_the_documented_shape() {
    let full = json("full");
    let data = &full["data"];
    let items = |list: &str| data.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
    assert_eq!(items("/orders/order"), 3);
    assert_eq!(items("/logistics_infos/logistics_info"), 3);
    assert_eq!(items("/promotion_details/promotion_detail"), 2);
    assert_eq!(items("/service_orders/service_order"), 2);
    assert_eq!(items("/service_tags/logistics_tag/0/logistic_service_tag_list/logistic_service_tag"), 1);
    let mut fields = BTreeSet::new();
    paths("", data, &mut fields);
    assert!(fields.len() >= 417, "the document has 417 rows, the reply {} fields", fields.len());

    for (name, from, to) in
        [("full", 24_000, 26_000), ("escaped", 26_000, 28_000), ("unknown", 25_000, 27_000), ("small", 1_000, 1_500)]
    {
        let bytes = inputs::named(name).unwrap().body.len();
        assert!((from..to).contains(&bytes), "{name} has {bytes} bytes");
    }
    assert_eq!(json("escaped"), full);
    assert!(inputs::ESCAPED.is_ascii());
    assert_eq!(synth::reply::with_unknown_fields(&full), json("unknown"));
    assert_eq!(synth::reply::small(&full), json("small"));
    let text = |name: &str| String::from_utf8(inputs::named(name).unwrap().body.to_vec()).unwrap();
    for (name, made) in [
        ("null", synth::forms::half_null(&text("full"))),
        ("spaced", synth::forms::spaced(&text("full"))),
        ("pretty", synth::forms::pretty(&text("full"))),
    ] {
        assert!(made == text(name), "{name}: run `cargo run -p vvtool-bench -- --write-inputs`");
    }
    assert_eq!((json("spaced"), json("pretty")), (full.clone(), full.clone()));
    let (values, nulls) = scalars(&json("null")["data"]);
    assert!((45..=50).contains(&(nulls * 100 / values)), "{nulls} of {values}");
}

/// How many scalars there are, and how many of them are null.
fn scalars(value: &Value) -> (usize, usize) {
    let sum = |(values, nulls), (more, more_nulls)| (values + more, nulls + more_nulls);
    match value {
        Value::Object(fields) => fields.values().map(scalars).fold((0, 0), sum),
        Value::Array(items) => items.iter().map(scalars).fold((0, 0), sum),
        Value::Null => (1, 1),
        _ => (1, 0),
    }
}

/// Every field once, whatever the number of items it is in.
fn paths(at: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = format!("{at}/{name}");
                paths(&path, value, found);
                found.insert(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| paths(at, item, found)),
        _ => {}
    }
}

#[test]
fn the_baseline_is_made_of_the_full_input() {
    let rendered = synth::derive::render(&json("full")).unwrap();
    assert_eq!(rendered, include_str!("../baseline/src/reply.rs"), "run `cargo run -p vvtool-bench -- --write-inputs`");
}

#[test]
fn every_listed_name_runs_what_prints_it() {
    let listed = String::from_utf8(bench(&["--list"]).stdout).unwrap();
    let names: Vec<String> =
        listed.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect();
    let promised = [
        "decode_full",
        "decode_escaped",
        "decode_unknown",
        "decode_small",
        "decode_null",
        "decode_spaced",
        "decode_pretty",
        "decode_allocs",
        "user_release_build",
        "crate_check",
        "lines_per_field",
        "generate_1000",
        "client_vs_reqwest",
        "client_vs_reqwest_small",
    ];
    promised
        .iter()
        .for_each(|name| assert!(names.iter().any(|listed| listed == name), "{name} is not listed:\n{listed}"));
    for name in &names {
        let chosen = figures::chosen(std::slice::from_ref(name)).unwrap();
        assert_eq!(chosen.len(), 1, "{name}");
        assert!(chosen[0].figures.iter().any(|figure| figure.name == name), "{name}");
    }
}

#[test]
fn an_unknown_name_is_refused_before_anything_runs() {
    let output = bench(&["decode_ful"]);
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("no figure is called `decode_ful`"));
}

#[test]
fn a_figure_is_one_line_that_other_tools_can_read() {
    let output = bench(&["lines_per_field"]);
    let said = String::from_utf8(output.stdout).unwrap();
    let words: Vec<Vec<&str>> = said.lines().map(|line| line.split(' ').collect()).collect();
    assert_eq!(words.len(), 2, "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    for line in words {
        assert_eq!(line.len(), 4);
        assert_eq!((line[0], line[3]), ("value", "lines"));
        assert!(line[2].parse::<f64>().unwrap() > 1.0);
    }
}
