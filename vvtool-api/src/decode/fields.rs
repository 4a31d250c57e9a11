//! The one loop that reads every record: not generic, not recursive, driven by the tables.

use smallvec::SmallVec;

use super::notes::{Frame, Place, Step};
use super::scalar::{self, Scalar};
use super::scan::{Quoted, Scanner, Syntax};
use super::{Run, words};
use crate::record::{Field, Kind, REQUIRED, Record, Slot, Table, find, has_required};
use crate::value::Text;

/// Texts up to here are stored in place and take no memory of their own.
const IN_PLACE: usize = 24;

/// Read the object that `scan` stands at into `root`.
pub(super) fn read(scan: &mut Scanner<'_>, root: &mut dyn Record, run: &mut Run<'_>) -> Result<(), Syntax> {
    scan.peek();
    scan.open()?;
    let answered = run.answers;
    let mut reader = Reader {
        run,
        stack: SmallVec::new(),
        scratch: String::new(),
        seen: SmallVec::new(),
        overridden: Vec::new(),
        answered,
    };
    // The record that holds what is open, and the field after the last one: replies mostly keep the documented order.
    let mut record: &mut dyn Record = &mut *root;
    let mut next = 0;
    let mut first = true;
    loop {
        let opened = match reader.stack.last().map(|frame| frame.step) {
            Some(Step::Array(count)) => reader.items(scan, first, record, count)?,
            Some(Step::Numbered(count)) => reader.numbered(scan, first, record, count)?,
            Some(Step::Wrapper(key)) => reader.wrapper(scan, first, record, key)?,
            None | Some(Step::Record | Step::Within(_) | Step::Item(_)) => reader.fields(scan, first, record, next)?,
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
                if let Step::Within(end) = closed.step {
                    *scan = scan.back_to(end);
                }
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
        if matches!(frame.step, Step::Wrapper(_) | Step::Array(_) | Step::Numbered(_)) {
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

pub(super) struct Reader<'n, 'w> {
    pub(super) run: &'n mut Run<'w>,
    pub(super) stack: SmallVec<[Frame; 8]>,
    pub(super) scratch: String,
    /// One bit per field of every open record: a key that comes twice is noted.
    seen: SmallVec<[u64; 16]>,
    /// Keys of lists below numbers that come again.
    pub(super) overridden: Vec<usize>,
    /// [`Run::answers`] needs no more looking.
    answered: bool,
}

impl Reader<'_, '_> {
    /// Read fields until something opens or the record closes.
    fn fields(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        mut next: u16,
    ) -> Result<Option<Frame>, Syntax> {
        let table = record.table();
        let base = self.seen_base(table, first);
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
            if self.mark(base, index) {
                self.again(field);
            }
            if !self.answered {
                self.answer(field);
            }
            let start = scan.offset();
            let right = match scan.peek() {
                b'"' => {
                    let text = scan.string(&mut self.scratch)?;
                    if text.len() > IN_PLACE {
                        self.run.spend(text.len(), scan)?;
                    }
                    match record.slot(index) {
                        // Half of all values.
                        Slot::Text(target) => {
                            *target = Some(text.into());
                            if scan.take_replaced() {
                                self.replaced(field, scan.slice(start..scan.offset()));
                            }
                            continue;
                        }
                        Slot::Words(words) => {
                            words.clear();
                            words::joined(text, words, self.run, scan)?
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
                self.run.notes.field(&Place(&self.stack), Some(field), scalar::expected(field.kind), raw);
            }
            if scan.take_replaced() {
                self.replaced(field, scan.slice(start..scan.offset()));
            }
        }
        self.seen.truncate(base);
        if has_required(table) {
            self.check_presence(record, table);
        }
        Ok(None)
    }

    /// Where the bits of the innermost record begin; a record that was just opened gets them now.
    #[inline]
    fn seen_base(&mut self, table: &'static Table, opened: bool) -> usize {
        let words = table.fields.len().div_ceil(64);
        if opened {
            self.seen.resize(self.seen.len() + words, 0);
        }
        self.seen.len().saturating_sub(words)
    }

    /// Mark a field as seen; whether it was.
    #[inline(always)]
    fn mark(&mut self, base: usize, index: u16) -> bool {
        let bit = 1_u64 << (index & 63);
        match self.seen.get_mut(base + usize::from(index >> 6)) {
            Some(word) => {
                let before = *word;
                *word |= bit;
                before & bit != 0
            }
            None => false,
        }
    }

    #[cold]
    fn again(&mut self, field: &'static Field) {
        let found = || Text::from("it again; the last one counts");
        self.run.notes.found(&Place(&self.stack), Some(field), "the key once", found, "");
    }

    #[cold]
    fn replaced(&mut self, field: &'static Field, raw: &str) {
        let found = || Text::from("a lone surrogate, read as U+FFFD");
        self.run.notes.found(&Place(&self.stack), Some(field), "text in Unicode", found, raw);
    }

    /// A field of the data has come: does it answer what was asked?
    #[inline(never)]
    fn answer(&mut self, field: &'static Field) {
        let Run { wire, answers, any, .. } = &mut *self.run;
        if !Place(&self.stack).is_straight() || field.name == wire.charge_field {
            return;
        }
        *any = true;
        *answers |= match wire.asked {
            [] => true,
            asked => asked.iter().any(|name| name.split('.').next() == Some(field.name)),
        };
        self.answered = *answers;
    }

    fn check_presence(&mut self, record: &dyn Record, table: &'static Table) {
        for (index, field) in (0..).zip(table.fields) {
            // An empty list is a value: nothing tells it from a missing one.
            if field.flags & REQUIRED != 0
                && !matches!(field.kind, Kind::List | Kind::Csv)
                && record.view(index).is_none()
            {
                self.run.notes.missing(&Place(&self.stack), field);
            }
        }
    }

    fn known(&mut self, table: &'static Table, key: Quoted<'_>) -> Option<(u16, &'static Field)> {
        let index = find(table, key.text(&mut self.scratch))?;
        Some((index, table.fields.get(usize::from(index))?))
    }

    pub(super) fn unknown(&mut self, scan: &mut Scanner<'_>, key: Quoted<'_>) -> Result<(), Syntax> {
        let Self { run, stack, scratch, .. } = self;
        let name = key.text(scratch);
        let place = Place(stack);
        if place.is_straight() {
            let path = place.path(Some(name));
            run.inside.look(name, &path, *scan, &mut run.notes)?;
            // Beside the fields of a platform's reply stands what the platform calls the call: no news.
            if name == "request_id" {
                return scan.skip().map(drop);
            }
        }
        run.notes.unknown(|| place.path(Some(name)));
        scan.skip().map(drop)
    }
}
