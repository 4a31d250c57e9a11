//! Two places of one document, or two documents, that say different things of the same: none of them is taken in silence.

use std::fs;

use serde_json::{Value, json};

use crate::rows::page;
use crate::support::{bad_findings, vvspec};
use crate::variants::other;

/// The marks of the operation as a whole.
pub(crate) fn marks(spec: &str) -> &str {
    spec.lines().find(|line| line.starts_with("review: [")).unwrap_or_else(|| panic!("no marks: {spec}"))
}

/// A payload with these members besides those that every one has.
fn payload(more: &Value) -> String {
    let mut whole = json!({
        "name": "taobao.leaf.get", "gmtModified": "x",
        "requestParams": [{"name": "leaf_no", "type": "String", "required": true, "description": "编号"}],
        "responseParams": [{"name": "total", "type": "Number", "description": "总数"}],
    });
    for (name, value) in more.as_object().expect("members") {
        whole[name] = value.clone();
    }
    whole.to_string()
}

/// The marks that a new payload with these members leaves.
fn of_payload(more: &Value) -> String {
    let (spec, _) = other("leaf.json", &payload(more));
    marks(&spec).to_owned()
}

#[test]
fn the_host_of_a_payload_is_held_against_that_of_the_platform_also_where_its_service_is_new() {
    let environment = |http: &str, https: &str| json!({"envConfigs": [{"httpUrl": http, "httpsUrl": https}]});
    for (members, wanted) in [
        (
            environment("", "https://api2.taobao.com/router/rest"),
            ", {what: hosts, was: eco.taobao.com, page: api2.taobao.com}]",
        ),
        (
            environment("http://api2.taobao.com/router/rest", ""),
            ", {what: hosts, was: eco.taobao.com, page: api2.taobao.com}]",
        ),
        (environment("http://gw.api.taobao.com/router/rest", "https://eco.taobao.com/router/rest"), "review: [effect]"),
        (json!({}), "review: [effect]"),
    ] {
        assert!(of_payload(&members).ends_with(wanted), "{members}: {}", of_payload(&members));
    }
}

#[test]
fn a_login_in_an_address_goes_and_its_host_stays() {
    for login in ["user:pw", "user", "a:b@c", "1798c6aadec33d1b:x%40y", "a.b+c:d!e"] {
        let text = page("", "total | int | 总数 | 3 |\n", "").replace("http://api", &format!("http://{login}@api"));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("plan.txt"), &text).unwrap();
        let ran = vvspec(&["import", "plan.txt", "--spec", "spec", "--write"], folder.path());
        assert_eq!(ran.code, 0, "{}", ran.out);
        let read = |file: &str| fs::read_to_string(folder.path().join("spec").join(file)).unwrap();
        assert!(read("vvtool/service.yaml").contains("url: \"http://api.example.com\""), "{login}");
        assert_eq!(marks(&read("vvtool/leaf/plan.yaml")), "review: [effect, shape, http]", "{login}");
        for part in login.split([':', '@']).filter(|part| part.len() > 1) {
            assert!(
                !read("docs.lock").contains(part) && !ran.out.contains(&format!("{part}@")),
                "{login}: {}",
                ran.out
            );
        }
    }
}

/// Nothing of a second page of the same operation is written: it counts as not taken, with what it says otherwise.
#[test]
fn the_second_page_of_an_operation_says_what_is_not_written() {
    let first = page("", "total | int | 总数 | 3 |\n", "");
    let row = |row: &str| page(row, "total | int | 总数 | 3 |\n", "");
    for (second, told) in [
        (row("hue | String | 否 | red | 颜色 |\n"), "request hue added"),
        (first.replace("| 是 | L1", "| 否 | L1"), "request leaf_no changed, required \"true\" -> \"false\""),
        (first.replace("请求参数\n", "备注: 禁止重复调用\n请求参数\n"), "禁止"),
        (first.replace("5 次/秒", "50 次/秒"), "\"5/second\" -> \"50/second\""),
        (first.replace("http://api", "http://other"), "host changed"),
        (format!("{first}响应代码\n101 | 另 | 查 |\n"), "error 101 另 added"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("a.txt", &first), ("b.txt", &second)] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let ran = vvspec(&["import", "a.txt", "b.txt", "--spec", "spec", "--write"], folder.path());
        assert_eq!(ran.code, 101, "{}", ran.out);
        let line = ran.out.lines().find(|line| line.contains("not imported: b.txt describes")).unwrap_or_default();
        assert!(line.contains(told), "{told}: {}", ran.out);
        assert_eq!(bad_findings(folder.path()), Vec::<String>::new());
    }
    // A copy says nothing else.
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.txt", "b.txt"] {
        fs::write(folder.path().join(name), &first).unwrap();
    }
    let ran = vvspec(&["import", "a.txt", "b.txt", "--spec", "spec", "--write"], folder.path());
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(ran.out.contains("by hand: b.txt describes the same operation"), "{}", ran.out);
}

