//! A token in a file, for the next run of a program and for other processes of the machine.

#[cfg(all(test, unix))]
mod tests;

use core::time::Duration;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use tokio::sync::oneshot;

use super::Later;
use super::keep::{Keep, Kept, NoTurn, Turn};
use super::text::{self, Whose};
use crate::exchange::Deadline;
use crate::private;

/// So often whoever waits for its turn looks whether it has come.
const LOOK: Duration = Duration::from_millis(10);
/// Nobody waits longer for the turn, where there is no deadline.
const PATIENCE: Duration = Duration::from_secs(60);
/// No token file is longer.
const LARGEST: u64 = 64 * 1024;

/// The file, and whose token it is for. Beside it stand `NAME.lock`, locked while a token is fetched, and for a moment `NAME.new`.
#[derive(Clone)]
pub(crate) struct TokenFile {
    path: PathBuf,
    whose: Whose,
}

impl TokenFile {
    /// A file that need not be there yet, and what it holds. The error is for whoever sets up a client.
    pub(crate) fn open(path: &Path, host: &str, account: &str) -> Result<(Self, Kept), String> {
        if !cfg!(unix) {
            return Err("token_file needs a system on which a file has one owner (Unix): keep current_token() by other means, and \
                        give it to initial_token()"
                .to_owned());
        }
        // The file itself, not a link to it, is replaced later.
        let path = path.canonicalize().or_else(|_| std::path::absolute(path));
        let path = path.map_err(|error| format!("token file: its place cannot be told: {error}"))?;
        let file = Self { path, whose: Whose { host: host.to_owned(), account: account.to_owned() } };
        let kept = file.read()?;
        // Once for all: whether others may be kept from it.
        file.lock_file()?;
        Ok((file, kept))
    }

    fn error(&self, what: impl core::fmt::Display) -> String {
        format!("token file {}: {what}", self.path.display())
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(ending);
        name.into()
    }

    fn read(&self) -> Result<Kept, String> {
        let cannot = |error: io::Error| self.error(format_args!("cannot be read: {error}"));
        let file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Kept::default()),
            Err(error) => return Err(cannot(error)),
        };
        let about = file.metadata().map_err(cannot)?;
        if !about.is_file() || about.len() > LARGEST {
            return Err(self.error("is no token file: name another one"));
        }
        private::check(&about).map_err(|what| self.error(what))?;
        let mut text = String::new();
        file.take(LARGEST).read_to_string(&mut text).map_err(cannot)?;
        let (whose, kept) = text::read(&text).map_err(|what| self.error(what))?;
        if whose != self.whose {
            return Err(self.error(format_args!(
                "holds the token of account {:?} at {}: give each account and host a file of its own",
                whose.account, whose.host
            )));
        }
        Ok(kept)
    }

    fn lock_file(&self) -> Result<File, String> {
        let path = self.beside(".lock");
        let file = owned(OpenOptions::new().write(true).create(true).truncate(false)).open(&path);
        file.map_err(|error| format!("{}, beside the token file, cannot be opened: {error}", path.display()))
    }

    /// An empty file that is to take the place of the one that is there.
    fn new_file(&self) -> Result<File, String> {
        let path = self.beside(".new");
        let cannot = |error| format!("{}, beside the token file, cannot be made: {error}", path.display());
        match fs::remove_file(&path) {
            // What a process left that was killed; the turn is ours.
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(cannot(error)),
        }
        owned(OpenOptions::new().write(true).create_new(true)).open(&path).map_err(cannot)
    }

    /// Wait for the turn. Whoever waits may have gone away.
    fn locked(self, deadline: Option<Deadline>, is_over: &dyn Fn() -> bool) -> Result<OurTurn, NoTurn> {
        let lock = self.lock_file().map_err(NoTurn::Broken)?;
        let deadline = deadline.or_else(|| Deadline::after(PATIENCE));
        loop {
            match lock.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if is_over() => return Err(NoTurn::Busy),
                Err(TryLockError::WouldBlock) if deadline.is_some_and(|deadline| deadline.left().is_zero()) => {
                    return Err(NoTurn::Busy);
                }
                Err(TryLockError::WouldBlock) => thread::sleep(LOOK),
                Err(TryLockError::Error(error)) => {
                    return Err(NoTurn::Broken(self.error(format_args!("cannot be locked: {error}"))));
                }
            }
        }
        // Both before anything is fetched: a token that cannot be kept would only kill the one that the others have.
        let kept = self.read().map_err(NoTurn::Broken)?;
        let new = self.new_file().map_err(NoTurn::Broken)?;
        Ok(OurTurn { file: self, kept, new, _lock: lock })
    }
}

