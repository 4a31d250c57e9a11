//! The workflow on pull requests of every kind.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::runner::Runner;

fn run(program: &str, arguments: &[&str], folder: &Path) {
    let run = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .envs([("GIT_AUTHOR_NAME", "Test"), ("GIT_AUTHOR_EMAIL", "test@example.org")])
        .envs([("GIT_COMMITTER_NAME", "Test"), ("GIT_COMMITTER_EMAIL", "test@example.org")])
        .output()
        .unwrap();
    assert!(run.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
}

const PAGE: &str = include_str!("../../../tests/fixtures/import/headless/page.txt");
const HOLD: &str = "spec/vvtool/parcels/hold.yaml";

/// A pull request that replaces one text of an operation's spec by another, checked out as GitHub does: merged, and without a branch.
fn pull_request(pages_variable: &str, old: &str, new: &str) -> Runner {
    let runner = Runner::new(pages_variable);
    let origin = runner.path("origin");
    let git = |arguments: &[&str]| run("git", arguments, &origin);
    fs::write(origin.join("hold.txt"), PAGE).unwrap();
    run(env!("CARGO_BIN_EXE_vvspec"), &["import", "hold.txt", "--spec", "spec", "--write"], &origin);
    fs::remove_file(origin.join("hold.txt")).unwrap();
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "one"]);
    git(&["checkout", "-qb", "work"]);
    let text = fs::read_to_string(origin.join(HOLD)).unwrap();
    assert!(text.contains(old));
    fs::write(origin.join(HOLD), text.replacen(old, new, 1)).unwrap();
    git(&["commit", "-qam", "two", "--allow-empty"]);
    // The base goes on before GitHub merges, and after; neither is part of the pull request.
    for (number, message) in ["before", "after"].into_iter().enumerate() {
        git(&["checkout", "-q", "main"]);
        let text = fs::read_to_string(origin.join(HOLD)).unwrap();
        fs::write(origin.join(HOLD), text.replacen("title: {en: \"", &format!("title: {{en: \"{number} "), 1)).unwrap();
        git(&["commit", "-qam", message]);
        if message == "before" {
            git(&["checkout", "-qb", "merged"]);
            git(&["merge", "-q", "--no-ff", "-m", "merged", "work"]);
        }
    }
    run("git", &["clone", "-q", "origin", "checkout"], origin.parent().unwrap());
    run("git", &["checkout", "-q", "--detach", "origin/merged"], &runner.checkout());
    runner
}

fn with_page(runner: &Runner, text: &str) {
    fs::create_dir(runner.checkout().join(".pages")).unwrap();
    fs::write(runner.checkout().join(".pages/hold.txt"), text).unwrap();
}

fn report(runner: &mut Runner) -> bool {
    let folder = runner.checkout();
    runner.job("report", &folder)
}

const FIELD: &str = r#"  - {name: notes, type: text, example: "a|b", review: [type, {what: said, page: "String | 备注,多条之间用\"|\"分开"}], en: "Notes", zh: 备注}
"#;

#[test]
fn a_breaking_change_fails_with_annotations_and_a_report() {
    let mut runner = pull_request("", FIELD, "");
    assert!(!report(&mut runner));
    let id = "vvtool/parcels/hold/Request/notes/request-field-removed";
    assert!(
        runner.log.contains("::error file=spec/vvtool/parcels/hold.yaml,line=") && runner.log.contains(id),
        "{}",
        runner.log
    );
    assert!(
        runner.log.contains("::notice title=vvspec drift::skipped: the variable VVSPEC_PAGES names no"),
        "{}",
        runner.log
    );
    let text = runner.temp("report.md");
    assert!(text.starts_with("<!-- vvspec -->\n### Spec changes") && text.contains("1 breaking"), "{text}");
    assert!(text.contains("No saved pages"), "{text}");
    let summary = runner.temp("summary");
    assert!(!summary.is_empty() && text.ends_with(&summary), "the summary says the same");
}

#[test]
fn a_change_that_breaks_nothing_passes_and_is_reported() {
    let mut runner = pull_request("", "en: \"Notes\"", "en: \"Notes for the carrier\"");
    assert!(report(&mut runner), "{}", runner.log);
    assert!(runner.temp("report.md").contains("1 docs"), "{}", runner.temp("report.md"));
    assert!(!runner.log.contains("::error"), "{}", runner.log);
    assert!(runner.log.contains("::notice file=spec/vvtool/parcels/hold.yaml,line="), "{}", runner.log);
}

#[test]
fn pages_that_changed_are_reported_and_do_not_fail() {
    let mut runner = pull_request("owner/pages", "", "");
    let page = PAGE.replace("held | Boolean |", "held_by | String | 操作人 |\nheld | Boolean |");
    with_page(&runner, &page.replace("notes | String | false | a|b |", "notes | String | false | <b> |"));
    assert!(report(&mut runner), "{}", runner.log);
    assert!(runner.log.contains("::warning title=vvspec drift::the documentation has changed"), "{}", runner.log);
    let text = runner.temp("report.md");
    assert!(text.contains("The two specs say the same") && text.contains("added: reply held_by"), "{text}");
    // What a page says is shown, not obeyed.
    assert!(!runner.log.contains("held_by") && text.contains("&lt;b&gt;") && !text.contains("<b>"), "{text}");
}

