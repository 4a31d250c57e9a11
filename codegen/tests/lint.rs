//! `vvspec lint`: what is shown of many findings, to whom, and how it ends.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "../../tests/fixtures/schema.rs"]
mod schema;

use std::collections::BTreeMap;
use std::process::Command;

use common::Scratch;
use serde_json::Value;

/// Exit code, standard output, standard error.
fn lint(scratch: &Scratch, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vvspec"))
        .arg("lint")
        .args(arguments)
        .current_dir(scratch.spec().parent().unwrap())
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// `count` amounts without a unit, one stray file, one unknown type.
fn many(count: usize) -> Scratch {
    let scratch = Scratch::base();
    scratch.write("demo/notes.txt", "x");
    let token = std::fs::read_to_string(scratch.spec().join("demo/token.yaml")).unwrap();
    let fields: String =
        (0..count).map(|n| format!("      - {{name: amount_{n}, type: money, en: Amount, zh: 金额}}\n")).collect();
    let odd = "      - {name: odd, type: Nummber, en: Odd, zh: 奇}\n";
    scratch.write("demo/token.yaml", token.replacen("    fields:\n", &format!("    fields:\n{odd}{fields}"), 1));
    scratch
}

fn heads(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.split_once(": error[")?.1.get(..4)).collect()
}

#[test]
fn many_findings_are_counted_first_and_shown_in_part() {
    let scratch = many(20_000);
    let (status, text, _) = lint(&scratch, &[]);
    assert_eq!(status, 1);
    assert!(
        text.starts_with(
            "20000 V022  money without a unit\n    1 V003  unknown type\n    1 V009  a file that is no part of a spec\n\nspec/"
        ),
        "{}",
        text.get(..400).unwrap()
    );
    assert_eq!(heads(&text).len(), 100);
    // The first of each, in the order of places; then the others.
    assert_eq!(heads(&text)[..5], ["V009", "V003", "V022", "V022", "V022"]);
    assert!(text.lines().count() < 1_000, "{}", text.lines().count());
    let end = "20002 errors found\n19902 of them not shown: `vvspec lint --max 20002` shows all, `--rule V022` those of one rule\n";
    assert!(text.ends_with(end), "{}", text.lines().last().unwrap());

    let (_, all, _) = lint(&scratch, &["--format", "json"]);
    assert_eq!(serde_json::from_str::<Value>(&all).unwrap()["findings"].as_array().unwrap().len(), 20_002);
    let scratch = many(300);
    let (_, all, _) = lint(&scratch, &["--max", "302"]);
    assert_eq!(heads(&all).len(), 302);
    assert!(all.ends_with("\n302 errors found\n"));
}

#[test]
fn max_bounds_what_is_shown_and_nothing_else() {
    let scratch = many(5);
    for (max, shown) in [("0", 0), ("1", 1), ("3", 3), ("7", 7), ("1000", 7)] {
        for format in ["text", "json"] {
            let (status, text, _) = lint(&scratch, &["--max", max, "--format", format]);
            assert_eq!(status, 1, "{max} {format}");
            if format == "json" {
                let json: Value = serde_json::from_str(&text).unwrap();
                assert_eq!(json["findings"].as_array().unwrap().len(), shown, "{max}");
                assert_eq!(json["summary"]["found"], 7);
                assert_eq!(json["summary"]["left_out"], 7 - shown, "{max}");
            } else {
                assert_eq!(heads(&text).len(), shown, "{max}: {text}");
                assert!(text.starts_with("5 V022  money without a unit\n"), "{text}");
                assert_eq!(text.contains(&format!("{} of them not shown", 7 - shown)), shown < 7, "{text}");
            }
        }
    }
}

