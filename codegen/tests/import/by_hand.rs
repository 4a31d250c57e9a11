//! What a merge leaves to a person, and says where and how; and errors that vanish from the documents.

use std::fs;

use crate::support::{TAKEN, bad_findings, decided, edit, imported, page, read_file, vvspec};
use tempfile::TempDir;

const SPEC: &str = "spec/vvtool/parcels/hold.yaml";
const ERRORS: &str = "spec/vvtool/errors.yaml";

/// Imports a week later; the report.
fn again(folder: &TempDir, documents: &[&str]) -> String {
    let mut arguments = vec!["import"];
    arguments.extend(documents);
    arguments.extend(["--spec", "spec", "--write", "--date", "2026-01-09"]);
    let ran = vvspec(&arguments, folder.path());
    assert!(TAKEN.contains(&ran.code), "{}", ran.out);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{}", ran.out);
    ran.out
}

fn by_hand(report: &str) -> Vec<String> {
    report.lines().filter_map(|line| line.trim().strip_prefix("by hand: ")).map(str::to_owned).collect()
}

fn line_of(text: &str, part: &str) -> usize {
    text.lines().position(|line| line.contains(part)).unwrap_or_else(|| panic!("{part}\n{text}")) + 1
}

/// Nothing of this is written by the machine: the spec's value may be a person's. The report names the line and what to write there.
#[test]
fn a_changed_fact_is_told_with_its_place_and_the_words_to_write() {
    // in the page, by, in the spec, what the report says
    let cases = [
        (
            "最大长度 32 个字符",
            "最大长度 40 个字符",
            "name: parcel_no",
            "max_chars \"32\" -> \"40\": write `max_chars: 40`",
        ),
        ("包裹号,最大长度 32 个字符", "包裹号", "name: parcel_no", "max_chars \"32\" -> \"\": take out `max_chars`"),
        ("不传默认 1,加急 2", "不传默认 2,加急 2", "name: mode", "default \"1\" -> \"2\": write `default: \"2\"`"),
        (
            "parcel_no | String | true",
            "parcel_no | String | false",
            "name: parcel_no",
            "required \"true\" -> \"false\": take out `required: true`",
        ),
        (
            "reason | Number | false",
            "reason | Number | true",
            "name: reason",
            "required \"false\" -> \"true\": write `required: true`",
        ),
        (
            "100200 | 店铺 ID",
            "100300 | 店铺 ID",
            "name: shop_id",
            "example \"100200\" -> \"100300\": write `example: \"100300\"`",
        ),
        (
            "held | Boolean",
            "held | String",
            "name: held",
            "type \"Boolean\" -> \"String\": see whether `type: bool` is still right",
        ),
        ("单位:元", "单位:分", "name: fee", "unit \"yuan\" -> \"fen\": write `unit: fen`"),
        ("2 表示 买家要求,", "", "name: reason", "2 of Reason is listed no more: keep it while it may arrive"),
        ("联系电话 |", "联系电话,本人的 |", "name: contact_phone", "its prose changed: read it again in hold, line 18"),
        (
            "频率限制: 5 次/秒",
            "频率限制: 2 次/秒",
            "rate_limit:",
            "\"5/second\" -> \"2/second\": write `rate_limit: {calls: 2, per: second}`",
        ),
    ];
    for (old, new, field, said) in cases {
        let folder = imported();
        edit(&folder, "hold.txt", old, new);
        let before = read_file(&folder, SPEC);
        let report = again(&folder, &["hold.txt"]);
        let place = format!("{SPEC}:{}: ", line_of(&before, field));
        let told = by_hand(&report).into_iter().find(|line| line.starts_with(&place));
        assert!(told.is_some_and(|told| told.contains(said)), "{new}: {place}{said}\n{report}");
        let after = read_file(&folder, SPEC).replace("2026-01-09", "2026-01-02");
        assert!(after.contains("{what: "), "{new}: it waits in the spec");
        assert_eq!(decided(&after), before, "{new}: nobody but a person changes it");
    }
}

