//! The one loop that reads every record: not generic, not recursive, driven by the tables.

use smallvec::SmallVec;

use super::notes::{Frame, Notes, Place, Step};
use super::scalar::{self, Scalar};
use super::scan::{Quoted, Scanner, Syntax};
use crate::record::{Field, Kind, REQUIRED, Record, Slot, Table, WordsSlot, find, has_required};

/// Read the object that `scan` stands at into `root`.
pub(crate) fn read(scan: &mut Scanner<'_>, root: &mut dyn Record, notes: &mut Notes) -> Result<(), Syntax> {
    scan.peek();
    scan.open()?;
    let mut reader = Reader { notes, stack: SmallVec::new(), scratch: String::new() };
    // The record that holds what is open, and the field after the last one: replies mostly keep the documented order.
    let mut record: &mut dyn Record = &mut *root;
    let mut next = 0;
    let mut first = true;
    loop {
        let opened = match reader.stack.last().map(|frame| frame.step) {
            Some(Step::Array(count)) => reader.items(scan, first, record, count)?,
            Some(Step::Wrapper) => reader.wrapper(scan, first, record)?,
            None | Some(Step::Record | Step::Item(_)) => reader.fields(scan, first, record, next)?,
        };
        first = opened.is_some();
        let inner = match opened {
            Some(frame) => {
                reader.stack.push(frame);
                next = 0;
                walk(record, core::slice::from_ref(&frame))
            }
            None => {
                let Some(closed) = reader.stack.pop() else {
                    return Ok(());
                };
                next = closed.field.saturating_add(1);
                // The borrow of the outer record ended with that of the inner one: go down again from the root.
                walk(&mut *root, &reader.stack)
            }
        };
        // Only a record whose slots disagree with its table gets here without one.
        let Some(inner) = inner else {
            return Err(Syntax::new(scan.offset(), "a field is not what its table says"));
        };
        record = inner;
    }
}

/// Follow open frames to the record that holds what is open last.
fn walk<'r>(record: &'r mut dyn Record, frames: &[Frame]) -> Option<&'r mut dyn Record> {
    let mut record = record;
    for frame in frames {
        if matches!(frame.step, Step::Wrapper | Step::Array(_)) {
            continue;
        }
        record = match record.slot(frame.field) {
            Slot::Record(slot) => slot.fill(),
            Slot::List(list) => list.last()?,
            _ => return None,
        };
    }
    Some(record)
}

/// What an object that stands where a list belongs turns out to be.
enum ListObject {
    Empty,
    Wrapper,
    Single,
}

struct Reader<'n> {
    notes: &'n mut Notes,
    stack: SmallVec<[Frame; 8]>,
    scratch: String,
}

