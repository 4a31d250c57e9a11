//! The table of a journal. Its rows hold entries as they are; the columns beside them are what the server has to know: who holds a lane,
//! what is settled.
//!
//! Each change is one statement that names the row as it was read: when somebody else was faster it changes nothing, and the whole is
//! looked at again. So no lock is held while a process thinks, or dies.

use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Instant, SystemTime};

use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, Opts, OptsBuilder, Params, Pool, PoolConstraints, PoolOpts};

use super::clock::Clock;
use super::step_error::{READ_ONLY, StepError, code, contended, is_deadlock, is_taken, refused, told};
use crate::chance;
use crate::writes::journal::{Claimed, Entry, JournalError, Key, Settled, Ticket};

const MAKE: &str = include_str!("../journal.sql");
const ABOUT: &str = "select engine, table_comment from information_schema.tables \
                     where table_schema = database() and table_name = 'vvtool_journal'";
const SERVER: &str = "select @@innodb_flush_log_at_trx_commit, @@read_only";
const CLOCK: &str = "select cast(unix_timestamp(now(3)) * 1000 as signed)";
const FORMAT: &str = "vvtool journal, format 1";
/// Values that do not fit are an error whatever the server is set to, and its clock is not bent by summer time.
const SESSION: &str =
    "set session sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00', autocommit = 1, innodb_lock_wait_timeout = 2";

const SEE: &str = "select entry from vvtool_journal where intent = ? or lane = ?";
const GET: &str = "select entry from vvtool_journal where intent = ?";
const LISTED: &str = "select entry from vvtool_journal where owner = ? and settled is null";
const ADD: &str = "insert into vvtool_journal (intent, owner, claim, lane, settled, entry) values (?, ?, ?, ?, ?, ?)";
const CHANGE: &str = "update vvtool_journal set claim = coalesce(?, claim), lane = ?, settled = ?, entry = ? \
                      where intent = ? and entry = ?";
const REMOVE: &str = "delete from vvtool_journal where intent = ? and entry = ?";
const OF_CLAIM: &str = "select entry from vvtool_journal where intent = ? and claim = ?";
// Rows whose age nobody has counted are of an earlier version: they stay, and say nothing of the others. No value is written like the key.
const NEWEST: &str = "select entry from vvtool_journal where owner = ? and settled is not null \
                      and entry like '%\"settled\":%' order by settled desc limit 1";
const PRUNE: &str =
    "delete from vvtool_journal where owner = ? and settled < ? and entry like '%\"settled\":%' limit 1000";
// Who calls with what, in rows of an owner that nobody is: the key is a digest of what is called with, the entry names the owner. Of one that
// called with it for ninety days no more, nothing is known.
const FORGET_CALLERS: &str =
    "delete from vvtool_journal where owner = ? and settled < unix_timestamp(now(3)) * 1000 - 7776000000";
const CALL: &str = "insert into vvtool_journal (intent, owner, claim, lane, settled, entry) \
                    values (?, ?, '', null, unix_timestamp(now(3)) * 1000, ?) \
                    on duplicate key update settled = if(entry = values(entry), values(settled), settled)";
const CALLERS: [u8; 32] = *b"who calls here, and as which one";
/// The limit above.
const PRUNED: u64 = 1_000;

/// Somebody else was faster so often: then something is wrong.
const TRIES: usize = 20;
/// Before a statement is said again that the server undid, twice as long as before up to this, by chance less: nine times, within a second.
const LONGEST_WAIT: Duration = Duration::from_millis(1_000);
/// Claims of which nobody knows whether the server has them are remembered up to this many.
const DOUBTS: usize = 10_000;

/// So many connections are remembered, of the two that there are at a time.
const SURE: usize = 8;

type Stamp = [u8; 16];

pub(super) struct Table {
    opts: Opts,
    place: Arc<str>,
    pool: Mutex<Pool>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    clock: Option<Clock>,
    /// Connections whose server was asked how it keeps what it is given.
    sure: Vec<u32>,
    owner: Option<Key>,
    /// Claims of this journal that are not over.
    claims: HashMap<Ticket, Stamp>,
    /// Claims that nothing was sent for, and that may still be in the table: the server went away just then.
    left: Vec<(Key, Stamp)>,
}

