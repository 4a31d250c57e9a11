//! Where a journal of writes can lie, and where machines agree on limits. Each file knows one store.

#[cfg(feature = "journal")]
pub(crate) mod file;
#[cfg(feature = "journal")]
mod mount;
#[cfg(feature = "mysql")]
pub(crate) mod mysql;
#[cfg(feature = "redis")]
pub(crate) mod redis;
