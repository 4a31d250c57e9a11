//! The envelope of vv-tool: `{"code": 0, "msg": "..", "msec": 1, "time": 2, "data": ..}`.

use core::ops::Range;

use super::envelope_fields::{is_error_key, is_message_key, once, plain_name};
use super::members::{self, Member};
use super::notes::{Notes, shown_key};
use super::scan::{Scanner, Syntax};
use super::{Outcome, ROWS, Run, below, fields, inner_json, inside, lists, tail};
use crate::meta::DataShape;
use crate::record::Record;
use crate::value::number;

/// What has become of the key `data`.
enum Data {
    /// Not met.
    Absent,
    /// Met before the code was known, or with a code that says failure.
    Skipped(Range<usize>),
    /// Read, or found to be none.
    Done(Result<(), &'static str>),
}

/// What came says neither success nor which failure, whatever its words.
pub(crate) const NO_CODE: &str = "the reply has no code";
pub(super) const NO_FIELD: &str = "the reply has neither a code nor a field of its data";
pub(super) const NO_OBJECT: &str = "expected an object with a code";

/// One pass when the code comes first, a second look at the data when it does not.
pub(super) fn read(scan: &mut Scanner<'_>, data: &mut dyn Record, run: &mut Run<'_>) -> Result<Outcome, Syntax> {
    let start = *scan;
    if scan.peek() != b'{' {
        return Err(Syntax::new(scan.offset(), NO_OBJECT));
    }
    scan.open()?;
    let mut found = Data::Absent;
    let mut signs = Signs::default();
    let mut scratch = String::new();
    let mut strangers = Strangers::new();
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let name = key.text(&mut scratch);
        // The documented keys before those that are like them.
        if name != "data" {
            let path = || format!("$.{}", shown_key(name)).into();
            if run.head.field(name, &path, scan, &mut run.notes)? {
                continue;
            }
        }
        match name {
            name if is_data_key(name, matches!(found, Data::Absent), &mut run.notes) => {
                if !matches!(found, Data::Absent) {
                    once("$.data", &mut run.notes);
                    run.forget(data);
                }
                let place = scan.back_to(scan.offset());
                found =
                    if is_success(run) { Data::Done(read_data(scan, data, run)?) } else { Data::Skipped(scan.skip()?) };
                run.data = Some(trimmed(place)..scan.offset());
            }
            name if is_error_key(name) => {
                let path = || "$.error_response".into();
                signs.error |= inside::error_response(&mut run.head, &path, scan, &mut run.notes)?;
            }
            name => {
                if inside::is_flag(name) {
                    signs.refused |= inside::says_no(&mut scan.clone())?;
                }
                if inside::is_result(name) && inside::is_bad_result(*scan)? {
                    signs.doubted = true;
                }
                pass_over(name, scan, &mut strangers)?;
            }
        }
    }
    let is_flat = run.head.code.is_none() || matches!(found, Data::Absent) && is_success(run);
    if run.wire.envelope_optional && is_flat && !signs.error {
        return without_envelope(&found, start, scan, data, run);
    }
    if !strangers.is_empty() {
        note(strangers, scan, run)?;
    }
    conclude(start, found, &signs, scan, data, run)
}

/// What stands beside the code and says that the call failed, or may have.
#[derive(Default)]
struct Signs {
    error: bool,
    refused: bool,
    doubted: bool,
}

