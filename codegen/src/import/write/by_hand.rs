//! What a machine must not decide: the place in the spec, and what a person writes there.

use super::edit::{Edit, Place, Target};
use super::mark::Mark;
use super::yaml::quoted;
use crate::import::document::{Document, Part, RateLimit};
use crate::import::memory::compare::{Change, Kind, Subject};
use crate::import::memory::fact::{DocumentFact, RowFact, Told};
use crate::import::memory::lock::LockedRow;
use crate::import::stand_in;
use crate::source::SourceFile;
use crate::words::{Charge, Needs};

/// JSON is read like any spec file, but keeps no comments and no order of a person's own: it is left to its owner.
#[must_use]
pub fn is_json(file: &SourceFile) -> bool {
    file.path.ends_with(".json")
}

/// What a person has to decide: the words for the report, and the marks that keep it visible in the spec. What has no mark has no
/// element there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// One line.
    pub words: String,
    /// Where the marks stand.
    pub target: Option<Target>,
    /// The marks.
    pub marks: Vec<Mark>,
}

impl Advice {
    fn nowhere(words: String) -> Self {
        Self { words, target: None, marks: Vec::new() }
    }
}

/// One piece of advice for each changed row or fact that the spec does not say yet. Lines are those of `text`: the file with what was
/// merged.
#[must_use]
pub fn changed(path: &str, text: &str, document: &Document, changes: &[Change]) -> Vec<Advice> {
    let Some(edit) = Edit::begin(text) else { return Vec::new() };
    let advice = changes.iter().filter_map(|change| match &change.subject {
        Subject::Row(row, facts) if row.part == Part::Envelope => Some(Advice::nowhere(format!(
            "{}{}{}: the envelope is described in service.yaml",
            row.path(),
            if facts.is_empty() { format!(" is {}", change.kind.as_str()) } else { String::new() },
            listed(facts)
        ))),
        Subject::Row(row, facts) if matches!(change.kind, Kind::Changed | Kind::Prose) => {
            row_changed(&edit, path, document, row, facts)
        }
        Subject::Document(fact) => fact_changed(&edit, path, fact),
        Subject::Row(..) | Subject::Error(..) => None,
    });
    advice.collect()
}

/// The file with the marks of the advice, and how many are new; None where there are none.
#[must_use]
pub fn marked(text: &str, advice: &[Advice], today: &str) -> Option<(String, usize)> {
    let mut edit = Edit::begin(text)?;
    let mut count = 0;
    for advice in advice {
        let Some(target) = &advice.target else { continue };
        count += advice.marks.iter().filter(|mark| edit.mark(target, (*mark).clone())).count();
    }
    edit.set_read(today);
    (count > 0).then(|| (edit.finish(), count))
}

/// What is to be done in a file that is not edited because it is JSON.
#[must_use]
pub fn json(file: &SourceFile, document: &Document, changes: &[Change], names: &[String], today: &str) -> Vec<String> {
    let mut all = instead(file, document, changes, names, today);
    if !all.is_empty() {
        let todo = format!(
            "{}: a file in JSON is not edited: make the {} changes below yourself; docs.lock takes them as made and keeps each as an open entry until you delete its line",
            file.path,
            all.len()
        );
        all.insert(0, todo);
    }
    all
}

/// Everything that a merge would have done to a file, and what is left to a person in any case.
#[must_use]
pub fn instead(
    file: &SourceFile,
    document: &Document,
    changes: &[Change],
    names: &[String],
    today: &str,
) -> Vec<String> {
    let path = &file.path;
    let mut all = Vec::new();
    let Some(edit) = Edit::begin(&file.text) else {
        return vec![format!("{path} cannot be read: correct it and import again")];
    };
    all.extend(changes.iter().filter_map(|change| match &change.subject {
        Subject::Row(row, _) if row.part != Part::Envelope => {
            row_instead(&edit, path, document, row, change.kind, today)
        }
        _ => None,
    }));
    all.extend(changed(path, &file.text, document, changes).into_iter().map(|advice| advice.words));
    let listed = edit.names("errors");
    all.extend(
        names
            .iter()
            .filter(|name| !listed.contains(name))
            .map(|name| format!("{path}: add {} to \"errors\"", quoted(name))),
    );
    all
}

