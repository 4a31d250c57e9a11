//! `vvspec completions`: what a shell completes, made from the arguments themselves.

use clap::Command;
use clap_complete::{Shell, generate};

use super::exit::Exit;
use super::output::print;

#[derive(clap::Args)]
pub(super) struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

impl Args {
    pub(super) fn run(self, mut command: Command) -> Exit {
        let name = command.get_name().to_owned();
        let mut script = Vec::new();
        generate(self.shell, &mut command, name, &mut script);
        print(&String::from_utf8_lossy(&script), Exit::Done)
    }
}
