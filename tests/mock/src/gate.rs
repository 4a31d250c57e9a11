//! Lets a request pass or refuses it, as each protocol documents it.

use vvtool_codegen::model::api::{Api, Body};

use crate::authorised::Authorised;
use crate::check::{self, Findings};
use crate::clock;
use crate::form::Form;
use crate::options::Options;
use crate::received::{Received, find};
use crate::routes::{self, Index, Target};
use crate::sign::signature;

/// Why a request is refused: an entry of the service's error table and a line for the person who looks at it.
#[derive(Debug)]
pub(crate) struct Refusal {
    /// Code of the entry; its first one where `name` is none.
    pub(crate) code: &'static str,
    /// Name of the entry.
    pub(crate) name: Option<String>,
    /// What was wrong. Never a value that the request carried.
    pub(crate) why: String,
}

fn refuse<T>(code: &'static str, why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, name: None, why: why.into() })
}

/// The entries that the gateway of an envelope service answers by itself.
mod envelope_code {
    pub(super) const BAD_REQUEST: &str = "100";
    pub(super) const BAD_TOKEN: &str = "401";
    pub(super) const NO_ROUTE: &str = "404";
}

/// What the gates know besides the request.
pub(crate) struct Context<'a> {
    pub(crate) options: &'a Options,
    /// The access token that is valid now.
    pub(crate) token: &'a str,
    /// Seconds since 1970.
    pub(crate) now: i64,
    pub(crate) shops: &'a Authorised,
}

/// One URL for many operations.
pub(crate) struct Gateway<'a> {
    pub(crate) api: &'a Api,
    pub(crate) index: &'a Index,
    pub(crate) service: usize,
}

pub(crate) fn no_route(path: &str) -> Refusal {
    Refusal { code: envelope_code::NO_ROUTE, name: None, why: format!("no operation has the path {path}") }
}

/// An operation with its own path and a token in a header.
pub(crate) fn envelope(
    target: &Target<'_>,
    form: &Form,
    received: &mut Received,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let method = target.operation.http.as_ref().map_or("POST", |http| http.method.word());
    if received.method != method {
        return refuse(envelope_code::NO_ROUTE, format!("{} is not {method}", received.method));
    }
    if target.operation.authenticated {
        let header = routes::token_header(target.service);
        let expected =
            if context.options.bare_token { context.token.to_owned() } else { format!("Bearer {}", context.token) };
        match received.header(&header) {
            None => return refuse(envelope_code::BAD_TOKEN, format!("no header {header}")),
            Some(value) if value != expected => {
                return refuse(envelope_code::BAD_TOKEN, format!("the header {header} holds another token or scheme"));
            }
            Some(_) => {}
        }
    }
    if let Some(why) = &form.broken {
        return refuse(envelope_code::BAD_REQUEST, why);
    }
    let accepted =
        form.style.is_some_and(|style| style == target.operation.body || context.options.also_accept.contains(&style));
    if !accepted {
        return refuse(envelope_code::BAD_REQUEST, format!("the body has to be {}", style_name(target.operation.body)));
    }
    let Findings { missing, mut invalid, broken_rule, notes } = check::fields(target, &form.fields);
    received.notes.extend(notes);
    if !missing.is_empty() {
        return refuse(envelope_code::BAD_REQUEST, format!("missing: {}", missing.join(", ")));
    }
    if let Some((name, why)) = broken_rule {
        return Err(Refusal { code: envelope_code::BAD_REQUEST, name, why });
    }
    if target.is_token_operation() {
        let right = |name: &str, value: &str| find(&form.fields, name) == Some(value);
        if !right("grant_type", "client_credentials") {
            invalid.push("grant_type is not client_credentials".to_owned());
        } else if !right("client_id", &context.options.account) || !right("client_secret", &context.options.access_key)
        {
            return refuse(envelope_code::BAD_TOKEN, "account or access key is wrong");
        }
    }
    if !invalid.is_empty() {
        return refuse(envelope_code::BAD_REQUEST, invalid.join("; "));
    }
    Ok(())
}

