//! A journal in a table of a MySQL or MariaDB. Nothing else knows mysql_async.

mod clock;
mod step_error;
mod table;

use core::fmt;
use core::time::Duration;
use std::sync::Arc;
use std::sync::mpsc::{self, SyncSender};
use std::thread::{self, JoinHandle};
use std::time::SystemTime;

use mysql_async::Opts;
use tokio::runtime::{self, Runtime};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::error::{ConfigError, Context};
use crate::writes::journal::{Answering, Claimed, End, Entry, Journal, JournalError, Key, Settled, Ticket};
use step_error::StepError;
use table::Table;

/// A journal of writes in a table of a MySQL (5.7 or later) or MariaDB (10.2 or later), for workers on several machines.
///
/// All that share the table send each intent once; each account sees its own entries. Two connections of its own, on a thread of its own,
/// so that it serves async and blocking clients alike. A write costs three short statements before it is sent, of which two wait for the
/// server's disk, and two after it. Times in the table are the server's: the clocks of the workers need not agree.
///
/// The first connection makes the table `vvtool_journal` in the database that the URL names, which takes the right to `create` once; later
/// ones take `select`, `insert`, `update`, `delete`. The server must write each commit to its disk (`innodb_flush_log_at_trx_commit = 1`), and be
/// the one that all workers write to, not a replica. No bodies, no personal data and no token are in it; of what workers call with it has
/// digests, by which it refuses one account under two labels.
///
/// The connection is not encrypted: keep it inside a private network, or lead it through a tunnel.
///
/// ```
/// use vvtool_api::MysqlJournal;
///
/// let error = MysqlJournal::connect("mysql://erp:PASSWORD@127.0.0.1:3306").expect_err("it names no database");
/// assert_eq!(error.to_string(), "the URL of a MySQL journal names no database: mysql://user:password@host:3306/database");
/// // Nobody listens there: an error now, before anything is sent.
/// let error = MysqlJournal::connect("mysql://erp:PASSWORD@127.0.0.1:9/parcels").expect_err("nobody listens");
/// assert!(error.to_string().starts_with("journal mysql 127.0.0.1:9/parcels: "), "{error}");
/// ```
pub struct MysqlJournal {
    place: Arc<str>,
    ask: Option<UnboundedSender<Work>>,
    thread: Option<JoinHandle<()>>,
}

/// One thing to do. It tells by itself how it ended.
type Work = Box<dyn FnOnce(Arc<Table>, &mut JoinSet<()>) + Send>;

/// One step may take so long, whatever the server does: less than may pass between the journal's word and the first byte of a write.
const STEP: Duration = Duration::from_secs(3);
/// Connecting, and what comes with it.
const CONNECT: Duration = Duration::from_secs(5);
/// Forgetting may have much to do, and nobody waits for it.
const PRUNE: Duration = Duration::from_secs(60);

impl MysqlJournal {
    /// Connect, and make the table where there is none. Waits for the server, five seconds at most.
    ///
    /// # Errors
    ///
    /// The URL (`mysql://user:password@host:3306/database`) cannot be one, nobody answers there, or what answers cannot keep a journal: the
    /// error names the server and what to do.
    ///
    /// [Example](Self)
    pub fn connect(url: &str) -> Result<Self, ConfigError> {
        Self::begin(url).map_err(|error| ConfigError::new(Context::setup(error.to_string())))
    }

    fn begin(url: &str) -> Result<Self, JournalError> {
        let opts = Opts::from_url(url).map_err(|_| wrong())?;
        if opts.ssl_opts().is_some() {
            let what = "the URL of a MySQL journal asks for TLS: the connection is not encrypted here, lead it through a tunnel";
            return Err(JournalError::new(what));
        }
        let Some(database) = opts.db_name().filter(|name| !name.is_empty()) else {
            let what = "the URL of a MySQL journal names no database: mysql://user:password@host:3306/database";
            return Err(JournalError::new(what));
        };
        // A password with a slash that is not escaped: what follows would be shown as the name of a database.
        if database.contains(['@', ':', '/']) {
            return Err(wrong());
        }
        let place: Arc<str> = format!("mysql {}:{}/{database}", opts.ip_or_hostname(), opts.tcp_port()).into();
        let begun = |error| JournalError::new(format!("journal {place}: its thread cannot be started")).because(error);
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(begun)?;
        let (ask, asked) = unbounded_channel();
        let (tell, told) = mpsc::sync_channel(1);
        let name = Arc::clone(&place);
        let thread = thread::Builder::new().name("vvtool-journal".to_owned());
        let thread = thread.spawn(move || serve(&runtime, opts, name, &tell, asked)).map_err(begun)?;
        let journal = Self { place, ask: Some(ask), thread: Some(thread) };
        told.recv().unwrap_or_else(|_| Err(journal.ended()))?;
        Ok(journal)
    }

