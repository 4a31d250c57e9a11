//! A page of either site, cut at its headings: head, tables, samples.

use super::evidence::Evidence;
use super::raw_page::RawPage;
use crate::import::document::{Facts, Sample};
use crate::import::ledger::{Ledger, LineKind};

/// A page, read up to nesting.
#[derive(Debug)]
pub struct Read {
    /// Rows and errors.
    pub page: RawPage,
    /// About the operation.
    pub facts: Facts,
    /// The operation's path: `erps/send`.
    pub operation: Option<String>,
    /// What the sample reply shows.
    pub evidence: Evidence,
    /// The sample reply itself.
    pub sample: Option<Sample>,
    /// Words of `review` for the operation as a whole.
    pub marks: Vec<&'static str>,
}

/// How the lines of a section are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One by one: facts about the operation.
    Head,
    /// Together.
    Table,
    /// Not at all.
    Sample,
    /// As one text too: it shows how the reply nests.
    Reply,
}

/// A page in pieces.
#[derive(Debug)]
pub(crate) struct Cut<'a, S> {
    /// What is read so far: the head, and where the lines went.
    pub(crate) read: Read,
    /// Sections with their numbered lines; those that are no tables have none.
    pub(crate) tables: Vec<(S, Vec<(usize, &'a str)>)>,
    /// The sample reply.
    pub(crate) sample: String,
    /// The line it begins on; 0 where there is none.
    pub(crate) sample_line: usize,
}

/// Cuts a page that begins in the section `first`.
pub(crate) fn cut<'a, S: Copy>(
    text: &'a str,
    first: S,
    heading: impl Fn(&str) -> Option<S>,
    kind: impl Fn(S) -> Kind,
    head: impl Fn(&str, &mut Read),
    row_name: impl Fn(&str) -> Option<String>,
) -> Cut<'a, S> {
    let mut read = Read {
        page: RawPage { ledger: Ledger::of_lines(text.lines().count()), ..RawPage::default() },
        facts: Facts::default(),
        operation: None,
        evidence: Evidence::default(),
        sample: None,
        marks: Vec::new(),
    };
    let mut section = first;
    let mut sample = String::new();
    let mut sample_line = 0;
    let mut tables: Vec<(S, Vec<(usize, &'a str)>)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let mark = |read: &mut Read, kind| read.page.ledger.set(number, kind);
        if line.trim().is_empty() {
            mark(&mut read, LineKind::Blank);
            // An error in the sample is told with its line.
            if sample_line > 0 && kind(section) == Kind::Reply {
                sample.push('\n');
            }
            continue;
        }
        if let Some(next) = heading(line) {
            section = next;
            mark(&mut read, LineKind::Header);
            tables.push((section, Vec::new()));
            continue;
        }
        if kind(section) != Kind::Table
            && let Some(name) = row_name(line)
        {
            read.page.strays.push((number, name));
            read.page.review.push((
                number,
                "this looks like a row of a table, but it stands under no heading of one that is known".to_owned(),
            ));
            continue;
        }
        match kind(section) {
            Kind::Head => {
                head(line, &mut read);
                mark(&mut read, LineKind::Header);
            }
            Kind::Table => {
                if let Some((_, rows)) = tables.last_mut() {
                    rows.push((number, line));
                }
            }
            sampled => {
                if sampled == Kind::Reply {
                    if sample_line == 0 {
                        sample_line = number;
                    }
                    sample.push_str(line);
                    sample.push('\n');
                }
                mark(&mut read, LineKind::Sample);
            }
        }
    }
    Cut { read, tables, sample, sample_line }
}
