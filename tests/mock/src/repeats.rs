//! Writes that were sent again although the first one may have been carried out.

use core::fmt;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use vvtool_codegen::model::api::{Effect, Operation, Service};

use crate::received::find;
use crate::routes::Target;

/// How many repeats are kept; a client that repeats more has been found out long before.
const KEPT: usize = 1000;

/// An intent that was sent again when it must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// `vvtool/erps/send`.
    pub operation: String,
    /// What was to be done at most once: fields and their values.
    pub intent: Vec<(String, String)>,
    /// Numbers of the first request and of its repeat, counted from 1.
    pub requests: (u64, u64),
    /// What is unsafe about it.
    pub why: RepeatKind,
}

/// What is unsafe about a repeated write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RepeatKind {
    /// Both were carried out.
    ExecutedTwice,
    /// The answer to the first one did not prove that it was not carried out, and nobody looked before the second one.
    SentUnlooked,
}

impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let intent: Vec<_> = self.intent.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let (first, second) = self.requests;
        let why = match self.why {
            RepeatKind::ExecutedTwice => "both were carried out",
            RepeatKind::SentUnlooked => {
                "the answer to the first did not say that it was not carried out, and nothing was read between"
            }
        };
        write!(f, "{} of {}: requests {first} and {second}: {why}", self.operation, intent.join(", "))
    }
}

/// What a request has become, as far as repeats go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fate {
    /// It was carried out.
    pub(crate) executed: bool,
    /// The caller was told that it was not carried out.
    pub(crate) denied: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Repeats {
    intents: HashMap<u64, Track>,
    /// What reads may look at: the fields that an intent has in common with a read.
    looked: HashMap<u64, u64>,
    found: Vec<Repeat>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Track {
    executed: Option<u64>,
    /// The last one whose answer did not deny it.
    open: Option<u64>,
}

impl Repeats {
    pub(crate) fn found(&self) -> &[Repeat] {
        &self.found
    }

    /// Notes a call that passed the checks of its gateway.
    pub(crate) fn note(&mut self, target: &Target<'_>, fields: &[(String, String)], number: u64, fate: Fate) {
        match target.operation.effect {
            Effect::Read if target.is_token_operation() => {}
            Effect::Read => self.look(target, fields, number),
            // Twice is as good as once.
            Effect::IdempotentWrite => {}
            Effect::NonIdempotentWrite => self.write(target, fields, number, fate),
        }
    }

    fn look(&mut self, target: &Target<'_>, fields: &[(String, String)], number: u64) {
        if self.looked.is_empty() {
            return;
        }
        let known = |name: &str| target.operation.request.iter().any(|field| field.name.wire == name);
        for write in writes(target.service) {
            let shared: Vec<_> = intent_names(target.service, write).into_iter().filter(|name| known(name)).collect();
            let key = digest(&write.id, &values(&shared, fields));
            if !shared.is_empty()
                && let Some(looked) = self.looked.get_mut(&key)
            {
                *looked = number;
            }
        }
    }

    fn write(&mut self, target: &Target<'_>, fields: &[(String, String)], number: u64, fate: Fate) {
        let name = target.name();
        let names = intent_names(target.service, target.operation);
        let intent = values(&names, fields);
        let key = digest(&target.operation.id, &intent);
        let shared = shared_with_reads(target.service, &names);
        let looks: Vec<u64> = shared.iter().map(|names| digest(&target.operation.id, &values(names, fields))).collect();
        let looked = looks.iter().filter_map(|key| self.looked.get(key)).max().copied().unwrap_or_default();
        let track = self.intents.get(&key).copied().unwrap_or_default();
        let why = match (track.executed, track.open) {
            (Some(first), _) if fate.executed => Some((first, RepeatKind::ExecutedTwice)),
            (_, Some(first)) if looked < first => Some((first, RepeatKind::SentUnlooked)),
            _ => None,
        };
        if let Some((first, why)) = why
            && self.found.len() < KEPT
        {
            self.found.push(Repeat { operation: name, intent, requests: (first, number), why });
        }
        let track = self.intents.entry(key).or_default();
        if fate.executed {
            track.executed = Some(number);
        }
        if !fate.denied {
            track.open = Some(number);
        }
        for key in looks {
            self.looked.entry(key).or_default();
        }
    }
}

fn writes(service: &Service) -> impl Iterator<Item = &Operation> {
    service.operations.iter().filter(|operation| operation.effect == Effect::NonIdempotentWrite)
}

/// The fields that say what a call is to do at most once: those of its `intent`, else those by which the state file knows the thing and
/// its parts, else all.
fn intent_names<'a>(service: &'a Service, operation: &'a Operation) -> Vec<&'a str> {
    if !operation.intent.is_empty() {
        return operation.intent.iter().map(|field| field.wire.as_str()).collect();
    }
    let known = service.state.as_ref().and_then(|state| {
        let of = state.of(&operation.id).filter(|of| of.writes)?;
        let thing = state.thing(&of.thing)?;
        let parts = of.given.as_ref().map(|given| given.by.as_str());
        Some(thing.shop.as_deref().into_iter().chain([thing.key.as_str()]).chain(parts).collect())
    });
    known.unwrap_or_else(|| operation.request.iter().map(|field| field.name.wire.as_str()).collect())
}

/// For every read of the service the fields of the intent that it has too, each set once.
fn shared_with_reads<'a>(service: &Service, intent: &[&'a str]) -> HashSet<Vec<&'a str>> {
    let reads = service.operations.iter().filter(|operation| operation.effect == Effect::Read);
    let shared = reads.map(|read| {
        let known = |name: &&&str| read.request.iter().any(|field| field.name.wire == **name);
        intent.iter().filter(known).copied().collect::<Vec<_>>()
    });
    shared.filter(|names| !names.is_empty()).collect()
}

/// The values of some fields; a comma-joined list means the same in any order.
fn values(names: &[&str], fields: &[(String, String)]) -> Vec<(String, String)> {
    let value = |name: &str| {
        let mut parts: Vec<_> = find(fields, name).unwrap_or_default().split(',').map(str::trim).collect();
        parts.sort_unstable();
        parts.join(",")
    };
    names.iter().map(|name| ((*name).to_owned(), value(name))).filter(|(_, value)| !value.is_empty()).collect()
}

fn digest(operation: &str, values: &[(String, String)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    operation.hash(&mut hasher);
    values.hash(&mut hasher);
    hasher.finish()
}
