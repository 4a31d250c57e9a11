//! What a document says of specs whose names, codes and kinds are unlike those of the repository's own.

use std::fs;

use serde_json::{Value, json};

use super::common::{Scratch, copy, users_spec};
use super::{document, run};

/// An operation of the small spec: where, what of its own, the fields of its request, its reply.
fn operation(id: &str, more: &str, request: &str, reply: &str) -> String {
    format!(
        "operation: {id}\ntitle: {{en: \"One of two\", zh: 其一}}\nsource: {{doc: demo-two, read: 2026-11-21}}\n\
         http: {{method: POST, path: /{id}, body: json}}\neffect: read\n{more}request:\n{request}reply:\n{reply}errors: [Success]\n"
    )
}

fn field(name: &str, ty: &str) -> String {
    format!("  - {{name: {name}, type: {ty}, pii: false, en: \"One thing\", zh: 一项}}\n")
}

fn record(name: &str, fields: &str) -> String {
    format!(
        "  data: {{record: {name}}}\ntypes:\n  - type: {name}\n    en: \"A thing\"\n    zh: 一物\n    fields:\n{fields}"
    )
}

/// `a/b_c` and `a_b/c` are one word.
#[test]
fn operations_whose_names_are_one_word_keep_a_name_each() {
    let scratch = Scratch::base();
    let reply = |field_name: &str| record("Box", &field(field_name, "text").replace("  - ", "      - "));
    scratch.write("demo/a/b_c.yaml", operation("a/b_c", "", &field("hue", "text"), &reply("lid")));
    scratch.write(
        "demo/a_b/c.yaml",
        operation("a_b/c", "request_type: LightLamp\n", &field("lamp", "text"), &reply("bulb")),
    );
    assert_eq!(scratch.lint(), "");
    let of = |part: &[&str]| document(&scratch.spec(), &[&["--service", "demo", "--lang", "en"], part].concat());
    let whole = of(&[]);
    for (path, id, prefix, field, got) in
        [("/a/b_c", "a_b_c", "ABC", "hue", "lid"), ("/a_b/c", "light_lamp", "LightLamp", "lamp", "bulb")]
    {
        let said = &whole["paths"][path]["post"];
        assert_eq!(said["operationId"], id);
        let schemas = &whole["components"]["schemas"];
        let names =
            |schema: String| schemas[schema]["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(format!("{prefix}Request")), [field]);
        assert_eq!(names(format!("{prefix}Box")), [got]);
        // A part has the names of the whole.
        assert_eq!(of(&["--operation", path.trim_start_matches('/')])["paths"][path]["post"], *said);
    }
}

#[test]
fn a_record_may_be_called_as_what_a_document_makes_of_an_operation() {
    let names = ["Reply", "Succeeded", "Request"];
    let scratch = Scratch::base();
    let fields = names.iter().map(|name| field(&name.to_lowercase(), name).replace("  - ", "      - "));
    let mut reply = record("Root", &fields.collect::<String>());
    for name in names {
        let own = field(&format!("in_{}", name.to_lowercase()), "text").replace("  - ", "      - ");
        reply.push_str(&format!("  - type: {name}\n    en: \"A thing\"\n    zh: 一物\n    fields:\n{own}"));
    }
    scratch.write("demo/form.yaml", operation("form", "request_type: FillForm\n", &field("hue", "text"), &reply));
    assert_eq!(scratch.lint(), "");
    let document = document(&scratch.spec(), &["--service", "demo", "--lang", "en"]);
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["FormReply"]["anyOf"][0]["$ref"], "#/components/schemas/FormSucceeded");
    assert!(schemas["FormSucceeded"]["properties"]["code"].is_object());
    assert!(schemas["FormRequest"]["properties"]["hue"].is_object());
    for name in names {
        let record = format!("Form{name}Record");
        assert!(schemas[&record]["properties"][format!("in_{}", name.to_lowercase())].is_object(), "{schemas}");
        let reference = &schemas["FormRoot"]["properties"][name.to_lowercase()];
        assert_eq!(reference["$ref"], format!("#/components/schemas/{record}"));
    }
}

