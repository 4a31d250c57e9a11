//! V076: what says who calls stands where nothing else does, and is of use.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::model::api::{Auth, Body, Place, Protocol, Type};
use crate::words::SignOrder;

rule! {
    AUTH = "V076" "a credential that cannot be sent, or that nobody asks for"
        "Under scheme `query` the key has its parameter for itself: no field of a request is called so. A `token_operation` fetches \
         tokens, which only the schemes bearer, header and query send. `auth: none` of an operation says that its call shows nothing; \
         where the whole service asks for nothing it says nothing, and all calls of a TOP service are signed. Of an envelope service with scheme `signed`, what is signed is \
         what stands in the query and the body: in a JSON body that is a text, a number or a flag, for nobody says how a list would be \
         written, and members have no order. Under `values: url_encoded` a member is signed as a form would have it."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let Some(head) = &service.raw.head else { continue };
        if let (Auth::Signed(_) | Auth::None, Protocol::Envelope, Some(fetches)) =
            (&service.api.auth, service.api.protocol, &head.token_operation)
        {
            let message = format!("no call carries the token that {} fetches", quoted(&fetches.value));
            diags.push(
                Diag::new(AUTH, fetches.span, message).label(head.auth.scheme.span, "they show who calls in this way"),
            );
        }
    }
    for at in &view.operations {
        let Some(head) = &at.raw_service.head else { continue };
        if let (Auth::None, Some(none)) = (&at.service.auth, &at.raw.auth) {
            let diag = Diag::new(AUTH, none.span, "no call of this service shows who makes it")
                .label(head.auth.scheme.span, "said here");
            diags.push(diag.help("leave it out".to_owned()));
        }
        if let (Protocol::Top, Some(none)) = (at.service.protocol, &at.raw.auth) {
            let diag = Diag::new(AUTH, none.span, "all calls of a TOP service are signed");
            diags.push(diag.help("leave it out".to_owned()));
        }
        match &at.service.auth {
            Auth::Query { name } => {
                for field in at.api.request.iter().filter(|field| field.name.wire == *name) {
                    let message = format!("every call has a parameter {} already: the key", quoted(name));
                    diags.push(Diag::new(AUTH, field.name.span, message).label(head.auth.scheme.span, "said here"));
                }
            }
            Auth::Signed(signing) if at.api.authenticated && at.api.body == Body::Json => {
                if signing.order == SignOrder::Declared {
                    let message = "members of a JSON body have no order in which they could be signed";
                    let diag = Diag::new(AUTH, at.api.span, message);
                    diags.push(diag.help("order: bytes of the service, or another body".to_owned()));
                }
                for field in at.api.request.iter().filter(|field| field.place == Place::Body && holds_many(&field.ty)) {
                    let message =
                        format!("nobody says how {} is written in the text that is signed", quoted(&field.name.wire));
                    let diag = Diag::new(AUTH, field.name.span, message);
                    diags.push(diag.help("type: json, a text of its own, or another body".to_owned()));
                }
            }
            _ => {}
        }
    }
}

fn holds_many(ty: &Type) -> bool {
    matches!(ty, Type::Record(_) | Type::List { .. } | Type::Values { .. } | Type::Map { .. })
}