/// What an import left to a person stays in the way until it is decided, whichever pull request it came with.
#[test]
fn a_decision_that_is_open_fails_and_is_named() {
    let line = "  - {name: reason, type: Reason, ";
    let mark = format!("{line}review: [{{what: required, was: false, page: true}}], ");
    let mut runner = pull_request("", line, &mark);
    assert!(!report(&mut runner));
    assert!(runner.log.contains("::error title=vvspec lint::changes of the documentation wait"), "{}", runner.log);
    let text = runner.temp("report.md");
    for said in ["wait for a decision", "hold.yaml:", "reason: required", "write `required: true`"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let mut runner = pull_request("", line, line);
    assert!(report(&mut runner), "{}", runner.log);
}

#[test]
fn pages_that_are_as_they_were_are_no_news() {
    let mut runner = pull_request("owner/pages", "", "");
    with_page(&runner, PAGE);
    assert!(report(&mut runner), "{}", runner.log);
    assert!(runner.temp("report.md").contains("The saved pages are as `docs.lock` remembers them."));
    assert!(!runner.log.contains("::"), "nothing to say: {}", runner.log);
    if has_jq() {
        assert!(comment(&mut runner, "[]"));
        assert_eq!(runner.temp("gh"), "", "and no comment");
    }
}

#[test]
fn pages_that_could_not_be_fetched_are_said_to_be_missing() {
    let mut runner = pull_request("owner/pages", "", "");
    assert!(report(&mut runner), "{}", runner.log);
    assert!(
        runner.log.contains("::notice title=vvspec drift::skipped: the repository that VVSPEC_PAGES names"),
        "{}",
        runner.log
    );
}

#[test]
fn what_could_not_be_compared_fails_and_says_why() {
    let mut runner = pull_request("owner/pages", "type: datetime", "type: datetiem");
    with_page(&runner, "hello\n");
    assert!(!report(&mut runner));
    let text = runner.temp("report.md");
    for said in ["The specs could not be compared", "V003", "not a document of a form I know"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(runner.log.matches("::error").count(), 2, "{}", runner.log);
}

/// The second job, with the comments that are there already. Where jq is missing nobody can answer in place of `gh`.
fn comment(runner: &mut Runner, comments: &str) -> bool {
    let folder = runner.path("artifact");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(runner.path("temp/report.md"), folder.join("report.md")).unwrap();
    fs::write(runner.path("comments.json"), comments).unwrap();
    let (comments, log) = (runner.path("comments.json"), runner.path("temp/gh"));
    let script = format!(
        "while [ $# -gt 0 ]; do\n  case \"$1\" in\n    --jq) exec jq -r \"$2\" {comments:?} ;;\n    --method) method=$2; shift ;;\n    repos/*) place=$1 ;;\n    body=@*) body=$(sed -n 2p \"${{1#body=@}}\") ;;\n  esac\n  shift\ndone\necho \"$method $place $body\" >> {log:?}"
    );
    runner.command("gh", &script);
    runner.job("comment", &folder)
}

fn has_jq() -> bool {
    let found = Command::new("jq").arg("--version").output().is_ok();
    if !found {
        crate::skipped::skipped("jq");
    }
    found
}

#[test]
fn the_comment_is_written_once_and_edited_later() {
    if !has_jq() {
        return;
    }
    let ours = r#"{"id": 42, "user": {"login": "github-actions[bot]"}, "body": "<!-- vvspec -->\nold"}"#;
    let stranger = r#"{"id": 41, "user": {"login": "somebody"}, "body": "<!-- vvspec -->\nnot ours"}"#;
    let other = r#"{"id": 40, "user": {"login": "github-actions[bot]"}, "body": "another workflow"}"#;
    // (comments that are there, what is sent)
    let cases = [
        (format!("[{other}, {stranger}]"), "POST repos/owner/name/issues/7/comments ### Spec changes"),
        (format!("[{other}, {stranger}, {ours}]"), "PATCH repos/owner/name/issues/comments/42 ### Spec changes"),
    ];
    for (there, sent) in cases {
        let mut runner = pull_request("", FIELD, "");
        assert!(!report(&mut runner));
        assert!(comment(&mut runner, &there), "{}", runner.log);
        assert!(runner.temp("gh").starts_with(sent), "{}", runner.temp("gh"));
        assert!(!runner.log.contains("could not be written"), "{}", runner.log);
    }
}

#[test]
fn a_comment_of_an_earlier_push_does_not_stay_behind() {
    if !has_jq() {
        return;
    }
    let ours = r#"[{"id": 42, "user": {"login": "github-actions[bot]"}, "body": "<!-- vvspec -->\n1 breaking"}]"#;
    let mut runner = pull_request("", "", "");
    assert!(report(&mut runner));
    assert!(comment(&mut runner, ours));
    assert!(runner.temp("gh").starts_with("PATCH repos/owner/name/issues/comments/42"), "{}", runner.temp("gh"));
}

#[test]
fn a_token_that_may_not_write_is_no_failure() {
    let mut runner = pull_request("", FIELD, "");
    assert!(!report(&mut runner));
    let folder = runner.path("temp");
    runner.command("gh", "echo 'HTTP 403: Resource not accessible by integration' >&2; exit 1");
    assert!(runner.job("comment", &folder), "{}", runner.log);
    assert!(runner.log.contains("::notice title=vvspec::the comment could not be written"), "{}", runner.log);
}
