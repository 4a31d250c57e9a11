//! The binary: what it prints and how it exits.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::{Scratch, base};
use serde_json::{Value, json};
use vvtool_codegen::explain;
use vvtool_codegen::inner::diff::rules;

fn vvspec(arguments: &[&str], from: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vvspec")).args(arguments).current_dir(from).output().unwrap()
}

fn on_base(arguments: &[&str]) -> (i32, String, String) {
    let spec = base();
    let mut all = arguments.to_vec();
    all.extend(["--spec", spec.to_str().unwrap()]);
    let output = vvspec(&all, &spec);
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn lint_says_that_all_is_well() {
    assert_eq!(on_base(&["lint"]), (0, "2 services, 7 operations: no findings\n".into(), String::new()));
}

#[test]
fn lint_shows_findings_without_colour_and_exits_with_1() {
    let scratch = Scratch::base();
    scratch.write("demo/notes.txt", "x");
    // From a folder below: the spec is found by walking up, and shown the way there.
    let output = vvspec(&["lint"], &scratch.spec().join("demo/order"));
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.starts_with("../../../spec/demo/notes.txt:1:1: error[V009]: "), "{text}");
    assert!(!text.contains('\u{1b}'), "{text}");
}

#[test]
fn usage_errors_exit_with_2() {
    let nowhere = tempfile::tempdir().unwrap();
    for arguments in [
        &["lint"][..],
        &["lint", "--colour"],
        &["frobnicate"],
        &["diff", "--format", "rtf"],
        &["diff", "--lang", "fr"],
        &["diff", "--fail-on", "worse"],
        &[],
    ] {
        assert_eq!(vvspec(arguments, nowhere.path()).status.code(), Some(2), "{arguments:?}");
    }
}

const CHANGE: &str = "demo/order/change";
const LOOK: &str = "demo/order/look";

