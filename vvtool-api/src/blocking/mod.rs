//! The async clients behind a runtime of their own, for programs without async.

use core::fmt;
use core::pin::pin;
use core::task::{self, Waker};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread;

use bytes::Bytes;
use tokio::runtime::{self, Builder, Runtime};
use tokio::sync::oneshot;

use crate::builder::{self, Build};
use crate::bulk::{Bulk, BulkItem};
use crate::call::drive::Line;
use crate::call::plan::Called;
use crate::call::steps::{self, Before, Boxed, Run};
use crate::call::{Caller, Drive, Operation, Paged, Read, sealed};
use crate::error::{BoxedContext, ConfigError, Context, DocumentedError, Error};
use crate::meta::Meta;
use crate::pages::{Items, Pages};
use crate::record::ReplyData;
use crate::reply::Reply;
use crate::spend::Spend;

/// A client that waits for its replies. Cheap to clone, and usable from many threads at once.
///
/// It works on any thread that may wait: also in `spawn_blocking`, in `block_in_place`, and where a runtime was only entered. Where it would
/// stop a runtime, inside an async function, it refuses with an error: use the async client there.
pub struct Blocking<C> {
    handle: Arc<Handle<C>>,
}

/// One allocation, so that a client is one pointer.
struct Handle<C> {
    client: C,
    engine: Arc<Engine>,
}

/// A runtime on a thread of its own. It keeps running between calls, so that a connection the server has closed meanwhile is noticed
/// before the next request is written to it.
struct Engine {
    handle: runtime::Handle,
    /// Dropped with the last client: that ends the thread.
    _stop: oneshot::Sender<()>,
}

impl Engine {
    fn start() -> Result<Self, ConfigError> {
        let failed = |what: &str, error: &std::io::Error| {
            ConfigError::new(Context::setup(format!("{what} cannot be started: {error}")))
        };
        let runtime: Runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed("the runtime of a blocking client", &error))?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        thread::Builder::new()
            .name("vvtool-api".to_owned())
            .spawn(move || {
                // Ends with an error when the sender is dropped, which is all it is for.
                let _ = runtime.block_on(stopped);
            })
            .map_err(|error| failed("the thread of a blocking client", &error))?;
        Ok(Self { handle, _stop: stop })
    }
}

impl Engine {
    /// Whatever is waited for tells by itself how it ended; when the thread ends first, it tells nothing.
    fn wait_for(&self, work: Boxed<()>) {
        if runtime::Handle::try_current().is_err() {
            return self.handle.block_on(work);
        }
        let (tell, told) = mpsc::sync_channel(1);
        self.handle.spawn(async move {
            work.await;
            tell.send(())
        });
        // The value is where the work put it; without one the thread has ended.
        let _ = told.recv();
    }

    /// Not generic, so that a program does not compile how a runtime works.
    fn wait(&self, meta: &Meta, answer: Boxed<Result<Called, BoxedContext>>) -> Result<Called, BoxedContext> {
        if runtime::Handle::try_current().is_err() {
            return self.handle.block_on(answer);
        }
        // A thread that belongs to another runtime enters no second one: the call runs on the thread of this one.
        let (tell, told) = mpsc::sync_channel(1);
        self.handle.spawn(async move { tell.send(answer.await) });
        // Without a word it ended somewhere on its way, perhaps by a panic: it may have been sent.
        told.recv().unwrap_or_else(|_| Err(Context::decode(meta, LOST, None, Bytes::new())))
    }
}

impl<C: Drive> Blocking<C> {
    /// Send many reads, begun one after the other as fast as the limits let them, and give their results as they end.
    ///
    /// Calls go on while the next result is waited for. Nothing is sent before the first one is asked for.
    ///
    /// ```
    /// use vvtool_api::vvtool::{ErpsFullinfo, blocking::Client};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
    /// # let client = Client::builder().host(&gateway.url).token(gateway.token()).build()?;
    /// let tids = ["1000000000000000001", "1000000000000000002"];
    /// let mut trades = client.many(tids.map(|tid| ErpsFullinfo::new("123456789", tid, ["tid", "status"])));
    /// for item in &mut trades {
    ///     println!("{}: {:?}", item.index, item.result?.status);
    /// }
    /// println!("{}", trades.progress());
    /// assert!(trades.stopped().is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub fn many<I>(&self, requests: I) -> Bulk<Self, I::IntoIter>
    where
        I: IntoIterator,
        I::Item: Read,
        Self: Caller<<I::Item as Operation>::Kind>,
    {
        Bulk::new(self, requests.into_iter())
    }

