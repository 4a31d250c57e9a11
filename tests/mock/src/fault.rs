//! What can go wrong with a call beside its answer.

use core::fmt;
use core::str::FromStr;
use core::time::Duration;

/// Something that goes wrong, ordered with [`Mock::fault`](crate::Mock::fault) or by the header `x-mock-fault`.
///
/// Whether the call was carried out is what a client cannot see and a test must know: [`executes`](Self::executes) says it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Fault {
    /// The answer takes longer: `latency:80ms`, `latency:80ms..900ms`. The call is carried out first.
    Latency(Latency),
    /// The port is closed, so no connection comes about: `refuse-connection`. It belongs to no operation, and since nobody sees a
    /// refused connection it cannot be counted: order it for `*` and [`When::Every`]. By header the port is closed for a second.
    RefuseConnection,
    /// The connection is reset and nothing of the request is read: `reset-at-accept`. Ordered for `*` that happens as soon as it is
    /// accepted; for one operation when its request lies there, unread, since nothing else tells the operation.
    ResetAtAccept,
    /// The server says goodbye before it has read anything: `close-before-read`.
    CloseBeforeRead,
    /// The connection is reset after this many bytes of the request, or at its end where it is shorter: `reset-after:100`.
    ResetAfter(usize),
    /// Status 413 comes while the request is still being sent, and the request is thrown away: `early-status`.
    EarlyStatus,
    /// The connection is reset where the answer would begin: `reset-after-execution`.
    ResetAfterExecution,
    /// The connection is closed where the answer would begin: `close-after-execution`.
    CloseAfterExecution,
    /// The server ends its side of the connection without an answer and goes on listening: `half-close`.
    HalfClose,
    /// Nothing comes, and the connection stays open: `silence`.
    Silence,
    /// Status and headers come, and nothing more: `headers-only`.
    HeadersOnly,
    /// The connection is closed after this many bytes of the body: `truncate:20`.
    Truncate(usize),
    /// One byte of the body at a time, with this pause before each: `drip:150ms`.
    Drip(Duration),
    /// The body never ends: `endless`.
    Endless,
    /// This status, and a body that is no envelope: `status:502`.
    Status(u16),
    /// A redirect of this status to an address: `redirect:302:http://127.0.0.1:1/`.
    Redirect(u16, String),
    /// Status 200 and a body that is not JSON: `not-json`.
    NotJson,
    /// Status 200 and the page of a gateway: `html`.
    Html,
    /// The value at this path of the answer (names and indexes joined by dots) is of another type: `wrong-type:data.orders`.
    WrongType(String),
    /// A body of some megabytes that is many times as large once it is decoded: `bomb`.
    Bomb,
    /// The connection is closed once it has been idle for so long after the answer: `close-idle-after:1500us`.
    CloseIdleAfter(Duration),
}

/// How long an answer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Latency {
    /// Always so long.
    Fixed(Duration),
    /// Somewhere between, by the server's seed.
    Between(Duration, Duration),
}

impl From<Duration> for Latency {
    fn from(time: Duration) -> Self {
        Self::Fixed(time)
    }
}

/// Which calls a fault meets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum When {
    /// The next so many.
    Next(usize),
    /// All, until [`reset`](crate::Mock::reset).
    Every,
    /// Of all calls this share (0 to 1), the same ones for the same seed.
    Seeded(u64, f64),
}

/// Where a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Before there is a connection.
    Door,
    /// On the connection, before the request is read.
    Line,
    /// In what becomes of the answer.
    Answer,
}

const NAMES: &[&str] = &[
    "latency:80ms..900ms",
    "refuse-connection",
    "reset-at-accept",
    "close-before-read",
    "reset-after:100",
    "early-status",
    "reset-after-execution",
    "close-after-execution",
    "half-close",
    "silence",
    "headers-only",
    "truncate:20",
    "drip:150ms",
    "endless",
    "status:502",
    "redirect:302:http://127.0.0.1:1/",
    "not-json",
    "html",
    "wrong-type:data",
    "bomb",
    "close-idle-after:1500us",
];