/// It is said once in the report, and waits in the spec until somebody has decided.
#[test]
fn a_row_under_another_name_is_shown_with_the_line_to_write() {
    const UNTIL: &str = "until | String | false |\n2026-11-30 12:00:00 | 暂停到何时,格式:yyyy-MM-dd HH:mm:ss |";
    for (old, new, entry) in [
        // The same words; names that are alike; the same example; the same values.
        ("parcel_no | String", "parcel_number | String", "{in: Request, from: parcel_no, to: parcel_number}"),
        (
            "shop_id | String | true | 100200 | 店铺 ID",
            "seller | String | true | 100200 | 店铺 ID",
            "{in: Request, from: shop_id, to: seller}",
        ),
        (
            "shop_id | String | true | 100200 | 店铺 ID",
            "shopId | String | true | 99 | 商家",
            "{in: Request, from: shop_id, to: shopId}",
        ),
        (
            "shop_id | String | true | 100200 | 店铺 ID",
            "seller | String | true | 100200 | 商家",
            "{in: Request, from: shop_id, to: seller}",
        ),
        (
            "reason | Number | false | 1 | 暂停原因:",
            "why_held | Number | false | 3 | 原因:",
            "{in: Request, from: reason, to: why_held}",
        ),
        ("notes | String", "notes[] | String", "{in: Request, from: notes, to: \"notes[]\"}"),
        (UNTIL, &UNTIL.replace("until", "截止"), "{in: Request, from: until, to: 截止}"),
        ("held | Boolean", "is_held | Boolean", "{in: ParcelsHoldData, from: held, to: is_held}"),
    ] {
        let folder = imported();
        edit(&folder, "hold.txt", old, new);
        let report = again(&folder, &["hold.txt"]);
        let words = format!("write `renames: [{entry}]` and delete");
        assert!(report.contains("renamed? ") && report.contains(&words), "{new}\n{report}");
        let waits = |folder: &TempDir| vvspec(&["lint", "--open", "--spec", "spec"], folder.path());
        assert!(waits(&folder).out.contains(&words), "{new}\n{}\n{}", waits(&folder).out, read_file(&folder, SPEC));
        again(&folder, &["hold.txt"]);
        assert!(waits(&folder).out.contains(&words), "{new}: nobody decided");
        // What is told can be written.
        let text = read_file(&folder, SPEC);
        let from = entry.split_once("from: ").and_then(|(_, rest)| rest.split_once(", to")).unwrap().0;
        let kept: String = text
            .lines()
            .filter(|line| !line.contains(&format!("{{name: {from}, ")))
            .map(|line| format!("{line}\n"))
            .collect();
        fs::write(folder.path().join(SPEC), format!("{}renames: [{entry}]\n", decided(&kept))).unwrap();
        let lint = vvspec(&["lint", "--spec", "spec"], folder.path());
        assert!(!lint.out.contains("V047"), "{new}\n{}", lint.out);
    }
    for (old, new) in [
        ("until | String | false |\n2026-11-30 12:00:00 | 暂停到何时", "colour | String | false |\nred | 颜色"),
        ("shop_id | String | true | 100200 | 店铺 ID", "colour | String | true | 红 | 颜色"),
        ("reason | Number | false | 1 | 暂停原因:", "weight | String | false | 1 | 原因:"),
    ] {
        let folder = imported();
        edit(&folder, "hold.txt", old, new);
        let report = again(&folder, &["hold.txt"]);
        assert!(!report.contains("renamed?") && !read_file(&folder, SPEC).contains("what: rename"), "{report}");
    }
}

/// The words of a change in what stands beside it say nothing of where the row stands.
#[test]
fn a_row_that_changed_its_place_leaves_a_trace_beside_any_other_change() {
    let line = "parcel_no | String | true | P-1 | 包裹号,最大长度 32 个字符 |\n";
    for (old, new) in [
        ("频率限制: 5 次/秒", "频率限制: 6 次/秒"),
        ("接口收费: 扣账户余额", "接口收费: 免费"),
        ("notes | String | false", "notes | String | true"),
        ("contact_phone | String | 13912345678 | 联系电话 |\n", ""),
        ("held | Boolean", "kept | Boolean | |\nheld | Boolean"),
        ("614 | 包裹已签收", "615 | 包裹已签收"),
        ("作者:某人", "作者:别人"),
    ] {
        let folder = imported();
        let text = page("headless").replace(line, "").replace("notes | String", &format!("{line}notes | String"));
        assert_eq!(text.matches(old).count(), 1, "{old}");
        fs::write(folder.path().join("hold.txt"), text.replace(old, new)).unwrap();
        let report = again(&folder, &["hold.txt"]);
        let spec = read_file(&folder, SPEC);
        assert!(spec.contains("order of rows: request parcel_no"), "{new}\n{report}\n{spec}");
    }
    // Rows that come and go between others move none of them.
    for (old, new) in [("notes | String", "colour | String | 否 | 红 | 颜色 |\nnotes | String"), (line, "")] {
        let folder = imported();
        edit(&folder, "hold.txt", old, new);
        let report = again(&folder, &["hold.txt"]);
        assert!(!report.contains("order of rows"), "{report}");
    }
}

