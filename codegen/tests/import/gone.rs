//! Documents and errors that go, come back, change their name or their words; and a page that lost what says what it is.

use std::fs;

use crate::support::{Ran, bad_findings, decided, page, read_file, vvspec};
use tempfile::TempDir;

fn write(folder: &TempDir, file: &str, text: &str) {
    let path = folder.path().join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn import(folder: &TempDir, documents: &str, day: &str) -> Ran {
    let ran = vvspec(&["import", documents, "--spec", "spec", "--write", "--date", day], folder.path());
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{}", ran.out);
    ran
}

fn drift(folder: &TempDir, documents: &str) -> Ran {
    vvspec(&["drift", documents, "--spec", "spec"], folder.path())
}

fn by_hand(report: &str) -> Vec<String> {
    report.lines().filter_map(|line| line.trim().strip_prefix("by hand: ")).map(str::to_owned).collect()
}

/// Two methods of a catalogue, imported; then one is gone from it.
fn catalogue() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let method = page("catalogue");
    write(&folder, "methods/query.json", &method);
    write(&folder, "methods/count.json", &method.replace("taobao.parcel.query", "taobao.parcel.count"));
    let ran = import(&folder, "methods", "2026-01-02");
    assert_eq!(ran.code, 0, "{}", ran.out);
    fs::remove_file(folder.path().join("methods/count.json")).unwrap();
    folder
}

#[test]
fn a_document_that_is_gone_is_told_once_and_forgotten_with_its_operation() {
    let folder = catalogue();
    let spec = "spec/top/parcel.count.yaml";
    let told = "count: gone from the directory; its operation stays in the spec until a person deletes it";
    let found = drift(&folder, "methods");
    assert_eq!((found.code, found.out.contains(told)), (100, true), "{}", found.out);
    let ran = import(&folder, "methods", "2026-01-03");
    assert!(ran.out.contains(told) && folder.path().join(spec).exists(), "{}", ran.out);
    assert!(read_file(&folder, "spec/docs.lock").contains("\"gone\": \"2026-01-03\""));

    // From now on it is known, not news.
    let earlier = "1 document was gone at an earlier import already";
    let found = drift(&folder, "methods");
    assert_eq!((found.code, found.out.contains(earlier)), (0, true), "{}", found.out);
    let ran = import(&folder, "methods", "2026-01-04");
    assert!(ran.out.contains("nothing to write") && ran.out.contains(earlier), "{}", ran.out);

    fs::remove_file(folder.path().join(spec)).unwrap();
    let ran = import(&folder, "methods", "2026-01-05");
    assert!(ran.out.contains("count: gone from the directory and from the spec; docs.lock forgets it"), "{}", ran.out);
    let lock = read_file(&folder, "spec/docs.lock");
    assert!(lock.contains("taobao.parcel.query") && !lock.contains("taobao.parcel.count"), "{lock}");
    let found = drift(&folder, "methods");
    assert_eq!((found.code, found.out.contains("earlier")), (0, false), "{}", found.out);
}

#[test]
fn an_operation_that_a_person_deleted_first_is_forgotten_at_once() {
    let folder = catalogue();
    fs::remove_file(folder.path().join("spec/top/parcel.count.yaml")).unwrap();
    let ran = import(&folder, "methods", "2026-01-03");
    assert!(ran.out.contains("docs.lock forgets it"), "{}", ran.out);
    assert_eq!(drift(&folder, "methods").code, 0);
}

#[test]
fn a_document_that_comes_back_is_news() {
    let folder = catalogue();
    import(&folder, "methods", "2026-01-03");
    let back = page("catalogue").replace("taobao.parcel.query", "taobao.parcel.count");
    write(&folder, "methods/count.json", &back);
    let found = drift(&folder, "methods");
    assert_eq!(found.code, 100, "{}", found.out);
    assert!(found.out.contains("document; value \"gone since 2026-01-03\" -> \"there again\""), "{}", found.out);
    import(&folder, "methods", "2026-01-04");
    assert!(!read_file(&folder, "spec/docs.lock").contains("\"gone\""));
    assert_eq!(drift(&folder, "methods").code, 0);
}

/// Half a download is no decision of the platform's.
#[test]
fn a_file_that_cannot_be_read_is_not_gone() {
    let folder = catalogue();
    write(&folder, "methods/count.json", "{\"name\": ");
    let ran = import(&folder, "methods", "2026-01-03");
    assert_eq!(ran.code, 101, "{}", ran.out);
    assert!(!ran.out.contains("gone from the directory"), "{}", ran.out);
    assert!(!read_file(&folder, "spec/docs.lock").contains("\"gone\""));
}

const TABLE: &str = "公共错误码\n代码 | 代码描述 | 解决方案 |\n---|---|---|\n0 | 成功 | |\n100 | 请求参数错误 | 检查参数 |\n\
    101 | 请求超时 | 重试 |\n200 | 系统错误 | 联系客服 |\n";

