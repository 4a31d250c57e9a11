//! What processes that call as one account tell each other about its token, and who of them may fetch one.

use core::future::poll_fn;
use core::task::Poll;
use core::time::Duration;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use super::{AccessToken, Form, Given, Later, Life, Token};
use crate::error::{BoxedContext, Context, Detail, WithheldReason};
use crate::exchange::{self, Deadline};

/// After a fetch no other one for this long, unless its token has worked since.
pub(super) const BETWEEN: Duration = Duration::from_secs(60);
/// No fetch for this long after the platform said that there are too many.
pub(super) const PAUSE: Duration = Duration::from_secs(600);
/// No fetch for this long after one that may succeed the next time; twice as long after each further one, and at most [`BETWEEN`].
const FIRST: Duration = Duration::from_secs(1);

/// Nobody waits longer for the turn, where there is no deadline.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);
/// So much longer than a fetch may take, and no longer than this, a turn lasts of which nobody says that it is over.
pub(crate) const SPARE: Duration = Duration::from_secs(15);
const LONGEST: Duration = Duration::from_secs(3_600);

/// How long a turn lasts whose fetch may take that time. Who took it may have fetched in its first moment, and stand still since: the next
/// one is not to fetch in the same minute.
pub(crate) fn lease(fetch: Duration) -> Duration {
    fetch.min(LONGEST).saturating_add(SPARE).max(BETWEEN)
}

/// What is kept of an account's token.
#[derive(Clone, Default)]
pub(crate) struct Kept {
    pub(crate) token: Option<(AccessToken, Life)>,
    /// Until when nobody may fetch.
    pub(crate) pause: Option<SystemTime>,
}

impl Kept {
    /// Of the token; zero without one.
    pub(super) fn generation(&self) -> u64 {
        self.token.as_ref().map_or(0, |(_, life)| life.generation)
    }

    /// What is left of a pause. None is longer than a day, whatever was kept and whoever set the clock.
    pub(super) fn paused(&self, now: SystemTime) -> Option<Duration> {
        let left = self.pause?.duration_since(now).ok()?;
        (!left.is_zero()).then_some(left.min(super::DAY))
    }
}

/// A place that processes which call as one account share.
pub(crate) trait Keep: Send + Sync {
    /// Named in errors: `token file /var/lib/shop/token`.
    fn name(&self) -> String;

    /// What is kept now; others may be changing it.
    fn look(&self) -> Later<Result<Kept, String>>;

    /// The right to fetch, which one process has at a time. Waits for it until the deadline.
    fn turn(&self, deadline: Option<Deadline>) -> Later<Result<Box<dyn Turn>, NoTurn>>;

    /// Nobody is to fetch before then. Told in passing: nobody waits for it, and nothing comes of a failure.
    fn pause(&self, until: SystemTime);
}

/// The right to fetch. Dropped it is given back, and a process that dies gives it back as well; of one that was stopped it ends by its time.
pub(crate) trait Turn: Send + Sync {
    /// What was kept when it began.
    fn kept(&self) -> Kept;

    /// Nobody else can have it by now.
    fn lasts(&self) -> bool;

    /// Keep this from now on, and give the right back.
    fn keep(self: Box<Self>, kept: Kept) -> Later<Result<(), String>>;
}

/// Why a process may not fetch.
#[derive(Debug)]
pub(crate) enum NoTurn {
    /// Another one was fetching all the time; it may do so for so much longer, where that is known.
    Busy(Option<Duration>),
    /// The place does not answer: for now.
    #[cfg(feature = "redis")]
    Gone(String),
    /// Nothing can be kept: a token that the others do not learn of would only kill theirs.
    Broken(String),
}

