//! `vvspec openapi`: a service as OpenAPI.

use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::exit::Exit;
use super::output::{complain, print};
use super::spec::Spec;
use crate::disk::Beside;
use crate::openapi::{Asked, Refused, Speech, TopPaths, Version, document};

#[derive(clap::Args)]
pub(super) struct Args {
    /// The service; may be left out where there is one
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Version of OpenAPI
    #[arg(long = "openapi", value_name = "VERSION", value_enum, default_value_t = Release::V31)]
    release: Release,
    /// Language of titles and descriptions
    #[arg(long, value_name = "LANG", value_enum, default_value_t = Language::Both)]
    lang: Language,
    /// How operations that share one URL are told apart
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Paths::Fragment)]
    top_paths: Paths,
    /// Only operations of this folder
    #[arg(long, value_name = "FOLDER")]
    folder: Option<String>,
    /// Only this operation (erps/send)
    #[arg(long, value_name = "OP")]
    operation: Option<String>,
    /// What `info.version` says [default: the version of this program]
    #[arg(long, value_name = "VERSION")]
    api_version: Option<String>,
    /// Write it to a file instead of standard output
    #[arg(short, long, value_name = "FILE", conflicts_with = "check")]
    out: Option<PathBuf>,
    /// Write nothing; exit 1 when this file says something else
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
    #[command(flatten)]
    spec: Spec,
}

#[derive(Clone, Copy, ValueEnum)]
enum Release {
    /// 3.1, which is JSON Schema
    #[value(name = "3.1")]
    V31,
    /// 3.0, for tools that know no other
    #[value(name = "3.0")]
    V30,
}

#[derive(Clone, Copy, ValueEnum)]
enum Language {
    /// English
    En,
    /// Chinese
    Zh,
    /// English and Chinese
    Both,
}

#[derive(Clone, Copy, ValueEnum)]
enum Paths {
    /// `/router/rest#taobao.trade.get`
    Fragment,
    /// `/router/rest/taobao.trade.get`, for tools that match by method and path
    Virtual,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        let api = match self.spec.read() {
            Ok(api) => api,
            Err(exit) => return exit,
        };
        let names: Vec<&str> = api.services.iter().map(|service| service.name.wire.as_str()).collect();
        let service = match (&self.service, names.as_slice()) {
            (Some(name), _) => name.as_str(),
            (None, [only]) => only,
            (None, _) => {
                let told = format!("a document is of one service: say --service with one of {}\n", names.join(", "));
                return complain(&told, Exit::Usage);
            }
        };
        let asked = Asked {
            version: match self.release {
                Release::V31 => Version::V31,
                Release::V30 => Version::V30,
            },
            speech: match self.lang {
                Language::En => Speech::En,
                Language::Zh => Speech::Zh,
                Language::Both => Speech::Both,
            },
            top_paths: match self.top_paths {
                Paths::Fragment => TopPaths::Fragment,
                Paths::Virtual => TopPaths::Virtual,
            },
            folder: self.folder.as_deref(),
            operation: self.operation.as_deref(),
            api_version: self.api_version.as_deref().unwrap_or(env!("CARGO_PKG_VERSION")),
            origin: None,
        };
        let document = match document(&api, service, &asked) {
            Ok(document) => document,
            Err(Refused::Unknown(told)) => return complain(&format!("{told}\n"), Exit::Usage),
            Err(Refused::Clash(told)) => return complain(&format!("{told}\n"), Exit::Found),
        };
        let told: String = document.told.iter().map(|line| format!("{line}\n")).collect();
        let _ = complain(&told, Exit::Done);
        match (&self.check, &self.out) {
            (Some(file), _) => check(file, &document.text),
            (None, Some(file)) => write(file, &document.text),
            (None, None) => print(&document.text, Exit::Done),
        }
    }
}

fn check(file: &Path, text: &str) -> Exit {
    match fs::read_to_string(file) {
        Ok(there) if there == text => Exit::Done,
        Ok(_) => complain(&format!("{} is stale: write it anew with -o\n", file.display()), Exit::Found),
        Err(error) => complain(&format!("{}: {error}\n", file.display()), Exit::Found),
    }
}

fn write(file: &Path, text: &str) -> Exit {
    match Beside::write(file, text).and_then(Beside::settle) {
        Ok(()) => Exit::Done,
        Err(error) => complain(&format!("{}: {error}\n", file.display()), Exit::Found),
    }
}
