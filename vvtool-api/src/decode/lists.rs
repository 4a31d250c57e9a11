//! Lists and records in the shapes they are not documented in: which object is a wrapper, which is an element, which is a list
//! whose keys are numbers.

use super::envelope_fields::is_error_key;
use super::members::{self, Below, Member};
use super::notes::shown_key;
use super::scan::{Scanner, Syntax};
use crate::record::{Field, Table, find};
use crate::value::Text;

/// What an object that stands where a list belongs turns out to be.
pub(super) enum ListObject {
    /// Nothing in it: an empty list.
    Empty,
    /// The list stands below its documented key.
    Wrapper,
    /// The list stands below another key, at this byte.
    Below { key: usize, found: Text },
    /// The elements stand below numbers, as PHP writes a list with gaps.
    Numbered,
    /// One element.
    Single,
    /// None of its keys is known: no element, and no list in it.
    Stranger { found: Text },
}

/// Look at the object before `scan`, which stands in a list field. Its own keys tell what it is; the elements' table is asked for
/// only where the documented wrapper is not there.
pub(super) fn list_object(
    scan: Scanner<'_>,
    field: &Field,
    table: impl FnOnce() -> Result<&'static Table, Syntax>,
) -> Result<ListObject, Syntax> {
    let (mut any, mut doubtful, mut is_bare) = (false, false, false);
    for member in members::of(scan)? {
        let Member { name, open, value, .. } = member?;
        any = true;
        if name == field.wrapper {
            match open {
                // An element may have a field of this name.
                b'"' | b'0'..=b'9' | b'-' | b't' | b'f' => doubtful |= !is_nothing(value)?,
                // Beside an empty one the list may stand under its name in other letters.
                b'[' if is_empty(value.rest()) => is_bare = true,
                _ => return Ok(ListObject::Wrapper),
            }
            if !doubtful && !is_bare {
                return Ok(ListObject::Wrapper);
            }
        }
    }
    if !any {
        return Ok(ListObject::Empty);
    }
    let keys = Keys::of(scan, field, table()?)?;
    let below = |(key, found)| ListObject::Below { key, found };
    Ok(match keys {
        Keys { list_below: Some(place), .. } => below(place),
        _ if is_bare => ListObject::Wrapper,
        Keys { known: true, .. } => ListObject::Single,
        _ if doubtful => ListObject::Wrapper,
        Keys { named: Some(place), .. } => below(place),
        Keys { numbers, count, .. } if numbers == count => ListObject::Numbered,
        Keys { numbered_elements: true, .. } => ListObject::Numbered,
        Keys { rows: Some(place), rows_count: 1, .. } => below(place),
        Keys { shown, count, .. } => ListObject::Stranger { found: strangers(&shown, count) },
    })
}

/// What an object that stands where a record belongs turns out to be.
pub(super) enum RecordObject {
    /// The record.
    Record,
    /// A list of records below numbers.
    Numbered,
    /// The record, or a list of records, stands below a key, at this byte.
    Below { value: usize, found: Text },
}

/// Look at the object before `scan`, which stands in a record field. Nearly always its first key settles it.
pub(super) fn record_object(scan: Scanner<'_>, field: &Field, table: &'static Table) -> Result<RecordObject, Syntax> {
    if table.fields.first().is_some_and(|field| scan.value_of_first(field.name).is_some()) {
        return Ok(RecordObject::Record);
    }
    let mut look = scan;
    look.open()?;
    if !look.more_keys(true)? {
        return Ok(RecordObject::Record);
    }
    let mut scratch = String::new();
    if find(table, look.key()?.text(&mut scratch)).is_some() {
        return Ok(RecordObject::Record);
    }
    let keys = Keys::of(scan, field, table)?;
    Ok(match keys {
        Keys { known: true, .. } => RecordObject::Record,
        Keys { list_below: Some((key, found)), .. } | Keys { record_below: Some((key, found)), .. } => {
            let mut value = scan.back_to(key);
            value.key()?;
            value.peek();
            RecordObject::Below { value: value.offset(), found }
        }
        Keys { numbered_elements: true, .. } => RecordObject::Numbered,
        // What stands beside the key is not looked at: it must not be able to say that the call failed.
        Keys { judges: false, .. } => match record_below(scan, table)? {
            Some((value, found)) => RecordObject::Below { value, found },
            None => RecordObject::Record,
        },
        _ => RecordObject::Record,
    })
}

