//! How calls are signed, as a table of the runtime and as the type of the digests that one may ask for.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rust::ident;
use crate::model::signing::{Common, Digest, Holds, Piece, Signing};
use crate::model::time_form::{Part, TimeForm};
use crate::words::{SignOrder, SignedAs};

/// `.signing(rt::Signing::new("sign")..)`
pub(super) fn table(signing: &Signing) -> TokenStream {
    let Signing { sign, except, between, .. } = signing;
    let parameters = signing.parameters.iter().map(common);
    let except = (!except.is_empty()).then(|| quote! { .except(&[#(#except,)*]) });
    let blank = signing.skip_blank.then(|| quote! { .skip_blank() });
    let files = signing.without_files.then(|| quote! { .without_files() });
    let order = (signing.order == SignOrder::Declared).then(|| quote! { .as_sent() });
    let each = signing.each.iter().map(piece);
    let between = (!between.is_empty()).then(|| quote! { .between(#between) });
    let encoded = (signing.values == SignedAs::UrlEncoded).then(|| quote! { .url_encoded() });
    let digests = signing.digests.iter().map(digest);
    let case = ident(signing.case.variant());
    quote! {
        .signing(&rt::Signing::new(#sign, &[#(#digests,)*])
            .parameters(&[#(#parameters,)*])
            #except #blank #files #order
            .each(&[#(#each,)*])
            #between #encoded
            .case(rt::Case::#case))
    }
}

fn common(common: &Common) -> TokenStream {
    let name = &common.name;
    let holds = match &common.holds {
        Holds::From(origin) => {
            let origin = ident(origin.variant());
            quote! { rt::Holds::#origin }
        }
        Holds::Value(value) => quote! { rt::Holds::Value(#value) },
        Holds::Nonce => quote! { rt::Holds::Nonce },
        Holds::Time { form: TimeForm::UnixSeconds, .. } => quote! { rt::Holds::UnixSeconds },
        Holds::Time { form: TimeForm::UnixMillis, .. } => quote! { rt::Holds::UnixMillis },
        Holds::Time { form: TimeForm::Parts(parts), ahead } => {
            let (parts, ahead) = (parts.iter().map(part), Literal::i16_unsuffixed(*ahead));
            quote! { rt::Holds::Time(&[#(#parts,)*], #ahead) }
        }
    };
    quote! { (#name, #holds) }
}

fn part(part: &Part) -> TokenStream {
    match part {
        Part::Literal(text) => quote! { rt::Part::Literal(#text) },
        part => {
            let part = ident(&format!("{part:?}"));
            quote! { rt::Part::#part }
        }
    }
}

fn piece(piece: &Piece) -> TokenStream {
    match piece {
        Piece::Literal(text) => quote! { rt::Piece::Literal(#text) },
        piece => {
            let piece = ident(&format!("{piece:?}"));
            quote! { rt::Piece::#piece }
        }
    }
}

fn digest(digest: &Digest) -> TokenStream {
    let (word, hash) = (&digest.word, ident(digest.hash.variant()));
    let keyed = digest.keyed.then(|| quote! { .keyed() });
    let around = (digest.around != [Piece::Text]).then(|| {
        let around = digest.around.iter().map(piece);
        quote! { .around(&[#(#around,)*]) }
    });
    quote! { rt::Digest::new(#word, rt::Hash::#hash) #keyed #around }
}

/// The type of the digests that one may ask for; none where there is no choice.
pub(super) fn choice(signing: &Signing) -> Option<TokenStream> {
    let by = signing.by.as_ref()?;
    let variants = signing.digests.iter().enumerate().map(|(at, digest)| {
        let (docs, variant) = (format!(" `{}`", digest.word), ident(&digest.ident));
        let default = (at == 0).then(|| quote! { #[default] });
        quote! { #[doc = #docs] #default #variant }
    });
    let (idents, words): (Vec<_>, Vec<_>) =
        signing.digests.iter().map(|digest| (ident(&digest.ident), &digest.word)).unzip();
    let docs = format!(" How a call is signed: a value of the parameter `{by}`.");
    Some(quote! {
        #[doc = #docs]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        #[non_exhaustive]
        pub enum SignMethod {
            #(#variants,)*
        }
        rt::sign_method!(SignMethod { #(#idents = #words,)* });
    })
}
