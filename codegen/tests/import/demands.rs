//! What the words of a row demand: written where a spec has a key for it, marked otherwise.

use crate::rows::{field_line, page, spec};

/// The line of a field `k` with these cells, and the values that it lists.
fn field(ty: &str, required: &str, prose: &str) -> String {
    let (spec, _) = spec(&page(&format!("k | {ty} | {required} | | {prose} |\n"), "", ""));
    let lines = spec.lines().filter(|line| line.contains("{name: k, ") || line.contains("- {value: "));
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

#[test]
fn words_that_demand_are_written_or_marked() {
    for (ty, required, prose, wanted) in [
        ("String", "", "名称,不可为空", "type: text, required: true, en"),
        ("String", "", "名称,不能为空", "type: text, required: true, en"),
        ("String", "", "名称,若为空则报错", "type: text, required: true, en"),
        ("String", "", "名称,必传", "type: text, required: true, en"),
        ("String", "否", "名称,不能为空", "review: [required]"),
        ("String", "", "类型为1时必传", "review: [required]"),
        ("String", "否", "名称,已下线", "deprecated: {since: 2026-01-02, "),
        ("String", "否", "名称,已废弃", "deprecated: {since: 2026-01-02, "),
        ("String", "否", "名称(不再支持)", "deprecated: {since: 2026-01-02, "),
        ("String", "否", "只查已下线的商品", "review: [deprecated]"),
        ("String", "否", "名称,限 20 字", "type: text, max_chars: 20, en"),
        ("String", "否", "名称,不超过 20 个字符", "type: text, max_chars: 20, en"),
        ("String", "否", "名称,20字以内", "type: text, max_chars: 20, en"),
        ("String", "否", "名称,最大长度: 500 个字节", "type: text, max_bytes: 500, en"),
        ("String", "否", "名称,最多 500 bytes", "type: text, max_bytes: 500, en"),
        ("int", "否", "名称,最大长度: 500 个字节", "review: [limits]"),
        ("String[]", "否", "单号,最多 20 条", "type: {csv: text}, max_items: 20, en"),
        ("String[]", "否", "单号,至少一个", "type: {csv: text}, min_items: 1, en"),
        ("String", "否", "单号,最多 20 条", "review: [limits]"),
        ("String", "否", "单号,至少一个", "review: [limits]"),
        ("int", "否", "数量,大于 0", "type: int, min: 1, en"),
        ("int", "否", "数量,大于0小于100", "review: [limits]"),
        ("int", "否", "数量,不小于 1,不大于 99", "type: int, min: 1, max: 99, en"),
        ("int", "否", "数量,取值范围 1~5", "type: int, min: 1, max: 5, en"),
        ("double", "否", "重量,大于 0", "review: [limits]"),
        ("double", "否", "重量,不小于 0.5", "type: decimal, min: 0.5, en"),
        ("String", "否", "名称,大于 0", "review: [limits]"),
        ("int", "否", "金额,不低于 10 元", "limits"),
    ] {
        let line = field(ty, required, prose);
        assert!(line.contains(wanted), "{ty} {prose}: {wanted} in {line}");
    }
}

#[test]
fn lists_without_the_usual_signs_are_written_or_marked() {
    for (prose, wanted) in [
        ("名称,仅支持 1、2、3", "{value: \"3\", "),
        ("渠道 支付宝[alipay] 微信[wechat]", "{value: \"wechat\", en: \"Wechat\", zh: 微信}"),
        ("alipay-支付宝,wxpay-微信", "{value: \"alipay\", en: \"Alipay\", zh: 支付宝}"),
        ("支付宝[alipay]", "review: [values]"),
        ("渠道 alipay-支付宝", "review: [values]"),
        ("等级 一级:A;二级:B", "review: [values]"),
        ("仅支持 jpg、png", "review: [values]"),
    ] {
        let line = field("String", "否", prose);
        assert!(line.contains(wanted), "{prose}: {wanted} in {line}");
    }
}

#[test]
fn what_opens_an_account_is_secret_by_its_name_or_its_term() {
    for (row, secret) in [
        ("signature | String | 否 | | 甲 |", true),
        ("session | String | 否 | | 甲 |", true),
        ("sms_code | String | 否 | | 甲 |", true),
        ("aes_key | String | 否 | | 甲 |", true),
        ("salt | String | 否 | | 甲 |", true),
        ("签名 | String | 否 | | 甲 |", true),
        ("验证码 | String | 否 | | 甲 |", true),
        ("sign | String | 否 | | 签名 |", true),
        ("code | String | 否 | | 短信验证码 |", true),
        ("k | String | 否 | | 接口密钥,不要外传 |", true),
        ("sid | String | 否 | | 会话标识 |", true),
        ("sid | String | 否 | a1b2c3d4 | 编号,登录 session 的 |", true),
        ("sessionid | String | 否 | | 甲 |", true),
        ("session_id | String | 否 | | 会话ID,来自客户端 |", true),
        ("jsapi_ticket | String | 否 | | 甲 |", true),
        ("ticket | String | 否 | a1b2c3d4 | 免登票据 |", true),
        ("refresh_tk | String | 否 | | 甲 |", true),
        ("passwd | String | 否 | | 甲 |", true),
        ("privatekey | String | 否 | | 甲 |", true),
        ("out_sid | String | 否 | SF123 | 运单号 |", false),
        ("sid | String | 否 | SF123 | 物流运单号 |", false),
        ("ticket | String | 否 | | 电子票 |", false),
        ("session_id | String | 否 | | 场次ID |", false),
        ("signature_type | String | 否 | | 签名类型 |", false),
        ("session_count | String | 否 | | 会话数 |", false),
        ("k | String | 否 | | 名称 |", false),
    ] {
        let name = row.split(' ').next().unwrap();
        let (spec, _) = spec(&page(&format!("{row}\n"), "", ""));
        let line = field_line(&spec, name);
        assert_eq!(line.contains("secret: true"), secret, "{row}: {line}");
        assert!(!secret || !line.contains("a1b2c3d4"), "{row}: {line}");
    }
    // What the sample shows of one goes out as well.
    let reply =
        "sid | string | 会话标识 | a1b2c3d4 |\nticket | string | 免登票据 | e5f6 |\nno | string | 编号 | N1 |\n";
    let sample = r#"{"code": 0, "msg": "成功", "data": {"sid": "a1b2c3d4", "ticket": "e5f6g7h8", "no": "N1"}}"#;
    let folder = tempfile::tempdir().unwrap();
    crate::support::import_page(&folder, &page("", reply, sample));
    for file in [crate::rows::SPEC, "spec/vvtool/leaf/examples/plan-ok.json", "spec/docs.lock"] {
        let text = crate::support::written_file(&folder, file);
        assert!(!text.contains("a1b2c3d4") && !text.contains("e5f6"), "{file}: {text}");
    }
}

/// What every call of many gateways has is no field of one operation: a person sees to it that the service says it.
#[test]
fn what_every_call_has_is_asked_about() {
    for name in ["sign", "timestamp", "charset", "nonce", "app_key", "signType"] {
        let (spec, _) = spec(&page(&format!("{name} | String | 是 | | 公共 |\n"), "", ""));
        let line = field_line(&spec, name);
        assert!(line.contains("auth"), "{name}: {line}");
    }
    for (line, mark) in [
        ("签名方式: MD5", "auth"),
        ("sign: 见公共说明", "auth"),
        ("字符集: GBK", "http"),
        ("字符集: UTF-8", ""),
        ("charset: utf8", ""),
        ("签名: 不需要", ""),
    ] {
        let text = page("", "", "").replacen("请求方式: POST\n", &format!("请求方式: POST\n{line}\n"), 1);
        let (spec, ran) = spec(&text);
        let review = spec.lines().find(|line| line.starts_with("review: [")).expect("marks");
        let marked = ["auth", "http"].into_iter().filter(|mark| review.contains(mark)).collect::<Vec<_>>().join(" ");
        assert_eq!(marked, mark, "{line}: {review}\n{}", ran.out);
    }
}

/// A header that the client does not write itself is a field of the request.
#[test]
fn request_headers_are_fields_of_the_request() {
    let head = |rows: &str| {
        page("", "", "").replacen(
            "请求参数\n",
            &format!("请求头参数\n名称 | 类型 | 必填 | 示例值 | 描述 |\n{rows}请求参数\n"),
            1,
        )
    };
    let (made, ran) = spec(&head(
        "Authorization | string | 是 | Bearer x | 令牌 |\nX-Shop | string | 是 | S1 | 店铺 |\nX-Sign | string | 否 | | 签名 |\n",
    ));
    assert!(
        made.contains("  - {name: X-Shop, type: text, required: true, in: header, example: \"S1\", "),
        "{made}\n{}",
        ran.out
    );
    // In which code a header holds other letters nobody has said.
    let (named, ran) = spec(&head("X-Shop | string | 是 | 测试店铺 | 店铺 |\n"));
    let line = field_line(&named, "X-Shop");
    assert!(line.contains("review: [example]") && !line.contains("测试店铺"), "{line}\n{}", ran.out);
    let sign = field_line(&made, "X-Sign");
    assert!(sign.contains("in: header") && sign.contains("secret: true"), "{sign}");
    assert!(!made.contains("Authorization"), "{made}");
    let (made, _) = spec(&head(
        "Authorization | string | 是 | Bearer x | 令牌 |\nContent-Type | string | 是 | multipart/form-data | 类型 |\n",
    ));
    assert!(!made.contains("in: header") && !made.contains("auth"), "{made}");
}

/// A number that counts something else than the value bounds nothing.
#[test]
fn a_multiple_of_a_number_is_no_bound() {
    for prose in
        ["数量,最大值为 100 的整数倍", "数量,最大值 100 的两倍", "数量,最大为 3 的整数次幂", "库存最大为 100 的商品"]
    {
        let (spec, _) = crate::rows::spec(&crate::rows::page(&format!("k | int | 否 | 1 | {prose} |\n"), "", ""));
        let line = field_line(&spec, "k");
        assert!(line.contains("review: [limits]") && !line.contains("max:"), "{prose}: {line}");
    }
    let (spec, _) = crate::rows::spec(&crate::rows::page("k | int | 否 | 1 | 数量,大于 0 的整数 |\n", "", ""));
    assert!(spec.contains("min: 1"), "{spec}");
}
