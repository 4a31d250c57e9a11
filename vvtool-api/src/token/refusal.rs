//! A token endpoint that refuses in the words of its protocol (RFC 6749, section 5.2) and not in those of its gateway.

use serde_json::Value;

use crate::error::{Api, BoxedContext, Detail};
use crate::meta::{Class, Service};
use crate::secrets::Secrets;
use crate::value::Charge;

/// What is refused now is refused the next time: `invalid_client` for an account that does not exist, with whatever status it comes.
const WORDS: [&str; 6] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "invalid_scope",
];
/// Such an answer is short.
const LONGEST: usize = 16 << 10;

/// The failure of a fetch as what its answer says, where that is a refusal; what the documents know of it stays.
pub(crate) fn told(mut fault: BoxedContext, service: &'static Service, secrets: &Secrets) -> BoxedContext {
    if fault.api().is_some_and(|api| api.matched.is_some()) {
        return fault;
    }
    let Some((body, word, why)) = fault.body().cloned().and_then(|body| {
        let (word, why) = refusal(&body)?;
        Some((body, word, why))
    }) else {
        return fault;
    };
    fault.class = Class::FixRequest;
    match &mut fault.detail {
        // Its own code and words.
        Detail::Api(api) => api.by_status = None,
        detail => {
            let mut api = Api {
                service,
                entry: None,
                matched: None,
                by_status: None,
                code: word.into(),
                message: why.into(),
                sub_code: None,
                request_id: None,
                authorization_url: None,
                retry_after: None,
                charge: Charge::None,
                remark: None,
                body,
            };
            api.hide(secrets);
            *detail = Detail::Api(api);
        }
    }
    fault
}

/// The word, and what is said beside it.
fn refusal(body: &[u8]) -> Option<(&'static str, String)> {
    // As text, like all that is read by serde_json here: reading bytes would be compiled besides.
    let text = core::str::from_utf8(Some(body).filter(|body| body.len() <= LONGEST)?).ok()?;
    let answer: Value = serde_json::from_str(text).ok()?;
    let text = |key: &str| answer.get(key).and_then(Value::as_str).map(str::trim);
    let said = text("error")?;
    let word = WORDS.into_iter().find(|word| *word == said)?;
    Some((word, text("error_description").unwrap_or_default().to_owned()))
}
