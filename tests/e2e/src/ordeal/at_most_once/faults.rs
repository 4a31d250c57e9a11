//! Every fault that the loopback server knows, against every way to send.

#[path = "../../../../fixtures/delegated.rs"]
mod delegated;

use core::time::Duration;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;

use delegated::delegated;
use tokio::runtime::{Builder, Runtime};
use vvtool_api::journal::{Answering, Claimed, End, Entry, Key, Settled, Ticket};
use vvtool_api::rt::v1::{DocumentedError, Operation};
use vvtool_api::top::logistics_openalibity_write::GeneralLogisticsDataWriteRequest;
use vvtool_api::{Error, Journal, Limits, MemoryJournal, Outcome, WriteOutcome, Writes, top, vvtool};
use vvtool_mock::{Api, Call, Fault, Mock, Options, When};

use crate::SPEC;
use crate::ordeal::{self, Figure};

const SHIP: &str = "vvtool/erps/send";
const STORE: &str = "top/taobao.logistics.openalibity.write";
/// Longer than an answer takes on a busy machine, shorter than the slowest.
const TIMEOUT: Duration = Duration::from_millis(600);
/// So many servers at once: most of the time nothing happens but waiting.
const AT_ONCE: usize = 4;
/// So many writes at once to each.
const BATCH: usize = 32;

/// The ways to send: through `Writes` or plainly, to either gateway, with a future or without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Way {
    remembers: bool,
    top: bool,
    blocking: bool,
}

impl Way {
    fn all() -> impl Iterator<Item = Self> {
        (0..8).map(|bits| Self { remembers: bits & 1 != 0, top: bits & 2 != 0, blocking: bits & 4 != 0 })
    }

    fn operation(self) -> &'static str {
        if self.top { STORE } else { SHIP }
    }
}

/// What a caller was told of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Done,
    Refused,
    Unknown,
    /// Of a write that nothing else is about.
    Nonsense,
}

impl<O: Operation> From<Outcome<O>> for Told {
    fn from(outcome: Outcome<O>) -> Self {
        match outcome {
            Outcome::Done(_) => Self::Done,
            Outcome::Refused(_) => Self::Refused,
            Outcome::Unknown(_) => Self::Unknown,
            Outcome::Busy(_) | Outcome::Conflict(_) => Self::Nonsense,
        }
    }
}

impl<T, K: DocumentedError> From<Result<T, Error<K>>> for Told {
    fn from(result: Result<T, Error<K>>) -> Self {
        match result {
            Ok(_) => Self::Done,
            Err(error) if error.write_outcome() == WriteOutcome::NotExecuted => Self::Refused,
            Err(_) => Self::Unknown,
        }
    }
}

/// Sends so many writes into each fault in each way, and looks at what was executed, told and written down.
pub fn faults(sends: usize) -> ordeal::End {
    let api = Mock::start(SPEC).expect("the specs can be served").api().clone();
    let cells: Vec<(&str, Way)> =
        Fault::names().iter().flat_map(|name| Way::all().map(move |way| (*name, way))).collect();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Found::default()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((name, way)) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let cell = Cell::tried(&api, name, *way, sends);
                    found.lock().unwrap_or_else(PoisonError::into_inner).add(&cell);
                }
            });
        }
    });
    let found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    ordeal::End::Measured(found.figures(cells.len() * sends))
}

/// One fault met in one way.
struct Cell {
    fault: Fault,
    way: Way,
    told: Vec<Told>,
    mock: Mock,
    journal: Arc<Noted>,
}

impl Cell {
    fn tried(api: &Api, name: &str, way: Way, sends: usize) -> Self {
        let mut fault: Fault = name.parse().expect("a name of a fault is one");
        if let (Fault::WrongType(path), true) = (&mut fault, way.top) {
            "logistics_openalibity_write_response".clone_into(path);
        }
        let mock = Mock::serve(api.clone(), Options::default(), 0).expect("a port is free");
        // A refused connection belongs to no operation.
        let operation = if fault == Fault::RefuseConnection { "*" } else { way.operation() };
        mock.fault(operation, fault.clone(), When::Every).expect("the operation exists");
        let mut cell = Self { fault, way, told: Vec::new(), mock, journal: Arc::default() };
        while cell.told.len() < sends {
            let next: Vec<usize> = (cell.told.len()..sends).take(BATCH).collect();
            let told = cell.sent(&next);
            cell.told.extend(told);
        }
        cell
    }

