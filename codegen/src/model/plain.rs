//! What is taken over as it stands: names, prose, limits, withdrawals.

use super::api::{Deprecated, Doc, Field, Name, Period, RateLimit};
use super::name;
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawDeprecated, RawDoc, RawRate, Text};

/// A withdrawal, checked by its table.
pub(super) fn deprecated(raw: &RawDeprecated) -> Deprecated {
    Deprecated { since: raw.since.value.clone(), why: raw.why.value.clone() }
}

/// A limit, checked by its table.
pub(super) fn rate(raw: &RawRate) -> RateLimit {
    RateLimit {
        of_account: raw.scope.is_some(),
        calls: raw.calls.value.parse().unwrap_or(1),
        per: Period::from_word(&raw.per.value).unwrap_or(Period::Second),
    }
}

/// Prose as it is.
pub(super) fn doc(raw: &RawDoc) -> Doc {
    Doc { en: raw.en.clone(), zh: raw.zh.clone(), note: raw.note.clone(), note_zh: raw.note_zh.clone() }
}

/// A name that the spec already spells as Rust does.
pub(super) fn same(text: &Text) -> Name {
    Name { wire: text.value.clone(), ident: name::ty(&text.value), span: text.span }
}

/// A name with the identifier made for it, or a finding and a stand-in.
pub(super) fn named(text: &Text, ident: Option<String>, stand_in: &str, diags: &mut Vec<Diag>) -> Name {
    let ident = ident.unwrap_or_else(|| {
        if !text.value.is_empty() {
            diags.push(
                Diag::new(codes::NO_IDENT, text.span, format!("{} makes no Rust name", quoted(&text.value)))
                    .help("use ASCII letters, digits and underscores"),
            );
        }
        stand_in.to_owned()
    });
    Name { wire: text.value.clone(), ident, span: text.span }
}

/// A field of the request, as a rule or an intent names it.
pub(super) fn found(field: &Text, request: &[Field]) -> Name {
    let ident = request
        .iter()
        .find(|each| each.name.wire == field.value)
        .map_or_else(String::new, |each| each.name.ident.clone());
    Name { wire: field.value.clone(), ident, span: field.span }
}
