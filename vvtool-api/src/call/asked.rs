//! Whether a reply is about what was asked for: what it repeats of its request, and what it lists.

use bytes::Bytes;

use super::plan::{Plan, text_at};
use crate::error::{BoxedContext, Context};
use crate::record::{Kind, Record, View, find, lookup, records};
use crate::value::Text;
use crate::value::spelling::plain;

impl Plan {
    /// The reply holds a list of what was asked for, and an empty list is an answer.
    pub(super) fn is_list(&self, data: &dyn Record) -> bool {
        let table = data.table();
        let is_own = |name: &Text| name.split('.').next().is_some_and(|name| find(table, name).is_some());
        table.fields.is_empty()
            || table.fields.iter().any(|field| matches!(field.kind, Kind::List | Kind::Values | Kind::Map))
                && !self.asked.fields.is_empty()
                && !self.asked.fields.iter().any(is_own)
    }

    /// A value that the reply shall repeat has come back as another one.
    pub(super) fn echo(&self, data: &dyn Record, body: &Bytes) -> Result<(), BoxedContext> {
        let other = |path: &str, asked: &str| {
            let came = text_at(data, path);
            !came.is_empty() && plain(&came) != plain(asked)
        };
        match self.asked.echo.iter().find(|(_, path, asked)| other(path, asked)) {
            Some((field, ..)) => Err(Context::other_answer(self.meta, field, body.clone())),
            None => Ok(()),
        }
    }

    /// A value of the request came back, in the data or in a record of it.
    pub(super) fn repeats_id(&self, data: &dyn Record) -> bool {
        // Compared already, see `echo`.
        if self.asked.echo.iter().any(|(_, path, _)| !text_at(data, path).is_empty()) {
            return true;
        }
        let says = |record: &dyn Record, name: &str, id: &Text| match lookup(record, name) {
            View::Word(word) => word.get() == Some(id.as_str()),
            _ => false,
        };
        let mut ids = self.asked.ids.iter();
        ids.any(|(name, id)| says(data, name, id) || records(data).any(|inner| says(inner, name, id)))
    }
}