/// Where below one key of the object before `scan`, none of whose own keys is known, such a record or a list of them stands, be it
/// below more such keys; with the key as a deviation names it.
pub(super) fn record_below(scan: Scanner<'_>, table: &'static Table) -> Result<Option<(usize, Text)>, Syntax> {
    let found = members::down(scan, "it below the key ", |object| {
        let (mut only, mut count) = (None, 0_usize);
        for member in members::of(object)? {
            let member = member?;
            if matches!(member.open, b'{' | b'[') && !is_error_key(&member.name) {
                count = count.saturating_add(1);
                only = Some(member);
            }
        }
        let Some(Member { name, open, value, .. }) = only.filter(|_| count == 1) else { return Ok(None) };
        let is_list = open == b'[';
        let Some(row) = (if is_list { first_row(value)? } else { Some(value) }) else { return Ok(None) };
        let below = match holds_known(row, table)? {
            true => Below::Found(value.offset()),
            false if is_list => return Ok(None),
            false => Below::Object(row),
        };
        Ok(Some((shown_key(&name).to_owned(), below)))
    })?;
    Ok(found.map(|(place, way)| (place, way.into())))
}

/// Where the value of the one key of the object before `scan` stands that is the name in other letters, and may hold a record.
pub(super) fn spelled(scan: Scanner<'_>, other: &str) -> Result<Option<(usize, Text)>, Syntax> {
    let (mut only, mut count) = (None, 0_usize);
    for member in members::of(scan)? {
        let Member { name, open, value, .. } = member?;
        if matches!(open, b'{' | b'[' | b'"') && is_spelling(&name, other) {
            count = count.saturating_add(1);
            only = Some((value.offset(), Text::from(format!("it below the key {}", shown_key(&name)))));
        }
    }
    Ok(only.filter(|_| count == 1))
}

