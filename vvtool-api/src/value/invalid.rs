//! The error of everything that is built from a user's text.

use core::fmt;

/// A value that cannot be what it was meant to be.
///
/// # Example
///
/// ```
/// let error = "12,50".parse::<vvtool_api::Yuan>().unwrap_err();
/// assert_eq!(error.what(), "Yuan");
/// assert_eq!(error.why(), "expected a decimal number such as 200.07, and character 3 is no digit");
/// assert_eq!(error.to_string(), format!("not a valid {}: {}", error.what(), error.why()));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    what: &'static str,
    why: String,
}

impl InvalidValue {
    pub(crate) fn new(what: &'static str, why: impl Into<String>) -> Self {
        Self { what, why: why.into() }
    }

    /// What was being made: `Yuan`, `Feature`, ...
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn what(&self) -> &str {
        self.what
    }

    /// Why it could not be made. Never quotes the value: it may be personal.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn why(&self) -> &str {
        &self.why
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a valid {}: {}", self.what, self.why)
    }
}

impl core::error::Error for InvalidValue {}
