//! One row of a reply by itself: for what has to hold in every row.

use bytes::Bytes;

use super::scan::Scanner;
use super::{Decoded, Run, Wire, fields, inner_json, lists, reset};
use crate::record::Record;

/// Read a row of a reply into `data`, for what has to hold in every row; false when it is no record.
pub(crate) fn row(json: &Bytes, wire: &Wire<'_>, data: &mut dyn Record) -> bool {
    record_at(json, wire, data, |scan, numbered| (scan.peek() == b'{' && !numbered).then(|| scan.offset()))
}

/// Read the row that [`reply`](super::reply) read into `data` once more, after others: what is no object is no row to it.
pub(crate) fn read_again(decoded: &Decoded, wire: &Wire<'_>, data: &mut dyn Record) {
    if let Some(first) = decoded.rows.iter().find(|row| row.starts_with(b"{")) {
        row(first, wire, data);
    }
}

/// Read the data of a reply, or the first row of it, into `data`; false when there is no record in it.
pub(crate) fn first_row(json: &Bytes, wire: &Wire<'_>, data: &mut dyn Record) -> bool {
    record_at(json, wire, data, |scan, numbered| match scan.peek() {
        b'{' if !numbered => Some(scan.offset()),
        b'{' | b'[' => lists::rows(*scan).ok().and_then(|rows| rows.first),
        _ => None,
    })
}

/// Read the record at a place; `place` is told whether the value before it is an object whose keys are numbers.
fn record_at(
    json: &Bytes,
    wire: &Wire<'_>,
    data: &mut dyn Record,
    place: fn(&mut Scanner<'_>, bool) -> Option<usize>,
) -> bool {
    reset(data);
    let mut scratch = String::new();
    let Some(mut scan) = data_at(json, &mut scratch) else { return false };
    let numbered = scan.peek() == b'{' && lists::is_numbered(scan, data.table()).unwrap_or(true);
    place(&mut scan, numbered)
        .is_some_and(|place| fields::read(&mut scan.back_to(place), data, &mut Run::new(wire)).is_ok())
}

/// Before the data of a reply, which may stand in a text; none where that holds none.
fn data_at<'t>(json: &'t Bytes, scratch: &'t mut String) -> Option<Scanner<'t>> {
    let mut scan = Scanner::new(core::str::from_utf8(json).ok()?, 0);
    match scan.peek() {
        b'"' => Some(Scanner::new(inner_json(scan.string(scratch).ok()?)?, 0)),
        _ => Some(scan),
    }
}
