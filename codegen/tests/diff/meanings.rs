//! What means something else than before: values of a list, keys of a grammar, messages of errors.

use vvtool_codegen::inner::diff::{Axis, Level};

use super::support::{Spec, changes, small};

const FILE: &str = "demo/order/change.yaml";
const OLD: [&str; 2] =
    ["      - {value: OPEN, en: \"Open\", zh: 打开}\n", "      - {value: CLOSED, en: \"Closed\", zh: 关闭}\n"];

/// A spec whose states are these: value, English, Chinese.
fn states(states: &[(&str, &str, &str)]) -> Spec {
    let spec = Spec::copy_of(&small());
    let lines: String =
        states.iter().map(|(value, en, zh)| format!("      - {{value: {value}, en: \"{en}\", zh: {zh}}}\n")).collect();
    spec.edit(FILE, &OLD.concat(), &lines);
    spec
}

type States = [(&'static str, &'static str, &'static str); 4];

const FOUR: States =
    [("OPEN", "Open", "打开"), ("CLOSED", "Closed", "关闭"), ("LOST", "Lost", "丢失"), ("SENT", "Sent", "已发")];

/// What the states mean in another order, and which of them are told as moved.
#[test]
fn values_that_mean_what_another_meant_are_breaking() {
    let moved = |order: [usize; 4]| {
        let mut head = FOUR;
        for (state, from) in head.iter_mut().zip(order) {
            (state.1, state.2) = (FOUR[from].1, FOUR[from].2);
        }
        head
    };
    let reworded = |at: usize, en: &'static str, zh: &'static str| {
        let mut head = FOUR;
        (head[at].1, head[at].2) = (en, zh);
        head
    };
    let cases: Vec<(States, &[&str])> = vec![
        (moved([1, 0, 2, 3]), &["OPEN", "CLOSED"]),
        (moved([1, 2, 0, 3]), &["OPEN", "CLOSED", "LOST"]),
        (moved([3, 2, 1, 0]), &["OPEN", "CLOSED", "LOST", "SENT"]),
        // Only one of them: another value's former meaning, whatever became of that one.
        (reworded(0, "Closed", "关闭"), &["OPEN"]),
        // In one language, and with other signs.
        (reworded(2, "Lost", "打开。"), &["LOST"]),
        (reworded(3, "closed", "已发"), &["SENT"]),
        // Words of its own.
        (reworded(0, "Opened by the shop", "店铺打开"), &[]),
        (reworded(0, "OPEN", "打 开"), &[]),
    ];
    let base = states(&FOUR).read();
    for (head, told) in cases {
        let (head, shown) = (states(&head).read(), format!("{head:?}"));
        for (from, to) in [(&base, &head), (&head, &base)] {
            let found = changes(from, to);
            let moved: Vec<_> = found.iter().filter(|change| change.rule.id == "meaning-moved").collect();
            if std::ptr::eq(from, &raw const base) {
                let mut values: Vec<&str> =
                    moved.iter().map(|change| change.element.rsplit('/').next().unwrap()).collect();
                values.sort_by_key(|value| FOUR.iter().position(|state| state.0 == *value));
                assert_eq!(values, told, "{shown}");
            } else {
                assert!(told.is_empty() || told.len() == 1 || moved.len() == told.len(), "{shown}");
            }
            for change in moved {
                assert_eq!(change.overall(), Level::Breaking, "{shown}");
                assert_eq!(change.level(Axis::Behaviour), Level::Breaking, "{shown}");
                assert_eq!(found.iter().filter(|other| other.element == change.element).count(), 1, "{shown}");
            }
        }
    }
}

/// Order in the list is no meaning, and a meaning that two values share belongs to neither.
#[test]
fn a_shared_meaning_moves_nowhere() {
    let mut turned = FOUR;
    turned.reverse();
    assert_eq!(changes(&states(&FOUR).read(), &states(&turned).read()).len(), 0);
    let alike = |sent: &'static str| {
        let mut states = FOUR;
        (states[1].1, states[1].2) = ("Open", "打开");
        states[3].1 = sent;
        states
    };
    let found = changes(&states(&alike("Sent")).read(), &states(&alike("Sent away")).read());
    let rules: Vec<_> = found.iter().map(|change| change.rule.id).collect();
    assert_eq!(rules, ["prose-changed"]);
}

#[test]
fn variants_that_swap_their_values_are_breaking() {
    let spec = Spec::copy_of(&small());
    spec.edit(
        FILE,
        "{value: \"1\", name: Soft, en: \"Softly\", zh: 轻}",
        "{value: \"1\", name: Hard, en: \"Hard\", zh: 重}",
    );
    spec.edit(
        FILE,
        "{value: \"2\", name: Hard, en: \"Hard\", zh: 重, note: \"Careful\", note_zh: 小心}",
        "{value: \"2\", name: Soft, en: \"Softly\", zh: 轻, note: \"Careful\", note_zh: 小心}",
    );
    let base = Spec::copy_of(&small()).read();
    let head = spec.read();
    for found in [changes(&base, &head), changes(&head, &base)] {
        for value in ["1", "2"] {
            let of: Vec<_> = found.iter().filter(|change| change.element == format!("Mode/{value}")).collect();
            let mut rules: Vec<_> = of.iter().map(|change| change.rule.id).collect();
            rules.sort_unstable();
            assert_eq!(rules, ["meaning-moved", "rust-name-taken"]);
            assert!(of.iter().all(|change| change.level(Axis::Behaviour) == Level::Breaking));
        }
    }
}

#[test]
fn keys_of_a_grammar_mean_what_they_meant() {
    let spec = Spec::copy_of(&small());
    spec.edit(FILE, "en: \"Codes\", zh: 识别码", "en: \"Where\", zh: 地点");
    spec.edit(FILE, "enum: Place, en: \"Where\", zh: 地点", "enum: Place, en: \"Codes\", zh: 识别码");
    let found = changes(&Spec::copy_of(&small()).read(), &spec.read());
    let ids: Vec<_> = found.iter().map(|change| (change.element.as_str(), change.rule.id)).collect();
    assert_eq!(ids, [("Feature/identCode", "meaning-moved"), ("Feature/placeType", "meaning-moved")]);
}

/// Fields of one record, sent or received, that are described by each other's words.
#[test]
fn fields_that_exchange_their_meaning_are_breaking() {
    let (price, weight) = ("en: \"Price\", zh: 价格", "en: \"Weight\", zh: 重量");
    let (memo, mode) = ("en: \"New memo\", zh: 备注", "en: \"How to change\", zh: 方式}\n  - {name: is");
    for (one, two, three, told) in [
        ((price, weight), (weight, price), None, ["Order/price", "Order/weight"]),
        (
            (memo, "en: \"How to change\", zh: 方式"),
            (mode, "en: \"New memo\", zh: 备注}\n  - {name: is"),
            None,
            ["Request/memo", "Request/mode"],
        ),
        // One takes the words over, the other gets words of its own.
        ((price, weight), (weight, "en: \"Mass\", zh: 质量"), Some("Order/weight"), ["Order/price", ""]),
    ] {
        let spec = Spec::copy_of(&small());
        // Through words that nobody has, or the second edit would find the first.
        spec.edit(FILE, one.0, "en: \"#\", zh: 井");
        spec.edit(FILE, two.0, two.1);
        spec.edit(FILE, "en: \"#\", zh: 井", one.1);
        let found = changes(&Spec::copy_of(&small()).read(), &spec.read());
        let moved: Vec<&str> =
            found.iter().filter(|each| each.rule.id == "meaning-moved").map(|each| each.element.as_str()).collect();
        let told: Vec<&str> = told.into_iter().filter(|told| !told.is_empty()).collect();
        assert_eq!(moved, told);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found.iter().find(|each| each.rule.id != "meaning-moved").map(|each| each.element.as_str()), three);
        assert!(
            found.iter().filter(|each| each.rule.id == "meaning-moved").all(|each| each.overall() == Level::Breaking)
        );
    }
}

