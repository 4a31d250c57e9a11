//! What keeps a call from leaving.

use core::time::Duration;
use std::sync::Arc;

use crate::meta::Scope;

/// Why a call does not get its turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Held {
    /// Too many wait already.
    Full,
    /// Its turn did not come in time.
    TooLong,
    /// The platform asked for a pause that nobody waits for, or refused what concerns this call too: what is left of that, what
    /// asked, and which calls are concerned.
    Parked(Duration, Arc<str>, Scope),
    /// The place where machines agree does not answer, and the part of one of them is no call.
    Alone,
    /// Of a rate that machines do not share the part of one of them is no call.
    NoPart,
    /// Nothing tells the time here.
    NoTimer,
}

/// What is said of [`Held::NoPart`].
pub(crate) const NO_PART: &str = "a rate of the account, or a second one of the operation, is not shared, and the part of one process is \
                                  no call: set fewer processes";
