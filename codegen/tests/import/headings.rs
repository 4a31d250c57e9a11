//! Headings in all the ways they are written, and those that nobody knows: no row and no sample below one is lost without a word.

use crate::rows::{field_line, spec_at};

/// A page of vv-tool with these lines between the header table and the reply, and this heading above the sample.
fn page(request: &str, sample: &str) -> String {
    format!(
        "接口地址: http://api.example.com/tool/leaf/plan\n接口介绍: 叶片计划\n请求方式: POST\n频率限制: 5 次/秒\n请求头参数\nAuthorization | string | 是 | 授权 access_token | Bearer 1 |\n{request}请求示例\nleaf_no:1\n响应参数\ncode | int | 错误码 |\nmsg | string | 描述 |\ntotal | int | 总数 |\n{sample}响应代码\n100 | 错 | 查 |\n"
    )
}

const ROWS: &str = "leaf_no | String | 是 | L1 | 叶片编号 |\nkind | String | 否 | A | 种类 |\n";

fn vvtool(text: &str) -> String {
    spec_at(crate::rows::SPEC, text).0
}

#[test]
fn fields_below_the_heading_of_a_body_are_in_no_header() {
    for heading in [
        "请求参数",
        "請求參數",
        "请求参数（Body）",
        "请求参数 (multipart/form-data)",
        "業務參數",
        "请求报文",
        "输入",
        "请求参数 Body",
        "请求参数 | | | |",
        "Request Body",
        "form-data 参数",
        "表单参数",
        "【請求參數】",
        "二、請求參數",
        "应用级输入参数",
    ] {
        let text = vvtool(&page(&format!("{heading}\n{ROWS}"), ""));
        for name in ["leaf_no", "kind"] {
            let line = field_line(&text, name);
            assert!(!line.contains("in: ") && !line.contains("review"), "{heading}: {line}");
        }
    }
    let text = vvtool(&page(&format!("Body 参数（application/json）\n{ROWS}"), ""));
    assert!(text.contains("body: json") && !text.contains("in: header"), "{text}");
}

#[test]
fn a_place_that_a_heading_says_is_that_of_its_fields() {
    for (heading, place) in [
        ("请求参数:Query", "in: query"),
        ("请求参数：Query", "in: query"),
        ("查詢參數", "in: query"),
        ("URL参数", "in: query"),
        ("Header 参数", "in: header"),
        ("請求頭參數", "in: header"),
        ("Path 参数", "review: [place]"),
        ("路徑參數", "review: [place]"),
        ("Query/Body 参数", "review: [place]"),
    ] {
        let text = vvtool(&page(&format!("{heading}\n{ROWS}"), ""));
        assert!(field_line(&text, "kind").contains(place), "{heading}: {text}");
    }
}

#[test]
fn an_unknown_line_ends_the_table_of_headers() {
    for heading in ["リクエスト", "叶片的东西", "参数", "参数说明", "Params", "Whatever", "叶片 | | |"]
    {
        let text = vvtool(&page(&format!("{heading}\n{ROWS}"), ""));
        for name in ["leaf_no", "kind"] {
            let line = field_line(&text, name);
            assert!(!line.contains("in: header") && line.contains("review: [place]"), "{heading}: {line}");
        }
    }
    // Words on a header are no heading.
    let text = vvtool(&page(&format!("X-Leaf | String | 是 | 1 | 叶片 |\n这是叶片的头\n请求参数\n{ROWS}"), ""));
    assert!(
        field_line(&text, "X-Leaf").contains("in: header") && !field_line(&text, "kind").contains("in: "),
        "{text}"
    );
}

#[test]
fn a_sample_is_read_whatever_it_is_called() {
    let sample = r#"{"code": 0, "msg": "成功", "data": [{"total": 1}, {"total": 2}]}"#;
    for heading in [
        "返回数据",
        "返回样例",
        "返回数据(JSON)",
        "響應示例",
        "成功返回",
        "响应样例",
        "返回結果示例",
        "返回JSON",
        "示例返回",
        "返回样例：",
        "Response Example",
        "叶片的回信",
    ] {
        let text = vvtool(&page(&format!("请求参数\n{ROWS}"), &format!("{heading}\n{sample}\n")));
        assert!(text.contains("data: {list_of: LeafPlanData}\n"), "{heading}: {text}");
    }
}