/// A row that is new or gone: what a merge would have done.
fn row_instead(
    edit: &Edit<'_>,
    path: &str,
    document: &Document,
    row: &LockedRow,
    kind: Kind,
    today: &str,
) -> Option<String> {
    let place = place_of(edit, row);
    let known = place.as_ref().is_some_and(|place| edit.has(place, &row.name));
    match (kind, place) {
        (Kind::Added, place) if !known => {
            let has = |name: &str| place.as_ref().is_some_and(|place| edit.has(place, name));
            let behind = document.above(row.key()).filter(|other| has(&other.name)).last();
            let after = behind.map_or_else(String::new, |other| format!(" behind {}", other.name));
            let line = behind.zip(place.as_ref()).and_then(|(other, place)| edit.line(place, &other.name));
            Some(format!("{path}:{}: {} is new: add the field{after}", line.unwrap_or(1), row.path()))
        }
        (Kind::Removed, Some(place)) if known && !edit.is_deprecated(&place, &row.name) => {
            let line = edit.line(&place, &row.name).unwrap_or(1);
            Some(format!(
                "{path}:{line}: {} is gone: give the field the key \"deprecated\": {{\"since\": {}, \"why\": {}}}",
                row.path(),
                quoted(today),
                quoted(super::merge::WHY)
            ))
        }
        _ => None,
    }
}

fn place_of(edit: &Edit<'_>, row: &LockedRow) -> Option<Place> {
    edit.fields(row.part == Part::Request, &row.at)
}

/// `; type "String" -> "Number"`
fn listed(facts: &[RowFact]) -> String {
    let said = facts.iter().map(|fact| match fact {
        RowFact::Prose(_) => "; its prose".to_owned(),
        fact => format!("; {}", fact.told()),
    });
    said.collect()
}

fn row_changed(edit: &Edit<'_>, path: &str, document: &Document, row: &LockedRow, facts: &[RowFact]) -> Option<Advice> {
    let Some(place) = place_of(edit, row).filter(|place| edit.has(place, &row.name)) else {
        return Some(Advice::nowhere(format!("{path}: {}{}: the spec has no such field", row.path(), listed(facts))));
    };
    let line = edit.line(&place, &row.name).unwrap_or(1);
    let (mut todo, mut marks) = (Vec::new(), Vec::new());
    let mut settled = false;
    for fact in facts {
        match fact_of_row(edit, &place, row, fact) {
            Step::Decide(words) => {
                todo.push(format!("{}: {words}", fact.told()));
                marks.push(mark_of(row, fact));
            }
            Step::Settled => settled = true,
            Step::Nothing => {}
        }
    }
    // Words are looked up where they are: in the document. Where a fact of them moved, that is what is looked at.
    if marks.is_empty() && !settled && facts.iter().any(|fact| matches!(fact, RowFact::Prose(_))) {
        let now = document.row(row.key()).filter(|now| now.line > 0);
        let page = now.map_or_else(String::new, |now| format!(", line {}", now.line));
        todo.push(format!("its prose changed: read it again in {}{page}", document.name));
        marks.push(Mark::reread("prose"));
    }
    (!todo.is_empty()).then(|| Advice {
        words: format!("{path}:{line}: {}: {}", row.path(), todo.join("; ")),
        target: Some(Target::Entry(place, row.name.clone())),
        marks,
    })
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
        RowFact::Prose(_) => Mark::reread("prose"),
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
        RowFact::Default(moved) if sent => Step::of(value("default", &moved.is, &quoted(&moved.is), says("default"))),
        RowFact::Default(_) => Step::see("see whether `note` still says what the document does"),
        RowFact::Example(moved) => Step::of(value("example", &moved.is, &quoted(&moved.is), says("example"))),
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
        RowFact::Prose(_) => Step::Nothing,
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
    const LABELS: &str = "see whether `needs` and `charge` are still right";
    let write = |key, value: Option<String>| value.map_or(Todo::Correct(key), |value| Todo::Write(key, value));
    Some(match fact {
        // What it says now is compared with what it said before it was gone.
        DocumentFact::Back(_) => return None,
        DocumentFact::RateLimit(moved) => write("rate_limit", moved.is.map(RateLimit::yaml)),
        DocumentFact::Charged(moved) => write("charge", moved.is.map(|is| Charge::of(is).word().to_owned())),
        DocumentFact::NeedsShop(moved) => write("needs", moved.is.map(|is| Needs::of(is).word().to_owned())),
        DocumentFact::Charge(_) => Todo::See("charge", CHARGE),
        DocumentFact::Text(..) => Todo::Read(TEXT),
        DocumentFact::Labels(_) => Todo::See("needs", LABELS),
        DocumentFact::Uncoded(_) => Todo::See("errors", UNCODED),
        DocumentFact::Path(_) | DocumentFact::Method(_) => Todo::Correct("http"),
        DocumentFact::Data(_) | DocumentFact::DataIsList(_) => Todo::Correct("reply"),
        DocumentFact::Host(_) => Todo::Service("hosts"),
        DocumentFact::Headers(_) => Todo::Service("auth"),
    })
}

