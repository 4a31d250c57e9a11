//! What the server and its owner share.

use core::time::Duration;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use vvtool_codegen::model::api::{Api, Effect, Service};

use crate::account::Accounts;
use crate::answer::{Answer, Raw};
use crate::authorised::Authorised;
use crate::bodies::Bodies;
use crate::call_log::{Call, CallLog};
use crate::chance::Chance;
use crate::clock;
#[cfg(feature = "console")]
use crate::console::Console;
use crate::curl;
use crate::decide::{Asked, Decision};
use crate::door;
use crate::fault::{Fault, Place, When};
use crate::form::Form;
use crate::gate::{self, Context, Gateway, Refusal};
use crate::limits::Limits;
use crate::line::Seen;
use crate::options::Options;
use crate::orders::{ANY, Orders};
use crate::outgoing::Outgoing;
use crate::received::Received;
use crate::repeats::Fate;
use crate::reply;
use crate::routes::{self, Index, Route, Target};
use crate::world::World;

/// The header by which a plain HTTP client orders a fault.
pub(crate) const FAULT_HEADER: &str = "x-mock-fault";
/// The header that says what a request was let pass with, and a person may care about.
const NOTES_HEADER: &str = "x-mock-notes";
/// Notes name what a client sent, and clients stop reading heads that have no end.
const MAX_NOTES: usize = 2000;
/// How long the door stays closed for a client that ordered it by header.
const CLOSED: Duration = Duration::from_secs(1);

pub(crate) struct Shared {
    pub(crate) api: Api,
    pub(crate) options: Options,
    pub(crate) bodies: Bodies,
    pub(crate) door: door::Handle,
    #[cfg(feature = "console")]
    pub(crate) console: Console,
    pub(crate) index: Index,
    /// Faults on the line are ordered, and some of them for one operation: looked at for every request, so not behind the lock.
    on_the_line: AtomicBool,
    by_name: AtomicBool,
    state: Mutex<State>,
}

/// What changes.
pub(crate) struct State {
    pub(crate) token: String,
    pub(crate) token_fetches: usize,
    pub(crate) limits: Limits,
    pub(crate) accounts: Accounts,
    pub(crate) shops: Authorised,
    pub(crate) world: World,
    /// What the owner put there: where the console's reset goes back to.
    #[cfg(feature = "console")]
    start: (Accounts, World),
    now: Option<i64>,
    scripts: BTreeMap<String, Script>,
    orders: Orders,
    chance: Chance,
    call_log: CallLog,
}

struct Script {
    /// None: until reset.
    times: Option<usize>,
    answer: Answer,
}

impl State {
    pub(crate) fn next_script(&mut self, operation: &str) -> Option<Answer> {
        let script = self.scripts.get_mut(operation)?;
        let answer = script.answer.clone();
        match &mut script.times {
            None => {}
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => {
                self.scripts.remove(operation);
            }
        }
        Some(answer)
    }
}

impl Shared {
    pub(crate) fn new(api: Api, options: Options) -> Self {
        let state = State {
            token: options.token.clone(),
            token_fetches: 0,
            limits: Limits::default(),
            accounts: Accounts::new(&api, options.stateful),
            shops: Authorised::default(),
            world: World::default(),
            #[cfg(feature = "console")]
            start: (Accounts::new(&api, options.stateful), World::default()),
            now: None,
            scripts: BTreeMap::new(),
            orders: Orders::default(),
            chance: Chance::new(options.seed),
            call_log: CallLog::default(),
        };
        Self {
            index: Index::new(&api),
            bodies: Bodies::new(&api),
            door: door::Handle::default(),
            #[cfg(feature = "console")]
            console: Console::new(options.console),
            on_the_line: AtomicBool::new(false),
            by_name: AtomicBool::new(false),
            state: Mutex::new(state),
            api,
            options,
        }
    }

