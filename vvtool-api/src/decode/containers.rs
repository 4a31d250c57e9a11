//! What opens inside a record: nested records, lists in their wrappers, and every other shape these come in.

use super::fields::Reader;
use super::lists::{self, ListObject, RecordObject};
use super::notes::{Frame, Place, Step, shown_key};
use super::scalar::{self, Scalar};
use super::scan::{Quoted, Scanner, Syntax};
use super::words;
use crate::meta::DataShape;
use crate::record::{Field, Kind, ListSlot, Record, RecordSlot, Slot, Table};
use crate::value::Text;

/// Wrappers around one list, and lists in one list, that are read.
const MOST_AROUND: usize = 4;

impl Reader<'_, '_> {
    /// A bracket where the value of a field belongs. What opens a record or a list is left to the loop, the rest is read here.
    #[inline(never)]
    pub(super) fn container(
        &mut self,
        scan: &mut Scanner<'_>,
        open: u8,
        frame: Frame,
        field: &'static Field,
        slot: Slot<'_>,
    ) -> Result<Option<Step>, Syntax> {
        let start = scan.offset();
        let right = match (slot, open) {
            (Slot::Record(slot), _) => {
                slot.clear();
                return self.record(scan, open, field, slot);
            }
            (Slot::List(list), b'[') => {
                list.clear();
                scan.open()?;
                return Ok(Some(Step::Array(0)));
            }
            (Slot::List(list), _) => {
                list.clear();
                // Nearly always: looking at all the keys is for the rest.
                if scan.value_of_first(field.wrapper) == Some(b'[') {
                    scan.open()?;
                    return Ok(Some(Step::Wrapper(None)));
                }
                return self.list_object(scan, field, list, Some(field));
            }
            (slot @ Slot::Json(_), _) => {
                let range = scan.skip()?;
                self.run.spend(range.len(), scan)?;
                let raw = scan.slice(range);
                // It is handed on as JSON, for another reader.
                let is_json = !raw.contains('\\') || super::check_syntax(raw).is_ok();
                scalar::set(field, slot, if is_json { Scalar::Text(raw) } else { Scalar::Null }) && is_json
            }
            (Slot::Words(words), _) => {
                words.clear();
                let found = words::read(self.run, scan, field, words, &mut self.scratch)?;
                if let Some(found) = found {
                    let (place, raw) = (Place(&self.stack), scan.slice(start..scan.offset()));
                    self.run.notes.found(&place, Some(field), scalar::expected(field.kind), || found.into(), raw);
                }
                true
            }
            (Slot::Values(values), _) => {
                self.values(scan, field, frame, values)?;
                true
            }
            (Slot::ValueMap(map), _) => {
                self.value_map(scan, field, frame, map)?;
                true
            }
            (Slot::Map(map), _) => {
                map.clear();
                return Ok(self.opens_map(scan, field)?.then_some(Step::Map(0)));
            }
            (slot, _) => {
                let range = scan.skip()?;
                scalar::set(field, slot, Scalar::Null);
                // An empty PHP array stands for nothing at all.
                lists::is_empty(scan.slice(range))
            }
        };
        if !right {
            let raw = scan.slice(start..scan.offset());
            self.run.notes.field(&Place(&self.stack), Some(field), scalar::expected(field.kind), raw);
        }
        Ok(None)
    }

