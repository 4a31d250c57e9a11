//! Pages as a stranger writes them: each ends as written in the spec, or with a mark that stays there.

use serde_json::{Value, json};

use crate::rows::{page, spec};
use crate::support::{bad_findings, import_page, read_file, vvspec};

const SAMPLE: &str = r#"{"code":0,"msg":"ok","data":{"total":1,"items":[{"sku":"a","qty":2}]}}"#;

/// Rows of the request, and lines that the spec must have: what a row says is written or marked, and no row takes in what stands behind it.
fn written_or_marked(rows: &[(&str, &str)]) {
    for (row, wanted) in rows {
        let (spec, ran) = spec(&page(
            &format!("{row}\nbehind | String | 否 | B | 后面 |\nlast | String | 是 | C | 最后 |\n"),
            "",
            "",
        ));
        assert!(spec.contains(wanted), "{row}: {wanted} in {spec}\n{}", ran.out);
        for name in ["behind", "last"] {
            assert!(
                spec.contains(&format!("{{name: {name}, type: text, ")),
                "{row} took in what stands behind it: {spec}"
            );
        }
    }
}

#[test]
fn names_of_secrets_and_of_people_are_known() {
    written_or_marked(&[
        (
            "accessToken | String | 是 | abc | 令牌 |",
            "{name: accessToken, type: text, required: true, secret: true, example: \"TEST_SECRET\"",
        ),
        (
            "APP_SECRET | String | 是 | abc | 甲 |",
            "{name: APP_SECRET, type: text, required: true, secret: true, example: \"TEST_SECRET\"",
        ),
        (
            "sessionKey[] | String | 是 | abc | 甲 |",
            "type: {list: text}, required: true, secret: true, ident: session_key, style: repeat, review: [name]",
        ),
        (
            "pass-word | String | 否 | abc | 甲 |",
            "{name: pass-word, type: text, secret: true, example: \"TEST_SECRET\"",
        ),
        ("pwd2 | String | 否 | abc | 甲 |", "{name: pwd2, type: text, secret: true, example: \"TEST_SECRET\""),
        (
            "密钥 | String | 否 | abc | 甲 |",
            "{name: 密钥, type: text, secret: true, ident: field_2_2, example: \"TEST_SECRET\"",
        ),
        (
            "登录密码 | String | 否 | abc | 甲 |",
            "{name: 登录密码, type: text, secret: true, ident: field_2_2, example: \"TEST_SECRET\"",
        ),
        (
            "收货人姓名 | String | 否 | 张三 | 甲 |",
            "{name: 收货人姓名, type: text, pii: true, ident: field_2_2, example: \"测试\", review: [name, pii]",
        ),
    ]);
}

#[test]
fn a_limit_is_written_or_marked() {
    written_or_marked(&[
        ("k | String | 否 | a | 内容,不超过 500 字节 |", "{name: k, type: text, max_bytes: 500, example: \"a\", en"),
        ("k | String | 否 | a | 500字节以内 |", "{name: k, type: text, max_bytes: 500, example: \"a\", en"),
        ("k | String | 否 | a | 最长 20 个汉字 |", "{name: k, type: text, max_chars: 20, example: \"a\", en"),
        ("k | String | 否 | a | 字符长度不超过 30 |", "{name: k, type: text, max_chars: 30, example: \"a\", en"),
        ("k | String | 否 | a | 长度1-20位 |", "{name: k, type: text, example: \"a\", review: [max_chars]"),
        ("k | String | 否 | a | max length 30 |", "{name: k, type: text, example: \"a\", review: [max_chars]"),
        ("k | String | 否 | a | 大小不得超过 2KB |", "{name: k, type: text, example: \"a\", review: ["),
        ("k | String | 否 | a | 限 100 字以内 |", "{name: k, type: text, max_chars: 100, example: \"a\", en"),
        ("k | String | 否 | a | 最多支持 50 个字符 |", "{name: k, type: text, example: \"a\", review: ["),
        ("k | String(64) | 否 | a | 名称 |", "{name: k, type: text, example: \"a\", review: [max_chars]"),
        ("k | varchar(64) | 否 | a | 名称 |", "{name: k, type: text, example: \"a\", review: [max_chars]"),
        ("k | int | 否 | 5 | 数量,最大值 100,最小值 1 |", "{name: k, type: int, min: 1, max: 100, example: \"5\", en"),
        ("k | String | 否 | a,b | 编号,最多 20 个 |", "{name: k, type: text, example: \"a,b\", review: [limits]"),
    ]);
}

