//! Tables as strangers lay them out: whatever the columns are called, in whatever order they stand and whatever parts their cells,
//! what a cell says is written, or marked, or told.

use crate::rows::{page, spec};
use crate::support::Ran;

/// A page with this table, titles included, in the place of its request's.
fn with_request(page: &str, table: &str) -> String {
    let (before, rest) = page.split_once("名称 | 类型 | 必填").expect("a table");
    let (_, after) = rest.split_once("响应参数").expect("a reply");
    format!("{before}{table}响应参数{after}")
}

/// What becomes of a page whose request is this table, titles included.
fn request(table: &str) -> (String, Ran) {
    spec(&with_request(&page("", "", ""), table))
}

/// What becomes of a page with this behind its reply.
fn behind(text: &str) -> (String, Ran) {
    spec(&page("", &format!("total | int | 总数 | 1 |\n{text}"), ""))
}

fn holds(spec: &str, ran: &Ran, table: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(spec.contains(wanted) || ran.out.contains(wanted), "{table}: {wanted} in {spec}\n{}", ran.out);
    }
}

#[test]
fn a_column_of_which_nobody_knows_what_it_says_is_no_example() {
    for title in ["版本", "加密", "备用值", "Since", "业务规则", "x-y"] {
        for (titles, row) in [
            (
                format!("名称 | 类型 | 必填 | 示例值 | 描述 | {title} |\n"),
                "kind | int | 否 | 1 | 种类 | aes |\nno | String | 是 | L | 编号 | rsa |\n",
            ),
            (
                format!("{title} | 名称 | 类型 | 必填 | 示例值 | 描述 |\n"),
                "aes | kind | int | 否 | 1 | 种类 |\nrsa | no | String | 是 | L | 编号 |\n",
            ),
            (
                format!("名称 | 类型 | {title} | 必填 | 示例 | 说明 |\n"),
                "kind | int | aes | 否 | 1 | 种类 |\nno | String | rsa | 是 | L | 编号 |\n",
            ),
        ] {
            let (spec, ran) = request(&format!("{titles}{row}"));
            let told = format!("nobody knows what the column `{title}` says");
            let wanted = [
                "review: [effect, shape, prose]",
                "{name: kind, type: int, example: \"1\", en: \"Kind\", zh: 种类}",
                "{name: \"no\", type: text, required: true, example: \"L\", en: \"No\", zh: 编号}",
                &told,
            ];
            holds(&spec, &ran, &titles, &wanted);
        }
        // Without an example in the table there is none.
        let table = format!("名称 | 类型 | 必填 | 描述 | {title} |\nkind | String | 否 | 种类 | aes |\n");
        let (spec, ran) = request(&table);
        holds(
            &spec,
            &ran,
            &table,
            &["{name: kind, type: text, en: \"Kind\", zh: 种类}", "review: [effect, shape, prose]"],
        );
    }
    for title in ["示例", "样例", "例", "Example", "sample", "示例值", "例子", "参考值", "demo", "举例", "业务示例"]
    {
        let table = format!("名称 | 类型 | 必填 | {title} | 描述 |\nkind | String | 否 | ab | 种类 |\n");
        let (spec, ran) = request(&table);
        holds(&spec, &ran, &table, &["{name: kind, type: text, example: \"ab\", en: \"Kind\", zh: 种类}"]);
    }
}

/// What a column says that nobody knows is a part of the description: a change of it is told.
#[test]
fn what_an_unknown_column_says_is_remembered() {
    let table = |title: &str, cell: &str| {
        let text = page("", "total | int | 总数 | 1 |\n", "");
        let rows = format!("名称 | 类型 | 必填 | 描述 | {title} |\nkind | String | 否 | 种类 | {cell} |\n");
        with_request(&text, &rows)
    };
    for (changed, mark) in [(table("加密", "rsa"), "加密: rsa"), (table("算法", "aes"), "算法: aes")] {
        let mark = format!("{{what: prose, page: \"种类 ; {mark};\"}}");
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(crate::support::import_page(&folder, &table("加密", "aes")).code, 0);
        let ran = crate::support::import_page(&folder, &changed);
        let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/plan.yaml");
        assert!(ran.code == 100 && spec.contains(&mark), "{changed}: {spec}\n{}", ran.out);
    }
}