fn with_codes() -> Scratch {
    let scratch = Scratch::base();
    let edit = |file: &str, old: &str, new: &str| {
        let path = scratch.spec().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
        fs::write(path, text.replace(old, new)).unwrap();
    };
    edit("demo/errors.yaml", "code: \"401\"", "code: E1");
    edit("demo/errors.yaml", "code: \"900\"", "code: \"007\"");
    edit("demo/order/change.yaml", "errors: [Success,", "errors: [Success, OrderArchived,");
    edit(
        "demo/service.yaml",
        "  - {name: msg,",
        "  - {name: took, type: int, presence: always, en: \"How long\", zh: 耗时}\n  \
         - {name: trace, type: text, presence: always, example: \"12345\", en: \"Of the call\", zh: 编号}\n  - {name: msg,",
    );
    let with = "{\"took\": 4, \"trace\": \"t\", ";
    edit("demo/order/examples/change-ok.json", "{\n  \"code\"", &format!("{with}\"code\""));
    edit("demo/order/examples/change-not-found.json", "{\"code\": 614", &format!("{with}\"code\": 614"));
    scratch
}

/// One code in letters leaves the others the numbers that they are.
#[test]
fn a_code_that_is_no_number_makes_no_text_of_the_others() {
    let scratch = with_codes();
    assert_eq!(scratch.lint(), "");
    let document = document(&scratch.spec(), &["--service", "demo", "--lang", "en"]);
    let schemas = &document["components"]["schemas"];
    let code = |schema: &str| schemas[schema]["properties"]["code"].clone();
    assert_eq!(
        (code("OrderChangeSucceeded")["type"].clone(), code("OrderChangeSucceeded")["enum"].clone()),
        ("integer".into(), json!([0]))
    );
    assert_eq!(
        (code("Failed")["type"].clone(), code("Failed")["not"]["enum"].clone()),
        (json!(["integer", "string"]), json!([0]))
    );
    let reply = &document["paths"]["/order/change"]["post"]["responses"]["200"]["content"]["application/json"];
    let shown: Vec<_> = reply["examples"].as_object().unwrap().iter().collect();
    assert!(shown.len() > 3, "{shown:?}");
    let codes = ["E1-TokenInvalid", "007-OrderArchived", "614-OrderNotFound", "change-ok"]
        .map(|name| reply["examples"][name]["value"]["code"].clone());
    assert_eq!(codes, [json!("E1"), json!("007"), json!(614), json!(0)]);
}

#[test]
fn the_examples_of_errors_have_all_that_their_schema_asks_for_in_its_types() {
    let scratch = with_codes();
    let document = document(&scratch.spec(), &["--service", "demo", "--lang", "en"]);
    let reply = &document["paths"]["/order/change"]["post"]["responses"]["200"]["content"]["application/json"];
    let error = &reply["examples"]["E1-TokenInvalid"]["value"];
    assert_eq!((&error["took"], &error["trace"]), (&json!(0), &json!("12345")));
}

/// The data may be a list, a map or a value: what examples show in it counts, and its unit is said.
#[test]
fn data_that_is_no_record_is_seen_in_the_examples_and_keeps_its_facts() {
    let scratch = Scratch::empty();
    copy(&users_spec(), &scratch.spec());
    for (file, old, new) in [("list", "\"S-1\"", "1.5"), ("prices", ": ", ": ")] {
        let path = scratch.spec().join(format!("orchard/fruit/examples/{file}.json"));
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{text}");
        fs::write(path, text.replacen(old, new, 1)).unwrap();
    }
    let (status, text, told) = run(&scratch.spec(), &["--service", "orchard", "--lang", "en"]);
    assert_eq!(status, 0, "{told}");
    assert!(!told.contains("left out"), "{told}");
    let document: Value = serde_json::from_str(&text).unwrap();
    let schemas = &document["components"]["schemas"];
    let sku = &schemas["FruitListFruit"]["properties"]["sku"]["$ref"];
    assert_eq!(sku, "#/components/schemas/StringOrIntegerOrNumber");
    for (name, unit) in [("FruitWorthSucceeded", "yuan"), ("FruitPricesSucceeded", "fen")] {
        let data = &schemas[name]["properties"]["data"];
        assert_eq!(data["x-vvspec-unit"], unit, "{data}");
        assert!(data["description"].as_str().unwrap().contains("Unit: "), "{data}");
    }
}

