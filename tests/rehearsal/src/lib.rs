//! The loop of the README ("When a documentation page changed"), played by this package's build script: pages and a person's answers go
//! in, and what comes out is compiled here. No line of this package names a type that was not generated.

use std::path::{Path, PathBuf};

use vvtool_e2e::Visitor;

// `pub mod api`: the code that was generated from the specs of the last stage.
include!(concat!(env!("OUT_DIR"), "/api.rs"));
include!(concat!(env!("OUT_DIR"), "/registry.rs"));

vvtool_e2e::gateway!(api::vvtool::ErrorKind: vvtool, vvtool_blocking);
vvtool_e2e::gateway!(api::top::ErrorKind: top, top_blocking);

/// What one round of the loop left behind: the pages it read, the specs, the generated code.
#[derive(Debug, Clone)]
pub struct Stage(PathBuf);

impl Stage {
    /// One new operation of each form of document, added to the specs of this repository.
    #[must_use]
    pub fn new_operations() -> Self {
        Self::named("new-operations")
    }

    /// Then a page of our own gained a row.
    #[must_use]
    pub fn changed_page() -> Self {
        Self::named("changed-page")
    }

    /// Then a page of the gateway gained one. `None` where the reference documents were not there when this was built.
    #[must_use]
    pub fn reference_page() -> Option<Self> {
        cfg!(reference_pages).then(|| Self::named("reference-page"))
    }

    /// Then a call of each kind came: asked for with GET, page by page, with a file, with lists, bounds and limits.
    #[must_use]
    pub fn every_kind() -> Self {
        Self::named("every-kind")
    }

    /// The stage whose code is compiled here.
    #[must_use]
    pub fn last() -> Self {
        Self::every_kind()
    }

    fn named(name: &str) -> Self {
        Self(Path::new(env!("OUT_DIR")).join(name))
    }

    /// The folder that holds all of it.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// The specs.
    #[must_use]
    pub fn spec(&self) -> PathBuf {
        self.0.join("spec")
    }

    /// A page as it was read.
    #[must_use]
    pub fn page(&self, name: &str) -> PathBuf {
        self.0.join("pages").join(name)
    }
}
