//! A service as OpenAPI: all of the spec is in it, and what it says is what the wire does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "openapi/held.rs"]
mod held;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::{Scratch, base, own_spec, users_spec, vvspec};
use serde_json::Value;
use vvtool_codegen::model::api::{Service, Type};
use vvtool_codegen::read;

fn run(spec: &Path, arguments: &[&str]) -> (i32, String, String) {
    vvspec("openapi", spec, arguments)
}

fn document(spec: &Path, arguments: &[&str]) -> Value {
    let (status, text, told) = run(spec, arguments);
    assert_eq!(status, 0, "{told}");
    serde_json::from_str(&text).unwrap()
}

/// Every text of a document: names of members, and strings.
fn texts<'a>(value: &'a Value, into: &mut BTreeSet<&'a str>) {
    match value {
        Value::String(text) => {
            into.insert(text);
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            into.insert(name);
            texts(value, into);
        }),
        _ => {}
    }
}

/// What a service has names for.
fn names(service: &Service) -> Vec<String> {
    let mut names = Vec::new();
    for operation in &service.operations {
        names.push(format!("{}/{}", service.name.wire, operation.id));
        let records = operation.types.iter().flat_map(|record| &record.fields);
        for field in operation.request.iter().chain(records) {
            names.push(field.name.wire.clone());
            names.push(field.ty.spelled());
            names.extend(field.unit.map(|unit| unit.word().to_owned()));
        }
        let asked: Vec<&str> = operation
            .request
            .iter()
            .filter_map(|field| match &field.ty {
                Type::Select { field_enum, .. } => Some(field_enum.ident.as_str()),
                _ => None,
            })
            .collect();
        let listed = operation.enums.iter().filter(|each| !asked.contains(&each.name.ident.as_str()));
        names.extend(listed.flat_map(|each| each.values.iter().map(|value| value.name.wire.clone())));
        names.extend(operation.grammars.iter().flat_map(|each| &each.entries).map(|entry| entry.name.wire.clone()));
    }
    for error in &service.errors {
        names.extend([error.name.wire.clone(), error.code.clone(), error.message.clone()]);
        names.extend(error.aliases.iter().chain(&error.sub_codes).cloned());
        names.extend([error.class.word(), error.write_outcome.word()].map(str::to_owned));
    }
    names
}

#[test]
fn every_name_of_the_spec_is_in_the_document() {
    for spec in [own_spec(), base(), users_spec()] {
        let (api, _) = read(&spec).unwrap();
        for service in &api.services {
            for version in ["3.1", "3.0"] {
                let asked = ["--service", &service.name.wire, "--lang", "en", "--openapi", version];
                let document = document(&spec, &asked);
                let mut said = BTreeSet::new();
                texts(&document, &mut said);
                // A list in brackets says so in its name.
                let is_said = |name: &str| said.contains(name) || said.contains(format!("{name}[]").as_str());
                let names = names(service);
                let missing: Vec<&String> = names.iter().filter(|name| !is_said(name)).collect();
                assert!(
                    missing.is_empty(),
                    "{} {version}: {} of {}: {missing:?}",
                    service.name.wire,
                    missing.len(),
                    names.len()
                );
            }
        }
    }
}

#[test]
fn a_document_is_the_same_every_time_and_no_example_is_left_out() {
    for service in ["vvtool", "top"] {
        for version in ["3.1", "3.0"] {
            let arguments = ["--service", service, "--openapi", version];
            let (_, first, told) = run(&own_spec(), &arguments);
            assert!(!told.contains("left out"), "{told}");
            assert_eq!(first, run(&own_spec(), &arguments).1);
        }
    }
}