#[test]
fn a_form_of_dates_is_written_or_marked() {
    written_or_marked(&[
        (
            "k | String | 否 | 2026/01/02 | 日期 yyyy/MM/dd |",
            "{name: k, type: datetime, format: {datetime: yyyy/MM/dd}, example: \"2026/01/02\", en",
        ),
        (
            "k | String | 否 | 20260102030405 | 时间 yyyyMMddHHmmss |",
            "{name: k, type: datetime, format: {datetime: yyyyMMddHHmmss}, example: \"20260102030405\", en",
        ),
        ("k | String | 否 | 2026-01 | 月份 yyyy-MM |", "{name: k, type: text, example: \"2026-01\", review: [type]"),
        (
            "k | String | 否 | 2026-01-02 | 日期,格式 YYYY-MM-DD |",
            "{name: k, type: datetime, format: {datetime: yyyy-MM-dd}, example: \"2026-01-02\", en",
        ),
        ("k | Date | 否 | 2026-01-02T03:04:05Z | 时间 |", "{name: k, type: datetime, review: [type]"),
        ("k | Date | 否 | 2026年1月2日 | 时间 |", "{name: k, type: datetime, review: [type]"),
        (
            "k | String | 否 | 1600000000000 | 毫秒时间戳 |",
            "{name: k, type: datetime, format: {datetime: unix_millis}, example: \"1600000000000\", en",
        ),
        (
            "k | Long | 否 | 1600000000 | 时间戳,单位:秒 |",
            "type: datetime, format: {datetime: unix_seconds}, example: \"1600000000\", en",
        ),
        ("k | timestamp | 否 | 1600000000 | 时间 |", "{name: k, type: text, example: \"1600000000\", review: [type]"),
    ]);
}

#[test]
fn a_type_that_is_not_what_the_example_is_is_marked() {
    written_or_marked(&[
        ("k | bool | 否 | 是 | 甲 |", "{name: k, type: bool, review: [type]"),
        ("k | int | 否 | 1,2 | 甲 |", "{name: k, type: int, review: [type]"),
        ("k | double | 否 | abc | 甲 |", "{name: k, type: decimal, review: [type]"),
        ("k | json | 否 | {a:1} | 甲 |", "{name: k, type: json, review: [type]"),
        ("k | byte[] | 否 | | 文件 |", "{name: k, type: file, en"),
        ("k | string[][] | 否 | | 甲 |", "{name: k, type: {csv: text}, review: [type]"),
        (
            "k | String | 否 | 11.22 | 总金额 |",
            "{name: k, type: money, unit: undocumented, example: \"11.22\", review: [unit]",
        ),
        ("k | [String] | 否 | x | 甲 |", "example: \"x\", review: [{what: type, page: \"[String]\"}]"),
        ("k | Optional<String> | 否 | x | 甲 |", "{name: k, type: text, example: \"x\", review: [type]"),
        ("k | bigint unsigned | 否 | 1 | 甲 |", "{name: k, type: text, example: \"1\", review: [type]"),
    ]);
}

#[test]
fn whether_a_field_must_be_given_is_written_or_marked() {
    written_or_marked(&[
        ("k | String | 条件必填 | a | 甲 |", "{name: k, type: text, example: \"a\", review: [required]"),
        ("k | String | √ | a | 甲 |", "{name: k, type: text, required: true, example: \"a\", en"),
        ("k | String | M | a | 甲 |", "{name: k, type: text, required: true, example: \"a\", en"),
        ("k | String | O | a | 甲 |", "{name: k, type: text, example: \"a\", en"),
        ("k | String |  | a | 甲 |", "{name: k, type: text, example: \"a\", review: [required]"),
        ("k | String | 非必传 | a | 甲 |", "{name: k, type: text, example: \"a\", en"),
        ("k | String | 否 | a | 当 b 为 1 时必填 |", "{name: k, type: text, example: \"a\", review: [required]"),
        ("k | String | 是 | a | 可不填 |", "{name: k, type: text, required: true, example: \"a\", review: [required]"),
        ("k | String | 否 | a | 与 leaf_no 二选一 |", "{name: k, type: text, example: \"a\", review: [obligation]"),
    ]);
}

