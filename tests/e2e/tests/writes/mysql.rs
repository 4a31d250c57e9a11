//! A journal in a table: what it promises, and what it makes of a server that cannot keep one, or goes away.

use core::time::Duration;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Instant, SystemTime};

use vvtool_api::journal::{End, Key, Settled, State};
use vvtool_api::vvtool::{Body, Client, blocking};
use vvtool_api::{Charge, Error, Journal as _, Limits, MysqlJournal, Outcome, Rate, Retry, WithheldReason, Writes};
use vvtool_e2e::servers::Server;
use vvtool_e2e::ship::{Counter, client, ship};

use super::folder;

/// One for all tests that run at one time: it takes seconds to begin.
pub(super) fn mariadb() -> Option<Arc<Server>> {
    static SHARED: Mutex<Weak<Server>> = Mutex::new(Weak::new());
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(server) = shared.upgrade() {
        return Some(server);
    }
    let server = Arc::new(Server::mariadb(&folder("mariadb"))?);
    *shared = Arc::downgrade(&server);
    Some(server)
}

fn refused(url: &str) -> String {
    let error = MysqlJournal::connect(url).expect_err("no journal").to_string();
    assert!(!error.contains("TEST_SECRET"), "{error}");
    error
}

#[tokio::test]
async fn a_table_keeps_every_promise_of_a_journal() {
    let Some(server) = mariadb() else { return };
    let count = AtomicUsize::new(0);
    let empty = || server.database(&format!("promises_{}", count.fetch_add(1, Ordering::Relaxed)));
    vvtool_api::journal::conformance(|| MysqlJournal::connect(&empty()).unwrap()).await.unwrap();
}

#[tokio::test]
async fn one_account_has_one_name_in_a_table() {
    let Some(server) = mariadb() else { return };
    let (url, counter) = (server.database("names"), Counter::start(|_| true));
    let open = async |token: &str, label: Option<&str>| {
        let builder = Client::builder().host(&counter.url).token(token).limits(Limits::off()).body_style(Body::Form);
        let builder = label.into_iter().fold(builder, |builder, label| builder.account_label(label));
        Writes::open(&builder.build().unwrap(), MysqlJournal::connect(&url).unwrap()).await
    };
    let writes = open("TEST_SECRET_one", Some("erp")).await.unwrap();
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Done(_)));
    for (token, label, may) in [
        ("TEST_SECRET_one", Some("erp"), true),
        ("TEST_SECRET_one", Some("shop"), false),
        ("TEST_SECRET_one", None, false),
        // Of a token that nobody has called with nothing is known.
        ("TEST_SECRET_two", Some("shop"), true),
        ("TEST_SECRET_two", None, false),
        ("TEST_SECRET_six", None, true),
    ] {
        let opened = open(token, label).await.map(drop).map_err(|error| error.to_string());
        assert_eq!(opened.is_ok(), may, "{token} {label:?}");
        assert!(opened.err().is_none_or(|error| error.contains("under another account_label")));
    }
    // The token of tomorrow, and nothing of any in the table.
    let writes = open("TEST_SECRET_ten", Some("erp")).await.unwrap();
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Done(done) if done.replayed()));
    assert!(writes.pending().await.unwrap().is_empty());
    let rows = server.sql("select hex(intent), owner, entry from names.vvtool_journal");
    assert!(rows.lines().count() == 5 && !rows.contains("TEST_SECRET"), "{rows}");
    // Nobody has called with it for long.
    let old = "update names.vvtool_journal set settled = settled - 8000000000 where owner like 'who calls%'";
    assert_eq!(server.sql(old), "");
    open("TEST_SECRET_one", Some("shop")).await.unwrap();
}