/// Parameters of the protocol, in no operation's own list.
const COMMON: &[&str] = &[
    "method",
    "app_key",
    "session",
    "timestamp",
    "format",
    "v",
    "sign_method",
    "sign",
    "simplify",
    "partner_id",
    "target_app_key",
];

/// How far a timestamp may be off.
const SKEW_SECONDS: i64 = 600;

/// The one URL of the Taobao Open Platform. Answers the operation that `method` names.
pub(crate) fn top<'a>(
    gateway: &Gateway<'a>,
    form: &Form,
    received: &mut Received,
    context: &Context<'_>,
) -> Result<Target<'a>, Refusal> {
    if received.method != "POST" {
        return refuse("9", format!("{} is not POST", received.method));
    }
    if let Some(why) = &form.broken {
        return refuse("47", why);
    }
    if form.style != Some(Body::Form) {
        return refuse("47", "the body has to be url-encoded");
    }
    let given = |name: &str| find(&form.fields, name).filter(|value| !value.trim().is_empty());
    let Some(method) = given("method") else {
        return refuse("21", "no method");
    };
    let Some(target) = gateway.index.method(gateway.api, gateway.service, method) else {
        return refuse("22", "no such method");
    };
    received.operation = Some(target.name());
    if given("format") != Some("json") {
        return refuse("23", "format is not json");
    }
    match given("v") {
        None => return refuse("32", "no v"),
        Some("2.0") => {}
        Some(_) => return refuse("34", "v is not 2.0"),
    }
    match given("app_key") {
        None => return refuse("28", "no app_key"),
        Some(key) if key != context.options.app_key => return refuse("29", "another app_key"),
        Some(_) => {}
    }
    match given("timestamp") {
        None => return refuse("30", "no timestamp"),
        Some(text) => match clock::parse(text) {
            None => return refuse("31", "the timestamp is not yyyy-MM-dd HH:mm:ss"),
            Some(time) if time.abs_diff(context.now) > SKEW_SECONDS.unsigned_abs() => {
                return refuse("31", format!("the timestamp is {} s off in GMT+8", time.saturating_sub(context.now)));
            }
            Some(_) => {}
        },
    }
    check_signature(form, context, given("sign"), given("sign_method"))?;
    match given("session") {
        None if target.operation.needs_shop => return refuse("26", "no session"),
        Some(session) if !context.shops.is_session(session, &context.options.session) => {
            return refuse("27", "another session");
        }
        _ => {}
    }
    let own: Vec<_> = form.fields.iter().filter(|(name, _)| !COMMON.contains(&name.as_str())).cloned().collect();
    let findings = check::fields(&target, &own);
    received.notes.extend(findings.notes);
    if !findings.missing.is_empty() {
        return refuse("40", format!("missing: {}", findings.missing.join(", ")));
    }
    if let Some((name, why)) = findings.broken_rule {
        return Err(Refusal { code: "41", name, why });
    }
    if !findings.invalid.is_empty() {
        return refuse("41", findings.invalid.join("; "));
    }
    Ok(target)
}

fn check_signature(
    form: &Form,
    context: &Context<'_>,
    sign: Option<&str>,
    sign_method: Option<&str>,
) -> Result<(), Refusal> {
    let Some(sign) = sign else {
        return refuse("24", "no sign");
    };
    // md5 is what the platform assumes where sign_method is left out.
    match signature(sign_method.unwrap_or("md5"), &context.options.app_secret, &form.fields) {
        None => refuse("25", "sign_method is none of md5, hmac, hmac-sha256"),
        Some(expected) if expected != sign => {
            refuse("25", "the signature does not match the parameters and the secret")
        }
        Some(_) => Ok(()),
    }
}

pub(crate) fn style_name(style: Body) -> &'static str {
    match style {
        Body::Multipart => "multipart",
        Body::Form => "form",
        Body::Json => "json",
    }
}
