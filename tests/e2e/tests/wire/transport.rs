//! Connections, proxies, threads, and lengths that lie.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use vvtool_api::{Class, Error, Lang, WriteOutcome, top, vvtool};
use vvtool_e2e::{Said, Socket, Then};

use crate::table::{look, read, store, write};

const READ: &str = "/tool/erps/fullinfo";
const SHIPPED: &str = r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#;
const SEEN: &str = r#"{"code":0,"msg":"成功","data":{"tid":"1"}}"#;
const LOOKED: &str = r#"{"trade_get_response":{"trade":{"tid":1}}}"#;
const STORED: &str =
    r#"{"logistics_openalibity_write_response":{"result_success":true,"write_response":{"success":true}}}"#;

/// The four clients with the same settings.
struct Four {
    runtime: Runtime,
    vvtool: vvtool::Client,
    vvtool_blocking: vvtool::blocking::Client,
    top: top::Client,
    top_blocking: top::blocking::Client,
}

macro_rules! four {
    ($host:expr, |$builder:ident| $set:expr) => {{
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let host: &str = &$host;
        let $builder = vvtool_e2e::one_request!(vvtool::Client::builder()).token("synthetic-token").host(host);
        let vvtool = $set.build();
        let $builder =
            vvtool_e2e::one_request!(vvtool::blocking::Client::builder()).token("synthetic-token").host(host);
        let vvtool_blocking = $set.build();
        let $builder = vvtool_e2e::one_request!(top::Client::builder("12345678", "synthetic-secret"))
            .session("synthetic-session")
            .host(host);
        let top = $set.build();
        let $builder = vvtool_e2e::one_request!(top::blocking::Client::builder("12345678", "synthetic-secret"))
            .session("synthetic-session")
            .host(host);
        let top_blocking = $set.build();
        (runtime, vvtool, vvtool_blocking, top, top_blocking)
    }};
}

fn four(host: &str, proxy: Option<&str>) -> Four {
    let (runtime, vvtool, vvtool_blocking, top, top_blocking) = four!(host, |builder| {
        let builder = builder.timeout(Duration::from_secs(10)).max_body(usize::MAX);
        match proxy {
            Some(proxy) => builder.proxy(proxy),
            None => builder,
        }
    });
    Four {
        runtime,
        vvtool: vvtool.unwrap(),
        vvtool_blocking: vvtool_blocking.unwrap(),
        top: top.unwrap(),
        top_blocking: top_blocking.unwrap(),
    }
}

/// What is asked about every failure, whichever gateway it is of.
#[derive(Debug)]
pub(crate) struct Fault {
    what: &'static str,
    pub(crate) shown: String,
    pub(crate) outcome: WriteOutcome,
    class: Class,
    pub(crate) retryable: bool,
    tls: bool,
    connect: bool,
}

pub(crate) fn fault<T, K: vvtool_api::DocumentedError>(what: &'static str, end: Result<T, Error<K>>) -> Option<Fault> {
    let error = end.err()?;
    let mut shown = format!("{error} {error:?} {error:#?} {}", error.remedy(Lang::En));
    let mut cause = std::error::Error::source(&error);
    while let Some(source) = cause {
        shown.push_str(&format!(" {source} {source:?}"));
        cause = source.source();
    }
    let transport = if let Error::Transport(transport) = &error { Some(transport) } else { None };
    Some(Fault {
        what,
        shown,
        outcome: error.write_outcome(),
        class: error.class(),
        retryable: error.is_retryable(),
        tls: transport.is_some_and(|error| error.is_tls()),
        connect: transport.is_some_and(|error| error.is_connect()),
    })
}

impl Four {
    fn reads(&self) -> Vec<Option<Fault>> {
        vec![
            fault("read", self.runtime.block_on(read().send(&self.vvtool))),
            fault("read", read().send(&self.vvtool_blocking)),
            fault("read", self.runtime.block_on(look().send(&self.top))),
            fault("read", look().send(&self.top_blocking)),
        ]
    }

    fn writes(&self) -> Vec<Option<Fault>> {
        vec![
            fault("write", self.runtime.block_on(write().send(&self.vvtool))),
            fault("write", write().send(&self.vvtool_blocking)),
            fault("write", self.runtime.block_on(store().send(&self.top))),
            fault("write", store().send(&self.top_blocking)),
        ]
    }

    /// All eight calls fail.
    fn faults(&self) -> Vec<Fault> {
        let faults: Vec<_> = self.reads().into_iter().chain(self.writes()).flatten().collect();
        assert_eq!(faults.len(), 8);
        faults
    }
}

/// What a call is answered with when all is well.
pub(crate) fn right(path: &str, body: &str) -> &'static str {
    match path {
        READ => SEEN,
        "/tool/erps/send" => SHIPPED,
        _ if body.contains("openalibity") => STORED,
        _ => LOOKED,
    }
}

