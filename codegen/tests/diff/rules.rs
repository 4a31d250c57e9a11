//! A folder per rule: `before` and `after` are patches to one small spec (none: the spec as it is). `expected.txt` says which rules the
//! change and its mirror image meet. After a change run with `UPDATE_EXPECT=1` and read the difference.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use vvtool_codegen::inner::diff::rules::all;
use vvtool_codegen::inner::diff::{Axis, Change, Lang, Level};
use vvtool_codegen::model::api::Api;
use vvtool_codegen::source::Sources;

use super::mutations::ALL;
use super::patch;
use super::support::{Spec, changes, real, root, small};

pub(crate) fn fixtures() -> Vec<PathBuf> {
    let folder = root().join("tests/fixtures/diff");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|case| case.join("before").exists() || case.join("after").exists());
    cases.sort();
    cases
}

pub(crate) fn spec(case: &Path, name: &str) -> Spec {
    let spec = Spec::copy_of(&small());
    if let Ok(text) = fs::read_to_string(case.join(name)) {
        patch::apply(&text, &spec.path()).unwrap();
    }
    spec
}

fn side(case: &Path, name: &str) -> (Api, Sources) {
    spec(case, name).read()
}

fn lines(title: &str, changes: &[Change]) -> String {
    let mut text = format!("{title}\n");
    for change in changes {
        let levels: Vec<_> =
            Axis::ALL.iter().map(|axis| format!("{axis:?} {}", change.level(*axis)).to_lowercase()).collect();
        text.push_str(&format!("  {}\n    {}: {}\n", change.id, change.overall(), levels.join(", ")));
    }
    text
}

