//! The socket: a listener and connections to which happens what no HTTP server would do.
//!
//! An HTTP server always answers something. Here a connection can be reset, closed, kept silent or half closed, before a byte of the
//! request is read or where the answer would begin. What is done to it is decided by the faults that were ordered; a fault for one
//! operation looks at the bytes that have arrived without taking them, so that nothing of the request is read.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep, timeout};

use crate::door::Door;
use crate::fault::Fault;
use crate::shared::Shared;

/// How long a connection that has been given up is still held, when its peer does nothing.
const HELD: Duration = Duration::from_secs(60);
/// How long a connection stays open that is closed with a request unread.
const UNREAD: Duration = Duration::from_secs(1);
/// How long the rest of a request may take that is to be reset in its middle.
const REST: Duration = Duration::from_millis(200);
/// More than the head of any request of a test, and the name of a method behind it.
const LOOK: usize = 16 * 1024;
/// How often a request that has not arrived far enough to be known is looked at, and with what pause.
const LOOKS: (u8, Duration) = (50, Duration::from_millis(2));

/// How a connection ends where its answer would begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    Reset,
    Close,
    HalfClose,
    Silence,
}

/// What the handler of a request does to its connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Control(Arc<Mutex<Wishes>>);

#[derive(Debug, Default)]
struct Wishes {
    cut: Option<Cut>,
    /// The answer to the last request is on its way: what arrives next is a new request.
    answered: bool,
    idle: Option<Duration>,
}

impl Control {
    fn wishes(&self) -> MutexGuard<'_, Wishes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nothing more is written on this connection.
    pub(crate) fn cut(&self, how: Cut) {
        self.wishes().cut = Some(how);
    }

    /// The answer is complete as far as the handler is concerned.
    pub(crate) fn answered(&self) {
        self.wishes().answered = true;
    }

    /// The connection is closed when nothing arrives for so long.
    pub(crate) fn close_idle_after(&self, time: Duration) {
        self.wishes().idle = Some(time);
    }
}

/// The listener.
pub(crate) struct Line {
    pub(crate) door: Door,
    pub(crate) shared: Arc<Shared>,
}

impl Listener for Line {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let (stream, address) = self.door.accept().await;
            // Small answers must not wait for the client's acknowledgement; failing to ask for that harms nothing.
            let _ = stream.set_nodelay(true);
            match self.shared.fault_at_accept() {
                Some(fault) => strike(stream, &fault),
                None => return (Connection::new(stream, Arc::clone(&self.shared)), address),
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.door.address)
    }
}

impl Connected<IncomingStream<'_, Line>> for Control {
    fn connect_info(stream: IncomingStream<'_, Line>) -> Self {
        stream.io().control.clone()
    }
}

/// One connection.
pub(crate) struct Connection {
    /// None once a fault has taken it away.
    stream: Option<TcpStream>,
    control: Control,
    shared: Arc<Shared>,
    stage: Stage,
    /// Of a connection that has carried no request yet.
    fresh: bool,
    timer: Option<Pin<Box<Sleep>>>,
}

/// Where the connection is in its conversation.
enum Stage {
    /// Between requests. How often the beginning of the next one was looked at.
    Between(u8),
    /// A request has begun.
    Open,
}

impl Connection {
    fn new(stream: TcpStream, shared: Arc<Shared>) -> Self {
        let control = Control::default();
        Self { stream: Some(stream), control, shared, stage: Stage::Between(0), fresh: true, timer: None }
    }

    /// Whether a pause is over; begins one when there is none.
    fn paused(&mut self, time: Duration, cx: &mut Context<'_>) -> Poll<()> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(time)));
        let over = timer.as_mut().poll(cx);
        if over.is_ready() {
            self.timer = None;
        }
        over
    }

    /// Looks at what has arrived of the next request without taking it. `Err`: a fault strikes.
    fn look(&mut self, looks: u8, cx: &mut Context<'_>) -> Poll<Result<(), Fault>> {
        if looks > 0 && self.paused(LOOKS.1, cx).is_pending() {
            return Poll::Pending;
        }
        let Some(stream) = &self.stream else { return Poll::Ready(Ok(())) };
        let mut space = vec![0; if self.shared.names_faults() { LOOK } else { 1 }];
        let mut seen = ReadBuf::new(&mut space);
        match stream.poll_peek(cx, &mut seen) {
            Poll::Pending => return Poll::Pending,
            // An end or an error is for the reader.
            Poll::Ready(Ok(0) | Err(_)) => return Poll::Ready(Ok(())),
            Poll::Ready(Ok(_)) => {}
        }
        let operation = match self.shared.recognise(seen.filled()) {
            Seen::Operation(name) => Some(name),
            Seen::Nothing => None,
            Seen::NotYet if looks < LOOKS.0 => {
                self.stage = Stage::Between(looks + 1);
                self.timer = None;
                // Looking again at once would see the same bytes.
                return match self.paused(LOOKS.1, cx) {
                    Poll::Pending => Poll::Pending,
                    Poll::Ready(()) => self.look(looks + 1, cx),
                };
            }
            Seen::NotYet => None,
        };
        match self.shared.fault_on_the_line(operation.as_deref(), self.fresh) {
            Some(fault) => Poll::Ready(Err(fault)),
            None => Poll::Ready(Ok(())),
        }
    }

