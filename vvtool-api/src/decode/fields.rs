//! The one loop that reads every record: not generic, not recursive, driven by the tables.

use smallvec::SmallVec;

use super::notes::{Frame, Place, Step};
use super::order::{self, Order};
use super::scalar::{self, Scalar};
use super::scan::{Quoted, Scanner, Syntax};
use super::{Run, words};
use crate::meta::Protocol;
use crate::record::{Field, Kind, REQUIRED, Record, Slot, Table, find, has_required};
use crate::value::{Text, TimeForm};

/// Texts up to here are stored in place and take no memory of their own.
pub(super) const IN_PLACE: usize = 24;

/// Read the object that `scan` stands at into `root`.
pub(super) fn read(scan: &mut Scanner<'_>, root: &mut dyn Record, run: &mut Run<'_>) -> Result<(), Syntax> {
    scan.peek();
    scan.open()?;
    each(scan, root, &mut Reader::new(run), false)
}

/// Read the value that `scan` stands at into the first field of `root`, which has no other.
pub(super) fn read_value(scan: &mut Scanner<'_>, root: &mut dyn Record, run: &mut Run<'_>) -> Result<(), Syntax> {
    // It is what was asked for, whatever is in it.
    (run.any, run.answers) = (true, true);
    let mut reader = Reader::new(run);
    if reader.value(scan, root)? { each(scan, root, &mut reader, true) } else { Ok(()) }
}

