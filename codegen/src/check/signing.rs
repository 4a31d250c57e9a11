//! V062: a signature can be made, and proves that the secret is known.

use std::collections::{BTreeSet, HashSet};

use super::view::{ServiceAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawAuth, RawCommon, RawSign, RawWay, Text};
use crate::model::api::{Operation, Protocol};
use crate::model::name;
use crate::model::signing::{AROUND, EACH, Piece, ahead, pieces};
use crate::model::time_form::{Part, parts};
use crate::words::{Origin, Place, Scheme, Style};

rule! {
    SIGNING = "V062" "a signature that cannot be made, or proves nothing"
        "Under scheme `signed` every call has the `parameters`, and `sign` says what is hashed. Each name stands once, in no request either; one \
         parameter is `from: operation` where no path says it, one `from: account`, and one `from: session` where shops are needed. `each` has \
         `{value}`; `around` has `{text}`, and `{secret}` unless `key: secret` makes it a keyed hash: a digest without the secret could \
         be made by anybody. Where there are several digests, `by` names the parameter with `from: digest`. A time is written with \
         yyyy, MM, dd, HH, mm, ss, SSS and signs, or letters in apostrophes, between them, or as unix_seconds, unix_millis, which have no zone; a zone as +08:00. `except` \
         names parameters that calls have, a version in the query among them. `from: simplify` says that TOP answers in its simpler form: no other \
         gateway has one."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let Some(head) = &service.raw.head else { continue };
        let Some(sign) = &head.auth.sign else { continue };
        taken(&head.auth, sign, &service.api.operations, diags);
        excepted(&head.auth, sign, service, diags);
        origins(&head.auth, service.api.protocol, &service.api.operations, diags);
        let mut found = |text: &Text, message: String, help: &str| {
            // What is empty has been reported.
            if !text.value.is_empty() {
                diags.push(Diag::new(SIGNING, text.span, message).help(help.to_owned()));
            }
        };
        names(&head.auth, sign, &mut found);
        head.auth.parameters.iter().for_each(|parameter| time(parameter, &mut found));
        template(&sign.each, EACH, &[Piece::Value], &mut found);
        digests(&head.auth, sign, &mut found);
    }
}

/// Takes what is wrong with a text, and what to do.
type Found<'f> = dyn FnMut(&Text, String, &str) + 'f;

fn names(auth: &RawAuth, sign: &RawSign, found: &mut Found<'_>) {
    let mut seen: HashSet<&str> = HashSet::new();
    for name in auth.parameters.iter().map(|parameter| &parameter.name).chain([&sign.name]) {
        if !seen.insert(&name.value) {
            found(
                name,
                format!("a second parameter {}", quoted(&name.value)),
                "give one of them another name, or remove it",
            );
        }
    }
}

/// No field of a request is called as a parameter that every call has: it would be sent twice.
fn taken(auth: &RawAuth, sign: &RawSign, operations: &[Operation], diags: &mut Vec<Diag>) {
    let common: Vec<&Text> = auth.parameters.iter().map(|parameter| &parameter.name).chain([&sign.name]).collect();
    for field in operations.iter().flat_map(|operation| &operation.request) {
        if let Some(name) = common.iter().find(|name| name.value == field.name.wire) {
            let message = format!("every call has a parameter {} already", quoted(&field.name.wire));
            diags.push(Diag::new(SIGNING, field.name.span, message).label(name.span, "sent with every call"));
        }
    }
}

/// What is not to be signed is sent by some call.
fn excepted(auth: &RawAuth, sign: &RawSign, service: &ServiceAt<'_>, diags: &mut Vec<Diag>) {
    let operations = &service.api.operations;
    let common = auth.parameters.iter().map(|parameter| &parameter.name).chain([&sign.name]).map(|name| &*name.value);
    let fields = operations.iter().flat_map(|operation| &operation.request).map(|field| &*field.name.wire);
    let versions = operations.iter().filter_map(|operation| operation.version.as_ref()?.sent(Place::Query));
    let known: BTreeSet<&str> = common.chain(fields).chain(versions.map(|(name, _)| name)).collect();
    for field in operations.iter().flat_map(|operation| &operation.request) {
        let named = sign.over.except.iter().find(|name| name.value == field.name.wire);
        if let Some(name) =
            named.filter(|_| matches!(field.style, Some(Style::Brackets | Style::Indexed | Style::Deep)))
        {
            let message = format!("the parts of {} have names of their own, and would be signed", quoted(&name.value));
            diags.push(Diag::new(SIGNING, name.span, message).label(field.name.span, "sent in parts"));
        }
    }
    // An operation that is not read may have it.
    for name in sign.over.except.iter().filter(|name| service.raw.operations_known && !known.contains(&*name.value)) {
        let message = format!("no call has a parameter {}", quoted(&name.value));
        diags.push(Diag::new(SIGNING, name.span, message).nearest(&name.value, known.iter().copied()));
    }
}

