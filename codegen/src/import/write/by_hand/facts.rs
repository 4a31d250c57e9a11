//! Facts of the whole operation that changed: the key, and what to write there.

use super::advice::Advice;
use crate::import::document::{Document, Rates, short};
use crate::import::memory::fact::{DocumentFact, Moved, Told};
use crate::import::read::said::Said;
use crate::import::task::Task;
use crate::import::write::edit::{Edit, Target};
use crate::import::write::mark::Mark;
use crate::words::{Charge, Needs};

/// What is to be done about a fact of the whole operation, and under which key of its file.
enum Todo {
    /// The key with the value to write.
    Write(&'static str, String),
    /// The key to look at, and why.
    See(&'static str, &'static str),
    /// The key to correct.
    Correct(&'static str),
    /// Words that no key stands for.
    Read(&'static str),
    /// A key of the service file.
    Service(&'static str),
}

fn todo(fact: &DocumentFact) -> Option<Todo> {
    const TEXT: &str = "read it again in the document";
    const CHARGE: &str = "the line about charges has other words: see whether `charge` is still right";
    const UNCODED: &str = "rows of the error table without a code changed: read them again";
    const UNCLEAR: &str = "the page says two limits for the same time, or one of no calls: find out which holds";
    const LABELS: &str = "see whether `needs` and `charge` are still right";
    let write = |key, value: Option<String>| value.map_or(Todo::Correct(key), |value| Todo::Write(key, value));
    Some(match fact {
        // What it says now is compared with what it said before it was gone.
        DocumentFact::Back(_) => return None,
        DocumentFact::RateLimit(Moved { is: Some(is), .. }) if !is.are_plain() => Todo::See("rate_limit", UNCLEAR),
        DocumentFact::RateLimit(moved) => write("rate_limit", moved.is.as_ref().map(Rates::yaml)),
        DocumentFact::Charged(moved) => write("charge", moved.is.map(|is| Charge::of(is).word().to_owned())),
        DocumentFact::NeedsShop(moved) => write("needs", moved.is.map(|is| Needs::of(is).word().to_owned())),
        DocumentFact::Charge(_) => Todo::See("charge", CHARGE),
        DocumentFact::Text(..) => Todo::Read(TEXT),
        DocumentFact::Labels(_) => Todo::See("needs", LABELS),
        DocumentFact::Uncoded(_) => Todo::See("errors", UNCODED),
        DocumentFact::Path(_) | DocumentFact::Method(_) => Todo::Correct("http"),
        DocumentFact::Data(_) | DocumentFact::DataIs(_) => Todo::Correct("reply"),
        DocumentFact::Host(_) => Todo::Service("hosts"),
        DocumentFact::Headers(_) => Todo::Service("auth"),
    })
}

/// The mark that keeps a fact of the operation visible, under the key it is about.
fn mark_of_fact(key: &'static str, fact: &DocumentFact, document: &Document, page: &Said) -> Mark {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let yes_no = |said: Option<bool>, yes: &str, no: &str| match said {
        Some(true) => yes.to_owned(),
        Some(false) => no.to_owned(),
        None => String::new(),
    };
    let (was, page) = match fact {
        DocumentFact::RateLimit(moved) => {
            let limit = |said: &Option<Rates>| said.as_ref().map(Rates::yaml).unwrap_or_default();
            (limit(&moved.was), limit(&moved.is))
        }
        DocumentFact::Charged(moved) => {
            let cost = |said| yes_no(said, "account_balance", "free");
            // Neither of the two any more: what the line says now.
            let words =
                || short(document.facts.charge.as_deref().and_then(|line| page.sentence(line)).unwrap_or_default());
            (cost(moved.was), if moved.is.is_none() { words() } else { cost(moved.is) })
        }
        DocumentFact::NeedsShop(moved) => {
            let needs = |said| yes_no(said, "shop_authorization", "none");
            (needs(moved.was), needs(moved.is))
        }
        DocumentFact::DataIs(_) => {
            let told = fact.told();
            (told.was, told.is)
        }
        DocumentFact::Path(moved)
        | DocumentFact::Method(moved)
        | DocumentFact::Data(moved)
        | DocumentFact::Host(moved)
        | DocumentFact::Headers(moved)
        | DocumentFact::Labels(moved) => (said(&moved.was), said(&moved.is)),
        DocumentFact::Text(name, moved) => {
            let said = |words: &[String]| match words {
                [] => name.clone(),
                words => format!("{name}: {}", words.join(" ")),
            };
            // Where no number and no word of obligation came, the text itself, as far as a mark goes.
            let now = match page.text(name).filter(|_| moved.is.is_empty()) {
                Some(text) => format!("{name}: {}", short(without_label(text, name))),
                None => said(&moved.is),
            };
            (if moved.was.is_empty() { String::new() } else { said(&moved.was) }, now)
        }
        DocumentFact::Charge(moved) | DocumentFact::Uncoded(moved) => {
            let words = moved.is.as_deref().and_then(|digest| page.sentence(digest)).unwrap_or_default();
            (String::new(), short(words))
        }
        DocumentFact::Back(_) => Default::default(),
    };
    Mark::change(key, &was, &page)
}

/// A text that begins with its own label.
fn without_label<'t>(text: &'t str, label: &str) -> &'t str {
    let behind = text.trim_start().strip_prefix(label).and_then(|behind| behind.trim_start().strip_prefix([':', '：']));
    behind.unwrap_or(text)
}

/// What follows for the spec from a fact of the whole operation.
pub(super) fn fact_changed(
    edit: &Edit<'_>,
    path: &str,
    document: &Document,
    fact: &DocumentFact,
    said: &Said,
) -> Option<Advice> {
    let todo = todo(fact)?;
    let Told { name, was, is } = fact.told();
    let told = format!("{name}: {was:?} -> {is:?}");
    let advice = |key, task| Advice {
        task: Some(task),
        target: Some(Target::File),
        marks: vec![mark_of_fact(key, fact, document, said)],
        settled: Vec::new(),
    };
    let (key, words) = match todo {
        Todo::Service(key) => {
            let words = format!("{told}: see whether `{key}` is still right");
            return Some(advice(key, Task::in_file("service.yaml", words)));
        }
        Todo::Read(words) => {
            let DocumentFact::Text(name, _) = fact else { return None };
            let moved = if was.is_empty() && is.is_empty() { String::new() } else { format!("; {was:?} -> {is:?}") };
            let words = format!("the text {name} changed{moved}: {words}");
            return Some(advice("prose", Task::in_file(path, words)));
        }
        Todo::Write(key, value) if edit.raw(key) == Some(value.as_str()) => {
            let settled = vec![mark_of_fact(key, fact, document, said)];
            // That calls cost something is what the spec says; how much, and from where, is in the words.
            let worded = matches!(fact, DocumentFact::Charged(_)) && !document.facts.is_charged_plainly();
            let words = format!("{told}: `{key}` says it, and the line has more words: read them");
            let task = worded.then(|| Task::at(path, edit.key_line(key).unwrap_or(1), words));
            let words = document.facts.charge.as_deref().and_then(|charge| said.sentence(charge)).unwrap_or_default();
            let marks = task.iter().map(|_| Mark::change(key, "", &short(words))).collect();
            return Some(Advice { task, target: Some(Target::File), marks, settled });
        }
        Todo::Write(key, value) => (key, format!("write `{key}: {value}`")),
        Todo::See(key, _) | Todo::Correct(key) if is.is_empty() => {
            (key, format!("the document no longer says it; see whether `{key}` is still right"))
        }
        Todo::See(key, words) => (key, words.to_owned()),
        Todo::Correct(key) => (key, format!("correct `{key}`")),
    };
    Some(advice(key, Task::at(path, edit.key_line(key).unwrap_or(1), format!("{told}: {words}"))))
}
