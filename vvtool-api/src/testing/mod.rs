//! Tests without sockets, of programs that use this crate. Feature `testing`.
//!
//! [`Scripted`] stands in the place of the network: it gives the answers that the test wrote down, one for each call, and remembers what
//! was sent. Everything between it and the program is the real thing: signatures, bodies, the decoder, documented errors.
//!
//! ```
//! use vvtool_api::WriteOutcome;
//! use vvtool_api::testing::{Fault, Scripted};
//! use vvtool_api::vvtool::{Client, ErpsSend, ErrorKind};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), vvtool_api::vvtool::Error> {
//! let gateway = Scripted::new();
//! gateway
//!     .json(r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#)
//!     .error(ErrorKind::ShipmentAlreadyCreated)
//!     .fault(Fault::Cut);
//! let client = Client::builder().token("token").exchange(gateway.clone()).build()?;
//! let ship = || ErpsSend::new("123456789", "1692089714634374451", "SF1234567890", "SF").send(&client);
//!
//! assert_eq!(ship().await?.success, Some(true));
//! assert_eq!(gateway.sent()[0].field("out_sid").as_deref(), Some("SF1234567890"));
//! assert_eq!(ship().await.unwrap_err().kind(), ErrorKind::ShipmentAlreadyCreated);
//! assert_eq!(ship().await.unwrap_err().write_outcome(), WriteOutcome::Unknown);
//! # Ok(())
//! # }
//! ```
//!
//! A read that fails in a way that may pass takes the next answers of the script too, and calls keep the limits: a test that counts calls
//! sets [`Retry::none`](crate::Retry::none) and [`Limits::off`](crate::Limits::off). Each script is a place of its own: what it says of an
//! account holds back no client of another script.
//!
//! Where a program hides the client behind a trait of its own, [`Reply::from_parts`](crate::Reply::from_parts) and
//! [`Error::from_kind`](crate::Error::from_kind), [`Error::from_fault`](crate::Error::from_fault) make what that trait gives.

mod made;
mod sent;

use core::fmt;
use core::sync::atomic::{AtomicU64, Ordering};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::StatusCode;

pub use sent::Sent;

use crate::error::{DocumentedError, entry};
use crate::exchange::{Body, Exchange, ExchangeError, Exchanging, HttpReply, HttpRequest};
use crate::meta::{ErrorEntry, Protocol};

/// An exchange that gives scripted answers. Clones share script and memory: give one to the client and keep one.
///
/// A call for which nothing is left in the script fails as one that was never sent.
#[derive(Clone)]
pub struct Scripted(Arc<Mutex<State>>);

impl Default for Scripted {
    fn default() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(Arc::new(Mutex::new(State { number, answers: VecDeque::new(), sent: Vec::new() })))
    }
}

struct State {
    /// Tells scripts apart.
    number: u64,
    answers: VecDeque<Step>,
    sent: Vec<Sent>,
}

/// What becomes of one call.
enum Step {
    Reply(StatusCode, Bytes),
    Fault(Fault),
}

/// A way in which no reply arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// No connection: nothing was sent.
    Refused,
    /// No reply in time: a write may have been done. No time passes.
    Timeout,
    /// The connection breaks within the reply: a write may have been done.
    Cut,
}

impl Scripted {
    /// Nothing in the script.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next call is answered with this body: the envelope and all. It is not looked at: a broken one is a test of its own.
    ///
    /// [Example](crate::testing)
    pub fn json(&self, body: impl Into<Bytes>) -> &Self {
        self.status(StatusCode::OK, body)
    }

    /// The next call is answered with this HTTP status and body.
    ///
    /// [Example](crate::testing)
    pub fn status(&self, status: StatusCode, body: impl Into<Bytes>) -> &Self {
        self.push(Step::Reply(status, body.into()))
    }

    /// The next call is answered with this documented error, as its platform would write it.
    ///
    /// [Example](crate::testing)
    pub fn error<K: DocumentedError>(&self, kind: K) -> &Self {
        self.json(failure(K::SERVICE.protocol, entry(kind)))
    }

    /// The next call gets no reply.
    ///
    /// [Example](crate::testing)
    pub fn fault(&self, fault: Fault) -> &Self {
        self.push(Step::Fault(fault))
    }

    /// What was sent so far, in order. A request that the client itself refuses is never sent.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn sent(&self) -> Vec<Sent> {
        self.state().sent.clone()
    }

    /// Answers that no call has taken yet.
    ///
    /// [Example](crate::testing)
    #[must_use]
    pub fn left(&self) -> usize {
        self.state().answers.len()
    }

    fn push(&self, answer: Step) -> &Self {
        self.state().answers.push_back(answer);
        self
    }

    /// A test that failed elsewhere while it held the lock has left nothing half done.
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Exchange for Scripted {
    fn exchange(&self, request: HttpRequest, max_body: usize) -> Exchanging<'_> {
        let mut state = self.state();
        let result = match state.answers.pop_front() {
            Some(answer) => answer.given(max_body),
            None => Err(ExchangeError::not_sent(format!("the script has no answer for {}", request.uri().path()))),
        };
        state.sent.push(Sent::new(request));
        drop(state);
        Box::pin(core::future::ready(result))
    }

    fn apart(&self) -> Option<u64> {
        Some(self.state().number)
    }
}

impl fmt::Debug for Scripted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.state();
        f.debug_struct("Scripted").field("left", &state.answers.len()).field("sent", &state.sent).finish()
    }
}

impl Step {
    fn given(self, max_body: usize) -> Result<HttpReply, ExchangeError> {
        match self {
            Self::Reply(_, body) if body.len() > max_body => Err(ExchangeError::too_long(max_body)),
            Self::Reply(status, body) => {
                let mut reply = HttpReply::new(Body::from(body));
                *reply.status_mut() = status;
                Ok(reply)
            }
            Self::Fault(Fault::Refused) => Err(ExchangeError::not_sent("scripted: connection refused")),
            Self::Fault(Fault::Timeout) => Err(ExchangeError::timeout("scripted: timeout")),
            Self::Fault(Fault::Cut) => Err(ExchangeError::broken("scripted: connection reset")),
        }
    }
}

/// A failure as a platform writes it. An error without a code, the undocumented one, gets a code that no table has.
fn failure(protocol: Protocol, entry: &ErrorEntry) -> String {
    let (code, message) = if entry.code.is_empty() { ("-1", "undocumented") } else { (entry.code, entry.message) };
    let number = code.parse::<i64>().ok();
    let code = number.map_or_else(|| code.into(), serde_json::Value::from);
    match protocol {
        Protocol::Envelope => serde_json::json!({ "code": code, "msg": message, "data": null }),
        Protocol::Top if number.is_some() => serde_json::json!({ "error_response": { "code": code, "msg": message } }),
        Protocol::Top => serde_json::json!({
            "error_response": { "code": code, "msg": message, "sub_code": code, "sub_msg": message }
        }),
    }
    .to_string()
}
