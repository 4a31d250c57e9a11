//! A server that writes exactly the bytes it is told to, one thread per connection: what no well-behaved HTTP server would send.

use core::time::Duration;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Heard {
    /// Which connection it came on, counted from 1.
    pub connection: usize,
    /// Path and query: `/tool/erps/send`.
    pub path: String,
    /// Request line and headers, as they were written.
    pub head: String,
    /// The body.
    pub body: String,
}

/// What is written for a request, byte by byte.
#[derive(Debug, Clone)]
pub struct Said {
    /// Status line, headers and body.
    pub bytes: Vec<u8>,
    /// How long nothing happens before them.
    pub after: Duration,
    /// What becomes of the connection.
    pub then: Then,
}

/// What becomes of a connection after an answer.
#[derive(Debug, Clone)]
pub enum Then {
    /// The next request is read from it.
    Keep,
    /// It is closed.
    Close,
    /// Nothing more happens on it.
    Hang,
    /// These bytes come after a while, unasked; then the next request is read.
    Add(Duration, Vec<u8>),
}

impl Said {
    /// These bytes and nothing else; the connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), after: Duration::ZERO, then: Then::Close }
    }

    /// A complete answer on a connection that stays open. Its body is JSON unless a header says something else.
    #[must_use]
    pub fn http(status: u16, headers: &[(&str, &str)], body: &[u8]) -> Self {
        let mut bytes = format!("HTTP/1.1 {status} Said\r\nContent-Length: {}\r\n", body.len()).into_bytes();
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            bytes.extend_from_slice(b"Content-Type: application/json\r\n");
        }
        for (name, value) in headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);
        Self { then: Then::Keep, ..Self::raw(bytes) }
    }

    /// Status 200 with this JSON.
    pub fn json(body: impl AsRef<[u8]>) -> Self {
        Self::http(200, &[], body.as_ref())
    }

    /// The connection is closed without a word.
    #[must_use]
    pub fn nothing() -> Self {
        Self::raw([])
    }

    /// Nothing ever comes, and the connection stays open.
    #[must_use]
    pub fn never() -> Self {
        Self { then: Then::Hang, ..Self::nothing() }
    }

    /// Wait before answering.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.after = wait;
        self
    }

    /// What becomes of the connection.
    #[must_use]
    pub fn then(mut self, then: Then) -> Self {
        self.then = then;
        self
    }
}

type Answers = Box<dyn Fn(&Heard) -> Said + Send + Sync>;

struct Shared {
    answers: Answers,
    heard: Mutex<Vec<Heard>>,
    connections: Mutex<usize>,
    stopped: AtomicBool,
}

/// The server. It stops to listen when dropped.
pub struct Socket {
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Socket {
    /// Answers every request with what the function says.
    pub fn answering(answers: impl Fn(&Heard) -> Said + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        let shared = Arc::new(Shared {
            answers: Box::new(answers),
            heard: Mutex::default(),
            connections: Mutex::default(),
            stopped: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                if accepting.stopped.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&accepting);
                thread::spawn(move || serve(stream, &shared));
            }
        });
        Self { url: format!("http://{address}"), address, shared }
    }

    /// Every request so far, oldest first.
    #[must_use]
    pub fn heard(&self) -> Vec<Heard> {
        self.shared.heard.lock().expect("no test panics in here").clone()
    }

    /// How many requests for a path came.
    #[must_use]
    pub fn count(&self, path: &str) -> usize {
        self.heard().iter().filter(|heard| heard.path == path).count()
    }

    /// How many connections were made.
    #[must_use]
    pub fn connections(&self) -> usize {
        *self.shared.connections.lock().expect("no test panics in here")
    }

    /// Forgets what came so far.
    pub fn forget(&self) {
        self.shared.heard.lock().expect("no test panics in here").clear();
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        // The listener wakes up once more.
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) {
    let _ = stream.set_nodelay(true);
    let connection = {
        let mut connections = shared.connections.lock().expect("no test panics in here");
        *connections += 1;
        *connections
    };
    while let Some(heard) = hear(&mut stream, connection) {
        shared.heard.lock().expect("no test panics in here").push(heard.clone());
        let said = (shared.answers)(&heard);
        thread::sleep(said.after);
        if stream.write_all(&said.bytes).is_err() {
            return;
        }
        match said.then {
            Then::Keep => {}
            Then::Close => return,
            Then::Hang => {
                // Until the other side has enough.
                let _ = stream.read(&mut [0; 64]);
                return;
            }
            Then::Add(wait, bytes) => {
                thread::sleep(wait);
                let _ = stream.write_all(&bytes);
            }
        }
    }
}

/// One request with a `Content-Length`, which is what the clients send.
fn hear(stream: &mut TcpStream, connection: usize) -> Option<Heard> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 8192];
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(chunk.get(..length)?),
        }
    };
    let head = String::from_utf8_lossy(bytes.get(..end)?).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    while bytes.len() < end + length.unwrap_or_default() {
        match stream.read(&mut chunk) {
            Ok(0) | Err(_) => return None,
            Ok(length) => bytes.extend_from_slice(chunk.get(..length)?),
        }
    }
    let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
    Some(Heard { connection, path, body: String::from_utf8_lossy(bytes.get(end..)?).into_owned(), head })
}