#[tokio::test]
async fn a_statement_that_the_server_undoes_is_said_again() {
    let Some(server) = mariadb() else { return };
    let url = server.database("undone");
    let journal = MysqlJournal::connect(&url).unwrap();
    let owner = Key::new([1; 32]);
    journal.called_with(owner, Key::new([2; 32])).await.unwrap();
    journal.called_with(owner, Key::new([3; 32])).await.unwrap();
    // Two callers of long ago, that the next one forgets: the first, and then the second.
    for (key, age) in [("02", 1), ("03", 2)] {
        drop(server.sql(&format!(
            "update undone.vvtool_journal set settled = {age} where intent = unhex(repeat('{key}', 32))"
        )));
    }
    // Somebody who holds the second, and wants the first when the journal has it. He has changed more: the server undoes the journal's.
    let at = Arc::clone(&server);
    let other = std::thread::spawn(move || {
        at.sql(
            "use undone; begin; insert into vvtool_journal (intent, owner, claim, entry) \
             select unhex(repeat(lpad(hex(seq), 2, '0'), 32)), repeat('o', 32), '', '' from seq_100_to_200; \
             update vvtool_journal set claim = 'x' where intent = unhex(repeat('03', 32)); select sleep(0.5); \
             update vvtool_journal set claim = 'x' where intent = unhex(repeat('02', 32)); commit; \
             show global status like 'Innodb_deadlocks'",
        )
    });
    tokio::time::sleep(Duration::from_millis(250)).await;
    journal.called_with(owner, Key::new([4; 32])).await.unwrap();
    let said = other.join().unwrap();
    assert!(said.contains("deadlocks") && !said.trim_end().ends_with("\t0"), "there was none: {said}");
}

#[tokio::test]
async fn workers_that_share_a_table_send_each_intent_once() {
    let Some(server) = mariadb() else { return };
    let (url, counter) = (server.database("workers"), Counter::start(|_| true));
    let (workers, intents) = (6, 200);
    let begun = Instant::now();
    let work = (0..workers).map(|_| {
        let (url, at) = (url.clone(), counter.url.clone());
        tokio::spawn(async move {
            let writes = Writes::open(&client(&at), MysqlJournal::connect(&url).unwrap()).await.unwrap();
            let mut sent = 0;
            for tid in 0..intents {
                match writes.send(ship(&tid.to_string(), "SF1")).await {
                    Outcome::Done(done) => sent += usize::from(!done.replayed()),
                    Outcome::Busy(_) => {}
                    other => panic!("{tid}: {other:?}"),
                }
            }
            sent
        })
    });
    let mut sent = 0;
    for worker in work.collect::<Vec<_>>() {
        sent += worker.await.unwrap();
    }
    let seen = counter.seen();
    let twice = seen.values().filter(|count| **count > 1).count();
    println!("{workers} workers, {intents} intents: sent {sent}, twice {twice} / 0, {:?}", begun.elapsed());
    assert_eq!((seen.len(), sent, twice), (intents, intents, 0));
    // What may not be kept is not.
    let rows = server.sql("select * from workers.vvtool_journal");
    assert!(rows.contains("\"tid\",\"7\""), "{rows}");
    assert!(!rows.contains("a-token-of-some-length"), "{rows}");
}

#[tokio::test]
async fn parts_of_a_trade_go_one_at_a_time_whoever_sends_them() {
    let Some(server) = mariadb() else { return };
    // Nothing is answered: whoever is first stays under way.
    let (url, counter) = (server.database("parts"), Counter::start(|_| false));
    let mut workers = Vec::new();
    for _ in 0..6 {
        workers.push(Writes::open(&client(&counter.url), MysqlJournal::connect(&url).unwrap()).await.unwrap());
    }
    for trade in 0..30 {
        let sends = workers.iter().enumerate().map(|(part, writes)| {
            let sent = writes.send(ship(&trade.to_string(), "SF1").is_split(true).sub_tid([part.to_string()]));
            tokio::spawn(tokio::time::timeout(Duration::from_millis(250), sent))
        });
        let mut busy = 0;
        for send in sends.collect::<Vec<_>>() {
            match send.await.unwrap() {
                Ok(Outcome::Busy(_)) => busy += 1,
                // The one that is under way.
                Err(_) => {}
                Ok(other) => panic!("trade {trade}: {other:?}"),
            }
        }
        assert_eq!(busy, 5, "trade {trade}");
    }
    let seen = counter.seen();
    assert!(seen.len() == 30 && seen.values().all(|count| *count == 1), "{seen:?}");
}

