//! The one loop of both clients: wait for a turn, make sure of a token, write and sign, exchange, judge.

use core::time::Duration;
use std::borrow::Cow;
use std::time::SystemTime;

use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::plan::{Called, Plan};
use super::steps::{self, Before, Boxed};
use crate::address::Address;
use crate::connection::{Connection, SecretHeader};
use crate::error::{BoxedContext, Context, WithheldReason};
use crate::exchange::Deadline;
use crate::limits::{Call, Gate, Held, NO_PART, Priority, Probe, Wait};
use crate::meta::{Meta, Scope};
use crate::observe::{self, Attempt, Underway};
use crate::payload::Payload;
use crate::record::Record;
use crate::retry::Tries;
use crate::secrets::Secrets;
use crate::spend::{NoPoints, Over, Reserved};

/// What the loop needs of a gateway's client.
pub(crate) trait Dial: Send + Sync {
    /// What a call is let in with: a token, or nothing where each request is signed.
    type Key: Send + Sync;

    /// The connections.
    fn connection(&self) -> &Connection;

    /// The limits.
    fn gate(&self) -> &Gate;

    /// What is set for this call and its client.
    fn options(&self) -> Call;

    /// Where the operation is.
    fn address(&self, plan: &Plan) -> Address;

    /// Whose turn it is, where calls wait.
    fn shop(&self) -> u64;

    /// The key: at hand, or fetched.
    fn key(
        &self,
        plan: &Plan,
        deadline: Option<Deadline>,
    ) -> impl Future<Output = Result<Self::Key, BoxedContext>> + Send;

    /// The request as it leaves now. `of_request`: what of its fields must not be shown.
    fn outgoing<'a>(
        &'a self,
        plan: &Plan,
        of_request: &Secrets,
        key: &'a Self::Key,
    ) -> Result<Outgoing<'a>, BoxedContext>;

    /// Another key can be had for one that is refused.
    fn renews(&self) -> bool;

    /// How the platform took the key.
    fn met(&self, key: &Self::Key, fault: Option<&BoxedContext>);
}

/// A request, about to leave.
pub(crate) struct Outgoing<'a> {
    pub(crate) payload: Cow<'a, Payload>,
    pub(crate) secret: Option<Cow<'a, SecretHeader>>,
    /// What of it must not be shown.
    pub(crate) secrets: Secrets,
}

/// A token that has to be fetched again and again after each turn is not waited for.
const TURNS: usize = 3;

/// One call, to its end. `dial`: what is sent, or why nothing can be.
pub(crate) fn conduct<D: Dial + 'static>(
    dial: Result<D, BoxedContext>,
    plan: Plan,
    request: &dyn Record,
    made: fn() -> Box<dyn Record>,
    before: Before,
) -> Boxed<Result<Called, BoxedContext>> {
    let ready = dial.and_then(|dial| match (dial.options().checked(), dial.options().dry_run) {
        (Err(why), _) => Err(Context::config(plan.meta, why)),
        (Ok(_), true) => {
            let options = dial.options();
            let outlook = dial.gate().outlook(plan.meta, &plan.asked.edition, dial.shop(), options.from_reserve);
            Err(steps::dry_run(plan.meta, &dial.address(&plan), request, &outlook))
        }
        (Ok(_), false) => Ok(dial),
    });
    let span = plan.span();
    let (meta, plan) = (plan.meta, Plan { seen: (span.clone(), Span::none()), ..plan });
    let call = async move {
        let underway = Underway::begins(meta, before.is_remembered());
        let result = match ready {
            Ok(dial) => attempts(dial, plan, made, before, &underway).await,
            Err(fault) => Err(fault),
        };
        underway.ends(result.as_ref().err().map(|fault| &**fault));
        result
    };
    Box::pin(call.instrument(span))
}

