//! The envelope of the Taobao Open Platform: one key named after the method, or `error_response`.

use super::below::is_own_root;
use super::envelope_fields::{is_error_key, is_message_key, once};
use super::notes::shown_key;
use super::scan::{Scanner, Syntax};
use super::{EnvelopeFields, Outcome, ROWS, Run, below, fields, inner_json, inside, lists, tail};
use crate::record::{Kind, Record, Slot, Table, find};
use crate::value::Text;

/// What the root object was found to hold.
#[derive(Default)]
struct RootKeys {
    /// The key of the method, with something in it; read at once.
    root: bool,
    /// The key of the method, with nothing in it.
    empty_root: bool,
    /// The key of another method.
    other_root: bool,
    /// `error_response`.
    error: bool,
    /// The same under the name `error`, which proves nothing beside a response.
    error_object: bool,
    /// A field of the record itself: the simplified form.
    field: bool,
    /// Keys that are none of these.
    strangers: Vec<String>,
}

impl RootKeys {
    fn stranger(&mut self, name: &str) {
        if self.strangers.len() < 1_000 {
            self.strangers.push(format!("$.{}", shown_key(name)));
        }
    }
}

/// What came has none of the keys of a reply.
pub(super) const NO_RESPONSE: &str = "the reply has no response and no error_response";
pub(super) const NO_OBJECT: &str = "expected an object";

/// Read the root object.
pub(super) fn read(scan: &mut Scanner<'_>, data: &mut dyn Record, run: &mut Run<'_>) -> Result<Outcome, Syntax> {
    let start = *scan;
    if scan.peek() != b'{' {
        return Err(Syntax::new(scan.offset(), NO_OBJECT));
    }
    scan.open()?;
    let table = data.table();
    let mut found = RootKeys::default();
    let mut scratch = String::new();
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        let key = scan.key()?;
        let name = key.text(&mut scratch);
        if name == run.wire.root || is_own_root(name, run.wire.root) {
            if name != run.wire.root {
                run.notes.outer("$", "the response by the method's name", "it below another key", "");
            }
            if found.root || found.empty_root {
                once("$", &mut run.notes);
                run.forget(data);
            }
            found.root = read_root(scan, data, run)?;
            found.empty_root = !found.root;
        } else if is_error_key(name) {
            let path = || "$.error_response".into();
            found.error |= inside::error_response(&mut run.head, &path, scan, &mut run.notes)?;
        } else if find(table, name).is_some() {
            found.field = true;
            scan.skip()?;
        } else if name.ends_with("_response") {
            found.other_root = true;
            found.stranger(name);
            scan.skip()?;
        } else {
            let path = || format!("$.{}", shown_key(name)).into();
            if run.head.field(name, &path, scan, &mut run.notes)? {
                continue;
            }
            if inside::is_error_object(name, *scan)? {
                if let Some(inner) = inside::error_object(&path, scan, &mut run.notes)? {
                    run.head.complete(inner);
                    found.error_object = true;
                }
                continue;
            }
            if is_message_key(name) {
                run.head.message_instead(name, &path, scan, &mut run.notes)?;
                continue;
            }
            found.stranger(name);
            scan.skip()?;
        }
    }
    judge(scan, start, &found, data, run)
}

fn judge(
    scan: &mut Scanner<'_>,
    start: Scanner<'_>,
    found: &RootKeys,
    data: &mut dyn Record,
    run: &mut Run<'_>,
) -> Result<Outcome, Syntax> {
    if found.root || found.error || found.empty_root || found.other_root {
        for name in &found.strangers {
            run.notes.unknown(|| name.as_str().into());
        }
    }
    if found.error {
        return Ok(tail(scan, Outcome::Failure, run));
    }
    if found.root {
        let outcome = if is_refused(run) { Outcome::Failure } else { Outcome::Success };
        return Ok(tail(scan, outcome, run));
    }
    if found.field {
        fields::read(&mut start.clone(), data, run)?;
        return Ok(tail(scan, Outcome::Success, run));
    }
    // A simplified failure has no root either; what passes on a reply may have a code of success of its own.
    let is_said = run.head.code.is_some() || run.head.sub_code.is_some() || found.error_object;
    if is_said {
        let has_reply = below::reply(start, run)?.is_some();
        let (code, sub_code) = says_failure(run);
        let is_failure = found.error_object || code || sub_code;
        if is_failure || !has_reply {
            // What the reply below says is not known.
            run.second |= has_reply;
            return Ok(tail(scan, Outcome::Failure, run));
        }
    }
    if found.empty_root {
        return Ok(Outcome::Foreign("the reply of this method is null: there is no reply of this method"));
    }
    if found.other_root {
        return Ok(Outcome::Foreign("the reply of another method came: there is no reply of this method"));
    }
    Err(Syntax::new(start.offset(), NO_RESPONSE))
}

