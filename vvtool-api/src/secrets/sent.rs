//! The texts of a request that are secret or personal.

use crate::record::{Keyed, PII, Record, SECRET, View};

/// Visits the texts of a record that are secret or personal, in records and lists below it too. What stands inside something personal is
/// personal, whatever it says of itself.
pub(super) fn fields(record: &dyn Record, above: u8, depth: usize, found: &mut dyn FnMut(u8, &str)) {
    // As deep as a reply is read.
    const DEEPEST: usize = 256;
    for (index, field) in (0..).zip(record.table().fields) {
        let flags = (field.flags | above) & (PII | SECRET);
        let mut inside = |inner: &dyn Record| fields(inner, flags, depth.saturating_add(1), found);
        match record.view(index) {
            View::Map(map) if depth < DEEPEST => {
                (0..map.len()).filter_map(|at| map.get(at)).for_each(&mut inside);
                if flags != 0 {
                    map_keys(map, flags, found);
                }
            }
            View::Record(slot) if depth < DEEPEST => slot.get().into_iter().for_each(inside),
            View::List(list) if depth < DEEPEST => (0..list.len()).filter_map(|at| list.get(at)).for_each(inside),
            _ if flags == 0 => {}
            View::Text(Some(text)) => found(flags, text),
            // Its name; what is in it is never told.
            View::File(Some(file)) => file.name().into_iter().for_each(|text| found(flags, text)),
            View::Word(word) => word.get().into_iter().for_each(|text| found(flags, text)),
            View::Words(words) => (0..words.len()).filter_map(|at| words.get(at)).for_each(|text| found(flags, text)),
            View::Values(values) => {
                (0..values.len()).filter_map(|at| values.get(at)).for_each(|one| found(flags, &one.text()));
            }
            View::ValueMap(map) => {
                map_keys(map, flags, found);
                (0..map.len()).filter_map(|at| map.get(at)).for_each(|one| found(flags, &one.text()));
            }
            View::Json(Some(json)) => {
                found(flags, json.as_str());
                inside_json(json.as_str(), &mut |text| found(flags, text));
            }
            view => number(view).into_iter().for_each(|text| found(flags, &text)),
        }
    }
}

/// A number or a date of a record as it is written: the number of a phone may be one.
fn number(view: View<'_>) -> Option<String> {
    match view {
        View::Int(value) => value.map(|value| value.to_string()),
        View::Decimal(value) => value.map(|value| value.to_string()),
        View::Yuan(value) => value.map(|value| value.to_string()),
        View::Fen(value) => value.map(|value| value.to_string()),
        View::Points(value) => value.map(|value| value.to_string()),
        View::Amount(value) => value.map(|value| value.to_string()),
        View::DateTime(value) => value.map(|value| value.full().to_string()),
        _ => None,
    }
}

/// Every text and every number inside JSON: of an object that it was sent, a platform repeats a part.
fn inside_json(json: &str, found: &mut dyn FnMut(&str)) {
    let Ok(whole) = serde_json::from_str::<serde_json::Value>(json) else { return };
    let mut open = vec![whole];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::String(text) => {
                // JSON in a text of JSON.
                open.extend(text.starts_with(['{', '[']).then(|| serde_json::from_str(&text).ok()).flatten());
                found(&text);
            }
            serde_json::Value::Number(number) => found(&number.to_string()),
            serde_json::Value::Array(items) => open.extend(items),
            serde_json::Value::Object(map) => open.extend(map.into_iter().map(|(_, value)| value)),
            serde_json::Value::Null | serde_json::Value::Bool(_) => {}
        }
    }
}

/// The keys of a map are as personal as what stands below them.
fn map_keys(map: &(impl Keyed + ?Sized), flags: u8, found: &mut dyn FnMut(u8, &str)) {
    (0..map.len()).filter_map(|at| map.key(at)).for_each(|key| found(flags, key));
}
