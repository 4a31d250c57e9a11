//! What stands on the wire, byte by byte: a server that understands nothing hands it over.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use vvtool_api::vvtool::{Client, blocking};
use vvtool_api::{MemoryJournal, Outcome, Writes};
use vvtool_own_spec::api::anvil::nails::look::{Light, Point};
use vvtool_own_spec::api::anvil::{NailsDrop, NailsLook};
use vvtool_own_spec::api::bazaar::{OrdersCancel, OrdersList};

/// The request line, and the whole of the body.
type Heard = (String, String);

/// Answers so many requests alike, and tells what they were.
fn server(times: usize, data: &'static str) -> (String, JoinHandle<Vec<Heard>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let heard = std::thread::spawn(move || (0..times).map(|_| hear(&listener, data)).collect());
    (url, heard)
}

fn hear(listener: &TcpListener, data: &str) -> Heard {
    let mut stream = listener.accept().unwrap().0;
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        text.push(byte[0]);
    }
    let head = String::from_utf8(text).unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    let mut body = vec![0; length.parse().unwrap()];
    stream.read_exact(&mut body).unwrap();
    let answer = format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#);
    let length = answer.len();
    write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{answer}").unwrap();
    (head.lines().next().unwrap().to_owned(), String::from_utf8(body).unwrap())
}

/// Lists and records in every style, of an operation whose module is named.
macro_rules! styled {
    ($request:ident, $module:ident) => {{
        use vvtool_own_spec::api::bazaar::orders::$module::{Colour, Filter, Line, Range};
        vvtool_own_spec::api::bazaar::$request::new()
            .brackets(["a,b", "中 "])
            .indexed([7, 8])
            .repeat([Colour::Red, Colour::Blue])
            .comma([vvtool_api::Yuan::new("1.50".parse().unwrap()), vvtool_api::Yuan::new("2".parse().unwrap())])
            .json(["x", "y\""])
            .filter(Filter::default().status("a&b=c").range(Range::default().from("1+1").to("%2")))
            .lines([Line::new("S").names(["n"]), Line::new("T")])
            .rows([Line::new("S")])
    }};
}

/// What they are in a query and in a form, each style on its line.
const STYLED: &str = concat!(
    "brackets%5B%5D=a%2Cb&brackets%5B%5D=%E4%B8%AD+",
    "&indexed%5B0%5D=7&indexed%5B1%5D=8",
    "&repeat=red&repeat=blue",
    "&comma=1.50%2C2",
    "&json=%5B%22x%22%2C%22y%5C%22%22%5D",
    "&filter%5Bstatus%5D=a%26b%3Dc&filter%5Brange%5D%5Bfrom%5D=1%2B1&filter%5Brange%5D%5Bto%5D=%252",
    "&lines%5B0%5D%5Bsku%5D=S&lines%5B0%5D%5Bnames%5D=%5B%22n%22%5D&lines%5B1%5D%5Bsku%5D=T",
    "&rows%5B%5D=%7B%22sku%22%3A%22S%22%7D",
);

/// And what they are in JSON, which has lists and objects of its own.
const IN_JSON: &str = concat!(
    r#"{"brackets":["a,b","中 "],"indexed":[7,8],"repeat":["red","blue"],"comma":["1.50","2"],"json":["x","y\""],"#,
    r#""filter":{"status":"a&b=c","range":{"from":"1+1","to":"%2"}},"#,
    r#""lines":[{"sku":"S","names":["n"]},{"sku":"T"}],"rows":[{"sku":"S"}]}"#,
);

fn styles(heard: &[Heard]) {
    let expected = [
        // A blank is a plus in a form, and is escaped in a query.
        (format!("GET /bazaar/orders/find?{} HTTP/1.1", STYLED.replace('+', "%20")), String::new()),
        ("POST /bazaar/orders/bulk HTTP/1.1".to_owned(), STYLED.to_owned()),
        ("POST /bazaar/orders/store HTTP/1.1".to_owned(), IN_JSON.to_owned()),
    ];
    assert_eq!(heard, expected);
}

