//! Writes whose outcome could not be written down.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use core::sync::atomic::{AtomicBool, Ordering};

use tokio::time::Instant;

use super::platform::{Fate, Platform, builder, clock, open_in, ship};
use super::*;
use crate::exchange::{Exchange, Exchanging, HttpRequest};

/// A journal that cannot write down how the next exchange has ended.
#[derive(Default)]
struct Blinks(MemoryJournal, AtomicBool);

impl Journal for Blinks {
    delegated!(0: claim, start, release, open_entries, get, newest, prune);
    fn finish(&self, ticket: Ticket, end: End) -> Answering<'_, bool> {
        if !self.1.swap(true, Ordering::Relaxed) {
            return Box::pin(async { Err(JournalError::new("the server has gone away")) });
        }
        self.0.finish(ticket, end)
    }
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_written_down_is_read_back_from_the_end_of_its_exchange_on() {
    for (fate, done) in [(Fate::Executed, true), (Fate::Refused, false), (Fate::Lost(None), false)] {
        let platform = Platform::default();
        tokio::time::advance(Duration::from_secs(100)).await;
        let writes = open_in(&platform, Arc::new(Blinks::default()), clock()).await;
        platform.next(fate);
        let outcome = writes.send(ship("7", "SF1")).await;
        assert_eq!(matches!(outcome, Outcome::Done(_)), done, "{fate:?}: {outcome:?}");
        assert_eq!(matches!(outcome, Outcome::Refused(_)), fate == Fate::Refused, "{fate:?}: {outcome:?}");
        let open = pending(writes.send(ship("7", "SF1")).await);
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        let begun = Instant::now();
        let glance = writes.reconcile_once(&open).await.unwrap();
        assert!(matches!(glance, Glance::Later(wait) if wait <= Duration::from_secs(1)), "{fate:?}: {glance:?}");
        let verdict = writes.reconcile(&open).await.unwrap();
        assert_eq!(matches!(verdict, Verdict::Done), done, "{fate:?}: {verdict:?}");
        assert_eq!(begun.elapsed().as_secs(), if done { 1 } else { 179 }, "{fate:?}");
        if let Verdict::NotDone(proof) = verdict {
            assert!(matches!(writes.resend(ship("7", "SF1"), proof).await, Outcome::Done(_)));
        }
        assert_eq!((platform.executions("7"), writes.pending().await.unwrap().len()), (1, 0), "{fate:?}");
    }
}

/// Writes end in a panic, before any answer.
struct Panics(Platform);

impl Exchange for Panics {
    fn exchange(&self, request: HttpRequest, limit: usize) -> Exchanging<'_> {
        let is_write = request.uri().path() == "/tool/erps/send";
        let answer = self.0.exchange(request, limit);
        Box::pin(async move {
            let answer = answer.await;
            assert!(!is_write, "a client of one's own is broken");
            answer
        })
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_panicked_when_nobody_waited_any_more_is_read_back_at_once() {
    let platform = Platform::default();
    tokio::time::advance(Duration::from_secs(100)).await;
    let client = builder(&platform).limits(Limits::off()).exchange(Panics(platform.clone())).build().unwrap();
    let writes = Writes::open_at(&client, Arc::new(MemoryJournal::new()), clock()).await.unwrap();
    let asking = tokio::spawn(writes.send(ship("7", "SF1")));
    tokio::time::sleep(Duration::from_millis(10)).await;
    asking.abort();
    assert!(asking.await.is_err());
    assert!(writes.drain(Duration::from_secs(1)).await);
    let open = writes.pending().await.unwrap().remove(0);
    let begun = Instant::now();
    let verdict = writes.reconcile(&open).await.unwrap();
    assert!(matches!(verdict, Verdict::Done), "{verdict:?}");
    assert_eq!(begun.elapsed().as_secs(), 2);
}
