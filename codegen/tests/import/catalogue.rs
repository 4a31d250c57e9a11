//! Two whole catalogues of public method metadata: everything is imported, and what changed between them is what a comparison of
//! the JSON itself says. They are not part of the repository: where they are missing, this says so.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::catalogue;
use serde_json::Value;
use vvtool_codegen::inner::import::document;
use vvtool_codegen::inner::import::files;
use vvtool_codegen::inner::import::memory::compare::{Kind, Subject};
use vvtool_codegen::inner::import::options::{Options, Progress};
use vvtool_codegen::inner::import::report::Report;
use vvtool_codegen::inner::import::run;
use vvtool_codegen::people;

/// (method, request or reply, path) of every row, with what the JSON says of it.
type Rows = BTreeMap<(String, &'static str, String), Value>;

pub(crate) fn json_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        // The archives hold two hidden files that are no metadata.
        if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        if path.is_dir() {
            json_files(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The catalogue as plain JSON: the first row of a name counts, as it does for the importer.
fn rows_of(folder: &Path) -> (Rows, BTreeSet<String>) {
    let mut files = Vec::new();
    json_files(folder, &mut files);
    let mut rows = Rows::new();
    // A method may have no rows at all.
    let mut methods = BTreeSet::new();
    for file in files {
        let json: Value = serde_json::from_str(&fs::read_to_string(&file).expect("a file")).expect("JSON");
        let method = json["name"].as_str().expect("a name").trim().to_owned();
        methods.insert(method.clone());
        for (key, part) in [("requestParams", "request"), ("responseParams", "reply")] {
            let mut work: Vec<(String, &Value)> =
                json[key].as_array().into_iter().flatten().rev().map(|row| (String::new(), row)).collect();
            while let Some((at, row)) = work.pop() {
                let path = format!("{at}{}", row["name"].as_str().expect("a name").trim());
                work.extend(
                    row["subParams"].as_array().into_iter().flatten().rev().map(|row| (format!("{path}/"), row)),
                );
                rows.entry((method.clone(), part, path)).or_insert_with(|| row.clone());
            }
        }
    }
    (rows, methods)
}

fn options(spec: &Path, date: &str) -> Options {
    Options { spec: spec.to_owned(), service: None, donors: Vec::new(), old: Vec::new(), today: date.to_owned() }
}

/// Findings of `lint` other than open decisions.
fn mistakes(spec: &Path) -> Vec<(&'static str, String)> {
    let found = vvtool_codegen::lint(spec).err();
    let found = found.iter().flat_map(|diags| diags.iter()).map(|diag| (diag.code.code, diag.message.clone()));
    found.filter(|(code, _)| *code != "V046").collect()
}

/// Names of rows by what became of them.
type Sorted = BTreeMap<&'static str, BTreeSet<(String, &'static str, String)>>;

/// The rows of a report by what became of them, and the methods that are gone.
fn by_kind(report: &Report) -> (Sorted, BTreeSet<String>) {
    let mut sorted = Sorted::new();
    let mut gone = BTreeSet::new();
    for entry in &report.entries {
        let method = entry.document.as_ref().and_then(|document| document.operation.clone()).unwrap_or_default();
        match &entry.document {
            Some(document) if !entry.known => {
                for row in &document.rows {
                    sorted.entry("added").or_default().insert((method.clone(), row.part.as_str(), row.path()));
                }
            }
            Some(_) => {
                for change in &entry.changes {
                    let row = match &change.subject {
                        Subject::Row(row, _) => row,
                        // What a method says beside its rows is no part of this comparison.
                        Subject::Document(_) => continue,
                        Subject::Error(..) => panic!("metadata has no errors: {change:?}"),
                    };
                    let path = document::path(&row.at, &row.name);
                    let kind = if change.kind == Kind::Prose { "changed" } else { change.kind.as_str() };
                    sorted.entry(kind).or_default().insert((method.clone(), row.part.as_str(), path));
                }
            }
            None => {
                gone.insert(entry.name.clone());
                assert!(entry.changes.iter().all(|change| change.kind == Kind::Removed));
            }
        }
    }
    (sorted, gone)
}

#[test]
fn the_newer_catalogue_over_the_older_one() {
    let (Some(old), Some(new)) = (catalogue("2022-08-30"), catalogue("2023-01-17")) else { return };
    let (old, new) = (old.path().join("2022-08-30"), new.path().join("2023-01-17"));
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("spec");
    let ((was, _), (is, methods)) = (rows_of(&old), rows_of(&new));

    let first = run::import(&[old], &options(&spec, "2026-01-02"), &Progress::default()).expect("the older catalogue");
    assert_eq!(first.report.not_understood, []);
    assert_eq!(first.report.rows(Kind::Added), was.len(), "every field of the older catalogue is there");
    files::write(&spec, &first.files, &Progress::default().stop).expect("written");
    drop(first);

    // What was imported is a good spec; only decisions are open.
    assert_eq!(mistakes(&spec), Vec::new());

    let second = run::import(&[new], &options(&spec, "2026-01-03"), &Progress::default()).expect("the newer catalogue");
    assert_eq!(second.report.not_understood, []);
    assert!(!second.report.refused(), "everything can be merged");
    files::write(&spec, &second.files, &Progress::default().stop).expect("written");
    assert_eq!(mistakes(&spec), Vec::new());
    every_secret_is_marked(&spec);
    let (mut sorted, gone) = by_kind(&second.report);
    let keys = |one: &Rows, other: &Rows| -> BTreeSet<_> {
        one.keys().filter(|key| !other.contains_key(*key)).cloned().collect()
    };
    let removed: BTreeSet<_> = keys(&was, &is).into_iter().filter(|(method, ..)| methods.contains(method)).collect();
    let taken = |kind: &str, sorted: &mut BTreeMap<&str, BTreeSet<_>>| sorted.remove(kind).unwrap_or_default();
    let found = taken("added", &mut sorted);
    let differ: Vec<_> = found.symmetric_difference(&keys(&is, &was)).take(5).cloned().collect();
    assert!(differ.is_empty(), "added rows: {differ:#?}");
    let found_removed = taken("removed", &mut sorted);
    let differ: Vec<_> = found_removed.symmetric_difference(&removed).take(5).collect();
    assert!(differ.is_empty(), "removed rows of methods that are still there: {differ:#?}");
    let gone_rows = keys(&was, &is).len() - removed.len();
    let found_gone: usize =
        second.report.entries.iter().filter(|entry| entry.document.is_none()).map(|entry| entry.changes.len()).sum();
    assert_eq!(found_gone, gone_rows, "rows of methods that are gone");

    let changed = taken("changed", &mut sorted);
    let wanted: BTreeSet<_> = is
        .iter()
        .filter(|(key, row)| was.get(*key).is_some_and(|before| differs(before, row)))
        .map(|(key, _)| key.clone())
        .collect();
    let missed: Vec<_> = wanted.difference(&changed).take(5).collect();
    let invented: Vec<_> = changed.difference(&wanted).take(5).collect();
    println!(
        "{} added, {} removed, {} gone with {} methods, {} changed",
        found.len(),
        removed.len(),
        gone_rows,
        gone.len(),
        changed.len()
    );
    assert!(missed.is_empty() && invented.is_empty(), "missed {missed:#?}, invented {invented:#?}");
}

/// No text field with the name of a secret is left without its mark: what has none is printed by `Debug`.
fn every_secret_is_marked(spec: &Path) {
    let (api, _) = vvtool_codegen::read(spec).unwrap_or_else(|found| panic!("{found}"));
    let operations = api.services.iter().flat_map(|service| &service.operations);
    let (mut marked, mut unmarked) = (0, Vec::new());
    for operation in operations {
        let fields = operation.request.iter().chain(operation.types.iter().flat_map(|record| &record.fields));
        for field in fields.filter(|field| people::secret(&field.name.wire).is_some() && field.ty.holds_text()) {
            if field.secret {
                marked += 1;
            } else {
                unmarked.push(format!("{}: {}", operation.id, field.name.wire));
            }
        }
    }
    println!(
        "{} text fields with the name of a secret, {} without `secret: true`",
        marked + unmarked.len(),
        unmarked.len()
    );
    assert!(unmarked.is_empty() && marked > 300, "{marked} marked, unmarked {unmarked:#?}");
}

/// Own, simple words for "says something else": spacing and width of signs and a closing full stop say nothing; letter case does.
fn differs(before: &Value, after: &Value) -> bool {
    let fold = |row: &Value, key: &str| -> String {
        let mut text = String::new();
        for c in row[key].as_str().unwrap_or_default().chars() {
            let c = match c {
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
                '“' | '”' => '"',
                '‘' | '’' => '\'',
                '。' => '.',
                other => other,
            };
            if !c.is_whitespace() && !vvtool_codegen::message::is_hidden(c) {
                text.push(c);
            }
        }
        // A full stop says something only before a letter or a digit.
        let chars: Vec<char> = text.chars().collect();
        let kept =
            |(index, c): (usize, &char)| *c != '.' || chars.get(index + 1).is_some_and(char::is_ascii_alphanumeric);
        chars.iter().enumerate().filter(|(index, c)| kept((*index, c))).map(|(_, c)| *c).collect()
    };
    let number = |row: &Value| row["maxLength"].as_u64().filter(|max| *max > 0);
    !fold(before, "type").eq_ignore_ascii_case(&fold(after, "type"))
        || before["required"].as_bool().unwrap_or(false) != after["required"].as_bool().unwrap_or(false)
        || fold(before, "description") != fold(after, "description")
        || number(before) != number(after)
        || ["minValue", "maxValue", "maxListSize"].iter().any(|bound| before[bound] != after[bound])
}
