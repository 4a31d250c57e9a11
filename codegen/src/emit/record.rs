//! A record type: struct, table, one borrow per field.
//!
//! These are most of the generated lines, five for every field, each of one form: they are written as text. As token trees they took
//! four fifths of a run. Everything with a shape of its own goes through quote.

use std::fmt::Write;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::rust::{alias_lines, deprecation, doc, doc_lines, field_type, ident, kind, slot, tokens};
use super::{docs, rust};
use crate::model::api::{Bounds, Field, Place, Record, Style, Type, plain};
use crate::model::time_form::TimeForm;
use crate::words::FileType;

/// A reply's or a nested type: its lines, and the constructor and setters of one that is part of a request.
pub(super) fn nested(record: &Record) -> (String, TokenStream) {
    let mut text = String::new();
    doc_lines(&mut text, "", &docs::record(record));
    alias_lines(&mut text, "", &record.name.ident, [record.doc.zh.as_str()]);
    text.push_str("#[derive(Clone, Default)]\n#[non_exhaustive]\n");
    body(&mut text, &record.name.ident, &record.fields, record.in_request);
    if !record.in_request {
        return (text, TokenStream::new());
    }
    let name = ident(&record.name.ident);
    let new = record.has_constructor().then(|| {
        let new = constructor(&record.fields);
        quote! {
            /// A record with everything that must be given; setters give the rest, and no literal, for it may get more fields. What `default()` leaves out is refused by name, before anything is sent.
            #[must_use]
            #new
        }
    });
    // Those of the arguments too: a record may be made by `default()` and filled, and is checked before it is sent.
    let setters = record.fields.iter().map(|field| setter(field, false));
    (text, quote! { impl #name { #new #(#setters)* } })
}

/// `pub fn new(shop_id: ..) -> Self`: takes the fields that must be given, and sets the defaults that must be sent. What does not depend
/// on what it is given stands in functions of their own: compiled once, here, and not again in every program.
pub(super) fn constructor(fields: &[Field]) -> TokenStream {
    let (required, optional): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.is_argument());
    let (many, single): (Vec<_>, Vec<_>) = required.iter().partition(|field| rust::is_many(&field.ty));
    let names = |fields: &[&&Field]| fields.iter().map(|field| ident(&field.name.ident)).collect::<Vec<_>>();
    let taken: Vec<_> = required.iter().map(|field| tokens(&rust::argument(&field.ty))).collect();
    let arguments = names(&required.iter().collect::<Vec<_>>());
    let (given, all) = (names(&single), names(&many));
    let held = single.iter().map(|field| tokens(&rust::value_type(&field.ty)));
    let lists = many.iter().map(|field| tokens(&rust::field_type(field)));
    let converted = single.iter().zip(&given).map(|(field, name)| {
        let into = (!rust::is_taken_as_is(&field.ty)).then(|| quote! { .into() });
        quote! { #name #into }
    });
    // Nothing is left to default when every field is an argument.
    let rest = (!optional.is_empty()).then(|| quote! { ..::core::default::Default::default() });
    let made = quote! { Self { #(#given: ::core::option::Option::Some(#given),)* #(#all,)* #rest } };
    let preset: Vec<_> = optional
        .iter()
        .filter(|field| field.required)
        .map(|field| {
            // A default that must be sent goes through the same door as the wire's text: no second way to write a value.
            let wire = &field.name.wire;
            let default = field.default.as_deref().unwrap_or_default();
            quote! { rt::preset(&mut __made, #wire, #default); }
        })
        .collect();
    let made = if preset.is_empty() {
        made
    } else {
        // No field can have this name.
        quote! { let mut __made = #made; #(#preset)* __made }
    };
    let allow = required.iter().any(|field| field.deprecated.is_some()).then(|| quote! { #[allow(deprecated)] });
    if required.iter().all(|field| rust::is_taken_as_is(&field.ty)) {
        return quote! {
            #allow
            pub fn new(#(#arguments: #taken),*) -> Self {
                #made
            }
        };
    }
    let filled = many.iter().zip(&all).map(|(field, name)| listed(field, name));
    let lists_made = many.iter().map(|field| list(field));
    quote! {
        #allow
        pub fn new(#(#arguments: #taken),*) -> Self {
            Self::__made(#(#converted,)* #(#filled),*)
        }
        #allow
        #[inline(never)]
        fn __made(#(#given: #held,)* #(#all: #lists),*) -> Self {
            #made
        }
        #(#lists_made)*
    }
}

/// `fn __list_fields(next: ..) -> Vec<TradeField>`: what is generic in a caller's crate only gives the next value.
fn list(field: &Field) -> TokenStream {
    let list = list_name(field);
    let value = tokens(&rust::value_type(&field.ty));
    quote! {
        #[inline(never)]
        fn #list(
            next: &mut dyn ::core::ops::FnMut() -> ::core::option::Option<#value>,
        ) -> ::std::vec::Vec<#value> {
            ::core::iter::from_fn(next).collect()
        }
    }
}

/// The list of what a caller gives.
fn listed(field: &Field, values: &Ident) -> TokenStream {
    let list = list_name(field);
    quote! {{
        let mut __values = #values.into_iter();
        Self::#list(&mut || __values.next().map(::core::convert::Into::into))
    }}
}

/// No setter can have this name.
fn list_name(field: &Field) -> Ident {
    ident(&format!("__list_{}", plain(&field.name.ident)))
}

/// Struct, table and borrows; the caller has written the docs and derives.
pub(super) fn body(text: &mut String, name: &str, fields: &[Field], in_request: bool) {
    // Writing to a `String` cannot fail.
    let _ = write_body(text, name, fields, in_request);
}

fn write_body(text: &mut String, name: &str, fields: &[Field], in_request: bool) -> std::fmt::Result {
    let wire = plain(name);
    writeln!(text, "pub struct {name} {{")?;
    fields.iter().for_each(|field| declaration(text, field, in_request));
    writeln!(text, "}}")?;
    if fields.iter().any(|field| field.deprecated.is_some()) {
        writeln!(text, "#[allow(deprecated)]")?;
    }
    writeln!(text, "impl rt::Record for {name} {{")?;
    writeln!(text, "    fn table(&self) -> &'static rt::Table {{")?;
    writeln!(text, "        static TABLE: rt::Table = rt::table(\n            {wire:?},\n            &[")?;
    fields.iter().try_for_each(|field| row(text, field))?;
    writeln!(text, "            ],\n        );\n        &TABLE\n    }}")?;
    // A reply that says nothing has no field: a `match` would have one arm.
    if fields.is_empty() {
        writeln!(text, "    fn slot(&mut self, _: u16) -> rt::Slot<'_> {{\n        rt::Slot::None\n    }}")?;
        writeln!(text, "    fn view(&self, _: u16) -> rt::View<'_> {{\n        rt::View::None\n    }}\n}}")?;
        return writeln!(text, "rt::record!({name});");
    }
    writeln!(text, "    fn slot(&mut self, index: u16) -> rt::Slot<'_> {{\n        match index {{")?;
    for (index, field) in fields.iter().enumerate() {
        writeln!(text, "            {index} => rt::Slot::{}(&mut self.{}),", slot(&field.ty).0, field.name.ident)?;
    }
    writeln!(text, "            _ => rt::Slot::None,\n        }}\n    }}")?;
    writeln!(text, "    fn view(&self, index: u16) -> rt::View<'_> {{\n        match index {{")?;
    for (index, field) in fields.iter().enumerate() {
        let (slot, copied) = slot(&field.ty);
        let borrow = if copied { "" } else { "&" };
        writeln!(text, "            {index} => rt::View::{slot}({borrow}self.{}),", field.name.ident)?;
    }
    writeln!(text, "            _ => rt::View::None,\n        }}\n    }}\n}}\nrt::record!({name});")
}

fn declaration(text: &mut String, field: &Field, in_request: bool) {
    doc_lines(text, "    ", &docs::field(field, in_request));
    alias_lines(text, "    ", &field.name.ident, [field.doc.zh.as_str()]);
    if let Some(why) = &field.deprecated {
        let _ = writeln!(text, "    #[deprecated(note = {:?})]", deprecation(why));
    }
    let _ = writeln!(text, "    pub {}: {},", field.name.ident, field_type(field));
}

/// One row of the table.
fn row(text: &mut String, field: &Field) -> std::fmt::Result {
    let flags: Vec<_> = [
        (field.pii, "rt::PII"),
        (field.secret, "rt::SECRET"),
        (field.required, "rt::REQUIRED"),
        (field.documented_only, "rt::DOCUMENTED_ONLY"),
        (matches!(field.ty, Type::Select { .. }), "rt::SELECT"),
    ]
    .into_iter()
    .filter_map(|(set, name)| set.then_some(name))
    .collect();
    let flags = if flags.is_empty() { "0".into() } else { flags.join(" | ") };
    let name = &field.name.wire;
    match &field.ty {
        Type::List { wrapper, .. } => write!(text, "                rt::list({name:?}, {wrapper:?}, {flags})")?,
        Type::Values { wrapper, .. } => {
            write!(text, "                rt::values({name:?}, {wrapper:?}, {flags})")?;
        }
        ty => write!(text, "                rt::field({name:?}, rt::Kind::{}, {flags})", kind(ty))?,
    }
    if let Some(max) = field.max_chars {
        write!(text, ".max_chars({max})")?;
    }
    if field.place != Place::Body {
        write!(text, ".at(rt::Place::{})", field.place.variant())?;
    }
    if field.bounds.are_checked() {
        write!(text, ".bounds(&rt::Bounds::new(){})", bounds(&field.bounds))?;
    }
    if let Some(form) = field.form() {
        write!(text, ".form(&rt::TimeForm::{})", time_form(form))?;
    }
    if let Some(style) = field.style.filter(|style| *style != Style::Json) {
        write!(text, ".style(rt::Style::{})", style.variant())?;
    }
    writeln!(text, ",")
}

/// What a program looks at before it sends.
fn bounds(bounds: &Bounds) -> String {
    let number = |name: &str, bound: &Option<String>| bound.as_ref().map(|bound| format!(".{name}({bound:?})"));
    let count = |name: &str, bound: Option<u32>| bound.map(|bound| format!(".{name}({bound})"));
    let all = [
        count("max_bytes", bounds.max_bytes),
        number("min", &bounds.min),
        number("max", &bounds.max),
        count("min_items", bounds.min_items),
        count("max_items", bounds.max_items),
        accept(&bounds.accept),
    ];
    all.into_iter().flatten().collect()
}

/// How a date is spelled.
fn time_form(form: &TimeForm) -> String {
    let TimeForm::Parts(parts) = form else { return format!("{form:?}") };
    let parts = parts.iter().map(|part| format!("rt::Part::{part:?}")).collect::<Vec<_>>();
    format!("Parts(&[{}])", parts.join(", "))
}

/// Extensions with their media types.
fn accept(kinds: &[FileType]) -> Option<String> {
    let pairs = kinds.iter().flat_map(|kind| kind.extensions().into_iter().map(|each| (each, kind.sentence())));
    let pairs: Vec<String> = pairs.map(|pair| format!("{pair:?}")).collect();
    (!pairs.is_empty()).then(|| format!(".accept(&[{}])", pairs.join(", ")))
}

/// `pub fn is_split(mut self, value: bool) -> Self`.
pub(super) fn setter(field: &Field, type_must_be_used: bool) -> TokenStream {
    let name = ident(&field.name.ident);
    let docs = doc(&docs::setter(field));
    let argument = tokens(&rust::argument(&field.ty));
    let must_use = (!type_must_be_used).then(|| quote! { #[must_use] });
    let allow = field.deprecated.as_ref().map(|_| quote! { #[allow(deprecated)] });
    let many = rust::is_many(&field.ty);
    let stored = match &field.ty {
        _ if many => {
            let listed = listed(field, &ident("value"));
            quote! { self.#name = #listed; }
        }
        _ if field.boxed => quote! {
            self.#name = ::core::option::Option::Some(::std::boxed::Box::new(value.into()));
        },
        ty if rust::is_taken_as_is(ty) => quote! { self.#name = ::core::option::Option::Some(value); },
        _ => quote! { self.#name = ::core::option::Option::Some(value.into()); },
    };
    // An argument has it beside `new` already.
    let list = (many && !field.is_argument()).then(|| list(field));
    quote! {
        #docs
        #allow
        #must_use
        pub fn #name(mut self, value: #argument) -> Self {
            #stored
            self
        }
        #list
    }
}
