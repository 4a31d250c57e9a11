//! What must not leave a page: whatever form it has and wherever it stands, it is in no file and in no line of the report.

use std::fs;
use std::path::Path;

use crate::support::{bad_findings, page, vvspec};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const LONG: &str = "0123456789abcdef0123456789abcdef01234567";

/// Everything the program wrote and said about a new page, and about the same page when the one before it is known.
fn all(name: &str, before: &str, after: &str) -> String {
    let mut said = String::new();
    for known in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let run = |command: &[&str]| vvspec(command, folder.path()).out;
        if known {
            fs::write(folder.path().join(name), before).unwrap();
            run(&["import", name, "--spec", "spec", "--write"]);
        }
        fs::write(folder.path().join(name), after).unwrap();
        said += &run(&["drift", name, "--spec", "spec"]);
        said += &run(&["import", name, "--spec", "spec", "--write", "--report", "report.txt"]);
        assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{said}");
        fs::remove_file(folder.path().join(name)).unwrap();
        written(folder.path(), &mut said);
        said += &run(&["lint", "--spec", "spec"]);
    }
    said
}

fn written(folder: &Path, out: &mut String) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        out.push_str(&format!("\n{}\n", entry.path().display()));
        if entry.path().is_dir() {
            written(&entry.path(), out);
        } else {
            out.push_str(&fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn with(page: &str, old: &str, new: &str) -> String {
    assert_eq!(page.matches(old).count(), 1, "{old}");
    page.replace(old, new)
}

#[test]
fn nothing_secret_leaves_a_page_wherever_it_stands() {
    let before = page("headless");
    let row = |row: &str| with(&before, "parcel_no | String", &format!("{row}\nparcel_no | String"));
    for (secrets, after) in [
        (
            &["1692089714634374451", "1692089714634374452"][..],
            row("sub | String | false | 1692089714634374451,1692089714634374452 | 子订单 |"),
        ),
        (
            &["13912345678", "13812345679", "13712345670"],
            row("ways | String | false | 13912345678,13812345679 13712345670 | 方式 |"),
        ),
        (&["13812345679"], row("ways | String | false | 1 | 联系方式,默认 13812345679 |")),
        (&["13812345679"], row("ways | String | false | 1 | 客服电话 13812345679 |")),
        (
            &["13812345679", "13912345678"],
            row("ways | String | false | 1 | 可选值:1(小李 13812345679),2(小王 13912345678) |"),
        ),
        (&["13812345679"], row("ways | String | false | +8613812345679 | 方式 |")),
        (&["13812345679"], row("ways | String | false | 0086-13812345679 | 方式 |")),
        (&["138-1234-5679"], row("ways | String | false | 138-1234-5679 | 方式 |")),
        (&["138 1234 5679"], row("ways | String | false | 138 1234 5679 | 方式 |")),
        (&["13812345679"], row("wangwang | String | false | tb13812345679 | 旺旺 |")),
        (&[TOKEN], row(&format!("auth | String | false | {TOKEN} | 凭据 |"))),
        // Directly behind and before Chinese, where no blank ends a word.
        (&[TOKEN], row(&format!("ways | String | false | token是{TOKEN}请保密 | 方式 |"))),
        (&[LONG], row(&format!("ways | String | false | 传入{LONG}即可 | 方式 |"))),
        (&[&LONG.to_uppercase()], row(&format!("ways | String | false | 传入{}即可 | 方式 |", LONG.to_uppercase()))),
        (&["AKIA0123456789ABCDEF"], row("ways | String | false | 密匙为AKIA0123456789ABCDEF即可 | 方式 |")),
        (&[TOKEN], row(&format!("header | String | false | 1 | 授权,默认 {TOKEN} |"))),
        (&["p4ssw0rd"], row("password | String | false | 1 | 密码,默认 p4ssw0rd |")),
        (
            &["李四光", "文三路", "abc-def-123"],
            row(
                "ext | String | false | {\"receiver_name\":\"李四光\",\"addr\": \"杭州市文三路 1 号\",\"appSecret\":\"abc-def-123\"} | 扩展 |",
            ),
        ),
        (
            &["李四光", r"\u674e"],
            row(r#"ext | String | false | {\"name\":\"李四光\",\"buyer\":\"\u674e\u56db\"} | 扩展 |"#),
        ),
        (
            &["13812345679"],
            with(&before, "614 | 包裹已签收", "615 | 请联系客服 13812345679 | 电话 |\n614 | 包裹已签收"),
        ),
        (&["13812345679"], with(&before, "接口介绍: 暂停一个包裹", "接口介绍: 暂停 13812345679")),
        (&[TOKEN], with(&before, "parcels/hold\n", &format!("parcels/hold?access_token={TOKEN}\n"))),
        (&[TOKEN], with(&before, "parcels/hold\n", &format!("parcels/hold?t={TOKEN}\n"))),
        (&["hunter2"], with(&before, "//api.example.com", "//me:hunter2@api.example.com")),
    ] {
        let said = all("hold.txt", &before, &after);
        for secret in secrets {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        assert!(said.contains("vvtool/parcels/hold.yaml"), "{said}");
        assert!(!said.contains("replaced before anything was written: none"), "{said}");
    }
}

#[test]
fn nothing_secret_leaves_a_payload_wherever_it_stands() {
    let before = page("getdocument");
    let parameter = |members: &str| {
        with(
            &before,
            "{\"name\": \"reason\"",
            &format!("{{\"name\": \"ways\", \"type\": \"String\", {members}}}, {{\"name\": \"reason\""),
        )
    };
    for (secrets, after) in [
        (&["13812345679"][..], parameter(r#""defaultValue": "13812345679""#)),
        (&["13812345679", "13912345679"], parameter(r#""demoValue": "13812345679;13912345679""#)),
        (&["13812345679"], parameter(r#""demoValue": 13812345679"#)),
        (&["13812345679"], parameter(r#""description": "客服电话 13812345679""#)),
        (&["13812345679"], parameter(r#""13812345679": 1"#)),
        (&["李四光"], parameter(r#""demoValue": "{\"receiver_name\":\"李四光\"}""#)),
        (
            &["13812345679"],
            with(
                &before,
                "\"errorMsg\": \"包裹已发出\", \"solution\": \"不要重试\"}, {",
                "\"errorMsg\": \"找 13812345679\", \"solution\": \"\"}, {",
            ),
        ),
        (
            &["13812345679"],
            with(&before, "\"apiChineseName\": \"取消包裹\"", "\"apiChineseName\": \"取消 13812345679\""),
        ),
        (&["13812345679"], with(&before, "\"faqs\": []", "\"13812345679\": []")),
    ] {
        let said = all("cancel.json", &before, &after);
        for secret in secrets {
            assert!(!said.contains(secret), "{secret}: {said}");
        }
        assert!(said.contains("top/parcel.cancel.yaml"), "{said}");
    }
}

/// What identifies nobody stays as it is: an example that was replaced without need helps nobody.
#[test]
fn ids_dates_prices_and_codes_are_no_secrets() {
    let before = page("headless");
    for example in [
        "2231958349",
        "881772767996",
        "193741211090019",
        "2026-11-30 12:00:00",
        "1600000000000",
        "13812345679.50.1",
        "0.13812345679",
        "150-2000-300",
        "200.07",
        "SF1000000001",
        "{\"orderType\":\"STORE\",\"buyer_cod_fee\":\"200.07\",\"hotel\":\"B12\",\"code\":\"1313\",\"flag\":\"true\"}",
        "//img.example.com/i1/664681545/TB2tYURjpXXXXadXpXXXXXXXXXX_!!664681545.jpg",
    ] {
        let after = with(&before, "shop_id | String | true | 100200", &format!("shop_no | String | true | {example}"));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("hold.txt"), after).unwrap();
        let ran = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
        let lock = fs::read_to_string(folder.path().join("spec/docs.lock")).unwrap();
        let wanted = serde_json::Value::String(example.to_owned()).to_string();
        assert!(lock.contains(&format!("\"example\": {wanted}")), "{example}: {lock}\n{}", ran.out);
    }
}

/// A stand-in is no fact: the spec gets none as a default, and whoever reads the report learns what it replaced.
#[test]
fn what_was_replaced_is_told_where_it_matters() {
    let before = page("headless");
    let after = with(&before, "不传默认 1,加急 2", "不传默认 13812345679");
    let after = with(&after, "614 | 包裹已签收", "615 | 请联系客服 13812345679 | 电话 |\n614 | 包裹已签收");
    let after = with(&after, "parcels/hold\n", "parcels/hold?token=x\n");
    let said = all("hold.txt", &before, &after);
    assert!(!said.contains("default: \"13800000000\""), "{said}");
    assert!(said.contains("the document's own held a secret or personal data: decide about `default`"), "{said}");
    assert!(said.contains("the message of error 615 held a secret or personal data"), "{said}");
    assert!(said.contains("the interface address held a query or a login"), "{said}");
    assert!(said.contains("http: {method: POST, path: /tool/parcels/hold}"), "{said}");
}

/// What is replaced in an example is kept out of the debug output of the generated type.
#[test]
fn what_is_called_a_secret_becomes_one() {
    let names = [
        "session_key",
        "access_token",
        "deg_access_token",
        "cookie",
        "login_pwd",
        "app_secret",
        "sign_key",
        "authorization",
        "access_key",
        "token",
    ];
    let rows: String = names.iter().map(|name| format!("{name} | String | false | p4ssw0rd | 凭据 |\n")).collect();
    let others = "next_token | String | false | p4ge2 | 游标 |\ntoken_type | String | false | bearer | 类型 |\n";
    let page = with(&page("headless"), "parcel_no | String", &format!("{rows}{others}parcel_no | String"));
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("page.txt"), page).unwrap();
    let ran = vvspec(&["import", "page.txt", "--spec", "spec", "--write"], folder.path());
    let mut text = String::new();
    written(&folder.path().join("spec"), &mut text);
    let modelines = text.matches("\n# yaml-language-server: $schema=../").count();
    assert_eq!(modelines, 3, "service.yaml, errors.yaml and the operation: {text}");
    let line = |name: &str| {
        let start = format!("- {{name: {name}, ");
        text.lines()
            .find(|line| line.trim_start().starts_with(&start))
            .unwrap_or_else(|| panic!("no {name} in {}\n{text}", ran.out))
    };
    for name in names {
        assert!(line(name).contains("secret: true") && !line(name).contains("p4ssw0rd"), "{}", line(name));
    }
    for (name, example) in [("next_token", "p4ge2"), ("token_type", "bearer")] {
        assert!(!line(name).contains("secret") && line(name).contains(example), "{}", line(name));
    }
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
}

/// Somebody's name goes out wherever what is said of the value, its label or a number beside it shows that it is one.
#[test]
fn a_name_without_a_label_is_in_no_file() {
    let rows = [
        "ext | String | 否 | ?u=王小明&m=13912345678 | 扩展 |",
        "u | String | 否 | 王小明 | 甲 |",
        "sender | String | 否 | 王小明 | 甲 |",
        "aa | String | 否 | 王小明 | 卖家昵称 |",
        "bb | String | 否 | 王小明 | 下单的人 |",
        "cc | String | 否 | 王小明 | 操作员,必须实名 |",
        "dd | String | 否 | 王小明/李小龙 | 参与者 |",
        "ee | String | 否 | k=王小明&b=1 | 扩展 |",
        "ff | String | 否 | {\"u\":\"王小明\"} | 扩展 |",
        "gg | String | 否 | 王小明 | 客服 |",
        "hh | String | 否 | http://a.com/?u=%E7%8E%8B%E5%B0%8F%E6%98%8E | 链接 |",
    ];
    for row in rows {
        let folder = tempfile::tempdir().unwrap();
        let reply = "owner | string | 负责人 | 王小明 |\n";
        let sample = r#"{"code": 0, "msg": "ok", "data": {"owner": "王小明"}}"#;
        let ran = crate::support::import_page(&folder, &crate::rows::page(&format!("{row}\n"), reply, sample));
        let mut files = vec![ran.out];
        for file in [crate::rows::SPEC, "spec/vvtool/leaf/examples/plan-ok.json", "spec/docs.lock"] {
            files.push(crate::support::written_file(&folder, file));
        }
        for text in files {
            assert!(
                !text.contains("王小明") && !text.contains("李小龙") && !text.contains("E7%8E%8B"),
                "{row}: {text}"
            );
        }
    }
    let kept = crate::rows::spec(&crate::rows::page("hue | String | 否 | 黄山市 | 城市 |\n", "", "")).0;
    assert!(kept.contains("example: \"黄山市\""), "{kept}");
}
