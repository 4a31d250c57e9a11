//! Servers below HTTP, one thread for each connection.

use core::time::Duration;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use socket2::{Domain, SockRef, Socket, Type};

/// Does this to every connection until the process ends. The port.
pub(super) fn doing(what: impl Fn(TcpStream) + Send + Sync + 'static) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it has an address").port();
    let what = Arc::new(what);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let what = Arc::clone(&what);
            thread::spawn(move || what(stream));
        }
    });
    port
}

/// A port on which nobody listens, and nobody will: it is bound for as long as this process lives.
pub(super) fn closed() -> u16 {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).expect("a port is free");
    let socket: &Socket = Box::leak(Box::new(socket));
    socket.local_addr().ok().and_then(|address| address.as_socket()).expect("it has an address").port()
}

/// A port where connections neither come about nor are refused: its queue is full. Both sides are to be kept.
pub(super) fn full() -> (u16, Socket, Vec<TcpStream>) {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    socket.bind(&SocketAddr::from(([127, 0, 0, 1], 0)).into()).expect("a port is free");
    socket.listen(0).expect("it listens");
    let address = socket.local_addr().ok().and_then(|address| address.as_socket()).expect("it has an address");
    let waiting = std::iter::from_fn(|| TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok());
    let waiting = waiting.take(64).collect();
    (address.port(), socket, waiting)
}

/// The connection is reset.
pub(super) fn reset(stream: &TcpStream) {
    SockRef::from(stream).set_linger(Some(Duration::ZERO)).expect("the system can reset a connection");
}

/// Reads so many bytes; fewer where no more come.
pub(super) fn read(stream: &mut TcpStream, bytes: usize) {
    let mut left = bytes;
    let mut space = [0; 4096];
    while left > 0 {
        let most = left.min(space.len());
        match stream.read(space.get_mut(..most).unwrap_or_default()) {
            Ok(0) | Err(_) => return,
            Ok(read) => left -= read,
        }
    }
}

/// Reads the head of a request, and with `whole` its body.
pub(super) fn request(stream: &mut TcpStream, whole: bool) {
    let (mut bytes, mut space) = (Vec::new(), [0; 1]);
    while !bytes.ends_with(b"\r\n\r\n") {
        match stream.read(&mut space) {
            Ok(1) => bytes.extend_from_slice(&space),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    if whole {
        read(stream, length.unwrap_or_default());
    }
}

/// Until the other side has enough.
pub(super) fn held(mut stream: TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
    read(&mut stream, usize::MAX);
}

/// What a client that hung up does not read is lost.
pub(super) fn say(stream: &mut TcpStream, bytes: impl AsRef<[u8]>) {
    let _ = stream.write_all(bytes.as_ref());
}