/// A token that is newer than the one of this generation: of another process, or fetched. `failures`: fetches that have failed in a row.
pub(super) async fn renewed(
    keep: Arc<dyn Keep>,
    form: Form,
    (seen, failures): (u64, u32),
    deadline: Option<Deadline>,
    fetch: Later<Result<Given, BoxedContext>>,
) -> Result<Token, BoxedContext> {
    let turn = keep.turn(deadline).await.map_err(|no| match no {
        NoTurn::Busy(left) => busy(&*keep, &form, left),
        #[cfg(feature = "redis")]
        NoTurn::Gone(why) => Context::withheld(form.meta, WithheldReason::WaitTooLong, why),
        NoTurn::Broken(why) => Context::config(form.meta, why),
    })?;
    let kept = turn.kept();
    if let Some(token) = newer(&kept, &form, seen) {
        return token;
    }
    if let Some(left) = kept.paused(SystemTime::now()) {
        return Err(parked(&*keep, &form, left));
    }
    let last = kept.token.as_ref().map_or(seen, |(_, life)| life.generation.max(seen));
    let begun = exchange::now();
    let Some(fetched) = while_ours(&*turn, fetch).await else {
        drop(turn);
        let kept = keep.look().await.unwrap_or_default();
        return newer(&kept, &form, seen).unwrap_or_else(|| Err(taken_over(&*keep, &form)));
    };
    match fetched {
        Ok(given) => {
            let life = Life::beginning(SystemTime::now(), last, given.expires_in);
            let token = form.token(given.token.expose(), life)?;
            if let Err(why) = turn.keep(Kept { token: Some((given.token, life)), pause: None }).await {
                tracing::warn!("a new token could not be kept for the other processes: {why}");
            }
            Ok(token)
        }
        Err(fault) => {
            let pause = pause_after(&fault, failures, since(begun));
            if let Some(pause) = pause.and_then(|pause| SystemTime::now().checked_add(pause)) {
                // The others would find out by themselves, each with a fetch.
                drop(turn.keep(Kept { pause: Some(pause), ..kept }).await);
            }
            Err(fault)
        }
    }
}

/// A fetch that goes on while the right to it lasts: whoever stood still must not wake up and fetch when another one has done so since,
/// nor take for the newest what he was given before that.
async fn while_ours<T>(turn: &dyn Turn, mut fetch: Later<T>) -> Option<T> {
    poll_fn(|cx| if turn.lasts() { fetch.as_mut().poll(cx).map(Some) } else { Poll::Ready(None) }).await
}

fn busy(keep: &dyn Keep, form: &Form, left: Option<Duration>) -> BoxedContext {
    let who = "another process, or a runtime of this one that stands still, was fetching a token all the time";
    let what = match left {
        Some(left) => format!("{}: {who}; in {} s at most others may", keep.name(), left.as_secs().saturating_add(1)),
        None => format!("{}: {who}", keep.name()),
    };
    let fault = Context::withheld(form.meta, WithheldReason::WaitTooLong, what);
    match left {
        Some(left) => fault.waiting(left),
        None => fault,
    }
}

fn taken_over(keep: &dyn Keep, form: &Form) -> BoxedContext {
    let why = "this process, or its runtime, stood still while it fetched a token, until others might fetch one";
    Context::withheld(form.meta, WithheldReason::WaitTooLong, format!("{}: {why}", keep.name()))
}

/// The kept token, where it came after the one of this generation and is not over.
pub(super) fn newer(kept: &Kept, form: &Form, seen: u64) -> Option<Result<Token, BoxedContext>> {
    let lasts = |life: &Life| life.ends.is_none_or(|ends| SystemTime::now() < ends);
    let (token, life) = kept.token.as_ref().filter(|(_, life)| life.generation > seen && lasts(life))?;
    Some(form.token(token.expose(), *life).map_err(|fault| fault.of(form.meta)))
}

fn parked(keep: &dyn Keep, form: &Form, left: Duration) -> BoxedContext {
    let until = SystemTime::now().checked_add(left).unwrap_or_else(SystemTime::now);
    let by = format!("{}: another process was told to fetch no token", keep.name());
    let what = format!("no token is fetched for {} seconds: {by}", left.as_secs().saturating_add(1));
    Context::withheld(form.meta, WithheldReason::Parked { until, by: by.into() }, what).waiting(left)
}

/// How long something has taken that began then.
pub(super) fn since(begun: Instant) -> Duration {
    exchange::now().saturating_duration_since(begun)
}

/// How long nothing is fetched after a fetch that failed so. `failures`: how many had failed in a row before it. `took`: how long it was
/// under way, which is a pause as well; it may have been cut short by the deadline of one caller.
pub(super) fn pause_after(fault: &Context, failures: u32, took: Duration) -> Option<Duration> {
    match &fault.detail {
        _ if fault.is_one_of(|service| service.token_pause) => Some(PAUSE),
        // Another process was told.
        Detail::Withheld { reason: WithheldReason::Parked { .. }, .. } => fault.retry_after(),
        // Nobody was asked: it was another one's turn, or the place of the token is gone.
        Detail::Withheld { .. } => None,
        _ if !fault.class.is_retry() => Some(BETWEEN),
        // Callers come by as often as they like: what is down is not kept down, and what asks for a pause has it.
        _ => {
            let growing = FIRST.saturating_mul(1_u32.checked_shl(failures).unwrap_or(u32::MAX)).min(BETWEEN);
            Some(growing.saturating_sub(took).max(fault.retry_after().unwrap_or_default().min(super::DAY)))
        }
    }
}

