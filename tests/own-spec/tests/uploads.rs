//! Long files on their way: read piece by piece, given up half-way, changed meanwhile, answered before they are there. What the tests look
//! into (open files, the most memory a process ever had) only Linux tells.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use vvtool_api::vvtool::{Client, ClientBuilder, blocking};
use vvtool_api::{Error, Limits, Upload, WriteOutcome};
use vvtool_own_spec::api::gallery::{FilmsAdd, FilmsCheck};

const MIB: usize = 1 << 20;
const LONG: usize = 40 * MIB;

/// A file of so many zeros.
fn film(test: &str, length: usize) -> PathBuf {
    let path = std::env::temp_dir().join(format!("vvtool-film-{test}-{}.bin", std::process::id()));
    File::create(&path).unwrap().set_len(length.try_into().unwrap()).unwrap();
    path
}

/// Somebody of this process has it open.
fn is_open(path: &Path) -> bool {
    let open = fs::read_dir("/proc/self/fd").unwrap().flatten();
    open.filter_map(|entry| fs::read_link(entry.path()).ok()).any(|open| open == path)
}

/// It is closed, be it a moment later: whoever reads a disk finishes what it reads.
async fn closes(path: &Path) {
    let begun = Instant::now();
    while is_open(path) {
        assert!(begun.elapsed() < Duration::from_secs(5), "{} is still open", path.display());
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    fs::remove_file(path).unwrap();
}

/// Waits for a thread, and lets the runtime go on meanwhile: connections are closed by it.
async fn ends<T: Send + 'static>(thread: JoinHandle<T>) -> T {
    tokio::task::spawn_blocking(|| thread.join().unwrap()).await.unwrap()
}

const GOOD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 48\r\ncontent-type: application/json\r\n\r\n\
                    {\"code\": 0, \"msg\": \"ok\", \"data\": {\"good\": true}}";

/// Head, and how much of the body came, of each connection that `meet` meets.
struct Server {
    url: String,
    met: JoinHandle<()>,
}

fn server(times: usize, mut meet: impl FnMut(usize, TcpStream) + Send + 'static) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let met = thread::spawn(move || (0..times).for_each(|time| meet(time, listener.accept().unwrap().0)));
    Server { url, met }
}

/// The head of a request, and what its `Content-Length` says.
fn head(stream: &mut TcpStream) -> usize {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    assert!(!head.contains("transfer-encoding"), "{head}");
    head.split("content-length: ").nth(1).unwrap().lines().next().unwrap().parse().unwrap()
}

/// Reads so many bytes, or as many as come.
fn drain(stream: &mut TcpStream, most: usize) -> usize {
    let (mut piece, mut all) = (vec![0; 64 * 1024], 0);
    while all < most {
        let want = piece.len().min(most - all);
        match stream.read(&mut piece[..want]) {
            Ok(0) | Err(_) => break,
            Ok(read) => all += read,
        }
    }
    all
}

/// Reads a whole request.
fn whole(stream: &mut TcpStream) {
    let length = head(stream);
    assert_eq!((drain(stream, length), length > LONG), (length, true));
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder().host(server.url.as_str()).token("t").limits(Limits::off())
}

/// The most memory that this process ever had.
fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().trim().parse::<usize>().unwrap() * 1024
}

#[tokio::test]
async fn a_long_file_takes_no_more_memory_than_a_short_one() {
    let server = server(2, |_, mut stream| {
        whole(&mut stream);
        stream.write_all(GOOD.as_bytes()).unwrap();
    });
    let path = film("flat", LONG);
    let before = memory();
    let sent = FilmsAdd::new(path.as_path()).send(&builder(&server).build().unwrap()).await.unwrap();
    assert_eq!(sent.good, Some(true));
    let (url, film) = (server.url.clone(), path.clone());
    let without_async = thread::spawn(move || {
        let client = blocking::Client::builder().host(url).token("t").build().unwrap();
        FilmsAdd::new(film).send(&client).unwrap().good
    });
    assert_eq!(ends(without_async).await, Some(true));
    ends(server.met).await;
    // The other tests of this file are under way too, and hold as little.
    let grown = memory() - before;
    assert!(grown < 16 * MIB, "{grown} bytes for two files of {LONG}");
    closes(&path).await;
}

