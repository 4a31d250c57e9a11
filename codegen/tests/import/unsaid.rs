//! What is easily decided in silence: a text that no key of a spec says, or that says something else than what stands beside it, is a
//! question for a person.

use crate::rows::{field_line, page, spec};
use crate::sent::query;
use crate::support::{import_page, read_file};

/// The line of a request's field `k` with this row, without its name.
fn field(row: &str) -> String {
    let (spec, ran) = spec(&page(&format!("{row}\n"), "", ""));
    let line = spec.lines().find(|line| line.contains("{name: k, "));
    line.unwrap_or_else(|| panic!("{row}: {spec}\n{}", ran.out)).trim().to_owned()
}

/// The line of marks of the operation as a whole.
fn marks(text: &str) -> String {
    let (spec, _) = spec(text);
    spec.lines().find(|line| line.starts_with("review: [")).expect("marks").to_owned()
}

const SAMPLE: &str = r#"{"code": 0, "msg": "ok", "data": {"total": 1}}"#;

fn good() -> String {
    page("", "total | int | 总数 | 1 |\n", SAMPLE)
}

#[test]
fn what_binds_the_caller_and_no_key_says_is_asked_about() {
    for prose in [
        "名称,禁止空格",
        "名称,与 j 互斥",
        "名称,仅当 kind=1 时有效",
        "名称,只能包含字母",
        "名称,不得重复",
        "名称,不可修改",
        "名称,不允许 emoji",
        "名称,请勿使用引号",
        "名称,务必与订单一致",
        "名称,仅限自营店铺",
        "名称,与 j 不能同时为空",
        "名称,必须以字母开头",
        "名称,仅在首单时传",
        "名称,仅支持中文",
        "名称,不支持特殊字符",
        "名称,全局唯一",
        "内容,base64 编码",
        "名称,需要 urlencode",
        "名称,需要 URL 编码",
    ] {
        let line = field(&format!("k | String | 否 | A | {prose} |"));
        assert!(line.contains("review: [") && line.contains("obligation"), "{prose}: {line}");
    }
    for prose in ["名称", "名称,不能超过 20 个字符", "名称,不能为空", "可售 1:是 0:不可售", "名称,不能大于 20 个字节"]
    {
        let line = field(&format!("k | String | 是 | 1 | {prose} |"));
        assert!(!line.contains("obligation"), "{prose}: {line}");
    }
    // Nobody sends a reply.
    let (spec, _) = spec(&page("", "k | String | 名称,禁止空格 | A |\n", ""));
    assert!(!spec.contains("obligation"), "{spec}");
}

#[test]
fn a_value_that_may_be_left_out_and_must_be_given_is_asked_about() {
    for prose in ["名称,可为空", "名称(选填)", "名称,允许为空", "名称,非必填", "名称,可不传", "名称,不传时取全部"]
    {
        let line = field(&format!("k | String | 是 | A | {prose} |"));
        assert!(line.contains("required: true") && line.contains("required"), "{prose}: {line}");
        assert!(line.contains("review: [") && line.split_once("review").unwrap().1.contains("required"), "{line}");
        let line = field(&format!("k | String | 否 | A | {prose} |"));
        assert!(!line.contains("required") || prose.contains("必填"), "{prose}: {line}");
    }
    for prose in ["名称,不可为空", "名称,不允许为空", "名称,不可以为空"] {
        let line = field(&format!("k | String | 是 | A | {prose} |"));
        assert!(!line.contains("review"), "{prose}: {line}");
    }
}

#[test]
fn a_list_that_is_parted_by_something_else_is_asked_about() {
    for prose in [
        "单号,多个用分号分隔",
        "单号,用;隔开",
        "单号,以竖线分隔",
        "单号,多个以#分割",
        "单号,空格隔开",
        "单号,一行一个,换行分隔",
    ] {
        let line = field(&format!("k | String[] | 否 | A | {prose} |"));
        assert!(line.contains("type: {csv: text}") && line.contains("review: [type]"), "{prose}: {line}");
    }
    for prose in ["单号,多个用逗号分隔", "单号,英文逗号隔开", "单号"] {
        let line = field(&format!("k | String[] | 否 | A | {prose} |"));
        assert!(!line.contains("review"), "{prose}: {line}");
    }
}

