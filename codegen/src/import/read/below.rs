//! What stands below a sample: where it ends, and what a page says behind it under a heading that nobody knows. No line of it is lost
//! without a word: errors are read, the rest is for a person to look at.

use std::borrow::Cow;

use super::footer::{is_footer, is_heading};
use super::raw_page::RawPage;
use super::{bars, cells, error_table, lines, texts};
use crate::import::ledger::LineKind;

/// Longest heading that has no mark, in characters.
const HEADING: usize = 16;

/// How far the sample of a section is read.
#[derive(Debug, Default)]
pub(super) struct Reach {
    depth: usize,
    quoted: bool,
    fenced: bool,
    /// The element that stands around a sample in XML.
    root: Option<String>,
    begun: bool,
    ended: bool,
}

impl Reach {
    /// Whether a line belongs to the sample reply; `below` is the next line that is not empty.
    pub(super) fn has_reply(&mut self, line: &str, below: Option<&str>) -> bool {
        let text = line.trim();
        if is_fence(text) {
            self.ended |= self.fenced && self.begun;
            self.fenced = !self.fenced;
            return true;
        }
        let open = self.begun && !self.ended;
        // No line of JSON begins so.
        let other = is_heading(text) && !self.fenced
            || !self.quoted && self.root.is_none() && text.starts_with(|c: char| cells::is_cjk(c));
        if open && other {
            self.ended = true;
        } else if open {
            self.follow(text);
            return true;
        }
        if begins_sample(text) {
            *self = Self { begun: true, fenced: self.fenced, ..Self::default() };
            self.follow(text);
            return true;
        }
        // What a sample is called, or words in front of one.
        let captions = below.is_some_and(|below| begins_sample(below) || is_fence(below));
        let plain = !text.contains('|') && texts::demand(text).is_none();
        let before = !self.begun && !is_heading(text);
        (plain && (captions || before)) || before && text.contains(['{', '[']) && self.opens_within(text)
    }

    /// Whether a line belongs to the sample of a request, which is code of any language: what is none shows in its marks only.
    pub(super) fn has_code(&mut self, line: &str, below: Option<&str>) -> bool {
        let text = line.trim();
        if is_fence(text) {
            self.ended = self.fenced;
            self.fenced = !self.fenced;
            return true;
        }
        let titled = |captioned| lines::titled(&bars::plain(text), captioned, below).is_some();
        // `# words` is a comment in some languages.
        let deep = text.starts_with("##") && cells::cjk_count(text) > 0;
        let captions = below.is_some_and(|below| is_fence(below) || begins_sample(below) || below.starts_with("curl"));
        let leaves = !self.fenced && (deep || titled(true)) && !captions;
        self.ended |= leaves;
        if !self.fenced && self.ended && captions && texts::demand(text).is_none() {
            return true;
        }
        self.fenced || !self.ended
    }

    /// A sample that begins behind words: `返回: {"code": 0}`.
    fn opens_within(&mut self, text: &str) -> bool {
        let Some(at) = text.find(['{', '[']) else { return false };
        self.begun = true;
        self.follow(text.get(at..).unwrap_or_default());
        true
    }

    fn follow(&mut self, text: &str) {
        if self.root.is_some() || self.depth == 0 && text.starts_with('<') {
            return self.follow_xml(text);
        }
        let mut escaped = false;
        for c in text.chars() {
            match c {
                '"' if !escaped => self.quoted = !self.quoted,
                '{' | '[' if !self.quoted => self.depth += 1,
                '}' | ']' if !self.quoted => {
                    self.depth = self.depth.saturating_sub(1);
                    self.ended |= self.depth == 0;
                }
                _ => {}
            }
            escaped = self.quoted && c == '\\' && !escaped;
        }
    }

    fn follow_xml(&mut self, text: &str) {
        if self.root.is_none() {
            let tags = text.split('<').skip(1).filter(|tag| !tag.starts_with(['?', '!', '/']));
            let name = tags.filter_map(|tag| tag.split(['>', ' ', '/']).next()).find(|name| !name.is_empty());
            self.root = name.map(str::to_owned);
        }
        let closed = self.root.as_ref().is_some_and(|root| text.contains(&format!("</{root}>")));
        self.ended |= closed;
    }
}

pub(super) fn is_fence(text: &str) -> bool {
    text.trim_start().starts_with("```") || text.trim_start().starts_with("~~~")
}

pub(super) fn begins_sample(text: &str) -> bool {
    const TAGS: [&str; 15] =
        ["table", "thead", "tbody", "tr", "td", "th", "p", "div", "b", "br", "span", "font", "ul", "li", "strong"];
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix('<') {
        let name = rest.trim_start_matches('/').split(['>', ' ', '/']).next().unwrap_or_default().to_ascii_lowercase();
        return !(TAGS.contains(&name.as_str()) || name.len() == 2 && name.starts_with('h'));
    }
    // `[注意]` is a word in brackets.
    let inner = text.trim_start_matches(['[', '{']).trim_start();
    text.starts_with(['{', '[', '}', ']']) && !inner.starts_with(|c: char| cells::is_cjk(c))
}

