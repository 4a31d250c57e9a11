//! Which answer a call gets that its gateway lets pass: scripted or ordered by header; limits; balance; state; example.

use core::time::Duration;
use std::time::Instant;

use serde_json::Value;
use vvtool_codegen::model::api::{ErrorEntry, WriteOutcome};
use vvtool_codegen::model::state::{Basis, State as StateFile, Told};

use crate::answer::{Answer, Raw};
use crate::bodies::Success;
use crate::clock;
use crate::limits::Rate;
use crate::pages;
use crate::received::Received;
use crate::repeats::Fate;
use crate::reply;
use crate::routes::{self, Target};
use crate::shared::{Shared, State};
use crate::world::{self, Acted};

/// The header by which a plain HTTP client orders an answer: `error:NAME`, `example:FILE` or `ban:SECONDS`.
pub(crate) const ORDER_HEADER: &str = "x-mock-answer";
/// The header that says how surely the service answers so.
pub(crate) const BASIS_HEADER: &str = "x-mock-basis";

/// An answer and what it means for a write.
pub(crate) struct Decision {
    pub(crate) raw: Raw,
    pub(crate) fate: Fate,
}

impl Decision {
    pub(crate) fn refused(raw: Raw) -> Self {
        Self { raw, fate: Fate { executed: false, denied: true } }
    }

    fn done(raw: Raw) -> Self {
        Self { raw, fate: Fate { executed: true, denied: false } }
    }

    fn error(raw: Raw, entry: &ErrorEntry) -> Self {
        Self { raw, fate: Fate { executed: false, denied: entry.write_outcome == WriteOutcome::NotExecuted } }
    }
}

/// A call on its way to its answer.
pub(crate) struct Asked<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) target: Target<'a>,
    pub(crate) received: &'a Received,
    pub(crate) fields: &'a [(String, String)],
    /// Seconds since 1970.
    pub(crate) now: i64,
}

impl<'a> Asked<'a> {
    pub(crate) fn decide(&self, state: &mut State) -> Decision {
        self.by_header(state)
            .or_else(|| state.next_script(&self.target.name()).map(|answer| self.scripted(&answer)))
            .or_else(|| self.by_limits(state))
            .or_else(|| self.token(state))
            .or_else(|| state.accounts.refuses(&self.target).map(|told| self.told(told)))
            .or_else(|| self.by_shop(state))
            .unwrap_or_else(|| self.carry_out(state))
    }

