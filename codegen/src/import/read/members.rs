//! The members of a payload's parameter beside those that every one has: each becomes what a spec has a key for, or is told with what
//! it says.

use serde_json::{Map, Value};

use super::{cells, prose};
use crate::import::clean::by_name::by_name;
use crate::import::declared::{self, Kind};
use crate::import::document::{ListedValue, Row};
use crate::lexical;
use crate::model::bounds::{compare, matches};
use crate::words::{FileType, Unit};

/// Members that are read where the row is made, and bounds that have been remembered from the beginning.
const ELSEWHERE: [&str; 7] = ["name", "type", "description", "required", "demoValue", "defaultValue", "subParams"];
/// Those of them that are text, where they are not.
const TEXTS: [&str; 2] = ["type", "description"];
/// Members that say where a parameter stands in the platform's own tables.
const HOUSEKEEPING: [&str; 6] = ["id", "parentId", "paramOrder", "version", "gmtCreate", "gmtModified"];
/// Members that say something only when they are true. What is not null when it is sent, `nullable: false`, need not be sent.
const FLAGS: [&str; 3] = ["encryptTag", "needShortAuthority", "hidden"];
/// Longest value that a mark repeats, in characters.
pub(super) const SHOWN: usize = 80;

/// The objects of a list.
pub(super) fn objects<'a>(
    members: &'a Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = &'a Map<String, Value>> + use<'a> {
    members.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// Whether a parameter or an error is called deprecated.
pub(super) fn is_withdrawn(members: &Map<String, Value>) -> bool {
    ["deprecated", "isDeprecated"].iter().any(|key| members.get(*key) == Some(&Value::Bool(true)))
}

/// What a member is, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    Example,
    Default,
    Required,
    Values,
    Deprecated,
    Secret,
    Unit,
    MaxChars,
    MaxBytes,
    Min,
    Max,
    MinItems,
    MaxItems,
    Pattern,
    Accept,
    /// Nothing that a spec has a key for.
    Other,
}

impl Says {
    fn of(member: &str) -> Self {
        let folded: String =
            member.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match folded.as_str() {
            "example" | "demo" | "sample" | "examplevalue" | "samplevalue" => Self::Example,
            "default" => Self::Default,
            "isrequired" | "mandatory" | "must" => Self::Required,
            "enum" | "enums" | "enumvalues" | "values" | "options" | "allowablevalues" | "allowedvalues" => {
                Self::Values
            }
            "deprecated" | "isdeprecated" | "obsolete" => Self::Deprecated,
            "secret" | "issecret" | "sensitive" => Self::Secret,
            "unit" => Self::Unit,
            "maxlength" | "maxlen" | "maxchars" => Self::MaxChars,
            "maxbytes" | "maxbytelength" => Self::MaxBytes,
            "minvalue" | "minimum" | "min" => Self::Min,
            "maxvalue" | "maximum" | "max" => Self::Max,
            "minlistsize" | "minitems" => Self::MinItems,
            "maxlistsize" | "maxitems" => Self::MaxItems,
            "fileext" | "accept" | "extensions" => Self::Accept,
            "pattern" | "regex" | "regexp" => Self::Pattern,
            _ => Self::Other,
        }
    }
}

/// Takes in what the members of a parameter say about its row.
pub(super) fn take(members: &Map<String, Value>, row: &mut Row) {
    for (name, value) in members {
        let written = ELSEWHERE.contains(&name.as_str()) && (value.is_string() || !TEXTS.contains(&name.as_str()));
        if is_nothing(value) || written || HOUSEKEEPING.contains(&name.as_str()) {
            continue;
        }
        if FLAGS.contains(&name.as_str()) && *value == Value::Bool(false) {
            continue;
        }
        if !said(name, value, members, row) {
            let told = format!("{name}: {}", shown(&row.name, value));
            if !row.limits.is_empty() {
                row.limits.push_str(", ");
            }
            row.limits.push_str(&told);
            row.marks.push(("prose", told));
        }
    }
}

