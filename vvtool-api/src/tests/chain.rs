//! A record that leads back to itself, as deep as a test makes it.

use core::cell::Cell;

use crate::rt::v1 as rt;

#[derive(Default)]
pub(crate) struct Link {
    pub(crate) name: Option<rt::Text>,
    pub(crate) tags: Vec<rt::Text>,
    pub(crate) next: Option<Box<Link>>,
}

thread_local! {
    static LOOKS: Cell<usize> = const { Cell::new(0) };
}

/// How often fields were looked at in this thread.
pub(crate) fn looks() -> usize {
    LOOKS.get()
}

impl Link {
    /// So many below it, the last one with a name.
    pub(crate) fn chain(below: usize, name: Option<&str>) -> Self {
        let last = Self { name: name.map(Into::into), ..Self::default() };
        (0..below).fold(last, |inner, _| Self { next: Some(Box::new(inner)), ..Self::default() })
    }

    /// Give it up piece by piece: to drop it at once takes the stack.
    pub(crate) fn taken_apart(mut self) {
        while let Some(next) = self.next.take() {
            self = *next;
        }
    }
}

impl rt::Record for Link {
    fn table(&self) -> &'static rt::Table {
        &LINK
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Text(&mut self.name),
            1 => rt::Slot::Values(&mut self.tags),
            2 => rt::Slot::Record(&mut self.next),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        LOOKS.set(LOOKS.get() + 1);
        match index {
            0 => rt::View::Text(&self.name),
            1 => rt::View::Values(&self.tags),
            2 => rt::View::Record(&self.next),
            _ => rt::View::None,
        }
    }
}

static LINK: rt::Table = rt::table("Link", FIELDS);
const FIELDS: &[rt::Field] = &[
    rt::field("name", rt::Kind::Text, 0),
    rt::values("tags", "", 0).bounds(&rt::Bounds::new().min_items(2).max_items(3)),
    rt::field("next", rt::Kind::Record, 0),
];