#[test]
fn times_that_are_counted_or_written_otherwise_are_told_apart() {
    const SECONDS: &str = "type: datetime, format: {datetime: unix_seconds}, example: \"1600000000\", en";
    for (row, wanted) in [
        ("k | long | 否 | 1600000000 | 创建时间,unix 时间戳,单位:秒 |", SECONDS),
        ("k | long | 否 | 1600000000 | 创建时间,时间戳(秒) |", SECONDS),
        ("k | long | 否 | 1600000000 | 创建时间,10 位时间戳 |", SECONDS),
        ("k | String | 否 | 1600000000 | 创建时间,时间戳(秒) |", SECONDS),
        ("k | Date | 否 | 1600000000 | 创建时间,时间戳(秒) |", SECONDS),
        (
            "k | long | 否 | 1600000000000 | 创建时间,时间戳(毫秒) |",
            "type: datetime, format: {datetime: unix_millis}, example: \"1600000000000\", en",
        ),
        (
            "k | String | 否 | 20260102030405 | 时间,格式 yyyyMMddHHmmss |",
            "type: datetime, format: {datetime: yyyyMMddHHmmss}, example: \"20260102030405\", en",
        ),
        (
            "k | Date | 否 | 2026/01/02 03:04 | 时间,格式 yyyy/MM/dd HH:mm |",
            "type: datetime, format: {datetime: \"yyyy/MM/dd HH:mm\"}, example: \"2026/01/02 03:04\", en",
        ),
        (
            "k | String | 否 | 2026-01-02T03:04:05 | 时间,格式 yyyy-MM-ddTHH:mm:ss |",
            "type: datetime, format: {datetime: \"yyyy-MM-dd'T'HH:mm:ss\"}, example: ",
        ),
        // What the example does not show, or no date holds.
        ("k | long | 否 | | 请求时间戳,3 天内有效 |", "review: [unit]"),
        (
            "k | long | 否 | 1600000000123 | 创建时间,时间戳(毫秒) |",
            "type: int, example: \"1600000000123\", review: [unit]",
        ),
        ("k | long | 否 | 1600000000 | 创建时间,时间戳(毫秒) |", "type: int, example: \"1600000000\", review: [unit]"),
        ("k | long | 否 | 1600000000 | 创建时间,unix 时间戳 |", "review: [unit]"),
        ("k | long | 否 | 1600000000000 | 创建时间,时间戳,单位秒 |", "review: [unit]"),
        ("k | long | 否 | 1600000000 | 1970 年以来的时间 |", "review: [unit]"),
        // Seconds of something else in the same words.
        (
            "k | int | 否 | 3600 | 有效时长(秒),到期时间戳见 expires_at |",
            "unit: seconds, example: \"3600\", review: [unit]",
        ),
        ("k | long | 否 | | 请求时间戳,30 秒内有效 |", "review: [unit]"),
        ("k | long | 否 | 1600000000 | 秒级时间戳 |", SECONDS),
        // What only begins like the words for an example.
        ("k | String | 否 | 示例店铺 | 名称 |", "example: \"示例店铺\""),
        ("k | String | 否 | 见面礼 | 名称 |", "example: \"见面礼\""),
        ("k | String | 否 | 参考价 | 名称 |", "example: \"参考价\""),
        ("k | String | 否 | 示例：ABC | 名称 |", "example: \"ABC\""),
        (
            "k | String | 否 | 2026/13/02 | 时间,格式 yyyy/MM/dd |",
            "type: text, example: \"2026/13/02\", review: [type]",
        ),
        ("k | String | 否 | 202601 | 月份,格式 yyyyMM |", "type: text, example: \"202601\", review: [type]"),
        (
            "k | String | 否 | 20260102030405 | UTC 时间,格式 yyyyMMddHHmmss |",
            "type: text, example: \"20260102030405\", review: [type]",
        ),
        (
            "k | String | 否 | 2026-01-02T03:04:05Z | 时间,ISO8601 |",
            "type: text, example: \"2026-01-02T03:04:05Z\", review: [type]",
        ),
        ("k | String | 否 | 2026-01-02T03:04:05Z | 时间,RFC3339 |", "review: [type]"),
        ("k | Date | 否 | 2026-01-02 | 日期,GMT+0 |", "review: [type]"),
        ("k | Date | 否 | 2026-01-02 | 日期,UTC 时间 |", "review: [type]"),
        ("k | Date | 否 | 2026-01-02 | 日期,GMT+8 |", "type: datetime, example: \"2026-01-02\", en"),
        ("k | double | 否 | 1.5 | 价格,含税 |", "type: decimal, example: \"1.5\", review: [unit]"),
        ("k | String | 否 | A | 名称,不超过二十个字符 |", "review: [limits]"),
        ("k | int | 否 | 5 | 金额 |", "type: int, example: \"5\", review: [unit]"),
        ("k | int | 否 | 5 | 运费 |", "review: [unit]"),
        ("k | int | 否 | 5 | 金额(分) |", "type: money, unit: fen, example: \"5\", en"),
    ] {
        let line = field(row);
        assert!(line.contains(wanted), "{row}: {wanted} in {line}");
    }
}