fn dump() -> Value {
    let (status, text, _) = on_base(&["dump"]);
    assert_eq!(status, 0);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn dump_has_a_line_for_every_field_of_every_operation() {
    let dump = dump();
    let rows = |owner: &str, name: &str| -> Vec<Value> {
        let all = dump["fields"].as_array().unwrap();
        all.iter().filter(|row| row["owner"] == owner && row["name"] == name).cloned().collect()
    };
    let row = |operation: &str,
               part: &str,
               owner: &str,
               name: &str,
               ty: &str,
               presence: &str,
               unit: Value,
               pii: bool| {
        let echo = (operation, owner, name) == (CHANGE, "Request", "order_id");
        let place = (owner == "Request").then_some("body");
        let style = (owner == "Request" && ty.starts_with("list")).then_some("json");
        json!({"operation": operation, "part": part, "owner": owner, "name": name, "type": ty, "presence": presence, "unit": unit, "pii": pii, "bounds": [], "in": place, "style": style, "echo": echo})
    };
    let said = |mut row: Value, more: [(&str, Value); 2]| {
        more.into_iter().for_each(|(key, value)| row[key] = value);
        row
    };
    let plain = |owner: &str, name: &str, of: &[&str], part: &str, ty: &str, presence: &str, unit: Value| {
        let wanted: Vec<_> =
            of.iter().map(|of| row(of, part, owner, name, ty, presence, unit.clone(), false)).collect();
        assert_eq!(rows(owner, name), wanted, "{owner}/{name}");
    };
    let (request, reply, none) = ("request", "reply", Value::Null);
    plain("Request", "order_id", &[CHANGE, LOOK], request, "order_id", "required", none.clone());
    plain("Request", "lines", &[CHANGE], request, "list<Line>", "optional", none.clone());
    plain("Request", "parts", &[CHANGE], request, "csv<order_id>", "optional", none.clone());
    plain("Line", "num", &[CHANGE], request, "int", "required", json!("pieces"));
    plain("Order", "order_id", &[CHANGE], reply, "order_id", "always", none.clone());
    plain("Order", "price", &[CHANGE], reply, "money", "optional", json!("yuan"));
    let all = ["demo/costs", "demo/count", "demo/many", CHANGE, LOOK, "demo/token"];
    plain("Envelope", "code", &all, reply, "int", "always", none.clone());
    plain("Reply", "items", &["demo/costs"], reply, "map<order_id, money>", "optional", json!("fen"));
    plain("Reply", "orders", &["top/taobao.trade.get"], reply, "list<LogisticsTag>", "optional", none.clone());
    let memo = row(CHANGE, request, "Request", "memo", "text", "optional", none.clone(), true);
    assert_eq!(rows("Request", "memo"), [said(memo, [("default", json!("无")), ("max_chars", json!(20))])]);
    let fields = [("select<Order>", "optional", CHANGE), ("select<Look>", "required", LOOK)];
    let fields =
        fields.map(|(ty, presence, of)| row(of, request, "Request", "fields", ty, presence, none.clone(), false));
    assert_eq!(rows("Request", "fields"), fields);
}

#[test]
fn dump_tells_every_error() {
    let dump = dump();
    let errors = dump["errors"].as_array().unwrap();
    assert_eq!(
        errors.iter().find(|error| error["name"] == "OrderNotFound").unwrap(),
        &json!({
            "service": "demo", "code": "614", "message": "订单不存在", "aliases": ["找不到订单"], "name": "OrderNotFound",
            "class": "do_not_retry", "write_outcome": "not_executed", "scope": "call", "operations": ["demo/order/change"],
            "deprecated": null, "sub_codes": ["isv.order-not-exist"],
        })
    );
    assert_eq!(errors.len(), 6);
}

#[test]
fn dump_tells_how_calls_are_signed_and_how_many_there_may_be() {
    let operation = |name: &str, call: &str, calls: u32, per: &str| json!({"operation": name, "call": call, "rates": [{"calls": calls, "per": per}], "shop": null, "pages": null, "version": "query v=1.0"});
    let with = |name: &str, key: &str, value: &str| {
        let mut row = operation(name, &format!("POST default/{} form", name.trim_start_matches("demo/")), 2, "minute");
        row[key] = value.into();
        row
    };
    let mut costs = with("demo/costs", "data", "map");
    costs["version"] = "header X-Version=2".into();
    let get = json!({"operation": "top/taobao.trade.get", "call": null, "rates": [], "shop": null, "pages": null});
    let busy = json!({"zone": "Asia/Shanghai", "busy": ["09:30-11:00", "22:00-24:00"], "basis": "assumed"});
    let signed = "signed: method=<operation> app_key=<account> timestamp=<yyyy-MM-dd HH:mm:ss +08:00> v=2.0 sign_method=<digest>; \
                  sign over all except sign but blank ones but files, bytes order, {name}{value} raw; \
                  hmac-sha256 = keyed sha256 of {text}, md5 = md5 of {secret}{text}{secret} by sign_method, upper case";
    assert_eq!(
        dump()["limits"],
        json!([
            {
                "service": "demo", "about": "Support, https://example.com/help, MIT", "groups": ["order"], "auth": "bearer in Authorization", "throttled": [], "off_peak": null,
                "operations": [
                    costs,
                    with("demo/count", "data", "value"),
                    with("demo/many", "items", "rows: key order_id, ok success, code code, message text"),
                    operation(CHANGE, "POST default/order/change form", 2, "minute"),
                    operation(LOOK, "POST default/order/look form", 2, "minute"),
                    operation("demo/token", "POST default/token multipart", 10, "second"),
                ],
            },
            {"service": "top", "about": "", "groups": [], "auth": signed, "throttled": ["RemoteError"], "off_peak": busy, "operations": [get]},
        ])
    );
}

#[test]
fn dump_tells_what_calls_do_and_where_they_go() {
    let dump = dump();
    let charge = json!({"field": "cost", "unit": "points"});
    assert_eq!(
        dump["services"][0],
        json!({
            "service": "demo", "hosts": [{"name": "default", "url": "http://127.0.0.1"}], "errors_by": "code_and_message",
            "success_code": "0", "charge": charge, "general_errors": [],
            "token": {"operation": "token", "invalid": ["TokenInvalid"], "pause": []},
        })
    );
    let calls = dump["calls"].as_array().unwrap();
    let grammar = json!({
        "grammar": "Feature", "separator": ";", "assign": "=",
        "entries": [
            {"key": "identCode", "id": "order_id", "items": "|", "colon": ":", "values": ","},
            {"key": "placeType", "enum": "Place"},
        ],
    });
    let rule = json!({"rule": "together", "fields": ["is_split", "parts"], "when": null, "at_most": null, "error": "OrderNotFound"});
    assert_eq!(
        calls.iter().find(|call| call["operation"] == CHANGE).unwrap(),
        &json!({
            "operation": CHANGE, "request": "OrderChange", "effect": "idempotent_write", "authenticated": true,
            "needs": "shop_authorization", "charge": "account_balance", "price_basis": null, "envelope_optional": false,
            "rules": [rule], "confirm": [{"flag": "result.success", "code": "result.code", "message": "result.text"}],
            "grammars": [grammar],
        })
    );
    assert_eq!(calls.iter().filter(|call| call["authenticated"] == false).count(), 1);
}

#[test]
fn dump_tells_what_tells_writes_apart_and_how_they_are_read_back() {
    let closed = json!({"field": "state", "in": ["CLOSED"]});
    assert_eq!(
        dump()["writes"],
        json!([{
            "operation": CHANGE, "intent": ["order_id", "parts"], "one_at_a_time": ["order_id"],
            "verify": {
                "by": "order/look",
                "pass": [{"from": "order_id", "to": "order_id"}, {"from": "mode", "to": "edition"}],
                "ask": ["number", "rows"],
                "each": {"list": "rows", "key": "row_id", "given_by": "parts", "skip": closed},
                "done": {"field": "mode", "same_as": "mode"},
                "undone": {"field": "state", "in": ["OPEN"]},
                "settle": {"after": 150, "again": 30, "basis": "assumed"},
            },
        }])
    );
}

#[test]
fn explain_tells_an_error_by_code_and_message() {
    let cases: &[(&[&str], &str)] = &[
        (&["614"], "OrderNotFound"),
        (&["614", "订单不存在"], "OrderNotFound"),
        (&["614", " 订单 不存在。"], "OrderNotFound"),
        (&["614", "找不到订单"], "OrderNotFound"),
        (&["614", "订单不存在:1000000000000000001"], "OrderNotFound"),
        (&["614", "ISV.order-not-exist:B27 whatever"], "OrderNotFound"),
        (&["401"], "TokenInvalid"),
        (&["isv.order-not-exist"], "OrderNotFound"),
        (&["isv.trade-not-exist"], "TradeNotFound"),
        (&["15"], "RemoteError"),
        (&["15", "isv.trade-not-exist"], "TradeNotFound"),
        (&["614", "--operation", "demo/order/change"], "OrderNotFound"),
        (&["614", "--operation", "order/change"], "OrderNotFound"),
    ];
    for (arguments, name) in cases {
        let mut all = vec!["explain"];
        all.extend(*arguments);
        let (status, text, error) = on_base(&all);
        assert_eq!((status, error.as_str()), (0, ""), "{arguments:?}");
        let names: Vec<&str> =
            text.lines().filter_map(|line| line.trim().strip_prefix("name ")).map(str::trim).collect();
        assert_eq!(names, [*name], "{arguments:?}\n{text}");
    }
}

/// What a command says about the base when this comes from standard input.
fn piped(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    use std::io::Write as _;
    use std::process::{Command, Stdio};
    let scratch = Scratch::base();
    let mut child = Command::new(env!("CARGO_BIN_EXE_vvspec"))
        .args(arguments)
        .current_dir(scratch.spec().parent().unwrap())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that has read enough closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn explain_takes_a_pasted_reply() {
    let envelope = r#"{"code": 614, "msg": "订单不存在", "data": null}"#;
    let (_, by_code, _) = on_base(&["explain", "614", "订单不存在"]);
    assert_eq!(on_base(&["explain", envelope]), (0, by_code.clone(), String::new()));
    for input in [envelope, "\u{feff}\n {\"msg\":\"找不到订单\",\"code\":\"614\"}\n", "614\n", "614 订单 不存在。\n"]
    {
        assert_eq!(piped(&["explain", "-"], input.as_bytes()), (0, by_code.clone(), String::new()), "{input}");
    }
    let top =
        r#"{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isv.trade-not-exist","sub_msg":"x"}}"#;
    let (status, text, _) = on_base(&["explain", top]);
    assert!(status == 0 && text.contains("name          TradeNotFound"), "{text}");
    // A number alone is JSON too, and no reply.
    assert!(on_base(&["explain", "401"]).1.contains("name          TokenInvalid"));
    let (status, text, _) = on_base(&["explain", envelope, "--operation", "demo/token"]);
    assert!(status == 0 && text.starts_with("the operation does not list this error"), "{text}");
}

#[test]
fn explain_says_why_a_text_is_no_reply_that_it_knows() {
    for (reply, code, says) in [
        (
            r#"{"code": 614, "msg": "订单"#,
            1,
            "this begins like a reply and is no JSON: EOF while parsing a string at 1:",
        ),
        ("{\n  code: 614}", 1, "key must be a string at 2:3; paste all of it, in single quotes"),
        ("[{}]", 1, "a reply is an object, this is a list"),
        ("{}", 1, "neither `code` nor `error_response` is in it"),
        (r#"{"code": 999, "msg": "?"}"#, 1, "unknown code \"999\", the nearest are"),
        (r#"{"error_response": {"code": 999}}"#, 1, "unknown code \"999\""),
    ] {
        let (status, out, told) = on_base(&["explain", reply]);
        assert_eq!((status, out.as_str()), (code, ""), "{reply}: {told}");
        assert!(told.contains(says), "{reply}: {told}");
    }
    let said = |arguments: &[&str], input: &[u8]| {
        let (status, out, told) = piped(arguments, input);
        assert_eq!(out, "");
        (status, told)
    };
    assert_eq!(
        said(&["explain", "{}", "x"], b""),
        (2, "a reply has a message of its own: give none beside it\n".into())
    );
    assert_eq!(said(&["explain", "-", "x"], b"614").0, 2);
    assert_eq!(said(&["explain", "-"], b" \n"), (1, "nothing came from standard input\n".into()));
    assert!(said(&["explain", "-"], b"\xff").1.starts_with("standard input cannot be read: "));
    assert_eq!(
        said(&["explain", "-"], &vec![b'1'; (4 << 20) + 1]),
        (1, "standard input has more than 4194304 bytes\n".into())
    );
    let deep = "{\"code\":".repeat(10_000);
    assert!(said(&["explain", "-"], deep.as_bytes()).1.contains("recursion limit exceeded"));
}

#[test]
fn explain_prints_what_a_person_needs() {
    let (_, text, _) = on_base(&["explain", "614"]);
    let expected = "\
614 订单不存在 (demo)
  name          OrderNotFound
  meaning       There is no such order
  also          找不到订单
  sub codes     isv.order-not-exist
  class         do_not_retry (do not retry; 不要重试)
  write outcome not_executed (was not executed; 未执行)
  remedy        Correct the order number
                核对订单号
  operations    demo/order/change
";
    assert_eq!(text, expected);
}

#[test]
fn explain_says_when_no_document_lists_an_error_any_more() {
    let (_, text, _) = on_base(&["explain", "900"]);
    assert!(text.contains("\n  deprecated    since 2026-11-21: Orders are no longer archived\n"), "{text}");
}

#[test]
fn explain_does_not_guess() {
    let cases: &[(&[&str], &str)] = &[
        (&["613"], "unknown code \"613\", the nearest are 614, 401, 900\n"),
        (&["isv.trade-not-exists"], "unknown code \"isv.trade-not-exists\", the nearest are isv.trade-not-exist\n"),
        (&["614", "--operation", "demo/token"], "token does not list this error; leave --operation out to see it\n"),
        (&["614", "--operation", "order/chnge"], "unknown operation \"order/chnge\", did you mean \"order/change\"?\n"),
    ];
    for (arguments, expected) in cases {
        let mut all = vec!["explain"];
        all.extend(*arguments);
        assert_eq!(on_base(&all), (1, String::new(), (*expected).into()), "{arguments:?}");
    }
}

#[test]
fn explain_takes_no_message_for_another() {
    let scratch = Scratch::base();
    let errors = std::fs::read_to_string(scratch.spec().join("demo/errors.yaml")).unwrap();
    scratch.write("demo/errors.yaml", errors.replace("code: \"900\"", "code: \"614\""));
    let cases = [
        // Never a message somewhere inside another.
        ("不存在", "; `vvspec explain 614` lists all of this code\n"),
        ("抱歉,订单不存在", "; `vvspec explain 614` lists all of this code\n"),
        ("订单不村在", ", did you mean \"订单不存在\"?\n"),
    ];
    for (message, expected) in cases {
        let output = vvspec(&["explain", "614", message], &scratch.spec());
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(text, format!("no error \"614\" with the message {message:?}{expected}"));
    }
    // As a running program has it: of a code with one error the message decides nothing.
    let (exit, text, _) = on_base(&["explain", "614", "不存在"]);
    assert!(
        text.starts_with("this message is not documented; the code is, with one error only:\n\n614 订单不存在 "),
        "{text}"
    );
    assert_eq!(exit, 0);
}

#[test]
fn explain_knows_the_rules_of_the_format_without_a_spec() {
    let nowhere = tempfile::tempdir().unwrap();
    for code in explain::rules() {
        let output = vvspec(&["explain", &code.code.to_lowercase()], nowhere.path());
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0));
        assert!(
            text.starts_with(&format!("{}: {}\n", code.code, code.title)) && text.contains(code.explanation),
            "{text}"
        );
    }
}

/// Codes that a list shows: two blanks before each.
fn listed(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect()
}

#[test]
fn explain_lists_what_there_is() {
    let lint: Vec<&str> = explain::rules().into_iter().map(|code| code.code).collect();
    let diff: Vec<&str> = rules::all().map(|rule| rule.id).collect();
    let errors = ["0", "401", "614", "900", "15", "isv.trade-not-exist"];
    let cases: &[(&[&str], Vec<&str>)] = &[
        (&["--rules", "lint"], lint.clone()),
        (&["--rules", "diff"], diff.clone()),
        (&["--rules", "errors"], errors.to_vec()),
        (&[], [lint.as_slice(), diff.as_slice(), errors.as_slice()].concat()),
        // Whatever its case, in code and words, in both languages.
        (&["MONEY", "--rules", "lint"], vec!["V022"]),
        (&["--rules", "diff", "必填"], vec!["request-field-added-required", "required-added"]),
        (&["--rules", "errors", "order"], vec!["614", "900"]),
        (&["--rules", "errors", "订单不存在"], vec!["614"]),
    ];
    for (arguments, codes) in cases {
        let mut all = vec!["explain"];
        all.extend(*arguments);
        let (status, text, error) = on_base(&all);
        assert_eq!((status, error.as_str()), (0, ""), "{arguments:?}");
        assert_eq!(listed(&text), *codes, "{arguments:?}\n{text}");
    }
    assert_eq!(
        on_base(&["explain", "--rules", "lint", "gibberish"]),
        (1, String::new(), "nothing here holds \"gibberish\"\n".into())
    );
}

#[test]
fn explain_lists_the_rules_without_a_spec() {
    let nowhere = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let output = vvspec(arguments, nowhere.path());
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (status, text) = run(&["explain"]);
    assert_eq!(status, 0);
    assert_eq!(listed(&text).len(), explain::rules().len() + rules::all().count());
    assert_eq!(run(&["explain", "--rules", "errors"]), (2, String::new()));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_error() {
    let spec = base();
    for arguments in [["dump"], ["lint"]] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vvspec"))
            .args(arguments)
            .arg("--spec")
            .arg(&spec)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap()), (Some(0), String::new()));
    }
}

#[test]
fn generate_writes_and_checks() {
    let scratch = Scratch::base();
    let out = scratch.spec().parent().unwrap().join("out");
    let run = |check: &[&str]| {
        let mut all = vec!["generate", "--out", out.to_str().unwrap()];
        all.extend(check);
        vvspec(&all, scratch.spec().parent().unwrap()).status.code()
    };
    assert_eq!(run(&["--check"]), Some(1), "nothing is generated yet");
    assert_eq!(run(&[]), Some(0));
    assert_eq!(run(&["--check"]), Some(0));
    assert_eq!(
        std::fs::read_to_string(scratch.spec().join("schema.json")).unwrap(),
        vvtool_codegen::schema(&vvtool_codegen::read(&scratch.spec()).unwrap().0),
        "generate also writes the schema beside the spec"
    );
    scratch.write("demo/errors.yaml", "service: demo\nerrors: [");
    assert_eq!(run(&[]), Some(1), "a broken spec is not generated from");
    assert_eq!(
        vvspec(&["generate"], scratch.spec().parent().unwrap()).status.code(),
        Some(2),
        "no crate beside it and no --out"
    );
}