#[test]
fn a_write_never_meets_a_connection_that_the_server_has_closed() {
    // Closed at once, a little later, or with the header that says so.
    for (then, header) in [
        (Then::Close, ("x-a", "b")),
        (Then::Close, ("Connection", "close")),
        (Then::Close, ("Keep-Alive", "timeout=0")),
        (Then::Add(Duration::from_millis(1), Vec::new()), ("x-a", "b")),
        (Then::Keep, ("Keep-Alive", "timeout=5, max=100")),
    ] {
        let socket = Socket::answering(move |heard| {
            Said::http(200, &[header], right(&heard.path, &heard.body).as_bytes()).then(then.clone())
        });
        let four = four(&socket.url, None);
        let mut writes = Vec::new();
        for _ in 0..10 {
            // A read may be lost, and says that it may be repeated.
            assert!(four.reads().iter().flatten().all(|fault| fault.retryable));
            socket.forget();
            let failed: Vec<_> = four.writes().into_iter().flatten().collect();
            assert!(failed.is_empty(), "{failed:?}");
            writes.extend(socket.heard().iter().map(|heard| heard.connection));
        }
        writes.sort_unstable();
        writes.dedup();
        assert_eq!(writes.len(), 40, "each write has a connection of its own");
    }
}

#[test]
fn a_write_never_takes_the_late_answer_of_another_call() {
    let late = |body: &str| Said::json(body).bytes;
    // What comes unasked after the answer to a read: the success that the next write would like to see.
    for (wait, extra) in [
        (0, [late(SHIPPED), late(STORED)].concat()),
        (5, late(SHIPPED)),
        (5, late(STORED)),
        (0, b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"code\":0,".to_vec()),
        (5, b"\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n".to_vec()),
        (0, vec![b' '; 10_000]),
    ] {
        let socket = Socket::answering(move |heard| match heard.path.as_str() {
            READ => Said::json(SEEN).then(Then::Add(Duration::from_millis(wait), extra.clone())),
            "/tool/erps/send" => Said::json(r#"{"code":614,"msg":"运单号为空"}"#),
            _ if heard.body.contains("openalibity") => {
                Said::json(r#"{"error_response":{"code":26,"msg":"Missing session"}}"#)
            }
            _ => Said::json(LOOKED).then(Then::Add(Duration::from_millis(wait), extra.clone())),
        });
        let four = four(&socket.url, None);
        for _ in 0..5 {
            four.reads();
            std::thread::sleep(Duration::from_millis(2 * wait));
            let faults: Vec<_> = four.writes().into_iter().flatten().collect();
            assert_eq!(faults.len(), 4, "{faults:?}");
            assert!(faults.iter().all(|fault| fault.outcome == WriteOutcome::NotExecuted), "{faults:?}");
        }
    }
}

#[test]
fn a_proxy_that_cannot_be_used_is_refused_when_the_client_is_built() {
    for proxy in [
        "ftp://u:c4nary@127.0.0.1:1",
        "ws://u:c4nary@127.0.0.1:1",
        "wss://u:c4nary@127.0.0.1:1",
        "socks5://u:c4nary@127.0.0.1:1",
        "socks5h://u:c4nary@127.0.0.1:1",
        "socks4://u:c4nary@127.0.0.1:1",
        "HTTPX://u:c4nary@127.0.0.1:1",
        "file:///c4nary",
        "127.0.0.1:1",
        "c4nary",
        "http://",
        "http://u:c4nary@:80",
        "http://u:c4nary@host:99999",
        "http://u:c4nary@ho st/",
        "",
        " ",
    ] {
        let (_, vvtool, vvtool_blocking, top, top_blocking) =
            four!("http://127.0.0.1:1", |builder| builder.proxy(proxy));
        let errors = [
            vvtool.unwrap_err().to_string(),
            vvtool_blocking.unwrap_err().to_string(),
            top.unwrap_err().to_string(),
            top_blocking.unwrap_err().to_string(),
        ];
        for error in errors {
            assert!(error.contains("proxy") && !error.contains("c4nary"), "{proxy}: {error}");
        }
    }
}

#[test]
fn what_a_proxy_answers_is_no_success_and_shows_no_password() {
    for answer in [
        Said::http(407, &[("Proxy-Authenticate", "Basic realm=\"c4nary\"")], b"<html>c4nary</html>"),
        Said::http(502, &[("Via", "c4nary")], b"c4nary"),
        Said::http(403, &[], br#"{"error":"c4nary"}"#),
        Said::http(302, &[("Location", "http://127.0.0.1:1/?c4nary")], b""),
        Said::http(200, &[("Content-Type", "text/html")], b"<html>login c4nary</html>").then(Then::Close),
        Said::nothing(),
        Said::raw("c4nary"),
        Said::raw("SSH-2.0-c4nary\r\n"),
        Said::raw("HTTP/1.1 999999 c4nary\r\n\r\n"),
    ] {
        let said = answer.clone();
        let proxy = Socket::answering(move |_| said.clone());
        let url = proxy.url.replace("http://", "http://user:c4nary@");
        for host in ["http://shop.example", "https://shop.example"] {
            let four = four(host, Some(&url));
            let case = format!("{host} {}", String::from_utf8_lossy(&answer.bytes));
            for fault in four.faults() {
                // The platform's words and the proxy's may name the site, never what the proxy was given.
                assert!(!fault.shown.contains("c4nary"), "{case}: {fault:?}");
                if host.starts_with("https") {
                    assert_eq!(fault.outcome, WriteOutcome::NotExecuted, "{case}: {fault:?}");
                    assert!(fault.connect, "{case}: {fault:?}");
                } else if fault.what == "write" {
                    assert_eq!((fault.outcome, fault.retryable), (WriteOutcome::Unknown, false), "{case}: {fault:?}");
                }
            }
            assert!(proxy.heard().iter().all(|heard| heard.path.contains("shop.example")), "{case}");
        }
    }
    // One that does its work.
    let proxy = Socket::answering(|heard| {
        let path = heard.path.trim_start_matches("http://shop.example");
        Said::json(right(path, &heard.body))
    });
    let four = four("http://shop.example", Some(&proxy.url));
    assert!(four.reads().into_iter().chain(four.writes()).flatten().next().is_none());
}

#[test]
fn a_port_that_speaks_no_tls_says_so_to_every_client() {
    for says in [
        "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
        "\0\0\0\0\0\0\0\0",
        "",
        "{}",
    ] {
        // What comes is no request: the server talks as soon as somebody connects.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                use std::io::{Read as _, Write as _};
                let _ = stream.read(&mut [0; 4096]);
                let _ = stream.write_all(says.as_bytes());
            }
        });
        for fault in four(&format!("https://localhost:{port}"), None).faults() {
            assert!(fault.tls && fault.connect && !fault.retryable, "{says:?}: {fault:?}");
            assert_eq!(
                (fault.outcome, fault.class),
                (WriteOutcome::NotExecuted, Class::DoNotRetry),
                "{says:?}: {fault:?}"
            );
            assert!(fault.shown.contains("TLS"), "{says:?}: {fault:?}");
        }
    }
    // One that hangs up in the middle of what the client says first: what is left unread there resets the connection.
    for taken in [1, 2, 3, 5, 8, 16, 32, 64, 100, 150] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            while let Ok((mut stream, _)) = listener.accept() {
                let _ = std::io::Read::read_exact(&mut stream, &mut vec![0; taken]);
            }
        });
        for fault in four(&format!("https://localhost:{port}"), None).faults() {
            assert!(fault.tls && fault.connect && !fault.retryable, "{taken}: {fault:?}");
            assert_eq!(
                (fault.outcome, fault.class),
                (WriteOutcome::NotExecuted, Class::DoNotRetry),
                "{taken}: {fault:?}"
            );
        }
    }
    for fault in four("https://127.0.0.1:1", None).faults() {
        assert!(!fault.tls && fault.connect && fault.retryable, "{fault:?}");
    }
}

