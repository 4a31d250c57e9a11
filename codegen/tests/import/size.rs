//! The claims about rows, on documents of our own: nearly every row is found and none is invented, every error is found. The documents
//! and what docs.lock remembers of them are committed; `UPDATE_EXPECT=1 cargo test -p vvtool-codegen --test import` writes them anew.

use std::collections::BTreeSet;

use vvtool_codegen::inner::import::ledger::{Counted, LineKind};
use vvtool_codegen::inner::import::memory::compare;
use vvtool_codegen::inner::import::memory::lock::{Lock, Locked};
use vvtool_codegen::inner::import::read::evidence::Evidence;
use vvtool_codegen::inner::import::read::form::FORMS;
use vvtool_codegen::inner::import::read::reader::Reader;

use crate::made::{self, MadeRow};
use crate::support::{ROOT, golden};
use vvtool_codegen::inner::import::document::Document;

const FOLDER: &str = "tests/fixtures/import/size";

/// The committed documents, each with the program's word for what is in it.
fn documents() -> Vec<(Document, made::Made)> {
    let read = |made: made::Made| {
        let path = format!("{FOLDER}/{}", made.file);
        golden(&path, &made.text);
        let text = std::fs::read_to_string(ROOT.join(&path)).expect(made.file);
        let name = made.file.split('.').next().expect("a name");
        (Reader::default().document(name, &text, None, &Evidence::default()).expect(made.file), made)
    };
    made::all().into_iter().map(read).collect()
}

#[test]
fn rows_are_found_and_none_is_invented() {
    let mut all = 0;
    for (document, made) in documents() {
        let found: BTreeSet<MadeRow> = document
            .rows
            .iter()
            .map(|row| (row.part, row.at.clone(), row.name.clone(), row.ty.clone(), row.required))
            .collect();
        assert_eq!(found.len(), document.rows.len(), "{}: a row twice", made.file);
        let wanted: BTreeSet<MadeRow> = made.rows.iter().cloned().collect();
        let missing: Vec<_> = wanted.difference(&found).collect();
        let invented: Vec<_> = found.difference(&wanted).collect();
        println!("{}: {} rows, {} missing, {} invented", made.file, wanted.len(), missing.len(), invented.len());
        assert!(invented.is_empty(), "{}: {invented:#?}", made.file);
        assert!(missing.len() * 100 <= wanted.len(), "{}: {missing:#?}", made.file);
        all += wanted.len();
    }
    assert!(all > 900, "only {all} rows were compared");
}

#[test]
fn every_error_is_found() {
    let mut all = 0;
    for (document, made) in documents() {
        let found: Vec<(String, String)> =
            document.errors.iter().map(|error| (error.code.clone(), error.message.clone())).collect();
        assert_eq!(found, made.errors, "{}", made.file);
        all += found.len();
    }
    assert!(all > 200, "only {all} errors were compared");
}

#[test]
fn every_form_is_among_them_and_every_line_is_accounted_for() {
    let documents = documents();
    for form in FORMS {
        assert!(documents.iter().any(|(document, _)| document.form.name == form.facts.name), "{}", form.facts.name);
    }
    for (document, made) in &documents {
        assert_eq!(document.ledger.count(LineKind::Quarantined), 0, "{}", made.file);
        if document.ledger.counted == Counted::Lines {
            assert_eq!(document.ledger.total(), made.text.lines().count(), "{}", made.file);
        }
    }
}

#[test]
fn the_committed_docs_lock_is_what_they_say() {
    let mut now = Lock::default();
    for (document, _) in documents() {
        now.put(Locked::of(&document, "2026-01-02"));
    }
    now.sort();
    golden(&format!("{FOLDER}/docs.lock"), &now.text());
    let text = std::fs::read_to_string(ROOT.join(FOLDER).join("docs.lock")).expect("docs.lock");
    let before = Lock::parse(&text).expect("docs.lock");
    for (before, now) in before.documents.iter().zip(&now.documents) {
        assert_eq!(compare::documents(before, now), Vec::new(), "{}", now.name);
    }
}
