//! What a client that speaks HTTP by hand sees of each fault, and whether the call was carried out.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use core::time::Duration;
use std::collections::BTreeSet;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Instant;

use common::{common, mock, pairs, sign, url_encoded};
use vvtool_mock::{Fault, Latency, Mock, When};

const SEND: &str = "vvtool/erps/send";
const WRITE: &str = "top/taobao.logistics.openalibity.write";

/// How long a client listens that expects nothing more, and how long one that gets a bit now and then.
const PATIENCE: Duration = Duration::from_millis(300);
const WHOLE_PATIENCE: Duration = Duration::from_millis(1500);

/// What becomes of a connection.
#[derive(Debug, Clone, Copy, PartialEq)]
enum End {
    /// It never came about.
    Refused,
    Reset,
    Closed,
    /// Nothing more comes, and it is still open.
    Open,
}

/// One request of each service, byte by byte.
fn request(mock: &Mock, operation: &str, header: &str) -> Vec<u8> {
    let (path, content_type, body) = if operation == SEND {
        let part = |name| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n1\r\n");
        let parts: String = ["shop_id", "tid", "out_sid", "company_code"].map(part).concat();
        ("/tool/erps/send", "multipart/form-data; boundary=b", format!("{parts}--b--\r\n"))
    } else {
        let mut params = common(mock, "taobao.logistics.openalibity.write", "md5");
        let object = r#"{"cp_code":"ZTO","mail_no":"1","extend_param":"{}","scene":"SIGN_PIC"}"#;
        params.extend(pairs(&[("general_logistics_data_write_request", object)]));
        ("/router/rest", "application/x-www-form-urlencoded", url_encoded(&sign(mock, params)))
    };
    let token = mock.token();
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\n{header}\r\n{body}"
    )
    .into_bytes()
}

fn connect(mock: &Mock) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(mock.url.strip_prefix("http://").unwrap())?;
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    Ok(stream)
}

/// At most so many bytes, and how it ended: a connection is left open after a whole answer, unless an end is waited for.
fn listen(stream: &mut TcpStream, most: usize, to_the_end: bool) -> (String, End) {
    let mut text = Vec::new();
    let mut chunk = [0; 16 * 1024];
    let start = Instant::now();
    let end = loop {
        match stream.read(&mut chunk) {
            Ok(0) => break End::Closed,
            Ok(read) => text.extend_from_slice(&chunk[..read]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => break End::Reset,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => break End::Open,
            Err(error) => panic!("{error}"),
        }
        let is_whole = !to_the_end && is_complete(&text);
        if text.len() > most || is_whole || start.elapsed() > WHOLE_PATIENCE {
            break End::Open;
        }
    };
    (String::from_utf8_lossy(&text).into_owned(), end)
}

/// All bytes of the body that the head announces are there.
fn is_complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(1000)]);
    let length = text.split_once("content-length: ").and_then(|(_, rest)| rest.split_once("\r\n")?.0.parse().ok());
    let head = bytes.windows(4).take(1000).position(|four| four == b"\r\n\r\n");
    head.zip(length).is_some_and(|(head, length): (usize, usize)| bytes.len() >= head + 4 + length)
}

fn call(mock: &Mock, operation: &str, header: &str) -> (String, End) {
    exchange(mock, operation, header, false)
}

fn exchange(mock: &Mock, operation: &str, header: &str, to_the_end: bool) -> (String, End) {
    let Ok(mut stream) = connect(mock) else { return (String::new(), End::Refused) };
    // A connection that was reset at once takes nothing more.
    match stream.write_all(&request(mock, operation, header)) {
        Ok(()) => listen(&mut stream, 9 << 20, to_the_end),
        Err(_) => (String::new(), End::Reset),
    }
}

