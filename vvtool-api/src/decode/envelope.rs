//! The envelope of vv-tool: `{"code": 0, "msg": "..", "msec": 1, "time": 2, "data": ..}`.

use core::ops::Range;

use super::scan::{Scanner, Syntax};
use super::{DataRange, Decoded, Notes, Outcome, Wire, fields, loose_int, loose_text, reset};
use crate::meta::DataShape;
use crate::record::Record;
use crate::value::number;

/// What has become of the key `data`.
enum Data {
    /// Not met.
    Absent,
    /// Met before the code was known, or with a code that says failure.
    Skipped(Range<usize>),
    /// Read, or found to be unreadable.
    Done(Result<(), Syntax>),
}

/// One pass when the code comes first, a second look at the data when it does not.
pub(super) fn read(
    scan: &mut Scanner<'_>,
    wire: &Wire<'_>,
    data: &mut dyn Record,
    decoded: &mut Decoded,
) -> Result<(Outcome, DataRange), Syntax> {
    let start = *scan;
    if scan.peek() != b'{' {
        return Err(Syntax::new(scan.offset(), "expected an object with a code"));
    }
    scan.open()?;
    let mut found = Data::Absent;
    let mut scratch = String::new();
    let mut strangers = Vec::new();
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let head = &mut decoded.head;
        match key.text(&mut scratch) {
            "code" => head.code = loose_text(scan)?,
            "msg" => head.msg = loose_text(scan)?,
            "sub_code" => head.sub_code = loose_text(scan)?,
            "sub_msg" => head.sub_msg = loose_text(scan)?,
            "request_id" => head.request_id = loose_text(scan)?,
            "msec" => head.msec = loose_int(scan)?,
            "time" => head.time = loose_int(scan)?,
            "url" => head.url = loose_text(scan)?,
            "data" if is_success(decoded, wire) => {
                if matches!(found, Data::Done(_)) {
                    reset(data);
                }
                found = Data::Done(read_data(scan, wire.shape, data, &mut decoded.notes)?);
            }
            "data" => found = Data::Skipped(scan.skip()?),
            name => {
                strangers.push(name.to_owned());
                scan.skip()?;
            }
        }
    }
    scan.end()?;
    let is_flat = decoded.head.code.is_none() || matches!(found, Data::Absent) && is_success(decoded, wire);
    if wire.envelope_optional && is_flat {
        if let Data::Skipped(range) = found {
            let mut again = scan.back_to(range.start);
            return finish(read_data(&mut again, wire.shape, data, &mut decoded.notes)?);
        }
        return flat(start, data, decoded);
    }
    for name in strangers {
        decoded.notes.unknown(|| format!("$.{name}").into());
    }
    if decoded.head.code.is_none() {
        return Err(Syntax::new(start.offset(), "the reply has no code"));
    }
    if !is_success(decoded, wire) {
        let range = if let Data::Skipped(range) = found { Some(range) } else { None };
        return Ok((Outcome::Failure, range));
    }
    match found {
        Data::Done(done) => finish(done),
        Data::Skipped(range) => {
            let mut again = scan.back_to(range.start);
            finish(read_data(&mut again, wire.shape, data, &mut decoded.notes)?)
        }
        Data::Absent => Err(Syntax::new(start.offset(), "the code says success and there is no data")),
    }
}

fn finish(done: Result<(), Syntax>) -> Result<(Outcome, DataRange), Syntax> {
    done.map(|()| (Outcome::Success, None))
}

/// The code comes as a number or as text.
fn is_success(decoded: &Decoded, wire: &Wire<'_>) -> bool {
    decoded.head.code.as_deref().is_some_and(|code| {
        let code = code.trim();
        code == wire.success_code || number::int(code).is_some_and(|code| number::int(wire.success_code) == Some(code))
    })
}

/// The whole reply is the data.
fn flat(mut scan: Scanner<'_>, data: &mut dyn Record, decoded: &mut Decoded) -> Result<(Outcome, DataRange), Syntax> {
    fields::read(&mut scan, data, &mut decoded.notes)?;
    // What the envelope brought is no news.
    decoded
        .notes
        .unknown_fields
        .retain(|name| !matches!(name.as_str(), "code" | "msg" | "msec" | "time" | "url" | "data"));
    let anything = (0..).zip(data.table().fields).any(|(index, _)| !data.view(index).is_none());
    if anything { finish(Ok(())) } else { Err(Syntax::new(0, "the reply has neither a code nor a field of its data")) }
}

/// Read `data`. The outer error is a fault of the JSON; the inner one says that the data is not what it must be, and the rest of
/// the envelope is still worth reading.
fn read_data(
    scan: &mut Scanner<'_>,
    shape: DataShape,
    data: &mut dyn Record,
    notes: &mut Notes,
) -> Result<Result<(), Syntax>, Syntax> {
    let first = scan.peek();
    let offset = scan.offset();
    let fault = |what| Ok(Err(Syntax::new(offset, what)));
    let expected = match shape {
        DataShape::Object => "an object",
        DataShape::ListOfOne => "a list of one object",
    };
    match first {
        b'{' => {
            fields::read(scan, data, notes)?;
            if shape != DataShape::Object {
                notes.outer("$.data", expected, scan.slice(offset..scan.offset()));
            }
            Ok(Ok(()))
        }
        b'[' => {
            scan.open()?;
            let mut count = 0_usize;
            let mut objects = 0_usize;
            while scan.more_items(count == 0)? {
                count += 1;
                if objects == 0 && scan.peek() == b'{' {
                    objects = 1;
                    fields::read(scan, data, notes)?;
                } else {
                    scan.skip()?;
                }
            }
            if objects == 0 {
                return fault(match count {
                    0 => "the code says success and the data is an empty list",
                    _ => "the code says success and the data is a list without an object",
                });
            }
            if count > 1 || shape != DataShape::ListOfOne {
                notes.outer("$.data", expected, scan.slice(offset..scan.offset()));
            }
            Ok(Ok(()))
        }
        _ => {
            scan.skip()?;
            fault(match first {
                b'n' => "the code says success and the data is null",
                _ => "the code says success and the data is neither an object nor a list",
            })
        }
    }
}
