//! One call: what generated code says about an operation, and who can send it.

pub(crate) mod steps;

use crate::error::DocumentedError;
use crate::meta::Meta;
use crate::record::Record;

/// A request that generated code describes: what it is, what it answers with, which errors it may meet.
pub trait Operation: Record {
    /// What the platform answers with.
    type Reply: Record + Default;
    /// The errors of the service the operation belongs to.
    type Kind: DocumentedError;
    /// The static description.
    const META: &'static Meta;
}

/// A client that sends requests of the service whose errors are `K`. Sealed: the clients of this crate implement it.
///
/// An async client gives a future, a blocking one the result itself: `ErpsSend::new(..).send(&client)` reads the same for both.
pub trait Caller<K: DocumentedError>: sealed::Sealed {
    /// What sending gives: a future of `Result<Reply<T>, Error<K>>`, or that result.
    type Sent<'a, T: Record + Default>
    where
        Self: 'a;

    /// Send one request. `request.send(&client)` calls this.
    fn call<O: Operation<Kind = K>>(&self, request: O) -> Self::Sent<'_, O::Reply>;
}

pub(crate) mod sealed {
    /// Only the clients of this crate send.
    pub trait Sealed {}
}
