//! Limits and caps that several machines share, in a Redis. Nothing else knows the crate of that name.

mod line;
mod memory;
mod offset;
mod points;
#[cfg(feature = "vvtool")]
mod seal;
#[cfg(test)]
mod tests;
#[cfg(feature = "vvtool")]
mod token;

use core::fmt;
use core::sync::atomic::{AtomicU32, Ordering};
use core::time::Duration;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use ::redis::{ConnectionInfo, IntoConnectionInfo as _};
use tokio::runtime::Builder;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;

use crate::error::{ConfigError, Context};
use crate::limits::{Notice, Rule, Shared, Told, TurnReply};
use crate::spend::{Later, NoPoints, Slip, Till, Want};
use line::{Line, Source};

/// A Redis (6 or later) in which the clients of several machines share their limits, pauses and [`Caps`](crate::Caps), and the token of
/// their account.
///
/// Each call takes its turn from there, by one short script: all machines together keep the rate of an operation, however many there are
/// and however differently busy. Every process waits for its own calls itself, shops in turn, and holds one promised turn per operation at
/// a time. What is kept there are digests and times, for a minute.
///
/// What is [`Parked`](crate::WithheldReason::Parked) in one process because of an error (the account without points, an operation, a shop
/// that has not authorised the application) is parked in the others when they ask for their next turn; each process tries once a minute
/// whether it is over, and tells. The name of the error is told there, not its words, which may be of a customer. What a
/// host says of one machine, which has an address of its own, stays with that machine; of more than 1000 shops at a time each process finds
/// out by itself.
///
/// An attempt of a client with caps keeps its points there before it waits for its turn, and says what it has cost when it ends: one script
/// for each, for turns belong to the operation and not to a call. All machines together spend no more than a cap allows. Sums are kept for a
/// day, by the clock of the Redis. One that loses them, by a restart without its data, is told by each process what it knew last; one that
/// does not answer withholds charged calls of such clients, for as long as they wait for their turn
/// ([`WaitTooLong`](crate::WithheldReason::WaitTooLong)): what the others have spent is not known. Of a process that is killed, what its
/// calls on their way may cost counts as spent. Clients without caps are not counted.
///
/// Of vv-tool clients that fetch their token (`account`) one fetches it for all, and the others take it from there. It lies there sealed
/// (XChaCha20-Poly1305) with a key made of the access key, which all of them have anyway: who sees the Redis alone reads no token, and
/// cannot make one up. Who fetches holds a lock, for 15 seconds longer than the fetch may take. While the Redis does not answer no token is
/// fetched, for a new one would kill those of the others: calls that have one go on, the others are
/// [`Withheld`](crate::WithheldReason::WaitTooLong).
///
/// Without an answer within 100 milliseconds the Redis counts as gone: after two seconds, when every promise is over, each process makes
/// its part of the calls by itself: the calls of the rate over [`processes`](Redis::processes), rounded down. Where that is none, calls are
/// [`Withheld`](crate::WithheldReason::WaitTooLong). When it is back, whether restarted, failed over or with another time of day, nobody
/// leaves before what may still be promised is over. An operation with several rates shares the fastest one; of the others, and of those
/// of all operations of the account together, each process keeps its part.
///
/// Cheap to clone; clones share all. Its connection is on a thread of its own and serves async and blocking clients alike.
///
/// # Example
///
/// ```
/// use vvtool_api::Redis;
/// use vvtool_api::vvtool::Client;
///
/// // It is connected to in the background: one that is down is no error here.
/// let redis = Redis::connect("redis://127.0.0.1:6379/0")?.processes(6);
/// let client = Client::builder().token("TOKEN").shared(redis).build()?;
/// # let _ = client;
/// assert!(Redis::connect("127.0.0.1:6379").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Redis(Arc<Inner>);

struct Inner {
    place: String,
    /// Another one for another user, password or database at the same place.
    identity: String,
    processes: AtomicU32,
    ask: UnboundedSender<Work>,
}

/// What is to be done on the thread of the connection.
type Work = Box<dyn FnOnce(Arc<Line>) -> Later<()> + Send>;

impl Redis {
    /// The Redis at this URL: `redis://user:password@host:6379/0`. Nothing is waited for.
    ///
    /// With `rediss://` (feature `redis-tls`) it speaks TLS with a Redis whose certificate this machine trusts.
    ///
    /// # Errors
    ///
    /// The URL cannot be one; or its kind takes a feature that is not on (`rediss://`: `redis-tls`).
    ///
    /// [Example](Self#example)
    pub fn connect(url: &str) -> Result<Self, ConfigError> {
        let info = url.into_connection_info().map_err(|error| wrong(&error))?;
        settled([&info]);
        let (place, whole) = (format!("redis {}", info.addr()), whole([&info]));
        let client = ::redis::Client::open(info).map_err(|error| wrong(&error))?;
        Self::begin(place, &whole, Source::One(Box::new(client)))
    }