#[test]
fn a_default_is_written_or_marked() {
    written_or_marked(&[
        ("k | int | 否 | 1 | 页码,默认 1 |", "{name: k, type: int, default: \"1\", example: \"1\", en"),
        ("k | int | 否 | 1 | 页码,默认为第一页 |", "{name: k, type: int, example: \"1\", review: [default]"),
        ("k | bool | 否 | true | 开关,缺省 false |", "{name: k, type: bool, example: \"true\", review: [default]"),
    ]);
}

#[test]
fn a_list_of_values_is_written_or_marked() {
    written_or_marked(&[
        ("k | int | 否 | 1 | 种类 1:甲 2:乙 3:丙 |", "{name: k, type: K, example: \"1\", en: \"K\", zh: 种类}"),
        ("k | int | 否 | 1 | 种类:\n1-甲\n2-乙\n3-丙 |", "{name: k, type: K, example: \"1\", en"),
        (
            "k | int | 否 | 1 | 种类 |\n1:甲 | | | | |\n2:乙 | | | | |",
            "{name: k, type: K, example: \"1\", en: \"K\", zh: 种类}",
        ),
        ("k | String | 否 | Z | 种类 A:甲 B:乙 |", "{name: k, type: text, example: \"Z\", review: [values]"),
        ("k | String[] | 否 | A | 种类 A:甲 B:乙 |", "{name: k, type: {csv: text}, example: \"A\", review: [values]"),
        ("k | String | 否 | 1 | 终端:1-male, 2-female |", "{name: k, type: text, example: \"1\", review: [values]"),
        ("k | String | 否 | 1 | 种类,可选值见附录 |", "{name: k, type: text, example: \"1\", review: [values]"),
    ]);
}

#[test]
fn rows_that_stand_twice_are_marked() {
    written_or_marked(&[
        (
            "k | int | 否 | 1 | 甲 |\nk | String | 否 | 1 | 甲 |",
            "{name: k, type: int, example: \"1\", review: [duplicate]",
        ),
        ("k | int | 否 | 1 | 甲 |\nK | String | 否 | 1 | 甲 |", "{name: K, type: text, ident: k_2, example: \"1\""),
    ]);
}

