//! Specs that are fine, and what the model makes of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::Path;

use common::{Scratch, base, fixtures};
use vvtool_codegen::model::api::{Api, Operation, Type};
use vvtool_codegen::{read, schema};

fn api(spec: &Path) -> Api {
    match read(spec) {
        Ok((api, _)) => api,
        Err(diags) => panic!("{diags}"),
    }
}

fn operation<'a>(api: &'a Api, id: &str) -> &'a Operation {
    api.services.iter().flat_map(|service| &service.operations).find(|operation| operation.id == id).unwrap()
}

#[test]
fn the_repositorys_own_spec() {
    let api = api(&common::own_spec());
    // A new operation is no change of this test.
    for id in ["taobao.logistics.openalibity.write", "taobao.trade.get", "erps/fullinfo", "erps/send", "oauth/token"] {
        assert_eq!(operation(&api, id).id, id);
    }
}

/// Editors complete and check a spec file by the schema that its first line names.
#[test]
fn the_files_of_the_repositorys_own_spec_name_their_schema() {
    let spec = common::own_spec().canonicalize().unwrap();
    let mut files = 0;
    for (path, place) in vvtool_codegen::fingerprint::files(&spec).unwrap() {
        if path.ends_with(".yaml") && path != "accepted.yaml" {
            let text = std::fs::read_to_string(&place).unwrap();
            let named = text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=");
            let schema = place.parent().unwrap().join(named.unwrap_or_else(|| panic!("{path} names no schema")));
            assert_eq!(schema.canonicalize().unwrap(), spec.join("schema.json"), "{path}");
            files += 1;
        }
    }
    assert!(files > 5);
}

#[test]
fn names_of_requests_replies_and_modules() {
    let api = api(&base());
    let change = operation(&api, "order/change");
    assert_eq!((change.module.join("/"), change.request_type.ident.as_str()), ("order/change".into(), "OrderChange"));
    assert_eq!((change.request_type.wire.as_str(), change.reply.data.ident.as_str()), ("Request", "Order"));
    assert_eq!(operation(&api, "token").request_type.ident, "FetchToken");
    let get = operation(&api, "taobao.trade.get");
    assert_eq!((get.module.join("/"), get.request_type.ident.as_str()), ("trade_get".into(), "TradeGet"));
    let root = &get.types[0];
    assert_eq!((root.name.wire.as_str(), root.name.ident.as_str(), root.fields.len()), ("Reply", "TradeGetReply", 1));
    assert!(
        matches!(&root.fields[0].ty, Type::List { item, wrapper } if item.ident == "LogisticsTag" && wrapper == "logistics_tag")
    );
}

#[test]
fn a_method_of_another_vendor_keeps_its_prefix() {
    let scratch = Scratch::base();
    let text = std::fs::read_to_string(base().join("top/trade.get.json")).unwrap();
    scratch
        .write("top/trade.get.json", text.replace("taobao.trade.get", "alibaba.x.y").replace("\"get-ok.json\", ", ""));
    std::fs::remove_file(scratch.spec().join("top/examples/get-ok.json")).unwrap();
    let api = api(&scratch.spec());
    let other = operation(&api, "alibaba.x.y");
    assert_eq!((other.module.join("/"), other.request_type.ident.as_str()), ("alibaba_x_y".into(), "AlibabaXY"));
}

#[test]
fn a_selection_is_an_enum_of_the_selectable_fields() {
    let api = api(&base());
    let change = operation(&api, "order/change");
    let fields = change.enums.iter().find(|each| each.name.ident == "OrderField").unwrap();
    let values: Vec<(&str, &str)> =
        fields.values.iter().map(|value| (value.name.wire.as_str(), value.name.ident.as_str())).collect();
    assert_eq!(fields.selected_from.as_deref(), Some("Order"));
    assert!(values.contains(&("type", "OrderType")), "the variant follows the field's own ident: {values:?}");
    assert!(!values.iter().any(|(wire, _)| *wire == "cost"), "selectable: false stays out: {values:?}");
}

#[test]
fn json_files_are_specs_too() {
    let api = api(&base());
    assert_eq!(operation(&api, "taobao.trade.get").request[0].doc.en, "Trade \u{1f600}");
}

