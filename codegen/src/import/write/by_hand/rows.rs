//! Rows that changed: where the field stands, and what to write there.

use super::advice::Advice;
use crate::import::digest;
use crate::import::document::{Document, Part, REPEATED, Row, short, without_values};
use crate::import::memory::fact::{Moved, RowFact};
use crate::import::memory::lock::LockedRow;
use crate::import::read::said::Said;
use crate::import::stand_in;
use crate::import::task::Task;
use crate::import::write::draft::{is_date_form, is_told};
use crate::import::write::edit::{Edit, Place, Target};
use crate::import::write::mark::Mark;
use crate::import::write::yaml::quoted;
use crate::words::MAX_BYTES;

/// Where the row has its field.
pub(super) fn place_of(edit: &Edit<'_>, row: &LockedRow) -> Option<Place> {
    edit.fields(row.part == Part::Request, &row.at)
}

/// `; type "String" -> "Number"`
pub(super) fn listed(facts: &[RowFact]) -> String {
    let said = facts.iter().map(|fact| match fact {
        RowFact::Prose(_) => "; its prose".to_owned(),
        fact => format!("; {}", fact.told()),
    });
    said.collect()
}

/// What follows for the spec from a row that changed.
pub(super) fn row_changed(
    edit: &Edit<'_>,
    path: &str,
    document: &Document,
    (row, facts): (&LockedRow, &[RowFact]),
    said: &Said,
) -> Option<Advice> {
    let Some(place) = place_of(edit, row).filter(|place| edit.has(place, &row.name)) else {
        let words = format!("{}{}: the spec has no such field", row.path(), listed(facts));
        return Some(Advice::unmarked(Task::in_file(path, words)));
    };
    let line = edit.line(&place, &row.name).unwrap_or(1);
    let target = Target::Entry(place.clone(), row.name.clone());
    let (mut todo, mut marks) = (Vec::new(), Vec::new());
    let mut settled = Vec::new();
    // Whether a fact that is read from the words is looked at: who does that has the words before him.
    let mut read = false;
    for fact in facts {
        if let RowFact::Again(moved) = fact {
            let asked = said_again(row, document.row(row.key()), facts, moved);
            todo.extend((!asked.is_empty()).then(|| format!("{}: see which of its rows holds", fact.told())));
            marks.extend(asked);
            continue;
        }
        match fact_of_row(edit, &place, row, fact) {
            Step::Decide(words) => {
                todo.push(format!("{}: {words}", fact.told()));
                marks.push(mark_of(row, fact));
                read |= is_of_words(fact);
            }
            Step::Settled => {
                let mark = mark_of(row, fact);
                // What was asked about is asked no longer, or it came in just now with a mark of its own.
                read |= is_of_words(fact) && (matches!(fact, RowFact::Values(_)) || edit.asks(&target, &mark));
                settled.push(mark);
            }
            Step::Nothing => {}
        }
    }
    let moved = facts.iter().any(|fact| matches!(fact, RowFact::Prose(_)));
    if let Some((was, page)) = document.row(row.key()).filter(|_| moved).and_then(|now| other_form(edit, &place, now)) {
        todo.push(format!(
            "its times are of the form {was:?} in the spec and of {page:?} in the document: decide about `format`"
        ));
        marks.push(Mark::change("format", &was, &page));
        read = true;
    }
    // Words are looked up where they are: in the document. What moved in other columns says nothing of them, and neither does what the
    // spec says already.
    if !read && facts.iter().any(|fact| matches!(fact, RowFact::Prose(_))) {
        let now = document.row(row.key()).filter(|now| now.line > 0);
        let page = now.map_or_else(String::new, |now| format!(", line {}", now.line));
        todo.push(format!("its prose changed: read it again in {}{page}", document.name));
        marks.push(reworded(edit, &target, now, facts, said));
    }
    let task = (!todo.is_empty()).then(|| Task::at(path, line, format!("{}: {}", row.path(), todo.join("; "))));
    (task.is_some() || !settled.is_empty()).then_some(Advice { task, target: Some(target), marks, settled })
}

/// The form of times that the spec says of a field, and another one that the document does.
fn other_form(edit: &Edit<'_>, place: &Place, now: &Row) -> Option<(String, String)> {
    let page = now.time_form()?;
    let known = edit.time_form(place, &now.name)?;
    let same = known.map_or_else(|| is_date_form(&page), |known| known == page);
    (!same).then(|| (known.unwrap_or("yyyy-MM-dd HH:mm:ss").to_owned(), page))
}

