//! Local rules, flags of a reply, and whatever else mentions fields by name: one change is one entry.

use super::support::{Spec, changes, small};

type Edit<'a> = (&'a str, &'a str);

const CHANGE: &str = "demo/order/change.yaml";
const TRADE: &str = "top/trade.get.json";
const RENAMES: &str = "renames:\n";

fn ids(file: &str, base: &[Edit<'_>], head: &[Edit<'_>]) -> Vec<String> {
    let [base, head] = [base, head].map(|edits| {
        let copy = Spec::copy_of(&small());
        for (old, new) in edits {
            copy.edit(file, old, new);
        }
        copy.read()
    });
    changes(&base, &head).into_iter().map(|change| change.id).collect()
}

/// A change is where it is, whichever side it is read from.
fn is(file: &str, base: &[Edit<'_>], head: &[Edit<'_>], there: &[&str], back: &[&str]) {
    assert_eq!(ids(file, base, head), there);
    assert_eq!(ids(file, head, base), back);
}

#[test]
fn the_title_of_an_operation_is_not_reported_as_its_replys() {
    let title = ("\"en\": \"Get a trade\", \"zh\": \"查询交易\"", "\"en\": \"Look at a trade\", \"zh\": \"查看交易\"");
    let changed = ["top/taobao.trade.get/title/prose-changed"];
    is(TRADE, &[], &[title], &changed, &changed);
    // The words of a record that the spec describes are somebody's.
    let token = ("en: \"A token\"", "en: \"The token\"");
    let changed = ["demo/token/Token/prose-changed"];
    is("demo/token.yaml", &[], &[token], &changed, &changed);
}

#[test]
fn a_declared_name_is_the_fields_name_in_flags_and_rules() {
    let head = [
        (
            "flag: result.success, code: result.code, message: result.text",
            "flag: fate.done, code: fate.reason, message: fate.text",
        ),
        ("{name: result, type: Result", "{name: fate, type: Fate"),
        ("- type: Result", "- type: Fate"),
        ("{name: success, type: bool", "{name: done, type: bool"),
        ("{name: code, type: text", "{name: reason, type: text"),
        ("{name: parts, type", "{name: pieces, type"),
        ("fields: [is_split, parts]", "fields: [is_split, pieces]"),
        ("intent: [order_id, parts]", "intent: [order_id, pieces]"),
        ("given_by: parts", "given_by: pieces"),
        (
            RENAMES,
            "renames:\n  - {from: Result, to: Fate}\n  - {in: Order, from: result, to: fate}\n  - {in: Fate, from: success, to: done}\n  - {in: Fate, from: code, to: reason}\n  - {in: Request, from: parts, to: pieces}\n",
        ),
    ];
    let mut found = ids(CHANGE, &[], &head);
    found.sort();
    let renamed = ["Fate/done/field", "Fate/reason/field", "Fate/type", "Order/fate/field", "Request/pieces/field"];
    assert_eq!(found, renamed.map(|element| format!("demo/order/change/{element}-renamed")));
    // Behind both sides it says nothing more: another flag is another flag.
    let other = [
        head[3],
        ("flag: result.success", "flag: result.other"),
        ("{name: code, type: text", "{name: other, type: bool, en: Other, zh: 其他}\n      - {name: code, type: text"),
        (RENAMES, "renames:\n  - {in: Result, from: success, to: done}\n"),
    ];
    let done = [("flag: result.success", "flag: result.done"), head[3], other[2], other[3]];
    let there = [
        "demo/order/change/confirm/result.done/confirm-removed",
        "demo/order/change/confirm/result.other/confirm-added",
    ];
    let mut found = ids(CHANGE, &done, &other);
    found.sort();
    assert_eq!(found, there);
}

#[test]
fn an_argument_that_moved_under_a_new_name_has_moved() {
    const SECRET: &str = "  - {name: client_secret, type: text, required: true, secret: true,";
    let base = [(
        SECRET,
        "  - {name: account, type: text, required: true, en: A, zh: 账户}\n  - {name: client_secret, type: text, required: true, secret: true,",
    )];
    let first = (
        SECRET,
        "  - {name: login, type: text, required: true, en: A, zh: 账户}\n  - {name: client_secret, type: text, required: true, secret: true,",
    );
    let last = ("zh: 密钥}\n", "zh: 密钥}\n  - {name: login, type: text, required: true, en: A, zh: 账户}\n");
    let declared = ("search: [", "renames: [{in: Request, from: account, to: login}]\nsearch: [");
    let (renamed, moved) = ("demo/token/Request/login/field-renamed", "demo/token/Request/arguments-reordered");
    assert_eq!(ids("demo/token.yaml", &base, &[first, declared]), [renamed]);
    assert_eq!(ids("demo/token.yaml", &base, &[last, declared]), [moved, renamed]);
}

#[test]
fn a_local_rule_is_about_a_set_of_fields() {
    let fields = ("fields: [is_split, parts]", "fields: [parts, is_split]");
    is(CHANGE, &[], &[fields], &[], &[]);
    let error = ("error: OrderNotFound, en", "error: Success, en");
    let id = "demo/order/change/rules/together";
    let there = [format!("{id}-parts-is_split/local-rule-error-changed")];
    let back = [format!("{id}-is_split-parts/local-rule-error-changed")];
    is(CHANGE, &[], &[fields, error], &[&there[0]], &[&back[0]]);
}

#[test]
fn rules_about_the_same_fields_come_and_go_one_by_one() {
    const RULES: &str = "rules:\n";
    let rule = |error: &str, en: &str| {
        format!("  - {{rule: together, fields: [is_split, parts], error: {error}, en: \"{en}\", zh: 同}}\n")
    };
    let texts = (rule("Success", "Second"), rule("Success", "Third"));
    let (other, third) = (texts.0.as_str(), texts.1.as_str());
    let rules = |list: &[&str]| format!("{RULES}{}", list.concat());
    let id = "demo/order/change/rules/together-is_split-parts";
    let cases = [
        (vec![], vec![other], vec!["/local-rule-added"], vec!["/local-rule-removed"]),
        (vec![other], vec![other, third], vec!["-2/local-rule-added"], vec!["-2/local-rule-removed"]),
        (vec![other], vec![third, other], vec!["/local-rule-added"], vec!["/local-rule-removed"]),
        // The same rule again is one more all the same.
        (vec![other], vec![other, other], vec!["-2/local-rule-added"], vec!["-2/local-rule-removed"]),
        (vec![other, third], vec![third, other], vec![], vec![]),
    ];
    for (old, new, there, back) in cases {
        let full = |ends: &[&str]| -> Vec<String> { ends.iter().map(|end| format!("{id}{end}")).collect() };
        let texts = (rules(&old), rules(&new));
        let (base, head) = ([(RULES, texts.0.as_str())], [(RULES, texts.1.as_str())]);
        assert_eq!(ids(CHANGE, &base, &head), full(&there), "{old:?} -> {new:?}");
        assert_eq!(ids(CHANGE, &head, &base), full(&back), "{new:?} -> {old:?}");
    }
}
