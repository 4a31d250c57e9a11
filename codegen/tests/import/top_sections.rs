//! What ends a section of a TOP page: whatever has the form of a heading or of titles does, and what stands in no section that is known is
//! read or left to a person.

use vvtool_codegen::inner::import::document::Document;

use crate::top_titles::read;

/// A page with these lines in its head, in its common section, and above its samples, above its errors and below its tools.
fn page(head: &str, common: &str, tables: &str, samples: &str, errors: &str, foot: &str) -> String {
    format!(
        "文档中心 > API类目 > 叶片API\n\ntaobao.leaf.get (叶片)\n\n查询叶片\n\n免费 不需用户授权\n{head}\n公共参数\n\n{common}\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nleaf_no String 必须 L1 叶片编号\n\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n\n{tables}\n请求示例\n\n  • JAVA\n1\n2\nTaobaoClient client = new DefaultTaobaoClient(url, appkey, secret);\n\n响应示例\n\n  • XML示例\n  • JSON示例\n1\n2\n<leaf_get_response>\n    <total>1</total>\n</leaf_get_response>\n\n异常示例\n\n  • XML示例\n  • JSON示例\n1\n2\n<error_response>\n    <code>50</code>\n    <sub_code>isv.invalid-parameter</sub_code>\n</error_response>\n\n{samples}\n{errors}\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n\nAPI工具\n\n如何获得此API\n\nFAQ\n\n{foot}\n返回\n顶部\n"
    )
}

const ERRORS: &str = "错误码解释";

fn codes(document: &Document) -> Vec<&str> {
    document.errors.iter().map(|error| error.code.as_str()).collect()
}

#[test]
fn a_plain_page_leaves_nothing_to_a_person() {
    let document = read(&page("", "", "", "", ERRORS, ""));
    assert_eq!((document.marks, document.review), (Vec::new(), Vec::new()));
}

#[test]
fn a_table_of_errors_is_read_under_every_heading() {
    for heading in [
        "错误码说明",
        "业务错误码",
        "异常码",
        "返回码",
        "返回码说明",
        "公共错误码",
        "子错误码",
        "Error Codes",
        "Errors",
        "錯誤碼解釋",
        "错误码：",
        "## 错误码",
        "出错怎么办",
        "叶片的东西",
        "",
    ] {
        let document = read(&page("", "", "", "", heading, ""));
        assert_eq!(codes(&document), ["isv.no-leaf"], "{heading}: {:?}", document.review);
        // Below all samples but the last too, and without one.
        let text = page("", "", "", "", heading, "");
        let (above, below) = text.split_once("异常示例").unwrap();
        let errors = below.split_once("</error_response>").unwrap().1;
        let document = read(&format!("{above}{errors}"));
        assert_eq!(codes(&document), ["isv.no-leaf"], "{heading}: {:?}", document.review);
        let above = above.split_once("响应示例").unwrap().0;
        let document = read(&format!("{above}{errors}"));
        assert_eq!(codes(&document), ["isv.no-leaf"], "{heading}: {:?}", document.review);
    }
    // A second one.
    for (titles, heading) in
        [("错误码 错误描述 解决方案", ""), ("错误码 错误描述", "平台错误"), ("Code\tMessage", "更多错误码")]
    {
        let with = if titles.contains('\t') { "\t" } else { " " };
        let more = format!("{heading}\n\n{titles}\nisv.leaf-gone{with}没有了\n");
        for text in [
            page("", "", "", "", ERRORS, &more),
            page("", "", "", &more, ERRORS, ""),
            page("", "", &more, "", ERRORS, ""),
        ] {
            let document = read(&text);
            let mut codes = codes(&document);
            codes.sort_unstable();
            assert_eq!(codes, ["isv.leaf-gone", "isv.no-leaf"], "{text}{:?}", document.review);
            assert!(document.rows.len() == 2, "{text}");
        }
    }
}