/// Tables whose columns are others: titles and row of the request.
#[test]
fn columns_are_found_wherever_they_stand() {
    for (table, wanted) in [
        (
            "参数名 | 必填 | 类型 | 描述 |\nkind | 是 | int | 种类 |\n",
            "{name: kind, type: int, required: true, en: \"Kind\", zh: 种类}",
        ),
        (
            "序号 | 参数名 | 类型 | 必填 | 描述 |\n1 | kind | int | 是 | 种类 |\n",
            "{name: kind, type: int, required: true, en: \"Kind\", zh: 种类}",
        ),
        (
            "参数 | 描述 | 类型 | 必填 |\nkind | 种类 | int | 是 |\n",
            "{name: kind, type: int, required: true, en: \"Kind\", zh: 种类}",
        ),
        (
            "参数 | 类型 | 必填 | 默认值 | 示例值 | 描述 |\nkind | int | 否 | 1 | 2 | 种类 |\nno | int | 否 | - | 3 | 编号 |\n",
            "{name: kind, type: int, default: \"1\", example: \"2\", en: \"Kind\", zh: 种类}",
        ),
        (
            "参数 | 类型 | 必填 | 最大长度 | 示例值 | 描述 |\nkind | String | 否 | 32 | ab | 种类 |\n",
            "{name: kind, type: text, example: \"ab\", review: [max_chars], en: \"Kind\", zh: 种类}",
        ),
        (
            "参数 | 描述 |\nkind | 种类 1:甲 2:乙 |\n",
            "{name: kind, type: Kind, review: [required, type], en: \"Kind\", zh: 种类}",
        ),
        ("参数 | 类型 | 描述 |\nkind(必填) | int | 种类 |\n", "{name: kind, type: int, required: true, en"),
        (
            "参数 | 类型 | 描述 |\nkind | int(必填) | 种类 |\n",
            "{name: kind, type: text, review: [required, {what: type, page: \"int(必填)\"}], en",
        ),
        (
            "Parameter | Type | Required | Example | Description |\nkind | int | Y | 2 | 种类 |\n",
            "{name: kind, type: int, required: true, example: \"2\", en",
        ),
        (
            "名称 | 类型 | 必填 | 示例值 | 描述 |\nkind | int | 是 | 2 | 种类 |\n请求参数\n名称 | 类型 | 必填 | 示例值 | 描述 |\nmore | int | 否 | 2 | 更多 |\n",
            "{name: more, type: int, example: \"2\", en",
        ),
    ] {
        let text = page("", "", "");
        let (before, rest) = text.split_once("名称 | 类型 | 必填").unwrap();
        let (_, after) = rest.split_once("响应参数").unwrap();
        let (spec, ran) = spec(&format!("{before}{table}响应参数{after}"));
        assert!(spec.contains(wanted), "{table}: {wanted} in {spec}\n{}", ran.out);
    }
    for (heading, other) in [
        ("请求参数\n", "## 一、请求参数说明\n"),
        ("请求参数\n", "Body 参数\n"),
        ("请求参数\n", "2.1 业务参数:\n"),
        ("响应参数\n", "### 3、返回参数列表\n"),
        ("响应参数\n", "（二）响应字段\n"),
        ("接口地址", "请求地址"),
    ] {
        let (spec, ran) = spec(&page("", "total | int | 总数 | 1 |\n", "").replacen(heading, other, 1));
        assert!(spec.contains("{name: leaf_no, ") && spec.contains("{name: total, "), "{other}: {spec}\n{}", ran.out);
    }
}

/// Rows of the reply: what must stand inside `items`.
#[test]
fn what_stands_below_an_object_is_inside_it() {
    let titles = "名称 | 类型 | 描述 | 示例值 |\n";
    let inside = "sku | string | 编码 | a |\nqty | int | 数量 | 2 |\n";
    for (rows, sample) in [
        (format!("items | array | 明细 | |\ntotal | int | 总数 | |\nitems 字段说明\n{titles}{inside}"), SAMPLE),
        (format!("items | array | 明细 | |\ntotal | int | 总数 | |\nitems 字段说明\n{titles}{inside}"), ""),
        (format!("items | Item[] | 明细 | |\ntotal | int | 总数 | |\nItem:\n{titles}{inside}"), SAMPLE),
        (format!("items | List<Item> | 明细 | |\ntotal | int | 总数 | |\n对象结构 Item\n{titles}{inside}").replace("对象结构 ", ""), ""),
        ("total | int | 总数 | |\nitems | array | 明细 | |\nitems.sku | string | 编码 | a |\nitems[].qty | int | 数量 | 2 |\n".to_owned(), SAMPLE),
        ("total | int | 总数 | |\nitems | array | 明细 | |\nitems.sku | string | 编码 | a |\nitems[].qty | int | 数量 | 2 |\n".to_owned(), ""),
        ("data | object | 数据 | |\ndata.total | int | 总数 | |\ndata.items | array | 明细 | |\ndata.items.sku | string | 编码 | a |\ndata.items.qty | int | 数量 | |\n".to_owned(), SAMPLE),
        (format!("total | int | 总数 | |\nitems | object[] | 明细 | |\n{inside}"), SAMPLE),
        ("total | int | 总数 | |\nitems | array | 明细 | |\n．sku | string | 编码 | a |\n．qty | int | 数量 | 2 |\n".to_owned(), ""),
        ("total | int | 总数 | |\nitems | array | 明细 | |\n>sku | string | 编码 | a |\n>qty | int | 数量 | 2 |\n".to_owned(), ""),
        ("total | int | 总数 | |\nitems | array | 明细 | |\n├─ sku | string | 编码 | a |\n└─ qty | int | 数量 | 2 |\n".to_owned(), ""),
        ("total | int | 总数 | |\nitems | array | 明细 | |\n&nbsp;&nbsp;sku | string | 编码 | a |\n&nbsp;&nbsp;qty | int | 数量 | 2 |\n".to_owned(), ""),
        ("total | int | 总数 | |\nitems | array | 明细 | |\n -- sku | string | 编码 | a |\n -- qty | int | 数量 | 2 |\n".to_owned(), ""),
    ] {
        let (spec, ran) = spec(&page("", &rows, sample));
        let record = spec.split("  - type: ").find(|record| record.contains("{name: sku, "));
        let record = record.unwrap_or_else(|| panic!("{rows}: {spec}\n{}", ran.out));
        assert!(record.contains("{name: qty, ") && !record.contains("{name: total, "), "{rows}: {spec}\n{}", ran.out);
        assert!(spec.contains("{name: items, type: {list: Item"), "{rows}: {spec}\n{}", ran.out);
        assert!(!spec.contains("review: [place"), "{rows}: {spec}\n{}", ran.out);
    }
    // A table that nothing above is called after.
    let rows = format!("items | array | 明细 | |\ntotal | int | 总数 | |\n附表\n{titles}{inside}");
    let (spec, ran) = spec(&page("", &rows, ""));
    assert!(spec.contains("{name: sku, type: text, example: \"a\", review: [place]"), "{spec}\n{}", ran.out);
    assert!(ran.out.contains("nobody knows where the rows below it stand"), "{}", ran.out);
}

