//! Where a change stands: file, line, column.

use super::change::{Location, Version};
use super::findings::Side;
use crate::load::{Kind, tree};
use crate::source::{SourceFile, Span};

/// Files are looked through once, whatever the number of changes in them.
pub(super) struct Locator<'a> {
    base: Version<'a>,
    head: Version<'a>,
    known: Vec<((bool, u32), File)>,
}

struct File {
    /// Where its lines end.
    ends: Vec<usize>,
    /// The keys of its topmost map.
    keys: Vec<(String, Span)>,
}

impl<'a> Locator<'a> {
    pub(super) fn new(base: Version<'a>, head: Version<'a>) -> Self {
        Self { base, head, known: Vec::new() }
    }

    /// The place of an element. What is said of an operation or a service as a whole is found by its name; its own key is further down.
    pub(super) fn find(&mut self, side: Side, span: Span, element: &str) -> Location {
        let sources = if side == Side::Base { self.base.sources } else { self.head.sources };
        let Some(source) = sources.file(span) else {
            return Location { side, file: "spec".into(), line: 1, column: 1 };
        };
        let key = (side == Side::Base, span.file);
        // Changes of one file come together.
        if self.known.last().is_none_or(|(last, _)| *last != key) {
            self.known.push((key, File::of(source, span.file)));
        }
        let start = span.start as usize;
        let (line, column) = match self.known.last() {
            Some((_, file)) => file.position(&source.text, file.own_key(start, element).unwrap_or(start)),
            None => (1, 1),
        };
        Location { side, file: source.path.clone(), line, column }
    }
}

impl File {
    fn of(source: &SourceFile, number: u32) -> Self {
        let ends = source.text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        let keys = match tree(number, &source.text).map(|root| root.kind) {
            Ok(Kind::Map(pairs)) => pairs.into_iter().map(|(key, _)| (key.text.into_owned(), key.span)).collect(),
            _ => Vec::new(),
        };
        Self { ends, keys }
    }

    /// Where the key begins that an element is written under, when all that is known is the name at the top of the file.
    fn own_key(&self, start: usize, element: &str) -> Option<usize> {
        let ends = self.keys.get(1).map_or(usize::MAX, |(_, span)| span.start as usize);
        let named = self.keys.first().filter(|(key, _)| key == "operation" || key == "service")?;
        if !(named.1.start as usize..ends).contains(&start) {
            return None;
        }
        let first = element.split('/').next().unwrap_or_default();
        let written: &[&str] = match first {
            "token" => &["auth"],
            "shop_authorization" => &["needs"],
            "confirm" => &["reply"],
            "Request" => &["request"],
            "body" => &["body", "http"],
            _ => std::slice::from_ref(&first),
        };
        written
            .iter()
            .find_map(|name| self.keys.iter().find(|(key, _)| key == name))
            .map(|(_, span)| span.start as usize)
    }

    /// Line and column, both from 1.
    fn position(&self, text: &str, start: usize) -> (usize, usize) {
        let line = self.ends.partition_point(|end| *end < start);
        let line_start = line.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + 1);
        (line + 1, text.get(line_start..start).map_or(0, |text| text.chars().count()) + 1)
    }
}