/// A line that begins something: marked as a heading, or as short as one.
fn begins_block(text: &str) -> bool {
    let bold = text.starts_with("**") && text.trim_end_matches([':', '：']).ends_with("**");
    let bare = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '【' | '(' | '（'));
    let sentence = text.contains(['|', '｜', '\t', ',', '，', '。', ';', '；', '=', '、']);
    let valued = text.split_once([':', '：']).is_some_and(|(_, value)| !value.trim().is_empty());
    is_heading(text) || bold || bare && !sentence && !valued && text.chars().count() <= HEADING
}

/// Reads what stands below. `errors` says that it stood in a table of errors before a heading parted it.
pub(super) fn read(rest: &[(usize, &str)], errors: bool, page: &mut RawPage) {
    let mut blocks: Vec<Vec<(usize, &str)>> = Vec::new();
    for (index, (number, line)) in rest.iter().enumerate() {
        let barred_before =
            index.checked_sub(1).and_then(|at| rest.get(at)).is_some_and(|(_, line)| line.contains('|'));
        let below = rest.get(index + 1).map(|(_, line)| *line);
        let titles = barred_before && lines::titled(&bars::plain(line), false, below).is_some();
        if blocks.is_empty() || titles || begins_block(line.trim()) {
            blocks.push(Vec::new());
        }
        if let Some(block) = blocks.last_mut() {
            block.push((*number, line));
        }
    }
    for block in blocks {
        read_block(&block, errors, page);
    }
}

fn read_block(block: &[(usize, &str)], inherits: bool, page: &mut RawPage) {
    let rows = bars::of_table(block);
    let caption = block.first().map_or("", |(_, line)| *line);
    let titled = rows.iter().enumerate().any(|(at, (_, line))| {
        let below = rows.get(at + 1).map(|(_, line)| line.as_ref());
        lines::titled(line, true, below) == Some(lines::Titled::Errors)
    });
    let named = begins_block(caption.trim()) && speaks_of_errors(caption);
    if titled || (named || inherits) && coded(&rows) {
        let cut = lines::split(&rows, true);
        error_table::errors(&cut, page);
        for line in &cut {
            if page.ledger.get(line.number) != Some(LineKind::Header) {
                continue;
            }
            let text = line.text();
            let known = line.is_rule() || line.is_titles() || line.number == block.first().map_or(0, |first| first.0);
            if !known && !is_footer(&text) {
                page.ledger.set(line.number, LineKind::Quarantined);
            }
        }
    } else {
        for (number, line) in block {
            let kind = if is_footer(line) { LineKind::Header } else { LineKind::Quarantined };
            page.ledger.set(*number, kind);
        }
    }
    let lost = block.iter().filter(|(number, _)| page.ledger.get(*number) == Some(LineKind::Quarantined));
    let lost: Vec<usize> = lost.map(|(number, _)| *number).collect();
    if let (Some(first), Some(last)) = (lost.first(), lost.last()) {
        let to = if first == last { String::new() } else { format!(", down to line {last}") };
        page.review.push((*first, format!("this stands below the sample and was not read{to}")));
    }
}

/// Whether the words of a heading are about errors.
fn speaks_of_errors(title: &str) -> bool {
    const WORDS: [&str; 12] = [
        "错误",
        "报错",
        "异常",
        "返回码",
        "响应码",
        "状态码",
        "结果码",
        "返回代码",
        "响应代码",
        "失败原因",
        "业务码",
        "子码",
    ];
    WORDS.iter().any(|word| title.contains(word)) || title.to_ascii_lowercase().contains("error")
}

/// Whether every row begins with a code of some length: `12001 | 甲`, `- 12001: 甲`.
fn coded(rows: &[(usize, Cow<'_, str>)]) -> bool {
    let code = |line: &str| {
        let text = line.trim().trim_start_matches(['|', '-', '*', '•', '·', ' ', '`']);
        let digits = text.chars().take_while(char::is_ascii_digit).count();
        let named = || {
            text.split(['|', ' ', ':', '：']).next().is_some_and(|word| word.contains("isv.") || word.contains("isp."))
        };
        (2..=8).contains(&digits) || named()
    };
    let barred: Vec<&str> = rows.iter().map(|(_, line)| line.as_ref()).filter(|line| line.contains('|')).collect();
    if barred.is_empty() { rows.iter().any(|(_, line)| code(line)) } else { barred.into_iter().any(code) }
}
