//! A journal in a file: what it promises, and what it makes of a file that is none.

use core::time::Duration;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use redb::TableDefinition;
use vvtool_api::vvtool::{Body, Client, ErpsSend, erps::send::Feature};
use vvtool_api::{FileJournal, Limits, MemoryJournal, Outcome, Rate, Retry, Writes};
use vvtool_e2e::ship::{Counter, client, ship};

use super::folder;

#[tokio::test]
async fn every_journal_keeps_every_promise() {
    let (folder, count) = (folder("promises"), AtomicUsize::new(0));
    let path = || folder.join(format!("{}.journal", count.fetch_add(1, Ordering::Relaxed)));
    vvtool_api::journal::conformance(MemoryJournal::new).await.unwrap();
    vvtool_api::journal::conformance(|| FileJournal::open(path()).unwrap()).await.unwrap();
    vvtool_api::journal::conformance(|| FileJournal::shared_between_processes(path()).unwrap()).await.unwrap();
}

#[tokio::test]
async fn a_restart_finds_what_was_done_and_what_is_open() {
    let path = folder("restart").join("parcels.journal");
    let counter = Counter::start(|tid| tid != "8");
    let writes = Writes::open(&client(&counter.url), FileJournal::open(&path).unwrap()).await.unwrap();
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Done(_)));
    let lost = tokio::spawn(writes.send(ship("8", "SF2")));
    while counter.seen().len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // As when the runtime of a program ends in the middle.
    lost.abort();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let copy = path.with_extension("copy");
    fs::copy(&path, &copy).unwrap();
    let writes = Writes::open(&client(&counter.url), FileJournal::open(&copy).unwrap()).await.unwrap();
    let pending = writes.pending().await.unwrap();
    assert_eq!(
        pending.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["vvtool/erps/send shop_id=123456789 tid=8 out_sid=SF2"]
    );
    assert!(matches!(writes.send(ship("8", "SF2")).await, Outcome::Unknown(_)));
    // Its outcome was not made durable: the entry of 7 is done, or in flight and open. It is sent in no case.
    assert!(!matches!(writes.send(ship("7", "SF1")).await, Outcome::Refused(_)));
    assert_eq!(counter.seen().values().sum::<usize>(), 2);
}

#[test]
fn a_runtime_that_ends_leaves_to_the_next_one_what_was_begun_and_nothing_of_what_waited() {
    let path = folder("runtime").join("parcels.journal");
    let counter = Counter::start(|tid| tid != "8");
    let client = |limits: Limits| {
        let builder = Client::builder().token("a-token-of-some-length").host(&counter.url).limits(limits);
        builder.account_label("runtime").retry(Retry::none()).body_style(Body::Form).build().unwrap()
    };
    let runtime = || tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let first = runtime();
    let one_a_minute = client(Limits::new().rate(Rate::per_minute(1)));
    let writes = first.block_on(Writes::open(&one_a_minute, FileJournal::open(&path).unwrap())).unwrap();
    first.spawn(writes.send(ship("8", "SF2")));
    while counter.seen().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    // Claimed, and a minute from its turn.
    first.spawn(writes.send(ship("9", "SF3")));
    std::thread::sleep(Duration::from_millis(200));
    drop(writes);
    first.shutdown_timeout(Duration::from_secs(10));
    runtime().block_on(async {
        let journal = FileJournal::open(&path).unwrap();
        let writes = Writes::open(&client(Limits::off()), journal).await.unwrap();
        let pending: Vec<String> = writes.pending().await.unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(pending, ["vvtool/erps/send shop_id=123456789 tid=8 out_sid=SF2"]);
        assert!(matches!(writes.send(ship("8", "SF2")).await, Outcome::Unknown(_)));
        assert!(matches!(writes.send(ship("9", "SF3")).await, Outcome::Done(done) if !done.replayed()));
    });
    assert_eq!(counter.seen().into_values().collect::<Vec<_>>(), [1, 1]);
}

fn refused(path: &Path) -> String {
    let before = fs::read(path).ok();
    let error = FileJournal::open(path).expect_err("no journal").to_string();
    assert_eq!(fs::read(path).ok(), before, "it is left as it is: {error}");
    assert!(error.contains(&path.display().to_string()), "{error}");
    error
}

