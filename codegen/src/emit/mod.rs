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

use crate::model::api::{Api, Operation, Service};

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
    /// Inside `vvtool-api` itself: the runtime is `crate::rt`, every service hides behind the feature of its name.
    Runtime,
    /// Somewhere in a user's crate: the runtime is `::vvtool_api::rt`, no features.
    User,
    /// A crate of its own: the runtime is `::vvtool_api::rt`, every folder of operations is a package behind the feature of its
    /// name. Paths are below the crate's folder.
    Crate,
}

/// Every file of the generated tree, sorted by path.
pub fn all(api: &Api, home: Home) -> Vec<OutFile> {
    let mut files = vec![modules::ids(api, home), modules::root(api, home)];
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

/// Operations are independent of each other and most of the work: one slice of them per core.
fn operations(api: &Api, service: &Service, home: Home) -> Vec<OutFile> {
    let print = |operations: &[Operation]| -> Vec<OutFile> {
        operations.iter().map(|operation| operation::file(api, service, operation, home)).collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let slice = service.operations.len().div_ceil(threads).max(1);
    if service.operations.len() < 16 {
        return print(&service.operations);
    }
    std::thread::scope(|scope| {
        let running: Vec<_> = service.operations.chunks(slice).map(|slice| scope.spawn(move || print(slice))).collect();
        running
            .into_iter()
            .flat_map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}
