//! What an import does not write: files outside the spec, files of others, mistakes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::support::{bad_findings, edit, import_page, imported, page, read_file, vvspec};
use vvtool_codegen::inner::import::files;

const SPEC: &str = "spec/vvtool/parcels/hold.yaml";
const ADDRESS: &str = "接口地址: http://api.example.com/tool/parcels/hold";

fn everything(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(everything(&path));
        } else {
            found.push(path);
        }
    }
    found
}

/// Whoever writes a page must not choose where its file goes.
#[test]
fn a_document_leads_nowhere_but_below_the_spec() {
    let page = page("headless");
    let json = crate::support::page("catalogue");
    let long = "x".repeat(300);
    for (file, text) in [
        ("hold.txt", page.replace(ADDRESS, "接口地址: http://api.example.com/tool/../../pwned")),
        ("hold.txt", page.replace(ADDRESS, "接口地址: http://api.example.com/tool/parcels/.hold")),
        ("hold.txt", page.replace(ADDRESS, &format!("接口地址: http://api.example.com/tool/parcels/{long}"))),
        ("query.json", json.replace("taobao.parcel.query", "../../../pwned")),
        ("query.json", json.replace("taobao.parcel.query", "parcel/./../../pwned")),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("a/b");
        fs::create_dir_all(&inner).unwrap();
        fs::write(inner.join(file), &text).unwrap();
        let ran = vvspec(&["import", file, "--spec", "spec", "--write"], &inner);
        assert_eq!(ran.code, 101, "{}", ran.out);
        let told = ran.out.lines().find_map(|line| line.trim().strip_prefix("not imported: ")).expect(&ran.out);
        assert!(told.contains(" calls the operation \"") && told.contains("correct it in the document"), "{told}");
        assert_eq!(everything(folder.path()), [inner.join(file)], "{}", ran.out);
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hold.txt"), &page).unwrap();
    let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--service", "../up", "--write"], folder.path());
    assert_eq!(ran.code, 101, "{}", ran.out);
    assert!(ran.out.contains("give `--service` one plain word"), "{}", ran.out);
    assert_eq!(everything(folder.path()), [folder.path().join("hold.txt")]);
}

/// The same at the one place where files are written, whatever came before it.
#[test]
fn nothing_is_written_beside_the_folder_that_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("spec");
    for place in ["../up.yaml", "a/../../up.yaml", "/up.yaml", "a/.hidden", ""] {
        let files = BTreeMap::from([
            (root.join("vvtool/first.yaml"), "first\n".to_owned()),
            (root.join(place), "text\n".to_owned()),
        ]);
        let told = files::write(&root, &files, &AtomicBool::new(false)).expect_err(place);
        assert!(told.contains("no place below") && told.contains("nothing was written"), "{told}");
        assert_eq!(everything(folder.path()), Vec::<PathBuf>::new(), "{place}");
    }
    let good = BTreeMap::from([(root.join("vvtool/first.yaml"), "first\n".to_owned())]);
    files::write(&root, &good, &AtomicBool::new(false)).unwrap();
    assert_eq!(everything(folder.path()), [root.join("vvtool/first.yaml")]);
}

