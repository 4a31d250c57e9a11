//! A journal in one file. Nothing else knows redb.

mod tables;

use core::fmt;
use core::time::Duration;
use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use redb::{Builder, ConcurrencyMode, Database, Durability, ReadableTable as _};
use tokio::sync::oneshot;

use super::mount;
use crate::chance;
use crate::error::{ConfigError, Context};
use crate::writes::journal::{Answering, Claimed, End, Entry, Journal, JournalError, Key, Settled, Ticket};
use tables::{ABOUT, Tables};

/// A journal of writes in one file, which a restart finds again.
///
/// One process at a time has it open. A thread of its own writes, and whatever waits at one moment is made durable together: about 8 ms
/// before each write on an ordinary disk. Only its owner may read the file, as far as the system knows owners: one that others may read or
/// write is refused.
///
/// A file that is broken, locked, read-only, of a later version or on a network share is an error here, and so is a full disk; it is
/// never replaced by an empty one.
///
/// ```
/// # let folder = std::env::temp_dir().join(format!("vvtool-journal-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder)?;
/// # let path = folder.join("parcels.journal");
/// use vvtool_api::FileJournal;
///
/// let journal = FileJournal::open(&path)?;
/// let error = FileJournal::open(&path).expect_err("it is open already");
/// println!("{error}"); // names the file, and what to do
/// # drop(journal);
/// # std::fs::remove_dir_all(&folder)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct FileJournal {
    path: PathBuf,
    ask: Option<Sender<Work>>,
    thread: Option<JoinHandle<()>>,
}

/// What this version writes. A later one is refused.
const FORMAT: u8 = 1;
/// What is made durable together at most.
const GROUP: usize = 256;
/// So often, and each time so long, what must be durable waits for more of its kind: little, beside the disk.
const GATHERINGS: usize = 4;
const GATHER: Duration = Duration::from_micros(300);

impl FileJournal {
    /// Open the journal, or begin one where there is no file.
    ///
    /// # Errors
    ///
    /// It cannot be read and written as a journal: the error names the file and what to do.
    ///
    /// [Example](Self)
    pub fn open(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        Self::begin(path.as_ref(), ConcurrencyMode::ExclusiveWriter)
    }

    /// Open a journal that several processes of one machine write at once; all of them must open it so.
    ///
    /// The way in which they share it is young in the library below: one process, or a journal in a database, is the safer choice. Each
    /// outcome is made durable too, which takes as long again as the start of a write.
    ///
    /// # Errors
    ///
    /// As [`FileJournal::open`].
    ///
    /// [Example](Self)
    pub fn shared_between_processes(path: impl AsRef<Path>) -> Result<Self, ConfigError> {
        Self::begin(path.as_ref(), ConcurrencyMode::MultiWriter)
    }

    fn begin(path: &Path, mode: ConcurrencyMode) -> Result<Self, ConfigError> {
        let place = path.to_owned();
        Self::serve(path, mode, move || opened(&place, mode))
            .map_err(|error| ConfigError::new(Context::setup(error.to_string())))
    }

    /// What opens the file runs on the thread too: a file that was altered may make the library below panic.
    fn serve(
        path: &Path,
        mode: ConcurrencyMode,
        open: impl FnOnce() -> Result<Database, JournalError> + Send + 'static,
    ) -> Result<Self, JournalError> {
        let (ask, asked) = mpsc::channel();
        let (tell, told) = mpsc::sync_channel(1);
        let file = File { path: path.to_owned(), alone: mode == ConcurrencyMode::ExclusiveWriter };
        let thread = thread::Builder::new().name("vvtool-journal".to_owned()).spawn(move || {
            let ready = open().and_then(|database| file.prepare(&database, SystemTime::now()).map(|()| database));
            let database = match ready {
                Ok(database) => database,
                Err(error) => return drop(tell.send(Err(error))),
            };
            if tell.send(Ok(())).is_ok() {
                file.work(&database, &asked);
            }
        });
        let thread =
            thread.map_err(|error| JournalError::new("the thread of a journal cannot be started").because(error))?;
        let broken = || JournalError::new(format!("journal {}: {BROKEN}", path.display()));
        told.recv().unwrap_or_else(|_| Err(broken()))?;
        Ok(Self { path: path.to_owned(), ask: Some(ask), thread: Some(thread) })
    }

    fn ask<T: Send + 'static>(
        &self,
        durable: bool,
        step: impl FnOnce(&mut Tables<'_>) -> Result<T, redb::Error> + Send + 'static,
    ) -> Answering<'_, T> {
        let (tell, told) = oneshot::channel();
        let named = |what: &str| JournalError::new(format!("journal {}: {what}", self.path.display()));
        let path = self.path.clone();
        let step = Box::new(move |tables: Option<&mut Tables<'_>>| -> Told {
            let done = match tables {
                Some(tables) => step(tables),
                None => Err(redb::Error::PreviousIo),
            };
            let done = done.map_err(|error| fault(&path, error));
            Box::new(move |committed| drop(tell.send(committed.and(done))))
        });
        let sent = self.ask.as_ref().is_some_and(|ask| ask.send(Work { durable, step }).is_ok());
        Box::pin(async move {
            if !sent {
                return Err(named("its thread has ended"));
            }
            told.await.unwrap_or_else(|_| Err(named("its thread has ended")))
        })
    }
}

