//! A token in a file, for the next run of a program and for other processes of the machine.

mod lease;
#[cfg(all(test, unix))]
mod tests;

use core::time::Duration;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::SystemTime;

use tokio::sync::oneshot;

use self::lease::{Lock, Tried, Watched};
use super::Later;
use super::keep::{self, Keep, Kept, NoTurn, PATIENCE, Turn};
use super::text::{self, Whose};
use crate::exchange::Deadline;
use crate::private;

/// So often whoever waits for its turn looks whether it has come.
const LOOK: Duration = Duration::from_millis(10);
/// No token file is longer.
const LARGEST: u64 = 64 * 1024;

/// The file, and whose token it is for. Beside it stand `NAME.lock`, locked while a token is fetched, and for that time `NAME.new-NUMBER`.
#[derive(Clone)]
pub(crate) struct TokenFile {
    path: PathBuf,
    whose: Whose,
    watched: Arc<Watched>,
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
        let whose = Whose { host: host.to_owned(), account: account.to_owned() };
        let file = Self { path, whose, watched: Arc::default() };
        let kept = file.read()?;
        // Once for all: whether others may be kept from it.
        let lock = file.beside(".lock");
        lease::opened(&lock).map_err(|error| unlocked(&lock, &error))?;
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

    /// An empty file that is to take the place of the one that is there.
    fn new_file(&self, owner: &str) -> Result<File, String> {
        let path = self.beside(&new(owner));
        owned(OpenOptions::new().write(true).create_new(true))
            .open(&path)
            .map_err(|error| format!("{}, beside the token file, cannot be made: {error}", path.display()))
    }

    /// Wait for the turn. Whoever waits may have gone away.
    fn locked(self, deadline: Option<Deadline>, is_over: &dyn Fn() -> bool) -> Result<OurTurn, NoTurn> {
        let path = self.beside(".lock");
        let limit = deadline.or_else(|| Deadline::after(PATIENCE));
        let left = || limit.map_or(PATIENCE, Deadline::left);
        let (lock, before) = loop {
            let tried = Lock::attempt(&path, keep::lease(left()), &self.watched);
            match tried.map_err(|error| NoTurn::Broken(unlocked(&path, &error)))? {
                Tried::Ours(lock, before) => break (lock, before),
                Tried::Busy(free) if is_over() || left().is_zero() => return Err(NoTurn::Busy(free)),
                Tried::Busy(_) => thread::sleep(LOOK),
                Tried::Again => {}
            }
        };
        // What a process left that was killed in its turn.
        if let Some(owner) = before {
            let _ = fs::remove_file(self.beside(&new(&owner)));
        }
        // Both before anything is fetched: a token that cannot be kept would only kill the one that the others have.
        let kept = self.read().map_err(NoTurn::Broken)?;
        let new = self.new_file(lock.owner()).map_err(NoTurn::Broken)?;
        Ok(OurTurn { file: self, kept, new, lock })
    }
}

/// What is to take the file's place is called after whose turn it is: who was too slow has another one than who took it over.
fn new(owner: &str) -> String {
    format!(".new-{owner}")
}

fn unlocked(path: &Path, error: &io::Error) -> String {
    format!("{}, beside the token file, cannot be opened and locked: {error}", path.display())
}

/// While it lives, and its time lasts, no other process fetches.
struct OurTurn {
    file: TokenFile,
    kept: Kept,
    new: File,
    lock: Lock,
}

impl OurTurn {
    fn write(&mut self, kept: &Kept) -> Result<(), String> {
        // Who was too slow may still have the newest.
        if !self.lock.lasts() && self.file.read()?.generation() >= kept.generation() {
            return Ok(());
        }
        let text = text::written(&self.file.whose, kept);
        let new = &mut self.new;
        let done = new.write_all(text.as_bytes()).and_then(|()| new.sync_all());
        let done = done.and_then(|()| fs::rename(self.file.beside(&self::new(self.lock.owner())), &self.file.path));
        done.map_err(|error| self.file.error(format_args!("cannot be written: {error}")))
    }
}

impl Drop for OurTurn {
    fn drop(&mut self) {
        // Gone where it has taken its place.
        let _ = fs::remove_file(self.file.beside(&new(self.lock.owner())));
    }
}

impl Turn for OurTurn {
    fn kept(&self) -> Kept {
        self.kept.clone()
    }

    fn lasts(&self) -> bool {
        self.lock.lasts()
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
