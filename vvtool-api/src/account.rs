//! Whose calls a client makes.

use core::hash::BuildHasher;
use std::collections::HashMap;
use std::hash::RandomState;
use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

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
    caller: Option<Caller>,
}

/// What the platform knows a client by, its token or the name of its account: of two labels for one it knows nothing.
struct Caller {
    digest: u64,
    /// Holds the name of the account for it, as long as the client lives.
    held: Option<Arc<()>>,
    #[cfg(feature = "journal")]
    mark: [u8; 32],
}

/// Which account somebody is who calls now, and whether he still does.
type Known = (u64, Weak<()>);

/// Who calls now in this process.
static CALLERS: LazyLock<Mutex<HashMap<u64, Known>>> = LazyLock::new(Mutex::default);

const TWO_NAMES: &str = "account_label: another client of this process calls with the same token or account at the same host, under another \
                         label or none: the limit would be kept twice, and a write sent once under each. Give all of them the same one, or none";

/// The same on every machine, and says nothing.
#[cfg(any(feature = "redis", feature = "journal"))]
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
            caller: None,
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
            caller: None,
        }
    }

    /// It calls there with this: a token, or as an account.
    pub(crate) fn calling(self, service: &str, place: &str, (kind, text): (&str, &str)) -> Self {
        let whole = [service, place, kind, text].join("\0");
        let caller = Caller {
            digest: digest(&whole),
            held: None,
            #[cfg(feature = "journal")]
            mark: mark("caller", &whole),
        };
        Self { caller: Some(caller), ..self }
    }

    /// The same, unless a client lives that calls with the same under another name.
    pub(crate) fn alone(mut self) -> Result<Self, &'static str> {
        let Some(caller) = &mut self.caller else { return Ok(self) };
        let mut callers = CALLERS.lock().unwrap_or_else(PoisonError::into_inner);
        callers.retain(|_, (_, held)| held.strong_count() > 0);
        let known = callers.get(&caller.digest).and_then(|(name, held)| Some((*name, held.upgrade()?)));
        let held = match known {
            Some((name, held)) if name == self.digest => held,
            Some(_) => return Err(TWO_NAMES),
            None => {
                let held = Arc::new(());
                callers.insert(caller.digest, (self.digest, Arc::downgrade(&held)));
                held
            }
        };
        caller.held = Some(held);
        drop(callers);
        Ok(self)
    }

    /// A digest of what it calls with, the same on every machine; none where it shows nothing.
    #[cfg(feature = "journal")]
    pub(crate) fn caller(&self) -> Option<[u8; 32]> {
        self.caller.as_ref().map(|caller| caller.mark)
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn one_caller_has_one_name_while_it_calls() {
        let of = |name: &str, place: &str, with| Account::named(name).calling("sample", place, with).alone();
        let (token, other) = (("token", "T"), ("token", "U"));
        let first = of("erp", "http://names.example", token).unwrap();
        for (name, place, with, may) in [
            ("erp", "http://names.example", token, true),
            ("shop", "http://names.example", token, false),
            ("shop", "http://names.example", other, true),
            ("shop", "http://elsewhere.example", token, true),
            // No token is an account.
            ("shop", "http://names.example", ("account", "T"), true),
        ] {
            assert_eq!(of(name, place, with).is_ok(), may, "{name} {place} {with:?}");
        }
        let second = of("erp", "http://names.example", token).unwrap();
        drop(first);
        assert_eq!(of("shop", "http://names.example", token).err(), Some(TWO_NAMES));
        drop(second);
        assert!(of("shop", "http://names.example", token).is_ok());
        // Who shows nothing is nobody.
        assert!(Account::named("a").alone().is_ok() && Account::named("b").alone().is_ok());
    }
}
