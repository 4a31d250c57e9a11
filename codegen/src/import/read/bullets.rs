//! Bullets, in which a page of the Taobao Open Platform lists rows, limits and values.

use super::cells;

/// A bullet: how far it is indented and what it says.
pub(super) fn bullet(line: &str) -> Option<(usize, &str)> {
    let text = line.trim_start();
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    let text = text.strip_prefix('•').or_else(|| text.strip_prefix("* ")).or_else(|| text.strip_prefix("- "))?;
    Some((indent, text.trim()))
}

/// The name in a bullet that a tree is drawn before: `└ memo`, `├─ memo`, `--memo`.
pub(super) fn child(text: &str) -> Option<&str> {
    let (depth, name) = cells::tree(text);
    let corner = text.strip_prefix('└').map(|name| name.trim_start_matches(['─', '━', '-', '—']).trim());
    // One stroke alone may be the sign of a limit.
    let strokes = text.chars().take_while(|c| !c.is_alphanumeric()).filter(|c| !c.is_whitespace()).count();
    let drawn = depth > 0 && (strokes > 1 || text.starts_with(['├', '┣', '┝', '┗', '┕', '╰', '∟']));
    corner.or_else(|| Some(name).filter(|name| drawn && cells::is_name(name)))
}
