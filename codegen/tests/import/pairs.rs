//! Two facts of one line that move together: each leaves its own trace, whatever the spec says of the other already.

use crate::rows::{SPEC, field_line, page};
use crate::support::{TAKEN, edit, import_page, read_file};

/// A fact of a row: how the page says it before and after, and the words of the marks that stand for its move.
struct Fact {
    before: &'static str,
    after: &'static str,
    what: &'static [&'static str],
}

/// The row's columns in their order, then the parts of its description.
const FACTS: [Fact; 9] = [
    Fact { before: "String", after: "Integer", what: &["type"] },
    Fact { before: "否", after: "是", what: &["required"] },
    Fact { before: "5", after: "6", what: &["example"] },
    Fact { before: "叶片代码", after: "叶片名称", what: &["prose", "obligation"] },
    Fact { before: "", after: ",默认值:7", what: &["default", "obligation"] },
    Fact { before: ",最大长度:20", after: ",最大长度:30", what: &["max_chars", "prose"] },
    Fact { before: ",单位:秒", after: ",单位:毫秒", what: &["unit"] },
    Fact { before: "", after: ",必须先查询", what: &["obligation"] },
    Fact { before: ",见第 3 章", after: ",见第 4 章", what: &["prose"] },
];

/// Where the parts of the description begin.
const WORDS: usize = 3;

/// The page with these facts as they are after.
fn moved(which: &[usize]) -> String {
    let said = |at: usize| if which.contains(&at) { FACTS[at].after } else { FACTS[at].before };
    let columns: Vec<&str> = (0..WORDS).map(said).collect();
    let prose: String = (WORDS..FACTS.len()).map(said).collect();
    page(&format!("leaf_code | {} | {prose} |\n", columns.join(" | ")), "", "")
}

/// The field's line after an import of the second text over the first; `spec` says what it says beforehand.
fn line_after(second: &str, spec: Option<&str>) -> String {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(import_page(&folder, &moved(&[])).code, 0);
    if let Some(line) = spec {
        let old = field_line(&read_file(&folder, SPEC), "leaf_code").to_owned();
        if old != line {
            edit(&folder, SPEC, &old, line);
        }
    }
    let ran = import_page(&folder, second);
    assert!(TAKEN.contains(&ran.code), "{}", ran.out);
    let line = field_line(&read_file(&folder, SPEC), "leaf_code").to_owned();
    assert_eq!(ran.code == 100, line.contains("{what: "), "{line}: {}", ran.out);
    // What waits goes on waiting.
    assert_eq!(import_page(&folder, second).code, ran.code);
    assert_eq!(field_line(&read_file(&folder, SPEC), "leaf_code"), line);
    line
}

fn has_trace(line: &str, fact: &Fact) -> bool {
    fact.what.iter().any(|what| line.contains(&format!("{{what: {what}")))
}

#[test]
fn two_facts_of_a_row_leave_two_traces() {
    for one in 0..FACTS.len() {
        for two in one + 1..FACTS.len() {
            let line = line_after(&moved(&[one, two]), None);
            for at in [one, two] {
                // Who looks at one fact of the words has all of them before him.
                let words = [one, two].iter().all(|at| *at >= WORDS) && has_trace(&line, &FACTS[one ^ two ^ at]);
                assert!(
                    words || has_trace(&line, &FACTS[at]),
                    "{} beside {}: {line}",
                    FACTS[at].after,
                    FACTS[one ^ two ^ at].after
                );
            }
        }
    }
}

/// A spec that says one fact already has nothing to say of the other.
#[test]
fn a_fact_that_the_spec_says_hides_none_beside_it() {
    for (said, settled) in FACTS.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &moved(&[said])).code, 0);
        let line = field_line(&read_file(&folder, SPEC), "leaf_code").to_owned();
        for (other, fact) in FACTS.iter().enumerate().filter(|(other, _)| *other != said) {
            let line = line_after(&moved(&[said, other]), Some(&line));
            assert!(has_trace(&line, fact), "{} beside {}: {line}", fact.after, settled.after);
        }
    }
}

/// The same on a line of the head.
#[test]
fn words_beside_a_fact_of_the_head_are_read() {
    let rate = "频率限制: 5 次/秒";
    for (old, said, new, what) in [
        (rate, "频率限制: 20 次/秒", "频率限制: 20 次/秒,仅限白名单", "{what: prose"),
        (rate, "频率限制: 20 次/秒", "频率限制:20次/秒,大促除外", "{what: prose"),
        (rate, "频率限制: 5 次/秒", "频率限制: 5 次/秒,仅限白名单", "{what: prose"),
        ("接口收费: 免费", "接口收费: 扣账户余额", "接口收费: 扣账户余额 2 点", "{what: charge"),
        ("接口收费: 免费", "接口收费: 扣账户余额", "接口收费: 扣账户余额", ""),
        (rate, "频率限制: 20 次/秒", "频率限制: 每秒 20 次", ""),
    ] {
        let page = page("", "", "").replacen(rate, &format!("{rate}\n接口收费: 免费"), 1);
        assert!(page.contains(old), "{old}");
        let (known, settled) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        assert_eq!(import_page(&known, &page).code, 0);
        assert_eq!(import_page(&settled, &page.replacen(old, said, 1)).code, 0);
        std::fs::write(known.path().join(SPEC), read_file(&settled, SPEC)).unwrap();
        let ran = import_page(&known, &page.replacen(old, new, 1));
        let spec = read_file(&known, SPEC);
        assert_eq!(ran.code, if what.is_empty() { 0 } else { 100 }, "{new}: {}", ran.out);
        assert!(spec.contains(what) && what.is_empty() != spec.contains("{what: "), "{new}: {what} in {spec}");
    }
}
