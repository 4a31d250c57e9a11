//! What a document says in other words: shown where the old text is at hand, and the numbers of a row in any case.

use std::fs;
use std::path::Path;

use crate::support::{edit, imported, page, vvspec};
use tempfile::TempDir;

/// `drift` and what an import would do say the same of a change.
fn told(folder: &TempDir, more: &[&str]) -> String {
    let [drift, import] = ["drift", "import"].map(|command| {
        let arguments = [&[command, "hold.txt", "--spec", "spec"], more].concat();
        let ran = vvspec(&arguments, folder.path());
        assert!([0, 100].contains(&ran.code), "{}: {}", ran.code, ran.out);
        let lines = ran.out.lines().filter(|line| {
            ["changed: ", "prose only: ", "added: text", "removed: text"]
                .iter()
                .any(|kind| line.trim_start().starts_with(kind))
        });
        lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>().join("\n")
    });
    assert_eq!(drift, import);
    drift
}

fn git(folder: &Path, arguments: &[&str]) {
    crate::git::git(folder, None, arguments);
}

/// In the page, by, what is said without the old text, what is said with it.
const REWORDED: [(&str, &str, &str, &str); 4] = [
    (
        "联系电话 |",
        "联系电话,本人的 |",
        "; reworded, no word of obligation came or went: read it again",
        "; reworded: 联系电话{+,本人的+}",
    ),
    (
        "店铺 ID",
        "店铺编号",
        "; reworded, no word of obligation came or went: read it again",
        "; reworded: 店铺[- ID-]{+编号+}",
    ),
    (
        "联系电话 |",
        "联系电话,必须是本人的 |",
        "; obligation \"\" -> \"必须\"; reworded",
        "; reworded: 联系电话{+,必须是本人的+}",
    ),
    ("联系电话 |", "联系电话 13911112222 |", "; reworded, no word", "; reworded: 联系电话{+ 13800000000+}"),
];

#[test]
fn an_old_document_shows_what_was_reworded() {
    for (old, new, without, with) in REWORDED {
        let folder = imported();
        edit(&folder, "hold.txt", old, new);
        let said = told(&folder, &[]);
        assert!(said.contains(without) && !said.contains("{+"), "{new}: {said}");
        let before = folder.path().join("before");
        fs::create_dir(&before).unwrap();
        // By its name in a folder, by its name alone, by what it is about.
        for (name, given) in [("hold.txt", "before"), ("hold.txt", "before/hold.txt"), ("x.txt", "before/x.txt")] {
            fs::write(before.join(name), page("headless")).unwrap();
            let said = told(&folder, &["--old", given]);
            assert!(said.contains(with), "{new}, {given}: {said}");
            fs::remove_file(before.join(name)).unwrap();
        }
    }
}

#[test]
fn a_repository_shows_what_was_reworded() {
    let (old, new, without, with) = REWORDED[0];
    let folder = imported();
    git(folder.path(), &["init", "-q"]);
    edit(&folder, "hold.txt", old, new);
    assert!(told(&folder, &[]).contains(without), "nothing is committed yet");
    edit(&folder, "hold.txt", new, old);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-q", "-m", "a"]);
    edit(&folder, "hold.txt", old, new);
    assert!(told(&folder, &[]).contains(with), "as HEAD has it");
    git(folder.path(), &["commit", "-q", "-a", "-m", "b"]);
    assert!(told(&folder, &[]).contains(with), "as the commit before has it: the change is committed, not imported");
}

#[test]
fn an_old_document_that_does_not_fit_is_told() {
    let folder = imported();
    let (old, new, ..) = REWORDED[0];
    fs::write(folder.path().join("other.txt"), page("headless").replace(old, "电话号码 |")).unwrap();
    edit(&folder, "hold.txt", old, new);
    let ran = vvspec(&["drift", "hold.txt", "--spec", "spec", "--old", "other.txt"], folder.path());
    let said = "  other.txt: does not say what docs.lock remembers: nothing is shown of what was reworded\n";
    assert!(ran.code == 100 && ran.out.contains(said), "{}", ran.out);
    let ran = vvspec(&["drift", "hold.txt", "--spec", "spec", "--old", "nowhere.txt"], folder.path());
    assert!(ran.code == 101 && ran.out.starts_with("nowhere.txt: "), "{}", ran.out);
}

/// A number in a row's prose is a fact: what may be sent hangs on it more often than on any word.
#[test]
fn numbers_in_the_prose_of_a_row_are_told_by_themselves() {
    for (before, after, said) in [
        ("联系电话,最多 20 个 |", "联系电话,最多 10 个 |", Some("numbers \"20\" -> \"10\"")),
        ("联系电话,最多 20 个 |", "联系电话,最多几个 |", Some("numbers \"20\" -> \"\"")),
        ("联系电话 3 个,最多 20 个 |", "联系电话 3 个,最多 1.5 个 |", Some("numbers \"20\" -> \"1.5\"")),
        ("联系电话,最多 20 个 |", "电话,最多 20 个 |", None),
    ] {
        let folder = imported();
        let old = "联系电话 |";
        edit(&folder, "hold.txt", old, before);
        let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
        assert!([0, 100].contains(&ran.code), "{}", ran.out);
        edit(&folder, "hold.txt", before, after);
        let told = told(&folder, &[]);
        assert_eq!(told.contains("numbers"), said.is_some(), "{told}");
        assert!(told.contains(said.unwrap_or("reworded, no word")), "{told}");
        // It stays visible until a person has decided.
        let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
        assert_eq!(ran.code, 100, "{}", ran.out);
        let lint = vvspec(&["lint", "--open", "--spec", "spec"], folder.path());
        let words = said.map(|_| "numbers").map_or("prose", |_| "20");
        assert!(lint.out.contains(words), "{}", lint.out);
    }
}

/// A docs.lock of before kept no numbers: of such rows none is reported.
#[test]
fn rows_without_remembered_numbers_report_none() {
    let folder = imported();
    edit(&folder, "hold.txt", "联系电话 |", "联系电话,最多 20 个 |");
    let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
    assert!([0, 100].contains(&ran.code), "{}", ran.out);
    let lock = fs::read_to_string(folder.path().join("spec/docs.lock")).unwrap();
    let old: Vec<String> = lock
        .lines()
        .map(|line| match line.split_once(", \"numbers\": [") {
            Some((before, rest)) => format!("{before}{}", rest.split_once(']').unwrap().1),
            None => line.to_owned(),
        })
        .collect();
    assert_ne!(old.join("\n") + "\n", lock);
    fs::write(folder.path().join("spec/docs.lock"), old.join("\n") + "\n").unwrap();
    assert_eq!(told(&folder, &[]), "", "the same document");
    edit(&folder, "hold.txt", "最多 20 个 |", "最多 10 个 |");
    let said = told(&folder, &[]);
    assert!(said.contains("reworded") && !said.contains("numbers"), "{said}");
}