/// Every call says which operation it is, unless its path does, and who makes it, and for which shop where one is needed.
fn origins(auth: &RawAuth, protocol: Protocol, operations: &[Operation], diags: &mut Vec<Diag>) {
    if Scheme::from_word(&auth.scheme.value) != Some(Scheme::Signed) {
        return;
    }
    if let Some(simplify) = auth.parameters.iter().find(|parameter| holds(parameter, Origin::Simplify))
        && protocol != Protocol::Top
    {
        let diag =
            Diag::new(SIGNING, simplify.span, "only TOP has a simpler form to answer in: nothing is ever sent here");
        diags.push(
            diag.help(format!("leave {} out, or say what it holds: {{name: .., value: ..}}", simplify.name.value)),
        );
    }
    let needs_shop = operations.iter().any(|operation| operation.needs_shop);
    for (origin, wanted) in
        [(Origin::Operation, protocol == Protocol::Top), (Origin::Account, true), (Origin::Session, needs_shop)]
    {
        let mut holding = auth.parameters.iter().filter(|parameter| holds(parameter, origin));
        let word = origin.word();
        match (holding.next(), holding.next()) {
            (None, _) if wanted => {
                let message = format!("no parameter says `from: {word}`");
                let help = format!("add the one that calls send it in: {{name: .., from: {word}}}");
                diags.push(Diag::new(SIGNING, auth.scheme.span, message).help(help));
            }
            (Some(first), Some(second)) => {
                let message = format!("a second parameter says `from: {word}`");
                diags.push(Diag::new(SIGNING, second.span, message).label(first.span, "the first"));
            }
            _ => {}
        }
    }
}

fn holds(parameter: &RawCommon, origin: Origin) -> bool {
    parameter.from.as_ref().and_then(|from| Origin::from_word(&from.value)) == Some(origin)
}

fn time(parameter: &RawCommon, found: &mut Found<'_>) {
    let Some(form) = &parameter.format else { return };
    let zoneless = matches!(form.value.as_str(), "unix_seconds" | "unix_millis" | "nonce");
    match parts(&form.value) {
        _ if zoneless => {}
        Err(letters) => {
            let message = format!("{} stands for no part of a time", quoted(letters));
            found(form, message, "write yyyy, MM, dd, HH, mm, ss, SSS, or unix_seconds, unix_millis, nonce");
        }
        Ok(parts) if !parts.contains(&Part::Year) => {
            found(
                form,
                format!("{} says no year", quoted(&form.value)),
                "write yyyy: a call could be sent again in another year",
            );
        }
        Ok(_) => {}
    }
    match &parameter.zone {
        Some(zone) if zoneless => {
            found(zone, format!("{} is the same in every zone", form.value), "remove the zone");
        }
        Some(zone) if ahead(&zone.value).is_none() => {
            found(zone, format!("{} is no zone", quoted(&zone.value)), "write its offset: \"+08:00\"");
        }
        _ => {}
    }
}

fn template(text: &Text, places: &[(&str, Piece)], must: &[Piece], found: &mut Found<'_>) -> Vec<Piece> {
    let written = || places.iter().map(|(word, _)| format!("{{{word}}}")).collect::<Vec<_>>().join(", ");
    let pieces = match pieces(&text.value, places) {
        Ok(pieces) => pieces,
        Err(place) => {
            let message = format!("{} is no place for anything", quoted(&format!("{{{place}}}")));
            found(text, message, &format!("the places are {}", written()));
            // What it was meant to be is not known: nothing more is said about it.
            return places.iter().map(|(_, piece)| piece.clone()).collect();
        }
    };
    for (word, _) in places.iter().filter(|(_, piece)| must.contains(piece) && !pieces.contains(piece)) {
        found(
            text,
            format!("without {{{word}}} nothing of the call is signed"),
            &format!("the places are {}", written()),
        );
    }
    pieces
}

fn digests(auth: &RawAuth, sign: &RawSign, found: &mut Found<'_>) {
    let mut idents: HashSet<String> = HashSet::new();
    for (word, way) in &sign.digest.of.0 {
        secret(word, way, found);
        match name::upper(&word.value) {
            Some(ident) if idents.insert(ident.clone()) => {}
            Some(ident) => found(word, format!("two digests would be {ident} in Rust"), "rename one of them"),
            None => found(word, format!("{} has no name in Rust", quoted(&word.value)), "use ASCII letters and digits"),
        }
    }
    let by_parameters =
        auth.parameters.iter().find(|parameter| holds(parameter, Origin::Digest)).map(|parameter| &parameter.name);
    match (&sign.digest.by, by_parameters) {
        (Some(by), Some(name)) if by.value != name.value => {
            found(
                by,
                format!("{} is not the parameter with `from: digest`", quoted(&by.value)),
                &format!("write {}", name.value),
            );
        }
        (Some(by), None) => {
            found(by, format!("no parameter {} says `from: digest`", quoted(&by.value)), "add it to `parameters`");
        }
        (None, Some(name)) => {
            found(name, "no digest is chosen by this parameter".to_owned(), "name it in `digest`: by");
        }
        (None, None) if sign.digest.of.0.len() > 1 => {
            if let Some((word, _)) = sign.digest.of.0.get(1) {
                found(
                    word,
                    "nothing says which of several digests a call has".to_owned(),
                    "name the parameter in `digest`: by",
                );
            }
        }
        _ => {}
    }
}

fn secret(word: &Text, way: &RawWay, found: &mut Found<'_>) {
    let keyed = way.key.is_some();
    let pieces = match &way.around {
        Some(around) => template(around, AROUND, &[Piece::Text], found),
        None => vec![Piece::Text],
    };
    if !keyed && !pieces.contains(&Piece::Secret) {
        let message = format!("the digest {} leaves the secret out: anybody could sign", quoted(&word.value));
        found(way.around.as_ref().unwrap_or(word), message, "write key: secret, or {secret} into around");
    }
}
