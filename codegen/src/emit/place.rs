//! Where a generated file belongs: the packages of a crate with a feature per folder, and their folders.

/// The member that the others share: ids and errors.
pub const BASE: &str = "base";
/// Folder of the packages, beside `src`.
pub const MEMBERS: &str = "members";
/// Folder of what the crate itself holds.
pub const OWN: &str = "src/generated";

/// A package of generated code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Package {
    /// What the others lead to: all there is, but for [`Home::Crate`](super::Home::Crate).
    Own,
    /// What folders of operations share: ids and errors.
    Base,
    /// A folder of operations, by the name of its package.
    Folder(String),
}

impl Package {
    /// Its folder below the crate's.
    pub fn folder(&self) -> String {
        match self {
            Self::Own => OWN.to_owned(),
            Self::Base => format!("{MEMBERS}/{BASE}"),
            Self::Folder(name) => format!("{MEMBERS}/{name}"),
        }
    }
}

/// A package, and a path in its folder.
pub(super) type Place = (Package, String);
