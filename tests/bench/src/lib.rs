//! Measures what this project promises about speed and size, each figure against its baseline in the same run.
//!
//! `cargo run -q --release -p vvtool-bench [-- NAME...]` prints one line per figure. Nothing here is a test of time: a timed test
//! fails on a busy machine and proves nothing on an idle one.

pub mod calls;
pub mod decode;
pub mod figures;
pub mod inputs;
pub mod place;
pub mod report;
pub mod rounds;
pub mod scale;
pub mod server;
pub mod stats;
pub mod synth;

/// Every failure here is for the person at the terminal: one line that says what could not be measured and why.
pub type Result<T> = core::result::Result<T, Box<dyn core::error::Error + Send + Sync>>;
