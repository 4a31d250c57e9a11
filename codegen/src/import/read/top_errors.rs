//! Rows of the table of errors of a TOP page: words in a line.

use std::borrow::Cow;

use super::error_line::{self, Coded};
use super::raw_page::{RawError, RawPage};
use super::root_row::is_number;
use super::titles::{self, ErrorRole};
use super::top_headings::is_titles;
use super::{bars, cells, error_table, lines, remark};
use crate::import::ledger::LineKind;

/// Rows of a section: those below each line of titles are a table.
pub(super) fn errors(rows: &[(usize, &str)], page: &mut RawPage) {
    let mut rest = rows;
    while let Some(((number, first), below)) = rest.split_first() {
        let end = below.iter().position(|(_, line)| is_titles(line)).map_or(rest.len(), |end| end + 1);
        let (table, next) = rest.split_at(end);
        match titles::of_line(first) {
            Some(titles) if !is_usual(&titles) => odd(&titles, table, page),
            titles => {
                remark::tell(*number, &titles.unwrap_or_default(), page);
                usual(table, page);
            }
        }
        rest = next;
    }
}

/// A code, what the wire says with it, what to do.
fn is_usual(titles: &[String]) -> bool {
    let of = |role| titles.iter().position(|title| titles::error_role(title) == Some(role));
    of(ErrorRole::Code) == Some(0) && of(ErrorRole::Message).is_none_or(|message| message == 1)
}

/// Rows of a table whose columns stand in an order of its own, where each has as many cells as there are titles.
fn odd(titles: &[String], table: &[(usize, &str)], page: &mut RawPage) {
    let mut barred: Vec<(usize, Cow<'_, str>)> = Vec::new();
    for (at, (number, line)) in table.iter().enumerate() {
        let with = if line.trim().contains('\t') { '\t' } else { ' ' };
        let cells = line.trim().split(with).map(str::trim).filter(|cell| with == '\t' || !cell.is_empty());
        let cells: Vec<String> = cells.map(str::to_owned).collect();
        if at == 0 {
            barred.push((*number, bars::joined(titles).into()));
        } else if cells.len() == titles.len() {
            barred.push((*number, bars::joined(&cells).into()));
        } else {
            page.ledger.set(*number, LineKind::Quarantined);
            page.ask("errors", (*number, "nobody knows which cells the words of this error are".to_owned()), None);
        }
    }
    error_table::errors(&lines::split(&barred, true), page);
}

/// Rows in the usual order.
fn usual(rows: &[(usize, &str)], page: &mut RawPage) {
    for (number, line) in rows {
        let cells = cells_of(line);
        let mut words = cells.iter().copied().peekable();
        let mut code = words.next().unwrap_or("");
        if let Some(sub) = words.next_if(|word| is_number(code) && is_sub_code(word)) {
            // The number is that of all errors of a service behind the gateway; the code of its own tells which.
            let why = format!("the error {sub} stands behind the number {code}; it was read as its code");
            page.ask("errors", (*number, why), None);
            code = sub;
        }
        let message = words.next();
        let whole = message.is_some() && cells::is_error_code(code) || is_titles(line);
        if !whole && let Some(Coded { code, message, doubtful }) = error_line::read(line) {
            // In other signs than the table has, and no advice of the error above.
            page.review.push((*number, format!("the line begins with {code}: it was read as an error")));
            page.errors.push(RawError { code, message, line: *number, doubtful, ..RawError::default() });
            page.ledger.set(*number, LineKind::Error);
            continue;
        }
        let kind = match message {
            _ if is_titles(line) => LineKind::Header,
            Some(message) if cells::is_error_code(code) => {
                let rest: Vec<&str> = words.collect();
                let (message, rest, doubtful) = ended(message, &rest, is_parted(line));
                page.errors.push(RawError {
                    code: code.to_owned(),
                    message,
                    remedy: rest.join(" "),
                    line: *number,
                    doubtful,
                });
                LineKind::Error
            }
            None if is_number(code) || is_sub_code(code) => {
                // What it means the page does not say, and another error's advice it is not.
                page.errors.push(RawError { code: code.to_owned(), line: *number, ..RawError::default() });
                LineKind::Error
            }
            _ => match page.errors.last_mut() {
                Some(error) => {
                    error.remedy.push(' ');
                    error.remedy.push_str(line.trim());
                    LineKind::Continuation
                }
                None => LineKind::Note,
            },
        };
        page.ledger.set(*number, kind);
    }
}

/// Whether signs part the cells of a line, and not only blanks.
fn is_parted(line: &str) -> bool {
    line.trim().contains(['\t', '|'])
}

/// The cells of a row: what tabs or bars part, or else words.
fn cells_of(line: &str) -> Vec<&str> {
    if !is_parted(line) {
        return line.split_whitespace().collect();
    }
    line.trim().split(['\t', '|']).map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

/// Where a message ends that blanks part from what to do: a blank between words of ASCII is one of its own, any other between letters of
/// two languages may be. The message, what is left, and whether a person must look at it.
fn ended<'w>(message: &str, rest: &'w [&'w str], parted: bool) -> (String, &'w [&'w str], bool) {
    let ascii = |word: &str| word.starts_with(|c: char| c.is_ascii_alphanumeric());
    if parted || !ascii(message) && !rest.first().is_some_and(|word| ascii(word)) {
        return (message.to_owned(), rest, false);
    }
    let more = if ascii(message) { rest.iter().take_while(|word| ascii(word)).count() } else { 0 };
    let (own, left) = rest.split_at(more);
    let whole: Vec<&str> = std::iter::once(message).chain(own.iter().copied()).collect();
    (whole.join(" "), left, !rest.is_empty())
}

/// `isv.trade-not-exist:tid`: words of ASCII that points part.
fn is_sub_code(word: &str) -> bool {
    let parts = word.split(['.', ':']).collect::<Vec<_>>();
    cells::is_error_code(word)
        && parts.len() > 1
        && !word.contains('/')
        && parts.iter().all(|part| !part.is_empty())
        && parts.first().is_some_and(|part| part.starts_with(|c: char| c.is_ascii_lowercase()))
}
