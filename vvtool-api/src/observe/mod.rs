//! What can be seen of calls from outside: a span for each attempt and, with feature `metrics`, numbers.
//!
//! Words of a span and labels of a number come from fixed lists: names of operations, documented errors and reasons. No message, no id, no
//! shop and no secret is among them, and so the numbers have no more series than the lists have words.

#[cfg(feature = "metrics")]
mod numbers;
#[cfg(all(test, feature = "metrics", feature = "vvtool"))]
mod tests;

use core::sync::atomic::{AtomicBool, Ordering};
use core::time::Duration;

use tracing::Span;
use tracing::field::Empty;

use crate::error::{BoxedContext, Context, Detail, Phase, WithheldReason};
use crate::meta::{Effect, Meta, WriteOutcome};
use crate::value::Charge;

/// The same without numbers: nothing is compiled.
#[cfg(not(feature = "metrics"))]
mod numbers {
    use core::time::Duration;

    pub(super) type Label = (&'static str, &'static str);

    pub(super) fn count<const N: usize>(_: &'static str, _: [Label; N], _: u64) {}
    pub(super) fn took(_: &'static str, _: [Label; 1], _: Duration) {}
    pub(super) fn is(_: &'static str, _: [Label; 1], _: impl FnOnce() -> Option<Duration>) {}
}

/// A call on its way. Dropped before its end, because nobody waits for it any more or something panicked, it is counted as well: of a
/// write that had left nobody knows what has become of it.
pub(crate) struct Underway {
    meta: &'static Meta,
    /// A bare status proves nothing to whoever remembers the write.
    remembered: bool,
    /// The end of an exchange was not seen.
    lost: AtomicBool,
    over: bool,
}

impl Underway {
    pub(crate) fn begins(meta: &'static Meta, remembered: bool) -> Self {
        numbers::count("vvtool_calls", [of(meta)], 1);
        Self { meta, remembered, lost: AtomicBool::new(false), over: false }
    }

    /// What it gave, or why not.
    pub(crate) fn ends(mut self, fault: Option<&Context>) {
        self.over = true;
        let why = fault.map_or("none", reason);
        if fault.is_some_and(|fault| matches!(fault.detail, Detail::Withheld { .. })) {
            numbers::count("vvtool_withheld", [of(self.meta), ("reason", why)], 1);
        }
        let outcome = match fault {
            Some(fault) if fault.outcome == WriteOutcome::NotExecuted && !fault.is_proof(self.remembered) => {
                WriteOutcome::Unknown.as_str()
            }
            _ => outcome(self.meta, fault),
        };
        ended(self.meta, outcome, why);
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        if !self.over {
            ended(self.meta, dropped(self.meta, self.lost.load(Ordering::Relaxed)), DROPPED);
        }
    }
}

/// A write that was not let out before there was a call of it is one all the same: with a journal that is gone all of them stop.
#[cfg_attr(not(feature = "journal"), allow(dead_code))]
pub(crate) fn withheld(meta: &'static Meta, fault: BoxedContext) -> BoxedContext {
    Underway::begins(meta, true).ends(Some(&fault));
    fault
}

fn ended(meta: &'static Meta, outcome: &'static str, reason: &'static str) {
    numbers::count("vvtool_outcomes", [of(meta), ("outcome", outcome), ("reason", reason)], 1);
}

/// One exchange of a call.
pub(crate) struct Attempt<'a> {
    call: &'a Underway,
    span: Span,
    over: bool,
}

impl<'a> Attempt<'a> {
    /// `number`: the first is 1. `waited`: for a token and a turn.
    pub(crate) fn begins(call: &'a Underway, number: u32, waited: Duration) -> Self {
        numbers::count("vvtool_attempts", [of(call.meta)], 1);
        numbers::took("vvtool_wait_seconds", [of(call.meta)], waited);
        let span = tracing::info_span!(
            "vvtool_api.attempt",
            attempt = number,
            wait_ms = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX),
            status = Empty,
            code = Empty,
            elapsed_ms = Empty,
            outcome = Empty,
            reason = Empty,
        );
        Self { call, span, over: false }
    }

    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    pub(crate) fn ends(mut self, fault: Option<&Context>, charge: Charge) {
        self.over = true;
        self.is_known(outcome(self.call.meta, fault), fault.map(reason));
        let (known, points) = match charge {
            Charge::Known(points) => ("known", u64::try_from(points.get()).unwrap_or(0)),
            // Of so many calls nobody knows what they cost.
            Charge::Unknown => ("unknown", 1),
            Charge::None => return,
        };
        self.costs(known, points);
    }

    fn is_known(&self, outcome: &'static str, reason: Option<&'static str>) {
        self.span.record("outcome", outcome);
        if let Some(reason) = reason {
            self.span.record("reason", reason);
        }
    }

    fn costs(&self, known: &'static str, points: u64) {
        numbers::count("vvtool_points", [of(self.call.meta), ("outcome", known)], points);
    }
}

impl Drop for Attempt<'_> {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        self.call.lost.store(true, Ordering::Relaxed);
        self.is_known(dropped(self.call.meta, true), Some(DROPPED));
        if self.call.meta.charged {
            self.costs("unknown", 1);
        }
    }
}

/// A call is tried again.
pub(crate) fn retries(meta: &'static Meta, fault: &Context) {
    numbers::count("vvtool_retries", [of(meta), ("class", fault.class.as_str())], 1);
}

/// A turn was over before the call was ready.
pub(crate) fn late(meta: &'static Meta) {
    numbers::count("vvtool_late_slots", [of(meta)], 1);
}

/// How far apart the calls of an operation are now.
pub(crate) fn interval(meta: &'static Meta, now: impl FnOnce() -> Option<Duration>) {
    numbers::is("vvtool_interval_seconds", [of(meta)], now);
}

/// Why a call has no end of its own.
const DROPPED: &str = "dropped";

/// What has become of a call that was dropped. `lost`: while it was exchanged.
fn dropped(meta: &Meta, lost: bool) -> &'static str {
    match meta.effect {
        Effect::Read => "failed",
        _ if lost => WriteOutcome::Unknown.as_str(),
        _ => WriteOutcome::NotExecuted.as_str(),
    }
}

fn of(meta: &'static Meta) -> numbers::Label {
    ("operation", meta.id)
}

fn outcome(meta: &Meta, fault: Option<&Context>) -> &'static str {
    match fault.map(|fault| fault.outcome) {
        None => "done",
        Some(_) if meta.effect == Effect::Read => "failed",
        Some(outcome) => outcome.as_str(),
    }
}

fn reason(fault: &Context) -> &'static str {
    match &fault.detail {
        // The name of a documented error; Unknown for every other one.
        Detail::Api(api) => api.documented().name,
        Detail::Transport { phase, .. } => match phase {
            Phase::Connect => "connect",
            Phase::Tls => "tls",
            Phase::Timeout => "timeout",
            Phase::Broken => "broken",
            Phase::TooLong { .. } => "too_long",
            Phase::File { .. } => "file",
            Phase::Status { .. } => "status",
        },
        Detail::Decode { .. } => "decode",
        Detail::Config { .. } => "config",
        Detail::Invalid(_) => "invalid",
        Detail::Withheld { reason, .. } => match reason {
            WithheldReason::QueueFull => "queue_full",
            WithheldReason::WaitTooLong => "wait_too_long",
            WithheldReason::Parked { .. } => "parked",
            WithheldReason::Cap => "cap",
            WithheldReason::DryRun => "dry_run",
            WithheldReason::Journal => "journal",
            WithheldReason::Shutdown => "shutdown",
        },
    }
}
