//! A body that is read while it is sent, as reqwest takes one.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::exchange::{self, Reading};

/// A body on its way, as whoever waits for the answer sees it: dropped, it stops being read, and its files are closed. A connection keeps
/// what it was given for as long as the other side takes nothing.
#[derive(Default)]
pub(super) struct Upload(Arc<Source>);

#[derive(Default)]
struct Source {
    is: Mutex<Is>,
    /// Why it could not be read to its end; reqwest says it in words of its own, behind others.
    failed: OnceLock<Arc<io::Error>>,
}

#[derive(Default)]
struct Is {
    /// None while a piece is read, and when it is over.
    reading: Option<Reading>,
    given_up: bool,
}

impl Source {
    fn is(&self) -> MutexGuard<'_, Is> {
        self.is.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next piece; none at the end.
    fn next(&self) -> Option<io::Result<Bytes>> {
        let Some(mut reading) = self.is().reading.take() else { return Some(Err(io::Error::other("it was given up"))) };
        let piece = reading.next();
        let mut is = self.is();
        if !is.given_up {
            is.reading = Some(reading);
        }
        piece
    }

    fn is_at_hand(&self) -> bool {
        self.is().reading.as_ref().is_none_or(Reading::is_at_hand)
    }
}

impl Upload {
    /// What is sent of a body: all of it at once, where nothing has to be read.
    pub(super) fn of(&self, body: exchange::Body) -> reqwest::Body {
        if !body.is_read() {
            return body.into_bytes().into();
        }
        let left = u64::try_from(body.len()).unwrap_or(u64::MAX);
        self.0.is().reading = Some(body.into_reading());
        reqwest::Body::wrap(Streamed { source: Arc::clone(&self.0), step: None, left })
    }

    /// Why it could not be read to its end.
    pub(super) fn failed(&self) -> Option<Arc<io::Error>> {
        self.0.failed.get().cloned()
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let mut is = self.0.is();
        is.given_up = true;
        drop(is.reading.take());
    }
}

struct Streamed {
    source: Arc<Source>,
    step: Option<JoinHandle<Option<io::Result<Bytes>>>>,
    left: u64,
}

impl Streamed {
    fn frame(&mut self, piece: io::Result<Bytes>) -> Result<Frame<Bytes>, Arc<io::Error>> {
        match piece {
            Ok(bytes) => {
                self.left = self.left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                Ok(Frame::data(bytes))
            }
            Err(error) => Err(Arc::clone(self.source.failed.get_or_init(|| Arc::new(error)))),
        }
    }
}

impl Body for Streamed {
    type Data = Bytes;
    type Error = Arc<io::Error>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Arc<io::Error>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        if self.step.is_none() && self.source.is_at_hand() {
            let piece = self.source.next();
            return Poll::Ready(piece.map(|piece| self.frame(piece)));
        }
        let source = Arc::clone(&self.source);
        let step = self.step.get_or_insert_with(|| spawn_blocking(move || source.next()));
        let joined = ready!(Pin::new(step).poll(cx));
        self.step = None;
        // Without a piece the runtime ends.
        let piece = joined.unwrap_or_else(|error| Some(Err(io::Error::other(error))));
        Poll::Ready(piece.map(|piece| self.frame(piece)))
    }

    /// Exact: it becomes `Content-Length`.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
