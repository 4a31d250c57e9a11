//! `--spec`: where the spec is, and what it says.

use std::path::PathBuf;

use super::exit::Exit;
use super::findings::{MAX, Shown};
use super::output::{complain, is_rich};
use crate::model::api::Api;
use crate::pipeline;
use crate::source::Sources;

#[derive(clap::Args)]
pub(super) struct Spec {
    /// Folder of the spec [default: `spec` here or in a folder above]
    #[arg(long = "spec", value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
}

impl Spec {
    /// The folder, or how a command ends that cannot do without.
    pub(super) fn find(&self) -> Result<PathBuf, Exit> {
        let found = self.dir.clone().or_else(find);
        let told = "no folder `spec` here or in a folder above: say where it is with --spec\n";
        found.ok_or_else(|| complain(told, Exit::Usage))
    }

    /// What it says, or how a command ends that needs a spec without mistakes.
    pub(super) fn read(&self) -> Result<Api, Exit> {
        self.read_all().map(|(_, api, _)| api)
    }

    /// As [`Self::read`], with the folder and its files.
    pub(super) fn read_all(&self) -> Result<(PathBuf, Api, Sources), Exit> {
        let dir = self.find()?;
        match pipeline::read(&dir) {
            Ok((api, sources)) => Ok((dir, api, sources)),
            Err(diags) => Err(complain(&Shown::new(&diags, MAX).text(is_rich(&std::io::stderr())), Exit::Found)),
        }
    }
}

/// Relative, so that messages show short paths: `spec`, `../spec`.
pub(super) fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        if folder.join("spec").is_dir() {
            return Some(up.join("spec"));
        }
        up.push("..");
    }
    None
}