/// A page of a platform with these lines as its request.
fn top(request: &str) -> String {
    let text = format!(
        "taobao.leaf.get (叶片)\n\n查询叶片\n\n公共参数\n\n{request}\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n"
    );
    spec_at("spec/top/leaf.get.yaml", &text).0
}

#[test]
fn no_heading_of_a_platform_loses_the_rows_below_it() {
    const TITLES: &str = "名称 类型 是否必须 示例值 更多限制 描述\n";
    let rows = "leaf_no String 必须 L1 叶片编号\nkind String 可选 A 种类\n";
    for heading in ["请求参数", "請求參數", "入参", "请求参数列表", "请求参数（业务）", "请求参数 (Body)", "业务参数:"]
    {
        let text = top(&format!("{heading}\n\n{TITLES}{rows}"));
        for name in ["leaf_no", "kind"] {
            assert!(!field_line(&text, name).contains("review"), "{heading}: {text}");
        }
        assert!(field_line(&text, "leaf_no").contains("required: true"), "{heading}: {text}");
    }
    for heading in ["リクエスト", "叶片的东西", "参数", "Whatever it is"] {
        let text = top(&format!("{heading}\n\n{TITLES}{rows}"));
        let bare = top(&format!("{heading}\n\n{rows}"));
        for name in ["leaf_no", "kind"] {
            for text in [&text, &bare] {
                assert!(field_line(text, name).contains("review: [place]"), "{heading}: {text}");
            }
        }
    }
    // What all methods have in common is the client's.
    let text = top(&format!("{TITLES}method String 可选 x 方法\n\n请求参数\n\n{TITLES}{rows}"));
    assert!(!text.contains("name: method") && text.contains("\nreview: [effect]\n"), "{text}");
}

/// What a heading says in brackets holds for all that stands below it: the rows are read, and a person is told its words.
#[test]
fn what_a_heading_says_in_brackets_is_left_to_a_person() {
    let whole = |request: &str, reply: &str, errors: &str| {
        page(&format!("{request}\n{ROWS}"), "")
            .replace("响应参数\n", &format!("{reply}\n"))
            .replace("响应代码\n", &format!("{errors}\n"))
    };
    let plain = vvtool(&whole("请求参数", "响应参数", "响应代码"));
    for (heading, other) in [
        ("请求参数", "请求参数（2026-03-01 起生效）"),
        ("请求参数", "### 请求参数(海外店铺全部必填)"),
        ("请求参数", "【请求参数】（僅供參考）"),
        ("请求参数", "Request Parameters (VIP only)"),
        ("响应参数", "响应参数(仅 VIP 返回)"),
        ("响应参数", "返回参数【需申请权限】："),
        ("响应参数", "**出参**（金额单位为分）"),
        ("响应代码", "### 错误码(仅供参考)"),
        ("响应代码", "错误码（沙箱与正式环境不同）"),
        ("响应参数", "响应参数(VIP)"),
        ("响应参数", "响应参数(beta)"),
        ("响应参数", "响应参数(code=0)"),
        ("响应参数", "响应参数(仅 VIP 时 type=1 返回)"),
        ("响应参数", "响应参数(JSON)(仅 VIP)"),
        ("响应参数", "响应参数「仅 VIP」"),
    ] {
        let put = |of: &str| if of == heading { other.to_owned() } else { of.to_owned() };
        let folder = tempfile::tempdir().unwrap();
        let ran = crate::support::import_page(&folder, &whole(&put("请求参数"), &put("响应参数"), &put("响应代码")));
        let text = crate::support::written_file(&folder, crate::rows::SPEC);
        let said = other.trim_matches(['#', '*', ' ']);
        assert!(text.contains(said) && text.contains("prose"), "{other}: {}\n{text}", ran.out);
        let rest =
            |text: &str| text.lines().filter(|line| !line.starts_with("review: ")).collect::<Vec<_>>().join("\n");
        assert_eq!(rest(&crate::support::without_said(&text)), rest(&plain), "{other}");
    }
    for (request, reply, errors) in [
        ("请求参数(Body)", "响应参数（Response）", "错误码（必读）"),
        ("请求参数（Form）", "响应参数(JSON)", "### 错误码(Error Codes)"),
        ("请求参数(POST)", "【响应参数】", "错误码(共 1 个)"),
        ("请求参数(Body)", "响应参数(JSON)(UTF-8)", "错误码"),
        ("请求参数", "响应参数(application/json;charset=UTF-8)", "错误码<br>"),
    ] {
        assert_eq!(vvtool(&whole(request, reply, errors)), plain, "{request} {reply} {errors}");
    }
}