#[test]
fn titles_are_a_set_in_any_order_and_either_language() {
    let words = [
        ["名称", "类型", "必填", "描述"],
        ["参数名", "参数类型", "是否必须", "说明"],
        ["Field", "Type", "Required", "Description"],
        ["PARAMETER", "DATA TYPE", "MANDATORY", "REMARKS"],
        ["字段 Name", "类型/Type", "必填(Y/N)", "备注 Notes"],
        ["**字段名**", "`类型`", "<b>必传</b>", "**含义**"],
    ];
    let rows = [["kind", "int", "Y", "种类"], ["no", "String", "N", "单号"], ["time", "Date", "Y", "时间"]];
    let orders = [[0, 1, 2, 3], [3, 0, 2, 1], [0, 2, 1, 3], [2, 1, 0, 3], [3, 2, 1, 0], [1, 0, 3, 2], [0, 3, 1, 2]];
    for titles in words {
        for order in orders {
            let line = |cells: &[&str; 4]| format!("{} |\n", order.map(|at| cells[at]).join(" | "));
            let table = format!("{}{}", line(&titles), rows.iter().map(line).collect::<String>());
            let (spec, ran) = request(&table);
            let wanted = [
                "{name: kind, type: int, required: true, en: \"Kind\", zh: 种类}",
                "{name: \"no\", type: text, en: \"No\", zh: 单号}",
                "{name: time, type: datetime, required: true, en: \"Time\", zh: 时间}",
                "review: [effect, shape]\n",
            ];
            holds(&spec, &ran, &table, &wanted);
            assert_eq!(spec.matches("{name: ").count(), 3, "{table}: {spec}");
        }
    }
    // Rows that are made of the words of titles are rows.
    for (table, wanted) in [
        ("参数 | 描述 |\nkind | 种类 |\nname | 名称 |\nremark | 备注 |\n", ["{name: name, ", "{name: remark, "]),
        ("参数 | 类型 | 描述 |\nname | String | 名称 |\ntype | String | 类型 |\n", ["{name: name, ", "{name: type, "]),
        ("参数 | 描述 |\nname | 描述 |\ntype | 说明 |\n", ["{name: name, ", "{name: type, "]),
    ] {
        let (spec, ran) = request(table);
        holds(&spec, &ran, table, &wanted);
    }
    // A column that asks the other way round; what is not null when it is sent need not be sent, so there a person is asked.
    let asked = ["可空", "是否可空", "是否为空", "nullable", "允许为空"].map(|title| (title, ", review: [required]"));
    for (title, review) in asked.into_iter().chain([("Optional", ""), ("可选", "")]) {
        let table = format!("参数 | 类型 | {title} | 描述 |\nkind | int | 否 | 种类 |\nno | String | 是 | 单号 |\n");
        let (spec, ran) = request(&table);
        let kind = format!("{{name: kind, type: int, required: true{review}, en");
        holds(&spec, &ran, &table, &[&kind, "{name: \"no\", type: text, en"]);
    }
    // One that asks something else.
    for title in ["是否加密", "是否排序", "幂等"] {
        let table = format!("参数 | 类型 | {title} | 描述 |\nkind | int | 是 | 种类 |\nno | String | 否 | 单号 |\n");
        let (spec, ran) = request(&table);
        holds(&spec, &ran, &table, &["{name: kind, type: int, review: [required], en", title]);
    }
}

#[test]
fn a_table_whose_titles_change_has_other_columns_from_there() {
    let table = "参数 | 类型 | 必填 | 描述 |\nkind | int | 是 | 种类 |\n\n参数 | 必填 | 示例 | 类型 | 说明 |\nno | 否 | L1 | String | 单号 |\n";
    let (spec, ran) = request(table);
    let wanted = [
        "{name: kind, type: int, required: true, en: \"Kind\", zh: 种类}",
        "{name: \"no\", type: text, example: \"L1\", en: \"No\", zh: 单号}",
    ];
    holds(&spec, &ran, table, &wanted);
}

