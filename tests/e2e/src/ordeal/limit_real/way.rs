//! The way to a Redis: which one it leads to can change, and what the scripts take for the time.

use core::sync::atomic::{AtomicI64, AtomicU16, Ordering};
use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

/// Forwards connections for as long as the process lives.
pub(super) struct Way {
    pub(super) url: String,
    /// Where it leads to.
    pub(super) port: Arc<AtomicU16>,
    /// How far the time of the scripts is ahead, in microseconds. At zero it is the server's.
    pub(super) ahead: Arc<AtomicI64>,
}

impl Way {
    pub(super) fn to(port: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let url = format!("redis://127.0.0.1:{}/0", listener.local_addr().expect("its number").port());
        let (port, ahead) = (Arc::new(AtomicU16::new(port)), Arc::new(AtomicI64::new(0)));
        let way = Self { url, port: Arc::clone(&port), ahead: Arc::clone(&ahead) };
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // Where nobody listens the client sees its connection end.
                let Ok(server) = TcpStream::connect((Ipv4Addr::LOCALHOST, port.load(Ordering::SeqCst))) else {
                    continue;
                };
                drop((client.set_nodelay(true), server.set_nodelay(true)));
                let (Ok(back), Ok(to)) = (server.try_clone(), client.try_clone()) else { continue };
                let ahead = Arc::clone(&ahead);
                thread::spawn(move || {
                    drop(commands(&client, &server, &ahead));
                    drop((client.shutdown(Shutdown::Both), server.shutdown(Shutdown::Both)));
                });
                thread::spawn(move || {
                    let (mut back, mut to) = (back, to);
                    drop(io::copy(&mut back, &mut to));
                    drop(to.shutdown(Shutdown::Both));
                });
            }
        });
        way
    }
}

/// Each command from the client to the server; a script gets one argument more where its time is to be another one.
fn commands(client: &TcpStream, mut server: &TcpStream, ahead: &AtomicI64) -> io::Result<()> {
    let mut from = BufReader::new(client);
    loop {
        let count = number(&mut from)?;
        let mut words = Vec::new();
        for _ in 0..count {
            let mut word = vec![0; number(&mut from)? + 2];
            from.read_exact(&mut word)?;
            word.truncate(word.len() - 2);
            words.push(word);
        }
        let ahead = ahead.load(Ordering::SeqCst);
        if ahead != 0 && words.first().is_some_and(|word| word == b"EVAL") {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_micros();
            words.push((i64::try_from(now).unwrap_or_default() + ahead).to_string().into_bytes());
        }
        let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
        for word in words {
            bytes.extend(format!("${}\r\n", word.len()).into_bytes());
            bytes.extend(word);
            bytes.extend(b"\r\n");
        }
        server.write_all(&bytes)?;
    }
}

/// `*3` or `$12`.
fn number(from: &mut impl BufRead) -> io::Result<usize> {
    let mut line = String::new();
    if from.read_line(&mut line)? == 0 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    line.trim().get(1..).and_then(|digits| digits.parse().ok()).ok_or_else(|| io::ErrorKind::InvalidData.into())
}
