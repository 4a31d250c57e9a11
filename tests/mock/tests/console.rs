//! The console without a browser: who is answered, what is shown of what arrived, and what is refused in words.
#![cfg(feature = "console")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use common::{
    SPEC, changed, client, common as common_params, json, mock, mock_with, multipart, pairs, sign, url_encoded,
};
use reqwest::blocking::Response;
use serde_json::{Value, json};
use vvtool_mock::{Mock, Options};

const OWN_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../own-spec/spec");
const SEND: &[(&str, &str)] = &[("shop_id", "1"), ("tid", "1"), ("out_sid", "1"), ("company_code", "POST")];

fn console() -> Options {
    Options { console: true, stateful: true, ..Options::default() }
}

fn get(mock: &Mock, path: &str) -> Response {
    client().get(format!("{}{path}", mock.url)).send().unwrap()
}

fn text(mock: &Mock, path: &str) -> String {
    let response = get(mock, path);
    assert_eq!(response.status(), 200, "{path}");
    response.text().unwrap()
}

/// A request by hand, as a browser or another program may send it. Status and body.
fn by_hand(mock: &Mock, line: &str, headers: &[(&str, &str)]) -> (u16, String) {
    let address = mock.url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let head = format!("{line} HTTP/1.1\r\nconnection: close\r\ncontent-length: 0\r\n{headers}\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let mut whole = String::new();
    stream.read_to_string(&mut whole).unwrap();
    let (head, body) = whole.split_once("\r\n\r\n").unwrap();
    assert!(!head.to_lowercase().contains("access-control-"), "{head}");
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

fn send(mock: &Mock, fields: &[(String, String)], header: (&'static str, &str)) -> Response {
    let request = client().post(format!("{}/tool/erps/send", mock.url)).bearer_auth(mock.token());
    request.header(header.0, header.1).multipart(multipart(fields)).send().unwrap()
}

#[test]
fn it_is_served_when_it_is_asked_for() {
    let without = mock();
    assert_eq!(json(get(&without, "/__mock/"))["msg"], "请求路径或请求方式错误");
    let with = mock_with(console());
    let page = get(&with, "/__mock/");
    let header =
        |name: &str| page.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    assert_eq!((page.status().as_u16(), header("content-type").as_str()), (200, "text/html; charset=utf-8"));
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "connect-src 'self'", "script-src 'self'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert_eq!(header("access-control-allow-origin"), "");
    let page = page.text().unwrap();
    for file in ["page.css", "page.js", "console.js"] {
        assert!(page.contains(&format!("\"{file}\"")), "the page asks for no {file}");
        text(&with, &format!("/__mock/{file}"));
    }
    assert!(page.contains("<form data-call=\"vvtool/erps/send\">") && !page.contains("http-equiv"));
    let moved = get(&with, "/__mock");
    assert_eq!((moved.status().as_u16(), moved.headers()["location"].to_str().unwrap()), (308, "/__mock/"));
    let nothing = get(&with, "/__mock/nothing");
    assert_eq!(nothing.status(), 404);
    assert!(nothing.text().unwrap().contains("openapi/SERVICE.json, log, state and reset"));
    // What is asked of the console is no request of the API.
    assert_eq!((with.arrived(), without.arrived()), (0, 1));
}

#[test]
fn the_specs_are_served_as_openapi_with_this_server_as_the_only_one() {
    let mock = mock_with(Options { prefix: "/papi".to_owned(), ..console() });
    for (service, path) in [("vvtool", "/papi"), ("top", "")] {
        let document: Value = serde_json::from_str(&text(&mock, &format!("/__mock/openapi/{service}.json"))).unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        let servers: Vec<_> = document["servers"].as_array().unwrap().iter().map(|server| &server["url"]).collect();
        assert_eq!(servers, [&json!(format!("{}{path}", mock.url))]);
    }
    let unknown = get(&mock, "/__mock/openapi/vvtol.json");
    assert_eq!(unknown.status(), 404);
    assert!(unknown.text().unwrap().contains("did you mean \"vvtool\"?"));
}

#[test]
fn only_who_names_this_machine_is_answered() {
    let mock = mock_with(console());
    let port = mock.url.rsplit(':').next().unwrap();
    let here = format!("127.0.0.1:{port}");
    for path in ["/__mock/", "/__mock/log", "/__mock/openapi/top.json", "/tool/erps/send", "/router/rest"] {
        for host in [&format!("evil.example:{port}"), "evil.example", "127.0.0.1:1", "localhost"] {
            let (status, words) = by_hand(&mock, &format!("GET {path}"), &[("host", host)]);
            assert_eq!(status, 421, "{path} {host}");
            assert!(words.contains(&format!("127.0.0.1:{port} or localhost:{port}")), "{words}");
        }
        let (status, _) = by_hand(&mock, &format!("GET http://evil.example{path}"), &[("host", &here)]);
        assert_eq!(status, 421, "{path}");
        let (status, _) = by_hand(&mock, &format!("GET {path}"), &[("host", &format!("localhost:{port}"))]);
        assert_eq!(status, 200, "{path}");
    }
    assert_eq!(mock.arrived(), 2);
    // A server without a console answers under every name, as tests of clients need it.
    let without = mock_with(Options::default());
    assert_eq!(by_hand(&without, "GET /tool/erps/send", &[("host", "evil.example")]).0, 200);
}

#[test]
fn no_other_site_changes_what_there_is() {
    let mock = mock_with(console());
    mock.put("trade", json!({"tid": "1"})).unwrap();
    mock.set_balance(7).unwrap();
    let port = mock.url.rsplit(':').next().unwrap();
    let host = format!("127.0.0.1:{port}");
    let state = || serde_json::from_str::<Value>(&text(&mock, "/__mock/state")).unwrap();
    assert_eq!((&state()["balance"], &state()["things"][0]["key"]), (&json!(7), &json!("1")));
    send(&mock, &pairs(SEND), ("x", "y"));
    let before = state();
    assert_ne!(before["balance"], 7);
    assert_ne!(before["things"][0]["value"]["status"], "WAIT_SELLER_SEND_GOODS");

    let evil = format!("http://evil.example:{port}");
    let other = format!("http://localhost:{port}");
    for (line, origin, more) in [
        ("POST /__mock/reset", None, None),
        ("POST /__mock/reset", Some("null"), None),
        ("POST /__mock/reset", Some(&*evil), None),
        // The same machine under its other name is another origin.
        ("POST /__mock/reset", Some(&*other), None),
        ("POST /tool/erps/send", Some(&*evil), None),
        ("POST /router/rest", Some("null"), None),
        ("GET /__mock/state", None, Some("cross-site")),
        ("GET /tool/erps/send", None, Some("same-site")),
    ] {
        let mut headers = vec![("host", &*host)];
        headers.extend(origin.map(|origin| ("origin", origin)));
        headers.extend(more.map(|more| ("sec-fetch-site", more)));
        let (status, words) = by_hand(&mock, line, &headers);
        assert_eq!(status, 403, "{line} {origin:?}");
        assert!(words.contains("only the page of this server and programs may send this"), "{words}");
    }
    assert_eq!((state(), mock.arrived()), (before, 1));
    // A link to the page may stand anywhere.
    let link = [("host", &*host), ("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "navigate")];
    assert_eq!(by_hand(&mock, "GET /__mock/", &link).0, 200);

    let own = format!("http://{host}");
    let (status, _) = by_hand(&mock, "POST /__mock/reset", &[("host", &host), ("origin", &own)]);
    assert_eq!(status, 200);
    assert_eq!((&state()["balance"], &state()["count"]), (&json!(7), &json!(1)));
    assert_eq!(mock.thing("trade", "1").unwrap()["status"], "WAIT_SELLER_SEND_GOODS");
    assert_eq!(by_hand(&mock, "GET /__mock/reset", &[("host", &host)]).0, 405);
    assert_eq!(by_hand(&mock, "POST /__mock/log", &[("host", &host), ("origin", &own)]).0, 405);
}

/// What nobody may find where people look: given to the server as its credentials, as values of calls, and as things.
const CANARIES: &[&str] =
    &["canary-token", "canary-secret", "canary-typed", "canary-account", "canary-session", "canary-key", "13800138000"];

#[test]
fn nothing_secret_or_personal_is_shown() {
    let options = Options {
        token: "canary-token".to_owned(),
        account: "canary-account".to_owned(),
        access_key: "canary-secret".to_owned(),
        app_key: "canary-key".to_owned(),
        app_secret: "canary-secret-2".to_owned(),
        session: "canary-session".to_owned(),
        ..console()
    };
    let mut api = mock().api().clone();
    let operations = api.services.iter_mut().flat_map(|service| &mut service.operations);
    let personal = operations.flat_map(|operation| &mut operation.request).find(|field| field.name.wire == "out_sid");
    personal.unwrap().pii = true;
    let mock = Mock::serve(api, options, 0).unwrap();
    mock.put("trade", json!({"tid": "1", "receiver_mobile": "13800138000", "buyer_nick": "canary-token"})).unwrap();
    let url = |path: &str| format!("{}{path}", mock.url);
    let detail = json!([{"item_id": "1", "receiver_mobile": "13800138000", "unknown": "canary-secret"}]).to_string();
    send(
        &mock,
        &changed(SEND, &[("tid", Some("2")), ("phone", Some("13800138000")), ("out_sid", Some("13800138000"))]),
        ("x", "y"),
    );
    send(&mock, &changed(SEND, &[("shop_id", Some("canary-token")), ("detail", Some(&detail))]), ("x", "y"));
    send(&mock, &pairs(SEND), ("x-mock-answer", "error:ShipmentAlreadyCreated"));
    client().post(url("/users/13800138000?token=canary-token")).header("authorization", "canary-token").send().unwrap();
    for secret in ["canary-typed", "canary-secret"] {
        let token = [("grant_type", "client_credentials"), ("client_id", "canary-account"), ("client_secret", secret)];
        client().post(url("/api/proxy/oauth/token")).multipart(multipart(&pairs(&token))).send().unwrap();
    }
    assert!(mock.token().starts_with("canary-token-"));
    let mut params = common_params(&mock, "taobao.trade.get", "hmac-sha256");
    params.extend(pairs(&[("tid", "1"), ("fields", "tid"), ("buyer", "13800138000")]));
    client()
        .post(mock.top_url())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(url_encoded(&sign(&mock, params)))
        .send()
        .unwrap();
    assert_eq!(mock.arrived(), 7);

    let log: Value = serde_json::from_str(&text(&mock, "/__mock/log")).unwrap();
    assert_eq!(log.as_array().unwrap().len(), 7);
    assert_eq!((&log[0]["number"], &log[0]["fields"]["tid"]), (&json!(7), &json!("1")));
    assert_eq!((&log[0]["fields"]["sign"], &log[0]["fields"]["session"]), (&json!("…"), &json!("…")));
    assert_eq!((&log[1]["fields"]["client_secret"], &log[1]["operation"]), (&json!("…"), &json!("vvtool/oauth/token")));
    assert_eq!(
        (&log[3]["path"], &log[3]["refused"]),
        (&json!("/users/…"), &json!("no operation has the path /users/…"))
    );
    assert_eq!((&log[4]["ordered"], &log[4]["fields"]["tid"]), (&json!("error:ShipmentAlreadyCreated"), &json!("1")));
    assert_eq!((&log[6]["fields"]["phone"], &log[6]["notes"][0]), (&json!("…"), &json!("unknown field phone")));
    for path in ["/__mock/", "/__mock/log", "/__mock/state", "/__mock/openapi/vvtool.json", "/__mock/openapi/top.json"]
    {
        let shown = text(&mock, path);
        for canary in CANARIES {
            assert!(!shown.contains(canary), "{path} shows {canary}");
        }
    }
    // Its own inventions are shown: nobody can do anything with them elsewhere.
    let invented = text(&mock_with(console()), "/__mock/state");
    assert!(invented.contains("\"mock-app-secret\"") && invented.contains("\"mock-token\""), "{invented}");
}

#[test]
fn of_a_file_the_log_tells_the_length_and_no_name() {
    let mock = Mock::start_with(OWN_SPEC, console(), 0).unwrap();
    let part = reqwest::blocking::multipart::Part::bytes(b"12345".to_vec()).file_name("canary-13800138000.jpg");
    let form = reqwest::blocking::multipart::Form::new()
        .text("title", "Cat")
        .part("image", part.mime_str("image/jpeg").unwrap());
    let request = client().post(format!("{}/gallery/rooms/north/photos", mock.url)).bearer_auth(mock.token());
    assert!(request.multipart(form).send().unwrap().headers().get("x-mock-reason").is_none());
    let log = text(&mock, "/__mock/log");
    assert!(!log.contains("13800138000"), "{log}");
    let log: Value = serde_json::from_str(&log).unwrap();
    assert_eq!(log[0]["files"], json!([{"field": "image", "kind": "image/jpeg", "bytes": 5}]));
}

#[test]
fn the_log_holds_the_last_fifty() {
    let mock = mock_with(console());
    (0..60).for_each(|number| drop(send(&mock, &changed(SEND, &[("tid", Some(&number.to_string()))]), ("x", "y"))));
    let log: Value = serde_json::from_str(&text(&mock, "/__mock/log")).unwrap();
    let tids: Vec<_> = log.as_array().unwrap().iter().map(|entry| entry["fields"]["tid"].as_str().unwrap()).collect();
    assert_eq!((tids.len(), tids[0], tids[49]), (50, "59", "10"));
}

#[test]
fn what_a_call_was_let_pass_with_is_said() {
    let mock = mock();
    let notes = |fields: &[(&str, Option<&str>)]| {
        let response = send(&mock, &changed(SEND, fields), ("x", "y"));
        response.headers().get("x-mock-notes").map(|notes| notes.to_str().unwrap().to_owned())
    };
    assert_eq!(notes(&[]), None);
    assert_eq!(
        notes(&[("tidd", Some("1")), ("is_split", Some(" "))]).as_deref(),
        Some("unknown field tidd; blank field is_split")
    );
    // Of names that clients made up a reply repeats no more than its reader can take.
    let long: String = "y".repeat(5000);
    assert_eq!(notes(&[(&long, Some("1"))]).map(|notes| notes.len()), Some(2000));
    // Refused or not, the negative run of a tester reads it.
    let refused = send(&mock, &pairs(&[("tidd", "1")]), ("x", "y"));
    assert!(refused.headers().contains_key("x-mock-reason"));
    assert_eq!(refused.headers()["x-mock-notes"], "unknown field tidd");
}

#[test]
fn an_order_that_nobody_knows_is_refused_in_words() {
    let mock = mock_with(console());
    for (order, says) in [
        ("error", "x-mock-answer is `error:NAME`"),
        ("eror:Throttled", "not \"eror:Throttled\""),
        ("ban:soon", "not \"ban:soon\""),
        ("error:Shipped", "the error table of vvtool has no Shipped"),
        ("example:none.json", "vvtool/erps/send has no example none.json"),
    ] {
        let refused = send(&mock, &pairs(SEND), ("x-mock-answer", order));
        assert_eq!(refused.status(), 400, "{order}");
        let words = refused.text().unwrap();
        assert!(words.contains(says), "{order}: {words}");
    }
    assert_eq!(json(send(&mock, &pairs(SEND), ("x", "y")))["code"], 0);
}

#[test]
fn a_body_that_is_too_large_is_refused_in_words() {
    let mock = mock_with(console());
    let large = "1".repeat((1 << 20) + 1);
    let post = |path: &str| client().post(format!("{}{path}", mock.url)).bearer_auth(mock.token());
    let says = "the body is larger than 1048576 bytes";
    let refused =
        post("/tool/erps/send").multipart(multipart(&changed(SEND, &[("tid", Some(&large))]))).send().unwrap();
    assert_eq!(refused.headers()["x-mock-reason"], says);
    assert_eq!(json(refused)["msg"], "请求参数错误");
    let form = ("content-type", "application/x-www-form-urlencoded");
    let refused = post("/router/rest").header(form.0, form.1).body(format!("tid={large}")).send().unwrap();
    assert_eq!(refused.headers()["x-mock-reason"], says);
    let refused = post("/__mock/reset").header("origin", &mock.url).body(large.repeat(8)).send().unwrap();
    assert_eq!((refused.status().as_u16(), refused.text().unwrap().trim()), (413, says));
    assert_eq!(json(send(&mock, &pairs(SEND), ("x", "y")))["code"], 0);
}

#[test]
fn two_hundred_at_once_are_answered() {
    let mock = mock_with(console());
    let paths = ["/__mock/", "/__mock/log", "/__mock/state", "/tool/erps/send"];
    let statuses: Vec<_> = std::thread::scope(|scope| {
        let ask = |number: usize| {
            let mock = &mock;
            scope.spawn(move || match number % 4 {
                3 => send(mock, &pairs(SEND), ("x", "y")).status().as_u16(),
                path => get(mock, paths[path]).status().as_u16(),
            })
        };
        let asked: Vec<_> = (0..200).map(ask).collect();
        asked.into_iter().map(|each| each.join().unwrap()).collect()
    });
    assert_eq!(statuses, [200; 200]);
    assert_eq!(mock.arrived(), 50);
}

#[test]
fn no_spec_stands_in_the_servers_own_room() {
    let spec = Mock::start(OWN_SPEC).unwrap().api().clone();
    let placed = |path: &str| {
        let mut api = spec.clone();
        let bazaar = api.services.iter_mut().find(|service| service.name.wire == "bazaar").unwrap();
        let one = bazaar.operations.iter_mut().find(|operation| operation.id == "orders/bulk").unwrap();
        one.http.as_mut().unwrap().path = path.to_owned();
        Mock::serve(api, Options::default(), 0).map(drop).map_err(|error| error.to_string())
    };
    for path in ["/__mock/log", "/__mock", "/__mock/"] {
        let refused = placed(path).unwrap_err();
        assert!(refused.contains("bazaar/orders/bulk has a path below /__mock/"), "{refused}");
    }
    placed("/__mocks/log").unwrap();
    let prefixed = Options { prefix: "/__mock".to_owned(), ..Options::default() };
    assert!(Mock::start_with(SPEC, prefixed, 0).unwrap_err().to_string().contains("below /__mock/"));
}
