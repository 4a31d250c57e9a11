//! YAML (and with it JSON) text -> a tree of nodes with byte spans. The only file that knows the YAML crate.
//!
//! Specs use a small part of YAML. What they do without is refused here, so nothing later meets it: anchors and aliases (and with them
//! documents that grow when they are read), tags, directives, several documents in one file, keys that are no text.

use std::borrow::Cow;

use granit_parser::{Event, Parser, ScalarStyle};

use crate::codes;
use crate::diag::{Diag, counted};
use crate::slip::{self, Slip};
use crate::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Node<'a> {
    /// The value.
    pub kind: Kind<'a>,
    /// From its first byte to its last.
    pub span: Span,
}

/// What a node is.
#[derive(Debug, Clone)]
pub(crate) enum Kind<'a> {
    /// A text, a number, a word: YAML's own idea of types is not used, the format knows what each key takes.
    Scalar {
        /// After escape processing.
        text: Cow<'a, str>,
        /// Written in quotes or as a block: then `null` is a text.
        quoted: bool,
    },
    /// `[..]` or `- ..`.
    List(Vec<Node<'a>>),
    /// In the order of the file; keys may repeat.
    Map(Vec<(Key<'a>, Node<'a>)>),
}

/// A key of a map.
#[derive(Debug, Clone)]
pub(crate) struct Key<'a> {
    /// Its text.
    pub text: Cow<'a, str>,
    /// Where it stands.
    pub span: Span,
}

/// The value under a key of a map.
pub(crate) fn get<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
    match &node.kind {
        Kind::Map(pairs) => pairs.iter().find(|(each, _)| each.text == key).map(|(_, value)| value),
        _ => None,
    }
}

/// The items of a list; none of anything else.
pub(crate) fn items<'n, 'a>(node: &'n Node<'a>) -> &'n [Node<'a>] {
    match &node.kind {
        Kind::List(items) => items,
        _ => &[],
    }
}

