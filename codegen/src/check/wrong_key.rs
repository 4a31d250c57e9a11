//! V040: keys that belong to one kind of entry.

use super::view::{OperationAt, View};
use crate::codes;
use crate::diag::Diag;
use crate::load::raw::{RawEntry, RawType, Text};
use crate::model::api::Type;
use crate::words::EntryShape;

rule! { codes::WRONG_KEY }

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        if let Some(max) = &field.raw.max_chars
            && !matches!(field.api.ty, Type::Text | Type::Json | Type::Id(_) | Type::Grammar(_))
        {
            diags.push(
                Diag::new(codes::WRONG_KEY, max.span, "only text has a length in characters")
                    .label(field.raw.ty.word().span, "the type"),
            );
        }
        if let (Some(selectable), Some(operation)) = (&field.raw.selectable, &field.owner.operation) {
            let requests = operation.raw.request.iter().chain(operation.raw.types.iter().flat_map(|each| &each.fields));
            let mut selected = requests.filter_map(|each| match &each.ty {
                RawType::Select(record) => Some(record.value.as_str()),
                _ => None,
            });
            if field.owner.received && !selected.any(|name| name == field.owner.name) {
                diags.push(Diag::new(
                    codes::WRONG_KEY,
                    selectable.span,
                    format!("no request selects fields of {}", field.owner.name),
                ));
            }
        }
    }
    view.operations.iter().for_each(|at| data(at, diags));
    for entry in
        view.operations.iter().flat_map(|operation| &operation.raw.grammars).flat_map(|grammar| &grammar.entries)
    {
        grammar_entry(entry, diags);
    }
}

/// The fields of a record say for themselves what they are: what is said of the whole would be read by nobody.
fn data(at: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let Some(data) = at.raw.reply.data.as_ref().filter(|data| data.value.made.is_none()) else { return };
    let map = &data.value.map;
    for (key, stated) in [("unit", &map.unit), ("pii", &map.pii)] {
        if let Some(stated) = stated {
            let message = format!("{key:?} says nothing of data that is a record");
            let diag = Diag::new(codes::WRONG_KEY, stated.span, message).help("say it of the fields of the record");
            diags.push(diag);
        }
    }
}

/// A key and what the entry says for it.
type Stated<'a> = (&'static str, &'a Option<Text>);

fn grammar_entry(entry: &RawEntry, diags: &mut Vec<Diag>) {
    let per_id: &[Stated<'_>] =
        &[("id", &entry.id), ("items", &entry.items), ("colon", &entry.colon), ("values", &entry.values)];
    let value: &[Stated<'_>] = &[("enum", &entry.allowed)];
    let (needed, foreign) = match EntryShape::from_word(&entry.shape.value) {
        Some(EntryShape::PerId) => (per_id, value),
        Some(EntryShape::Value) => (&[][..], per_id),
        None => return,
    };
    for (key, stated) in foreign {
        if let Some(stated) = stated {
            diags.push(Diag::new(
                codes::WRONG_KEY,
                stated.span,
                format!("{key:?} has no meaning in an entry of shape {}", entry.shape.value),
            ));
        }
    }
    for (key, _) in needed.iter().filter(|(_, stated)| stated.is_none()) {
        diags.push(Diag::new(
            codes::MISSING_KEY,
            entry.shape.span,
            format!("an entry of shape {} needs the key {key:?}", entry.shape.value),
        ));
    }
}
