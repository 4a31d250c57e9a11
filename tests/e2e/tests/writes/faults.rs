//! Whatever the network does to a write: it is executed once at most, and told as what it is.

use core::time::Duration;
use std::sync::Arc;
use std::thread;

use vvtool_api::rt::v1::Operation;
use vvtool_api::vvtool::ErpsSend;
use vvtool_api::{MemoryJournal, Outcome, Verdict, WriteOutcome, Writes, top, vvtool};
use vvtool_e2e::ship::ship;
use vvtool_e2e::{SPEC, sample};
use vvtool_mock::{Fault, Mock, Options, When};

const SENDS: usize = 10;
const TIMEOUT: Duration = Duration::from_millis(400);
const WRITE: &str = "top/taobao.logistics.openalibity.write";

/// What outcomes said, in numbers.
#[derive(Debug, Default, Clone, Copy)]
struct Told {
    done: usize,
    refused: usize,
    unknown: usize,
}

impl Told {
    fn of<O: Operation>(outcomes: impl IntoIterator<Item = Outcome<O>>) -> Self {
        let mut told = Self::default();
        for outcome in outcomes {
            match outcome {
                Outcome::Done(_) => told.done += 1,
                Outcome::Refused(_) => told.refused += 1,
                Outcome::Unknown(_) => told.unknown += 1,
                other => panic!("{other:?}"),
            }
        }
        told
    }
}

fn tid(at: usize) -> String {
    (1_000 + at).to_string()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Four ways to send: through `Writes` with a future, without one, to the other gateway, and plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Async,
    Blocking,
    Top,
    Plain,
}

fn sent(way: Way, mock: &Mock) -> Told {
    let vvtool =
        vvtool::Client::builder().token(mock.token()).host(&mock.url).timeout(TIMEOUT).connect_timeout(TIMEOUT / 2);
    match way {
        Way::Async => runtime().block_on(async {
            let writes = Writes::open(&vvtool.build().unwrap(), MemoryJournal::new()).await.unwrap();
            let sent: Vec<_> = (0..SENDS).map(|at| tokio::spawn(writes.send(ship(&tid(at), "SF1")))).collect();
            let mut told = Vec::new();
            for one in sent {
                told.push(one.await.unwrap());
            }
            Told::of(told)
        }),
        Way::Blocking => {
            let client = vvtool::blocking::Client::builder().token(mock.token()).host(&mock.url);
            let client = client.timeout(TIMEOUT).connect_timeout(TIMEOUT / 2).build().unwrap();
            let writes = Writes::open(&client, MemoryJournal::new()).unwrap();
            let writes = &writes;
            Told::of(thread::scope(|scope| {
                let sent: Vec<_> =
                    (0..SENDS).map(|at| scope.spawn(move || writes.send(ship(&tid(at), "SF1")))).collect();
                sent.into_iter().map(|one| one.join().unwrap()).collect::<Vec<_>>()
            }))
        }
        Way::Top => runtime().block_on(async {
            let options = mock.options();
            let client = vvtool_e2e::one_request!(top::Client::builder(&options.app_key, &options.app_secret))
                .session(&options.session);
            let client = client.host(mock.top_url()).timeout(TIMEOUT).connect_timeout(TIMEOUT / 2).build().unwrap();
            let writes = Writes::open(&client, MemoryJournal::new()).await.unwrap();
            let request: top::LogisticsOpenalibityWrite = sample(mock, WRITE);
            let memo = |at: usize| format!("memo {at}");
            let sent: Vec<_> = (0..SENDS).map(|at| tokio::spawn(writes.send_as(memo(at), request.clone()))).collect();
            let mut told = Vec::new();
            for one in sent {
                told.push(one.await.unwrap());
            }
            Told::of(told)
        }),
        Way::Plain => runtime().block_on(async {
            let client = vvtool.build().unwrap();
            let sent: Vec<_> = (0..SENDS)
                .map(|at| tokio::spawn(ErpsSend::new("123456789", tid(at), "SF1", "SF").send(&client)))
                .collect();
            let mut told = Told::default();
            for one in sent {
                match one.await.unwrap() {
                    Ok(_) => told.done += 1,
                    Err(error) if error.write_outcome() == WriteOutcome::NotExecuted => told.refused += 1,
                    Err(_) => told.unknown += 1,
                }
            }
            told
        }),
    }
}