    /// The master of this name, as the sentinels at these URLs (`redis://host:26379`) know it. Nothing is waited for.
    ///
    /// What a URL of a sentinel says besides is for the sentinel. A master that wants a password, has another database, or speaks TLS
    /// is named by a URL as well, with its name for a host: `redis://user:password@parcels/2`.
    ///
    /// # Errors
    ///
    /// There is no URL, or one that cannot be one; or its kind takes a feature that is not on (`rediss://`: `redis-tls`).
    ///
    /// ```
    /// let redis = vvtool_api::Redis::sentinel(["redis://127.0.0.1:26379"], "parcels")?;
    /// let behind = vvtool_api::Redis::sentinel(["redis://127.0.0.1:26379"], "redis://erp:password@parcels")?;
    /// # let _ = (redis, behind);
    /// assert!(vvtool_api::Redis::sentinel(["127.0.0.1"], "parcels").is_err());
    /// # Ok::<(), vvtool_api::ConfigError>(())
    /// ```
    #[cfg(feature = "redis-sentinel")]
    pub fn sentinel<'a>(urls: impl IntoIterator<Item = &'a str>, master: &str) -> Result<Self, ConfigError> {
        use ::redis::sentinel::{SentinelClient, SentinelNodeConnectionInfo, SentinelServerType};
        let infos = urls.into_iter().map(|url| url.into_connection_info().map_err(|error| wrong(&error)));
        let infos = infos.collect::<Result<Vec<_>, _>>()?;
        let known: Vec<String> = infos.iter().map(|info| info.addr().to_string()).collect();
        let behind = if master.contains("://") { Some(master.into_connection_info()) } else { None };
        let behind = behind.transpose().map_err(|error| wrong(&error))?;
        settled(infos.iter().chain(&behind));
        let whole = whole(infos.iter().chain(&behind));
        let (name, node) = match &behind {
            None => (master.to_owned(), None),
            Some(info) => {
                use ::redis::{ConnectionAddr, TlsMode};
                let node =
                    SentinelNodeConnectionInfo::default().set_redis_connection_info(info.redis_settings().clone());
                match info.addr() {
                    ConnectionAddr::Tcp(name, _) => (name.clone(), Some(node)),
                    ConnectionAddr::TcpTls { host, insecure, .. } => {
                        let mode = if *insecure { TlsMode::Insecure } else { TlsMode::Secure };
                        (host.clone(), Some(node.set_tls_mode(mode)))
                    }
                    _ => return Err(ConfigError::new(Context::setup("the master of a sentinel is no file"))),
                }
            }
        };
        let place = format!("redis {name} of {}", known.join(", "));
        // With TLS the crate takes any text here, without it an owned one.
        let client = SentinelClient::build(infos, name, node, SentinelServerType::Master);
        let client = client.map_err(|error| wrong(&error))?;
        Self::begin(place, &whole, Source::Sentinel(Box::new(tokio::sync::Mutex::new(client))))
    }

    /// The Redis Cluster of which these are nodes (`redis://user:password@host:7000`): some of them, for it names the others itself. Nothing
    /// is waited for. All that belongs to an account lies on one node.
    ///
    /// # Errors
    ///
    /// There is no URL, or one that cannot be one; they differ in user or password.
    ///
    /// ```
    /// let redis = vvtool_api::Redis::cluster(["redis://127.0.0.1:7000", "redis://127.0.0.1:7001"])?;
    /// # let _ = redis;
    /// assert!(vvtool_api::Redis::cluster(["127.0.0.1"]).is_err());
    /// # Ok::<(), vvtool_api::ConfigError>(())
    /// ```
    #[cfg(feature = "redis-cluster")]
    pub fn cluster<'a>(urls: impl IntoIterator<Item = &'a str>) -> Result<Self, ConfigError> {
        let infos = urls.into_iter().map(|url| url.into_connection_info().map_err(|error| wrong(&error)));
        let infos = infos.collect::<Result<Vec<_>, _>>()?;
        settled(&infos);
        let known: Vec<String> = infos.iter().map(|info| info.addr().to_string()).collect();
        let (place, whole) = (format!("redis cluster {}", known.join(", ")), whole(&infos));
        // Sent again where a key has moved to another node, and no more often: whoever asked does not wait for it.
        let client = ::redis::cluster::ClusterClient::builder(infos).retries(2).build();
        let client = client.map_err(|error| wrong(&error))?;
        Self::begin(place, &whole, Source::Cluster(Box::new(client)))
    }

    /// So many processes share it, or a few more: what each of them may do by itself while the Redis does not answer. 4 unless set;
    /// a client that shares by 0 of them is not built.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn processes(self, processes: u32) -> Self {
        self.0.processes.store(processes, Ordering::Relaxed);
        self
    }

    /// Nothing comes of it where its thread has ended.
    fn work(&self, work: impl FnOnce(Arc<Line>) -> Later<()> + Send + 'static) {
        let _ = self.0.ask.send(Box::new(work));
    }

    /// Where the token of an account is, which has this name among machines.
    #[cfg(feature = "vvtool")]
    pub(crate) fn token(
        &self,
        name: &str,
        whose: crate::token::Whose,
        access_key: &str,
    ) -> Option<Arc<dyn crate::token::Keep>> {
        let place = token::Place::new(self.clone(), name, whose, access_key)?;
        Some(Arc::new(place))
    }

    fn begin(place: String, whole: &str, source: Source) -> Result<Self, ConfigError> {
        let begun = |error: std::io::Error| {
            ConfigError::new(Context::setup(format!("the thread of a Redis cannot be started: {error}")))
        };
        let runtime = Builder::new_current_thread().enable_all().build().map_err(begun)?;
        let (ask, asked) = unbounded_channel();
        let line = Arc::new(Line::new(source, place.clone()));
        let thread = thread::Builder::new().name("vvtool-redis".to_owned());
        // It ends with the last clone.
        drop(thread.spawn(move || runtime.block_on(serve(line, asked))).map_err(begun)?);
        // Not the words of it, which hold a password.
        let identity = format!("{place} {:016x}", crate::account::digest(whole));
        Ok(Self(Arc::new(Inner { place, identity, processes: AtomicU32::new(4), ask })))
    }
}

