//! Facts beside the rows: the sample, types against examples, units, labels, and what cannot be sent.

use crate::rows::{field_line, page, spec};
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
        let list = field_line(&spec, "items");
        assert!(list.contains("type: {list: "), "{ty}: {list}\n{}", ran.out);
        let unplaced = field_line(&spec, "else");
        assert!(unplaced.contains("review: [place]"), "{ty}: {unplaced}");
    }
}

#[test]
fn a_sample_that_does_not_parse_is_told_with_the_line_at_which_it_ends() {
    for (sample, line) in [
        ("{\"code\": 0, oops", 14),
        ("{\"code\": 0,\n\"msg\": \"ok\",\n\"data\": {\"total\": ...}}", 16),
        ("{\"code\": 0,\n\n\"data\": {\"total\": x}}", 16),
    ] {
        let (spec, ran) = spec(&page("", "total | int | 总数 | 1 |\n", sample));
        let says = format!("look at: line {line}: the sample reply is no valid JSON");
        assert!(ran.out.contains(&says), "{says}: {}", ran.out);
        assert!(spec.contains("review: [effect, shape, example]"), "{spec}");
    }
    let failed = r#"{"code": 614, "msg": "no", "data": {"total": 1}}"#;
    let page = page("", "total | int | 总数 | 1 |\n", failed);
    let (spec, ran) = spec(&page);
    assert!(spec.contains("review: [effect, example]") && ran.out.contains("shows a call that failed"), "{spec}");
    // A page with a success of its own contradicts the gateway, which is another thing than a call that failed.
    let (spec, ran) = self::spec(&(page.replace("614", "200") + "响应代码\n200 | 成功 | |\n"));
    assert!(spec.contains("review: [effect, errors]"), "{spec}");
    assert!(ran.out.contains("succeeds with code 200") && !ran.out.contains("that failed"), "{}", ran.out);
}

