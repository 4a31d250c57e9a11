//! The HTTP side: one handler for every path, on a thread of its own.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, Response};
use tokio::sync::oneshot;

use crate::door::Door;
use crate::fault::Fault;
use crate::form::{self, Form};
use crate::line::{Control, Line};
use crate::received::Received;
use crate::shared::{FAULT_HEADER, Shared};

/// A server on its own thread; stops when dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) fn start(shared: Arc<Shared>, address: SocketAddr) -> io::Result<Self> {
        // Bound here, so that an address in use is the caller's error and not a thread's.
        let bound = Door::bind(address)?;
        let address = bound.address;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let door = {
            let _guard = runtime.enter();
            bound.open(shared.door.clone())?
        };
        #[cfg(feature = "console")]
        shared.console.stands_at(address);
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = std::thread::Builder::new().name("vvtool-mock".to_owned()).spawn(move || {
            let line = Line { door, shared: Arc::clone(&shared) };
            let app = Router::new().fallback(handle).with_state(shared).layer(DefaultBodyLimit::max(form::MAX_DRAINED));
            let app = app.into_make_service_with_connect_info::<Control>();
            // Leaving `block_on` drops the runtime and with it every connection, slow answers included.
            runtime.block_on(async {
                tokio::select! {
                    _ = axum::serve(line, app) => {}
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
    ConnectInfo(control): ConnectInfo<Control>,
    request: Request,
) -> Response<Body> {
    #[cfg(feature = "console")]
    let request = match shared.console.meet(&shared, request).await {
        Ok(request) => request,
        Err(response) => {
            control.answered();
            return response;
        }
    };
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let received = Received {
        method: request.method().to_string(),
        path: request.uri().path().to_owned(),
        query: request.uri().query().unwrap_or_default().to_owned(),
        headers: request.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
        ..Received::default()
    };
    // The one fault that answers before the request is there.
    let early = received.header(FAULT_HEADER).is_some_and(|fault| fault.trim() == Fault::EarlyStatus.to_string());
    let form = if early { Form::default() } else { form::read(request).await };
    let outgoing = shared.answer(received, form);
    if !outgoing.raw.delay.is_zero() {
        tokio::time::sleep(outgoing.raw.delay).await;
    }
    control.answered();
    outgoing.respond(&control)
}