#[test]
fn a_bar_that_belongs_to_a_cell_cuts_nothing() {
    let titles = "名称 | 类型 | 必填 | 示例值 | 描述 |\n";
    for (row, wanted) in [
        (
            "kind | String | 否 | a\\|b | 种类 A\\|B\\|C 之一 |",
            "{name: kind, type: text, example: \"a|b\", review: [values], en: \"Kind\", zh: 种类 A}",
        ),
        ("kind | String | 否 | `a|b` | 种类 |", "{name: kind, type: text, example: \"a|b\", en: \"Kind\", zh: 种类}"),
        (
            // Two bare values, it may be: a person is asked, and the bar cuts no cell.
            "kind | String | 否 | a | 种类 `x|y` |",
            "{name: kind, type: text, example: \"a\", review: [values], en: \"Kind\", zh: \"种类 `x\"}",
        ),
        (
            "kind | String | 否 | a&#124;b | 种类 |",
            "{name: kind, type: text, example: \"a|b\", en: \"Kind\", zh: 种类}",
        ),
        (
            "kind | String | 否 | a&vert;b | 种类 |",
            "{name: kind, type: text, example: \"a|b\", en: \"Kind\", zh: 种类}",
        ),
        ("kind | String | 否 | a｜b | 种类 |", "{name: kind, type: text, example: \"a｜b\", en: \"Kind\", zh: 种类}"),
        (
            "kind | String | 否 | a | 种类<br>第二行 |",
            "{name: kind, type: text, example: \"a\", en: \"Kind\", zh: 种类 第二行}",
        ),
        (
            "kind | List&lt;String&gt; | 否 | a | 种类 |",
            "{name: kind, type: {csv: text}, example: \"a\", en: \"Kind\", zh: 种类}",
        ),
        (
            "<b>kind</b> | <code>String</code> | 否 | a | 种类 |",
            "{name: kind, type: text, example: \"a\", en: \"Kind\", zh: 种类}",
        ),
        (
            "`kind` | `String` | `是` | `a` | 种类 |",
            "{name: kind, type: text, required: true, example: \"a\", en: \"Kind\", zh: 种类}",
        ),
    ] {
        for (front, behind) in [("", ""), ("| ", ""), ("", "no | String | 是 | L1 | 单号 |\n")] {
            let table = format!("{front}{titles}{front}{row}\n{behind}");
            let (spec, ran) = request(&table);
            holds(&spec, &ran, &table, &[wanted]);
            assert!(behind.is_empty() || spec.contains("{name: \"no\", type: text, required: true"), "{table}: {spec}");
        }
    }
}

#[test]
fn a_whole_table_may_have_something_else_in_place_of_bars() {
    let rows = [
        ["名称", "类型", "必填", "示例值", "描述"],
        ["kind", "String", "否", "a", "种类"],
        ["no", "int", "是", "1", "数"],
    ];
    for (before, bar, after) in [
        ("", "｜", ""),
        ("", " ｜ ", ""),
        ("｜", "｜", "｜"),
        ("", "\t", ""),
        ("│ ", " │ ", " │"),
        ("|", "|", "|"),
        ("", "|", ""),
        ("", "  |  ", "  |  "),
    ] {
        let table: String = rows.iter().map(|row| format!("{before}{}{after}\n", row.join(bar))).collect();
        let (spec, ran) = request(&table);
        let wanted = [
            "{name: kind, type: text, example: \"a\", en: \"Kind\", zh: 种类}",
            "{name: \"no\", type: int, required: true, example: \"1\", en: \"No\", zh: 数}",
        ];
        holds(&spec, &ran, &table, &wanted);
    }
}