#[test]
fn what_the_spec_says_already_is_not_told() {
    let folder = imported();
    edit(&folder, "hold.txt", "最大长度 32 个字符", "最大长度 40 个字符");
    edit(&folder, "hold.txt", "频率限制: 5 次/秒", "频率限制: 2 次/秒");
    edit(&folder, SPEC, "max_chars: 32", "max_chars: 40");
    edit(&folder, SPEC, "rate_limit: {calls: 5, per: second}", "rate_limit: {calls: 2, per: second}");
    // Whether only the number moved in the words of the row nobody knows.
    let asked = by_hand(&again(&folder, &["hold.txt"]));
    assert!(asked.len() == 1 && asked[0].contains(": its prose changed: read it again in hold, line "), "{asked:?}");
}

#[test]
fn a_new_value_of_a_known_field_joins_its_list_and_waits_for_a_look() {
    let folder = imported();
    let third = "      - {value: \"3\", name: Value3, en: \"3\", zh: 其他}\n";
    let mark = "  - {name: reason, type: Reason, ";
    let text = read_file(&folder, SPEC);
    assert!(text.contains(third) && text.contains(mark), "{text}");
    // A person took the third value out: it does not come back.
    edit(&folder, SPEC, third, "");
    edit(&folder, "hold.txt", "3 表示 其他", "3 表示 其他,4 表示 丢失");
    let report = again(&folder, &["hold.txt"]);
    let text = read_file(&folder, SPEC);
    let values: Vec<&str> = text.lines().filter(|line| line.trim().starts_with("- {value: ")).collect();
    assert_eq!(values.last(), Some(&"      - {value: \"4\", name: Value4, en: \"4\", zh: 丢失}"), "{text}");
    assert!(!text.contains("其他"), "{text}");
    let field = text.lines().find(|line| line.contains("name: reason")).unwrap();
    assert!(field.contains("review: [{what: added, page: 4}, {what: values, page: 4}]"), "{field}");
    assert!(report.contains("2 decisions marked `review:`"), "{report}");
    assert_eq!(
        by_hand(&report),
        [format!(
            "{SPEC}:{}: request reason: values \"1 2 3\" -> \"1 2 3 4\": add 3 to the values of Reason",
            line_of(&text, "name: reason")
        )]
    );
}

/// Two pages list the error: it is withdrawn with the second, not with the first.
#[test]
fn an_error_is_deprecated_when_the_last_document_has_dropped_it() {
    let folder = imported();
    let other = page("ruled").replace("302 | 未授权店铺 | 重新授权 |", "614 | 包裹已签收 | 不要重试 |");
    fs::write(folder.path().join("detail.txt"), &other).unwrap();
    again(&folder, &["detail.txt"]);
    let table = read_file(&folder, ERRORS);
    let name = "Error614No2";
    assert!(table.contains(&format!("name: {name}, code: \"614\", message: \"包裹已签收\"")), "{table}");

    let gone = "614 | 包裹已签收 | 已签收的包裹\n不能暂停 |\n";
    edit(&folder, "hold.txt", gone, "");
    let report = again(&folder, &["hold.txt"]);
    assert_eq!(read_file(&folder, ERRORS), table, "detail lists it still");
    let list = line_of(&read_file(&folder, SPEC), name);
    assert_eq!(
        by_hand(&report),
        [format!(
            "error 614 包裹已签收: this document no longer lists it, detail does; {SPEC}:{list}: `errors` still names {name}, take it out once no reply carries it"
        )]
    );

    fs::write(folder.path().join("detail.txt"), other.replace("614 | 包裹已签收 | 不要重试 |\n", "")).unwrap();
    let report = again(&folder, &["detail.txt"]);
    assert!(
        report.contains(&format!(
            "error 614 包裹已签收: no document lists it any more; {name} is deprecated in {ERRORS}; "
        )),
        "{report}"
    );
    let now = read_file(&folder, ERRORS);
    let changed: Vec<(&str, &str)> = table.lines().zip(now.lines()).filter(|(old, new)| old != new).collect();
    assert_eq!(now.lines().count(), table.lines().count());
    let [(old, new)] = changed.as_slice() else { panic!("{changed:?}") };
    assert!(old.contains(name));
    let mark = ", deprecated: {since: 2026-01-09, why: \"No longer in any source document\"}}";
    assert_eq!(*new, format!("{}{mark}", old.strip_suffix('}').unwrap()));
    assert!(read_file(&folder, SPEC).contains(name), "the operation's list is a person's");
    let explained = vvspec(&["explain", "614", "包裹已签收", "--spec", "spec"], folder.path());
    assert!(explained.out.contains("deprecated    since 2026-01-09"), "{}", explained.out);

    fs::write(folder.path().join("hold.txt"), page("headless")).unwrap();
    let report = again(&folder, &["hold.txt"]);
    let told = format!(
        "{ERRORS}:{}: error 614 包裹已签收 is listed again: remove `deprecated` from {name}",
        line_of(&now, name)
    );
    assert_eq!(by_hand(&report), [told]);
    assert_eq!(decided(&read_file(&folder, ERRORS)), now, "that is for a person to take back");
}

