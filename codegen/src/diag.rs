//! Messages about a spec: data first, text last. The only file that knows the renderer.

use std::fmt;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use crate::codes::Code;
use crate::source::{Lines, Sources, Span};
use crate::visible::is_visible;

/// One finding.
#[derive(Debug, Clone)]
pub struct Diag {
    /// The rule that is broken.
    pub code: &'static Code,
    /// Where.
    pub span: Span,
    /// What is wrong, one line without a full stop.
    pub message: String,
    /// Other places that matter, with what they are.
    pub labels: Vec<(Span, String)>,
    /// What to do.
    pub help: Option<String>,
    /// Others may follow from it: it is told before them, wherever it stands.
    pub first: bool,
}

impl Diag {
    /// A finding at a place.
    pub fn new(code: &'static Code, span: Span, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), labels: Vec::new(), help: None, first: false }
    }

    /// Say what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Tell it before all others.
    #[must_use]
    pub fn first(mut self) -> Self {
        self.first = true;
        self
    }

    /// Show another place.
    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push((span, text.into()));
        self
    }

    /// Name the known name that is nearest to an unknown one.
    #[must_use]
    pub fn nearest<'a>(mut self, unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.message.push_str(&meant(unknown, known));
        self
    }
}

/// The known name that is nearest to an unknown one, as the end of a sentence about it.
pub(crate) fn meant<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(near) = nearest(unknown, known.iter().copied()) {
        format!(", did you mean {}?", quoted(near))
    } else if let Some(near) = most_alike(unknown, &known) {
        format!(", the nearest known name is {}", quoted(near))
    } else {
        String::new()
    }
}

/// Longest stretch of a spec that a message repeats, in bytes.
const MAX_SHOWN: usize = 200;

/// A stretch of the spec inside a message: in quotes, control characters escaped, of bounded length.
pub fn quoted(text: &str) -> String {
    let mut end = text.len().min(MAX_SHOWN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let shown = text.get(..end).unwrap_or_default();
    if end < text.len() { format!("{:?}...", shown) } else { format!("{shown:?}") }
}

/// Not there; what is nearest, and all there are.
pub fn unknown<'a>(what: &str, asked: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(asked, known.clone()) {
        Some(near) => format!("unknown {what} {asked:?}, did you mean {near:?}?"),
        None => format!("unknown {what} {asked:?}, there are: {}", known.take(20).collect::<Vec<_>>().join(", ")),
    }
}

/// The known name that an unknown one most probably stands for.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if unknown.len() > MAX_SHOWN {
        return None;
    }
    let unknown = unknown.to_lowercase();
    // A third of the letters may be wrong; a short name may still have one slip.
    let limit = (unknown.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for each in known {
        let distance = strsim::damerau_levenshtein(&unknown, &each.to_lowercase());
        if distance <= limit && distance < each.chars().count() && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, each));
        }
    }
    best.map(|(_, name)| name)
}

/// Not near enough to be a slip of the pen, but the best there is.
fn most_alike<'a>(unknown: &str, known: &[&'a str]) -> Option<&'a str> {
    let unknown = (unknown.len() <= MAX_SHOWN).then(|| unknown.to_lowercase())?;
    let mut best: Option<(f64, &str)> = None;
    for each in known {
        let likeness = strsim::jaro_winkler(&unknown, &each.to_lowercase());
        if likeness > 0.65 && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, each));
        }
    }
    best.map(|(_, name)| name)
}

/// `1 error`, `15 files`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// All findings of a run, with the files they point into.
#[derive(Debug, Clone, Default)]
pub struct Diags {
    list: Vec<Diag>,
    sources: Sources,
}