#[tokio::test]
async fn what_is_given_up_half_way_may_have_been_done_and_leaves_nothing_open() {
    // The server hangs on to what came, for as long as the test takes.
    let (over, wait) = mpsc::channel::<()>();
    let server = server(1, move |_, mut stream| {
        head(&mut stream);
        drain(&mut stream, MIB);
        wait.recv().unwrap_err();
    });
    let path = film("timeout", LONG);
    let client = builder(&server).connect_timeout(Duration::from_millis(200)).timeout(Duration::from_millis(600));
    let error = FilmsAdd::new(path.as_path()).send(&client.build().unwrap()).await.unwrap_err();
    let Error::Transport(lost) = &error else { panic!("{error}") };
    assert!(lost.is_timeout() && error.write_outcome() == WriteOutcome::Unknown, "{error}");
    closes(&path).await;
    drop(over);
    ends(server.met).await;
}

#[tokio::test]
async fn a_call_that_is_dropped_ends_the_upload() {
    let (tell, begun) = tokio::sync::oneshot::channel();
    let mut tell = Some(tell);
    let (told, came) = mpsc::channel();
    let server = server(1, move |_, mut stream| {
        let length = head(&mut stream);
        let first = drain(&mut stream, MIB);
        tell.take().unwrap().send(()).unwrap();
        told.send((length, first + drain(&mut stream, length - first))).unwrap();
    });
    let path = film("dropped", LONG);
    let client = builder(&server).build().unwrap();
    tokio::select! {
        done = FilmsAdd::new(path.as_path()).send(&client) => panic!("{done:?}"),
        _ = begun => {}
    }
    ends(server.met).await;
    let (length, came) = came.recv().unwrap();
    assert!(came < length, "{came} of {length}");
    closes(&path).await;
}

#[tokio::test]
async fn a_file_that_changes_on_the_way_ends_the_call() {
    for (test, length, words) in [
        ("shrinks", LONG - 10 * MIB, "film: the file changed while it was sent"),
        ("grows", LONG + 1, "film: the file changed while it was sent"),
    ] {
        let path = film(test, LONG);
        let changed = path.clone();
        let (told, came) = mpsc::channel();
        let server = server(1, move |_, mut stream| {
            let announced = head(&mut stream);
            let first = drain(&mut stream, MIB);
            File::options().write(true).open(&changed).unwrap().set_len(length.try_into().unwrap()).unwrap();
            told.send((announced, first + drain(&mut stream, announced - first))).unwrap();
        });
        let error = FilmsAdd::new(path.as_path()).send(&builder(&server).build().unwrap()).await.unwrap_err();
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!((error.write_outcome(), error.attempts()), (WriteOutcome::Unknown, 1));
        ends(server.met).await;
        let (announced, came) = came.recv().unwrap();
        assert!(came < announced, "{came} of {announced}");
        closes(&path).await;
    }
}

#[tokio::test]
async fn an_answer_that_comes_before_the_file_is_there_is_read() {
    let server = server(1, |_, mut stream| {
        head(&mut stream);
        drain(&mut stream, MIB);
        stream.write_all(b"HTTP/1.1 413 Payload Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").unwrap();
        // As servers do: what is on its way is read, so that the answer is not lost with it.
        drain(&mut stream, LONG);
    });
    let path = film("early", LONG);
    let error = FilmsAdd::new(path.as_path()).send(&builder(&server).build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("HTTP status 413"), "{error}");
    ends(server.met).await;
    closes(&path).await;
}

#[tokio::test]
async fn a_read_that_is_tried_again_opens_its_file_again() {
    let server = server(2, |time, mut stream| {
        whole(&mut stream);
        let busy = "HTTP/1.1 503 Busy\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
        stream.write_all(if time == 0 { busy } else { GOOD }.as_bytes()).unwrap();
    });
    let path = film("again", LONG);
    let call = FilmsCheck::new(Upload::from_path(&path).file_name("a.bin"));
    assert_eq!(call.send(&builder(&server).build().unwrap()).await.unwrap().good, Some(true));
    ends(server.met).await;
    closes(&path).await;
}
