//! Module files: who declares and re-exports whom. And the ids, which all services share.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{aliases, doc, door, file, ident, module_doc};
use super::{Home, OutFile, docs, members};
use crate::model::api::{Api, Service, plain};

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
    file("ids.rs".into(), "the id types", quote! { #title #door #(#ids)* })
}

pub(super) fn root(api: &Api, home: Home) -> OutFile {
    let services = api.services.iter().map(|service| {
        let name = ident(&service.name.ident);
        let feature = &service.name.wire;
        let gate = (home == Home::Runtime).then(|| quote! { #[cfg(feature = #feature)] });
        let docs = doc(&docs::described(&service.doc.en, &service.doc.zh, service.doc.note.as_deref()));
        quote! { #gate #docs pub mod #name; }
    });
    let docs = doc(&["Ids that all services share.".to_owned()]);
    let base = members::base();
    let ids = match home {
        Home::Crate => quote! { #docs pub use #base::ids; },
        Home::Runtime | Home::User => quote! { #docs pub mod ids; },
    };
    // The copy that lies beside them: see [`super::all`].
    let message = (home == Home::Runtime).then(|| {
        quote! { #[allow(dead_code, unreachable_pub, reason = "the tool needs all of it")] pub(crate) mod message; }
    });
    file("mod.rs".into(), "the spec directory", quote! { #ids #message #(#services)* })
}

/// `mod.rs` of the service and of every folder below it.
pub(super) fn service(service: &Service, home: Home) -> Vec<OutFile> {
    let root = service.name.plain();
    let mut folders: BTreeMap<String, BTreeMap<&str, TokenStream>> = BTreeMap::new();
    folders.entry(root.to_owned()).or_default().insert("errors", errors_module(service, home));
    for operation in &service.operations {
        let mut folder = root.to_owned();
        let depth = operation.module.len();
        for (index, part) in operation.module.iter().enumerate() {
            // Once for a folder, however many operations it has.
            folders.entry(folder.clone()).or_default().entry(part).or_insert_with(|| {
                let name = ident(part);
                if index + 1 == depth {
                    let docs = doc(&[docs::sentence(&operation.doc.en, &operation.doc.zh)]);
                    return quote! { #docs pub mod #name; };
                }
                let path: Vec<_> = operation.module.iter().take(index + 1).map(|part| plain(part)).collect();
                let docs = doc(&[format!("Operations under `{}`.", path.join("/"))]);
                if home == Home::Crate && index == 0 {
                    let (gate, package) = (gate(part), members::extern_name(service, part));
                    return quote! { #gate #docs pub use #package as #name; };
                }
                quote! { #docs pub mod #name; }
            });
            folder = format!("{folder}/{}", plain(part));
        }
    }
    let from = format!("the operations of {}", service.name.wire);
    folders
        .into_iter()
        .map(|(folder, children)| {
            let modules = children.into_values();
            let exports = (folder == root).then(|| exports(service, home));
            // The root of a folder's own package.
            let head = (home == Home::Crate && folder.matches('/').count() == 1).then(|| {
                let title = module_doc(&[format!("Operations under `{folder}`.")]);
                let shared = members::shared(service);
                quote! { #title #shared }
            });
            file(format!("{folder}/mod.rs"), &from, quote! { #head #(#modules)* #exports })
        })
        .collect()
}

fn errors_module(service: &Service, home: Home) -> TokenStream {
    let docs = doc(&["Errors of the gateway.".to_owned()]);
    match home {
        Home::Crate => {
            let (base, service) = (members::base(), ident(&service.name.ident));
            quote! { #docs pub use #base::#service as errors; }
        }
        Home::Runtime | Home::User => quote! { #docs pub mod errors; },
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
    quote! { #[doc(inline)] pub use self::errors::ErrorKind; #(#requests)* }
}

fn gate(folder: &str) -> TokenStream {
    let feature = members::feature(folder);
    quote! { #[cfg(feature = #feature)] }
}
