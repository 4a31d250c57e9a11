//! What a document says beside its rows: every change of it is seen, and what is advised about it is right.

use std::fs;
use std::path::Path;

use crate::support::{TAKEN, bad_findings, edit, imported, page, vvspec};

/// Imports one page, then the same with another text in one place; what drift and import say about the second.
fn second(case: &str, old: &str, new: &str, forget: bool) -> (i32, String) {
    let name = if case == "getdocument" { "page.json" } else { "page.txt" };
    let folder = tempfile::tempdir().unwrap();
    let before = page(case);
    assert!(old == new || before.matches(old).count() == 1, "{case}: {old}");
    fs::write(folder.path().join(name), &before).unwrap();
    let import = |folder: &Path| vvspec(&["import", name, "--spec", "spec", "--write", "--date", "2026-01-02"], folder);
    assert_eq!(import(folder.path()).code, 0);
    let lock = folder.path().join("spec/docs.lock");
    if forget {
        fs::write(&lock, forgetful(&fs::read_to_string(&lock).unwrap())).unwrap();
    }
    fs::write(folder.path().join(name), before.replace(old, new)).unwrap();
    let drift = vvspec(&["drift", name, "--spec", "spec"], folder.path());
    let ran = import(folder.path());
    assert!(TAKEN.contains(&ran.code), "{}", ran.out);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
    let again = vvspec(&["drift", name, "--spec", "spec"], folder.path());
    assert!(again.out.contains(": unchanged"), "{}", again.out);
    // Until a person has decided, drift goes on naming it.
    assert_eq!((again.code, again.out.contains("open: ")), (ran.code, ran.code == 100), "{}", again.out);
    assert!(fs::read_to_string(&lock).unwrap().contains("\"facts\": \"3\""), "an import brings docs.lock up to date");
    (drift.code, ran.out)
}

/// docs.lock as it was written before it remembered all of this.
fn forgetful(lock: &str) -> String {
    let mut out = String::new();
    for line in lock.lines() {
        match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line) {
            Ok(mut members) => {
                for key in ["facts", "host", "charge", "headers", "data_is", "uncoded", "labels", "limits"] {
                    members.remove(key);
                }
                out += &serde_json::to_string(&members).unwrap();
            }
            Err(_) => out += line,
        }
        out.push('\n');
    }
    out
}

const CHANGES: [(&str, &str, &str, &str); 17] = [
    (
        "headless",
        "http://api.example.com",
        "https://api2.example.com",
        "service.yaml: host: \"http://api.example.com\" -> \"https://api2.example.com\": see whether `hosts`",
    ),
    (
        "headless",
        "Authorization | string",
        "X-Token | string",
        "service.yaml: headers: \"Authorization\" -> \"X-Token\": see whether `auth`",
    ),
    (
        "headless",
        "\"data\": [ { \"held\": true, \"fee\": \"1.00\" } ]",
        "\"data\": { \"held\": true, \"fee\": \"1.00\" }",
        "data_is: \"list\" -> \"object\": correct `reply`",
    ),
    (
        "headless",
        "614 | 包裹已签收",
        "其他 | 未知错误 | 稍后再试 |\n614 | 包裹已签收",
        "this row of the error table has no code; it was left out",
    ),
    (
        "headless",
        "614 | 包裹已签收",
        "6 14 | 未知错误 | 稍后再试 |\n614 | 包裹已签收",
        "this row of the error table has no code; it was left out",
    ),
    ("ruled", "去平台查询", "去另一个平台查询", "rows of the error table without a code changed"),
    (
        "headless",
        "必须用户授权 : 需要用户的授权",
        "必须用户授权 : 不需要",
        "needs_shop: \"true\" -> \"false\": write `needs: none`",
    ),
    (
        "headless",
        "必须用户授权 : 需要用户的授权",
        "无需用户授权",
        "needs_shop: \"true\" -> \"false\": write `needs: none`",
    ),
    ("headless", "扣账户余额", "每天免费 100 次,超出后扣账户余额", "the line about charges has other words"),
    ("headless", "扣账户余额", "免费", "charged: \"true\" -> \"false\": write `charge: free`"),
    (
        "headless",
        "扣账户余额",
        "见官网",
        "the line 接口收费 says neither that calls are free nor that they cost something",
    ),
    ("getdocument", "\"maxLength\": 20", "\"maxLength\": \"7\"", "max_chars \"20\" -> \"7\": write `max_chars: 7`"),
    (
        "getdocument",
        "\"maxLength\": 20",
        "\"maxLength\": 20, \"minValue\": 1, \"maxValue\": \"7\", \"maxListSize\": 3",
        "limits \"\" -> \"min 1, max 7, items 3\": see whether `note`",
    ),
    (
        "getdocument",
        "\"labels\": []",
        "\"labels\": [{\"displayName\": \"必须用户授权\", \"key\": \"required\"}]",
        "labels: \"\" -> \"必须用户授权\": see whether `needs`",
    ),
    (
        "getdocument",
        "\"required\": true, \"description\": \"取消原因",
        "\"required\": \"false\", \"description\": \"取消原因",
        "required \"true\" -> \"false\": take out `required: true`",
    ),
    (
        "getdocument",
        "\"required\": true, \"description\": \"取消原因",
        "\"required\": \"maybe\", \"description\": \"取消原因",
        "required \"true\" -> \"not said\": the document no longer says it",
    ),
    ("getdocument", "\"demoValue\": \"WRONG\"", "\"demoValue\": 7", "example \"WRONG\" -> \"7\""),
];

