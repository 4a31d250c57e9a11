//! V017: two entries of an error table can be told apart by what a reply says.

use std::collections::BTreeMap;

use super::view::View;
use crate::diag::Diag;
use crate::message::{code_key, normal};
use crate::model::api::ErrorsBy;

rule! {
    DUPLICATE_ERROR_KEY = "V017" "two errors that replies cannot tell apart"
        "A reply is matched by code and message after normalisation (NFKC, no spaces, no trailing punctuation, lower \
         case). Two entries of one service with the same key would both claim it; make one entry and put all advice \
         there."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let mut seen = BTreeMap::new();
        for error in service.raw.errors.iter().filter(|error| !error.code.value.is_empty()) {
            let code = error.code.value.as_str();
            if service.api.errors_by == ErrorsBy::SubCode {
                // The code decides alone; the message only describes it.
                if let Some(first) = seen.insert((normal(code_key(code)), String::new()), error.code.span) {
                    let text = format!("a reply with the code {code:?} already is another entry");
                    diags.push(Diag::new(DUPLICATE_ERROR_KEY, error.code.span, text).label(first, "first here"));
                }
                continue;
            }
            for message in std::iter::once(&error.message).chain(&error.aliases) {
                if let Some(first) = seen.insert((code_key(code).to_owned(), normal(&message.value)), message.span) {
                    let text = format!("a reply with the code {code:?} and this message already is another entry");
                    diags.push(
                        Diag::new(DUPLICATE_ERROR_KEY, message.span, text).label(first, "matches the same replies"),
                    );
                }
            }
        }
    }
}