/// The thread writes what is still to be written, and lets go of the file.
impl Drop for FileJournal {
    fn drop(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has told everybody who waited.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for FileJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileJournal").field("path", &self.path).finish_non_exhaustive()
    }
}

const BROKEN: &str = "it is no journal, or a broken one; it is left as it is. Restore a copy, or move it away when you know what became \
                      of every write in it";

/// The words of an error, with the file and what to do.
fn fault(path: &Path, error: redb::Error) -> JournalError {
    let what = match &error {
        redb::Error::DatabaseAlreadyOpen | redb::Error::LockProtocolMismatch => {
            "another process, or another part of this one, has it open: let that one end, or open it everywhere with \
             shared_between_processes()"
        }
        redb::Error::UpgradeRequired(_) => "it is of another version of this library: use that one",
        redb::Error::Corrupted(_) | redb::Error::RepairAborted => BROKEN,
        redb::Error::Io(io) => match io.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => "the disk is full: make room",
            std::io::ErrorKind::InvalidData => BROKEN,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
                "this process may not read and write it: give it the right to, or choose another place"
            }
            std::io::ErrorKind::NotFound => "its folder is not there: create it",
            _ => "the disk cannot be read or written",
        },
        redb::Error::PreviousIo => "an earlier fault of the disk: see to the disk, then start the program again",
        _ => "it cannot be read or written",
    };
    JournalError::new(format!("journal {}: {what} ({error})", path.display())).because(error)
}

fn opened(path: &Path, mode: ConcurrencyMode) -> Result<Database, JournalError> {
    let wrong = |what: &str| JournalError::new(format!("journal {}: {what}", path.display()));
    if let Some(kind) = mount::network(path) {
        let what =
            format!("it is on a network share ({kind}), where locks and syncs cannot be relied on: choose a disk");
        return Err(wrong(&what));
    }
    if mount::is_layer(path) {
        tracing::warn!(journal = %path.display(), "the journal is in the writable layer of a container, which is empty in the next one: what was sent is forgotten with it. Put it on a volume");
    }
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => return Err(wrong("it is a folder: name a file in it")),
        Ok(about) if about.len() == 0 => return Err(wrong(BROKEN)),
        Ok(about) if about.permissions().readonly() => return Err(wrong("it is read-only: make it writable")),
        Ok(about) => crate::private::check(&about).map_err(|what| wrong(&what))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => created(path)?,
        Err(error) => return Err(fault(path, redb::Error::Io(error))),
    }
    let mut builder = Builder::new();
    builder.set_concurrency_mode(mode).set_cache_size(8 * 1024 * 1024);
    // Whoever has the file alone can afford to look at all of it.
    builder.set_check_integrity_on_open(mode == ConcurrencyMode::ExclusiveWriter);
    builder.open(path).map_err(|error| fault(path, error.into()))
}

/// Made whole under another name first: what has the journal's name is a journal, also when this process is killed here. Of two that
/// begin one at once, one wins, and the other uses it.
fn created(path: &Path) -> Result<(), JournalError> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".new-{}", chance::digits()));
    let young = path.with_file_name(name);
    let made = || -> Result<(), redb::Error> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        drop(options.open(&young)?);
        let database = Builder::new().create(&young)?;
        let writing = database.begin_write()?;
        writing.open_table(ABOUT)?.insert("format", [FORMAT].as_slice())?;
        writing.commit()?;
        drop(database);
        match fs::hard_link(&young, path) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(redb::Error::Io(error)),
            _ => Ok(()),
        }
    };
    let made = made().map_err(|error| fault(path, error));
    // Its other name is all that is needed of it.
    let _ = fs::remove_file(&young);
    made
}

/// What happens to a file once it is open.
struct File {
    path: PathBuf,
    alone: bool,
}

/// One thing to do, and who is told after the commit.
struct Work {
    durable: bool,
    step: Box<Step>,
}