#[test]
fn a_rule_is_looked_at_alone() {
    let scratch = many(2);
    for (rules, codes, status) in [
        (&["V022"][..], &["V022", "V022"][..], 1),
        (&["v009"], &["V009"], 1),
        (&["V009", "V003"], &["V009", "V003"], 1),
        (&["V012"], &[], 0),
    ] {
        let arguments: Vec<&str> = rules.iter().flat_map(|rule| ["--rule", rule]).collect();
        let (exit, text, _) = lint(&scratch, &arguments);
        assert_eq!((exit, heads(&text)), (status, codes.to_vec()), "{rules:?}: {text}");
        assert!(text.contains(&format!("{} findings of other rules", 4 - codes.len())), "{text}");
        let (exit, text, _) = lint(&scratch, &[arguments.as_slice(), &["--format", "json"]].concat());
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(exit, status, "{rules:?}");
        assert_eq!(json["summary"]["other_rules"], 4 - codes.len(), "{rules:?}");
    }
    let (exit, text, _) = lint(&Scratch::base(), &["--rule", "V012"]);
    assert_eq!((exit, text.as_str()), (0, "no findings of V012; 2 services, 7 operations\n"));
}

#[test]
fn an_unknown_rule_is_told_with_the_nearest() {
    for (rule, said) in [
        ("V0012", "there is no rule \"V0012\", did you mean \"V001\"?\n"),
        ("V999", "there is no rule \"V999\", the nearest known name is \"V009\"\n"),
        ("required-added", "there is no rule \"required-added\"\n"),
        ("\u{1b}[2J", "there is no rule \"\\u{1b}[2J\"\n"),
        ("", "there is no rule \"\"\n"),
    ] {
        let (status, out, told) = lint(&Scratch::base(), &["--rule", "V012", "--rule", rule]);
        assert_eq!((status, out.as_str()), (2, ""), "{rule:?}");
        assert_eq!(told, format!("{said}`vvspec explain --rules lint` lists them\n"), "{rule:?}");
    }
}

#[test]
fn json_follows_the_published_schema_and_says_what_the_text_says() {
    let (status, text, _) = lint(&Scratch::base(), &["--schema"]);
    assert_eq!(status, 0);
    let schema: Value = serde_json::from_str(&text).unwrap();
    let spoiled = many(3);
    let change = std::fs::read_to_string(spoiled.spec().join("demo/order/change.yaml")).unwrap();
    let twice = "  - {name: memo, type: text, pii: true, en: \"\u{202e}\u{7}\", zh: 备注}\n  - {name: feature, type: Feature, en";
    let other = change.replacen("  - {name: feature, type: Feature, en", twice, 1);
    assert_ne!(other, change);
    spoiled.write("demo/order/change.yaml", other);
    for scratch in [&spoiled, &Scratch::base()] {
        let (_, text, _) = lint(scratch, &["--format", "json"]);
        assert!(!text.contains(['\u{202e}', '\u{7}']), "{text}");
        let json: Value = serde_json::from_str(&text).unwrap();
        schema::valid(&schema, &schema, &json, "findings");
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        for finding in json["findings"].as_array().unwrap() {
            let place = [&finding["file"], &finding["line"], &finding["column"]].map(ToString::to_string).join(":");
            let head = format!("{}: error[{}]", place.replace('"', ""), finding["rule"].as_str().unwrap());
            *lines.entry(head).or_default() += 1;
        }
        let (_, text, _) = lint(scratch, &["--max", "1000"]);
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for line in text.lines().filter(|line| line.contains(": error[V")) {
            *told.entry(line.split_inclusive(']').next().unwrap().to_owned()).or_default() += 1;
        }
        assert_eq!(lines, told);
    }
}

/// Other commands that meet a broken spec do not print a book either.
#[test]
fn other_commands_show_as_much() {
    let scratch = many(300);
    let out = scratch.spec().parent().unwrap().join("out");
    for arguments in [&["generate", "--out", out.to_str().unwrap()][..], &["dump"], &["explain", "614"]] {
        let output = Command::new(env!("CARGO_BIN_EXE_vvspec"))
            .args(arguments)
            .current_dir(scratch.spec().parent().unwrap())
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(text.starts_with("300 V022  money without a unit\n"), "{arguments:?}: {text}");
        assert_eq!(heads(&text).len(), 100, "{arguments:?}");
    }
    assert!(!out.exists());
}

