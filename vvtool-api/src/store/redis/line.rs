//! The connection to a Redis: scripts, and what becomes of a server that does not answer.

use core::time::Duration;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use ::redis::aio::MultiplexedConnection;
use ::redis::{AsyncConnectionConfig, Client, Cmd, FromRedisValue, RedisError};

use super::memory::{MANY, Memory};
use super::offset::Offset;
use crate::limits::{self, Notice, Notices, Rule, TurnReply};

pub(super) const TURN: &str = include_str!("../slot.lua");
pub(super) const PAUSE: &str = include_str!("../pause.lua");
pub(super) const PARK: &str = include_str!("../park.lua");

/// How long an answer may take. Ours: those of the crate are off.
const ANSWER: Duration = Duration::from_millis(100);
/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_millis(500);
/// How often one is tried.
pub(super) const PROBE: Duration = Duration::from_millis(300);
/// So many answers that did not come end a connection.
const SILENT: u32 = 3;
/// No turn is promised further ahead, in microseconds.
pub(super) const LONGEST: i64 = limits::LONGEST.cast_signed();
/// So long a key is remembered after its last call, and then the time of a burst, in milliseconds.
const REMEMBERED: i64 = 60_000;
/// A pause is remembered for an hour at most.
const PAUSED: Duration = Duration::from_secs(3_590);

/// Where the connection leads to.
pub(super) enum Source {
    One(Box<Client>),
    #[cfg(feature = "redis-sentinel")]
    Sentinel(Box<tokio::sync::Mutex<::redis::sentinel::SentinelClient>>),
    #[cfg(feature = "redis-cluster")]
    Cluster(Box<::redis::cluster::ClusterClient>),
}

/// A connection, or those to the nodes of a cluster.
#[derive(Clone)]
pub(super) enum Conn {
    One(MultiplexedConnection),
    #[cfg(feature = "redis-cluster")]
    Cluster(::redis::cluster_async::ClusterConnection),
}

impl Conn {
    async fn ask<T: FromRedisValue>(&mut self, command: &Cmd) -> Result<T, RedisError> {
        match self {
            Self::One(conn) => command.query_async(conn).await,
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(conn) => command.query_async(conn).await,
        }
    }
}

pub(super) struct Line {
    source: Source,
    place: String,
    began: Instant,
    state: Mutex<State>,
    points: Mutex<Memory>,
    /// One at a time connects.
    connecting: tokio::sync::Mutex<()>,
}

struct State {
    conn: Option<Conn>,
    /// How often a connection was lost, or could not be made.
    lost: u64,
    silent: u32,
    tried: Option<Instant>,
    /// Since when it has not answered who asked; none while it answers.
    since: Option<Instant>,
    offset: Option<Offset>,
    told: bool,
    keys: HashMap<Arc<str>, Known>,
}

/// What this process knows of a key.
#[derive(Clone, Copy, Default)]
struct Known {
    /// The last turn it was promised, by the server's clock.
    floor: i64,
    /// What was lost before the last answer.
    lost: u64,
    /// Of the server that has it, where there are several.
    offset: Option<Offset>,
}

/// What a turn's script says: the turn, why the server is cold, and notices with their version.
type Said = (i64, i64, i64, i64, u64, Vec<(String, u64, i64, String)>);

impl Line {
    pub(super) fn new(source: Source, place: String) -> Self {
        let state = State {
            conn: None,
            lost: 0,
            silent: 0,
            tried: None,
            since: None,
            offset: None,
            told: false,
            keys: HashMap::new(),
        };
        let connecting = tokio::sync::Mutex::new(());
        Self { source, place, began: Instant::now(), state: Mutex::new(state), points: Mutex::default(), connecting }
    }

    /// Nothing is left half done where it is held.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known of points.
    pub(super) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.points.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn micros(&self, at: Instant) -> i64 {
        i64::try_from(at.saturating_duration_since(self.began).as_micros()).unwrap_or(i64::MAX)
    }

