//! The fixtures use the whole format.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::format::{FILES, RawData, RawErrors, RawHead, RawIds, RawOperation, RawPassMap, RawPrice, RawTypeMap};
use super::format_state::RawState;
use super::keys::{Shape, Table};
use super::yaml::{self, Kind, Node};
use crate::words::Charge;

/// Takes what a file uses: `Http.method` for a key, `Http.method=GET` for a word of a closed list.
type Found<'f> = dyn FnMut(String) + 'f;

fn used(node: &Node<'_>, key: &str, shape: &Shape, found: &mut Found<'_>) {
    match (shape, &node.kind) {
        (Shape::List(item), Kind::List(nodes)) => nodes.iter().for_each(|node| used(node, key, item, found)),
        (Shape::Map(table), _) => used_in(node, table, found),
        (Shape::Each(table), Kind::Map(pairs)) => pairs.iter().for_each(|(_, value)| used_in(value, table, found)),
        (Shape::Type, Kind::Map(_)) => used_in(node, RawTypeMap::TABLE, found),
        (Shape::Data, Kind::Map(_)) => used_in(node, RawData::TABLE, found),
        (Shape::Pass, Kind::Map(_)) => used_in(node, RawPassMap::TABLE, found),
        (Shape::Priced, Kind::Map(_)) => used_in(node, RawPrice::TABLE, found),
        (Shape::Several(table), Kind::List(nodes)) => nodes.iter().for_each(|node| used_in(node, table, found)),
        (Shape::Several(table), Kind::Map(_)) => used_in(node, table, found),
        (Shape::Word(_) | Shape::Priced, Kind::Scalar { text, .. }) => found(format!("{key}={text}")),
        _ => {}
    }
}

fn used_in(node: &Node<'_>, table: &Table, found: &mut Found<'_>) {
    let Kind::Map(pairs) = &node.kind else { panic!("{} is no map", table.name) };
    for (key, value) in pairs {
        let known = table.keys.iter().find(|each| each.name == key.text).unwrap();
        let path = format!("{}.{}", table.name, known.name);
        found(path.clone());
        used(value, &path, &known.shape, found);
    }
}

fn all(table: &Table, found: &mut BTreeSet<String>) {
    for key in table.keys {
        let mut shape = &key.shape;
        while let Shape::List(item) = shape {
            shape = item;
        }
        let path = format!("{}.{}", table.name, key.name);
        if found.insert(path.clone()) {
            match shape {
                Shape::Map(below) | Shape::Each(below) => all(below, found),
                Shape::Type => all(RawTypeMap::TABLE, found),
                Shape::Data => all(RawData::TABLE, found),
                Shape::Several(below) => all(below, found),
                Shape::Priced => {
                    all(RawPrice::TABLE, found);
                    found.extend(Charge::WORDS.iter().map(|word| format!("{path}={word}")));
                }
                Shape::Pass => all(RawPassMap::TABLE, found),
                Shape::Word(words) => found.extend(words.iter().map(|word| format!("{path}={word}"))),
                _ => {}
            }
        }
    }
}

/// A key that no test ever writes could be read wrong without anyone noticing.
#[test]
fn the_base_spec_of_the_tests_has_every_key() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/error/base");
    let files: &[(&str, &Table)] = &[
        ("ids.yaml", RawIds::TABLE),
        ("demo/service.yaml", RawHead::TABLE),
        ("demo/errors.yaml", RawErrors::TABLE),
        ("demo/token.yaml", RawOperation::TABLE),
        ("demo/order/change.yaml", RawOperation::TABLE),
        ("demo/order/look.yaml", RawOperation::TABLE),
        ("demo/many.yaml", RawOperation::TABLE),
        ("demo/costs.yaml", RawOperation::TABLE),
        ("demo/count.yaml", RawOperation::TABLE),
        ("top/service.yaml", RawHead::TABLE),
        ("top/errors.yaml", RawErrors::TABLE),
        ("top/trade.get.json", RawOperation::TABLE),
        // The state files of this repository are what the tests of the loopback server run on.
        ("../../../../spec/vvtool/state.yaml", RawState::TABLE),
        ("../../../../spec/top/state.yaml", RawState::TABLE),
        ("../../../mock/tests/spec/store/state.yaml", RawState::TABLE),
        ("../../../own-spec/spec/lantern/service.yaml", RawHead::TABLE),
        ("../../../own-spec/spec/ferry/service.yaml", RawHead::TABLE),
        ("../../../mock/tests/spec/store/box/get.yaml", RawOperation::TABLE),
        // Pages, bounds and rules are those of a gateway that is called over sockets.
        ("../../../own-spec/spec/caravan/service.yaml", RawHead::TABLE),
        ("../../../own-spec/spec/caravan/lots/search.yaml", RawOperation::TABLE),
        ("../../../own-spec/spec/caravan/trips/walk.yaml", RawOperation::TABLE),
        // And files.
        ("../../../own-spec/spec/gallery/photos/add.yaml", RawOperation::TABLE),
    ];
    let (mut wanted, mut found) = (BTreeSet::new(), BTreeSet::new());
    FILES.iter().for_each(|table| all(table, &mut wanted));
    for (path, table) in files {
        let text = std::fs::read_to_string(base.join(path)).unwrap();
        let mut add = |key| {
            found.insert(key);
        };
        used_in(&yaml::parse(0, &text).unwrap(), table, &mut add);
    }
    // A mark for a reviewer is a finding, so the base has none; one function reads it wherever it stands, see V046-review.
    wanted.retain(|key| !key.ends_with(".review") && !key.contains('='));
    let missing: Vec<&String> = wanted.difference(&found).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What gateways of one's own have in common with the two that this repository ships, whose specs use it and whose tests call it: kinds of
