//! What a known document did not have before waits for a look like every change of it: for lint, drift and every further import, until a
//! person has deleted the mark.

use crate::support::{edit, imported, read_file, vvspec};

/// Edit, and the mark that it leaves; where it waits in docs.lock, a part of its line.
const EDITS: [(&str, &str, &str); 6] = [
    ("contact_phone |", "colour | String | 否 | red | 颜色 |\ncontact_phone |", "{what: added, page: String}"),
    ("contact_phone |", "x[y] | Foo | 否 | red | 颜色 |\ncontact_phone |", "{what: added, page: Foo}"),
    (
        "parcel_no | String",
        "parcel_number | String",
        r#"{what: rename, was: parcel_no, page: "{in: Request, from: parcel_no, to: parcel_number}"}"#,
    ),
    ("3 表示 其他", "3 表示 其他,4 表示 丢失", "{what: added, page: 4}"),
    ("\n0 | 成功", "\n615 | 包裹已销毁 | 不要重试 |\n0 | 成功", "{what: added, page: 615}"),
    ("/tool/parcels/hold", "/tool/parcels/keep", "described parcels/hold and describes parcels/keep now"),
];

/// What a row that went leaves besides: the spec still says that its field has to be given.
const GONE: &str = r#"{what: removed, was: "request parcel_no: required"}"#;

#[test]
fn what_a_known_document_has_now_stays_open_until_a_person_has_decided() {
    for (old, new, mark) in EDITS {
        let folder = imported();
        edit(&folder, "hold.txt", old, new);
        let import = || vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
        let lint = || vvspec(&["lint", "--spec", "spec", "--open"], folder.path());
        let ran = import();
        assert_eq!(ran.code, 100, "{new}: {}", ran.out);
        let open = lint();
        let spec = read_file(&folder, "spec/vvtool/parcels/hold.yaml");
        let many = if spec.contains(GONE) { "2 decisions open" } else { "1 decision open" };
        assert!(open.code == 1 && open.out.contains(many), "{new}: {}", open.out);
        assert_eq!(spec.contains(GONE), new.starts_with("parcel_number"), "{new}: {spec}");
        let files = ["spec/docs.lock", "spec/vvtool/errors.yaml", "spec/vvtool/parcels/hold.yaml"];
        let file = files.iter().find(|file| read_file(&folder, file).contains(mark));
        let file = file.unwrap_or_else(|| panic!("{new}: {mark}"));
        let ran = import();
        assert!(ran.code == 100 && ran.out.contains("nothing to write"), "{new}: {}", ran.out);
        assert_eq!(lint().out, open.out, "{new}");
        assert_eq!(vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path()).code, 100, "{new}");
        // Decided.
        let text = read_file(&folder, file);
        let rest = match file.ends_with(".lock") {
            true => text.lines().filter(|line| !line.contains(mark)).map(|line| format!("{line}\n")).collect(),
            false => [mark, GONE].iter().fold(text, |text, mark| {
                text.replace(&format!(", review: [{mark}]"), "").replace(&format!(", {mark}"), "")
            }),
        };
        std::fs::write(folder.path().join(file), rest).unwrap();
        let ran = import();
        assert!(ran.code == 0 && ran.out.contains("nothing to write"), "{new}: {}", ran.out);
        assert_eq!(lint().code, 0, "{new}");
    }
}

#[test]
fn another_page_under_the_same_file_name_is_no_operation_that_moved() {
    let folder = imported();
    let text = "接口地址: http://api.vv-tool.com/tool/parcel/other\n请求方式: POST\n请求参数\ncolour | String | 否 | red | 颜色 |\nsize | int | 否 | 1 | 大小 |\n响应参数\nage | int | 年龄 |\n";
    std::fs::write(folder.path().join("hold.txt"), text).unwrap();
    let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
    assert!(ran.code == 0 && !ran.out.contains("described parcels/hold"), "{}", ran.out);
}

/// Whoever reads the page of the old operation too has two.
#[test]
fn an_operation_whose_page_is_there_too_has_not_moved() {
    let folder = imported();
    let page = read_file(&folder, "hold.txt");
    std::fs::create_dir(folder.path().join("keep")).unwrap();
    std::fs::write(folder.path().join("keep/hold.txt"), page.replace("/tool/parcels/hold", "/tool/parcels/keep"))
        .unwrap();
    let ran = vvspec(&["import", "hold.txt", "keep/hold.txt", "--spec", "spec", "--write"], folder.path());
    assert!(ran.out.contains("parcels/keep") && !ran.out.contains("described parcels/hold"), "{}", ran.out);
}
