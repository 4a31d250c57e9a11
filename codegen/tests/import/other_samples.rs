//! Samples besides the first, samples of requests on the platform's pages, and what a payload says besides its parameters.

use serde_json::{Value, json};
use vvtool_codegen::inner::import::document::Document;
use vvtool_codegen::inner::import::memory::compare;
use vvtool_codegen::inner::import::memory::lock::Locked;

use crate::rows::page;
use crate::top_titles::read;

/// The words of `review` of a document as a whole, and what is quoted beside them.
fn said(document: &Document) -> (Vec<&str>, String) {
    (document.marks.clone(), document.said.join(" / "))
}

#[test]
fn a_second_sample_reply_is_held_against_the_table_and_the_first() {
    let reply = "total | int | 总数 | 3 |\n";
    let errors = "响应代码\n100 | 错 | 查 |\n101 | 另 | 查 |\n";
    let first = "{\"code\":0,\"msg\":\"成功\",\"data\":{\"total\":3}}";
    for (second, mark, quoted) in [
        ("{\"code\":0,\"data\":{\"total\":4}}", "", ""),
        ("失败返回:\n{\"code\":100,\"msg\":\"错\"}", "", ""),
        ("{\"code\":0,\"data\":[{\"total\":3},{\"total\":4}]}", "shape", "data: an object, a list"),
        ("返回多条:\n{\"code\":0,\"data\":[{\"total\":3}]}", "shape", "data: an object, a list"),
        ("{\"code\":0,\"data\":{\"total\":4,\"more\":1}}", "reply", "more"),
        ("{\"code\":0,\"data\":[]}", "", ""),
        ("失败返回:\n{\"code\":615,\"msg\":\"没有\"}", "errors", "615 没有"),
        ("{\"code\":\"615\",\"msg\":\"没有\",\"data\":null}", "errors", "615 没有"),
        ("{\"code\":100,\"msg\":\"完全不同\"}", "errors", "100 完全不同"),
        ("{\"code\":0,\"data\":{\"total\":4}}\n{\"code\":0,\"data\":{\"total\":4,\"third\":1}}", "reply", "third"),
    ] {
        let document = read(&format!("{}{errors}", page("", reply, &format!("{first}\n\n{second}"))));
        let (marks, said) = said(&document);
        if mark.is_empty() {
            assert_eq!((marks, said.as_str()), (Vec::new(), ""), "{second}");
        } else {
            assert!(marks.contains(&mark) && said.contains(quoted), "{second}: {marks:?} {said}");
        }
    }
    // The only sample, of a failure that nobody knows.
    let document = read(&format!("{}{errors}", page("", reply, "{\"code\":615,\"msg\":\"没有\"}")));
    assert!(said(&document).0.contains(&"errors") && said(&document).1.contains("615 没有"), "{:?}", said(&document));
}

/// A TOP page with this in the places of samples.
fn bullets(code: &str, sample: &str, common: &str) -> String {
    format!(
        "taobao.leaf.get (叶片)\n\n查询叶片\n\n免费 不需用户授权\n\n公共参数\n{common}\n请求参数\n\n名称 类型 是否必须 示例值 更多限制 描述\nleaf_no String 必须 L1 编号\nkind Number 可选 1 类型\n\n响应参数\n\n名称 类型 示例值 描述\ntotal Number 1 总数\n\n请求示例\n\n  • JAVA\n  • CURL\n{code}\n\n响应示例\n\n  • XML示例\n  • JSON示例\n{sample}\n异常示例\n\n<error_response>\n    <code>50</code>\n    <sub_code>isv.invalid-parameter</sub_code>\n</error_response>\n\n错误码解释\n\n错误码 错误描述 解决方案\nisv.no-leaf 没有 重试\n"
    )
}

const JAVA: &str = "LeafGetRequest req = new LeafGetRequest();\nreq.setLeafNo(\"L1\");\nreq.setKind(1L);\nLeafGetResponse rsp = client.execute(req, sessionKey);";
const XML: &str = "<leaf_get_response>\n    <total>1</total>\n</leaf_get_response>\n";
const JSON: &str = "{\"leaf_get_response\":{\"total\":1}}\n";

/// The command that the platform's own pages show.
fn command(method: &str, fields: &str) -> String {
    format!(
        "curl -X POST 'http://gw.api.taobao.com/router/rest' \\\n-d 'app_key=1' \\\n-d 'method={method}' \\\n-d 'v=2.0' \\\n-d '{fields}'"
    )
}