#[test]
fn a_table_of_errors_under_a_new_file_name_stays_the_table_it_was() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "codes.txt", TABLE);
    let ran = import(&folder, "codes.txt", "2026-01-02");
    assert_eq!(ran.code, 0, "{}", ran.out);
    write(&folder, "codes-new.txt", &TABLE.replace("101 | 请求超时 | 重试 |\n", "102 | 请求过大 | 缩小 |\n"));
    let found = drift(&folder, "codes-new.txt");
    assert!(found.code == 100 && found.out.contains("2 changes"), "{}", found.out);
    let ran = import(&folder, "codes-new.txt", "2026-01-03");
    assert!(ran.out.contains("error 101 请求超时: no document lists it any more; "), "{}", ran.out);
    let lock = read_file(&folder, "spec/docs.lock");
    assert_eq!(lock.matches("\"doc\"").count(), 1, "{lock}");
    assert!(lock.contains("\"doc\": \"codes\""), "{lock}");
    let table = read_file(&folder, "spec/vvtool/errors.yaml");
    let line = table.lines().find(|line| line.contains("请求超时")).expect(&table);
    assert!(line.contains("deprecated: {since: 2026-01-03"), "{line}");
    // The one it gained waits for a look.
    assert!(table.contains("{what: added, page: 102}"), "{table}");

    // Another table is another document, and so are two that come together.
    write(&folder, "others.txt", "公共错误码\n700 | 停电 | 等待 |\n701 | 停水 | 等待 |\n");
    let ran = import(&folder, "others.txt", "2026-01-04");
    assert!(ran.out.contains("others (vvtool-page, vvtool/error table): new"), "{}", ran.out);
    let both = tempfile::tempdir().unwrap();
    write(&both, "docs/codes.txt", TABLE);
    import(&both, "docs", "2026-01-02");
    write(&both, "docs/codes-new.txt", TABLE);
    let ran = import(&both, "docs", "2026-01-03");
    assert!(ran.out.contains("codes-new (vvtool-page, vvtool/error table): new"), "{}", ran.out);
}

#[test]
fn a_page_that_lost_its_address_is_no_table_of_errors() {
    let titles = [("headless", "接口地址"), ("top-page", "taobao.parcel.note.update (")];
    for (case, line) in titles {
        let folder = tempfile::tempdir().unwrap();
        let text: String =
            page(case).lines().filter(|each| !each.starts_with(line)).map(|each| format!("{each}\n")).collect();
        write(&folder, "page.txt", &text);
        let ran = vvspec(&["import", "page.txt", "--spec", "spec", "--write"], folder.path());
        assert_eq!(ran.code, 101, "{case} {}", ran.out);
        let told = ran.out.lines().find_map(|line| line.trim().strip_prefix("not imported: ")).expect(&ran.out);
        assert!(told.contains("field rows belong to no operation") && told.contains("put the line back"), "{told}");
        assert!(!folder.path().join("spec").exists(), "{case}: not even docs.lock");
    }
}

const ROW: &str = "isv.parcel-not-exist 包裹不存在 检查包裹号\n";
const ERRORS: &str = "spec/top/errors.yaml";

/// A platform that tells errors by their codes may say them in other words: that is the same error.
#[test]
fn an_error_in_other_words_is_reworded_not_gone() {
    let more = "isv.note-too-long:text 备注过长\n";
    for (new, told) in [
        (
            ROW.replace("包裹不存在", "找不到包裹"),
            "error isv.parcel-not-exist: message \"包裹不存在\" -> \"找不到包裹\": write `message: \"找不到包裹\"` in ParcelNotExist, and the old one into `aliases` while it may arrive",
        ),
        (
            format!("{ROW}{}", ROW.replace("包裹不存在", "找不到包裹")),
            "error isv.parcel-not-exist: also listed as \"找不到包裹\": add that to the `aliases` of ParcelNotExist",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text = page("top-page");
        assert!(text.contains(ROW) && text.contains(more));
        write(&folder, "note.txt", &text);
        import(&folder, "note.txt", "2026-01-02");
        let table = read_file(&folder, ERRORS);
        write(&folder, "note.txt", &text.replace(ROW, &new));
        assert_eq!(drift(&folder, "note.txt").code, 100);
        let ran = import(&folder, "note.txt", "2026-01-03");
        let line = table.lines().position(|line| line.contains("name: ParcelNotExist,")).expect(&table) + 1;
        assert_eq!(by_hand(&ran.out), [format!("{ERRORS}:{line}: {told}")], "{}", ran.out);
        for wrong in ["removed: ", "no longer lists", "no document lists"] {
            assert!(!ran.out.contains(wrong), "{wrong} {}", ran.out);
        }
        assert_eq!(ran.code, 100, "{}", ran.out);
        assert_eq!(decided(&read_file(&folder, ERRORS)), table, "that is for a person to write");
        let named = drift(&folder, "note.txt");
        assert!(
            named.code == 100 && named.out.contains(": unchanged") && named.out.contains("open: "),
            "{}",
            named.out
        );
    }

    // What is gone is gone.
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "note.txt", &page("top-page"));
    import(&folder, "note.txt", "2026-01-02");
    write(&folder, "note.txt", &page("top-page").replace(ROW, ""));
    let ran = import(&folder, "note.txt", "2026-01-03");
    assert!(ran.out.contains("removed: error isv.parcel-not-exist 包裹不存在"), "{}", ran.out);
    assert!(read_file(&folder, ERRORS).contains("deprecated: {since: 2026-01-03"), "{}", ran.out);
}