impl Reader<'_> {
    /// Read fields until something opens or the record closes.
    fn fields(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        mut next: u16,
    ) -> Result<Option<Frame>, Syntax> {
        let table = record.table();
        while scan.more_keys(first)? {
            first = false;
            let (index, field) = match table.fields.get(usize::from(next)) {
                Some(field) if scan.key_is(field.name)? => (next, field),
                _ => {
                    let key = scan.key()?;
                    match self.known(table, key) {
                        Some(found) => found,
                        None => {
                            self.unknown(scan, key)?;
                            continue;
                        }
                    }
                }
            };
            next = index.saturating_add(1);
            let start = scan.offset();
            let right = match scan.peek() {
                b'"' => {
                    let text = scan.string(&mut self.scratch)?;
                    match record.slot(index) {
                        // Half of all values.
                        Slot::Text(target) => {
                            *target = Some(text.into());
                            continue;
                        }
                        slot => scalar::set(field, slot, Scalar::Text(text)),
                    }
                }
                open @ (b'{' | b'[') => {
                    if let Some(step) = self.container(scan, open, field, record.slot(index))? {
                        return Ok(Some(Frame { table, field: index, step }));
                    }
                    continue;
                }
                b'-' | b'0'..=b'9' => scalar::set(field, record.slot(index), Scalar::Number(scan.number()?)),
                _ => {
                    let scalar = scan.scalar(&mut self.scratch)?;
                    scalar::set(field, record.slot(index), scalar)
                }
            };
            if !right {
                let raw = scan.slice(start..scan.offset()).trim();
                self.notes.field(&Place(&self.stack), Some(field), scalar::expected(field.kind), raw);
            }
        }
        if has_required(table) {
            self.check_presence(record, table);
        }
        Ok(None)
    }

    fn check_presence(&mut self, record: &dyn Record, table: &'static Table) {
        for (index, field) in (0..).zip(table.fields) {
            // An empty list is a value: nothing tells it from a missing one.
            if field.flags & REQUIRED != 0
                && !matches!(field.kind, Kind::List | Kind::Csv)
                && record.view(index).is_none()
            {
                self.notes.missing(&Place(&self.stack), field);
            }
        }
    }

    fn known(&mut self, table: &'static Table, key: Quoted<'_>) -> Option<(u16, &'static Field)> {
        let index = find(table, key.text(&mut self.scratch))?;
        Some((index, table.fields.get(usize::from(index))?))
    }

    fn unknown(&mut self, scan: &mut Scanner<'_>, key: Quoted<'_>) -> Result<(), Syntax> {
        let Self { notes, stack, scratch } = self;
        let name = key.text(scratch);
        // Beside the fields of a platform's reply stands what the platform calls the call.
        let is_request_id = stack.is_empty() && name == "request_id" && notes.request_id.is_none();
        if is_request_id && scan.peek() == b'"' {
            notes.request_id = Some(scan.string(scratch)?.into());
            return Ok(());
        }
        notes.unknown(|| Place(stack).path(Some(name)));
        scan.skip().map(drop)
    }

    /// A bracket where the value of a field belongs. What opens a record or a list is left to the loop, the rest is read here.
    fn container(
        &mut self,
        scan: &mut Scanner<'_>,
        open: u8,
        field: &'static Field,
        slot: Slot<'_>,
    ) -> Result<Option<Step>, Syntax> {
        let start = scan.offset();
        let right = match (slot, open) {
            (Slot::Record(slot), b'{') => {
                slot.clear();
                slot.fill();
                scan.open()?;
                return Ok(Some(Step::Record));
            }
            (Slot::List(list), b'[') => {
                list.clear();
                scan.open()?;
                return Ok(Some(Step::Array(0)));
            }
            (Slot::List(list), _) => {
                list.clear();
                match look_ahead(*scan, field.wrapper)? {
                    ListObject::Wrapper => {
                        scan.open()?;
                        return Ok(Some(Step::Wrapper));
                    }
                    ListObject::Single => {
                        list.push();
                        scan.open()?;
                        return Ok(Some(Step::Item(0)));
                    }
                    ListObject::Empty => scan.skip().map(|_| true)?,
                }
            }
            (slot @ Slot::Json(_), _) => {
                let range = scan.skip()?;
                scalar::set(field, slot, Scalar::Text(scan.slice(range)))
            }
            (Slot::Words(words), _) => {
                words.clear();
                self.words(scan, open, words)?
            }
            (slot, _) => {
                let range = scan.skip()?;
                scalar::set(field, slot, Scalar::Null);
                // An empty PHP array stands for an absent object.
                field.kind == Kind::Record && is_empty(scan.slice(range))
            }
        };
        if !right {
            let raw = scan.slice(start..scan.offset());
            self.notes.field(&Place(&self.stack), Some(field), scalar::expected(field.kind), raw);
        }
        Ok(None)
    }

    /// Words in an array, or in the object `{"string": [..]}`; false when something else is among them.
    fn words(&mut self, scan: &mut Scanner<'_>, open: u8, words: &mut dyn WordsSlot) -> Result<bool, Syntax> {
        let mut right = true;
        if open == b'{' {
            scan.open()?;
            let mut first = true;
            while scan.more_keys(first)? {
                first = false;
                let key = scan.key()?;
                if matches!(key.raw, "string" | "number") && scan.peek() == b'[' {
                    right &= self.words(scan, b'[', words)?;
                } else {
                    scan.skip()?;
                    right = false;
                }
            }
            return Ok(right);
        }
        scan.open()?;
        let mut first = true;
        while scan.more_items(first)? {
            first = false;
            if matches!(scan.peek(), b'{' | b'[') {
                scan.skip()?;
                right = false;
                continue;
            }
            match scan.scalar(&mut self.scratch)? {
                Scalar::Number(text) | Scalar::Text(text) => match text.trim() {
                    "" => {}
                    word => words.push(word),
                },
                Scalar::Null => {}
                Scalar::Bool(_) => right = false,
            }
        }
        Ok(right)
    }

    /// Read the elements of a list until one opens or the array closes. `record` holds the list.
    fn items(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        mut count: u32,
    ) -> Result<Option<Frame>, Syntax> {
        while scan.more_items(first)? {
            first = false;
            let place = count;
            count = count.saturating_add(1);
            let Some(frame) = self.stack.last_mut() else {
                return Ok(None);
            };
            frame.step = Step::Array(place);
            if scan.peek() == b'{' {
                frame.step = Step::Array(count);
                let item = Frame { step: Step::Item(place), ..*frame };
                if let Slot::List(list) = record.slot(item.field) {
                    list.push();
                }
                scan.open()?;
                return Ok(Some(item));
            }
            let range = scan.skip()?;
            self.notes.field(&Place(&self.stack), None, "an object", scan.slice(range));
        }
        Ok(None)
    }

    /// Read the keys of the object around a list until the list opens or the object closes. `record` holds the list.
    fn wrapper(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
    ) -> Result<Option<Frame>, Syntax> {
        let Some(frame) = self.stack.last().copied() else {
            return Ok(None);
        };
        let Some(field) = frame.table.fields.get(usize::from(frame.field)) else {
            return Ok(None);
        };
        while scan.more_keys(first)? {
            first = false;
            let key = scan.key()?;
            if key.text(&mut self.scratch) != field.wrapper {
                self.unknown(scan, key)?;
                continue;
            }
            let Slot::List(list) = record.slot(frame.field) else {
                return Ok(None);
            };
            list.clear();
            match scan.peek() {
                b'[' => {
                    scan.open()?;
                    return Ok(Some(Frame { step: Step::Array(0), ..frame }));
                }
                b'{' if !is_empty(scan.rest()) => {
                    list.push();
                    scan.open()?;
                    return Ok(Some(Frame { step: Step::Item(0), ..frame }));
                }
                b'{' => {
                    scan.skip()?;
                }
                _ => {
                    let start = scan.offset();
                    let scalar = scan.scalar(&mut self.scratch)?;
                    if !scalar::set(field, Slot::List(list), scalar) {
                        let raw = scan.slice(start..scan.offset());
                        self.notes.field(&Place(&self.stack), None, scalar::expected(field.kind), raw);
                    }
                }
            }
        }
        Ok(None)
    }
}

/// The text of a container with nothing in it.
fn is_empty(container: &str) -> bool {
    container.get(1..).unwrap_or_default().trim_start().starts_with(['}', ']'])
}

/// Is the object before `scan` the wrapper of a list, or one element of it? Only its own keys can tell.
fn look_ahead(mut scan: Scanner<'_>, wrapper: &str) -> Result<ListObject, Syntax> {
    let mut scratch = String::new();
    scan.open()?;
    let mut first = true;
    while scan.more_keys(first)? {
        first = false;
        if scan.key()?.text(&mut scratch) == wrapper {
            return Ok(ListObject::Wrapper);
        }
        scan.skip()?;
    }
    Ok(if first { ListObject::Empty } else { ListObject::Single })
}
