//! What a report says once, however often it is so; and what it counts.

use std::fs;

use crate::support::{edit, imported, page, vvspec};

/// Three hundred files that are no documents, of three kinds, beside one document.
fn folder(document: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    fs::create_dir(&pages).unwrap();
    for n in 0..300_usize {
        let name = format!("{n:03}");
        let (ending, bytes) = match n % 3 {
            0 => ("txt", b"nothing that is a page".to_vec()),
            // Each breaks at another byte.
            1 => ("bin", [vec![b'x'; n], vec![0xff]].concat()),
            _ => ("json", b"{\"a\": ".to_vec()),
        };
        fs::write(pages.join(format!("{name}.{ending}")), bytes).unwrap();
    }
    if document {
        fs::write(pages.join("hold.txt"), page("headless")).unwrap();
    }
    folder
}

#[test]
fn files_that_are_no_documents_are_a_line_per_kind() {
    for document in [true, false] {
        let folder = folder(document);
        let ran = vvspec(&["import", "pages", "--spec", "spec"], folder.path());
        assert_eq!(ran.code, 101, "{}", ran.out);
        let told: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("could not read ")).collect();
        assert_eq!(told.len(), 3, "{}", ran.out);
        for (line, first) in told.iter().zip(["pages/000.txt", "pages/001.bin", "pages/002.json"]) {
            assert!(line.starts_with(&format!("could not read 100 files, the first of them {first}: ")), "{line}");
            assert_eq!(line.matches(first).count(), 1, "{line}");
        }
        assert!(!ran.out.contains("pages/003"), "{}", ran.out);
        assert_eq!(ran.out.contains("1 document (1 new, 0 gone, 300 not understood)"), document, "{}", ran.out);
    }
    let folder = imported();
    fs::create_dir(folder.path().join("pages")).unwrap();
    fs::write(folder.path().join("pages/a.txt"), "nothing").unwrap();
    fs::write(folder.path().join("pages/b.txt"), "nothing").unwrap();
    let ran = vvspec(&["drift", "pages", "--spec", "spec"], folder.path());
    assert_eq!(ran.code, 101, "{}", ran.out);
    assert!(ran.out.starts_with("could not read 2 files, the first of them pages/a.txt: "), "{}", ran.out);
}

#[test]
fn an_empty_folder_says_so() {
    let folder = imported();
    fs::create_dir_all(folder.path().join("none/.hidden")).unwrap();
    fs::create_dir_all(folder.path().join("deep/er/still")).unwrap();
    fs::write(folder.path().join("none/.hidden/page.txt"), page("headless")).unwrap();
    for (arguments, named) in [(&["none"][..], "none"), (&["deep"], "deep"), (&["none", "deep"], "none, deep")] {
        for command in ["import", "drift"] {
            let all = [&[command], arguments, &["--spec", "spec"]].concat();
            let ran = vvspec(&all, folder.path());
            assert_eq!(ran.code, 101, "{all:?}: {}", ran.out);
            let told = format!("{named}: no file is in it: name a folder with documents, or a document\n");
            assert_eq!(ran.out, told, "{all:?}");
        }
    }
}

/// One is one, none and several are several.
#[test]
fn counts_are_said_in_the_right_number() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hold.txt"), page("headless")).unwrap();
    let wrote = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path()).out;
    edit(&folder, "hold.txt", "held | Boolean", "held | String");
    let one = vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path()).out;
    let again = vvspec(&["import", "hold.txt", "--spec", "spec"], folder.path()).out;
    assert!(one.contains(": 1 change\n"), "{one}");
    assert!(again.contains("1 file would be written") || again.contains("2 files would be written"), "{again}");
    for text in [&wrote, &one, &again] {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
        for pair in words.windows(2) {
            let plural = ["files", "documents", "rows", "changes", "decisions", "lines", "members"].contains(&pair[1]);
            assert!(!(pair[0] == "1" && plural), "1 {}: {text}", pair[1]);
        }
        for wrong in ["1 field rows", "1 error rows", "0 field row,", "is not no "] {
            assert!(!text.contains(&format!(" {wrong}")), "{wrong}: {text}");
        }
    }
}

/// The record of a reply has a name that no document says.
#[test]
fn the_line_of_a_rename_is_the_one_to_write() {
    let folder = imported();
    let spec = fs::read_to_string(folder.path().join("spec/vvtool/parcels/hold.yaml")).unwrap();
    let named = spec.lines().find_map(|line| line.split_once("record: ").or(line.split_once("list_of: "))).unwrap().1;
    let root = named.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap();
    edit(&folder, "hold.txt", "held | Boolean", "holding | Boolean");
    for command in ["drift", "import"] {
        let out = vvspec(&[command, "hold.txt", "--spec", "spec"], folder.path()).out;
        let line = format!("`renames: [{{in: {root}, from: held, to: holding}}]`");
        assert!(out.contains(&line), "{line}: {out}");
    }
    // Written, it is right.
    vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
    let file = folder.path().join("spec/vvtool/parcels/hold.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let old = text.lines().find(|line| line.contains("name: held")).unwrap();
    let text = text.replace(&format!("{old}\n"), "");
    fs::write(&file, format!("{text}renames: [{{in: {root}, from: held, to: holding}}]\n")).unwrap();
    let lint = vvspec(&["lint", "--rule", "V047", "--spec", "spec"], folder.path());
    assert_eq!(lint.code, 0, "{}", lint.out);
}

/// A sentence in other words is told as that, not as two digests; a word of obligation that came is named.
#[test]
fn reworded_prose_is_told_in_words() {
    for (new, told) in [
        ("联系电话,本人的 |", "reworded, no word of obligation came or went: read it again"),
        ("联系电话,必须是本人的 |", "必须"),
    ] {
        let folder = imported();
        edit(&folder, "hold.txt", "联系电话 |", new);
        let out = vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path()).out;
        let line = out
            .lines()
            .find(|line| line.contains("contact_phone") && line.contains("reworded"))
            .unwrap_or_else(|| panic!("{out}"));
        assert!(line.contains(told) && !line.contains("prose \""), "{line}");
    }
}
