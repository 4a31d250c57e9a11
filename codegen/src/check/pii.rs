//! V029: a person decides what is personal.

use super::view::View;
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::model::api::Type;

/// Parts of a wire name that look personal.
const PERSONAL: &[&str] = &[
    "name", "nick", "phone", "mobile", "address", "zip", "email", "alipay", "memo", "message", "openid", "open_id",
    "oaid", "uid", "taker", "id_num",
];

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let name = field.raw.name.value.to_lowercase();
        let Some(part) = PERSONAL.iter().find(|part| name.contains(**part)) else { continue };
        let text_like = match &field.api.ty {
            Type::Text | Type::Json | Type::Id(_) => true,
            Type::Csv(item) => matches!(**item, Type::Text | Type::Id(_)),
            _ => false,
        };
        if text_like && field.has_type() && field.raw.pii.is_none() {
            let message =
                format!("{} looks personal ({part:?}) and does not say whether it is", quoted(&field.raw.name.value));
            diags.push(
                Diag::new(codes::MISSING_PII, field.raw.name.span, message)
                    .help("pii: true when it identifies or was written by a person, else pii: false"),
            );
        }
    }
}
