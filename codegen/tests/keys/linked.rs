//! Keys whose value something else in the spec names or repeats, so that no change of one place leaves a spec: what belongs together changes
//! together.

use std::fs;

use super::{NOT_SHOWN, Spec, Told, common, fixtures, is_prose};
use vvtool_codegen::read;

/// What is written in which file, for what.
type Edit = (&'static str, &'static str, &'static str);

/// The keys that say another thing then, the spec, and all that has to be written for it.
const TOGETHER: &[(&[&str], &str, &[Edit])] = &[
    (
        &["Field.format", "Format.datetime"],
        "almanac",
        &[("days/keep.yaml", "dd/MM/yyyy}, example: 01/04/2021", "yyyyMMdd}, example: \"20210401\"")],
    ),
    (&["Among.field"], "demo", &[(CHANGE, "undone: {field: state", "undone: {field: mode")]),
    (
        &["Charge.field"],
        "demo",
        &[
            ("service.yaml", "field: cost", "field: fee"),
            (CHANGE, "name: cost", "name: fee"),
            ("order/examples/change-ok.json", "\"cost\"", "\"fee\""),
        ],
    ),
    (
        &["Common.from"],
        "anvil",
        &[
            ("service.yaml", "{name: app, from: account}", "{name: app, from: session}"),
            ("service.yaml", "{name: token, from: session}", "{name: token, from: account}"),
        ],
    ),
    (
        &["Digest.by"],
        "anvil",
        &[("service.yaml", "{name: how,", "{name: which,"), ("service.yaml", "by: how", "by: which")],
    ),
    (
        &["Way.key"],
        "anvil",
        &[("service.yaml", "{key: secret, hash: md5, around: \"", "{hash: md5, around: \"{secret}")],
    ),
    (&["Data.list_of"], "orchard", &[("fruit/skus.yaml", "{list_of: sku_no}", "{list_of: text, pii: false}")]),
    (
        &["Data.map_of"],
        "orchard",
        &[("fruit/prices.yaml", "{map_of: money, key: sku_no, unit: fen}", "{map_of: int, key: sku_no}")],
    ),
    (&["Data.record", "Record.type"], "orchard", &[("fruit/pack.yaml", "Basket", "Crate")]),
    (&["Each.key"], "demo", &[(CHANGE, "key: row_id", "key: mode")]),
    (
        &["Each.list", "Verify.ask"],
        "demo",
        &[
            (LOOK, "name: rows,", "name: lines,"),
            (LOOK, "number,rows", "number,lines"),
            (CHANGE, "ask: [number, rows]", "ask: [number, lines]"),
            (CHANGE, "each: {list: rows", "each: {list: lines"),
        ],
    ),
    (&["Entry.items"], "demo", &[(CHANGE, "items: \"|\"", "items: \"/\"")]),
    (&["Entry.colon"], "demo", &[(CHANGE, "colon: \":\"", "colon: \"~\"")]),
    (&["Entry.values"], "demo", &[(CHANGE, "values: \",\"", "values: \"+\"")]),
    (&["Grammar.separator"], "demo", &[(CHANGE, "separator: \";\"", "separator: \"!\"")]),
    (&["Grammar.assign"], "demo", &[(CHANGE, "assign: \"=\"", "assign: \"~\"")]),
    (&["Grammar.grammar"], "demo", &[(CHANGE, "Feature", "Extras")]),
    (&["Entry.enum", "Enum.enum"], "demo", &[(CHANGE, "enum: Place", "enum: Spot")]),
    (
        &["Entry.shape"],
        "demo",
        &[
            (CHANGE, PER_ID, "shape: value, enum: Place"),
            (
                CHANGE,
                "key: placeType, shape: value, enum: Place",
                "key: placeType, shape: per_id, id: order_id, items: \"|\", colon: \":\", values: \",\"",
            ),
        ],
    ),
    (&["Entry.id"], "demo", &[(CHANGE, "shape: per_id, id: order_id", "shape: per_id, id: shop_id")]),
    (
        &["Items.list"],
        "orchard",
        &[
            ("fruit/pack.yaml", "list: results", "list: picked"),
            ("fruit/pack.yaml", "name: results", "name: picked"),
            ("fruit/examples/pack.json", "\"results\"", "\"picked\""),
        ],
    ),
    (
        &["Items.key"],
        "orchard",
        &[
            ("fruit/pack.yaml", "key: sku,", "key: code,"),
            ("fruit/pack.yaml", "name: sku,", "name: code,"),
            ("fruit/examples/pack.json", "\"sku\"", "\"code\""),
        ],
    ),
    (
        &["Items.ok"],
        "orchard",
        &[("fruit/pack.yaml", "is_success", "is_packed"), ("fruit/examples/pack.json", "is_success", "is_packed")],
    ),
    (&["Pages.number"], "caravan", &[("lots/search.yaml", "page_no", "page")]),
    (&["Pages.size"], "caravan", &[("lots/search.yaml", "per_page", "page_len")]),
    (
        &["Pages.total"],
        "caravan",
        &[
            ("lots/search.yaml", "total: total", "total: all"),
            ("lots/search.yaml", "name: total", "name: all"),
            ("lots/examples/found.json", "\"total\"", "\"all\""),
        ],
    ),
    (
        &["Pages.items"],
        "caravan",
        &[
            ("lots/search.yaml", "items: goods", "items: wares"),
            ("lots/search.yaml", "name: goods", "name: wares"),
            ("lots/examples/found.json", "\"goods\"", "\"wares\""),
        ],
    ),
    (
        &["Pages.cursor", "Pages.send_as"],
        "caravan",
        &[("trips/walk.yaml", "offset", "place"), ("trips/examples/walk.json", "offset", "place")],
    ),
    (&["Pass.from"], "demo", &[(CHANGE, "{from: mode, to", "{from: order_id, to")]),
    (&["Pass.to"], "demo", &[(LOOK, "name: edition", "name: version"), (CHANGE, "to: edition", "to: version")]),
    (&["SameAs.field"], "demo", &[(CHANGE, "done: {field: mode", "done: {field: row_id")]),
    (&["SameAs.same_as"], "demo", &[(CHANGE, "same_as: mode", "same_as: order_id")]),
    (
        &["Rule.fields"],
        "caravan",
        &[("lots/search.yaml", "one_of, fields: [word, code]", "one_of, fields: [word, shelves]")],
    ),
    (&["Rule.field"], "caravan", &[("lots/search.yaml", "field: kind, equals: sea", "field: word, equals: sea")]),
    (&["Rule.from", "Rule.to"], "caravan", &[("lots/search.yaml", "from: from, to: till", "from: till, to: from")]),
    (&["Rule.at_most"], "caravan", &[("lots/search.yaml", "at_most: 1 day", "at_most: 2 days")]),
    (&["Type.map"], "demo", &[("many.yaml", "{map: money, key: order_id}, unit: fen", "{map: int, key: order_id}")]),
    (&["Type.record"], "demo", &[("many.yaml", "{record: BatchRow}", "{record: Batch}")]),
    (
        &["Type.select"],
        "demo",
        &[
            (CHANGE, "{select: Order}, example: \"order_id,price\"", "{select: Result}, example: \"code,text\""),
            (CHANGE, "selectable: false, ", ""),
        ],
    ),
];

const CHANGE: &str = "order/change.yaml";
const LOOK: &str = "order/look.yaml";
const PER_ID: &str = "shape: per_id, id: order_id, items: \"|\", colon: \":\", values: \",\"";

/// Maps and lists of maps: what is in them is looked at by itself.
const WHOLE: &[&str] = &[
    "Auth.sign",
    "Digest.of",
    "Error.remedy",
    "Grammar.entries",
    "Operation.enums",
    "Operation.grammars",
    "Operation.http",
    "Operation.reply",
    "Operation.source",
    "Operation.title",
    "Operation.types",
    "Reply.data",
    "Reply.fields",
    "Service.auth",
    "Service.title",
    "Sign.digest",
    "Sign.over",
    "Verify.done",
    "Verify.each",
    "Verify.settle",
    "Verify.undone",
];

/// The one word of its list, a spec of another kind, or the name of a folder or of an operation: another service, another operation.
const ALONE: &[&str] =
    &["Errors.service", "Group.name", "Over.parameters", "Service.protocol", "Service.service", "Verify.by"];

/// All of them.
pub(crate) fn all() -> impl Iterator<Item = &'static str> {
    TOGETHER.iter().flat_map(|(keys, ..)| *keys).chain(WHOLE).chain(ALONE).copied()
}