    fn sent(&self, writes: &[usize]) -> Vec<Told> {
        macro_rules! client {
            ($builder:expr) => {{
                let builder = $builder.limits(Limits::off()).max_body(1 << 20);
                builder.timeout(TIMEOUT).connect_timeout(TIMEOUT / 2).build().expect("the settings are right")
            }};
        }
        let (host, top_host, token, options) =
            (&self.mock.url, self.mock.top_url(), self.mock.token(), self.mock.options());
        let (key, secret, session) = (&options.app_key, &options.app_secret, &options.session);
        let journal = || Arc::clone(&self.journal);
        match (self.way.remembers, self.way.top, self.way.blocking) {
            (true, false, false) => runtime().block_on(async {
                let client = client!(vvtool::Client::builder().token(token).host(host));
                let handle = Writes::open(&client, journal()).await.expect("a journal in memory opens");
                together(writes, |at| handle.send(ship(at))).await
            }),
            (false, false, false) => runtime().block_on(async {
                let client = client!(vvtool::Client::builder().token(token).host(host));
                together(writes, |at| ship(at).send(&client)).await
            }),
            (true, true, false) => runtime().block_on(async {
                let client = client!(top::Client::builder(key, secret).session(session).host(top_host));
                let handle = Writes::open(&client, journal()).await.expect("a journal in memory opens");
                together(writes, |at| handle.send_as(waybill(at), store(at))).await
            }),
            (false, true, false) => runtime().block_on(async {
                let client = client!(top::Client::builder(key, secret).session(session).host(top_host));
                together(writes, |at| store(at).send(&client)).await
            }),
            (true, false, true) => {
                let client = client!(vvtool::blocking::Client::builder().token(token).host(host));
                let handle = Writes::open(&client, journal()).expect("a journal in memory opens");
                side_by_side(writes, |at| handle.send(ship(at)))
            }
            (false, false, true) => {
                let client = client!(vvtool::blocking::Client::builder().token(token).host(host));
                side_by_side(writes, |at| ship(at).send(&client))
            }
            (true, true, true) => {
                let client = client!(top::blocking::Client::builder(key, secret).session(session).host(top_host));
                let handle = Writes::open(&client, journal()).expect("a journal in memory opens");
                side_by_side(writes, |at| handle.send_as(waybill(at), store(at)))
            }
            (false, true, true) => {
                let client = client!(top::blocking::Client::builder(key, secret).session(session).host(top_host));
                side_by_side(writes, |at| store(at).send(&client))
            }
        }
    }

    /// Whether a caller can have seen that his write was done.
    fn shows_its_answer(&self) -> bool {
        matches!(self.fault, Fault::Latency(_) | Fault::Drip(_) | Fault::CloseIdleAfter(_))
    }
}

fn waybill(at: usize) -> String {
    format!("88{at:010}")
}

fn ship(at: usize) -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("123456789", (1_000 + at).to_string(), waybill(at), "ZTO")
}

fn store(at: usize) -> top::LogisticsOpenalibityWrite {
    let what = GeneralLogisticsDataWriteRequest::new("ZTO", waybill(at), "{}", "DELIVERY_HOME");
    top::LogisticsOpenalibityWrite::new(what)
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be started")
}

async fn together<T, F>(writes: &[usize], send: impl Fn(usize) -> F) -> Vec<Told>
where
    T: Into<Told> + Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let sent: Vec<_> = writes.iter().map(|at| tokio::spawn(send(*at))).collect();
    let mut told = Vec::new();
    for one in sent {
        told.push(one.await.expect("a call does not panic").into());
    }
    told
}

fn side_by_side<T: Into<Told>>(writes: &[usize], send: impl Fn(usize) -> T + Sync) -> Vec<Told> {
    let send = &send;
    thread::scope(|scope| {
        let sent: Vec<_> = writes.iter().map(|at| scope.spawn(move || send(*at).into())).collect();
        sent.into_iter().map(|one| one.join().expect("a call does not panic")).collect()
    })
}