    /// Before the first byte of a request is read. `Some`: the read ends like this.
    fn before_a_request(&mut self, looks: u8, cx: &mut Context<'_>) -> Poll<Option<io::Result<()>>> {
        if self.shared.has_faults_on_the_line() {
            match self.look(looks, cx) {
                Poll::Pending => return self.idle(cx),
                Poll::Ready(Ok(())) => {}
                Poll::Ready(Err(fault)) => {
                    if let Some(stream) = self.stream.take() {
                        strike(stream, &fault);
                    }
                    return Poll::Ready(Some(Err(io::ErrorKind::ConnectionAborted.into())));
                }
            }
        }
        Poll::Ready(None)
    }

    /// Nothing has arrived: ends a connection that was to be closed when it is idle.
    fn idle(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<()>>> {
        let idle = {
            let wishes = self.control.wishes();
            wishes.idle.filter(|_| wishes.answered)
        };
        match idle {
            Some(time) if matches!(self.stage, Stage::Between(0)) => self.paused(time, cx).map(|()| Some(Ok(()))),
            _ => Poll::Pending,
        }
    }

    fn ended(&mut self) -> bool {
        let Some(cut) = self.control.wishes().cut else { return false };
        if let Some(stream) = self.stream.take() {
            match cut {
                Cut::Reset => reset(&stream),
                // What was read to its end is closed politely by being dropped.
                Cut::Close => {}
                Cut::HalfClose => hold(stream, true),
                Cut::Silence => hold(stream, false),
            }
        }
        true
    }
}

/// What is known of a request from the bytes that have arrived.
pub(crate) enum Seen {
    Operation(String),
    /// It belongs to no operation.
    Nothing,
    /// More bytes would tell.
    NotYet,
}

/// Does to a connection what a fault before the request says.
fn strike(stream: TcpStream, fault: &Fault) {
    match *fault {
        Fault::CloseBeforeRead => drop(tokio::spawn(close_unread(stream))),
        Fault::ResetAfter(bytes) => drop(tokio::spawn(reset_after(stream, bytes))),
        Fault::EarlyStatus => drop(tokio::spawn(answer_early(stream))),
        _ => reset(&stream),
    }
}

/// The connection is reset as soon as it is dropped.
fn reset(stream: &TcpStream) {
    // Where the system cannot, it is closed instead.
    let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

/// Keeps a connection whose request has been read, until its peer goes away.
fn hold(mut stream: TcpStream, half_closed: bool) {
    tokio::spawn(async move {
        if half_closed {
            let _ = stream.shutdown().await;
        }
        // Nothing more is to come, so this waits for the end.
        let _ = timeout(HELD, stream.read(&mut [0; 64])).await;
    });
}

/// Says goodbye and leaves whatever comes unread.
async fn close_unread(mut stream: TcpStream) {
    let _ = stream.shutdown().await;
    // Dropped with bytes unread the connection is reset: by then the peer has seen its end.
    sleep(UNREAD).await;
}

async fn reset_after(mut stream: TcpStream, bytes: usize) {
    let mut left = bytes;
    let mut space = [0; 4096];
    while left > 0 {
        let most = left.min(space.len());
        let Some(space) = space.get_mut(..most) else { break };
        match timeout(REST, stream.read(space)).await {
            Ok(Ok(read)) if read > 0 => left -= read,
            _ => break,
        }
    }
    reset(&stream);
}

async fn answer_early(mut stream: TcpStream) {
    let answer = "HTTP/1.1 413 Payload Too Large\r\ncontent-type: text/plain\r\ncontent-length: 9\r\nconnection: close\r\n\r\ntoo large";
    let _ = stream.write_all(answer.as_bytes()).await;
    let _ = stream.shutdown().await;
    // Closed with bytes unread, the connection would be reset, and the answer lost on its way.
    let _ = timeout(HELD, async {
        let mut space = [0; 4096];
        while stream.read(&mut space).await.is_ok_and(|read| read > 0) {}
    })
    .await;
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if matches!(this.stage, Stage::Open) && this.control.wishes().answered {
            this.stage = Stage::Between(0);
        }
        if let Stage::Between(looks) = this.stage {
            match this.before_a_request(looks, cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Some(end)) => return Poll::Ready(end),
                Poll::Ready(None) => {}
            }
        }
        let Some(stream) = &mut this.stream else { return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())) };
        let before = buf.filled().len();
        match Pin::new(stream).poll_read(cx, buf) {
            Poll::Pending => match this.idle(cx) {
                Poll::Ready(Some(end)) => Poll::Ready(end),
                _ => Poll::Pending,
            },
            Poll::Ready(read) => {
                if buf.filled().len() > before && matches!(this.stage, Stage::Between(_)) {
                    this.stage = Stage::Open;
                    this.fresh = false;
                    this.timer = None;
                    this.control.wishes().answered = false;
                }
                Poll::Ready(read)
            }
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.ended() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        match &mut this.stream {
            Some(stream) => Pin::new(stream).poll_write(cx, buf),
            None => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Some(stream) => Pin::new(stream).poll_flush(cx),
            None => Poll::Ready(Ok(())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.ended() {
            return Poll::Ready(Ok(()));
        }
        match &mut this.stream {
            Some(stream) => Pin::new(stream).poll_shutdown(cx),
            None => Poll::Ready(Ok(())),
        }
    }
}
