//! The envelope of the Taobao Open Platform: one key named after the method, or `error_response`.

use core::ops::Range;

use super::scan::{Scanner, Syntax};
use super::{DataRange, Decoded, Head, Notes, Outcome, Wire, fields, loose_text, reset};
use crate::record::{Record, find};

/// What the root object was found to hold.
#[derive(Default)]
struct Found {
    /// The key of the method; read at once.
    root: bool,
    /// Another `.._response` key: read when nothing better comes.
    other_root: Option<Range<usize>>,
    /// `error_response`.
    error: bool,
    /// A field of the record itself: the simplified form.
    field: bool,
    /// Keys that are none of these.
    strangers: Vec<String>,
}

/// Read the root object.
pub(super) fn read(
    scan: &mut Scanner<'_>,
    wire: &Wire<'_>,
    data: &mut dyn Record,
    decoded: &mut Decoded,
) -> Result<(Outcome, DataRange), Syntax> {
    let start = *scan;
    if scan.peek() != b'{' {
        return Err(Syntax::new(scan.offset(), "expected an object"));
    }
    scan.open()?;
    let table = data.table();
    let mut found = Found::default();
    let mut scratch = String::new();
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let name = key.text(&mut scratch);
        if name == wire.root {
            if found.root {
                reset(data);
            }
            found.root = true;
            read_root(scan, data, &mut decoded.notes)?;
        } else if name == "error_response" {
            found.error = true;
            read_error(scan, decoded)?;
        } else if find(table, name).is_some() {
            found.field = true;
            scan.skip()?;
        } else if name.ends_with("_response") && found.other_root.is_none() {
            found.other_root = Some(scan.skip()?);
        } else if !head_field(&mut decoded.head, name, scan)? {
            found.strangers.push(name.to_owned());
            scan.skip()?;
        }
    }
    scan.end()?;
    if found.root || found.error || found.other_root.is_some() {
        for name in found.strangers {
            decoded.notes.unknown(|| format!("$.{name}").into());
        }
    }
    if found.error {
        return Ok((Outcome::Failure, None));
    }
    if found.root {
        return Ok((Outcome::Success, None));
    }
    if !found.field {
        if let Some(range) = found.other_root {
            read_root(&mut scan.back_to(range.start), data, &mut decoded.notes)?;
            return Ok((Outcome::Success, None));
        }
        // A simplified failure has no root either.
        if decoded.head.code.is_some() || decoded.head.sub_code.is_some() {
            return Ok((Outcome::Failure, None));
        }
        return Err(Syntax::new(start.offset(), "the reply has no response and no error_response"));
    }
    let mut again = start;
    fields::read(&mut again, data, &mut decoded.notes)?;
    Ok((Outcome::Success, None))
}

/// The data; `null`, `""`, `{}` and `[]` are an empty one.
fn read_root(scan: &mut Scanner<'_>, data: &mut dyn Record, notes: &mut Notes) -> Result<(), Syntax> {
    if scan.peek() == b'{' {
        return fields::read(scan, data, notes);
    }
    let offset = scan.offset();
    let range = scan.skip()?;
    match scan.slice(range) {
        "null" | "\"\"" | "[]" => Ok(()),
        _ => Err(Syntax::new(offset, "the response is not an object")),
    }
}

fn read_error(scan: &mut Scanner<'_>, decoded: &mut Decoded) -> Result<(), Syntax> {
    if scan.peek() != b'{' {
        decoded.head.msg = loose_text(scan)?;
        return Ok(());
    }
    scan.open()?;
    let mut scratch = String::new();
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let name = key.text(&mut scratch);
        if !head_field(&mut decoded.head, name, scan)? {
            decoded.notes.unknown(|| format!("$.error_response.{name}").into());
            scan.skip()?;
        }
    }
    Ok(())
}

/// Read one of the keys that every failure has; false when it is none of them.
fn head_field(head: &mut Head, name: &str, scan: &mut Scanner<'_>) -> Result<bool, Syntax> {
    let target = match name {
        "code" => &mut head.code,
        "msg" => &mut head.msg,
        "sub_code" => &mut head.sub_code,
        "sub_msg" => &mut head.sub_msg,
        "request_id" => &mut head.request_id,
        _ => return Ok(false),
    };
    *target = loose_text(scan)?;
    Ok(true)
}
