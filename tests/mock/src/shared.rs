//! What the server and its owner share.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use vvtool_codegen::model::api::Api;

use crate::answer::{Answer, Raw};
use crate::clock;
use crate::form::Form;
use crate::gate::{self, Context, Refusal};
use crate::options::Options;
use crate::received::Received;
use crate::reply;
use crate::routes::{self, Route, Target};

/// The header by which a plain HTTP client orders an answer: `error:NAME` or `example:FILE`.
pub(crate) const ORDER_HEADER: &str = "x-mock-answer";

pub(crate) struct Shared {
    pub(crate) api: Api,
    pub(crate) options: Options,
    state: Mutex<State>,
}

struct State {
    token: String,
    token_fetches: usize,
    now: Option<i64>,
    scripts: BTreeMap<String, Script>,
    log: Vec<Received>,
}

struct Script {
    /// None: until reset.
    times: Option<usize>,
    answer: Answer,
}

impl Shared {
    pub(crate) fn new(api: Api, options: Options) -> Self {
        let state = State {
            token: options.token.clone(),
            token_fetches: 0,
            now: None,
            scripts: BTreeMap::new(),
            log: Vec::new(),
        };
        Self { api, options, state: Mutex::new(state) }
    }

    /// A test that panicked while it held the lock has failed already; the others go on.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_token(&self, token: String) {
        self.state().token = token;
    }

    pub(crate) fn token(&self) -> String {
        self.state().token.clone()
    }

    pub(crate) fn token_fetches(&self) -> usize {
        self.state().token_fetches
    }

    pub(crate) fn set_now(&self, now: Option<i64>) {
        self.state().now = now;
    }

    pub(crate) fn log(&self) -> Vec<Received> {
        self.state().log.clone()
    }

    pub(crate) fn reset(&self) {
        let mut state = self.state();
        state.scripts.clear();
        state.log.clear();
        state.now = None;
    }

    pub(crate) fn script(&self, operation: &str, times: Option<usize>, answer: Answer) -> Result<(), String> {
        let Some(target) = routes::operation(&self.api, operation) else {
            let known: Vec<_> = self.operations();
            return Err(format!("no operation {operation}; there are {}", known.join(", ")));
        };
        // Asked for once here, so that a misspelt name fails where it is written and not as a strange reply.
        reply::scripted(&target, &answer, 0)?;
        self.state().scripts.insert(operation.to_owned(), Script { times, answer });
        Ok(())
    }

    pub(crate) fn operations(&self) -> Vec<String> {
        let targets = self
            .api
            .services
            .iter()
            .flat_map(|service| service.operations.iter().map(move |operation| Target { service, operation }));
        targets.map(|target| target.name()).collect()
    }

    /// Checks one request and decides on the answer.
    pub(crate) fn answer(&self, mut received: Received, form: Form) -> Raw {
        let (now, token) = {
            let state = self.state();
            (state.now.unwrap_or_else(clock::now), state.token.clone())
        };
        let context = Context { options: &self.options, token: &token, now };
        received.body = form.style.map_or("", gate::style_name).to_owned();
        let raw = match routes::route(&self.api, &self.options.prefix, &received.path) {
            Route::Operation(target) => {
                received.operation = Some(target.name());
                match gate::envelope(&target, &form, &mut received, &context) {
                    Ok(()) => self.passed(&target, &received, &form, now),
                    Err(refusal) => refuse(&mut received, Some(target.service), refusal, now),
                }
            }
            Route::Gateway(service) => match gate::top(service, &form, &mut received, &context) {
                Ok(target) => self.passed(&target, &received, &form, now),
                Err(refusal) => refuse(&mut received, Some(service), refusal, now),
            },
            Route::Unknown(service) => {
                let refusal = gate::no_route(&received.path);
                refuse(&mut received, service, refusal, now)
            }
        };
        received.fields = form.fields;
        self.state().log.push(received);
        raw
    }

    fn passed(&self, target: &Target<'_>, received: &Received, form: &Form, now: i64) -> Raw {
        if let Some(answer) = ordered(received).or_else(|| self.next_script(&target.name())) {
            return reply::scripted(target, &answer, now)
                .unwrap_or_else(|why| Raw::ok(why).status(400).header("content-type", "text/plain; charset=utf-8"));
        }
        if target.is_token_operation() {
            let mut state = self.state();
            state.token_fetches += 1;
            // A new token ends the one before it.
            state.token = format!("{}-{}", self.options.token, state.token_fetches);
            return reply::token(target, &state.token);
        }
        let simplified = crate::received::find(&form.fields, "simplify") == Some("true");
        reply::success(target, simplified, &form.fields)
    }

    fn next_script(&self, operation: &str) -> Option<Answer> {
        let mut state = self.state();
        let script = state.scripts.get_mut(operation)?;
        let answer = script.answer.clone();
        match &mut script.times {
            None => {}
            Some(times) if *times > 1 => *times -= 1,
            Some(_) => {
                state.scripts.remove(operation);
            }
        }
        Some(answer)
    }
}

fn refuse(
    received: &mut Received,
    service: Option<&vvtool_codegen::model::api::Service>,
    refusal: Refusal,
    now: i64,
) -> Raw {
    received.refused = Some(refusal.why.clone());
    match service {
        Some(service) => reply::refused(service, &refusal, now),
        None => Raw::ok(refusal.why).status(404).header("content-type", "text/plain; charset=utf-8"),
    }
}

fn ordered(received: &Received) -> Option<Answer> {
    let (kind, name) = received.header(ORDER_HEADER)?.split_once(':')?;
    match kind.trim() {
        "error" => Some(Answer::error(name.trim())),
        "error-inside" => Some(Answer::error_inside(name.trim())),
        "example" => Some(Answer::example(name.trim())),
        _ => None,
    }
}
