//! From one page to the next: a function of requests and answers, without network and types.

use core::hash::{BuildHasher, Hasher};
use std::collections::VecDeque;
use std::collections::hash_map::RandomState;

use crate::decode::scalar::{self, Scalar};
use crate::encode;
use crate::meta::Paging;
use crate::record::{ListSlot, Record, View, field_named, lookup};

/// Where a walk through pages is.
pub(super) struct Walk {
    paging: &'static Paging,
    /// Number of the page that the request asks for.
    number: i64,
    /// The walk began with the first page: then all items must come.
    from_first: bool,
    /// Items of a page, as far as they are known.
    size: Option<u64>,
    /// Items of this walk.
    seen: u64,
    /// The number of all items, as the page before said it.
    total: Option<u64>,
    /// What the page before held.
    last: Option<u64>,
    cursors: Cursors,
    hasher: RandomState,
}

/// What comes after a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The next page: the request asks for it.
    Next,
    /// Nothing: the document's end.
    End,
    /// Nothing that can be relied on. The request asks for the page to go on with.
    Strange(String),
}

impl Walk {
    /// From the page that the request asks for. It asks for the first one, and for as much as a page may hold, where it says nothing else.
    pub(super) fn new(paging: &'static Paging, request: &mut dyn Record) -> Self {
        let number = whole(request, paging.number).unwrap_or(paging.first);
        if !paging.number.is_empty() {
            set(request, paging.number, &number.to_string());
        }
        if whole(request, paging.size).is_none() && paging.max_size > 0 {
            set(request, paging.size, &paging.max_size.to_string());
        }
        let from_first = match paging.number {
            "" => encode::text_of(request, paging.send_as).is_none(),
            _ => number == paging.first,
        };
        let size = whole(request, paging.size).and_then(|size| u64::try_from(size).ok()).filter(|size| *size > 0);
        let hasher = RandomState::new();
        let mut cursors = Cursors::default();
        if let Some(cursor) = encode::text_of(request, paging.send_as) {
            cursors.is_known(hasher.hash_one(cursor));
        }
        Self { paging, number, from_first, size, seen: 0, total: None, last: None, cursors, hasher }
    }

    /// Items so far.
    pub(super) fn seen(&self) -> u64 {
        self.seen
    }

    /// All items, as the last page said it.
    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    /// What comes after this answer; `request` is made to ask for it.
    pub(super) fn turn(&mut self, request: &mut dyn Record, answer: &dyn Record) -> Turn {
        let items = match lookup(answer, self.paging.items) {
            View::List(list) => Some(list),
            _ => None,
        };
        let held = items.map_or(0, |list| u64::try_from(list.len()).unwrap_or(u64::MAX));
        let before = self.total;
        self.total = whole(answer, self.paging.total).and_then(|total| u64::try_from(total).ok());
        self.seen = self.seen.saturating_add(held);
        let has_way_on = !self.paging.has_next.is_empty() || !self.paging.cursor.is_empty();
        let turn = match has_way_on {
            false => self.by_total(held, before),
            true => self.by_word(answer, held, self.paging),
        };
        // A page that claims to be followed, and cannot be: it is the one to ask for again, unless it says itself where to go on.
        match turn {
            Turn::Next if held == 0 => {
                let why = self.strange("is empty, and says that more follow");
                match has_way_on.then(|| self.forward(request, answer)) {
                    Some(Turn::Strange(other)) => Turn::Strange(other),
                    _ => why,
                }
            }
            Turn::Next if self.repeats(items) => self.strange("holds what the page before it held"),
            Turn::Next => self.forward(request, answer),
            Turn::Strange(why) if held > 0 => match self.forward(request, answer) {
                Turn::Strange(other) => Turn::Strange(other),
                Turn::Next | Turn::End => Turn::Strange(why),
            },
            turn => turn,
        }
    }

    /// The end is where all items have come.
    fn by_total(&mut self, held: u64, before: Option<u64>) -> Turn {
        let name = self.paging.total;
        let Some(total) = self.total else {
            return if held == 0 { Turn::End } else { self.strange(&format!("says no {name}")) };
        };
        if let Some(before) = before.filter(|before| *before != total) {
            let what = format!("says that {name} is {total}, the page before it said {before}: items may have moved");
            return self.strange(&what);
        }
        let pages = u64::try_from(self.number.saturating_sub(self.paging.first)).unwrap_or(0);
        let through = |size: u64| pages.saturating_mul(size).saturating_add(held);
        let asked = self.size.unwrap_or(held);
        let mut is_last = through(asked) >= total;
        if !is_last && held > 0 && held < asked && self.last.is_none() {
            // Pages of its own size, as some platforms have them that do not give as many as they are asked for.
            self.size = Some(held);
        } else {
            self.size = Some(asked);
            is_last |= through(asked).saturating_sub(held).saturating_add(asked) >= total;
        }
        match is_last {
            false => Turn::Next,
            true if self.from_first && self.seen != total => self.differs(total),
            true => Turn::End,
        }
    }

