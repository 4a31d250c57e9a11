//! Facts beside the rows: the sample, types against examples, units, labels, and what cannot be sent.

use crate::rows::{page, spec};
use crate::support::{import_page, vvspec};

#[test]
fn nesting_comes_from_the_sample_whatever_the_declared_type() {
    let sample = r#"{"code": 0, "msg": "ok", "data": {"total": 1, "items": [{"sku": "a", "qty": 2}], "note": "n"}}"#;
    for ty in ["object[]", "array", "OBJECT[]", "list", "Item[]", "List<Item>"] {
        let rows = format!(
            "total | int | 总数 | 1 |\nitems | {ty} | 明细 | |\nsku | string | 编码 | a |\nqty | int | 数量 | 2 |\nnote | string | 备注 | n |\nelse | string | 其他 | n |\n"
        );
        let (spec, ran) = spec(&page("", &rows, sample));
        let inside = spec.split("  - type: ").find(|record| record.contains("{name: sku, ")).expect(ty);
        assert!(inside.contains("{name: qty, ") && !inside.contains("{name: total, "), "{ty}: {spec}");
        let list = spec.lines().find(|line| line.contains("{name: items, ")).expect(ty);
        assert!(list.contains("type: {list: "), "{ty}: {list}\n{}", ran.out);
        let unplaced = spec.lines().find(|line| line.contains("{name: else, ")).expect(ty);
        assert!(unplaced.contains("review: [place]"), "{ty}: {unplaced}");
    }
}

#[test]
fn a_list_of_any_number_is_marked() {
    for (data, marked) in
        [(r#"[{"total": 1}]"#, false), (r#"[{"total": 1}, {"total": 2}]"#, true), (r#"{"total": 1}"#, false)]
    {
        let sample = format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#);
        let (spec, _) = spec(&page("", "total | int | 总数 | 1 |\n", &sample));
        assert_eq!(spec.contains("review: [effect, shape]"), marked, "{data}: {spec}");
    }
}

#[test]
fn a_sample_that_does_not_parse_or_contradicts_the_table_is_told_with_its_line() {
    let (_, ran) = spec(&page("", "total | int | 总数 | 1 |\n", "{\"code\": 0, oops"));
    assert!(ran.out.contains("look at: line 14: the sample reply is no valid JSON"), "{}", ran.out);
    let sample = r#"{"code": 0, "msg": "ok", "data": {"total": {"a": 1}}}"#;
    let (spec, ran) = spec(&page("", "total | int | 总数 | 1 |\n", sample));
    assert!(ran.out.contains("look at: line 12: `total` is \"int\" in the table, and the sample shows"), "{}", ran.out);
    assert!(spec.contains("{name: total, type: int, example: \"1\", review: [type]"), "{spec}");
}

#[test]
fn an_example_that_is_no_value_of_its_type_is_marked() {
    for (row, wanted) in [
        ("k | Boolean | 否 | some.text.code | 甲 |", "type: bool, review: [type]"),
        ("k | int | 否 | 10.0.0.1 | 甲 |", "type: int, review: [type]"),
        ("k | Date | 否 | 2026-01-02 03:04:05.678 | 时间 yyyy-MM-dd HH:mm:ss.SSS |", "type: datetime, review: [type]"),
        ("k | Date | 否 | 1600000000 | 时间 |", "type: datetime, review: [type]"),
        ("k | Date | 否 | 20260102 | 日期 yyyyMMdd |", "type: datetime, example: \"20260102\", en"),
        (
            "total_price | String | 否 | 11.22 | 总价 |",
            "type: money, unit: undocumented, example: \"11.22\", review: [unit]",
        ),
        ("k | String | 否 | a | 名称,最大长度: 500 个字节 |", "type: text, example: \"a\", review: [max_chars]"),
        ("k | String | 否 | a | 名称,最长 500 bytes |", "type: text, example: \"a\", review: [max_chars]"),
        ("k | String | 否 | a | 名称,最大长度: 500 个字符 |", "type: text, max_chars: 500, example"),
    ] {
        let (spec, ran) = spec(&page(&format!("{row}\n"), "", ""));
        assert!(spec.contains(wanted), "{row}: {wanted} in {spec}\n{}", ran.out);
    }
}

#[test]
fn labels_of_a_payload_say_charges_and_authorization() {
    for (labels, charge, needs) in [
        (vec!["免费", "不需用户授权"], true, Some("none")),
        (vec!["免费", "需要授权"], true, Some("shop_authorization")),
        (vec!["收费"], false, None),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let labels: Vec<_> = labels.into_iter().map(|label| serde_json::json!({"displayName": label})).collect();
        let payload = serde_json::json!({
            "name": "taobao.leaf.get", "labels": labels, "gmtModified": "x", "requestParams": [],
            "responseParams": [{"name": "leaf", "type": "String", "description": "叶片"}],
        });
        std::fs::write(folder.path().join("leaf.json"), payload.to_string()).unwrap();
        let ran = vvspec(&["import", "leaf.json", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
        assert_eq!(ran.code, 0, "{}", ran.out);
        let spec = std::fs::read_to_string(folder.path().join("spec/top/leaf.get.yaml")).unwrap();
        assert_eq!(spec.contains("charge: free"), charge, "{spec}");
        assert_eq!(spec.lines().find_map(|line| line.strip_prefix("needs: ")), needs, "{spec}");
    }
}

#[test]
fn what_cannot_be_sent_as_documented_is_refused_with_words() {
    let good = page("", "", "");
    for (old, new, says) in [
        ("请求方式: POST", "请求方式: GET", "the page says GET"),
        ("请求方式: POST", "请求方式: POST\n请求格式: application/json", "the page says that the body is JSON"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let other = good.replace("leaf/plan", "leaf/else").replace("接口介绍: 叶片计划", "接口介绍: 其他");
        assert_eq!(import_page(&folder, &good).code, 0);
        std::fs::write(folder.path().join("else.txt"), other.replacen(old, new, 1)).unwrap();
        let ran = vvspec(&["import", "else.txt", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
        assert!(ran.out.contains(&format!("not imported: {says}")) || ran.out.contains(says), "{new}: {}", ran.out);
        assert!(!folder.path().join("spec/vvtool/leaf/else.yaml").exists(), "{new}: {}", ran.out);
        assert_eq!(ran.code, 101, "{}", ran.out);
    }
}

#[test]
fn an_address_on_another_host_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let good = page("", "", "");
    assert_eq!(import_page(&folder, &good).code, 0);
    let other = good.replace("leaf/plan", "leaf/else").replace("http://api.example.com/", "http://other.example.org/");
    std::fs::write(folder.path().join("else.txt"), other).unwrap();
    let ran = vvspec(&["import", "else.txt", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
    assert!(ran.out.contains("by hand: its address is on other.example.org"), "{}", ran.out);
}