/// While it lives, no other process fetches.
struct OurTurn {
    file: TokenFile,
    kept: Kept,
    new: File,
    _lock: File,
}

impl OurTurn {
    fn write(&mut self, kept: &Kept) -> Result<(), String> {
        let text = text::written(&self.file.whose, kept);
        let new = &mut self.new;
        let done = new.write_all(text.as_bytes()).and_then(|()| new.sync_all());
        let done = done.and_then(|()| fs::rename(self.file.beside(".new"), &self.file.path));
        done.map_err(|error| self.file.error(format_args!("cannot be written: {error}")))
    }
}

impl Drop for OurTurn {
    fn drop(&mut self) {
        // Gone where it has taken its place.
        let _ = fs::remove_file(self.file.beside(".new"));
    }
}

impl Turn for OurTurn {
    fn kept(&self) -> Kept {
        self.kept.clone()
    }

    fn keep(mut self: Box<Self>, kept: Kept) -> Later<Result<(), String>> {
        on_a_thread(move |_| self.write(&kept))
    }
}

impl Keep for TokenFile {
    fn name(&self) -> String {
        format!("token file {}", self.path.display())
    }

    fn look(&self) -> Later<Result<Kept, String>> {
        // A few hundred bytes that the system has at hand: no thread is worth it.
        let kept = self.read();
        Box::pin(core::future::ready(kept))
    }

    fn turn(&self, deadline: Option<Deadline>) -> Later<Result<Box<dyn Turn>, NoTurn>> {
        let file = self.clone();
        let turn = on_a_thread(move |is_over| {
            let turn = file.locked(deadline, is_over).map(|turn| Box::new(turn) as Box<dyn Turn>);
            Ok(turn)
        });
        Box::pin(async move { turn.await.unwrap_or_else(|why| Err(NoTurn::Broken(why))) })
    }

    fn pause(&self, until: SystemTime) {
        let file = self.clone();
        // Nobody waits for it: what cannot be told to the others, each of them is told by the platform.
        drop(begin(Box::new(move || {
            if let Ok(mut turn) = file.locked(None, &|| false) {
                drop(turn.write(&Kept { pause: Some(until), ..turn.kept() }));
            }
        })));
    }
}

const THREAD: &str = "vvtool-token";

/// Waiting for a file and making it durable is not for the threads of a runtime, and there may be none.
fn on_a_thread<T: Send + 'static>(
    work: impl FnOnce(&dyn Fn() -> bool) -> Result<T, String> + Send + 'static,
) -> Later<Result<T, String>> {
    let (tell, told) = oneshot::channel();
    let thread = begin(Box::new(move || {
        let done = work(&|| tell.is_closed());
        // Dropped where nobody waits any more: then a turn is given back.
        drop(tell.send(done));
    }));
    Box::pin(async move {
        match thread {
            Ok(()) => told.await.unwrap_or_else(|_| Err("the thread of the token file has ended".to_owned())),
            Err(error) => Err(format!("the thread of the token file cannot be started: {error}")),
        }
    })
}

/// In a box: what starts a thread is compiled once, not for each kind of work.
fn begin(work: Box<dyn FnOnce() + Send>) -> io::Result<()> {
    thread::Builder::new().name(THREAD.to_owned()).spawn(work).map(drop)
}

/// For its owner alone.
#[cfg(unix)]
fn owned(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn owned(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}
