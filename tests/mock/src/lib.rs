//! A loopback server that answers as the specs in `spec/` say.
//!
//! It knows no operation: paths, fields, errors and replies all come from the specs, so a new operation is served without a line
//! of code. Requests are checked as the documents say (path, token, body style, required fields, TOP signatures) and answered with
//! the documented examples, or with whatever a test asks for. It shares no code with the client it is there to test.
//!
//! ```no_run
//! use vvtool_mock::Mock;
//!
//! let mock = Mock::start("spec")?;
//! mock.answer_error("vvtool/erps/send", "ShipmentAlreadyCreated")?;
//! // point a client at `mock.url`, then look at `mock.requests()`
//! # Ok::<(), vvtool_mock::Error>(())
//! ```
#![deny(missing_docs)]

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

mod account;
mod answer;
mod authorised;
mod bodies;
mod call_log;
mod chance;
mod check;
mod clock;
#[cfg(feature = "console")]
mod console;
mod control;
mod credential;
mod curl;
mod decide;
mod door;
mod fault;
mod file;
mod form;
mod gate;
mod limits;
mod line;
mod mock;
mod options;
mod orders;
mod outgoing;
mod pages;
mod place;
mod received;
mod repeats;
mod reply;
mod routes;
mod server;
mod shared;
mod sign;
mod style;
mod world;

use core::fmt;

pub use answer::{Answer, Ending, ErrorAnswer, Raw};
pub use clock::gmt8;
pub use options::Options;
pub use received::Received;
pub use sign::signature;
/// The model of the specs.
pub use vvtool_codegen::model::api;
pub use vvtool_codegen::model::api::{Api, Body};

pub use call_log::Call;
pub use fault::{Fault, Latency, When};
pub use file::ReceivedFile;
pub use mock::Mock;
pub use repeats::{Repeat, RepeatKind};

/// Why the server does not do what it was asked to.
pub struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// As `Display`: a test prints errors with `unwrap`, and diagnostics of several lines are to be read there too.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}