/// Keys of a failure beside the response. A sub code is one; a code alone is told, and is one where its words are documented.
fn is_refused(run: &mut Run<'_>) -> bool {
    let (code, sub_code) = says_failure(run);
    if sub_code {
        run.remark = Some("the failure stands beside a response");
        return true;
    }
    if code {
        run.notes.outer("$.code", "no code beside the response", "one that says a failure", "");
        run.inside.head.complete(run.head.clone());
    }
    false
}

/// Whether the code says one, and whether the sub code does.
fn says_failure(run: &Run<'_>) -> (bool, bool) {
    let EnvelopeFields { code, sub_code, .. } = &run.head;
    (inside::says_failure(code.as_ref(), run), inside::says_failure(sub_code.as_ref(), run))
}

/// The data; `""`, `{}` and `[]` are an empty one, `null` is none: false.
fn read_root(scan: &mut Scanner<'_>, data: &mut dyn Record, run: &mut Run<'_>) -> Result<bool, Syntax> {
    let first = scan.peek();
    let start = scan.back_to(scan.offset());
    if first == b'{' && !lists::is_numbered(start, data.table())? {
        let known = run.notes.len();
        fields::read(scan, data, run)?;
        if !run.any && !run.wire.asked.is_empty() {
            elsewhere(start, scan.offset(), known, data, run)?;
        }
        return Ok(true);
    }
    let offset = scan.offset();
    let range = scan.skip()?;
    let raw = scan.slice(range);
    if first == b'"'
        && let Some(json) = inner_json(Scanner::new(raw, 0).string(&mut String::new())?)
    {
        run.spend(json.len(), scan)?;
        run.notes.outer("$", "the response as an object", "it as JSON in a text", "");
        return read_root(&mut Scanner::new(json, 0), data, run);
    }
    match raw {
        "null" => return Ok(false),
        "\"\"" => return Ok(true),
        _ if matches!(first, b'{' | b'[') => {}
        _ => return Err(Syntax::new(offset, "the response is not an object")),
    }
    let rows = lists::rows(start)?;
    if let Some(place) = rows.first {
        run.notes.outer("$", "the response as an object", "a list of it", raw);
        if rows.objects + rows.others > 1 {
            run.several(ROWS.into());
        }
        fields::read(&mut scan.back_to(place), data, run)?;
    } else if rows.others > 0 {
        return Err(Syntax::new(offset, "the response is not an object"));
    }
    Ok(true)
}

/// The response below another key; its one record under its name in other letters, or without any. What became of a
/// write is not guessed.
#[cold]
#[inline(never)]
fn elsewhere(
    start: Scanner<'_>,
    end: usize,
    known: (usize, usize),
    data: &mut dyn Record,
    run: &mut Run<'_>,
) -> Result<(), Syntax> {
    let raw = start.slice(start.offset()..end);
    if let Some((place, found)) = lists::record_below(start, data.table())? {
        run.notes.outer("$", "the response", found, raw);
        return read_root(&mut start.back_to(place), data, run).map(drop);
    }
    let Some((name, table)) = only_record(data) else { return Ok(()) };
    let (json, found) = if lists::holds_known(start, table)? {
        // What is read now was unknown before.
        run.notes.back_to(known);
        run.forget(data);
        (raw, Text::from("its record without a key"))
    } else if let Some((place, found)) = lists::spelled(start, name)? {
        let mut value = start.back_to(place);
        let range = value.skip()?;
        (start.slice(range), found)
    } else {
        return Ok(());
    };
    run.spend(json.len().saturating_mul(2), &start)?;
    run.notes.outer("$", "the response", found, raw);
    fields::read(&mut Scanner::new(&format!("{{\"{name}\":{json}}}"), 0), data, run)
}

/// The one field of the table that is a record, and the table of that.
fn only_record(data: &mut dyn Record) -> Option<(&'static str, &'static Table)> {
    let mut records = (0..).zip(data.table().fields).filter(|(_, field)| field.kind == Kind::Record);
    let (index, field) = records.next()?;
    let Slot::Record(slot) = data.slot(index) else { return None };
    let table = slot.fill().table();
    slot.clear();
    records.next().is_none().then_some((field.name, table))
}
