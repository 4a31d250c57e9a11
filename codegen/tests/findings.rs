//! One folder per case: a patch to a small valid spec, and what `lint` says about it, word for word.
//!
//! After a change of wording run with `UPDATE_EXPECT=1` and read the difference.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "../../tests/fixtures/patch.rs"]
mod patch;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Scratch, fixtures};
use expect_test::expect_file;
use vvtool_codegen::explain;

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        fs::read_dir(fixtures().join("error")).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| !path.ends_with("base"));
    cases.sort();
    cases
}

fn name(case: &Path) -> String {
    case.file_name().unwrap().to_string_lossy().into_owned()
}

fn lint(patch: &str) -> String {
    let scratch = Scratch::base();
    patch::apply(patch, &scratch.spec()).unwrap();
    scratch.lint()
}

#[test]
fn every_case_says_what_it_should() {
    for case in cases() {
        let found = lint(&fs::read_to_string(case.join("patch")).unwrap());
        let code = name(&case).split('-').next().unwrap().to_owned();
        assert!(found.contains(&format!("error[{code}]")), "{}: no {code} in\n{found}", name(&case));
        expect_file![case.join("expected.txt")].assert_eq(&found);
    }
}

#[test]
fn every_code_has_a_case() {
    // Made by a program: 65 001 lines are no fixture.
    let elsewhere = ["V034"];
    let cases: Vec<String> = cases().iter().map(|case| name(case)).collect();
    for code in explain::rules() {
        let has = cases.iter().any(|case| case.starts_with(&format!("{}-", code.code)));
        assert!(has || elsewhere.contains(&code.code), "{} ({}) has no case", code.code, code.title);
    }
}

#[test]
fn a_code_is_given_once_and_found_whatever_its_case() {
    let rules = explain::rules();
    let codes: Vec<&str> = rules.iter().map(|rule| rule.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    for rule in rules {
        assert!(explain::rule(&rule.code.to_lowercase()).unwrap().contains(rule.explanation), "{}", rule.code);
    }
}

#[test]
fn the_base_of_all_cases_is_clean() {
    assert_eq!(lint(""), "");
}

/// What a running program reads is no finding, however it is spelt.
#[test]
fn a_reply_may_spell_its_values_as_the_decoder_takes_them() {
    let spelt = |price: &str, cost: &str, success: &str| {
        lint(&format!(
            "@ demo/order/examples/change-ok.json\n-      \"price\": \"200.07\",\n+      \"price\": {price},\n-      \"cost\": 1,\n+      \"cost\": {cost},\n-      \"result\": {{\"success\": true}}\n+      \"result\": {{\"success\": {success}}}\n"
        ))
    };
    for (price, cost, success) in
        [("2592e5", "1.0", "\"TRUE\""), ("\" 2.0007E2 \"", "1e2", "\" 1 \""), ("\" \"", "\"\"", "\"  \"")]
    {
        assert_eq!(spelt(price, cost, success), "", "{price} {cost} {success}");
    }
    assert!(spelt("\"2592.e5\"", "1.5", "2").contains("3 errors found"));
}

#[test]
fn every_finding_begins_with_a_place_that_editors_can_jump_to() {
    for case in cases() {
        let text = fs::read_to_string(case.join("expected.txt")).unwrap();
        let heads = text.lines().filter(|line| line.contains(": error[V")).count();
        let count: usize = text.lines().last().unwrap().split(' ').next().unwrap().parse().unwrap();
        assert_eq!(heads, count, "{}", name(&case));
        for head in text.lines().filter(|line| line.contains(": error[V")) {
            let mut parts = head.splitn(4, ':');
            assert!(parts.next().unwrap().starts_with("spec"), "{head}");
            assert!(parts.next().unwrap().parse::<usize>().unwrap() > 0, "{head}");
            assert!(parts.next().unwrap().parse::<usize>().unwrap() > 0, "{head}");
        }
    }
}

#[test]
fn too_many_fields() {
    let fields: String = (0..32_001).map(|n| format!("+      - {{name: f{n}, type: int, en: F, zh: 字}}\n")).collect();
    let found = lint(&format!(
        "@ demo/token.yaml\n-      - {{name: access_token, type: text, presence: always, secret: true, example: example-token, en: \"The token\", zh: 令牌}}\n{fields}"
    ));
    assert!(found.contains("error[V034]: Token has 32001 fields, at most 32000 are possible"), "{found}");
    assert!(found.ends_with("\n1 error found\n"), "{found}");
}

/// Ten mistakes of every kind and stage, in five files, one of them not even YAML: one run shows all ten.
#[test]
fn all_errors_in_one_run() {
    let found = lint(
        r#"@ new demo/order/broken.yaml
+operation: [order/broken
@ new demo/readme.md
+hello
@ demo/order/change.yaml
-effect: idempotent_write

-rate_limit: {calls: 2, per: minute}
+rate_limit: {calls: 2, per: fortnight}
-  - {name: memo, type: text, pii: true, max_chars: 20, default: 无, example: 测试备注, en: "New memo", zh: 备注, note: "Replaces the old one", note_zh: 替换旧值}
+  - {name: memo, type: text, max_chars: 20, default: 无, example: 测试备注, en: "New memo", zh: 备注, note: "Replaces the old one", note_zh: 替换旧值}
-      - {name: price, type: money, unit: yuan, example: "200.07", en: "Price", zh: 价格}
+      - {name: price, type: money, example: "200.07", en: "Price", zh: 价格}
-      - {name: weight, type: decimal, example: "1.5", en: "Weight", zh: 重量}
+      - {name: weight, type: Nummber, example: "1.5", en: "Weight", zh: 重量}
-errors: [Success, TokenInvalid, OrderNotFound]
+errors: [Success, TokenInvalid, OrderNotFond]
@ demo/order/examples/change-ok.json
-      "cost": 1,
+      "cost": "one",
@ top/errors.yaml
-service: top
+service: top
+version: 2
"#,
    );
    let codes: Vec<&str> = found
        .lines()
        .filter_map(|line| line.split_once(": error[")?.1.get(..4))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect();
    assert_eq!(codes, ["V002", "V003", "V004", "V005", "V008", "V009", "V020", "V022", "V026", "V029"], "{found}");
    assert!(found.ends_with("\n10 errors found\n"), "{found}");
}

/// A gateway may leave it unsigned, as it may any other parameter of its calls.
#[test]
fn a_version_in_the_query_is_a_parameter_that_except_may_name() {
    let signed = |except: &str| {
        let sign =
            r#"order: bytes, each: "{name}={value}&", digest: {of: {md5: {around: "{text}{secret}"}}}, case: lower"#;
        lint(&format!(
            "@ demo/service.yaml\n-auth: {{scheme: bearer, header: Authorization}}\n-body: multipart\n\
             -rate_limit: {{calls: 10, per: second}}\n-token_operation: token\n+auth:\n+  scheme: signed\n\
             +  parameters: [{{name: app_key, from: account}}, {{name: session, from: session}}]\n\
             +  sign: {{name: sign, over: {{parameters: all, except: [{except}]}}, {sign}}}\n+body: multipart\n\
             +rate_limit: {{calls: 10, per: second}}\n"
        ))
    };
    assert_eq!(signed("sign, v"), "");
    let found = signed("sign, version");
    assert!(found.contains("error[V062]: no call has a parameter \"version\""), "{found}");
}