impl Diags {
    /// Findings in the order of files and places, each once.
    pub fn new(mut list: Vec<Diag>, sources: Sources) -> Self {
        let key = |diag: &Diag| (!diag.first, diag.span, diag.code.code);
        list.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message)));
        list.dedup_by(|a, b| a.span == b.span && a.code == b.code && a.message == b.message);
        Self { list, sources }
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = &Diag> {
        self.list.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// None at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The files.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// As people read them. Every finding begins with a line that editors can jump to: `path:line:column: error[code]: message`.
    pub fn render(&self, colour: bool) -> String {
        let mut lines = Lines::new(&self.sources);
        let mut text: String = self.list.iter().map(|diag| self.show(diag, &mut lines, colour)).collect();
        text.push_str(&format!("{} found\n", counted(self.list.len(), "error")));
        text
    }

    /// One finding as people read it, with a blank line below.
    pub(crate) fn show(&self, diag: &Diag, lines: &mut Lines<'_>, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut text = self.first_line(diag, lines, colour);
        text.push('\n');
        if let Some(group) = self.snippets(diag, lines) {
            text.push_str(&renderer.render(&[group]));
            text.push('\n');
        } else if let Some(help) = &diag.help {
            text.push_str(&format!("  = help: {help}\n"));
        }
        text.push('\n');
        text
    }

    /// Those that `keep` says yes to.
    #[cfg(feature = "cli")]
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Diag) -> bool) {
        self.list.retain(keep);
    }

    fn first_line(&self, diag: &Diag, lines: &mut Lines<'_>, colour: bool) -> String {
        let path = self.sources.file(diag.span).map_or("spec", |file| file.path.as_str());
        let place = lines.place(diag.span);
        let (on, off) = if colour { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        // A message may quote what the file says; an escape sequence in it must not reach the terminal.
        let message: String = diag.message.chars().map(|c| if is_visible(c) { c } else { '\u{fffd}' }).collect();
        format!("{path}:{}:{}: {on}error[{}]{off}: {message}", place.line, place.column, diag.code.code)
    }

    /// The source lines with the places underlined; None when there is no text to show.
    fn snippets<'a>(&'a self, diag: &'a Diag, lines: &mut Lines<'_>) -> Option<Group<'a>> {
        let main = self.line(diag.span, lines)?;
        let mut first = main.snippet(None).annotation(main.mark(diag.span, AnnotationKind::Primary, None));
        let mut others = Vec::new();
        for (span, text) in &diag.labels {
            let Some(line) = self.line(*span, lines) else { continue };
            let mark = line.mark(*span, AnnotationKind::Context, Some(text));
            if (line.path, line.number) == (main.path, main.number) {
                first = first.annotation(mark);
            } else {
                others.push(line.snippet(Some(line.path)).annotation(mark));
            }
        }
        let group = Group::with_level(Level::ERROR).element(first).elements(others);
        Some(match &diag.help {
            Some(help) => group.element(Level::HELP.message(help)),
            None => group,
        })
    }

    /// Only the line a span begins in: the renderer then need not walk through the whole file for each finding.
    fn line(&self, span: Span, lines: &mut Lines<'_>) -> Option<Line<'_>> {
        let file = self.sources.file(span).filter(|file| !file.text.is_empty())?;
        let at = span.start as usize;
        let start = file.text.get(..at)?.rfind('\n').map_or(0, |at| at + 1);
        let end = file.text.get(at..)?.find('\n').map_or(file.text.len(), |length| at + length);
        let text = file.text.get(start..end)?.trim_end_matches('\r');
        Some(Line { path: &file.path, number: lines.place(span).line, start, text })
    }
}

/// One line of a file.
struct Line<'a> {
    path: &'a str,
    number: usize,
    /// Its first byte in the file.
    start: usize,
    text: &'a str,
}

impl<'a> Line<'a> {
    fn snippet(&self, path: Option<&'a str>) -> Snippet<'a, Annotation<'a>> {
        Snippet::source(self.text).line_start(self.number).path(path)
    }

    /// A span may go on in the lines below; the mark ends with this one.
    fn mark(&self, span: Span, kind: AnnotationKind, label: Option<&'a str>) -> Annotation<'a> {
        let clip = |at: u32| (at as usize).saturating_sub(self.start).min(self.text.len());
        kind.span(clip(span.start)..clip(span.end)).label(label)
    }
}

impl fmt::Display for Diags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diags {}
