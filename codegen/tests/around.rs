//! What other programs take from the binary: shells, the manual, editors, scanners, pipelines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "workflow/yaml.rs"]
mod yaml;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::Scratch;
use serde_json::{Value, json};

/// Exit code, standard output, standard error.
fn vvspec(arguments: &[&str], from: &Path) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vvspec")).args(arguments).current_dir(from).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The commands that `--help` lists.
fn commands(from: &Path) -> Vec<String> {
    let (_, help, _) = vvspec(&["--help"], from);
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next().map(str::to_owned));
    names.filter(|name| !name.is_empty() && name != "help").collect()
}

#[test]
fn every_shell_completes_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands(folder.path());
    assert!(commands.iter().any(|name| name == "lint"), "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, script, _) = vvspec(&["completions", shell], folder.path());
        assert_eq!(code, 0, "{shell}");
        for name in &commands {
            assert!(script.contains(name.as_str()), "{shell}: {name}");
        }
    }
    let (code, _, told) = vvspec(&["completions", "bsh"], folder.path());
    assert!(code == 2 && told.contains("'bash'"), "{code} {told}");
}

#[test]
fn the_manual_has_a_page_for_every_command_and_leaves_files_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let (man, here) = (folder.path().join("man"), folder.path());
    for _ in 0..2 {
        assert_eq!(vvspec(&["man", "-o", "man"], here), (0, String::new(), String::new()));
    }
    for name in commands(here) {
        let page = fs::read_to_string(man.join(format!("vvspec-{name}.1"))).unwrap_or_else(|_| panic!("{name}"));
        assert!(page.contains(&format!(".TH vvspec-{name} 1")), "{page}");
    }
    assert!(!man.join("vvspec-git-diff-driver.1").exists(), "what git calls is no command for people");
    let lint = fs::read_to_string(man.join("vvspec-lint.1")).unwrap();
    assert!(lint.contains("\\-\\-rule"), "{lint}");

    fs::write(man.join("vvspec-lint.1"), "mine").unwrap();
    fs::remove_file(man.join("vvspec.1")).unwrap();
    let (code, _, told) = vvspec(&["man", "-o", "man"], here);
    assert!(code == 1 && told.contains("vvspec-lint.1 is not one of ours"), "{code} {told}");
    assert_eq!(fs::read_to_string(man.join("vvspec-lint.1")).unwrap(), "mine");
    assert!(!man.join("vvspec.1").exists(), "nothing was written");
}

