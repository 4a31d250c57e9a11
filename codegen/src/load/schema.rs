//! `schema.json`: the tables of [`super::format`] as JSON Schema, for editors.

use super::editor;
use super::format::{
    FILES, RawData, RawErrors, RawHead, RawIds, RawOperation, RawPassMap, RawPrice, RawReviewChange, RawTypeMap,
    Reviews,
};
use super::format_state::RawState;
use super::keys::{Key, Need, Shape, Table};
use crate::json::Written;
use crate::words::Charge;

type Members = Vec<(String, Written)>;

/// Defined once: there are hundreds of them, and several keys take one.
const ERROR_NAME: &str = "ErrorName";

/// The names of one spec that an editor offers where one of them is meant, each with what it is. Offered only: a record of the file is a
/// type too.
#[derive(Debug, Clone, Copy, Default)]
pub struct Offered<'a> {
    /// Built-in types and ids.
    pub types: &'a [(&'a str, String)],
    /// Documented errors.
    pub errors: &'a [(&'a str, String)],
}

/// JSON Schema 2020-12 of every spec file.
pub fn schema(offered: Offered<'_>) -> String {
    let mut definitions = Members::new();
    for table in FILES {
        define(table, offered, &mut definitions);
    }
    define(RawTypeMap::TABLE, offered, &mut definitions);
    define(RawData::TABLE, offered, &mut definitions);
    define(RawPassMap::TABLE, offered, &mut definitions);
    define(RawPrice::TABLE, offered, &mut definitions);
    define(RawReviewChange::TABLE, offered, &mut definitions);
    let mut errors = vec![member("description", "The name of a documented error")];
    errors.extend(any_of(offered.errors, [vec![member("type", "string")]]));
    definitions.push(member(ERROR_NAME, Written::Map(errors)));
    // One schema serves all files: a key that only one kind of file has says which it is. Service is what remains.
    let files: [(&[&str], &Table); 5] = [
        (&["ids"], RawIds::TABLE),
        (&["operation"], RawOperation::TABLE),
        (&["protocol"], RawHead::TABLE),
        (&["errors"], RawErrors::TABLE),
        (&["account", "shops", "things", "operations"], RawState::TABLE),
    ];
    let mut root = vec![reference(RawHead::TABLE)];
    for (keys, table) in files.into_iter().rev() {
        let has = |key: &str| Written::map([("required", Written::list([key]))]);
        let has = match keys {
            [key] => has(key),
            _ => Written::map([("anyOf", Written::List(keys.iter().map(|key| has(key)).collect()))]),
        };
        let then = Written::Map(vec![reference(table)]);
        root = vec![member("if", has), member("then", then), member("else", Written::Map(root))];
    }
    let mut schema = vec![
        member("$schema", "https://json-schema.org/draft/2020-12/schema"),
        member("title", "vvspec"),
        member("description", "Declarative API specs: ids.yaml, service.yaml, errors.yaml and operation files"),
        member("type", "object"),
    ];
    schema.extend(root);
    schema.push(member("$defs", Written::Map(definitions)));
    Written::Map(schema).pretty()
}

fn member(name: &str, value: impl Into<Written>) -> (String, Written) {
    (name.to_owned(), value.into())
}

fn reference(table: &Table) -> (String, Written) {
    member("$ref", format!("#/$defs/{}", table.name))
}

/// Add a table and every table below it.
fn define(table: &Table, offered: Offered<'_>, definitions: &mut Members) {
    if definitions.iter().any(|(name, _)| name == table.name) {
        return;
    }
    let properties =
        table.keys.iter().map(|key| member(key.name, Written::Map(property(table, key, offered)))).collect();
    let must: Vec<&str> = table.keys.iter().filter(|key| key.need == Need::Must).map(|key| key.name).collect();
    let mut object = vec![
        member("title", table.name),
        member("description", table.doc),
        member("type", "object"),
        member("properties", Written::Map(properties)),
        member("additionalProperties", false),
    ];
    object.extend(editor::snippet(table).map(|snippets| ("defaultSnippets".to_owned(), snippets)));
    if !must.is_empty() {
        object.push(member("required", Written::list(must)));
    }
    if !table.one_of.is_empty() {
        let choices = table.one_of.iter().map(|name| Written::map([("required", Written::list([*name]))]));
        object.push(member("oneOf", Written::list(choices)));
    }
    let mut dependent = Members::new();
    let mut depends = |key: &str, other: &str| {
        // Two keys that need each other both say so.
        if !dependent.iter().any(|(name, _)| name == key) {
            dependent.push(member(key, Written::list([other])));
        }
    };
    for key in table.keys {
        match key.need {
            Need::With(other) => {
                depends(key.name, other);
                depends(other, key.name);
            }
            Need::Only(other) => depends(key.name, other),
            Need::Must | Need::May => {}
        }
    }
    if !dependent.is_empty() {
        object.push(member("dependentRequired", Written::Map(dependent)));
    }
    // Before what is below: a table may lead back to itself.
    definitions.push(member(table.name, Written::Map(object)));
    for key in table.keys {
        below(&key.shape, offered, definitions);
    }
}