    /// An object or an array where a record belongs.
    fn record(
        &mut self,
        scan: &mut Scanner<'_>,
        open: u8,
        field: &'static Field,
        slot: &mut dyn RecordSlot,
    ) -> Result<Option<Step>, Syntax> {
        let mut found = None;
        let mut list = *scan;
        if open == b'{' {
            match lists::record_object(*scan, field, slot.fill().table())? {
                RecordObject::Record => {
                    scan.open()?;
                    return Ok(Some(Step::Record));
                }
                RecordObject::Numbered => {}
                RecordObject::Below { value, found: below } => {
                    list = scan.back_to(value);
                    found = Some(below);
                }
            }
        }
        let start = scan.offset();
        let end = scan.skip()?.end;
        let place = Place(&self.stack);
        let below = list.offset() != start;
        let mut rows = match list.peek() {
            // Below another key, the record itself.
            b'{' if below => lists::Rows { objects: 1, first: Some(list.offset()), ..lists::Rows::default() },
            _ => lists::rows(list)?,
        };
        // What became of a write is not guessed.
        if rows.first.is_none()
            && self.run.wire.read
            && let Some(inner) = lists::innermost(list)?
        {
            rows = lists::rows(inner)?;
        }
        let raw = scan.slice(start..end);
        let Some(first) = rows.first else {
            slot.clear();
            // An empty PHP array stands for an absent object.
            if rows.others > 0 || below {
                self.run.notes.field(&place, Some(field), scalar::expected(field.kind), raw);
            }
            return Ok(None);
        };
        if rows.objects + rows.others > 1 {
            self.run.several(place.path(Some(field.name)));
            found = Some("a list of several records; the first one is read".into());
        } else if !below {
            found = Some("a list of one record, which is read".into());
        }
        let found = || found.unwrap_or_else(|| "a list of records; the first one is read".into());
        self.run.notes.found(&place, Some(field), scalar::expected(field.kind), found, raw);
        slot.fill();
        *scan = scan.back_to(first);
        scan.open()?;
        Ok(Some(Step::Within(end)))
    }

    /// An object where a list belongs. `leaf` is the field, unless the frames name it already.
    fn list_object(
        &mut self,
        scan: &mut Scanner<'_>,
        field: &'static Field,
        list: &mut dyn ListSlot,
        leaf: Option<&'static Field>,
    ) -> Result<Option<Step>, Syntax> {
        let start = *scan;
        // Each object around a list is looked through whole.
        if self.around() > MOST_AROUND {
            let range = scan.skip()?;
            let found = || Text::from("more objects around it than anybody means");
            self.run.notes.found(&Place(&self.stack), leaf, scalar::expected(field.kind), found, scan.slice(range));
            return Ok(None);
        }
        let kind = lists::list_object(start, field, || self.table_of(scan, list))?;
        let (step, found) = match kind {
            ListObject::Empty => {
                scan.skip()?;
                return Ok(None);
            }
            // Below its wrapper already: a wrapper in a wrapper, or in the place of an element.
            ListObject::Wrapper => {
                let is_twice = matches!(self.stack.last(), Some(Frame { step: Step::Wrapper(_), .. }));
                let found = if is_twice { "it below the same key twice" } else { "its key inside an element" };
                (Step::Wrapper(None), leaf.is_none().then(|| Text::from(found)))
            }
            ListObject::Single => {
                self.push(scan, list)?;
                (Step::Item(0), None)
            }
            // Below its wrapper in the place of an element: a row all the same.
            ListObject::Stranger { .. } if leaf.is_none() && self.is_in_element() => {
                self.push(scan, list)?;
                (Step::Item(0), None)
            }
            ListObject::Below { key, found } => (Step::Wrapper(Some(key)), Some(found)),
            ListObject::Numbered => {
                let run = &mut *self.run;
                // What a map holds for one key, twice over for its growth.
                let gone = lists::overridden(start, &mut || run.spend(96, scan))?;
                self.overridden.extend(gone);
                self.overridden.sort_unstable();
                (Step::Numbered(0), Some(Text::from("an object whose keys are numbers")))
            }
            ListObject::Stranger { found } => {
                let range = scan.skip()?;
                let (place, expected) = (Place(&self.stack), scalar::expected(field.kind));
                self.run.notes.found(&place, leaf, expected, || found, scan.slice(range));
                return Ok(None);
            }
        };
        if let Some(found) = found {
            let mut whole = start;
            let range = whole.skip()?;
            let (place, expected) = (Place(&self.stack), scalar::expected(field.kind));
            self.run.notes.found(&place, leaf, expected, || found, scan.slice(range));
        }
        scan.open()?;
        Ok(Some(step))
    }

