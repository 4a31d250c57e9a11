//! Meaning: one rule, one file.

pub mod value;

use crate::diag::Diag;
use crate::load::raw::Raw;
use crate::model::api::Api;
use crate::source::Sources;

/// Every rule.
pub fn all(_raw: &Raw, _api: &Api, _sources: &Sources) -> Vec<Diag> {
    Vec::new()
}
