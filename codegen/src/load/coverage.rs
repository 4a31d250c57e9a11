//! The fixtures use the whole format.

use std::collections::BTreeSet;
use std::path::Path;

use super::format::{FILES, RawData, RawErrors, RawHead, RawIds, RawOperation, RawPassMap, RawPrice, RawTypeMap};
use super::format_state::RawState;
use super::keys::{Shape, Table};
use super::yaml::{self, Kind, Node};

fn used(node: &Node<'_>, shape: &Shape, found: &mut BTreeSet<String>) {
    match (shape, &node.kind) {
        (Shape::List(item), Kind::List(nodes)) => nodes.iter().for_each(|node| used(node, item, found)),
        (Shape::Map(table), _) => used_in(node, table, found),
        (Shape::Each(table), Kind::Map(pairs)) => pairs.iter().for_each(|(_, value)| used_in(value, table, found)),
        (Shape::Type, Kind::Map(_)) => used_in(node, RawTypeMap::TABLE, found),
        (Shape::Data, Kind::Map(_)) => used_in(node, RawData::TABLE, found),
        (Shape::Pass, Kind::Map(_)) => used_in(node, RawPassMap::TABLE, found),
        (Shape::Priced, Kind::Map(_)) => used_in(node, RawPrice::TABLE, found),
        (Shape::Several(table), Kind::List(nodes)) => nodes.iter().for_each(|node| used_in(node, table, found)),
        (Shape::Several(table), Kind::Map(_)) => used_in(node, table, found),
        _ => {}
    }
}

fn used_in(node: &Node<'_>, table: &Table, found: &mut BTreeSet<String>) {
    let Kind::Map(pairs) = &node.kind else { panic!("{} is no map", table.name) };
    for (key, value) in pairs {
        let known = table.keys.iter().find(|each| each.name == key.text).unwrap();
        found.insert(format!("{}.{}", table.name, known.name));
        used(value, &known.shape, found);
    }
}

fn all(table: &Table, found: &mut BTreeSet<String>) {
    for key in table.keys {
        let mut shape = &key.shape;
        while let Shape::List(item) = shape {
            shape = item;
        }
        if found.insert(format!("{}.{}", table.name, key.name)) {
            match shape {
                Shape::Map(below) | Shape::Each(below) => all(below, found),
                Shape::Type => all(RawTypeMap::TABLE, found),
                Shape::Data => all(RawData::TABLE, found),
                Shape::Several(below) => all(below, found),
                Shape::Priced => all(RawPrice::TABLE, found),
                Shape::Pass => all(RawPassMap::TABLE, found),
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
        used_in(&yaml::parse(0, &text).unwrap(), table, &mut found);
    }
    // A mark for a reviewer is a finding, so the base has none; one function reads it wherever it stands, see V046-review.
    wanted.retain(|key| !key.ends_with(".review"));
    let missing: Vec<&String> = wanted.difference(&found).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
