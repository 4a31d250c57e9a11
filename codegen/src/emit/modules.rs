//! Module files: who declares and re-exports whom. And the ids, which all services share.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{Part, aliases, doc, door, file_of, ident, module_doc};
use super::{Home, OutFile, Package, docs, members};
use crate::model::api::{Api, Service, plain};
use crate::model::reserved;

pub(super) fn ids(api: &Api, home: Home) -> OutFile {
    let door = (!api.ids.is_empty()).then(|| door(home));
    let title = module_doc(&docs::ids(api));
    let ids = api.ids.iter().map(|id| {
        let (docs, alias) = (
            doc(&docs::described(&id.doc.en, &id.doc.zh, id.doc.note.as_deref())),
            aliases(&id.name.ident, [id.doc.zh.as_str()]),
        );
        let name = ident(&id.name.ident);
        quote! { rt::id! { #docs #alias #name } }
    });
    let parts = vec![Part::Title(title), Part::Tokens(quote! { #door #(#ids)* })];
    file_of(members::ids(home), "the id types", parts)
}

pub(super) fn root(api: &Api, home: Home) -> OutFile {
    let services = api.services.iter().map(|service| {
        let feature = &service.name.wire;
        let gate = (home == Home::Runtime).then(|| quote! { #[cfg(feature = #feature)] });
        let docs = doc(&docs::described(&service.doc.en, &service.doc.zh, service.doc.note.as_deref()));
        Part::Module(quote! { #gate #docs }, service.name.ident.clone())
    });
    let docs = doc(&["Ids that all services share.".to_owned()]);
    let base = members::base();
    let ids = match home {
        Home::Crate => Part::Tokens(quote! { #docs pub use #base::ids; }),
        Home::Runtime | Home::User => Part::Module(docs, "ids".into()),
    };
    // The copies of the tool's files: see [`super::ground`].
    let ground = ident(reserved::GROUND);
    let ground = (home == Home::Runtime).then(|| Part::Tokens(quote! { pub(crate) mod #ground; }));
    let parts = [ids].into_iter().chain(ground).chain(services).collect();
    file_of((Package::Own, "mod.rs".into()), "the spec directory", parts)
}

/// `mod.rs` of the service and of every folder below it.
pub(super) fn service(service: &Service, home: Home) -> Vec<OutFile> {
    // By the names on the way to a folder: what it declares, once, however many operations it has.
    let mut folders: BTreeMap<Vec<&str>, BTreeMap<&str, Part>> = BTreeMap::new();
    folders.entry(Vec::new()).or_default().insert("errors", errors_module(service, home));
    for operation in &service.operations {
        let mut folder = Vec::new();
        for part in &operation.module {
            let children = folders.entry(folder.clone()).or_default();
            folder.push(plain(part));
            children.entry(part).or_insert_with(|| {
                if folder.len() == operation.module.len() {
                    let docs = doc(&[docs::sentence(&operation.doc.en, &operation.doc.zh)]);
                    return Part::Module(docs, part.clone());
                }
                let docs = doc(&[format!("Operations under `{}`.", folder.join("/"))]);
                if home == Home::Crate && folder.len() == 1 {
                    let (gate, package) = (gate(part), members::extern_name(service, part));
                    let name = ident(part);
                    return Part::Tokens(quote! { #gate #docs pub use #package as #name; });
                }
                Part::Module(docs, part.clone())
            });
        }
    }
    let from = format!("the operations of {}", service.name.wire);
    let file = |(folder, children): (Vec<&str>, BTreeMap<&str, Part>)| {
        let mut parts = Vec::new();
        // The root of a folder's own package.
        if let (Home::Crate, [name]) = (home, folder.as_slice()) {
            let operations = format!("Operations under `{}/{name}`.", service.name.plain());
            parts = vec![Part::Title(module_doc(&[operations]))];
        }
        parts.extend(children.into_values());
        if folder.is_empty() {
            parts.push(Part::Tokens(exports(service, home)));
        }
        file_of(members::module(service, &folder, true, home), &from, parts)
    };
    folders.into_iter().map(file).collect()
}

fn errors_module(service: &Service, home: Home) -> Part {
    let docs = doc(&["Errors of the gateway.".to_owned()]);
    match home {
        Home::Crate => {
            let (base, service) = (members::base(), ident(&service.name.ident));
            Part::Tokens(quote! { #docs pub use #base::#service as errors; })
        }
        Home::Runtime | Home::User => Part::Module(docs, "errors".into()),
    }
}

/// Requests and the error kind are what users name; one level below the service is enough to type, and their pages say so.
fn exports(service: &Service, home: Home) -> TokenStream {
    let requests = service.operations.iter().map(|operation| {
        let path = operation.module.iter().map(|part| ident(part));
        let request = ident(&operation.request_type.ident);
        let gate = operation.folder().filter(|_| home == Home::Crate).map(gate);
        quote! { #gate #[doc(inline)] pub use self::#(#path::)*#request; }
    });
    let choice = service.auth.signing().filter(|signing| signing.has_choice());
    let choice = choice.map(|_| quote! { #[doc(inline)] pub use self::errors::SignMethod; });
    quote! { #[doc(inline)] pub use self::errors::ErrorKind; #choice #(#requests)* }
}

fn gate(folder: &str) -> TokenStream {
    let feature = members::feature(folder);
    quote! { #[cfg(feature = #feature)] }
}
