//! From the text of a file to a [`Document`]: the form is found by content.

use serde_json::Value;

use super::evidence::Evidence;
use super::prose;
use super::{cells, metadata, page_head, raw_page, top_page, vvtool_page};
use crate::import::clean::patterns::Patterns;
use crate::import::clean::sanitise;
use crate::import::document::{Document, ErrorRow, Form, Part, Row};
use crate::import::memory::digest;
use crate::import::stand_in::{Replaced, holds_stand_in};

/// Why a file is no document we know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The file.
    pub name: String,
    /// What was recognised.
    pub recognised: Vec<String>,
    /// What was not.
    pub missing: Vec<String>,
}

impl std::fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |items: &[String]| if items.is_empty() { "nothing".to_owned() } else { items.join("; ") };
        write!(
            f,
            "{}: not a document of a form I know (vv-tool page, TOP page, getDocument payload, method metadata). Recognised: {}. Not found: {}",
            self.name,
            list(&self.recognised),
            list(&self.missing)
        )
    }
}

impl std::error::Error for NotUnderstood {}

/// Reads documents; what it looks for is compiled once per run.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    clean: Patterns,
    prose: prose::Patterns,
}

impl Reader {
    /// True when every pattern compiled; a test asks.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.clean.complete() && self.prose.complete()
    }

    /// Reads one file. `donor` is what other documents show inside objects of the same name.
    ///
    /// # Errors
    /// When the text has none of the known forms; the error says what was recognised and what was not.
    pub fn document(
        &self,
        name: &str,
        text: &str,
        service: Option<&str>,
        donor: &Evidence,
    ) -> Result<Document, NotUnderstood> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim_start().starts_with(['{', '[']) {
            json(name, text, service, self)
        } else {
            page(name, text, service, donor, self)
        }
    }
}

fn page(
    name: &str,
    text: &str,
    service: Option<&str>,
    donor: &Evidence,
    reader: &Reader,
) -> Result<Document, NotUnderstood> {
    let mut replaced = Replaced::default();
    let clean = sanitise::page(text, &reader.clean, &mut replaced);
    let form = page_form(name, &clean)?;
    one_page(name, &clean)?;
    let mut read = match form {
        Form::TopPage => top_page::read(&clean, &reader.prose),
        _ => vvtool_page::read(&clean, &reader.prose),
    };
    if read.page.rows.is_empty() && read.page.errors.is_empty() {
        return Err(NotUnderstood {
            name: name.to_owned(),
            recognised: vec![format!("headings of a {}", form.as_str())],
            missing: vec![
                "a table row with a name and a type".to_owned(),
                "an error row with a code and a message".to_owned(),
            ],
        });
    }
    let mut evidence = donor.clone();
    let sample = std::mem::take(&mut read.evidence);
    merge(&mut evidence, &sample, read.facts.data_row.as_deref());
    let listed = vvtool_page::selectable(&read.page);
    let finished = raw_page::finish(&mut read.page, &evidence, read.facts.data.as_deref(), &reader.prose);
    let mut rows = finished.rows;
    if let Some((line, names)) = listed {
        add_listed(&mut rows, line, &names, read.facts.data.as_deref());
    }
    sanitise::rows(&mut rows, &reader.clean, &mut replaced);
    let mut review = read.page.review;
    review.extend(std::mem::take(&mut read.facts.notes).into_iter().map(|note| (0, note)));
    replaced_messages(&finished.errors, &mut review);
    let uncoded = std::mem::take(&mut read.page.uncoded);
    let texts: Vec<&str> = uncoded.iter().map(|(_, text)| text.as_str()).collect();
    read.facts.uncoded = Some(digest::of_prose(&texts.join("\n")));
    let why =
        |(line, _): &(usize, String)| (*line, "this row of the error table has no code; it was left out".to_owned());
    review.extend(uncoded.iter().map(why));
    Ok(Document {
        name: name.to_owned(),
        form,
        service: service.unwrap_or(form.service()).to_owned(),
        operation: read.operation,
        digest: digest::of_document(text),
        facts: read.facts,
        rows,
        errors: finished.errors,
        ledger: read.page.ledger,
        review,
        unread: read.page.unread,
        replaced,
    })
}

/// A message is what the wire says; one that held a secret is kept without it, and matches nothing until a person looks at it.
fn replaced_messages(errors: &[ErrorRow], review: &mut Vec<(usize, String)>) {
    for error in errors.iter().filter(|error| holds_stand_in(&error.message)) {
        review.push((
            error.line,
            format!(
                "the message of error {} held a secret or personal data; it was replaced by a stand-in",
                error.code
            ),
        ));
    }
}

/// The sample wins a place in the evidence beside the donor; where the data IS a record, the root is that record.
fn merge(evidence: &mut Evidence, sample: &Evidence, data_row: Option<&str>) {
    if let Some(row) = data_row {
        evidence.also(row, "");
    }
    evidence.absorb(sample);
}