/// What the whole envelope says.
fn conclude(
    start: Scanner<'_>,
    found: Data,
    signs: &Signs,
    scan: &mut Scanner<'_>,
    data: &mut dyn Record,
    run: &mut Run<'_>,
) -> Result<Outcome, Syntax> {
    if signs.error {
        return Ok(tail(scan, Outcome::Failure, run));
    }
    if run.head.code.is_none() {
        let outcome = tail(scan, Outcome::Failure, run);
        if !has_message(run) {
            return Err(Syntax::new(start.offset(), NO_CODE));
        }
        run.remark = Some(NO_CODE);
        return Ok(outcome);
    }
    if !is_success(run) {
        look_below(start, &found, data, run)?;
        return Ok(tail(scan, Outcome::Failure, run));
    }
    if signs.doubted {
        run.inside.doubt();
    }
    if let Some(otherwise) = otherwise(signs.refused, run) {
        run.remark = Some(otherwise);
        return Ok(tail(scan, Outcome::Failure, run));
    }
    let done = match found {
        Data::Done(done) => done,
        Data::Skipped(range) => read_data(&mut scan.back_to(range.start), data, run)?,
        Data::Absent if run.wire.shape == DataShape::Nothing => Ok(()),
        Data::Absent => elsewhere(start, data, run)?,
    };
    Ok(finish(scan, done, run))
}

/// What stands beside the code of success and contradicts it.
fn otherwise(refused: bool, run: &Run<'_>) -> Option<&'static str> {
    if refused {
        return Some("the code says success and a flag beside it says that it is none");
    }
    let is_failure = inside::says_failure(run.head.sub_code.as_ref(), run);
    is_failure.then_some("the code says success and a sub code beside it says that it is none")
}

/// A failure without words or without data may have them under other names: what it cost, and that something was done all the same.
#[cold]
#[inline(never)]
fn look_below(start: Scanner<'_>, found: &Data, data: &dyn Record, run: &mut Run<'_>) -> Result<(), Syntax> {
    if !has_message(run) {
        below::words(start, run)?;
    }
    if let (None, Data::Skipped(range)) = (&run.head.sub_code, found) {
        sub_code_in(start.back_to(range.start), run)?;
    }
    if matches!(found, Data::Absent)
        && let Some((place, _)) = lists::record_below(start, data.table())?
    {
        run.data = Some(start.back_to(place).skip()?);
    }
    Ok(())
}

/// The data of a failure may say which one it is: a sub code, or an error passed on as a whole.
#[cold]
#[inline(never)]
fn sub_code_in(mut data: Scanner<'_>, run: &mut Run<'_>) -> Result<(), Syntax> {
    let place = match data.peek() {
        b'{' => Some(data.offset()),
        b'[' => lists::rows(data)?.first,
        _ => None,
    };
    let Some(place) = place else { return Ok(()) };
    let mut inner = inside::Inside::default();
    for member in members::of(data.back_to(place))? {
        let Member { name, value, .. } = member?;
        if is_error_key(&name) || matches!(&*name, "sub_code" | "sub_msg") {
            let path = || format!("$.data.{}", shown_key(&name)).into();
            inner.look(&name, &path, value, &mut run.notes)?;
        }
    }
    run.head.sub_code = inner.head.sub_code;
    if run.head.sub_msg.is_none() {
        run.head.sub_msg = inner.head.sub_msg;
    }
    Ok(())
}

/// Data under another name: the one record below the other keys. What became of a write is not guessed.
#[cold]
#[inline(never)]
fn elsewhere(start: Scanner<'_>, data: &mut dyn Record, run: &mut Run<'_>) -> Result<Result<(), &'static str>, Syntax> {
    let is_record = matches!(run.wire.shape, DataShape::Object | DataShape::ListOfOne) && !run.wire.asked.is_empty();
    match if is_record { lists::record_below(start, data.table())? } else { None } {
        Some((place, found)) => {
            run.notes.outer("$.data", "the data", found, "");
            read_data(&mut start.back_to(place), data, run)
        }
        None => Ok(Err("the code says success and there is no data")),
    }
}

/// Keys of the envelope that no document has: their paths, and where the value stands of those that may be the message.
type Strangers = Vec<(String, Option<usize>)>;

#[cold]
#[inline(never)]
fn pass_over(name: &str, scan: &mut Scanner<'_>, strangers: &mut Strangers) -> Result<(), Syntax> {
    strangers.push((format!("$.{}", shown_key(name)), is_message_key(name).then(|| scan.offset())));
    scan.skip()?;
    if strangers.len() > 1_000 {
        return Err(Syntax::new(scan.offset(), "the envelope has more than a thousand keys"));
    }
    Ok(())
}

