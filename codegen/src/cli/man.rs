//! `vvspec man`: a page of the manual for every command, made from the arguments themselves.

use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::Command;
use clap_mangen::Man;

use super::exit::Exit;
use super::output::complain;
use crate::disk::Beside;

/// What pages of ours begin with: a comment, which no reader of the manual sees.
const MARK: &str = ".\\\" made by vvspec man\n";

#[derive(clap::Args)]
pub(super) struct Args {
    /// The folder the pages are written to; pages of others stay
    #[arg(short, long, value_name = "DIR")]
    out: PathBuf,
}

impl Args {
    pub(super) fn run(self, command: Command) -> Exit {
        // Its page would only say that `--help` helps.
        let mut command = command.disable_help_subcommand(true);
        command.build();
        let mut pages = Vec::new();
        let made = page(&command, &mut pages)
            .map_err(|error| format!("a page of the manual: {error}"))
            .and_then(|()| write(&self.out, &pages));
        match made {
            Ok(()) => Exit::Done,
            Err(told) => complain(&format!("{told}\n"), Exit::Found),
        }
    }
}

/// File name and text of a command and of those below it.
fn page(command: &Command, pages: &mut Vec<(String, String)>) -> io::Result<()> {
    let man = Man::new(command.clone());
    let mut text = MARK.as_bytes().to_vec();
    man.render(&mut text)?;
    pages.push((man.get_filename(), String::from_utf8_lossy(&text).into_owned()));
    command.get_subcommands().filter(|below| !below.is_hide_set()).try_for_each(|below| page(below, pages))
}

/// Nothing is written where one of them would take the place of a file of somebody else.
fn write(folder: &Path, pages: &[(String, String)]) -> Result<(), String> {
    for (name, _) in pages {
        let file = folder.join(name);
        match fs::read(&file) {
            Ok(there) if !there.starts_with(MARK.as_bytes()) => {
                return Err(format!("{} is not one of ours: name another folder, or remove it", file.display()));
            }
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(format!("{}: {error}", file.display()));
            }
            _ => {}
        }
    }
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    pages.iter().try_for_each(|(name, text)| {
        let file = folder.join(name);
        Beside::write(&file, text).and_then(Beside::settle).map_err(|error| format!("{}: {error}", file.display()))
    })
}
