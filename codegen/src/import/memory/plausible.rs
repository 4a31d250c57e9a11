//! When a page that is known reads as if most of it were gone, it is the reading that is doubted.

use super::lock::Locked;
use crate::import::document::{Document, Part};

/// Fewer rows than these may well go at once.
const MANY: usize = 3;

/// Why nothing of a document is taken in.
#[must_use]
pub(crate) fn objection(before: &Locked, now: &Document) -> Option<String> {
    // Another form says other things.
    if before.form != now.form {
        return None;
    }
    let had = |name: &str| before.rows.iter().any(|row| row.name == name);
    let has = |name: &str| now.rows.iter().any(|row| row.name == name);
    let stray = now.strays.iter().find(|(_, name)| had(name) && !has(name));
    if let Some((line, name)) = stray {
        return Some(format!(
            "line {line} looks like the row of `{name}`, but stands under no heading of a table that is known: give that table the \
             heading it had, and import again"
        ));
    }
    let rows = |part: Part| before.rows.iter().filter(|row| row.part == part).count();
    let some = |part: Part| now.rows.iter().any(|row| row.part == part);
    let lost = [Part::Request, Part::Reply].into_iter().find(|part| rows(*part) >= MANY && !some(*part))?;
    Some(format!(
        "all {} rows of its {} are gone: look whether the page was saved as a whole. If they really are gone, take the document out of \
         docs.lock and deprecate the fields in the spec",
        rows(lost),
        lost.as_str()
    ))
}
