//! `--lang`.

use clap::ValueEnum;

use crate::diff::Lang;

/// Language of a report.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum Language {
    /// English
    En,
    /// Chinese
    Zh,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Zh => Self::Zh,
        }
    }
}