/// Lines of the head and below the tables, and words of the operation's `review`.
#[test]
fn what_the_page_demands_besides_its_rows_is_marked() {
    let good = page("", "total | int | 总数 | 1 |\n", SAMPLE.replace(r#","items":[{"sku":"a","qty":2}]"#, "").as_str());
    for (old, new, mark) in [
        ("请求方式", "注意事项: 同一订单每天最多发货 3 次\n请求方式", "obligation"),
        ("请求方式", "说明: 禁止重复调用\n请求方式", "obligation"),
        ("叶片计划\n", "叶片计划,必须先授权\n", "obligation"),
        ("返回数据\n", "注:本接口每 30 分钟只能查询一次 | | | |\n返回数据\n", "obligation"),
        ("请求方式", "接口收费: 另议\n请求方式", "charge"),
        ("频率限制: 5 次/秒", "频率限制: 视情况而定", "rate_limit"),
        ("{\"code\"", "成功:\n```json\n{\"code\"", ""),
        ("\"data\":{", "\"data\":{\"other\": 1, ", "reply"),
        ("\"data\":{", "\"data\":{...", "example"),
        ("\"code\":0", "\"code\":1", "example"),
        ("\"data\":{\"total\":1}", "\"total\":1", "shape"),
    ] {
        let text = good.replacen(old, new, 1);
        assert_ne!(text, good, "{old}");
        let (spec, ran) = spec(&text);
        let review = spec.lines().find(|line| line.starts_with("review: ")).unwrap();
        assert!(
            review.contains(mark) && (!mark.is_empty() || review == "review: [effect]"),
            "{new}: {review}\n{}",
            ran.out
        );
    }
}

/// Every fact of a row changes on a known page: what the spec must have afterwards, twice.
#[test]
fn a_fact_that_changes_leaves_a_mark_that_stays() {
    let rows =
        "kind | String | 否 | A | 种类 A:甲 B:乙,默认 A |\nname | String | 是 | a | 名称,最大长度: 50 个字符 |\n";
    let good = page(rows, "total | int | 总数 | 1 |\n", "");
    for (old, new, mark) in [
        ("kind | String | 否", "kind | String | 是", "{what: required, was: false, page: true}"),
        ("kind | String | 否", "kind | int | 否", "{what: type, was: String, page: int}"),
        ("否 | A | 种类", "否 | B | 种类", "{what: example, was: A, page: B}"),
        ("B:乙,默认", "B:乙 C:丙,默认", "{value: \"C\", "),
        ("A:甲 B:乙,默认", "A:甲 D:乙,默认", "{value: \"D\", "),
        ("默认 A", "默认 B", "{what: default, was: A, page: B}"),
        ("50 个字符", "60 个字符", "{what: max_chars, was: 50, page: 60}"),
        ("50 个字符", "50 个字节", "{what: max_chars, was: 50}"),
        ("名称,最大", "名称,禁止空格,最大", "{what: obligation, was: 最大, page: 禁止 最大}"),
        ("名称,最大", "称呼,最大", "{what: prose, page: \"称呼,最大长度\"}"),
        ("total | int", "total | String", "{what: type, was: int, page: String}"),
        ("总数", "总条数", "{what: prose, page: 总条数}"),
        ("频率限制: 5 次/秒", "频率限制: 10 次/分钟", "{what: rate_limit, "),
    ] {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(import_page(&folder, &good).code, 0);
        let changed = good.replacen(old, new, 1);
        assert_ne!(changed, good, "{old}");
        for _ in 0..2 {
            let ran = import_page(&folder, &changed);
            let spec = read_file(&folder, "spec/vvtool/leaf/plan.yaml");
            assert!(spec.contains(mark), "{new}: {mark} in {spec}\n{}", ran.out);
            assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{new}");
        }
    }
}

/// A page of words and bullets with this row of the request, this of the reply, this sample.
fn bullets(sent: &str, back: &[&str], sample: &str) -> String {
    let back: String = back
        .iter()
        .enumerate()
        .map(|(at, cell)| if at % 4 == 0 { format!("  • └ {cell}\n") } else { format!("  • {cell}\n") })
        .collect();
    format!(
        "taobao.leaf.get (叶片)\n\n查询叶片\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nno Number 必须 1 编号\n{sent}\n\n响应参数\n\n名称 类型 示例值 描述\nleaf Leaf 叶片\n{back}\n响应示例\n{sample}\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n"
    )
}

/// What becomes of a document of the other gateway.
pub(crate) fn other(file: &str, text: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), text).unwrap();
    let ran = vvspec(&["import", file, "--spec", "spec", "--write", "--date", "2026-01-02"], folder.path());
    assert_eq!(ran.code, 0, "{}\n{text}", ran.out);
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{}\n{text}", ran.out);
    (read_file(&folder, "spec/top/leaf.get.yaml"), ran.out)
}

