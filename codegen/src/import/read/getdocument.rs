//! The payload that the platform's own documentation page loads.

use super::medium::{Medium, Reading};
use super::metadata;
use crate::import::form::{FormFacts, Gateway};

/// The payload.
pub(super) static FORM: Reading = Reading {
    facts: FormFacts {
        name: "getdocument",
        title: "getDocument payload",
        service: "top",
        gateway: Gateway::Top,
        names_operation: "the method's `name`",
        gets_example: true,
        may_lose_all: false,
        keeps_folder: false,
    },
    medium: Medium::Payload {
        fits: |members| {
            ["rspSampleJson", "publicParams", "gmtModified", "errorCodes"].iter().any(|key| members.contains_key(*key))
        },
        read: metadata::read,
    },
};