/// None for the tables where there is no transaction.
type Step = dyn FnOnce(Option<&mut Tables<'_>>) -> Told + Send;

type Told = Box<dyn FnOnce(Result<(), JournalError>)>;

impl File {
    /// A journal of this version, with nothing in it that only a dead process could go on with. Written even when nothing changes: a
    /// disk that is full is found now.
    fn prepare(&self, database: &Database, now: SystemTime) -> Result<(), JournalError> {
        let refused = |format: u8| {
            let what = format!("it is of a later version (format {format}, this one knows {FORMAT}): use that version");
            JournalError::new(format!("journal {}: {what}", self.path.display()))
        };
        let prepared = || -> Result<Option<u8>, redb::Error> {
            let writing = database.begin_write()?;
            {
                let mut tables = Tables::of(&writing)?;
                let format = tables.about.get("format")?.and_then(|format| format.value().first().copied());
                match format {
                    Some(FORMAT) => {}
                    Some(format) => return Ok(Some(format)),
                    None => return Err(redb::Error::Corrupted("no format is written in it".to_owned())),
                }
                if self.alone {
                    tables.abandoned(now)?;
                }
                tables.about.insert("format", [FORMAT].as_slice())?;
            }
            writing.commit()?;
            Ok(None)
        };
        match prepared().map_err(|error| fault(&self.path, error))? {
            Some(format) => Err(refused(format)),
            None => Ok(()),
        }
    }

    /// Until nobody can ask any more.
    fn work(&self, database: &Database, asked: &Receiver<Work>) {
        while let Ok(first) = asked.recv() {
            let mut group = vec![first];
            for _ in 0..GATHERINGS {
                group.extend(asked.try_iter().take(GROUP));
                if !self.alone || !group.iter().any(|work| work.durable) {
                    break;
                }
                // What need not be durable does not wait for the disk, and whoever it lets go on may join those who do.
                let (slow, quick): (Vec<Work>, Vec<Work>) = group.into_iter().partition(|work| work.durable);
                group = slow;
                if quick.is_empty() {
                    break;
                }
                self.serve(database, quick);
                thread::sleep(GATHER);
            }
            self.serve(database, group);
        }
        // Outcomes that were not made durable yet: nothing is lost without it but a read.
        let last = || -> Result<(), redb::Error> { Ok(database.begin_write()?.commit()?) };
        if let Err(error) = last() {
            tracing::warn!(%error, "the last outcomes could not be written to the journal");
        }
    }

    /// Do it, then tell whoever waits for it.
    fn serve(&self, database: &Database, group: Vec<Work>) {
        let mut told = Vec::with_capacity(group.len());
        let committed = self.commit(database, group, &mut told).map_err(|error| fault(&self.path, error));
        told.into_iter().for_each(|tell| tell(committed.clone()));
    }

    /// One transaction for all of them. Whoever could not be served is told the error of the whole.
    fn commit(&self, database: &Database, group: Vec<Work>, told: &mut Vec<Told>) -> Result<(), redb::Error> {
        let durable = !self.alone || group.iter().any(|work| work.durable);
        let mut steps = group.into_iter().map(|work| work.step);
        let mut all = || -> Result<(), redb::Error> {
            let mut writing = database.begin_write()?;
            if !durable {
                writing.set_durability(Durability::None)?;
            }
            let changed = {
                let mut tables = Tables::of(&writing)?;
                told.extend(steps.by_ref().map(|step| step(Some(&mut tables))));
                tables.changed
            };
            if changed { Ok(writing.commit()?) } else { Ok(writing.abort()?) }
        };
        let done = all();
        told.extend(steps.map(|step| step(None)));
        done
    }
}

impl Journal for FileJournal {
    fn belongs_to(&self, owner: Key) -> Answering<'_, ()> {
        let bound = self.ask(true, move |tables| {
            let known = tables.about.get("owner")?.map(|known| known.value() == owner.bytes().as_slice());
            if known.is_none() {
                tables.changed = true;
                tables.about.insert("owner", owner.bytes().as_slice())?;
            }
            Ok(known.unwrap_or(true))
        });
        Box::pin(async move {
            if bound.await? {
                return Ok(());
            }
            let what = "it belongs to another account: give each account a file of its own";
            Err(JournalError::new(format!("journal {}: {what}", self.path.display())))
        })
    }

    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        self.ask(false, move |tables| tables.claim(entry, over))
    }

    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        self.ask(true, move |tables| tables.change(&ticket.key, |entry| entry.start(&ticket, at, until)))
    }

    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool> {
        // What a reply says may be lost, for a read tells it again; what a person or a read said is not asked for twice.
        self.ask(end.note.is_some(), move |tables| tables.change(&ticket.key, |entry| entry.finish(&ticket, end)))
    }

    fn release(&self, ticket: Ticket) -> Answering<'_, bool> {
        self.ask(false, move |tables| {
            let entry = tables.get(&ticket.key)?.filter(|entry| entry.may_release(&ticket));
            entry.map_or(Ok(false), |entry| tables.leave(&entry, entry.left()).map(|()| true))
        })
    }

    fn open_entries(&self) -> Answering<'_, Vec<Entry>> {
        self.ask(false, |tables| tables.listed())
    }

    fn get(&self, key: Key) -> Answering<'_, Option<Entry>> {
        self.ask(false, move |tables| tables.get(&key))
    }

    fn newest(&self) -> Answering<'_, Option<Settled>> {
        self.ask(false, |tables| tables.newest())
    }

    fn prune(&self, before: Duration) -> Answering<'_, u64> {
        self.ask(false, move |tables| {
            let old = tables.all(|entry| entry.may_be_pruned(before))?;
            old.iter().try_for_each(|entry| tables.remove(entry))?;
            Ok(u64::try_from(old.len()).unwrap_or(u64::MAX))
        })
    }
}

#[cfg(test)]
mod tests;
