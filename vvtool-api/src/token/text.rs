//! A token as it is kept for other processes: one JSON object.

use core::time::Duration;
use std::time::SystemTime;

use serde_json::{Map, Value, json};

use super::keep::Kept;
use super::{AccessToken, Life};

/// A token is good for one account at one host.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Whose {
    pub(crate) host: String,
    pub(crate) account: String,
}

/// What this version writes. A later one is refused.
const FORMAT: u64 = 1;

pub(crate) fn written(whose: &Whose, kept: &Kept) -> String {
    let (token, life) = kept.token.as_ref().map(|(token, life)| (token.expose(), *life)).unzip();
    let value = json!({
        "format": FORMAT,
        "about": "an access token of vvtool-api: whoever has it calls as the account",
        "host": whose.host,
        "account": whose.account,
        "token": token,
        "generation": life.map(|life| life.generation),
        "since": life.map(|life| seconds(life.since)),
        "ends": life.and_then(|life| life.ends).map(seconds),
        "pause": kept.pause.map(seconds),
    });
    format!("{value:#}\n")
}

pub(crate) fn read(text: &str) -> Result<(Whose, Kept), &'static str> {
    const OTHER: &str = "is no token file, or a broken one: move it away, and a new token is fetched";
    // What the parser says about it would quote it.
    let Ok(Value::Object(fields)) = serde_json::from_str(text) else { return Err(OTHER) };
    let number = |name: &str| fields.get(name).and_then(Value::as_u64);
    match number("format") {
        Some(FORMAT) => {}
        Some(_) => return Err("was written by a later version: update this program, or name another file"),
        None => return Err(OTHER),
    }
    let whose = Whose { host: word(&fields, "host").ok_or(OTHER)?, account: word(&fields, "account").ok_or(OTHER)? };
    let token = match word(&fields, "token") {
        None => None,
        Some(token) => {
            let generation = number("generation").ok_or(OTHER)?;
            let since = number("since").and_then(instant).ok_or(OTHER)?;
            Some((AccessToken::from(token), Life { generation, since, ends: number("ends").and_then(instant) }))
        }
    };
    Ok((whose, Kept { token, pause: number("pause").and_then(instant) }))
}

fn word(fields: &Map<String, Value>, name: &str) -> Option<String> {
    fields.get(name)?.as_str().map(ToOwned::to_owned)
}

/// Of Unix time.
fn seconds(at: SystemTime) -> u64 {
    at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

fn instant(seconds: u64) -> Option<SystemTime> {
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}
