//! Which shops have authorised the caller.

use std::collections::HashSet;

/// Every shop has, and of sessions the one of the options, until something else is said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Authorised {
    added: HashSet<String>,
    gone: HashSet<String>,
}

impl Authorised {
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(crate) fn set(&mut self, shop: &str, authorised: bool) {
        if authorised {
            self.gone.remove(shop);
            self.added.insert(shop.to_owned());
        } else {
            self.added.remove(shop);
            self.gone.insert(shop.to_owned());
        }
    }

    /// A shop that a request field names.
    pub(crate) fn is_shop(&self, shop: &str) -> bool {
        !self.gone.contains(shop)
    }

    /// A session of the platform, where `known` is the one that is valid from the start.
    pub(crate) fn is_session(&self, session: &str, known: &str) -> bool {
        !self.gone.contains(session) && (session == known || self.added.contains(session))
    }
}
