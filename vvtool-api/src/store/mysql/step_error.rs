//! Why a step of a journal was not done, in words.

use mysql_async::Error;

use crate::writes::journal::JournalError;

/// Why a step was not done.
pub(super) enum StepError {
    Server(Error),
    Journal(JournalError),
}

impl From<Error> for StepError {
    fn from(error: Error) -> Self {
        Self::Server(error)
    }
}

/// The words of an error, with the place and what to do.
pub(super) fn told(place: &str, error: StepError) -> JournalError {
    let error = match error {
        StepError::Server(error) => error,
        StepError::Journal(error) => return JournalError::new(format!("journal {place}: {error}")),
    };
    let what = match code(&error) {
        Some(1044 | 1045 | 1142 | 1143 | 1227 | 1698) => {
            "this user may not read and write it: grant select, insert, update and delete, and create for the first time"
        }
        Some(1049) => "there is no such database: create it",
        Some(1146) => {
            "its table is gone: restore a copy, or start again when you know what became of every write in it"
        }
        Some(1290 | 1792 | 1836) => READ_ONLY,
        Some(1021 | 1041 | 1114) => "the server is full: make room",
        Some(1205 | 1213) => "its row is locked by somebody else: end what holds a transaction open on vvtool_journal",
        Some(_) => "the server refuses",
        None => "the server cannot be reached",
    };
    JournalError::new(format!("journal {place}: {what} ({error})")).because(error)
}

pub(super) const READ_ONLY: &str = "the server is read-only, or a replica: name the one that is written to";

pub(super) fn refused(what: &str) -> StepError {
    StepError::Journal(JournalError::new(what.to_owned()))
}

pub(super) fn contended() -> StepError {
    refused("others change this entry all the time")
}

pub(super) fn code(error: &Error) -> Option<u16> {
    match error {
        Error::Server(server) => Some(server.code),
        _ => None,
    }
}

/// Another one has the intent or the lane.
pub(super) fn is_taken(error: &Error) -> bool {
    code(error) == Some(1062)
}

/// Two waited for each other, and the server undid this one.
pub(super) fn is_deadlock(error: &Error) -> bool {
    code(error) == Some(1213)
}