#[test]
fn what_stands_in_no_known_section_is_left_to_a_person() {
    for lines in [
        "状态说明\n\n状态 含义\n1 待付款\n2 已付款\n",
        "状态说明\n状态\t含义\n1\t待付款\n2\t已付款\n",
        "狀態說明\n\n狀態 含義\n1 待付款\n",
        "注意事项\n\nleaf_no 与 total 二选一必填\n",
        "State values\n\nState Meaning\n1 待付款\n",
        "本接口与旧接口并行\n",
    ] {
        for text in [page("", "", lines, "", ERRORS, ""), page("", "", "", lines, ERRORS, "")] {
            let document = read(&text);
            assert!(document.marks.contains(&"prose"), "{text}{:?}", document.review);
            let first = lines.lines().next().unwrap();
            assert!(document.said.iter().any(|said| said.contains(first)), "{text}{:?}", document.said);
            let total = document.rows.iter().find(|row| row.name == "total").unwrap();
            assert_eq!((total.ty.as_str(), total.term.as_str(), total.values.len()), ("Number", "总数", 0), "{text}");
            assert_eq!(codes(&document), ["isv.no-leaf"], "{text}");
        }
    }
    // Rows go on below it.
    let text = page("", "", "注意事项\n\nmore String 1 更多\n", "", ERRORS, "");
    let document = read(&text);
    let more = document.rows.iter().find(|row| row.name == "more").unwrap();
    assert!(more.review.iter().any(|cue| cue == "place"), "{more:?}");
    let document = read(&page("", "", "", "", ERRORS, "状态 含义\n1 待付款\n"));
    assert!(document.marks.contains(&"prose"), "{:?}", document.review);
}

#[test]
fn what_the_head_says_of_calls_is_read_or_left_to_a_person() {
    for (line, mark) in [
        ("请求方式: GET", "http"),
        ("调用方式：GET", "http"),
        ("每天 5000 次", "prose"),
        ("查询叶片,每秒 40 次", "prose"),
        ("免费 每天 5000 次", "prose"),
        ("频率限制: 每店每秒 40 次", "rate_limit"),
        ("注意: 即将变更", "prose"),
    ] {
        let document = read(&page(&format!("{line}\n"), "", "", "", ERRORS, ""));
        assert!(document.marks.contains(&mark), "{line}: {:?}", document.marks);
        assert!(document.said.iter().any(|said| line.contains(said.as_str())), "{line}: {:?}", document.said);
    }
    for line in ["频率限制: 40 次/秒", "流量限制: 每秒 40 次", "調用頻率: 40 次/秒", "QPS: 40"] {
        let document = read(&page(&format!("{line}\n"), "", "", "", ERRORS, ""));
        let known = document.facts.rate_limit.is_some() || document.marks.contains(&"prose");
        assert!(known, "{line}: {:?}", document.marks);
    }
    assert_eq!(read(&page("请求方式: POST\n", "", "", "", ERRORS, "")).marks, Vec::<&str>::new());
}

#[test]
fn the_address_of_the_gateway_is_no_second_page() {
    for common in [
        "请求地址:\n环境 HTTP请求地址 HTTPS请求地址\n正式环境 http://gw.api.taobao.com/router/rest https://eco.taobao.com/router/rest\n",
        "请求地址: https://eco.taobao.com/router/rest\n",
        "请求地址\n\n正式环境\thttp://gw.api.taobao.com/router/rest\thttps://eco.taobao.com/router/rest\n",
    ] {
        let document = read(&page("", common, "", "", ERRORS, ""));
        assert_eq!(document.operation.as_deref(), Some("taobao.leaf.get"));
        assert_eq!(document.facts.host.as_deref(), Some("https://eco.taobao.com"), "{common}");
        assert_eq!(document.marks, Vec::<&str>::new(), "{common}");
    }
    let common =
        "请求地址:\n正式环境 https://eco.taobao.com/router/rest\n海外环境 https://api.taobao.com/router/rest\n";
    assert_eq!(read(&page("", common, "", "", ERRORS, "")).marks, ["http"]);
}