/// One attempt after another, until one of them is the last.
async fn attempts<D: Dial>(
    dial: D,
    mut plan: Plan,
    made: fn() -> Box<dyn Record>,
    before: Before,
    underway: &Underway,
) -> Result<Called, BoxedContext> {
    let options = dial.options();
    let whole = options.deadline.and_then(Deadline::after);
    let address = dial.address(&plan);
    let of_request = core::mem::take(&mut plan.secrets);
    let mut tries = Tries::new(plan.meta, options.retries.unwrap_or(u32::MAX));
    let remembered = before.is_remembered();
    let (mut limit, mut before, mut begun, mut last) = (whole, Some(before), None, None);
    let late = |begun: Option<SystemTime>| begun.is_some_and(|begun| is_late(begun, dial.connection().timeout()));
    dial.gate().budget().call();
    loop {
        let ready = Instant::now();
        let Admitted { key, deadline, mut reserved, mut probe } =
            match (admitted(&dial, &plan, &options, limit, ready).await, last) {
                // A machine may have slept while the call waited for its turn: whoever remembers the write counts on its time.
                (Ok(_), Some(fault)) if late(begun) => return Err(tries.ends(fault)),
                (Ok(admitted), _) => admitted,
                // It is not told why there was no further attempt, but why the call failed.
                (Err(_), Some(fault)) => return Err(tries.ends(fault)),
                (Err(fault), None) => return Err(tries.ends(fault)),
            };
        let Outgoing { payload, secret, secrets } =
            dial.outgoing(&plan, &of_request, &key).map_err(|fault| tries.ends(fault))?;
        plan.secrets = secrets;
        if let Some(before) = before.take() {
            leave(&dial, &plan, before).await?;
        }
        if remembered || !tries.is_repeatable() {
            // All attempts of a write are over when the first one has to be: whoever remembers it counts on that.
            limit = deadline;
            begun = begun.or_else(|| Some(SystemTime::now()));
        }
        tries.begin();
        probe.leaves();
        let left = Instant::now();
        reserved.iter_mut().for_each(|reserved| reserved.leaves(left));
        let attempt = Attempt::begins(underway, tries.attempts(), left.saturating_duration_since(ready));
        plan.seen.1 = attempt.span();
        let when = (deadline, dial.gate().departure(plan.meta));
        let exchange = plan.exchange(dial.connection(), &address, secret.as_deref(), &payload, made(), when);
        let result = exchange.instrument(attempt.span()).await;
        drop(payload);
        probe.ended(result.as_ref().err().is_some_and(|fault| fault.left_nothing()));
        drop(probe);
        let charge = result.as_ref().map_or_else(|fault| fault.charge(), |called| called.facts.charge);
        attempt.ends(result.as_ref().err().map(|fault| &**fault), charge);
        dial.met(&key, result.as_ref().err());
        if let Some(reserved) = reserved {
            reserved.settle(charge);
        }
        dial.gate().met((plan.service, plan.meta), dial.shop(), left, result.as_ref().err().map(|fault| &**fault));
        let fault = match result {
            Ok(called) => return Ok(called),
            Err(fault) => dial.gate().advise(plan.service, fault),
        };
        tries.failed(&fault, remembered);
        let pause = tries.again(&fault, dial.renews()).filter(|pause| limit.is_none_or(|limit| *pause < limit.left()));
        let Some(pause) = pause.filter(|_| tries.renews() || dial.gate().budget().retry()) else {
            return Err(tries.ends(fault));
        };
        if !slept(pause).await || late(begun) {
            return Err(tries.ends(fault));
        }
        observe::retries(plan.meta, &fault);
        last = Some(fault);
    }
}

/// What has to happen right before the first byte; and another turn, where it took longer than the one that the call had is good for.
async fn leave<D: Dial>(dial: &D, plan: &Plan, before: Before) -> Result<(), BoxedContext> {
    let turn = Instant::now();
    let Some(leave) = before.pass().await? else { return Ok(()) };
    if turn.elapsed() > dial.gate().good_for() {
        observe::late(plan.meta);
        // First of all that wait: its time is short.
        let wait = Wait { priority: Priority::Interactive, until: Some(leave.until), however_many: true };
        let again = dial.gate().turn(plan.meta, dial.shop(), wait, turn);
        again.await.map_err(|held| withheld(plan, held))?;
    }
    (leave.still)()
}

/// Wait, where there is something that tells the time.
async fn slept(pause: Duration) -> bool {
    let can = pause.is_zero() || tokio::runtime::Handle::try_current().is_ok();
    if can && !pause.is_zero() {
        // Boxed: a call that succeeds does not carry what waiting takes.
        Box::pin(tokio::time::sleep(pause)).await;
    }
    can
}

/// More time went by than the call had, as the wall has it: the machine was asleep.
fn is_late(begun: SystemTime, time: Duration) -> bool {
    begun.elapsed().is_ok_and(|elapsed| elapsed > time)
}

/// What an attempt is let out with.
struct Admitted<K> {
    key: K,
    /// When it has to be over.
    deadline: Option<Deadline>,
    /// Points that it may cost.
    reserved: Option<Reserved>,
    /// Given back unless it leaves.
    probe: Probe,
}

