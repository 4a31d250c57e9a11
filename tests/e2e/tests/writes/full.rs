//! A disk that is full: a real one, of a few megabytes.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use vvtool_api::vvtool::ErpsSend;
use vvtool_api::{Error, FileJournal, Outcome, WithheldReason, Writes};
use vvtool_e2e::ship::{Counter, client, ship};

use super::folder;
use super::skipped::skipped;

/// A file system of its own.
struct Disk(PathBuf);

impl Disk {
    /// None where this process may not mount one.
    fn small(name: &str) -> Option<Self> {
        let place = folder(name);
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs"]).arg(&place).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(place));
        }
        skipped("mount");
        None
    }

    /// Not a byte is left.
    fn fill(place: &Path) {
        let mut filler = File::options().create(true).append(true).open(place.join("filler")).unwrap();
        while filler.write_all(&[7; 4096]).is_ok() {}
        while filler.write_all(&[7]).is_ok() {}
    }

    fn free(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(&self.0).output());
    }
}

/// The words of a write that the journal did not let out.
fn withheld(outcome: &Outcome<ErpsSend>) -> String {
    match outcome {
        Outcome::Refused(Error::Withheld(held)) if *held.reason() == WithheldReason::Journal => held.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_a_full_disk_does_not_take_is_not_sent_and_with_room_again_it_goes_on() {
    let Some(disk) = Disk::small("full") else { return };
    let path = disk.0.join("parcels.journal");
    let counter = Counter::start(|_| true);
    let client = client(&counter.url);
    let writes = Writes::open(&client, FileJournal::open(&path).unwrap()).await.unwrap();
    let trade = |number: usize| ship(&number.to_string(), "SF1");
    assert!(matches!(writes.send(trade(1)).await, Outcome::Done(_)));
    Disk::fill(&disk.0);
    // Pages that are free inside the file take some more.
    let mut last = 1;
    let words = loop {
        match writes.send(trade(last + 1)).await {
            Outcome::Done(_) if last < 5_000 => last += 1,
            other => break withheld(&other),
        }
    };
    assert!(words.contains("the disk is full: make room"), "{words}");
    // From then on every one: this one again, what is new, and nothing of it is sent.
    for number in [last + 1, last + 2, last + 3] {
        let words = withheld(&writes.send(trade(number)).await);
        assert!(words.contains("the disk is full") || words.contains("an earlier fault of the disk"), "{words}");
    }
    assert_eq!(counter.seen().len(), last);
    drop(writes);
    // It is not opened either, and not replaced.
    let length = fs::metadata(&path).unwrap().len();
    let words = FileJournal::open(&path).expect_err("there is no room").to_string();
    assert!(words.contains("the disk is full: make room"), "{words}");
    assert_eq!(fs::metadata(&path).unwrap().len(), length);
    disk.free();
    let writes = Writes::open(&client, FileJournal::open(&path).unwrap()).await.unwrap();
    for number in 1..=last {
        match writes.send(trade(number)).await {
            Outcome::Done(done) => assert!(done.replayed(), "{number}"),
            // Its end was not made durable.
            Outcome::Unknown(_) => {}
            other => panic!("{number}: {other:?}"),
        }
    }
    for number in [last + 1, last + 2, last + 3] {
        assert!(matches!(writes.send(trade(number)).await, Outcome::Done(done) if !done.replayed()), "{number}");
    }
    assert!(counter.seen().into_values().all(|count| count == 1));
    println!("sent on a full disk before a page was needed: {}; after it: 0", last - 1);
}

#[tokio::test]
async fn an_end_that_a_full_disk_does_not_take_is_found_in_flight() {
    let Some(disk) = Disk::small("full-end") else { return };
    let (path, place) = (disk.0.join("parcels.journal"), disk.0.clone());
    // The disk is full by the time of the answer.
    let counter = Counter::start(move |tid| {
        if tid == "9" {
            Disk::fill(&place);
        }
        true
    });
    let client = client(&counter.url);
    let writes = Writes::open(&client, FileJournal::open(&path).unwrap()).await.unwrap();
    // What was answered is told, whatever the journal can keep of it.
    assert!(matches!(writes.send(ship("9", "SF1")).await, Outcome::Done(done) if !done.replayed()));
    // What waits for the disk takes the end before it along.
    let words = withheld(&writes.send(ship("10", "SF1")).await);
    assert!(words.contains("the disk is full: make room"), "{words}");
    drop(writes);
    disk.free();
    let writes = Writes::open(&client, FileJournal::open(&path).unwrap()).await.unwrap();
    let pending: Vec<String> = writes.pending().await.unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(pending, ["vvtool/erps/send shop_id=123456789 tid=9 out_sid=SF1"]);
    assert!(matches!(writes.send(ship("9", "SF1")).await, Outcome::Unknown(_)));
    assert!(matches!(writes.send(ship("10", "SF1")).await, Outcome::Done(_)));
    assert_eq!(counter.seen().into_values().collect::<Vec<_>>(), [1, 1]);
}
