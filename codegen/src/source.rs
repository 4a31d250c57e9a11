//! Files and byte spans.

/// A stretch of one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord)]
pub struct Span {
    /// Index of the file in [`Sources`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` of file number `file`. Files are far below 4 GiB ([`crate::load`] refuses large ones), so the
    /// saturation never shows.
    pub fn new(file: u32, start: usize, end: usize) -> Self {
        let clip = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { file, start: clip(start), end: clip(end.max(start)) }
    }

    /// The very beginning of a file: where a message about the file as a whole points.
    pub fn head(file: u32) -> Self {
        Self::new(file, 0, 0)
    }
}

/// A part of a URL: letters, digits, `-._~` and what is kept stand for themselves, every other byte is spelled.
#[cfg(feature = "diff")]
pub(crate) fn percent(text: &str, kept: &[u8]) -> String {
    let stands = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte);
    let one = |byte: u8| if stands(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

/// One file of a spec directory.
#[derive(Debug, Clone, Default)]
pub struct SourceFile {
    /// Path as messages show it (`spec/vvtool/erps/send.yaml`), `/`-separated.
    pub path: String,
    /// Its text, without a byte order mark. Empty when the file could not be read.
    pub text: String,
    /// The file begins with a byte order mark.
    pub marked: bool,
}

/// All files of a run; spans point into it.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// In the order they were read.
    pub files: Vec<SourceFile>,
}

/// A place as people count: lines and columns start at 1, a column is one character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
}

impl Sources {
    /// The file a span points into.
    pub fn file(&self, span: Span) -> Option<&SourceFile> {
        self.files.get(span.file as usize)
    }

    /// The text a span covers.
    pub fn text(&self, span: Span) -> Option<&str> {
        self.file(span)?.text.get(span.start as usize..span.end as usize)
    }

    /// Line and column of the first byte of a span.
    pub fn place(&self, span: Span) -> Place {
        let before = self.file(span).and_then(|file| file.text.get(..span.start as usize)).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let column = before.get(line_start..).unwrap_or_default().chars().count();
        Place { line: before.bytes().filter(|byte| *byte == b'\n').count() + 1, column: column + 1 }
    }
}

/// Where the lines of each file begin: places of many spans, without reading a file from its beginning for each.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    sources: &'a Sources,
    starts: std::collections::HashMap<u32, Vec<usize>>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(sources: &'a Sources) -> Self {
        Self { sources, starts: std::collections::HashMap::new() }
    }

    /// Line and column of the first byte of a span.
    pub(crate) fn place(&mut self, span: Span) -> Place {
        let Some(file) = self.sources.file(span) else { return Place { line: 1, column: 1 } };
        let starts = self.starts.entry(span.file).or_insert_with(|| {
            let ends = file.text.match_indices('\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let line = starts.partition_point(|start| *start <= span.start as usize);
        let begin = starts.get(line.saturating_sub(1)).copied().unwrap_or_default();
        let before = file.text.get(begin..span.start as usize).unwrap_or_default();
        Place { line, column: before.chars().count() + 1 }
    }
}