    fn state_file(&self) -> Option<&'a StateFile> {
        self.target.service.state.as_ref()
    }

    fn by_header(&self, state: &mut State) -> Option<Decision> {
        let order = self.received.header(ORDER_HEADER)?;
        let unknown = || {
            let orders = "`error:NAME`, `error-inside:NAME`, `example:FILE` or `ban:SECONDS`";
            Some(Decision::refused(plain(format!("{ORDER_HEADER} is {orders}, not {order:?}"))))
        };
        let Some((kind, name)) = order.split_once(':') else { return unknown() };
        let answer = match kind.trim() {
            "error" => Answer::error(name.trim()),
            "error-inside" => Answer::error_inside(name.trim()),
            "example" => Answer::example(name.trim()),
            "ban" => {
                let Ok(seconds) = name.trim().parse() else { return unknown() };
                let time = Duration::from_secs(seconds);
                state.limits.ban(&self.target.name(), time, Instant::now());
                return self.by_limits(state);
            }
            _ => return unknown(),
        };
        Some(self.scripted(&answer))
    }

    fn scripted(&self, answer: &Answer) -> Decision {
        let raw = match reply::scripted(&self.target, answer, self.now) {
            Ok(raw) => raw,
            Err(why) => return Decision::refused(plain(why)),
        };
        match answer {
            Answer::Error(error) => match routes::error(self.target.service, &error.name) {
                Some(entry) => Decision::error(raw, entry),
                None => Decision::refused(raw),
            },
            // Whatever it is, a success in it says that the call was carried out.
            Answer::Example(_) | Answer::Raw(_) => {
                let reply = (raw.status == 200).then(|| serde_json::from_slice(&raw.body).ok()).flatten();
                let executed = reply.is_some_and(|reply| routes::is_success(&self.target, &reply));
                Decision { raw, fate: Fate { executed, denied: false } }
            }
        }
    }

    /// An error of the state file.
    fn told(&self, told: &Told) -> Decision {
        let Some(entry) = routes::error(self.target.service, &told.error) else {
            return Decision::refused(plain(format!("the error table has no {}", told.error)));
        };
        Decision::error(with_basis(reply::told(&self.target, entry, self.now), told.basis), entry)
    }

    fn by_limits(&self, state: &mut State) -> Option<Decision> {
        let name = self.target.name();
        let account = self.state_file().map(|file| &file.account);
        let too_fast = account.and_then(|account| account.too_fast.as_ref());
        let now = Instant::now();
        if let Some(seconds) = state.limits.banned(&name, now) {
            let entry = too_fast.and_then(|too_fast| routes::error(self.target.service, &too_fast.told.error));
            return Some(match (too_fast, entry) {
                (Some(too_fast), Some(entry)) => {
                    let raw = reply::banned(&self.target, entry, too_fast, seconds, self.now);
                    Decision::error(with_basis(raw, too_fast.told.basis), entry)
                }
                _ => Decision::refused(too_many()),
            });
        }
        if !self.shared.options.enforce_limits {
            return None;
        }
        let whole = &self.target.service.name.wire;
        let own = self.target.service.limits_of(self.target.operation).map(|limit| (name.as_str(), limit));
        let limits = own.chain(self.target.service.limits_of_account().map(|limit| (whole.as_str(), limit)));
        let rates: Vec<_> = limits.map(|(of, limit)| (of, Rate::of(limit, self.shared.options.limit_share))).collect();
        if !state.limits.admit(&rates, now) {
            return Some(too_fast.map_or_else(|| Decision::refused(too_many()), |too_fast| self.told(&too_fast.told)));
        }
        let per_day = account.and_then(|account| account.per_day.as_ref())?;
        let calls = self.shared.options.calls_per_day.or(per_day.calls)?;
        (!state.limits.admit_of_day(&name, calls, clock::day(self.now))).then(|| self.told(&per_day.told))
    }

    fn token(&self, state: &mut State) -> Option<Decision> {
        if !self.target.is_token_operation() {
            return None;
        }
        state.token_fetches += 1;
        // A new token ends the one before it.
        state.token = format!("{}-{}", self.shared.options.token, state.token_fetches);
        Some(Decision::done(reply::token(&self.target, &self.shared.bodies, &state.token)))
    }

    fn by_shop(&self, state: &State) -> Option<Decision> {
        let shops = self.state_file()?.shops.as_ref()?;
        let shop = crate::received::find(self.fields, &shops.field)?;
        (!state.shops.is_shop(shop)).then(|| self.told(&shops.unauthorised))
    }

    /// The thing it is about answers, or the example.
    fn carry_out(&self, state: &mut State) -> Decision {
        let is_simplified = crate::received::find(self.fields, "simplify") == Some("true");
        let thing = match state.world.act(&self.shared.api, &self.target, self.fields, self.now) {
            Some(Acted::Refused(told)) => {
                state.accounts.charge(&self.target, false);
                return self.told(told);
            }
            Some(Acted::Shown(thing)) => Some(thing),
            Some(Acted::Changed) | None => None,
        };
        let cost = state.accounts.charge(&self.target, true);
        let success = self.shared.bodies.success(&self.target);
        // The example as it stands, when all it says fits this call too.
        let fits = |success: &Success| {
            self.target.operation.pages.is_none()
                && thing.is_none()
                && success.repeats(self.fields)
                && cost.is_none_or(|cost| success.cost == Some(cost))
        };
        let success = success.filter(|success| !fits(success));
        let Some(success) = success else {
            return Decision::done(reply::success(&self.target, &self.shared.bodies, is_simplified));
        };
        let mut reply: Value = match is_simplified {
            false => success.value.clone(),
            true => serde_json::from_slice(&success.simplified).unwrap_or_default(),
        };
        if let Some(data) = if is_simplified { Some(&mut reply) } else { self.target.data_in(&mut reply) } {
            reply::echo(&self.target, data, self.fields);
        }
        if let Some(thing) = thing {
            world::shown(&self.shared.api, &self.target, &mut reply, thing, is_simplified);
        }
        if let Some(data) = if is_simplified { Some(&mut reply) } else { self.target.data_in(&mut reply) } {
            pages::cut(&self.target, data, self.fields);
        }
        if let Some(points) = cost {
            self.tell_cost(&mut reply, points);
        }
        Decision::done(Raw::ok(reply.to_string()))
    }

    /// Where the example says what a call cost.
    fn tell_cost(&self, reply: &mut Value, points: u64) {
        let Some(charge) = &self.target.service.charge else { return };
        if let Some(cost) = self.target.data_in(reply).and_then(|data| data.get_mut(&charge.field.wire)) {
            *cost = points.into();
        }
    }
}

fn with_basis(raw: Raw, basis: Basis) -> Raw {
    raw.header(BASIS_HEADER, basis.word())
}

fn plain(why: impl Into<String>) -> Raw {
    Raw::ok(why.into()).status(400).header("content-type", "text/plain; charset=utf-8")
}

/// Where no state file names the error of the service.
fn too_many() -> Raw {
    plain("too many calls").status(429)
}
