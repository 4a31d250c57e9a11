//! Rows that stand apart from their table: the one that is odd is asked about, and none of its neighbours.

use crate::rows::{field_line, spec_at};

/// A page without titles, with these rows in its request and these in its table of errors.
fn page(request: &str, errors: &str) -> String {
    format!(
        "接口地址: http://api.example.com/tool/leaf/plan\n接口介绍: 叶片计划\n请求方式: POST\n频率限制: 5 次/秒\n请求参数\n{request}响应参数\ncode | int | 错误码 |\nmsg | string | 描述 |\ntotal | int | 总数 |\n响应代码\n{errors}"
    )
}

const CLEAN: &str = "leaf_no | String | true | L1 | 叶片编号 |\n";
const ERRORS: &str = "100 | 错 | 查 |\n101 | 另 | 查 |\n102 | 又 | 查 |\n";

#[test]
fn of_two_rows_without_titles_the_odd_one_is_asked_about() {
    for (row, wanted) in [
        ("xf | int | 否 | 甲乙 |", "review: [broken_row]"),
        ("xf | String | 否 | 甲 |", "review: [broken_row]"),
        ("xf | String | 条件必填 | 1 | 甲乙 |", "review: [required]"),
        ("xf | String | 特殊可选 | 1 | 甲乙 |", "review: [required]"),
        ("xf | String | M | 1 | 甲乙 |", "required: true, example: \"1\", en: \"Xf\", zh: 甲乙"),
        ("xf | String | √ | 1 | 甲乙 |", "required: true, example: \"1\", en: \"Xf\", zh: 甲乙"),
        ("xf | String | required | 1 | 甲乙 |", "required: true, example: \"1\", en: \"Xf\", zh: 甲乙"),
        ("xf | String | 1 | 1 | 甲乙 |", "required: true, example: \"1\", en: \"Xf\", zh: 甲乙"),
        ("xf | String | O | 1 | 甲乙 |", "type: text, example: \"1\", en: \"Xf\", zh: 甲乙"),
        ("xf | String | 必须 | 1 | 甲乙 |", "required: true, example: \"1\", en: \"Xf\", zh: 甲乙"),
    ] {
        for rows in [format!("{CLEAN}{row}\n"), format!("{row}\n{CLEAN}")] {
            let (text, ran) = spec_at(crate::rows::SPEC, &page(&rows, ERRORS));
            let clean = field_line(&text, "leaf_no");
            assert_eq!(
                clean.trim(),
                "- {name: leaf_no, type: text, required: true, example: \"L1\", en: \"Leaf no\", zh: 叶片编号}",
                "{row}\n{}",
                ran.out
            );
            assert!(field_line(&text, "xf").contains(wanted), "{row}: {text}");
        }
    }
}

#[test]
fn no_row_of_errors_has_a_cell_more_than_its_three() {
    for lines in ["0 | 成功 | |\n614 | 满 | 检查 |\n", "614 | 满 | 检查 |\n0 | 成功 | |\n"] {
        let (_, ran) = spec_at(crate::rows::SPEC, &page(CLEAN, lines));
        assert!(!ran.out.contains("a cell more than the others"), "{lines}: {}", ran.out);
    }
    let (_, ran) = spec_at(crate::rows::SPEC, &page(CLEAN, "0 | 成功 | |\n614 | 满|了 | 检查 |\n"));
    assert!(ran.out.contains("a cell more than the others"), "{}", ran.out);
}

/// A page of a platform with these rows in its request, these in its reply, and this sample.
fn top(request: &str, reply: &str, sample: &str) -> String {
    let sample =
        if sample.is_empty() { String::new() } else { format!("响应示例\n\n  • XML示例\n{sample}\n\n") };
    let text = format!(
        "taobao.leaf.get (叶片)\n\n查询叶片\n\n免费 不需用户授权\n\n公共参数\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nleaf_no String 必须 L1 叶片编号\n{request}\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n{reply}\n{sample}错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n"
    );
    spec_at("spec/top/leaf.get.yaml", &text).0
}