/// The mark that keeps a fact of the operation visible, under the key it is about.
fn mark_of_fact(key: &'static str, fact: &DocumentFact) -> Mark {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let yes_no = |said: Option<bool>, yes: &str, no: &str| match said {
        Some(true) => yes.to_owned(),
        Some(false) => no.to_owned(),
        None => String::new(),
    };
    let (was, page) = match fact {
        DocumentFact::RateLimit(moved) => {
            let limit = |said: Option<RateLimit>| said.map(RateLimit::yaml).unwrap_or_default();
            (limit(moved.was), limit(moved.is))
        }
        DocumentFact::Charged(moved) => {
            let cost = |said| yes_no(said, "account_balance", "free");
            (cost(moved.was), cost(moved.is))
        }
        DocumentFact::NeedsShop(moved) => {
            let needs = |said| yes_no(said, "shop_authorization", "none");
            (needs(moved.was), needs(moved.is))
        }
        DocumentFact::DataIsList(_) => {
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
            (if moved.was.is_empty() { String::new() } else { said(&moved.was) }, said(&moved.is))
        }
        // Only the digests are kept.
        DocumentFact::Back(_) | DocumentFact::Charge(_) | DocumentFact::Uncoded(_) => Default::default(),
    };
    Mark::change(key, &was, &page)
}

fn fact_changed(edit: &Edit<'_>, path: &str, fact: &DocumentFact) -> Option<Advice> {
    let todo = todo(fact)?;
    let Told { name, was, is } = fact.told();
    let told = format!("{name}: {was:?} -> {is:?}");
    let advice = |key, words| Advice { words, target: Some(Target::File), marks: vec![mark_of_fact(key, fact)] };
    let (key, words) = match todo {
        Todo::Service(key) => {
            return Some(advice(key, format!("service.yaml: {told}: see whether `{key}` is still right")));
        }
        Todo::Read(words) => {
            let DocumentFact::Text(name, _) = fact else { return None };
            let moved = if was.is_empty() && is.is_empty() { String::new() } else { format!("; {was:?} -> {is:?}") };
            return Some(advice("prose", format!("{path}: the text {name} changed{moved}: {words}")));
        }
        Todo::Write(key, value) if edit.raw(key) == Some(value.as_str()) => return None,
        Todo::Write(key, value) => (key, format!("write `{key}: {value}`")),
        Todo::See(key, _) | Todo::Correct(key) if is.is_empty() => {
            (key, format!("the document no longer says it; see whether `{key}` is still right"))
        }
        Todo::See(key, words) => (key, words.to_owned()),
        Todo::Correct(key) => (key, format!("correct `{key}`")),
    };
    Some(advice(key, format!("{path}:{}: {told}: {words}", edit.key_line(key).unwrap_or(1))))
}
