//! A crate with a feature per folder: every folder is a package of its own, which the feature turns on.
//!
//! One crate of thousands of operations is more than a compiler holds in its caches, and one core is all it uses. As packages, what is
//! not asked for is not even read, and the rest is compiled side by side. Users see one crate.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::rust::{Part, file_of, ident};
use super::{Home, OutFile};
use crate::model::api::{Api, Service, plain};

/// A package of generated code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Package {
    /// What the others lead to: all there is, but for [`Home::Crate`].
    Own,
    /// What folders of operations share: ids and errors.
    Base,
    /// A folder of operations, by the name of its package.
    Folder(String),
}

impl Package {
    /// Its folder below the crate's.
    pub fn folder(&self) -> String {
        match self {
            Self::Own => OWN.to_owned(),
            Self::Base => format!("{MEMBERS}/{BASE}"),
            Self::Folder(name) => format!("{MEMBERS}/{name}"),
        }
    }
}

/// A package, and a path in its folder.
pub(super) type Place = (Package, String);

/// Where the ids lie.
pub(super) fn ids(home: Home) -> Place {
    match home {
        Home::Crate => (Package::Base, "src/ids.rs".into()),
        Home::Runtime | Home::User => (Package::Own, "ids.rs".into()),
    }
}

/// Where the errors of a service lie.
pub(super) fn errors(service: &Service, home: Home) -> Place {
    let service = service.name.plain();
    match home {
        Home::Crate => (Package::Base, format!("src/{service}.rs")),
        Home::Runtime | Home::User => (Package::Own, format!("{service}/errors.rs")),
    }
}

/// Where a module of a service lies. `module` are the names on the way to it, none for the service itself; a module of others is a
/// folder.
pub(super) fn module(service: &Service, module: &[&str], is_folder: bool, home: Home) -> Place {
    let end = if is_folder { "/mod.rs" } else { ".rs" };
    match module {
        [folder, below @ ..] if home == Home::Crate && (is_folder || !below.is_empty()) => {
            let path = below.iter().fold("src".to_owned(), |path, name| format!("{path}/{name}"));
            (Package::Folder(package(service, folder)), path + end)
        }
        _ => {
            let root = service.name.plain().to_owned();
            (Package::Own, module.iter().fold(root, |path, name| format!("{path}/{name}")) + end)
        }
    }
}

/// The member that the others share: ids and errors.
pub const BASE: &str = "base";

/// Feature -> packages behind it. More than one where several services have a folder of that name.
pub fn features(api: &Api) -> BTreeMap<&str, Vec<String>> {
    let mut features: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (service, folder) in folders(api) {
        features.entry(feature(folder)).or_default().push(package(service, folder));
    }
    features
}

/// Every folder of every service, once.
pub fn folders(api: &Api) -> impl Iterator<Item = (&Service, &str)> {
    api.services.iter().flat_map(|service| {
        let folders: std::collections::BTreeSet<&str> =
            service.operations.iter().filter_map(|operation| operation.folder()).collect();
        folders.into_iter().map(move |folder| (service, folder))
    })
}

/// Cargo turns a feature of that name on by itself.
pub(super) fn feature(folder: &str) -> &str {
    if folder == "default" { "default_" } else { folder }
}

fn package(service: &Service, folder: &str) -> String {
    format!("{}-{}", service.name.plain(), plain(folder))
}

/// Its name in Rust.
pub fn crate_name(service: &Service, folder: &str) -> String {
    package(service, folder).replace('-', "_")
}

/// How another package names it.
pub(super) fn extern_name(service: &Service, folder: &str) -> TokenStream {
    let name = ident(&crate_name(service, folder));
    quote! { ::#name }
}

pub(super) fn base() -> TokenStream {
    let name = ident(BASE);
    quote! { ::#name }
}

/// What operations name as if it stood beside them.
pub(super) fn shared(service: &Service) -> TokenStream {
    let (base, service) = (base(), ident(&service.name.ident));
    quote! { #[allow(unused_imports, reason = "not every folder has ids")] use #base::{ids, #service as errors}; }
}

/// What makes packages of the files: manifests, and the root of the one that the others share.
pub(super) fn frames(api: &Api) -> Vec<OutFile> {
    let modules = api.services.iter().map(|service| {
        let docs = format!(" Errors of {}.", service.name.wire);
        Part::Module(quote! { #[doc = #docs] }, service.name.ident.clone())
    });
    let ids = Part::Module(quote! { #[doc = " Ids."] }, "ids".into());
    let parts =
        std::iter::once(Part::Title(quote! { #![doc = " What the folders share."] })).chain([ids]).chain(modules);
    let place = (Package::Base, "src/mod.rs".to_owned());
    let mut files = vec![file_of(place, "the spec directory", parts.collect()), manifest(Package::Base, BASE, "")];
    for (service, folder) in folders(api) {
        let name = package(service, folder);
        let base = format!("{BASE} = {{ path = \"../{BASE}\" }}\n");
        files.push(manifest(Package::Folder(name.clone()), &name, &base));
    }
    files
}

/// Folder of the packages, beside `src`.
pub const MEMBERS: &str = "members";
/// Folder of what the crate itself holds.
pub const OWN: &str = "src/generated";

/// First line of the manifest of every package: only what begins so is ever removed.
pub const GENERATED: &str = "# @generated by `vvspec generate --crate`.";

fn manifest(package: Package, name: &str, dependencies: &str) -> OutFile {
    // No module is called `mod`: an operation may be called `lib` or `main`.
    let text = format!(
        "{GENERATED}\n\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\
         autobins = false\n\n[lib]\npath = \"src/mod.rs\"\n\n[lints.rust]\nspecial_module_name = \"allow\"\n\n\
         [dependencies]\n{dependencies}vvtool-api.workspace = true\n"
    );
    OutFile { package, ..OutFile::plain("Cargo.toml", text) }
}