#[test]
fn a_file_that_is_no_journal_is_an_error_that_names_it_and_is_left_alone() {
    let folder = folder("faults");
    let whole = folder.join("whole.journal");
    drop(FileJournal::open(&whole).unwrap());
    let bytes = fs::read(&whole).unwrap();
    let with = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        path
    };
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("text", b"not a journal at all\n"),
        ("cut", &bytes[..bytes.len() / 3]),
        ("head", &[&[0; 64][..], &bytes[64..]].concat()),
    ] {
        let error = refused(&with(name, bytes));
        assert!(error.contains("no journal, or a broken one"), "{name}: {error}");
    }
    let held = FileJournal::open(&whole).unwrap();
    let error = FileJournal::open(&whole).unwrap_err().to_string();
    assert!(error.contains("has it open") && error.contains("shared_between_processes"), "{error}");
    let error = FileJournal::shared_between_processes(&whole).unwrap_err().to_string();
    assert!(error.contains("has it open"), "{error}");
    drop(held);
    let later = with("later", &bytes);
    {
        let database = redb::Database::open(&later).unwrap();
        let writing = database.begin_write().unwrap();
        let about: TableDefinition<'_, &str, &[u8]> = TableDefinition::new("about");
        writing.open_table(about).unwrap().insert("format", [9].as_slice()).unwrap();
        writing.commit().unwrap();
    }
    let error = FileJournal::open(&later).unwrap_err().to_string();
    assert!(error.contains("later version (format 9"), "{error}");
    let only_read = with("read-only", &bytes);
    fs::set_permissions(&only_read, fs::Permissions::from_mode(0o400)).unwrap();
    assert!(refused(&only_read).contains("read-only"));
    for mode in [0o644, 0o660, 0o604] {
        let open = with("others", &bytes);
        fs::set_permissions(&open, fs::Permissions::from_mode(mode)).unwrap();
        let error = refused(&open);
        assert!(error.contains(&format!("(mode {mode:03o}): chmod 600 it")), "{error}");
    }
    assert!(FileJournal::open(&folder).unwrap_err().to_string().contains("it is a folder"));
    assert!(FileJournal::open(folder.join("no/such/x")).unwrap_err().to_string().contains("its folder is not there"));
    assert!(FileJournal::open("/proc/x.journal").is_err());
    assert!(
        fs::read_dir(&folder).unwrap().all(|entry| !entry.unwrap().file_name().to_string_lossy().contains(".new-"))
    );
}

#[tokio::test]
async fn a_journal_of_another_account_is_refused_before_anything_is_sent() {
    let path = folder("owner").join("parcels.journal");
    let counter = Counter::start(|_| true);
    drop(Writes::open(&client(&counter.url), FileJournal::open(&path).unwrap()).await.unwrap());
    let other = vvtool_api::vvtool::Client::builder().account("else", "a long key").host(&counter.url).build().unwrap();
    let error = Writes::open(&other, FileJournal::open(&path).unwrap()).await.unwrap_err().to_string();
    assert!(error.contains("belongs to another account") && error.contains("parcels.journal"), "{error}");
}

#[tokio::test]
async fn a_journal_holds_neither_tokens_nor_personal_data_nor_bodies() {
    let path = folder("canaries").join("parcels.journal");
    let counter = Counter::start(|_| true);
    let writes = Writes::open(&client(&counter.url), FileJournal::open(&path).unwrap()).await.unwrap();
    let feature = Feature::new().retail_store_id("canary-store").unwrap();
    let request = ErpsSend::new("123456789", "77", "SF77", "canary-carrier").sender_id("888001").feature(feature);
    assert!(matches!(writes.send(request).await, Outcome::Done(_)));
    assert!(matches!(writes.send_as("memo-4711", ship("78", "SF78")).await, Outcome::Done(_)));
    drop(writes);
    // The thread lets go of the file.
    let journal = FileJournal::open(&path);
    drop(journal);
    let bytes = fs::read(&path).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    for canary in ["a-token-of-some-length", "canary", "888001", "withholding_money", "company_code"] {
        assert!(!holds(canary), "{canary}");
    }
    for kept in ["SF77", "memo-4711", "vvtool/erps/send"] {
        assert!(holds(kept), "{kept}");
    }
}
