//! V027: a wrapped list and a single item must not look alike.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::load::raw::RawType;
use crate::model::api::Type;

rule! {
    AMBIGUOUS_WRAPPER = "V027" "a list wrapper that is also a field of the item"
        "`{\"orders\": {\"order\": ...}}` is a wrapped list unless the item has a field `order` itself: then the same \
         bytes read as one unwrapped item. Choose another `wrapper` or another item type."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let (Type::List { item, wrapper }, RawType::List { item: raw_item, wrapper: stated }) =
            (&field.api.ty, &field.raw.ty)
        else {
            continue;
        };
        let Some(record) =
            field.owner.operation.and_then(|at| at.api.types.iter().find(|record| record.name.ident == item.ident))
        else {
            continue;
        };
        if let Some(same) = record.fields.iter().find(|each| each.name.wire == *wrapper) {
            let message = format!("the list wrapper {} is also a field of {}", quoted(wrapper), item.wire);
            let diag = Diag::new(AMBIGUOUS_WRAPPER, stated.as_ref().unwrap_or(raw_item).span, message);
            diags
                .push(diag.label(same.name.span, "this field").help("name another wrapper: {list: T, wrapper: other}"));
        }
    }
}