/// Dropped with a claim in it, be it that the server went away or that it fell silent: nobody knows whether the claim is in the table.
struct Doubt<'a> {
    table: &'a Table,
    claim: Option<(Key, Stamp)>,
}

impl Drop for Doubt<'_> {
    fn drop(&mut self) {
        if let Some(claim) = self.claim.take() {
            self.table.held().doubt(claim);
        }
    }
}

/// A row as it was read.
struct Row {
    text: String,
    /// With the server's times.
    entry: Entry,
}

impl Row {
    fn of(text: String) -> Result<Self, StepError> {
        let entry = Entry::decode(text.as_bytes()).map_err(StepError::Journal)?;
        Ok(Self { text, entry })
    }
}

impl Table {
    pub(super) fn new(opts: Opts, place: Arc<str>) -> Self {
        let constraints = PoolConstraints::new(1, 2).unwrap_or_default();
        let opts = OptsBuilder::from_opts(opts)
            .pool_opts(PoolOpts::new().with_constraints(constraints).with_reset_connection(false))
            // A row that a change leaves as it was counts too.
            .client_found_rows(true)
            .setup(vec![SESSION])
            .prefer_socket(false);
        let opts = Opts::from(opts);
        Self { pool: Mutex::new(Pool::new(opts.clone())), opts, place, held: Mutex::default() }
    }

    /// Every change is one assignment: a panic elsewhere has left nothing half done.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One step, which ends in time. What a server that fell silent holds is given up with its connections.
    pub(super) async fn within<T>(
        &self,
        time: Duration,
        step: impl Future<Output = Result<T, StepError>>,
    ) -> Result<T, JournalError> {
        match tokio::time::timeout(time, step).await {
            Ok(done) => done.map_err(|fault| {
                // It may be another server from here on, with the same numbers for its connections.
                self.held().sure.clear();
                told(&self.place, fault)
            }),
            Err(_) => {
                *self.pool.lock().unwrap_or_else(PoisonError::into_inner) = Pool::new(self.opts.clone());
                let what = format!("no answer within {} s: see to the server and the network", time.as_secs());
                Err(JournalError::new(format!("journal {}: {what}", self.place)))
            }
        }
    }

    async fn conn(&self) -> Result<Conn, StepError> {
        let pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut conn = pool.get_conn().await?;
        if !self.held().sure.contains(&conn.id()) {
            // A new one may lead to another server: the name was pointed there, because the one before is gone.
            keeps(&mut conn).await?;
            let mut held = self.held();
            if held.sure.len() >= SURE {
                held.sure.remove(0);
            }
            held.sure.push(conn.id());
        }
        Ok(conn)
    }

    /// A connection, and the server's clock.
    async fn line(&self) -> Result<(Conn, Clock), StepError> {
        let mut conn = self.conn().await?;
        let known = self.held().clock;
        if let Some(clock) = known.filter(|clock| !clock.is_old((Instant::now(), SystemTime::now()))) {
            return Ok((conn, clock));
        }
        let asked = SystemTime::now();
        let server: Option<i64> = conn.query_first(CLOCK).await?;
        let server = server.ok_or_else(|| refused("the server does not tell the time"))?;
        let clock = Clock::found(server, asked, SystemTime::now()).after(known);
        self.held().clock = Some(clock);
        Ok((conn, clock))
    }

    /// A server that keeps what it says it keeps, and a table of this version.
    pub(super) async fn prepare(&self) -> Result<(), StepError> {
        let (mut conn, _) = self.line().await?;
        let about: Option<(Option<String>, String)> = conn.query_first(ABOUT).await?;
        let (engine, comment) = match about {
            Some(about) => about,
            None => {
                // Of two that make it at once, one does.
                match conn.query_drop(MAKE).await {
                    Err(error) if code(&error) != Some(1050) => return Err(error.into()),
                    _ => {}
                }
                conn.query_first(ABOUT).await?.ok_or_else(|| refused("its table is gone"))?
            }
        };
        if !engine.is_some_and(|engine| engine.eq_ignore_ascii_case("InnoDB")) {
            return Err(refused("its table is not of the engine InnoDB, which alone keeps what it is given"));
        }
        if comment != FORMAT {
            return Err(refused(&format!(
                "its table is none of this version (\"{comment}\", this one knows \"{FORMAT}\"): use that version, or another database"
            )));
        }
        Ok(())
    }