#[test]
fn what_is_not_there_is_named_with_what_is_nearest() {
    let table = [
        (&["--service", "vvtol"][..], "unknown service \"vvtol\", did you mean \"vvtool\"?\n"),
        (&["--service", "vvtool", "--folder", "erp"], "unknown folder \"erp\", did you mean \"erps\"?\n"),
        (
            &["--service", "vvtool", "--operation", "erps/sned"],
            "unknown operation \"erps/sned\", did you mean \"erps/send\"?\n",
        ),
        (
            &["--service", "vvtool", "--operation", "erps/send", "--folder", "oauth"],
            "no operation is in that folder and has that id\n",
        ),
        (&[], "a document is of one service: say --service with one of top, vvtool\n"),
    ];
    for (arguments, told) in table {
        assert_eq!(run(&own_spec(), arguments), (2, String::new(), told.into()), "{arguments:?}");
    }
    for arguments in [["--openapi", "2.0"], ["--lang", "fr"], ["--top-paths", "query"]] {
        assert_eq!(run(&own_spec(), &arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn a_part_of_a_service_holds_only_what_it_needs() {
    let whole = document(&own_spec(), &["--service", "vvtool"]);
    let part = document(&own_spec(), &["--service", "vvtool", "--operation", "vvtool/erps/send"]);
    assert_eq!(part["paths"].as_object().unwrap().keys().collect::<Vec<_>>(), ["/tool/erps/send"]);
    assert_eq!(part["paths"]["/tool/erps/send"], whole["paths"]["/tool/erps/send"]);
    let schemas = part["components"]["schemas"].as_object().unwrap();
    assert!(schemas.keys().all(|name| !name.starts_with("ErpsFullinfo")), "{schemas:?}");
}

#[test]
fn a_file_that_is_stale_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("top.json");
    let name = file.to_str().unwrap();
    let of = |option| run(&own_spec(), &["--service", "top", option, name]);
    let (status, _, told) = of("--check");
    assert!(status == 1 && told.contains("top.json: "), "{told}");
    assert_eq!(of("-o").0, 0);
    assert_eq!(of("--check").0, 0);
    fs::write(&file, fs::read_to_string(&file).unwrap().replace("3.1.0", "3.1.1")).unwrap();
    let (status, _, told) = of("--check");
    assert!(status == 1 && told.contains("is stale"), "{told}");
    let nowhere = folder.path().join("not/there.json");
    let (status, _, told) = run(&own_spec(), &["--service", "top", "-o", nowhere.to_str().unwrap()]);
    assert!(status == 1 && told.contains("there.json: "), "{told}");
}

#[test]
fn two_operations_at_one_address_are_named() {
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/order/look.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let other = fs::read_to_string(scratch.spec().join("demo/order/change.yaml")).unwrap();
    let path = |text: &str| text.lines().find(|line| line.starts_with("http:")).unwrap().to_owned();
    fs::write(&file, text.replace(&path(&text), &path(&other))).unwrap();
    let (status, out, told) = run(&scratch.spec(), &["--service", "demo"]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(told.contains("order/change and order/look have one method and path"), "{told}");
}

#[test]
fn a_success_is_told_from_a_failure_by_its_code() {
    let document = document(&own_spec(), &["--service", "vvtool"]);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["ErpsSendReply"]["anyOf"][1]["$ref"], "#/components/schemas/Failed");
    assert_eq!(schemas["ErpsSendSucceeded"]["properties"]["code"]["enum"], serde_json::json!([0]));
    assert_eq!(schemas["Failed"]["properties"]["code"]["not"]["enum"], serde_json::json!([0]));
    let said = schemas["ErpsSendSucceeded"]["description"].as_str().unwrap();
    assert!(said.contains("`success`"), "{said}");
    let examples = &document["paths"]["/tool/erps/send"]["post"]["responses"]["200"]["content"]["application/json"];
    let shipped = &examples["examples"]["614-ShipmentAlreadyCreated"];
    assert_eq!(shipped["value"]["code"], 614, "{shipped}");
    assert!(shipped["summary"].as_str().unwrap().starts_with("614 "), "{shipped}");
}

/// Swagger UI fills in every example: the first call would be refused.
#[test]
fn fields_that_may_be_left_out_are_not_filled_in() {
    let document = document(&own_spec(), &["--service", "vvtool", "--lang", "en"]);
    let fields = &document["components"]["schemas"]["ErpsSendRequest"]["properties"];
    for left_out in ["is_split", "sub_tid", "sender_id"] {
        assert!(fields[left_out].get("example").is_none(), "{left_out}");
        assert!(fields[left_out]["description"].as_str().unwrap().contains("For example `"), "{left_out}");
    }
    assert_eq!(fields["company_code"]["example"], "POST");
    assert_eq!(fields["tid"]["pattern"], r"\S");
    assert_eq!(fields["company_code"]["maxLength"], 20);
}

/// JavaScript rounds them.
#[test]
fn no_number_of_a_document_is_rounded_by_a_browser() {
    fn big(value: &Value) -> bool {
        match value {
            Value::Number(number) => number.as_i64().is_some_and(|number| number.unsigned_abs() >= 1 << 53),
            Value::Array(items) => items.iter().any(big),
            Value::Object(members) => members.values().any(big),
            _ => false,
        }
    }
    for service in ["vvtool", "top"] {
        assert!(!big(&document(&own_spec(), &["--service", service])), "{service}");
    }
}

#[test]
fn a_text_in_a_table_of_errors_stays_in_its_cell() {
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/errors.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let hostile = "a | b `c` <img onerror=1> ]]> */";
    let message = text.lines().find(|line| line.trim_start().starts_with("message:")).unwrap().to_owned();
    let spoilt = text.replacen(&message, &format!("    message: \"{hostile}\""), 1);
    fs::write(&file, spoilt).unwrap();
    let document = document(&scratch.spec(), &["--service", "demo", "--lang", "en"]);
    let tables: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|methods| methods.as_object().unwrap().values())
        .filter_map(|operation| operation["description"].as_str())
        .filter(|text| text.contains("onerror"))
        .collect();
    assert!(!tables.is_empty());
    for table in tables {
        let row = table.lines().find(|line| line.contains("onerror")).unwrap();
        assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
        assert!(row.contains("\\<img"), "{row}");
    }
}

#[test]
fn bounds_pages_and_styles_are_said_in_the_words_of_openapi_where_it_has_some() {
    let everything = users_spec();
    let caravan = document(&everything, &["--service", "caravan", "--lang", "en"]);
    let fields = &caravan["components"]["schemas"]["TripsSearchRequest"]["properties"];
    let said = |field: &str, key: &str| fields[field][key].clone();
    assert_eq!((said("count", "minimum"), said("count", "maximum")), (1.into(), 100.into()));
    assert_eq!((said("weight", "x-vvspec-min"), said("weight", "x-vvspec-max")), ("-0.5".into(), "1000.25".into()));
    assert_eq!((said("word", "maxLength"), said("word", "x-vvspec-max-bytes")), (9.into(), 9.into()));
    assert_eq!(said("code", "pattern"), "^(?:[A-Z]{2}[0-9]*)$");
    assert!(said("count", "description").as_str().unwrap().contains("at most 100"));
    let paged =
        caravan["paths"].as_object().unwrap().values().filter(|path| path["post"]["x-vvspec-pages"].is_string());
    let paged: Vec<_> = paged.collect();
    assert!(paged.len() > 2);
    // Once more in words, for people.
    assert!(paged.iter().all(|path| path["post"]["description"].as_str().unwrap().contains("- Page by page: `")));
    let bazaar = document(&everything, &["--service", "bazaar", "--lang", "en"]);
    let parameters = bazaar["paths"]["/bazaar/orders/find"]["get"]["parameters"].as_array().unwrap();
    let style = |name: &str| {
        let parameter =
            parameters.iter().find(|parameter| parameter["name"] == name).unwrap_or_else(|| panic!("{name}"));
        (parameter["style"].as_str(), parameter["explode"].as_bool(), parameter["schema"]["type"].as_str())
    };
    assert_eq!(style("brackets[]"), (Some("form"), Some(true), Some("array")));
    assert_eq!(style("repeat"), (Some("form"), Some(true), Some("array")));
    assert_eq!(style("comma"), (Some("form"), Some(false), Some("array")));
    // A record in it is a text there, which its own schema would not say.
    assert_eq!(style("filter"), (Some("deepObject"), Some(true), Some("object")));
    assert_eq!(style("indexed"), (None, None, Some("array")));
    // Nothing is referred to that is not there.
    for document in [&caravan, &bazaar] {
        let mut all = BTreeSet::new();
        texts(document, &mut all);
        for name in all.iter().filter_map(|text| text.strip_prefix("#/components/schemas/")) {
            assert!(document["components"]["schemas"][name].is_object(), "{name}");
        }
    }
}

/// Name, style and explode of a parameter, the type of its schema and that of its items, and words that are said of it.
type Told = (&'static str, (&'static str, bool), (&'static str, &'static str), &'static str);

#[test]
fn what_is_written_in_a_style_is_described_as_it_is_sent() {
    const ROWS: &str = "each record a JSON text";
    const MEMBERS: &str = "a list or a record in a member as a JSON text";
    let cases: [Told; 6] = [
        ("marks", ("simple", false), ("array", "string"), ""),
        ("X-Shelves", ("simple", false), ("array", "string"), ""),
        ("parts", ("form", true), ("array", "string"), ROWS),
        ("boxes[]", ("form", true), ("array", "string"), ROWS),
        ("filter", ("deepObject", true), ("object", ""), MEMBERS),
        ("rows", ("", false), ("array", "object"), MEMBERS),
    ];
    for version in ["3.1", "3.0"] {
        let bazaar = document(&users_spec(), &["--service", "bazaar", "--lang", "en", "--openapi", version]);
        let operation = &bazaar["paths"]["/bazaar/marks/{marks}/orders"]["get"];
        let parameters = operation["parameters"].as_array().unwrap();
        let of = |name: &str| parameters.iter().find(|each| each["name"] == name).unwrap_or_else(|| panic!("{name}"));
        let said = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        for (name, (style, explode), (kind, item), words) in cases {
            let (each, schema) = (of(name), &of(name)["schema"]);
            assert_eq!((said(&each["style"]).as_str(), each["explode"] == true), (style, explode), "{name} {each}");
            assert_eq!(
                (said(&schema["type"]).as_str(), said(&schema["items"]["type"]).as_str()),
                (kind, item),
                "{name} {each}"
            );
            assert!(said(&schema["description"]).contains(words), "{name}: {schema}");
        }
        for name in ["parts", "boxes[]"] {
            let item = &of(name)["schema"]["items"];
            let inside = if version == "3.1" { &item["contentSchema"] } else { &item["x-vvspec-content"] };
            assert!(
                inside.is_object() && (version == "3.0" || item["contentMediaType"] == "application/json"),
                "{item}"
            );
        }
        for want in [&of("filter")["schema"], &of("rows")["schema"]["items"]] {
            let members = &want["properties"];
            for (member, text) in [("word", false), ("marks", true), ("part", true)] {
                assert_eq!(members[member]["type"], "string", "{want}");
                assert_eq!(said(&members[member]["description"]).contains("a JSON text"), text, "{member}: {want}");
            }
        }
        // A body would say them in its schema.
        let rules = serde_json::json!([
            {"rule": "only_if", "fields": ["X-Shelves"], "field": "kind", "equals": "gift", "en": "Shelves only of gifts", "zh": "仅礼品可填"},
            {"rule": "span", "fields": ["since", "till"], "from": "since", "to": "till", "at_most": "36 hours", "en": "Not too long", "zh": "时间过长"},
        ]);
        assert_eq!(operation["x-vvspec-rules"], rules);
    }
}

#[test]
fn what_openapi_has_no_words_for_in_parts_is_said_in_ours() {
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/order/look.yaml");
    let field = "  - {name: want, type: Want, style: deep, en: \"What is wanted\", zh: 条件}\nreply:";
    let record = "types:\n  - type: Want\n    en: \"Want\"\n    zh: 条件\n    fields:\n      - {name: n, type: int, en: \"N\", zh: 数}\n";
    let text = fs::read_to_string(&file).unwrap().replace("reply:", field).replace("types:\n", record);
    for (body, media, ours) in
        [("multipart", "multipart/form-data", true), ("form", "application/x-www-form-urlencoded", false)]
    {
        fs::write(&file, text.replace("body: form", &format!("body: {body}"))).unwrap();
        assert_eq!(scratch.lint(), "");
        let document = document(&scratch.spec(), &["--service", "demo", "--lang", "en"]);
        let want = &document["components"]["schemas"]["OrderLookRequest"]["properties"]["want"];
        assert_eq!(want["x-vvspec-style"] == "deep", ours, "{body}: {want}");
        assert!(want["description"].as_str().unwrap().contains("written as `want[member]=..`"), "{want}");
        let content = &document["paths"]["/order/look"]["post"]["requestBody"]["content"][media];
        assert_eq!(content["encoding"]["want"]["style"] == "deepObject", !ours, "{body}: {content}");
    }
}

#[test]
fn all_limits_of_an_operation_are_said_for_tools_and_for_people() {
    let document = document(&users_spec(), &["--service", "ferry", "--lang", "en"]);
    let operation = &document["paths"]["/ferry/cross"]["get"];
    let limits = serde_json::json!([
        {"calls": 3, "per": "second"}, {"calls": 4, "per": "day", "scope": "account"},
    ]);
    assert_eq!(operation["x-vvspec-rate-limit"], limits);
    let words = operation["description"].as_str().unwrap();
    for limit in ["At most 3 calls per second", "At most 4 calls per day of the account"] {
        assert_eq!(words.matches(limit).count(), 1, "{limit}: {words}");
    }
}

#[test]
fn a_version_is_a_parameter_with_one_value_or_a_part_of_the_path() {
    let parameters = |service: &str, path: &str, method: &str| {
        let document = document(&users_spec(), &["--service", service, "--lang", "en"]);
        let all = document["paths"][path][method]["parameters"].as_array().cloned().unwrap_or_default();
        let of = |each: &Value| {
            (each["in"].clone(), each["name"].clone(), each["required"].clone(), each["schema"]["enum"].clone())
        };
        all.iter().map(of).filter(|(.., values)| !values.is_null()).collect::<Vec<_>>()
    };
    let one = |place: &str, name: &str, value: &str| {
        vec![(place.into(), name.into(), true.into(), serde_json::json!([value]))]
    };
    assert_eq!(parameters("gazette", "/gazette/issues", "post"), one("query", "ver", "2024-06 β"));
    assert_eq!(parameters("kiosk", "/kiosk/goods", "get"), one("header", "X-Version", "2.0"));
    assert_eq!(parameters("archive", "/archive/2.0/papers/{number}", "get"), []);
}

#[test]
fn a_date_is_described_as_it_is_spelled() {
    let document = document(&users_spec(), &["--service", "almanac", "--lang", "en"]);
    let parameters = document["paths"]["/almanac/days/{day}"]["get"]["parameters"].as_array().unwrap();
    let of = |name: &str| &parameters.iter().find(|each| each["name"] == name).unwrap()["schema"];
    // What no month, day, hour or count can be is told apart where the document is read, before anything is sent.
    assert_eq!(of("day")["pattern"], r"^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$");
    assert_eq!((&of("since")["type"], &of("since")["x-vvspec-format"]), (&"integer".into(), &"unix_seconds".into()));
    let bounds = |name: &str| (of(name)["minimum"].as_i64(), of(name)["maximum"].as_i64());
    assert_eq!(bounds("since"), (Some(-62_167_248_000), Some(253_402_271_999)));
    assert_eq!(bounds("till"), (Some(-62_167_248_000_000), Some(253_402_271_999_999)));
    assert_eq!(of("around")["pattern"], r"^([01]\d|2[0-3])\.[0-5]\d$");
    assert!(
        of("usual")["pattern"].as_str().unwrap().starts_with(r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|"),
        "{}",
        of("usual")
    );
    let words = of("X-Seen")["description"].as_str().unwrap();
    assert!(words.contains("`yyyyMMddHHmmss`, GMT+8"), "{words}");
}

/// The client's own writing of each is held to the same kinds where it writes JSON.
#[test]
fn a_json_body_has_the_kinds_that_the_client_writes() {
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/order/look.yaml");
    let text = fs::read_to_string(&file).unwrap().replace("/order/look, body: form", "/order/look, body: json");
    let kinds = [
        ("int", "integer"),
        ("decimal", "string"),
        ("money, unit: yuan", "string"),
        ("money, unit: fen", "integer"),
        ("money, unit: points", "integer"),
        ("bool", "boolean"),
        ("flag01", "integer"),
        ("datetime", "string"),
        ("datetime, format: {datetime: unix_seconds}", "integer"),
        ("json", "string"),
        ("text", "string"),
        ("{list: int}", "integer"),
        ("{list: money}, unit: fen", "integer"),
        ("{list: money}, unit: yuan", "string"),
    ];
    let field = |(at, (ty, _)): (usize, &(&str, &str))| {
        format!("  - {{name: k{at}, type: {ty}, pii: false, en: \"One kind\", zh: 一种}}\n")
    };
    let fields: String = kinds.iter().enumerate().map(field).collect();
    fs::write(&file, text.replacen("request:\n", &format!("request:\n{fields}"), 1)).unwrap();
    for version in ["3.1", "3.0"] {
        let document = document(&scratch.spec(), &["--service", "demo", "--lang", "en", "--openapi", version]);
        let fields = &document["components"]["schemas"]["OrderLookRequest"]["properties"];
        for (at, (ty, kind)) in kinds.iter().enumerate() {
            let schema = &fields[format!("k{at}")];
            let one = if schema["type"] == "array" { &schema["items"] } else { schema };
            assert_eq!(&one["type"], kind, "{ty}: {schema}");
        }
    }
}
