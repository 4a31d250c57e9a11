//! What reports call the files, wherever the command is called from, and at which line they see a change.

use std::fs;
use std::path::Path;

use vvtool_codegen::inner::diff::Side;

use super::mutations::ALL;
use super::repository::git;
use super::support::{changes_read, code, copy, real, said, small, vvspec};

/// A repository with its spec in a sub-folder: a revision `v1`, then two changes, of which one removes something.
fn repository(below: &str) -> tempfile::TempDir {
    let top = tempfile::tempdir().unwrap();
    copy(&small(), &top.path().join(below));
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "one"], &["tag", "v1"]] {
        git(top.path(), arguments);
    }
    top
}

/// Something is another type now, something is gone.
fn change(spec: &Path) {
    let file = spec.join("demo/order/change.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let changed = text
        .replace("name: extra, type: json", "name: extra, type: text")
        .replace("      - {name: weight, type: decimal, example: \"1.5\", en: \"Weight\", zh: 重量}\n", "");
    assert_ne!(text, changed);
    fs::write(file, changed).unwrap();
}

#[test]
fn the_spec_is_found_and_its_files_are_named_from_wherever_the_command_is_called() {
    // Spec in the repository, folder of the call, arguments, what the report calls the spec.
    let cases: [(&str, &str, &[&str], &str); 8] = [
        ("sub/dir/spec", "sub/dir", &[], "spec"),
        ("sub/dir/spec", "sub/dir/spec/demo", &[], "../../spec"),
        ("sub/dir/spec", "sub/dir/spec", &["--spec", "."], "."),
        ("sub/dir/spec", "sub/dir/spec/demo", &["--spec", ".."], ".."),
        ("sub/dir/spec", "sub/dir/spec/demo/order", &["--spec", "../.."], "../.."),
        ("sub/dir/spec", "", &["--spec", "sub/dir/spec/"], "sub/dir/spec"),
        ("sub/dir/spec", "sub", &["--spec", "./dir/../dir/spec"], "./dir/../dir/spec"),
        ("spec", "", &[], "spec"),
    ];
    for (below, call, arguments, shown) in cases {
        let top = repository(below);
        change(&top.path().join(below));
        let run = |format: &str| {
            let mut command = vvspec();
            command.args(["diff", "v1", "--format", format]).args(arguments).current_dir(top.path().join(call));
            let output = command.output().unwrap();
            assert_eq!(code(&output), 100, "{call} {arguments:?}: {}", said(&output));
            said(&output)
        };
        // For people: from where they are; what is gone as well as what is there.
        let text = run("text");
        let file = format!("{shown}/demo/order/change.yaml:");
        let heads: Vec<&str> = text.lines().filter(|line| line.contains("change.yaml:")).collect();
        assert!(heads.len() == 2 && heads.iter().all(|line| line.starts_with(&file)), "{call}: {text}");
        assert!(text.contains(" (old): "), "{text}");
        // For GitHub: from the top of the repository.
        let text = run("github");
        assert_eq!(text.matches(&format!(" file={below}/demo/order/change.yaml,")).count(), 2, "{call}: {text}");
    }
}

#[test]
fn a_spec_can_be_a_repository_of_its_own() {
    let top = tempfile::tempdir().unwrap();
    let spec = top.path().join("spec");
    copy(&small(), &spec);
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "one"]] {
        git(&spec, arguments);
    }
    change(&spec);
    for (call, arguments, shown) in [(top.path(), &[][..], "spec"), (&spec, &["--spec", "."], ".")] {
        let output = vvspec().args(["diff", "HEAD"]).args(arguments).current_dir(call).output().unwrap();
        assert_eq!(code(&output), 100, "{}", said(&output));
        assert!(said(&output).contains(&format!("{shown}/demo/order/change.yaml:")), "{}", said(&output));
    }
}

/// Git tells hooks about the repository in their environment, and with it a folder is no longer what it was.
#[test]
fn a_hook_sees_the_same_as_a_person() {
    let top = repository("sub/dir/spec");
    change(&top.path().join("sub/dir/spec"));
    let elsewhere = tempfile::tempdir().unwrap();
    let linked = elsewhere.path().join("linked");
    git(top.path(), &["worktree", "add", "-q", &linked.to_string_lossy(), "v1"]);
    change(&linked.join("sub/dir/spec"));
    let hidden = top.path().join(".git");
    let cases = [(top.path(), hidden.clone()), (linked.as_path(), hidden.join("worktrees/linked"))];
    for (tree, repository) in cases {
        let output = vvspec()
            .args(["diff", "v1"])
            .current_dir(tree.join("sub/dir"))
            .env("GIT_DIR", &repository)
            .env("GIT_INDEX_FILE", repository.join("index"))
            .env("GIT_PREFIX", "sub/dir/")
            .output()
            .unwrap();
        let text = said(&output);
        assert!(code(&output) == 100 && text.contains("spec/demo/order/change.yaml:"), "{}: {text}", tree.display());
    }
}

#[test]
fn a_default_branch_that_is_gone_is_not_the_end() {
    let top = repository("spec");
    git(top.path(), &["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/gone"]);
    change(&top.path().join("spec"));
    let output = vvspec().arg("diff").current_dir(top.path()).output().unwrap();
    assert_eq!(code(&output), 100, "{}", said(&output));
}

#[test]
fn a_name_that_is_a_folder_and_a_branch_is_said_to_be_both() {
    let top = repository("spec");
    git(top.path(), &["branch", "spec"]);
    change(&top.path().join("spec"));
    for (base, head, both) in [("v1", "spec", true), ("spec", "v1", true), ("v1", "HEAD", false)] {
        for format in ["text", "markdown", "html"] {
            let output =
                vvspec().args(["diff", base, head, "--format", format]).current_dir(top.path()).output().unwrap();
            let text = said(&output);
            assert_eq!(text.contains("spec is a folder and a revision: the folder was taken"), both, "{text}");
        }
    }
}

/// What is written on several lines is shown where it begins, what is gone where it would be.
const ELSEWHERE: [&str; 5] = [
    "arguments-reordered",
    "grammar-delimiters-changed",
    "charge-undocumented",
    "error-class-changed",
    "operation-error-removed",
];

#[test]
fn a_change_is_shown_at_a_line_that_changed() {
    let old = real();
    let mut places = 0;
    for mutation in ALL {
        let spec = mutation.spec();
        let (_, found) = changes_read(&old, &spec.path());
        let folders = [old.display().to_string(), spec.path().display().to_string()];
        for change in found.iter().filter(|change| !ELSEWHERE.contains(&change.rule.id)) {
            let below = folders.iter().find_map(|folder| change.at.file.strip_prefix(folder)).unwrap();
            let [there, other] = match change.at.side {
                Side::Base => [&folders[0], &folders[1]],
                Side::Head => [&folders[1], &folders[0]],
            }
            .map(|folder| fs::read_to_string(format!("{folder}{below}")).unwrap());
            let line = there.lines().nth(change.at.line - 1).unwrap();
            assert!(!other.lines().any(|known| known == line), "{}: {} at {line}", mutation.name, change.id);
            places += 1;
        }
    }
    assert!(places > ALL.len());
}
