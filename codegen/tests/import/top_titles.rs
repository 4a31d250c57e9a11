//! Titles of the columns of a TOP page: whatever they are called and in whatever order they stand, a row's cells are what they say, or a
//! person is asked.

use std::sync::LazyLock;

use vvtool_codegen::inner::import::document::Document;
use vvtool_codegen::inner::import::read::evidence::Evidence;
use vvtool_codegen::inner::import::read::reader::Reader;

use crate::rows::spec_at;

static READER: LazyLock<Reader> = LazyLock::new(Reader::default);

pub(crate) fn read(text: &str) -> Document {
    READER.document("page", text, None, &Evidence::default()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A page with this table as its request and this one as its reply.
fn page(request: &str, reply: &str) -> String {
    let reply = if reply.is_empty() { "名称 类型 示例值 描述\ntotal Number 1 总数\n" } else { reply };
    format!(
        "taobao.leaf.get (叶片)\n\n查询叶片\n\n免费 不需用户授权\n\n公共参数\n\n请求参数\n\n{request}\n响应参数\n\n{reply}\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n"
    )
}

/// What is read of a field, as a spec would say it.
fn field(name: &str, request: &str, reply: &str) -> String {
    let text = page(request, reply);
    let document = read(&text);
    let row = document.rows.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("{name} in {text}"));
    let said =
        |key: &str, value: &Option<String>| value.as_ref().map_or(String::new(), |value| format!("{key}: {value}, "));
    let required = if row.required == Some(true) { "required: true, " } else { "" };
    let review =
        if row.review.is_empty() { String::new() } else { format!("review: {:?}, ", row.review).replace('"', "") };
    let (default, example) = (said("default", &row.default), said("example", &row.example));
    format!("{{name: {name}, type: {}, {required}{default}{example}{review}zh: {}}}", row.ty, row.term)
}

/// Cells as a page has them: words, or parted by tabs.
fn written(lines: &[&str]) -> [String; 2] {
    let text = |with: &str| -> String { lines.iter().map(|line| line.replace(' ', with) + "\n").collect() };
    [text(" "), text("\t")]
}

#[test]
fn a_column_of_what_may_be_left_out_is_read_the_other_way_round() {
    for title in ["是否可空", "可空", "可选", "是否可选", "是否為空", "允许为空", "Optional", "Nullable"]
    {
        let must = title.contains(['空', 'N']);
        for table in written(&[
            &format!("名称 类型 {title} 示例值 更多限制 描述"),
            "kind Number 是 1  类型",
            "hue String 否 red  颜色",
        ]) {
            assert!(!field("kind", &table, "").contains("required"), "{table}");
            let hue = field("hue", &table, "");
            assert!(hue.contains("required: true") && hue.contains("review: [required") == must, "{table}{hue}");
        }
        // Inside an object too.
        let table = format!(
            "名称 类型 {title} 示例值 更多限制 描述\nbox Box 是 盒子\n  • └ kind\n  • Number\n  • 是\n  • 1\n  • 类型\n  • └ hue\n  • String\n  • 否\n  • red\n  • 颜色\n"
        );
        assert!(!field("kind", &table, "").contains("required"), "{table}");
        assert!(field("hue", &table, "").contains("required: true"), "{table}");
    }
    // These say themselves what they mean, whatever the column asks.
    for (answer, required) in [("可选", false), ("必须", true), ("必填", true), ("非必填", false)] {
        let table = format!("名称 类型 是否可选 示例值 描述\nkind Number {answer} 1 类型\n");
        assert_eq!(field("kind", &table, "").contains("required: true"), required, "{table}");
    }
    for title in ["是否必须", "是否必須", "必填", "Required", "Is Required", "Mandatory", "非空"] {
        let table = format!("名称 类型 {title} 示例值 更多限制 描述\nkind Number 否 1 类型\nhue String 是 red 颜色\n");
        assert!(!field("kind", &table, "").contains("required"), "{table}");
        assert!(field("hue", &table, "").contains("required: true"), "{table}");
    }
}

#[test]
fn a_default_is_no_example() {
    for title in ["默认值", "默认", "缺省值", "Default", "Default Value", "默認值"] {
        let table =
            format!("名称 类型 是否必须 {title} 更多限制 描述\nkind Number 可选 7 类型\nhue String 可选 颜色\n");
        let kind = field("kind", &table, "");
        assert!(kind.contains("default: 7") && !kind.contains("example"), "{table}{kind}");
        assert!(!field("hue", &table, "").contains("default"), "{table}");
        for order in [[title, "示例值", "7", "2"], ["示例值", title, "2", "7"]] {
            let [first, second, one, two] = order;
            let lines =
                [format!("名称 类型 是否必须 {first} {second} 描述"), format!("kind Number 可选 {one} {two} 类型")];
            let words = written(&[&lines[0], &lines[1]]);
            // A title of two words is none of two tabs.
            for table in words.iter().take(if title.contains(' ') { 1 } else { 2 }) {
                let kind = field("kind", table, "");
                assert!(kind.contains("default: 7, example: 2"), "{table}{kind}");
                assert!(kind.contains("zh: 类型") && !kind.contains("review"), "{table}{kind}");
            }
            // One of the two is empty, and nobody knows which.
            let table = format!("{}\nkind Number 可选 7 类型\n", lines[0]);
            let kind = field("kind", &table, "");
            assert!(kind.contains("broken_row") && !kind.contains("default: "), "{table}{kind}");
        }
    }
    let table =
        "名称\t类型\t是否必须\t默认值\t示例值\t描述\nkind\tNumber\t可选\t7\t\t类型\nhue\tNumber\t可选\t\t2\t颜色\n";
    let (kind, hue) = (field("kind", table, ""), field("hue", table, ""));
    assert!(kind.contains("default: 7") && !kind.contains("example"), "{kind}");
    assert!(!hue.contains("default") && hue.contains("example: 2"), "{hue}");
    let table = "名称 类型 是否必须 默认值 示例值 描述\nbox Box 可选 盒子\n  • └ kind\n  • Number\n  • 必须\n  • 7\n  • 2\n  • 类型\n";
    assert!(field("kind", table, "").contains("required: true, default: 7, example: 2"), "{table}");
}

#[test]
fn columns_stand_in_any_order() {
    let wanted = "{name: kind, type: Number, required: true, example: 7, zh: 类型}";
    for (titles, row) in [
        ("名称 类型 描述 是否必须 示例值", "kind Number 类型 必须 7"),
        ("名称 类型 示例值 是否必须 描述", "kind Number 7 必须 类型"),
        ("名称 类型 示例值 描述 是否必须", "kind Number 7 类型 必须"),
        ("名称 描述 类型 是否必须 示例值", "kind 类型 Number 必须 7"),
        ("名称 是否必须 类型 示例值 描述", "kind 必须 Number 7 类型"),
        ("名称 是否必须 类型 示例值 更多限制 描述", "kind 必须 Number 7 类型"),
        ("类型 名称 是否必须 示例值 描述", "Number kind 必须 7 类型"),
        ("序号 名称 类型 是否必须 示例值 描述", "1 kind Number 必须 7 类型"),
        ("Name Type Description Required Example", "kind Number 类型 true 7"),
        ("Name Data Type Is Required Example Value Description", "kind Number true 7 类型"),
        ("名稱 類型 描述 是否必須 示例值", "kind Number 类型 必须 7"),
    ] {
        let table = format!("{titles}\n{row}\n");
        assert_eq!(field("kind", &table, ""), wanted, "{table}");
    }
    // A row that may be several things is a person's.
    for (titles, row) in [
        ("名称 类型 描述 是否必须 示例值", "kind Number 类型 如下 必须 7 8"),
        ("名称 是否必须 类型 示例值 默认值 描述", "kind 必须 Number 7 类型"),
    ] {
        let line = field("kind", &format!("{titles}\n{row}\n"), "");
        assert!(line.contains("broken_row"), "{titles}\n{row}\n{line}");
    }
    // A column more is told.
    let table = "名称 类型 是否必须 示例值 颜色 描述\nkind Number 必须 7 红 类型\n";
    let (text, ran) = spec_at("spec/top/leaf.get.yaml", &page(table, ""));
    assert!(text.contains("review: [effect, prose") && ran.out.contains("`颜色`"), "{text}\n{}", ran.out);
    assert!(field("kind", table, "").contains("zh: 类型"), "{text}");
    // A column of places is one here too.
    let document = read(&page("名称 类型 参数位置 是否必须 描述\nkind Number query 必须 类型\n", ""));
    assert!(document.rows[0].place.is_some() && document.rows[0].required == Some(true), "{:?}", document.rows[0]);
    // A reply whose table asks for answers has no examples of them.
    for reply in written(&["名称 类型 是否必须 示例值 描述", "total Number 是 7 总数"]) {
        let total = field("total", "名称 类型 是否必须 示例值 描述\nkind Number 必须 7 类型\n", &reply);
        assert!(total.contains("example: 7") && total.contains("zh: 总数"), "{reply}{total}");
    }
    let reply = "名称 类型 描述 示例值\nbox Box 盒子\n  • └ total\n  • Number\n  • 总数\n  • 7\n";
    let total = field("total", "名称 类型 是否必须 示例值 描述\nkind Number 必须 7 类型\n", reply);
    assert!(total.contains("example: 7") && total.contains("zh: 总数"), "{reply}{total}");
}

#[test]
fn an_example_in_chinese_is_no_name_of_its_field() {
    const TITLES: &str = "名称 类型 是否必须 示例值 更多限制 描述\n";
    for (row, name) in [
        ("receiver_name String 必须 王小明 收货人姓名", "receiver_name"),
        ("addr String 可选 北京市朝阳区建国路88号 详细地址", "addr"),
        ("addr String 可选 北京市朝阳区建国路88号 Address", "addr"),
        ("colour String 必须 红色 颜色名称", "colour"),
    ] {
        let line = field(name, &format!("{TITLES}{row}\n"), "");
        let example = row.split(' ').nth(3).unwrap();
        let zh = line.split("zh: ").nth(1).unwrap();
        assert!(!zh.contains(example) && line.contains("broken_row"), "{row}: {line}");
    }
    let reply = "名称 类型 示例值 描述\nbuyer_nick String 小明的店 买家昵称\n";
    let nick = field("buyer_nick", &format!("{TITLES}kind Number 必须 7 类型\n"), reply);
    assert!(nick.ends_with("zh: 买家昵称}") && nick.contains("broken_row"), "{nick}");
    for row in [
        "kind String 可选 种类 1:甲 2:乙",
        "kind String 可选 种类",
        "kind Number 可选 种类 说明",
        "kind Kind 可选 种类 说明",
    ] {
        let line = field("kind", &format!("{TITLES}{row}\n"), "");
        assert!(line.contains("zh: 种类") && !line.contains("broken_row"), "{row}: {line}");
    }
}

#[test]
fn columns_of_errors_stand_in_any_order() {
    for (titles, row) in [
        ("错误码 错误描述 解决方案", "isv.no-leaf 没有 重试"),
        ("错误描述 错误码 解决方案", "没有 isv.no-leaf 重试"),
        ("错误码 解决方案 错误描述", "isv.no-leaf 重试 没有"),
        ("序号 错误码 错误描述 解决方案", "1 isv.no-leaf 没有 重试"),
        ("Code Solution Message", "isv.no-leaf 重试 没有"),
        ("錯誤碼 解決方案 錯誤描述", "isv.no-leaf 重试 没有"),
    ] {
        for [titles, row] in [[titles.to_owned(), row.to_owned()], [titles.replace(' ', "\t"), row.replace(' ', "\t")]]
        {
            let text = page("名称 类型 是否必须 示例值 描述\nkind Number 必须 7 类型\n", "");
            let text = text.replace("错误码 错误描述 解决方案\nisv.no-leaf 没有 重试", &format!("{titles}\n{row}"));
            let errors = read(&text).errors;
            assert_eq!(errors.len(), 1, "{text}{errors:?}");
            assert_eq!((errors[0].code.as_str(), errors[0].message.as_str()), ("isv.no-leaf", "没有"), "{text}");
        }
    }
}

/// A limit that stands before the description counts what it says it counts.
#[test]
fn a_limit_in_words_keeps_its_unit() {
    for (limit, wanted) in [
        ("最大长度: 500 个字节", "max_bytes: 500"),
        ("最大长度:500 字节", "max_bytes: 500"),
        ("最大长度：500 bytes", "max_bytes: 500"),
        ("最大长度: 500 个字符", "max_chars: 500"),
        ("最大长度: 500 汉字", "max_chars: 500"),
        ("最大长度: 500", "max_chars: 500"),
    ] {
        let text = format!(
            "taobao.leaf.get (叶片)\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nkind String 可选 A {limit} 叶片种类\n\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n"
        );
        let (text, _) = crate::rows::spec_at("spec/top/leaf.get.yaml", &text);
        let line = crate::rows::field_line(&text, "kind");
        let asked = line.contains("review: [") && (line.contains("max") || line.contains("limits"));
        assert!((line.contains(wanted) || asked) && line.contains("zh: 叶片种类}"), "{limit}: {line}");
    }
}

/// A number since 1970 in a text is a time of a form that no type of a spec reads.
#[test]
fn a_counted_time_in_a_text_is_asked_about() {
    for (row, asks) in [
        ("kind | String | 否 | 1767225600000 | 开始时间", true),
        ("kind | String | 否 | 1767225600 | 创建时间", true),
        ("kind | String | 否 | 1767225600 | 编号", false),
        ("kind | String | 否 | 12 | 持续时间", false),
    ] {
        let (text, _) = crate::rows::spec(&crate::rows::page(&format!("{row} |\n"), "", ""));
        assert_eq!(crate::rows::field_line(&text, "kind").contains("review: [type"), asks, "{row}: {text}");
    }
}
