//! Error rows as entries of a service's `errors.yaml`.

use std::collections::{HashMap, HashSet};

use super::mark::Mark;
use super::names::Names;
use super::naming;
use super::yaml::quoted;
use crate::import::document::ErrorRow;
use crate::load::raw::RawService;
use crate::message;
use crate::model::reserved;
use crate::words::{Class, WriteOutcome};

/// The error table of one service, with what an import adds.
#[derive(Debug, Clone, Default)]
pub struct ErrorTable {
    /// Replies are told apart by code alone.
    by_code: bool,
    /// Name by code and normal message; by code alone where that decides.
    known: HashMap<(String, String), String>,
    names: Names,
    /// New entries, in the order they were met.
    added: Vec<New>,
    /// Where among them those of a name are, and which messages of theirs are known.
    places: HashMap<String, (usize, HashSet<String>)>,
}

#[derive(Debug, Clone)]
struct New {
    name: String,
    code: String,
    message: String,
    aliases: Vec<String>,
    /// A known document has it now: it stays open like every change of one.
    added: bool,
    /// Where one of its messages ends is not certain.
    doubtful: bool,
}

impl ErrorTable {
    /// What the service has.
    #[must_use]
    pub fn of(service: Option<&RawService>, by_code: bool) -> Self {
        let mut errors = Self { by_code, ..Self::default() };
        errors.names.take(reserved::VARIANT.to_owned());
        for error in service.map(|service| service.errors.as_slice()).unwrap_or_default() {
            errors.names.take(error.name.value.clone());
            for message in error.aliases.iter().chain([&error.message]) {
                let key = errors.key(&error.code.value, &message.value);
                errors.known.entry(key).or_insert_with(|| error.name.value.clone());
            }
        }
        errors
    }

    fn key(&self, code: &str, message: &str) -> (String, String) {
        (message::code_key(code).to_owned(), if self.by_code { String::new() } else { message::normal(message) })
    }

    /// The name of a documented error; a new entry is made where there is none.
    /// `before`: the document was known.
    pub fn name(&mut self, row: &ErrorRow, before: bool) -> Option<String> {
        if row.code.trim().is_empty() || row.message.trim().is_empty() {
            return None;
        }
        let key = self.key(&row.code, &row.message);
        if let Some(name) = self.known.get(&key) {
            if let Some((place, messages)) = self.places.get_mut(name)
                && let Some(new) = self.added.get_mut(*place)
            {
                if messages.insert(message::normal(&row.message)) {
                    new.aliases.push(row.message.clone());
                }
                new.doubtful |= row.doubtful;
            }
            return Some(name.clone());
        }
        let name = self.fresh(row);
        self.names.take(name.clone());
        self.known.insert(key, name.clone());
        let messages = HashSet::from([message::normal(&row.message)]);
        self.places.insert(name.clone(), (self.added.len(), messages));
        self.added.push(New {
            name: name.clone(),
            code: row.code.clone(),
            message: row.message.clone(),
            aliases: Vec::new(),
            added: before,
            doubtful: row.doubtful,
        });
        Some(name)
    }

    fn fresh(&mut self, row: &ErrorRow) -> String {
        let code = row.code.as_str();
        let stem = match code {
            "0" if is_success(code, &row.message) => "Success".to_owned(),
            _ => {
                let bare = code.strip_prefix("isv.").or_else(|| code.strip_prefix("isp.")).unwrap_or(code);
                let digits = bare.bytes().all(|b| b.is_ascii_digit() || b == b'-');
                let words: String = bare.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
                let made = naming::type_name(words.trim());
                if digits { format!("Error{}", bare.replace('-', "")) } else { made }
            }
        };
        if self.names.has(&stem) { self.names.numbered(&stem, "No", |names, name| !names.has(name)) } else { stem }
    }

    /// The name of a documented error, when it has one.
    #[must_use]
    pub fn find(&self, code: &str, message: &str) -> Option<&str> {
        self.known.get(&self.key(code, message)).map(String::as_str)
    }

    /// How many entries are new.
    #[must_use]
    pub fn added(&self) -> usize {
        self.added.len()
    }

    /// The new entries, each a YAML map on one line.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        self.added.iter().map(entry)
    }
}

/// Whether this is no error: zero, and its message says nothing else.
fn is_success(code: &str, message: &str) -> bool {
    const FAILED: [&str; 12] =
        ["失败", "失敗", "错", "錯", "异常", "異常", "不", "无", "未", "fail", "error", "invalid"];
    let lower = message.to_ascii_lowercase();
    code == "0" && !FAILED.iter().any(|word| lower.contains(word))
}

/// Whether something is put into a message before it is sent: `店铺{0}不存在`, `%s`, `xxx`.
fn is_template(message: &str) -> bool {
    let lower = message.to_ascii_lowercase();
    let inside = |open: char, close: char| {
        message
            .split_once(open)
            .and_then(|(_, rest)| rest.split_once(close))
            .is_some_and(|(inner, _)| !inner.is_empty() && inner.chars().count() <= 20)
    };
    ["%s", "%d", "%1$", "xxx", "***", "..."].iter().any(|sign| lower.contains(sign))
        || message.contains('…')
        || inside('{', '}')
        || inside('<', '>')
}

/// Nothing is known about the error but its words: nothing is promised about it either.
fn entry(new: &New) -> String {
    let aliases = if new.aliases.is_empty() {
        String::new()
    } else {
        format!(", aliases: [{}]", new.aliases.iter().map(|alias| quoted(alias)).collect::<Vec<_>>().join(", "))
    };
    let success = is_success(&new.code, &new.message);
    let (class, outcome, words): (_, _, &[&str]) = match new.code.as_str() {
        _ if success => (Class::Ignore, WriteOutcome::MaybeAlreadyDone, &["class"]),
        // The envelope takes the code for success.
        "0" => (Class::ContactSupport, WriteOutcome::Unknown, &["name", "class", "errors"]),
        _ => (Class::ContactSupport, WriteOutcome::Unknown, &["name", "class"]),
    };
    let added = new.added.then(|| Mark::change("added", "", &new.code).yaml());
    // A message with a place for something else in it is never the one on the wire.
    let template = (new.doubtful || is_template(&new.message)).then(|| "message".to_owned());
    let review: Vec<String> = words.iter().map(|word| (*word).to_owned()).chain(template).chain(added).collect();
    let (en, remedy) = if success {
        ("The call succeeded".to_owned(), "{en: \"Nothing to do\", zh: 无需处理}")
    } else {
        (
            format!("Error {} of the document, not yet described", new.code.chars().take(100).collect::<String>()),
            "{en: \"Not yet described: see the source document\", zh: 见来源文档}",
        )
    };
    format!(
        "{{name: {}, code: {}, message: {}{aliases}, class: {}, write_outcome: {}, review: [{}], en: {}, remedy: {remedy}}}",
        new.name,
        quoted(&new.code),
        quoted(new.message.trim()),
        class.word(),
        outcome.word(),
        review.join(", "),
        quoted(&en),
    )
}
