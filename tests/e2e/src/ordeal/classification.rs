//! What never left is told as not executed, what was answered as done, and every other end of a write as unknown.

use core::time::Duration;
use std::net::{Shutdown, TcpStream};
use std::thread;

use vvtool_api::vvtool::{self, ErpsSend};
use vvtool_api::{Error, Limits, Retry, WriteOutcome};

use super::line::{closed, doing, full, held, read, request, reset, say};
use super::{End, Figure, Part, Promise};

pub(super) const PROMISE: Promise = Promise {
    name: "classification",
    parts: &[Part { name: "ends", counts: "writes for each end", n: (50, 4), run: ends }],
};

const CONNECT: Duration = Duration::from_millis(300);
const TOTAL: Duration = Duration::from_secs(1);
const DONE: &str = r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#;

/// What a caller may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    NotExecuted,
    Done,
    Unknown,
    /// Not executed where the connection was gone before it was there for the client too, else unknown.
    EitherOf,
}

/// Where a write goes to.
#[derive(Default)]
struct To {
    host: String,
    proxy: Option<String>,
    large: bool,
}

fn plain(what: impl Fn(TcpStream) + Send + Sync + 'static) -> To {
    To { host: format!("http://127.0.0.1:{}", doing(what)), ..To::default() }
}

fn large(what: impl Fn(TcpStream) + Send + Sync + 'static) -> To {
    To { large: true, ..plain(what) }
}

fn https(what: impl Fn(TcpStream) + Send + Sync + 'static) -> To {
    To { host: format!("https://127.0.0.1:{}", doing(what)), ..To::default() }
}

/// Says it once the whole request is read, and holds the connection.
fn answers(bytes: impl Into<Vec<u8>>) -> impl Fn(TcpStream) + Send + Sync + 'static {
    let bytes = bytes.into();
    move |mut stream| {
        request(&mut stream, true);
        say(&mut stream, &bytes);
        held(stream);
    }
}

/// Reads that much and resets the connection, or says goodbye and reads on.
fn after(much: impl Fn(&mut TcpStream) + Send + Sync + 'static, resets: bool) -> impl Fn(TcpStream) + Send + Sync {
    move |mut stream| {
        much(&mut stream);
        if resets {
            return reset(&stream);
        }
        let _ = stream.shutdown(Shutdown::Write);
        held(stream);
    }
}

/// Status 200 with these headers and this beginning of a body.
fn begun(length: usize, body: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
}

/// The ends that come before a request can have left.
fn unsent() -> Vec<(&'static str, To, Told)> {
    let nobody = || format!("127.0.0.1:{}", closed());
    let host = |host: String| To { host, ..To::default() };
    let through =
        |host: &str| To { host: host.to_owned(), proxy: Some(format!("http://{}", nobody())), ..To::default() };
    vec![
        ("refused", host(format!("http://{}", nobody())), Told::NotExecuted),
        ("a name that nobody has", host("http://nobody.invalid".to_owned()), Told::NotExecuted),
        ("TLS to a plain server", https(answers("HTTP/1.1 400 Bad\r\ncontent-length: 0\r\n\r\n")), Told::NotExecuted),
        ("TLS that hangs", https(held), Told::NotExecuted),
        (
            "TLS that is reset",
            https(|mut stream| {
                read(&mut stream, 1);
                reset(&stream);
            }),
            Told::NotExecuted,
        ),
        ("a proxy that refuses", through("http://shop.example"), Told::NotExecuted),
        ("a proxy that refuses, https", through("https://shop.example"), Told::NotExecuted),
        ("reset at accept", plain(|stream| reset(&stream)), Told::EitherOf),
        ("closed at accept", plain(|stream| drop(stream.shutdown(Shutdown::Both))), Told::EitherOf),
    ]
}

