//! What processes that share limits tell each other is held back: notices on one board for each account.

use core::sync::atomic::{AtomicU64, Ordering};
use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use super::locked;
use super::shared::{Notice, Notices, Through};
use super::spot::Spot;

/// A notice of which nobody knows when it ends is taken down after this time, unless somebody meets the error again.
const OPEN: Duration = Duration::from_secs(3_600);

/// The notices of an account, where machines share its limits.
pub(super) struct Board {
    through: Through,
    key: Arc<str>,
    /// Of when those are that were read last.
    version: AtomicU64,
    /// The operations that are called here: of others nobody wants to know.
    operations: Mutex<Vec<(&'static str, &'static str)>>,
}

impl Board {
    pub(super) fn new(through: Through, name: &str) -> Self {
        let key = format!("vv:{{{name}}}:parks").into();
        Self { through, key, version: AtomicU64::new(0), operations: Mutex::default() }
    }

    /// Its key, and of when the notices are that are known.
    pub(super) fn known(&self) -> (Arc<str>, u64) {
        (Arc::clone(&self.key), self.version.load(Ordering::Relaxed))
    }

    /// An operation is called here from now on: what hangs there of it was passed over until now.
    pub(super) fn meets(&self, service: &'static str, operation: &'static str) {
        locked(&self.operations).push((service, operation));
        self.version.store(0, Ordering::Relaxed);
    }

    /// Tell the others. `left`: none where nobody knows when it ends.
    pub(super) fn put_up(&self, spot: Spot, left: Option<Duration>, kind: &'static str) {
        let Some(spot) = spot.written() else { return };
        let (ends, left) = (left.is_some(), left.unwrap_or(OPEN).clamp(Duration::from_millis(1), Notice::LONGEST));
        self.through.notify(Arc::clone(&self.key), Notice { spot, left, ends, kind: kind.to_owned() });
    }

    /// Tell the others that it is over.
    pub(super) fn take_down(&self, spot: Spot) {
        let Some(spot) = spot.written() else { return };
        let notice = Notice { spot, left: Duration::ZERO, ends: true, kind: String::new() };
        self.through.notify(Arc::clone(&self.key), notice);
    }

    /// What of it concerns calls that are made here.
    pub(super) fn read(&self, notices: Notices) -> HashMap<Spot, Notice> {
        let operations = locked(&self.operations);
        self.version.store(notices.version, Ordering::Relaxed);
        let spot = |text: &str| match text.split_once(' ') {
            None if text == "account" => Some(Spot::Account),
            Some(("account", service)) => {
                operations.iter().find(|known| known.0 == service).map(|known| Spot::AccountOf(known.0))
            }
            Some(("shop", digest)) => u64::from_str_radix(digest, 16).ok().map(Spot::Shop),
            _ => {
                let (service, id) = text.split_once('/')?;
                let known = operations.iter().find(|known| **known == (service, id))?;
                Some(Spot::Operation(known.0, known.1))
            }
        };
        notices.all.into_iter().filter_map(|notice| Some((spot(&notice.spot)?, notice))).collect()
    }
}
