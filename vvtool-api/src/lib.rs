//! Typed client for the vv-tool gateway and the Taobao Open Platform.
//!
//! A request is data: made with what it must have, extended with what it may have, then sent.
//!
//! ```
//! use vvtool_api::Lang;
//! use vvtool_api::vvtool::{Client, ErpsSend};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
//! # let (host, token) = (gateway.url.clone(), gateway.token());
//! let client = Client::builder().host(host).token(token).build()?;
//! let request = ErpsSend::new("123456789", "1692089714634374451", "SF1234567890", "SF");
//! match request.send(&client).await {
//!     Ok(shipment) => println!("shipped, charged points: {}", shipment.charge()),
//!     Err(error) => println!("{error}\n{}\n{}", error.remedy(Lang::En), error.remedy(Lang::Zh)),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Operations
//!
#![doc = include_str!("generated/operations.md")]
//!
//! # What comes back
//!
//! A reply is a plain struct inside a [`Reply`], which also knows what the call cost and where the reply deviates from the documents.
//! An [`Error`] knows its documented kind, what to do about it, and what has become of a write. A write is never repeated by itself; a
//! read at most twice, and only where the documents say that it may help ([`Retry`]).
//!
//! # Where is what
//!
//! - [`vvtool`]: orders and shipping through the vv-tool gateway, with a token.
//! - [`top`]: the Taobao Open Platform itself, with signed calls.
//! - [`Limits`], [`Caps`]: how fast an account may call, what its calls may cost. The documented rates are kept unless told otherwise.
//! - [`Bulk`]: many reads, as fast as that. [`Pages`]: one read whose answer comes page by page, where its document says how.
//! - Feature `blocking`: `vvtool::blocking::Client` and `top::blocking::Client`, with the same names and no async.
//! - Feature `journal`: `Writes`, for what may be done at most once. The module `guide::shipping` says what to do with every answer, also with none.
//! - Feature `testing`: scripted answers in the place of the network. [`exchange`]: a pool or middleware of your own in its place.
//!
//! The other features, and what those for TLS do to a program that uses reqwest itself, are in the README of the package.
//!
//! # Numbers
//!
//! With feature `metrics`, for the recorder that the program installs. Labels are names of operations and words of fixed lists: no message,
//! id, shop or secret is among them. Outcomes that are `unknown` are the number to alarm on. Each call has a span `vvtool_api.call`, with one
//! `vvtool_api.attempt` for each exchange, whatever the features.
//!
//! | number | labels besides `operation` | what |
//! |---|---|---|
//! | `vvtool_calls`, `vvtool_attempts` | | calls, and exchanges that were begun |
//! | `vvtool_retries` | `class` | calls tried again, by what their error says to do |
//! | `vvtool_outcomes` | `outcome`, `reason` | `done`, `failed` (a read), `not_executed`, `unknown`, `maybe_already_done`; the name of the error, or `dropped`: nobody waited for its end, or it panicked |
//! | `vvtool_withheld` | `reason` | calls that the client did not let out |
//! | `vvtool_points` | `outcome` | `known`: points; `unknown`: attempts that may have cost something |
//! | `vvtool_wait_seconds` | | how long an attempt waited for a token and its turn |
//! | `vvtool_interval_seconds` | | from one call to the next, as fast as the operation is called now |
//! | `vvtool_late_slots` | | turns that were over before the call was ready |
#![deny(missing_docs)]
// docs.rs builds with nightly: every item says which feature it needs.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Both services share most of this crate; with all features on, dead code is still found.
#![cfg_attr(not(all(feature = "vvtool", feature = "top", feature = "blocking")), allow(dead_code))]

mod account;
mod address;
#[cfg(all(feature = "blocking", any(feature = "vvtool", feature = "top")))]
mod blocking;
#[cfg(any(feature = "vvtool", feature = "top"))]
mod builder;
mod bulk;
mod call;
mod chance;
mod connection;
mod debug;
mod decode;
mod encode;
mod error;
pub mod exchange;
mod reply_head;
/// Everything generated from `spec/`: [`ids`], and what [`vvtool`] and [`top`] show beside their clients. Public because a crate made by
/// `vvspec generate --crate` builds on it; the paths to import are those of the three.
// Printed by the generator in its own style.
#[doc(hidden)]
#[rustfmt::skip]
pub mod generated;
#[cfg(all(feature = "journal", feature = "vvtool"))]
pub mod guide;
mod limits;
mod meta;
mod observe;
mod opaque;
mod pages;
mod payload;
#[cfg(any(feature = "vvtool", feature = "journal"))]
mod private;
mod quiet;
mod record;
mod reply;
mod retry;
mod rows;
#[doc(hidden)]
pub mod rt;
mod rules;
mod secrets;
mod serde_impl;
mod settings;
#[cfg(feature = "sign")]
mod sign;
mod spend;
#[cfg(any(feature = "journal", feature = "redis"))]
mod store;
#[cfg(feature = "testing")]
pub mod testing;
#[cfg(test)]
mod tests;
#[cfg(feature = "vvtool")]
mod token;
#[cfg(feature = "top")]
pub mod top;
mod transport;
pub mod value;
#[cfg(feature = "vvtool")]
pub mod vvtool;
mod words;
#[cfg(feature = "journal")]
mod writes;

// Types of these crates are in the public API: `rust_decimal::Decimal` in records, `bytes::Bytes` in replies and errors.
pub use bytes;
pub use rust_decimal;

#[doc(inline)]
pub use generated::ids;

pub use bulk::{Bulk, BulkItem, Progress};
pub use decode::Deviation;
pub use error::{
    ApiError, ConfigError, DecodeError, DocumentedError, Error, InvalidRequestError, Matched, TransportError,
    Violation, WithheldError, WithheldReason,
};
pub use limits::{Call, Limits, Priority};
pub use meta::{Class, Lang, Rate, WriteOutcome};
pub use pages::{Items, Pages};
pub use reply::Reply;
pub use retry::Retry;
pub use rows::RowOutcome;
pub use spend::{Caps, Spend, Spent};
#[cfg(feature = "journal")]
pub use store::file::FileJournal;
#[cfg(feature = "mysql")]
pub use store::mysql::MysqlJournal;
#[cfg(feature = "redis")]
pub use store::redis::Redis;
#[doc(inline)]
pub use value::{Amount, Charge, DateTime, Fen, InvalidValue, JsonText, Map, Points, Text, UnknownValue, Upload, Yuan};
#[cfg(feature = "journal")]
pub use writes::{
    Closed, Conflict, Done, Glance, Outcome, Pending, Permit, Verdict, Writes,
    journal::{self, Journal, MemoryJournal},
};
