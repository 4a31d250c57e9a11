//! How fast a client calls: settings, and what the clients of one account share in this process.

mod board;
#[cfg(all(test, feature = "vvtool"))]
mod call_tests;
mod held;
mod hours;
mod options;
#[cfg(test)]
mod own_tests;
mod pace;
mod park;
mod queue;
mod rates;
#[cfg(test)]
mod rates_tests;
mod settings;
#[cfg_attr(not(feature = "redis"), allow(dead_code))]
mod shared;
mod slot;
mod spot;
#[cfg(test)]
mod tests;
mod together;
mod waiting;

use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use tokio::time::Instant;

use board::Board;
pub(crate) use held::{Held, NO_PART};
use hours::Hours;
pub use options::Call;
pub(crate) use park::Probe;
use park::{NAMELESS, Parks};
use queue::Lane;
use rates::Parts;
pub use settings::{Limits, Priority};
#[cfg(feature = "redis")]
pub(crate) use shared::Shared;
#[cfg(feature = "redis")]
pub(crate) use shared::{LONGEST, Notice, Notices, Told, TurnReply};
use shared::{Through, till};
pub(crate) use slot::Rule;
#[cfg(all(test, feature = "redis"))]
pub(crate) use slot::{State, next_slot};
use spot::Spot;
use together::Together;
pub(crate) use waiting::Ask;

use crate::account;
use crate::error::{BoxedContext, Context, UNDOCUMENTED, word};
use crate::exchange::Departure;
use crate::meta::{Class, Effect, Meta, Rate, Scope, Service};
use crate::retry::Budget;
use crate::spend::{Caps, Ledger, NoPoints, Price, Reserved, Spend};

/// The limits of one client.
pub(crate) struct Gate {
    account: Arc<Account>,
    /// Of an operation that says none itself; none where nothing is limited.
    rules: Arc<[Rule]>,
    rate: Option<Rate>,
    /// They were set, and hold for every operation.
    set: bool,
    jitter: Duration,
    queue: usize,
    on: bool,
    caps: Caps,
    /// Whose documents the client's own rate is from.
    service: &'static str,
    /// When the platform is busy.
    hours: Option<Hours>,
    /// Where machines share its limits, and the part of one of them.
    processes: Option<u32>,
}

/// How a call waits for its turn.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wait {
    pub(crate) priority: Priority,
    /// When it gives up.
    pub(crate) until: Option<Instant>,
    /// Also where as many wait as may.
    pub(crate) however_many: bool,
}

/// What the clients of one account at one host share.
#[derive(Default)]
struct Account {
    lanes: Mutex<HashMap<(&'static str, &'static str), Arc<Lane>>>,
    /// What the operations of a service are held to together.
    together: Mutex<HashMap<&'static str, Arc<Together>>>,
    budget: Budget,
    ledger: Arc<Ledger>,
    parks: Arc<Parks>,
    host: Arc<Parks>,
    /// Where machines agree on the turns, and the account's name there.
    shared: Option<(Through, String)>,
}

