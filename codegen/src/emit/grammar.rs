//! A small text grammar with a typed builder.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::rust::{aliases, doc, entry_arguments, ident, tokens};
use crate::model::api::{Grammar, GrammarShape};

pub(super) fn builder(grammar: &Grammar) -> TokenStream {
    let name = ident(&grammar.name.ident);
    let table = format_ident!("{}_GRAMMAR", grammar.name.ident.to_uppercase());
    let docs = doc(&docs::grammar(grammar));
    let alias = aliases(&grammar.name.ident, [grammar.doc.zh.as_str()]);
    let (wire, separator, assign) = (&grammar.name.wire, &grammar.separator, &grammar.assign);
    let rows = grammar.entries.iter().map(|entry| {
        let key = &entry.name.wire;
        let per_id = match &entry.shape {
            GrammarShape::PerId { items, colon, values, .. } => Some(quote! { .per_id(#items, #colon, #values) }),
            GrammarShape::Value { .. } => None,
        };
        quote! { rt::GrammarEntry::new(#key) #per_id }
    });
    let methods = grammar.entries.iter().enumerate().map(|(index, entry)| {
        let method = ident(&entry.name.ident);
        let index = Literal::usize_unsuffixed(index);
        let docs = doc(&docs::grammar_entry(entry));
        let alias = aliases(&entry.name.ident, [entry.name.wire.as_str(), entry.doc.zh.as_str()]);
        let arguments = entry_arguments(&entry.shape).into_iter().map(|(name, ty)| {
            let (name, ty) = (ident(name), tokens(&ty));
            quote! { #name: #ty }
        });
        let call = match &entry.shape {
            GrammarShape::PerId { .. } => quote! { self.0.per_id(&#table, #index, id.into().as_str(), values) },
            GrammarShape::Value { allowed: Some(_) } => quote! { self.0.value(&#table, #index, value.as_str()) },
            GrammarShape::Value { allowed: None } => quote! { self.0.value(&#table, #index, value.as_ref()) },
        };
        quote! {
            #docs
            #alias
            pub fn #method(self, #(#arguments),*) -> ::core::result::Result<Self, rt::InvalidValue> {
                #call.map(Self)
            }
        }
    });
    quote! {
        #docs
        #alias
        #[derive(Clone, Default, PartialEq, Eq)]
        pub struct #name(rt::GrammarText);
        impl #name {
            /// Nothing yet.
            pub fn new() -> Self {
                ::core::default::Default::default()
            }
            #(#methods)*
        }
        static #table: rt::Grammar = rt::Grammar::new(#wire, #separator, #assign, &[#(#rows,)*]);
        rt::grammar!(#name);
    }
}