/// Samples of a request of this method in all languages, each with what it contradicts.
fn requests() -> Vec<(String, &'static str)> {
    vec![
        (JAVA.to_owned(), ""),
        (JAVA.replace("LeafGet", "LeafPut"), "LeafPutRequest"),
        (format!("{JAVA}\nreq.setHidden(\"x\");"), "Hidden"),
        (command("taobao.leaf.get", "leaf_no=1"), ""),
        (command("taobao.leaf.put", "leaf_no=1"), "taobao.leaf.put"),
        (command("taobao.leaf.get", "leaf_no=1&hidden=2"), "hidden"),
        ("$req = new LeafPutRequest;\n$req->setLeafNo(\"123\");".to_owned(), "LeafPutRequest"),
        ("$req = new LeafGetRequest;\n$req->setHidden(\"1\");\n$req->setLeafNo(\"1\");".to_owned(), "Hidden"),
        ("LeafGetRequest req = new LeafGetRequest();\nreq.LeafNo = \"1\";\nreq.Hidden = 3;".to_owned(), "Hidden"),
        ("req=top.api.LeafGetRequest(url,port)\nreq.leaf_no=\"1\"\nreq.hidden=1".to_owned(), "hidden"),
        (
            "client.execute('taobao.leaf.put', {\n'leaf_no':'123'\n}, function(error, response) {})".to_owned(),
            "taobao.leaf.put",
        ),
    ]
}

#[test]
fn the_sample_request_of_a_method_calls_it_with_what_it_has() {
    for (code, wanted) in requests() {
        let demos = payload(&json!({"sdkDemos": [{"name": "JAVA", "descprition": code}]}));
        for text in [bullets(&code, XML, ""), demos] {
            let document = read(&text);
            let (marks, said) = said(&document);
            if wanted.is_empty() {
                assert_eq!((marks, said.as_str()), (Vec::new(), ""), "{code}");
            } else {
                assert!(marks.contains(&"example") && said.contains(wanted), "{wanted}: {marks:?} {said}\n{code}");
            }
        }
    }
    for (request, wanted) in [
        (json!({"leaf_no": "1"}), ""),
        (json!({"leaf_get": {"leaf_no": "1"}}), ""),
        (json!({"leaf_no": "1", "hidden": 1}), "hidden"),
        (json!({"hidden": 1}), "hidden"),
    ] {
        let document = read(&payload(&json!({"reqSampleJson": request.to_string()})));
        let (marks, said) = said(&document);
        assert!(
            if wanted.is_empty() { marks.is_empty() } else { said.contains(wanted) },
            "{request}: {marks:?} {said}"
        );
    }
}

#[test]
fn the_sample_replies_of_a_method_are_its_own_in_every_language() {
    let other = |sample: &str| sample.replace("leaf_get", "leaf_put");
    let more = |sample: &str| sample.replace("</total>", "</total><more>1</more>").replace(":1}", ":1,\"more\":2}");
    for (first, second) in [(XML, JSON), (JSON, XML)] {
        assert_eq!(said(&read(&bullets(JAVA, &format!("{first}{second}"), ""))).0, Vec::<&str>::new());
        for second in [other(second), more(second)] {
            let document = read(&bullets(JAVA, &format!("{first}{second}"), ""));
            assert!(said(&document).0.contains(&"reply"), "{second}: {:?}", said(&document));
        }
    }
    for key in ["rspSampleXml", "rspSampleSimplifyJson"] {
        let sample = if key.ends_with("Xml") { XML } else { JSON };
        let of = |sample: &str| payload(&json!({"rspSampleJson": JSON, key: sample}));
        assert_eq!(said(&read(&of(sample))).0, Vec::<&str>::new(), "{key}");
        for (sample, quoted) in [(other(sample), "leaf_put_response"), (more(sample), "more")] {
            let document = read(&of(&sample));
            let (marks, said) = said(&document);
            assert!(marks.contains(&"reply") && said.contains(quoted), "{key} {sample}: {marks:?} {said}");
        }
    }
}

/// A payload with these members besides those that every one has.
fn payload(more: &Value) -> String {
    let mut whole = json!({
        "name": "taobao.leaf.get", "gmtModified": "x", "labels": [{"displayName": "免费", "tips": "点击查看收费规则"}],
        "requestParams": [
            {"name": "leaf_no", "type": "String", "required": true, "description": "编号"},
            {"name": "kind", "type": "Number", "required": false, "description": "类型"},
        ],
        "responseParams": [{"name": "total", "type": "Number", "description": "总数"}],
        "errorCodes": [{"errorCode": "isv.no-leaf", "errorMsg": "没有", "solution": "重试"}],
    });
    for (name, value) in more.as_object().expect("members") {
        whole[name] = value.clone();
    }
    whole.to_string()
}