fn below(shape: &Shape, offered: Offered<'_>, definitions: &mut Members) {
    match shape {
        Shape::Map(table) | Shape::Each(table) | Shape::Several(table) => define(table, offered, definitions),
        Shape::List(item) => below(item, offered, definitions),
        _ => {}
    }
}

fn property(table: &Table, key: &Key, offered: Offered<'_>) -> Members {
    let mut members = shape(&key.shape, offered);
    members.push(member("description", key.doc));
    members.push(member("markdownDescription", editor::about(table, key)));
    members
}

fn shape(shape: &Shape, offered: Offered<'_>) -> Members {
    let text = |limit: &str, value: Written| vec![member("type", "string"), member(limit, value)];
    match shape {
        // Specs leave quotes out where YAML would read a number or a truth; the tool reads text all the same.
        Shape::Line | Shape::Value => vec![member("type", Written::list(["string", "number", "boolean"]))],
        Shape::English => vec![member("type", "string"), member("minLength", 1), member("maxLength", 160)],
        Shape::Chinese => text("minLength", 1.into()),
        Shape::TypeName => text("pattern", "^[A-Z][A-Za-z0-9]*$".into()),
        Shape::Ident => text("pattern", "^[a-z_][a-z0-9_]*$".into()),
        Shape::Date => text("pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$".into()),
        Shape::Count => vec![member("type", "integer"), member("minimum", 1), member("maximum", u32::MAX)],
        Shape::Bool => vec![member("type", "boolean")],
        Shape::Word(words) => one_of(words),
        Shape::Map(table) => vec![reference(table)],
        Shape::Each(table) => vec![
            member("type", "object"),
            member("minProperties", 1),
            member("additionalProperties", Written::Map(vec![reference(table)])),
        ],
        Shape::List(item) => {
            vec![member("type", "array"), member("items", Written::Map(self::shape(item, offered)))]
        }
        Shape::Type => any_of(offered.types, [vec![member("type", "string")], vec![reference(RawTypeMap::TABLE)]]),
        Shape::AnyType => any_of(offered.types, [vec![member("type", "string")]]),
        Shape::Data => {
            any_of(&[("none", "The call brings nothing back".to_owned())], [vec![reference(RawData::TABLE)]])
        }
        Shape::Pass => any_of(&[], [vec![member("type", "string")], vec![reference(RawPassMap::TABLE)]]),
        Shape::Several(table) => {
            let list = vec![member("type", "array"), member("items", Written::Map(vec![reference(table)]))];
            any_of(&[], [vec![reference(table)], list])
        }
        Shape::Priced => any_of(&[], [one_of(Charge::WORDS), vec![reference(RawPrice::TABLE)]]),
        Shape::Review => any_of(&[], [one_of(Reviews::WORDS), vec![reference(RawReviewChange::TABLE)]]),
        Shape::ErrorName => vec![member("$ref", format!("#/$defs/{ERROR_NAME}"))],
    }
}

/// A word of a list, and what each of them means.
fn one_of(words: &[&str]) -> Members {
    // Without quotes a truth is no text to an editor.
    let word = |word: &&str| if *word == "true" { true.into() } else { Written::from(*word) };
    let mut members = vec![member("enum", Written::List(words.iter().map(word).collect()))];
    members.extend(editor::meanings(words).map(|said| member("enumDescriptions", Written::list(said))));
    members
}

/// What an editor offers, and what is good besides.
fn any_of(offered: &[(&str, String)], others: impl IntoIterator<Item = Members>) -> Members {
    let offer = (!offered.is_empty()).then(|| {
        let names = Written::list(offered.iter().map(|(name, _)| *name));
        vec![
            member("enum", names),
            member("enumDescriptions", Written::list(offered.iter().map(|(_, what)| what.as_str()))),
        ]
    });
    let choices: Vec<Written> = offer.into_iter().chain(others).map(Written::Map).collect();
    vec![member("anyOf", Written::list(choices))]
}