/// Entries in a person's own layout, and a list that is still empty.
#[test]
fn an_error_table_keeps_its_layout() {
    let folder = imported();
    fs::write(
        folder.path().join(ERRORS),
        "service: vvtool\nerrors:\n- name: Done\n  code: \"0\"\n  message: 成功\n  class: ignore\n  write_outcome: maybe_already_done\n  en: \"Done\"\n  remedy: {en: \"Nothing\", zh: 无}\n- name: Gone\n  code: \"614\"\n  message: 包裹不存在\n  class: do_not_retry\n  write_outcome: not_executed\n  en: \"Gone\"\n  remedy: {en: \"Look\", zh: 看}\n",
    )
    .unwrap();
    let text = read_file(&folder, SPEC);
    let errors = text.lines().find(|line| line.starts_with("errors: [")).unwrap().to_owned();
    edit(&folder, SPEC, &errors, "errors: [Done, Gone]");
    let table = read_file(&folder, ERRORS);
    edit(
        &folder,
        "hold.txt",
        "614 | 包裹不存在 | 请检查包裹号 |\n614 | 包裹不存在 | 请检查包裹号 |\n",
        "700 | 停电 | |\n",
    );
    again(&folder, &["hold.txt"]);
    let now = read_file(&folder, ERRORS);
    let mark = "  deprecated: {since: 2026-01-09, why: \"No longer in any source document\"}\n";
    let (kept, added) = now.split_once(mark).unwrap_or_else(|| panic!("{now}"));
    assert_eq!(kept, table);
    assert!(added.lines().all(|line| line.starts_with("- {name: Error")) && added.contains("停电"), "{added}");

    fs::write(folder.path().join(ERRORS), "service: vvtool\nerrors: []\n").unwrap();
    edit(
        &folder,
        SPEC,
        read_file(&folder, SPEC).lines().find(|line| line.starts_with("errors: [")).unwrap(),
        "errors: []",
    );
    edit(&folder, "hold.txt", "700 | 停电 | |\n", "701 | 停水 | |\n");
    again(&folder, &["hold.txt"]);
    assert!(read_file(&folder, ERRORS).contains("停水"));
}

const JSON: &str = r#"{
  "operation": "parcels/hold",
  "title": {"en": "Hold", "zh": "暂停"},
  "source": {"doc": "hold", "read": "2026-01-02"},
  "http": {"method": "POST", "path": "/tool/parcels/hold"},
  "effect": "idempotent_write",
  "request": [
    {"name": "shop_id", "type": "text", "required": true, "en": "Shop", "zh": "店铺"},
    {"name": "parcel_no", "type": "text", "required": true, "max_chars": 32, "en": "Parcel", "zh": "包裹号"},
    {"name": "notes", "type": "text", "en": "Notes", "zh": "备注"}
  ],
  "reply": {"data": {"record": "HoldData"}},
  "types": [
    {"type": "HoldData", "en": "Data", "zh": "数据", "fields": [{"name": "held", "type": "bool", "en": "Held", "zh": "已暂停"}]}
  ],
  "errors": []
}
"#;

