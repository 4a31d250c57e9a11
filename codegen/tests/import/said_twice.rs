//! What a page says twice, in its head, in remarks and in rows: where the two differ, a person decides.

use serde_json::json;

use crate::top_titles::read;

/// A page with these lines in its head, this row in its request and this remark below it.
fn page(head: &str, row: &str, remark: &str) -> String {
    format!(
        "接口地址: http://api.example.com/tool/v1/leaf/plan\n接口介绍: 叶片计划\n必须用户授权 : 需要用户的授权\n请求方式: POST\n接口收费: 免费\n频率限制: 5 次/秒\n{head}请求参数\n名称 | 类型 | 必填 | 示例值 | 描述 |\nleaf_no | String | 是 | L1 | 叶片编号 |\nkind | Number | 否 | 1 | 类型 |\n{row}{remark}响应参数\n名称 | 类型 | 描述 | 示例值 |\ncode | int | 错误码 | 0 |\nmsg | string | 描述 | ok |\ntotal | int | 总数 | 3 |\n返回数据\n{{\"code\":0,\"msg\":\"成功\",\"data\":{{\"total\":3}}}}\n响应代码\n0 | 成功 | |\n100 | 错 | 查 |\n"
    )
}

/// The words of `review` that a document leaves.
fn marks(text: &str) -> Vec<String> {
    let document = read(text);
    let cues = document.rows.iter().flat_map(|row| row.review.clone());
    document.marks.iter().map(|mark| (*mark).to_owned()).chain(cues).collect()
}

#[test]
fn what_the_head_says_twice_is_asked_about() {
    assert_eq!(marks(&page("", "", "")), Vec::<String>::new());
    for (head, mark) in [
        ("接口收费: 扣账户余额\n", "charge"),
        ("是否收费: 收费\n", "charge"),
        ("每次调用收费 0.1 元\n", "charge"),
        ("用户授权: 不需要\n", "needs"),
        ("本接口无需用户授权\n", "needs"),
        ("频率限制: 20 次/秒\n", "rate_limit"),
        ("每秒最多调用 20 次\n", "rate_limit"),
        ("请求方法: GET\n", "http"),
        ("本接口使用 GET 方式调用\n", "http"),
        ("请求格式: JSON\n提交方式: 表单\n", "http"),
        ("正式环境地址 http://other.example.com/tool/v1/leaf/plan\n", "http"),
        ("接口名称: leaf/put\n", "http"),
        ("本页说明 V2 版接口\n", "http"),
        ("接口介绍: 另外的接口\n", "prose"),
        ("共 9 个请求参数\n", "prose"),
        ("leaf_no 可不填\n", "prose"),
    ] {
        let marks = marks(&page(head, "", ""));
        assert!(marks.iter().any(|known| known == mark), "{mark} in {marks:?}: {head}");
    }
    for same in
        ["接口收费: 免费\n", "频率限制: 5 次/秒\n", "请求方法: POST\n", "接口名称: leaf/plan\n", "共 2 个请求参数\n"]
    {
        assert_eq!(marks(&page(same, "", "")), Vec::<String>::new(), "{same}");
    }
}

#[test]
fn what_a_row_says_twice_is_asked_about() {
    for (row, mark) in [
        ("hue | String | 否 | 5 | 颜色,整数 |\n", "type"),
        ("num | int | 否 | 5 | 数量,字符串类型 |\n", "type"),
        ("day | String | 否 | 2026-01-02 | 日期,格式 yyyy-MM-dd,格式:yyyyMMdd |\n", "type"),
    ] {
        let marks = marks(&page("", row, ""));
        assert!(marks.iter().any(|known| known == mark), "{mark} in {marks:?}: {row}");
    }
    for remark in ["kind 默认为 2\n", "hue 必填,leaf_no 可不传\n", "kind 为整数类型\n"] {
        assert!(!marks(&page("", "", remark)).is_empty(), "{remark}");
    }
}

#[test]
fn the_code_of_a_success_and_what_a_reply_costs_are_held_against_the_gateway() {
    let whole = page("", "", "");
    for (old, new, mark) in [
        ("0 | 成功 | |", "200 | 成功 | |", "errors"),
        ("0 | 成功 | |", "0 | 失败 | |", "errors"),
        ("code | int | 错误码 |", "code | int | 错误码,200 表示成功 |", "errors"),
        ("total | int | 总数 |", "total | int | 该接口扣费金额(点券) |", "charge"),
        ("\"msg\":\"成功\",", "\"msg\":\"成功\",\"trace\":\"x\",", "reply"),
    ] {
        let text = whole.replace(old, new);
        assert_ne!(text, whole, "{old}");
        let marks = marks(&text);
        assert!(marks.iter().any(|known| known == mark), "{mark} in {marks:?}: {new}");
    }
}

#[test]
fn labels_and_texts_of_a_payload_are_held_against_each_other() {
    let of = |labels: &[&str], description: &str| {
        let labels: Vec<_> = labels.iter().map(|label| json!({"displayName": label})).collect();
        let whole = json!({
            "name": "taobao.leaf.get", "gmtModified": "x", "labels": labels, "description": description,
            "requestParams": [{"name": "leaf_no", "type": "String", "required": true, "description": "编号"}],
            "responseParams": [{"name": "total", "type": "Number", "description": "总数"}],
        });
        marks(&whole.to_string())
    };
    assert_eq!(of(&["￥免费", "不需用户授权"], "查询叶片"), Vec::<String>::new());
    for (labels, description, mark) in [
        (&["不需用户授权", "需要授权"][..], "查询叶片", "needs"),
        (&["￥免费", "￥收费"], "查询叶片", "charge"),
        (&["不需用户授权"], "查询叶片,需要用户授权", "needs"),
        (&["￥免费"], "taobao.leaf.put 查询叶片", "prose"),
    ] {
        let marks = of(labels, description);
        assert!(marks.iter().any(|known| known == mark), "{mark} in {marks:?}: {labels:?} {description}");
    }
}
