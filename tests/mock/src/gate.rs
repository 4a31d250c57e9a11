//! Lets a request pass or refuses it, as each protocol documents it.

use vvtool_codegen::model::api::{Api, Auth, Body, Service, Signing};
use vvtool_codegen::model::signing::{Common, Holds};
use vvtool_codegen::words::Origin;

use crate::authorised::Authorised;
use crate::check::{self, Findings};
use crate::credential;
use crate::form::Form;
use crate::options::Options;
use crate::place;
use crate::received::{Received, find};
use crate::routes::{Index, Target};
use crate::sign::{self, Sent, signature_of};
use crate::style;

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

pub(crate) fn refuse<T>(code: &'static str, why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, name: None, why: why.into() })
}

/// The entries that the gateway of an envelope service answers by itself.
pub(crate) mod envelope_code {
    pub(super) const BAD_REQUEST: &str = "100";
    pub(crate) const BAD_TOKEN: &str = "401";
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
    form: &mut Form,
    received: &mut Received,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let method = target.operation.http.as_ref().map_or("POST", |http| http.method.word());
    if received.method != method {
        return refuse(envelope_code::NO_ROUTE, format!("{} is not {method}", received.method));
    }
    credential::token(target, received, context)?;
    if let Some(why) = &form.broken {
        return refuse(envelope_code::BAD_REQUEST, why);
    }
    let accepted =
        form.style.is_some_and(|style| style == target.operation.body || context.options.also_accept.contains(&style));
    if !accepted {
        return refuse(envelope_code::BAD_REQUEST, format!("the body has to be {}", style_name(target.operation.body)));
    }
    credential::signed(target, form, received, context)?;
    let mut misplaced: Vec<String> = place::version(target, received).into_iter().collect();
    misplaced.extend(place::gather(target, form, received, &context.options.prefix));
    received.arrived.clone_from(&form.fields);
    // A body that came as JSON, where another was asked for, has lists of its own.
    if form.style == Some(target.operation.body) {
        let (folded, wrong) = style::fold(target, &form.fields);
        form.fields = folded;
        misplaced.extend(wrong);
    }
    let Findings { missing, mut invalid, broken_rule, notes } = check::fields(target, &form.fields, &form.files);
    invalid.extend(misplaced);
    received.notes.extend(notes);
    if !missing.is_empty() {
        return refuse(envelope_code::BAD_REQUEST, format!("missing: {}", missing.join(", ")));
    }
    if let Some((name, why)) = broken_rule {
        return Err(Refusal { code: envelope_code::BAD_REQUEST, name, why });
    }
    if target.is_token_operation() {
        // A gateway of one's own may ask for something else.
        let asks = |name: &str| target.operation.request.iter().any(|field| field.name.wire == name);
        let right = |name: &str, value: &str| !asks(name) || find(&form.fields, name) == Some(value);
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

/// Parameters of the protocol that a client of ours never sends, in no operation's own list.
const RARE: &[&str] = &["partner_id", "target_app_key"];

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
    if !matches!(form.style, Some(Body::Form | Body::Multipart)) {
        return refuse("47", "the body has to be url-encoded, or in parts");
    }
    let Some(Service { auth: Auth::Signed(signing), .. }) = gateway.api.services.get(gateway.service) else {
        return refuse("25", "the spec says nothing of signatures");
    };
    let name = that_holds(signing, Origin::Operation).map_or("method", |common| &common.name);
    let Some(method) = given((&[], &form.fields), name) else {
        return refuse("21", format!("no {name}"));
    };
    let Some(target) = gateway.index.method(gateway.api, gateway.service, method) else {
        return refuse("22", "no such method");
    };
    received.operation = Some(target.name());
    if (form.style == Some(Body::Multipart)) != (target.operation.body == Body::Multipart) {
        return refuse("47", format!("the body has to be {}", style_name(target.operation.body)));
    }
    signed(&target, signing, (&[], &form.fields), &received.path, context)?;
    let is_common = |name: &str| RARE.contains(&name) || credential::has(signing, name);
    let own: Vec<_> = form.fields.iter().filter(|(name, _)| !is_common(name)).cloned().collect();
    let (own, wrong) = style::fold(&target, &own);
    let mut findings = check::fields(&target, &own, &form.files);
    findings.invalid.extend(wrong);
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

fn that_holds(signing: &Signing, origin: Origin) -> Option<&Common> {
    signing.parameters.iter().find(|common| common.holds == Holds::From(origin))
}

/// A parameter that says something, wherever it was sent.
fn given<'p>((query, body): Sent<'p>, name: &str) -> Option<&'p str> {
    find(query, name).or_else(|| find(body, name)).filter(|value| !value.trim().is_empty())
}

/// What every signed call has besides its own fields: the common parameters, the signature, the session.
pub(crate) fn signed(
    target: &Target<'_>,
    signing: &Signing,
    sent: Sent<'_>,
    path: &str,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    for common in &signing.parameters {
        held(common, given(sent, &common.name), context)?;
    }
    check_signature(sent, context, signing, path)?;
    match that_holds(signing, Origin::Session).and_then(|common| given(sent, &common.name)) {
        None if target.operation.needs_shop => refuse("26", "no session"),
        Some(session) if !context.shops.is_session(session, &context.options.session) => {
            refuse("27", "another session")
        }
        _ => Ok(()),
    }
}

/// A common parameter holds what it says.
fn held(common: &Common, given: Option<&str>, context: &Context<'_>) -> Result<(), Refusal> {
    let Common { name, holds } = common;
    match (holds, given) {
        (Holds::Value(value), given) if given != Some(value) => {
            let code = match (name.as_str(), given) {
                ("format", _) => "23",
                (_, None) => "32",
                (_, Some(_)) => "34",
            };
            refuse(code, format!("{name} is not {value}"))
        }
        (Holds::From(Origin::Account), None) => refuse("28", format!("no {name}")),
        (Holds::From(Origin::Account), Some(key)) if key != context.options.app_key => {
            refuse("29", format!("another {name}"))
        }
        (Holds::Time { .. } | Holds::Nonce, None) => refuse("30", format!("no {name}")),
        (Holds::Time { form, ahead }, Some(text)) => match form.read(text, *ahead) {
            None => refuse("31", format!("{name} is no time as the spec writes it")),
            Some(time) if time.abs_diff(context.now) > SKEW_SECONDS.unsigned_abs() => {
                refuse("31", format!("{name} is {} s off in its zone", time.saturating_sub(context.now)))
            }
            Some(_) => Ok(()),
        },
        _ => Ok(()),
    }
}

/// The signature is the one that the secret and these parameters make.
fn check_signature(sent: Sent<'_>, context: &Context<'_>, signing: &Signing, path: &str) -> Result<(), Refusal> {
    let Some(sign) = given(sent, &signing.sign) else {
        return refuse("24", format!("no {}", signing.sign));
    };
    let digest = sign::digest(signing, signing.by.as_ref().and_then(|by| given(sent, by)));
    let made = |digest| signature_of(signing, digest, &context.options.app_secret, path, sent);
    match digest.and_then(made) {
        None => {
            let words: Vec<_> = signing.digests.iter().map(|digest| digest.word.as_str()).collect();
            refuse("25", format!("{} is none of {}", signing.by.as_deref().unwrap_or("the digest"), words.join(", ")))
        }
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
        Body::None => "none",
    }
}
