//! The numbers, for whatever recorder the program has installed; without one each costs a look at an atomic.

use core::time::Duration;

use metrics::{counter, gauge, histogram};

pub(super) type Label = (&'static str, &'static str);

pub(super) fn count<const N: usize>(name: &'static str, labels: [Label; N], by: u64) {
    counter!(name, &labels).increment(by);
}

pub(super) fn took(name: &'static str, labels: [Label; 1], time: Duration) {
    histogram!(name, &labels).record(time.as_secs_f64());
}

pub(super) fn is(name: &'static str, labels: [Label; 1], now: impl FnOnce() -> Option<Duration>) {
    if let Some(now) = now() {
        gauge!(name, &labels).set(now.as_secs_f64());
    }
}