/// Whether it is one.
pub(crate) fn is(key: &str) -> bool {
    all().any(|each| each == key)
}

#[test]
fn what_belongs_together_is_told_by_diff_from_both_sides_and_shown_by_dump() {
    let mut wrong = Vec::new();
    for (keys, service, edits) in TOGETHER {
        let (root, folders) = match *service {
            "demo" => (fixtures().join("error/base"), &["demo", "top"][..]),
            service => (common::users_spec(), &[service][..]),
        };
        let spec = Spec::of(&root, folders);
        for (file, old, new) in *edits {
            let place = spec.scratch.spec().join(service).join(file);
            let text = fs::read_to_string(&place).unwrap();
            assert!(text.contains(old), "{keys:?}: {old} is not in {file}");
            fs::write(&place, text.replace(old, new)).unwrap();
        }
        let other = read(&spec.scratch.spec()).unwrap_or_else(|diags| panic!("{keys:?}: {diags}"));
        let mut told = Told::default();
        told.compare(&spec, &other);
        let is_shown = |key: &&str| !is_prose(key) && !NOT_SHOWN.iter().any(|each| key.starts_with(each));
        if (told.there, told.back) != (true, true) || !told.dump && keys.iter().any(is_shown) {
            wrong.push(format!("{keys:?}: diff tells {}, the mirror {}, dump {}", told.there, told.back, told.dump));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
