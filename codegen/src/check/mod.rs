//! Meaning: one rule, one file.
//!
//! A rule gets the whole spec and adds what it finds. What a spec *states* (whether a key is there, where it stands) is read from the
//! raw side, what it *means* from the model; the two run in parallel, see `view`.

mod confirm;
mod default;
mod delimiter;
mod documented_only;
mod duplicate;
mod duplicate_field;
mod enum_value;
mod error_key;
mod error_name;
mod example;
mod example_file;
mod field_count;
mod folder;
mod missing_unit;
mod name_clash;
mod pii;
mod protocol;
mod recursive;
mod reference;
mod rename;
mod reply;
mod reserved;
pub(crate) mod review;
mod rule_field;
mod sample;
mod secret;
mod side;
mod sub_code;
mod type_use;
mod unknown_error;
mod unreferenced;
pub mod value;
mod view;
mod wrapper;
mod wrong_key;
mod wrong_unit;

use crate::diag::Diag;
use crate::load::raw::Raw;
use crate::model::api::Api;
use view::View;

type Rule = fn(&View<'_>, &mut Vec<Diag>);

const RULES: &[Rule] = &[
    confirm::check,
    default::check,
    delimiter::check,
    documented_only::check,
    duplicate::check,
    duplicate_field::check,
    enum_value::check,
    error_key::check,
    error_name::check,
    example::check,
    example_file::check,
    field_count::check,
    folder::check,
    missing_unit::check,
    name_clash::check,
    pii::check,
    protocol::check,
    recursive::check,
    reference::check,
    rename::check,
    reply::check,
    reserved::check,
    rule_field::check,
    sample::check,
    secret::check,
    side::check,
    sub_code::check,
    type_use::check,
    unknown_error::check,
    unreferenced::check,
    wrapper::check,
    wrong_key::check,
    wrong_unit::check,
];

/// Every rule.
pub fn all(raw: &Raw, api: &Api) -> Vec<Diag> {
    let view = View::new(raw, api);
    let mut diags = Vec::new();
    for rule in RULES {
        rule(&view, &mut diags);
    }
    diags
}