#[cfg(test)]
mod tests {
    use core::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::meta::Meta;
    use crate::secrets::Secrets;
    use crate::token::AuthScheme;

    #[test]
    fn a_kept_token_that_is_over_is_not_taken_from_where_it_is_kept() {
        static META: Meta = Meta::new("sample", "token");
        let form = Form {
            scheme: AuthScheme::Bearer,
            meta: &META,
            header: "authorization",
            others: Secrets::default(),
            earlier: Default::default(),
        };
        let (now, hour) = (SystemTime::now(), Duration::from_secs(3_600));
        // When it ends, whether it is taken.
        for (ends, taken) in [
            (None, true),
            (now.checked_add(hour), true),
            (now.checked_sub(hour), false),
            (now.checked_add(Duration::from_secs(9)), true),
        ] {
            let since = now.checked_sub(hour * 2).unwrap_or(now);
            let kept = Kept { token: Some(("t0p-s3cr3t".into(), Life { generation: 4, since, ends })), pause: None };
            assert_eq!(newer(&kept, &form, 3).is_some_and(|token| token.is_ok()), taken, "{ends:?}");
            assert!(newer(&kept, &form, 4).is_none());
        }
    }

    /// A turn that is over once this much of the fetch has been seen, while another one has kept a token.
    struct Brief(Arc<AtomicUsize>, usize);

    impl Turn for Brief {
        fn kept(&self) -> Kept {
            Kept::default()
        }
        fn lasts(&self) -> bool {
            self.0.load(Ordering::Relaxed) < self.1
        }
        fn keep(self: Box<Self>, _: Kept) -> Later<Result<(), String>> {
            Box::pin(core::future::ready(Err("it was kept".to_owned())))
        }
    }

    impl Keep for (Arc<AtomicUsize>, usize, Option<u64>) {
        fn name(&self) -> String {
            "a place in memory".to_owned()
        }
        fn look(&self) -> Later<Result<Kept, String>> {
            let life = |generation| Life { generation, since: SystemTime::now(), ends: None };
            let token = self.2.map(|generation| ("of-another".into(), life(generation)));
            Box::pin(core::future::ready(Ok(Kept { token, pause: None })))
        }
        fn turn(&self, _: Option<Deadline>) -> Later<Result<Box<dyn Turn>, NoTurn>> {
            let turn: Box<dyn Turn> = Box::new(Brief(Arc::clone(&self.0), self.1));
            Box::pin(core::future::ready(Ok(turn)))
        }
        fn pause(&self, _: SystemTime) {}
    }

    #[tokio::test]
    async fn a_fetch_goes_on_only_while_the_right_to_it_lasts() {
        static META: Meta = Meta::new("sample", "token");
        // After how many looks the turn is over, what another one has kept; how often the fetch is polled, and what comes of it.
        for (over, another, polls, token) in [
            (0, Some(9), 0, Some("of-another")),
            (1, Some(9), 1, Some("of-another")),
            (1, Some(3), 1, None),
            (1, None, 1, None),
            (3, Some(9), 3, Some("fetched")),
        ] {
            let form = Form {
                scheme: AuthScheme::Bearer,
                meta: &META,
                header: "authorization",
                others: Secrets::default(),
                earlier: Default::default(),
            };
            let polled = Arc::new(AtomicUsize::new(0));
            let count = Arc::clone(&polled);
            let fetch = poll_fn(move |cx| {
                cx.waker().wake_by_ref();
                match count.fetch_add(1, Ordering::Relaxed) {
                    0 | 1 => Poll::Pending,
                    _ => Poll::Ready(Ok(Given { token: "fetched".into(), expires_in: None })),
                }
            });
            let keep: Arc<dyn Keep> = Arc::new((Arc::clone(&polled), over, another));
            let renewed = renewed(keep, form, (4, 0), None, Box::pin(fetch)).await;
            match &renewed {
                Ok(renewed) => assert_eq!(Some(renewed.token().expose()), token, "{over}"),
                Err(fault) => {
                    assert_eq!(token, None);
                    assert!(fault.to_string().contains("stood still while it fetched a token"), "{fault}");
                    assert!(pause_after(fault, 0, Duration::ZERO).is_none());
                }
            }
            assert_eq!(polled.load(Ordering::Relaxed), polls, "{over}");
        }
    }
}
