//! Api -> Rust text. Prints, never decides: names, types and references were settled by `model/`, meaning by `check/`.

mod docs;
mod enums;
mod errors;
mod grammar;
pub mod members;
mod modules;
mod operation;
mod record;
mod rust;
pub mod surface;

use crate::model::api::{Api, Service};

/// One generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutFile {
    /// Path below the output directory, `/`-separated.
    pub path: String,
    /// Whole content.
    pub text: String,
}

/// Where the generated code will live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Inside `vvtool-api` itself: the runtime is `crate::rt::v1`, every service hides behind the feature of its name.
    Runtime,
    /// Somewhere in a user's crate: the runtime is `::vvtool_api::rt::v1`, no features.
    User,
    /// A crate of its own: the runtime is `::vvtool_api::rt::v1`, every folder of operations is a package behind the feature of its
    /// name. Paths are below the crate's folder.
    Crate,
}

/// Every file of the generated tree, sorted by path.
pub fn all(api: &Api, home: Home) -> Vec<OutFile> {
    let mut files = vec![modules::ids(api, home), modules::root(api, home)];
    if home == Home::Runtime {
        files.push(OutFile { path: "message.rs".into(), text: include_str!("../message.rs").into() });
    }
    for service in &api.services {
        files.push(errors::file(service, home));
        files.extend(modules::service(service, home));
        files.extend(operations(api, service, home));
    }
    if home == Home::Crate {
        files = members::arrange(api, files);
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Operations are independent of each other and most of the work.
fn operations(api: &Api, service: &Service, home: Home) -> Vec<OutFile> {
    crate::parallel::map(&service.operations, |_, each| operation::file(api, service, each, home))
}
