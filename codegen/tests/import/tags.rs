//! What a page says in its tags and not between them, and pages that are nothing but HTML.

use crate::rows::{field_line, page, spec, spec_at};
use crate::support::{import_page, written_file};

#[test]
fn what_a_tag_says_of_a_row_is_read_as_its_description() {
    for (cells, wanted) in [
        ("String | <td title=\"必填, 最长 20\">否</td> | A | 种类", "required"),
        ("String | <td title=\"最长 20\">否</td> | A | 种类", "max_chars: 20"),
        ("String | 否 | A | <abbr title=\"已废弃\">种类</abbr>", "deprecated"),
        ("String | 否 | A | <abbr title='仅限红色'>种类</abbr>", "obligation"),
        ("int | 否 | 1 | <span data-tip=\"单位: 厘米\">种类</span>", "unit"),
        ("String | 否 | A | 种类<img src=\"a.png\" alt=\"最长 200 字\">", "max_chars: 200"),
        ("String | 否 | A | 种类<input placeholder=\"不超过 20 字\">", "max_chars: 20"),
        ("String | 否 | A | <a href=\"http://a.com\" title=\"必须与 leaf_no 同传\">种类</a>", "obligation"),
        ("String | 否 | A | 种类<i aria-label=\"1:甲,2:乙\"></i>", "values"),
        ("String | 否 | A | 种类<i title=必填/最长20></i>", "max_chars: 20"),
        ("String | 否 | A | 种类<i title=“必填, 最长 30”></i>", "max_chars: 30"),
        ("int | 否 | A | <span title=\"a > 0 时必填\">种类</span>", "required"),
        ("String | 否 | A | <el-tooltip content=\"已废弃\">种类</el-tooltip>", "deprecated"),
        ("String | 否 | A | <span class=\"x\"\n title=\"最长 20\">种类</span>", "max_chars: 20"),
        ("String | 否 | A | <span\ntitle=\"已废弃\"\nclass=\"x\">种类</span>", "deprecated"),
    ] {
        let (text, _) = spec(&page(&format!("kind | {cells} |\n"), "", ""));
        let line = field_line(&text, "kind");
        let told = line.contains(wanted);
        assert!(told && line.contains("zh: 种类}"), "{cells}: {wanted} in {line}");
    }
    let plain = spec(&page("kind | String | 否 | A | 种类 |\n", "", "")).0;
    for cells in [
        "String | <td data-title=\"必填\">否</td> | A | 种类",
        "String | 否 | A | <abbr title=\"种类\">种类</abbr>",
        "String | 否 | A | <span class=\"甲\" style=\"color:red\">种类</span>",
        "String | 否 | A | 种类<img src=\"a.png\" alt=\"图片\"/>",
        // What is sent may be XML.
        "String | 否 | <item title=\"最长 20\" desc=\"必填\"/> | 种类",
    ] {
        let plain = if cells.contains("<item") {
            plain.replace("example: \"A\"", "example: \"<item title=\\\"最长 20\\\" desc=\\\"必填\\\"/>\"")
        } else {
            plain.clone()
        };
        assert_eq!(spec(&page(&format!("kind | {cells} |\n"), "", "")).0, plain, "{cells}");
    }
}

#[test]
fn what_a_tag_says_beside_the_rows_is_left_to_a_person() {
    for (line, mark) in [
        ("<p title=\"每天只能调用 3 次\">说明</p>\n", "prose"),
        ("响应代码\n100 | 错 | <abbr title=\"不可重试\">查</abbr> |\n", "errors"),
        ("响应代码\n100 | 错 | 查 |\n说明:<b title=\"已废弃, 最长 20\">见</b>附录\n", "errors"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let text =
            page("", "", "").replace("请求参数\n", &format!("{}请求参数\n", if mark == "prose" { line } else { "" }));
        import_page(&folder, &format!("{text}{}", if mark == "errors" { line } else { "" }));
        let text = written_file(&folder, crate::rows::SPEC);
        let said = line.split('"').nth(1).unwrap();
        assert!(text.contains(mark) && text.contains(said), "{line}: {text}");
        assert!(!text.contains("deprecated:") && !text.contains("max_chars:"), "{line}: {text}");
    }
}

/// The same in a payload and on a page of a platform.
#[test]
fn what_a_tag_says_is_read_in_every_form() {
    let payload = r#"{"name": "taobao.leaf.get", "apiChineseName": "叶片", "requestParams": [{"name": "kind", "type": "String", "required": false, "description": "<span title='最长 20'>种类</span>"}], "responseParams": [], "errorCodes": []}"#;
    let (text, _) = spec_at("spec/top/leaf.get.yaml", payload);
    assert!(field_line(&text, "kind").contains("max_chars: 20"), "{text}");
    let top = "taobao.leaf.get (叶片)\n\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nkind String 可选 A <abbr title=\"最长 20\">种类</abbr>\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n";
    let (text, _) = spec_at("spec/top/leaf.get.yaml", top);
    let line = field_line(&text, "kind");
    assert!(line.contains("max_chars: 20") && line.contains("zh: 种类}"), "{text}");
}

#[test]
fn a_page_of_nothing_but_html_is_refused_with_what_to_do() {
    for begins in [
        "<!DOCTYPE html>\n<html>",
        "<html lang=\"zh\">",
        "\n<!doctype HTML PUBLIC \"x\">",
        "<?xml version=\"1.0\"?>\n<html>",
    ] {
        let text = format!(
            "{begins}<head><title>叶片</title></head><body><h2>接口地址: http://api.example.com/tool/leaf/plan</h2>\n<table><tr><th>名称</th><th>类型</th></tr>\n<tr><td>leaf_no</td><td>String</td></tr></table></body></html>\n"
        );
        let folder = tempfile::tempdir().unwrap();
        let ran = import_page(&folder, &text);
        assert_eq!(ran.code, 101, "{}", ran.out);
        assert!(
            ran.out.contains("a page in HTML") && ran.out.contains("select all of the page in a browser"),
            "{}",
            ran.out
        );
    }
}
