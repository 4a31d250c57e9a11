//! V042: types that exist on one side only, and envelopes of plain fields. (What lists and csvs hold is known when types are resolved.)

use super::view::{FieldAt, View};
use crate::codes;
use crate::diag::Diag;
use crate::model::api::Type;
use crate::words::DataShape;

rule! { codes::WRONG_TYPE_USE }

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let only_received = field.owner.received && !field.owner.sent;
        let message = match &field.api.ty {
            Type::Select { .. } if only_received => {
                "a set of field names is asked for in a request, it never comes back"
            }
            Type::Flag01 if only_received => {
                "flag01 says how a request sends a bool; a reply has bool, which reads 1 and 0 too"
            }
            Type::Csv(_) | Type::Values { .. } | Type::Map { .. } if field.owner.operation.is_none() => {
                "an envelope has plain fields"
            }
            Type::Map { .. } if field.owner.sent => "a map is what a reply holds; a request names its fields",
            ty if is_whole_value(&field) && !is_scalar(ty) => {
                "`scalar` takes one value: a record has a key of its own, and so has a list"
            }
            _ => continue,
        };
        diags.push(Diag::new(codes::WRONG_TYPE_USE, field.raw.ty.word().span, message));
    }
}

/// The value that the data of a reply is.
fn is_whole_value(field: &FieldAt<'_>) -> bool {
    let shape = field.owner.operation.map(|operation| operation.api.reply.shape);
    shape == Some(DataShape::Value) && field.owner.name == "the reply"
}

fn is_scalar(ty: &Type) -> bool {
    !matches!(
        ty,
        Type::Record(_)
            | Type::List { .. }
            | Type::Values { .. }
            | Type::Map { .. }
            | Type::Csv(_)
            | Type::Select { .. }
    )
}