#[test]
fn the_term_is_said_by_the_cell_that_names_the_thing() {
    let titles = "名称 | 类型 | 必填 | 示例值 | 描述 |\n";
    for (table, wanted) in [
        // The example is no name, however Chinese it is.
        (
            format!("{titles}kind | String | 否 | 测试 | |\nno | int | 是 | 1 | |\n"),
            "{name: \"no\", type: int, required: true, example: \"1\", en: \"No\", zh: \"no\"}",
        ),
        (
            format!("{titles}kind | String | 否 | 测试 | 种类 |\nno | String | 是 | 叶片 | |\n"),
            "{name: \"no\", type: text, required: true, example: \"叶片\", en: \"No\", zh: \"no\"}",
        ),
        // Nor is a remark of another column, which is marked.
        (
            "名称 | 类型 | 必填 | 加密 | 描述 |\nkind | String | 否 | 国密 | 种类 |\nno | String | 是 | 国密 | |\n"
                .to_owned(),
            "{name: \"no\", type: text, required: true, review: [prose], en: \"No\", zh: \"no\"}",
        ),
        // A column of names is better than one of remarks.
        ("名称 | 类型 | 必填 | 备注 | 中文名 |\nkind | String | 否 | 不排序 | 种类 |\n".to_owned(), "zh: 种类}"),
        (
            "参数 | 名称 | 类型 | 必填 | 备注 |\nkind | 种类 | String | 否 | 不排序 |\n".to_owned(),
            "{name: kind, type: text, en: \"Kind\", zh: 种类}",
        ),
        // A heading below a row says nothing about it.
        (
            format!("{titles}kind | String | 否 | a | |\n附加说明\nno | String | 是 | L | 单号 |\n"),
            "{name: kind, type: text, example: \"a\"",
        ),
    ] {
        let (spec, ran) = request(&table);
        holds(&spec, &ran, &table, &[wanted]);
        assert!(!spec.contains("zh: 附加"), "{table}: {spec}");
    }
}

#[test]
fn a_table_of_errors_is_read_under_every_title() {
    for title in [
        "错误码",
        "子错误码",
        "错误码说明",
        "返回码",
        "返回码说明",
        "业务错误码",
        "状态码",
        "响应码列表",
        "错误代码对照表",
        "## 四、接口错误码",
        "Error Codes",
        "errors",
        "全局返回码",
        "错误信息",
        "异常列表",
        "其他",
    ] {
        for (table, messages) in [
            (
                "代码 | 代码描述 | 解决方案 |\n614 | 甲错 | 查 |\n615 | 乙错 | |\n",
                ["code: \"614\", message: \"甲错\"", "code: \"615\", message: \"乙错\""],
            ),
            (
                "错误码 | 说明 |\n614/615 | 甲错 |\n",
                ["code: \"614\", message: \"甲错\"", "code: \"615\", message: \"甲错\""],
            ),
            (
                "错误码 | 说明 |\n614、615 | 甲错 |\n",
                ["code: \"614\", message: \"甲错\"", "code: \"615\", message: \"甲错\""],
            ),
            (
                "说明 | 错误码 | 处理建议 |\n甲错 | 614 | 查 |\n乙错 | 615 | 查 |\n",
                ["code: \"614\", message: \"甲错\"", "code: \"615\", message: \"乙错\""],
            ),
            (
                "序号 | 错误码 | 错误信息 |\n1 | 614 | 甲错 |\n2 | 615 | 乙错 |\n",
                ["code: \"614\", message: \"甲错\"", "code: \"615\", message: \"乙错\""],
            ),
            (
                "code | message |\n614 | 甲错 |\n615 | 乙错 |\n",
                ["code: \"614\", message: \"甲错\"", "code: \"615\", message: \"乙错\""],
            ),
        ] {
            let text = page("", &format!("total | int | 总数 | 1 |\n{title}\n{table}"), "");
            let folder = tempfile::tempdir().expect("a folder");
            let ran = crate::support::import_page(&folder, &text);
            let errors = std::fs::read_to_string(folder.path().join("spec/vvtool/errors.yaml")).unwrap_or_default();
            for wanted in messages {
                assert!(errors.contains(wanted), "{title}: {table}: {wanted} in {errors}\n{}", ran.out);
            }
        }
    }
    // Of a range nobody knows which codes of it there are.
    let (_, ran) = behind("错误码\n错误码 | 说明 |\n614-620 | 甲错 |\n");
    assert!(ran.out.contains("this row of the error table has no code"), "{}", ran.out);
}

