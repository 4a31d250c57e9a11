//! The typed client against the loopback server: what its tests share.
//!
//! [`visit`] shows every operation and every record type of the specs, so a new one is tested without a line written by hand.
//!
//! ```
//! use vvtool_api::vvtool::{Client, ErrorKind, ErpsSend};
//! use vvtool_mock::Mock;
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! let mock = Mock::start(vvtool_e2e::SPEC)?;
//! let client = Client::builder().token(mock.token()).host(&mock.url).build()?;
//!
//! let shipment = ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO").send(&client).await?;
//! assert_eq!(shipment.success, Some(true));
//!
//! mock.answer_error("vvtool/erps/send", "ShipmentAlreadyCreated")?;
//! let error = ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO").send(&client).await.unwrap_err();
//! assert_eq!(error.kind(), ErrorKind::ShipmentAlreadyCreated);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
// What stands here only serves tests: a set-up that fails is a test that fails.
#![allow(clippy::expect_used)]

mod clients;
mod every;
pub mod ordeal;
mod requests;
/// Redis and MariaDB, for a test.
pub mod servers;
/// A parcel, and a server that counts.
pub mod ship;
mod socket;

use core::fmt::Debug;

use serde::{Serialize, de::DeserializeOwned};
use vvtool_api::rt::v1::{Operation, Record};

pub use clients::{Clients, Gateway};
pub use every::{EveryExample, EveryOperation};
pub use requests::{find_operation, sample, sample_json};
pub use socket::{Heard, Said, Socket, Then};

include!(concat!(env!("OUT_DIR"), "/registry.rs"));

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
pub struct Readme;

/// The specs of this repository.
pub const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");

/// What every generated record can do.
pub trait Typed: Record + Default + Clone + PartialEq + Debug + Serialize + DeserializeOwned {}
impl<T: Record + Default + Clone + PartialEq + Debug + Serialize + DeserializeOwned> Typed for T {}

/// Sees every operation and every record type once.
pub trait Visitor {
    /// One operation, by its request type. `name` is `vvtool/erps/send`.
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        let _ = name;
    }

    /// One record type of an operation's reply or request.
    fn record<R: Typed>(&mut self, operation: &str, name: &str) {
        let _ = (operation, name);
    }
}
