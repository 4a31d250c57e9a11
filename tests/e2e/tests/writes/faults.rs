//! Whatever the network does to a write: it is executed once at most, and told as what it is. `ordeal at_most_once/faults` sends many
//! more.

use std::sync::Arc;

use vvtool_api::{MemoryJournal, Outcome, Verdict, Writes, vvtool};
use vvtool_e2e::ship::ship;
use vvtool_e2e::{SPEC, ordeal};
use vvtool_mock::{Fault, Mock, Options, When};

#[test]
fn every_fault_leaves_a_write_that_is_executed_once_at_most_and_told_as_what_it_is() {
    ordeal::faults(2).assert_kept();
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
