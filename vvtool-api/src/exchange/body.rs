//! Bodies in memory, whole or in pieces, and those with files in them. Their contents never reach `Debug`.

use core::fmt;
use std::io;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};

use super::ExchangeError;
use super::file::{Piece, Reading};

/// The body of a request or a reply: all of it, in one piece or in several. `Debug` shows its length only.
#[derive(Clone, Default)]
pub struct Body {
    chunks: Chunks,
}

#[derive(Clone)]
enum Chunks {
    One(Bytes),
    Many(Vec<Bytes>),
    /// With files in it: read while it is sent.
    Read(Arc<[Piece]>),
}

impl Default for Chunks {
    fn default() -> Self {
        Self::One(Bytes::new())
    }
}

impl Body {
    /// Number of bytes.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.chunks {
            Chunks::Read(pieces) => usize::try_from(total(pieces)).unwrap_or(usize::MAX),
            _ => self.chunks().iter().map(Bytes::len).sum(),
        }
    }

    /// No bytes at all.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The pieces, in order. Of a body that is read while it is sent, which only an exchange gets that [asks for
    /// it](super::Exchange::streams), none: [`Body::into_reading`] gives them.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn chunks(&self) -> &[Bytes] {
        match &self.chunks {
            Chunks::One(bytes) => core::slice::from_ref(bytes),
            Chunks::Many(chunks) => chunks,
            Chunks::Read(_) => &[],
        }
    }

    /// All of it in one piece; copied only when there are several.
    ///
    /// [Example](crate::exchange)
    #[must_use]
    pub fn into_bytes(self) -> Bytes {
        match self.chunks {
            Chunks::One(bytes) => bytes,
            Chunks::Many(chunks) => {
                let mut all = BytesMut::with_capacity(chunks.iter().map(Bytes::len).sum());
                chunks.iter().for_each(|chunk| all.extend_from_slice(chunk));
                all.freeze()
            }
            Chunks::Read(_) => Bytes::new(),
        }
    }

    /// The pieces, in order; those of a file are read when they are asked for.
    ///
    /// [Example](super::Exchange::streams)
    #[must_use]
    pub fn into_reading(self) -> Reading {
        Reading::of(match self.chunks {
            Chunks::One(bytes) => [Piece::Bytes(bytes)].into(),
            Chunks::Many(chunks) => chunks.into_iter().map(Piece::Bytes).collect(),
            Chunks::Read(pieces) => pieces,
        })
    }

    /// A body of pieces that are read while they are sent.
    pub(crate) fn of(pieces: Vec<Piece>) -> Self {
        Self { chunks: Chunks::Read(pieces.into()) }
    }

    /// Files are in it.
    pub(crate) fn is_read(&self) -> bool {
        matches!(self.chunks, Chunks::Read(_))
    }

    /// The same in memory.
    pub(crate) fn read(self) -> io::Result<Self> {
        if self.is_read() { self.into_reading().collect() } else { Ok(self) }
    }
}

fn total(pieces: &[Piece]) -> u64 {
    pieces.iter().map(Piece::len).fold(0, u64::saturating_add)
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self { chunks: Chunks::One(bytes) }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from_static(text.as_bytes()).into()
    }
}

impl FromIterator<Bytes> for Body {
    fn from_iter<I: IntoIterator<Item = Bytes>>(chunks: I) -> Self {
        Self { chunks: Chunks::Many(chunks.into_iter().collect()) }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Body({} bytes)", self.len())
    }
}

/// Collects the body of a reply up to a limit. It allocates for bytes that came, never for bytes that were announced.
///
/// ```
/// use vvtool_api::exchange::BodyBuffer;
///
/// let mut body = BodyBuffer::new(8);
/// body.push("12345".into())?;
/// assert!(body.push("6789".into()).is_err());
/// # Ok::<(), vvtool_api::exchange::ExchangeError>(())
/// ```
pub struct BodyBuffer {
    limit: usize,
    /// Most replies are one chunk: it is kept as it is.
    first: Bytes,
    all: Option<BytesMut>,
}

impl BodyBuffer {
    /// An empty buffer that takes `limit` bytes.
    ///
    /// [Example](BodyBuffer)
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { limit, first: Bytes::new(), all: None }
    }

    /// Bytes so far.
    ///
    /// [Example](BodyBuffer)
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.as_ref().map_or(self.first.len(), BytesMut::len)
    }

    /// Nothing so far.
    ///
    /// [Example](BodyBuffer)
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Take the next piece.
    ///
    /// # Errors
    ///
    /// [`ExchangeError::too_long`] when the limit is passed.
    ///
    /// [Example](BodyBuffer)
    pub fn push(&mut self, chunk: Bytes) -> Result<(), ExchangeError> {
        if chunk.len() > self.limit.saturating_sub(self.len()) {
            return Err(ExchangeError::too_long(self.limit));
        }
        if self.is_empty() {
            self.first = chunk;
        } else {
            let all = self.all.get_or_insert_with(|| {
                // For both at once: most replies that are no single chunk are two.
                let mut all = BytesMut::with_capacity(self.first.len().saturating_add(chunk.len()));
                all.extend_from_slice(&self.first);
                all
            });
            all.extend_from_slice(&chunk);
        }
        Ok(())
    }

    /// All of it, in one piece.
    ///
    /// [Example](BodyBuffer)
    #[must_use]
    pub fn finish(self) -> Body {
        self.all.map_or(self.first, BytesMut::freeze).into()
    }
}

/// What is inside may be anybody's.
impl fmt::Debug for BodyBuffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyBuffer({} of {} bytes)", self.len(), self.limit)
    }
}
