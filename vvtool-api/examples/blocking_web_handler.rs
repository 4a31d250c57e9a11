//! The blocking client behind a web server of threads: `GET /trades/SHOP_ID/TID` answers with the trade as JSON, an error with its
//! remedy.
//!
//! One client serves all threads; it keeps its connections. In an async server use the async client instead.
//!
//! ```console
//! $ cargo run -p vvtool-api --features blocking --example blocking_web_handler
//! $ curl http://127.0.0.1:PORT/trades/123456789/1000000000000000001
//! ```

use std::env;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use vvtool_api::vvtool::blocking::Client;
use vvtool_api::vvtool::erps::fullinfo::TradeField;
use vvtool_api::{Class, Lang, vvtool};

fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("VVTOOL_TOKEN").map_err(|_| "VVTOOL_TOKEN is not set; see examples/README.md")?;
    let mut client = Client::builder().token(token);
    if let Ok(host) = env::var("VVTOOL_HOST") {
        client = client.host(host);
    }
    let client = client.build()?;

    // A port of your own as the first argument; 0 takes a free one.
    let port: u16 = env::args().nth(1).map_or(Ok(0), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    println!("listening on http://{}", listener.local_addr()?);
    for stream in listener.incoming() {
        let (stream, client) = (stream?, client.clone());
        thread::spawn(move || {
            if let Err(error) = serve(&stream, &client) {
                eprintln!("a visitor went away: {error}");
            }
        });
    }
    Ok(())
}

/// One request, one answer: the least of HTTP that a browser understands.
fn serve(stream: &TcpStream, client: &Client) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or_default();
    let (status, body) = match path.split('/').collect::<Vec<_>>().as_slice() {
        ["", "trades", shop, trade] => answer(client, shop, trade),
        _ => (404, r#"{"error":"try /trades/SHOP_ID/TID"}"#.to_owned()),
    };
    let head = format!("HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: {}\r\n", body.len());
    (&*stream).write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes())
}

/// The handler: everything of it is about the trade.
fn answer(client: &Client, shop: &str, trade: &str) -> (u16, String) {
    let fields = [TradeField::Tid, TradeField::Status, TradeField::Payment];
    match vvtool::ErpsFullinfo::new(shop, trade, fields).send(client) {
        Ok(reply) => (200, json(&reply)),
        Err(error) => {
            let status = match error.class() {
                Class::FixRequest => 400,
                class if class.is_retry() => 503,
                _ => 502,
            };
            let told = [
                ("kind", error.kind().name()),
                ("class", error.class().as_str()),
                ("remedy", error.remedy(Lang::En)),
                ("处理", error.remedy(Lang::Zh)),
            ];
            (status, json(&std::collections::BTreeMap::from(told)))
        }
    }
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| format!("{{\"error\":\"{error}\"}}"))
}
