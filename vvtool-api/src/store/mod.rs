//! Where a journal of writes can lie. Each file knows one store.

pub(crate) mod file;
mod mount;
#[cfg(feature = "mysql")]
pub(crate) mod mysql;
