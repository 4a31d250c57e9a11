//! The documented successes as bytes, made once.

use std::sync::OnceLock;

use bytes::Bytes;
use serde_json::Value;
use vvtool_codegen::model::api::Api;

use crate::received::find;
use crate::reply;
use crate::routes::{self, At, Target};
use crate::world::text;

/// By the place of the operation.
#[derive(Debug)]
pub(crate) struct Bodies(Vec<Vec<OnceLock<Option<Success>>>>);

/// An operation's documented success.
#[derive(Debug)]
pub(crate) struct Success {
    /// As the example has it.
    pub(crate) value: Value,
    pub(crate) plain: Bytes,
    /// TOP: without root and wrappers.
    pub(crate) simplified: Bytes,
    /// What it says the call cost, where it says it.
    pub(crate) cost: Option<u64>,
    /// Fields of the request whose values it repeats, with those of the example.
    echo: Vec<(String, String)>,
}

impl Success {
    /// Whether the example repeats what was asked for.
    pub(crate) fn repeats(&self, asked: &[(String, String)]) -> bool {
        self.echo.iter().all(|(field, value)| find(asked, field).is_none_or(|asked| asked == value))
    }
}

impl Bodies {
    pub(crate) fn new(api: &Api) -> Self {
        Self(api.services.iter().map(|service| service.operations.iter().map(|_| OnceLock::new()).collect()).collect())
    }

    /// Nothing for an operation without an example of a success.
    pub(crate) fn success(&self, target: &Target<'_>) -> Option<&Success> {
        let At { service, operation } = target.at;
        self.0.get(service)?.get(operation)?.get_or_init(|| make(target)).as_ref()
    }
}

fn make(target: &Target<'_>) -> Option<Success> {
    let mut value = routes::success_example(target)?;
    let simplified = reply::simplified(target, &value);
    let charge = target.service.charge.as_ref();
    let cost = charge.and_then(|charge| target.data_in(&mut value)?.get(&charge.field.wire)?.as_u64());
    let data = target.data_in(&mut value);
    let shown = |path: &str| data.as_ref()?.pointer(&reply::pointer(path)).map(text);
    let echo = target.operation.echo.iter();
    let echo = echo.filter_map(|echo| Some((echo.field.clone(), shown(&echo.path)?))).collect();
    Some(Success { echo, cost, plain: value.to_string().into(), simplified: simplified.to_string().into(), value })
}