/// Rows of fields below an error table are no errors, and none is lost.
#[test]
fn rows_of_fields_among_errors_are_told() {
    let errors = "响应代码\n代码 | 代码描述 | 解决方案 |\n100 | 参数错 | 查 |\n";
    for below in [
        "公共参数\n名称 | 类型 | 描述 |\nOptNo | String | 编号 |\n",
        "公共参数\nOptNo | String | 编号 |\n",
        "系统参数\n参数 | 类型 | 必填 | 描述 |\nOptNo | String | 是 | 编号 |\n",
        "附录\n参数 | 必填 | 类型 | 描述 |\nOptNo | 是 | String | 编号 |\n",
        "OptNo | String | 编号 |\n",
    ] {
        let text = page("", &format!("total | int | 总数 | 1 |\n{errors}{below}"), "");
        let folder = tempfile::tempdir().expect("a folder");
        let ran = crate::support::import_page(&folder, &text);
        let errors = crate::support::read_file(&folder, "spec/vvtool/errors.yaml");
        assert!(errors.contains("code: \"100\"") && !errors.contains("OptNo"), "{below}: {errors}\n{}", ran.out);
        assert!(ran.out.contains("this looks like a row"), "{below}: {}", ran.out);
        let spec = crate::support::read_file(&folder, "spec/vvtool/leaf/plan.yaml");
        assert!(spec.contains("review: [effect, shape, prose]"), "{below}: {spec}");
    }
}

/// Names as the cells of a table say them, and what the field becomes: what the cell says besides the name is held against the columns.
#[test]
fn what_the_cell_of_a_name_says_besides_it_is_held_against_the_columns() {
    for (row, wanted) in [
        ("x1(必填) | String | 否 | a | 甲 |", "{name: x1, type: text, example: \"a\", review: [required], en"),
        ("x1(必填) | String | 是 | a | 甲 |", "{name: x1, type: text, required: true, example: \"a\", en"),
        ("*x3 | String | 否 | a | 甲 |", "{name: x3, type: text, example: \"a\", review: [required], en"),
        ("*x3 | String | 是 | a | 甲 |", "{name: x3, type: text, required: true, example: \"a\", en"),
        (
            "x2 [可选] | String | 是 | a | 甲 |",
            "{name: x2, type: text, required: true, example: \"a\", review: [required], en",
        ),
        ("x2【选填】 | String | 否 | a | 甲 |", "{name: x2, type: text, example: \"a\", en"),
        (
            "x5? | String | 是 | a | 甲 |",
            "{name: x5, type: text, required: true, example: \"a\", review: [required], en",
        ),
        ("x4（字符串） | String | 否 | a | 甲 |", "{name: x4, type: text, example: \"a\", en"),
        ("x4（字符串） | int | 否 | 1 | 甲 |", "{name: x4, type: int, example: \"1\", review: [type], en"),
        ("x4:int | String | 否 | 1 | 甲 |", "{name: x4, type: text, example: \"1\", review: [type], en"),
        ("x4(int, 必填) | int | 否 | 1 | 甲 |", "{name: x4, type: int, example: \"1\", review: [required], en"),
        ("x6(种类) | int | 否 | 1 | |", "{name: x6, type: int, example: \"1\", en: \"X6\", zh: 种类}"),
        ("x6 种类 | int | 否 | 1 | 甲 |", "{name: x6, type: int, example: \"1\", en: \"X6\", zh: 甲}"),
        ("种类(x6) | int | 否 | 1 | |", "{name: x6, type: int, example: \"1\", review: [name], en: \"X6\", zh: 种类}"),
        ("x7(必填) |  | 是 | 1 | 甲 |", "{name: x7, type: text, required: true, example: \"1\", review: [type], en"),
        ("x8(int) |  | 是 | 1 | 甲 |", "{name: x8, type: int, required: true, example: \"1\", en"),
    ] {
        let table = format!("名称 | 类型 | 必填 | 示例值 | 描述 |\n{row}\nno | String | 是 | L1 | 单号 |\n");
        let (spec, ran) = request(&table);
        holds(&spec, &ran, &table, &[wanted]);
    }
    // Where no column says it, the cell does.
    let table = "名称 | 类型 | 描述 |\nkind(可选) | int | 种类 |\nno(必填) | String | 单号 |\n";
    let (spec, ran) = request(table);
    holds(&spec, &ran, table, &["{name: kind, type: int, en", "{name: \"no\", type: text, required: true, en"]);
}