/// The first of them that may be the message is it where there is none; the others are told.
#[cold]
#[inline(never)]
fn note(strangers: Strangers, scan: &Scanner<'_>, run: &mut Run<'_>) -> Result<(), Syntax> {
    for (path, message) in strangers {
        if let Some(place) = message
            && inside::is_error_object(path.strip_prefix("$.").unwrap_or(&path), scan.back_to(place))?
        {
            error_object(&path, &mut scan.back_to(place), run)?;
            continue;
        }
        match message.filter(|_| !has_message(run)) {
            Some(place) => {
                let key = path.strip_prefix("$.").unwrap_or(&path);
                run.head.message_instead(key, &|| path.as_str().into(), &mut scan.back_to(place), &mut run.notes)?;
            }
            None => run.notes.unknown(|| path.into()),
        }
    }
    Ok(())
}

/// An error as an object under a name of its own. Beside a code of success it says as much as the data may: that it is a failure where
/// nothing came, or where its words are documented.
#[cold]
fn error_object(path: &str, scan: &mut Scanner<'_>, run: &mut Run<'_>) -> Result<(), Syntax> {
    let Some(inner) = inside::error_object(&|| path.into(), scan, &mut run.notes)? else { return Ok(()) };
    if !has_message(run) {
        run.head.msg.clone_from(&inner.msg);
    }
    let head = if is_success(run) { &mut run.inside.head } else { &mut run.head };
    head.complete(inner);
    run.notes.outer(path, "error_response", "an error under another name", "");
    Ok(())
}

fn has_message(run: &Run<'_>) -> bool {
    run.head.msg.as_deref().is_some_and(|msg| !msg.trim().is_empty())
}

/// A code of success without data is a failure: its message says more than the code does.
fn finish(scan: &mut Scanner<'_>, done: Result<(), &'static str>, run: &mut Run<'_>) -> Outcome {
    let outcome = match done {
        Ok(()) => Outcome::Success,
        Err(what) => {
            run.remark = Some(what);
            Outcome::Failure
        }
    };
    tail(scan, outcome, run)
}

/// The key of the data; one in other letters where none came yet.
fn is_data_key(name: &str, absent: bool, notes: &mut Notes) -> bool {
    if name == "data" {
        return true;
    }
    let other = absent && plain_name(name).is_some_and(|plain| plain.eq(*b"data"));
    if other {
        notes.outer("$.data", "the key data", "it in other letters", "");
    }
    other
}

/// The code comes as a number or as text.
pub(super) fn is_success(run: &Run<'_>) -> bool {
    let success = run.wire.success_code;
    run.head
        .code
        .as_deref()
        .is_some_and(|code| code == success || number::int(code).is_some_and(|code| number::int(success) == Some(code)))
}

/// Where the value before `scan` begins.
fn trimmed(mut scan: Scanner<'_>) -> usize {
    scan.peek();
    scan.offset()
}

/// No code says what the reply is, and none has to.
fn without_envelope(
    found: &Data,
    start: Scanner<'_>,
    scan: &mut Scanner<'_>,
    data: &mut dyn Record,
    run: &mut Run<'_>,
) -> Result<Outcome, Syntax> {
    if let Data::Skipped(range) = found {
        let done = read_data(&mut scan.back_to(range.start), data, run)?;
        return Ok(finish(scan, done, run));
    }
    if matches!(found, Data::Done(_)) {
        // The code that it was read for was taken back.
        run.forget(data);
    }
    flat(start, scan, data, run)
}

