//! The door that this repository's own tests take to the rooms that are no public API.
//!
//! What they name stands here and nothing else, so that the compiler tells what nobody uses. No promise is made for any of it.

/// As in `crate::import`.
#[cfg(feature = "import")]
pub mod import {
    pub use crate::import::{declared, options};

    /// Documents.
    pub mod document {
        pub use crate::import::document::{Document, Part, Row, path};
    }

    /// What a run writes.
    pub mod files {
        pub use crate::import::files::write;
    }

    /// What becomes of each line.
    pub mod ledger {
        pub use crate::import::ledger::{Counted, LineKind};
    }

    /// What is remembered.
    pub mod memory {
        /// Of a document.
        pub mod lock {
            pub use crate::import::memory::lock::{Lock, Locked};
        }

        /// What changed since.
        pub mod compare {
            pub use crate::import::memory::compare::{Kind, Subject, documents};
        }
    }

    /// From text to documents.
    pub mod read {
        /// Who says what.
        pub mod evidence {
            pub use crate::import::read::evidence::Evidence;
        }

        /// All forms.
        pub mod form {
            pub use crate::import::read::form::FORMS;
        }

        /// Payloads.
        pub mod metadata {
            pub use crate::import::read::metadata::members_of;
        }

        /// The reader.
        pub mod reader {
            pub use crate::import::read::reader::Reader;
        }
    }

    /// What people are told.
    pub mod report {
        pub use crate::import::report::{Report, ledger};
    }

    /// The two commands.
    pub mod run {
        pub use crate::import::run::{Outcome, drift, import};
    }
}

/// As in `crate::diff`.
#[cfg(feature = "diff")]
pub mod diff {
    pub use crate::diff::{Axis, Change, Lang, Level, Side, Version, compare};

    /// What a reviewer accepted.
    pub mod accept {
        pub use crate::diff::accept::Accepted;
    }

    /// What is compared.
    pub mod inputs {
        pub use crate::diff::inputs::{Pair, load};
    }

    /// What to write instead.
    pub mod migrate {
        pub use crate::diff::migrate::{imports, usage};
    }

    /// Version and changelog.
    pub mod release {
        pub use crate::diff::release::check;
    }

    /// How changes are shown.
    pub mod report {
        pub use crate::diff::report::{Report, text};
    }

    /// The rules.
    pub mod rules {
        pub use crate::diff::rules::all;
    }
}

/// What `vvspec dump` prints of a spec in which nothing is open.
#[cfg(feature = "cli")]
#[must_use]
pub fn dump(api: &crate::model::api::Api) -> String {
    crate::cli::dump::dump(api, &[])
}