/// An object where the table says a list, and the other way round.
#[test]
fn a_sample_of_another_shape_than_the_table_says_is_marked() {
    let rows = |ty: &str| format!("items | {ty} | 明细 | |\nsku | string | 码 | |\ntotal | int | 总数 | |\n");
    let sample = |items: &str| format!("{{\"code\":0,\"msg\":\"ok\",\"data\":{{\"items\":{items},\"total\":1}}}}");
    let marked = |spec: &str| {
        let line = spec.lines().find(|line| line.contains("{name: items, ")).unwrap_or_default().to_owned();
        line.contains("review: [type]")
    };
    for (ty, items, wrong) in [
        ("Item[]", "{\"sku\":\"a\"}", true),
        ("List<Item>", "{\"sku\":\"a\"}", true),
        ("array", "{\"sku\":\"a\"}", true),
        ("Item[]", "\"a,b\"", true),
        ("Item", "[{\"sku\":\"a\"}]", true),
        ("object", "[{\"sku\":\"a\"}]", true),
        ("Item[]", "[{\"sku\":\"a\"}]", false),
        ("Item", "{\"sku\":\"a\"}", false),
    ] {
        let (spec, ran) = spec(&page("", &rows(ty), &sample(items)));
        assert_eq!(marked(&spec), wrong, "{ty} {items}: {spec}\n{}", ran.out);
    }
    for (ty, items, wrong) in [
        ("string[]", "\"a\"", true),
        ("string[]", "\"a b c，d\"", true),
        ("String []", "{\"a\":1,\"b\":2}", true),
        ("string[]", "[\"a\"]", false),
        ("string[]", "[]", false),
        ("string[]", "{}", false),
        ("string", "[\"a\"]", true),
        ("int", "{\"a\":1}", true),
    ] {
        let (spec, ran) =
            spec(&page("", &format!("items | {ty} | 明细 | |\ntotal | int | 总数 | |\n"), &sample(items)));
        assert_eq!(marked(&spec), wrong, "{ty} {items}: {spec}\n{}", ran.out);
    }
}

#[test]
fn what_counts_rows_or_stands_beside_them_is_no_part_of_a_row() {
    let fields = [
        "{name: kind, type: int, example: \"1\", en: \"Kind\", zh: 种类}",
        "{name: \"no\", type: text, required: true, example: \"L\", en",
    ];
    let titles = "名称 | 类型 | 必填 | 示例值 | 描述 |\n";
    for (table, wanted) in [
        (format!("{titles}1. kind | int | 否 | 1 | 种类 |\n2. no | String | 是 | L | 单号 |\n"), fields),
        (format!("{titles}1.kind | int | 否 | 1 | 种类 |\n2.no | String | 是 | L | 单号 |\n"), fields),
        (format!("{titles}(1) kind | int | 否 | 1 | 种类 |\n(2) no | String | 是 | L | 单号 |\n"), fields),
        (format!("{titles}1、kind | int | 否 | 1 | 种类 |\n2、no | String | 是 | L | 单号 |\n"), fields),
        (format!("序号 | {titles}1 | kind | int | 否 | 1 | 种类 |\n2 | no | String | 是 | L | 单号 |\n"), fields),
        (
            format!(
                "No. | 版本 | {titles}1 | 2.0 | kind | int | 否 | 1 | 种类 |\n2 | 2.0 | no | String | 是 | L | 单号 |\n"
            ),
            fields,
        ),
        ("1 | kind | int | 否 | 1 | 种类 |\n2 | no | String | 是 | L | 单号 |\n".to_owned(), fields),
        (
            "名称 | 类型 | 描述 | 名称 | 类型 | 描述 |\na | int | 甲 | b | String | 乙 |\nc | int | 丙 | | | |\n"
                .to_owned(),
            [
                "{name: b, type: text, review: [required], en: \"B\", zh: 乙}",
                "{name: c, type: int, review: [required], en: \"C\", zh: 丙}",
            ],
        ),
        // A name that is lost, or a bar of nobody, is a person's to look at.
        (
            format!("{titles}kind | int | 否 | 1 | 种类 |\n | String | 是 | L | 单号 |\n"),
            [fields[0], "this line of a table was not understood"],
        ),
        (format!("{titles}kind | String|int | 否 | 1 | 种类 |\n"), ["{name: kind, type: text, ", "broken_row"]),
        (
            format!("{titles}kind | int(11) | 否 | 1 | 种类 |\nno | varchar(32) | 否 | a | 单号 |\n"),
            ["review: [limits]", "review: [max_chars]"],
        ),
        (
            format!("{titles}kind | Object[] | 否 | | 种类 |\n"),
            ["{name: kind, type: {csv: text}, review: [type]", "kind"],
        ),
    ] {
        let (spec, ran) = request(&table);
        holds(&spec, &ran, &table, &wanted);
    }
}

