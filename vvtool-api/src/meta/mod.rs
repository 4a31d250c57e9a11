//! What generated tables say: a service, its operations, its errors. Data only; everything else in the crate may build on it.
//!
//! Generated code makes these through `new` and the methods below it, never as literals: what is added here has a default, and a crate
//! that was generated before still compiles.

mod error;
mod operation;
mod pages;
mod parts;
mod rate;
mod service;
mod signing;

pub use error::{Class, ErrorEntry, Lang, Scope, WriteOutcome};
pub use operation::{Meta, Verify};
pub use pages::Paging;
pub use parts::{Body, Confirm, DataShape, Each, Effect, Method, Rule, RuleKind};
pub use rate::Rate;
pub use service::{Auth, ErrorsBy, OffPeak, Protocol, Service};
pub use signing::{Case, Digest, Hash, Holds, Piece, Signing};