/// The innermost of lists that hold nothing but each other, when there is an object in it.
pub(super) fn innermost(scan: Scanner<'_>) -> Result<Option<Scanner<'_>>, Syntax> {
    const DEEPEST: usize = 4;
    let mut list = scan;
    for _ in 0..DEEPEST {
        if list.peek() != b'[' {
            return Ok(None);
        }
        let (mut objects, mut first, mut count) = (false, 0, 0_usize);
        each_row(list, |place, is_object, _| {
            objects |= is_object;
            first = if count == 0 { place } else { first };
            count = count.saturating_add(1);
        })?;
        if objects || count != 1 {
            return Ok(objects.then_some(list));
        }
        list = list.back_to(first);
    }
    Ok(None)
}

/// The object before `scan`, which should be a record of the table, is a list of such records below numbers.
pub(super) fn is_numbered(scan: Scanner<'_>, table: &'static Table) -> Result<bool, Syntax> {
    const NOWHERE: Field = crate::record::field("", crate::record::Kind::Record, 0);
    let kind = record_object(scan, &NOWHERE, table)?;
    Ok(matches!(kind, RecordObject::Numbered))
}

/// What is known of the keys of one object. The places are bytes of keys, with how a deviation names them.
#[derive(Default)]
struct Keys {
    count: usize,
    /// A key of the element's table.
    known: bool,
    numbers: usize,
    /// Below a number stands an object with a known key.
    numbered_elements: bool,
    /// A key that is the wrapper or the list by another spelling, and holds what an empty list may be.
    named: Option<(usize, Text)>,
    /// The same, with elements in it.
    list_below: Option<(usize, Text)>,
    /// The same, with one element as an object.
    record_below: Option<(usize, Text)>,
    /// Any other key that holds an array of elements.
    rows: Option<(usize, Text)>,
    rows_count: usize,
    /// A key that may say what became of the call.
    judges: bool,
    /// The first keys, as they may be shown.
    shown: Vec<Text>,
}

/// Keys shown in one deviation.
const MAX_SHOWN: usize = 5;

impl Keys {
    fn of(scan: Scanner<'_>, field: &Field, table: &'static Table) -> Result<Self, Syntax> {
        let mut keys = Self::default();
        for member in members::of(scan)? {
            let Member { at, name, open, value } = member?;
            let name = &*name;
            keys.count += 1;
            if keys.shown.len() < MAX_SHOWN {
                keys.shown.push(shown_key(name).into());
            }
            keys.judges |= judges(name);
            if find(table, name).is_some() {
                keys.known = true;
            } else if is_number(name) {
                keys.numbers += 1;
                keys.numbered_elements |= open == b'{' && holds_known(value, table)?;
            } else {
                let place = || Some((at, Text::from(format!("it below the key {}", shown_key(name)))));
                let holds_rows = holds_rows(value, table)?;
                if is_spelling(name, field.wrapper) || is_spelling(name, field.name) {
                    if holds_rows {
                        keys.list_below = place();
                    } else if open == b'{' && holds_known(value, table)? {
                        keys.record_below = place();
                        keys.named = place();
                    } else if matches!(open, b'{' | b'[' | b'n') || is_nothing(value)? || is_json(value)? {
                        keys.named = place();
                    }
                } else if holds_rows {
                    keys.rows_count += 1;
                    keys.rows = place();
                }
            }
        }
        Ok(keys)
    }
}

/// A key that may say what became of the call.
fn judges(name: &str) -> bool {
    let has = |word: &str| name.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    ["code", "success", "error"].into_iter().any(has)
}

/// `an object with the keys total, page`
fn strangers(shown: &[Text], count: usize) -> Text {
    let names = shown.iter().map(Text::as_str).collect::<Vec<_>>().join(", ");
    let more = count.saturating_sub(shown.len());
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("an object with the keys {names}{more}, none of which is known").into()
}

pub(super) fn is_number(name: &str) -> bool {
    let name = name.trim();
    let digits = name.strip_prefix('-').unwrap_or(name);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The same name in other letters: case, blanks, underscores and a plural apart.
pub(super) fn is_spelling(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        name.chars().filter(|c| !matches!(c, '_' | '-' | ' ')).flat_map(char::to_lowercase).collect::<String>()
    };
    let (one, other) = (plain(one), plain(other));
    !other.is_empty() && one.trim_end_matches('s') == other.trim_end_matches('s')
}

/// The text of a container with nothing in it.
pub(super) fn is_empty(container: &str) -> bool {
    container.get(1..).unwrap_or_default().trim_start().starts_with(['}', ']'])
}

/// `""`
fn is_nothing(mut scan: Scanner<'_>) -> Result<bool, Syntax> {
    let range = scan.skip()?;
    let text = scan.slice(range);
    Ok(text == "null" || text.starts_with('"') && text.trim_matches('"').trim().is_empty())
}

/// A text with JSON in it.
fn is_json(mut scan: Scanner<'_>) -> Result<bool, Syntax> {
    Ok(scan.peek() == b'"' && super::inner_json(scan.string(&mut String::new())?).is_some())
}

/// The object before `scan` has a key of the table.
pub(super) fn holds_known(scan: Scanner<'_>, table: &'static Table) -> Result<bool, Syntax> {
    for member in members::of(scan)? {
        if find(table, &member?.name).is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The value before `scan` is an array of such elements.
pub(super) fn holds_rows(mut scan: Scanner<'_>, table: &'static Table) -> Result<bool, Syntax> {
    Ok(scan.peek() == b'[' && first_row(scan)?.is_some_and(|row| holds_known(row, table) == Ok(true)))
}

/// The first object of the array before `scan`.
fn first_row(scan: Scanner<'_>) -> Result<Option<Scanner<'_>>, Syntax> {
    Ok(rows(scan)?.first.map(|first| scan.back_to(first)))
}

/// What an array, or an object whose keys are numbers, holds.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) objects: usize,
    pub(super) others: usize,
    /// Byte of the first object.
    pub(super) first: Option<usize>,
    /// Byte behind the closing bracket.
    pub(super) end: usize,
}

/// Look at the values of the container before `scan`.
pub(super) fn rows(scan: Scanner<'_>) -> Result<Rows, Syntax> {
    let mut rows = Rows::default();
    rows.end = each_row(scan, |place, is_object, _| {
        if is_object {
            rows.objects += 1;
            rows.first.get_or_insert(place);
        } else {
            rows.others += 1;
        }
    })?;
    Ok(rows)
}

/// Call `see` with the place, "is an object" and the end of each value of the container before `scan`; the end of the container.
pub(super) fn each_row(mut scan: Scanner<'_>, mut see: impl FnMut(usize, bool, usize)) -> Result<usize, Syntax> {
    let is_object = scan.peek() == b'{';
    scan.open()?;
    let mut first = true;
    loop {
        let more = if is_object { scan.more_keys(first)? } else { scan.more_items(first)? };
        if !more {
            return Ok(scan.offset());
        }
        first = false;
        if is_object {
            scan.key()?;
        }
        let open = scan.peek();
        let range = scan.skip()?;
        see(range.start, open == b'{', range.end);
    }
}

/// Bytes of keys that come again later in the object before `scan`, where the elements of a list stand below numbers.
pub(super) fn overridden(
    mut scan: Scanner<'_>,
    spend: &mut dyn FnMut() -> Result<(), Syntax>,
) -> Result<Vec<usize>, Syntax> {
    let mut earlier = Vec::new();
    let mut last = std::collections::HashMap::new();
    // Keys that only grow are all different, and need no memory.
    let mut highest: Option<i128> = None;
    let start = scan;
    let mut grows = true;
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let number = scan.key()?.raw.trim().parse::<i128>().ok();
        grows &= number.is_some() && number > highest;
        highest = number;
        scan.skip()?;
    }
    if grows {
        return Ok(earlier);
    }
    scan = start;
    scan.open()?;
    first = true;
    while scan.more_keys(first)? {
        first = false;
        let at = scan.offset();
        let key = scan.key()?;
        spend()?;
        if let Some(before) = last.insert(key.raw.trim(), at) {
            earlier.push(before);
        }
        scan.skip()?;
    }
    earlier.sort_unstable();
    Ok(earlier)
}
