//! Module files: who declares and re-exports whom. And the ids, which all services share.

use std::collections::BTreeMap;

use quote::quote;

use super::rust::{aliases, doc, door, file, ident, module_doc};
use super::{Home, OutFile, docs};
use crate::model::api::{Api, Service};

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
    let ids = doc(&["Ids that all services share.".to_owned()]);
    file("mod.rs".into(), "the spec directory", quote! { #ids pub mod ids; #(#services)* })
}

/// `mod.rs` of the service and of every folder below it.
pub(super) fn service(service: &Service) -> Vec<OutFile> {
    let root = plain(&service.name.ident);
    let mut folders: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    folders.entry(root.clone()).or_default().insert("errors".into(), "Errors of the gateway.".into());
    for operation in &service.operations {
        let mut folder = root.clone();
        let depth = operation.module.len();
        for (index, part) in operation.module.iter().enumerate() {
            let docs = if index + 1 == depth {
                docs::sentence(&operation.doc.en, &operation.doc.zh)
            } else {
                format!(
                    "Operations under `{}`.",
                    operation.module.iter().take(index + 1).map(|part| plain(part)).collect::<Vec<_>>().join("/")
                )
            };
            folders.entry(folder.clone()).or_default().entry(part.clone()).or_insert(docs);
            folder = format!("{folder}/{}", plain(part));
        }
    }
    let from = format!("the operations of {}", service.name.wire);
    folders
        .into_iter()
        .map(|(folder, children)| {
            let modules = children.iter().map(|(name, docs)| {
                let (name, docs) = (ident(name), doc(std::slice::from_ref(docs)));
                quote! { #docs pub mod #name; }
            });
            let exports = (folder == root).then(|| exports(service));
            file(format!("{folder}/mod.rs"), &from, quote! { #(#modules)* #exports })
        })
        .collect()
}

/// Requests and the error kind are what users name; one level below the service is enough to type.
fn exports(service: &Service) -> proc_macro2::TokenStream {
    let requests = service.operations.iter().map(|operation| {
        let path = operation.module.iter().map(|part| ident(part));
        let request = ident(&operation.request_type.ident);
        quote! { pub use self::#(#path::)*#request; }
    });
    quote! { pub use self::errors::ErrorKind; #(#requests)* }
}

/// File name of a module.
pub(super) fn plain(ident: &str) -> String {
    ident.trim_start_matches("r#").to_owned()
}