#[test]
fn pages_of_bullets_end_in_the_spec_or_in_a_mark_too() {
    let at = ["at", "Date", "", "时间"];
    let xml = |inside: &str| format!("<leaf_get_response>\n<leaf>{inside}</leaf>\n</leaf_get_response>");
    for (sent, back, sample, wanted) in [
        (
            "pass-word String 可选 abc 甲",
            at,
            String::new(),
            "{name: pass-word, type: text, secret: true, example: \"TEST_SECRET\"",
        ),
        (
            "k String 可选 a 内容,不超过 500 字节",
            at,
            String::new(),
            "{name: k, type: text, max_bytes: 500, example: \"a\", en",
        ),
        (
            "k Number 可选 1 种类 1:甲 2:乙",
            at,
            String::new(),
            "{name: k, type: K, example: \"1\", en: \"K\", zh: 种类}",
        ),
        ("k String 可选 free 配送 free(包邮),ems(EMS)", at, String::new(), "{value: \"ems\", en: \"Ems\", zh: EMS}"),
        (
            "k String 可选 2026/01/02 日期 yyyy/MM/dd",
            at,
            String::new(),
            "{name: k, type: datetime, format: {datetime: yyyy/MM/dd}, example: \"2026/01/02\", en",
        ),
        ("k com.x.Info 可选 1 甲", at, String::new(), "{name: k, type: text, example: \"1\", review: [type]"),
        ("", ["at", "Date", "1600000000", "时间"], String::new(), "{name: at, type: datetime, review: [type]"),
        ("", ["n", "Number", "", "数"], xml("<n>many</n>"), "{name: \"n\", type: int, review: [type]"),
        ("", at, xml("<at>2026-01-02 00:00:00</at><other>1</other>"), "review: [effect, reply]"),
        ("", at, xml("<at>2026-01-02 00:00:00"), "review: [effect, example]"),
        ("", at, "{\"leaf_get_response\": {\"leaf\": {oops}}}".to_owned(), "review: [effect, example]"),
        ("", at, xml("<at>2026-01-02 00:00:00</at>"), "review: [effect]"),
    ] {
        let (spec, out) = other("leaf.txt", &bullets(sent, &back, &sample));
        assert!(spec.contains(wanted), "{sent}{sample}: {wanted} in {spec}\n{out}");
    }
    let (spec, out) = other("leaf.txt", &bullets("", &at, "").replace("查询叶片", "每天只能查询 3 次"));
    assert!(spec.contains("review: [effect, prose, obligation]"), "{spec}\n{out}");
}

