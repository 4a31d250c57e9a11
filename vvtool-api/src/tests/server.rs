//! A small server for the tests of this crate: it reads one request per connection and does what the test says.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// What the server does with a request.
pub(crate) enum Act {
    /// Answer 200 with this JSON.
    Json(String),
    /// Answer with these bytes: status line, headers, body.
    Raw(Vec<u8>),
    /// The same, after a while.
    Later(core::time::Duration, Vec<u8>),
    /// Keep the connection open and say nothing.
    Hang,
    /// Close the connection.
    Close,
}

pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(act: impl Fn(&str) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (log, act) = (Arc::clone(&seen), Arc::new(act));
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (log, act) = (Arc::clone(&log), Arc::clone(&act));
                tokio::spawn(async move {
                    let request = read(&mut stream).await;
                    log.lock().unwrap().push(request.clone());
                    let bytes = match act(&request) {
                        Act::Json(json) => response("200 OK", "", &json),
                        Act::Raw(bytes) => bytes,
                        Act::Later(time, bytes) => {
                            tokio::time::sleep(time).await;
                            bytes
                        }
                        Act::Hang => return std::future::pending().await,
                        Act::Close => return,
                    };
                    let _ = stream.write_all(&bytes).await;
                });
            }
        });
        Self { url, seen }
    }

    /// A server that gives the same answer to everything.
    pub(crate) async fn json(json: &str) -> Self {
        let json = json.to_owned();
        Self::start(move |_| Act::Json(json.clone())).await
    }

    /// The requests so far: head and body.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    pub(crate) fn seen_at(&self, path: &str) -> usize {
        self.seen().iter().filter(|request| request.starts_with(&format!("POST {path} "))).count()
    }
}

/// A whole response. `headers` ends with a line break when it is not empty.
pub(crate) fn response(status: &str, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n{body}", body.len())
        .into_bytes()
}

async fn read(stream: &mut tokio::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
                .map_or(0, |(_, value)| value.trim().parse().unwrap());
            if body.len() >= length {
                return text;
            }
        }
        let mut chunk = [0; 4096];
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(&chunk[..count]),
        }
    }
}