/// A field may say what another one goes on saying.
#[test]
fn a_field_that_says_the_same_as_its_neighbour_took_nothing() {
    let spec = Spec::copy_of(&small());
    spec.edit(FILE, "en: \"Weight\", zh: 重量", "en: \"Price\", zh: 价格");
    let found = changes(&Spec::copy_of(&small()).read(), &spec.read());
    assert_eq!(found.iter().map(|change| change.rule.id).collect::<Vec<_>>(), ["prose-changed"]);
}

#[test]
fn messages_that_change_places_are_breaking() {
    let base = Spec::copy_of(&small()).read();
    // Around three: the second gets the first's, the third the second's, the first one of its own or the third's.
    for (first, moved) in [("订单已归档", 2), ("全新的信息", 1)] {
        let spec = Spec::copy_of(&small());
        let file = "demo/errors.yaml";
        spec.edit(file, "message: 订单已归档", "message: 身份 凭证无效。").edit(
            file,
            "message: 身份凭证无效",
            &format!("message: {first}"),
        );
        let found = changes(&base, &spec.read());
        let told: Vec<_> = found.iter().filter(|change| change.rule.id == "error-message-moved").collect();
        assert_eq!(told.len(), moved, "{first}");
        assert!(told.iter().all(|change| change.overall() == Level::Breaking), "{first}");
        let reworded = found.iter().filter(|change| change.rule.id == "error-message-reworded").count();
        assert_eq!(reworded, 2 - moved, "{first}");
    }
}