    /// Whether the object that was opened as an element of a list, and whose key at `at` is unknown, is none: it begins with that key,
    /// has no other that is known, and holds elements. One whose keys are all unknown is an element, with nothing in it: a row that says
    /// something else must not be missing among those that say that they were done.
    #[inline(never)]
    pub(super) fn is_no_element(
        &mut self,
        scan: &Scanner<'_>,
        table: &'static Table,
        at: usize,
    ) -> Result<bool, Syntax> {
        let [
            ..,
            Frame { step: Step::Array(_) | Step::Numbered(_), .. },
            Frame { table: outer, field, step: Step::Item(_) },
        ] = self.stack[..]
        else {
            return Ok(false);
        };
        let Some(field) = outer.fields.get(usize::from(field)).filter(|field| field.kind == Kind::List) else {
            return Ok(false);
        };
        let before = scan.slice(0..at).trim_end();
        let Some(start) = before.strip_suffix('{').map(str::len) else { return Ok(false) };
        let object = scan.unopened(start);
        if lists::holds_known(object, table)? {
            return Ok(false);
        }
        let is_none = match lists::list_object(object, field, || Ok(table))? {
            ListObject::Empty | ListObject::Single | ListObject::Stranger { .. } => false,
            ListObject::Wrapper | ListObject::Below { .. } | ListObject::Numbered => true,
        };
        if is_none {
            self.no_element = Some(start);
        }
        Ok(is_none)
    }

    /// Read what stands at `start` in place of an element: a list of elements inside a wrapper of its own. `record` holds the list, whose last element it was taken for.
    #[cold]
    pub(super) fn instead_of_element(
        &mut self,
        scan: &mut Scanner<'_>,
        start: usize,
        record: &mut dyn Record,
    ) -> Result<(), Syntax> {
        let Some(frame) = self.stack.last().copied() else { return Ok(()) };
        let Some(field) = frame.table.fields.get(usize::from(frame.field)) else { return Ok(()) };
        let Slot::List(list) = record.slot(frame.field) else { return Ok(()) };
        list.pop();
        *scan = scan.unopened(start);
        // What is noted is about that element, not about the next one.
        self.step(match frame.step {
            Step::Array(count) => Step::Array(count.saturating_sub(1)),
            Step::Numbered(count) => Step::Numbered(count.saturating_sub(1)),
            step => step,
        });
        let step = self.list_object(scan, field, list, None)?;
        self.step(frame.step);
        if let Some(step) = step {
            self.stack.push(Frame { step, ..frame });
        }
        Ok(())
    }

    /// How many wrappers and lists are open around what comes next.
    fn around(&self) -> usize {
        let is_around = |frame: &&Frame| matches!(frame.step, Step::Wrapper(_) | Step::Array(_) | Step::Numbered(_));
        self.stack.iter().rev().take_while(is_around).count()
    }

    /// What comes next stands below a wrapper in the place of an element: others may have come before.
    fn is_in_element(&self) -> bool {
        let mut frames = self.stack.iter().rev().skip(1);
        let outer = frames.find(|frame| !matches!(frame.step, Step::Wrapper(_)));
        outer.is_some_and(|frame| matches!(frame.step, Step::Array(_) | Step::Numbered(_)))
    }

    /// Append a default record. The memory it may take is counted first: a list grows by doubling.
    #[inline]
    fn push(&mut self, scan: &Scanner<'_>, list: &mut dyn ListSlot) -> Result<(), Syntax> {
        self.run.grow(list.growth(), scan)?;
        list.push();
        Ok(())
    }

    /// Read the elements of a list until one opens or the array closes. `record` holds the list.
    pub(super) fn items(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        mut count: u32,
    ) -> Result<(), Syntax> {
        while scan.more_items(first)? {
            first = false;
            let place = count;
            count = count.saturating_add(1);
            if self.element(scan, record, place, Step::Array)? {
                break;
            }
        }
        Ok(())
    }

    /// The same where the elements stand below numbers.
    #[inline(never)]
    pub(super) fn numbered(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        mut count: u32,
    ) -> Result<(), Syntax> {
        while scan.more_keys(first)? {
            first = false;
            let at = scan.offset();
            let key = scan.key()?;
            // What is noted here belongs to no element.
            self.step(Step::Wrapper(None));
            if self.overridden.binary_search(&at).is_ok() {
                let found = || Text::from("one again; the last one counts");
                self.run.notes.found(&Place(&self.stack), None, "each number once", found, "");
                scan.skip()?;
                continue;
            }
            if !lists::is_number(key.text(&mut self.scratch)) {
                self.unknown(scan, key)?;
                continue;
            }
            let place = count;
            count = count.saturating_add(1);
            if self.element(scan, record, place, Step::Numbered)? {
                break;
            }
        }
        Ok(())
    }