/// A journal that knows which waybills were written down before they were sent.
#[derive(Default)]
struct Noted {
    journal: MemoryJournal,
    claimed: Mutex<BTreeMap<[u8; 32], String>>,
    started: Mutex<BTreeSet<String>>,
}

impl Noted {
    fn has_started(&self, waybill: &str) -> bool {
        self.started.lock().unwrap_or_else(PoisonError::into_inner).contains(waybill)
    }

    fn open(&self) -> BTreeSet<String> {
        let open = runtime().block_on(self.journal.open_entries()).expect("memory can be read");
        open.iter().filter_map(named).collect()
    }
}

fn named(entry: &Entry) -> Option<String> {
    entry.name.as_deref().or_else(|| entry.value("out_sid")).map(str::to_owned)
}

impl Journal for Noted {
    fn claim(&self, entry: Entry, over: Option<u32>) -> Answering<'_, Claimed> {
        let name = named(&entry).unwrap_or_default();
        self.claimed.lock().unwrap_or_else(PoisonError::into_inner).insert(*entry.key.bytes(), name);
        self.journal.claim(entry, over)
    }
    fn start(&self, ticket: Ticket, at: SystemTime, until: SystemTime) -> Answering<'_, bool> {
        let name = self.claimed.lock().unwrap_or_else(PoisonError::into_inner).get(ticket.key.bytes()).cloned();
        self.started.lock().unwrap_or_else(PoisonError::into_inner).extend(name);
        self.journal.start(ticket, at, until)
    }
    delegated!(journal: finish, release, open_entries, get, newest, prune);
}

/// What was seen of all cells.
#[derive(Default)]
struct Found {
    most: usize,
    ends: BTreeMap<&'static str, usize>,
    wrongly_told: Vec<String>,
    not_written_down: Vec<String>,
    differently_written: Vec<String>,
    repeated: Vec<String>,
}

impl Found {
    fn add(&mut self, cell: &Cell) {
        let holds =
            |fields: &[(String, String)], waybill: &str| fields.iter().any(|(_, value)| value.contains(waybill));
        let (requests, open) = (cell.mock.requests(), cell.journal.open());
        self.repeated.extend(cell.mock.unsafe_repeats().iter().map(ToString::to_string));
        for (at, told) in cell.told.iter().enumerate() {
            let waybill = waybill(at);
            let case = || format!("{} {:?}, write {at}: {told:?}", cell.fault, cell.way);
            let executions = cell.mock.executions(|call: &Call| holds(&call.fields, &waybill));
            self.most = self.most.max(executions);
            let right = match told {
                Told::Done => executions > 0 && cell.shows_its_answer(),
                Told::Refused => executions == 0,
                // A connection that was just coming about when its listener went is reset, not refused, and doubt is right. That a
                // refused one is told as such is the promise of `classification`.
                Told::Unknown => true,
                Told::Nonsense => false,
            };
            if !right {
                self.wrongly_told.push(format!("{}, executed {executions} times", case()));
            }
            let word = match told {
                Told::Done => "done",
                Told::Refused => "refused",
                _ => "unknown",
            };
            *self.ends.entry(word).or_default() += 1;
            if cell.way.remembers {
                let arrived = requests.iter().any(|request| holds(&request.fields, &waybill));
                if arrived && !cell.journal.has_started(&waybill) {
                    self.not_written_down.push(case());
                }
                if open.contains(&waybill) != (*told == Told::Unknown) {
                    self.differently_written.push(case());
                }
            }
        }
    }

    fn figures(self, writes: usize) -> Vec<Figure> {
        let count = |word: &str| self.ends.get(word).copied().unwrap_or_default();
        let (done, refused, unknown) = (count("done"), count("refused"), count("unknown"));
        println!("  {writes} writes: {done} done, {refused} refused, {unknown} unknown");
        vec![
            Figure::at_most("executions of one write", 1, self.most),
            Figure::none("ends told as something else than what they are", &self.wrongly_told),
            Figure::none("requests that the journal does not know", &self.not_written_down),
            Figure::none("ends that the journal holds differently", &self.differently_written),
            Figure::none("unsafe repeats that the server saw", &self.repeated),
            Figure::at_least("writes with an end", writes, done + refused + unknown),
            // Or the faults were none.
            Figure::at_least("ends in doubt", writes / 2, unknown),
        ]
    }
}