/// What the small spec's `order/change` says otherwise: the text to replace, and what it becomes.
fn spoilt(old: &str, new: &str) -> Scratch {
    let scratch = Scratch::base();
    let file = scratch.spec().join("demo/order/change.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{old}");
    std::fs::write(&file, text.replace(old, new)).unwrap();
    scratch
}

const EFFECT: &str = "effect: idempotent_write\n";

/// Each slip is the only error: what stands in the file, what stands there by accident, the place, what it is called, what to type.
fn told_alone(cases: &[(&str, &str, &str, &str, &str)]) {
    for (old, new, place, name, typed) in cases {
        let (status, text, _) = lint(&spoilt(old, new), &[]);
        let head = format!("spec/demo/order/change.yaml:{place}: error[V002]: ");
        let line = text.lines().find(|line| line.contains(": error[")).unwrap();
        assert_eq!(status, 1, "{new}");
        assert!(line.starts_with(&head) && line.contains(name), "{new:?}: {line}");
        let help = text.lines().find(|line| line.contains("= help: ")).unwrap_or_else(|| panic!("{new:?}: {text}"));
        assert!(help.contains(typed), "{new:?}: {help}");
        assert!(text.ends_with("\n1 error found\n"), "{new:?}: {text}");
    }
}

/// A sign that looks like another is told by its name, at its place, with what to type.
#[test]
fn slips_of_the_keyboard_are_named() {
    told_alone(&[
        (EFFECT, "effect：idempotent_write\n", "5:7", "a full-width colon `：` (U+FF1A)", "type `: `"),
        (EFFECT, "effect：  idempotent_write\n", "5:7", "a full-width colon", "type `: `"),
        (
            "{value: OPEN, en: \"Open\"",
            "{value: OPEN，en: \"Open\"",
            "63:21",
            "a full-width comma `，` (U+FF0C)",
            "type `, `",
        ),
        ("{value: OPEN, en: \"Open\"", "{value: OPEN、en: \"Open\"", "63:21", "a full-width comma", "type `, `"),
        ("en: \"Open\"", "en: “Open”", "63:27", "a quotation mark of prose `“` (U+201C)", "type `\"`"),
        ("en: \"Open\"", "en: ＂Open＂", "63:27", "a quotation mark of prose", "type `\"`"),
        ("zh: 打开", "zh: ‘打开’", "63:39", "a quotation mark of prose", "type `\"`"),
        ("  - type: Order\n", "  – type: Order\n", "23:3", "a dash `–` (U+2013)", "type `-`"),
        ("  - type: Order\n", "  － type: Order\n", "23:3", "a dash `－` (U+FF0D)", "type `-`"),
        ("title: {en", "title: ｛en", "2:8", "a full-width bracket `｛` (U+FF5B)", "type `{`"),
        (EFFECT, "effect:\u{a0}idempotent_write\n", "5:8", "a no-break space (U+00A0)", "type a blank"),
        ("  data: {list", "\u{a0}\u{a0}data: {list", "19:1", "a no-break space", "type a blank"),
        (EFFECT, "effect:\u{3000}idempotent_write\n", "5:8", "an ideographic space (U+3000)", "type a blank"),
        ("  data: {list", "\tdata: {list", "19:1", "a tab (U+0009)", "type blanks, two for each level"),
        ("  data: {list", "  \tdata: {list", "19:3", "a tab", "two for each level"),
        (EFFECT, "\u{feff}effect: idempotent_write\n", "5:1", "a byte order mark (U+FEFF)", "remove it"),
        (EFFECT, "effect: \0idempotent_write\n", "5:9", "a NUL character (U+0000)", "remove it"),
        (EFFECT, "effect:idempotent_write\n", "5:7", "a colon without a blank behind it", "type `: `"),
    ]);
}