#[test]
fn what_a_table_of_errors_says_beside_its_keys_and_without_codes_is_quoted() {
    let errors = |rows: &str| format!("{}响应代码\n{rows}", page("", "total | int | 总数 | 3 |\n", ""));
    let titled = |rows: &str| errors(&format!("代码 | 子错误码 | 代码描述 | 解决方案 |\n---|---|---|---|\n{rows}"));
    for (text, wanted) in [
        (
            titled("614 | isv.a | 错 | 查 |\n615 | isv.b | 又错 | 查 |\n616 | | 三 | |\n"),
            "子错误码: 614 isv.a, 615 isv.b",
        ),
        (
            titled(
                "614 | isv.a | 错 | 查 |\n其他 | | 四 | x |\n５００ | | 六 | x |\n600-699 | | 段 | x |\n7xx | | 另 | x |\n",
            ),
            "其他, ５００, 600-699, 7xx",
        ),
        (errors("614 | 错 | 查 |\n其他 | 四 | x |\n"), "其他 | 四 | x |"),
    ] {
        let (marks, said, _) = read(&text);
        assert!(said.iter().any(|said| said == wanted), "{wanted}: {said:?}");
        assert!(marks.iter().any(|mark| mark == "errors"), "{marks:?}");
    }
}

/// A page with these lines in its head and this as its sample request.
fn called(head: &str, sample: &str) -> String {
    let text = page(
        "kind | Number | 是 | 1 | 类型 |\nhue | String | 否 | red | 颜色 |\n",
        "total | int | 总数 | 3 |\n",
        "{\"code\":0,\"data\":{\"total\":3}}",
    );
    text.replace("频率限制", &format!("{head}频率限制"))
        .replace("响应参数\n", &format!("请求代码示例\n{sample}\n响应参数\n"))
}

/// A call: method, address, headers, fields.
type Sent<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)]);

