//! A person decides from what `lint` prints: each decision that is open has the page's own words beside it, and none hides another.

use crate::rows::{SPEC, page};
use crate::support::{import_page, vvspec, written_file};

fn lint(folder: &tempfile::TempDir) -> String {
    vvspec(&["lint", "--spec", "spec"], folder.path()).out
}

/// The lines of `lint` about what waits at that element.
fn waits(lint: &str, of: &str) -> Vec<String> {
    let begins = format!("error[V046]: {of:?} waits for a decision: ");
    lint.lines().filter_map(|line| line.split_once(&begins)).map(|(_, said)| said.to_owned()).collect()
}

#[test]
fn what_a_new_page_leaves_open_is_told_in_its_own_words() {
    for (row, words) in [
        ("k | String | 否 | | 种类,A或B |", "String | 种类,A或B"),
        ("k | String | 否 | | 类型 PC端-1 手机端-2 小程序-3 |", "类型 PC端-1 手机端-2 小程序-3"),
        ("k | int | 否 | | 有效期(天),默认 1 个月 |", "默认 1 个月"),
        ("k | int | 否 | | 金额,单位:元或分 |", "单位:元或分"),
        ("k | String | 否 | a | 长度1-20位 |", "长度1-20位"),
        ("k | String | 否 | a | 当 b 为 1 时必填 |", "当 b 为 1 时必填"),
        ("k | String | 否 | a | 与 leaf_no 二选一 |", "与 leaf_no 二选一"),
        ("k | String | 否 | a | 老字段,新接入请用 b |", "老字段,新接入请用 b"),
        ("k | Boolean | 否 | some.text.code | 甲 |", "Boolean | some.text.code"),
        ("k | long | 否 | 20260102 | 时间,格式:yyyyMMddHHmmss |", "yyyyMMddHHmmss"),
        ("k | foo-bar | 否 | 1 | 数 |", "foo-bar"),
        ("k | String | 视情况 | 1 | 数 |", "String | 数"),
        ("k | int | 否 | 1 | 数一 |\nk | int | 否 | 1 | 数二,必须为偶数 |", "数二,必须为偶数"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let ran = import_page(&folder, &page(&format!("{row}\n"), "", ""));
        let lint = lint(&folder);
        let said = waits(&lint, "k");
        assert!(said.len() == 1 && said[0].contains("; the page says \"") && said[0].contains(words), "{row}: {lint}");
        // It is no change of the page: nothing of a new one keeps an import or a comparison from being done.
        assert_eq!(ran.code, 0, "{}", ran.out);
        let again = import_page(&folder, &page(&format!("{row}\n"), "", ""));
        assert_eq!(again.code, 0, "{row}: {}", again.out);
        assert_eq!(vvspec(&["lint", "--open", "--spec", "spec"], folder.path()).code, 0, "{row}");
    }
}

#[test]
fn what_a_new_page_leaves_open_of_the_whole_is_told_in_its_own_words() {
    for (line, words) in [
        ("频率限制: 很低", "频率限制: 很低"),
        ("接口收费: 另议", "接口收费: 另议"),
        ("返回格式: csv", "返回格式: csv"),
        ("用户授权: 部分需要", "用户授权: 部分需要"),
        ("字符编码: GBK", "字符编码: GBK"),
        ("接口限制: 每天必须先同步 3 次", "每天必须先同步 3 次"),
        ("该接口已下线,请勿使用", "该接口已下线"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text = page("", REPLY, "").replace("频率限制: 5 次/秒", line);
        let ran = import_page(&folder, &text);
        let lint = lint(&folder);
        let said = waits(&lint, "leaf/plan");
        assert!(
            said.iter().any(|said| said.contains("; the page says \"") && said.contains(words)),
            "{line}: {lint}\n{}",
            ran.out
        );
        assert_eq!(import_page(&folder, &text).code, 0, "{line}");
    }
}

#[test]
fn a_secret_and_what_is_somebodys_is_in_no_words() {
    for (row, secret) in [
        ("password | String | 视情况 | 1 | 密码,默认 p4ssw0rd |", "p4ssw0rd"),
        ("app_secret | String | 视情况 | | 密钥,如 k9x8 |", "k9x8"),
        ("buyer_nick | String | 视情况 | | 昵称,如 小王 |", "小王"),
        ("receiver_name | String | 视情况 | | 收货人,例如:王小二 |", "王小二"),
        ("contact_phone | String | 视情况 | | 电话 13812345679 |", "13812345679"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let ran = import_page(&folder, &page(&format!("{row}\n"), "", ""));
        let said = written_file(&folder, SPEC) + &lint(&folder) + &ran.out;
        assert!(!said.contains(secret) && said.contains("what: said"), "{row}: {said}");
    }
}

#[test]
fn an_entry_of_words_whose_decision_is_made_is_told() {
    let folder = tempfile::tempdir().unwrap();
    import_page(&folder, &page("k | String | 视情况 | 1 | 数 |\n", "", ""));
    let text = written_file(&folder, SPEC).replace("review: [required, {what: said", "review: [{what: said");
    std::fs::write(folder.path().join(SPEC), text).unwrap();
    let lint = lint(&folder);
    assert!(lint.contains("the decisions it stood beside are made: delete the entry"), "{lint}");
}

const ROWS: &str = "a1 | String | 否 | x | 甲的说明 |\nb1 | String | 否 | x | 乙的说明 |\n";
const REPLY: &str = "total | int | 总数 | 1 |\n";

/// The page with two rows whose descriptions can be reworded.
fn known() -> String {
    let errors = "响应代码\n代码 | 代码描述 | 解决方案 |\n612 | 甲错 | 查一查 |\n613 | 乙错 | 查一查 |\n";
    page(ROWS, &format!("{REPLY}{errors}"), "").replace("频率限制", "接口收费: 免费\n使用说明: 先看\n频率限制")
}

#[test]
fn what_a_known_page_says_in_other_words_is_told_in_them() {
    for (old, new, words) in [
        ("甲的说明", "甲的另一说明", "prose: the page says \"甲的另一说明\""),
        ("612 | 甲错 | 查一查", "612 | 甲错 | 再试一次", "remedy: the page says \"再试一次\""),
        ("接口收费: 免费", "接口收费: 免费,以合同为准", "以合同为准"),
        ("使用说明: 先看", "使用说明: 先看文档", "先看文档"),
        ("接口介绍: 叶片计划", "接口介绍: 叶片的计划", "叶片的计划"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        import_page(&folder, &known());
        let changed = known().replacen(old, new, 1);
        assert_ne!(changed, known(), "{old}");
        let ran = import_page(&folder, &changed);
        let told = lint(&folder);
        assert!(told.contains(words), "{new}: {told}\n{}", ran.out);
        // It stays until somebody has decided.
        import_page(&folder, &changed);
        assert_eq!(lint(&folder), told, "{new}");
    }
}

#[test]
fn two_decisions_in_the_same_words_are_two() {
    let folder = tempfile::tempdir().unwrap();
    import_page(&folder, &known());
    let both = known().replace("甲的说明", "同一说明").replace("乙的说明", "同一说明").replace("查一查", "再试一次");
    let ran = import_page(&folder, &both);
    let told = lint(&folder);
    for of in ["a1", "b1"] {
        assert_eq!(waits(&told, of), ["prose: the page says \"同一说明\""], "{told}\n{}", ran.out);
    }
    assert_eq!(told.matches("remedy: the page says \"再试一次\"").count(), 2, "{told}");
    // Reworded once more: what is asked goes on, and what is asked of the other stays.
    let once_more = both.replacen("同一说明", "第三说明", 1);
    import_page(&folder, &once_more);
    let told = lint(&folder);
    assert_eq!(waits(&told, "a1"), ["prose: the page says \"第三说明\""], "{told}");
    assert_eq!(waits(&told, "b1"), ["prose: the page says \"同一说明\""], "{told}");
}

#[test]
fn two_kinds_of_decision_at_one_element_are_both_told() {
    let folder = tempfile::tempdir().unwrap();
    let before = known().replace("甲的说明", "甲的说明,每页 20 条");
    import_page(&folder, &before);
    import_page(&folder, &before.replace("每页 20 条", "每页 30 条"));
    // The number went, and with it no word that another mark has.
    import_page(&folder, &before.replace("每页 20 条", "每页若干条"));
    import_page(&folder, &before.replace("每页 20 条", "每页若干条,见后"));
    let told = lint(&folder);
    let said = waits(&told, "a1");
    assert!(said.len() >= 2 && said.iter().any(|said| said.contains("每页若干条,见后")), "{told}");
}

#[test]
fn a_form_of_times_that_a_known_page_says_otherwise_than_the_spec_is_told() {
    let of = |form: &str| page(&format!("at | String | 否 | | 时间,格式:{form} |\n"), REPLY, "");
    for (old, new, was) in [
        ("yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMddHHmmss"),
        ("yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss", "yyyyMMddHHmmss"),
        ("yyyy-MM-dd HH:mm:ss", "yyyyMMddHHmmss", "yyyy-MM-dd HH:mm:ss"),
        ("13位时间戳", "10位时间戳", "unix_millis"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        import_page(&folder, &of(old));
        let ran = import_page(&folder, &of(new));
        let told = lint(&folder);
        let said = waits(&told, "at");
        let wanted = format!("format was {was:?}, the page says ");
        assert!(said.iter().any(|said| said.contains(&wanted)), "{old} {new}: {told}\n{}", ran.out);
        assert_eq!(ran.code, 100);
    }
    let folder = tempfile::tempdir().unwrap();
    import_page(&folder, &of("yyyy-MM-dd HH:mm:ss"));
    import_page(&folder, &of("yyyy-MM-dd"));
    let told = lint(&folder);
    assert!(!told.contains("format was"), "both are forms that any date has: {told}");
}