#[test]
fn a_form_of_times_that_is_said_is_written_where_no_example_contradicts_it() {
    for (row, wanted) in [
        // Said, and shown by nothing.
        ("k | long | 否 | | 创建时间,时间戳(秒) |", "type: datetime, format: {datetime: unix_seconds}, en"),
        ("k | long | 否 | | 创建时间,毫秒时间戳 |", "type: datetime, format: {datetime: unix_millis}, en"),
        ("k | long | 否 | | 创建时间,13位时间戳 |", "type: datetime, format: {datetime: unix_millis}, en"),
        ("k | long | 否 | | unix timestamp in seconds |", "type: datetime, format: {datetime: unix_seconds}, en"),
        ("k | String | 否 | | 时间,格式:yyyyMMddHHmmss |", "type: datetime, format: {datetime: yyyyMMddHHmmss}, en"),
        ("k | Date | 否 | | 时间,格式 yyyy/MM/dd |", "type: datetime, format: {datetime: yyyy/MM/dd}, en"),
        ("k | String | 否 | | 时间,格式:yyyy-MM-dd HH:mm:ss |", "type: datetime, en"),
        // A date is sent as its form says, not with a time of day that nobody gave.
        (
            "k | Date | 否 | 2026-01-02 | 日期,格式:yyyy-MM-dd |",
            "type: datetime, format: {datetime: yyyy-MM-dd}, example",
        ),
        (
            "k | String | 否 | 2026-01-02 03:04 | 格式 yyyy-MM-dd HH:mm |",
            "format: {datetime: \"yyyy-MM-dd HH:mm\"}, example",
        ),
        ("k | String | 否 | 20260102 | 日期,格式 yyyyMMdd |", "type: datetime, format: {datetime: yyyyMMdd}, example"),
        // The example is of another form.
        ("k | long | 否 | 1600000000 | 创建时间,13位时间戳 |", "type: int, example: \"1600000000\", review: [unit]"),
        ("k | String | 否 | 2026-01-02 | 时间,格式:yyyyMMddHHmmss |", "example: \"2026-01-02\", review: [type]"),
        ("k | long | 否 | 20260102 | 时间,格式:yyyyMMddHHmmss |", "type: int, example: \"20260102\", review: [type]"),
        ("k | Date | 否 | 1600000000 | 时间,格式:yyyy-MM-dd HH:mm:ss |", "type: datetime, review: [type]"),
    ] {
        let line = field(row);
        assert!(line.contains(wanted), "{row}: {wanted} in {line}");
    }
}