/// maps, keys of the others, and lists whose words nothing on the wire depends on.
const SHIPPED: &[&str] = &[
    "About.",
    "Among.",
    "Contact.",
    "Deprecated.",
    "Each.",
    "Entry.",
    "Grammar.",
    "Group.",
    "OffPeak.",
    "Rename.",
    "SameAs.",
    "Sample.",
    "Settle.",
    "Verify.",
    "Pass.",
    "Charge.unit=",
    "Data.unit=",
    "Field.deprecated",
    "Field.ident",
    "Field.note",
    "Field.secret",
    "Field.selectable",
    "Field.unit=",
    "Operation.grammars",
    "Operation.one_at_a_time",
    "Operation.renames",
    "Operation.request_sample",
    "Operation.request_type",
    "Operation.search",
    "Operation.verify",
    "Price.basis",
    "Service.about",
    "Service.general_errors",
    "Service.groups",
    "Service.off_peak",
    "Service.throttled",
    "Service.token_",
    "Title.note",
    "Type.select",
    "Value.name",
    "Enum.note",
    "Record.note",
    "Value.note",
    "Host.note",
    "Rule.note",
    "Type.wrapper",
];

/// Files of a folder and of those below it.
fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// Whatever else a spec can say is said twice in the specs of the gateways that tests call over sockets: by two operations, or by two
/// services where it is theirs to say. A new key is in the list by being in the format.
#[test]
fn what_specs_can_say_is_said_by_two_operations_of_gateways_that_are_called() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/own-spec/spec");
    let (mut paths, mut users) = (Vec::new(), BTreeMap::<String, BTreeSet<PathBuf>>::new());
    files(&spec, &mut paths);
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    for path in paths {
        let table = match path.file_name().unwrap().to_str().unwrap() {
            "service.yaml" => RawHead::TABLE,
            "errors.yaml" | "ids.yaml" | "state.yaml" => continue,
            _ => RawOperation::TABLE,
        };
        let text = std::fs::read_to_string(&path).unwrap();
        let mut found = |key: String| {
            users.entry(key).or_default().insert(path.clone());
        };
        used_in(&yaml::parse(0, &text).unwrap(), table, &mut found);
    }
    let mut wanted = BTreeSet::new();
    [RawHead::TABLE, RawOperation::TABLE].into_iter().for_each(|table| all(table, &mut wanted));
    wanted.retain(|key| !key.ends_with(".review") && !SHIPPED.iter().any(|shipped| key.starts_with(shipped)));
    let times = |key: &str| users.get(key).map_or(0, BTreeSet::len);
    let rare: Vec<_> = wanted.iter().filter(|key| times(key) < 2).map(|key| (key, times(key))).collect();
    assert!(rare.is_empty(), "{rare:#?}");
    // Each of what is left out is a key.
    let mut all_keys = BTreeSet::new();
    [RawHead::TABLE, RawOperation::TABLE].into_iter().for_each(|table| all(table, &mut all_keys));
    let idle: Vec<_> = SHIPPED.iter().filter(|left| !all_keys.iter().any(|key| key.starts_with(**left))).collect();
    assert!(idle.is_empty(), "{idle:?}");
}
