//! Which fields of a record have come: a key that comes twice is noted.

use core::ops::Range;

/// Fields of the open record that have come.
///
/// Keys mostly keep the documented order, and this is asked at every key. So a run of neighbours is kept as its two ends, and whoever
/// walks along it compares each place with one number, the next place that needs a look.
pub(super) struct Order<'s> {
    /// One bit a field, the open run apart.
    seen: &'s mut [u64],
    /// Where the open run began. It ends at the field read last.
    from: u16,
    /// No field from the end of the run up to here has come before, and none of them is asked for.
    watch: u16,
    /// Every field needs a look.
    pub(super) asks: bool,
}

/// Words of bits that a record of so many fields takes.
pub(super) fn words(fields: usize) -> usize {
    fields.div_ceil(64)
}

impl<'s> Order<'s> {
    /// Go on at field `next` of a record; `seen` holds the fields that have come.
    pub(super) fn new(seen: &'s mut [u64], next: u16, asks: bool) -> Self {
        let mut order = Self { seen, from: next, watch: 0, asks };
        order.rest(next);
        order
    }

    /// After a look at a field.
    pub(super) fn go_on(&mut self, index: u16, asks: bool) {
        self.asks &= asks;
        self.rest(index.saturating_add(1));
    }

    fn rest(&mut self, next: u16) {
        self.watch = if self.asks { 0 } else { lowest(self.seen, next) };
    }

    /// The field at the end of the run has come, which is one longer now. Whether it needs a look.
    #[inline(always)]
    pub(super) fn follow(&self, index: u16) -> bool {
        index >= self.watch
    }

    /// A field has come that does not follow the run, which ends before `next`. Whether it needs a look. One that needs none is a run
    /// of its own, closed at once: who jumps mostly jumps on.
    #[inline]
    pub(super) fn jump(&mut self, next: u16, index: u16) -> bool {
        self.close(next);
        // The place to watch is looked for when a field follows.
        self.watch = index.saturating_add(1);
        self.from = index;
        if let Some(bits) = self.seen.get_mut(usize::from(index >> 6)).filter(|_| !self.asks) {
            let bit = 1 << (index & 63);
            if *bits & bit == 0 {
                *bits |= bit;
                self.from = self.watch;
                return false;
            }
        }
        true
    }

    /// Put the run that ends before `next` into the bits.
    #[inline]
    pub(super) fn close(&mut self, next: u16) {
        if self.from != next {
            self.close_long(self.from..next);
        }
    }

    #[inline(never)]
    fn close_long(&mut self, run: Range<u16>) {
        let (first, last) = (run.start >> 6, run.end.saturating_sub(1) >> 6);
        for word in first..=last {
            if let Some(bits) = self.seen.get_mut(usize::from(word)) {
                *bits |= below(run.end, word << 6) & !below(run.start, word << 6);
            }
        }
    }

    /// The field has come before. To be asked before the run that it belongs to is closed.
    pub(super) fn has(&self, index: u16) -> bool {
        self.seen.get(usize::from(index >> 6)).is_some_and(|bits| bits & (1 << (index & 63)) != 0)
    }
}

/// The bits of the word for the 64 fields from `place` on that stand for fields before `end`.
fn below(end: u16, place: u16) -> u64 {
    1_u64.checked_shl(u32::from(end.saturating_sub(place))).map_or(u64::MAX, |bit| bit - 1)
}

/// The first field from `start` on that has come.
#[inline]
fn lowest(seen: &[u64], start: u16) -> u16 {
    let first = start >> 6;
    for (word, bits) in (first..).zip(seen.iter().skip(usize::from(first))) {
        let bits = bits & !below(start, word << 6);
        if bits != 0 {
            // At most 63.
            return (word << 6) + bits.trailing_zeros() as u16;
        }
    }
    u16::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every field as it comes, in any order, with interruptions, against a set that is asked each time.
    #[test]
    fn a_field_that_came_before_is_known() {
        let mut state = 7_u32;
        let mut random = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let mut again = 0;
        for fields in [1_u16, 2, 63, 64, 65, 128, 200] {
            for _ in 0..200 {
                let mut seen = vec![0; words(usize::from(fields))];
                let mut known = std::collections::HashSet::new();
                let mut next = 0;
                let mut order = Order::new(&mut seen, next, false);
                for _ in 0..random(3 * u32::from(fields)) {
                    let index = match random(4) {
                        0 => random(u32::from(fields)) as u16,
                        1 => next.saturating_add(random(3) as u16),
                        _ => next,
                    };
                    if index >= fields {
                        continue;
                    }
                    let look = if index == next { order.follow(index) } else { order.jump(next, index) };
                    let found = look && order.has(index);
                    if look {
                        order.go_on(index, false);
                    }
                    assert_eq!(found, !known.insert(index), "{index} of {fields}");
                    again += u32::from(found);
                    next = index + 1;
                    if random(10) == 0 {
                        order.close(next);
                        order = Order::new(&mut seen, next, false);
                    }
                }
            }
        }
        assert!(again > 10_000, "{again}");
    }
}