#[tokio::test]
async fn every_style_in_queries_forms_and_json() {
    let (url, heard) = server(3, r#"{"total":2}"#);
    let client = Client::builder().host(url).token("t").build().unwrap();
    styled!(OrdersFind, find).send(&client).await.unwrap();
    styled!(OrdersBulk, bulk).send(&client).await.unwrap();
    styled!(OrdersStore, store).send(&client).await.unwrap();
    styles(&heard.join().unwrap());
}

#[test]
fn every_style_without_async() {
    let (url, heard) = server(3, r#"{"total":2}"#);
    let client = blocking::Client::builder().host(url).token("t").build().unwrap();
    styled!(OrdersFind, find).send(&client).unwrap();
    styled!(OrdersBulk, bulk).send(&client).unwrap();
    styled!(OrdersStore, store).send(&client).unwrap();
    styles(&heard.join().unwrap());
}

/// An empty list says nothing, in whatever style, and so does a record without a value.
#[tokio::test]
async fn of_what_is_not_given_nothing_is_sent() {
    use vvtool_own_spec::api::bazaar::orders::{bulk, find, store};
    use vvtool_own_spec::api::bazaar::{OrdersBulk, OrdersFind, OrdersStore};

    let (url, heard) = server(6, r#"{"total":2}"#);
    let client = Client::builder().host(url).token("t").build().unwrap();
    macro_rules! nothing {
        ($request:ident, $module:ident) => {{
            $request::new().send(&client).await.unwrap();
            let texts: [&str; 0] = [];
            let request = $request::new().brackets(texts).indexed([] as [i64; 0]).repeat([] as [$module::Colour; 0]);
            let request = request.comma([] as [vvtool_api::Yuan; 0]).json(texts).usual(texts);
            let lines: [$module::Line; 0] = [];
            let request = request.filter($module::Filter::default()).lines(lines.clone()).rows(lines);
            request.send(&client).await.unwrap();
        }};
    }
    nothing!(OrdersFind, find);
    nothing!(OrdersBulk, bulk);
    nothing!(OrdersStore, store);
    let expected = [
        ("GET /bazaar/orders/find HTTP/1.1", ""),
        ("POST /bazaar/orders/bulk HTTP/1.1", ""),
        ("POST /bazaar/orders/store HTTP/1.1", "{}"),
    ];
    let expected = expected.map(|(line, body)| (line.to_owned(), body.to_owned()));
    assert_eq!(heard.join().unwrap(), expected.map(|each| [each.clone(), each]).concat());
}

/// Characters that a path, a query and a form would take for something else.
#[tokio::test]
async fn paths_hold_one_value_whatever_is_in_it() {
    let cases = [
        ("中", "%E4%B8%AD"),
        ("a/b", "a%2Fb"),
        ("a b", "a%20b"),
        ("5%", "5%25"),
        ("%2e%2e", "%252e%252e"),
        ("a?b#c", "a%3Fb%23c"),
        ("a+b&c=d;e", "a%2Bb%26c%3Dd%3Be"),
        ("...", "..."),
        ("a\\b", "a%5Cb"),
        ("😀", "%F0%9F%98%80"),
        ("{stall}", "%7Bstall%7D"),
    ];
    let (url, heard) = server(cases.len(), r#"{"total":2}"#);
    let client = Client::builder().host(url).token("t").build().unwrap();
    for (stall, _) in cases {
        OrdersList::new(stall).keyword("k").page_no(1).send(&client).await.unwrap();
    }
    // A query is in the order of the spec, not in that of the calls.
    let expected = cases.map(|(_, path)| format!("GET /bazaar/stalls/{path}/orders?page_no=1&keyword=k HTTP/1.1"));
    let lines: Vec<_> = heard.join().unwrap().into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, expected);
}

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn look() -> NailsLook {
    let light = || Light::default().hue("红 1").from(Point::default().x(1).names(["a&b", "c"]));
    NailsLook::new("N/中 1").sides(["左", "a=b"]).light(light()).rows([light(), Light::default().hue("蓝")])
}

/// What is signed of lists and records are the pairs that are sent: the server signs them by the spec.
const LOOK: [(&str, &str); 9] = [
    ("sides[]", "左"),
    ("sides[]", "a=b"),
    ("light[hue]", "红 1"),
    ("light[from][x]", "1"),
    ("light[from][names]", r#"["a&b","c"]"#),
    ("rows[0][hue]", "红 1"),
    ("rows[0][from][x]", "1"),
    ("rows[0][from][names]", r#"["a&b","c"]"#),
    ("rows[1][hue]", "蓝"),
];

fn looked(mock: &vvtool_mock::Mock) {
    let last = mock.last_request().unwrap();
    assert_eq!((last.refused, last.notes, last.path.as_str()), (None, Vec::new(), "/anvil/nails/N%2F%E4%B8%AD%201"));
    let own: Vec<_> = last.arrived.iter().filter(|(name, _)| name.contains('[')).collect();
    assert_eq!(own.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), LOOK);
    let common = ["app=", "token=", "v=1", "ts=", "ms=", "at=", "once=", "how=", "sign="];
    assert!(common.iter().all(|name| last.query.contains(name)), "{}", last.query);
}

#[tokio::test]
async fn lists_and_records_are_signed_as_they_are_sent() {
    let mock = mock();
    let options = mock.options();
    for how in ["md5", "hmac"] {
        let builder = Client::builder().host(&mock.url).account(&options.app_key, &options.app_secret);
        let client = builder.session(&options.session).sign_method(how).build().unwrap();
        look().send(&client).await.unwrap();
        looked(&mock);
        let builder = Client::builder().host(&mock.url).account(&options.app_key, "another");
        let wrong = builder.session(&options.session).sign_method(how).build().unwrap();
        assert!(look().send(&wrong).await.is_err());
        assert!(mock.last_request().unwrap().refused.unwrap().contains("signature does not match"));
    }
}

#[test]
fn lists_and_records_are_signed_without_async() {
    let mock = mock();
    let options = mock.options();
    let builder = blocking::Client::builder().host(&mock.url).account(&options.app_key, &options.app_secret);
    look().send(&builder.session(&options.session).build().unwrap()).unwrap();
    looked(&mock);
}

#[tokio::test]
async fn a_number_of_a_list_is_not_left_out() {
    let (mock, said) = (mock(), Light::default().hue("红"));
    let options = mock.options();
    let builder = Client::builder().host(&mock.url).account(&options.app_key, &options.app_secret);
    let client = builder.session(&options.session).build().unwrap();
    let blank = || Light::default().hue(" ").from(Point::default());
    for rows in [vec![blank()], vec![said.clone(), blank()], vec![blank(), said]] {
        let error = NailsLook::new("1").rows(rows).send(&client).await.unwrap_err();
        assert!(error.to_string().contains("rows: holds an entry that says nothing"), "{error}");
    }
    assert!(mock.requests().is_empty());
}

/// An intent whose fields stand in a path and in a header is the same intent: it is sent once, as it was meant.
#[tokio::test]
async fn writes_know_what_stands_in_paths_and_headers() {
    let mock = mock();
    let options = mock.options();
    let builder = Client::builder().host(&mock.url).account(&options.app_key, &options.app_secret);
    let writes = Writes::open(&builder.build().unwrap(), MemoryJournal::new()).await.unwrap();
    let call = |nail: &str, smith: &str| NailsDrop::new(nail).x_smith(smith).why("弯 了");
    for (nail, smith, replayed, requests) in
        [("N/1", "a", false, 1), ("N/1", "a", true, 1), ("N/1", "b", false, 2), ("N/2", "b", false, 3)]
    {
        let outcome = writes.send(call(nail, smith)).await;
        let Outcome::Done(done) = outcome else { panic!("{outcome:?}") };
        assert_eq!((done.replayed(), mock.requests().len()), (replayed, requests), "{nail} {smith}");
    }
    let last = mock.last_request().unwrap();
    assert_eq!(
        (last.method.as_str(), last.path.as_str(), last.header("x-smith")),
        ("DELETE", "/anvil/nails/N%2F2", Some("b"))
    );
    assert!(last.query.contains("why=%E5%BC%AF"), "{}", last.query);
    // A version that its gateway leaves unsigned is sent all the same.
    assert!(last.query.contains("&edition=7%20b&"), "{}", last.query);
    let builder = Client::builder().host(&mock.url).token(mock.token());
    let writes = Writes::open(&builder.build().unwrap(), MemoryJournal::new()).await.unwrap();
    for requests in [4, 4] {
        assert!(matches!(writes.send(OrdersCancel::new("7 7").reason("缺货")).await, Outcome::Done(_)));
        assert_eq!(mock.requests().len(), requests);
    }
    assert_eq!(mock.last_request().unwrap().path, "/bazaar/orders/7%207");
}

#[test]
fn writes_without_async() {
    let mock = mock();
    let options = mock.options();
    let builder = blocking::Client::builder().host(&mock.url).account(&options.app_key, &options.app_secret);
    let writes = Writes::open(&builder.build().unwrap(), MemoryJournal::new()).unwrap();
    for replayed in [false, true] {
        let outcome = writes.send(NailsDrop::new("N/1").x_smith("a"));
        let Outcome::Done(done) = outcome else { panic!("{outcome:?}") };
        assert_eq!((done.replayed(), mock.requests().len()), (replayed, 1));
    }
}