#[test]
fn what_a_text_or_a_file_looks_like_is_asked_about() {
    for row in [
        "k | String | 否 | AB | 编码,正则:^[A-Z]+$ |",
        "k | String | 否 | AB | 编码 regex [A-Z]+ |",
        "k | String | 否 | AB | 备注,最多 30 字节(一个汉字两个字节) |",
        "k | byte[] | 是 | | 图片,支持 jpg、png 格式,最大 3145728 字节 |",
        "k | File | 是 | | 图片,格式为 jpg/png |",
    ] {
        let line = field(row);
        assert!(line.contains("limits"), "{row}: {line}");
    }
}

#[test]
fn an_example_is_the_value_alone() {
    for (cell, wanted) in [
        ("如:ABC", "example: \"ABC\""),
        ("如：ABC", "example: \"ABC\""),
        ("例如 ABC", "example: \"ABC\""),
        ("例:ABC", "example: \"ABC\""),
        ("示例：ABC", "example: \"ABC\""),
        ("比如ABC", "example: \"ABC\""),
        ("eg: ABC", "example: \"ABC\""),
        ("如意", "example: \"如意\""),
        ("eggs", "example: \"eggs\""),
    ] {
        let line = field(&format!("k | String | 否 | {cell} | 名称 |"));
        assert!(line.contains(wanted), "{cell}: {line}");
    }
    for cell in ["见下表", "见说明", "详见文档", "同上", "略", "-"] {
        let line = field(&format!("k | String | 否 | {cell} | 名称 |"));
        assert!(!line.contains("example"), "{cell}: {line}");
    }
}

#[test]
fn a_length_of_what_is_no_text_is_asked_about() {
    for (ty, prose) in [
        ("int", "数量,最大长度 10"),
        ("byte[]", "图片,最大长度 1024"),
        ("String[]", "单号,最大长度 20"),
        ("double", "重量,最大长度:10"),
        ("Boolean", "是否,最大长度 5"),
    ] {
        let line = field(&format!("k | {ty} | 否 | | {prose} |"));
        assert!(line.contains("review: [") && line.contains("max_chars"), "{ty} {prose}: {line}");
        assert!(!line.contains("max_chars: "), "{line}");
    }
}

