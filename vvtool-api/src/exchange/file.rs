//! A file that is open to be sent, and bodies that are read while they are sent.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use bytes::Bytes;

use crate::value::upload;

/// What is read at once: small beside any reply, and few enough reads.
const PIECE: u64 = 128 * 1024;

/// A file as it was when it was opened. It is closed with the last body that holds it.
pub(crate) struct Opened {
    /// Of its field: what is said of it begins with that.
    field: &'static str,
    file: Mutex<File>,
    len: u64,
    modified: Option<SystemTime>,
}

impl Opened {
    /// `max`: how long it may be, 0 for any length.
    pub(crate) fn at(field: &'static str, path: &Path, max: u32) -> io::Result<Arc<Self>> {
        let told = |error| told(field, "cannot be opened", error);
        // Asked first: opening a pipe waits for whoever writes to it.
        upload::len(path).map_err(told)?;
        let file = File::open(path).map_err(told)?;
        let metadata = file.metadata().map_err(told)?;
        if max != 0 && metadata.len() > max.into() {
            let what = format!("{field}: the file is longer than {max} bytes by now");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
        }
        Ok(Arc::new(Self { field, len: metadata.len(), modified: metadata.modified().ok(), file: Mutex::new(file) }))
    }

    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The next bytes; with the last ones it is certain that the file is still what it was.
    fn read(&self, from: u64) -> io::Result<Bytes> {
        let told = |error| told(self.field, "cannot be read", error);
        let changed = || {
            io::Error::new(io::ErrorKind::InvalidData, format!("{}: the file changed while it was sent", self.field))
        };
        let want = PIECE.min(self.len.saturating_sub(from));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(from)).map_err(told)?;
        let mut piece = Vec::with_capacity(usize::try_from(want).unwrap_or_default());
        let read = (&mut *file).take(want).read_to_end(&mut piece).map_err(told)?;
        let is = file.metadata().map_err(told)?;
        let ends = from.saturating_add(want) == self.len;
        if u64::try_from(read).ok() != Some(want)
            || ends && (is.len() != self.len || is.modified().ok() != self.modified)
        {
            return Err(changed());
        }
        Ok(piece.into())
    }
}

fn told(field: &'static str, what: &str, error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{field}: the file {what}: {error}"))
}

/// A part of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    File(Arc<Opened>),
}

impl Piece {
    pub(super) fn len(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).unwrap_or(u64::MAX),
            Self::File(file) => file.len(),
        }
    }
}

/// A body, piece by piece. Files are read when their turn comes, which makes whoever asks wait for a disk.
///
/// [Example](super::Exchange::streams)
pub struct Reading {
    pieces: Arc<[Piece]>,
    at: usize,
    offset: u64,
    failed: bool,
}

impl Reading {
    pub(super) fn of(pieces: Arc<[Piece]>) -> Self {
        Self { pieces, at: 0, offset: 0, failed: false }
    }

    /// The next piece does not have to be read first.
    pub(crate) fn is_at_hand(&self) -> bool {
        self.failed || !matches!(self.pieces.get(self.at), Some(Piece::File(_)))
    }
}

impl Iterator for Reading {
    type Item = io::Result<Bytes>;

    fn next(&mut self) -> Option<io::Result<Bytes>> {
        if self.failed {
            return None;
        }
        let (piece, whole) = match self.pieces.get(self.at)? {
            Piece::Bytes(bytes) => (Ok(bytes.clone()), true),
            Piece::File(file) => match file.read(self.offset) {
                Ok(bytes) => {
                    self.offset = self.offset.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
                    let whole = self.offset >= file.len();
                    (Ok(bytes), whole)
                }
                Err(error) => (Err(error), false),
            },
        };
        self.failed = piece.is_err();
        if whole {
            (self.at, self.offset) = (self.at.saturating_add(1), 0);
        }
        Some(piece)
    }
}

impl core::fmt::Debug for Reading {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Reading").finish_non_exhaustive()
    }
}

/// Does what waits for a disk where it holds nobody up; where there is no such place, here.
pub(crate) async fn apart<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    match tokio::runtime::Handle::try_current() {
        Ok(handle) => handle.spawn_blocking(work).await.map_err(io::Error::other)?,
        Err(_) => work(),
    }
}
