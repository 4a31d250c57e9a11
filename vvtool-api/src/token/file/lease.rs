//! Whose turn it is to fetch: a locked file, and in it until when.
//!
//! The system gives back the lock of a process that died, and nobody that of one which was stopped, or whose runtime nobody drives: so a
//! turn ends by its time as well. Then the file is put aside, and the next one locks another.

use core::time::Duration;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use crate::chance;

/// What this version writes.
const FORMAT: &str = "vvtool-api-turn-1";
/// No text of a turn is longer.
const LARGEST: u64 = 200;
/// Whoever has just locked the file has not written into it yet: what stands there is of the one before, and believed when it stays.
const STAYS: Duration = Duration::from_secs(1);

/// What stands in the file while it is locked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Lease {
    owner: String,
    /// Milliseconds of Unix time.
    begun: u64,
    until: u64,
}

impl Lease {
    fn beginning(time: Duration) -> Self {
        let begun = millis(SystemTime::now());
        let until = begun.saturating_add(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        Self { owner: chance::digits(), begun, until }
    }

    fn written(&self) -> String {
        format!("{FORMAT} {} {} {}\n", self.owner, self.begun, self.until)
    }

    /// None where there is none, or half of one: nobody knows how long that turn lasts.
    fn read(mut file: &File) -> Option<Self> {
        let mut text = String::new();
        file.rewind().ok()?;
        file.take(LARGEST).read_to_string(&mut text).ok()?;
        let mut words = text.strip_suffix('\n')?.split(' ');
        let (format, owner) = (words.next()?, words.next()?);
        let (begun, until) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let is_one = format == FORMAT && words.next().is_none() && begun <= until && !owner.is_empty();
        (is_one && owner.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| Self {
            owner: owner.to_owned(),
            begun,
            until,
        })
    }

    fn whole(&self) -> Duration {
        Duration::from_millis(self.until.saturating_sub(self.begun))
    }
}

fn millis(at: SystemTime) -> u64 {
    u64::try_from(at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis()).unwrap_or(u64::MAX)
}

/// The turn of another one, as it was first seen here.
#[derive(Debug, Default)]
pub(super) struct Watched(Mutex<Option<(String, Instant)>>);

impl Watched {
    /// How much is left of a turn. The wall clock tells, which all processes have; and the one that goes on evenly, should that have been set back.
    fn left(&self, lease: &Lease, even: Instant, wall: SystemTime) -> Duration {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let since = match &*seen {
            Some((owner, since)) if *owner == lease.owner => *since,
            _ => {
                *seen = Some((lease.owner.clone(), even));
                even
            }
        };
        let watched = even.saturating_duration_since(since);
        let told = Duration::from_millis(lease.until.saturating_sub(millis(wall)));
        told.min(lease.whole().saturating_sub(watched)).max(STAYS.saturating_sub(watched))
    }
}

/// The file, locked for us.
pub(super) struct Lock {
    path: PathBuf,
    file: File,
    begun: (Instant, SystemTime),
    time: Duration,
    owner: String,
}

/// What came of trying to lock it.
pub(super) enum Tried {
    /// Ours, after somebody who may have died of it.
    Ours(Lock, Option<String>),
    /// Another one has it, for so long at most, where that is known.
    Busy(Option<Duration>),
    /// What was there is put aside.
    Again,
}

impl Lock {
    /// Try it once. It lasts for that time.
    pub(super) fn attempt(path: &Path, time: Duration, watched: &Watched) -> io::Result<Tried> {
        let mut file = opened(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let Some(lease) = Lease::read(&file) else { return Ok(Tried::Busy(None)) };
                let left = watched.left(&lease, Instant::now(), SystemTime::now());
                if left.is_zero() && put_aside(path, &file, &lease)? {
                    return Ok(Tried::Again);
                }
                return Ok(Tried::Busy(Some(left)));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let before = Lease::read(&file).map(|lease| lease.owner);
        let (begun, lease) = ((Instant::now(), SystemTime::now()), Lease::beginning(time));
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(lease.written().as_bytes())?;
        let lock = Self { path: path.to_owned(), file, begun, time, owner: lease.owner };
        // It may have been put aside before it was ours.
        Ok(if stands(&lock.file, path) { Tried::Ours(lock, before) } else { Tried::Again })
    }

    /// Nobody else may have it: by both clocks, for the even one stands still while the machine sleeps.
    pub(super) fn lasts(&self) -> bool {
        let (even, wall) = self.begun;
        let wall = SystemTime::now().duration_since(wall).unwrap_or_default();
        even.elapsed().max(wall) < self.time && stands(&self.file, &self.path)
    }

    pub(super) fn owner(&self) -> &str {
        &self.owner
    }
}

/// The file that is locked, whoever has it.
pub(super) fn opened(path: &Path) -> io::Result<File> {
    super::owned(OpenOptions::new().read(true).write(true).create(true).truncate(false)).open(path)
}

/// Put aside a locked file whose time is over. False where another one is at it, or it is another one by now.
fn put_aside(path: &Path, file: &File, lease: &Lease) -> io::Result<bool> {
    // One after another: whoever comes second would put aside the file of the first.
    let folder = File::open(path.parent().unwrap_or(Path::new(".")))?;
    match folder.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(false),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    if !stands(file, path) || Lease::read(file).as_ref() != Some(lease) {
        return Ok(false);
    }
    fs::remove_file(path).map(|()| true)
}

/// This file is still the one at the path.
#[cfg(unix)]
fn stands(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let place = |about: fs::Metadata| (about.dev(), about.ino());
    file.metadata().map(place).ok().is_some_and(|ours| fs::metadata(path).map(place).ok() == Some(ours))
}

#[cfg(not(unix))]
fn stands(_: &File, _: &Path) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_is_over_by_either_clock_and_not_at_first_sight() {
        let (even, wall) = (Instant::now(), SystemTime::now());
        let second = Duration::from_secs(1);
        let begun = millis(wall);
        let lease = |owner: &str| Lease { owner: owner.to_owned(), begun, until: begun + 60_000 };
        // Seconds later: by the even clock, by the wall clock; what is left then.
        for (later, told, left) in [
            (0, 0, 60),
            (10, 10, 50),
            (59, 59, 1),
            (60, 60, 0),
            // Set back, and set ahead.
            (59, -3_600, 1),
            (60, -3_600, 0),
            (0, 3_600, 1),
            (1, 3_600, 0),
            (600, -3_600, 0),
        ] {
            let watched = Watched::default();
            let first = Duration::from_secs(60).min(watched.left(&lease("1"), even, wall));
            assert_eq!(first.as_secs(), 60);
            let wall = match u64::try_from(told) {
                Ok(ahead) => wall + second * u32::try_from(ahead).unwrap_or(0),
                Err(_) => wall - second * 3_600,
            };
            let even = even + second * later;
            assert_eq!(watched.left(&lease("1"), even, wall).as_secs_f64().round() as u64, left, "{later} {told}");
            // Another one's begins anew.
            assert!(watched.left(&lease("2"), even, wall) >= second);
        }
    }

    #[test]
    fn what_is_half_a_turn_is_none() {
        let folder = std::env::temp_dir().join(format!("vvtool-turn-{}", std::process::id()));
        fs::create_dir_all(&folder).ok();
        let path = folder.join("lock");
        let whole = Lease { owner: "42".to_owned(), begun: 5, until: 7 };
        for (text, is_one) in [
            (whole.written(), true),
            (String::new(), false),
            ("vvtool-api-turn-1 42 5 7".to_owned(), false),
            ("vvtool-api-turn-2 42 5 7\n".to_owned(), false),
            ("vvtool-api-turn-1 42 7 5\n".to_owned(), false),
            ("vvtool-api-turn-1 4/2 5 7\n".to_owned(), false),
            ("vvtool-api-turn-1 42 5 7 8\n".to_owned(), false),
            ("vvtool-api-turn-1 42 5 99999999999999999999\n".to_owned(), false),
        ] {
            fs::write(&path, &text).ok();
            let read = File::open(&path).ok().and_then(|file| Lease::read(&file));
            assert_eq!(read, Some(whole.clone()).filter(|_| is_one), "{text:?}");
        }
        fs::remove_dir_all(&folder).ok();
    }
}
