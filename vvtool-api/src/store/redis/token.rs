//! The token of an account that machines share, and whose turn it is to fetch one.

use core::time::Duration;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

use tokio::sync::oneshot;

use super::Redis;
use super::line::{Line, PROBE};
use super::seal::Seal;
use crate::chance;
use crate::exchange::Deadline;
use crate::token::{Keep, Kept, Later, NoTurn, PATIENCE, SPARE, Turn, Whose, lease, text};

pub(super) const SCRIPT: &str = include_str!("../token.lua");

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(1);
/// So often whoever waits for its turn looks whether it has come.
const LOOK: Duration = Duration::from_millis(20);
/// A token of which nobody says when it ends is remembered for so long.
const REMEMBERED: Duration = Duration::from_secs(30 * 86_400);

/// Where the token of one account is.
#[derive(Clone)]
pub(super) struct Place {
    redis: Redis,
    whose: Whose,
    seal: Seal,
    /// The token, and the lock.
    keys: [Arc<str>; 2],
}

/// Whether the turn is ours, the token as it is sealed, and until when nobody fetches.
type Said = (i64, String, i64);

impl Place {
    /// `name`: what the account is called among machines.
    pub(super) fn new(redis: Redis, name: &str, whose: Whose, access_key: &str) -> Option<Self> {
        let seal = Seal::new(access_key, name)?;
        let keys = [format!("vv:{{{name}}}:token"), format!("vv:{{{name}}}:token:lock")].map(Arc::from);
        Some(Self { redis, whose, seal, keys })
    }

    async fn said(&self, line: &Line, arguments: &[String]) -> Option<Said> {
        let (mut conn, _) = line.conn().await?;
        let [token, lock] = &self.keys;
        line.run(&mut conn, SCRIPT, &[&**token, &**lock], arguments, ANSWER).await
    }

    /// What is said once, and then not any more.
    fn tell(&self, arguments: Vec<String>) {
        let place = self.clone();
        self.redis.work(move |line| {
            Box::pin(async move {
                place.said(&line, &arguments).await;
            })
        });
    }

    /// Run on the thread of the connection, whatever the caller's runtime is.
    fn there<T: Send + 'static>(
        &self,
        work: impl FnOnce(Self, Arc<Line>, oneshot::Sender<T>) -> Later<()> + Send + 'static,
    ) -> Later<Option<T>> {
        let (tell, told) = oneshot::channel();
        let place = self.clone();
        self.redis.work(move |line| work(place, line, tell));
        Box::pin(async move { told.await.ok() })
    }

    fn gone(&self) -> String {
        format!("{} does not answer: a token that the others do not learn of would only kill theirs", self.name())
    }

    /// What cannot be opened is as if it were not there: the access key is another one by now, or somebody wrote there who has none.
    fn kept(&self, sealed: &str, pause: i64) -> Kept {
        let opened = self.seal.open(sealed).and_then(|text| text::read(&text).ok());
        let token = opened.filter(|(whose, _)| *whose == self.whose).and_then(|(_, kept)| kept.token);
        let pause = u64::try_from(pause).ok().filter(|seconds| *seconds > 0);
        let pause = pause.and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        Kept { token, pause }
    }

    /// Wait for the turn, on the thread of the connection. Whoever waits may have gone away.
    async fn taken(
        &self,
        line: &Line,
        owner: &str,
        deadline: Option<Deadline>,
        is_over: impl Fn() -> bool,
    ) -> Result<(Kept, Lasts), NoTurn> {
        let limit = deadline.or_else(|| Deadline::after(PATIENCE));
        let left = || limit.map_or(PATIENCE, |limit| limit.left());
        loop {
            let (lasts, time) = Lasts::beginning(lease(left()));
            let said = self.said(line, &["take".to_owned(), owner.to_owned(), time]).await;
            let (no_turn, pause) = match said {
                Some((1, sealed, pause)) => return Ok((self.kept(&sealed, pause), lasts)),
                Some(_) => (NoTurn::Busy(None), LOOK),
                None => (NoTurn::Gone(self.gone()), PROBE),
            };
            if is_over() || left() <= pause {
                // It may be ours without our knowing.
                self.tell(vec!["free".to_owned(), owner.to_owned()]);
                return Err(no_turn);
            }
            tokio::time::sleep(pause).await;
        }
    }
}

impl Keep for Place {
    fn name(&self) -> String {
        format!("the token in {}", self.redis.0.place)
    }

