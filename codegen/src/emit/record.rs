//! A record type: struct, table, one borrow per field.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use super::rust::{aliases, doc, field_type, ident, kind, slot};
use crate::model::api::{Field, Record, Type};

/// A reply's or a nested type.
pub(super) fn nested(record: &Record) -> TokenStream {
    let name = ident(&record.name.ident);
    let docs = doc(&docs::record(record));
    let alias = aliases(&record.name.ident, [record.doc.zh.as_str()]);
    let body = body(&record.name.ident, &record.fields, record.in_request);
    let setters = record.in_request.then(|| {
        let setters = record.fields.iter().map(|field| setter(field, false));
        quote! { impl #name { #(#setters)* } }
    });
    quote! {
        #docs
        #alias
        #[derive(Clone, Default)]
        #[non_exhaustive]
        #body
        #setters
    }
}

/// Struct body, table and borrows; the caller has printed the docs and derives.
pub(super) fn body(type_ident: &str, fields: &[Field], in_request: bool) -> TokenStream {
    let name = ident(type_ident);
    // A table's name is the type's in capitals; the suffix keeps `Send` and `SEND` of two types apart from each other's.
    let table = format_ident!("{}_TABLE", type_ident.to_uppercase().trim_start_matches("R#"));
    let rows = format_ident!("{}_FIELDS", type_ident.to_uppercase().trim_start_matches("R#"));
    let declared = fields.iter().map(|field| declaration(field, in_request));
    let described = fields.iter().map(row);
    let size = Literal::usize_unsuffixed((fields.len() * 2).next_power_of_two().max(4));
    let wire = type_ident.trim_start_matches("r#");
    let allow = fields.iter().any(|field| field.deprecated.is_some()).then(|| quote! { #[allow(deprecated)] });
    let slots = fields.iter().enumerate().map(|(index, field)| {
        let (index, at, (slot, _)) = (Literal::usize_unsuffixed(index), ident(&field.name.ident), slot(&field.ty));
        quote! { #index => rt::Slot::#slot(&mut self.#at) }
    });
    let views = fields.iter().enumerate().map(|(index, field)| {
        let (index, at, (slot, copied)) = (Literal::usize_unsuffixed(index), ident(&field.name.ident), slot(&field.ty));
        let borrow = (!copied).then(|| quote! { & });
        quote! { #index => rt::View::#slot(#borrow self.#at) }
    });
    quote! {
        pub struct #name { #(#declared,)* }
        static #table: rt::Table = rt::Table { name: #wire, fields: #rows, index: &rt::index::<#size>(#rows) };
        const #rows: &[rt::Field] = &[#(#described,)*];
        #allow
        impl rt::Record for #name {
            fn table(&self) -> &'static rt::Table { &#table }
            fn slot(&mut self, index: u16) -> rt::Slot<'_> {
                match index { #(#slots,)* _ => rt::Slot::None }
            }
            fn view(&self, index: u16) -> rt::View<'_> {
                match index { #(#views,)* _ => rt::View::None }
            }
        }
        rt::record!(#name);
    }
}

fn declaration(field: &Field, in_request: bool) -> TokenStream {
    let (name, ty) = (ident(&field.name.ident), field_type(&field.ty));
    let docs = doc(&docs::field(field, in_request));
    let alias = aliases(&field.name.ident, [field.doc.zh.as_str()]);
    let deprecated = field.deprecated.as_ref().map(|why| {
        // Documents have dates, not the versions that `since` asks for.
        let note = format!("{} ({})", why.why, why.since);
        quote! { #[deprecated(note = #note)] }
    });
    quote! { #docs #alias #deprecated pub #name: #ty }
}

/// One row of the table.
fn row(field: &Field) -> TokenStream {
    let (name, kind) = (&field.name.wire, kind(&field.ty));
    let flags: Vec<_> = [
        (field.pii, "PII"),
        (field.secret, "SECRET"),
        (field.required, "REQUIRED"),
        (field.documented_only, "DOCUMENTED_ONLY"),
    ]
    .into_iter()
    .filter(|(set, _)| *set)
    .map(|(_, name)| ident(name))
    .collect();
    let flags = if flags.is_empty() {
        quote! { 0 }
    } else {
        quote! { #(rt::#flags)|* }
    };
    let limit = field.max_chars.map(|max| {
        let max = Literal::u32_unsuffixed(max);
        quote! { .max_chars(#max) }
    });
    match &field.ty {
        Type::List { wrapper, .. } => quote! { rt::list(#name, #wrapper, #flags) #limit },
        _ => quote! { rt::field(#name, rt::Kind::#kind, #flags) #limit },
    }
}

/// `pub fn is_split(mut self, value: bool) -> Self`.
pub(super) fn setter(field: &Field, type_must_be_used: bool) -> TokenStream {
    let name = ident(&field.name.ident);
    let docs = doc(&docs::setter(field));
    let (argument, value) = argument(field, &quote! { value });
    let must_use = (!type_must_be_used).then(|| quote! { #[must_use] });
    let allow = field.deprecated.as_ref().map(|_| quote! { #[allow(deprecated)] });
    quote! {
        #docs
        #allow
        #must_use
        pub fn #name(mut self, value: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}

/// How a caller gives a field, and what is stored.
pub(super) fn argument(field: &Field, given: &TokenStream) -> (TokenStream, TokenStream) {
    let value = super::rust::value_type(&field.ty);
    if super::rust::is_many(&field.ty) {
        return (
            quote! { impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#value>> },
            quote! { #given.into_iter().map(::core::convert::Into::into).collect() },
        );
    }
    match field.ty {
        Type::Bool | Type::Flag01 | Type::Int | Type::DateTime => {
            (value, quote! { ::core::option::Option::Some(#given) })
        }
        _ => (quote! { impl ::core::convert::Into<#value> }, quote! { ::core::option::Option::Some(#given.into()) }),
    }
}
