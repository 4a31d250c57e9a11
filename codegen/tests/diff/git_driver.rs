//! What git shows of a spec file: through `diff.vvspec.command` and `diff.vvspec.textconv`.

use std::fs;
use std::path::Path;

use super::repository::{edit, git, repository};
use super::support::{root, small};

/// A repository that is set up as the README says, with the project's own attributes.
fn configured() -> tempfile::TempDir {
    let (folder, tool) = (repository(), env!("CARGO_BIN_EXE_vvspec"));
    fs::copy(root().join(".gitattributes"), folder.path().join(".gitattributes")).unwrap();
    let accepted = "accepted:\n  - {id: a/b, reason: \"Nobody reads it\", expires: 2027-01-31}\n";
    fs::write(folder.path().join("spec/accepted.yaml"), accepted).unwrap();
    fs::write(folder.path().join("CHANGELOG.md"), "# Changelog\n\n## [Unreleased]\n\n- A line\n").unwrap();
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "three"]);
    for key in ["diff.vvspec.command", "diff.vvspec.textconv"] {
        git(folder.path(), &["config", key, &format!("{tool} git-diff-driver")]);
    }
    folder
}

fn replace(folder: &Path, file: &str, old: &str, new: &str) {
    let text = fs::read_to_string(folder.join(file)).unwrap();
    assert_eq!(text.matches(old).count(), 1, "{file}: {old}");
    fs::write(folder.join(file), text.replace(old, new)).unwrap();
}

#[test]
fn git_shows_the_meaning_of_a_change() {
    let folder = configured();
    let text = git(folder.path(), &["diff", "main", "--", "spec"]);
    assert!(text.contains("breaking: a field has another type") && text.contains("before: decimal"), "{text}");
    let log = git(folder.path(), &["log", "-p", "-1", "HEAD~1"]);
    assert!(
        log.contains("-types.Order.fields.weight.type = decimal")
            && log.contains("+types.Order.fields.weight.type = text"),
        "{log}"
    );
    // So is a mark, which changes no generated line.
    edit(folder.path(), "effect: idempotent_write", "effect: idempotent_write\nreview: [effect]");
    let text = git(folder.path(), &["diff", "--", "spec"]);
    assert!(text.contains("docs: a decision waits for a person"), "{text}");
    // Files that do not fit together alone are shown as lines, and git goes on.
    edit(folder.path(), "errors: [Success,", "errors: [Success, NotYetThere,");
    let text = git(folder.path(), &["diff", "--", "spec"]);
    assert!(text.contains("lines only") && text.contains("+errors: [Success, NotYetThere,"), "{text}");
}

/// Nothing that differs is hidden: what is no finding is shown as lines.
#[test]
fn lines_that_mean_the_same_are_shown_as_lines() {
    let operation = "spec/demo/order/change.yaml";
    // (file, old, new, what is said)
    let cases = [
        ("spec/accepted.yaml", "2027-01-31", "2028-01-31", "no part of what the spec says"),
        (operation, "operation: order/change", "# Read twice.\noperation: order/change", "no change of meaning"),
        (operation, "operation: order/change\n", "operation: \"order/change\"\n", "no change of meaning"),
    ];
    for (file, old, new, words) in cases {
        let folder = configured();
        replace(folder.path(), file, old, new);
        let text = git(folder.path(), &["diff"]);
        assert!(text.contains(words), "{new}: {text}");
        let added = new.lines().find(|line| !old.contains(line)).unwrap();
        assert!(text.lines().any(|line| line.starts_with('+') && line.contains(added)), "{added}: {text}");
        assert!(!text.contains("the two specs say the same"), "{text}");
        assert!(text.contains(&format!("+++ b/{file}")), "the file is called by its name: {text}");
    }
}

#[test]
fn a_renamed_file_is_one_change_not_two_files() {
    let (old, new) = ("spec/demo/order/change.yaml", "spec/demo/order/alter.yaml");
    let folder = configured();
    git(folder.path(), &["mv", old, new]);
    let text = git(folder.path(), &["diff", "HEAD"]);
    assert!(text.contains(old) && text.contains(new) && text.contains("no change of meaning"), "{text}");
    replace(folder.path(), new, "name: extra, type: json", "name: extra, type: text");
    let text = git(folder.path(), &["diff", "HEAD"]);
    assert!(text.contains("breaking: a field has another type") && text.contains("before: json"), "{text}");
    assert!(text.contains("rename from") && text.contains(new) && !text.contains("lines only"), "{text}");
}

#[test]
fn the_driver_knows_nothing_of_releases_and_says_nothing_of_them() {
    let folder = configured();
    edit(folder.path(), "name: extra, type: json", "name: extra, type: text");
    let text = git(folder.path(), &["diff"]);
    assert!(text.contains("1 breaking"), "{text}");
    for word in ["CHANGELOG", "changelog", "bump", "version"] {
        assert!(!text.contains(word), "{word}: {text}");
    }
}

#[test]
fn a_path_is_found_from_a_sub_folder_too() {
    let folder = configured();
    edit(folder.path(), "name: extra, type: json", "name: extra, type: text");
    for arguments in [&["diff"][..], &["diff", "--relative"]] {
        let text = git(&folder.path().join("spec/demo"), arguments);
        assert!(text.contains("spec/demo/order/change.yaml:33:16: breaking"), "{arguments:?}: {text}");
    }
}

/// Two branches changed the same line: git calls with the path alone, as it does for `textconv`.
#[test]
fn an_unmerged_file_is_not_printed() {
    let folder = configured();
    let run = |arguments: &[&str]| git(folder.path(), arguments);
    run(&["config", "user.name", "Test"]);
    run(&["config", "user.email", "test@example.org"]);
    run(&["checkout", "-qb", "other"]);
    edit(folder.path(), "name: extra, type: json", "name: extra, type: text");
    run(&["commit", "-qam", "four"]);
    run(&["checkout", "-q", "work"]);
    edit(folder.path(), "name: extra, type: json", "name: extra, type: bool");
    run(&["commit", "-qam", "five"]);
    let merge = std::process::Command::new("git").args(["merge", "-q", "other"]).current_dir(folder.path()).output();
    assert!(!merge.unwrap().status.success());
    let text = run(&["diff", "--base"]);
    assert!(!text.lines().any(|line| line.starts_with("operation:")), "{text}");
    assert!(text.contains("Unmerged path"), "{text}");
}

#[test]
fn files_that_come_and_go_are_shown() {
    let folder = configured();
    let (file, example) = ("spec/demo/order/change.yaml", "spec/demo/order/examples/change-ok.json");
    fs::remove_file(folder.path().join(file)).unwrap();
    let text = git(folder.path(), &["diff", "HEAD", "--", file]);
    assert!(text.contains("-operation: order/change"), "an example without its operation is no spec: {text}");
    fs::copy(small().join("demo/order/change.yaml"), folder.path().join(file)).unwrap();
    // An example is not marked in the attributes: git shows it as it always did.
    fs::write(folder.path().join(example), "{}\n").unwrap();
    let text = git(folder.path(), &["diff", "HEAD", "--", example]);
    assert!(text.contains("+{}"), "{text}");
}
