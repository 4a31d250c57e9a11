//! V046: what an import left to a person. Listed by `lint`; no hindrance to `generate`, whose output is already on the safe side.

#[cfg(any(feature = "import", feature = "diff"))]
use std::path::Path;

use super::decide;
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawReview, RawReviewChange};
#[cfg(any(feature = "import", feature = "diff"))]
use crate::source::Sources;
use crate::words::{MAX_BYTES, SAID};

crate::codes::code! {
    REVIEW = "V046" "a decision is open"
        "`vvspec import` writes what a document says and marks with `review:` what only a person can decide: whether a \
         field is personal, the unit of an amount, the effect of an operation, the name and class of an error. Decide, \
         write it down, and remove the word from the list, with the last word also the entry `{what: said, page: ..}`, which is what \
         the document says about the words beside it. An entry `{what: required, was: false, page: true}` is a fact \
         that the document says otherwise than before: write it into the spec, or leave the spec as it is, and delete the \
         entry either way. What has no element in a spec waits in docs.lock, one line each; delete the line once it is \
         decided. `generate` works meanwhile, on the safe side."
}

/// Keys whose new value can be written as the mark has it.
const WRITTEN: [&str; 8] = ["required", "default", "example", "unit", "max_chars", "rate_limit", "charge", "needs"];

/// One finding for each mark of words, and for each change.
pub(crate) fn check(reviews: &[RawReview]) -> Vec<Diag> {
    let mut found = Vec::new();
    for mark in reviews {
        let asked = !mark.words.is_empty() || mark.changes.is_empty();
        if asked {
            let page =
                mark.changes.iter().filter(|change| change.what == SAID).filter_map(|change| change.page.as_deref());
            let page: String = page.map(|page| format!("; the page says {}", quoted(page))).collect();
            let message = format!("{} waits for a decision: {}{page}", quoted(&mark.of), mark.words.join(", "));
            found.push(Diag::new(REVIEW, mark.span, message).help(decided(&mark.words)));
        }
        for change in mark.changes.iter().filter(|change| !asked || change.what != SAID) {
            let message = format!("{} waits for a decision: {}", quoted(&mark.of), said(change));
            found.push(Diag::new(REVIEW, change.span, message).help(todo(change)));
        }
    }
    found
}

/// The words to write for a mark of words.
fn decided(words: &[String]) -> String {
    let keys: Vec<_> =
        words.iter().map(|word| (word, decide::keys(word))).filter(|(_, keys)| !keys.is_empty()).collect();
    match keys.as_slice() {
        [] => "decide, write it down, and remove the mark".to_owned(),
        [(_, keys)] => format!("write {keys}; then remove the mark"),
        several => {
            let several: Vec<String> = several.iter().map(|(word, keys)| format!("{word}: {keys}")).collect();
            format!("write what holds, and remove each word that is decided. {}", several.join("; "))
        }
    }
}

/// `required was "false", the page says "true"`
fn said(change: &RawReviewChange) -> String {
    let what = &change.what;
    match (&change.was, &change.page) {
        (Some(was), Some(page)) => format!("{what} was {}, the page says {}", quoted(was), quoted(page)),
        (Some(was), None) => format!("{what} was {}, the page no longer says it", quoted(was)),
        (None, Some(page)) => format!("{what}: the page says {}", quoted(page)),
        (None, None) if what.is_empty() => "it has no element of its own in the spec".to_owned(),
        (None, None) => format!("the document's words about it changed ({what})"),
    }
}

