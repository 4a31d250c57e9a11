//! Rows of error tables: codes, what the wire says with them, what to do.

use std::collections::HashMap;

use super::error_line::{self, Coded};
use super::lines::Line;
use super::raw_page::{RawError, RawPage};
use super::titles::{self, ErrorRole, Role};
use super::{bars, cells, footer, remark};
use crate::import::document::short;
use crate::import::ledger::LineKind;

/// Which cell of a row holds what.
struct Places {
    code: usize,
    message: usize,
    /// How many cells a row has; one with more has a bar in one of them.
    usual: usize,
}

impl Places {
    /// As the titles say; code and message without them.
    fn of(lines: &[Line]) -> Self {
        let titles = lines.iter().find(|line| line.is_titles()).map(|line| line.cells.as_slice()).unwrap_or_default();
        let of = |role| titles.iter().position(|title| titles::error_role(title) == Some(role));
        let code = of(ErrorRole::Code).unwrap_or(0);
        let message = of(ErrorRole::Message).filter(|message| *message != code);
        let message = message.unwrap_or(if code == 1 { 0 } else { code + 1 });
        let usual = if titles.is_empty() { usual(lines) } else { titles.len() };
        Self { code, message, usual }
    }
}

/// How many cells most rows have, the fewer where two numbers are as frequent. One row or two say nothing of the others: code, message and
/// remedy are no cell too many then.
fn usual(lines: &[Line]) -> usize {
    let mut rows: HashMap<usize, usize> = HashMap::new();
    for line in lines.iter().filter(|line| line.has_bars() && !line.is_rule()) {
        *rows.entry(line.cells.len()).or_default() += 1;
    }
    let most = rows.iter().max_by_key(|(width, rows)| (**rows, usize::MAX - **width)).map_or(0, |(width, _)| *width);
    if rows.values().sum::<usize>() > 2 { most } else { most.max(3) }
}

/// Reads the rows of one table.
pub(crate) fn errors(lines: &[Line], page: &mut RawPage) {
    let places = Places::of(lines);
    told(lines, &places, page);
    let plain = |line: &Line| line.is_rule() || line.is_titles();
    let named = |line: &Line| !plain(line) && line.has_bars() || error_line::read(&line.text()).is_some();
    let end = lines.iter().rposition(named).unwrap_or(lines.len());
    for (at, line) in lines.iter().enumerate() {
        for more in &line.more {
            page.ledger.set(*more, LineKind::Continuation);
        }
        let kind = if plain(line) { LineKind::Header } else { error(line, &places, at >= end, page) };
        page.ledger.set(line.number, kind);
    }
}

/// A column that says more of an error than a spec does, a second code for one, is for a person to look at.
fn told(lines: &[Line], places: &Places, page: &mut RawPage) {
    let Some(header) = lines.iter().find(|line| line.is_titles()) else { return };
    remark::tell(header.number, &header.cells, page);
    let further = |(at, title): &(usize, &str)| {
        let plain = match titles::error_role(title) {
            Some(ErrorRole::Remedy) => true,
            // A second message is what another caller is told.
            Some(ErrorRole::Message) => false,
            None if ["英文", "English", "english"].iter().any(|language| title.contains(language)) => false,
            _ => titles::counts_rows(title) || titles::role_of_title(title) == Some(Role::Prose),
        };
        *at != places.code && *at != places.message && !plain
    };
    let titles = header.cells.iter().map(String::as_str).enumerate();
    let further: Vec<(usize, &str)> = titles.filter(further).collect();
    if !further.is_empty() {
        let named: Vec<String> = further.iter().map(|(_, title)| format!("`{title}`")).collect();
        let why = format!("no key of an error says what the column {} does: it was read as a remedy", named.join(", "));
        let said = further.into_iter().filter_map(|further| column(lines, places, further));
        page.ask("errors", (header.number, why), said);
    }
}

/// What a column says, row by row: `子错误码: 614 isv.a, 615 isv.b`.
fn column(lines: &[Line], places: &Places, (at, title): (usize, &str)) -> Option<String> {
    let rows = lines.iter().filter(|line| !line.is_titles() && !line.is_rule() && line.cells.len() > at);
    let said = rows.filter(|line| !line.cell(at).is_empty() && !codes(line.cell(places.code)).is_empty());
    let said: Vec<String> = said.map(|line| format!("{} {}", line.cell(places.code), line.cell(at))).collect();
    (!said.is_empty()).then(|| short(&format!("{title}: {}", said.join(", "))))
}

/// What a line of the table is; `last` says that no row stands below it.
fn error(line: &Line, places: &Places, last: bool, page: &mut RawPage) -> LineKind {
    let (code, message) = (line.cell(places.code), line.cell(places.message));
    if line.is_row() {
        // A name and a type: this is a row of another table.
        let why = "this looks like a row of fields, but it stands in a table of errors";
        page.stray(line.number, line.cell(0).to_owned(), why);
        return LineKind::Quarantined;
    }
    let codes = codes(code);
    if line.cells.len() >= 2 && !codes.is_empty() {
        let rest = line.cells.iter().enumerate().filter(|(at, _)| *at != places.code && *at != places.message);
        let rest: Vec<&str> = rest.map(|(_, cell)| cell.as_str()).collect();
        let wide = line.cells.len() > places.usual;
        let marked = line.cells.iter().any(|cell| bars::asks(cell).is_some());
        let doubtful = wide || marked;
        if wide {
            let why = "this row of the error table has a cell more than the others: see where its message ends";
            page.review.push((line.number, why.to_owned()));
        }
        if marked {
            let why = "a part of this row of the error table is struck out or raised: see whether it holds, and what its message is";
            page.review.push((line.number, why.to_owned()));
        }
        for code in codes {
            let (code, message, remedy) = (code.to_owned(), message.to_owned(), rest.join(" "));
            page.errors.push(RawError { code, message, remedy, line: line.number, doubtful });
        }
        return LineKind::Error;
    }
    if line.cells.len() < 2 && !line.has_bars() {
        let text = line.text();
        if let Some(Coded { code, message, doubtful }) = error_line::read(&text) {
            page.review.push((line.number, format!("the line begins with {code}: it was read as an error")));
            page.errors.push(RawError { code, message, line: line.number, doubtful, ..RawError::default() });
            return LineKind::Error;
        }
        if !error_line::may_hold_code(&text, !last) || last && footer::is_footer(&text) {
            // Below the table: author, copyright.
            return LineKind::Header;
        }
    }
    page.uncoded.push((line.number, line.text()));
    if cells::cjk_count(line.cell(0)) > 0 { LineKind::Note } else { LineKind::Quarantined }
}

/// The codes of a cell: one, or some numbers with the same message. Of a range nobody knows which numbers of it there are.
fn codes(cell: &str) -> Vec<&str> {
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = cell.split(['/', '、', ',', '，', ';', '；', '或', '|']).map(str::trim).collect();
    let alike = parts.iter().all(|part| number(part) && Some(part.len()) == parts.first().map(|first| first.len()));
    if parts.len() > 1 && alike {
        return parts;
    }
    let ranged = cell.split_once(['-', '~']).is_some_and(|(from, to)| number(from.trim()) && number(to.trim()));
    let any = cell.trim_end_matches(['x', 'X', '*']);
    let ranged = ranged || any.len() < cell.len() && number(any);
    if ranged || !cells::is_error_code(cell) { Vec::new() } else { vec![cell] }
}