    pub(super) async fn close(&self) {
        let pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner).clone();
        // What does not say goodbye within a second is cut.
        let _ = tokio::time::timeout(Duration::from_secs(1), pool.disconnect()).await;
    }

    /// Many accounts may share the table; a handle is of one.
    pub(super) fn belongs_to(&self, owner: Key) -> Result<(), StepError> {
        let known = *self.held().owner.get_or_insert(owner);
        if known == owner {
            return Ok(());
        }
        Err(refused("this handle belongs to another account: connect once for each account"))
    }

    /// Of two workers that call with the same, both write for the same owner.
    pub(super) async fn called_with(&self, owner: Key, caller: Key) -> Result<(), StepError> {
        let mut conn = self.conn().await?;
        let callers = CALLERS.to_vec();
        changed(&mut conn, FORGET_CALLERS, (&callers,)).await?;
        changed(&mut conn, CALL, (bytes(&caller), &callers, owner.to_string())).await?;
        let known: Option<String> = conn.exec_first(GET, (bytes(&caller),)).await?;
        if known.is_none_or(|known| known == owner.to_string()) {
            return Ok(());
        }
        Err(refused(
            "others write here with the same token or account under another account_label, or without one: each would send what the other \
             has sent. Give all workers the same one, or none",
        ))
    }

    fn owner(&self) -> Vec<u8> {
        self.held().owner.map_or_else(|| vec![0; 32], |owner| bytes(&owner))
    }

    pub(super) async fn claim(&self, entry: Entry, over: Option<u32>) -> Result<Claimed, StepError> {
        let (mut conn, clock) = self.line().await?;
        self.take_back(&mut conn, entry.key).await?;
        let entry = clock.entry_theirs(entry);
        for _ in 0..TRIES {
            let lane = entry.lane.as_ref().map(bytes);
            let texts: Vec<String> = conn.exec(SEE, (bytes(&entry.key), lane)).await?;
            let rows: Vec<Row> = texts.into_iter().map(Row::of).collect::<Result<_, _>>()?;
            let (same, beside): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.entry.key == entry.key);
            let same = same.into_iter().next();
            let others = beside.iter().map(|row| row.entry.clone());
            let new = match entry.clone().claim(same.as_ref().map(|row| &row.entry), others, over) {
                Ok(new) => new,
                Err(Claimed::Taken(known)) => return Ok(Claimed::Taken(Box::new(clock.entry_ours(*known)))),
                Err(Claimed::Beside(other)) => return Ok(Claimed::Beside(Box::new(clock.entry_ours(*other)))),
                Err(met) => return Ok(met),
            };
            for row in beside.iter().filter(|row| new.passes(&row.entry)) {
                changed(&mut conn, REMOVE, (bytes(&row.entry.key), &row.text)).await?;
            }
            if self.put_claim(&mut conn, &new, same).await? {
                return Ok(Claimed::New(new.ticket()));
            }
        }
        Err(contended())
    }

    /// False where somebody else was faster. When nobody knows whether it is there, it is taken back before the next claim.
    async fn put_claim(&self, conn: &mut Conn, new: &Entry, same: Option<Row>) -> Result<bool, StepError> {
        let stamp: Stamp = chance::wide().to_le_bytes();
        let mut doubt = Doubt { table: self, claim: Some((new.key, stamp)) };
        let put = match same {
            None => {
                let row = (bytes(&new.key), self.owner(), stamp.as_slice(), lane(new), settled(new), text(new));
                changed(conn, ADD, row).await
            }
            Some(same) => {
                let row = (Some(stamp.as_slice()), lane(new), settled(new), text(new), bytes(&new.key), same.text);
                changed(conn, CHANGE, row).await
            }
        };
        let put = match put {
            Ok(rows) => rows == 1,
            Err(error) if is_taken(&error) => false,
            Err(error) => return Err(error.into()),
        };
        doubt.claim = None;
        if put {
            self.held().claims.insert(new.ticket(), stamp);
        }
        Ok(put)
    }

    /// What an earlier claim of this journal may have left there when the server went away.
    async fn take_back(&self, conn: &mut Conn, key: Key) -> Result<(), StepError> {
        let left: Vec<Stamp> = self.held().left.iter().filter(|(of, _)| *of == key).map(|(_, stamp)| *stamp).collect();
        for stamp in left {
            self.take_back_one(conn, key, stamp).await?;
            self.held().left.retain(|(_, known)| *known != stamp);
        }
        Ok(())
    }

    /// Where somebody has settled it or read it back meanwhile, that stays.
    async fn take_back_one(&self, conn: &mut Conn, key: Key, stamp: Stamp) -> Result<(), StepError> {
        for _ in 0..TRIES {
            let found: Option<String> = conn.exec_first(OF_CLAIM, (bytes(&key), stamp.as_slice())).await?;
            let row = found.map(Row::of).transpose()?;
            let Some(row) = row.filter(|row| row.entry.may_release(&row.entry.ticket())) else { return Ok(()) };
            if leave(conn, row).await? {
                return Ok(());
            }
        }
        Err(contended())
    }

    /// This claim is over, whatever became of it.
    pub(super) fn let_go(&self, ticket: &Ticket) {
        self.held().claims.remove(ticket);
    }

    /// Change an entry where `change` says that it may be.
    pub(super) async fn change(
        &self,
        ticket: &Ticket,
        change: impl Fn(&mut Entry, Clock) -> bool,
    ) -> Result<bool, StepError> {
        let (mut conn, clock) = self.line().await?;
        for _ in 0..TRIES {
            let found: Option<String> = conn.exec_first(GET, (bytes(&ticket.key),)).await?;
            let Some(Row { text: old, mut entry }) = found.map(Row::of).transpose()? else { return Ok(false) };
            if !change(&mut entry, clock) {
                return Ok(false);
            }
            let same_claim: Option<&[u8]> = None;
            let row = (same_claim, lane(&entry), settled(&entry), text(&entry), bytes(&entry.key), old);
            match changed(&mut conn, CHANGE, row).await {
                Ok(1) => return Ok(true),
                Ok(_) => {}
                Err(error) if is_taken(&error) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(contended())
    }

    pub(super) async fn release(&self, ticket: &Ticket) -> Result<bool, StepError> {
        let stamp = {
            let mut held = self.held();
            let stamp = held.claims.remove(ticket);
            // Until the server says that it is gone.
            stamp.into_iter().for_each(|stamp| held.doubt((ticket.key, stamp)));
            stamp
        };
        let released = self.released(ticket).await?;
        self.held().left.retain(|(_, left)| Some(*left) != stamp);
        Ok(released)
    }

    async fn released(&self, ticket: &Ticket) -> Result<bool, StepError> {
        let mut conn = self.conn().await?;
        for _ in 0..TRIES {
            let found: Option<String> = conn.exec_first(GET, (bytes(&ticket.key),)).await?;
            let row = found.map(Row::of).transpose()?;
            let Some(row) = row.filter(|row| row.entry.may_release(ticket)) else { return Ok(false) };
            if leave(&mut conn, row).await? {
                return Ok(true);
            }
        }
        Err(contended())
    }

    pub(super) async fn get(&self, key: Key) -> Result<Option<Entry>, StepError> {
        let (mut conn, clock) = self.line().await?;
        let found: Option<String> = conn.exec_first(GET, (bytes(&key),)).await?;
        Ok(found.map(Row::of).transpose()?.map(|row| clock.entry_ours(row.entry)))
    }

    pub(super) async fn listed(&self) -> Result<Vec<Entry>, StepError> {
        let (mut conn, clock) = self.line().await?;
        let texts: Vec<String> = conn.exec(LISTED, (self.owner(),)).await?;
        let rows: Vec<Row> = texts.into_iter().map(Row::of).collect::<Result<_, _>>()?;
        let listed = rows.into_iter().map(|row| row.entry).filter(Entry::is_listed);
        let mut listed: Vec<Entry> = listed.map(|entry| clock.entry_ours(entry)).collect();
        listed.sort_by_key(|entry| entry.planned);
        Ok(listed)
    }

    pub(super) async fn newest(&self) -> Result<Option<Settled>, StepError> {
        let (mut conn, clock) = self.line().await?;
        let newest: Option<String> = conn.exec_first(NEWEST, (self.owner(),)).await?;
        Ok(newest.map(Row::of).transpose()?.and_then(|row| clock.entry_ours(row.entry).settled))
    }

    pub(super) async fn prune(&self, before: Duration) -> Result<u64, StepError> {
        let mut conn = self.conn().await?;
        let (before, mut pruned) = (u64::try_from(before.as_millis()).unwrap_or(u64::MAX), 0_u64);
        loop {
            let rows = changed(&mut conn, PRUNE, (self.owner(), before)).await?;
            pruned = pruned.saturating_add(rows);
            if rows < PRUNED {
                return Ok(pruned);
            }
        }
    }
}

/// The server at the other end keeps what it is given.
async fn keeps(conn: &mut Conn) -> Result<(), StepError> {
    match conn.query_first(SERVER).await? {
        Some((_, true)) => Err(refused(READ_ONLY)),
        Some((1, false)) => Ok(()),
        Some((kept, false)) => {
            let kept: u8 = kept;
            Err(refused(&format!(
                "the server may lose its last second (innodb_flush_log_at_trx_commit = {kept}): a lost entry is a parcel \
                 that is sent twice. Set it to 1"
            )))
        }
        None => Err(refused("the server does not say how it keeps what it is given")),
    }
}

/// Nothing was sent for the claim in this row: what was open before it stays, or nothing does. False where somebody else was faster.
async fn leave(conn: &mut Conn, row: Row) -> Result<bool, StepError> {
    let Row { text: old, entry } = row;
    let same_claim: Option<&[u8]> = None;
    let rows = match entry.left() {
        Some(left) => {
            let row = (same_claim, lane(&left), settled(&left), text(&left), bytes(&left.key), old);
            changed(conn, CHANGE, row).await?
        }
        None => changed(conn, REMOVE, (bytes(&entry.key), old)).await?,
    };
    Ok(rows == 1)
}

/// The only way by which anything in the table changes: one statement, and how many rows it met. Of two that wait for each other the server
/// undoes one; where that is this one nothing was changed, and it is said again.
async fn changed(conn: &mut Conn, statement: &str, row: impl Into<Params>) -> Result<u64, mysql_async::Error> {
    let row = row.into();
    let mut wait = Duration::from_millis(2);
    loop {
        match conn.exec_drop(statement, row.clone()).await {
            Err(error) if is_deadlock(&error) && wait < LONGEST_WAIT => {
                tokio::time::sleep(wait.mul_f64(chance::fraction())).await;
                wait = wait.saturating_mul(2);
            }
            done => return done.map(|()| conn.affected_rows()),
        }
    }
}

impl Held {
    fn doubt(&mut self, claim: (Key, Stamp)) {
        if self.left.len() < DOUBTS {
            self.left.push(claim);
        }
    }
}

fn bytes(key: &Key) -> Vec<u8> {
    key.bytes().to_vec()
}

fn text(entry: &Entry) -> String {
    String::from_utf8_lossy(&entry.encode()).into_owned()
}

/// The lane is held for as long as nobody knows how it ends.
fn lane(entry: &Entry) -> Option<Vec<u8>> {
    entry.lane.as_ref().filter(|_| entry.state.is_unsettled()).map(bytes)
}

/// How old the journal was then.
fn settled(entry: &Entry) -> Option<u64> {
    let age = || entry.settled.map_or(0, Settled::millis);
    (!entry.state.is_unsettled()).then(age)
}