    /// What the calls of the account have cost so far, as the async client has it.
    ///
    /// [Example](crate::Spend)
    pub fn spend(&self) -> Spend {
        self.handle.client.line().0.gate().spend()
    }
}

/// A bulk of a blocking client: each result is waited for.
impl<C: Drive, I: Iterator> Iterator for Bulk<Blocking<C>, I>
where
    I::Item: Read,
{
    type Item = BulkItem<I::Item>;

    fn next(&mut self) -> Option<BulkItem<I::Item>> {
        self.pull(|client, work| client.drive(work, Err))
    }
}

/// The pages of an answer with a blocking client: each is waited for.
impl<C: Drive, O: Paged> Iterator for Pages<Blocking<C>, O> {
    type Item = Result<Reply<O::Reply>, Error<O::Kind>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pull(|client, work| client.drive(work, |what| Err(Context::config(O::META, what))))
    }
}

/// What they list: each page is waited for.
impl<C: Drive, O: Paged> Iterator for Items<Blocking<C>, O> {
    type Item = Result<O::Item, Error<O::Kind>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.pull(|client, work| client.drive(work, |what| Err(Context::config(O::META, what))))
    }
}

impl<C> Blocking<C> {
    fn new(client: C, engine: Arc<Engine>) -> Self {
        Self { handle: Arc::new(Handle { client, engine }) }
    }

    /// The async client.
    #[cfg(feature = "vvtool")]
    pub(crate) fn inner(&self) -> &C {
        &self.handle.client
    }

    /// The same runtime with another client.
    pub(crate) fn with(&self, change: impl FnOnce(&C) -> C) -> Self {
        Self::new(change(&self.handle.client), Arc::clone(&self.handle.engine))
    }
}

/// Whether this thread is polling a future. A runtime gives each poll a budget; a thread that may wait has none to use up.
fn stops_a_runtime() -> bool {
    const MORE_THAN_ANY: usize = 1_000;
    let mut cx = task::Context::from_waker(Waker::noop());
    runtime::Handle::try_current().is_ok()
        && (0..MORE_THAN_ANY).any(|_| pin!(tokio::task::coop::consume_budget()).poll(&mut cx).is_pending())
}

const STOPS: &str = "a blocking client would stop the async runtime it is called from: use the async client here";
const LOST: &str = "the call ended on the client's own thread without a result";
const ENDED: &str = "the thread of the blocking client has ended";

impl<C> Clone for Blocking<C> {
    fn clone(&self) -> Self {
        Self { handle: Arc::clone(&self.handle) }
    }
}

impl<C> sealed::Sealed for Blocking<C> {}

impl<C: Drive> Drive for Blocking<C> {
    type Out<T: Send + 'static> = T;

    fn drive<T: Send + 'static>(&self, work: Boxed<T>, instead: fn(&'static str) -> T) -> T {
        if stops_a_runtime() {
            return instead(STOPS);
        }
        let slot = Arc::new(Mutex::new(None));
        let given = Arc::clone(&slot);
        self.handle.engine.wait_for(Box::pin(async move {
            let value = work.await;
            *given.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
        }));
        let value = slot.lock().unwrap_or_else(PoisonError::into_inner).take();
        value.unwrap_or_else(|| instead(ENDED))
    }

    fn line(&self) -> Line {
        self.handle.client.line()
    }
}

impl<K: DocumentedError, C: Run + Caller<K>> Caller<K> for Blocking<C> {
    type Sent<T: ReplyData> = Result<Reply<T>, Error<K>>;

    fn call<O: Operation<Kind = K>>(&self, request: O) -> Result<Reply<O::Reply>, Error<K>> {
        if stops_a_runtime() {
            return Err(Error::of(Context::config(O::META, STOPS)));
        }
        let answer = self.handle.client.run(K::SERVICE, O::META, request.record(), O::Reply::made, Before::default());
        steps::typed(self.handle.engine.wait(O::META, answer))
    }
}

impl<C> builder::sealed::Sealed for Blocking<C> {}

impl<C> Build<C> for Blocking<C> {
    fn build_from(client: C) -> Result<Self, ConfigError> {
        Ok(Self::new(client, Arc::new(Engine::start()?)))
    }
}

impl<C: fmt::Debug> fmt::Debug for Blocking<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Blocking").field(&self.handle.client).finish()
    }
}

#[cfg(test)]
#[cfg(feature = "vvtool")]
mod tests;