    fn step(&mut self, step: Step) {
        if let Some(frame) = self.stack.last_mut() {
            frame.step = step;
        }
    }

    /// One element of the open list: opened when it is an object, noted otherwise.
    #[inline]
    fn element(
        &mut self,
        scan: &mut Scanner<'_>,
        record: &mut dyn Record,
        place: u32,
        step: fn(u32) -> Step,
    ) -> Result<bool, Syntax> {
        let Some(frame) = self.stack.last_mut() else {
            return Ok(false);
        };
        frame.step = step(place);
        if scan.peek() == b'{' {
            frame.step = step(place.saturating_add(1));
            let item = Frame { step: Step::Item(place), ..*frame };
            if let Slot::List(list) = record.slot(item.field) {
                self.push(scan, list)?;
            }
            scan.open()?;
            self.stack.push(item);
            return Ok(true);
        }
        self.no_object(scan, record, place, step)
    }

    /// A row of the data is none: not all of them can be confirmed.
    pub(super) fn lost_row(&mut self) {
        let is_datas = |frames: &[Frame]| {
            frames.iter().all(|frame| frames.first().is_some_and(|first| core::ptr::eq(first.table, frame.table)))
        };
        if matches!(self.run.wire.shape, DataShape::List | DataShape::Map) && is_datas(&self.stack) {
            self.run.several(super::ROWS.into());
        }
    }

    /// An element that is no object. The elements of a list in its place are elements of this list.
    #[cold]
    fn no_object(
        &mut self,
        scan: &mut Scanner<'_>,
        record: &mut dyn Record,
        place: u32,
        step: fn(u32) -> Step,
    ) -> Result<bool, Syntax> {
        let mut look = *scan;
        let raw = look.skip()?;
        if self.element_in_text(scan, record, scan.slice(raw.clone()))? {
            *scan = look;
            return Ok(false);
        }
        // A list of persons can stand here as a list of their numbers.
        let found = match scan.peek() {
            b'"' => "text that is not shown",
            b'-' | b'0'..=b'9' => "a number that is not shown",
            _ => "",
        };
        self.run.notes.found(&Place(&self.stack), None, "an object", || found.into(), scan.slice(raw));
        let around = self.around();
        if let Some(frame) = self.stack.last_mut().filter(|_| scan.peek() == b'[' && around <= MOST_AROUND) {
            frame.step = step(place.saturating_add(1));
            let inner = Frame { step: Step::Array(0), ..*frame };
            scan.open()?;
            self.stack.push(inner);
            return Ok(true);
        }
        self.lost_row();
        *scan = look;
        Ok(false)
    }

    /// An element that is a text with the JSON of one; false when it is none. Not in such a text once more.
    #[cold]
    fn element_in_text(&mut self, scan: &Scanner<'_>, record: &mut dyn Record, raw: &str) -> Result<bool, Syntax> {
        let Some(frame) = self.stack.last().filter(|_| self.run.outside.is_none() && raw.starts_with('"')) else {
            return Ok(false);
        };
        let mut text = String::new();
        let json = super::inner_json(Scanner::new(raw, 0).string(&mut text)?).filter(|json| json.starts_with('{'));
        let (Some(json), Slot::List(list)) = (json, record.slot(frame.field)) else { return Ok(false) };
        self.run.spend(json.len().saturating_mul(2), scan)?;
        self.push(scan, list)?;
        let Some(element) = list.last() else { return Ok(false) };
        let place = Place(&self.stack);
        let (prefix, is_redacted) = (place.path(None), place.is_redacted());
        self.run.notes.found(&place, None, "an object", || "it as JSON in a text".into(), raw);
        let done = self.apart(json, element, (self.stack.len(), false), (&prefix, is_redacted));
        self.check_presence(element, element.table());
        if !self.run.wire.read {
            // What became of a write is not guessed.
            self.lost_row();
        }
        done.map(|()| true).map_err(|what| Syntax::new(scan.offset(), what))
    }

