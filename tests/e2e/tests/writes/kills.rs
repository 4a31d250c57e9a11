//! Processes that are killed between the journal's word and the reply.

use core::time::Duration;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use vvtool_api::{FileJournal, Outcome, Writes};
use vvtool_e2e::ship::{Counter, client, ship};

use super::folder;

const KILLS: usize = 20;

fn shipper(journal: &Path, mode: &str, url: &str) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shipper"));
    command.arg(journal).args([mode, url, "1", "400"]);
    command.stdout(Stdio::null()).spawn().unwrap()
}

fn wait_for(counter: &Counter, count: usize) {
    let begun = Instant::now();
    while counter.seen().len() < count {
        assert!(begun.elapsed() < Duration::from_secs(60), "{} of {count} arrived", counter.seen().len());
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Killed when so many trades have arrived, some without an answer; then what the journal says of each.
async fn killed(name: &str, mode: &'static str, processes: usize) -> usize {
    let mut arrived = 0;
    for round in 0..KILLS {
        let path = folder(&format!("{name}-{round}")).join("parcels.journal");
        let silent = 3 + round;
        let counter = Counter::start(move |tid| tid.parse::<usize>().unwrap_or(0) % silent != 0);
        let mut children: Vec<Child> = (0..processes).map(|_| shipper(&path, mode, &counter.url)).collect();
        wait_for(&counter, 1 + round);
        std::thread::sleep(Duration::from_millis(u64::try_from(round % 5).unwrap()));
        for child in &mut children {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        // What was on its way to the server when they died.
        std::thread::sleep(Duration::from_millis(50));
        let seen = counter.seen();
        let journal = match mode {
            "shared" => FileJournal::shared_between_processes(&path),
            _ => FileJournal::open(&path),
        };
        let writes = Writes::open(&client(&counter.url), journal.unwrap()).await.unwrap();
        let pending: Vec<String> = writes.pending().await.unwrap().iter().map(ToString::to_string).collect();
        for (tid, count) in &seen {
            assert_eq!(*count, 1, "{name} {round}: trade {tid}");
            match writes.send(ship(tid, &format!("SF{tid}"))).await {
                Outcome::Done(done) => assert!(done.replayed(), "{name} {round}: trade {tid} was sent again"),
                Outcome::Unknown(open) => assert!(pending.contains(&open.to_string()), "{open} of {pending:?}"),
                // Of a process that shares the journal nobody knows that it was killed, before its time is over.
                Outcome::Busy(_) => assert_eq!(mode, "shared"),
                other => panic!("{name} {round}: trade {tid}: {other:?}"),
            }
        }
        assert_eq!(counter.seen(), seen, "{name} {round}: nothing was sent again");
        arrived += seen.len();
    }
    arrived
}

#[tokio::test]
async fn a_killed_process_leaves_nothing_that_its_journal_does_not_know() {
    let arrived = killed("alone", "exclusive", 1).await;
    println!("{KILLS} kills, {arrived} writes: sent twice 0 / 0, unknown to the journal 0 / 0");
    assert!(arrived >= KILLS);
}

#[tokio::test]
async fn processes_that_share_a_journal_send_each_write_once_and_may_be_killed() {
    let arrived = killed("shared", "shared", 3).await;
    println!("{KILLS} kills of 3 processes, {arrived} writes: sent twice 0 / 0, unknown to the journal 0 / 0");
    assert!(arrived >= KILLS);
}
