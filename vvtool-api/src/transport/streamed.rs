//! A body that is read while it is sent, as reqwest takes one.

use core::pin::Pin;
use core::task::{Context, Poll, ready};
use std::io;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::exchange::Reading;

/// Why a body could not be read to its end; reqwest says it in words of its own, behind others.
pub(super) type Failed = Arc<OnceLock<Arc<io::Error>>>;

pub(super) struct Streamed {
    reading: Option<Reading>,
    step: Option<JoinHandle<Step>>,
    left: u64,
    failed: Failed,
}

/// What reading on gives, and where it goes on.
type Step = (Reading, Option<io::Result<Bytes>>);

impl Streamed {
    pub(super) fn new(reading: Reading, len: u64, failed: Failed) -> Self {
        Self { reading: Some(reading), step: None, left: len, failed }
    }

    fn frame(&mut self, piece: io::Result<Bytes>) -> Result<Frame<Bytes>, Arc<io::Error>> {
        match piece {
            Ok(bytes) => {
                self.left = self.left.saturating_sub(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                Ok(Frame::data(bytes))
            }
            Err(error) => Err(Arc::clone(self.failed.get_or_init(|| Arc::new(error)))),
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
        loop {
            if let Some(step) = &mut self.step {
                let joined = ready!(Pin::new(step).poll(cx));
                self.step = None;
                let piece = match joined {
                    Ok((reading, piece)) => {
                        self.reading = Some(reading);
                        piece
                    }
                    // The runtime ends.
                    Err(error) => Some(Err(io::Error::other(error))),
                };
                return Poll::Ready(piece.map(|piece| self.frame(piece)));
            }
            let Some(mut reading) = self.reading.take() else { return Poll::Ready(None) };
            if reading.is_at_hand() {
                let piece = reading.next();
                self.reading = Some(reading);
                return Poll::Ready(piece.map(|piece| self.frame(piece)));
            }
            self.step = Some(spawn_blocking(move || {
                let piece = reading.next();
                (reading, piece)
            }));
        }
    }

    /// Exact: it becomes `Content-Length`.
    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