fn body(text: &str) -> &str {
    text.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

/// A fault, how the connection ends, and what the answer has in it.
struct Case {
    fault: Fault,
    end: End,
    holds: fn(&str) -> bool,
}

fn nothing(text: &str) -> bool {
    text.is_empty()
}

fn whole(text: &str) -> bool {
    text.starts_with("HTTP/1.1 200") && body(text).ends_with('}')
}

fn cases() -> Vec<Case> {
    let case = |fault, end, holds| Case { fault, end, holds };
    let ms = Duration::from_millis;
    vec![
        case(Fault::Latency(ms(30).into()), End::Open, whole),
        case(Fault::Latency(Latency::Between(ms(1), ms(30))), End::Open, whole),
        case(Fault::RefuseConnection, End::Refused, nothing),
        case(Fault::ResetAtAccept, End::Reset, nothing),
        case(Fault::CloseBeforeRead, End::Closed, nothing),
        case(Fault::ResetAfter(1), End::Reset, nothing),
        case(Fault::ResetAfter(100), End::Reset, nothing),
        // More than the whole request.
        case(Fault::ResetAfter(1 << 20), End::Open, nothing),
        case(Fault::EarlyStatus, End::Closed, |text| text.starts_with("HTTP/1.1 413 ")),
        case(Fault::ResetAfterExecution, End::Reset, nothing),
        case(Fault::CloseAfterExecution, End::Closed, nothing),
        case(Fault::HalfClose, End::Closed, nothing),
        case(Fault::Silence, End::Open, nothing),
        case(Fault::HeadersOnly, End::Open, |text| text.contains("content-length: ") && body(text).is_empty()),
        case(Fault::Truncate(0), End::Closed, |text| text.starts_with("HTTP/1.1 200") && body(text).is_empty()),
        case(Fault::Truncate(9), End::Closed, |text| body(text).len() == 9),
        case(Fault::Truncate(1 << 20), End::Open, whole),
        case(Fault::Drip(ms(100)), End::Open, |text| (1..20).contains(&body(text).len())),
        case(Fault::Drip(ms(0)), End::Open, whole),
        case(Fault::Endless, End::Open, |text| text.len() > 8 << 20),
        case(Fault::Status(502), End::Open, |text| {
            text.starts_with("HTTP/1.1 502 ") && body(text).starts_with("<html>")
        }),
        case(Fault::Status(429), End::Open, |text| text.starts_with("HTTP/1.1 429 ")),
        case(Fault::Redirect(307, "http://127.0.0.1:1/x".to_owned()), End::Open, |text| {
            text.starts_with("HTTP/1.1 307 ") && text.contains("location: http://127.0.0.1:1/x\r\n")
        }),
        case(Fault::NotJson, End::Open, |text| {
            text.starts_with("HTTP/1.1 200") && serde_json::from_str::<serde_json::Value>(body(text)).is_err()
        }),
        case(Fault::Html, End::Open, |text| text.contains("content-type: text/html") && text.contains("200 OK")),
        case(Fault::WrongType("data.0.success".to_owned()), End::Open, |text| {
            whole(text) && text.contains("unexpected")
        }),
        case(Fault::Bomb, End::Open, |text| text.len() > 6 << 20),
        case(Fault::CloseIdleAfter(ms(20)), End::Closed, whole),
    ]
}

#[test]
fn every_fault_as_a_client_sees_it() {
    let mock = mock();
    let mut met = BTreeSet::new();
    for Case { fault, end, holds } in cases() {
        met.insert(fault.to_string().split(':').next().unwrap().to_owned());
        for operation in [SEND, WRITE] {
            mock.reset();
            let refused = fault == Fault::RefuseConnection;
            let (order, when) = if refused { ("*", When::Every) } else { (operation, When::Next(1)) };
            mock.fault(order, fault.clone(), when).unwrap();
            let (text, seen) = exchange(&mock, operation, "", end != End::Open);
            let start: String = text.chars().take(400).collect();
            // A request that ends before its last byte is reset once nothing more comes, which is later than a client listens here.
            let ends = if fault == Fault::ResetAfter(1 << 20) { [End::Open, End::Reset] } else { [end; 2] };
            assert!(ends.contains(&seen), "{fault} of {operation}: {seen:?} {start}");
            assert!(holds(&text), "{fault} of {operation}: {start}");
            let executed = mock.executions(|call| call.operation == operation);
            assert_eq!(executed, usize::from(fault.executes()), "{fault} of {operation}");
            if !refused {
                assert_eq!(mock.last_request().unwrap().faults, [fault.to_string()], "{operation}");
                let (text, seen) = call(&mock, operation, "");
                assert!(whole(&text) && seen == End::Open, "the call after {fault} of {operation}: {seen:?} {text}");
            }
        }
    }
    let names: BTreeSet<_> = Fault::names().iter().map(|name| name.split(':').next().unwrap().to_owned()).collect();
    assert_eq!(met, names, "a fault without a case");
}

#[test]
fn the_readme_knows_every_fault() {
    let readme = include_str!("../README.md");
    for name in Fault::names() {
        let carried_out = if name.parse::<Fault>().unwrap().executes() { "yes" } else { "no" };
        let line = readme.lines().find(|line| line.starts_with("| `") && line.contains(&format!("`{name}`")));
        assert!(line.is_some_and(|line| line.ends_with(&format!("| {carried_out} |"))), "{name}: {line:?}");
    }
}

#[test]
fn a_client_orders_faults_by_header() {
    let mock = mock();
    for name in Fault::names() {
        mock.reset();
        let fault: Fault = name.parse().unwrap();
        let (text, seen) = call(&mock, SEND, &format!("x-mock-fault: {name}\r\n"));
        let executed = mock.executions(|call| call.operation == SEND);
        assert_eq!(executed, usize::from(fault.executes()), "{name}: {seen:?}");
        if !fault.executes() && fault != Fault::EarlyStatus {
            assert!(text.is_empty() && matches!(seen, End::Reset | End::Closed), "{name}: {seen:?} {text}");
        }
    }
    let (text, _) = call(&mock, SEND, "x-mock-fault: resets\r\n");
    assert!(text.starts_with("HTTP/1.1 400 ") && text.contains("no fault resets; there are "), "{text}");
}

#[test]
fn a_ban_beyond_all_clocks_is_an_answer_too() {
    let mock = mock();
    for seconds in ["0", "3", "18446744073709551615"] {
        let (text, _) = call(&mock, SEND, &format!("x-mock-answer: ban:{seconds}\r\n"));
        assert!(text.starts_with("HTTP/1.1 200 "), "{seconds}: {text}");
    }
}

#[test]
fn the_port_is_closed_and_opened_again() {
    let mock = mock();
    for _ in 0..20 {
        mock.fault("*", Fault::RefuseConnection, When::Every).unwrap();
        assert_eq!(call(&mock, SEND, "").1, End::Refused);
        mock.reset();
        assert_eq!(call(&mock, SEND, "").1, End::Open);
    }
    // By header for a while only.
    call(&mock, SEND, "x-mock-fault: refuse-connection\r\n");
    let start = Instant::now();
    while call(&mock, SEND, "").1 == End::Refused {
        assert!(start.elapsed() < Duration::from_secs(20), "it stays closed");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_fault_of_one_operation_leaves_the_others_alone() {
    let mock = mock();
    for fault in
        [Fault::ResetAtAccept, Fault::CloseBeforeRead, Fault::ResetAfter(1), Fault::EarlyStatus, Fault::Silence]
    {
        mock.reset();
        mock.fault(WRITE, fault.clone(), When::Every).unwrap();
        assert!(whole(&call(&mock, SEND, "").0), "{fault}");
        assert!(!whole(&call(&mock, WRITE, "").0), "{fault}");
    }
}

#[test]
fn a_request_that_arrives_bit_by_bit_is_known_all_the_same() {
    let mock = mock();
    for operation in [SEND, WRITE] {
        mock.reset();
        mock.fault(operation, Fault::ResetAtAccept, When::Next(1)).unwrap();
        let mut stream = connect(&mock).unwrap();
        let bytes = request(&mock, operation, "");
        let head = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        for piece in [&bytes[..5], &bytes[5..head], &bytes[head..]] {
            // Once it is reset nothing more can be written.
            let _ = stream.write_all(piece);
            std::thread::sleep(Duration::from_millis(10));
        }
        // The client may have been told when it wrote.
        let (text, end) = listen(&mut stream, 1 << 20, true);
        assert!(text.is_empty() && matches!(end, End::Reset | End::Closed), "{operation}: {end:?} {text}");
        assert_eq!(mock.last_request().unwrap().operation.as_deref(), Some(operation));
    }
}

#[test]
fn a_kept_connection_is_met_at_its_next_request() {
    let mock = mock();
    let mut stream = connect(&mock).unwrap();
    let mut answers = |mock: &Mock| match stream.write_all(&request(mock, SEND, "")) {
        Ok(()) => listen(&mut stream, 1 << 20, false),
        Err(_) => (String::new(), End::Reset),
    };
    assert!(whole(&answers(&mock).0));
    assert!(whole(&answers(&mock).0), "it is used again");
    mock.fault("*", Fault::ResetAtAccept, When::Next(1)).unwrap();
    assert_eq!(answers(&mock), (String::new(), End::Reset));
}

#[test]
fn a_large_request_gets_its_early_status_while_it_is_sent() {
    let mock = mock();
    mock.fault(SEND, Fault::EarlyStatus, When::Next(1)).unwrap();
    let mut stream = connect(&mock).unwrap();
    let head = "POST /tool/erps/send HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 8000000\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    stream.write_all(&[b'x'; 100_000]).unwrap();
    let (text, end) = listen(&mut stream, 1 << 20, true);
    assert!(text.starts_with("HTTP/1.1 413 ") && end == End::Closed, "{end:?} {text}");
}

#[test]
fn a_share_of_the_calls_is_the_same_for_the_same_seed() {
    let mock = mock();
    let hits = |seed| {
        mock.reset();
        mock.fault(SEND, Fault::CloseAfterExecution, When::Seeded(seed, 0.5)).unwrap();
        (0..24).map(|_| call(&mock, SEND, "").0.is_empty()).collect::<Vec<_>>()
    };
    let first = hits(1);
    assert_eq!(first, hits(1));
    assert_ne!(first, hits(2));
}

#[test]
fn what_cannot_be_ordered_is_refused_where_it_is_ordered() {
    let mock = mock();
    for (operation, fault, when, says) in [
        ("vvtool/erps/sent", Fault::Silence, When::Every, "no operation vvtool/erps/sent; there are "),
        (SEND, Fault::RefuseConnection, When::Every, "refuse-connection: nobody sees a refused connection"),
        ("*", Fault::RefuseConnection, When::Next(1), "refuse-connection: nobody sees a refused connection"),
        ("*", Fault::Silence, When::Seeded(1, 1.5), "a share is from 0 to 1, not 1.5"),
        ("*", Fault::Silence, When::Seeded(1, f64::NAN), "a share is from 0 to 1, not NaN"),
    ] {
        let error = mock.fault(operation, fault, when).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
}
