//! The life of a page: imported, decided about, changed, drifted, merged. Through the program, as people do it.

use std::fs;

use crate::support::{bad_findings, decided, page, vvspec, without_said};

/// Each form, from nothing: the file is good but for the decisions it marks, and code comes out of it.
#[test]
fn a_new_document_of_each_form_becomes_a_good_spec() {
    for (case, file, form) in [
        ("headless", "vvtool/parcels/hold.yaml", "txt"),
        ("ruled", "vvtool/parcels/detail.yaml", "txt"),
        ("top-page", "top/parcel.note.update.yaml", "txt"),
        ("getdocument", "top/parcel.cancel.yaml", "json"),
        ("catalogue", "top/parcel.query.yaml", "json"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let document = format!("{case}.{form}");
        fs::write(folder.path().join(&document), page(case)).expect("written");
        let dry = vvspec(&["import", &document, "--spec", "spec"], folder.path());
        assert_eq!(dry.code, 0, "{}", dry.out);
        assert!(!folder.path().join("spec").exists(), "{case}: without --write nothing is written");
        let import = vvspec(&["import", &document, "--spec", "spec", "--write"], folder.path());
        assert_eq!(import.code, 0, "{}", import.out);
        assert!(folder.path().join("spec").join(file).exists(), "{case}: {}", import.out);
        let text = fs::read_to_string(folder.path().join("spec").join(file)).expect("a spec");
        assert!(text.contains("review: [effect"), "{case}: a person decides about the effect");
        assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{case}");
        assert_eq!(vvspec(&["lint", "--spec", "spec"], folder.path()).code, 1, "{case}: decisions are open");
        let generate = vvspec(&["generate", "--spec", "spec", "--out", "out"], folder.path());
        assert_eq!(generate.code, 0, "{case}: {}", generate.out);
        assert_eq!(
            vvspec(&["drift", &document, "--spec", "spec"], folder.path()).code,
            0,
            "{case}: nothing changed yet"
        );
        let again = vvspec(&["import", &document, "--spec", "spec"], folder.path());
        assert!(again.out.contains("nothing to write"), "{case}: {}", again.out);
    }
}

/// What a person makes of the imported file.
fn in_their_own_layout(imported: &str) -> String {
    imported
        .replace("review: [effect, shape, obligation]\n", "# Holding twice holds once.\n")
        .replace("effect: non_idempotent_write", "effect: idempotent_write")
        .lines()
        .map(|line| match line {
            line if line.contains("name: contact_phone") => "  - name: contact_phone\n    type: text\n    required: true   # asked the gateway's people\n    pii: true\n    en: \"Who to call\"\n    zh: 联系电话".to_owned(),
            line => line.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

/// The page a week later: rows came and went, a limit, a rate and an error changed.
fn changed_page() -> String {
    page("headless")
        .replace(
            "shop_id | String | true | 100200 | 店铺 ID |\n",
            "shop_id | String | true | 100200 | 店铺 ID |\nhold_days | Number | false | 3 | 暂停天数,单位:天 |\n",
        )
        .replace("notes | String | false | a|b | 备注,多条之间用\"|\"分开 |\n", "")
        .replace(
            "contact_phone | String | 13912345678 | 联系电话 |\n",
            "contact_phone | String | 13912345678 | 联系电话,请勿使用座机 |\n",
        )
        .replace(
            "parcel_no | String | true | P-1 | 包裹号,最大长度 32 个字符 |",
            "parcel_no | String | true | P-1 | 包裹号,最大长度 40 个字符 |",
        )
        .replace("held | Boolean | 是否已暂停 |\n", "held | Boolean | 是否已暂停 |\nheld_at | Date | 暂停时间 |\n")
        .replace("频率限制: 5 次/秒", "频率限制: 2 次/秒")
        .replace("614 | 包裹已签收", "615 | 包裹已退回 | 不要重试 |\n614 | 包裹已签收")
}

#[test]
fn what_changed_in_a_page_is_merged_and_what_a_person_wrote_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    fs::write(at("hold.txt"), page("headless")).expect("written");
    assert_eq!(
        vvspec(&["import", "hold.txt", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path()).code,
        0
    );

    // A person decides, in their own layout.
    let spec = at("spec/vvtool/parcels/hold.yaml");
    let mine = in_their_own_layout(&without_said(&fs::read_to_string(&spec).expect("a spec")));
    assert!(mine.contains("Who to call") && mine.contains("Holding twice"));
    fs::write(&spec, &mine).expect("written");
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());

    fs::write(at("hold.txt"), changed_page()).expect("written");

    let drift = vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path());
    assert_eq!(drift.code, 100, "{}", drift.out);
    assert_eq!(fs::read_to_string(&spec).expect("a spec"), mine, "drift writes nothing");
    for said in [
        "added: request hold_days (line 12)",
        "removed: request notes",
        "prose only: request contact_phone",
        "max_chars \"32\" -> \"40\"",
        "added: reply held_at",
        "changed: rate_limit; value \"5/second\" -> \"2/second\"",
        "added: error 615 包裹已退回",
    ] {
        assert!(drift.out.contains(said), "{said}\n{}", drift.out);
    }

    let import = vvspec(&["import", "hold.txt", "--spec", "spec", "--write", "--date", "2026-01-09"], folder.path());
    assert_eq!(import.code, 100, "{}", import.out);
    let merged = fs::read_to_string(&spec).expect("a spec");
    let lines: Vec<&str> = merged.lines().collect();
    let place =
        |part: &str| lines.iter().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}\n{merged}"));
    // New rows stand where the document has them, and wait for a look.
    assert_eq!(place("name: hold_days"), place("name: shop_id") + 1);
    assert!(
        lines[place("name: hold_days")].contains("unit: days") && lines[place("name: hold_days")].contains("review: [")
    );
    assert_eq!(place("name: held_at"), place("name: held,") + 1);
    // Removed rows stay and say so.
    assert!(lines[place("name: notes")].contains("deprecated: {since: 2026-01-09, why: "));
    // Everything else is as the person left it.
    let untouched = |line: &&&str| {
        !["hold_days", "held_at"].iter().any(|name| line.contains(name)) && !line.trim().starts_with("review: [{what")
    };
    let kept: Vec<String> = lines.iter().filter(untouched).map(|line| (*line).to_owned()).collect();
    let expected: Vec<String> = mine
        .lines()
        .map(|line| match line {
            line if line.contains("name: notes") => lines[place("name: notes")].to_owned(),
            line if line.starts_with("source:") => line.replace("2026-01-02", "2026-01-09"),
            line if line.starts_with("errors:") => lines[place("errors: [")].to_owned(),
            line => line.to_owned(),
        })
        .collect();
    assert!(lines[place("name: parcel_no")].contains("{what: max_chars, was: 32, page: 40}"));
    assert!(merged.contains("{what: prose, page: "));
    assert!(merged.contains("{what: rate_limit, was: "));
    assert_eq!(kept.iter().map(|line| decided(line)).collect::<String>(), expected.join("\n") + "\n");
    assert!(lines[place("errors: [")].ends_with("Error615]"));
    // What a machine must not decide is said.
    for said in ["request parcel_no: max_chars", "request contact_phone: its prose", "rate_limit: \"5/second\""] {
        assert!(import.out.contains(said), "{said}\n{}", import.out);
    }
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
    let drift = vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path());
    assert!(drift.code == 100 && drift.out.contains(": unchanged") && drift.out.contains("open: "), "{}", drift.out);
}