    fn look(&self) -> Later<Result<Kept, String>> {
        let said = self.there(|place, line, tell| {
            Box::pin(async move {
                let said = place.said(&line, &["look".to_owned(), String::new()]).await;
                drop(tell.send(said.map(|(_, sealed, pause)| place.kept(&sealed, pause))));
            })
        });
        let gone = self.gone();
        Box::pin(async move { said.await.flatten().ok_or(gone) })
    }

    fn turn(&self, deadline: Option<Deadline>) -> Later<Result<Box<dyn Turn>, NoTurn>> {
        let turn = self.there(move |place, line, tell| {
            Box::pin(async move {
                // Nobody else has it, whether it is waited for by another process or by another client of this one.
                let owner = chance::digits();
                let kept = place.taken(&line, &owner, deadline, || tell.is_closed()).await;
                let turn = kept.map(|(kept, lasts)| OurTurn { place, owner, kept, lasts });
                // Dropped where nobody waits any more: then it is given back.
                drop(tell.send(turn));
            })
        });
        let gone = self.gone();
        Box::pin(async move {
            let turn = turn.await.unwrap_or(Err(NoTurn::Gone(gone)))?;
            Ok(Box::new(turn) as Box<dyn Turn>)
        })
    }

    fn pause(&self, until: SystemTime) {
        let until = seconds(until);
        let life = millis(Duration::from_secs(86_400));
        self.tell(vec!["pause".to_owned(), String::new(), until, life]);
    }
}

/// While it lives, and its lease lasts, no other process fetches.
struct OurTurn {
    place: Place,
    owner: String,
    kept: Kept,
    lasts: Lasts,
}

/// Since before it was asked for, and how long.
struct Lasts(Instant, SystemTime, Duration);

impl Lasts {
    fn beginning(time: Duration) -> (Self, String) {
        (Self(Instant::now(), SystemTime::now(), time), time.as_millis().to_string())
    }
}

impl Turn for OurTurn {
    fn kept(&self) -> Kept {
        self.kept.clone()
    }

    /// By both clocks: the even one stands still while the machine sleeps.
    fn lasts(&self) -> bool {
        let Lasts(even, wall, time) = &self.lasts;
        even.elapsed().max(wall.elapsed().unwrap_or_default()) < *time
    }

    fn keep(self: Box<Self>, kept: Kept) -> Later<Result<(), String>> {
        let (place, owner) = (self.place.clone(), self.owner.clone());
        let life = kept.token.as_ref().map(|(_, life)| *life);
        let now = SystemTime::now();
        let ends = life.and_then(|life| life.ends).and_then(|ends| ends.duration_since(now).ok());
        let arguments = |sealed: String| {
            let generation = life.map_or(0, |life| life.generation).to_string();
            let pause = kept.pause.map_or_else(|| "0".to_owned(), seconds);
            vec!["keep".to_owned(), owner, sealed, generation, pause, millis(ends.unwrap_or(REMEMBERED))]
        };
        let sealed = match life {
            Some(_) => place.seal.seal(&text::written(&place.whose, &Kept { pause: None, ..kept.clone() })),
            None => Some(String::new()),
        };
        let Some(arguments) = sealed.map(arguments) else {
            return Box::pin(core::future::ready(Err(format!("{}: the system has no random numbers", place.name()))));
        };
        let gone = place.gone();
        let told = place.there(move |place, line, tell| {
            Box::pin(async move {
                let begun = Instant::now();
                // A token that the others do not learn of kills theirs: once more, while there is hope.
                let mut said = place.said(&line, &arguments).await;
                while said.is_none() && begun.elapsed() < SPARE {
                    tokio::time::sleep(PROBE).await;
                    said = place.said(&line, &arguments).await;
                }
                let _ = tell.send(said.is_some());
                // The turn has been given back with it.
                drop(self);
            })
        });
        Box::pin(async move { if told.await == Some(true) { Ok(()) } else { Err(gone) } })
    }
}

impl Drop for OurTurn {
    fn drop(&mut self) {
        self.place.tell(vec!["free".to_owned(), self.owner.clone()]);
    }
}

/// Of Unix time.
fn seconds(at: SystemTime) -> String {
    at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs().to_string()
}

/// At least a second, for a Redis forgets at once what is to be remembered for no time.
fn millis(time: Duration) -> String {
    time.max(Duration::from_secs(1)).min(Duration::from_secs(400 * 86_400)).as_millis().to_string()
}