/// The mark of a row whose words changed, with what they are now; and were, where an open mark says so.
fn reworded(edit: &Edit<'_>, target: &Target, now: Option<&Row>, facts: &[RowFact], said: &Said) -> Mark {
    let moved = facts.iter().find_map(|fact| match fact {
        RowFact::Prose(moved) => Some(moved),
        _ => None,
    });
    let Some(moved) = moved else { return Mark::reread("prose") };
    let own = now.is_some_and(|now| now.is_secret() || now.is_personal());
    let words = said.sentence(&moved.is).unwrap_or_default();
    let page = short(if own { without_values(words) } else { words });
    let was =
        edit.pages(target, "prose").find(|page| digest::same(&digest::of_prose(page), &moved.was)).unwrap_or_default();
    Mark::change("prose", was, &page)
}

/// Whether the fact is read from the words of the row, and from no column of its own.
fn is_of_words(fact: &RowFact) -> bool {
    !matches!(fact, RowFact::Type(_) | RowFact::Required(_) | RowFact::Example(_) | RowFact::Prose(_))
}

/// The marks of what the rows of one field say differently: each at the key that it is about, with what all of them say.
fn said_again(row: &LockedRow, now: Option<&Row>, facts: &[RowFact], moved: &Moved<Vec<String>>) -> Vec<Mark> {
    let first = |what: &str| match what {
        "type" => row.ty.clone(),
        "required" => row.required.map(|required| required.to_string()).unwrap_or_default(),
        // Of the rest nothing but digests is kept.
        _ => String::new(),
    };
    let said = |list: &[String], what: &str| -> Vec<String> {
        let answers = list.iter().filter_map(|each| each.strip_prefix(what)?.strip_prefix(": "));
        std::iter::once(first(what)).chain(answers.map(str::to_owned)).collect()
    };
    let mut marks: Vec<Mark> = Vec::new();
    for (what, _) in moved.was.iter().chain(&moved.is).filter_map(|each| each.split_once(": ")) {
        let (was, is) = (said(&moved.was, what), said(&moved.is, what));
        // What the first row says otherwise than before is asked about in any case.
        let asked = facts.iter().any(|fact| fact.told().name == what);
        let Some(what) = REPEATED.iter().find(|known| **known == what).filter(|_| was != is && !asked) else {
            continue;
        };
        let mark = if first(what).is_empty() {
            Mark::change(what, "", now.map_or("", |now| now.words.as_str()))
        } else {
            Mark::change(what, &was.join(", "), &is.join(", "))
        };
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

/// What a fact of a row asks for.
enum Step {
    /// A person does this.
    Decide(String),
    /// The spec says what the document says now.
    Settled,
    /// The fact alone says nothing that a spec could.
    Nothing,
}

impl Step {
    fn see(words: &str) -> Self {
        Self::Decide(words.to_owned())
    }

    fn of(words: Option<String>) -> Self {
        words.map_or(Self::Settled, Self::Decide)
    }
}

/// The mark that keeps a fact of a row visible.
fn mark_of(row: &LockedRow, fact: &RowFact) -> Mark {
    let yes_no = |said: Option<bool>| said.map(|yes| yes.to_string()).unwrap_or_default();
    let number = |said: Option<u32>| said.map(|max| max.to_string()).unwrap_or_default();
    match fact {
        RowFact::Type(moved) => Mark::change("type", &moved.was, &moved.is),
        RowFact::Required(moved) => Mark::change("required", &yes_no(moved.was), &yes_no(moved.is)),
        RowFact::Example(moved) => Mark::change("example", &moved.was, &moved.is),
        RowFact::Values(moved) => {
            let only = |these: &[String], others: &[String]| {
                these.iter().filter(|value| !others.contains(value)).cloned().collect::<Vec<_>>().join(", ")
            };
            Mark::change("values", &only(&moved.was, &row.values), &only(&row.values, &moved.was))
        }
        RowFact::Default(moved) if stand_in::holds_stand_in(&moved.is) => Mark::reread("default"),
        RowFact::Default(moved) => Mark::change("default", &moved.was, &moved.is),
        RowFact::MaxChars(moved) => Mark::change("max_chars", &number(moved.was), &number(moved.is)),
        RowFact::Limits(moved) => Mark::change("limits", &moved.was, &moved.is),
        RowFact::Unit(moved) => Mark::change("unit", &moved.was, &moved.is),
        RowFact::Obligations(moved) => Mark::change("obligation", &moved.was.join(" "), &moved.is.join(" ")),
        RowFact::Numbers(moved) => Mark::change("prose", &moved.was.join(" "), &moved.is.join(" ")),
        RowFact::Prose(_) => Mark::reread("prose"),
        RowFact::Again(_) => Mark::reread("duplicate"),
    }
}

/// What a person does because of a fact of a row.
fn fact_of_row(edit: &Edit<'_>, place: &Place, row: &LockedRow, fact: &RowFact) -> Step {
    let says = |key: &str| edit.says(place, &row.name, key);
    let sent = row.part == Part::Request;
    match fact {
        RowFact::Required(_) if !sent => Step::see("see whether `presence` is still right"),
        RowFact::Required(moved) => Step::of(required(moved.is, says("required").as_deref() == Some("true"))),
        RowFact::MaxChars(moved) if sent => {
            let is = moved.is.map(|max| max.to_string()).unwrap_or_default();
            Step::of(value("max_chars", &is, &is, says("max_chars")))
        }
        RowFact::MaxChars(_) => Step::see("see whether `note` still says what the document does"),
        RowFact::Default(moved) if sent && stand_in::holds_stand_in(&moved.is) => {
            Step::see("the document's own held a secret or personal data: decide about `default`")
        }
        RowFact::Default(moved) if sent && !row.values.contains(&moved.is) && is_told(&moved.is) => {
            Step::see("the document says in words what is taken where nothing is given: decide about `default`")
        }
        RowFact::Default(moved) if sent => Step::of(value("default", &moved.is, &quoted(&moved.is), says("default"))),
        RowFact::Default(_) => Step::see("see whether `note` still says what the document does"),
        RowFact::Example(moved) => Step::of(value("example", &moved.is, &quoted(&moved.is), says("example"))),
        RowFact::Limits(moved) if moved.is.starts_with(MAX_BYTES) => {
            let max = moved.is.trim_start_matches(MAX_BYTES);
            Step::of(
                says("max_bytes")
                    .is_none_or(|known| known != max)
                    .then(|| format!("a maximum in bytes: write `max_bytes: {max}`")),
            )
        }
        RowFact::Limits(_) => Step::see("see whether `note` still says what is allowed"),
        RowFact::Unit(moved) if moved.is.is_empty() => Step::see("see whether `unit` is still right"),
        RowFact::Unit(moved) => Step::of(value("unit", &moved.is, &moved.is, says("unit"))),
        RowFact::Type(_) => match edit.type_of(place, &row.name) {
            Some(ty) => Step::Decide(format!("see whether `type: {ty}` is still right")),
            None => Step::see("see whether `type` is still right"),
        },
        RowFact::Values(moved) => {
            let same = moved.was.len() == row.values.len() && moved.was.iter().all(|value| row.values.contains(value));
            if same { Step::Nothing } else { Step::of(values(edit, place, row, &moved.was)) }
        }
        RowFact::Obligations(_) => Step::see("see whether `note` and `required` still say what the document demands"),
        RowFact::Numbers(_) => Step::see("see whether `note` still says the same numbers"),
        RowFact::Prose(_) | RowFact::Again(_) => Step::Nothing,
    }
}

fn required(is: Option<bool>, says: bool) -> Option<String> {
    match (is, says) {
        (Some(is), says) if is == says => None,
        (Some(true), _) => Some("write `required: true`".to_owned()),
        (Some(false), _) => Some("take out `required: true`".to_owned()),
        (None, _) => Some("the document no longer says it; decide about `required`".to_owned()),
    }
}

/// What to write for a key with one value; None when the spec says so already.
fn value(key: &str, is: &str, spelled: &str, says: Option<String>) -> Option<String> {
    match says {
        Some(known) if known == is => None,
        None if is.is_empty() => None,
        Some(_) if is.is_empty() => Some(format!("take out `{key}`")),
        _ => Some(format!("write `{key}: {spelled}`")),
    }
}

/// Values that the spec's list lacks, and values that only the spec still has.
fn values(edit: &Edit<'_>, place: &Place, row: &LockedRow, was: &[String]) -> Option<String> {
    let gone = was.iter().filter(|value| !row.values.contains(value));
    let listed = edit.type_of(place, &row.name).and_then(|ty| Some((edit.values(&ty)?, ty)));
    let mut todo = Vec::new();
    match listed {
        Some((values, ty)) => {
            let knows = |value: &str| values.iter().any(|(known, _)| known == value);
            let added: Vec<&str> = row.values.iter().map(String::as_str).filter(|value| !knows(value)).collect();
            if !added.is_empty() {
                todo.push(format!("add {} to the values of {ty}", added.join(", ")));
            }
            let gone: Vec<&str> = gone.map(String::as_str).filter(|value| knows(value)).collect();
            if !gone.is_empty() {
                todo.push(format!("{} of {ty} is listed no more: keep it while it may arrive", gone.join(", ")));
            }
        }
        None => todo.push("see whether the type still fits these values".to_owned()),
    }
    (!todo.is_empty()).then(|| todo.join("; "))
}