/// Service, host, a digest of whom the clients call as, and where machines agree on it.
type Key = (&'static str, String, u64, String);

static ACCOUNTS: LazyLock<Mutex<HashMap<Key, Arc<Account>>>> = LazyLock::new(Mutex::default);
static HOSTS: LazyLock<Mutex<HashMap<String, Arc<Parks>>>> = LazyLock::new(Mutex::default);
/// Accounts, and hosts, that are remembered before those that nobody uses are forgotten.
const MANY: usize = 256;

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gate {
    pub(crate) fn new(
        limits: &Limits,
        service: &'static Service,
        host: &str,
        whose: &account::Account,
    ) -> Result<Self, &'static str> {
        limits.check()?;
        let rate = limits.rate.or_else(|| service.rate_limit.and_then(rates::documented));
        let rules = rate.map(|rate| Rule::new(rate, limits.jitter)).into_iter().collect();
        let account = shared((service.name, host.to_owned(), whose.digest()), None);
        let &Limits { on, queue, jitter, rate: set, .. } = limits;
        let hours = limits.hours.clone().transpose()?;
        let (set, caps) = (set.is_some(), Caps::new());
        Ok(Self { account, rules, rate, set, jitter, queue, on, caps, service: service.name, hours, processes: None })
    }

    /// The same, with turns that machines agree on elsewhere.
    #[cfg(feature = "redis")]
    pub(crate) fn sharing(
        self,
        through: Option<impl Shared + 'static>,
        service: &'static Service,
        host: &str,
        whose: &account::Account,
    ) -> Result<Self, &'static str> {
        let Some(through) = through else { return Ok(self) };
        let through: Through = Arc::new(through);
        let processes = match through.processes() {
            // As one it would let each process make all calls, just when nobody counts them together.
            0 => return Err("processes of 0 leaves nobody who may call: set how many share the Redis"),
            processes => Some(processes),
        };
        let name = whose.abroad(service.name, host);
        let account = shared((service.name, host.to_owned(), whose.digest()), Some((through, name)));
        Ok(Self { account, processes, ..self })
    }

    /// The same with caps.
    pub(crate) fn capped(self, caps: Caps) -> Result<Self, &'static str> {
        Ok(Self { caps: caps.check()?, ..self })
    }

    /// Keep points for an attempt; none where the operation costs nothing. `all`: also those that are kept for reading back. Where
    /// machines share caps, they are asked until then.
    pub(crate) async fn reserve(
        &self,
        meta: &Meta,
        edition: &str,
        shop: u64,
        all: bool,
        until: impl FnOnce() -> Option<Instant>,
    ) -> Result<Option<Reserved>, NoPoints> {
        if !meta.charged {
            return Ok(None);
        }
        let reserved = self.account.ledger.reserve(Price::of(meta, edition.to_owned()), shop, self.caps, all)?;
        let Some((through, name)) = self.account.shared.as_ref().filter(|_| self.caps != Caps::new()) else {
            return Ok(Some(reserved));
        };
        // Not with the turn: that is the operation's, for whichever call comes first when it is there.
        let keys = [format!("vv:{{{name}}}:points"), format!("vv:{{{name}}}:points:{shop:016x}")].map(Arc::from);
        let until = until().map(Instant::into_std);
        // Boxed: a call with caps of its own does not carry what asking others takes.
        let shared = Box::pin(reserved.shared(till(through), keys, self.caps.rooms(all), until));
        shared.await.map(Some)
    }

    /// What would become of a call now, in words that follow its description: it takes neither a turn nor points.
    pub(crate) fn outlook(&self, meta: &'static Meta, edition: &str, shop: u64, all: bool) -> String {
        if let Err(Held::Parked(rest, by, _)) = self.look(meta, shop) {
            return format!("; it would be held back for another {} seconds, because of: {by}", rest.as_secs());
        }
        let price = || Price::of(meta, edition.to_owned());
        let points = meta.charged.then(|| self.account.ledger.reserve(price(), shop, self.caps, all));
        if let Some(Err(over)) = points {
            return format!("; it would be held back by caps.{} of {} points", over.setting, over.cap);
        }
        match self.interval(meta) {
            Ok(Some(interval)) => format!("; one may leave every {} ms", interval.as_millis()),
            Ok(None) => String::new(),
            Err(_) => format!("; it would be refused: {NO_PART}"),
        }
    }

    /// Calls may have to wait.
    pub(crate) fn is_on(&self) -> bool {
        self.on
    }

    /// What the account has spent.
    pub(crate) fn spend(&self) -> Spend {
        self.account.ledger.spend()
    }

    /// How many failed calls of the account may be tried again.
    pub(crate) fn budget(&self) -> &Budget {
        &self.account.budget
    }

    /// An attempt of a call that left then has ended. Where the platform asks for a pause, all calls of the operation keep it, and go on
    /// slower than before; where it refuses what concerns other calls as well, those are held back.
    pub(crate) fn met(
        &self,
        (service, meta): (&Service, &'static Meta),
        shop: u64,
        left: Instant,
        fault: Option<&Context>,
    ) {
        if !self.on {
            return;
        }
        let (now, spots) = (Instant::now(), self.spots(meta, shop));
        let asked = fault.and_then(|fault| Some((pace::asked(fault)?, fault)));
        if let Some((asked, fault)) = asked {
            let by = named(fault);
            if self.account.lane(meta).throttled(now, asked, &by, &self.rules(meta)) {
                // Not the speed, so the calls of the day, which are counted anew after midnight.
                let rest = self.hours(service).and_then(|hours| hours.to_midnight(SystemTime::now()));
                let until = rest.and_then(|rest| now.checked_add(rest));
                self.account.parks.park(Spot::Operation(meta.service, meta.id), now, until, &by, kind(fault));
            }
            return;
        }
        match fault.map(|fault| (fault.scope(), fault)) {
            None => self.heard(meta, &spots, left, now),
            Some((Scope::Call, fault)) if fault.api().is_some() && !fault.class.is_retry() => {
                self.heard(meta, &spots, left, now);
            }
            Some((scope, fault)) => {
                if scope == Scope::Call || (scope == Scope::Shop && shop == 0) {
                    return;
                }
                let spot = self.spot(meta, scope, shop);
                let parks = if spot == Spot::Host { &self.account.host } else { &self.account.parks };
                parks.park(spot, now, None, &named(fault), kind(fault));
            }
        }
    }

    /// What is parked that concerns such a call.
    fn spots(&self, meta: &'static Meta, shop: u64) -> [Spot; 4] {
        [Scope::Host, Scope::Account, Scope::Operation, Scope::Shop].map(|scope| self.spot(meta, scope, shop))
    }

    /// What an error of this scope is about. A user's own service has a host, accounts and shops of its own.
    fn spot(&self, meta: &'static Meta, scope: Scope, shop: u64) -> Spot {
        let is_own = meta.service == self.service;
        match scope {
            Scope::Host if is_own => Spot::Host,
            Scope::Account if is_own => Spot::Account,
            Scope::Host => Spot::HostOf(meta.service),
            Scope::Account => Spot::AccountOf(meta.service),
            Scope::Shop if is_own || shop == 0 => Spot::Shop(shop),
            Scope::Shop => Spot::Shop(account::shop(&format!("{} {shop:016x}", meta.service))),
            Scope::Call | Scope::Operation => Spot::Operation(meta.service, meta.id),
        }
    }

    /// The platform let a call through to where it is carried out.
    fn heard(&self, meta: &'static Meta, spots: &[Spot], left: Instant, now: Instant) {
        self.account.lane(meta).heard(now);
        self.account.parks.over(spots, left);
        self.account.host.over(spots, left);
    }

    /// When the platform of a call is busy: as the program says, or else the documents of its service.
    fn hours(&self, service: &Service) -> Option<Hours> {
        self.hours.clone().or_else(|| service.off_peak.map(Hours::documented))
    }

    /// The same failure, with the time from when on another call may make sense.
    pub(crate) fn advise(&self, service: &Service, fault: BoxedContext) -> BoxedContext {
        if fault.class != Class::WaitOffPeak {
            return fault;
        }
        let now = SystemTime::now();
        match self.hours(service).and_then(|hours| now.checked_add(hours.left(now)?)) {
            Some(from) => fault.quiet(from),
            None => fault,
        }
    }

    /// A call that is later after its turn than this is no call of that turn. Where machines share the turns others follow at once;
    /// within a process the time by which calls differ on their way allows for a part of it.
    pub(crate) fn good_for(&self) -> Duration {
        const PROMPT: Duration = Duration::from_millis(10);
        let alone = self.processes.is_none();
        let part = self.jitter.checked_div(4).filter(|_| alone);
        part.unwrap_or_default().max(PROMPT)
    }

    /// Whether a call would be held back without a wait. It takes nothing: neither a turn nor the try of a minute.
    pub(crate) fn look(&self, meta: &'static Meta, shop: u64) -> Result<(), Held> {
        if !self.on {
            return Ok(());
        }
        let (now, spots) = (Instant::now(), self.spots(meta, shop));
        if let Some(parked) = self.account.lane(meta).parked(now) {
            return Err(parked);
        }
        self.account.parks.look(&spots, now).and_then(|()| self.account.host.look(&spots, now))
    }

    /// Wait until a call may leave. Says whether time went by. `probe`: where such calls are held back it is the one that tries.
    pub(crate) async fn pass(
        &self,
        meta: &'static Meta,
        shop: u64,
        wait: Wait,
        probe: &mut Probe,
    ) -> Result<bool, Held> {
        if !self.on {
            return Ok(false);
        }
        let (entered, spots) = (Instant::now(), self.spots(meta, shop));
        if let Some(parked) = self.account.lane(meta).parked(entered) {
            return Err(parked);
        }
        let (account, host) = (&self.account.parks, &self.account.host);
        account.enter(&spots, entered, probe).and_then(|()| host.enter(&spots, entered, probe))?;
        self.turn(meta, shop, wait, entered).await
    }

    /// When a request may go on a connection that was made for it: as far from the one before it as their calls were. None for a read,
    /// whose connection is kept, and where nothing is limited, or machines are to agree.
    pub(crate) fn departure(&self, meta: &'static Meta) -> Option<Departure> {
        if !self.on || self.processes.is_some() || meta.effect == Effect::Read {
            return None;
        }
        let rules = Some(self.rules(meta)).filter(|rules| !rules.is_empty())?;
        let lane = self.account.lane(meta);
        Some(Departure::new(move || {
            let (lane, rules) = (Arc::clone(&lane), Arc::clone(&rules));
            Box::pin(async move { lane.departs(&rules).await })
        }))
    }

    /// The same for a call that was let in at that moment, and has waited since for something else.
    pub(crate) async fn turn(
        &self,
        meta: &'static Meta,
        shop: u64,
        wait: Wait,
        entered: Instant,
    ) -> Result<bool, Held> {
        if !self.on {
            return Ok(false);
        }
        let (lane, spots) = (self.account.lane(meta), self.spots(meta, shop));
        let (account, host) = (&self.account.parks, &self.account.host);
        let Parts { rules, alone, may_alone, whole } = self.parts(meta)?;
        let together = self.together(meta)?;
        if lane.pass(&rules, &together, Instant::now()) {
            return Ok(false);
        }
        let Wait { priority, until, however_many } = wait;
        let most = if however_many { usize::MAX } else { self.queue };
        let ask = Ask { rules, alone, may_alone, whole, together, shop, priority, most, until };
        // Boxed: a call that need not wait does not carry what waiting takes.
        let held = |now| account.since(&spots, entered, now).or_else(|| host.since(&spots, entered, now));
        Box::pin(lane.wait(ask, held)).await.map(|()| true)
    }
}