/// The same call as people write it.
fn written((method, address, headers, fields): Sent<'_>) -> Vec<String> {
    let each = |list: &[(&str, &str)], made: &dyn Fn(&str, &str) -> String, by: &str| {
        list.iter().map(|(name, value)| made(name, value)).collect::<Vec<_>>().join(by)
    };
    let object = format!("{{{}}}", each(fields, &|name, value| format!("'{name}': '{value}'"), ", "));
    let query = each(fields, &|name, value| format!("{name}={value}"), "&");
    let lower = method.to_ascii_lowercase();
    let (host, path) = address.trim_start_matches("http://").split_once('/').expect("a path");
    vec![
        format!(
            "curl --location --request {method} '{address}' \\ {} {}",
            each(headers, &|name, value| format!("--header '{name}: {value}'"), " "),
            each(fields, &|name, value| format!("--form '{name}=\"{value}\"'"), " ")
        ),
        format!(
            "curl -X {method} \"{address}\" \\\n{} \\\n-d \"{query}\"",
            each(headers, &|name, value| format!("-H \"{name}: {value}\""), " \\\n")
        ),
        format!(
            "{method} /{path} HTTP/1.1\nHost: {host}\n{}\n\n{query}",
            each(headers, &|name, value| format!("{name}: {value}"), "\n")
        ),
        format!(
            "import requests\nurl = \"{address}\"\npayload = {object}\nheaders = {{{}}}\nr = requests.request(\"{method}\", url, headers=headers, data=payload)",
            each(headers, &|name, value| format!("'{name}': '{value}'"), ", ")
        ),
        format!(
            "import requests\nr = requests.{lower}(\"{address}\", headers={{{}}}, data={object})",
            each(headers, &|name, value| format!("'{name}': '{value}'"), ", ")
        ),
        format!(
            "<?php\ncurl_setopt_array($curl, array(\nCURLOPT_URL => '{address}',\nCURLOPT_CUSTOMREQUEST => '{method}',\nCURLOPT_POSTFIELDS => array({}),\nCURLOPT_HTTPHEADER => array(\n{}\n),\n));",
            each(fields, &|name, value| format!("'{name}' => '{value}'"), ","),
            each(headers, &|name, value| format!("'{name}: {value}'"), ",\n")
        ),
        format!(
            "RequestBody body = new MultipartBody.Builder().setType(MultipartBody.FORM)\n{}\n.build();\nRequest request = new Request.Builder()\n.url(\"{address}\")\n.method(\"{method}\", body)\n{}\n.build();",
            each(fields, &|name, value| format!(".addFormDataPart(\"{name}\",\"{value}\")"), "\n"),
            each(headers, &|name, value| format!(".addHeader(\"{name}\", \"{value}\")"), "\n")
        ),
        format!(
            "$.ajax({{\n url: \"{address}\",\n type: \"{method}\",\n headers: {{{}}},\n data: {object}\n}});",
            each(headers, &|name, value| format!("\"{name}\": \"{value}\""), ", ")
        ),
        format!(
            "params := url.Values{{}}\n{}\nreq, err := http.NewRequest(\"{method}\", \"{address}\", strings.NewReader(params.Encode()))\n{}",
            each(fields, &|name, value| format!("params.Set(\"{name}\", \"{value}\")"), "\n"),
            each(headers, &|name, value| format!("req.Header.Add(\"{name}\", \"{value}\")"), "\n")
        ),
        format!(
            "var client = new RestClient(\"{address}\");\nvar request = new RestRequest(Method.{method});\n{}\n{}",
            each(fields, &|name, value| format!("request.AddParameter(\"{name}\", \"{value}\");"), "\n"),
            each(headers, &|name, value| format!("request.AddHeader(\"{name}\", \"{value}\");"), "\n")
        ),
    ]
}

/// The words of `review` in a spec: those of the operation, and those of its request's fields.
fn words(spec: &str) -> Vec<String> {
    let lists = spec.lines().filter_map(|line| Some(line.split_once("review: [")?.1));
    let words = lists.flat_map(|list| list.split(']').next().unwrap_or_default().split(", "));
    words.filter(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '_')).map(str::to_owned).collect()
}

/// What an import of many texts leaves, one file each: the reader alone, which is what knows of samples.
fn read(text: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
    let document = crate::top_titles::read(text);
    let cues = document.rows.iter().flat_map(|row| row.review.clone());
    let marks = document.marks.iter().map(|mark| (*mark).to_owned());
    (marks.chain(cues).collect(), document.said, document.review.into_iter().map(|(_, why)| why).collect())
}

