//! Which calls an error concerns beside the one that met it.

use crate::meta::Scope;

/// The calls that are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Spot {
    /// To the host, whoever makes them.
    Host,
    /// Of the account.
    Account,
    /// To the host of another service than the client's own.
    HostOf(&'static str),
    /// Of the account at another service.
    AccountOf(&'static str),
    /// Of the operation.
    Operation(&'static str, &'static str),
    /// For the shop.
    Shop(u64),
}

impl Spot {
    pub(super) fn scope(self) -> Scope {
        match self {
            Self::Host | Self::HostOf(_) => Scope::Host,
            Self::Account | Self::AccountOf(_) => Scope::Account,
            Self::Operation(..) => Scope::Operation,
            Self::Shop(_) => Scope::Shop,
        }
    }

    /// As other machines read it; none where it is nothing to them: what a host says of one machine, which has an address of its own.
    pub(super) fn written(self) -> Option<String> {
        match self {
            Self::Host | Self::HostOf(_) => None,
            Self::Account => Some("account".to_owned()),
            Self::AccountOf(service) => Some(format!("account {service}")),
            Self::Operation(service, id) => Some(format!("{service}/{id}")),
            Self::Shop(digest) => Some(format!("shop {digest:016x}")),
        }
    }
}
