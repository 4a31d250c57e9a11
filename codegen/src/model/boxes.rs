//! Records that lead back to themselves: somewhere on the way one is held behind a pointer.

use super::api::{Record, Type};

/// Marks the fields by which a record holds itself. Lists and maps hold what they hold behind a pointer already.
pub(super) fn boxed(types: &mut [Record]) {
    let place = |ident: &str| types.iter().position(|record| record.name.ident == ident);
    let held: Vec<Vec<(usize, usize)>> = types
        .iter()
        .map(|record| {
            let fields = record.fields.iter().enumerate();
            let record_of = |(index, field): (usize, &super::api::Field)| match &field.ty {
                Type::Record(name) => Some((index, place(&name.ident)?)),
                _ => None,
            };
            fields.filter_map(record_of).collect()
        })
        .collect();
    // Nearly no file has such a record: each is looked through once, and only what leads on is looked at again.
    let ends = ends(&held);
    for (start, fields) in held.iter().enumerate() {
        for (field, target) in fields {
            let is_end = ends.get(*target).copied().unwrap_or(true);
            if !is_end && leads(&held, *target, start) {
                let found = types.get_mut(start).and_then(|record| record.fields.get_mut(*field));
                // One that must be there is no end of the circle: another field of it is one that need not.
                found.into_iter().for_each(|field| field.boxed = !field.required);
            }
        }
    }
}

/// Records from which every way ends. The others are on a circle, or lead to one.
fn ends(held: &[Vec<(usize, usize)>]) -> Vec<bool> {
    let mut ends = vec![false; held.len()];
    loop {
        let mut more = false;
        for (record, fields) in held.iter().enumerate() {
            let all = fields.iter().all(|(_, target)| ends.get(*target).copied().unwrap_or(true));
            if let Some(end) = ends.get_mut(record).filter(|end| all && !**end) {
                *end = true;
                more = true;
            }
        }
        if !more {
            return ends;
        }
    }
}

/// Some way leads from one record to the other.
fn leads(held: &[Vec<(usize, usize)>], from: usize, to: usize) -> bool {
    let mut seen = vec![false; held.len()];
    let mut open = vec![from];
    while let Some(record) = open.pop() {
        if record == to {
            return true;
        }
        if seen.get_mut(record).is_some_and(|seen| !std::mem::replace(seen, true)) {
            open.extend(held.get(record).into_iter().flatten().map(|(_, target)| *target));
        }
    }
    false
}