/// What a column says is no part of what the one beside it does.
#[test]
fn cells_do_not_run_into_each_other() {
    for (table, wanted) in [
        (
            "名称 | 类型 | 必填 | 枚举值 | 描述 |\nkind | String | 否 | A:甲,B:乙 | 种类 |\n",
            ["zh: 种类}", "{value: \"B\", en: \"B\", zh: 乙}"],
        ),
        (
            "名称 | 类型 | 必填 | 描述 | 版本 |\nkind | int | 否 | 种类 1:甲,2:乙 | 早 |\n",
            ["{name: kind, type: Kind, en: \"Kind\", zh: 种类}", "zh: 乙}"],
        ),
        (
            "名称 | 类型 | 必填 | 单位 | 描述 |\nprice | int | 否 | 分 | 价格 |\n",
            ["{name: price, type: money, unit: fen, en", "zh: 价格}"],
        ),
        ("名称 | 类型 | 描述 |\nkind | int | 必填,种类 |\n", ["en: \"Kind\", zh: 种类}", ""]),
        ("名称 | 类型 | 描述 |\nkind | int | 【可选】种类 |\n", ["en: \"Kind\", zh: 种类}", ""]),
    ] {
        let (spec, ran) = request(table);
        holds(&spec, &ran, table, &wanted);
    }
}

#[test]
fn no_line_under_the_heading_of_an_error_table_is_lost() {
    for (table, told) in [
        ("614:甲错\n615：乙错\n", "the line begins with 614"),
        ("- 614 甲错\n- 615 乙错\n", "the line begins with 614"),
        (
            "错误码 | 子错误码 | 描述 | 解决方案 |\n614 | isv.x | 甲错 | 查 |\n615 | isv.y | 乙错 | 查 |\n",
            "the column `子错误码`",
        ),
        ("错误码\t描述\n614\t甲错\n615\t乙错\n", ""),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let ran =
            crate::support::import_page(&folder, &page("", &format!("total | int | 总数 | 1 |\n错误码\n{table}"), ""));
        let errors = std::fs::read_to_string(folder.path().join("spec/vvtool/errors.yaml")).unwrap_or_default();
        for wanted in ["code: \"614\", message: \"甲错\"", "code: \"615\", message: \"乙错\""] {
            assert!(errors.contains(wanted) && ran.out.contains(told), "{table}: {wanted} in {errors}\n{}", ran.out);
        }
    }
    for code in ["1xx", "6**", "614~620", "614 - 620", "其他", "６１４"] {
        let (spec, ran) = behind(&format!("错误码\n错误码 | 描述 |\n{code} | 甲错 |\n"));
        assert!(ran.out.contains("this row of the error table has no code"), "{code}: {}", ran.out);
        assert!(spec.contains("errors]") || spec.contains("errors,"), "{code}: {spec}");
    }
}