#[test]
fn lengths_that_lie_end_in_an_error() {
    let body = r#"{"code":0,"data":{"tid":"1","success":true},"trade_get_response":{"trade":{"tid":1}}}"#;
    let head = |header: &str| format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n{body}");
    for answer in [
        head("Content-Length: 9000000000000"),
        head("Content-Length: 9000000000000000000"),
        head("Content-Length: 9223372036854775807"),
        head("Content-Length: 18446744073709551614"),
        head("Content-Length: 99999999999999999999999"),
        head("Content-Length: -1"),
        head("Content-Length: 7\r\nContent-Length: 9000000000000"),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFF0\r\n{\"code\":0".to_owned(),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n{".to_owned(),
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\nzz\r\n".to_owned(),
    ] {
        let said = Said::raw(answer.clone());
        let socket = Socket::answering(move |_| said.clone());
        for fault in four(&socket.url, None).faults() {
            let outcome = if fault.what == "write" { WriteOutcome::Unknown } else { WriteOutcome::NotExecuted };
            assert_eq!(fault.outcome, outcome, "{answer}: {fault:?}");
            assert!(fault.what == "read" || !fault.retryable, "{answer}: {fault:?}");
        }
    }
}

#[test]
fn an_announced_length_over_the_limit_is_not_waited_for() {
    for announced in ["1001", "1000000", "9000000000000", "9223372036854775807"] {
        let said = Said::raw(format!("HTTP/1.1 200 OK\r\nContent-Length: {announced}\r\n\r\n{{")).then(Then::Hang);
        let socket = Socket::answering(move |_| said.clone());
        let (runtime, vvtool, vvtool_blocking, top, top_blocking) = four!(socket.url, |builder| builder.max_body(1000));
        let began = Instant::now();
        for fault in [
            fault("read", runtime.block_on(read().send(&vvtool.unwrap()))),
            fault("read", read().send(&vvtool_blocking.unwrap())),
            fault("write", runtime.block_on(store().send(&top.unwrap()))),
            fault("write", store().send(&top_blocking.unwrap())),
        ] {
            let fault = fault.expect("it is too long");
            assert_eq!(fault.class, Class::DoNotRetry, "{announced}: {fault:?}");
            assert!(
                fault.shown.contains("longer than") && fault.shown.contains("1000 bytes"),
                "{announced}: {fault:?}"
            );
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{announced}");
    }
}

#[test]
fn junk_after_the_last_chunk_is_not_part_of_the_answer() {
    for junk in ["junk", "HTTP/1.1 500 Internal\r\n\r\n", "\r\n\r\n", "0\r\n\r\n", "{\"code\":614}"] {
        for then in [Then::Keep, Then::Close] {
            let calls = AtomicUsize::new(0);
            let socket = Socket::answering(move |heard| {
                calls.fetch_add(1, Ordering::SeqCst);
                let body = right(&heard.path, &heard.body);
                let (one, two) = body.split_at(5);
                let bytes = format!(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{one}\r\n{:x};ext=1\r\n{two}\r\n0\r\nX-Trailer: a\r\n\r\n{junk}",
                    two.len()
                );
                Said::raw(bytes).then(then.clone())
            });
            let four = four(&socket.url, None);
            for _ in 0..3 {
                let failed: Vec<_> = four.writes().into_iter().flatten().collect();
                assert!(failed.is_empty(), "{junk:?}: {failed:?}");
                assert!(four.reads().iter().flatten().all(|fault| fault.retryable), "{junk:?}");
            }
        }
    }
}

/// The head of an answer whose body is announced whole, and a part of that body.
fn begun(body: &str, part: usize) -> Said {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
    Said::raw([head.as_bytes(), &body.as_bytes()[..part]].concat())
}

/// What became of a call: nothing, or the line and the cause of its error.
fn end<T, K: vvtool_api::DocumentedError>(result: Result<T, Error<K>>) -> Option<String> {
    let error = result.err()?;
    let cause = std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
    Some(format!("{error}: {cause}"))
}

/// A body that stops in its middle is cut long before the time of the call is over; a server that thinks before its first byte, or
/// that sends piece by piece, is not.
#[test]
fn a_body_that_stops_arriving_is_cut_and_a_server_that_thinks_is_not() {
    const STALL: Duration = Duration::from_millis(500);
    let says = std::sync::Arc::new(std::sync::Mutex::new(Vec::<Said>::new()));
    let answers = std::sync::Arc::clone(&says);
    let socket = Socket::answering(move |_| answers.lock().unwrap().remove(0));
    let host: &str = &socket.url;
    let (runtime, vvtool, vvtool_blocking, top, top_blocking) =
        four!(host, |builder| builder.timeout(Duration::from_secs(120)).stall_timeout(STALL));
    let (vvtool, vvtool_blocking, top, top_blocking) =
        (vvtool.unwrap(), vvtool_blocking.unwrap(), top.unwrap(), top_blocking.unwrap());
    let ends = |answer: &dyn Fn(&str) -> Said| {
        *says.lock().unwrap() = [SEEN, SEEN, LOOKED, LOOKED, SHIPPED].map(answer).into();
        [
            end(runtime.block_on(read().send(&vvtool))),
            end(read().send(&vvtool_blocking)),
            end(runtime.block_on(look().send(&top))),
            end(look().send(&top_blocking)),
            end(runtime.block_on(write().send(&vvtool))),
        ]
    };
    for part in [1, 20] {
        let cut = ends(&|body| begun(body, part).then(Then::Hang));
        for end in cut {
            let end = end.expect("half a body is none");
            assert!(end.contains("no answer in time") && end.contains("stall_timeout"), "{end}");
        }
    }
    // Nothing for more than four times as long, before the head and between the head and the body.
    for end in ends(&|body| Said::json(body).after(STALL * 4)) {
        assert_eq!(end, None, "a server that thinks");
    }
    for end in ends(&|body| begun(body, 0).then(Then::Add(STALL * 4, body.as_bytes().to_vec()))) {
        assert_eq!(end, None, "a server that thinks behind the head");
    }
    for end in ends(&|body| begun(body, 20).then(Then::Add(STALL / 5, body.as_bytes()[20..].to_vec()))) {
        assert_eq!(end, None, "a body in pieces");
    }
}
