//! The sample request of a method of the platform: it calls that method, with parameters that it has.

use std::collections::{BTreeSet, HashSet};

use super::page_head;
use super::sample_call::Call;
use crate::import::document::short;
use crate::import::form::of_all_calls;
use crate::model::name;

/// The error that the sample of every method shows, in its own table or not.
pub(super) const ANY_ERROR: &str = "isv.invalid-parameter";
/// Parameters that calls of some applications have besides.
const OF_SOME_CALLS: [&str; 2] = ["partner_id", "target_app_key"];

/// Whether a parameter is none of the method's own.
pub(super) fn is_of_all_calls(name: &str) -> bool {
    of_all_calls().chain(OF_SOME_CALLS).any(|known| known == name)
}

/// What samples say otherwise than the tables.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Methods that they call instead.
    others: BTreeSet<String>,
    lacks: BTreeSet<String>,
}

impl Told {
    pub(super) fn add(&mut self, other: Self) {
        self.others.extend(other.others);
        self.lacks.extend(other.lacks);
    }

    /// Why a person must look, and what is quoted; None where nothing is.
    pub(super) fn words(&self) -> Option<(Vec<String>, String)> {
        let joined = |names: &BTreeSet<String>| names.iter().cloned().collect::<Vec<_>>().join(", ");
        let (others, lacks) = (joined(&self.others), joined(&self.lacks));
        let mut why = Vec::new();
        let mut said = Vec::new();
        if !others.is_empty() {
            why.push(format!("the sample request calls another method: {others}"));
            said.push(others);
        }
        if !lacks.is_empty() {
            why.push(format!("the sample request has what the table has not: {lacks}"));
            said.push(lacks);
        }
        (!why.is_empty()).then(|| (why, short(&format!("sample request: {}", said.join(", ")))))
    }
}

/// A name without what languages write differently: `adzoneId`, `AdzoneId`, `adzone_id`.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

/// Reads one sample. `names` are those of the request, folded, at whatever depth.
pub(super) fn read(operation: &str, text: &str, names: &HashSet<String>) -> Told {
    let mut told = Told { others: other_methods(operation, text), ..Told::default() };
    if !told.others.is_empty() {
        return told;
    }
    let mut shown: Vec<String> = setters(text);
    let lines: Vec<&str> = text.lines().collect();
    let command = text.contains("curl ");
    let object = text.trim_start().starts_with('{');
    if command || object {
        let call = Call::of(&lines);
        let mut fields = call.fields;
        // The parameters may stand below the name of the method.
        if object
            && fields.len() == 1
            && !call.inner.is_empty()
            && fields.iter().all(|only| !names.contains(&folded(only)))
        {
            fields = call.inner;
        }
        shown.extend(fields.into_iter().chain(call.query));
    }
    let of_all = |name: &String| of_all_calls().chain(OF_SOME_CALLS).any(|known| folded(known) == folded(name));
    shown.retain(|name| !of_all(name));
    let known = shown.iter().any(|name| names.contains(&folded(name)));
    if !(known || object || command) {
        // Of code in other words nobody knows what it sets.
        return told;
    }
    told.lacks = shown.into_iter().filter(|name| !names.contains(&folded(name))).collect();
    told
}

/// The methods that a sample names, where this one is none of them.
fn other_methods(operation: &str, text: &str) -> BTreeSet<String> {
    let family = operation.split('.').next().unwrap_or_default();
    let own = [folded(name::short(operation)), folded(operation)];
    let mut found = BTreeSet::new();
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    for piece in text.split(|c| !word(c)).filter(|piece| !piece.is_empty()) {
        let method =
            piece.split_once('.').is_some_and(|(first, _)| first == family) && page_head::top_method(piece).is_some();
        let class = piece.split('.').find(|part| part.starts_with(|c: char| c.is_ascii_uppercase()));
        let class = class.and_then(|class| class.strip_suffix("Request")).filter(|class| !class.is_empty());
        let named = class.map(folded).or_else(|| method.then(|| folded(piece)));
        let Some(named) = named else { continue };
        if own.contains(&named) {
            return BTreeSet::new();
        }
        found.insert(piece.to_owned());
    }
    found
}

/// What code sets: `req.setTid(1)`, `$req->setTid(1)`, `req.Tid = 1`, `req.tid = 1`, `add_param(req, "tid", ..)`.
fn setters(text: &str) -> Vec<String> {
    // Settings of a call, and no parameters.
    const OTHERS: [&str; 12] = [
        "appinfo",
        "topmixparams",
        "topapicalltype",
        "httpmethod",
        "tophttpmethod",
        "apiname",
        "headermap",
        "timeout",
        "connecttimeout",
        "readtimeout",
        "appkey",
        "secretkey",
    ];
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        let owner = ["req", "$req", "obj", "$obj", "request"].iter().any(|begin| line.starts_with(begin));
        let (Some(at), true) = (line.find(['.', '>']), owner) else { continue };
        let behind = line.get(at + 1..).unwrap_or_default();
        let end = behind.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(behind.len());
        let (member, rest) = behind.split_at_checked(end).unwrap_or((behind, ""));
        let called = rest.starts_with('(');
        let set = member.strip_prefix("set").filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()));
        let assigned = rest.trim_start().strip_prefix('=').is_some_and(|rest| !rest.starts_with('='));
        let name = if called { set } else { Some(member).filter(|_| assigned && !line.contains(" = new ")) };
        found.extend(name.filter(|name| !OTHERS.contains(&folded(name).as_str())).map(str::to_owned));
    }
    found
}