#[test]
fn every_change_is_drift_and_leads_to_the_right_place() {
    for (case, old, new, says) in CHANGES {
        let (code, report) = second(case, old, new, false);
        assert_eq!(code, 100, "{case}: {new}");
        assert!(report.contains(says), "{case}: {new}: {report}");
    }
}

/// A string that says what a boolean said is no change, and nothing to advise about.
#[test]
fn the_same_in_other_words_is_no_change() {
    for (case, old, new) in [
        (
            "getdocument",
            "\"required\": true, \"description\": \"取消原因",
            "\"required\": \"true\", \"description\": \"取消原因",
        ),
        (
            "getdocument",
            "\"required\": true, \"description\": \"取消原因",
            "\"required\": 1, \"description\": \"取消原因",
        ),
        ("getdocument", "\"maxLength\": 20", "\"maxLength\": \"20\""),
        ("headless", "必须用户授权 : 需要用户的授权", "必须用户授权 : 是"),
        ("headless", "频率限制: 5 次/秒", "频率限制: 5 次/秒 "),
    ] {
        let (code, report) = second(case, old, new, false);
        assert_eq!(code, 0, "{case}: {new}: {report}");
        assert!(!report.contains("by hand"), "{case}: {new}: {report}");
    }
}

#[test]
fn a_code_that_is_a_number_is_a_code() {
    let (code, report) = second(
        "getdocument",
        "\"errorCodes\": [",
        "\"errorCodes\": [{\"errorCode\": 614, \"errorMsg\": \"已取消\", \"solution\": \"\"}, ",
        false,
    );
    assert_eq!(code, 100, "{report}");
    assert!(report.contains("added: error 614 已取消"), "{report}");
    assert!(!report.contains("without a code"), "{report}");
}

/// A docs.lock of before says nothing about what it did not remember: that is no change, and the next import remembers it.
#[test]
fn what_an_older_lock_does_not_remember_is_no_change() {
    for case in ["headless", "ruled", "top-page", "getdocument"] {
        let (code, report) = second(case, "\n", "\n", true);
        assert_eq!(code, 0, "{case}: {report}");
    }
    let (code, _) = second("headless", "频率限制: 5 次/秒", "频率限制: 6 次/秒", true);
    assert_eq!(code, 100, "what it does remember is compared");
}

/// Whatever a document says besides its rows: drift says which of its texts it was.
#[test]
fn drift_says_which_text_of_a_document_changed() {
    for (old, new, named) in [
        ("暂停一个包裹,仅限未签收", "暂停一个包裹,仅限已签收", "接口介绍"),
        ("暂停一个包裹", "暂停一个包裹,每 30 分钟只能一次", "接口介绍"),
        ("返回格式: JSON", "返回格式: XML", "返回格式"),
        ("返回格式: JSON", "返回格式: Json", "返回格式"),
        ("需要用户的授权", "需要用户的同意", "必须用户授权"),
        ("需要用户的授权", "需要,仅限子账号", "必须用户授权"),
        ("\"msec\": 3,", "\"msec\": 4,", "返回数据"),
        ("\"held\": true", "\"held\": TRUE", "返回数据"),
        ("parcel_no:P-1", "parcel_no:P-2", "请求示例"),
        ("shop_id=\"100200\"", "shop_id=\"100201\"", "cURL"),
        ("作者:某人", "作者:别人", "作者"),
    ] {
        let folder = imported();
        edit(&folder, "hold.txt", old, new);
        let ran = vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path());
        assert_eq!(ran.code, 100, "{new}\n{}", ran.out);
        assert!(ran.out.lines().any(|line| line.contains("text ") && line.contains(named)), "{new}\n{}", ran.out);
    }
}