    /// A test that panicked while it held the lock has failed already; the others go on.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_now(&self, now: Option<i64>) {
        self.state().now = now;
    }

    pub(crate) fn call_log<T>(&self, look: impl FnOnce(&CallLog) -> T) -> T {
        look(&self.state().call_log)
    }

    pub(crate) fn reset(&self) {
        {
            let mut state = self.state();
            state.scripts.clear();
            state.orders.clear();
            state.limits.clear();
            state.shops.clear();
            state.world.clear();
            state.call_log.clear();
            state.accounts = Accounts::new(&self.api, self.options.stateful);
            state.chance = Chance::new(self.options.seed);
            state.now = None;
            #[cfg(feature = "console")]
            {
                state.start = (Accounts::new(&self.api, self.options.stateful), World::default());
            }
            self.note_faults(&state.orders);
        }
        self.door.set(false);
    }

    /// Puts a thing there, for good: the console's reset brings it back.
    pub(crate) fn put(&self, kind: &str, thing: serde_json::Value) -> Result<(), String> {
        let mut state = self.state();
        #[cfg(feature = "console")]
        if self.options.console {
            state.start.1.put(&self.api, kind, thing.clone())?;
        }
        state.world.put(&self.api, kind, thing)
    }

    /// Sets the points, for good. False where none are kept.
    pub(crate) fn set_balance(&self, points: u64) -> bool {
        let mut state = self.state();
        #[cfg(feature = "console")]
        state.start.0.set(points);
        state.accounts.set(points)
    }

    /// Things, points and limits as the owner of the server left them; what the owner ordered stays.
    #[cfg(feature = "console")]
    pub(crate) fn start_over(&self) {
        let mut state = self.state();
        (state.accounts, state.world) = state.start.clone();
        state.limits.clear();
    }

    /// Seconds since 1970 by the platform's clock.
    #[cfg(feature = "console")]
    pub(crate) fn now(&self) -> i64 {
        self.state().now.unwrap_or_else(clock::now)
    }

    fn known(&self, operation: &str) -> Result<Target<'_>, String> {
        self.index
            .operation(&self.api, operation)
            .ok_or_else(|| format!("no operation {operation}; there are {}", self.operations().join(", ")))
    }

    pub(crate) fn script(&self, operation: &str, times: Option<usize>, answer: Answer) -> Result<(), String> {
        let target = self.known(operation)?;
        // Asked for once here, so that a misspelt name fails where it is written and not as a strange reply.
        reply::scripted(&target, &answer, 0)?;
        self.state().scripts.insert(operation.to_owned(), Script { times, answer });
        Ok(())
    }

    pub(crate) fn ban(&self, operation: &str, time: Duration) -> Result<(), String> {
        self.known(operation)?;
        self.state().limits.ban(operation, time, std::time::Instant::now());
        Ok(())
    }

    pub(crate) fn order(&self, operation: &str, fault: Fault, when: When) -> Result<(), String> {
        if operation != ANY {
            self.known(operation)?;
        }
        if let When::Seeded(_, share) = when
            && !(0.0..=1.0).contains(&share)
        {
            return Err(format!("a share is from 0 to 1, not {share}"));
        }
        if fault.place() == Place::Door {
            if operation != ANY || when != When::Every {
                return Err(format!(
                    "{fault}: nobody sees a refused connection, so it is ordered for * and every time"
                ));
            }
            self.door.set(true);
            return Ok(());
        }
        let mut state = self.state();
        state.orders.add(operation, fault, when);
        self.note_faults(&state.orders);
        Ok(())
    }

    fn note_faults(&self, orders: &Orders) {
        self.on_the_line.store(orders.any_at(Place::Line), Ordering::Release);
        self.by_name.store(orders.any_by_name(Place::Line), Ordering::Release);
    }

    pub(crate) fn operations(&self) -> Vec<String> {
        routes::targets(&self.api).map(|target| target.name()).collect()
    }

    pub(crate) fn curl(&self, operation: &str, url: &str) -> Option<String> {
        let target = self.index.operation(&self.api, operation)?;
        Some(curl::line(&target, url, &self.options, &self.state().token))
    }

    pub(crate) fn has_faults_on_the_line(&self) -> bool {
        self.on_the_line.load(Ordering::Acquire)
    }

    /// A fault on the line is for one operation, which has to be found out.
    pub(crate) fn names_faults(&self) -> bool {
        self.by_name.load(Ordering::Acquire)
    }

    pub(crate) fn fault_at_accept(&self) -> Option<Fault> {
        if !self.has_faults_on_the_line() {
            return None;
        }
        self.struck(None, |orders| orders.at_accept())
    }

    pub(crate) fn fault_on_the_line(&self, operation: Option<&str>, fresh: bool) -> Option<Fault> {
        self.struck(operation, |orders| orders.on_the_line(operation, fresh))
    }

    /// What strikes before a request is read leaves a line in the log all the same.
    fn struck(&self, operation: Option<&str>, take: impl FnOnce(&mut Orders) -> Option<Fault>) -> Option<Fault> {
        let mut state = self.state();
        let fault = take(&mut state.orders)?;
        self.note_faults(&state.orders);
        let faults = vec![fault.to_string()];
        state.call_log.enter(Received { operation: operation.map(str::to_owned), faults, ..Received::default() });
        Some(fault)
    }

    /// Which operation the first bytes of a request are for.
    pub(crate) fn recognise(&self, bytes: &[u8]) -> Seen {
        if !self.names_faults() {
            return Seen::Nothing;
        }
        let text = String::from_utf8_lossy(bytes);
        let Some((line, rest)) = text.split_once("\r\n") else { return Seen::NotYet };
        let mut words = line.split(' ');
        let method = words.next().unwrap_or_default();
        let path = words.next().and_then(|target| target.split('?').next()).unwrap_or_default();
        match self.index.route(&self.api, &self.options.prefix, method, path) {
            Route::Operation(target) => Seen::Operation(target.name()),
            Route::Unknown(_) => Seen::Nothing,
            Route::Gateway(service) => {
                // The method is a parameter of the body, and its name needs no escapes.
                let body = rest.split_once("\r\n\r\n").map(|(_, body)| body).unwrap_or_default();
                let method = body.split('&').find_map(|pair| pair.strip_prefix("method="));
                let target = method.and_then(|method| self.index.method(&self.api, service, method));
                target.map_or(Seen::NotYet, |target| Seen::Operation(target.name()))
            }
        }
    }

    /// Checks one request and decides on the answer.
    pub(crate) fn answer(&self, mut received: Received, mut form: Form) -> Outgoing {
        let mut guard = self.state();
        let state = &mut *guard;
        let now = state.now.unwrap_or_else(clock::now);
        received.body = form.style.map_or("", gate::style_name).to_owned();
        let (target, refused) = {
            let context = Context { options: &self.options, token: &state.token, now, shops: &state.shops };
            self.gate(&mut received, &mut form, &context)
        };
        let faults = match self.faults(&received, state) {
            Ok(faults) => faults,
            Err(why) => {
                let raw = Raw::ok(why).status(400).header("content-type", "text/plain; charset=utf-8");
                (received.fields, received.files) = (form.fields, form.files);
                state.call_log.enter(received);
                return raw.into();
            }
        };
        let executes = faults.iter().all(Fault::executes);
        let decision = match (refused, target) {
            (Some(raw), _) => Decision::refused(raw),
            (None, Some(target)) if executes => {
                let asked = Asked { shared: self, target, received: &received, fields: &form.fields, now };
                asked.decide(state)
            }
            _ => Decision::refused(Raw::silence()),
        };
        let hidden = !faults.iter().all(Fault::leaves_the_answer);
        if let Some(target) = target
            && received.refused.is_none()
        {
            note(state, &target, &form.fields, decision.fate, hidden);
        }
        let mut outgoing = Outgoing::from(decision.raw);
        for fault in &faults {
            outgoing.meet(fault, target.as_ref(), &mut state.chance);
        }
        if !received.notes.is_empty() {
            let notes: String = reply::header_safe(&received.notes.join("; ")).chars().take(MAX_NOTES).collect();
            outgoing.raw = outgoing.raw.header(NOTES_HEADER, notes);
        }
        received.faults = faults.iter().map(Fault::to_string).collect();
        (received.fields, received.files) = (form.fields, form.files);
        state.call_log.enter(received);
        outgoing
    }

    /// The operation that a request is for, as far as it is known, and the answer to one that does not pass.
    fn gate(
        &self,
        received: &mut Received,
        form: &mut Form,
        context: &Context<'_>,
    ) -> (Option<Target<'_>>, Option<Raw>) {
        let prefix = &self.options.prefix;
        let (target, service, passed) = match self.index.route(&self.api, prefix, &received.method, &received.path) {
            Route::Operation(target) => {
                received.operation = Some(target.name());
                (Some(target), Some(target.service), gate::envelope(&target, form, received, context))
            }
            Route::Gateway(service) => {
                let gateway = Gateway { api: &self.api, index: &self.index, service };
                let passed = gate::top(&gateway, form, received, context);
                let known = received.operation.as_ref().and_then(|name| self.index.operation(&self.api, name));
                (known, self.api.services.get(service), passed.map(|_| ()))
            }
            Route::Unknown(service) => (None, service, Err(gate::no_route(&received.path))),
        };
        (target, passed.err().map(|refusal| refuse(received, service, refusal, context.now)))
    }

    /// The faults that a request meets, with the one that its own header orders.
    fn faults(&self, received: &Received, state: &mut State) -> Result<Vec<Fault>, String> {
        let mut faults = state.orders.of_the_answer(received.operation.as_deref());
        if let Some(text) = received.header(FAULT_HEADER) {
            let fault: Fault = text.parse()?;
            if fault == Fault::RefuseConnection {
                self.door.close_for(CLOSED);
            }
            faults.push(fault);
        }
        Ok(faults)
    }
}

/// What a call has become, for those who count.
fn note(state: &mut State, target: &Target<'_>, fields: &[(String, String)], fate: Fate, hidden: bool) {
    let number = state.call_log.next();
    let denied = fate.denied && !hidden;
    state.call_log.repeats().note(target, fields, number, Fate { denied, ..fate });
    if fate.executed {
        let is_write = target.operation.effect != Effect::Read;
        state.call_log.carried_out(Call { operation: target.name(), fields: fields.to_vec(), number, is_write });
    }
}

fn refuse(received: &mut Received, service: Option<&Service>, refusal: Refusal, now: i64) -> Raw {
    received.refused = Some(refusal.why.clone());
    match service {
        Some(service) => reply::refused(service, &refusal, now),
        None => Raw::ok(refusal.why).status(404).header("content-type", "text/plain; charset=utf-8"),
    }
}