#[test]
fn a_child_is_one_whatever_draws_its_branch() {
    for mark in ["└ memo", "└─ memo", "├ memo", "├─ memo", "┣ memo", "--memo", "—— memo"] {
        let text = top(&format!("t Dto 可选 对象\n  • {mark}\n  • String\n  • 可选\n  • x\n  • 备注\n"), "", "");
        assert!(text.contains("{name: memo, type: text, "), "{mark}: {text}");
        assert!(!field_line(&text, "t").contains("limits"), "{mark}: {text}");
    }
}

#[test]
fn a_time_is_one_example_in_whatever_form() {
    for time in ["2000-01-01 00:00:00", "2000-01-01 00:00:00.123", "2000-01-01 00:00:00+08:00", "2000/01/01 00:00"] {
        let text = top(&format!("xf Date 可选 {time} 甲乙\n"), "", "");
        let line = field_line(&text, "xf");
        assert!(line.contains("zh: 甲乙"), "{time}: {line}");
        assert!(!line.contains("example: \"2000-01-01\""), "{time}: {line}");
    }
}

#[test]
fn rows_that_the_sample_shows_inside_an_object_are_asked_about() {
    for (holder, sample) in [
        (
            "items Object [] 明细",
            "<leaf_get_response><total>1</total><items><object><sku>a</sku></object></items></leaf_get_response>",
        ),
        ("items Object 明细", "<leaf_get_response><total>1</total><items><sku>a</sku></items></leaf_get_response>"),
        (
            "items Item [] 明细",
            "<leaf_get_response><total>1</total><items><item><sku>a</sku></item></items></leaf_get_response>",
        ),
    ] {
        let text = top("", &format!("{holder}\nsku String a 规格\n"), sample);
        assert!(field_line(&text, "sku").contains("review: [place]"), "{holder}: {text}");
        let flat = sample.replace("<total>", "<sku>a</sku><total>");
        let text = top("", &format!("{holder}\nsku String a 规格\n"), &flat);
        assert!(!field_line(&text, "sku").contains("place"), "{holder}: {text}");
    }
}

#[test]
fn one_record_of_which_the_sample_shows_several_is_asked_about() {
    let rows = "items Item 明细\n  • └ sku\n  • String\n  • a\n  • 规格\n";
    let sample = "<leaf_get_response><total>1</total><items><item><sku>a</sku></item><item><sku>b</sku></item></items></leaf_get_response>";
    let text = top("", rows, sample);
    assert!(field_line(&text, "items").contains("review: [type]"), "{text}");
    let one = sample.replace("<item><sku>b</sku></item>", "").replace("<item>", "").replace("</item>", "");
    assert!(!field_line(&top("", rows, &one), "items").contains("review"), "{one}");
}

#[test]
fn an_answer_without_a_label_is_one_of_the_head() {
    for (line, wanted) in [
        ("需要授权", "needs: shop_authorization"),
        ("免授权", "needs: none"),
        ("不需用户授权", "needs: none"),
        ("无需授权", "needs: none"),
        ("免费", "charge: free"),
        ("免费接口", "charge: free"),
    ] {
        let text = page(CLEAN, ERRORS).replace("请求方式", &format!("{line}\n请求方式"));
        let (text, ran) = spec_at(crate::rows::SPEC, &text);
        assert!(text.contains(&format!("\n{wanted}\n")), "{line}: {text}\n{}", ran.out);
    }
    let text = top("", "", "");
    assert!(text.contains("\nneeds: none\n") && text.contains("\ncharge: free\n"), "{text}");
}

#[test]
fn a_place_in_a_path_is_written_in_braces() {
    for path in [":leaf_no", "{leaf_no}"] {
        let text = page(CLEAN, ERRORS).replace("/leaf/plan", &format!("/leaf/{path}/plan"));
        let folder = tempfile::tempdir().unwrap();
        let ran = crate::support::import_page(&folder, &text);
        let made = format!("{}\n", ran.out);
        let file =
            made.lines().find_map(|line| line.trim().strip_prefix("wrote ").filter(|file| file.ends_with("plan.yaml")));
        let text = crate::support::read_file(&folder, file.unwrap_or_else(|| panic!("{path}: {made}")));
        assert!(text.contains("/leaf/{leaf_no}/plan") && text.contains("in: path"), "{path}: {text}");
    }
}