/// Names that only a list of askable fields has: fields too, without a declared type.
fn add_listed(rows: &mut Vec<Row>, line: usize, names: &[String], data: Option<&str>) {
    for name in names {
        let known = rows.iter().any(|row| row.part == Part::Reply && row.at.is_empty() && row.name == *name);
        if known {
            continue;
        }
        rows.push(Row {
            part: Part::Reply,
            at: Vec::new(),
            owner: data.unwrap_or("Reply").to_owned(),
            name: name.clone(),
            ty: String::new(),
            required: None,
            example: None,
            values: Vec::new(),
            default: None,
            max_chars: None,
            limits: String::new(),
            unit: None,
            format: None,
            obligations: Vec::new(),
            prose: String::new(),
            term: String::new(),
            review: vec!["type".to_owned()],
            line,
        });
    }
}

fn json(name: &str, text: &str, service: Option<&str>, reader: &Reader) -> Result<Document, NotUnderstood> {
    let wrong = |missing: String| NotUnderstood {
        name: name.to_owned(),
        recognised: vec!["it begins like JSON".to_owned()],
        missing: vec![missing],
    };
    let mut parsed: Value = serde_json::from_str(text).map_err(|error| wrong(format!("valid JSON ({error})")))?;
    let mut replaced = Replaced::default();
    sanitise::json(&mut parsed, &reader.clean, &mut replaced);
    // The page gets its payload inside `data` or `result` of an answer.
    let inner =
        ["data", "result"].iter().find_map(|key| parsed.get(*key).filter(|inner| metadata::form(inner).is_ok()));
    let method = inner.unwrap_or(&parsed);
    let form = metadata::form(method).map_err(wrong)?;
    for list in ["requestParams", "responseParams", "errorCodes"] {
        if method.get(list).is_some_and(|value| !value.is_array() && !value.is_null()) {
            return Err(wrong(format!("a list under the key {list}")));
        }
    }
    let mut read = metadata::read(method, &reader.prose);
    if read.operation.is_empty() {
        return Err(wrong("the method's name".to_owned()));
    }
    sanitise::rows(&mut read.rows, &reader.clean, &mut replaced);
    replaced_messages(&read.errors, &mut read.review);
    Ok(Document {
        name: name.to_owned(),
        form,
        service: service.unwrap_or(form.service()).to_owned(),
        operation: Some(read.operation),
        digest: digest::of_document(text),
        facts: read.facts,
        rows: read.rows,
        errors: read.errors,
        ledger: read.ledger,
        review: read.review,
        unread: Vec::new(),
        replaced,
    })
}

/// Two pages in one file would become one operation.
fn one_page(name: &str, text: &str) -> Result<(), NotUnderstood> {
    let begins = |line: &str| {
        line.trim_start_matches(['#', '*', ' ']).starts_with("接口地址") || page_head::top_method(line).is_some()
    };
    let mut heads: Vec<(usize, &str)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| begins(line)) {
        if heads.iter().all(|(_, known)| *known != line.trim()) {
            heads.push((number, line.trim()));
        }
    }
    let [(first, _), (second, _), ..] = heads.as_slice() else { return Ok(()) };
    Err(NotUnderstood {
        name: name.to_owned(),
        recognised: vec![format!("the heads of two pages, in line {first} and in line {second}")],
        missing: vec!["one page: save each of them in a file of its own".to_owned()],
    })
}

fn page_form(name: &str, text: &str) -> Result<Form, NotUnderstood> {
    let mut recognised: Vec<String> = Vec::new();
    let mut tops = 0usize;
    let mut vvs = 0usize;
    for line in text.lines() {
        let trimmed = line.trim();
        let cells: Vec<&str> = trimmed.trim_matches('|').split('|').map(str::trim).collect();
        let second = cells.get(1).copied().unwrap_or("");
        if trimmed.contains('└')
            || page_head::top_method(trimmed).is_some()
            || trimmed.starts_with("错误码 错误描述")
            || trimmed.starts_with("名称 类型")
        {
            tops += 1;
        } else if trimmed.starts_with("接口地址")
            || (cells.len() >= 2
                && (cells.first().is_some_and(|cell| cells::is_name(cell)) && cells::is_type(second)
                    || (cells.len() >= 3
                        && cells.first().is_some_and(|cell| cells::is_error_code(cell))
                        && cells::cjk_count(second) > 0)))
        {
            vvs += 1;
        } else if ["请求参数", "响应参数", "返回参数", "公共错误码", "响应代码", "错误码解释"]
            .contains(&trimmed.trim_start_matches(['#', ' ']))
        {
            recognised.push(format!("the heading {trimmed}"));
        }
    }
    if tops == 0 && vvs == 0 {
        let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
        recognised.push(format!("{lines} lines of text"));
        return Err(NotUnderstood {
            name: name.to_owned(),
            recognised,
            missing: vec![
                "rows with a name and a type, in bars or bullets".to_owned(),
                "error rows".to_owned(),
                "an interface address or a method name".to_owned(),
            ],
        });
    }
    Ok(if tops > vvs { Form::TopPage } else { Form::VvtoolPage })
}
