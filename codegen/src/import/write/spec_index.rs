//! What the spec folder has: services by their folder, operations by service and id.

use std::collections::HashMap;

use crate::load::raw::{Raw, RawService};
use crate::source::{SourceFile, Sources};

/// The spec as a run finds it.
#[derive(Debug)]
pub struct SpecIndex<'a> {
    spec: &'a Raw,
    sources: &'a Sources,
    /// Service and id to the index of the operation's file.
    operations: HashMap<(String, String), usize>,
}

impl<'a> SpecIndex<'a> {
    /// Of a spec that was read.
    #[must_use]
    pub fn of(spec: &'a Raw, sources: &'a Sources) -> Self {
        let mut operations = HashMap::new();
        for service in &spec.services {
            for operation in &service.operations {
                let id = operation.operation.value.clone();
                operations.insert((service.folder.clone(), id), operation.operation.span.file as usize);
            }
        }
        Self { spec, sources, operations }
    }

    /// A service, by its folder.
    #[must_use]
    pub fn service(&self, service: &str) -> Option<&'a RawService> {
        self.spec.services.iter().find(|known| known.folder == service)
    }

    /// The file of an operation.
    #[must_use]
    pub fn file(&self, service: &str, operation: &str) -> Option<&'a SourceFile> {
        self.sources.files.get(*self.operations.get(&(service.to_owned(), operation.to_owned()))?)
    }

    /// The error table of a service, where it has one.
    #[must_use]
    pub fn errors(&self, service: &str) -> Option<&'a SourceFile> {
        self.sources.file(self.service(service)?.errors_span?)
    }

    /// Every file.
    #[must_use]
    pub fn sources(&self) -> &'a Sources {
        self.sources
    }
}
