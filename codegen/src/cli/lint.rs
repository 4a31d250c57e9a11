//! `vvspec lint`. Findings are what it is asked for: they go to standard output.

use std::io::IsTerminal;

use super::exit::Exit;
use super::output::print;
use super::spec::Spec;
use crate::check::review;
use crate::pipeline;
use crate::visible::visible_lines;

#[derive(clap::Args)]
pub(super) struct Args {
    /// Only what documents say otherwise than before and nobody has decided about, one line each
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    spec: Spec,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        let dir = match self.spec.find() {
            Ok(dir) => dir,
            Err(exit) => return exit,
        };
        if self.open {
            let open = review::open(&dir);
            let lines: String = open.iter().map(|open| format!("{open}: {}\n", open.todo)).collect();
            return match open.len() {
                0 => print("nothing waits for a decision\n", Exit::Done),
                count => print(&format!("{}{} open\n", visible_lines(&lines), counted(count, "decision")), Exit::Found),
            };
        }
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