#[test]
fn a_spec_in_json_is_left_alone_and_the_report_says_all_there_is_to_do() {
    let folder = imported();
    let file = "spec/vvtool/parcels/hold.json";
    fs::remove_file(folder.path().join(SPEC)).unwrap();
    fs::write(folder.path().join(file), JSON).unwrap();
    let table = read_file(&folder, ERRORS);
    let message = "\"message\": \"包裹已签收\", ";
    let entry = format!(
        "{{\"service\": \"vvtool\", \"errors\": [\n  {{\"name\": \"Signed\", \"code\": \"614\", {message}\"class\": \"do_not_retry\", \"write_outcome\": \"unknown\", \"en\": \"Signed\", \"remedy\": {{\"en\": \"None\", \"zh\": \"无\"}}}}\n]}}\n"
    );
    fs::remove_file(folder.path().join(ERRORS)).unwrap();
    let errors = "spec/vvtool/errors.json";
    fs::write(folder.path().join(errors), &entry).unwrap();
    assert!(table.contains("包裹已签收"));
    edit(
        &folder,
        "hold.txt",
        "parcel_no | String | true | P-1 |",
        "hold_days | Number | false | 3 | 天数 |\nparcel_no | String | true | P-1 |",
    );
    edit(&folder, "hold.txt", "最大长度 32 个字符", "最大长度 40 个字符");
    edit(&folder, "hold.txt", "notes | String | false | a|b | 备注,多条之间用\"|\"分开 |\n", "");
    edit(&folder, "hold.txt", "614 | 包裹已签收 | 已签收的包裹\n不能暂停 |\n", "");
    let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write", "--date", "2026-01-09"], folder.path());
    assert_eq!(ran.code, 100, "{}", ran.out);
    assert_eq!((read_file(&folder, file).as_str(), read_file(&folder, errors)), (JSON, entry), "{}", ran.out);
    assert!(!folder.path().join(SPEC).exists() && !folder.path().join(ERRORS).exists(), "{}", ran.out);
    let told = by_hand(&ran.out);
    let at = |part: &str| line_of(JSON, part);
    for said in [
        format!(
            "{file}: a file in JSON is not edited: make the 5 changes below yourself; docs.lock takes them as made and keeps each as an open entry until you delete its line"
        ),
        format!("{file}:{}: request hold_days is new: add the field behind shop_id", at("shop_id")),
        format!("{file}:{}: request parcel_no: max_chars \"32\" -> \"40\": write `max_chars: 40`", at("parcel_no")),
        format!(
            "{file}:{}: request notes is gone: give the field the key \"deprecated\": {{\"since\": \"2026-01-09\", \"why\": \"No longer in the source document\"}}",
            at("notes")
        ),
        format!("{file}: add \"Success\" to \"errors\""),
        format!("{file}: add \"Error614\" to \"errors\""),
        format!(
            "{errors}:2: error 614 包裹已签收: no document lists it any more; a file in JSON is not edited: give Signed the key \"deprecated\": {{\"since\": \"2026-01-09\", \"why\": \"No longer in any source document\"}}"
        ),
    ] {
        assert!(told.contains(&said), "{said}\n{}", ran.out);
    }
    let begins =
        format!("{errors}: a file in JSON is not edited; add this entry to `errors`, as JSON: {{name: Error614, ");
    assert!(told.iter().any(|line| line.starts_with(&begins)), "{}", ran.out);
}

/// What cannot be read would look like what is not there, and be written anew over a person's work.
#[test]
fn nothing_is_imported_into_a_spec_that_cannot_be_read() {
    for file in [SPEC, ERRORS] {
        let folder = imported();
        let broken = format!("{}  - {{oops\n", read_file(&folder, file));
        fs::write(folder.path().join(file), &broken).unwrap();
        let lock = read_file(&folder, "spec/docs.lock");
        edit(&folder, "hold.txt", "最大长度 32 个字符", "最大长度 40 个字符");
        let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
        assert_eq!(ran.code, 101, "{}", ran.out);
        assert!(
            ran.out.contains("nothing was imported: correct the spec first") && ran.out.contains(&format!("{file}:")),
            "{}",
            ran.out
        );
        assert_eq!((read_file(&folder, file), read_file(&folder, "spec/docs.lock")), (broken, lock));
    }
}

#[test]
fn a_file_that_describes_something_else_is_not_written_over() {
    let folder = imported();
    edit(&folder, SPEC, "operation: parcels/hold\n", "operation: parcels/keep\n");
    fs::remove_file(folder.path().join("spec/docs.lock")).unwrap();
    let mine = read_file(&folder, SPEC);
    let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
    assert_eq!(read_file(&folder, SPEC), mine);
    assert_eq!(
        by_hand(&ran.out),
        [format!("{SPEC}: the file is there and describes something else; rename it and import again")]
    );
    assert!(!folder.path().join("spec/docs.lock").exists(), "the document was not taken in");
}
