//! Every operation of the specs, async and blocking, over a real socket: what the documents show arrives, and nothing of it is lost.

use vvtool_e2e::{Clients, EveryExample, EveryOperation, visit};

#[test]
fn the_sample_request_gets_the_documented_reply() {
    let mut every = EveryOperation::new(Clients::new());
    visit(&mut every);
    assert_eq!(every.seen, every.clients.mock.operations());
}

#[test]
fn nothing_of_a_documented_reply_is_lost() {
    let mut every = EveryExample::new(Clients::new());
    visit(&mut every);
    assert!(
        every.successes >= 5 && every.failures >= 5,
        "{} successes and {} failures",
        every.successes,
        every.failures
    );
}