    fn instant(&self, micros: i64) -> Instant {
        let since = Duration::from_micros(u64::try_from(micros).unwrap_or_default());
        self.began.checked_add(since).unwrap_or(self.began)
    }

    /// A connection, and how many were lost before it. While there is none one is tried for, but not all the time.
    pub(super) async fn conn(&self) -> Option<(Conn, u64)> {
        let there = || {
            let state = self.state();
            state.conn.clone().map(|conn| (conn, state.lost))
        };
        if let Some(conn) = there() {
            return Some(conn);
        }
        let _one = self.connecting.lock().await;
        if let Some(conn) = there() {
            return Some(conn);
        }
        let now = Instant::now();
        if self.state().tried.is_some_and(|tried| now.saturating_duration_since(tried) < PROBE) {
            return None;
        }
        let made = tokio::time::timeout(CONNECT, self.source.connect()).await;
        let mut state = self.state();
        state.tried = Some(Instant::now());
        match made {
            Ok(Ok(conn)) => {
                state.conn = Some(conn.clone());
                state.silent = 0;
                return Some((conn, state.lost));
            }
            Ok(Err(error)) => state.gone(&self.place, &error.to_string()),
            Err(_) => state.gone(&self.place, "no connection in time"),
        }
        None
    }

    /// Run a script; none where the server does not answer in time.
    pub(super) async fn run<T: FromRedisValue>(
        &self,
        conn: &mut Conn,
        script: &str,
        keys: &[&str],
        arguments: &[String],
        time: Duration,
    ) -> Option<T> {
        let mut command = ::redis::cmd("EVAL");
        command.arg(script).arg(keys.len()).arg(keys).arg(arguments);
        let answer: Result<Result<T, RedisError>, _> = tokio::time::timeout(time, conn.ask(&command)).await;
        let mut state = self.state();
        match answer {
            Ok(Ok(answer)) => {
                state.silent = 0;
                state.since = None;
                if core::mem::take(&mut state.told) {
                    tracing::info!(redis = %self.place, "the Redis that shares limits answers again");
                }
                return Some(answer);
            }
            Ok(Err(error)) => state.gone(&self.place, &error.to_string()),
            Err(_) => {
                state.silent = state.silent.saturating_add(1);
                if state.silent >= SILENT {
                    state.gone(&self.place, "no answer in time");
                }
            }
        }
        None
    }

    /// The next turn of a key; and the notices of this board, where they are no longer of this version.
    pub(super) async fn turn(
        &self,
        key: Arc<str>,
        rule: Rule,
        (board, version): (Arc<str>, u64),
    ) -> (TurnReply, Option<Notices>) {
        let Some((mut conn, lost)) = self.conn().await else { return (self.gone(), None) };
        let (known, offset) = {
            let state = self.state();
            let known: Known = state.keys.get(&key).copied().unwrap_or_default();
            (known, if self.source.is_many() { known.offset } else { state.offset })
        };
        let number = |micros: u64| i64::try_from(micros).unwrap_or(i64::MAX / 4);
        let (interval, tolerance) = (number(rule.interval), number(rule.tolerance));
        let asked = self.micros(Instant::now());
        let estimate = offset.map_or(0, |offset| offset.theirs(asked));
        let remembered = (interval / 1_000).saturating_add(tolerance / 1_000).saturating_add(REMEMBERED);
        let first = i64::from(known.lost != lost);
        let arguments = [interval, tolerance, LONGEST, known.floor, remembered, estimate, first, number(version)];
        let arguments = arguments.map(|number| number.to_string());
        let said: Option<Said> = self.run(&mut conn, TURN, &[&*key, &*board], &arguments, ANSWER).await;
        let Some((granted, wait, turn, _, newest, notices)) = said else { return (self.gone(), None) };
        let notices = (newest != version).then(|| read(newest, notices));
        let told = self.micros(Instant::now());
        let mut state = self.state();
        if granted != 1 {
            state.know(key, Known { lost, ..known });
            let again = told.saturating_add(wait.saturating_sub(LONGEST).clamp(1_000, LONGEST * 60));
            return (TurnReply::Later(self.instant(again)), notices);
        }
        // Others were told meanwhile, of the same server.
        let newest = if self.source.is_many() { offset } else { state.offset };
        let offset = Offset::sampled(turn.saturating_sub(wait), asked, told).and(newest);
        state.offset = Some(offset);
        state.know(key, Known { floor: turn, lost, offset: Some(offset) });
        (TurnReply::Turn(self.instant(offset.ours(turn))), notices)
    }

