//! An entry, for tests.

use core::time::Duration;
use std::time::UNIX_EPOCH;

use super::{Entry, Key, State};
use crate::value::Charge;

pub(crate) fn entry(key: u8, run: &str) -> Entry {
    Entry {
        key: Key::new([key; 32]),
        lane: None,
        digest: Key::new([7; 32]),
        operation: "vvtool/erps/send".into(),
        name: None,
        values: vec![("tid".into(), "1".into())],
        state: State::Planned,
        run: run.into(),
        attempt: 1,
        planned: UNIX_EPOCH + Duration::from_millis(1_700_000_000_123),
        started: None,
        until: None,
        ended: None,
        charge: Charge::Unknown,
        request_id: None,
        note: None,
        settled: None,
        earlier: None,
    }
}