#[tokio::test]
async fn each_account_sees_its_own_entries_in_a_shared_table() {
    let Some(server) = mariadb() else { return };
    let (url, counter) = (server.database("accounts"), Counter::start(|tid| tid != "8"));
    let builder =
        || vvtool_api::vvtool::Client::builder().host(&counter.url).limits(Limits::off()).retry(Retry::none());
    let of =
        |name: &str| builder().account(name, "TEST_SECRET_password").timeout(Duration::from_secs(4)).build().unwrap();
    let journal = Arc::new(MysqlJournal::connect(&url).unwrap());
    let one = Writes::open(&client(&counter.url), Arc::clone(&journal)).await.unwrap();
    let lost = tokio::spawn(one.send(ship("8", "SF2")));
    while counter.seen().is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    lost.abort();
    assert_eq!(journal.open_entries().await.unwrap().len(), 1);
    let theirs = Arc::new(MysqlJournal::connect(&url).unwrap());
    drop(Writes::open(&of("another"), Arc::clone(&theirs)).await.unwrap());
    assert_eq!(theirs.open_entries().await.unwrap().len(), 0);
    let error = Writes::open(&of("another"), journal).await.expect_err("another account's handle");
    assert!(error.to_string().contains("connect once for each account"), "{error}");
}

/// What the call was withheld for.
fn withheld(outcome: &Outcome<vvtool_api::vvtool::ErpsSend>) -> &WithheldReason {
    match outcome {
        Outcome::Refused(Error::Withheld(withheld)) => withheld.reason(),
        other => panic!("{other:?}"),
    }
}

/// Entries of a trade.
fn journal_rows(server: &Server, tid: &str) -> usize {
    let rows =
        server.sql(&format!("select count(*) from killed.vvtool_journal where entry like '%\"tid\",\"{tid}\"%'"));
    rows.trim().parse().unwrap()
}

#[tokio::test]
async fn a_server_that_goes_away_lets_nothing_be_sent_and_forgets_nothing() {
    let Some(mut server) = Server::mariadb(&folder("mariadb-killed")) else { return };
    let (url, counter) = (server.database("killed"), Counter::start(|tid| tid != "8"));
    let journal = Arc::new(MysqlJournal::connect(&url).unwrap());
    let writes = Writes::open(&client(&counter.url), Arc::clone(&journal)).await.unwrap();
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Done(_)));
    let open = tokio::spawn(writes.send(ship("8", "SF2")));
    while counter.seen().len() < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Two that are claimed wait for their turn at that moment.
    let slow = Limits::new().rate(Rate::new(1, Duration::from_secs(2)));
    let slow =
        vvtool_api::vvtool::Client::builder().host(&counter.url).token("another-token-of-some-length").limits(slow);
    let slow = Writes::open(&slow.build().unwrap(), Arc::clone(&journal)).await.unwrap();
    assert!(matches!(slow.send(ship("11", "SF1")).await, Outcome::Done(_)));
    let waiting = ["12", "13"].map(|tid| tokio::spawn(slow.send(ship(tid, "SF1"))));
    while journal_rows(&server, "12") + journal_rows(&server, "13") < 2 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    server.kill();
    for waiting in waiting {
        assert_eq!(*withheld(&waiting.await.unwrap()), WithheldReason::Journal);
    }
    let begun = Instant::now();
    let gone = writes.send(ship("9", "SF3")).await;
    assert_eq!(*withheld(&gone), WithheldReason::Journal);
    let text = format!("{gone:?}");
    assert!(text.contains("cannot be reached") && !text.contains("TEST_SECRET"), "{text}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert!(refused(&url).contains("cannot be reached"));
    server.start();
    // Another worker finds one of the two done: that stays, whatever is to be taken back.
    let other = MysqlJournal::connect(&url).unwrap();
    let intent = server.sql("select lower(hex(intent)) from killed.vvtool_journal where entry like '%\"tid\",\"13\"%'");
    let found = other.get(intent.trim().parse().unwrap()).await.unwrap().unwrap();
    let (state, at, charge) = (State::Done, SystemTime::now(), Charge::Unknown);
    let settled = Settled { age: Duration::ZERO, wall: at };
    let end = End { state, at, settled, charge, request_id: None, note: None };
    assert!(other.finish(found.ticket(), end).await.unwrap());
    let sent = writes.send(ship("13", "SF1")).await;
    assert!(matches!(sent, Outcome::Done(ref done) if done.replayed()), "{sent:?}");
    // The same handle goes on, and what was claimed when the server went away is not held for ever.
    for tid in ["9", "10", "12"] {
        let sent = writes.send(ship(tid, "SF3")).await;
        assert!(matches!(sent, Outcome::Done(ref done) if !done.replayed()), "{sent:?}");
    }
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Done(done) if done.replayed()));
    let left = journal.open_entries().await.unwrap();
    assert_eq!(left.iter().map(|entry| entry.value("tid")).collect::<Vec<_>>(), [Some("8")]);
    open.abort();
    assert_eq!(counter.seen().values().sum::<usize>(), 6);
}

