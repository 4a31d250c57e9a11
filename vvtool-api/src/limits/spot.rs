//! Which calls an error concerns beside the one that met it.

use crate::meta::Scope;

/// The calls that are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Spot {
    /// To the host, whoever makes them.
    Host,
    /// Of the account.
    Account,
    /// Of the operation.
    Operation(&'static str, &'static str),
    /// For the shop.
    Shop(u64),
}

impl Spot {
    pub(super) fn scope(self) -> Scope {
        match self {
            Self::Host => Scope::Host,
            Self::Account => Scope::Account,
            Self::Operation(..) => Scope::Operation,
            Self::Shop(_) => Scope::Shop,
        }
    }

    /// As other machines read it; none where it is nothing to them: what a host says of one machine, which has an address of its own.
    pub(super) fn written(self) -> Option<String> {
        match self {
            Self::Host => None,
            Self::Account => Some("account".to_owned()),
            Self::Operation(service, id) => Some(format!("{service}/{id}")),
            Self::Shop(digest) => Some(format!("shop {digest:016x}")),
        }
    }
}
