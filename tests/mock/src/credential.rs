//! What shows who makes a call to an envelope service, in each place where a spec may say that it stands.

use vvtool_codegen::model::api::{Auth, Signing};

use crate::form::Form;
use crate::gate::{self, Context, Refusal, envelope_code, refuse};
use crate::place;
use crate::received::{Received, find};
use crate::routes::Target;

/// The token or key, where the call has to show one. One that nobody asks for is noted.
pub(crate) fn token(target: &Target<'_>, received: &mut Received, context: &Context<'_>) -> Result<(), Refusal> {
    let auth = &target.service.auth;
    let (what, given) = match auth {
        Auth::Bearer { header } | Auth::Header { header } => {
            (format!("header {header}"), received.header(&header.to_ascii_lowercase()).map(str::to_owned))
        }
        Auth::Query { name } => {
            (format!("parameter {name}"), find(&place::query(&received.query), name).map(str::to_owned))
        }
        Auth::Signed(_) | Auth::None => return Ok(()),
    };
    if !target.operation.authenticated {
        if given.is_some() {
            received.notes.push(format!("a {what} that nobody asks for"));
        }
        return Ok(());
    }
    let bearer = matches!(auth, Auth::Bearer { .. }) && !context.options.bare_token;
    let expected = if bearer { format!("Bearer {}", context.token) } else { context.token.to_owned() };
    match given {
        None => refuse(envelope_code::BAD_TOKEN, format!("no {what}")),
        Some(value) if value != expected => {
            refuse(envelope_code::BAD_TOKEN, format!("the {what} holds another token or scheme"))
        }
        Some(_) => Ok(()),
    }
}

/// A parameter that belongs to no operation: it says who calls.
pub(crate) fn is_common(target: &Target<'_>, name: &str) -> bool {
    match &target.service.auth {
        Auth::Query { name: key } => key == name,
        Auth::Signed(signing) => has(signing, name),
        Auth::Bearer { .. } | Auth::Header { .. } | Auth::None => false,
    }
}

pub(crate) fn has(signing: &Signing, name: &str) -> bool {
    signing.sign == name || signing.parameters.iter().any(|common| common.name == name)
}

/// The signature over what stands in the query and in the body.
pub(crate) fn signed(
    target: &Target<'_>,
    form: &Form,
    received: &mut Received,
    context: &Context<'_>,
) -> Result<(), Refusal> {
    let Auth::Signed(signing) = &target.service.auth else { return Ok(()) };
    let query = place::query(&received.query);
    if !target.operation.authenticated {
        if query.iter().chain(&form.fields).any(|(name, _)| has(signing, name)) {
            received.notes.push("a signature that nobody asks for".to_owned());
        }
        return Ok(());
    }
    gate::signed(target, signing, (&query, &form.fields), &received.path, context)
}
