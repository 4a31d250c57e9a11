//! How often something may be called.

use core::time::Duration;

/// So many calls in such a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    pub(crate) calls: u32,
    pub(crate) period: Duration,
    burst: Option<u32>,
}

impl Rate {
    /// So many calls in any stretch of this length.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub const fn new(calls: u32, period: Duration) -> Self {
        Self { calls, period, burst: None }
    }

    /// So many calls a second.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub const fn per_second(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(1))
    }

    /// So many calls a minute.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub const fn per_minute(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(60))
    }

    /// So many calls an hour.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub const fn per_hour(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(3_600))
    }

    /// So many calls a day, of any 24 hours.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub const fn per_day(calls: u32) -> Self {
        Self::new(calls, Duration::from_secs(86_400))
    }

    /// So many calls at once after a time without calls. Unless set: one where the period is a second or less, a tenth of the calls where
    /// it is longer. A larger burst makes the calls after it slower, so that no stretch of the period sees more than the rate.
    ///
    /// [Example](crate::Limits)
    #[must_use]
    pub const fn with_burst(self, calls: u32) -> Self {
        Self { burst: Some(calls), ..self }
    }

    pub(crate) fn burst(self) -> u32 {
        let usual = if self.period > Duration::from_secs(1) { self.calls.checked_div(10).unwrap_or(1) } else { 1 };
        self.burst.unwrap_or(usual).max(1)
    }

    /// What one of so many processes may do by itself; none where that is no call. All of them together stay within the rate in any stretch
    /// of its period, for each of them does within its part.
    pub(crate) fn part(self, processes: u32) -> Option<Self> {
        let part = |calls: u32| calls.checked_div(processes).filter(|calls| *calls > 0);
        let burst = self.burst.map(|burst| part(burst).unwrap_or(1));
        Some(Self { calls: part(self.calls)?, burst, ..self })
    }

    /// What of it cannot be.
    pub(crate) fn check(self) -> Result<(), &'static str> {
        match self {
            Self { calls: 0, .. } => Err("limits: a rate of 0 calls lets none out"),
            Self { period, .. } if period.is_zero() => Err("limits: the period of a rate is 0"),
            Self { burst: Some(0), .. } => Err("limits: a burst of 0 calls lets none out"),
            Self { burst: Some(burst), calls, .. } if burst > calls => {
                Err("limits: the burst is above the calls of its rate")
            }
            _ => Ok(()),
        }
    }
}
