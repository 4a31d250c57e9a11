//! One operation: its request, its reply types, its enums, what the runtime must know to call it.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::rust::{Part, alias_lines, doc, doc_lines, door, file_of, ident, module_doc, names_an_id};
use super::{Home, OutFile, docs, enums, grammar, members, pages, record, surface, verify};
use crate::model::api::{Api, Field, GrammarShape, Name, Operation, RateLimit, Rule, Service, plain};
use crate::words::{ChargedOn, Effect, Method, VersionPlace};

pub(super) fn file(api: &Api, service: &Service, operation: &Operation, home: Home) -> OutFile {
    let title = module_doc(&docs::operation_module(service, operation));
    let door = door(home);
    let depth = operation.module.len();
    // A folder's own package names the one that all share; its own modules may be called as they like.
    let own_package = home == Home::Crate && operation.folder().is_some();
    let (errors, root) = if own_package {
        let (base, service) = (members::base(), ident(&service.name.ident));
        (quote! { #base::#service }, quote! { #base:: })
    } else {
        let near = up(depth);
        (quote! { #near errors }, up(depth + 1))
    };
    let ids = (!api.ids.is_empty() && uses_ids(operation)).then(|| quote! { use #root ids; });
    let (text, request) = request(service, operation, home);
    let enums = operation.enums.iter().map(enums::open);
    let grammars = operation.grammars.iter().map(grammar::builder);
    let head = quote! {
        #door
        use #errors as kinds;
        #ids
    };
    let mut parts = vec![Part::Title(title), Part::Tokens(head), Part::Text(text), Part::Tokens(request)];
    for (text, setters) in operation.types.iter().map(record::nested) {
        parts.extend([Part::Text(text), Part::Tokens(setters)]);
    }
    parts.push(Part::Tokens(quote! { #(#enums)* #(#grammars)* }));
    let names: Vec<&str> = operation.module.iter().map(|part| plain(part)).collect();
    let place = members::module(service, &names, false, home);
    file_of(place, &format!("{}/{}", service.name.wire, operation.id), parts)
}

/// Below `send` of a write.
const FORGETS: [&str; 4] = [
    "",
    "It is sent once and not remembered: after an error whose `write_outcome()` is not `NotExecuted` it may have been done, and",
    "whoever repeats it may do it twice. `vvtool_api::Writes` (feature `journal`) remembers, also over restarts, and reads back",
    "what has become of it.",
];

/// `super::` as often as it takes.
fn up(levels: usize) -> TokenStream {
    let levels = (0..levels).map(|_| quote! { super:: });
    quote! { #(#levels)* }
}

fn uses_ids(operation: &Operation) -> bool {
    let in_fields = |fields: &[Field]| fields.iter().any(|field| names_an_id(&field.ty));
    in_fields(&operation.request)
        || operation.types.iter().any(|record| in_fields(&record.fields))
        || operation
            .grammars
            .iter()
            .flat_map(|grammar| &grammar.entries)
            .any(|entry| matches!(entry.shape, GrammarShape::PerId { .. }))
}

/// The request's lines, and all that it can do.
fn request(service: &Service, operation: &Operation, home: Home) -> (String, TokenStream) {
    let name = ident(&operation.request_type.ident);
    let reply = ident(&operation.reply.data.ident);
    let words = [operation.doc.zh.as_str(), operation.id.as_str()]
        .into_iter()
        .chain(operation.search.iter().map(String::as_str));
    let mut text = String::new();
    doc_lines(&mut text, "", &docs::request(service, operation, home));
    alias_lines(&mut text, "", &operation.request_type.ident, words);
    text.push_str(
        "#[derive(Clone, Default)]\n#[non_exhaustive]\n#[must_use = \"a request does nothing until it is sent\"]\n",
    );
    record::body(&mut text, &operation.request_type.ident, &operation.request, true);
    let kinds =
        operation.errors.iter().filter_map(|index| service.errors.get(*index)).map(|entry| ident(&entry.name.ident));
    let new = record::constructor(&operation.request);
    let setters =
        operation.request.iter().filter(|field| !field.is_argument()).map(|field| record::setter(field, true));
    let markers = surface::markers(operation).map(|(marker, _)| ident(marker));
    let verify = verify::table(service, operation);
    let meta = meta(service, operation, verify.is_some());
    let (pages, paged) = (pages::method(operation), pages::paged(operation));
    let items = items(operation);
    let forgets = (operation.effect != Effect::Read).then(|| doc(&FORGETS.map(str::to_owned)));
    let able = quote! {
        impl #name {
            /// Errors that the document lists for this operation, in its order.
            pub const ERRORS: &'static [kinds::ErrorKind] = &[#(kinds::ErrorKind::#kinds,)*];
            /// A request with everything that must be given; setters give the rest, and no literal, for it may get more fields.
            #new
            #(#setters)*
            /// Send it: with an async client, await the result; with a blocking client, this is the result.
            #forgets
            pub fn send<C: rt::Caller<kinds::ErrorKind>>(self, client: &C) -> C::Sent<#reply> {
                client.call(self)
            }
            #pages
        }
        impl rt::Operation for #name {
            type Reply = #reply;
            type Kind = kinds::ErrorKind;
            const META: &'static rt::Meta = &META;
            #[inline(never)]
            fn record(&self) -> &dyn rt::Record {
                self
            }
            #[inline(never)]
            fn boxed(self) -> ::std::boxed::Box<dyn rt::Record> {
                ::std::boxed::Box::new(self)
            }
        }
        #(impl rt::#markers for #name {})*
        #paged
        rt::reply_data!(#reply);
        #items
        #meta
        #verify
    };
    (text, able)
}

fn meta(service: &Service, operation: &Operation, is_proved: bool) -> TokenStream {
    let (name, id) = (&service.name.wire, &operation.id);
    let path = operation.http.as_ref().map(|http| {
        let path = &http.path;
        let method = (http.method != Method::Post).then(|| {
            let method = ident(http.method.variant());
            quote! { .method(rt::Method::#method) }
        });
        quote! { #method .path(#path) }
    });
    let host = operation.host.as_ref().map(|host| {
        let host = &host.wire;
        quote! { .host(#host) }
    });
    let version = operation.version.as_ref().filter(|version| version.place != VersionPlace::Path).map(|version| {
        let (place, name, value) = (ident(version.place.variant()), &version.name, &version.value);
        quote! { .version(rt::Place::#place, #name, #value) }
    });
    let anonymous = (!operation.authenticated).then(|| quote! { .anonymous() });
    let envelope = operation.envelope_optional.then(|| quote! { .envelope_optional() });
    let needs_shop = operation.needs_shop.then(|| quote! { .needs_shop() });
    let shop = operation.shop.as_ref().map(|field| {
        let field = &field.wire;
        quote! { .shop(#field) }
    });
    let [rates, costs] = [limits(service, operation), costs(service, operation)];
    let [body, effect, data] =
        [operation.body.variant(), operation.effect.variant(), operation.reply.shape.variant()].map(ident);
    let confirm = operation.reply.confirm.iter().map(|confirm| {
        let flag = &confirm.flag;
        let code = confirm.code.as_ref().map(|code| quote! { .code(#code) });
        let message = confirm.message.as_ref().map(|message| quote! { .message(#message) });
        quote! { rt::Confirm::new(#flag) #code #message }
    });
    let confirm = (!operation.reply.confirm.is_empty()).then(|| quote! { .confirm(&[#(#confirm,)*]) });
    let echo = operation.echo.iter().map(|echo| {
        let (field, path) = (&echo.field, &echo.path);
        quote! { (#field, #path) }
    });
    let echo = (!operation.echo.is_empty()).then(|| quote! { .echo(&[#(#echo,)*]) });
    let rules = operation.rules.iter().map(rule);
    let rules = (!operation.rules.is_empty()).then(|| quote! { .rules(&[#(#rules,)*]) });
    let fields = |names: &[Name]| {
        let names = names.iter().map(|name| &name.wire);
        (names.len() > 0).then(|| quote! { (&[#(#names,)*]) })
    };
    let intent = fields(&operation.intent).map(|fields| quote! { .intent #fields });
    let one_at_a_time = fields(&operation.one_at_a_time).map(|fields| quote! { .one_at_a_time #fields });
    let verify = is_proved.then(|| quote! { .verify(&VERIFY) });
    quote! {
        static META: rt::Meta = rt::Meta::new(#name, #id)
            #path
            #host
            #version
            .body(rt::Body::#body)
            #anonymous
            #envelope
            #needs_shop
            #shop
            #rates
            .effect(rt::Effect::#effect)
            .data(rt::DataShape::#data)
            #costs
            #confirm
            #echo
            #rules
            #intent
            #one_at_a_time
            #verify;
    }
}

/// How often it may be called: by itself, and with all that its account calls.
fn limits(service: &Service, operation: &Operation) -> TokenStream {
    let rates: Vec<_> = service.limits_of(operation).map(rate).collect();
    let rates = (!rates.is_empty()).then(|| quote! { .rates(&[#(#rates),*]) });
    let whole: Vec<_> = service.limits_of_account().map(rate).collect();
    let whole = (!whole.is_empty()).then(|| quote! { .account_rates(&[#(#whole),*]) });
    quote! { #rates #whole }
}

/// What a call costs, and where its reply says so.
fn costs(service: &Service, operation: &Operation) -> TokenStream {
    let charged = operation.is_charged().then(|| {
        let field = service.charge.as_ref().map(|charge| charge.field.wire.as_str()).unwrap_or_default();
        quote! { .charged(#field) }
    });
    let price = operation.known_price().map(|price| {
        let points = Literal::u32_unsuffixed(price.points);
        let on = (price.on == ChargedOn::Success).then(|| quote! { .charged_on_success() });
        quote! { .price(#points) #on }
    });
    quote! { #charged #price }
}

/// What became of each row, as a method of the reply.
fn items(operation: &Operation) -> Option<TokenStream> {
    let items = operation.reply.items.as_ref()?;
    let reply = ident(&operation.reply.data.ident);
    let (list, key, ok) = (&items.list, &items.key, &items.ok);
    let code = items.code.as_ref().map(|code| quote! { .code(#code) });
    let message = items.message.as_ref().map(|message| quote! { .message(#message) });
    Some(quote! {
        impl #reply {
            /// What became of each row, in their order: rows succeed and fail by themselves, and the documents say what a failure means.
            #[must_use]
            pub fn outcomes(&self) -> ::std::vec::Vec<rt::RowOutcome<kinds::ErrorKind>> {
                rt::outcomes(self, &ITEMS)
            }
        }
        static ITEMS: rt::Items = rt::Items::new(#list, #key, #ok) #code #message;
    })
}

/// A documented rate, as the runtime has it.
pub(super) fn rate(limit: &RateLimit) -> TokenStream {
    let (per, calls) = (format_ident!("per_{}", limit.per.word()), Literal::u32_unsuffixed(limit.calls));
    quote! { rt::Rate::#per(#calls) }
}

fn rule(rule: &Rule) -> TokenStream {
    let kind = ident(rule.kind.variant());
    let fields = rule.fields.iter().map(|field| &field.wire);
    let text = &rule.doc.en;
    let error = rule.error.as_ref().map(|error| {
        let name = &error.wire;
        quote! { .error(#name) }
    });
    let when = rule.when.as_ref().map(|when| {
        let (field, equals) = (&when.field.wire, &when.equals);
        let or_absent = when.or_absent.then(|| quote! { .or_absent() });
        quote! { .when(#field, #equals) #or_absent }
    });
    let at_most = rule.at_most.map(|seconds| {
        let seconds = Literal::u64_unsuffixed(seconds);
        quote! { .at_most(#seconds) }
    });
    quote! { rt::Rule::new(rt::RuleKind::#kind, &[#(#fields,)*]) #when #at_most .text(#text) #error }
}