#[test]
fn what_cannot_be_compared_is_no_comparison() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("page.txt"), page("headless")).expect("written");
    fs::write(folder.path().join("other.txt"), "hello\n").expect("written");
    let run = |arguments: &[&str]| vvspec(arguments, folder.path());
    assert_eq!(run(&["drift", "page.txt", "--spec", "spec"]).code, 101, "no docs.lock");
    assert_eq!(run(&["drift", "missing.txt", "--spec", "spec"]).code, 101);
    assert_eq!(run(&["import", "page.txt", "--spec", "spec", "--write"]).code, 0);
    let other = run(&["drift", "page.txt", "other.txt", "--spec", "spec"]);
    assert_eq!(other.code, 101);
    assert!(other.out.contains("could not read other.txt: not a document of a form I know"), "{}", other.out);
    let lock = folder.path().join("spec/docs.lock");
    let text = fs::read_to_string(&lock).expect("docs.lock");
    fs::write(&lock, text.replacen("\"in\"", "\"inn\"", 1)).expect("written");
    let broken = run(&["drift", "page.txt", "--spec", "spec"]);
    assert_eq!(broken.code, 101);
    assert!(broken.out.contains("a field needs field, in and owner"), "{}", broken.out);
    assert_eq!(run(&["drift"]).code, 2, "usage");
    assert_eq!(run(&["import", "page.txt", "--date", "tomorrow", "--spec", "spec"]).code, 2);
}

/// A page that listed no parameters gets all of them, and one reply field more than none.
#[test]
fn empty_lists_take_more_than_one_new_row() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    let import = || vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
    let whole = page("headless");
    let (head, rest) = whole.split_once("shop_id | String").expect("the first parameter");
    let (_, rest) = rest.split_once("联系电话 |\n").expect("the last parameter");
    let bare: String = format!("{head}{rest}").replace("held | Boolean | 是否已暂停 |\n", "");
    let bare = bare.replace("fee | String | 暂停费用,单位:元 |\n", "other | String | 其他 |\n");
    fs::write(at("hold.txt"), bare).expect("written");
    assert_eq!(import().code, 0);
    let spec = at("spec/vvtool/parcels/hold.yaml");
    let text = fs::read_to_string(&spec).expect("a spec");
    let (head, rest) = text.split_once("    fields:\n      - {name: other,").expect("the reply's fields");
    let (_, rest) = rest.split_once('\n').expect("more lines");
    let empty = format!("{head}    fields: []\n{rest}");
    assert!(empty.contains("\nrequest: []\n"), "{empty}");
    fs::write(&spec, empty).expect("written");
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());

    fs::write(at("hold.txt"), whole).expect("written");
    let ran = import();
    assert_eq!(ran.code, 100, "{}", ran.out);
    let merged = fs::read_to_string(&spec).expect("a spec");
    let names: Vec<&str> = merged
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("- {name: "))
        .filter_map(|line| line.split(',').next())
        .collect();
    let parameters = ["shop_id", "parcel_no", "reason", "notes", "mode", "until", "contact_phone"];
    assert_eq!(names, [&parameters[..], &["held", "fee"]].concat(), "{merged}");
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{merged}");
    assert_eq!(vvspec(&["generate", "--spec", "spec", "--out", "out"], folder.path()).code, 0, "{merged}");
}