    /// Read the keys of the object around a list until the list opens or the object closes. `record` holds the list, which stands
    /// below the documented wrapper or below the key at `place`.
    #[inline(never)]
    pub(super) fn wrapper(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        place: Option<usize>,
    ) -> Result<(), Syntax> {
        let Some(frame) = self.stack.last().copied() else {
            return Ok(());
        };
        let Some(field) = frame.table.fields.get(usize::from(frame.field)) else {
            return Ok(());
        };
        let (is_in_element, mut again) = (self.is_in_element(), !first);
        while scan.more_keys(first)? {
            first = false;
            let at = scan.offset();
            let key = scan.key()?;
            let is_list = match place {
                Some(place) => place == at,
                None => key.text(&mut self.scratch) == field.wrapper,
            };
            let Slot::List(list) = record.slot(frame.field) else { return Ok(()) };
            if !is_list && !self.is_list_after_all(scan, key, field, list, place)? {
                self.unknown(scan, key)?;
                continue;
            }
            if again && is_in_element || !is_in_element && !list.is_empty() {
                let found = if is_in_element { "it again; both are read" } else { "it again; the last one counts" };
                self.run.notes.found(&Place(&self.stack), None, "the list once", || found.into(), "");
            }
            again = true;
            if !is_in_element {
                list.clear();
            }
            match scan.peek() {
                b'[' => {
                    scan.open()?;
                    self.stack.push(Frame { step: Step::Array(0), ..frame });
                    return Ok(());
                }
                b'{' => {
                    if let Some(step) = self.list_object(scan, field, list, None)? {
                        self.stack.push(Frame { step, ..frame });
                        return Ok(());
                    }
                }
                _ => self.no_list(scan, field, record, is_in_element)?,
            }
        }
        Ok(())
    }

    /// The list below another spelling of its key, where it is empty below the key itself.
    #[cold]
    fn is_list_after_all(
        &mut self,
        scan: &mut Scanner<'_>,
        key: Quoted<'_>,
        field: &'static Field,
        list: &mut dyn ListSlot,
        place: Option<usize>,
    ) -> Result<bool, Syntax> {
        let name = key.text(&mut self.scratch);
        let is_spelling = lists::is_spelling(name, field.wrapper) || lists::is_spelling(name, field.name);
        if !is_spelling || place.is_some() || !list.is_empty() || scan.peek() != b'[' {
            return Ok(false);
        }
        let found = Text::from(format!("it below the key {}", shown_key(name)));
        let table = self.table_of(scan, list)?;
        let holds_rows = lists::holds_rows(*scan, table)?;
        if holds_rows {
            self.run.notes.found(&Place(&self.stack), None, scalar::expected(field.kind), || found, "");
        }
        Ok(holds_rows)
    }

    /// The table of the elements of an empty list.
    fn table_of(&mut self, scan: &Scanner<'_>, list: &mut dyn ListSlot) -> Result<&'static Table, Syntax> {
        self.push(scan, list)?;
        let table = list.last().map(|element| element.table());
        list.pop();
        table.ok_or_else(|| Syntax::new(scan.offset(), "a field is not what its table says"))
    }

    /// A scalar where the list below its wrapper belongs: nothing, or the list as JSON in a text.
    #[cold]
    fn no_list(
        &mut self,
        scan: &mut Scanner<'_>,
        field: &'static Field,
        record: &mut dyn Record,
        is_in_element: bool,
    ) -> Result<(), Syntax> {
        let start = scan.offset();
        let is_nothing = match scan.scalar(&mut self.scratch)? {
            Scalar::Null => true,
            Scalar::Text(text) => scalar::trim(text).is_empty(),
            Scalar::Bool(_) | Scalar::Number(_) => false,
        };
        let raw = scan.slice(start..scan.offset());
        let frames = self.stack.len().saturating_sub(self.around());
        if is_nothing || !is_in_element && self.text_of_json(frames, field, record, raw, scan)? {
            return Ok(());
        }
        self.run.notes.field(&Place(&self.stack), None, scalar::expected(field.kind), raw);
        Ok(())
    }
}
