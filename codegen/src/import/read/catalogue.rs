//! Public metadata of methods: an archive with one object of JSON per method, in a folder per category.

use super::medium::{Medium, Reading};
use super::metadata;
use crate::import::form::{FormFacts, Gateway};

/// One method of the archive.
pub(super) static FORM: Reading = Reading {
    facts: FormFacts {
        name: "catalogue",
        title: "method metadata",
        service: "top",
        gateway: Gateway::Top,
        names_operation: "the method's `name`",
        gets_example: false,
        may_lose_all: true,
        keeps_folder: true,
    },
    medium: Medium::Payload { fits: |_| true, read: metadata::read },
};