#[test]
fn what_is_left_of_a_merge_is_named() {
    told_alone(&[
        (
            EFFECT,
            "<<<<<<< HEAD\neffect: read\n=======\neffect: idempotent_write\n>>>>>>> other\n",
            "5:1",
            "`<<<<<<<` is left of a merge",
            "remove the lines",
        ),
        (
            EFFECT,
            "effect: read\n=======\neffect: idempotent_write\n>>>>>>> other\n",
            "6:1",
            "`=======` is left of a merge",
            "remove the lines",
        ),
        (
            EFFECT,
            "effect: idempotent_write\n>>>>>>> other\n",
            "6:1",
            "`>>>>>>>` is left of a merge",
            "remove the lines",
        ),
    ]);
}

/// What is no slip of one sign: the place where to look, and why.
#[test]
fn blanks_and_what_is_not_closed_are_told_where_to_look() {
    told_alone(&[
        (
            "  data: {list",
            "data: {list",
            "20:3",
            "expected key",
            "before this line stand 2 blanks, before the line above 0",
        ),
        (
            EFFECT,
            "  effect: idempotent_write\n",
            "5:3",
            "expected key",
            "before this line stand 2 blanks, before the line above 0",
        ),
        (
            "  confirm:",
            "   confirm:",
            "20:4",
            "expected key",
            "before this line stand 3 blanks, before the line above 2",
        ),
        ("en: \"Open\"", "en: \"Open", "64:30", "double-quoted", "close the `\"` of the line above"),
        ("zh: 打开}", "zh: 打开", "65:3", "", "close the `{` of the line above"),
    ]);
}

/// Where YAML takes the sign for a letter, the word that holds it is told with the sign's name.
#[test]
fn slips_inside_words_are_named_too() {
    for (old, new, code, help) in [
        ("{value: OPEN", "{value：OPEN", "V004", "it holds a full-width colon `：` (U+FF1A): type `: `"),
        ("effect: idem", "effect\u{200b}: idem", "V004", "it holds a character without a width (U+200B): type nothing"),
        (
            "errors: [Success",
            "errors: ［Success",
            "V007",
            "it begins with a full-width bracket `［` (U+FF3B): type `{`",
        ),
    ] {
        let (_, text, _) = lint(&spoilt(old, new), &["--rule", code]);
        assert!(text.contains(help), "{new:?}: {text}");
    }
    for (new, code) in [("effect: \u{2028}idem", "(\\u{2028})"), ("effect: \u{202e}idem", "(\\u{202e})")] {
        let (_, text, _) = lint(&spoilt("effect: idem", new), &[]);
        assert!(text.contains(&format!("error[V038]: a control character {code}")), "{text}");
    }
}

/// An example reply is typed by people too.
#[test]
fn slips_in_example_replies_are_named() {
    const FILE: &str = "demo/order/examples/change-ok.json";
    let good = std::fs::read_to_string(Scratch::base().spec().join(FILE)).unwrap();
    let code = "\"code\":";
    for (old, new, name, typed) in [
        (code, "\"code\"：", "a full-width colon `：` (U+FF1A)", "type `: `"),
        (code, "“code”:", "a quotation mark of prose `“` (U+201C)", "type `\"`"),
        (code, "\"code”:", "a quotation mark of prose `”` (U+201D)", "type `\"`"),
        (code, "\"co\tde\":", "a tab (U+0009)", "type `\\t`"),
        (code, "\u{a0}\"code\":", "a no-break space (U+00A0)", "type a blank"),
        (code, "\u{3000}\"code\":", "an ideographic space (U+3000)", "type a blank"),
        (code, "\u{200b}\"code\":", "a character without a width (U+200B)", "type nothing"),
        (
            code,
            "\n<<<<<<< HEAD\n\"code\":\n=======\n\"code\":\n>>>>>>> other\n",
            "`<<<<<<<` is left of a merge that nobody resolved",
            "remove the lines",
        ),
    ] {
        let scratch = Scratch::base();
        assert!(good.contains(old), "{good}");
        scratch.write(FILE, good.replacen(old, new, 1));
        let (status, text, _) = lint(&scratch, &["--rule", "V026"]);
        assert_eq!(status, 1, "{new:?}: {text}");
        let line = text.lines().find(|line| line.contains(": error[V026]: not JSON: ")).unwrap();
        assert!(line.starts_with(&format!("spec/{FILE}:")) && line.contains(name), "{new:?}: {line}");
        assert!(text.contains("= help: ") && text.contains(typed), "{new:?}: {text}");
    }
}