/// A key, and a turn that is not over when the key is there.
async fn admitted<D: Dial>(
    dial: &D,
    plan: &Plan,
    options: &Call,
    limit: Option<Deadline>,
    ready: Instant,
) -> Result<Admitted<D::Key>, BoxedContext> {
    // Before it waits: what may not be sent takes nobody's turn.
    let mut reserved = reserved_for(dial, plan, options, limit).await?;
    // Where nothing is asked elsewhere no time has gone by.
    let asked = reserved.as_ref().is_some_and(Reserved::is_shared);
    let deadline = |begins| sooner(dial.connection().deadline(begins), limit);
    let mut until = deadline(if asked { Instant::now() } else { ready });
    dial.gate().look(plan.meta, dial.shop()).map_err(|held| withheld(plan, held))?;
    // First: while one is fetched, the turns of those who wait for it would be over.
    let unkeyed = |fault| match limit {
        // That of the call, not what a token may take.
        Some(limit) if limit.left().is_zero() => withheld(plan, Held::TooLong),
        _ => Context::not_sent(fault),
    };
    let mut key = dial.key(plan, until).await.map_err(unkeyed)?;
    // A bulk waits for its turn as long as it takes.
    let patience = options.max_wait.filter(|_| !options.however_many);
    let until_turn = if dial.gate().is_on() { give_up(patience, limit) } else { None };
    let wait = Wait { priority: options.priority, until: until_turn, however_many: options.however_many };
    let mut probe = Probe::default();
    for _ in 0..TURNS {
        let waited = dial.gate().pass(plan.meta, dial.shop(), wait, &mut probe).await;
        if !waited.map_err(|held| withheld(plan, held))? {
            break;
        }
        let turn = Instant::now();
        until = deadline(turn);
        // It may have been refused meanwhile.
        key = dial.key(plan, until).await.map_err(unkeyed)?;
        if let Some(old) = reserved.take_if(|reserved| reserved.is_old()) {
            drop(old);
            reserved = reserved_for(dial, plan, options, limit).await?;
        }
        if turn.elapsed() < dial.gate().good_for() {
            break;
        }
        observe::late(plan.meta);
    }
    observe::interval(plan.meta, || dial.gate().interval(plan.meta).ok().flatten());
    Ok(Admitted { key, deadline: until, reserved, probe })
}

/// Points that the attempt may cost; none where it costs nothing.
async fn reserved_for<D: Dial>(
    dial: &D,
    plan: &Plan,
    options: &Call,
    limit: Option<Deadline>,
) -> Result<Option<Reserved>, BoxedContext> {
    // Also of a bulk: a place that does not answer now may never do.
    let until = || give_up(options.max_wait, limit);
    let reserved = dial.gate().reserve(plan.meta, &plan.asked.edition, dial.shop(), options.from_reserve, until).await;
    reserved.map_err(|none| match none {
        NoPoints::Over(over) => over_cap(plan.meta, over),
        NoPoints::Gone => {
            let what = "the Redis that shares the caps does not answer: what others have spent is not known";
            Context::withheld(plan.meta, WithheldReason::WaitTooLong, what).concerning(Scope::Account)
        }
    })
}

/// When a call that begins to wait now gives up.
fn give_up(patience: Option<Duration>, limit: Option<Deadline>) -> Option<Instant> {
    let patience = patience.and_then(|time| Instant::now().checked_add(time));
    [patience, limit.map(|limit| limit.at().into())].into_iter().flatten().min()
}

fn sooner(one: Option<Deadline>, other: Option<Deadline>) -> Option<Deadline> {
    [one, other].into_iter().flatten().min()
}

fn withheld(plan: &Plan, held: Held) -> BoxedContext {
    let (reason, what) = match held {
        Held::Full => {
            (WithheldReason::QueueFull, "as many calls of this operation wait for their turn as may (limits.queue)")
        }
        Held::TooLong => (WithheldReason::WaitTooLong, "its turn did not come in time (max_wait, deadline)"),
        Held::Parked(rest, by, scope) => {
            let until = SystemTime::now().checked_add(rest).unwrap_or_else(SystemTime::now);
            let what = format!("such calls are held back for another {} seconds, because of: {by}", rest.as_secs());
            let reason = WithheldReason::Parked { until, by: (&*by).into() };
            return Context::withheld(plan.meta, reason, what).concerning(scope).waiting(rest);
        }
        Held::Alone => {
            let what = "the Redis that shares the limits does not answer, and the part of one process is no call";
            return Context::withheld(plan.meta, WithheldReason::WaitTooLong, what).concerning(Scope::Account);
        }
        Held::NoPart => return Context::config(plan.meta, NO_PART),
        Held::NoTimer => {
            let what =
                "has to wait for its turn, which takes a tokio runtime: call it inside one, or set Limits::off()";
            return Context::config(plan.meta, what);
        }
    };
    Context::withheld(plan.meta, reason, what)
}

fn over_cap(meta: &Meta, over: Over) -> BoxedContext {
    let Over { setting, cap, spent, kept, wait } = over;
    let kept = if kept == 0 { String::new() } else { format!(", {kept} are kept for reading back writes") };
    let what = format!(
        "it may cost more than is left of the cap of {cap} points (caps.{setting}): {spent} are spent, or may be by calls on their way{kept}"
    );
    let scope = if setting == "per_shop" { Scope::Shop } else { Scope::Account };
    let fault = Context::withheld(meta, WithheldReason::Cap, what).concerning(scope);
    match wait {
        Some(rest) => fault.waiting(rest),
        None => fault,
    }
}