/// Both would be merged into the file as it was, and the second would undo the first without a word.
#[test]
fn of_two_documents_about_one_operation_the_second_is_left_to_a_person() {
    for known in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |path: &str| folder.path().join(path);
        let import = |document: &str| vvspec(&["import", document, "--spec", "spec", "--write"], folder.path());
        fs::create_dir(at("pages")).expect("made");
        if known {
            fs::write(at("hold.txt"), page("headless")).expect("written");
            assert_eq!(import("hold.txt").code, 0);
        }
        let row = "shop_id | String | true | 100200 | 店铺 ID |\n";
        for (name, more) in [("hold", "hold_days"), ("hold-again", "hold_hours")] {
            let text = page("headless").replace(row, &format!("{row}{more} | Number | false | 3 | 时长 |\n"));
            fs::write(at(&format!("pages/{name}.txt")), text).expect("written");
        }
        let ran = import("pages");
        assert_eq!(ran.code, 101, "{}", ran.out);
        let told: Vec<&str> = ran.out.lines().filter_map(|line| line.trim().strip_prefix("not imported: ")).collect();
        let said = "pages/hold.txt describes the same operation as pages/hold-again.txt: it was not taken; import it on its own, or give it as --donor; beside what that one says, or otherwise, it says: request hold_days added; request hold_hours removed";
        assert_eq!(told, [said], "known: {known}\n{}", ran.out);
        let spec = fs::read_to_string(at("spec/vvtool/parcels/hold.yaml")).expect("a spec");
        assert!(spec.contains("name: hold_hours") && !spec.contains("name: hold_days"), "known: {known}\n{spec}");
        let lock = fs::read_to_string(at("spec/docs.lock")).expect("docs.lock");
        assert_eq!(lock.matches("\"parcels/hold\"").count(), 1, "known: {known}\n{lock}");
        assert!(lock.contains("hold_hours") && !lock.contains("hold_days"), "known: {known}\n{lock}");
        assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "known: {known}");

        // What was left can be taken on its own.
        let ran = import("pages/hold.txt");
        assert_eq!(ran.code, 100, "{}", ran.out);
        let spec = fs::read_to_string(at("spec/vvtool/parcels/hold.yaml")).expect("a spec");
        assert!(spec.contains("name: hold_days"), "known: {known}\n{spec}");
    }
}

/// Samples on the page still show the object under its old name; what it held it holds under the new one.
#[test]
fn an_object_under_a_new_name_keeps_its_fields() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |path: &str| folder.path().join(path);
    let import = || vvspec(&["import", "detail.txt", "--spec", "spec", "--write"], folder.path());
    let items = "title | String | 物品名称 | 湿巾 |\nnum | Number | 数量 | 1 |\nweight | String | 重量(克) | 500 |\n";
    let more = "box_no | String | 箱号 | 1 |\nbox_size | String | 箱型 | 1 |\nbox_kind | String | 箱类 | 1 |\n";
    let text = page("ruled")
        .replace(
            &format!("{items}broken String 1 易碎品标识 | |||\n"),
            &format!("{items}{more}receiver_town | String | 镇 | 某镇 |\n"),
        )
        .replace(
            "\"num\": 1 }",
            "\"num\": 1, \"weight\": \"1\", \"box_no\": \"1\", \"box_size\": \"1\", \"box_kind\": \"1\" }",
        )
        .replace("\"weight\": \"500\",", "\"weight\": \"500\", \"receiver_town\": \"1\",");
    fs::write(at("detail.txt"), &text).expect("written");
    assert_eq!(import().code, 0);
    fs::write(at("detail.txt"), text.replace("items | ParcelItem[] |", "goods | ParcelItem[] |")).expect("written");
    let ran = import();
    assert_eq!(ran.code, 100, "{}", ran.out);
    for said in ["goods (", "goods/title (", "goods/num (", "goods/box_no (", "goods/box_size ("] {
        assert!(ran.out.contains(&format!("added: reply {said}")), "{said}\n{}", ran.out);
    }
    assert_eq!(ran.out.matches("  added: ").count(), 7, "{}", ran.out);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
    assert!(import().out.contains("nothing to write"));
    let drift = vvspec(&["drift", "detail.txt", "--spec", "spec"], folder.path());
    assert!(drift.code == 100 && drift.out.contains(": unchanged"), "the type of `items` waits: {}", drift.out);
}
