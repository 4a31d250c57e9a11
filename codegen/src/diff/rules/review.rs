//! `review:` marks: what an import left to a person, and what a person has decided.

use std::collections::HashMap;

use super::super::findings::{Findings, Scope};
use super::super::pair::{Paired, pair};
use super::super::rule::Rule;
use super::rules;
use crate::diag::quoted;
use crate::model::api::{Operation, Review, Service};
use crate::source::Span;

rules! {
    REVIEW_ADDED = Rule::new("review-added", "a decision waits for a person", "有待人工决定的事项").docs()
        .todo("decide, write it down, and take the mark out", "作出决定并写入规格，然后删除标记");
    REVIEW_REMOVED = Rule::new("review-removed", "a decision does not wait any more", "待决定的事项已处理").docs()
        .todo("see that the spec says what was decided", "确认规格已写明所作的决定");
    REVIEW_CHANGED = Rule::new("review-changed", "a decision waits about something else", "待决定的内容改变").docs()
        .todo("decide, write it down, and take the mark out", "作出决定并写入规格，然后删除标记");
}

/// The marks in the file of an operation that both specs have.
pub(super) fn operation(
    findings: &mut Findings,
    scope: &Scope<'_>,
    (base, head): (&Operation, &Operation),
    (old, new): (&[Review], &[Review]),
) {
    walk(findings, scope, (in_file(old, Some(base.span)), in_file(new, Some(head.span))));
}

/// The marks in the error table of a service that both specs have.
pub(super) fn errors(
    findings: &mut Findings,
    scope: &Scope<'_>,
    (base, head): (&Service, &Service),
    (old, new): (&[Review], &[Review]),
) {
    let table = |service: &Service| service.errors.first().map(|entry| entry.name.span);
    let start = findings.list.len();
    walk(findings, scope, (in_file(old, table(base)), in_file(new, table(head))));
    // What waits about the table reaches no operation yet.
    findings.list.iter_mut().skip(start).for_each(|found| found.operations.clear());
}

/// A mark with the element that it makes: several entries of a file may have one name.
struct Known<'a> {
    element: String,
    review: &'a Review,
}

fn in_file(reviews: &[Review], file: Option<Span>) -> Vec<Known<'_>> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    let own = reviews.iter().filter(|review| file.is_some_and(|file| file.file == review.span.file));
    let known = own.map(|review| {
        let plain = |text: &str| text.replace(|c: char| c.is_whitespace() || c == '"', "-");
        let element = format!("review/{}/{}", plain(&review.of), plain(&review.what));
        let times = seen.entry(element.clone()).or_default();
        *times += 1;
        Known { element: if *times > 1 { format!("{element}-{times}") } else { element }, review }
    });
    known.collect()
}

fn walk(findings: &mut Findings, scope: &Scope<'_>, (old, new): (Vec<Known<'_>>, Vec<Known<'_>>)) {
    for each in pair(&old, &new, |known| known.element.as_str()) {
        match each {
            Paired::Both(base, head) => {
                let said = (said(base.review), said(head.review));
                findings.changed(&REVIEW_CHANGED, scope, &head.element, (&said.0, &said.1), head.review.span);
            }
            Paired::Gone(base) => {
                findings.gone(&REVIEW_REMOVED, scope, &base.element, Some(said(base.review)), base.review.span);
            }
            Paired::New(head) => {
                findings.came(&REVIEW_ADDED, scope, &head.element, Some(said(head.review)), head.review.span);
            }
        }
    }
}

fn said(review: &Review) -> String {
    let text = |text: &Option<String>| text.as_ref().map_or_else(|| "nothing".to_owned(), |text| quoted(text));
    match (&review.was, &review.page) {
        (None, None) => review.what.clone(),
        (was, page) => format!("{}: was {}, the page says {}", review.what, text(was), text(page)),
    }
}