/// Whether the member became what a spec can say.
fn said(name: &str, value: &Value, members: &Map<String, Value>, row: &mut Row) -> bool {
    let text = plain(value);
    let truth = || text.as_deref().filter(|text| lexical::is_bool(text)).map(|text| matches!(text, "true" | "1"));
    match Says::of(name) {
        Says::Example => put(&mut row.example, text),
        Says::Default => {
            let said = text.as_deref().map(cells::default).unwrap_or_default();
            said.is_empty() || put(&mut row.default, Some(said.to_owned()))
        }
        Says::Required => {
            // Two members may say two things, and the first one is the platform's own.
            let own = members.get("required").filter(|own| !is_nothing(own)).is_some();
            let same = !own || truth() == row.required;
            row.required = if own { row.required } else { truth().or(row.required) };
            same && truth().is_some()
        }
        Says::Values => listed(value, row),
        Says::Deprecated => match (truth(), text) {
            (Some(yes), _) => {
                row.withdrawn |= yes;
                true
            }
            // In words: why.
            (None, Some(_)) => {
                row.withdrawn = true;
                false
            }
            (None, None) => false,
        },
        Says::Secret => {
            row.secret |= truth() == Some(true);
            truth().is_some()
        }
        Says::Unit => {
            let unit = text.and_then(|text| Unit::from_word(&text).map(Unit::word).or_else(|| prose::unit(&text)));
            put(&mut row.unit, unit.map(str::to_owned))
        }
        // 0 and less is how some pages say that there is none.
        Says::MaxChars => counted(&mut row.max_chars, text.as_deref()),
        Says::MaxBytes => counted(&mut row.bounds.max_bytes, text.as_deref()),
        Says::MinItems => counted(&mut row.bounds.min_items, text.as_deref()),
        Says::MaxItems => counted(&mut row.bounds.max_items, text.as_deref()),
        Says::Min => number(&mut row.bounds.min, text),
        Says::Max => number(&mut row.bounds.max, text),
        Says::Pattern => {
            let pattern = text.map(|text| text.trim_start_matches('^').trim_end_matches('$').to_owned());
            put(&mut row.bounds.pattern, pattern.filter(|pattern| matches(pattern, "").is_some()))
        }
        Says::Accept => {
            let words = text.unwrap_or_default().to_ascii_lowercase();
            let kinds =
                words.split([',', '，', '|', ';', '、', '/', ' ']).map(str::trim).filter(|word| !word.is_empty());
            let kinds: Option<Vec<FileType>> =
                kinds.map(|word| FileType::from_word(word.trim_start_matches('.'))).collect();
            let file = declared::kind(&row.ty) == Some(Kind::Bytes);
            let kinds = kinds.filter(|_| file).unwrap_or_default();
            // What the description says besides, or otherwise.
            let told = std::mem::replace(&mut row.bounds.accept, kinds);
            let same = told.iter().all(|kind| row.bounds.accept.contains(kind));
            same && !row.bounds.accept.is_empty()
        }
        Says::Other => false,
    }
}

fn put(place: &mut Option<String>, said: Option<String>) -> bool {
    let same = place.is_none() || *place == said;
    if said.is_some() && place.is_none() {
        *place = said;
        return true;
    }
    same && place.is_some()
}

/// A number, and whether the place has it then: where another stands there already, it keeps that one.
fn counted(place: &mut Option<u32>, text: Option<&str>) -> bool {
    let Some(count) = text.and_then(|text| text.parse::<i64>().ok()) else { return false };
    match u32::try_from(count).ok().filter(|count| *count > 0) {
        Some(count) => *place.get_or_insert(count) == count,
        None => count <= 0,
    }
}

/// The same of a number of any kind.
fn number(place: &mut Option<String>, text: Option<String>) -> bool {
    let Some(good) = text.filter(|text| compare(text, "0").is_some()) else { return false };
    let known = place.get_or_insert_with(|| good.clone());
    compare(known, &good).is_some_and(std::cmp::Ordering::is_eq)
}

/// `[1, 2]`, `["A", "B"]`, `[{"value": 1, "desc": "开"}]`, `{"1": "开"}`, `"A,B"`.
fn listed(value: &Value, row: &mut Row) -> bool {
    let one = |value: String, gloss: &str| ListedValue { value, gloss: prose::term(gloss) };
    let found: Option<Vec<ListedValue>> = match value {
        Value::Array(items) => items
            .iter()
            .map(|item| match item {
                Value::Object(members) => {
                    let any = |names: &[&str]| names.iter().find_map(|name| plain(members.get(*name)?));
                    let gloss = any(&["desc", "description", "label", "name", "text", "meaning"]);
                    Some(one(any(&["value", "code", "key", "enumValue"])?, &gloss.unwrap_or_default()))
                }
                plain => self::plain(plain).map(|value| one(value, "")),
            })
            .collect(),
        Value::Object(members) => {
            members.iter().map(|(value, gloss)| Some(one(value.clone(), &plain(gloss)?))).collect()
        }
        Value::String(text) => {
            let items = text.split([',', '，', '|', ';', '、']).map(str::trim);
            let code = |item: &str| {
                !item.is_empty() && item.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
            };
            items.map(|item| code(item).then(|| one(item.to_owned(), ""))).collect()
        }
        _ => None,
    };
    let Some(found) = found.filter(|found| !found.is_empty()) else { return false };
    // A list that the description says too is the same.
    let said = |value: &String| found.iter().any(|other| other.value == *value);
    let told = |value: &String| row.values.iter().any(|known| known.value == *value);
    let mut same = row.values.is_empty()
        || row.values.iter().all(|known| said(&known.value)) && found.iter().all(|other| told(&other.value));
    for value in found {
        match row.values.iter_mut().find(|known| known.value == value.value) {
            Some(known) if known.gloss.is_empty() => known.gloss = value.gloss,
            Some(known) => same &= !known.differs(&value.gloss),
            None => row.values.push(value),
        }
    }
    // A list of one is none that a spec has a type for, and a code with two meanings is for a person to read.
    same && row.values.len() > 1
}

/// A value as text, however it is typed.
pub(super) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// What a member says, for a mark: short, and nobody's.
fn shown(field: &str, value: &Value) -> String {
    let text = plain(value).unwrap_or_else(|| value.to_string());
    let text = by_name(field, &text, false).map_or(text, str::to_owned);
    if text.chars().count() <= SHOWN { text } else { text.chars().take(SHOWN).chain(['…']).collect() }
}
