//! A page gained one row: the field can be used, the report names it, and nothing else moved.

use std::collections::BTreeMap;
use std::fs;

use vvtool_api::rt::v1::DateTime;
use vvtool_codegen::fingerprint;
use vvtool_codegen::inner::diff::accept::Accepted;
use vvtool_codegen::inner::diff::report::{Report, text};
use vvtool_codegen::inner::diff::{Lang, Level, compare, inputs, release};
use vvtool_codegen::inner::import::options::{Options, Progress};
use vvtool_codegen::inner::import::run;
use vvtool_e2e::Clients;
use vvtool_mock::Raw;
use vvtool_rehearsal::Stage;
use vvtool_rehearsal::api::vvtool::ParcelsHold;

/// Changes that `vvspec drift` reports for a page of `after`, and the report.
fn drift(page: &str, after: &Stage, spec: &Stage) -> (usize, String) {
    let options = Options {
        spec: spec.spec(),
        service: None,
        donors: Vec::new(),
        old: Vec::new(),
        today: "2026-02-01".to_owned(),
    };
    let report = run::drift(&[after.page(page)], &options, &Progress::default()).unwrap();
    (report.entries.iter().map(|entry| entry.changes.len()).sum(), report.text())
}

/// Identities of what `vvspec diff` finds, with its report.
fn diff(before: &Stage, after: &Stage) -> (Vec<(String, Level)>, String) {
    let name = |stage: &Stage| stage.spec().to_string_lossy().into_owned();
    let pair = inputs::load(Some(&name(before)), Some(&name(after)), &after.spec()).unwrap();
    let changes = compare(pair.base.version(), pair.head.version());
    let accepted = Accepted::new(pair.accepted, &pair.accepted_before, &pair.accepted_sources, &changes, "2026-02-01");
    let release = release::check(&changes, &pair.base.crate_files, &pair.head.crate_files);
    let (base, head) = (&pair.base.label, &pair.head.label);
    let report = Report {
        base,
        head,
        changes: &changes,
        accepted: &accepted,
        release: &release,
        open: &[],
        ambiguous: &[],
        lang: Lang::En,
    };
    (changes.iter().map(|change| (change.id.clone(), change.overall())).collect(), text::print(&report))
}

/// Files of both, without the pages, by path: lines that only the old one has, and lines that only the new one has.
fn moved(before: &Stage, after: &Stage) -> BTreeMap<String, (Vec<String>, Vec<String>)> {
    let read = |stage: &Stage| -> BTreeMap<String, Vec<String>> {
        let files = fingerprint::files(stage.folder()).unwrap().into_iter();
        let files = files.filter(|(path, _)| !path.starts_with("pages/"));
        files
            .map(|(path, place)| (path, fs::read_to_string(place).unwrap().lines().map(str::to_owned).collect()))
            .collect()
    };
    let (old, new) = (read(before), read(after));
    let without = |one: &[String], other: &[String]| -> Vec<String> {
        one.iter().filter(|line| !other.contains(line)).cloned().collect()
    };
    let names = old.keys().chain(new.keys()).filter(|name| old.get(*name) != new.get(*name));
    let lines = |files: &BTreeMap<String, Vec<String>>, name: &str| files.get(name).cloned().unwrap_or_default();
    names
        .map(|name| {
            let (old, new) = (lines(&old, name), lines(&new, name));
            (name.clone(), (without(&old, &new), without(&new, &old)))
        })
        .collect()
}