impl Account {
    fn lane(&self, meta: &'static Meta) -> Arc<Lane> {
        let lane = || {
            let together = Arc::clone(locked(&self.together).entry(meta.service).or_default());
            let shared = self.shared.as_ref().map(|(through, name)| {
                // One part of a cluster has all that belongs to the account.
                let key = format!("vv:{{{name}}}:{}/{}:turns", meta.service, meta.id);
                self.parks.meets(meta.service, meta.id);
                (through.clone(), key.into())
            });
            Arc::new(Lane::beside(together, shared, Arc::clone(&self.parks)))
        };
        Arc::clone(locked(&self.lanes).entry((meta.service, meta.id)).or_insert_with(lane))
    }

    fn is_idle(&self, now: Instant) -> bool {
        let lanes = locked(&self.lanes).values().all(|lane| lane.is_idle(now));
        let together = locked(&self.together).values().all(|together| together.is_idle(now));
        lanes && together && self.ledger.is_idle() && self.parks.is_idle(now)
    }
}

/// A client made for every request has the account of the one before it: an account is kept for a while after its last client.
fn shared(key: (&'static str, String, u64), shared: Option<(Through, String)>) -> Arc<Account> {
    let mut accounts = locked(&ACCOUNTS);
    if accounts.len() >= MANY {
        let now = Instant::now();
        accounts.retain(|_, account| Arc::strong_count(account) > 1 || !account.is_idle(now));
    }
    let (host, place) = (at(&key.1), shared.as_ref().map(|(through, name)| format!("{} {name}", through.identity())));
    let (service, host_name, whose) = key;
    let key = (service, host_name, whose, place.unwrap_or_default());
    let made = || {
        let board = shared.as_ref().map(|(through, name)| Board::new(through.clone(), name));
        let parks = Arc::new(board.map_or_else(Parks::default, Parks::sharing));
        Arc::new(Account { host, parks, shared, ..Account::default() })
    };
    Arc::clone(accounts.entry(key).or_insert_with(made))
}

/// What holds for all accounts at a host.
fn at(host: &str) -> Arc<Parks> {
    let mut hosts = locked(&HOSTS);
    if hosts.len() >= MANY {
        let now = Instant::now();
        hosts.retain(|_, parks| Arc::strong_count(parks) > 1 || !parks.is_idle(now));
    }
    Arc::clone(hosts.entry(host.to_owned()).or_default())
}

/// What asked for a pause, for calls of others: by its code and its documented name. Its words may be of a customer.
fn named(fault: &Context) -> String {
    let name = fault.api().map(|api| (word(&api.code), api.documented().name));
    match (name, fault.by_status()) {
        (Some((code, name)), None) if name != UNDOCUMENTED.name => format!("{code} {name}"),
        (Some((code, _)), None) => format!("{code}, {NAMELESS}"),
        (_, Some(status)) => format!("HTTP status {status}"),
        (None, None) => "an answer that is no answer".to_owned(),
    }
}

/// What an error is called where its words may not be told.
fn kind(fault: &Context) -> &'static str {
    fault.api().map_or("HttpStatus", |api| api.documented().name)
}
