//! The lines of a spec file's text.

/// End of the last line that has something of the node on it: a block node's span may run into the blank lines below.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or(text).trim_end().len();
    text.get(before..).and_then(|rest| rest.find('\n')).map_or(text.len(), |end| before + end)
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// Blanks before the first sign of the line.
pub(crate) fn indent_of(text: &str, at: usize) -> usize {
    text.get(line_start(text, at)..).unwrap_or("").bytes().take_while(|byte| *byte == b' ').count()
}

/// Bytes before a place on its line.
pub(crate) fn column_of(text: &str, at: usize) -> usize {
    at - line_start(text, at)
}
