//! Whose calls a client makes.

use core::hash::BuildHasher;
use std::hash::RandomState;
use std::sync::LazyLock;

/// Another one in each process: labels may be tokens.
static DIGEST: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// A number that stands for a text which must not be kept.
pub(crate) fn digest(text: &str) -> u64 {
    DIGEST.hash_one(text)
}

/// The account of a client. What is kept per account is kept by it: limits and how much is tried again, and what a journal remembers.
pub(crate) struct Account {
    name: String,
    digest: u64,
}

impl Account {
    /// The label that a client was given, or the account that it names itself.
    pub(crate) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), digest: digest(name) }
    }

    /// Nothing is known but a token.
    #[cfg(feature = "vvtool")]
    pub(crate) fn of_token(token: &str) -> Self {
        Self { name: String::new(), digest: digest(token) }
    }

    /// The same after a restart, and no secret; empty where nothing is known but a token, which is replaced.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Tells accounts apart in this process.
    pub(crate) fn digest(&self) -> u64 {
        self.digest
    }
}