#[test]
fn values_of_a_joined_list_are_said_and_a_pattern_of_our_own_is_no_pattern_of_json_schema() {
    let scratch = Scratch::base();
    let list = "{list: Hue}, style: comma, documented_only: true";
    let patterns = [("plain", "[a-z]+\\\\d"), ("flag", "(?i)[a-z]+"), ("end", "a\\\\z"), ("name", "(?P<a>b)")];
    let mut request = field("hues", list);
    patterns
        .iter()
        .for_each(|(name, pattern)| request.push_str(&field(name, &format!("text, pattern: \"{pattern}\""))));
    let reply = record("Box", &field("lid", "text").replace("  - ", "      - "));
    let enums = "enums:\n  - enum: Hue\n    en: \"A hue\"\n    zh: 色\n    values:\n      - {value: RED, en: \"Red\", zh: 红}\n      - {value: BLUE, en: \"Blue\", zh: 蓝}\n";
    let text = operation("paint", "request_type: PaintIt\n", &request, &format!("{reply}{enums}"));
    scratch.write("demo/paint.yaml", text.replace("body: json", "body: form"));
    assert_eq!(scratch.lint(), "");
    for version in ["3.1", "3.0"] {
        let document = document(&scratch.spec(), &["--service", "demo", "--lang", "en", "--openapi", version]);
        let fields = &document["components"]["schemas"]["PaintRequest"]["properties"];
        assert_eq!(fields["hues"]["x-vvspec-values"], json!(["RED", "BLUE"]));
        assert!(fields["hues"]["description"].as_str().unwrap().contains("- `BLUE`: Blue"));
        assert_eq!(fields["plain"]["pattern"], "^(?:[a-z]+\\d)$");
        for (name, _) in &patterns[1..] {
            let field = &fields[*name];
            assert!(field["pattern"].is_null() && field["x-vvspec-pattern"].is_string(), "{field}");
            assert!(field["description"].as_str().unwrap().contains("matches `"), "{field}");
        }
    }
}

/// 3.0 has no word for what is inside a text.
#[test]
fn what_is_inside_a_json_text_is_said_in_3_0_as_well() {
    let document = document(&users_spec(), &["--service", "acme", "--lang", "en", "--openapi", "3.0"]);
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let order = schemas.values().find_map(|schema| schema["properties"].get("order")).unwrap();
    assert_eq!(order["type"], "string");
    let lots = &order["x-vvspec-content"]["properties"]["lots"]["items"];
    assert_eq!(
        (&lots["required"], &lots["properties"]["count"]["x-vvspec-unit"]),
        (&json!(["to", "count"]), &"pieces".into())
    );
    let words = order["description"].as_str().unwrap();
    assert!(
        words.contains(
            "\n- `lots` (list<MovedLot>, required): What to take\n\n  Members:\n\n  - `to` (shelf_id, required): "
        ),
        "{words}"
    );
}

/// A success in one spelling and an error in another cannot be told apart.
#[test]
fn an_example_of_an_error_that_its_schema_refuses_is_left_out_and_told_once() {
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/service.yaml");
    let text = fs::read_to_string(&file).unwrap().replace("success_code: \"0\"", "success_code: \"00\"");
    fs::write(&file, text).unwrap();
    let (status, text, told) = run(&scratch.spec(), &["--service", "demo", "--lang", "en"]);
    assert_eq!(status, 0, "{told}");
    assert_eq!(
        told.matches("the examples 0-Success are left out: code: 0 is told apart by this\n").count(),
        1,
        "{told}"
    );
    assert!(!text.contains("0-Success"), "{text}");
}

#[test]
fn a_folder_is_named_once_and_a_service_without_operations_says_so() {
    let scratch = Scratch::base();
    let (status, _, told) = run(&scratch.spec(), &["--service", "demo", "--folder", "zzzz"]);
    assert_eq!((status, told.matches("order").count()), (2, 1), "{told}");
    fs::remove_dir_all(scratch.spec().join("top/examples")).unwrap();
    fs::remove_file(scratch.spec().join("top/trade.get.json")).unwrap();
    assert_eq!(run(&scratch.spec(), &["--service", "top"]), (2, String::new(), "top has no operations\n".to_owned()));
}
