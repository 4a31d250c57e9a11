//! The gate of the vv-tool service: what passes, what is refused and how.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::{call, changed, client, json, mock, mock_with, multipart, pairs, url_encoded};
use serde_json::Value;
use vvtool_mock::{Body, Options};

const SEND: &str = "/tool/erps/send";
const VALID: &[(&str, &str)] =
    &[("shop_id", "123456789"), ("tid", "123"), ("out_sid", "123456789"), ("company_code", "POST")];

#[test]
fn a_valid_call_gets_the_documented_example() {
    let mock = mock();
    let reply = call(&mock, SEND, &pairs(VALID));
    assert_eq!(reply["code"], 0);
    assert_eq!(reply["data"], serde_json::json!([{"withholding_money": 1, "success": true}]));
    let seen = mock.last_request().unwrap();
    assert_eq!((seen.method.as_str(), seen.path.as_str(), seen.body.as_str()), ("POST", SEND, "multipart"));
    assert_eq!(seen.operation.as_deref(), Some("vvtool/erps/send"));
    assert_eq!(seen.fields, pairs(VALID));
    assert_eq!((seen.refused, seen.notes), (None, vec![]));
}

#[test]
fn fields_are_checked() {
    type Case = (&'static str, &'static [(&'static str, Option<&'static str>)], i64, &'static str);
    let cases: &[Case] = &[
        ("without a required field", &[("tid", None)], 100, "missing: tid"),
        ("with a blank required field", &[("company_code", Some(" "))], 100, "missing: company_code"),
        ("with a flag that is neither 0 nor 1", &[("is_split", Some("yes"))], 100, "is_split is neither 0 nor 1"),
        (
            "with a carrier name that is too long",
            &[("company_code", Some("123456789012345678901"))],
            100,
            "company_code is longer than 20 characters",
        ),
        ("split without its list", &[("is_split", Some("1"))], 614, "is_split = 1 exactly when sub_tid is given"),
        ("a list without the flag", &[("sub_tid", Some("1,2"))], 614, "is_split = 1 exactly when sub_tid is given"),
        ("split with its list", &[("is_split", Some("1")), ("sub_tid", Some("1,2"))], 0, ""),
    ];
    let mock = mock();
    for (case, changes, code, reason) in cases {
        let reply = call(&mock, SEND, &changed(VALID, changes));
        assert_eq!(reply["code"], *code, "{case}: {reply}");
        assert_eq!(mock.last_request().unwrap().refused.unwrap_or_default(), *reason, "{case}");
    }
}

#[test]
fn what_is_odd_but_passes_is_noted() {
    let mock = mock();
    let reply = call(&mock, SEND, &changed(VALID, &[("colour", Some("red")), ("feature", Some(""))]));
    assert_eq!(reply["code"], 0);
    assert_eq!(mock.last_request().unwrap().notes, ["unknown field colour", "blank field feature"]);
}

#[test]
fn only_the_valid_token_opens() {
    let mock = mock();
    for header in [
        None,
        Some("Bearer wrong"),
        Some("mock-token"),
        Some("Basic mock-token"),
        Some("bearer mock-token"),
        Some("Bearer mock-token "),
    ] {
        let mut request = client().post(format!("{}{SEND}", mock.url)).multipart(multipart(&pairs(VALID)));
        if let Some(header) = header {
            request = request.header("authorization", header);
        }
        let reply = json(request.send().unwrap());
        // HTTP trims blanks around a header's value, so the last one is the valid token.
        let expected = if header.is_some_and(|header| header.trim_end() == "Bearer mock-token") { 0 } else { 401 };
        assert_eq!(reply["code"], expected, "{header:?}");
    }
    mock.set_token("another");
    assert_eq!(call(&mock, SEND, &pairs(VALID))["code"], 0);
}

#[test]
fn unknown_paths_and_methods_get_the_documented_error() {
    let mock = mock();
    for (method, path) in
        [("GET", SEND), ("PUT", SEND), ("POST", "/tool/erps/sent"), ("POST", "/"), ("POST", "/tool/erps/send/")]
    {
        let request =
            client().request(method.parse().unwrap(), format!("{}{path}", mock.url)).bearer_auth(mock.token());
        let response = request.multipart(multipart(&pairs(VALID))).send().unwrap();
        assert_eq!(response.status(), 200, "failures come with HTTP 200");
        let reply = json(response);
        assert_eq!(reply["code"], 404, "{method} {path}");
        assert_eq!(reply["msg"], "请求路径或请求方式错误", "{method} {path}");
    }
}

#[test]
fn body_styles_beyond_multipart_have_to_be_asked_for() {
    let strict = mock();
    let open = mock_with(Options { also_accept: vec![Body::Form, Body::Json], ..Options::default() });
    let object: Value = VALID
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Value::from(*value)))
        .collect::<serde_json::Map<_, _>>()
        .into();
    for (content_type, body) in
        [("application/x-www-form-urlencoded", url_encoded(&pairs(VALID))), ("application/json", object.to_string())]
    {
        for (mock, expected) in [(&strict, 100), (&open, 0)] {
            let request = client()
                .post(format!("{}{SEND}", mock.url))
                .bearer_auth(mock.token())
                .header("content-type", content_type);
            let response = request.body(body.clone()).send().unwrap();
            let reason = response.headers().get("x-mock-reason").map(|value| value.to_str().unwrap().to_owned());
            assert_eq!(json(response)["code"], expected, "{content_type}");
            assert_eq!(reason.as_deref(), (expected == 100).then_some("the body has to be multipart"));
        }
    }
    // Members of a JSON object have no order.
    let sorted = |mut fields: Vec<(String, String)>| {
        fields.sort();
        fields
    };
    assert_eq!(sorted(open.last_request().unwrap().fields), sorted(pairs(VALID)));
}