/// What stands in a file's place and is none is told once, with no talk of a missing file beside it.
#[test]
fn what_stands_in_the_place_of_a_file_is_told_once() {
    for file in ["ids.yaml", "demo/service.yaml", "demo/errors.yaml"] {
        let scratch = Scratch::base();
        std::fs::remove_file(scratch.spec().join(file)).unwrap();
        std::fs::create_dir(scratch.spec().join(file)).unwrap();
        let (status, text, _) = lint(&scratch, &[]);
        assert_eq!(status, 1, "{file}");
        let said = format!("spec/{file}:1:1: error[V001]: a folder where a file is expected");
        assert!(text.contains(&said) && text.ends_with("\n1 error found\n"), "{file}: {text}");
    }
    for (content, said) in [
        ("", "1:1: error[V026]: the file is empty"),
        ("\n \n", "1:1: error[V026]: the file is empty"),
        ("{\"code\": 0", "error[V026]: not JSON: the file ends inside an object"),
    ] {
        let scratch = Scratch::base();
        scratch.write("demo/order/examples/change-ok.json", content);
        let (status, text, _) = lint(&scratch, &[]);
        assert!(status == 1 && text.contains(said), "{content:?}: {text}");
    }
}

/// A byte order mark, line ends of Windows, tabs between words: a spec with them is read.
#[test]
fn what_editors_leave_behind_is_no_mistake() {
    let scratch = Scratch::base();
    for file in ["demo/order/change.yaml", "demo/errors.yaml", "ids.yaml"] {
        let text = std::fs::read_to_string(scratch.spec().join(file)).unwrap();
        let text = text.replacen(": ", ":\t", 1).replace('\n', "\r\n");
        scratch.write(file, format!("\u{feff}{text}"));
    }
    assert_eq!(lint(&scratch, &[]), (0, "2 services, 7 operations: no findings\n".into(), String::new()));
}

