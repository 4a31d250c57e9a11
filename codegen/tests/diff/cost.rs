//! Limits, charges and kinds of body: what holds for an operation is what it says itself, or else what its service says.

use vvtool_codegen::inner::diff::{Axis, Change, Level};

use super::support::{Spec, changes, small};

type Edit = (&'static str, &'static str, &'static str);

const SERVICE: &str = "demo/service.yaml";
const TOKEN: &str = "demo/token.yaml";
const CHANGE: &str = "demo/order/change.yaml";
const LIMIT: &str = "rate_limit: {calls: 10, per: second}\n";
const FREE: &str = "charge: free\n";

fn compared(base: &[Edit], head: &[Edit]) -> Vec<Change> {
    let [base, head] = [base, head].map(|edits| {
        let spec = Spec::copy_of(&small());
        for (file, old, new) in edits {
            spec.edit(file, old, new);
        }
        spec.read()
    });
    changes(&base, &head)
}

/// Where, which rule, what was said, what is said, which operations.
fn shown(found: &[Change]) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let line = |change: &Change| {
        format!("{} {} -> {} {:?}", change.id, text(&change.before), text(&change.after), change.operations)
    };
    found.iter().map(line).collect()
}

#[test]
fn a_limit_is_looser_when_every_schedule_within_the_old_one_is_within_it() {
    let none = "";
    let cases = [
        // old, new, looser
        ("calls: 10, per: second", "calls: 11, per: second", true),
        ("calls: 10, per: second", "calls: 9, per: second", false),
        // All of a day's calls may come in one second.
        ("calls: 864000, per: day", "calls: 10, per: second", false),
        ("calls: 10, per: second", "calls: 864000, per: day", true),
        ("calls: 10, per: second", "calls: 863999, per: day", false),
        ("calls: 100, per: minute", "calls: 2, per: second", false),
        ("calls: 2, per: second", "calls: 100, per: minute", false),
        ("calls: 100, per: minute", "calls: 100, per: second", true),
        ("calls: 1, per: hour", "calls: 24, per: day", true),
        ("calls: 4294967295, per: second", "calls: 4294967295, per: day", false),
        ("calls: 10, per: second", none, true),
        (none, "calls: 4294967295, per: second", false),
    ];
    for (old, new, looser) in cases {
        let line = |limit: &str| if limit == none { String::new() } else { format!("rate_limit: {{{limit}}}\n") };
        let [base, head] = [old, new].map(|limit| {
            let spec = Spec::copy_of(&small());
            spec.edit(SERVICE, LIMIT, &line(limit));
            spec.read()
        });
        let found = changes(&base, &head);
        let (rule, level) =
            if looser { ("rate-limit-loosened", Level::Safe) } else { ("rate-limit-tightened", Level::Dangerous) };
        assert_eq!(found.len(), 1, "{old} -> {new}: {:?}", shown(&found));
        assert_eq!((found[0].rule.id, found[0].level(Axis::Cost)), (rule, level), "{old} -> {new}");
    }
}

#[test]
fn the_limit_of_an_operation_is_its_own_or_the_services() {
    let own = |calls: &'static str| -> Vec<Edit> {
        match calls {
            "20" => vec![(TOKEN, FREE, "charge: free\nrate_limit: {calls: 20, per: second}\n")],
            "10" => vec![(TOKEN, FREE, "charge: free\nrate_limit: {calls: 10, per: second}\n")],
            _ => Vec::new(),
        }
    };
    let service = (SERVICE, LIMIT, "rate_limit: {calls: 15, per: second}\n");
    let both = |mut edits: Vec<Edit>| {
        edits.push(service);
        edits
    };
    let token = "demo/token/rate_limit/rate-limit";
    let cases = [
        (
            "its own goes, the service's holds",
            own("20"),
            own(""),
            vec![format!("{token}-tightened 20 per second -> 10 per second [\"token\"]")],
        ),
        (
            "its own comes, the service's held",
            own(""),
            own("20"),
            vec![format!("{token}-loosened 10 per second -> 20 per second [\"token\"]")],
        ),
        ("its own goes and was the service's", own("10"), own(""), vec![]),
        (
            "the service's changes, one operation has its own",
            own(""),
            both(own("")),
            vec!["demo/rate_limit/rate-limit-loosened 10 per second -> 15 per second [\"token\"]".into()],
        ),
        (
            "the service's changes, every operation has its own",
            own("20"),
            both(own("20")),
            vec!["demo/rate_limit/rate-limit-loosened 10 per second -> 15 per second []".into()],
        ),
        (
            "its own goes while the service's changes",
            own("20"),
            both(own("")),
            vec![
                format!("{token}-tightened 20 per second -> 15 per second [\"token\"]"),
                "demo/rate_limit/rate-limit-loosened 10 per second -> 15 per second []".into(),
            ],
        ),
    ];
    for (case, base, head, expected) in cases {
        assert_eq!(shown(&compared(&base, &head)), expected, "{case}");
    }
}