impl Fault {
    pub(crate) fn place(&self) -> Place {
        match self {
            Self::RefuseConnection => Place::Door,
            Self::ResetAtAccept | Self::CloseBeforeRead | Self::ResetAfter(_) | Self::EarlyStatus => Place::Line,
            _ => Place::Answer,
        }
    }

    /// The names of all faults with an example of their values, as the header `x-mock-fault` has them.
    #[must_use]
    pub fn names() -> &'static [&'static str] {
        NAMES
    }

    /// Whether the call is carried out although the fault meets it.
    ///
    /// ```
    /// use vvtool_mock::Fault;
    ///
    /// assert!(Fault::ResetAfterExecution.executes());
    /// assert!(!Fault::ResetAfter(100).executes());
    /// ```
    #[must_use]
    pub fn executes(&self) -> bool {
        self.place() == Place::Answer
    }

    /// Whether a caller can still read the answer.
    pub(crate) fn leaves_the_answer(&self) -> bool {
        matches!(self, Self::Latency(_) | Self::Drip(_) | Self::CloseIdleAfter(_))
    }

    /// Goes together with any other fault of the same call.
    pub(crate) fn is_beside_others(&self) -> bool {
        matches!(self, Self::Latency(_) | Self::CloseIdleAfter(_))
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Latency(Latency::Fixed(time)) => write!(f, "latency:{}", Time(*time)),
            Self::Latency(Latency::Between(low, high)) => write!(f, "latency:{}..{}", Time(*low), Time(*high)),
            Self::RefuseConnection => f.write_str("refuse-connection"),
            Self::ResetAtAccept => f.write_str("reset-at-accept"),
            Self::CloseBeforeRead => f.write_str("close-before-read"),
            Self::ResetAfter(bytes) => write!(f, "reset-after:{bytes}"),
            Self::EarlyStatus => f.write_str("early-status"),
            Self::ResetAfterExecution => f.write_str("reset-after-execution"),
            Self::CloseAfterExecution => f.write_str("close-after-execution"),
            Self::HalfClose => f.write_str("half-close"),
            Self::Silence => f.write_str("silence"),
            Self::HeadersOnly => f.write_str("headers-only"),
            Self::Truncate(bytes) => write!(f, "truncate:{bytes}"),
            Self::Drip(every) => write!(f, "drip:{}", Time(*every)),
            Self::Endless => f.write_str("endless"),
            Self::Status(status) => write!(f, "status:{status}"),
            Self::Redirect(status, to) => write!(f, "redirect:{status}:{to}"),
            Self::NotJson => f.write_str("not-json"),
            Self::Html => f.write_str("html"),
            Self::WrongType(path) => write!(f, "wrong-type:{path}"),
            Self::Bomb => f.write_str("bomb"),
            Self::CloseIdleAfter(time) => write!(f, "close-idle-after:{}", Time(*time)),
        }
    }
}

/// By the name that the header `x-mock-fault` has it under.
///
/// ```
/// use core::time::Duration;
/// use vvtool_mock::Fault;
///
/// assert_eq!("drip:150ms".parse(), Ok(Fault::Drip(Duration::from_millis(150))));
/// assert!("drip".parse::<Fault>().is_err());
/// ```
impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text.split_once(':').map_or((text, None), |(name, value)| (name, Some(value.trim())));
        let name = name.trim();
        let wanted =
            || value.filter(|value| !value.is_empty()).ok_or_else(|| format!("{name} wants a value: {}", like(name)));
        let time = |text: &str| time(text).ok_or_else(|| format!("{text} is no time such as 80ms or 2s"));
        let number = |text: &str| text.parse().map_err(|_| format!("{text} is no number of bytes"));
        let status = |text: &str| {
            text.parse()
                .ok()
                .filter(|code| (100..1000).contains(code))
                .ok_or_else(|| format!("{text} is no HTTP status"))
        };
        let fault = match name {
            "latency" => Self::Latency(wanted()?.parse()?),
            "reset-after" => Self::ResetAfter(number(wanted()?)?),
            "truncate" => Self::Truncate(number(wanted()?)?),
            "drip" => Self::Drip(time(wanted()?)?),
            "status" => Self::Status(status(wanted()?)?),
            "redirect" => match wanted()?.split_once(':') {
                Some((code, to)) => Self::Redirect(status(code)?, to.to_owned()),
                None => return Err(format!("redirect wants a status and an address: {}", like(name))),
            },
            "wrong-type" => Self::WrongType(wanted()?.to_owned()),
            "close-idle-after" => Self::CloseIdleAfter(time(wanted()?)?),
            _ if value.is_some() => return Err(unknown(text)),
            "refuse-connection" => Self::RefuseConnection,
            "reset-at-accept" => Self::ResetAtAccept,
            "close-before-read" => Self::CloseBeforeRead,
            "early-status" => Self::EarlyStatus,
            "reset-after-execution" => Self::ResetAfterExecution,
            "close-after-execution" => Self::CloseAfterExecution,
            "half-close" => Self::HalfClose,
            "silence" => Self::Silence,
            "headers-only" => Self::HeadersOnly,
            "endless" => Self::Endless,
            "not-json" => Self::NotJson,
            "html" => Self::Html,
            "bomb" => Self::Bomb,
            _ => return Err(unknown(text)),
        };
        Ok(fault)
    }
}