/// All that a connection depends on.
fn whole<'a>(infos: impl IntoIterator<Item = &'a ConnectionInfo>) -> String {
    let one = |info: &'a ConnectionInfo| {
        let (addr, redis) = (info.addr(), info.redis_settings());
        format!("{addr}\0{}\0{}\0{}\n", redis.username().unwrap_or(""), redis.password().unwrap_or(""), redis.db())
    };
    infos.into_iter().map(one).collect()
}

/// Where one of these speaks TLS, the crate asks the process which cryptography it has.
fn settled<'a>(infos: impl IntoIterator<Item = &'a ConnectionInfo>) {
    if infos.into_iter().any(|info| matches!(info.addr(), ::redis::ConnectionAddr::TcpTls { .. })) {
        #[cfg(feature = "redis-tls")]
        crate::transport::settle_default();
    }
}

fn wrong(error: &::redis::RedisError) -> ConfigError {
    // Its own words may hold the URL, and so the password.
    let kind = error.category();
    ConfigError::new(Context::setup(format!("the URL of a Redis is not redis://user:password@host:port/0: {kind}")))
}

async fn serve(line: Arc<Line>, mut asked: UnboundedReceiver<Work>) {
    while let Some(work) = asked.recv().await {
        tokio::spawn(work(Arc::clone(&line)));
    }
}

impl Shared for Redis {
    fn identity(&self) -> &str {
        &self.0.identity
    }

    fn processes(&self) -> u32 {
        self.0.processes.load(Ordering::Relaxed)
    }

    fn ask(&self, key: Arc<str>, rule: Rule, board: (Arc<str>, u64), told: Told) {
        if self.0.ask.is_closed() {
            // Its thread has ended, which a panic alone can do: as if nobody answered.
            let now = Instant::now();
            return told(TurnReply::Gone(now, now.checked_add(Duration::from_secs(60)).unwrap_or(now)), None);
        }
        self.work(move |line| {
            Box::pin(async move {
                let (reply, notices) = line.turn(key, rule, board).await;
                told(reply, notices);
            })
        });
    }

    fn notify(&self, board: Arc<str>, notice: Notice) {
        // Where nobody listens, each finds out by itself.
        self.work(move |line| Box::pin(async move { line.notify(&board, &notice).await }));
    }

    fn pause(&self, key: Arc<str>, wait: Duration) {
        // Where nobody listens, nobody pauses.
        self.work(move |line| Box::pin(async move { line.pause(&key, wait).await }));
    }
}

/// Points on their way to whoever asked for them: given back when nobody takes them.
struct Held {
    through: Redis,
    slip: Option<Slip>,
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Some(slip) = self.slip.take() {
            self.through.settle(slip, 0);
        }
    }
}

impl Till for Redis {
    fn reserve(&self, want: Want, until: Option<Instant>) -> Later<Result<Slip, NoPoints>> {
        let (tell, told) = oneshot::channel::<Result<Held, NoPoints>>();
        let through = self.clone();
        self.work(move |line| {
            Box::pin(async move {
                let reserved = line.reserve(&want, until, || tell.is_closed()).await;
                // Whoever asked may have gone away, or go before he reads it.
                let _ = tell.send(reserved.map(|slip| Held { through, slip: Some(slip) }));
            })
        });
        Box::pin(async move {
            let mut held = told.await.unwrap_or(Err(NoPoints::Gone))?;
            held.slip.take().ok_or(NoPoints::Gone)
        })
    }

    fn settle(&self, slip: Slip, spent: u64) {
        self.work(move |line| Box::pin(async move { line.settle(&slip, spent).await }));
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redis").field("place", &self.0.place).finish_non_exhaustive()
    }
}
