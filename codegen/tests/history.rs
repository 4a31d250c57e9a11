//! What versions changed, on the pages of `vvspec docs`: told by the rules of `vvspec diff`, per operation, the newest first.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;
#[path = "../../tests/fixtures/git.rs"]
mod git;

use std::path::Path;

use common::{Scratch, vvspec};

fn git(folder: &Path, day: &str, arguments: &[&str]) {
    git::git(folder, Some(day), arguments);
}

fn edit(scratch: &Scratch, file: &str, old: &str, new: &str) {
    let text = std::fs::read_to_string(scratch.spec().join(file)).unwrap();
    assert!(text.contains(old), "{file}: {old}");
    scratch.write(file, text.replacen(old, new, 1));
}

/// Three versions, and one more change that no tag has.
fn repository() -> Scratch {
    let scratch = Scratch::base();
    let spec = scratch.spec();
    let top = spec.parent().unwrap();
    let commit = |day: &str, tag: &str| {
        git(top, day, &["add", "."]);
        git(top, day, &["commit", "-qm", tag]);
        git(top, day, &["tag", tag]);
    };
    git(top, "2026-01-01", &["init", "-q"]);
    commit("2026-01-01", "v0.1.0");
    edit(
        &scratch,
        "demo/order/change.yaml",
        "name: weight, type: decimal, example: \"1.5\"",
        "name: weight, type: bool",
    );
    commit("2026-02-02", "v0.2.0");
    edit(&scratch, "demo/order/change.yaml", "en: \"Price\"", "en: \"The price of it\"");
    edit(&scratch, "demo/errors.yaml", "message: 身份凭证无效", "message: 身份凭证已失效");
    commit("2026-03-03", "v0.3.0");
    edit(&scratch, "demo/order/change.yaml", "pii: true, max_chars: 20", "pii: true, max_chars: 30");
    scratch
}

fn page(scratch: &Scratch, count: &str) -> (String, String) {
    let (status, page, told) = vvspec("docs", &scratch.spec(), &["--history", count, "--lang", "en"]);
    assert_eq!(status, 0, "{told}");
    (page, told)
}

#[test]
fn versions_are_told_at_the_operation_they_changed_the_newest_first() {
    let scratch = repository();
    let (all, told) = page(&scratch, "3");
    assert!(!told.contains("no history"), "{told}");
    let section = all.split("id=\"demo/order/change\"").nth(1).unwrap();
    let history = section.split("<h3><i lang=en>History").nth(1).unwrap().split("</section>").next().unwrap();
    let at = |part: &str| history.find(part).unwrap_or_else(|| panic!("{part} is not in {history}"));
    let order = [
        at("not released"),
        at("<del>20</del> → <ins>30</ins>"),
        at("<b>v0.3.0</b> <span class=\"ty\">2026-03-03"),
        at("The price of it"),
        at("<b>v0.2.0</b> <span class=\"ty\">2026-02-02"),
        at("breaking</i><i lang=zh>不兼容"),
        at("<del>decimal</del> → <ins>bool</ins>"),
    ];
    assert!(order.is_sorted(), "{order:?}");
    assert!(!history.contains("v0.1.0"), "nothing is known of what came before");
    let above = all.split("id=\"history\"").nth(1).unwrap().split("</details>").next().unwrap();
    assert!(above.contains("errors.") && above.contains("身份凭证已失效"), "{above}");
    // Two versions: the change between the second and the first is no longer told.
    let (two, _) = page(&scratch, "2");
    assert!(two.contains("v0.3.0</b>") && !two.contains("v0.2.0</b>"));
    let (none, told) = page(&scratch, "0");
    assert!(!none.contains("History") && !told.contains("history"), "{told}");
}

#[test]
fn without_a_repository_or_tags_the_pages_are_whole_and_it_is_said_why() {
    let bare = Scratch::base();
    let (plain, _) = page(&bare, "0");
    let (page_there, told) = page(&bare, "3");
    assert_eq!(page_there, plain);
    assert!(told.contains("no history: git rev-parse: ") && told.contains("not a git repository"), "{told}");
    let spec = bare.spec();
    let top = spec.parent().unwrap();
    git(top, "2026-01-01", &["init", "-q"]);
    git(top, "2026-01-01", &["add", "."]);
    git(top, "2026-01-01", &["commit", "-qm", "one"]);
    let (page_there, told) = page(&bare, "3");
    assert_eq!(page_there, plain);
    assert!(told.contains("no history: no tag v* leads here"), "{told}");
    // A version whose spec this program cannot read is named, and the rest is told.
    let rest = repository();
    let spec = rest.spec();
    let top = spec.parent().unwrap();
    git(top, "2026-04-04", &["stash", "-q"]);
    edit(&rest, "demo/order/change.yaml", "name: weight, type: bool", "name: weight, type: nonsense");
    git(top, "2026-04-04", &["commit", "-qam", "broken"]);
    git(top, "2026-04-04", &["tag", "v0.4.0"]);
    git(top, "2026-05-05", &["revert", "--no-edit", "HEAD"]);
    let (page_there, told) = page(&rest, "3");
    assert!(
        told.contains("no history from v0.4.0 to the spec as it is: refs/tags/v0.4.0: the spec has errors"),
        "{told}"
    );
    assert!(told.contains("no history from v0.3.0 to v0.4.0") && page_there.contains("<b>v0.3.0</b>"), "{told}");
}