#[test]
fn every_fault_leaves_a_write_that_is_executed_once_at_most_and_told_as_what_it_is() {
    let mut rows = Vec::new();
    for name in Fault::names() {
        let fault: Fault = name.parse().unwrap();
        for way in [Way::Async, Way::Blocking, Way::Top, Way::Plain] {
            let mock = Mock::start(SPEC).unwrap();
            let operation = if fault == Fault::RefuseConnection {
                "*"
            } else if way == Way::Top {
                WRITE
            } else {
                "vvtool/erps/send"
            };
            mock.fault(operation, fault.clone(), When::Every).unwrap();
            let told = sent(way, &mock);
            let executed = mock.executions(|_| true);
            if way != Way::Top {
                for at in 0..SENDS {
                    let times = mock.executions(|call| call.field("tid") == Some(&tid(at)));
                    assert!(times <= 1, "{name} {way:?}: trade {at} executed {times} times");
                }
            }
            assert!(executed <= SENDS, "{name} {way:?}: {executed} executions of {SENDS} writes");
            assert_eq!(told.done + told.refused + told.unknown, SENDS, "{name} {way:?}: {told:?}");
            assert!(told.done <= executed, "{name} {way:?}: {told:?}, {executed} executed");
            assert!(executed <= told.done + told.unknown, "{name} {way:?}: {told:?}, {executed} executed");
            rows.push((*name, way, told, executed));
        }
    }
    let total = |of: fn(&Told) -> usize| rows.iter().map(|(_, _, told, _)| of(told)).sum::<usize>();
    println!(
        "{} faults, {} writes: executed twice 0 / 0; {} done, {} refused, {} unknown; refused and executed 0 / 0",
        Fault::names().len(),
        rows.len() * SENDS,
        total(|told| told.done),
        total(|told| told.refused),
        total(|told| told.unknown)
    );
    for (name, way, told, executed) in &rows {
        println!("  {name} {way:?}: {told:?}, {executed} executed");
    }
    assert!(total(|told| told.unknown) > total(|told| told.done));
}

#[tokio::test]
async fn what_was_executed_without_an_answer_is_found_done_two_seconds_later_also_by_the_next_run() {
    let mock = Mock::start_with(SPEC, Options { stateful: true, ..Options::default() }, 0).unwrap();
    mock.put("trade", serde_json::json!({"tid": "1001", "orders": [{"oid": "1001"}]})).unwrap();
    mock.fault("vvtool/erps/send", Fault::ResetAfterExecution, When::Next(1)).unwrap();
    let client = vvtool::Client::builder().token(mock.token()).host(&mock.url).build().unwrap();
    let journal = Arc::new(MemoryJournal::new());
    let before = Writes::open(&client, Arc::clone(&journal)).await.unwrap();
    assert!(matches!(before.send(ship("1001", "880000000001")).await, Outcome::Unknown(_)));
    // A handle that has sent nothing knows the operation from the tables.
    let writes = Writes::open(&client, journal).await.unwrap();
    let pending = writes.pending().await.unwrap().remove(0);
    let verdict = writes.reconcile(&pending).await.unwrap();
    assert!(matches!(verdict, Verdict::Done), "{verdict:?}");
    assert!(matches!(writes.send(ship("1001", "880000000001")).await, Outcome::Done(done) if done.replayed()));
    assert_eq!(mock.executions(|call| call.operation == "vvtool/erps/send"), 1);
    mock.assert_no_unsafe_repeat();
}
