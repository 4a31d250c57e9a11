//! A parcel, and a server that counts what arrives.

use std::collections::BTreeMap;
use std::io::{Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use vvtool_api::vvtool::{self, ErpsSend};
use vvtool_api::{ConfigError, FileJournal, Journal, MysqlJournal, Writes};

/// A parcel of this trade.
pub fn ship(tid: &str, waybill: &str) -> ErpsSend {
    ErpsSend::new("123456789", tid, waybill, "SF")
}

/// Counts the parcels of each trade, and answers as it is told.
pub struct Counter {
    /// `http://127.0.0.1:PORT`
    pub url: String,
    seen: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Counter {
    /// `answer` says whether a trade's parcel gets its answer; without one the connection stays open.
    #[must_use]
    pub fn start(answer: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("its number"));
        let (seen, answer) = (Arc::new(Mutex::new(BTreeMap::new())), Arc::new(answer));
        let counts = Arc::clone(&seen);
        // Ends with the process: a test's.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (counts, answer) = (Arc::clone(&counts), Arc::clone(&answer));
                thread::spawn(move || serve(stream, &counts, &*answer));
            }
        });
        Self { url, seen }
    }

    /// How many parcels of each trade have arrived.
    #[must_use]
    pub fn seen(&self) -> BTreeMap<String, usize> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn serve(mut stream: TcpStream, counts: &Mutex<BTreeMap<String, usize>>, answer: &dyn Fn(&str) -> bool) {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    let body = loop {
        match stream.read(&mut buffer) {
            Ok(0) | Err(_) => return,
            Ok(read) => request.extend(buffer.iter().take(read)),
        }
        let text = String::from_utf8_lossy(&request).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0_usize) {
            break body.to_owned();
        }
    };
    let tid = body.split('&').find_map(|pair| pair.strip_prefix("tid=")).unwrap_or_default().to_owned();
    let count = counts
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .entry(tid.clone())
        .and_modify(|n| *n += 1)
        .or_insert(1)
        .to_owned();
    assert!(count > 0);
    if !answer(&tid) {
        thread::sleep(std::time::Duration::from_secs(60));
        return;
    }
    let answer = r#"{"code":0,"msg":"ok","data":[{"withholding_money":1,"success":true}]}"#;
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", answer.len());
    // A client that was killed does not read it.
    let _ = stream.write_all(format!("{head}{answer}").as_bytes());
}

/// A client of the counter.
#[must_use]
pub fn client(url: &str) -> vvtool::Client {
    let builder = vvtool::Client::builder()
        .limits(vvtool_api::Limits::off())
        .retry(vvtool_api::Retry::none())
        .token("a-token-of-some-length")
        .host(url);
    builder.body_style(vvtool::Body::Form).build().expect("a client")
}

/// Ships trades through a journal until the process is killed: `JOURNAL exclusive|shared URL FIRST LAST`. Its program is
/// `ordeal shipper`.
///
/// # Errors
/// A journal: in a file that one process has (`exclusive`) or several (`shared`), or in the table that a URL names (`mysql`).
pub fn journal(mode: &str, place: &str) -> Result<Arc<dyn Journal>, ConfigError> {
    Ok(match mode {
        "mysql" => Arc::new(MysqlJournal::connect(place)?),
        "shared" => Arc::new(FileJournal::shared_between_processes(place)?),
        _ => Arc::new(FileJournal::open(place)?),
    })
}

/// What is not to happen before it is killed.
pub fn until_killed(arguments: &[&str]) -> Result<(), Box<dyn std::error::Error>> {
    let [place, mode, url, first, last] = arguments else { return Err("five arguments".into()) };
    let journal = journal(mode, place)?;
    let trades: Vec<u64> = (first.parse()?..=last.parse()?).collect();
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let writes = Writes::open(&client(url), journal).await?;
        for some in trades.chunks(4) {
            let sent: Vec<_> =
                some.iter().map(|tid| tokio::spawn(writes.send(ship(&tid.to_string(), &format!("SF{tid}"))))).collect();
            for one in sent {
                println!("{:?}", one.await?);
            }
        }
        Ok(())
    })
}
