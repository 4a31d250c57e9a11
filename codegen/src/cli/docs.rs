//! `vvspec docs`: the spec as pages for people.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::{fs, io};

use clap::ValueEnum;

use super::exit::Exit;
use super::history;
use super::output::{complain, print};
use super::spec::Spec;
use super::watch::stoppable;
use crate::disk::{Beside, FolderBeside};
use crate::docs::{Asked, Page, many, one, without_chinese};
use crate::model::api::Api;

#[derive(clap::Args)]
pub(super) struct Args {
    /// A file for everything in one page, or a folder for a page per operation; standard output without it
    #[arg(short, long, value_name = "FILE.html|DIR")]
    out: Option<PathBuf>,
    /// Language that pages open in, and that they are in without a script
    #[arg(long, value_name = "LANG", value_enum, default_value_t = Language::Zh)]
    lang: Language,
    /// Only this service
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Tell what the newest N versions (tags v* of git) changed
    #[arg(long, value_name = "N", default_value_t = 0)]
    history: usize,
    /// Write nothing; exit 1 when what is there says something else
    #[arg(long, requires = "out")]
    check: bool,
    #[command(flatten)]
    spec: Spec,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    /// Chinese
    Zh,
    /// English
    En,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        let (spec, api) = match self.spec.read_all() {
            Ok((spec, api, _)) => (spec, api),
            Err(exit) => return exit,
        };
        let (history, told) = history::read(&spec, self.history);
        for line in told {
            let _ = complain(&format!("{line}\n"), Exit::Done);
        }
        let asked = Asked { chinese: self.lang == Language::Zh, service: self.service.as_deref(), history: &history };
        if let missing @ 1.. = without_chinese(&api) {
            let _ = complain(
                &format!("{missing} notes have no Chinese and are shown in English: `note_zh` gives them one\n"),
                Exit::Done,
            );
        }
        let folder = self.out.as_ref().filter(|out| out.extension().is_none_or(|end| end != "html"));
        let made = match (folder, &self.out) {
            (Some(folder), _) => write_folder(&api, &asked, folder, self.check),
            (None, Some(file)) => {
                one(&api, &asked).map_err(Failure::Asked).and_then(|text| place(file, &text, self.check))
            }
            (None, None) => match one(&api, &asked) {
                Ok(text) => return print(&text, Exit::Done),
                Err(told) => Err(Failure::Asked(told)),
            },
        };
        match made {
            Ok(()) => Exit::Done,
            Err(Failure::Asked(told)) => complain(&format!("{told}\n"), Exit::Usage),
            Err(Failure::Disk(told)) => complain(&format!("{told}\n"), Exit::Found),
            Err(Failure::Stopped(told)) => complain(&format!("{told}\n"), Exit::Stopped),
        }
    }
}

enum Failure {
    /// It makes no sense.
    Asked(String),
    /// A file is stale, of somebody else, or cannot be written.
    Disk(String),
    /// By Ctrl-C.
    Stopped(String),
}

impl From<String> for Failure {
    fn from(told: String) -> Self {
        Self::Asked(told)
    }
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> Failure + '_ {
    move |error| Failure::Disk(format!("{}: {error}", path.display()))
}

/// What pages of ours begin with, in whatever language of file.
const MARK: &str = "made by vvspec docs";

/// The text with the mark in a comment of its language.
fn marked(name: &str, text: &str) -> String {
    match Path::new(name).extension().and_then(|end| end.to_str()) {
        Some("html") => text.replacen("<!doctype html>\n", &format!("<!doctype html>\n<!-- {MARK} -->\n"), 1),
        _ => format!("/* {MARK} */\n{text}"),
    }
}

fn place(file: &Path, text: &str, check: bool) -> Result<(), Failure> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let text = marked(&name, text);
    match fs::read_to_string(file) {
        Ok(there) if there == text => return Ok(()),
        Ok(_) if check => return Err(Failure::Disk(format!("{} is stale", file.display()))),
        Ok(there) if !there.lines().take(2).any(|line| line.contains(MARK)) => {
            return Err(Failure::Disk(format!("{} is not one of ours: name another, or remove it", file.display())));
        }
        Err(error) if check || error.kind() != io::ErrorKind::NotFound => return Err(disk(file)(error)),
        _ => {}
    }
    Beside::write(file, &text).and_then(Beside::settle).map_err(disk(file))
}

fn write_new(api: &Api, asked: &Asked<'_>, folder: &Path) -> Result<(), Failure> {
    let progress = stoppable();
    let new = FolderBeside::make(folder).map_err(disk(folder))?;
    many(api, asked, |page: Page| {
        if progress.stop.load(Ordering::Relaxed) {
            return Err(Failure::Stopped("stopped; nothing was written".to_owned()));
        }
        new.write(&page.name, &marked(&page.name, &page.text)).map_err(disk(&folder.join(&page.name)))
    })?;
    new.settle().map_err(disk(folder))
}

fn write_folder(api: &Api, asked: &Asked<'_>, folder: &Path, check: bool) -> Result<(), Failure> {
    if !check {
        // A new one appears whole or not at all; in one that is there every page does, and the first page, which names the others, is last.
        if matches!(fs::symlink_metadata(folder), Err(error) if error.kind() == io::ErrorKind::NotFound) {
            return write_new(api, asked, folder);
        }
        fs::create_dir_all(folder).map_err(disk(folder))?;
    }
    let mut ours = BTreeSet::new();
    many(api, asked, |page: Page| {
        let file = folder.join(&page.name);
        ours.insert(page.name);
        place(&file, &page.text, check)
    })?;
    // Pages of operations that are gone.
    for entry in fs::read_dir(folder).map_err(disk(folder))? {
        let path = entry.map_err(disk(folder))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let page = path.extension().is_some_and(|end| end == "html") && !ours.contains(&name);
        if page && fs::read_to_string(&path).is_ok_and(|text| text.lines().take(2).any(|line| line.contains(MARK))) {
            if check {
                return Err(Failure::Disk(format!("{} is of an operation that is gone", path.display())));
            }
            fs::remove_file(&path).map_err(disk(&path))?;
        }
    }
    Ok(())
}
