//! The HTTP side: one handler for every path, on a thread of its own.

use std::{io, net::SocketAddr, sync::Arc, thread::JoinHandle};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderName, HeaderValue, Response, StatusCode},
};
use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use tokio::{net::TcpListener, sync::oneshot};

use crate::answer::{Ending, Raw};
use crate::form;
use crate::line::{Cutter, Line};
use crate::received::Received;
use crate::shared::Shared;

/// A server on its own thread; stops when dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(shared: Arc<Shared>, address: SocketAddr) -> io::Result<Self> {
        // Bound here, so that an address in use is the caller's error and not a thread's.
        let listener = std::net::TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = {
            let _guard = runtime.enter();
            TcpListener::from_std(listener)?
        };
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("vvtool-mock".to_owned()).spawn(move || {
            let app = Router::new().fallback(handle).with_state(shared).into_make_service_with_connect_info::<Cutter>();
            // Leaving `block_on` drops the runtime and with it every connection, slow answers included.
            runtime.block_on(async {
                tokio::select! {
                    _ = axum::serve(Line(listener), app) => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok(Self { address, stop: Some(stop), thread: Some(thread) })
    }

    /// Blocks for as long as the server runs.
    pub(crate) fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // A panic of the server's thread has been printed by then.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.join();
    }
}

async fn handle(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(cutter): ConnectInfo<Cutter>,
    request: Request,
) -> Response<Body> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let received = Received {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        headers: request.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        ..Received::default()
    };
    let form = form::read(request).await;
    let raw = shared.answer(received, form);
    if !raw.delay.is_zero() {
        tokio::time::sleep(raw.delay).await;
    }
    respond(raw, &cutter)
}

fn respond(raw: Raw, cutter: &Cutter) -> Response<Body> {
    let whole = raw.body.len();
    let body = match raw.ending {
        Ending::Whole => Body::from(raw.body),
        Ending::Silent => {
            cutter.cut();
            Body::empty()
        }
        Ending::Cut(at) => partial(raw.body, at, End::Closed),
        Ending::Stall(at) => partial(raw.body, at, End::Open),
    };
    let mut response = Response::new(body);
    // A status or header that HTTP does not have is left out: the test that asked for it sees that at once.
    if let Ok(status) = StatusCode::from_u16(raw.status) {
        *response.status_mut() = status;
    }
    let headers = response.headers_mut();
    headers.insert("content-type", HeaderValue::from_static("application/json; charset=utf-8"));
    if matches!(raw.ending, Ending::Cut(_) | Ending::Stall(_)) {
        headers.insert("content-length", HeaderValue::from(whole));
    }
    for (name, value) in raw.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    response
}

enum End {
    Closed,
    Open,
}

/// The first `at` bytes, and then not the rest.
fn partial(body: Bytes, at: usize, end: End) -> Body {
    let first = stream::once(core::future::ready(Ok(body.slice(..at.min(body.len())))));
    let rest = stream::once(async move {
        match end {
            // What was sent has to leave before the connection does: the server flushes when the body has nothing ready.
            End::Closed => tokio::time::sleep(core::time::Duration::from_millis(20)).await,
            End::Open => core::future::pending().await,
        }
        Err(io::Error::from(io::ErrorKind::ConnectionAborted))
    });
    Body::from_stream(first.chain(rest))
}