/// A file that is missing or cannot be read is one finding, told first.
#[test]
fn what_follows_from_a_missing_file_is_one_line() {
    let real = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    for (file, follow) in [
        ("ids.yaml", Some("findings follow from this")),
        ("vvtool/errors.yaml", Some("findings follow from this")),
        ("top/errors.yaml", Some("findings follow from this")),
        ("vvtool/service.yaml", None),
        ("top/service.yaml", None),
    ] {
        let scratch = Scratch::empty();
        common::copy(&real, &scratch.spec());
        std::fs::remove_file(scratch.spec().join(file)).unwrap();
        // Another mistake, in a file before it, stays one.
        scratch.write("top/notes.txt", "x");
        let (status, text, _) = lint(&scratch, &[]);
        assert_eq!(status, 1, "{file}");
        assert_eq!(heads(&text), ["V001", "V009"], "{file}: {text}");
        let first = text.lines().find(|line| line.contains(": error[")).unwrap();
        assert!(first.starts_with(&format!("spec/{file}:1:1: error[V001]: this file is missing")), "{first}");
        if let Some(follow) = follow {
            let count: usize = first.split(": ").nth(3).unwrap().split(' ').next().unwrap().parse().unwrap();
            assert!(count > 20 && first.ends_with(follow), "{first}");
        }
        // Broken, it is the finding of its own file alone.
        for text in ["a: [b", "\u{a0}a: b: c", "\0", "", "<<<<<<< x\n"] {
            scratch.write(file, text);
            let (_, text, _) = lint(&scratch, &[]);
            assert_eq!(
                heads(&text).iter().filter(|code| **code != "V009").collect::<Vec<_>>(),
                [&"V002"],
                "{file}: {text}"
            );
        }
        for text in ["effect：read", "[]", "other: []"] {
            scratch.write(file, text);
            let (_, text, _) = lint(&scratch, &["--max", "1000"]);
            let elsewhere =
                text.lines().filter(|line| line.contains(": error[") && !line.starts_with(&format!("spec/{file}:")));
            assert_eq!(elsewhere.filter(|line| !line.contains("[V009]")).count(), 0, "{file}: {text}");
        }
    }
}

/// A misspelt word of a spec that needs no ids is a misspelt word.
#[test]
fn without_ids_a_misspelt_type_is_told_as_such() {
    let scratch = spoilt("name: weight, type: decimal", "name: weight, type: decimel");
    let file = scratch.spec().join("ids.yaml");
    std::fs::remove_file(file).unwrap();
    let (_, text, _) = lint(&scratch, &[]);
    assert!(text.contains("error[V003]: unknown type \"decimel\", did you mean \"decimal\"?"), "{text}");
    assert!(text.contains("spec/ids.yaml:1:1: error[V001]: this file is missing: "), "{text}");
    assert!(text.contains("follow from this"), "{text}");
}

#[test]
fn a_suggestion_is_no_finding() {
    let scratch = Scratch::base();
    let change = std::fs::read_to_string(scratch.spec().join("demo/order/change.yaml")).unwrap();
    // A read has no intent, and nothing to prove.
    let change = change.split("intent: ").next().unwrap().to_owned();
    let read = change.replacen("effect: idempotent_write", "effect: read", 1);
    scratch.write("demo/order/change.yaml", read.replacen("echo: [order_id]", "", 1));
    let told = "spec/demo/order/change.yaml:10:12: suggestion[V051]: the reply of order/change has the id \"order_id\" too; \
                `echo: [order_id]` refuses the answer to another request, if every reply repeats it\n";
    let good = "2 services, 7 operations: no findings\n";
    assert_eq!(lint(&scratch, &[]), (0, format!("{told}{good}"), String::new()));
    assert_eq!(lint(&scratch, &["--rule", "v051"]).1, format!("{told}no findings of v051; 2 services, 7 operations\n"));
    assert!(!lint(&scratch, &["--rule", "V022"]).1.contains("suggestion"));
    let (status, text, _) = lint(&scratch, &["--format", "json"]);
    let json: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((status, json["summary"]["found"].as_u64()), (0, Some(0)));
    assert_eq!((&json["suggestions"][0]["rule"], &json["suggestions"][0]["line"]), (&"V051".into(), &10.into()));
    // A write that says nothing, and a read that says it.
    scratch.write("demo/order/change.yaml", change.replacen("echo: [order_id]", "", 1));
    assert_eq!(lint(&scratch, &[]).1, good);
    scratch.write("demo/order/change.yaml", read);
    assert_eq!(lint(&scratch, &[]).1, good);
}