/// The text of a single value.
pub(crate) fn scalar<'n>(node: Option<&'n Node<'_>>) -> Option<&'n str> {
    match &node?.kind {
        Kind::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

/// Deeper than any spec, far from any stack's end.
const MAX_DEPTH: usize = 32;

/// Read one file.
pub(super) fn parse(file: u32, text: &str) -> Result<Node<'_>, Diag> {
    if let Some(found) = slip::conflict(text) {
        return Err(slipped(file, 0, found));
    }
    let options = granit_parser::options! {
        emit_comments: false,
        // Only to point at the anchor itself.
        emit_anchor_events: true,
        disallow_directives: true,
        // Then an alias that leads nowhere gets the message about aliases too.
        emit_unresolved_aliases: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut builder = Builder { file, open: Vec::new(), root: None };
    for next in Parser::new_from_str_with_options(text, options) {
        match next {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                let tag = span.tag_start().and_then(|at| at.byte_offset());
                builder.take(event, Span::new(file, range.start, range.end), tag)?;
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(text.len()).min(text.len());
                return Err(misread(file, text, at, reason(&error)));
            }
        }
    }
    builder.root.ok_or_else(|| Diag::new(codes::SYNTAX, Span::head(file), "the file is empty"))
}

/// What a parser stumbled over, in the words of whoever typed it.
fn misread(file: u32, text: &str, at: usize, reason: String) -> Diag {
    let start = |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let line = |begin: usize| text.get(begin..).and_then(|rest| rest.split('\n').next()).unwrap_or_default();
    let here = start(at);
    // A slip is seen in its own line or, of what goes on there, in the ones below.
    let (mut begin, mut above) = (here, Vec::new());
    loop {
        if let Some(found) = slip::in_line(line(begin)) {
            return slipped(file, begin, found);
        }
        let Some(end) = begin.checked_sub(1).filter(|_| above.len() < 2) else { break };
        begin = start(end);
        if !line(begin).trim().is_empty() {
            above.push(begin);
        }
    }
    let diag = Diag::new(codes::SYNTAX, Span::new(file, at, at), reason);
    if let Some((begin, (place, mark))) = above.iter().find_map(|begin| Some((begin, slip::left_open(line(*begin))?))) {
        let span = Span::new(file, begin + place, begin + place + 1);
        return diag.label(span, "open since here").help(format!("close the `{mark}` of the line above"));
    }
    let blanks = |begin: usize| line(begin).len() - line(begin).trim_start_matches(' ').len();
    match above.first() {
        Some(before) if blanks(here) != blanks(*before) => diag.help(format!(
            "entries of one map or list begin in the same column: before this line stand {}, before the line above {}",
            counted(blanks(here), "blank"),
            blanks(*before)
        )),
        _ => diag,
    }
}

/// A slip of a line that begins at a byte of the file.
fn slipped(file: u32, begin: usize, found: Slip) -> Diag {
    let span = Span::new(file, begin + found.at, begin + found.at + found.length);
    Diag::new(codes::SYNTAX, span, found.message).help(found.help)
}

fn reason(error: &granit_parser::ScanError) -> String {
    match error.info() {
        // The scanner's word for its limit on nesting.
        info if info.contains("recursion limit") => format!("nested more than {MAX_DEPTH} levels deep"),
        info => info,
    }
}

/// A list or map that is not closed yet.
enum Open<'a> {
    List { span: Span, items: Vec<Node<'a>> },
    Map { span: Span, pairs: Vec<(Key<'a>, Node<'a>)>, key: Option<Key<'a>> },
}

/// Puts events together with a stack of its own, so depth costs memory and never the program's stack.
struct Builder<'a> {
    file: u32,
    open: Vec<Open<'a>>,
    root: Option<Node<'a>>,
}

impl<'a> Builder<'a> {
    fn take(&mut self, event: Event<'a>, span: Span, tag: Option<usize>) -> Result<(), Diag> {
        let refuse = |what: &str| {
            Err(Diag::new(codes::SYNTAX, span, format!("{what} are no part of the spec format"))
                .help("write the value out"))
        };
        if let Some(at) = tag {
            let span = Span::new(self.file, at, at);
            return Err(Diag::new(codes::SYNTAX, span, "tags (`!name`) are no part of the spec format")
                .help("leave the tag out"));
        }
        match event {
            Event::Scalar(text, style, ..) => {
                let quoted = style != ScalarStyle::Plain;
                if let Some(mark) = prose_quotes(&text).filter(|_| style == ScalarStyle::Plain) {
                    let message = format!("{} around a value: they would be part of it", slip::named(mark));
                    return Err(Diag::new(codes::SYNTAX, span, message).help("type `\"` on both sides"));
                }
                // An absent value comes as a `~` that is nowhere in the text.
                let text = if !quoted && span.start == span.end { Cow::Borrowed("") } else { text };
                self.add(Node { kind: Kind::Scalar { text, quoted }, span })
            }
            Event::SequenceStart(..) => {
                self.open.push(Open::List { span, items: Vec::new() });
                Ok(())
            }
            Event::MappingStart(..) => {
                self.open.push(Open::Map { span, pairs: Vec::new(), key: None });
                Ok(())
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open::List { span: start, items }) => {
                    let end = ending(start, span, items.last());
                    self.add(Node { kind: Kind::List(items), span: end })
                }
                Some(Open::Map { span: start, pairs, .. }) => {
                    let end = ending(start, span, pairs.last().map(|(_, value)| value));
                    self.add(Node { kind: Kind::Map(pairs), span: end })
                }
                None => Ok(()),
            },
            Event::DocumentStart(..) if self.root.is_some() => {
                Err(Diag::new(codes::SYNTAX, span, "a second document in one file")
                    .help("one spec file holds one document"))
            }
            Event::Anchor(..) => refuse("anchors (`&name`)"),
            Event::Alias(..) | Event::UnresolvedAlias(..) => refuse("aliases (`*name`)"),
            _ => Ok(()),
        }
    }

    fn add(&mut self, node: Node<'a>) -> Result<(), Diag> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Map { pairs, key, .. }) => match key.take() {
                Some(key) => pairs.push((key, node)),
                None => match node.kind {
                    Kind::Scalar { text, .. } => *key = Some(Key { text, span: node.span }),
                    _ => {
                        return Err(
                            Diag::new(codes::SYNTAX, node.span, "a list or map as a key").help("keys are plain words")
                        );
                    }
                },
            },
        }
        Ok(())
    }
}

/// The mark that a value begins with and ends with, where it is one of prose.
fn prose_quotes(text: &str) -> Option<char> {
    let (first, last) = (text.chars().next()?, text.chars().next_back()?);
    let pair = [('“', '”'), ('”', '”'), ('„', '“'), ('‘', '’'), ('＂', '＂'), ('＇', '＇')].contains(&(first, last));
    // What begins and ends with a quotation of its own is prose.
    let inside = text.get(first.len_utf8()..text.len() - last.len_utf8())?;
    (pair && !inside.contains([first, last])).then_some(first)
}

/// The span of a whole list or map. A block one "ends" where the next token begins, which may be lines away: it ends with its last
/// item instead.
fn ending(start: Span, end: Span, last: Option<&Node<'_>>) -> Span {
    let block = end.start == end.end;
    let end = if block { last.map_or(start.end, |node| node.span.end) } else { end.end };
    Span { end: end.max(start.start), ..start }
}