/// What stands beside the parameters of a payload: members, the mark, what is quoted.
fn sides() -> Vec<(Value, &'static str, &'static str)> {
    let label = |name: &str, tips: &str| json!({"labels": [{"displayName": name, "tips": tips}]});
    let all = |row: Value| json!({"publicParams": [{"name": "method", "required": true}, row]});
    let error = |key: &str, value: Value| {
        let mut error = json!({"errorCode": "isv.no-leaf", "errorMsg": "没有", "solution": "重试"});
        error[key] = value;
        json!({"errorCodes": [error]})
    };
    let shown = |code: &str| json!({"apiErrDemoJson": format!("{{\"error_response\":{{\"sub_code\":\"{code}\"}}}}")});
    vec![
        (label("免费", "点击查看收费规则"), "", ""),
        (label("不需用户授权", "不需要用户授权，就能获取到数据"), "", ""),
        (label("免费", "每秒 40 次"), "obligation", "每秒 40 次"),
        (label("免费", "每天限 40 次,必须申请"), "obligation", "必须申请"),
        (all(json!({"name": "session", "required": false})), "", ""),
        (all(json!({"name": "target_app_key", "required": false})), "", ""),
        (all(json!({"name": "target_app_key", "required": true})), "auth", "target_app_key (required)"),
        (all(json!({"name": "tenant", "required": false})), "auth", "tenant"),
        (all(json!({"name": "leaf_no", "required": true})), "auth", "leaf_no"),
        (
            json!({"labels": [{"displayName": "不需用户授权"}], "publicParams": [{"name": "session", "required": "1"}]}),
            "needs",
            "session",
        ),
        (json!({"publicResponseParams": [{"name": "request_id"}, {"name": "code"}]}), "", ""),
        (json!({"publicResponseParams": [{"name": "quota_left"}]}), "reply", "quota_left"),
        (error("retry", json!("禁止")), "errors", "retry: 禁止"),
        (error("subCode", json!(12)), "errors", "subCode: 12"),
        (error("id", json!(12)), "", ""),
        (error("hidden", json!(false)), "", ""),
        (json!({"description": "查询叶片"}), "", ""),
        (json!({"description": "查询叶片,每天 100 次"}), "rate_limit", "每天 100 次"),
        (shown("isv.invalid-parameter"), "", ""),
        (shown("isv.no-leaf"), "", ""),
        (shown("isv.other"), "errors", "isv.other"),
    ]
}

#[test]
fn what_a_payload_says_beside_its_parameters_is_asked_about() {
    for (members, mark, quoted) in sides() {
        let document = read(&payload(&members));
        let (marks, said) = said(&document);
        if mark.is_empty() {
            assert_eq!(marks, Vec::<&str>::new(), "{members}: {said}");
        } else {
            assert!(marks.contains(&mark) && said.contains(quoted), "{members}: {marks:?} {said}");
        }
    }
}

/// In a known payload it is news under a name of its own, and not that something somewhere changed.
#[test]
fn what_comes_to_the_sides_of_a_known_payload_is_news_with_a_name() {
    let lock = |members: &Value| Locked::of(&read(&payload(members)), "2026-01-02");
    let before = lock(&json!({}));
    let gone = |list: &str| {
        let mut row = json!({"name": "kind", "type": "Number", "required": false, "description": "类型"});
        row["deprecated"] = json!(true);
        json!({list: [{"name": "leaf_no", "type": "String", "required": true, "description": "编号"}, row]})
    };
    let error = |key: &str, value: Value| {
        let mut error = json!({"errorCode": "isv.no-leaf", "errorMsg": "没有", "solution": "重试"});
        error[key] = value;
        json!({"errorCodes": [error]})
    };
    for (members, named) in [
        (json!({"labels": [{"displayName": "免费", "tips": "每秒 40 次"}]}), "text labels"),
        (error("retry", json!("禁止")), "text errorCodes"),
        (error("deprecated", json!(true)), "text errorCodes"),
        (gone("requestParams"), "text deprecated"),
    ] {
        let changes = compare::documents(&before, &lock(&members));
        let told: Vec<String> = changes.iter().map(|change| change.path()).collect();
        assert!(told.iter().any(|told| told == named), "{members}: {told:?}");
    }
    assert!(compare::documents(&before, &lock(&json!({}))).is_empty());
}