    /// The end is where the answer says so. Where a flag is documented it decides; one that did not come, or that nobody can read, says
    /// nothing: then a cursor decides, and without one nobody knows whether items are missing.
    fn by_word(&self, answer: &dyn Record, held: u64, paging: &Paging) -> Turn {
        let flag = match lookup(answer, paging.has_next) {
            View::Bool(flag) => flag,
            _ => None,
        };
        let (has_cursors, no_cursor) = (!paging.cursor.is_empty(), encode::text_of(answer, paging.cursor).is_none());
        match flag {
            Some(false) => self.end(),
            Some(true) if has_cursors && no_cursor && held > 0 => {
                self.strange(&format!("says that more follow, and no {}", paging.cursor))
            }
            _ if has_cursors && no_cursor => self.end(),
            None if !paging.has_next.is_empty() && held == 0 => self.end(),
            None if !has_cursors && self.have_all_come() => Turn::End,
            None if !has_cursors => self.strange(&format!("says not whether more follow: no {}", paging.has_next)),
            _ => Turn::Next,
        }
    }

    /// An end that the answer says, which the number of all items may contradict where it says that too.
    fn end(&self) -> Turn {
        match self.total.filter(|total| self.from_first && self.seen < *total) {
            Some(total) => self.differs(total),
            None => Turn::End,
        }
    }

    fn have_all_come(&self) -> bool {
        self.from_first && self.total.is_some_and(|total| self.seen >= total)
    }

    fn differs(&self, total: u64) -> Turn {
        let (seen, name) = (self.seen, self.paging.total);
        self.strange(&format!("is the last one, and {seen} items have come where {name} says {total}"))
    }

    /// Make the request ask for the next page.
    fn forward(&mut self, request: &mut dyn Record, answer: &dyn Record) -> Turn {
        if !self.paging.cursor.is_empty() {
            let Some(cursor) = encode::text_of(answer, self.paging.cursor) else { return Turn::End };
            if self.cursors.is_known(self.hasher.hash_one(&cursor)) {
                return self.strange("says that the next page begins where an earlier one did");
            }
            return match set(request, self.paging.send_as, &cursor) {
                true => Turn::Next,
                false => {
                    self.strange(&format!("says where the next one begins, which {} cannot say", self.paging.send_as))
                }
            };
        }
        match self.number.checked_add(1) {
            Some(next) => {
                self.number = next;
                set(request, self.paging.number, &next.to_string());
                Turn::Next
            }
            None => self.strange("has the highest number there is"),
        }
    }

    /// Whether a page with a number holds what the one before it held: then the platform does not look at numbers.
    fn repeats(&mut self, items: Option<&dyn ListSlot>) -> bool {
        if self.paging.number.is_empty() {
            return false;
        }
        let mut hasher = self.hasher.build_hasher();
        let items = items.into_iter().flat_map(|list| (0..list.len()).filter_map(move |at| list.get(at)));
        items.for_each(|item| hasher.write(encode::json(item).as_bytes()));
        let hash = hasher.finish();
        self.last.replace(hash) == Some(hash)
    }

    fn strange(&self, what: &str) -> Turn {
        Turn::Strange(match self.paging.number {
            "" => format!("a page {what}"),
            _ => format!("page {} {what}", self.number),
        })
    }
}

/// The cursors of a walk: the last ones, and now and then one of the earlier ones, with which every cycle is found in the end.
#[derive(Default)]
struct Cursors {
    last: VecDeque<u64>,
    anchor: Option<u64>,
    count: u64,
}

/// Memory does not grow with the pages.
const REMEMBERED: usize = 1_024;

impl Cursors {
    fn is_known(&mut self, cursor: u64) -> bool {
        if self.anchor == Some(cursor) || self.last.contains(&cursor) {
            return true;
        }
        self.count = self.count.saturating_add(1);
        if self.count.is_power_of_two() {
            self.anchor = Some(cursor);
        }
        if self.last.len() >= REMEMBERED {
            self.last.pop_front();
        }
        self.last.push_back(cursor);
        false
    }
}

fn whole(record: &dyn Record, path: &str) -> Option<i64> {
    match lookup(record, path) {
        View::Int(number) => number,
        _ => None,
    }
}

/// False where there is no such field, or it cannot hold the text.
fn set(request: &mut dyn Record, name: &str, text: &str) -> bool {
    let table = request.table();
    field_named(table, name).is_some_and(|(index, field)| scalar::set(field, request.slot(index), Scalar::Text(text)))
}
