//! A file that is missing takes a hundred findings with it: all that name what it would hold. They are one, at the file.

use crate::codes;
use crate::diag::{Diag, counted};
use crate::load::raw::Raw;
use crate::source::{SourceFile, Sources, Span};

/// Replaces what follows from a missing file by one finding about the file. `root` is the folder as messages show it.
pub(crate) fn fold(root: &str, raw: &Raw, sources: &mut Sources, diags: &mut Vec<Diag>) {
    if raw.ids_span.is_none() {
        let what = "it lists the ids that requests and replies have: `ids: [{id: order_id, en: .., zh: ..}]`";
        one(&format!("{root}/ids.yaml"), what, sources, diags, |_, diag| {
            // Ids are written small, types of the file are not; a slip of a built-in word has the word beside it.
            let mut words = diag.message.split('"').skip(1).step_by(2);
            let small = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase());
            let (unknown, near) = (words.next().is_some_and(small), words.next().is_some_and(small));
            diag.code == codes::UNKNOWN_TYPE && unknown && !(near && diag.message.contains("did you mean"))
        });
    }
    for service in raw.services.iter().filter(|service| service.errors_span.is_none() && service.span.is_some()) {
        let folder = format!("{root}/{}/", service.folder);
        let what = "it lists the errors of the service's documents: `service: .., errors: [{name: .., code: ..}]`";
        one(&format!("{folder}errors.yaml"), what, sources, diags, |path, diag| {
            diag.code == codes::UNKNOWN_ERROR && path.starts_with(&folder)
        });
    }
}

fn one(path: &str, what: &str, sources: &mut Sources, diags: &mut Vec<Diag>, follows: impl Fn(&str, &Diag) -> bool) {
    let of = |diag: &Diag| sources.file(diag.span).map_or("", |file| file.path.as_str());
    let before = diags.len();
    diags.retain(|diag| !follows(of(diag), diag));
    let count = before - diags.len();
    // A folder or a broken link of that name has been told.
    if count == 0 || sources.files.iter().any(|known| known.path == path) {
        return;
    }
    let file = u32::try_from(sources.files.len()).unwrap_or(u32::MAX);
    sources.files.push(SourceFile { path: path.to_owned(), ..SourceFile::default() });
    let follow = if count == 1 { "follows" } else { "follow" };
    let message = format!("this file is missing: {} {follow} from this", counted(count, "finding"));
    diags.push(Diag::new(codes::FILE, Span::head(file), message).help(what).first());
}
