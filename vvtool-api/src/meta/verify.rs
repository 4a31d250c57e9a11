//! How a read proves what has become of a write.

use core::fmt;

use super::Meta;
use crate::record::Record;

/// A read that shows whether a write was executed, and how its answer is to be taken. Paths and names are those of the wire.
#[non_exhaustive]
pub struct Verify {
    /// The read, of the same service.
    pub by: &'static Meta,
    /// An empty request of the read.
    pub request: fn() -> Box<dyn Record>,
    /// An empty record of what it answers with.
    pub reply: fn() -> Box<dyn Record>,
    /// Fields of the write, and the fields of the read that take their values.
    pub pass: &'static [(&'static str, &'static str)],
    /// Values of the read's field that says which fields the answer shall hold.
    pub ask: &'static [&'static str],
    /// The parts of the thing that was written; without it the thing is its own only part.
    pub each: Option<Each>,
    /// Field of a part that holds the value of the write once it was executed, and the field of the write that gave it.
    pub done: (&'static str, &'static str),
    /// Field of a part, and its values where no write has been executed.
    pub undone: (&'static str, &'static [&'static str]),
    /// Seconds after the exchange from which a read counts that shows nothing done.
    pub after: u32,
    /// Seconds between two such reads.
    pub again: u32,
}

impl Verify {
    /// Proved by this read. Nothing is proved until the rest is said.
    #[must_use]
    pub const fn new(by: &'static Meta, request: fn() -> Box<dyn Record>, reply: fn() -> Box<dyn Record>) -> Self {
        Self {
            by,
            request,
            reply,
            pass: &[],
            ask: &[],
            each: None,
            done: ("", ""),
            undone: ("", &[]),
            after: 150,
            again: 30,
        }
    }

    /// Fields of the write, and the fields of the read that take their values.
    pub const fn pass(mut self, pass: &'static [(&'static str, &'static str)]) -> Self {
        self.pass = pass;
        self
    }

    /// What the answer shall hold.
    pub const fn ask(mut self, ask: &'static [&'static str]) -> Self {
        self.ask = ask;
        self
    }

    /// The parts of the thing.
    pub const fn each(mut self, each: Each) -> Self {
        self.each = Some(each);
        self
    }

    /// Executed: this field of a part says the same as that field of the write.
    pub const fn done(mut self, field: &'static str, same_as: &'static str) -> Self {
        self.done = (field, same_as);
        self
    }

    /// Not executed: this field of a part has one of these values.
    pub const fn undone(mut self, field: &'static str, values: &'static [&'static str]) -> Self {
        self.undone = (field, values);
        self
    }

    /// Seconds after the exchange from which a read counts, and between two of them.
    pub const fn settle(mut self, after: u32, again: u32) -> Self {
        self.after = after;
        self.again = again;
        self
    }
}

impl fmt::Debug for Verify {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verify")
            .field("by", &self.by.id)
            .field("pass", &self.pass)
            .field("ask", &self.ask)
            .field("each", &self.each)
            .field("done", &self.done)
            .field("undone", &self.undone)
            .field("after", &self.after)
            .field("again", &self.again)
            .finish_non_exhaustive()
    }
}

/// Parts of a thing: a list of its record.
#[derive(Debug)]
#[non_exhaustive]
pub struct Each {
    /// Path of the list in the answer.
    pub list: &'static str,
    /// Field that names a part.
    pub key: &'static str,
    /// Field of the write that names the parts it is about; empty, or not given in the write: all of them.
    pub given_by: &'static str,
    /// Parts that are none any more: a field, and its values there.
    pub skip: Option<(&'static str, &'static [&'static str])>,
}

impl Each {
    /// The records of this list, named by this field.
    #[must_use]
    pub const fn new(list: &'static str, key: &'static str) -> Self {
        Self { list, key, given_by: "", skip: None }
    }

    /// Field of the write that names the parts it is about.
    pub const fn given_by(mut self, field: &'static str) -> Self {
        self.given_by = field;
        self
    }

    /// Leave out the parts whose field has one of these values.
    pub const fn skip(mut self, field: &'static str, values: &'static [&'static str]) -> Self {
        self.skip = Some((field, values));
        self
    }
}