#[test]
fn a_broken_body_is_a_bad_request() {
    let mock = mock();
    let request = client().post(format!("{}{SEND}", mock.url)).bearer_auth(mock.token());
    let response =
        request.header("content-type", "multipart/form-data; boundary=x").body("no boundary in here").send().unwrap();
    assert_eq!(json(response)["code"], 100);
}

#[test]
fn a_reseller_has_a_prefix_and_a_bare_token() {
    let mock = mock_with(Options { prefix: "/papi".to_owned(), bare_token: true, ..Options::default() });
    let send = |path: &str, header: &str| {
        let request = client().post(format!("{}{path}", mock.url)).header("authorization", header);
        json(request.multipart(multipart(&pairs(VALID))).send().unwrap())["code"].clone()
    };
    assert_eq!(send("/papi/tool/erps/send", "mock-token"), 0);
    assert_eq!(send("/papi/tool/erps/send", "Bearer mock-token"), 401);
    assert_eq!(send("/tool/erps/send", "mock-token"), 404);
}

const TOKEN: &str = "/api/proxy/oauth/token";
const CREDENTIALS: &[(&str, &str)] =
    &[("grant_type", "client_credentials"), ("client_id", "mock-account"), ("client_secret", "mock-access-key")];

#[test]
fn the_token_endpoint_issues_tokens_and_a_new_one_ends_the_old() {
    let mock = mock();
    let fetch = |changes: &[(&str, Option<&str>)]| {
        json(
            client()
                .post(format!("{}{TOKEN}", mock.url))
                .multipart(multipart(&changed(CREDENTIALS, changes)))
                .send()
                .unwrap(),
        )
    };
    let first = fetch(&[]);
    assert_eq!(first["token_type"], "Bearer");
    let first = first["access_token"].as_str().unwrap().to_owned();
    assert_eq!(mock.token(), first);
    let second = fetch(&[])["access_token"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    assert_eq!(mock.token_fetches(), 2);
    for (token, code) in [(first, 401), (second, 0)] {
        let request = client().post(format!("{}{SEND}", mock.url)).bearer_auth(token);
        assert_eq!(json(request.multipart(multipart(&pairs(VALID))).send().unwrap())["code"], code);
    }
    for (change, code) in [
        (("client_secret", Some("wrong")), 401),
        (("client_id", Some("wrong")), 401),
        (("client_id", None), 100),
        (("grant_type", Some("password")), 100),
        (("grant_type", None), 100),
    ] {
        assert_eq!(fetch(&[change])["code"], code, "{change:?}");
    }
    assert_eq!(mock.token_fetches(), 2);
}

#[test]
fn the_log_shows_no_values() {
    let mock = mock();
    call(&mock, SEND, &changed(VALID, &[("colour", Some("a value"))]));
    let shown = format!("{:?} {:?} {:?}", mock.requests(), mock, mock.options());
    assert!(shown.contains("authorization") && shown.contains("colour"), "{shown}");
    for value in ["mock-token", "123456789", "a value", "mock-app-secret", "mock-access-key", "mock-session"] {
        assert!(!shown.contains(value), "{value} in {shown}");
    }
}
