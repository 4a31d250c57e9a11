//! A call that this crate itself did not let out.

use std::time::SystemTime;

use crate::meta::Class;

/// Why a call was not let out. Nothing was sent, nothing was charged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WithheldReason {
    /// Too many calls are waiting already.
    QueueFull,
    /// Its turn did not come in time; or it did, and this process was stopped before it could send.
    WaitTooLong,
    /// The platform asked for a pause, or refused an earlier call for a reason that holds for this one too.
    Parked {
        /// When the pause ends, or when the next call tries whether it has.
        until: SystemTime,
        /// The error that asked for it: its code and its name in the documents. Its words may be of another caller's customer.
        by: Box<str>,
    },
    /// It would spend more than is allowed.
    Cap,
    /// The client only tries things out.
    DryRun,
    /// The journal of writes cannot be read or written.
    Journal,
    /// The program is ending.
    Shutdown,
}

impl WithheldReason {
    /// What to do about it.
    pub(super) fn class(&self) -> Class {
        match self {
            Self::QueueFull | Self::WaitTooLong | Self::Parked { .. } | Self::Shutdown => Class::RetryWithBackoff,
            Self::Cap => Class::TopUp,
            Self::DryRun => Class::Ignore,
            Self::Journal => Class::DoNotRetry,
        }
    }
}