#[test]
fn what_the_sample_and_the_table_say_differently_is_marked() {
    let rows = "total | int | 总数 | 1 |\nok | Boolean | 成功 | true |\nat | Date | 时间 | |\nstate | String | 状态 1:开 2:关 | |\nitems | object[] | 明细 | |\n--sku | string | 编码 | a |\n";
    for (data, wanted) in [
        (r#"{"total": {"a": 1}}"#, "{name: total, type: int, example: \"1\", review: [type]"),
        (r#"{"total": [1]}"#, "{name: total, type: int, example: \"1\", review: [type]"),
        (r#"{"total": "many"}"#, "{name: total, type: int, example: \"1\", review: [type]"),
        (r#"{"total": 1.5}"#, "{name: total, type: int, example: \"1\", review: [type]"),
        (r#"{"total": true}"#, "{name: total, type: int, example: \"1\", review: [type]"),
        (r#"{"ok": "yes sir"}"#, "{name: ok, type: bool, example: \"true\", review: [type]"),
        (r#"{"at": 1600000000}"#, "{name: at, type: datetime, review: [type]"),
        (r#"{"state": "9"}"#, "{name: state, type: State, review: [values]"),
        (r#"{"items": "none"}"#, "{name: items, type: {list: Items}, review: [type]"),
        (r#"{"items": 3}"#, "{name: items, type: {list: Items}, review: [type]"),
        (r#"{"items": [{"sku": {"a": 1}}]}"#, "{name: sku, type: text, example: \"a\", review: [type]"),
        (r#"{"total": 1, "extra": 1}"#, "review: [effect, reply]"),
        (r#"{"items": [{"sku": "a", "extra": 1}]}"#, "review: [effect, reply]"),
        (r#""done""#, "review: [effect, shape]"),
        (r#"[1, 2]"#, "review: [effect, shape]"),
    ] {
        let sample = format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#);
        let (spec, ran) = spec(&page("", rows, &sample));
        assert!(spec.contains(wanted), "{data}: {wanted} in {spec}");
        assert!(ran.out.contains("  look at: line "), "{data}: {}", ran.out);
    }
    for data in [
        r#"{"total": 1, "ok": true, "at": "2026-01-02 03:04:05", "state": "1", "items": [{"sku": "a"}, {"sku": null}]}"#,
        r#"{"total": "1", "ok": 1, "at": "", "state": 2, "items": []}"#,
        r#"{"total": null, "ok": "false", "items": {"item": [{"sku": "a"}]}}"#,
    ] {
        let sample = format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#);
        let (spec, ran) = spec(&page("", rows, &sample));
        assert!(spec.contains("review: [effect]") && !spec.contains("review: [type"), "{data}: {spec}\n{}", ran.out);
    }
}

#[test]
fn an_example_that_is_no_value_of_its_type_is_marked() {
    for (row, wanted) in [
        ("k | Boolean | 否 | some.text.code | 甲 |", "type: bool, review: [type]"),
        ("k | int | 否 | 10.0.0.1 | 甲 |", "type: int, review: [type]"),
        ("k | Date | 否 | 2026-01-02 03:04:05.678 | 时间 yyyy-MM-dd HH:mm:ss.SSS |", "type: datetime, review: [type]"),
        ("k | Date | 否 | 1600000000 | 时间 |", "type: datetime, review: [type]"),
        (
            "k | Date | 否 | 20260102 | 日期 yyyyMMdd |",
            "type: datetime, format: {datetime: yyyyMMdd}, example: \"20260102\", en",
        ),
        (
            "total_price | String | 否 | 11.22 | 总价 |",
            "type: money, unit: undocumented, example: \"11.22\", review: [unit]",
        ),
        ("k | String | 否 | a | 名称,最大长度: 500 个字节 |", "type: text, max_bytes: 500, example: \"a\", en"),
        ("k | String | 否 | a | 名称,最长 500 bytes |", "type: text, max_bytes: 500, example: \"a\", en"),
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
        (vec!["￥免费", "必须用户授权"], true, Some("shop_authorization")),
        (vec!["￥开放平台免费API"], true, None),
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
        ("请求方式: POST", "请求方式: HEAD", "the page says HEAD"),
        ("请求方式: POST", "请求方式: OPTIONS", "the page says OPTIONS"),
        ("请求方式: POST", "请求方式: POST\n返回格式: XML", "the page says that replies are XML"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let other = good.replace("leaf/plan", "leaf/else").replace("接口介绍: 叶片计划", "接口介绍: 其他");
        assert_eq!(import_page(&folder, &good).code, 0);
        std::fs::write(folder.path().join("else.txt"), other.replacen(old, new, 1)).unwrap();
        let ran = vvspec(&["import", "else.txt", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
        assert!(ran.out.contains(&format!("not imported: {says}")), "{new}: {}", ran.out);
        assert!(!folder.path().join("spec/vvtool/leaf/else.yaml").exists(), "{new}: {}", ran.out);
        assert_eq!(ran.code, 101, "{}", ran.out);
    }
    for same in [
        "请求方式: POST/GET",
        "请求方式: GET 或 POST",
        "请求方式: POST\n返回格式: JSON/XML",
        "请求方式: POST\n请求格式: form 或 JSON",
    ] {
        assert_eq!(
            import_page(&tempfile::tempdir().unwrap(), &good.replacen("请求方式: POST", same, 1)).code,
            0,
            "{same}"
        );
    }
}

/// The same page, of which one of these facts changes after it was imported.
#[test]
fn how_a_known_call_is_sent_stays_a_question_until_it_is_decided() {
    let good = page("", "", "");
    for (old, new, mark) in [
        (
            "http://api.example.com/",
            "http://other.example.org/",
            "{what: hosts, was: \"http://api.example.com\", page: \"http://other.example.org\"}",
        ),
        ("http://api.example.com/", "https://api.example.com/", "{what: hosts, was: "),
        ("请求方式: POST", "请求方式: GET", "{what: http, was: POST, page: GET}"),
        ("请求方式: POST", "请求方式: POST\n请求格式: JSON", "{what: prose, page: \"请求格式: JSON\"}"),
        ("请求方式: POST", "请求方式: POST\n返回格式: XML", "{what: prose, page: \"返回格式: XML\"}"),
        ("频率限制: 5 次/秒", "频率限制: 每秒 6 次", "{what: rate_limit, was: \"{calls: 5, per: second}\", page: "),
        ("频率限制: 5 次/秒", "频率限制: 很多", "{what: rate_limit, was: "),
        (
            "频率限制: 5 次/秒",
            "频率限制: 10 次/秒,1000 次/天",
            "{what: rate_limit, was: \"{calls: 5, per: second}\", page: \"[{calls: 10, per: second}, {calls: 1000, per: day}]\"}",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &good).code, 0);
        let changed = good.replacen(old, new, 1);
        for _ in 0..2 {
            let ran = import_page(&folder, &changed);
            assert_eq!(ran.code, 100, "{new}: {}", ran.out);
            let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/plan.yaml");
            assert!(spec.contains(mark), "{new}: {mark} in {spec}");
            let lint = vvspec(&["lint", "--spec", "spec"], folder.path());
            assert!(lint.code != 0 && lint.out.contains("V046"), "{new}: {}", lint.out);
        }
    }
}

#[test]
fn an_address_on_another_host_is_marked() {
    let good = page("", "", "");
    for there_is_a_file in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &good).code, 0);
        let other =
            good.replace("leaf/plan", "leaf/else").replace("http://api.example.com/", "http://other.example.org/");
        std::fs::write(folder.path().join("else.txt"), &other).unwrap();
        if there_is_a_file {
            // Written by hand before its page was ever imported.
            let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/plan.yaml");
            let spec =
                spec.replace("leaf/plan", "leaf/else").replace("plan-ok", "else-ok").replace("LeafPlan", "LeafElse");
            let example = crate::support::read_file(&folder, "spec/vvtool/leaf/examples/plan-ok.json");
            std::fs::write(folder.path().join("spec/vvtool/leaf/else.yaml"), spec).unwrap();
            std::fs::write(folder.path().join("spec/vvtool/leaf/examples/else-ok.json"), example).unwrap();
        }
        let ran = vvspec(&["import", "else.txt", "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
        assert!(ran.out.contains("by hand: its address is on other.example.org"), "{}", ran.out);
        let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/else.yaml");
        assert!(spec.contains("{what: hosts, was: api.example.com, page: other.example.org}"), "{spec}");
        let lint = vvspec(&["lint", "--spec", "spec"], folder.path());
        assert!(
            lint.out.contains("hosts was \"api.example.com\", the page says \"other.example.org\""),
            "{}",
            lint.out
        );
        assert_eq!(vvspec(&["drift", "else.txt", "--spec", "spec"], folder.path()).code, 100);
    }
}

#[test]
fn a_rate_limit_is_read_in_the_ways_it_is_written_or_marked() {
    for (said, wanted) in [
        ("频率限制: 10 次/秒", "rate_limit: {calls: 10, per: second}"),
        ("频率限制: 10次/分钟", "rate_limit: {calls: 10, per: minute}"),
        ("频率限制: 每秒 10 次", "rate_limit: {calls: 10, per: second}"),
        ("调用频率: 每小时不超过 300 次", "rate_limit: {calls: 300, per: hour}"),
        ("QPS: 20", "rate_limit: {calls: 20, per: second}"),
        ("频率限制: 20 QPS", "rate_limit: {calls: 20, per: second}"),
        ("频率限制: １０ 次／秒", "rate_limit: {calls: 10, per: second}"),
        ("频率限制: 5000 次/天", "rate_limit: {calls: 5000, per: day}"),
        ("频率限制: 每 30 分钟只能查询 1 次", "review: [effect, shape, rate_limit]"),
        ("频率限制: 10 次/秒, 1000 次/天", "rate_limit: [{calls: 10, per: second}, {calls: 1000, per: day}]"),
        (
            "频率限制: 每秒 10 次;每分钟 300 次;每天 5000 次",
            "rate_limit: [{calls: 10, per: second}, {calls: 300, per: minute}, {calls: 5000, per: day}]",
        ),
        ("限流: 20 QPS 且 1000 次/小时", "rate_limit: [{calls: 20, per: second}, {calls: 1000, per: hour}]"),
        ("频率限制: 10 次/秒, 20 次/秒", "review: [effect, shape, rate_limit]"),
        ("频率限制: 10 次/秒, 突发 20", "review: [effect, shape, rate_limit]"),
        ("频率限制: 10 次/秒, 每个应用 1000 次/天", "review: [effect, shape, rate_limit]"),
        ("频率限制: 10 次/秒, 单店铺 100 次/天", "review: [effect, shape, rate_limit]"),
        ("频率限制: 0 次/秒", "review: [effect, shape, rate_limit]"),
        ("频率限制: 1 万次/天", "review: [effect, shape, rate_limit]"),
        ("频率限制: 很低", "review: [effect, shape, rate_limit]"),
        ("频率限制: 不限", "review: [effect, shape]"),
        ("频率限制: 无", "review: [effect, shape]"),
        ("接口收费: 另议", "review: [effect, shape, charge]"),
        ("收费标准: 免费", "charge: free"),
    ] {
        let (spec, ran) = spec(&page("", "", "").replacen("频率限制: 5 次/秒", said, 1));
        assert!(spec.contains(wanted), "{said}: {wanted} in {spec}{}", ran.out);
    }
}

/// A known page that gets a second limit, in the ways pages write two: the mark has both as a spec writes them.
#[test]
fn two_limits_are_written_as_a_list() {
    const BOTH: &str = "[{calls: 10, per: second}, {calls: 1000, per: day}]";
    let good = page("", "", "");
    for said in [
        "频率限制: 10 次/秒,1000 次/天",
        "频率限制: 10次/秒；1000次/天",
        "频率限制: 每秒 10 次、每天 1000 次",
        "频率限制: 每秒10次，且每天不超过1000次",
        "调用频率: 10 次/秒 和 1000 次/天",
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &good).code, 0);
        let ran = import_page(&folder, &good.replacen("频率限制: 5 次/秒", said, 1));
        assert!(ran.code == 100 && ran.out.contains(&format!("write `rate_limit: {BOTH}`")), "{said}: {}", ran.out);
        let lint = vvspec(&["lint", "--spec", "spec"], folder.path());
        assert!(lint.out.contains(&format!("write `rate_limit: {BOTH}`, or leave it")), "{said}: {}", lint.out);
        let lock = crate::support::read_file(&folder, "spec/docs.lock");
        assert!(lock.contains("\"rate_limit\": \"10/second, 1000/day\""), "{lock}");
        // Read again, docs.lock says the same.
        assert_eq!(vvspec(&["drift", "hold.txt", "--spec", "spec"], folder.path()).code, 100);
        // Gone again, so is the mark; under another label it is a text that changed as well.
        let ran = import_page(&folder, &good);
        assert_eq!(ran.code, if said.starts_with("频率限制") { 0 } else { 100 }, "{said}");
        assert!(!crate::support::read_file(&folder, "spec/vvtool/leaf/plan.yaml").contains("what: rate_limit"));
        let (spec, ran) = spec(&good.replacen("频率限制: 5 次/秒", said, 1));
        assert!(spec.contains(&format!("rate_limit: {BOTH}\n")), "{said}: {spec}\n{}", ran.out);
        assert!(!spec.contains("review: [effect, shape, rate_limit]"), "{said}: {spec}");
    }
}

/// A maximum in bytes that comes to a known row is told as one.
#[test]
fn a_maximum_in_bytes_is_told_as_one() {
    let with = |prose: &str| page(&format!("memo | String | 否 | 备注 | 留言{prose} |\n"), "", "");
    for (said, max) in [
        (",最大长度 20 个字节", 20),
        ("，不超过20字节", 20),
        ("(最多 500 bytes)", 500),
        (",20 个字节以内", 20),
        (",限 64 字节", 64),
        (",20 个字节", 20),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &with("")).code, 0);
        let ran = import_page(&folder, &with(said));
        let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/plan.yaml");
        assert!(spec.contains(&format!("{{what: limits, page: max_bytes {max}}}")), "{said}: {spec}");
        assert!(ran.code == 100 && ran.out.contains("a maximum in bytes"), "{said}: {}", ran.out);
        let lint = vvspec(&["lint", "--spec", "spec"], folder.path());
        assert!(lint.out.contains(&format!("write `max_bytes: {max}`")), "{said}: {}", lint.out);
    }
    for (was, now) in [(",最大长度 20 个字节", ",最大长度 30 个字节"), (",最大长度 20 个字节", ",最大长度 20 个字符")]
    {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &with(was)).code, 0);
        import_page(&folder, &with(now));
        let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/plan.yaml");
        assert!(spec.contains("{what: limits, was: max_bytes 20"), "{now}: {spec}");
    }
    let none = page("memo | String | 否 | 备注 | 每 20 个字节一段 |\n", "", "");
    let folder = tempfile::tempdir().unwrap();
    import_page(&folder, &none);
    assert!(!crate::support::read_file(&folder, "spec/docs.lock").contains("max_bytes"));
}

/// One of two members of one name is a slip: nobody knows which.
#[test]
fn a_key_that_a_sample_has_twice_is_marked() {
    let rows = "total | int | 总数 | 1 |\nitems | object[] | 明细 | |\n--sku | string | 编码 | a |\n";
    for (data, key) in [
        (r#"{"total": 1, "total": 2}"#, "total"),
        (r#"{"total": 1, "items": [{"sku": "a", "sku": "b"}]}"#, "sku"),
        (r#"{"total": 1, "items": [{"sku": "a"}], "items": []}"#, "items"),
        (r#"{"total": 1, "tot\u0061l": 2}"#, "total"),
        (r#"{"total": 1, "items": [{"sku": "a\"}{", "sku": "b"},]}"#, "sku"),
    ] {
        let (spec, ran) = spec(&page("", rows, &format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#)));
        assert!(ran.out.contains(&format!("has `{key}` twice; the last one was read")), "{data}: {}", ran.out);
        assert!(spec.lines().any(|line| line.starts_with("review: [") && line.contains("example")), "{data}: {spec}");
    }
    let once = r#"{"total": 1, "items": [{"sku": "total: \"total\""}, {"sku": "total"}]}"#;
    let (spec, ran) = spec(&page("", rows, &format!(r#"{{"code": 0, "msg": "ok", "data": {once}}}"#)));
    assert!(!ran.out.contains("twice") && spec.contains("review: [effect]"), "{}", ran.out);
}
