//! `vvspec lint`. Findings are what it is asked for: they go to standard output.

use std::io::IsTerminal;

use super::exit::Exit;
use super::output::print;
use super::spec::Spec;
use crate::pipeline;

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    spec: Spec,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        let dir = match self.spec.find() {
            Ok(dir) => dir,
            Err(exit) => return exit,
        };
        match pipeline::lint(&dir) {
            Ok((api, _)) => {
                let operations: usize = api.services.iter().map(|service| service.operations.len()).sum();
                let (services, operations) = (counted(api.services.len(), "service"), counted(operations, "operation"));
                print(&format!("{services}, {operations}: no findings\n"), Exit::Done)
            }
            Err(diags) => print(&diags.render(std::io::stdout().is_terminal()), Exit::Found),
        }
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