#[test]
fn payloads_end_in_the_spec_or_in_a_mark_too() {
    let row = |more: Value| {
        let mut row = json!({"name": "k", "type": "String", "description": "甲"});
        row.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"requestParams": [row]})
    };
    for (members, wanted) in [
        (
            row(json!({"name": "密码", "demoValue": "abc"})),
            "{name: 密码, type: text, secret: true, ident: field_1_2, example: \"TEST_SECRET\"",
        ),
        (
            row(json!({"description": "种类 1:甲 2:乙", "demoValue": "9"})),
            "{name: k, type: text, example: \"9\", review: [values]",
        ),
        (row(json!({"description": "A:甲 B:乙", "type": "String[]"})), "{name: k, type: {csv: text}, review: [values]"),
        (row(json!({"description": "不超过 500 字节"})), "{name: k, type: text, max_bytes: 500, en"),
        (row(json!({"maxLength": 3, "demoValue": "abcd"})), "{name: k, type: text, max_chars: 3, review: [max_chars]"),
        (row(json!({"required": "maybe"})), "{name: k, type: text, review: [required]"),
        (row(json!({"required": false, "description": "必填"})), "{name: k, type: text, review: [required]"),
        (
            row(json!({"required": true, "description": "可不填"})),
            "{name: k, type: text, required: true, review: [required]",
        ),
        (row(json!({"description": "与 b 二选一"})), "{name: k, type: text, review: [obligation]"),
        (row(json!({"type": "Date", "demoValue": "1600000000"})), "{name: k, type: datetime, review: [type]"),
        (row(json!({"type": "byte[]"})), "{name: k, type: file, en"),
        (json!({"rspSampleJson": "{\"leaf_get_response\":{\"n\":\"x\"}}"}), "{name: \"n\", type: int, review: [type]"),
        (json!({"rspSampleJson": "{\"leaf_get_response\":{\"n\":1,\"other\":1}}"}), "review: [effect, reply]"),
        (json!({"rspSampleJson": "{\"leaf_get_response\":{\"n\":}}"}), "review: [effect, example]"),
        (json!({"rspSampleJson": "{\"leaf_get_response\":{\"n\":1}}"}), "review: [effect]"),
        (json!({"description": "禁止每天超过 3 次"}), "review: [effect, obligation]"),
        (json!({"labels": [{"displayName": "收费"}]}), "review: [effect, charge]"),
        (
            json!({"labels": [{"displayName": "免费"}, {"displayName": "需要授权"}]}),
            "needs: shop_authorization\ncharge: free",
        ),
        (json!({"weird": {"a": 1}}), "review: [effect, prose]"),
    ] {
        let mut payload = json!({
            "name": "taobao.leaf.get", "apiChineseName": "叶片", "gmtModified": 1, "requestParams": [],
            "responseParams": [{"name": "n", "type": "Number", "description": "数"}],
        });
        payload.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        let (spec, out) = other("leaf.json", &payload.to_string());
        assert!(spec.contains(wanted), "{members}: {wanted} in {spec}\n{out}");
    }
}
