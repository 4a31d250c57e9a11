//! What a page says below its samples: errors are read wherever they stand, and of the rest nothing is lost without a word.

use crate::rows::{page, spec};

const SAMPLE: &str = r#"{"code": 0, "msg": "ok", "data": {"total": 1}}"#;

fn below(text: &str) -> String {
    page("", "total | int | 总数 | 1 |\n", SAMPLE) + text
}

#[test]
fn a_table_of_errors_is_read_under_any_title() {
    for text in [
        "常见错误\n代码 | 描述 |\n12001 | 叶片不存在 |\n",
        "错误说明\n12001 | 叶片不存在 | |\n",
        "错误列表\n12001 | 叶片不存在 | |\n",
        "业务错误\n12001 | 叶片不存在 | |\n",
        "错误码及处理\n12001 | 叶片不存在 | |\n",
        "返回码和含义\n12001 | 叶片不存在 | |\n",
        "【错误码】\n12001 | 叶片不存在 | |\n",
        "## 错误\n- 12001: 叶片不存在\n",
        "异常说明\n| 异常码 | 描述 |\n|---|---|\n| 12001 | 叶片不存在 |\n",
        "FAQ\n错误码 | 描述 |\n12001 | 叶片不存在 |\n",
        "## 错误码 {#err}\n12001 | 叶片不存在 | |\n",
        "## 接口可能返回的错误\n12001 | 叶片不存在 | |\n",
        "## 出错了怎么办\n| 错误码 | 错误信息 | 处理方式 |\n|---|---|---|\n| 12001 | 叶片不存在 | 检查 |\n",
        "### 失败时\n| code | message |\n|---|---|\n| 12001 | 叶片不存在 |\n",
        "**业务异常**\n12001 | 叶片不存在 | |\n",
        "附录:返回的异常码\n| 异常码 | 说明 |\n|---|---|\n| 12001 | 叶片不存在 |\n",
        "响应代码\n100 | 参数错误 | |\n### 业务级\n12001 | 叶片不存在 | |\n",
        "```\n### 失败原因\n- 12001 叶片不存在\n",
        "失败返回\n{\"code\": 12001}\n常见报错\n12001 | 叶片不存在 | |\n",
        "枚举说明\n值 | 说明 |\n1 | 待付 |\n错误码 | 描述 |\n12001 | 叶片不存在 |\n",
    ] {
        let (spec, ran) = spec(&below(text));
        assert!(spec.contains("Error12001"), "{text}: {spec}\n{}", ran.out);
    }
}

#[test]
fn what_is_no_error_is_named_with_its_line() {
    for text in [
        "## 注意事项\n1. 禁止重复\n",
        "限制说明\n单店每天最多 1000 次\n",
        "更新日志\n2024-01-01 增加 kind\n",
        "> 仅支持 2024 年以后的订单\n",
        "枚举说明\n值 | 说明 |\n1 | 待付 |\n2 | 已付 |\n",
        "附表:状态\n1 | 待付 |\n2 | 已付 |\n",
        "签名规则\n按字母排序后 MD5\n",
        "## 补充说明\n金额单位为分\n",
        "补充\n| 名称 | 值 |\n|---|---|\n| a | b |\n",
        "备注:同一店铺 5 秒内不可重复调用\n",
        "* 沙箱环境不返回 total\n",
        "超时时间 30 秒\n",
        "状态机\n待付 -> 已付 -> 已发\n",
        "<table><tr><td>1</td><td>待付</td></tr></table>\n",
        "[注意] 必须先授权\n",
        "### 回调\n订单变化时推送到回调地址\n",
        "kind,String,是,A,种类\n",
        "响应代码\n100 | 参数错误 | |\n## 枚举\n1 | 待付 |\n",
        "常见问题\n问:为什么没有数据?\n答:先授权\n",
        "数据保留 90 天\n",
        "- kind=1 表示自营\n",
        "幂等:以 out_no 去重\n",
    ] {
        let (spec, ran) = spec(&below(text));
        let told = ran.out.contains("stands below the sample and was not read");
        assert!(spec.contains("prose]") && told, "{text}: {spec}\n{}", ran.out);
        assert!(!spec.contains("待付"), "{text}: {spec}");
    }
}

#[test]
fn a_sample_goes_on_to_its_end_and_no_further() {
    for text in [
        "",
        "\n\n",
        "```\n",
        "作者:甲 著作权归作者所有\n",
        "响应代码\n100 | 参数错误 | |\n",
        "失败返回\n{\"code\": 12001}\n",
        "### 失败返回\n```json\n{\"code\": 12001}\n```\n",
        "----\n",
    ] {
        let (spec, ran) = spec(&below(text));
        assert!(!ran.out.contains("was not read") && !spec.contains("prose"), "{text}: {spec}\n{}", ran.out);
    }
}

/// A title that somebody renamed takes no error away.
#[test]
fn errors_under_a_renamed_title_are_still_there() {
    use crate::support::{import_page, read_file};
    let folder = tempfile::tempdir().unwrap();
    let known = below("响应代码\n12001 | 叶片不存在 | |\n12002 | 店铺不存在 | |\n");
    import_page(&folder, &known);
    let ran = import_page(&folder, &known.replace("响应代码", "错误说明"));
    let spec = read_file(&folder, crate::rows::SPEC);
    assert!(spec.contains("errors: [Error12001, Error12002]") && !spec.contains("deprecated"), "{spec}\n{}", ran.out);
}

/// What the head of a page says with a label is a fact of the operation, or a person is asked to look.
#[test]
fn a_label_that_nobody_knows_is_asked_about() {
    for line in [
        "接口状态: 已下线",
        "权限: 需要申请",
        "鉴权: 签名 HMAC-SHA256",
        "是否需要授权: 否",
        "超时时间: 30 秒",
        "备用地址: http://b.example.com/tool/leaf/plan",
        "请求参数格式: query string",
        "> 只支持 2024 年以后的订单",
        "- 接口每分钟只可调用 10 次",
        "数据范围: 近三个月",
    ] {
        let text = page("", "total | int | 总数 | 1 |\n", "").replacen("请求方式", &format!("{line}\n请求方式"), 1);
        let (spec, ran) = spec(&text);
        let marks = spec.lines().find(|line| line.starts_with("review: [")).expect("marks");
        assert!(marks.contains("prose"), "{line}: {spec}");
        assert!(ran.out.contains("no key of an operation"), "{line}: {}", ran.out);
    }
}

#[test]
fn an_address_may_stand_below_its_heading() {
    let text = page("", "total | int | 总数 | 1 |\n", "").replacen("接口地址: ", "## 接口地址\n\n", 1);
    let (spec, ran) = spec(&text);
    assert!(spec.contains("path: /tool/leaf/plan"), "{spec}\n{}", ran.out);
}

#[test]
fn a_row_in_other_dress_is_named() {
    for row in [
        "k,String,是,a,甲",
        "k;String;是;a;甲",
        "k : String : 是 : 甲",
        "k｜String｜是｜a｜甲",
        "k │ String │ 是 │ 甲",
        "<tr><td>k</td><td>String</td><td>是</td><td>甲</td></tr>",
        "- k: String 必填 甲",
        "k，String，是，甲",
    ] {
        let rows = format!("kind | String | 否 | a | 种类 |\n{row}\nlast | String | 否 | a | 最后 |\n");
        let (spec, ran) = spec(&page(&rows, "total | int | 总数 | 1 |\n", ""));
        let told = ran.out.contains("in other signs than the table");
        assert!(spec.contains("prose]") && told, "{row}: {spec}\n{}", ran.out);
    }
}
