//! A fetch that is under way: a task of the runtime that it was begun in, and who waits for it in whichever runtime.

use core::future::poll_fn;
use core::pin::Pin;
use core::task::Poll;
use core::time::Duration;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tracing::Instrument;

use crate::error::BoxedContext;
use crate::exchange::Deadline;
use crate::token::{Later, Token};

/// What brings a token.
pub(super) type Work = Later<Result<Token, BoxedContext>>;

/// A runtime that lets nothing run for so long stands still: nothing that was begun in it can be counted on.
const SIGN: Duration = Duration::from_secs(1);
/// A fetch that gives up in time tells better why than whoever waits for it.
const LATE: Duration = Duration::from_millis(50);

/// A fetch, as all that wait for it have it.
#[derive(Clone)]
pub(super) struct Flight {
    told: watch::Receiver<Option<Result<Token, BoxedContext>>>,
    /// When it must be over.
    over: Option<Deadline>,
    by: By,
}

/// Who drives it.
#[derive(Clone)]
enum By {
    Task(Handle, AbortHandle),
    /// There is no runtime: whoever began it, and nobody else.
    Caller(Arc<Mutex<Option<Later<()>>>>),
}

/// Those that wait for a fetch.
pub(super) struct Company(watch::Sender<Option<Result<Token, BoxedContext>>>);

impl Company {
    /// Nobody does any more: what is left is the place where the next call looks for it.
    pub(super) fn is_gone(&self) -> bool {
        self.0.receiver_count() <= 1
    }
}

/// How waiting for a fetch has ended.
pub(super) enum Ended {
    Came(Result<Token, BoxedContext>),
    /// It panicked, or went away with its runtime, or its runtime stands still.
    Lost,
    /// Whoever waits has no more time.
    Late,
}

impl Flight {
    /// The work is handed who waits for it.
    pub(super) fn begun(work: impl FnOnce(Company) -> Work, over: Option<Deadline>) -> Self {
        let (tell, told) = watch::channel(None);
        let work = work(Company(tell.clone()));
        let work = async move {
            tell.send_replace(Some(work.await));
        };
        let by = match Handle::try_current() {
            Ok(runtime) => {
                let task = runtime.spawn(work.in_current_span()).abort_handle();
                By::Task(runtime, task)
            }
            Err(_) => By::Caller(Arc::new(Mutex::new(Some(Box::pin(work))))),
        };
        Self { told, over, by }
    }

    /// Worth waiting for.
    pub(super) fn is_under_way(&self) -> bool {
        let is_lost = self.told.has_changed().is_err();
        !is_lost && self.told.borrow().is_none() && self.over.is_none_or(|over| !over.left().is_zero())
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        self.told.same_channel(&other.told)
    }

    /// Nothing of it is to reach the platform any more: it is not polled again, however long its runtime stood still.
    pub(super) fn give_up(&self) {
        if let By::Task(_, task) = &self.by {
            task.abort();
        }
    }

    /// Wait for it by the timers of this runtime. `joined`: another call began it, perhaps in another runtime.
    pub(super) async fn ended(&self, joined: bool, until: Option<Deadline>) -> Ended {
        let mut told = self.told.clone();
        let mut came = Box::pin(async move {
            let result = told.wait_for(Option::is_some).await;
            result.ok().and_then(|result| result.clone()).map_or(Ended::Lost, Ended::Came)
        });
        let mut driven = match &self.by {
            By::Caller(work) if !joined => work.lock().unwrap_or_else(PoisonError::into_inner).take(),
            By::Task(..) | By::Caller(_) => None,
        };
        let mut alarm = self.alarm(joined, until);
        poll_fn(|cx| {
            if driven.as_mut().is_some_and(|work| work.as_mut().poll(cx).is_ready()) {
                driven = None;
            }
            match came.as_mut().poll(cx) {
                Poll::Ready(ended) => Poll::Ready(ended),
                Poll::Pending => alarm.as_mut().map_or(Poll::Pending, |alarm| alarm.as_mut().poll(cx)),
            }
        })
        .await
    }

    /// What ends the waiting should the fetch not do it. None without a runtime, which has no timers.
    fn alarm(&self, joined: bool, until: Option<Deadline>) -> Option<Pin<Box<dyn Future<Output = Ended> + Send>>> {
        Handle::try_current().ok()?;
        let runtime = match &self.by {
            By::Task(runtime, _) if joined => Some(runtime.clone()),
            By::Task(..) | By::Caller(_) => None,
        };
        let until = until.and_then(|until| until.at().checked_add(LATE));
        Some(Box::pin(async move {
            let still = async {
                match runtime {
                    Some(runtime) => stands_still(&runtime).await,
                    None => core::future::pending().await,
                }
            };
            match until {
                Some(until) => match tokio::time::timeout_at(until.into(), still).await {
                    Ok(()) => Ended::Lost,
                    Err(_) => Ended::Late,
                },
                None => {
                    still.await;
                    Ended::Lost
                }
            }
        }))
    }
}

/// Comes to its end when nothing runs in that runtime any more.
async fn stands_still(runtime: &Handle) {
    while let Ok(Ok(())) = tokio::time::timeout(SIGN, runtime.spawn(async {})).await {
        tokio::time::sleep(SIGN).await;
    }
}