/// What SARIF 2.1.0 asks of a log, and what code scanning asks beyond.
fn valid_sarif(log: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(log).unwrap();
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("/sarif-schema-2.1.0.json"));
    let runs = log["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 1);
    let driver = &runs[0]["tool"]["driver"];
    assert_eq!(driver["name"], "vvspec");
    assert_eq!(runs[0]["columnKind"], "unicodeCodePoints");
    let rules = driver["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert!(ids.iter().all(|id| ids.iter().filter(|other| *other == id).count() == 1), "{ids:?}");
    for rule in rules {
        assert!(
            ["shortDescription", "help"].iter().all(|key| !rule[key]["text"].as_str().unwrap().is_empty()),
            "{rule}"
        );
    }
    let results = runs[0]["results"].as_array().unwrap();
    for result in results {
        assert_eq!(result["ruleId"], ids[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty(), "{result}");
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        let related = result["relatedLocations"].as_array().cloned().unwrap_or_default();
        for location in result["locations"].as_array().unwrap().iter().chain(&related) {
            let place = &location["physicalLocation"];
            let uri = place["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.is_empty() && !uri.starts_with('/') && !uri.contains(':') && !uri.contains(".."), "{uri}");
            assert_eq!(place["artifactLocation"]["uriBaseId"], "%SRCROOT%");
            let region = &place["region"];
            let number = |key: &str| region[key].as_u64();
            let start = (number("startLine").unwrap(), number("startColumn").unwrap());
            assert!(start.0 >= 1 && start.1 >= 1, "{region}");
            assert!(number("endLine").is_none_or(|line| (line, number("endColumn").unwrap()) > start), "{region}");
        }
    }
    results.clone()
}

#[test]
fn lint_is_sarif_with_places_that_any_machine_knows() {
    let scratch = Scratch::base();
    let spec = scratch.spec();
    let (code, log, _) = vvspec(&["lint", "--format", "sarif", "--spec", spec.to_str().unwrap()], &spec);
    assert_eq!((code, valid_sarif(&log).iter().all(|result| result["level"] == "note")), (0, true));

    let change = fs::read_to_string(spec.join("demo/order/change.yaml")).unwrap();
    scratch.write(
        "demo/order/change.yaml",
        change.replace("type: flag01", "type: flg01").replace("pii: true", "pii: \"\\e[2K\""),
    );
    scratch.write("demo/notes.txt", "x");
    let (code, log, _) = vvspec(&["lint", "--format", "sarif", "--spec", spec.to_str().unwrap()], &spec);
    assert_eq!(code, 1);
    assert!(log.chars().all(|c| c == '\n' || !c.is_control()), "{log}");
    let results = valid_sarif(&log);
    let of =
        |rule: &str| results.iter().find(|result| result["ruleId"] == rule).unwrap_or_else(|| panic!("{rule}: {log}"));
    let unknown = &of("V003")["locations"][0]["physicalLocation"];
    assert_eq!(unknown["artifactLocation"]["uri"], "spec/demo/order/change.yaml");
    assert_eq!(unknown["region"], json!({"startLine": 13, "startColumn": 28, "endLine": 13, "endColumn": 33}));
    assert!(of("V003")["message"]["text"].as_str().unwrap().contains("did you mean \"flag01\"?"));
    assert_eq!(of("V009")["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "spec/demo/notes.txt");
    let (code, few, _) = vvspec(&["lint", "--format", "sarif", "--max", "1"], &spec);
    assert_eq!((code, valid_sarif(&few).len()), (1, 1));
}

#[test]
fn lint_annotates_a_workflow_one_line_each() {
    let scratch = Scratch::base();
    let file = "demo/a%b\n::error::c,d:e.txt";
    scratch.write(file, "x");
    let (code, text, _) = vvspec(&["lint", "--format", "github", "--rule", "V009"], &scratch.spec());
    assert_eq!(code, 1);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1, "{text}");
    assert!(
        lines[0].starts_with(
            "::error file=../spec/demo/a%25b\\n%3A%3Aerror%3A%3Ac%2Cd%3Ae.txt,line=1,col=1,title=V009%3A "
        ),
        "{text}"
    );
    fs::remove_file(scratch.spec().join(file)).unwrap();
    for name in ["one", "two", "three"] {
        scratch.write(&format!("demo/{name}.txt"), "x");
    }
    let (code, text, _) = vvspec(&["lint", "--format", "github", "--max", "2"], &scratch.spec());
    assert_eq!((code, text.lines().count()), (1, 3), "{text}");
    assert!(text.ends_with("::error title=vvspec lint::3 errors found, 1 of them not shown\n"), "{text}");
}

#[test]
fn diff_is_sarif_with_what_a_reviewer_accepted() {
    let (old, new) = (Scratch::base(), Scratch::base());
    let change = fs::read_to_string(new.spec().join("demo/order/change.yaml")).unwrap();
    let changed =
        change.replace("type: decimal, example: \"1.5\"", "type: bool").replace("en: \"Price\"", "en: \"A price\"");
    new.write("demo/order/change.yaml", changed);
    let compared = || {
        let folders = [old.spec(), new.spec()];
        let [old, new] = [0, 1].map(|at: usize| folders[at].to_str().unwrap());
        let (code, log, _) = vvspec(&["diff", old, new, "--format", "sarif"], &folders[1]);
        (code, valid_sarif(&log))
    };
    let (code, results) = compared();
    let of = |results: &[Value], rule: &str| results.iter().find(|result| result["ruleId"] == rule).cloned().unwrap();
    assert_eq!(code, 100);
    let typed = of(&results, "type-changed");
    assert_eq!((&typed["level"], &of(&results, "prose-changed")["level"]), (&json!("error"), &json!("note")));
    assert_eq!(typed["partialFingerprints"]["vvspec/v1"], "demo/order/change/Order/weight/type-changed");
    assert_eq!(typed["suppressions"], Value::Null);
    assert_eq!(typed["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "spec/demo/order/change.yaml");

    let entry = "{id: demo/order/change/Order/weight/type-changed, reason: \"Agreed\", expires: 2999-01-01}";
    new.write(
        "accepted.yaml",
        format!("accepted:\n  - {entry}\n  - {{id: a/b/c, reason: \"None\", expires: 2999-01-01}}\n"),
    );
    let (code, results) = compared();
    assert_eq!(code, 100);
    let suppressed = json!([{"kind": "external", "justification": "Agreed"}]);
    assert_eq!(of(&results, "type-changed")["suppressions"], suppressed);
    let problem = of(&results, "acceptance");
    assert_eq!(
        (&problem["level"], &problem["locations"][0]["physicalLocation"]["region"]["startLine"]),
        (&json!("error"), &json!(3))
    );
}

/// The codes of all findings.
fn codes(scratch: &Scratch) -> Vec<&'static str> {
    scratch.findings().iter().map(|diag| diag.code.code).collect()
}

#[test]
fn a_new_operation_lints_clean_but_for_its_marks() {
    for arguments in [
        &["demo/order/undo"][..],
        &["demo/order/undo", "--from", "order/look"],
        &["demo/order/undo", "--from", "demo/order/change"],
        &["demo/undo", "--from", "order/look"],
        &["top/taobao.trade.undo"],
    ] {
        let scratch = Scratch::base();
        let all = [&["new", "operation"], arguments].concat();
        let (code, told, wrong) = vvspec(&all, &scratch.spec());
        assert_eq!((code, wrong.as_str()), (0, ""), "{arguments:?}");
        let file = arguments[0].replace("taobao.", "") + ".yaml";
        assert!(told.starts_with(&format!("../spec/{file}: ")), "{told}");
        assert_eq!(codes(&scratch), ["V046"], "{arguments:?}: {}", scratch.lint());
        let text = fs::read_to_string(scratch.spec().join(&file)).unwrap();
        assert!(text.starts_with("# yaml-language-server: $schema=../"), "{text}");
        // A call that nobody knows is not repeated.
        let effect = match arguments.last().unwrap().rsplit('/').next() {
            Some("look") => "effect: read\n",
            Some("change") => "effect: idempotent_write\n",
            _ => "effect: non_idempotent_write\n",
        };
        assert!(text.contains(&format!("{effect}review: [title, ")), "{text}");
        assert!(
            !text.contains("examples:") && !text.contains("renames:") && !text.contains("request_sample:"),
            "{text}"
        );
        // Once the marks are gone nothing is left to say.
        let decided: String =
            text.lines().filter(|line| !line.starts_with("review:")).map(|line| format!("{line}\n")).collect();
        scratch.write(&file, decided);
        assert_eq!(scratch.lint(), "", "{arguments:?}");

        let (code, _, wrong) = vvspec(&all, &scratch.spec());
        assert!(code == 1 && wrong.contains("is there already"), "{code} {wrong}");
    }
}

#[test]
fn a_new_operation_is_called_as_the_one_it_is_like() {
    let scratch = Scratch::base();
    assert_eq!(vvspec(&["new", "operation", "demo/order/undo", "--from", "order/change"], &scratch.spec()).0, 0);
    let text = fs::read_to_string(scratch.spec().join("demo/order/undo.yaml")).unwrap();
    for said in [
        "operation: order/undo\n",
        "title: {en: \"Order undo\", zh: \"order/undo\"}\n",
        "source: {doc: demo-order-undo, read: ",
        "http: {method: POST, path: /order/undo, body: form}\n",
        "charge: account_balance\n",
        "  - {name: memo, type: text, pii: true, ",
        "  by: order/look\n",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn a_new_operation_takes_no_place_and_follows_no_wrong_name() {
    let scratch = Scratch::base();
    let before = fs::read_to_string(scratch.spec().join("demo/order/look.yaml")).unwrap();
    for (arguments, exit, said) in [
        (&["demo/order/look"][..], 1, "../spec/demo/order/look.yaml:1: \"demo/order/look\" is there already"),
        (&["demo/errors"], 1, "errors.yaml is there already"),
        (&["demo/examples/x"], 1, "nothing was written"),
        (&["dmo/order/undo"], 2, "there is no service \"dmo\", did you mean \"demo\"?"),
        (&["demo"], 2, "names no operation"),
        (&["demo/../x"], 2, "names no operation"),
        (&["demo//x"], 2, "names no operation"),
        (&["demo/order/undo", "--from", "order/lok"], 2, "did you mean \"order/look\"?"),
        (&["top/taobao.x.get", "--from", "order/look"], 2, "is of another service"),
        (&["top/taobao.x.get", "--from", "taobao.trade.get"], 2, "is written in JSON"),
    ] {
        let (code, told, wrong) = vvspec(&[&["new", "operation"], arguments].concat(), &scratch.spec());
        assert_eq!((code, told.as_str()), (exit, ""), "{arguments:?}: {wrong}");
        assert!(wrong.contains(said), "{arguments:?}: {wrong}");
    }
    assert_eq!(fs::read_to_string(scratch.spec().join("demo/order/look.yaml")).unwrap(), before);
    assert_eq!(scratch.lint(), "", "nothing was written");
}

fn repository(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file)).unwrap_or_else(|_| panic!("{file}"))
}

/// The commands of a pipeline without what is said about its base and how it prints: `diff --fail-on any`.
fn called(text: &str) -> BTreeSet<String> {
    let calls = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let calls = calls.filter_map(|line| Some(line.split_once("cargo vvspec ")?.1));
    let words = |call: &str| {
        let ends = |word: &&str| !word.starts_with(['>', '|', '2']);
        let kept = call.split(' ').take_while(ends).filter(|word| !word.starts_with(['"', '.']));
        let mut kept: Vec<&str> = kept.collect();
        if let Some(at) = kept.iter().position(|word| *word == "--format") {
            kept.drain(at..at + 2);
        }
        kept.join(" ")
    };
    calls.map(words).collect()
}

#[test]
fn pipelines_of_other_forges_call_what_the_workflow_calls() {
    let wanted = called(&repository(".github/workflows/spec.yml"));
    let four = ["diff --fail-on any", "diff --fail-on breaking", "drift", "lint --open"];
    assert_eq!(wanted, four.map(str::to_owned).into());
    let gitlab = yaml::parse(&repository("tests/fixtures/ci/gitlab-ci.yml"));
    let gitee = yaml::parse(&repository("tests/fixtures/ci/gitee-go.yml"));
    for script in [&gitlab["spec"]["script"][0], &gitee["stages"][0]["steps"][0]["command"][0]] {
        let script = script.as_str().unwrap();
        assert_eq!(called(script), wanted, "{script}");
        let shell = Command::new("sh").args(["-n", "-c", script]).output().unwrap();
        assert!(shell.status.success(), "{}", String::from_utf8_lossy(&shell.stderr));
    }
    // The history is there, and only a merge request is looked at.
    assert_eq!(gitlab["spec"]["variables"]["GIT_DEPTH"], "0");
    assert_eq!(gitlab["spec"]["rules"][0]["if"], "$CI_PIPELINE_SOURCE == \"merge_request_event\"");
    assert_eq!(gitee["triggers"].as_object().unwrap().keys().collect::<Vec<_>>(), ["trigger", "pr"]);
}

#[test]
fn hooks_call_commands_that_there_are() {
    let hooks = yaml::parse(&repository(".pre-commit-hooks.yaml"));
    let hooks = hooks.as_array().unwrap();
    assert_eq!(hooks.iter().map(|hook| &hook["id"]).collect::<Vec<_>>(), ["vvspec-lint", "vvspec-generate"]);
    let folder = tempfile::tempdir().unwrap();
    for hook in hooks {
        assert_eq!((&hook["language"], &hook["pass_filenames"]), (&json!("system"), &json!("false")), "{hook}");
        let words: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!(words[0], "vvspec");
        let (code, help, _) = vvspec(&[&words[1..], &["--help"]].concat(), folder.path());
        assert!(code == 0 && words[2..].iter().all(|option| help.contains(option)), "{hook}: {help}");
        assert!(hook["files"].as_str().unwrap().contains("spec"), "{hook}");
    }
}