/// The whole reply is the data.
fn flat(
    mut again: Scanner<'_>,
    scan: &mut Scanner<'_>,
    data: &mut dyn Record,
    run: &mut Run<'_>,
) -> Result<Outcome, Syntax> {
    // What the envelope brought is no news, and no failure inside the data.
    run.head = core::mem::take(&mut run.head);
    fields::read(&mut again, data, run)?;
    run.inside = inside::Inside::default();
    run.notes.unknown_fields.retain(|name| !matches!(name.as_str(), "code" | "msg" | "msec" | "time" | "url" | "data"));
    let anything = (0..).zip(data.table().fields).any(|(index, _)| !data.view(index).is_none());
    if anything {
        return Ok(tail(scan, Outcome::Success, run));
    }
    Err(Syntax::new(0, NO_FIELD))
}

/// Read `data`. The outer error is a fault of the JSON; the inner one says that the data is not what it must be, and the rest of
/// the envelope is still worth reading.
fn read_data(
    scan: &mut Scanner<'_>,
    data: &mut dyn Record,
    run: &mut Run<'_>,
) -> Result<Result<(), &'static str>, Syntax> {
    let first = scan.peek();
    let start = scan.back_to(scan.offset());
    let (expected, is_list) = match run.wire.shape {
        DataShape::Object => ("an object", false),
        DataShape::ListOfOne => ("a list of one object", true),
        DataShape::List => return whole(scan, data, run, "a list"),
        DataShape::Map => return whole(scan, data, run, "an object of keys and values"),
        DataShape::Value => return whole(scan, data, run, "a value"),
        DataShape::Nothing => return nothing(scan, data, run),
    };
    let in_numbers = first == b'{' && lists::is_numbered(start, data.table())?;
    match first {
        b'{' if !in_numbers => {
            fields::read(scan, data, run)?;
            // What became of a write is not guessed.
            if !run.any
                && !run.wire.asked.is_empty()
                && let Some((place, found)) = lists::record_below(start, data.table())?
            {
                run.notes.outer("$.data", expected, found, start.slice(start.offset()..scan.offset()));
                let mut inner = scan.back_to(place);
                return read_data(&mut inner, data, run);
            }
            if is_list {
                run.notes.outer("$.data", expected, "an object", start.slice(start.offset()..scan.offset()));
            }
            Ok(Ok(()))
        }
        b'{' | b'[' => {
            let rows = lists::rows(start)?;
            let Some(place) = rows.first else {
                scan.skip()?;
                let inner = if run.wire.read { lists::innermost(start)? } else { None };
                return match (inner, rows.others) {
                    (Some(mut inner), _) => {
                        run.notes.outer("$.data", expected, "a list in a list", start.slice(start.offset()..rows.end));
                        read_data(&mut inner, data, run)
                    }
                    (None, 0) => Ok(Err("the code says success and the data is an empty list")),
                    (None, _) => Ok(Err("the code says success and the data is a list without an object")),
                };
            };
            let count = rows.objects + rows.others;
            if count > 1 {
                keep_rows(start, run)?;
            }
            if count > 1 || !is_list || in_numbers {
                let found = match (count, in_numbers) {
                    (1, false) => "a list of one object".to_owned(),
                    (_, false) => format!("a list of {count}"),
                    (_, true) => format!("an object whose keys are numbers, of {count}"),
                };
                run.notes.outer("$.data", expected, found, start.slice(start.offset()..rows.end));
            }
            fields::read(&mut scan.back_to(place), data, run)?;
            *scan = scan.back_to(rows.end);
            Ok(Ok(()))
        }
        b'"' => read_text(scan, data, run, expected),
        _ => {
            scan.skip()?;
            Ok(Err(match first {
                b'n' => "the code says success and the data is null",
                _ => NO_DATA,
            }))
        }
    }
}

