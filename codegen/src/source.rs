//! Files and byte spans.

/// A stretch of one source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Span {
    /// Index of the file in [`Sources`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// One file of a spec directory.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path as messages show it (`spec/vvtool/erps/send.yaml`), `/`-separated.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// All files of a run; spans point into it.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// In the order they were read.
    pub files: Vec<SourceFile>,
}
