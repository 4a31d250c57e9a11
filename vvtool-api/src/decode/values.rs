//! Lists and maps of values: `["a", "b"]`, `{"string": ["a", "b"]}`, `{"s": 100, "xl": 250}`.

use super::fields::{IN_PLACE, Reader};
use super::lists;
use super::notes::{Frame, Place, Step};
use super::scalar::{self, Scalar};
use super::scan::{Scanner, Syntax};
use crate::record::{Field, Record, Slot, ValueMapSlot, ValuesSlot};
use crate::value::Text;

/// Objects around one list: more of them than anybody writes.
const DEEPEST: u8 = 4;

impl Reader<'_, '_> {
    /// A container where a list of values belongs.
    #[inline(never)]
    pub(super) fn values(
        &mut self,
        scan: &mut Scanner<'_>,
        field: &'static Field,
        frame: Frame,
        values: &mut dyn ValuesSlot,
    ) -> Result<(), Syntax> {
        values.clear();
        let start = scan.offset();
        let found = self.wrapped(scan, field, frame, values, 0)?;
        if let Some(found) = found {
            let raw = scan.slice(start..scan.offset());
            self.run.notes.found(&Place(&self.stack), Some(field), "a list of values", || found.into(), raw);
        }
        Ok(())
    }

    /// The list in an array, or in the objects around one; how it is found where it is not as documented.
    fn wrapped(
        &mut self,
        scan: &mut Scanner<'_>,
        field: &'static Field,
        frame: Frame,
        values: &mut dyn ValuesSlot,
        depth: u8,
    ) -> Result<Option<&'static str>, Syntax> {
        if scan.peek() == b'[' {
            self.value_items(scan, frame, values)?;
            return Ok(None);
        }
        let (mut found, mut lists_found) = (None, 0);
        scan.open()?;
        let mut first = true;
        while scan.more_keys(first)? {
            first = false;
            let key = scan.key()?;
            let name = key.text(&mut self.scratch);
            let documented = !field.wrapper.is_empty() && name == field.wrapper;
            let spelled = [field.wrapper, field.name, "string", "number"];
            let meant = documented || depth == 0 && spelled.iter().any(|known| lists::is_spelling(name, known));
            let numbered = lists::is_number(name);
            match scan.peek() {
                b'[' | b'{' if meant && depth < DEEPEST => {
                    lists_found += 1;
                    if lists_found > 1 {
                        values.clear();
                        found = Some("the list twice; the last one counts");
                    }
                    let inner = self.wrapped(scan, field, frame, values, depth.saturating_add(1))?;
                    found = inner.or(found).or((!documented).then_some("it below another key"));
                }
                b'[' | b'{' => {
                    scan.skip()?;
                    found = Some("an object with something else in it");
                }
                _ if numbered || meant => {
                    let place = u32::try_from(values.len()).unwrap_or(u32::MAX);
                    self.value_item(scan, frame, values, place)?;
                    found = Some(if numbered { "an object whose keys are numbers" } else { "one value" });
                }
                _ => {
                    // Beside the list stands its length, or anything else that is no item of it.
                    let key = Place(&self.stack).path(Some(field.name));
                    let name = Text::from(key_of(&key, name));
                    self.run.notes.unknown(|| name);
                    scan.skip()?;
                }
            }
        }
        Ok(found)
    }

    fn value_items(&mut self, scan: &mut Scanner<'_>, frame: Frame, values: &mut dyn ValuesSlot) -> Result<(), Syntax> {
        scan.open()?;
        let (mut first, mut place) = (true, 0_u32);
        while scan.more_items(first)? {
            first = false;
            self.value_item(scan, frame, values, place)?;
            place = place.saturating_add(1);
        }
        Ok(())
    }

    /// One item; one of another type is noted and left out.
    fn value_item(
        &mut self,
        scan: &mut Scanner<'_>,
        frame: Frame,
        values: &mut dyn ValuesSlot,
        place: u32,
    ) -> Result<(), Syntax> {
        scan.peek();
        let start = scan.offset();
        let growth = values.growth();
        let right = self.one(scan, growth, |text, is_number| values.push(text, is_number))?;
        self.replaced(scan, start, Frame { step: Step::Array(place), ..frame });
        if !right {
            self.not_one(scan, start, Frame { step: Step::Array(place), ..frame }, scalar::expected(values.kind()));
        }
        Ok(())
    }

    /// A container where a map of values belongs.
    #[inline(never)]
    pub(super) fn value_map(
        &mut self,
        scan: &mut Scanner<'_>,
        field: &'static Field,
        frame: Frame,
        map: &mut dyn ValueMapSlot,
    ) -> Result<(), Syntax> {
        map.clear();
        if !self.opens_map(scan, field)? {
            return Ok(());
        }
        let (mut first, mut place) = (true, 0_u32);
        let mut key = String::new();
        while scan.more_keys(first)? {
            first = false;
            let frame = Frame { step: Step::Array(place), ..frame };
            place = place.saturating_add(1);
            self.map_key(scan, frame, map.are_ids(), |key| map.place(key).is_some(), &mut key)?;
            scan.peek();
            let start = scan.offset();
            let growth = map.growth();
            let right = self.one(scan, growth, |text, is_number| map.put(&key, text, is_number))?;
            self.replaced(scan, start, frame);
            if !right {
                self.not_one(scan, start, frame, scalar::expected(map.kind()));
            }
        }
        Ok(())
    }

    /// Opens the object of a map; an empty PHP array stands for an empty map, and a list with something in it for none.
    pub(super) fn opens_map(&mut self, scan: &mut Scanner<'_>, field: &'static Field) -> Result<bool, Syntax> {
        if scan.peek() == b'{' {
            scan.open()?;
            return Ok(true);
        }
        let range = scan.skip()?;
        let raw = scan.slice(range);
        if !lists::is_empty(raw) {
            self.run.notes.field(&Place(&self.stack), Some(field), scalar::expected(field.kind), raw);
        }
        Ok(false)
    }

    /// Read a key of a map into `key`. One that should be an id and is none is told and kept: what stands below it was asked for. A key
    /// may be a person's: notes give its place instead.
    pub(super) fn map_key(
        &mut self,
        scan: &mut Scanner<'_>,
        frame: Frame,
        are_ids: bool,
        is_there: impl FnOnce(&str) -> bool,
        key: &mut String,
    ) -> Result<(), Syntax> {
        let quoted = scan.key()?;
        key.clear();
        key.push_str(quoted.text(&mut self.scratch));
        if let Some(dirt) = quoted.dirt() {
            // Not of the value behind it.
            scan.take_dirt();
            self.note_inside(frame, "a key in Unicode", dirt.found(), "");
        }
        if are_ids {
            let trimmed = scalar::trim(key);
            if !scalar::is_id(trimmed, false) {
                self.note_inside(frame, "a key that is an id", "another key, which is kept", "");
            }
            if trimmed.len() != key.len() {
                *key = trimmed.to_owned();
            }
        }
        if key.len() > IN_PLACE {
            // The key itself, and once more to find it.
            self.run.spend(key.len().saturating_mul(2), scan)?;
        }
        if is_there(key) {
            self.note_inside(frame, "the key once", "it again; the last one counts", "");
        }
        Ok(())
    }

    /// Read a value that is no container and hand its text over; false where there is none, or none that is taken.
    fn one(
        &mut self,
        scan: &mut Scanner<'_>,
        growth: usize,
        mut take: impl FnMut(&str, bool) -> bool,
    ) -> Result<bool, Syntax> {
        if matches!(scan.peek(), b'{' | b'[') {
            scan.skip()?;
            return Ok(false);
        }
        self.run.grow(growth, scan)?;
        let value = scan.scalar(&mut self.scratch)?;
        Ok(match value {
            Scalar::Text(text) | Scalar::Number(text) => {
                if text.len() > IN_PLACE {
                    self.run.spend(text.len(), scan)?;
                }
                take(text, matches!(value, Scalar::Number(_)))
            }
            Scalar::Null | Scalar::Bool(_) => false,
        })
    }

    /// Tell of what is not as it should be in the value that was read from `start` on.
    #[inline]
    fn replaced(&mut self, scan: &mut Scanner<'_>, start: usize, frame: Frame) {
        if let Some(dirt) = scan.take_dirt() {
            self.note_inside(frame, dirt.expected(), dirt.found(), scan.slice(start..scan.offset()));
        }
    }

    #[cold]
    fn not_one(&mut self, scan: &Scanner<'_>, start: usize, frame: Frame, expected: &'static str) {
        let raw = scan.slice(start..scan.offset());
        // A list of persons can stand here as a list of their numbers.
        let found = match raw.as_bytes().first() {
            Some(b'"') => "text that is not shown",
            Some(b'-' | b'0'..=b'9') => "a number that is not shown",
            _ => "",
        };
        self.note_inside(frame, expected, found, raw);
    }

    /// Note something about an item.
    #[cold]
    pub(super) fn note_inside(&mut self, frame: Frame, expected: &'static str, found: &'static str, raw: &str) {
        self.stack.push(frame);
        self.run.notes.found(&Place(&self.stack), None, expected, || found.into(), raw);
        self.stack.pop();
    }

    /// Read the entries of a map of records until one opens or the map closes. `record` holds the map.
    #[inline(never)]
    pub(super) fn map(
        &mut self,
        scan: &mut Scanner<'_>,
        mut first: bool,
        record: &mut dyn Record,
        mut count: u32,
    ) -> Result<(), Syntax> {
        let Some(frame) = self.stack.last().copied() else { return Ok(()) };
        let Slot::Map(map) = record.slot(frame.field) else { return Ok(()) };
        let mut key = String::new();
        while scan.more_keys(first)? {
            first = false;
            let item = Frame { step: Step::Item(count), ..frame };
            count = count.saturating_add(1);
            self.map_key(scan, item, map.are_ids(), |key| map.place(key).is_some(), &mut key)?;
            if scan.peek() != b'{' {
                let range = scan.skip()?;
                let raw = scan.slice(range);
                self.not_object(item, raw);
                continue;
            }
            self.run.grow(map.growth(), scan)?;
            map.enter(&key);
            scan.open()?;
            if let Some(own) = self.stack.last_mut() {
                own.step = Step::Map(count);
            }
            self.stack.push(item);
            return Ok(());
        }
        Ok(())
    }

    #[cold]
    fn not_object(&mut self, item: Frame, raw: &str) {
        self.lost_row();
        let found = match raw.as_bytes().first() {
            Some(b'"') => "text that is not shown",
            Some(b'-' | b'0'..=b'9') => "a number that is not shown",
            _ => "",
        };
        self.note_inside(item, "an object", found, raw);
    }
}

/// `sizes.total`
fn key_of(list: &str, name: &str) -> String {
    format!("{list}.{}", super::notes::shown_key(name))
}