#[test]
fn a_place_beside_another_remark_is_that_of_the_fields() {
    for heading in
        ["请求参数(仅 VIP)(Query)", "请求参数(Query)(仅 VIP)", "请求参数(Query,仅 VIP)", "请求参数（仅 VIP / Query）"]
    {
        let folder = tempfile::tempdir().unwrap();
        crate::support::import_page(&folder, &page(&format!("{heading}\n{ROWS}"), ""));
        let text = crate::support::written_file(&folder, crate::rows::SPEC);
        assert!(field_line(&text, "leaf_no").contains("in: query"), "{heading}: {text}");
        assert!(text.contains(heading), "{heading}: {text}");
    }
}

#[test]
fn a_heading_of_an_object_says_more_in_its_brackets() {
    for heading in ["leaf(仅 VIP 返回)", "leaf（退货时）", "### leaf【需申请权限】"] {
        let reply =
            format!("leaf | Object | 叶片 |\nother | String | 别的 |\n{heading}\nleaf_code | String | 叶号 |\n");
        let folder = tempfile::tempdir().unwrap();
        let whole = page(&format!("请求参数\n{ROWS}"), "").replace("响应参数\n", &format!("响应参数\n{reply}"));
        crate::support::import_page(&folder, &whole);
        let text = crate::support::written_file(&folder, crate::rows::SPEC);
        let said = heading.trim_start_matches(['#', ' ']);
        assert!(text.contains("leaf_code") && text.contains("prose") && text.contains(said), "{heading}: {text}");
    }
}

#[test]
fn a_column_that_nobody_knows_gives_no_field_its_unit() {
    let table = "名称 | 类型 | 必填 | 金额(元) | 描述 |\nleaf_no | String | 是 | L1 | 叶片编号 |\nleaf_count | int | 否 | 20 | 叶片数 |\n";
    let text = vvtool(&page(&format!("请求参数\n{table}"), ""));
    for name in ["leaf_no", "leaf_count"] {
        let line = field_line(&text, name);
        assert!(!line.contains("yuan") && !line.contains("money"), "{line}");
    }
}

#[test]
fn what_a_title_of_columns_says_in_brackets_is_left_to_a_person() {
    let table = |titles: &str| vvtool(&page(&format!("请求参数\n{titles} |\n{ROWS}"), ""));
    let plain = table("名称 | 类型 | 必填 | 示例 | 描述");
    for titles in ["名称 | 类型 | 必填(退货时) | 示例 | 描述", "名称 | 类型 | 必填 | 示例 | 描述（金额单位为分）"]
    {
        let folder = tempfile::tempdir().unwrap();
        crate::support::import_page(&folder, &page(&format!("请求参数\n{titles} |\n{ROWS}"), ""));
        let text = crate::support::written_file(&folder, crate::rows::SPEC);
        let said = titles.split(" | ").find(|title| title.contains(['(', '（'])).unwrap();
        assert!(
            text.contains(&format!("page: {said}}}")) || text.contains(&format!("page: \"{said}\"}}")),
            "{titles}: {text}"
        );
    }
    assert_eq!(table("名称(Name) | 类型(Type) | 必填(Y/N) | 示例 | 描述"), plain);
    // And those of a platform.
    let rows = "leaf_no String 必须 L1 叶片编号\n";
    for (titles, asks) in [
        ("名称 类型 是否必须 示例值 更多限制 描述（金额单位为分）", true),
        ("名称 类型 是否必须(退货时) 示例值 更多限制 描述", true),
        ("名称 类型 是否必须 示例值 更多限制 描述(Description)", false),
    ] {
        let text = top(&format!("请求参数\n\n{titles}\n{rows}"));
        assert_eq!(text.contains("\nreview: [effect, prose]"), asks, "{titles}: {text}");
    }
    let heading = top(&format!("请求参数（2026-03-01 起生效）\n\n名称 类型 是否必须 示例值 更多限制 描述\n{rows}"));
    assert!(
        heading.contains("\nreview: [effect, prose]") && field_line(&heading, "leaf_no").contains("required: true"),
        "{heading}"
    );
}