    fn ended(&self) -> JournalError {
        JournalError::new(format!("journal {}: its thread has ended", self.place))
    }

    /// Do this on the thread of the journal, and wait for what it gives. It goes on when nobody waits any more.
    fn ask<T: Send + 'static, F>(
        &self,
        time: Duration,
        step: impl FnOnce(Arc<Table>) -> F + Send + 'static,
    ) -> Answering<'_, T>
    where
        F: Future<Output = Result<T, StepError>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let work: Work = Box::new(move |table, tasks| {
            tasks.spawn(async move {
                let done = table.within(time, step(Arc::clone(&table))).await;
                drop(tell.send(done));
            });
        });
        let sent = self.ask.as_ref().is_some_and(|ask| ask.send(work).is_ok());
        Box::pin(async move {
            if !sent {
                return Err(self.ended());
            }
            told.await.unwrap_or_else(|_| Err(self.ended()))
        })
    }
}

/// Until nobody can ask any more, and what was asked is done.
fn serve(
    runtime: &Runtime,
    opts: Opts,
    place: Arc<str>,
    tell: &SyncSender<Result<(), JournalError>>,
    mut asked: UnboundedReceiver<Work>,
) {
    runtime.block_on(async move {
        let table = Arc::new(Table::new(opts, place));
        let ready = table.within(CONNECT, table.prepare()).await;
        let refused = ready.is_err();
        if tell.send(ready).is_err() || refused {
            return;
        }
        let mut tasks = JoinSet::new();
        while let Some(work) = asked.recv().await {
            work(Arc::clone(&table), &mut tasks);
            while tasks.try_join_next().is_some() {}
        }
        while tasks.join_next().await.is_some() {}
        table.close().await;
    });
}

/// Without the crate's own words: they quote what may be a part of the password.
fn wrong() -> JournalError {
    JournalError::new(
        "the URL of a MySQL journal is not mysql://user:password@host:3306/database, without parameters that are not known; \
         / ? # @ : and % in a password are written %2F %3F %23 %40 %3A %25",
    )
}

/// What was asked is still done, each step within its time.
impl Drop for MysqlJournal {
    fn drop(&mut self) {
        self.ask = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has told everybody who waited.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for MysqlJournal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MysqlJournal").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Journal for MysqlJournal {
    fn belongs_to(&self, owner: Key) -> Answering<'_, ()> {
        self.ask(STEP, move |table| async move { table.belongs_to(owner) })
    }

    fn called_with(&self, owner: Key, caller: Key) -> Answering<'_, ()> {
        self.ask(STEP, move |table| async move { table.called_with(owner, caller).await })
    }

    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        self.ask(STEP, move |table| async move { table.claim(entry, over).await })
    }

    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        self.ask(STEP, move |table| async move {
            table.change(&ticket, |entry, clock| entry.start(&ticket, clock.theirs(at), clock.theirs(until))).await
        })
    }

    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool> {
        self.ask(STEP, move |table| async move {
            let done = table.change(&ticket, |entry, clock| entry.finish(&ticket, clock.end_theirs(end.clone()))).await;
            // A failed one is no end: it is asked for again.
            if done.is_ok() {
                table.let_go(&ticket);
            }
            done
        })
    }

    fn release(&self, ticket: Ticket) -> Answering<'_, bool> {
        self.ask(STEP, move |table| async move { table.release(&ticket).await })
    }

    fn open_entries(&self) -> Answering<'_, Vec<Entry>> {
        self.ask(STEP, |table| async move { table.listed().await })
    }

    fn get(&self, key: Key) -> Answering<'_, Option<Entry>> {
        self.ask(STEP, move |table| async move { table.get(key).await })
    }

    fn newest(&self) -> Answering<'_, Option<Settled>> {
        self.ask(STEP, |table| async move { table.newest().await })
    }

    fn prune(&self, before: Duration) -> Answering<'_, u64> {
        self.ask(PRUNE, move |table| async move { table.prune(before).await })
    }
}