/// However deep records nest, and whether they end at all: a finding with its place, never the compiler's or the stack's.
#[test]
fn records_nest_as_deep_as_is_supported() {
    let chain = |levels: usize, list: bool, last: &str| {
        let word = |n: usize| if list { format!("{{list: Deep{n}}}") } else { format!("Deep{n}") };
        let field =
            |ty: &str| format!("fields: [{{name: inner, type: {ty}, presence: always, en: \"Inner\", zh: 内}}]");
        let one = |n: usize, ty: &str| format!("  - {{type: Deep{n}, en: \"Level\", zh: 层, {}}}\n", field(ty));
        let all: String = (1..levels).map(|n| one(n, &word(n + 1))).collect();
        // The data, `Order`, is a level too.
        let field = format!("      - {{name: deep, type: {}, en: \"Deep\", zh: 深}}\n  - type: Result\n", word(1));
        let scratch = spoilt("  - type: Result\n", &field);
        let file = scratch.spec().join("demo/order/change.yaml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replacen("enums:\n", &format!("{all}{}enums:\n", one(levels, last)), 1)).unwrap();
        scratch
    };
    for list in [false, true] {
        for (levels, last, codes) in [
            (23, "int", &[][..]),
            (24, "int", &["V050"]),
            (400, "int", &["V050"]),
            (4_000, "int", &["V050"]),
            // Itself, each other, the first of a long chain: without end, but where a list may be empty.
            (1, "Deep1", &["V028"]),
            (2, "Deep1", &["V028"]),
            (3, "{list: Deep2}", &[]),
            (400, "Deep1", &["V050", "V028"]),
        ] {
            let (_, text, _) = lint(&chain(levels, list, last), &[]);
            let (mut found, mut wanted) = (heads(&text), codes.to_vec());
            wanted.retain(|code| !list || levels == 1 || *code != "V028");
            let helps = wanted.len();
            found.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(found, wanted, "{levels} {list} {last}: {text}");
            let help = text.lines().filter(|line| line.contains("= help: ")).count();
            assert_eq!(help, helps, "{text}");
        }
    }
    let (_, text, _) = lint(&chain(400, false, "int"), &[]);
    assert!(text.contains("records nest 401 levels deep here, at most 24 are supported"), "{text}");
}

/// Whatever became of docs.lock: lint says which line is none, and what to do.
#[test]
fn a_broken_docs_lock_is_an_error_with_its_line() {
    const GOOD: &str = concat!(
        "# What each source document said.\n",
        "{\"doc\": \"a\", \"service\": \"demo\", \"form\": \"vvtool_page\", \"read\": \"2026-01-02\", \"digest\": \"0\"}\n",
        "{\"field\": \"tid\", \"in\": \"request\", \"owner\": \"Request\"}\n",
    );
    let scratch = Scratch::base();
    scratch.write("docs.lock", GOOD);
    assert_eq!(lint(&scratch, &[]).0, 0);
    for (text, line, says) in [
        (GOOD.trim_end_matches("\"}\n").to_owned(), 3, "the file ends in the middle of it"),
        (GOOD.replace("\"in\":", "in:"), 3, "no line of docs.lock: key must be a string"),
        (format!("{GOOD}field: tid\n"), 4, "no line of docs.lock: "),
        (format!("{GOOD}[1]\n"), 4, "no line of docs.lock: not an object"),
        (format!("{GOOD}{{\"row\": \"tid\"}}\n"), 4, "neither doc, text, field, error nor open"),
        (GOOD.replacen("{\"doc\": \"a\", ", "{", 1), 2, "neither doc"),
        ("{\"field\": \"tid\"}\n".to_owned(), 1, "it stands before the first document"),
        (format!("<<<<<<< HEAD\n{GOOD}=======\n{GOOD}>>>>>>> other\n"), 1, "a merge that nobody resolved"),
        (String::new(), 1, "docs.lock names no document"),
        ("# What each source document said.\n\n".to_owned(), 1, "docs.lock names no document"),
        (GOOD.replace("{\"field\"", "=======\n{\"field\"") + ">>>>>>> other\n", 3, "a merge that nobody resolved"),
    ] {
        scratch.write("docs.lock", &text);
        for arguments in [&[][..], &["--open"]] {
            let (status, out, err) = lint(&scratch, arguments);
            let all = out + &err;
            assert_eq!(status, 1, "{text}\n{all}");
            assert!(all.contains(&format!("spec/docs.lock:{line}:")) && all.contains(says), "{text}\n{all}");
            assert!(all.contains("import the documents again"), "{all}");
        }
        let (_, json, _) = lint(&scratch, &["--format", "json"]);
        let json: Value = serde_json::from_str(&json).unwrap();
        let place = &json["findings"][0];
        assert!(place["file"].as_str().is_some_and(|file| file.ends_with("docs.lock")), "{json}");
        assert_eq!(place["line"], line, "{json}");
    }
    scratch.write("docs.lock", [0xff, 0xfe]);
    let (status, out, _) = lint(&scratch, &[]);
    assert!(status == 1 && out.contains("docs.lock cannot be read"), "{out}");
}

/// What a reviewer accepted is only asked for when versions are compared, which is long after the file was written.
#[test]
fn an_accepted_yaml_that_is_none_is_an_error_with_its_line() {
    const GOOD: &str =
        "accepted:\n  - id: demo/token/charge/charge-added\n    reason: planned\n    expires: 2126-01-02\n";
    for (text, says) in [
        ("accepted: {a: b}\n".to_owned(), "accepted.yaml:1:12: error[V007]: \"accepted\" takes a list"),
        ("}{\n".to_owned(), "accepted.yaml:1:1: error[V002]"),
        (GOOD.replace("2126-01-02", "soon"), "accepted.yaml:4:14: error[V039]"),
        (GOOD.replace("reason", "reasons"), "accepted.yaml:3:5: error[V004]"),
        (GOOD.replace("accepted:", "exempt:"), "accepted.yaml:1:1: error[V004]"),
    ] {
        let scratch = Scratch::base();
        scratch.write("accepted.yaml", &text);
        let (status, out, _) = lint(&scratch, &[]);
        assert!(status == 1 && out.contains(says), "{text}\n{out}");
        assert!(lint(&scratch, &["--format", "json"]).1.contains("accepted.yaml"), "{text}");
    }
    let scratch = Scratch::base();
    for good in [GOOD, "accepted: []\n"] {
        scratch.write("accepted.yaml", good);
        assert_eq!(lint(&scratch, &[]).0, 0, "{good}");
    }
}

/// What the wire has, letter for letter, has no blanks around it; prose may.
#[test]
fn blanks_around_what_the_wire_has_are_told() {
    for (file, old, new) in [
        ("demo/order/change.yaml", "name: weight,", "name: \"weight \","),
        ("demo/order/change.yaml", "name: memo,", "name: \" memo\","),
        ("demo/order/change.yaml", "value: CLOSED", "value: \"CLOSED\u{3000}\""),
        ("demo/order/change.yaml", "value: \"1\"", "value: \"1 \""),
        ("demo/order/change.yaml", "path: /order/change", "path: \"/order/change \""),
        ("demo/order/change.yaml", "flag: result.success", "flag: \"result.success \""),
        ("demo/errors.yaml", "code: \"401\"", "code: \" 401\""),
    ] {
        let scratch = Scratch::base();
        let text = std::fs::read_to_string(scratch.spec().join(file)).unwrap();
        assert!(text.contains(old), "{old}");
        scratch.write(file, text.replacen(old, new, 1));
        let (_, out, _) = lint(&scratch, &["--rule", "V063"]);
        assert!(out.contains("error[V063]"), "{new}: {out}");
    }
    let scratch = Scratch::base();
    let text = std::fs::read_to_string(scratch.spec().join("demo/order/change.yaml")).unwrap();
    scratch.write("demo/order/change.yaml", text.replacen("zh: 修改订单", "zh: \"修改订单 \"", 1));
    assert_eq!(lint(&scratch, &["--rule", "V063"]).0, 0);
}
