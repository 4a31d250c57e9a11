//! How long a reply asks to wait: in words, or in a header.

use core::time::Duration;
use std::time::SystemTime;

use http::HeaderMap;

/// `This ban will last for N more seconds` is the only place where TOP says how long to wait.
pub(super) fn in_message(message: &str) -> Option<Duration> {
    const SIGN: &str = " more second";
    let is_sign = |at: &usize| {
        message.get(*at..).and_then(|rest| rest.get(..SIGN.len())).is_some_and(|part| part.eq_ignore_ascii_case(SIGN))
    };
    let at = message.match_indices(' ').map(|(at, _)| at).find(is_sign)?;
    let before = message.get(..at)?;
    seconds(before.split_whitespace().next_back()?)
}

/// The header `Retry-After`: seconds, or the moment until which to wait.
pub(super) fn in_header(headers: &HeaderMap, now: fn() -> SystemTime) -> Option<Duration> {
    let value = headers.get(http::header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Some(time) = seconds(value) {
        return Some(time);
    }
    let until = crate::value::http_date(value)?;
    // The moment is one of the server's clock, which its `Date` shows.
    let date = headers.get(http::header::DATE).and_then(|date| crate::value::http_date(date.to_str().ok()?.trim()));
    Some(until.duration_since(date.unwrap_or_else(now)).unwrap_or_default().min(Duration::from_secs(DAY)))
}

/// Whatever somebody writes: nobody waits longer.
const DAY: u64 = 86_400;

/// A number of seconds, at most those of a day; what is none, or below zero, says nothing.
fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.parse().ok().filter(|_| text.starts_with(|first: char| first.is_ascii_digit()))?;
    Some(Duration::from_secs_f64(seconds.min(DAY as f64)))
}
