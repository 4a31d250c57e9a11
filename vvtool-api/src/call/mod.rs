//! One call: what generated code says about an operation, and who can send it.

mod asked;
pub(crate) mod attempt;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod contradicts_tests;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod doubt_tests;
pub(crate) mod drive;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod elsewhere_tests;
pub(crate) mod judge;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod judge_tests;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod mutated_tests;
pub(crate) mod plan;
#[cfg(test)]
mod price_tests;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod privacy_tests;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod refusal_tests;
mod retry_after;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod said_tests;
#[cfg(feature = "sign")]
pub(crate) mod signer;
pub(crate) mod steps;
#[cfg(all(test, feature = "top", feature = "vvtool"))]
mod wording_tests;

pub(crate) use drive::Drive;

use crate::error::DocumentedError;
use crate::meta::{Meta, Paging};
use crate::record::{Record, ReplyData};

/// A request that generated code describes: what it is, what it answers with, which errors it may meet.
pub trait Operation: Record {
    /// What the platform answers with.
    type Reply: ReplyData;
    /// The errors of the service the operation belongs to.
    type Kind: DocumentedError;
    /// The static description.
    const META: &'static Meta;
    /// The request as a record. Compiled where the request is described, like the functions of [`ReplyData`].
    fn record(&self) -> &dyn Record;
    /// The same, owned: a program that sends it compiles nothing of how it is dropped.
    fn boxed(self) -> Box<dyn Record>
    where
        Self: Sized,
    {
        Box::new(self)
    }
}

/// An operation that changes nothing on the platform: it may be repeated, and many of it may be asked for at once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a read",
    label = "not known to change nothing",
    note = "only a request that changes nothing on the platform may be repeated; a write is sent by itself, through `vvtool_api::Writes`"
)]
pub trait Read: Operation {}

/// A read whose answer comes in pages.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not read page by page",
    label = "no document says how its next page is asked for",
    note = "an operation has pages where its spec says `pages:`"
)]
pub trait Paged: Read {
    /// What a page lists.
    type Item;
    /// How the next page is asked for.
    const PAGING: Paging;
    /// The request as a record, to ask for another page.
    fn record_mut(&mut self) -> &mut dyn Record;
    /// What a page lists.
    fn items(page: Self::Reply) -> Vec<Self::Item>;
}

/// An operation that changes something on the platform.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a write",
    label = "not known to change anything",
    note = "a read leaves nothing to remember: send it with `.send(&client)`"
)]
pub trait Write: Operation {}

/// A write whose own fields say what is done at most once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not say by itself what is done at most once",
    label = "no write with an intent of its own",
    note = "name what is done, and a write is sent with `writes.send_as(\"memo-4711\", request)`; a read is sent with `.send(&client)`"
)]
pub trait Intent: Write {}

/// A client that sends requests of the service whose errors are `K`. Sealed: the clients of this crate implement it.
///
/// An async client gives a future, a blocking one the result itself: `ErpsSend::new(..).send(&client)` reads the same for both. The future
/// owns what it needs: it may be spawned, and outlive the client.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no client that sends this request",
    label = "not a client",
    note = "a request is sent with a reference to the async or the blocking client of its gateway: \
            `vvtool_api::vvtool::Client`, `vvtool_api::top::Client`, or those in their modules `blocking`"
)]
pub trait Caller<K: DocumentedError>: Drive {
    /// What sending gives: a future of `Result<Reply<T>, Error<K>>`, or that result.
    type Sent<T: ReplyData>;

    /// Send one request. `request.send(&client)` calls this.
    fn call<O: Operation<Kind = K>>(&self, request: O) -> Self::Sent<O::Reply>;
}

/// Errors of a gateway that answers in envelopes. A client of the vv-tool gateway sends the requests that may meet them, and no others.
#[diagnostic::on_unimplemented(
    message = "a request of the Taobao Open Platform cannot be sent with a client of the vv-tool gateway",
    label = "a client of the vv-tool gateway",
    note = "send it with `vvtool_api::top::Client`, or without async with `vvtool_api::top::blocking::Client`"
)]
pub trait EnvelopeGateway: DocumentedError {}

/// Errors of the Taobao Open Platform. A client of the platform sends the requests that may meet them, and no others.
#[diagnostic::on_unimplemented(
    message = "a request of the vv-tool gateway cannot be sent with a client of the Taobao Open Platform",
    label = "a client of the Taobao Open Platform",
    note = "send it with `vvtool_api::vvtool::Client`, or without async with `vvtool_api::vvtool::blocking::Client`"
)]
pub trait TopGateway: DocumentedError {}

pub(crate) mod sealed {
    /// Only the clients of this crate send.
    pub trait Sealed {}
}