/// The lines of a field in a spec file.
fn field(folder: &TempDir, file: &str, name: &str) -> String {
    let text = read_file(folder, file);
    let found = text.lines().find(|line| line.contains(&format!("{{name: {name}, ")));
    found.unwrap_or_else(|| panic!("{name} in {text}")).to_owned()
}

#[test]
fn what_rests_on_a_row_that_went_is_asked_about() {
    let spec = "spec/vvtool/leaf/hold.yaml";
    let text = "接口地址: http://api.example.com/tool/leaf/hold\n接口介绍: 叶片\n请求方式: POST\n接口收费: 扣账户余额\n请求参数\n名称 | 类型 | 必填 | 示例值 | 描述 |\nleaf_no | String | 是 | L1 | 叶片编号 |\nkind | String | 否 | A | 种类 |\nnote | String | 否 | A | 备注 |\nx1 | String | 否 | A | 甲 |\nx2 | String | 否 | A | 乙 |\nrow_no | String | 是 | A | 行 |\n响应参数\n名称 | 类型 | 描述 | 示例值 |\ncode | int | 错误码 | 0 |\nmsg | string | 描述 | ok |\nsuccess | Boolean | 成功 | true |\nwithholding_money | int | 扣费 | 1 |\nleft | int | 剩余 | 1 |\n";
    for (row, name, keys) in [
        ("success | Boolean | 成功 | true |\n", "success", "confirm"),
        ("withholding_money | int | 扣费 | 1 |\n", "withholding_money", "charge"),
        ("left | int | 剩余 | 1 |\n", "left", ""),
        ("row_no | String | 是 | A | 行 |\n", "row_no", "required"),
        ("leaf_no | String | 是 | L1 | 叶片编号 |\n", "leaf_no", "intent, echo, required"),
        ("kind | String | 否 | A | 种类 |\n", "kind", "one_at_a_time"),
        ("x1 | String | 否 | A | 甲 |\n", "x1", "rules"),
        ("note | String | 否 | A | 备注 |\n", "note", ""),
    ] {
        let folder = tempfile::tempdir().unwrap();
        write(&folder, "hold.txt", text);
        let ran = import(&folder, "hold.txt", "2026-01-02");
        assert_eq!(ran.code, 0, "{}", ran.out);
        let mut made = decided(&read_file(&folder, spec));
        made.push_str(
            "intent: [leaf_no, row_no]\none_at_a_time: [kind]\necho: [leaf_no]\nrules:\n  - {rule: exactly_one, of: [x1, x2]}\n",
        );
        let made = made
            .replace("intent: [leaf_no, row_no]", "intent: [leaf_no]")
            .replace("reply:\n", "reply:\n  confirm: [{flag: success}]\n");
        fs::write(folder.path().join(spec), made).unwrap();
        let head = read_file(&folder, "spec/vvtool/service.yaml");
        fs::write(
            folder.path().join("spec/vvtool/service.yaml"),
            format!("{head}charge: {{field: withholding_money, unit: points}}\n"),
        )
        .unwrap();
        write(&folder, "hold.txt", &text.replace(row, ""));
        let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write", "--date", "2026-01-03"], folder.path());
        let line = field(&folder, spec, name);
        assert!(line.contains("deprecated: {"), "{line}\n{}", ran.out);
        let part = if row.matches('|').count() > 4 { "request" } else { "reply" };
        let mark = format!("{{what: removed, was: \"{part} {name}: {keys}\"}}");

        assert_eq!(
            (ran.code == 100, line.contains(&mark)),
            (!keys.is_empty(), !keys.is_empty()),
            "{mark} in {line}\n{}",
            ran.out
        );
    }
}

#[test]
fn an_error_that_left_a_page_of_errors_is_asked_about_though_another_lists_it() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "hold.txt", &format!("{}响应代码\n100 | 请求错误 | 查 |\n203 | 过期 | 查 |\n", page("headless")));
    let all = "公共错误码\n代码 | 代码描述 | 解决方案 |\n100 | 请求错误 | 查 |\n203 | 过期 | 查 |\n301 | 满 | 查 |\n";
    write(&folder, "public.txt", all);
    for file in ["hold.txt", "public.txt"] {
        let ran = import(&folder, file, "2026-01-02");
        assert_eq!(ran.code, 0, "{}", ran.out);
    }
    write(&folder, "public.txt", &all.replace("203 | 过期 | 查 |\n", ""));
    let ran = import(&folder, "public.txt", "2026-01-03");
    assert_eq!(ran.code, 100, "{}", ran.out);
    assert!(by_hand(&ran.out).iter().any(|task| task.contains("203")), "{}", ran.out);
    let open = vvspec(&["lint", "--open", "--spec", "spec"], folder.path());
    assert!(open.out.contains("203"), "{}", open.out);
}