/// A declared rename begins at a name that is gone; the page has a new field of that name. Both cannot stand.
#[test]
fn a_merge_that_would_break_the_spec_is_left_to_a_person() {
    let folder = imported();
    let renames = "renames:\n  - {in: Request, from: hold_days, to: notes}\n";
    let spec = format!("{}{renames}", read_file(&folder, SPEC));
    fs::write(folder.path().join(SPEC), &spec).unwrap();
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
    let before: Vec<String> =
        everything(&folder.path().join("spec")).iter().map(|p| fs::read_to_string(p).unwrap()).collect();

    let row = "shop_id | String | true | 100200 | 店铺 ID |\n";
    let changed = page("headless").replace(row, &format!("{row}hold_days | Number | false | 3 | 天数 |\n"));
    let changed = changed.replace("614 | 包裹已签收", "615 | 包裹已退回 | 不要重试 |\n614 | 包裹已签收");
    let ran = import_page(&folder, &changed);
    assert_eq!(ran.code, 101, "{}", ran.out);
    let told = ran.out.lines().find_map(|line| line.trim().strip_prefix("not imported: ")).expect(&ran.out);
    assert!(
        told.contains("nothing of it was written") && told.contains(&format!("{SPEC}:")) && told.contains("[V047]"),
        "{told}"
    );
    let by_hand = format!("by hand: {SPEC}:");
    let hand = ran.out.lines().find(|line| line.trim().starts_with(&by_hand)).expect(&ran.out);
    assert!(hand.contains("request hold_days is new: add the field behind shop_id"), "{hand}");
    assert!(ran.out.contains("nothing to write"), "{}", ran.out);
    let after: Vec<String> =
        everything(&folder.path().join("spec")).iter().map(|p| fs::read_to_string(p).unwrap()).collect();
    assert_eq!(after, before, "neither the errors of the document nor docs.lock");
    assert_eq!(vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path()).code, 100, "it is still to be done");

    // Another document of the same run is not held up by it.
    fs::write(folder.path().join("detail.txt"), page("ruled")).unwrap();
    let both = ["import", "hold.txt", "detail.txt", "--spec", "spec", "--write"];
    let ran = vvspec(&both, folder.path());
    assert_eq!(ran.code, 101, "{}", ran.out);
    assert!(folder.path().join("spec/vvtool/parcels/detail.yaml").exists(), "{}", ran.out);
    assert_eq!(read_file(&folder, SPEC), spec);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());

    // The person decides, and the rest follows.
    edit(&folder, SPEC, renames, "");
    let ran = import_page(&folder, &changed);
    assert_eq!(ran.code, 100, "{}", ran.out);
    assert!(read_file(&folder, SPEC).contains("name: hold_days"));
    assert_eq!(
        vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path()).code,
        100,
        "the new row waits for a look"
    );
}

/// A mistake that was there before keeps nobody from importing.
#[test]
fn old_mistakes_are_not_held_against_a_document() {
    let folder = imported();
    edit(&folder, SPEC, "name: contact_phone, type: text", "name: contact_phone, type: txet");
    let old = bad_findings(folder.path());
    assert_eq!(old.len(), 1, "{old:?}");
    let row = "shop_id | String | true | 100200 | 店铺 ID |\n";
    let ran = import_page(
        &folder,
        &page("headless").replace(row, &format!("{row}hold_days | Number | false | 3 | 天数 |\n")),
    );
    assert_eq!(ran.code, 100, "{}", ran.out);
    assert!(read_file(&folder, SPEC).contains("name: hold_days"));
}

/// Keys are put behind the last value, whatever a person wrote behind that.
#[test]
fn a_person_may_end_a_map_as_they_like() {
    for end in [",}", ", }", " }", ",  # why\n    }", "\n  }"] {
        let folder = imported();
        let text = read_file(&folder, SPEC);
        let line = text.lines().find(|line| line.contains("{name: notes,")).expect(&text);
        let mine = format!("{}{end}", line.strip_suffix('}').unwrap());
        edit(&folder, SPEC, line, &mine);
        let was = read_file(&folder, SPEC);
        assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{mine}");
        let gone = page("headless").replace("notes | String | false | a|b | 备注,多条之间用\"|\"分开 |\n", "");
        let ran = import_page(&folder, &gone);
        assert_eq!(ran.code, 0, "{end:?} {}", ran.out);
        let mark = ", deprecated: {since: 2026-01-02, why: \"No longer in the source document\"}";
        let now = read_file(&folder, SPEC);
        assert!(now.contains(&format!("{mark}{end}")), "{end:?} {now}");
        assert_eq!(now.replace(mark, ""), was, "{end:?}");
        assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{now}");
    }
}

