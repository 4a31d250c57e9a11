//! When a page that is known reads as if most of it were gone, it is the reading that is doubted.

use super::document::{Document, Part};
use super::lock::Locked;

/// Fewer rows than these may well go at once.
const MANY: usize = 3;

/// Why nothing of a document is taken in.
#[must_use]
pub(super) fn doubt(before: &Locked, now: &Locked, document: &Document) -> Option<String> {
    // Another form says other things.
    if before.form != now.form {
        return None;
    }
    let has = |locked: &Locked, name: &str| locked.rows.iter().any(|row| row.name == name);
    let stray = document.unread.iter().find(|(_, name)| has(before, name) && !has(now, name));
    if let Some((line, name)) = stray {
        return Some(format!(
            "line {line} looks like the row of `{name}`, but stands under no heading of a table that is known: give that table the \
             heading it had, and import again"
        ));
    }
    let rows = |locked: &Locked, part: Part| locked.rows.iter().filter(|row| row.part == part).count();
    let lost =
        [Part::Request, Part::Reply].into_iter().find(|part| rows(before, *part) >= MANY && rows(now, *part) == 0)?;
    Some(format!(
        "all {} rows of its {} are gone: look whether the page was saved as a whole. If they really are gone, take the document out of \
         docs.lock and deprecate the fields in the spec",
        rows(before, lost),
        lost.as_str()
    ))
}