/// The words to write.
fn todo(change: &RawReviewChange) -> String {
    let what = change.what.as_str();
    match &change.page {
        _ if what.is_empty() => "do it or decide against it, then delete this line of docs.lock".to_owned(),
        _ if what == SAID => "the decisions it stood beside are made: delete the entry".to_owned(),
        Some(page) if what == "required" && page == "false" => {
            "take out `required: true`, or leave it; then delete the mark".to_owned()
        }
        Some(page) if what == "limits" && page.starts_with(MAX_BYTES) => {
            let max = page.trim_start_matches(MAX_BYTES);
            format!(
                "the page says a maximum in bytes: write `max_bytes: {max}`, or leave it as it is; then delete the mark"
            )
        }
        Some(page) if what == "format" => {
            format!("write `format: {{datetime: {}}}`, or leave it as it is; then delete the mark", quoted(page))
        }
        Some(page) if WRITTEN.contains(&what) && (what != "required" || page == "true") => {
            let value = match what {
                "default" | "example" => quoted(page),
                _ => page.clone(),
            };
            format!("write `{what}: {value}`, or leave it as it is; then delete the mark")
        }
        None if WRITTEN.contains(&what) && change.was.is_some() => {
            format!("take out `{what}`, or leave it; then delete the mark")
        }
        Some(entry) if what == "rename" => {
            let was = change.was.as_deref().unwrap_or_default();
            format!(
                "if it is the field that was called {}, write `renames: [{entry}]` and delete that one; then delete the mark",
                quoted(was)
            )
        }
        _ if what == "added" => {
            "the document did not have it before: see whether name, type and texts are right; then delete the mark"
                .to_owned()
        }
        _ if ["prose", "obligation", "limits", "title"].contains(&what) => {
            let keys = decide::keys(what);
            format!("read it again in the document; if the spec does not say it, write {keys}; then delete the mark")
        }
        _ => match decide::keys(what) {
            keys if keys.is_empty() => {
                format!("see whether the spec still says what the document does about `{what}`; then delete the mark")
            }
            keys => format!("if the spec does not say it, write {keys}; then delete the mark"),
        },
    }
}

/// How many changes of documents a mark keeps open.
#[cfg(any(feature = "import", feature = "diff"))]
pub(crate) fn waiting(mark: &RawReview) -> usize {
    mark.changes.iter().filter(|change| change.what != SAID).count()
}

/// A change that waits for a person.
#[cfg(any(feature = "import", feature = "diff"))]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Open {
    /// File as messages show it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The element; of an entry of docs.lock, what is to be done.
    pub of: String,
    /// What changed; empty for an entry of docs.lock.
    pub what: String,
    /// Before.
    pub was: Option<String>,
    /// Now.
    pub page: Option<String>,
    /// The words to write.
    pub todo: String,
}

#[cfg(any(feature = "import", feature = "diff"))]
impl std::fmt::Display for Open {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { file, line, of, .. } = self;
        write!(f, "{file}:{line}: {of}")?;
        let change = self.change();
        if change.is_empty() { Ok(()) } else { write!(f, ": {change}") }
    }
}

#[cfg(any(feature = "import", feature = "diff"))]
impl Open {
    /// What changed, from what to what; empty for an entry of docs.lock, which says it all itself.
    pub(crate) fn change(&self) -> String {
        match (&self.was, &self.page) {
            (None, None) => self.what.clone(),
            (was, page) => {
                let said = |text: &Option<String>| text.clone().unwrap_or_default();
                format!("{} {:?} -> {:?}", self.what, said(was), said(page))
            }
        }
    }
}

/// The changes of documents that nobody has decided about, in the spec's files and in docs.lock. Marks of words are left to `lint`: a
/// new skeleton is full of them.
#[cfg(any(feature = "import", feature = "diff"))]
pub(crate) fn open(root: &Path) -> Vec<Open> {
    let (reviews, sources) = crate::load::open(root);
    changes(&reviews, &sources)
}

#[cfg(any(feature = "import", feature = "diff"))]
fn changes(reviews: &[RawReview], sources: &Sources) -> Vec<Open> {
    let all = reviews.iter().flat_map(|mark| mark.changes.iter().map(move |change| (mark, change)));
    let all = all.filter(|(_, change)| change.what != SAID);
    let open = all.map(|(mark, change)| Open {
        file: sources.file(change.span).map(|file| file.path.clone()).unwrap_or_default(),
        line: sources.place(change.span).line,
        of: mark.of.clone(),
        what: change.what.clone(),
        was: change.was.clone(),
        page: change.page.clone(),
        todo: todo(change),
    });
    let mut open: Vec<Open> = open.collect();
    open.sort_by(|one, two| (&one.file, one.line, &one.what).cmp(&(&two.file, two.line, &two.what)));
    open
}