/// The loop. With `is_value` the root itself is no object of the text: what is open in it has been opened, and when that closes, all is read.
fn each(
    scan: &mut Scanner<'_>,
    root: &mut dyn Record,
    reader: &mut Reader<'_, '_>,
    is_value: bool,
) -> Result<(), Syntax> {
    // One bit per field of every open record.
    let mut seen: SmallVec<[u64; 16]> = SmallVec::new();
    // The record that holds what is open, and the field after the last one: replies mostly keep the documented order.
    let Some(mut record) = walk(&mut *root, &reader.stack) else {
        return Err(Syntax::new(scan.offset(), "a field is not what its table says"));
    };
    let mut next = 0;
    let mut first = true;
    loop {
        let depth = reader.stack.len();
        // Each pushes the frame of what it opens.
        match reader.stack.last().map(|frame| frame.step) {
            Some(Step::Array(count)) => reader.items(scan, first, record, count)?,
            Some(Step::Numbered(count)) => reader.numbered(scan, first, record, count)?,
            Some(Step::Wrapper(key)) => reader.wrapper(scan, first, record, key)?,
            Some(Step::Map(count)) => reader.map(scan, first, record, count)?,
            None | Some(Step::Record | Step::Within(_) | Step::Item(_)) => {
                let words = order::words(record.table().fields.len());
                if first {
                    // One or two: less work than `resize` makes of it.
                    (0..words).for_each(|_| seen.push(0));
                }
                let base = seen.len().saturating_sub(words);
                let asks = !reader.answered && Place(&reader.stack).is_straight();
                let mut order = Order::new(seen.get_mut(base..).unwrap_or_default(), next, asks);
                reader.fields(scan, first, record, next, &mut order)?;
                if reader.stack.len() == depth {
                    seen.truncate(base);
                }
            }
        };
        first = reader.stack.len() > depth;
        let inner = if first {
            next = 0;
            walk(record, reader.stack.get(depth..).unwrap_or_default())
        } else {
            let Some(closed) = reader.stack.pop() else {
                return Ok(());
            };
            if let Step::Within(end) = closed.step {
                *scan = scan.back_to(end);
            }
            if is_value && reader.stack.is_empty() {
                return Ok(());
            }
            next = closed.field.saturating_add(1);
            // The borrow of the outer record ended with that of the inner one: go down again from the root.
            match (reader.no_element.take(), walk(&mut *root, &reader.stack)) {
                (Some(start), Some(outer)) => {
                    let depth = reader.stack.len();
                    reader.instead_of_element(scan, start, outer)?;
                    first = reader.stack.len() > depth;
                    walk(&mut *root, &reader.stack)
                }
                (_, outer) => outer,
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
        if matches!(frame.step, Step::Wrapper(_) | Step::Array(_) | Step::Numbered(_) | Step::Map(_)) {
            continue;
        }
        record = match record.slot(frame.field) {
            Slot::Record(slot) => slot.fill(),
            Slot::List(list) => list.last()?,
            Slot::Map(map) => map.entered()?,
            _ => return None,
        };
    }
    Some(record)
}

pub(super) struct Reader<'n, 'w> {
    pub(super) run: &'n mut Run<'w>,
    pub(super) stack: SmallVec<[Frame; 8]>,
    pub(super) scratch: String,
    /// Keys of lists below numbers that come again.
    pub(super) overridden: Vec<usize>,
    /// [`Run::answers`] needs no more looking.
    answered: bool,
    /// Where the object stands that was opened as an element of a list and is none.
    pub(super) no_element: Option<usize>,
}

impl<'n, 'w> Reader<'n, 'w> {
    fn new(run: &'n mut Run<'w>) -> Self {
        let answered = run.answers;
        Self { run, stack: SmallVec::new(), scratch: String::new(), overridden: Vec::new(), answered, no_element: None }
    }
}

impl Reader<'_, '_> {
    /// Read a value into the first field of a record; true where it opened something that the loop reads.
    #[cold]
    fn value(&mut self, scan: &mut Scanner<'_>, record: &mut dyn Record) -> Result<bool, Syntax> {
        let table = record.table();
        let Some(field) = table.fields.first() else { return scan.skip().map(|_| false) };
        let byte = scan.peek();
        let start = scan.offset();
        match byte {
            b'"' => self.text(scan, record, 0, field)?,
            b'{' | b'[' => {
                let frame = Frame { table, field: 0, step: Step::Record };
                if let Some(step) = self.container(scan, byte, frame, field, record.slot(0))? {
                    self.stack.push(Frame { step, ..frame });
                    return Ok(true);
                }
            }
            _ => {
                let right = match scan.scalar(&mut self.scratch)? {
                    Scalar::Number(text) => scalar::set_text(field, record.slot(0), text, true),
                    value => scalar::set(field, record.slot(0), value),
                };
                if !right {
                    self.wrong(scan, start, record, field)?;
                }
            }
        }
        Ok(false)
    }

    /// Read fields until something opens or the record closes. A function of its own: what opens and closes records would take its
    /// registers.
    #[inline(never)]
    fn fields(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        mut next: u16,
        order: &mut Order<'_>,
    ) -> Result<(), Syntax> {
        let table = record.table();
        while scan.more_keys(first)? {
            first = false;
            let (index, field, look) = match table.fields.get(usize::from(next)) {
                Some(field) if scan.key_is(field.name)? => (next, field, order.follow(next)),
                _ => match self.other_field(scan, table, next)? {
                    Some((index, field)) => (index, field, order.jump(next, index)),
                    None if self.no_element.is_some() => return Ok(()),
                    None => continue,
                },
            };
            next = index.saturating_add(1);
            if look {
                self.look(order, index, field);
            }
            let start = scan.offset();
            let byte = scan.peek();
            // Apart from the others, so that it is asked for first: what comes mostly.
            if byte == b'"' {
                self.text(scan, record, index, field)?;
                continue;
            }
            let right = match byte {
                open @ (b'{' | b'[') => {
                    if let Some(step) = self.container(
                        scan,
                        open,
                        Frame { table, field: index, step: Step::Record },
                        field,
                        record.slot(index),
                    )? {
                        order.close(next);
                        self.stack.push(Frame { table, field: index, step });
                        return Ok(());
                    }
                    continue;
                }
                b'n' if scan.null() => {
                    // What did not come before is absent as it is.
                    if look {
                        scalar::clear(record.slot(index));
                    }
                    continue;
                }
                b'-' | b'0'..=b'9' => scalar::set_text(field, record.slot(index), scan.number()?, true),
                _ => match scan.boolean() {
                    Some(value) => scalar::set_bool(field, record.slot(index), value),
                    None => scalar::set(field, record.slot(index), scan.word()?),
                },
            };
            if !right {
                self.wrong(scan, start, record, field)?;
            }
        }
        // A field that was read out of a text is one of a record that goes on.
        if has_required(table) && !(self.run.outside.is_some() && self.stack.is_empty()) {
            self.check_presence(record, table);
        }
        Ok(())
    }

    /// The field whose key comes, where the documented one does not. None where the key is unknown: it is read, with its value.
    #[inline(always)]
    fn other_field(
        &mut self,
        scan: &mut Scanner<'_>,
        table: &'static Table,
        next: u16,
    ) -> Result<Option<(u16, &'static Field)>, Syntax> {
        if let Some((index, field)) = table.instead_of(next)
            && scan.key_is(field.name)?
        {
            return Ok(Some((index, field)));
        }
        let at = scan.offset();
        let key = scan.key()?;
        let Some((index, field)) = self.known(table, key) else {
            if !self.is_no_element(scan, table, at)? {
                self.unknown(scan, key)?;
            }
            return Ok(None);
        };
        table.came_instead(next, index);
        Ok(Some((index, field)))
    }

    /// Read a text into a field.
    #[inline(always)]
    fn text(
        &mut self,
        scan: &mut Scanner<'_>,
        record: &mut dyn Record,
        index: u16,
        field: &'static Field,
    ) -> Result<(), Syntax> {
        let start = scan.offset();
        // Most texts have no escapes: for those, nothing is called.
        let text = match scan.plain() {
            Some(text) => text,
            None => escaped(scan, &mut self.scratch, field, &Place(&self.stack), self.run)?,
        };
        if text.len() > IN_PLACE {
            self.run.spend(text.len(), scan)?;
        }
        let right = match record.slot(index) {
            // Half of all values.
            Slot::Text(target) => {
                *target = Some(text.into());
                return Ok(());
            }
            Slot::Words(words) => {
                words.clear();
                words::joined(text, words, self.run, scan)?
            }
            slot => scalar::set_text(field, slot, text, false),
        };
        if right { Ok(()) } else { self.wrong(scan, start, record, field) }
    }

    /// A text with the JSON of a record or of a list is read as that; false when it is none. Not in such a text once more. `frames` lead to
    /// the record that has the field.
    #[cold]
    pub(super) fn text_of_json(
        &mut self,
        frames: usize,
        field: &'static Field,
        record: &mut dyn Record,
        raw: &str,
        scan: &Scanner<'_>,
    ) -> Result<bool, Syntax> {
        if !matches!(field.kind, Kind::Record | Kind::List | Kind::Values | Kind::Map)
            || self.run.outside.is_some()
            || !raw.starts_with('"')
        {
            return Ok(false);
        }
        let mut text = String::new();
        let Some(json) = super::inner_json(Scanner::new(raw, 0).string(&mut text)?) else { return Ok(false) };
        self.run.spend(json.len().saturating_mul(2), scan)?;
        let place = Place(self.stack.get(..frames).unwrap_or_default());
        let (prefix, is_redacted, is_straight) = (place.path(None), place.is_redacted(), place.is_straight());
        let document = format!("{{\"{}\":{json}}}", field.name);
        let done = self.apart(&document, record, (frames, is_straight), (&prefix, is_redacted));
        let found = || Text::from("it as JSON in a text");
        let place = Place(self.stack.get(..frames).unwrap_or_default());
        self.run.notes.found(&place, Some(field), scalar::expected(field.kind), found, "");
        done.map(|()| true).map_err(|what| Syntax::new(scan.offset(), what))
    }

    /// Read a text that stands in a text, into a record `outside` of which there are so many frames: what is noted is noted below the
    /// prefix, and what its keys judge is not what the reply's do. Or what is wrong with it.
    #[cold]
    pub(super) fn apart(
        &mut self,
        json: &str,
        record: &mut dyn Record,
        outside: (usize, bool),
        (prefix, is_redacted): (&str, bool),
    ) -> Result<(), &'static str> {
        let (known, any, answers) = (self.run.notes.len(), self.run.any, self.run.answers);
        self.run.outside = Some(outside);
        let done = read(&mut Scanner::new(json, 0), record, self.run);
        self.run.outside = None;
        (self.run.any, self.run.answers) = (any, answers);
        self.run.notes.move_below(prefix, is_redacted, known);
        done.map_err(|syntax| syntax.malformed().what)
    }

    /// The value that began at `start` is of the wrong type.
    #[cold]
    fn wrong(
        &mut self,
        scan: &Scanner<'_>,
        start: usize,
        record: &mut dyn Record,
        field: &'static Field,
    ) -> Result<(), Syntax> {
        let raw = scan.slice(start..scan.offset()).trim();
        if self.text_of_json(self.stack.len(), field, record, raw, scan)? {
            return Ok(());
        }
        // Of a list, all that is right was read.
        let is_list = field.kind == Kind::Csv && raw.starts_with('"');
        let is_other_form =
            field.form.is_some() && find(record.table(), field.name).is_some_and(|index| !record.view(index).is_none());
        let found = || match (is_list, is_other_form) {
            (true, _) => Text::from(words::NO_ID),
            (_, true) => Text::from("a date in another form, read as that"),
            _ => Text::default(),
        };
        let expected = field.form.map_or(scalar::expected(field.kind), TimeForm::expected);
        self.run.notes.found(&Place(&self.stack), Some(field), expected, found, raw);
        Ok(())
    }

    /// A field that came before, or one that may answer what was asked.
    #[inline(never)]
    fn look(&mut self, order: &mut Order<'_>, index: u16, field: &'static Field) {
        if order.has(index) {
            let found = || Text::from("it again; the last one counts");
            self.run.notes.found(&Place(&self.stack), Some(field), "the key once", found, "");
        }
        if order.asks {
            self.answer(field);
        }
        order.go_on(index, !self.answered);
    }

    /// A field of the data has come: does it answer what was asked?
    fn answer(&mut self, field: &'static Field) {
        let Run { wire, answers, any, .. } = &mut *self.run;
        if field.name == wire.charge_field {
            return;
        }
        *any = true;
        *answers |= match wire.asked {
            [] => true,
            asked => asked.iter().any(|name| name.split('.').next() == Some(field.name)),
        };
        self.answered = *answers;
    }

    #[inline(never)]
    pub(super) fn check_presence(&mut self, record: &dyn Record, table: &'static Table) {
        for (index, field) in (0..).zip(table.fields) {
            // An empty list is a value: nothing tells it from a missing one.
            if field.flags & REQUIRED != 0
                && !matches!(field.kind, Kind::List | Kind::Csv | Kind::Values | Kind::Map)
                && record.view(index).is_none()
            {
                self.run.notes.missing(&Place(&self.stack), field);
            }
        }
    }

    #[inline(always)]
    fn known(&mut self, table: &'static Table, key: Quoted<'_>) -> Option<(u16, &'static Field)> {
        let index = find(table, key.text(&mut self.scratch))?;
        Some((index, table.fields.get(usize::from(index))?))
    }

    pub(super) fn unknown(&mut self, scan: &mut Scanner<'_>, key: Quoted<'_>) -> Result<(), Syntax> {
        let Self { run, stack, scratch, .. } = self;
        let name = key.text(scratch);
        let place = Place(stack);
        let (outer, is_outer_straight) = run.outside.unwrap_or((0, true));
        if place.is_straight() && is_outer_straight {
            // The reply of a platform is its one record.
            let own = usize::from(run.wire.protocol == Protocol::Top);
            let is_own = outer.saturating_add(stack.len()) <= own;
            let inside = if is_own { &mut run.inside } else { run.deeper.get_or_insert_default() };
            inside.look(name, &|| place.stranger(name), *scan, &mut run.notes)?;
            // Beside the fields of a platform's reply stands what the platform calls the call: no news.
            if name == "request_id" {
                return scan.skip().map(drop);
            }
        }
        run.notes.unknown(|| place.stranger(name));
        scan.skip().map(drop)
    }
}

/// A text with escapes. A lone surrogate among them is noted.
#[inline(never)]
fn escaped<'t>(
    scan: &mut Scanner<'_>,
    scratch: &'t mut String,
    field: &'static Field,
    place: &Place<'_>,
    run: &mut Run<'_>,
) -> Result<&'t str, Syntax> {
    let start = scan.offset();
    scan.escaped(scratch)?;
    if let Some(dirt) = scan.take_dirt() {
        let found = || Text::from(dirt.found());
        run.notes.found(place, Some(field), dirt.expected(), found, scan.slice(start..scan.offset()));
    }
    Ok(scratch)
}