#[test]
fn a_row_that_is_called_like_the_envelope_is_data_where_the_sample_says_so() {
    for (row, data) in [
        ("url | string | 图片地址 | |\n", r#"{"url": "a"}"#),
        ("time | string | 时间 | |\n", r#"{"time": "a"}"#),
        ("msec | int | 毫秒 | |\n", r#"{"msec": 1}"#),
        ("url | string | 图片地址 | |\n", r#"[{"url": "a"}, {"url": "b"}]"#),
        ("total | int | 总数 | |\nurl | string | 图片地址 | |\n", r#"{"total": 1, "url": "a"}"#),
    ] {
        let name = row.rsplit('\n').nth(1).and_then(|row| row.split(' ').next()).expect("a name");
        let (spec, ran) = spec(&page("", row, &format!(r#"{{"code": 0, "msg": "ok", "data": {data}}}"#)));
        assert!(spec.contains(&format!("{{name: {name}, ")), "{row}: {spec}\n{}", ran.out);
    }
    // Around the data it is the gateway's.
    let sample = r#"{"code": 0, "msg": "ok", "url": "a", "data": {"total": 1}}"#;
    let (spec, _) = spec(&page("", "url | string | 地址 | |\ntotal | int | 总数 | |\n", sample));
    assert!(!spec.contains("{name: url, "), "{spec}");
}

#[test]
fn a_list_with_nothing_in_it_is_asked_about_and_imported() {
    for (ty, list) in [
        ("string[]", r#"["a", null]"#),
        ("string[]", "[null]"),
        ("int[]", "[1, null]"),
        ("Price[]", r#"["1.00", null]"#),
        ("List<Long>", "[null, 1]"),
    ] {
        let sample = format!(r#"{{"code": 0, "msg": "ok", "data": {{"l": {list}}}}}"#);
        let (spec, ran) = spec(&page("", &format!("l | {ty} | 甲 | |\n"), &sample));
        let line = field_line(&spec, "l");
        assert!(line.contains("type") && line.contains("review: ["), "{ty} {list}: {line}\n{}", ran.out);
        assert!(ran.out.contains("an item that is null"), "{}", ran.out);
    }
    let sample = r#"{"code": 0, "msg": "ok", "data": {"l": [{"a": 1}, null]}}"#;
    let (spec, _) = spec(&page("", "l | object[] | 甲 | |\n--a | int | 乙 | |\n", sample));
    assert!(spec.contains("{name: l, type: {list: L}, review: [type], "), "{spec}");
    let sample = r#"{"code": 0, "msg": "ok", "data": [{"a": 1}, null]}"#;
    assert!(marks(&page("", "a | int | 乙 | |\n", sample)).contains("shape"));
}

#[test]
fn a_parameter_that_only_the_sample_request_has_is_told() {
    for sample in [
        "{\"leaf_no\": \"L1\", \"extra\": \"x\"}",
        "leaf_no:L1\nextra:x",
        "leaf_no=L1&extra=x",
        "leaf_no=L1\nextra=x",
        "curl 'http://api.example.com/tool/leaf/plan' --form 'leaf_no=\"L1\"' --form 'extra=\"x\"'",
        "{\n\"leaf_no\": \"L1\",\n\"extra\": [1]\n}",
    ] {
        let text = good().replacen("响应参数", &format!("请求示例\n{sample}\n响应参数"), 1);
        let (spec, ran) = spec(&text);
        assert!(ran.out.contains("the sample request has what the table has not: extra"), "{sample}: {}", ran.out);
        // A body of JSON is not what the service says.
        let marks =
            if sample.starts_with('{') { "review: [effect, example, http" } else { "review: [effect, example]" };
        assert!(spec.contains(marks), "{sample}: {spec}");
        let (_, ran) = crate::rows::spec(&text.replace("extra", "leaf_no"));
        assert!(!ran.out.contains("the sample request has"), "{sample}: {}", ran.out);
    }
}

#[test]
fn lines_of_a_head_that_say_more_than_a_key_are_marked() {
    for (old, new, mark) in [
        ("请求方式", "用户授权: 不一定\n请求方式", "needs"),
        ("请求方式", "用户授权: 部分需要\n请求方式", "needs"),
        ("请求方式", "用户授权: 可选\n请求方式", "needs"),
        ("请求方式", "用户授权: 需要(自营除外)\n请求方式", "needs"),
        ("请求方式", "用户授权: 视情况\n请求方式", "needs"),
        ("请求方式", "接口收费: 扣 1 点券,失败不扣\n请求方式", "charge"),
        ("请求方式", "接口收费: 0.01 元/次\n请求方式", "charge"),
        ("请求方式", "接口收费: 成功才扣费\n请求方式", "charge"),
        ("请求方式", "接口收费: 免费版不可用\n请求方式", "charge"),
        ("请求方式", "接口收费: 非会员不可用\n请求方式", "charge"),
        ("请求方式", "接口收费: 会员免费\n请求方式", "charge"),
        ("请求方式: POST", "请求方式: POST（表单）", "http"),
        ("请求方式: POST", "请求方式: Post (form)", "http"),
        ("请求方式: POST", "请求方式: POST\n请求格式: 表单", "http"),
        ("请求方式: POST", "请求方式: POST\n请求格式: text/xml", "http"),
        ("请求方式: POST", "请求方式: POST\n请求格式: raw", "http"),
        ("请求方式: POST", "请求方式: POST\n请求格式: 二进制", "http"),
        ("请求方式: POST", "请求方式: POST\nContent-Type: application/json;charset=gbk", "http"),
        ("/tool/leaf/plan", "/tool/leaf/plan?v=2", "http"),
        ("/tool/leaf/plan", "/tool/leaf/plan (测试: http://test.example.com/tool/leaf/plan)", "http"),
        ("5 次/秒", "夜间 5 次/秒", "rate_limit"),
        ("5 次/秒", "测试环境 5 次/秒", "rate_limit"),
        ("5 次/秒", "写 5 次/秒,读 10 次/分钟", "rate_limit"),
        ("5 次/秒", "5 次/秒(高峰期除外)", "rate_limit"),
        ("5 次/秒", "企业版 5 次/秒", "rate_limit"),
    ] {
        let text = good().replacen(old, new, 1);
        let marks = marks(&text);
        assert!(marks.contains(mark), "{new}: {marks}");
        assert!(mark != "rate_limit" || !spec(&text).0.contains("\nrate_limit: "), "{new}");
    }
    for (old, new) in [
        ("请求方式", "用户授权: 需要\n请求方式"),
        ("请求方式", "用户授权: 不需要\n请求方式"),
        ("请求方式", "接口收费: 扣账户余额\n请求方式"),
        ("请求方式", "接口收费: 本接口永久免费\n请求方式"),
        ("请求方式", "接口收费: 不扣账户余额\n请求方式"),
        ("请求方式: POST", "请求方式: POST\n请求格式: application/x-www-form-urlencoded;charset=utf-8"),
        ("5 次/秒", "单个接口每秒最多调用 5 次"),
    ] {
        let marks = marks(&good().replacen(old, new, 1));
        let part = new.starts_with("单个");
        assert!(marks == "review: [effect]" || part && marks.contains("rate_limit"), "{new}: {marks}");
    }
}

#[test]
fn an_error_line_in_other_signs_is_read_and_a_template_is_marked() {
    let with = |rows: &str| good() + "响应代码\n代码 | 代码描述 | 解决方案 |\n" + rows;
    for row in ["614,库存不足,重试", "614，库存不足", "614;库存不足", "614:库存不足", "614 库存不足"]
    {
        let (spec, ran) = spec(&with(&format!("{row}\n")));
        assert!(spec.contains("errors: [Error614]"), "{row}: {spec}\n{}", ran.out);
    }
    for (message, template) in [
        ("店铺{0}不存在", true),
        ("店铺%s不存在", true),
        ("店铺xxx不存在", true),
        ("店铺<编号>不存在", true),
        ("店铺***不存在", true),
        ("店铺…不存在", true),
        ("店铺不存在", false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        import_page(&folder, &with(&format!("614 | {message} | 检查 |\n")));
        let errors = read_file(&folder, "spec/vvtool/errors.yaml");
        assert_eq!(errors.contains("review: [name, class, message]"), template, "{message}: {errors}");
    }
}

#[test]
fn a_page_size_that_none_can_be_is_asked_about() {
    for prose in ["不大于 0", "最大值为 0", "不大于 -1", "不大于 9999999999", "不超过 0"] {
        let rows = format!("page_no | int | 否 | 1 | 页码 |\npage_size | int | 否 | 20 | 每页数量,{prose} |\n");
        let reply = "total | int | 总数 | 1 |\nitems | object[] | 明细 | |\n--sku | string | 编码 | a |\n";
        let spec = query(&rows, reply, r#"{"total": 1, "items": [{"sku": "a"}]}"#);
        let line = field_line(&spec, "page_size");
        assert!(line.contains("limits") && !spec.contains("max_size"), "{prose}: {line}\n{spec}");
    }
}