#[test]
fn a_sample_request_is_held_against_the_page() {
    const ADDRESS: &str = "http://api.example.com/tool/leaf/plan";
    const TOKEN: [(&str, &str); 1] = [("Authorization", "Bearer abc")];
    const FIELDS: [(&str, &str); 2] = [("leaf_no", "L1"), ("kind", "1")];
    let cases: [(Sent<'_>, &str, &str); 8] = [
        (("POST", ADDRESS, &TOKEN, &FIELDS), "", ""),
        (("GET", ADDRESS, &TOKEN, &FIELDS), "http", "GET"),
        (("PUT", ADDRESS, &TOKEN, &FIELDS), "http", "PUT"),
        (
            ("POST", "http://other.example.com/tool/leaf/plan", &TOKEN, &FIELDS),
            "http",
            "other.example.com/tool/leaf/plan",
        ),
        (("POST", "http://api.example.com/tool/leaf/other", &TOKEN, &FIELDS), "http", "/tool/leaf/other"),
        (("POST", ADDRESS, &[("Authorization", "Bearer abc"), ("X-Key", "abc")], &FIELDS), "auth", "X-Key"),
        (("POST", ADDRESS, &TOKEN, &[("leaf_no", "L1"), ("kind", "1"), ("hidden", "2")]), "example", "hidden"),
        (("POST", ADDRESS, &TOKEN, &[("box", "1"), ("ship", "2")]), "example", "box, ship"),
    ];
    for (sent, mark, said) in cases {
        for sample in written(sent) {
            let (marks, quoted, _) = read(&called("", &sample));
            if mark.is_empty() {
                assert_eq!((marks, quoted), (Vec::<String>::new(), Vec::<String>::new()), "{sample}");
                continue;
            }
            assert!(marks.iter().any(|known| known == mark), "{mark} in {marks:?}\n{sample}");
            assert!(quoted.iter().any(|quoted| quoted.contains(said)), "{said} in {quoted:?}\n{sample}");
        }
    }
}

#[test]
fn how_and_where_a_sample_sends_its_fields_is_held_against_the_page() {
    const ADDRESS: &str = "http://api.example.com/tool/leaf/plan";
    let json = "{\"leaf_no\":\"1\",\"kind\":1}";
    let typed = format!("curl '{ADDRESS}' -H 'Content-Type: application/json' -d '{json}'");
    let form = format!("curl '{ADDRESS}' -F leaf_no=1 -F 'kind=1'");
    for (head, sample, mark) in [
        ("", typed.clone(), ""),
        ("请求格式: JSON\n", typed.clone(), ""),
        ("请求格式: form-data\n", typed.clone(), "http"),
        ("请求格式: JSON\n", form.clone(), "http"),
        ("请求格式: form-data\n", form, ""),
        ("", format!("curl '{ADDRESS}' --data '{json}'"), "http"),
        ("", format!("curl '{ADDRESS}' --data '{{\"leaf_no\":\"1\",\"kind\":1,\"hidden\":2}}'"), "example"),
        ("", format!("curl '{ADDRESS}' --data \"{{\"leaf_no\":\"1\",\"kind\":1,\"hidden\":2}}\""), "example"),
        ("", format!("POST {ADDRESS}?leaf_no=1&kind=2"), "place"),
        ("", format!("curl -X POST '{ADDRESS}?kind=1' -F leaf_no=1"), "place"),
        ("", format!("curl -X POST '{ADDRESS}' -H 'kind: 1' -F leaf_no=1"), "place"),
        ("", format!("POST {ADDRESS}?leaf_no=1&kind=2&x=3"), "example"),
        ("", format!("curl -G '{ADDRESS}' -d leaf_no=1 -d kind=1"), "http"),
        ("", format!("curl '{ADDRESS}' -u a:b -F leaf_no=1 -F kind=1"), "auth"),
        // What a reader puts in is no other address.
        ("", "curl 'http://your-host/tool/leaf/plan' -F leaf_no=1 -F kind=1".to_owned(), ""),
        (
            "",
            "url = \"http://api.example.com\"\nr = requests.post(url + path, data={\"leaf_no\": 1, \"kind\": 2})"
                .to_owned(),
            "",
        ),
        // A picture is no address of a call.
        ("", format!("curl '{ADDRESS}' -F leaf_no=1 -F kind=1 -F hue=http://img.example.com/a.jpg"), ""),
        ("", "leaf_no:1\nkind:2\nhidden:3".to_owned(), "example"),
        ("", "{\"leaf_no\": 1, \"kind\": 2, \"hidden\": 3}".to_owned(), "example"),
        ("", "leaf_no=1&kind=2".to_owned(), ""),
    ] {
        let (marks, _, why) = read(&called(head, &sample));
        let found = marks.iter().any(|known| known == mark);
        assert!(if mark.is_empty() { marks.is_empty() } else { found }, "{mark:?}: {marks:?} {why:?}\n{sample}");
    }
}

/// What the reader finds stands in the spec, beside the operation.
#[test]
fn what_a_sample_request_contradicts_waits_in_the_spec() {
    let sample = "curl --location --request GET \"http://other.example.com/tool/leaf/other\" --header \"X-Key: abc\" --data '{\"leaf_no\":\"1\",\"hidden\":2}'";
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.txt"), called("", sample)).unwrap();
    let ran = vvspec(&["import", "plan.txt", "--spec", "spec", "--write"], folder.path());
    assert_eq!(ran.code, 0, "{}", ran.out);
    let spec = fs::read_to_string(folder.path().join("spec/vvtool/leaf/plan.yaml")).unwrap();
    for word in ["http", "auth", "example"] {
        assert!(words(&spec).contains(&word.to_owned()), "{word}: {spec}");
    }
    assert!(
        marks(&spec)
            .contains("{what: said, page: \"sample request: http://other.example.com/tool/leaf/other, GET, X-Key"),
        "{spec}"
    );
    assert_eq!(bad_findings(folder.path()), Vec::<String>::new(), "{spec}");
}
