//! What a write is told that waited so long that somebody else took its intent, or that its program wants to end.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use super::platform::{Fate, Platform, builder, clock, open_in, ship};
use super::*;
use crate::Rate;

/// Two handles of one account on one journal: whoever sends through the first waits for two minutes, the other for nothing.
async fn two(label: &str, patience: u64) -> (Platform, [Writes<crate::vvtool::Client>; 2]) {
    let (platform, journal, clock) = (Platform::default(), Arc::new(MemoryJournal::new()), clock());
    let slow = builder(&platform).account_label(label).limits(Limits::new().rate(Rate::per_minute(1)));
    let slow = slow.max_wait(Duration::from_secs(patience)).build().unwrap();
    let quick = builder(&platform).account_label(label).limits(Limits::off()).build().unwrap();
    let slow = Writes::open_at(&slow, journal.clone(), clock.clone()).await.unwrap();
    let quick = Writes::open_at(&quick, journal, clock).await.unwrap();
    for tid in ["1", "2"] {
        drop(tokio::spawn(slow.send(ship(tid, "SF9"))));
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    (platform, [slow, quick])
}

fn word(outcome: &Outcome<ErpsSend>) -> &'static str {
    match outcome {
        Outcome::Done(done) if done.replayed() => "replayed",
        Outcome::Done(_) => "done",
        Outcome::Refused(_) => "refused",
        Outcome::Busy(_) => "busy",
        Outcome::Conflict(_) => "conflict",
        Outcome::Unknown(_) => "unknown",
    }
}

#[tokio::test(start_paused = true)]
async fn whoever_lost_its_claim_while_it_waited_is_told_what_became_of_the_intent() {
    let cases = [
        (3_600, Fate::Executed, "SF1", "replayed"),
        (100, Fate::Executed, "SF1", "replayed"),
        (3_600, Fate::Executed, "SF2", "conflict"),
        (3_600, Fate::Lost(Some(0)), "SF1", "unknown"),
        // Nothing was done, and the intent is free.
        (3_600, Fate::Refused, "SF1", "refused"),
    ];
    for (at, (patience, fate, waybill, expected)) in cases.into_iter().enumerate() {
        let (platform, [slow, quick]) = two(&format!("taken {at}"), patience).await;
        let first = tokio::spawn(slow.send(ship("7", "SF1")));
        tokio::time::sleep(Duration::from_secs(61)).await;
        assert!(!first.is_finished(), "{expected}");
        platform.next(fate);
        let second = quick.send(ship("7", waybill)).await;
        let first = first.await.unwrap();
        assert_eq!(word(&first), expected, "{fate:?}: {second:?} {first:?}");
        let sent = platform.sent();
        assert!(platform.executions("7") <= 1 && sent <= 3, "{fate:?}");
        if expected == "refused" {
            assert!(matches!(quick.send(ship("7", "SF1")).await, Outcome::Done(done) if !done.replayed()));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_a_proof_allowed_and_nobody_started_leaves_open_what_was_open() {
    let (platform, clock) = (Platform::default(), clock());
    tokio::time::advance(Duration::from_secs(100)).await;
    let journal = Arc::new(MemoryJournal::new());
    let writes = open_in(&platform, journal.clone(), clock.clone()).await;
    platform.next(Fate::Lost(None));
    let open = pending(writes.send(ship("7", "SF1")).await);
    drop(permit(&writes, &open).await);
    // Another process was about to send it again, and was killed.
    let entry = Entry { state: State::Planned, run: "another".into(), planned: clock.wall(), ..(*open.entry).clone() };
    let Claimed::New(ticket) = journal.claim(entry, Some(open.entry.attempt)).await.unwrap() else { panic!() };
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Busy(_)));
    tokio::time::sleep(Duration::from_secs(61)).await;
    assert_eq!(writes.pending().await.unwrap().len(), 1, "it is listed all the while");
    let open = pending(writes.send(ship("7", "SF1")).await);
    assert!(
        matches!(writes.send(ship("7", "SF1").sub_tid(["1"]).is_split(true)).await, Outcome::Unknown(_)),
        "its lane"
    );
    assert_eq!(platform.sent(), 1);
    let proof = permit(&writes, &open).await;
    assert!(!journal.start(ticket, clock.wall(), clock.wall()).await.unwrap());
    assert!(matches!(writes.resend(ship("7", "SF1"), proof).await, Outcome::Done(_)));
    assert_eq!((platform.sent(), platform.executions("7")), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_its_turn_does_not_begin_once_the_handle_is_drained() {
    let (platform, [slow, _]) = two("drained", 3_600).await;
    let waiting: Vec<_> = (10..200).map(|tid| tokio::spawn(slow.send(ship(&tid.to_string(), "SF1")))).collect();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(slow.drain(Duration::from_secs(1)).await, "nothing waits on");
    for waiting in waiting {
        assert_eq!(reason(&waiting.await.unwrap()), Some(WithheldReason::Shutdown));
    }
    tokio::time::sleep(Duration::from_secs(3_600)).await;
    assert_eq!((platform.sent(), slow.pending().await.unwrap().len()), (1, 0));
}
