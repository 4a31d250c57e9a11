//! How old a journal is: what is forgotten is told by it, for clocks are set.
//!
//! While a program runs its even clock tells what goes by. Between two runs only the wall clock can tell, and that may have been set: a
//! day of it is believed at most, and only of what lies beyond the latest that it ever said. So a clock that is ahead makes an entry a day
//! older, once, and not again when it comes back and goes ahead once more.

use core::time::Duration;

use super::clock::Moment;
use super::journal::Settled;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// What was settled is remembered for so long.
const KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// And for this besides: so often may a clock have been set ahead, or a process have slept while others settled something.
const SPARE: Duration = Duration::from_secs(10 * 24 * 60 * 60);
/// At one time no more is believed to have gone by.
const STEP: Duration = DAY;
/// What other processes have settled is looked up so often.
const LOOK: Duration = Duration::from_secs(12 * 60 * 60);

/// How old a journal was, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Age {
    known: Settled,
    at: Moment,
}

impl Age {
    /// Of a journal in which this was settled last.
    pub(super) fn opened(newest: Option<Settled>, at: Moment) -> Self {
        let Some(newest) = newest else { return Self { known: Settled { age: Duration::ZERO, wall: at.wall }, at } };
        let beyond = at.wall.duration_since(newest.wall).unwrap_or_default().min(STEP);
        let known = Settled { age: newest.age.saturating_add(beyond), wall: newest.wall.max(at.wall) };
        Self { known, at }
    }

    /// By now.
    pub(super) fn by(self, now: Moment) -> Settled {
        let gone = now.even.saturating_duration_since(self.at.even).min(STEP);
        Settled { age: self.known.age.saturating_add(gone), wall: self.known.wall.max(now.wall) }
    }

    /// Others may have settled something meanwhile.
    pub(super) fn is_due(self, now: Moment) -> bool {
        now.even.saturating_duration_since(self.at.even) >= LOOK
    }

    /// This is what was settled last, by anybody.
    pub(super) fn looked(self, newest: Option<Settled>, now: Moment) -> Self {
        Self { known: self.by(now).and(newest), at: now }
    }

    /// What was settled before the journal had this age may be forgotten; none while it is younger than that.
    pub(super) fn forgets(self) -> Option<Duration> {
        self.known.age.checked_sub(KEPT)?.checked_sub(SPARE)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::time::SystemTime;

    use tokio::time::Instant;

    use super::*;

    /// Days on both clocks: the even one, and what the wall one says.
    fn moment(begin: Instant, even: u32, wall: u64) -> Moment {
        Moment { even: begin + DAY * even, wall: SystemTime::UNIX_EPOCH + Duration::from_secs(wall * 86_400) }
    }

    #[test]
    fn no_clock_makes_a_journal_old() {
        let begin = Instant::now();
        // When the clock says so, at each opening; something is settled each time. How many days are believed.
        for (walls, believed) in [
            (vec![20_000, 20_001, 20_002], 2),
            // A year ahead once, for long, there and back, and once more further.
            (vec![20_000, 20_365], 1),
            (vec![20_000, 20_365, 20_365, 20_365], 1),
            (vec![20_000, 20_365, 20_000, 20_365, 20_001, 20_365], 1),
            (vec![20_000, 20_365, 20_000, 20_730], 2),
            // Behind, as a machine whose battery is empty, and right again.
            (vec![20_000, 0, 20_000, 0, 20_001], 1),
            (vec![0, 20_000, 0, 20_000], 1),
            (vec![20_000, 0, 1, 2, 3], 0),
        ] {
            let mut newest = None;
            for wall in &walls {
                let now = moment(begin, 0, *wall);
                newest = Some(Age::opened(newest, now).by(now));
            }
            assert_eq!(newest.unwrap().age, DAY * believed, "{walls:?}");
        }
    }

    #[test]
    fn what_goes_by_counts_and_the_rest_of_a_fleet_is_caught_up_with() {
        let begin = Instant::now();
        let mut age = Age::opened(None, moment(begin, 0, 20_000));
        for day in 1..=100 {
            let now = moment(begin, day, 20_000 + u64::from(day));
            assert!(age.is_due(now) && age.forgets().is_none());
            age = age.looked(Some(age.by(now)), now);
        }
        assert_eq!((age.known.age, age.forgets()), (DAY * 100, Some(Duration::ZERO)));
        // A process that settled nothing for a month believes a day of it, then what others have settled.
        let (idle, now) = (Age::opened(None, moment(begin, 0, 20_000)), moment(begin, 30, 20_030));
        assert_eq!(idle.by(now).age, DAY);
        assert_eq!(idle.looked(Some(Settled { age: DAY * 7, wall: now.wall }), now).by(now).age, DAY * 7);
        assert!(!idle.is_due(moment(begin, 0, 30_000)));
    }
}