/// Data that is a list, a map or a value as a whole. Of an empty list nothing is left to say; what came and is none of it is no data.
fn whole(
    scan: &mut Scanner<'_>,
    data: &mut dyn Record,
    run: &mut Run<'_>,
    expected: &'static str,
) -> Result<Result<(), &'static str>, Syntax> {
    let first = scan.peek();
    let is_null = first == b'n';
    let start = scan.offset();
    fields::read_value(scan, data, run)?;
    if !data.view(0).is_none() {
        return Ok(Ok(()));
    }
    if first == b'{' {
        look_inside(scan.back_to(start), run)?;
        if run.inside.is_failure(run) {
            return Ok(Ok(()));
        }
    }
    let raw = scan.slice(start..scan.offset());
    match run.wire.shape {
        DataShape::Value if is_null => Ok(Err("the code says success and the data is null")),
        DataShape::Value => Ok(Err("the code says success and the data is not the value that is documented")),
        _ if is_null || raw.trim_matches('"').trim().is_empty() => {
            run.notes.outer("$.data", expected, if is_null { "null" } else { "an empty text" }, "");
            Ok(Ok(()))
        }
        _ if raw.starts_with(['{', '[']) && is_bare(raw) => Ok(Ok(())),
        DataShape::List => Ok(Err("the code says success and nothing in the data is an item of a list")),
        _ => Ok(Err("the code says success and nothing in the data is an entry of a map")),
    }
}

/// An object that is none of the documented data may tell of a failure.
#[cold]
fn look_inside(scan: Scanner<'_>, run: &mut Run<'_>) -> Result<(), Syntax> {
    run.any = false;
    for member in members::of(scan)? {
        let Member { name, value, .. } = member?;
        let path = || format!("$.data.{}", shown_key(&name)).into();
        run.inside.look(&name, &path, value, &mut run.notes)?;
    }
    Ok(())
}

/// A container with nothing in it, be it inside a wrapper.
fn is_bare(raw: &str) -> bool {
    lists::is_empty(raw) || raw.trim_end_matches(['}', ']', ' ']).ends_with(['{', '[']) && !raw.contains(',')
}

/// Data that is documented as none. What is there all the same is looked through for a failure, and told.
fn nothing(
    scan: &mut Scanner<'_>,
    data: &mut dyn Record,
    run: &mut Run<'_>,
) -> Result<Result<(), &'static str>, Syntax> {
    if scan.peek() == b'{' {
        fields::read(scan, data, run)?;
        return Ok(Ok(()));
    }
    let range = scan.skip()?;
    let raw = scan.slice(range);
    match raw {
        "null" | "\"\"" | "true" => Ok(Ok(())),
        "false" => Ok(Err("the code says success and the data is false")),
        _ if raw.starts_with('[') && lists::is_empty(raw) => Ok(Ok(())),
        _ => {
            run.notes.outer("$.data", "no data", "", raw);
            Ok(Ok(()))
        }
    }
}

const NO_DATA: &str = "the code says success and the data is neither an object nor a list";

/// Data that came as a text with JSON in it.
fn read_text(
    scan: &mut Scanner<'_>,
    data: &mut dyn Record,
    run: &mut Run<'_>,
    expected: &'static str,
) -> Result<Result<(), &'static str>, Syntax> {
    let mut scratch = String::new();
    let Some(json) = inner_json(scan.string(&mut scratch)?) else { return Ok(Err(NO_DATA)) };
    run.spend(json.len(), scan)?;
    run.notes.outer("$.data", expected, "it as JSON in a text", "");
    let done = read_data(&mut Scanner::new(json, 0), data, run)?;
    run.lose_rows();
    Ok(done)
}

/// Where each row stands: what must hold has to hold in all of them.
fn keep_rows(start: Scanner<'_>, run: &mut Run<'_>) -> Result<(), Syntax> {
    const MOST: usize = 1_000;
    run.rows.clear();
    let (rows, mut is_whole) = (&mut run.rows, true);
    lists::each_row(start, |place, _, end| {
        is_whole = rows.len() < MOST;
        if is_whole {
            rows.push(place..end);
        }
    })?;
    if !is_whole {
        // What the others say is not known.
        run.several(ROWS.into());
    }
    Ok(())
}
