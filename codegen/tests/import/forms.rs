//! Every form a document can come in, on pages of our own: what is read and where every line goes.
//! `UPDATE_EXPECT=1 cargo test -p vvtool-codegen --test import` writes the expectations anew; read the diff.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::support::{ROOT, golden};
use vvtool_codegen::inner::import::document::Document;
use vvtool_codegen::inner::import::ledger::{Counted, LineKind};
use vvtool_codegen::inner::import::memory::lock::{Lock, Locked};
use vvtool_codegen::inner::import::read::evidence::Evidence;
use vvtool_codegen::inner::import::read::form::FORMS;
use vvtool_codegen::inner::import::read::reader::Reader;
use vvtool_codegen::inner::import::{read::metadata, report};

fn fixture(case: &str) -> (String, Document) {
    let folder = ROOT.join("tests/fixtures/import").join(case);
    let text = ["page.txt", "page.json"]
        .iter()
        .find_map(|name| std::fs::read_to_string(folder.join(name)).ok())
        .expect("a page");
    let document = Reader::default().document(case, &text, None, &Evidence::default()).expect(case);
    (text, document)
}

/// What was read, as docs.lock keeps it, then the ledger line by line.
fn shown(text: &str, document: &Document) -> String {
    let mut lock = Lock::default();
    lock.put(Locked::of(document, "2026-01-02"));
    let mut out = lock.text();
    let _ = writeln!(out, "\n{}\nreplaced: {}", report::ledger(document), document.replaced.summary());
    for (line, why) in &document.review {
        let _ = writeln!(out, "look at {line}: {why}");
    }
    for row in document.rows.iter().filter(|row| !row.review.is_empty()) {
        let _ = writeln!(out, "look at {} {}: {}", row.part.as_str(), row.path(), row.review.join(", "));
    }
    if document.ledger.counted == Counted::Lines {
        for (index, line) in text.lines().enumerate() {
            let kind = document.ledger.get(index + 1).map_or("", LineKind::as_str);
            let _ = writeln!(out, "{kind:16} {}", line.chars().take(40).collect::<String>());
        }
    }
    out
}

#[test]
fn every_form_is_read_as_expected() {
    let mut met = BTreeSet::new();
    for case in ["headless", "ruled", "leading-bars", "odd", "top-page", "getdocument", "catalogue"] {
        let (text, document) = fixture(case);
        met.insert(document.form.name);
        golden(&format!("tests/fixtures/import/{case}/expected.txt"), &shown(&text, &document));
    }
    let forms: BTreeSet<_> = FORMS.iter().map(|form| form.facts.name).collect();
    assert_eq!(met, forms, "a form has no document in tests/fixtures/import/ that this test reads");
}

#[test]
fn the_ledger_adds_up_to_the_file() {
    for case in ["headless", "ruled", "leading-bars", "odd", "top-page"] {
        let (text, document) = fixture(case);
        assert_eq!(
            LineKind::ALL.iter().map(|kind| document.ledger.count(*kind)).sum::<usize>(),
            text.lines().count(),
            "{case}"
        );
    }
    for case in ["getdocument", "catalogue"] {
        let (text, document) = fixture(case);
        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(document.ledger.total(), metadata::members_of(&json) - 1, "{case}");
    }
}

#[test]
fn docs_lock_reads_what_it_wrote() {
    let mut lock = Lock::default();
    for case in ["headless", "ruled", "leading-bars", "odd", "top-page", "getdocument", "catalogue"] {
        lock.put(Locked::of(&fixture(case).1, "2026-01-02"));
    }
    lock.sort();
    assert_eq!(Lock::parse(&lock.text()).expect("its own text"), lock);
}