#[test]
fn names_that_meet_in_rust_are_told_apart() {
    let folder = imported();
    // Two paths that make one name, and a field's name that differs in spelling only.
    let second = page("headless").replace("/tool/parcels/hold", "/tool/parcels_hold");
    fs::write(folder.path().join("second.txt"), second).unwrap();
    let ran = vvspec(&["import", "second.txt", "--spec", "spec", "--write"], folder.path());
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(
        read_file(&folder, "spec/vvtool/parcels_hold.yaml").contains("request_type: ParcelsHold2\n"),
        "{}",
        ran.out
    );
    let rows = "parcelNo | String | false | P-2 | 旧包裹号 |\nParcel_No | String | false | P-3 | 更旧的 |\n";
    let reply = "heldAt | Date | 暂停时间 |\nheld_at | Date | 暂停时间 |\n";
    let ran = import_page(
        &folder,
        &page("headless")
            .replace("reason | Number", &format!("{rows}reason | Number"))
            .replace("fee | String | 暂停", &format!("{reply}fee | String | 暂停")),
    );
    assert_eq!(ran.code, 100, "{}", ran.out);
    let spec = read_file(&folder, SPEC);
    for (name, ident) in [("parcelNo", "parcel_no_2"), ("Parcel_No", "parcel_no_3"), ("held_at", "held_at_2")] {
        let field = spec.lines().find(|line| line.contains(&format!("{{name: {name}, "))).expect(&spec);
        assert!(field.contains(&format!("ident: {ident}")), "{field}");
    }
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
}

#[test]
fn an_example_of_somebody_else_stays_and_new_ones_are_in_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let examples = folder.path().join("spec/vvtool/parcels/examples");
    fs::create_dir_all(&examples).unwrap();
    fs::write(examples.join("hold-ok.json"), "{\"mine\": 1}\n").unwrap();
    let ran = import_page(&folder, &page("headless"));
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(fs::read_to_string(examples.join("hold-ok.json")).unwrap(), "{\"mine\": 1}\n");
    assert!(read_file(&folder, SPEC).contains("examples: [hold-ok-2.json]\n"));
    for file in [SPEC, "spec/vvtool/parcels/examples/hold-ok-2.json"] {
        assert!(ran.out.contains(&format!("  wrote {file}\n")), "{file}\n{}", ran.out);
        assert!(folder.path().join(file).exists());
    }
}

/// A heading that nobody knows, or a page saved halfway, is no reason to deprecate what stood there.
#[test]
fn a_table_that_cannot_be_found_deprecates_nothing() {
    let whole = page("headless");
    let (head, _) = whole.split_once("请求参数\n").unwrap();
    let (_, tail) = whole.split_once("请求示例\n").unwrap();
    for (text, words) in [
        (whole.replace("响应参数\n", "其他\n"), "looks like the row of `url`"),
        (format!("{head}请求参数\n请求示例\n{tail}"), "rows of its request are gone"),
    ] {
        let folder = imported();
        let (spec, lock) = (read_file(&folder, SPEC), read_file(&folder, "spec/docs.lock"));
        let ran = import_page(&folder, &text);
        assert_eq!(ran.code, 101, "{}", ran.out);
        assert!(ran.out.contains(words), "{}", ran.out);
        assert_eq!((read_file(&folder, SPEC), read_file(&folder, "spec/docs.lock")), (spec, lock));
        let drift = vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path());
        assert_eq!(drift.code, 101, "{}", drift.out);
    }
}

/// A page may contradict itself: a person finds out which of the two is right.
#[test]
fn a_default_that_is_too_long_is_left_to_a_person() {
    let folder = imported();
    let row = "shop_id | String | true | 100200 | 店铺 ID |\n";
    let new = "colour | String | false | red | 颜色,最大长度 3 个字符,默认 yellow |\n";
    let ran = import_page(&folder, &page("headless").replace(row, &format!("{row}{new}")));
    assert_eq!(ran.code, 100, "{}", ran.out);
    let spec = read_file(&folder, SPEC);
    let field = spec.lines().find(|line| line.contains("{name: colour, ")).expect(&spec);
    assert!(field.contains("max_chars: 3") && field.contains("review: [default,"), "{field}");
    assert!(!field.contains("default: \""), "{field}");
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
}
