//! The list of forms. Each has a file that declares all there is to it; a form in [`FORMS`] is found, read, remembered and written.

use serde_json::{Map, Value};

use super::medium::{Medium, Reading};
use super::metadata::Method;
use super::prose::Patterns;
use super::sections::Read;
use super::{catalogue, getdocument, page_head, top_headings, top_page, vvtool_page};
use crate::diag::counted;
use crate::import::form::Form;

/// All forms. Of two page forms with as many lines that speak for them, the lower one is taken; of two payload forms that fit, the
/// upper one.
pub static FORMS: &[&Reading] = &[&top_page::FORM, &vvtool_page::FORM, &getdocument::FORM, &catalogue::FORM];

/// The form that docs.lock calls so.
#[must_use]
pub fn named(name: &str) -> Option<Form> {
    FORMS.iter().map(|form| Form::of(&form.facts)).find(|form| form.name == name)
}

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
        let forms: Vec<&str> = FORMS.iter().map(|form| form.facts.title).collect();
        write!(
            f,
            "{}: not a document of a form I know ({}). Recognised: {}. Not found: {}",
            self.name,
            forms.join(", "),
            list(&self.recognised),
            list(&self.missing)
        )
    }
}

impl std::error::Error for NotUnderstood {}

/// A page form and how it is read.
pub(super) type Page = (Form, fn(&str, &Patterns) -> Read);

/// How many lines of a page speak for a form.
struct Votes {
    lines: usize,
    speaks: fn(&str) -> bool,
    page: Page,
}

/// Whether a text is the source of a page and not what a reader of it sees.
fn is_source(text: &str) -> bool {
    let begin = text.trim_start().split('\n').take(3).collect::<String>().to_ascii_lowercase();
    begin.starts_with("<!doctype html") || begin.starts_with('<') && begin.contains("<html")
}

/// The form of a page, by the lines that speak for one.
pub(super) fn of_page(name: &str, text: &str) -> Result<Page, NotUnderstood> {
    if is_source(text) {
        return Err(NotUnderstood {
            name: name.to_owned(),
            recognised: vec!["a page in HTML".to_owned()],
            missing: vec![
                "its text: select all of the page in a browser, copy it, and save it as plain text or Markdown"
                    .to_owned(),
            ],
        });
    }
    let mut pages: Vec<Votes> = Vec::new();
    for form in FORMS {
        if let Medium::Page { speaks, read, .. } = form.medium {
            pages.push(Votes { lines: 0, speaks, page: (Form::of(&form.facts), read) });
        }
    }
    let mut recognised: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(votes) = pages.iter_mut().find(|votes| (votes.speaks)(line)) {
            votes.lines += 1;
        } else if HEADINGS.contains(&line.trim_start_matches(['#', ' '])) {
            recognised.push(format!("the heading {line}"));
        }
    }
    let most = pages.into_iter().filter(|votes| votes.lines > 0).max_by_key(|votes| votes.lines);
    if let Some(votes) = most {
        return Ok(votes.page);
    }
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    recognised.push(format!("{} of text", counted(lines, "line")));
    Err(NotUnderstood {
        name: name.to_owned(),
        recognised,
        missing: vec![
            "rows with a name and a type, in bars or bullets".to_owned(),
            "error rows".to_owned(),
            "an interface address or a method name".to_owned(),
        ],
    })
}

/// Headings that pages of several forms have: they speak for none.
const HEADINGS: [&str; 6] = ["请求参数", "响应参数", "返回参数", "公共错误码", "响应代码", "错误码解释"];

/// Two pages in one file would become one operation.
pub(super) fn one_page(name: &str, text: &str) -> Result<(), NotUnderstood> {
    let begins = |line: &&str| {
        FORMS.iter().any(|form| match form.medium {
            Medium::Page { begins, .. } => begins(line),
            Medium::Payload { .. } => false,
        })
    };
    let mut heads: Vec<(usize, &str)> = Vec::new();
    // What all methods of a platform have in common: the address of its gateway is none of an operation.
    let (mut platform, mut common) = (false, false);
    for (number, line) in (1..).zip(text.lines()) {
        platform |= page_head::top_method(line).is_some();
        common = top_headings::is_of_all(line).unwrap_or(common);
        if !begins(&line) || platform && common && page_head::is_address(line) {
            continue;
        }
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

/// A payload form, the members of the method, and how they are read.
pub(super) type Payload<'a> = (Form, &'a Map<String, Value>, fn(&Map<String, Value>, &Patterns) -> Method);

/// The form of a payload, or what is missing from it.
pub(super) fn of_payload(json: &Value) -> Result<Payload<'_>, String> {
    let Value::Object(members) = json else { return Err("it is JSON, but not an object".to_owned()) };
    let has = |key: &str| members.contains_key(key);
    if has("name") && (has("requestParams") || has("responseParams") || has("apiChineseName")) {
        for form in FORMS {
            match form.medium {
                Medium::Payload { fits, read } if fits(members) => return Ok((Form::of(&form.facts), members, read)),
                _ => {}
            }
        }
    }
    let keys: Vec<&str> = members.keys().map(String::as_str).take(8).collect();
    Err(format!(
        "it is a JSON object with the keys {}, without `name` and `requestParams` or `responseParams`",
        keys.join(", ")
    ))
}