/// Wire names may have a slash in them; a fact that this program does not know is not lost in silence.
#[test]
fn docs_lock_keeps_paths_as_lists_and_refuses_facts_it_does_not_know() {
    let mut locked = Locked::of(&fixture("headless").1, "2026-01-02");
    locked.rows[0].at = vec!["a/b".to_owned(), "c".to_owned()];
    locked.rows[1].at = vec!["a".to_owned(), "b".to_owned(), "c".to_owned()];
    let lock = Lock { documents: vec![locked] };
    assert_eq!(Lock::parse(&lock.text()).expect("its own text"), lock);

    for (known, fact, says) in [
        ("\"host\": ", "\"mood\": ", "docs.lock:2: mood is no fact of a document"),
        ("\"5/second\"", "\"often\"", "docs.lock:2: \"often\" is no value of rate_limit"),
        ("\"charged\": \"true\"", "\"charged\": true", "docs.lock:2: true is no value of charged"),
    ] {
        let error = Lock::parse(&lock.text().replacen(known, fact, 1)).expect_err(fact);
        assert!(error.starts_with(says), "{error}");
    }
}

#[test]
fn secrets_and_phone_numbers_do_not_get_into_docs_lock() {
    for case in ["headless", "ruled", "top-page", "getdocument"] {
        let mut lock = Lock::default();
        lock.put(Locked::of(&fixture(case).1, "2026-01-02"));
        let text = lock.text();
        for secret in ["0123456789abcdef", "13912345678", "abc123def", "zzz999", "AAAAAAAA=="] {
            assert!(!text.contains(secret), "{case}: {secret}");
        }
    }
}

/// Line breaks, marks of other systems and nonsense: an error or a reading, never a panic.
#[test]
fn whatever_the_text_there_is_no_panic() {
    let reader = Reader::default();
    assert!(reader.complete(), "a pattern does not compile");
    for case in ["headless", "ruled", "leading-bars", "odd", "top-page", "getdocument", "catalogue"] {
        let (text, document) = fixture(case);
        let crlf = reader.document(case, &text.replace('\n', "\r\n"), None, &Evidence::default()).expect(case);
        assert_eq!(crlf.rows, document.rows, "{case} with CRLF");
        let marked = reader.document(case, &format!("\u{feff}{text}"), None, &Evidence::default()).expect(case);
        assert_eq!(marked.rows, document.rows, "{case} with a byte order mark");
        for (at, _) in text.char_indices().step_by(7) {
            let _ = reader.document(case, &text[..at], None, &Evidence::default());
            let _ = reader.document(case, &text[at..], None, &Evidence::default());
        }
    }
}

#[test]
fn what_is_no_document_is_refused_with_what_was_seen() {
    let reader = Reader::default();
    for (text, says) in [
        ("", "Not found: rows with a name and a type"),
        ("请求参数\nhello\nworld\n", "the heading 请求参数"),
        ("接口地址: http://api.example.com/tool/x\n", "a table row with a name and a type"),
        (
            "接口地址: http://api.example.com/tool/x\n请求参数\na | String | true | 甲 |\n接口地址: http://api.example.com/tool/y\n",
            "the heads of two pages, in line 1 and in line 4",
        ),
        (
            "taobao.x.get (查询)\n请求参数\na String 必须 1 甲\ntaobao.y.get (查询)\n",
            "the heads of two pages, in line 1 and in line 4",
        ),
        ("{\"a\": 1}", "JSON object with the keys a"),
        ("[1, 2]", "not an object"),
        ("{\"name\": ", "valid JSON"),
        ("{\"name\": \"\", \"requestParams\": []}", "the method's name"),
    ] {
        let error = reader.document("x", text, None, &Evidence::default()).expect_err(text).to_string();
        assert!(error.contains(says), "{text:?}: {error}");
    }
}

#[test]
fn a_sample_with_commas_too_many_still_shows_how_the_reply_nests() {
    for case in ["headless", "ruled"] {
        let (text, mut whole) = fixture(case);
        let broken = text.replacen("\"code\": 0,", "\"code\": 0,,", 1);
        assert_ne!(broken, text);
        let mut read = Reader::default().document(case, &broken, None, &Evidence::default()).unwrap();
        for document in [&mut read, &mut whole] {
            // The sample is a text, and another one.
            document.facts.texts.clear();
        }
        assert_eq!((&read.rows, &read.facts), (&whole.rows, &whole.facts), "{case}");
        assert!(read.review.iter().any(|(_, why)| why.contains("commas too many")));
    }
}