/// One row came: nothing but its operation's file, its module, docs.lock and the fingerprint differ, and in the spec nothing but its
/// line and the day of reading.
fn only_the_row_moved(before: &Stage, after: &Stage, spec: &str, module: &str, field: &str) {
    let moved = moved(before, after);
    let files: Vec<&str> = moved.keys().map(String::as_str).collect();
    let (spec, module) = (format!("spec/{spec}"), format!("generated/{module}"));
    assert_eq!(files, ["generated/fingerprint.txt", module.as_str(), "spec/docs.lock", spec.as_str()]);
    let (gone, come) = &moved[&spec];
    assert!(gone.len() == 1 && gone[0].starts_with("source: "), "{gone:?}");
    assert!(
        come.len() == 2 && come[0].starts_with("source: ") && come[1].contains(&format!("name: {field},")),
        "{come:?}"
    );
    // The digest of the whole document moves with whatever moves in it.
    let rows = |lines: &[String]| -> Vec<String> {
        lines.iter().filter(|line| !line.starts_with("{\"text\": \"document\"")).cloned().collect()
    };
    let (gone, come) = &moved["spec/docs.lock"];
    let (gone, come) = (rows(gone), rows(come));
    assert!(gone.len() == 1 && come.len() == 2, "{gone:?} {come:?}");
    // The page was saved under another name, and is the document that it was.
    let document = |line: &str| line.split(", \"read\": ").next().unwrap().to_owned();
    assert!(gone[0].starts_with("{\"doc\"") && document(&gone[0]) == document(&come[0]), "{gone:?} {come:?}");
    assert!(come[1].starts_with(&format!("{{\"field\": \"{field}\"")), "{come:?}");
}

#[test]
fn drift_says_what_changed_until_it_is_imported() {
    let (before, after) = (Stage::new_operations(), Stage::changed_page());
    let (changes, report) = drift("page.txt", &after, &before);
    assert!(changes == 1 && report.contains("added: reply held_at"), "{report}");
    assert_eq!(drift("headless.txt", &before, &before).0, 0);
    assert_eq!(drift("page.txt", &after, &after).0, 0);
}

#[test]
fn the_new_field_is_read_from_a_reply() {
    let clients = Clients::of(Stage::last().spec());
    let reply = r#"{"code": 0, "msg": "成功", "data": [{"held": true, "held_at": "2026-01-09 08:30:00"}]}"#;
    clients.mock.answer("vvtool/parcels/hold", Raw::ok(reply)).unwrap();
    let held = clients.call(ParcelsHold::new("100200", "P-1")).unwrap();
    let held_at: Option<DateTime> = held.items.first().and_then(|each| each.held_at);
    assert_eq!(held_at.unwrap().to_string(), "2026-01-09 08:30:00");
    assert!(held.unknown_fields().is_empty() && held.deviations().is_empty());
}

#[test]
fn the_report_names_the_new_field_and_nothing_else_moved() {
    let (before, after) = (Stage::new_operations(), Stage::changed_page());
    let (found, report) = diff(&before, &after);
    // The day on which the page was read is part of the spec.
    let day = ("vvtool/parcels/hold/source/source-changed".to_owned(), Level::Docs);
    let field = ("vvtool/parcels/hold/ParcelsHoldData/held_at/reply-field-added".to_owned(), Level::Safe);
    assert_eq!(found, [field, day], "{report}");
    assert!(report.contains("0 breaking, 0 dangerous, 1 safe, 1 docs"), "{report}");
    only_the_row_moved(&before, &after, "vvtool/parcels/hold.yaml", "vvtool/parcels/hold.rs", "held_at");
}

/// The same with a page of the gateway, where the documents are.
#[cfg(reference_pages)]
mod reference {
    use super::*;
    use vvtool_rehearsal::api::vvtool::ErpsSend;

    #[test]
    fn the_new_parameter_reaches_the_server() {
        let clients = Clients::of(Stage::last().spec());
        clients.call(ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO").remark("轻放")).unwrap();
        let received = clients.mock.last_request().unwrap();
        assert!(received.fields.contains(&("remark".to_owned(), "轻放".to_owned())));
        assert!(received.notes.is_empty(), "{:?}", received.notes);
    }

    #[test]
    fn the_report_names_the_new_parameter_and_nothing_else_moved() {
        let (before, after) = (Stage::changed_page(), Stage::reference_page().unwrap());
        let (changes, report) = drift("page.txt", &after, &before);
        assert!(changes == 1 && report.contains("added: request remark"), "{report}");
        let (found, report) = diff(&before, &after);
        let day = ("vvtool/erps/send/source/source-changed".to_owned(), Level::Docs);
        let field = ("vvtool/erps/send/Request/remark/request-field-added".to_owned(), Level::Safe);
        assert_eq!(found, [field, day], "{report}");
        only_the_row_moved(&before, &after, "vvtool/erps/send.yaml", "vvtool/erps/send.rs", "remark");
    }
}

#[cfg(not(reference_pages))]
#[test]
fn the_page_of_the_gateway() {
    crate::reference::missing("reference documents when this was built");
}