#[test]
fn what_cannot_keep_a_journal_is_an_error_that_says_what_to_do() {
    for (url, word) in [
        ("redis://127.0.0.1/1", "mysql://user:password@host:3306/database"),
        ("mysql", "mysql://user:password@host:3306/database"),
        ("mysql://erp:TEST_SECRET@127.0.0.1:3306", "names no database"),
        ("mysql://erp:TEST_SECRET@127.0.0.1:3306/a?colour=red", "parameters that are not known"),
        ("mysql://erp:/TEST_SECRET@127.0.0.1:3306/a", "%2F"),
        ("mysql://erp:?TEST_SECRET@127.0.0.1:3306/a", "%2F"),
        ("mysql://erp:33/TEST_SECRET@127.0.0.1/a", "%2F"),
        ("mysql://erp:TEST_SECRET@127.0.0.1:3306/a?require_ssl=true", "tunnel"),
        ("mysql://erp:TEST_SECRET@127.0.0.1:9/a", "cannot be reached"),
    ] {
        let error = refused(url);
        assert!(error.contains(word), "{url}: {error}");
    }
    let Some(server) = mariadb() else { return };
    let url = server.database("unfit");
    assert!(refused(&server.url("no_such_database")).contains("no such database"));
    assert!(refused(&url.replace("TEST_SECRET_erp", "TEST_SECRET_no")).contains("grant"));
    let said = |statement: &str| assert_eq!(server.sql(statement), "");
    said("create table unfit.vvtool_journal (a int) engine = MyISAM comment = 'vvtool journal, format 1'");
    assert!(refused(&url).contains("InnoDB"));
    said(
        "drop table unfit.vvtool_journal; create table unfit.vvtool_journal (a int) comment = 'vvtool journal, format 2'",
    );
    assert!(refused(&url).contains("format 2"));
    said("drop table unfit.vvtool_journal");
    // Who may not create finds a table that is there.
    drop(MysqlJournal::connect(&url).unwrap());
    said("create or replace user worker@'127.0.0.1' identified by 'TEST_SECRET_erp'");
    said("grant select, insert, update, delete on unfit.* to worker@'127.0.0.1'");
    drop(MysqlJournal::connect(&url.replace("mysql://erp", "mysql://worker")).unwrap());
}

#[test]
fn a_server_that_may_forget_is_refused() {
    let Some(server) = Server::mariadb(&folder("mariadb-forgets")) else { return };
    let url = server.database("forgets");
    let said = |statement: &str| assert_eq!(server.sql(statement), "");
    // One that took over from the one that was asked at the beginning.
    let journal = MysqlJournal::connect(&url).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let newest = || runtime.block_on(journal.newest());
    newest().unwrap();
    said("set global innodb_flush_log_at_trx_commit = 2");
    newest().unwrap();
    let connections = server.sql("select id from information_schema.processlist where db = 'forgets'");
    connections.split_whitespace().for_each(|id| said(&format!("kill {id}")));
    assert!(!connections.trim().is_empty());
    let told: Vec<_> = (0..3).filter_map(|_| newest().err()).map(|error| error.to_string()).collect();
    assert!(told.iter().any(|error| error.contains("innodb_flush_log_at_trx_commit = 2")), "{told:?}");
    drop(journal);
    said("set global innodb_flush_log_at_trx_commit = 2");
    assert!(refused(&url).contains("innodb_flush_log_at_trx_commit = 2"));
    said("set global innodb_flush_log_at_trx_commit = 1; set global read_only = 1");
    assert!(refused(&url).contains("replica"));
}

#[test]
fn a_blocking_client_remembers_in_a_table_too() {
    let Some(server) = mariadb() else { return };
    let (url, counter) = (server.database("blocking"), Counter::start(|_| true));
    let builder = blocking::Client::builder().host(&counter.url).token("a-token-of-some-length").limits(Limits::off());
    let client = builder.retry(Retry::none()).body_style(vvtool_api::vvtool::Body::Form).build().unwrap();
    let writes = Writes::open(&client, MysqlJournal::connect(&url).unwrap()).unwrap();
    for replayed in [false, true] {
        let sent = writes.send(ship("1", "SF1"));
        assert!(matches!(sent, Outcome::Done(ref done) if done.replayed() == replayed), "{sent:?}");
    }
    assert_eq!(counter.seen().values().sum::<usize>(), 1);
}
