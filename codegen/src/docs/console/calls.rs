//! What the script knows of calls: where fields stand, how lists are written, how a call is signed, and what a success is.

use super::{Server, Site, address};
use crate::json::Written;
use crate::model::api::{Auth, Field, Operation, Protocol, Service, Signing, Type, Unit, Version};
use crate::model::signing::{Digest, Holds, Piece};
use crate::model::time_form::{Part, TimeForm};
use crate::words::{Case, Hash, Origin, SignOrder, SignedAs};

/// Operations by their addresses, those that the page has a form of; services by their names.
pub(in super::super) fn calls(site: &Site<'_>, server: &Server<'_>) -> [(String, Written); 2] {
    let forms = site.operations().filter(|_| !site.folder).chain(site.alone);
    let calls = forms.map(|(of, operation)| (address::operation(of, operation), call(server, of, operation)));
    let services = site.services.iter().map(|each| (each.name.wire.clone(), service(server, each)));
    [("calls".to_owned(), Written::Map(calls.collect())), ("services".to_owned(), Written::Map(services.collect()))]
}

fn call(server: &Server<'_>, service: &Service, operation: &Operation) -> Written {
    let (method, path) = match &operation.http {
        Some(http) => (http.method.word(), format!("{}{}", server.prefix, http.path)),
        None => ("POST", service.gateway_path().to_owned()),
    };
    let root = match service.protocol {
        Protocol::Top => operation.root_key(),
        Protocol::Envelope => String::new(),
    };
    let fields = operation.request.iter().map(|field| {
        let style = field.style.map_or("", |style| style.word());
        let json = if is_json(field) { "json" } else { "text" };
        (field.name.wire.clone(), Written::list([field.place.word(), style, json]))
    });
    let confirms = operation.reply.confirm.iter().map(|confirm| {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        Written::list([confirm.flag.clone(), text(&confirm.code), text(&confirm.message)])
    });
    let version = operation.version.as_ref().and_then(Version::beside);
    let version = version.map(|(place, name, value)| Written::list([place.word(), name, value]));
    Written::map([
        ("service", service.name.wire.as_str().into()),
        ("id", operation.id.as_str().into()),
        ("version", version.unwrap_or_else(|| Written::List(Vec::new()))),
        ("method", method.into()),
        ("path", path.into()),
        ("body", operation.body.word().into()),
        // Whatever goes to the one URL is signed.
        ("shown", is_shown(service, operation).into()),
        ("shop", operation.needs_shop.into()),
        ("root", root.into()),
        ("fields", Written::Map(fields.collect())),
        ("confirms", Written::List(confirms.collect())),
    ])
}

/// The call shows who makes it.
pub(super) fn is_shown(service: &Service, operation: &Operation) -> bool {
    operation.authenticated || service.protocol == Protocol::Top
}

/// In a JSON body it is what its text says, not a text.
fn is_json(field: &Field) -> bool {
    match &field.ty {
        Type::Int | Type::Bool | Type::Flag01 | Type::Json => true,
        Type::Record(_) | Type::List { .. } | Type::Values { .. } | Type::Map { .. } => true,
        Type::DateTime(form) => matches!(form, Some(TimeForm::UnixSeconds | TimeForm::UnixMillis)),
        Type::Money(unit) => matches!(unit, Unit::Fen | Unit::Points),
        _ => false,
    }
}

fn service(server: &Server<'_>, service: &Service) -> Written {
    let mut all = vec![("success".to_owned(), service.success_code.as_deref().unwrap_or_default().into())];
    let mut say = |name: &str, value: Written| all.push((name.to_owned(), value));
    match &service.auth {
        Auth::Bearer { header } => {
            say("header", header.as_str().into());
            say("scheme", if server.bare_token { "" } else { "Bearer " }.into());
        }
        Auth::Header { header } => {
            say("header", header.as_str().into());
            say("scheme", "".into());
        }
        Auth::Query { name } => say("query", name.as_str().into()),
        Auth::Signed(signing) => say("signing", signed(signing)),
        Auth::None => {}
    }
    Written::Map(all)
}

fn signed(signing: &Signing) -> Written {
    let parameters = signing.parameters.iter().map(|common| {
        let (kind, value) = match &common.holds {
            Holds::From(Origin::Operation) => ("operation", Written::from("")),
            Holds::From(Origin::Account) => ("account", "".into()),
            Holds::From(Origin::Session) => ("session", "".into()),
            Holds::From(Origin::Digest) => ("digest", "".into()),
            Holds::From(Origin::Simplify) => ("blank", "".into()),
            Holds::Value(value) => ("value", value.as_str().into()),
            Holds::Time { form, ahead } => ("time", time(form, *ahead)),
            Holds::Nonce => ("nonce", "".into()),
        };
        Written::List(vec![common.name.as_str().into(), kind.into(), value])
    });
    let digests = signing.digests.iter().map(|digest| {
        let hash = match digest.hash {
            Hash::Md5 => "",
            Hash::Sha256 => "SHA-256",
        };
        let said = [("hash", hash.into()), ("keyed", digest.keyed.into()), ("around", pieces(&digest.around))];
        (digest.word.clone(), Written::map(said))
    });
    Written::map([
        ("parameters", Written::List(parameters.collect())),
        ("sign", signing.sign.as_str().into()),
        ("except", Written::list(signing.except.iter().map(String::as_str))),
        ("skip", signing.skip_blank.into()),
        ("sorted", (signing.order == SignOrder::Bytes).into()),
        ("each", pieces(&signing.each)),
        ("between", signing.between.as_str().into()),
        ("encoded", (signing.values == SignedAs::UrlEncoded).into()),
        ("upper", (signing.case == Case::Upper).into()),
        ("digests", Written::Map(digests.collect())),
    ])
}

/// Browsers make no MD5.
pub(super) fn can_be_made(digest: &Digest) -> bool {
    digest.hash == Hash::Sha256
}

/// What stands there: a place, or a text.
fn pieces(pieces: &[Piece]) -> Written {
    Written::List(
        pieces
            .iter()
            .map(|piece| {
                let (place, text) = match piece {
                    Piece::Name => ("name", ""),
                    Piece::Value => ("value", ""),
                    Piece::Secret => ("secret", ""),
                    Piece::Path => ("path", ""),
                    Piece::Text => ("text", ""),
                    Piece::Literal(text) => ("", text.as_str()),
                };
                Written::list([place, text])
            })
            .collect(),
    )
}

/// The minutes by which the zone is ahead, then what the time is made of.
fn time(form: &TimeForm, ahead: i16) -> Written {
    let parts = match form {
        TimeForm::UnixSeconds => Written::from("seconds"),
        TimeForm::UnixMillis => "millis".into(),
        TimeForm::Parts(parts) => Written::list(parts.iter().map(|part| {
            let (from, to, text) = match part {
                Part::Year => (0, 4, ""),
                Part::Month => (5, 7, ""),
                Part::Day => (8, 10, ""),
                Part::Hour => (11, 13, ""),
                Part::Minute => (14, 16, ""),
                Part::Second => (17, 19, ""),
                Part::Millis => (20, 23, ""),
                Part::Literal(text) => (0, 0, text.as_str()),
            };
            Written::List(vec![from.into(), to.into(), text.into()])
        })),
    };
    Written::List(vec![ahead.into(), parts])
}
