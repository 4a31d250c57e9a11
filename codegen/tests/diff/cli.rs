//! The command: inputs and exit codes.

use super::repository::{edit, repository};
use super::rules::{fixtures, spec};
use super::support::{Spec, changes, changes_read, code, real, said, small, vvspec};

#[test]
fn exit_codes() {
    let (base, docs, dangerous, breaking) =
        (Spec::copy_of(&small()), Spec::copy_of(&small()), Spec::copy_of(&small()), Spec::copy_of(&small()));
    docs.edit("demo/order/change.yaml", "en: \"Weight\"", "en: \"How heavy it is\"");
    dangerous.edit(
        "demo/order/change.yaml",
        "documented_only: true, default: \"1\"",
        "documented_only: true, default: \"2\"",
    );
    breaking.edit("demo/order/change.yaml", "name: weight", "name: mass");
    // (new spec, --fail-on, exit code)
    let cases = [
        (&base, None, 0),
        (&docs, None, 0),
        (&docs, Some("dangerous"), 0),
        (&docs, Some("any"), 100),
        (&dangerous, Some("breaking"), 0),
        (&dangerous, Some("dangerous"), 100),
        (&breaking, None, 100),
        (&breaking, Some("dangerous"), 100),
        (&breaking, Some("nothing"), 2),
    ];
    for (head, fail_on, expected) in cases {
        let mut command = vvspec();
        command.arg("diff").args([base.path(), head.path()]);
        if let Some(level) = fail_on {
            command.args(["--fail-on", level]);
        }
        let output = command.output().unwrap();
        assert_eq!(code(&output), expected, "{fail_on:?}: {}", said(&output));
    }
}

#[test]
fn what_cannot_be_compared_exits_with_101_and_says_why() {
    let broken = Spec::copy_of(&small());
    broken.edit("demo/order/change.yaml", "type: decimal", "type: decimel");
    // The operation that refers to it is the same file on both sides.
    let no_id = Spec::copy_of(&small());
    no_id.edit("ids.yaml", "  - {id: order_id, en: \"Order\", zh: 订单编号, note: \"May be above 2^53\", note_zh: 可能超过二的五十三次方}\n", "");
    let empty = tempfile::tempdir().unwrap();
    for (head, words) in [
        (no_id.path().to_string_lossy().into_owned(), "order_id"),
        (broken.path().to_string_lossy().into_owned(), "V003"),
        (empty.path().to_string_lossy().into_owned(), "no spec files"),
        ("no-such-thing".to_owned(), "neither a folder nor a revision"),
    ] {
        let output = vvspec().arg("diff").arg(small()).arg(head).arg("--spec").arg(real()).output().unwrap();
        assert_eq!(code(&output), 101, "{}", said(&output));
        assert!(said(&output).contains(words), "{}", said(&output));
    }
}

/// Two specs that say the same, and a decision that nobody has made in either: it is named all the same, in every format.
#[test]
fn what_waits_for_a_decision_is_named_however_old_it_is() {
    const LOCK: &str = "{\"doc\": \"a\", \"service\": \"demo\", \"form\": \"vvtool_page\", \"read\": \"2026-01-02\", \"digest\": \"0\"}\n";
    let change = "demo/order/change.yaml";
    for (file, old, new, named) in [
        (change, "name: weight, ", "name: weight, review: [{what: required, was: false, page: true}], ", "required"),
        (
            change,
            "effect: idempotent_write\n",
            "effect: idempotent_write\nreview: [{what: rate_limit, was: 2/minute, page: 1/minute}]\n",
            "rate_limit",
        ),
        (change, "{value: OPEN, ", "{value: OPEN, review: [{what: removed, was: OPEN}], ", "removed"),
        (change, "  - type: Line\n", "  - type: Line\n    review: [{what: prose}]\n", "prose"),
        (
            "demo/errors.yaml",
            "    code: \"401\"\n",
            "    code: \"401\"\n    review: [{what: message, was: a, page: b}]\n",
            "message",
        ),
        ("docs.lock", "", "{\"open\": \"error 614 is gone: see errors.yaml\"}\n", "error 614 is gone"),
    ] {
        let spec = Spec::copy_of(&small());
        if file == "docs.lock" {
            std::fs::write(spec.file(file), format!("{LOCK}{new}")).unwrap();
        } else {
            spec.edit(file, old, new);
        }
        let other = Spec::copy_of(&spec.path());
        for format in ["text", "json", "markdown", "github", "sarif", "html"] {
            let output =
                vvspec().arg("diff").args([other.path(), spec.path()]).args(["--format", format]).output().unwrap();
            // Markdown writes `rate\_limit`.
            let text = said(&output).replace('\\', "");
            let line = text.lines().find(|line| line.contains(named) && (line.contains(file) || format != "text"));
            assert!(line.is_some() && text.contains(file.rsplit('/').next().unwrap()), "{file} {format}\n{text}");
        }
    }
}

#[test]
fn revisions_are_compared_like_folders() {
    let folder = repository();
    let type_changed = "demo/order/change/Order/weight/type-changed";
    let diff = |arguments: &[&str]| {
        let output = vvspec().arg("diff").args(arguments).current_dir(folder.path()).output().unwrap();
        (code(&output), said(&output))
    };
    // Without arguments: where the branch left main, against what lies in the folder.
    let (status, text) = diff(&[]);
    assert_eq!(status, 100, "{text}");
    assert!(text.contains(type_changed) && text.contains("spec/demo/order/change.yaml:31:"), "{text}");
    assert!(text.contains("major bump from 0.3.1 needed, the crate says 0.3.1: it must become 0.4.0"), "{text}");
    let (status, text) = diff(&["main", "work"]);
    assert!(status == 100 && text.contains(type_changed) && text.contains("main -> work"), "{text}");
    let (status, text) = diff(&["work", "v0.3.1"]);
    assert!(status == 100 && text.contains(type_changed), "{text}");
    assert_eq!(diff(&["work"]).0, 0, "the folder is what `work` has");
    assert_eq!(diff(&["--output=/nowhere"]).0, 2);
    assert_eq!(diff(&["main", "-Sx"]).0, 2);
    let (status, text) = diff(&["nowhere"]);
    assert!(status == 101 && text.contains("nowhere"), "{text}");
    // Not yet committed changes count.
    edit(folder.path(), "name: extra, type: json", "name: extra, type: text");
    let (_, text) = diff(&[]);
    assert!(text.contains("demo/order/change/Order/extra/type-changed"), "{text}");
}

#[test]
fn explain_knows_every_rule() {
    for rule in vvtool_codegen::inner::diff::rules::all() {
        let output = vvspec().args(["explain", rule.id]).output().unwrap();
        let text = said(&output);
        assert!(code(&output) == 0 && text.contains(rule.title.en) && text.contains(rule.title.zh), "{text}");
    }
}

/// The command does not read what is the same on both sides; that must not be seen in what it finds.
#[test]
fn files_that_are_the_same_on_both_sides_are_not_missed() {
    for case in fixtures() {
        let (base, head) = (spec(&case, "before"), spec(&case, "after"));
        let (whole, (_, read)) = (changes(&base.read(), &head.read()), changes_read(&base.path(), &head.path()));
        assert_eq!(format!("{read:#?}"), format!("{whole:#?}"), "{}", case.display());
    }
}
