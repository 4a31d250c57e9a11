//! The calls of a bulk that are under way. Not generic: compiled once, in this crate.

use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context as Polling, Poll};
use std::collections::VecDeque;
use std::sync::Arc;

use crate::call::plan::Called;
use crate::call::steps::{Before, Boxed, Run};
use crate::error::{BoxedContext, Context, Detail, WithheldReason};
use crate::limits::Call;
use crate::meta::{Class, Meta, Scope, Service};
use crate::record::Record;

/// No more calls are under way, however slow the platform is.
const MOST: usize = 64;
/// The same where no document, and no setting, says how fast calls may be.
const WITHOUT_RATE: usize = 8;

/// What a bulk stopped by where one of its calls panicked.
pub(super) const PANICKED: &str = "a call of this bulk panicked";

/// Calls under way. They go on while it is polled, and only then.
///
/// One of them waits for its turn, at most: when it has left, the next may be begun. So there are as many as the rate lets out while one
/// is answered, and whoever else calls as the account waits for one of these, not for a queue of them.
pub(crate) struct Flights {
    line: Arc<dyn Run>,
    meta: &'static Meta,
    flights: Vec<Flight>,
    /// What ended and was not told yet.
    ended: VecDeque<(usize, Result<Called, BoxedContext>)>,
    most: usize,
    /// Nothing more is to be begun.
    closed: bool,
}

struct Flight {
    index: usize,
    /// Something of it was sent.
    left: Arc<AtomicBool>,
    /// None: it panicked while it was polled.
    answer: Option<Boxed<Result<Called, BoxedContext>>>,
}

/// What happens next.
pub(crate) enum Step {
    /// Another call may be begun.
    Room,
    /// A call ended.
    Ended(usize, Result<Called, BoxedContext>),
    /// A call met what all further ones would meet.
    Stopped(BoxedContext),
    /// Nothing is under way, and nothing more will be.
    Over,
}

impl Flights {
    pub(crate) fn new(line: &dyn Run, meta: &'static Meta) -> Self {
        let most = if line.gate().has_rate(meta) { MOST } else { WITHOUT_RATE };
        let patient = line.changed(|call| Call { however_many: true, ..call });
        Self { line: patient, meta, flights: Vec::new(), ended: VecDeque::new(), most, closed: false }
    }

    /// One more call.
    pub(crate) fn begin(
        &mut self,
        index: usize,
        service: &'static Service,
        request: &dyn Record,
        made: fn() -> Box<dyn Record>,
    ) {
        let left = Arc::new(AtomicBool::new(false));
        let answer = self.line.run(service, self.meta, request, made, Before::telling(&left));
        self.flights.push(Flight { index, left, answer: Some(answer) });
    }

    /// There are no more requests.
    pub(crate) fn close(&mut self) {
        self.closed = true;
    }

    pub(crate) fn poll(&mut self, cx: &mut Polling<'_>) -> Poll<Step> {
        // All of them, although one result is told at a time: whoever takes his time over that one lets no other run out of its own.
        self.flights.retain_mut(|flight| {
            // Taken while it is polled: what panics is not polled again, and ends the bulk in words.
            let result = match flight.answer.take() {
                Some(mut answer) => match answer.as_mut().poll(cx) {
                    Poll::Pending => {
                        flight.answer = Some(answer);
                        return true;
                    }
                    Poll::Ready(result) => result,
                },
                None => Err(Context::config(self.meta, PANICKED)),
            };
            self.ended.push_back((flight.index, result));
            false
        });
        if let Some((index, result)) = self.ended.pop_front() {
            return Poll::Ready(match result {
                Err(fault) if ends_all(&fault) => {
                    self.stop();
                    Step::Stopped(fault)
                }
                result => Step::Ended(index, result),
            });
        }
        let waits = self.flights.iter().any(|flight| !flight.left.load(Ordering::Relaxed));
        if !self.closed && !waits && self.flights.len() < self.most {
            return Poll::Ready(Step::Room);
        }
        if self.flights.is_empty() { Poll::Ready(Step::Over) } else { Poll::Pending }
    }

    /// What has left is waited for; the rest is not sent.
    fn stop(&mut self) {
        self.closed = true;
        self.flights.retain(|flight| flight.left.load(Ordering::Relaxed));
    }
}

/// All further calls would meet this failure as well: it is not about the request.
fn ends_all(fault: &Context) -> bool {
    match &fault.detail {
        // Without a token, without a setting.
        _ if fault.is_unsent() => true,
        Detail::Config { .. } => true,
        Detail::Withheld { reason: WithheldReason::DryRun, .. } => false,
        // Its own deadline is over, or there is nobody who could tell anybody of the account when its turn is.
        Detail::Withheld { reason: WithheldReason::WaitTooLong, .. } => fault.scope() > Scope::Operation,
        _ => fault.scope() >= Scope::Operation || fault.class == Class::RefreshToken,
    }
}