/// Names that are keywords, std types, digits, Chinese, or differ by one underscore: legal on the wire, so legal here.
#[test]
fn the_obstacle_course() {
    let api = api(&fixtures().join("valid/obstacles"));
    let jump = operation(&api, "self/type");
    assert_eq!(jump.module, ["self_", "type_"]);
    let idents: Vec<(&str, &str)> =
        jump.request.iter().map(|field| (field.name.wire.as_str(), field.name.ident.as_str())).collect();
    let expected = [
        ("type", "r#type"),
        ("async", "r#async"),
        ("gen", "r#gen"),
        ("self", "self_"),
        ("Self", "self_type"),
        ("crate", "crate_"),
        ("super", "super_"),
        ("is_3D", "is_3d"),
        ("3d_url", "_3d_url"),
        ("cl_car_taker_i_d_num", "cl_car_taker_i_d_num"),
        ("cl_car_taker_id_num", "cl_car_taker_id_num"),
        ("errorCode", "error_code"),
        ("编号", "number"),
        ("send", "send_it"),
        ("request", "request"),
        ("value", "value"),
        ("client", "client"),
        ("option", "option"),
        ("result", "result"),
        ("list", "list"),
        ("fields", "fields"),
    ];
    assert_eq!(idents, expected);
    let types: Vec<&str> = jump.types.iter().map(|each| each.name.ident.as_str()).collect();
    assert_eq!(types, ["Option", "Result", "Vec", "String", "Self_"]);
    let choice = &jump.enums[0];
    let variants: Vec<(&str, &str)> =
        choice.values.iter().map(|value| (value.name.wire.as_str(), value.name.ident.as_str())).collect();
    assert_eq!(
        variants,
        [("Self", "Self_"), ("Ok", "Ok"), ("None", "None"), ("一口价", "FixedPrice"), ("3", "Three"), ("a+b", "Both")]
    );
}

#[test]
fn the_schema_is_json_and_speaks_of_every_kind_of_file() {
    let schema: serde_json::Value = serde_json::from_str(&schema(&api(&base()))).unwrap();
    for table in ["Ids", "Service", "Errors", "Operation", "Field", "Grammar", "Type"] {
        assert_eq!(schema["$defs"][table]["additionalProperties"], false, "{table}");
        assert!(schema["$defs"][table]["description"].is_string(), "{table}");
    }
    assert_eq!(schema["$defs"]["Operation"]["properties"]["effect"]["enum"][0], "read");
    // The names of this very spec are offered, and others are not refused: a record of the file is a type.
    let offered = |values: &serde_json::Value, name: &str| {
        let of = &values["anyOf"];
        of[0]["enum"].as_array().unwrap().iter().any(|each| each == name) && of[1]["type"] == "string"
    };
    let field = &schema["$defs"]["Field"]["properties"]["type"];
    assert!(offered(field, "datetime") && offered(field, "order_id") && !offered(field, "Order"), "{field}");
    let errors = &schema["$defs"]["ErrorName"];
    assert!(offered(errors, "OrderNotFound") && offered(errors, "TradeNotFound"), "{errors}");
    for at in [
        "/Operation/properties/errors/items",
        "/Rule/properties/error",
        "/Service/properties/token_invalid/items",
        "/Service/properties/token_pause/items",
        "/Service/properties/throttled/items",
    ] {
        assert_eq!(schema["$defs"].pointer(at).unwrap()["$ref"], "#/$defs/ErrorName", "{at}");
    }
    assert!(schema["$defs"]["Operation"]["required"].as_array().unwrap().iter().any(|key| key == "effect"));
    leads_somewhere(&schema, &schema);
}

/// Every reference is to something that the schema defines.
fn leads_somewhere(value: &serde_json::Value, schema: &serde_json::Value) {
    if let Some(reference) = value.get("$ref").and_then(|reference| reference.as_str()) {
        assert!(schema.pointer(reference.trim_start_matches('#')).is_some(), "{reference}");
    }
    let members = value.as_object().into_iter().flat_map(|map| map.values());
    for each in members.chain(value.as_array().into_iter().flatten()) {
        leads_somewhere(each, schema);
    }
}

#[test]
fn reading_twice_gives_the_same() {
    let (first, second) = (api(&base()), api(&base()));
    assert_eq!(format!("{first:?}"), format!("{second:?}"));
}
