//! V017: two entries of an error table can be told apart by what a reply says.

use std::collections::BTreeMap;

use super::view::View;
use crate::codes;
use crate::diag::Diag;
use crate::explain::normal;
use crate::model::api::ErrorsBy;

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let mut seen = BTreeMap::new();
        for error in service.raw.errors.iter().filter(|error| !error.code.value.is_empty()) {
            for message in std::iter::once(&error.message).chain(&error.aliases) {
                // Where the code alone decides, the message is only its description.
                let text =
                    if service.api.errors_by == ErrorsBy::SubCode { String::new() } else { normal(&message.value) };
                if let Some((first, name)) =
                    seen.insert((error.code.value.as_str(), text), (message.span, error.name.span))
                    && (name != error.name.span || service.api.errors_by == ErrorsBy::CodeAndMessage)
                {
                    let text =
                        format!("a reply with code {:?} and this message already is another entry", error.code.value);
                    diags.push(
                        Diag::new(codes::DUPLICATE_ERROR_KEY, message.span, text)
                            .label(first, "matches the same replies"),
                    );
                }
            }
        }
    }
}
