//! Meaning: one rule, one file, which holds its code, what `vvspec explain` says about it, and its check.
//!
//! A rule gets the whole spec and adds what it finds. What a spec *states* (whether a key is there, where it stands) is read from the
//! raw side, what it *means* from the model; the two run in parallel, see `view`.

/// The rule of a file, with the code that it alone has, or one of [`crate::codes`] that earlier stages have too.
macro_rules! rule {
    ($name:ident = $code:literal $title:literal $explanation:expr) => {
        crate::codes::code! { $name = $code $title $explanation }
        rule! { $name }
    };
    ($code:expr) => {
        pub(super) const RULE: crate::check::Rule = crate::check::Rule { code: $code, check };
    };
}

mod address;
mod alike;
mod auth;
mod bounds;
mod confirm;
mod decide;
mod default;
mod delimiter;
mod documented_only;
mod duplicate;
mod duplicate_field;
pub(crate) mod echo;
mod enum_value;
mod error_key;
mod error_name;
mod example;
mod example_file;
mod field_count;
mod file;
mod folder;
pub(crate) mod follow_on;
pub(crate) mod form;
mod group;
mod intent_name;
mod intent_of_read;
mod intent_stored;
mod items;
mod method;
mod missing_unit;
mod name_clash;
mod nesting;
mod off_peak;
mod pages;
mod pii;
mod placement;
mod proof;
mod protocol;
mod rate;
mod recursive;
mod reference;
mod rename;
mod reply;
mod reserved;
pub(crate) mod review;
mod rule;
mod rule_field;
mod sample;
mod scope;
mod secret;
mod side;
mod signing;
mod state_error;
mod state_name;
mod state_value;
mod style;
mod sub_code;
mod tenant;
mod type_use;
mod unknown_error;
mod unreferenced;
mod unsendable;
pub mod value;
mod version;
mod view;
mod wrapper;
mod wrong_key;
mod wrong_unit;

use crate::codes::Code;
use crate::diag::Diag;
use crate::load::raw::Raw;
use crate::model::api::Api;
use view::View;

/// A rule: the code of what it finds, and the check.
struct Rule {
    code: &'static Code,
    check: fn(&View<'_>, &mut Vec<Diag>),
}

/// Every rule is the `RULE` of its file. Without a line here the compiler says that the file's check is never used.
macro_rules! rules {
    ($($file:ident,)*) => {
        const RULES: &[Rule] = &[$($file::RULE,)*];
    };
}

rules! {
    address,
    alike,
    auth,
    bounds,
    confirm,
    default,
    delimiter,
    documented_only,
    duplicate,
    duplicate_field,
    echo,
    enum_value,
    error_key,
    error_name,
    example,
    example_file,
    field_count,
    file,
    folder,
    form,
    group,
    intent_name,
    intent_of_read,
    intent_stored,
    items,
    method,
    missing_unit,
    name_clash,
    nesting,
    off_peak,
    pages,
    pii,
    placement,
    proof,
    protocol,
    rate,
    recursive,
    reference,
    rename,
    reply,
    reserved,
    rule,
    rule_field,
    sample,
    scope,
    secret,
    side,
    signing,
    state_error,
    state_name,
    state_value,
    style,
    sub_code,
    tenant,
    type_use,
    unknown_error,
    unreferenced,
    unsendable,
    version,
    wrapper,
    wrong_key,
    wrong_unit,
}

/// The codes of this folder's rules, and of those that only a person can follow.
pub(crate) fn codes() -> impl Iterator<Item = &'static Code> {
    RULES.iter().map(|rule| rule.code).chain([review::REVIEW])
}

/// Every rule.
pub fn all(raw: &Raw, api: &Api) -> Vec<Diag> {
    let view = View::new(raw, api);
    let found = crate::parallel::map(RULES, |_, rule| {
        let mut diags = Vec::new();
        (rule.check)(&view, &mut diags);
        diags
    });
    found.into_iter().flatten().collect()
}
