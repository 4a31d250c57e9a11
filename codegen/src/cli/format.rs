//! `--format`: how a comparison is printed. A new format is a variant here and a file of `diff/report/`; the compiler asks for the rest.

use clap::ValueEnum;

use crate::diff::inputs::Loaded;
use crate::diff::report::{Report, github, html, json, markdown, sarif, text};

#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Format {
    /// For a terminal
    Text,
    /// For the comment of a pull request
    Markdown,
    /// For programs; --schema says what is in it
    Json,
    /// Annotations of a GitHub workflow
    Github,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// One page with a search and filters, which needs no network
    Html,
}

impl Format {
    pub(super) fn print(self, report: &Report<'_>, base: &Loaded, head: &Loaded) -> String {
        match self {
            Self::Text => text::print(report),
            Self::Markdown => markdown::print(report),
            Self::Json => json::print(report),
            Self::Github => github::print(report, &base.root(), &head.root()),
            Self::Sarif => sarif::print(report, &base.root(), &head.root()),
            Self::Html => html::print(report, &base.root(), &head.root()),
        }
    }
}
