//! Whether a reply is about what was asked for: what it repeats of its request, and what it lists.

use bytes::Bytes;

use super::plan::{Plan, text_at};
use crate::decode::scan::Scanner;
use crate::decode::{self, Notes};
use crate::error::{BoxedContext, Context};
use crate::record::{Kind, Record, View, find, lookup, records};
use crate::value::Text;
use crate::value::spelling::plain;

/// A number came where the value should have, in a list or an object, or behind something else, and not the one that was asked for.
#[cold]
fn in_other_shape(notes: &Notes, path: &str, asked: &str) -> bool {
    let mut came = Vec::new();
    for note in notes.deviations.iter().filter(|note| note.path() == path) {
        numbers(note.raw(), 0, &mut came);
    }
    !came.is_empty() && came.iter().all(|number| plain(number) != plain(asked))
}

/// The numbers among the values of something that is JSON, be it in a text: what is a key is none.
fn numbers(json: &str, depth: u8, out: &mut Vec<String>) {
    const DEEPEST: u8 = 3;
    let (mut at, mut scratch) = (0, String::new());
    while let Some(byte) = json.as_bytes().get(at) {
        let start = at;
        if *byte == b'"' {
            let mut scan = Scanner::new(json, at);
            // What is cut off says nothing.
            let Ok(text) = scan.string(&mut scratch) else { return };
            at = scan.offset();
            match decode::inner_json(text).filter(|_| depth < DEEPEST) {
                _ if scan.peek() == b':' => {}
                Some(inner) => numbers(inner, depth.saturating_add(1), out),
                None => out.extend(number(text)),
            }
            continue;
        }
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-');
        at += json.as_bytes().get(at..).unwrap_or_default().iter().take_while(|byte| is_part(byte)).count().max(1);
        out.extend(json.get(start..at).and_then(number));
    }
}

/// The text as an id, where it is one.
fn number(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.to_owned())
}

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
    pub(super) fn echo(&self, data: &dyn Record, notes: &Notes, body: &Bytes) -> Result<(), BoxedContext> {
        let other = |path: &str, asked: &str| {
            let came = text_at(data, path);
            if came.is_empty() {
                return in_other_shape(notes, path, asked);
            }
            plain(&came) != plain(asked)
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