fn unknown(text: &str) -> String {
    format!("no fault {text}; there are {}", NAMES.join(", "))
}

fn like(name: &str) -> &'static str {
    NAMES.iter().copied().find(|known| known.split(':').next() == Some(name)).unwrap_or_default()
}

/// `80ms` or `80ms..900ms`.
impl FromStr for Latency {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let one = |text: &str| time(text.trim()).ok_or_else(|| format!("{text} is no time such as 80ms or 2s"));
        match text.split_once("..") {
            None => Ok(Self::Fixed(one(text)?)),
            Some((low, high)) => match (one(low)?, one(high)?) {
                (low, high) if low <= high => Ok(Self::Between(low, high)),
                _ => Err(format!("{text}: the second time is the shorter one")),
            },
        }
    }
}

/// A time as people write it: `1500us`, `80ms`, `2s`, `1.5s`.
fn time(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at_checked(digits)?;
    let seconds = number.parse::<f64>().ok()?
        * match unit {
            "us" => 1e-6,
            "ms" => 1e-3,
            "s" => 1.0,
            "min" => 60.0,
            _ => return None,
        };
    Duration::try_from_secs_f64(seconds).ok()
}

struct Time(Duration);

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_micros() {
            micros if micros % 1000 == 0 => write!(f, "{}ms", micros / 1000),
            micros => write!(f, "{micros}us"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(clippy::unwrap_used)]
    fn every_name_is_read_as_it_is_shown() {
        for name in NAMES {
            assert_eq!(name.parse::<Fault>().unwrap().to_string(), *name);
        }
    }

    #[test]
    fn what_cannot_be_read_says_what_is_wanted() {
        for (text, says) in [
            ("", "no fault "),
            ("resets", "no fault resets; there are latency:80ms..900ms, "),
            ("silence:3", "no fault silence:3"),
            ("drip", "drip wants a value: drip:150ms"),
            ("drip:", "drip wants a value"),
            ("drip:fast", "fast is no time such as 80ms or 2s"),
            ("drip:-1s", "-1s is no time"),
            ("latency:2s..1s", "2s..1s: the second time is the shorter one"),
            ("truncate:some", "some is no number of bytes"),
            ("status:99", "99 is no HTTP status"),
            ("redirect:302", "redirect wants a status and an address: redirect:302:http://"),
        ] {
            let error = text.parse::<Fault>().err().unwrap_or_default();
            assert!(error.starts_with(says), "{text:?}: {error}");
        }
    }

    #[test]
    fn times() {
        for (text, millis) in [("80ms", 80), ("2s", 2000), ("1.5s", 1500), ("2000us", 2), ("1min", 60_000)] {
            assert_eq!(time(text), Some(Duration::from_millis(millis)), "{text}");
        }
        for text in ["", "s", "80", "80 ms", "1h", "1.2.3s"] {
            assert_eq!(time(text), None, "{text:?}");
        }
    }
}
