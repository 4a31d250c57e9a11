//! A gateway's error table, the enum over it, and the gateway itself.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::rust::{Part, aliases, deprecation, doc, door, file_of, ident, module_doc};
use super::{Home, OutFile, docs, members, signing};
use crate::model::api::{Auth, ErrorEntry, Name, Scope, Service};

pub(super) fn file(service: &Service, home: Home) -> OutFile {
    let door = door(home);
    let kind = kind(service);
    let table = table(service, home);
    let title = module_doc(&docs::error_module(service));
    let choice = service.auth.signing().and_then(signing::choice);
    let parts = vec![Part::Title(title), Part::Tokens(quote! { #door #kind #choice #table })];
    file_of(members::errors(service, home), &format!("the error table of {}", service.name.wire), parts)
}

fn kind(service: &Service) -> TokenStream {
    let variants: Vec<_> = service.errors.iter().map(|entry| ident(&entry.name.ident)).collect();
    let variant_docs = service.errors.iter().map(|entry| {
        let (docs, alias) = (doc(&docs::error(entry)), aliases(&entry.name.ident, [entry.message.as_str()]));
        let deprecated = entry.deprecated.as_ref().map(|why| {
            let note = deprecation(why);
            quote! { #[deprecated(note = #note)] }
        });
        quote! { #docs #alias #deprecated }
    });
    let allow = allow_deprecated(service);
    let docs = doc(&docs::error_kind(service));
    let gateway = format_ident!("{}Gateway", service.protocol.variant());
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorKind {
            #(#variant_docs #variants,)*
            /// Not in the documented table.
            Unknown,
            /// Numbers follow the table's order and change with it: a variant like this one keeps other crates from casting to them.
            #[doc(hidden)]
            #[non_exhaustive]
            #[allow(dead_code)]
            __NoCasts,
        }
        #allow
        impl rt::DocumentedError for ErrorKind {
            const SERVICE: &'static rt::Service = &SERVICE;
            const ALL: &'static [Self] = &[#(Self::#variants,)*];
            const UNKNOWN: Self = Self::Unknown;
            fn index(self) -> u16 {
                self as u16
            }
        }
        impl rt::#gateway for ErrorKind {}
        rt::error_kind!(ErrorKind);
    }
}

fn table(service: &Service, home: Home) -> TokenStream {
    let name = &service.name.wire;
    let [protocol, body, by] =
        [service.protocol.variant(), service.body.variant(), service.errors_by.variant()].map(ident);
    let hosts = service.hosts.iter().map(|host| {
        let (name, url) = (&host.name.wire, &host.url);
        quote! { (#name, #url) }
    });
    let header = match &service.auth {
        Auth::Bearer { header } => Some(quote! { .auth_header(#header) }),
        Auth::Header { header } => Some(quote! { .auth_plain(#header) }),
        Auth::Query { name } => Some(quote! { .auth_query(#name) }),
        Auth::Signed(_) | Auth::None => None,
    };
    let signing = service.auth.signing().map(signing::table);
    let success = service.success_code.as_ref().map(|code| quote! { .success_code(#code) });
    let limit = service.rate_limit.iter().find(|limit| !limit.of_account).map(|limit| {
        let (calls, per) = (Literal::u32_unsuffixed(limit.calls), limit.per.word());
        quote! { .rate_limit(#calls, #per) }
    });
    let places = |names: &[Name]| {
        let names = names.iter().map(|name| ident(&name.ident));
        (names.len() > 0).then(|| quote! { &[#(ErrorKind::#names as u16,)*] })
    };
    let invalid = places(&service.token_invalid).map(|places| quote! { .token_invalid(#places) });
    let pause = places(&service.token_pause).map(|places| quote! { .token_pause(#places) });
    let throttled = places(&service.throttled).map(|places| quote! { .throttled(#places) });
    let off_peak = service.off_peak.as_ref().map(|hours| {
        let minutes = Literal::i16_unsuffixed(hours.zone.minutes());
        let busy = hours.busy.iter().map(|(from, to)| {
            let [from, to] = [from, to].map(|minute| Literal::u16_unsuffixed(*minute));
            quote! { (#from, #to) }
        });
        quote! { .off_peak(rt::OffPeak::new(#minutes, &[#(#busy,)*])) }
    });
    let fetches = service.token_operation.as_ref().map(|id| quote! { .token_operation(#id) });
    let verified = verified(service, home);
    let entries = service.errors.iter().map(entry);
    let allow = allow_deprecated(service);
    quote! {
        /// The gateway: hosts, authentication, error table.
        #allow
        pub static SERVICE: rt::Service = rt::Service::new(#name, rt::Protocol::#protocol)
            .hosts(&[#(#hosts,)*])
            #header
            #signing
            .body(rt::Body::#body)
            #success
            #limit
            .errors_by(rt::ErrorsBy::#by)
            #invalid
            #pause
            #throttled
            #off_peak
            #fetches
            #verified
            .errors(ENTRIES);
        const ENTRIES: &[rt::ErrorEntry] = &[#(#entries,)*];
    }
}

/// Writes that a read can prove, for whoever finds one of them open. A package of errors knows no folder of operations: there a program
/// names them itself, with `Writes::knows`.
fn verified(service: &Service, home: Home) -> Option<TokenStream> {
    let proved = service.operations.iter().filter(|operation| operation.verify.is_some());
    let writes: Vec<_> = proved
        .map(|operation| {
            let way = operation.module.iter().map(|part| ident(part));
            let request = ident(&operation.request_type.ident);
            quote! { <super::#(#way::)*#request as rt::Operation>::META }
        })
        .collect();
    (home != Home::Crate && !writes.is_empty()).then(|| quote! { .verified(&[#(#writes,)*]) })
}

/// The table names every error, those that users are warned of too.
fn allow_deprecated(service: &Service) -> Option<TokenStream> {
    service.errors.iter().any(|entry| entry.deprecated.is_some()).then(|| quote! { #[allow(deprecated)] })
}

fn entry(entry: &ErrorEntry) -> TokenStream {
    let ErrorEntry { name, code, message, aliases, sub_codes, remedy, .. } = entry;
    let name = &name.wire;
    let [class, outcome] = [entry.class.variant(), entry.write_outcome.variant()].map(ident);
    let (en, zh) = (&remedy.en, &remedy.zh);
    let scope = (entry.scope != Scope::Call).then(|| {
        let scope = ident(entry.scope.variant());
        quote! { .scope(rt::Scope::#scope) }
    });
    let aliases = (!aliases.is_empty()).then(|| quote! { .aliases(&[#(#aliases,)*]) });
    let sub_codes = (!sub_codes.is_empty()).then(|| quote! { .sub_codes(&[#(#sub_codes,)*]) });
    quote! {
        rt::ErrorEntry::new(#name, #code, #message)
            #aliases
            #sub_codes
            .class(rt::Class::#class)
            .write_outcome(rt::WriteOutcome::#outcome)
            #scope
            .remedies(#en, #zh)
    }
}