/// The ends of requests of which something has left.
fn sent() -> Vec<(&'static str, To, Told)> {
    let mut rows = Vec::new();
    for resets in [true, false] {
        let name = |reset, closed| if resets { reset } else { closed };
        rows.extend([
            (
                name("reset after the first byte", "half closed after the first byte"),
                plain(after(|s| read(s, 1), resets)),
            ),
            (name("reset after the head", "half closed after the head"), plain(after(|s| request(s, false), resets))),
            (name("reset in the body", "half closed in the body"), large(after(|s| read(s, 4 << 20), resets))),
            (name("reset after the whole", "half closed after the whole"), plain(after(|s| request(s, true), resets))),
        ]);
    }
    let dripping = |mut stream: TcpStream| {
        request(&mut stream, true);
        say(&mut stream, begun(DONE.len(), ""));
        for byte in DONE.bytes() {
            say(&mut stream, [byte]);
            thread::sleep(Duration::from_millis(150));
        }
    };
    let cut = |resets: bool| {
        move |mut stream: TcpStream| {
            request(&mut stream, true);
            say(&mut stream, begun(DONE.len(), r#"{"code":0"#));
            if resets {
                // What was said has to be there before the end is.
                thread::sleep(Duration::from_millis(20));
                reset(&stream);
            }
        }
    };
    let early = |mut stream: TcpStream| {
        read(&mut stream, 16 * 1024);
        say(&mut stream, "HTTP/1.1 413 Content Too Large\r\ncontent-length: 0\r\n\r\n");
        held(stream);
    };
    rows.extend([
        (
            "never reads",
            large(|stream| {
                thread::sleep(3 * TOTAL);
                drop(stream);
            }),
        ),
        ("no reply", plain(answers(""))),
        ("headers only", plain(answers(begun(DONE.len(), "")))),
        ("a byte at a time", plain(dripping)),
        ("a reply that is cut", plain(cut(false))),
        ("a reply that is reset", plain(cut(true))),
        ("garbage", plain(answers("SSH-2.0-OpenSSH_9.6\r\n\r\n"))),
        ("413 before the whole", large(early)),
    ]);
    let mut rows: Vec<_> = rows.into_iter().map(|(name, to)| (name, to, Told::Unknown)).collect();
    let whole = format!("HTTP/1.1 100 Continue\r\n\r\n{}", begun(DONE.len(), DONE));
    rows.push(("100 Continue, then an answer", plain(answers(whole)), Told::Done));
    rows.push(("an answer", plain(answers(begun(DONE.len(), DONE))), Told::Done));
    rows
}

/// Sends so many writes to each end, with a future and without.
pub fn ends(n: usize) -> End {
    let mut rows = unsent();
    rows.extend(sent());
    let (port, _listens, _waits) = full();
    rows.push((
        "connecting takes too long",
        To { host: format!("http://127.0.0.1:{port}"), ..To::default() },
        Told::NotExecuted,
    ));
    let ends = rows.len();
    let (mut wrong, mut counts) = (Vec::new(), [0; 3]);
    let told: Vec<_> = thread::scope(|scope| {
        let rows: Vec<_> =
            rows.into_iter().map(|(name, to, expected)| scope.spawn(move || (name, expected, to.told(n)))).collect();
        rows.into_iter().map(|row| row.join().expect("a call does not panic")).collect()
    });
    for (name, expected, told) in told {
        for (told, said) in told {
            let right = told == expected || (expected == Told::EitherOf && told != Told::Done);
            if !right {
                wrong.push(format!("{name}: {told:?}, not {expected:?}: {said}"));
            }
            if let Some(count) =
                counts.get_mut(usize::from(told == Told::Done) + 2 * usize::from(told == Told::Unknown))
            {
                *count += 1;
            }
        }
    }
    let [not_executed, done, unknown] = counts;
    println!("  {ends} ends: {not_executed} not executed, {done} done, {unknown} unknown");
    // What cannot be a header is refused before there is a client.
    let header = vvtool::Client::builder().token("t").default_header("x-shop", "a\nb").build();
    let header: Vec<String> = header.is_ok().then(|| "a line break in a header".to_owned()).into_iter().collect();
    End::Measured(vec![
        Figure::none("ends told as something else than what they are", &wrong),
        Figure::none("headers that cannot be and are accepted", &header),
        Figure::at_least("writes with an end", ends * n, not_executed + done + unknown),
    ])
}

impl To {
    fn told(&self, n: usize) -> Vec<(Told, String)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        // No field of a parcel is that long; the client's own rules are about what the documents say.
        let sender = if self.large { "8".repeat(8 << 20) } else { "888".to_owned() };
        let request = || ErpsSend::new("123456789", "7", "SF7", "SF").sender_id(sender.clone());
        macro_rules! client {
            ($builder:expr) => {{
                let mut builder = $builder.token("a-token-of-some-length").host(&self.host);
                if let Some(proxy) = &self.proxy {
                    builder = builder.proxy(proxy);
                }
                let builder = builder.limits(Limits::off()).retry(Retry::none());
                builder.timeout(TOTAL).connect_timeout(CONNECT).build().expect("the settings are right")
            }};
        }
        let (future, waiting) = (client!(vvtool::Client::builder()), client!(vvtool::blocking::Client::builder()));
        let calls = (0..n).map(|at| match at % 2 {
            0 => runtime.block_on(request().send(&future)),
            _ => request().send(&waiting),
        });
        calls.map(|end| told(end.map(drop))).collect()
    }
}

fn told(end: Result<(), Error<vvtool::ErrorKind>>) -> (Told, String) {
    match end {
        Ok(()) => (Told::Done, String::new()),
        Err(error) if error.write_outcome() == WriteOutcome::NotExecuted => (Told::NotExecuted, error.to_string()),
        Err(error) => (Told::Unknown, error.to_string()),
    }
}
