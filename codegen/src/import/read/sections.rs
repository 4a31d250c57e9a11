//! A page of either site, cut at its headings: head, tables, samples.

use super::below::{self, Reach};
use super::evidence::Evidence;
use super::raw_page::RawPage;
use super::{footer, remark, texts};
use crate::import::document::{Facts, Sample, short};
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
    /// Other samples of it.
    pub others: Vec<Sample>,
    /// Words of `review` for the operation as a whole.
    pub marks: Vec<&'static str>,
    /// The page's own words for them.
    pub said: Vec<String>,
}

impl Read {
    /// Leaves something of the operation as a whole to a person: the word of `review`, where and why, and the page's own words, which are
    /// said once.
    pub(super) fn ask(&mut self, mark: &'static str, (number, why): (usize, String), said: &str) {
        self.page.review.push((number, why));
        self.marks.push(mark);
        let said = short(said);
        if !self.said.contains(&said) {
            self.said.push(said);
        }
    }
}

/// How the lines of a section are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One by one: facts about the operation.
    Head,
    /// One by one too: what all operations have in common, rows and all.
    Common,
    /// Together.
    Table,
    /// Together too, and a heading of Markdown that is not known begins something else.
    Errors,
    /// Not at all.
    Sample,
    /// As one text too: it shows how the reply nests.
    Reply,
    /// Not at all, up to where the text in JSON or XML ends.
    Shown,
}

/// What a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn<S> {
    /// It is the heading of a section.
    Heading(S),
    /// It is the first line of one that has no heading.
    Inside(S),
}

/// The lines above and below one, without empty ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) above: Option<&'a str>,
    pub(crate) below: Option<&'a str>,
    /// An empty line stands above it.
    pub(crate) apart: bool,
}

impl<'a> Around<'a> {
    fn of(lines: &[&'a str], index: usize) -> Self {
        let said = |line: &&str| !line.trim().is_empty();
        let above = lines.iter().take(index).rev().copied().find(said);
        let apart = index.checked_sub(1).and_then(|before| lines.get(before)).is_none_or(|before| !said(before));
        Self { above, below: lines.iter().skip(index + 1).copied().find(said), apart }
    }
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
pub(crate) fn cut<'a, S: Copy + PartialEq>(
    text: &'a str,
    first: S,
    heading: impl Fn(S, &str, Around<'_>) -> Option<Turn<S>>,
    kind: impl Fn(S) -> Kind,
    head: impl Fn(S, &str, &mut Read),
    row_name: impl Fn(&str) -> Option<String>,
) -> Cut<'a, S> {
    let mut read = unread(text);
    let mut section = first;
    let (mut sample, mut sample_line) = (String::new(), 0);
    let mut tables: Vec<(S, Vec<(usize, &'a str)>)> = Vec::new();
    let mut reach = Reach::default();
    // Lines below a sample or a table of errors: whether it was a table, and they.
    let mut below: Vec<(bool, Vec<(usize, &'a str)>)> = Vec::new();
    let mut left = false;
    let lines: Vec<&'a str> = text.lines().collect();
    for (index, line) in lines.iter().copied().enumerate() {
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
        if let Some(turn) = heading(section, line, Around::of(&lines, index)) {
            let (Turn::Heading(next) | Turn::Inside(next)) = turn;
            section = next;
            (reach, left) = (Reach::default(), false);
            tables.push((section, Vec::new()));
            if turn == Turn::Heading(next) {
                mark(&mut read, LineKind::Header);
                remarked(kind(next), (number, line), &mut read);
                continue;
            }
        }
        let stays = stays(kind(section), &mut reach, line, lines.get(index + 1..).unwrap_or(&[]), left);
        if !stays && !left {
            below.push((kind(section) == Kind::Errors, Vec::new()));
        }
        left = !stays;
        if !matches!(kind(section), Kind::Table | Kind::Errors | Kind::Common)
            && let Some(name) = row_name(line)
        {
            read.page.stray(number, name, STRAY);
            continue;
        }
        match kind(section) {
            _ if left => {
                if let Some((_, rest)) = below.last_mut() {
                    rest.push((number, line));
                }
            }
            Kind::Head | Kind::Common => {
                // The head has the last word on a line that it did not understand.
                mark(&mut read, LineKind::Header);
                head(section, line, &mut read);
            }
            Kind::Table | Kind::Errors => {
                if let Some((_, rows)) = tables.last_mut() {
                    rows.push((number, line));
                }
            }
            sampled => {
                if sampled == Kind::Reply {
                    sample_line = if sample_line == 0 { number } else { sample_line };
                    sample.extend([line, "\n"]);
                }
                mark(&mut read, LineKind::Sample);
            }
        }
    }
    for (errors, rest) in below {
        below::read(&rest, errors, &mut read.page);
    }
    Cut { read, tables, sample, sample_line }
}

/// What a heading says of all that stands below it is left to a person; of a sample nothing but what binds whoever calls.
fn remarked(kind: Kind, (number, line): (usize, &str), read: &mut Read) {
    let asks = match kind {
        Kind::Table | Kind::Errors => remark::asks(line),
        Kind::Sample | Kind::Reply | Kind::Shown => remark::is_in(line) && texts::demand(line).is_some(),
        Kind::Head | Kind::Common => false,
    };
    if asks {
        read.ask("prose", (number, "this heading says of all below it what no row says".to_owned()), line);
    }
}

/// A page of which nothing is read yet.
fn unread(text: &str) -> Read {
    Read {
        page: RawPage { ledger: Ledger::of_lines(text.lines().count()), ..RawPage::default() },
        facts: Facts::default(),
        operation: None,
        evidence: Evidence::default(),
        sample: None,
        others: Vec::new(),
        marks: Vec::new(),
        said: Vec::new(),
    }
}

/// Whether a line belongs to what its section holds; `left` says that the one above did not.
fn stays(kind: Kind, reach: &mut Reach, line: &str, below: &[&str], left: bool) -> bool {
    let next = below.iter().copied().find(|line| !line.trim().is_empty());
    match kind {
        Kind::Reply => reach.has_reply(line, next),
        // The numbers of its lines, and what the other way of writing it is called.
        Kind::Shown => {
            let text = line.trim();
            let of_lines = text.chars().all(|c| c.is_ascii_digit()) || text.ends_with("示例");
            of_lines || reach.has_reply(line, next)
        }
        Kind::Sample => reach.has_code(line, next),
        Kind::Errors => !left && !footer::is_heading(line),
        Kind::Head | Kind::Common | Kind::Table => true,
    }
}

const STRAY: &str = "this looks like a row of a table, but it stands under no heading of one that is known";