/// Nobody is held to the limit, and nobody writes the body, that every operation replaces by its own.
#[test]
fn what_a_service_says_is_safe_to_change_when_no_operation_follows_it() {
    let own = (TOKEN, "path: /token}", "path: /token, body: multipart}");
    let limit = (TOKEN, FREE, "charge: free\nrate_limit: {calls: 1, per: day}\n");
    let body = (SERVICE, "body: multipart", "body: json");
    let slower = (SERVICE, LIMIT, "rate_limit: {calls: 1, per: second}\n");
    let cases = [
        ("demo/body/body-style-changed", vec![], vec![body], vec!["token"], Level::Breaking),
        ("demo/body/body-style-changed", vec![own], vec![own, body], vec![], Level::Safe),
        ("demo/rate_limit/rate-limit-tightened", vec![], vec![slower], vec!["token"], Level::Dangerous),
        ("demo/rate_limit/rate-limit-tightened", vec![limit], vec![limit, slower], vec![], Level::Safe),
    ];
    for (id, base, head, operations, level) in cases {
        let found = compared(&base, &head);
        assert_eq!(found.len(), 1, "{id}: {:?}", shown(&found));
        assert_eq!((found[0].id.as_str(), found[0].overall()), (id, level));
        assert_eq!(found[0].operations, operations, "{id}");
    }
}

#[test]
fn a_charge_that_is_not_documented_is_not_free() {
    let charge = ["charge: free\n", "charge: account_balance\n", ""];
    let words = ["free", "account_balance", "not documented"];
    let cases = [
        (0, 1, "charge-added", Level::Breaking),
        (2, 1, "charge-added", Level::Breaking),
        (1, 0, "charge-removed", Level::Safe),
        (2, 0, "charge-documented-free", Level::Safe),
        (1, 2, "charge-undocumented", Level::Dangerous),
        (0, 2, "charge-undocumented", Level::Dangerous),
    ];
    for (old, new, rule, level) in cases {
        let found = compared(
            &[(CHANGE, "charge: account_balance\n", charge[old])],
            &[(CHANGE, "charge: account_balance\n", charge[new])],
        );
        let line = format!("demo/order/change/charge/{rule} {} -> {} [\"order/change\"]", words[old], words[new]);
        assert_eq!(shown(&found), [line]);
        assert_eq!(found[0].level(Axis::Cost), level, "{rule}");
    }
}

/// What is known to cost nothing costs no more than before, however the price was known.
#[test]
fn a_call_that_becomes_free_is_no_raised_price() {
    for points in [
        "charge: {points: 2, on: success, basis: assumed}\n",
        "charge: {points: 2, on: call, basis: assumed}\n",
        "charge: {points: 1, on: success, basis: observed}\n",
        "charge: {points: 1, on: call}\n",
    ] {
        let [priced, free] =
            [(CHANGE, "charge: account_balance\n", points), (CHANGE, "charge: account_balance\n", FREE)];
        let line = "demo/order/change/charge/charge-removed account_balance -> free [\"order/change\"]";
        assert_eq!(shown(&compared(&[priced], &[free])), [line], "{points}");
        let back = compared(&[free], &[priced]);
        assert!(back.iter().any(|found| found.overall() == Level::Breaking), "{points}: {:?}", shown(&back));
    }
}
