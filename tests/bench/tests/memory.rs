//! What a reply may take in memory: the peak of a whole call over a real socket, as the allocator counts it.
//!
//! The allocator counts the thread that asks: client, decoder and reply run on it, the server does not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};

use vvtool_api::Error;
use vvtool_api::vvtool::erps::fullinfo::ErpsFullinfo;
use vvtool_api::vvtool::{Client, ClientBuilder};

const MIB: usize = 1 << 20;
/// What a call may take beside the values: the body, and what the client needs.
const BESIDE: usize = 32 * MIB;

/// Puts a list at its place in a reply.
type Put = fn(&str) -> String;

/// What became of a call, and the most memory that was taken at one time.
struct Call {
    said: Result<usize, String>,
    peak: usize,
}

fn call(reply: Vec<u8>, announced: u64, build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Call {
    let address = serve(reply, announced);
    let client = build(
        Client::builder()
            .limits(vvtool_api::Limits::off())
            .retry(vvtool_api::Retry::none())
            .host(format!("http://{address}"))
            .token("t"),
    )
    .build()
    .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut said = Err(String::new());
    let counted = allocation_counter::measure(|| {
        let sent = runtime.block_on(ErpsFullinfo::new("1", "2", ["tid"]).send(&client));
        said = match sent {
            Ok(reply) => Ok(reply.data().orders.len()),
            Err(error @ (Error::Decode(_) | Error::Transport(_))) => Err(error.to_string()),
            Err(error) => Err(format!("refused: {error}")),
        };
    });
    Call { said, peak: usize::try_from(counted.bytes_max).unwrap() }
}

/// Answer one request.
fn serve(reply: Vec<u8>, announced: u64) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        read_request(&mut stream);
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {announced}\r\n\r\n");
        // A client that has read enough hangs up.
        let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&reply));
    });
    address
}

/// Head and body of a request, which must be read before the answer: what is left unread resets the connection.
fn read_request(stream: &mut TcpStream) {
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let length = stream.read(&mut piece).unwrap();
        request.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let announced = head.lines().filter_map(|line| line.split_once(": "));
        let length = announced.clone().find(|(name, _)| name.eq_ignore_ascii_case("content-length")).unwrap().1;
        if body.len() >= length.parse().unwrap() {
            return;
        }
    }
}

fn body(data: &str) -> Vec<u8> {
    format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#).into_bytes()
}

/// Eight megabytes of a piece, or lists inside each other.
fn many(piece: &str) -> String {
    let length = 8 * MIB - 4096;
    if piece == "[" {
        return format!("[{}{}]", "[".repeat(length / 2), "]".repeat(length / 2));
    }
    let pieces = format!("{piece},").repeat(length / (piece.len() + 1));
    format!("[{pieces}{piece}]")
}

#[test]
fn eight_megabytes_of_next_to_nothing_end_at_the_ceiling() {
    let places: [(&str, Put); 9] = [
        ("a list of records", |list| format!(r#"{{"tid":2,"orders":{{"order":{list}}}}}"#)),
        ("the same without its wrapper", |list| format!(r#"{{"tid":2,"orders":{list}}}"#)),
        ("a list in a list", |list| {
            let inner = format!(r#"{{"logistic_service_tag_list":{{"logistic_service_tag":{list}}}}}"#);
            format!(r#"{{"tid":2,"service_tags":{{"logistics_tag":[{inner}]}}}}"#)
        }),
        ("a list of words", |list| format!(r#"{{"tid":2,"trade_from":{list}}}"#)),
        ("words in an object", |list| format!(r#"{{"tid":2,"trade_from":{{"string":{list}}}}}"#)),
        ("JSON", |list| format!(r#"{{"tid":2,"trade_attr":{list}}}"#)),
        ("JSON in text", |list| format!(r#"{{"tid":2,"trade_attr":"{}"}}"#, list.replace('"', "'"))),
        ("an unknown field", |list| format!(r#"{{"tid":2,"new":{list}}}"#)),
        ("the data itself", str::to_owned),
    ];
    for (ceiling, pieces) in [(4 * MIB, &["{}", "[]", "\"\"", "["][..]), (64 * MIB, &["{}", "\"1\""])] {
        for (place, put) in places {
            for piece in pieces {
                let reply = body(&put(&many(piece)));
                let length = reply.len() as u64;
                let Call { said, peak } = call(reply, length, |builder| builder.max_decoded(ceiling));
                let what = match &said {
                    Ok(_) => "read",
                    Err(error) if error.contains("max_decoded") => "the ceiling",
                    Err(_) => "refused",
                };
                println!(
                    "8 MiB of {piece} as {place}: asked at most {} MiB, measured {:.1} MiB, {what}",
                    (ceiling + BESIDE) / MIB,
                    peak as f64 / MIB as f64
                );
                assert!(peak <= ceiling + BESIDE, "{piece} as {place}: {peak}, {said:?}");
                let of_records =
                    matches!(place, "a list of records" | "the same without its wrapper" | "a list in a list");
                let of_words = matches!(place, "a list of words" | "words in an object");
                let expected = match *piece {
                    _ if place == "the data itself" => "refused",
                    "{}" if of_records => "the ceiling",
                    "\"1\"" if of_words => "the ceiling",
                    _ if place.starts_with("JSON") && ceiling < 8 * MIB => "the ceiling",
                    // What is no element, and what no table knows, takes nothing.
                    _ => "read",
                };
                assert_eq!(what, expected, "{piece} as {place}: {said:?}");
            }
        }
    }
}

#[test]
fn memory_follows_what_comes_and_not_what_is_announced() {
    for (announced, sent) in [(9_000_000_000_000_000_000_u64, MIB), (9_000_000_000_000_000_000, 0), (1 << 40, 4 * MIB)]
    {
        let mut reply = body(r#"{"tid":2}"#);
        reply.resize(reply.len().max(sent), b' ');
        let Call { said, peak } = call(reply, announced, |builder| builder.max_body(usize::MAX));
        println!(
            "{announced} bytes announced, {sent} sent: asked at most {} MiB, measured {:.1} MiB, {said:?}",
            (3 * sent + MIB) / MIB,
            peak as f64 / MIB as f64
        );
        assert!(said.is_err(), "{said:?}");
        assert!(peak <= 3 * sent + MIB, "{peak}");
        // With the limit as it is, none of it is read.
        let Call { said, peak } = call(body(r#"{"tid":2}"#), announced, |builder| builder);
        assert!(said.is_err() && peak <= MIB, "{peak}, {said:?}");
    }
}

#[test]
fn honest_replies_with_few_fields_are_read() {
    for orders in [1, 20, 1_000] {
        let list = vec![r#"{"oid":1}"#; orders].join(",");
        for data in [
            format!(r#"{{"tid":2,"orders":{{"order":[{list}]}}}}"#),
            format!(r#"{{"tid":2,"orders":[{list}]}}"#),
            format!(r#"{{"orders":{{"order":[{list}]}},"tid":2}}"#),
        ] {
            let reply = body(&data);
            let length = reply.len() as u64;
            let Call { said, peak } = call(reply, length, |builder| builder);
            println!(
                "{orders} orders with one field each in {length} bytes: {said:?}, {:.2} MiB",
                peak as f64 / MIB as f64
            );
            assert_eq!(said, Ok(orders));
        }
    }
}