    fn gone(&self) -> TurnReply {
        let mut state = self.state();
        let now = Instant::now();
        // Not since the last answer: a process that asked nothing for a while has heard nothing either, and knows of no silence.
        let since = *state.since.get_or_insert(now);
        let again = if state.conn.is_some() { now } else { now.checked_add(PROBE).unwrap_or(now) };
        TurnReply::Gone(since, again)
    }

    /// All calls of a key pause, on all machines.
    pub(super) async fn pause(&self, key: &str, wait: Duration) {
        let wait = wait.min(PAUSED);
        let millis = i64::try_from(wait.as_millis()).unwrap_or(i64::MAX);
        let Some((mut conn, _)) = self.conn().await else { return };
        let arguments =
            [millis.saturating_mul(1_000), millis.saturating_add(REMEMBERED)].map(|number| number.to_string());
        let _: Option<i64> = self.run(&mut conn, PAUSE, &[key], &arguments, ANSWER).await;
    }
}

impl Line {
    /// Put up a notice, or take it down.
    pub(super) async fn notify(&self, board: &str, notice: &Notice) {
        let Some((mut conn, _)) = self.conn().await else { return };
        let Notice { spot, left, ends, kind } = notice;
        let left = u64::try_from(left.as_micros()).unwrap_or(u64::MAX).to_string();
        let arguments = [spot.clone(), left, u8::from(*ends).to_string(), kind.clone()];
        let _: Option<i64> = self.run(&mut conn, PARK, &[board], &arguments, ANSWER).await;
    }
}

fn read(version: u64, notices: Vec<(String, u64, i64, String)>) -> Notices {
    // Whoever can write there can write anything.
    let notice = |(spot, left, ends, kind): (_, _, _, String)| Notice {
        spot,
        left: Duration::from_micros(left).min(Notice::LONGEST),
        ends: ends == 1,
        kind: kind.chars().take(64).collect(),
    };
    Notices { version, all: notices.into_iter().map(notice).collect() }
}

impl State {
    fn gone(&mut self, place: &str, why: &str) {
        self.conn = None;
        self.silent = 0;
        self.lost = self.lost.saturating_add(1);
        if !core::mem::replace(&mut self.told, true) {
            tracing::warn!(redis = %place, why, "the Redis that shares limits does not answer: each process makes its part of the calls");
        }
    }

    fn know(&mut self, key: Arc<str>, known: Known) {
        if self.keys.len() >= MANY {
            let newest = self.keys.values().map(|known| known.floor).max().unwrap_or_default();
            self.keys.retain(|_, known| known.floor.saturating_add(REMEMBERED * 1_000) > newest);
        }
        self.keys.insert(key, known);
    }
}

impl Source {
    /// Each key may be on a server of its own, with a clock of its own.
    fn is_many(&self) -> bool {
        match self {
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(_) => true,
            _ => false,
        }
    }

    async fn connect(&self) -> Result<Conn, RedisError> {
        let config = AsyncConnectionConfig::new().set_connection_timeout(None).set_response_timeout(None);
        match self {
            Self::One(client) => client.get_multiplexed_async_connection_with_config(&config).await.map(Conn::One),
            // They are asked anew each time: another one may be the master by now.
            #[cfg(feature = "redis-sentinel")]
            Self::Sentinel(client) => {
                client.lock().await.get_async_connection_with_config(&config).await.map(Conn::One)
            }
            #[cfg(feature = "redis-cluster")]
            Self::Cluster(client) => client.get_async_connection().await.map(Conn::Cluster),
        }
    }
}