#[test]
fn a_sample_of_another_method_is_asked_about() {
    let text = page("", "", "", "", ERRORS, "");
    let json = "{\"leaf_get_response\": {\"total\": 1}}";
    let xml = "<leaf_get_response>\n    <total>1</total>\n</leaf_get_response>";
    for text in [text.clone(), text.replace(xml, json), text.replace(xml, &format!("<?xml version=\"1.0\"?>\n{xml}"))] {
        assert_eq!(read(&text).marks, Vec::<&str>::new(), "{text}");
        assert_eq!(read(&text.replace("taobao.leaf.get", "taobao.leaf.put")).marks, ["reply"], "{text}");
    }
    assert_eq!(read(&text.replace("leaf_get_response", "taobao_leaf_get_response")).marks, Vec::<&str>::new());
}

/// Blanks part the cells of a copied page, and stand inside of its messages too.
#[test]
fn a_message_is_no_shorter_than_it_is_without_a_word() {
    for (row, message, doubtful) in [
        ("isv.a 交易不存在 请检查", "交易不存在", false),
        ("isv.a 交易不存在 请检查 tid", "交易不存在", false),
        ("isv.a Invalid arguments 请检查", "Invalid arguments", true),
        ("isv.a user not exist", "user not exist", true),
        ("isv.a Forbidden", "Forbidden", false),
        ("isv.a 参数 tid 无效,格式不对 检查 tid", "参数", true),
        ("isv.a sku_id 不存在 请检查", "sku_id", true),
        ("isv.a\tInvalid arguments\t请检查", "Invalid arguments", false),
        ("isv.a\t参数 tid 无效\t检查 tid", "参数 tid 无效", false),
        ("isv.a | Invalid arguments | 请检查", "Invalid arguments", false),
        ("| isv.a | 参数 tid 无效 | 检查 tid |", "参数 tid 无效", false),
    ] {
        let text =
            page("", "", "", "", ERRORS, "").replace("isv.no-leaf 没有 重试", &format!("isv.no-leaf 没有 重试\n{row}"));
        let document = read(&text);
        let found = document.errors.iter().find(|error| error.code == "isv.a");
        let found = found.map(|error| (error.message.as_str(), error.doubtful));
        assert_eq!(found, Some((message, doubtful)), "{row:?} {:?}", document.errors);
    }
}

/// One word that nobody knows is no reason to forget the labels beside it.
#[test]
fn an_unknown_label_hides_none_beside_it() {
    for (line, needs, charged) in [
        ("￥开放平台增值API 必须用户授权", Some(true), None),
        ("免费 不需用户授权 公测", Some(false), Some(false)),
        ("免费 不需用户授权 公测 限白名单", Some(false), Some(false)),
        ("基础API 需要授权", Some(true), None),
        ("增值API 不需用户授权", Some(false), None),
        ("￥收费 内测 必须用户授权", Some(true), None),
    ] {
        let document = read(&page("", "", "", "", ERRORS, "").replacen("免费 不需用户授权", line, 1));
        let facts = &document.facts;
        assert_eq!((facts.needs_authorization(), facts.is_charged()), (needs, charged), "{line} {facts:?}");
        assert!(document.marks.contains(&"prose"), "{line} {:?}", document.marks);
        assert!(
            document.said.iter().any(|said| line.starts_with(said.trim_end_matches('…'))),
            "{line} {:?}",
            document.said
        );
    }
    // A sentence is none.
    for line in ["查询叶片,需要授权的除外", "叶片 的 说明 很 长 很 长 需要授权"] {
        let document = read(&page(line, "", "", "", ERRORS, ""));
        assert_eq!(document.facts.needs_authorization(), Some(false), "{line}");
    }
}
