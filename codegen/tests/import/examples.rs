//! The example of a new operation is the document's sample, without what may be somebody's.

use serde_json::{Value, json};

use crate::rows::page;
use crate::support::{bad_findings, import_page, read_file, vvspec};

const REPLY: &str = "total | int | 总数 | |\nbuyer_nick | string | 买家 | |\nstatus | string | 状态 | |\npaid | Price | 金额,单位:元 | |\nat | Date | 时间 | |\nitems | object[] | 明细 | |\n--sku | string | 编码 | |\n--access_token | string | 令牌 | |\n";

fn example(text: &str) -> (Value, String) {
    let folder = tempfile::tempdir().unwrap();
    let ran = import_page(&folder, text);
    assert_eq!(ran.code, 0, "{}\n{text}", ran.out);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{}\n{text}", ran.out);
    let example = read_file(&folder, "spec/vvtool/leaf/examples/plan-ok.json");
    (serde_json::from_str::<Value>(&example).unwrap()["data"].clone(), ran.out)
}

#[test]
fn the_sample_is_the_example_and_nothing_in_it_is_anybodys() {
    let sample = r#"{"code": 0, "msg": "好", "data": {"total": 20212345678901, "buyer_nick": "小明的店", "status": "WAIT_PAY", "paid": "12.50",
"at": "2026-03-04 05:06:07", "items": [{"sku": "AB-77 红", "access_token": "s3cr3t"}, {"sku": "Zed", "access_token": null}], "who": "小红"}}"#;
    let (data, out) = example(&page("", REPLY, sample));
    let wanted = json!({
        "total": 10_000_000_000_000_i64, "buyer_nick": "测试", "status": "WAIT_PAY", "paid": "12.50",
        "at": "2000-01-01 00:00:00",
        "items": [{"sku": "XX-10 测", "access_token": "TEST_SECRET"}, {"sku": "Xxx", "access_token": null}],
    });
    assert_eq!(data, wanted, "{out}");
    assert!(
        out.contains("the example is the document's sample reply with made-up values; it shows 8 of 8 fields"),
        "{out}"
    );
}

#[test]
fn a_sample_that_is_no_reply_of_the_table_is_told_and_the_example_made_up() {
    for (data, why) in [
        (r#"{"total": "many"}"#, "`total` is no int"),
        (r#"{"items": "none"}"#, "`items` is no list of objects"),
        (r#"{"sku": 1}"#, "it shows none of the fields"),
        (r#""done""#, "its data is no object"),
        ("[]", "it shows none of the fields"),
        ("null", "its data is no object"),
    ] {
        let sample = format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#);
        let (made, out) = example(&page("", REPLY, &sample));
        let says = format!("the example is made up: of the document's sample reply, {why}");
        assert!(out.contains(&says), "{data}: {says}: {out}");
        let one = if made.is_array() { &made[0] } else { &made };
        assert!(one["total"] == json!(1) && one["items"][0]["sku"] == json!("demo"), "{data}: {made}");
    }
    let (_, out) = example(&page("", REPLY, ""));
    assert!(out.contains("the example is made up: the document has no sample reply that could be read"), "{out}");
}

#[test]
fn a_list_in_a_sample_of_the_other_gateway_stays_in_its_member() {
    let xml = "<?xml version=\"1.0\"?>\n<leaf_get_response>\n<leaf><no>7</no><tags list=\"true\"><tag><word>a &amp; b</word></tag><tag><word>c</word></tag></tags></leaf>\n</leaf_get_response>\n";
    let json = r#"{"leaf_get_response": {"leaf": {"no": 7, "tags": {"tag": [{"word": "a & b"}, {"word": "c"}]}}}}"#;
    for (sample, no) in [(xml, json!("7")), (json, json!(7))] {
        let text = format!(
            "taobao.leaf.get (叶片)\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nno Number 必须 1 编号\n\n响应参数\n\n名称 类型 示例值 描述\nleaf Leaf 叶片\n  • └ no\n  • Number\n  • 1\n  • 编号\n  • └ tags\n  • Tag []\n  • 标签\n  • └ word\n  • String\n  • a\n  • 词\n\n响应示例\n{sample}\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n"
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("leaf.txt"), &text).unwrap();
        let ran = vvspec(&["import", "leaf.txt", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
        assert_eq!(ran.code, 0, "{}", ran.out);
        assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{}", ran.out);
        let example: Value = serde_json::from_str(&read_file(&folder, "spec/top/examples/leaf-get-ok.json")).unwrap();
        let wanted =
            json!({"leaf_get_response": {"leaf": {"no": no, "tags": {"tag": [{"word": "x & x"}, {"word": "x"}]}}}});
        assert_eq!(example, wanted, "{}", ran.out);
    }
}
