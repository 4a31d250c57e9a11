//! What the import tests share.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use vvtool_codegen::inner::import::document::Document;
use vvtool_codegen::inner::import::read::evidence::Evidence;
use vvtool_codegen::inner::import::read::reader::Reader;

use crate::reference::{missing, reference};

pub(crate) static ROOT: LazyLock<PathBuf> =
    LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned());

/// A document of the reference inputs, which `five` has found.
pub(crate) fn reference_document(name: &str) -> String {
    let path = reference("docs").expect("asked only where the documents are").join(format!("{name}.txt"));
    std::fs::read_to_string(path).expect(name)
}

pub(crate) struct Five {
    pub(crate) documents: Vec<Document>,
}

/// Reads the five documents from nothing, with the platform's own tree as donor for the flat one.
pub(crate) fn five() -> Option<Five> {
    reference("docs")?;
    let reader = Reader::default();
    let archive = reference("data/catalogue/top-2023-01-17.tar.xz")?;
    let out = Command::new("tar")
        .arg("xJOf")
        .arg(&archive)
        .args(["--wildcards", "*tbtrade/taobao_trade_fullinfo_get.json"])
        .output();
    let Some(out) = out.ok().filter(|out| out.status.success()) else {
        missing(&format!("tar that unpacks {}", archive.display()));
        return None;
    };
    let donor = reader
        .document("donor", &String::from_utf8_lossy(&out.stdout), None, &Evidence::default())
        .expect("a document");
    let mut evidence = Evidence::default();
    evidence.add_document(&donor);
    let documents = [
        "vvtool-public-errors",
        "vvtool-erps-send",
        "vvtool-erps-fullinfo",
        "top-trade-get",
        "top-logistics-openalibity-write",
    ]
    .map(|name| {
        let text = reference_document(name);
        let flat = name == "vvtool-erps-fullinfo";
        reader.document(name, &text, None, if flat { &evidence } else { const { &Evidence::new() } }).expect(name)
    })
    .into();
    Some(Five { documents })
}

/// Unpacks one of the two catalogues with the system's tar; None (said so) where that cannot be done.
pub(crate) fn catalogue(date: &str) -> Option<tempfile::TempDir> {
    let archive = reference(&format!("data/catalogue/top-{date}.tar.xz"))?;
    let folder = tempfile::tempdir().ok()?;
    let into = folder.path().join(date);
    std::fs::create_dir(&into).ok()?;
    let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&into).status();
    if unpacked.is_ok_and(|status| status.success()) {
        Some(folder)
    } else {
        missing(&format!("tar that unpacks {}", archive.display()));
        None
    }
}

/// Holds a text against a committed file; `UPDATE_EXPECT=1` writes the file instead.
pub(crate) fn golden(path: &str, actual: &str) {
    expect_test::expect_file![ROOT.join(path)].assert_eq(actual);
}

/// What the program said.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
}

pub(crate) fn vvspec(arguments: &[&str], folder: &Path) -> Ran {
    let out = Command::new(env!("CARGO_BIN_EXE_vvspec")).args(arguments).current_dir(folder).output().expect("vvspec");
    let text = format!("{}{}", String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
    Ran { code: out.status.code().expect("a code"), out: text }
}

/// What an import ends with that was taken in: with something left to a person, or nothing.
pub(crate) const TAKEN: [i32; 2] = [0, 100];

/// The text without the changes that wait for a person; what else stands under `review` stays.
pub(crate) fn decided(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let mut line = line.to_owned();
        for (begins, ends) in [(", review: [{what: ", ""), (", {what: ", "]"), ("review: [{what: ", "")] {
            if let Some(at) = line.find(begins) {
                let end = at + line[at..].find("}]").expect("the end of a mark") + 2;
                line.replace_range(at..end, ends);
            }
        }
        out.push_str(&line);
        out.push('\n');
    }
    out
}

/// Findings of `lint` other than open decisions.
pub(crate) fn bad_findings(folder: &Path) -> Vec<String> {
    let lint = vvspec(&["lint", "--spec", "spec"], folder);
    lint.out.lines().filter(|line| line.contains("error[") && !line.contains("V046")).map(str::to_owned).collect()
}

/// The page of a fixture.
pub(crate) fn page(case: &str) -> String {
    let folder = ROOT.join("tests/fixtures/import").join(case);
    ["page.txt", "page.json"].iter().find_map(|name| std::fs::read_to_string(folder.join(name)).ok()).expect("a page")
}

/// A folder in which the page `headless` was imported on the second of January.
pub(crate) fn imported() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let ran = import_page(&folder, &page("headless"));
    assert_eq!(ran.code, 0, "{}", ran.out);
    folder
}

/// Imports the page of `imported`, as it reads now, on that day.
pub(crate) fn import_page(folder: &tempfile::TempDir, text: &str) -> Ran {
    std::fs::write(folder.path().join("hold.txt"), text).unwrap();
    vvspec(&["import", "hold.txt", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path())
}

/// A file without what it repeats of the page's words beside a decision; [`written_file`] has them.
pub(crate) fn read_file(folder: &tempfile::TempDir, file: &str) -> String {
    without_said(&written_file(folder, file))
}

pub(crate) fn written_file(folder: &tempfile::TempDir, file: &str) -> String {
    std::fs::read_to_string(folder.path().join(file)).unwrap()
}

/// A text without the entries `{what: said, page: ..}`.
pub(crate) fn without_said(text: &str) -> String {
    const BEGINS: &str = ", {what: said, page: ";
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, said)) = rest.split_once(BEGINS) {
        out.push_str(before);
        let mut escaped = false;
        let quote = said.strip_prefix('"').map(|said| {
            let closes = |c: char| {
                let closes = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                closes
            };
            said.find(closes).expect("a closing quote") + 2
        });
        let end = quote.unwrap_or_else(|| said.find('}').expect("the end of an entry"));
        rest = said[end..].strip_prefix('}').expect("the end of an entry");
    }
    out + rest
}

/// Replaces what stands in a file once.
pub(crate) fn edit(folder: &tempfile::TempDir, file: &str, old: &str, new: &str) {
    let text = read_file(folder, file);
    assert_eq!(text.matches(old).count(), 1, "{old} in {text}");
    std::fs::write(folder.path().join(file), text.replace(old, new)).unwrap();
}
