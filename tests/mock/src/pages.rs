//! One page of what an example lists.

use serde_json::Value;
use vvtool_codegen::model::pages::{Ask, Pages};

use crate::received::find;
use crate::reply::pointer;
use crate::routes::Target;

/// What a page holds where neither the call nor the spec says it.
const USUAL: usize = 20;

/// Leaves the page that was asked for of the items in the `data` of a reply, and says what follows it.
pub(crate) fn cut(target: &Target<'_>, data: &mut Value, asked: &[(String, String)]) {
    let Some(pages) = &target.operation.pages else { return };
    let number = |name: &str| find(asked, name).and_then(|text| text.trim().parse::<usize>().ok());
    let size = pages.size.as_deref().and_then(number).or(pages.max_size.map(|most| most as usize)).unwrap_or(USUAL);
    let first = match &pages.ask {
        Ask::Number { field, first } => {
            let first = usize::try_from(*first).unwrap_or(0);
            number(field).unwrap_or(first).saturating_sub(first).saturating_mul(size)
        }
        // A cursor is the number of items before it, in words that nobody should count in.
        Ask::Cursor { send_as, .. } => {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok();
            find(asked, send_as).and_then(digits).unwrap_or(0)
        }
    };
    let Some(list) = items(pages, data) else { return };
    let all = list.len();
    let last = first.saturating_add(size).min(all);
    *list = list.drain(first.min(all)..last).collect();
    put(data, pages.total.as_deref(), Some(all.into()));
    put(data, pages.has_next.as_deref(), Some((last < all).into()));
    if let Ask::Cursor { path, .. } = &pages.ask {
        let shown = data.pointer(&pointer(path)).is_some_and(Value::is_number);
        let next = if shown { Value::from(last) } else { format!("after-{last}").into() };
        put(data, Some(path), (last < all).then_some(next));
    }
}

/// The list, inside its wrapper where it has one.
fn items<'v>(pages: &Pages, data: &'v mut Value) -> Option<&'v mut Vec<Value>> {
    match data.pointer_mut(&pointer(&pages.items_path()))? {
        Value::Array(list) => Some(list),
        Value::Object(wrapper) => wrapper.values_mut().next()?.as_array_mut(),
        _ => None,
    }
}

/// Sets what a path leads to, in an object that is there; takes it away without a value.
fn put(data: &mut Value, path: Option<&str>, value: Option<Value>) {
    let Some(path) = path else { return };
    let (below, name) = path.rsplit_once('.').map_or(("", path), |(below, name)| (below, name));
    let place = if below.is_empty() { Some(data) } else { data.pointer_mut(&pointer(below)) };
    if let Some(Value::Object(place)) = place {
        match value {
            Some(value) => place.insert(name.to_owned(), value),
            None => place.remove(name),
        };
    }
}