#[test]
fn every_rule_has_a_case_and_a_mirror() {
    let mut met = BTreeSet::new();
    for case in fixtures() {
        let rule = case.file_name().unwrap().to_string_lossy().into_owned();
        let (before, after) = (side(&case, "before"), side(&case, "after"));
        let (there, back) = (changes(&before, &after), changes(&after, &before));
        assert!(there.iter().any(|change| change.rule.id == rule), "{rule}: {}", lines("found", &there));
        for change in there.iter().chain(&back) {
            met.insert(change.rule.id);
        }
        let text = lines("there", &there) + &lines("back", &back);
        expect_file![case.join("expected.txt")].assert_eq(&text);
    }
    // Not reachable by any spec we know: the net under all other rules.
    let missing: Vec<_> =
        all().map(|rule| rule.id).filter(|id| *id != "surface-changed" && !met.contains(id)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

/// A file of rules that nobody declares is not compiled, and no compiler says so.
#[test]
fn every_rule_that_is_written_is_collected() {
    let mut written = BTreeSet::new();
    for entry in fs::read_dir(root().join("codegen/src/diff/rules")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in (1..).zip(text.lines()) {
            assert!(line.chars().count() <= 140, "{}:{number}: too long to be read", path.display());
        }
        let ids = text.split("Rule::new(").skip(1).filter_map(|rest| rest.trim_start().strip_prefix('"'));
        written.extend(ids.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
    }
    let collected: BTreeSet<String> = all().map(|rule| rule.id.to_owned()).collect();
    assert_eq!(written, collected);
}

#[test]
fn ids_are_unique_and_carry_no_wording() {
    for case in fixtures() {
        let (before, after) = (side(&case, "before"), side(&case, "after"));
        for found in [changes(&before, &after), changes(&after, &before)] {
            let ids: BTreeSet<_> = found.iter().map(|change| change.id.clone()).collect();
            assert_eq!(ids.len(), found.len(), "{}: {}", case.display(), lines("found", &found));
            for change in &found {
                assert!(change.id.ends_with(&format!("/{}", change.rule.id)), "{}", change.id);
                assert!(!change.id.contains([' ', '\n', '"']), "{}", change.id);
            }
        }
    }
}

#[test]
fn every_change_has_four_verdicts_with_reasons_a_place_and_advice_in_both_languages() {
    for case in fixtures() {
        let (before, after) = (side(&case, "before"), side(&case, "after"));
        for change in changes(&before, &after) {
            for lang in [Lang::En, Lang::Zh] {
                for axis in Axis::ALL {
                    assert!(!change.reason(axis, lang).is_empty(), "{} {axis:?}", change.id);
                }
                assert!(!change.rule.todo.get(lang).is_empty());
            }
            assert_ne!(change.reason(Axis::Wire, Lang::En), change.reason(Axis::Wire, Lang::Zh));
            assert!(change.at.file.contains("/spec/") && change.at.line > 0, "{}: {:?}", change.id, change.at);
            let breaking = change.overall() == Level::Breaking;
            assert_eq!(breaking, change.migration.is_some(), "{}", change.id);
        }
    }
}

#[test]
fn the_same_spec_twice_is_no_change() {
    for spec in [small(), super::support::real()] {
        let read = vvtool_codegen::read(&spec).unwrap();
        assert_eq!(changes(&read, &read).len(), 0);
    }
}

#[test]
fn one_error_that_many_operations_list_is_one_change() {
    let (before, spec) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    spec.edit("demo/errors.yaml", "message: 成功", "message: 完成").edit(
        "demo/order/examples/change-ok.json",
        "\"成功\"",
        "\"完成\"",
    );
    let found = changes(&before.read(), &spec.read());
    let reworded: Vec<_> = found.iter().filter(|change| change.rule.id == "error-message-reworded").collect();
    assert_eq!(reworded.len(), 1);
    assert_eq!(reworded[0].operations, ["order/change", "token"]);
    assert_eq!(reworded[0].before.as_deref(), Some("成功"));
}

#[test]
fn a_reworded_message_under_a_new_name_is_found_by_similarity() {
    let (before, spec) = (Spec::copy_of(&small()), Spec::copy_of(&small()));
    spec.edit(
        "demo/errors.yaml",
        "name: OrderNotFound\n    code: \"614\"\n    message: 订单不存在",
        "name: OrderGone\n    code: \"614\"\n    message: 该订单不存在",
    );
    spec.edit("demo/order/change.yaml", "TokenInvalid, OrderNotFound]", "TokenInvalid, OrderGone]");
    spec.edit("demo/order/change.yaml", "error: OrderNotFound", "error: OrderGone");
    spec.edit("demo/order/examples/change-not-found.json", "订单不存在", "该订单不存在");
    let found: Vec<_> = changes(&before.read(), &spec.read()).iter().map(|change| change.id.clone()).collect();
    assert!(found.contains(&"demo/errors/OrderGone/error-renamed".into()), "{found:?}");
    assert!(found.contains(&"demo/errors/OrderGone/error-message-reworded".into()), "{found:?}");
    assert!(!found.iter().any(|id| id.ends_with("error-removed") || id.ends_with("error-added")), "{found:?}");
}

/// Two operations that only have a reply of the usual form in common are two operations.
#[test]
fn operations_are_alike_in_request_and_reply_or_not_at_all() {
    let old = "operation: token";
    let cases = [
        (
            "the same endpoint",
            vec![(old, "operation: grant"), ("client_secret", "ticket_secret"), ("access_token", "grant_token")],
            true,
        ),
        ("the same fields", vec![(old, "operation: grant"), ("path: /token", "path: /grant")], true),
        (
            "another request",
            vec![(old, "operation: grant"), ("path: /token", "path: /grant"), ("client_secret", "ticket_secret")],
            false,
        ),
        (
            "another reply",
            vec![(old, "operation: grant"), ("path: /token", "path: /grant"), ("access_token", "grant_token")],
            false,
        ),
    ];
    let before = Spec::copy_of(&small());
    for (case, edits, renamed) in cases {
        let spec = Spec::copy_of(&small());
        for (old, new) in edits {
            spec.edit("demo/token.yaml", old, new);
        }
        spec.edit("demo/service.yaml", "token_operation: token", "token_operation: grant");
        let found: Vec<_> = changes(&before.read(), &spec.read()).iter().map(|change| change.id.clone()).collect();
        assert_eq!(found.contains(&"demo/grant/probable-operation-rename".into()), renamed, "{case}: {found:?}");
        assert_eq!(found.contains(&"demo/token/operation-removed".into()), !renamed, "{case}: {found:?}");
    }
}

/// A method's name is in every request. What has an address is called by that, and `endpoint-changed` watches the address.
#[test]
fn another_name_is_another_request_for_methods_only() {
    let cases = [
        (
            small(),
            "demo/token.yaml",
            "operation: token",
            "operation: grant",
            Some(("demo/service.yaml", "token_operation: token", "token_operation: grant")),
            Level::Safe,
        ),
        (
            super::support::real(),
            "top/trade.get.yaml",
            "operation: taobao.trade.get",
            "operation: taobao.trade.fetch",
            Some(("top/examples/trade-get-ok.json", "trade_get_response", "trade_fetch_response")),
            Level::Breaking,
        ),
    ];
    for (base, file, old, new, beside, level) in cases {
        for rule in ["probable-operation-rename", "operation-renamed"] {
            let (before, spec) = (Spec::copy_of(&base), Spec::copy_of(&base));
            let name = |text: &str| text.trim_start_matches("operation: ").to_owned();
            let declared = format!("{new}\nrenames: [{{from: {}, to: {}}}]", name(old), name(new));
            spec.edit(file, old, if rule == "operation-renamed" { &declared } else { new });
            if let Some((file, old, new)) = beside {
                spec.edit(file, old, new);
            }
            // What the service remembers is told by the operation's name.
            let state = spec.file(file).with_file_name("state.yaml");
            if let Ok(text) = std::fs::read_to_string(&state) {
                std::fs::write(&state, text.replace(&name(old), &name(new))).unwrap();
            }
            let found = changes(&before.read(), &spec.read());
            let renamed: Vec<_> = found.iter().filter(|change| change.rule.id == rule).collect();
            assert_eq!(renamed.len(), 1, "{new} {rule}: {}", lines("found", &found));
            assert_eq!(renamed[0].level(Axis::Wire), level, "{new} {rule}");
            assert_eq!(renamed[0].level(Axis::Source), Level::Breaking, "{new} {rule}");
        }
    }
}

/// What the crate sends by itself is the default of a required field: an old crate, which does not require it, sends nothing.
#[test]
fn a_default_is_no_excuse_for_a_field_that_old_requests_lack() {
    const FILE: &str = "demo/order/change.yaml";
    let (field, split) = ("  - {name: feature, type: Feature, en", "{name: is_split, type: flag01, default: 0,");
    let new = |attributes: &str| format!("  - {{name: box, type: text{attributes}, en: Box, zh: 箱号}}\n{field}");
    let cases = [
        (field, new(", required: true"), "box/request-field-added-required", Level::Breaking, Level::Breaking),
        (field, new(", required: true, default: x"), "box/request-field-added-required", Level::Safe, Level::Breaking),
        (field, new(", default: x"), "box/request-field-added", Level::Safe, Level::Safe),
        (split, format!("{split} required: true,"), "is_split/required-added", Level::Safe, Level::Breaking),
    ];
    let before = Spec::copy_of(&small()).read();
    for (old, new, id, source, wire) in cases {
        let spec = Spec::copy_of(&small());
        spec.edit(FILE, old, &new);
        let found = changes(&before, &spec.read());
        assert_eq!(found.len(), 1, "{new}: {}", lines("found", &found));
        assert_eq!(found[0].id, format!("demo/order/change/Request/{id}"));
        assert_eq!((found[0].level(Axis::Source), found[0].level(Axis::Wire)), (source, wire), "{new}");
    }
}

#[test]
fn a_default_that_is_not_sent_any_more_is_missed() {
    let line = |attributes: &str| format!("type: flag01, {attributes}en: \"Whether a part");
    let cases = [
        ("required: true, default: 0, ", "default: 0, ", Level::Dangerous),
        ("required: true, ", "", Level::Safe),
        // What was never sent is not missed.
        ("default: 0, ", "required: true, default: 0, ", Level::Safe),
    ];
    for (old, new, level) in cases {
        let [base, head] = [old, new].map(|attributes| {
            let spec = Spec::copy_of(&small());
            spec.edit("demo/order/change.yaml", &line("default: 0, "), &line(attributes));
            spec.read()
        });
        let found = changes(&base, &head);
        assert_eq!(found.len(), 1, "{old} -> {new}: {}", lines("found", &found));
        assert_eq!(found[0].level(Axis::Behaviour), level, "{old} -> {new}");
    }
}

/// A record's constructor changes for the reasons that a request's does, and they are told at the record.
#[test]
fn the_constructor_of_a_sent_record_is_judged_like_a_requests() {
    const RECORD: &str = "top/taobao.logistics.openalibity.write/GeneralLogisticsDataWriteRequest";
    // Mutation, finding, level of source and behaviour, whether `new` is what broke.
    let cases = [
        ("nested_request_field_required", "package_type/required-added", [Level::Breaking, Level::Safe], true),
        ("nested_request_field_made_optional", "mail_no/required-relaxed", [Level::Breaking, Level::Safe], true),
        ("nested_arguments_reordered", "arguments-reordered", [Level::Breaking, Level::Breaking], true),
        (
            "nested_request_field_made_required_by_default",
            "package_type/required-added",
            [Level::Safe, Level::Safe],
            false,
        ),
    ];
    let base = vvtool_codegen::read(&real()).unwrap();
    for (name, id, levels, breaks) in cases {
        let mutation = ALL.iter().find(|mutation| mutation.name == name).unwrap();
        let head = mutation.spec().read();
        let found = changes(&base, &head);
        let change = found
            .iter()
            .find(|change| change.id == format!("{RECORD}/{id}"))
            .unwrap_or_else(|| panic!("{name}: {}", lines("found", &found)));
        assert_eq!([Axis::Source, Axis::Behaviour].map(|axis| change.level(axis)), levels, "{name}");
        let broken: Vec<&str> = change.broken.iter().map(|item| item.path.rsplit("::").next().unwrap()).collect();
        assert_eq!(broken, if breaks { vec!["new"] } else { vec![] }, "{name}");
        assert!(found.iter().all(|other| std::ptr::eq(other, change) || other.broken.is_empty()), "{name}");
        // Its default was sent; it is not any more.
        let back = changes(&head, &base);
        let unsent = back.iter().filter(|change| change.rule.id == "required-relaxed");
        let levels: Vec<Level> = unsent.map(|change| change.level(Axis::Behaviour)).collect();
        match name {
            "nested_request_field_made_required_by_default" => assert_eq!(levels, [Level::Dangerous]),
            "nested_request_field_required" => assert_eq!(levels, [Level::Safe]),
            _ => assert_eq!(levels, []),
        }
    }
}

#[test]
fn another_type_hides_no_other_unit() {
    const TYPE: &str = "type-changed";
    const TAKES: &str = "type-changed-compatibly";
    const UNIT: &str = "unit-changed";
    let cases: &[(&str, &str, &[&str])] = &[
        ("int, unit: pieces", "int, unit: days", &[UNIT]),
        ("int, unit: pieces", "decimal, unit: pieces", &[TAKES]),
        ("int, unit: pieces", "decimal, unit: days", &[TAKES, UNIT]),
        ("int, unit: pieces", "decimal", &[TAKES, UNIT]),
        ("int, unit: pieces", "money, unit: fen", &[TAKES, UNIT]),
        ("money, unit: fen", "int, unit: pieces", &[TYPE, UNIT]),
        // A unit that comes or goes with the type is the type's news.
        ("int", "money, unit: fen", &[TAKES]),
        ("money, unit: fen", "int", &[TYPE]),
        ("int, unit: pieces", "bool", &[TYPE]),
    ];
    for (old, new, rules) in cases {
        let [base, head] = [old, new].map(|ty| {
            let spec = Spec::copy_of(&small());
            let example = if *ty == "bool" { "required: true, example: true" } else { "required: true, example: 1" };
            let given = format!("name: num, type: {ty}, {example}");
            spec.edit(
                "demo/order/change.yaml",
                "name: num, type: int, unit: pieces, required: true, example: 1",
                &given,
            );
            spec.read()
        });
        let found = changes(&base, &head);
        let found: BTreeSet<_> = found.iter().filter(|change| !change.rule.docs).map(|change| change.rule.id).collect();
        let found: Vec<_> = found.into_iter().filter(|rule| *rule != "example-contradicts-type").collect();
        assert_eq!(found, *rules, "{old} -> {new}");
    }
}
