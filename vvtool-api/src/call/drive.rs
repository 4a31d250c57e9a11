//! How work that takes many steps is driven: by whoever awaits it, or at once.

use core::fmt;
use std::sync::Arc;

use super::sealed;
use super::steps::{Boxed, Run};

/// What every client of this crate is: it drives work, as a future or at once. Sealed.
///
/// What is built on a client, like a `Writes`, is written once: each of its methods gives `C::Out<T>`, a future for an async client, `T`
/// itself for a blocking one.
pub trait Drive: sealed::Sealed + Clone + Send + Sync + 'static {
    /// `T` to be awaited, or `T`.
    type Out<T: Send + 'static>;

    /// Begin, or do. `instead` is for a blocking client that cannot wait here.
    #[doc(hidden)]
    fn drive<T: Send + 'static>(&self, work: Boxed<T>, instead: fn(&'static str) -> T) -> Self::Out<T>;

    /// The async client below.
    #[doc(hidden)]
    fn line(&self) -> Line;
}

/// A client whose work is awaited. Sealed.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no async client",
    note = "with a blocking client a bulk is an `Iterator`: `for item in client.many(requests)`"
)]
pub trait Awaited: Drive {}

/// An async client without its type.
#[doc(hidden)]
#[derive(Clone)]
pub struct Line(pub(crate) Arc<dyn Run>);

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").finish_non_exhaustive()
    }
}

/// What the async clients of all gateways are alike in: their futures are driven by whoever awaits them, they send the requests of their
/// gateway, and some of their calls may be set up otherwise.
#[cfg(any(feature = "vvtool", feature = "top"))]
macro_rules! async_drive {
    ($client:ident, $gateway:ident) => {
        impl $client {
            /// The same client with other settings for its calls. They share everything else.
            ///
            /// [Example](crate::Call)
            #[must_use]
            pub fn with_call(&self, call: $crate::Call) -> Self {
                self.with_options(call.or(self.options()))
            }

            /// What the calls of the account have cost so far.
            ///
            /// [Example](crate::Spend)
            pub fn spend(&self) -> $crate::Spend {
                self.inner().gate.spend()
            }
        }

        impl $client {
            /// Send many reads, begun one after the other as fast as the limits let them, and give their results as they end.
            ///
            /// Nothing is sent before the first result is asked for. A write is sent by itself.
            ///
            /// [Example](crate::Bulk)
            pub fn many<I>(&self, requests: I) -> $crate::Bulk<Self, I::IntoIter>
            where
                I: IntoIterator,
                I::Item: $crate::call::Read,
                Self: Caller<<I::Item as Operation>::Kind>,
            {
                $crate::Bulk::new(self, requests.into_iter())
            }
        }

        impl $client {
            /// Not generic: compiled once, here.
            #[inline(never)]
            fn begin(
                &self,
                service: &'static $crate::meta::Service,
                meta: &'static $crate::meta::Meta,
                request: Box<dyn $crate::record::Record>,
                made: fn() -> Box<dyn $crate::record::Record>,
            ) -> Boxed<Result<$crate::call::plan::Called, $crate::error::BoxedContext>> {
                self.run(service, meta, &*request, made, Before::default())
            }
        }

        impl $crate::call::drive::Awaited for $client {}

        impl Drive for $client {
            type Out<T: Send + 'static> = Boxed<T>;

            fn drive<T: Send + 'static>(&self, work: Boxed<T>, _: fn(&'static str) -> T) -> Boxed<T> {
                work
            }

            fn line(&self) -> Line {
                Line(Arc::new(self.clone()))
            }
        }

        impl<K: $gateway> Caller<K> for $client {
            type Sent<T: ReplyData> = Sending<T, K>;

            fn call<O: Operation<Kind = K>>(&self, request: O) -> Self::Sent<O::Reply> {
                Sending::new(self.begin(K::SERVICE, O::META, request.boxed(), O::Reply::made))
            }
        }
    };
}
#[cfg(any(feature = "vvtool", feature = "top"))]
pub(crate) use async_drive;
