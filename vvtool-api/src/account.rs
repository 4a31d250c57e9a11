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

/// The same for a shop, or a session. Where machines may share what is kept of it, it is the same on each of them.
pub(crate) fn shop(text: &str) -> u64 {
    #[cfg(feature = "redis")]
    return mark("shop", text).first_chunk().map_or(0, |chunk| u64::from_be_bytes(*chunk));
    #[cfg(not(feature = "redis"))]
    digest(text)
}

/// The account of a client. What is kept per account is kept by it: limits and how much is tried again, and what a journal remembers.
pub(crate) struct Account {
    name: String,
    digest: u64,
    #[cfg(feature = "redis")]
    mark: [u8; 32],
}

/// The same on every machine, and says nothing.
#[cfg(feature = "redis")]
fn mark(kind: &str, text: &str) -> [u8; 32] {
    use sha2::{Digest as _, Sha256};
    Sha256::new().chain_update(kind).chain_update([0]).chain_update(text).finalize().into()
}

impl Account {
    /// The label that a client was given, or the account that it names itself.
    pub(crate) fn named(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            digest: digest(name),
            #[cfg(feature = "redis")]
            mark: mark("named", name),
        }
    }

    /// Nothing is known but a token.
    #[cfg(feature = "vvtool")]
    pub(crate) fn of_token(token: &str) -> Self {
        Self {
            name: String::new(),
            digest: digest(token),
            #[cfg(feature = "redis")]
            mark: mark("token", token),
        }
    }

    /// The same after a restart, and no secret; empty where nothing is known but a token, which is replaced.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What it is called among machines, at this host: a digest.
    #[cfg(feature = "redis")]
    pub(crate) fn abroad(&self, service: &str, host: &str) -> String {
        use core::fmt::Write as _;
        let at = mark(service, host).into_iter().zip(self.mark).map(|(at, whose)| at ^ whose);
        at.take(16).fold(String::new(), |mut name, byte| {
            // A text takes whatever is written.
            let _ = write!(name, "{byte:02x}");
            name
        })
    }

    /// Tells accounts apart in this process.
    pub(crate) fn digest(&self) -> u64 {
        self.digest
    }
}
