//! Every key of the format, one after the other: used in a spec, refused where its value is none, told by `diff` from both sides, and shown
//! by `dump`. The list of keys is that of `schema.json`, so a new one is looked for by being in the format.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

#[path = "../common/mod.rs"]
mod common;
mod linked;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use common::{Scratch, fixtures};
use granit_parser::{Event, Parser, ScalarStyle};
use serde_json::Value;
use vvtool_codegen::inner::diff::{Version, compare};
use vvtool_codegen::inner::dump;
use vvtool_codegen::model::api::Api;
use vvtool_codegen::source::Sources;
use vvtool_codegen::{lint, read, schema};

/// A value of a spec file, and where it stands.
#[derive(Clone)]
struct Node {
    span: Range<usize>,
    kind: Kind,
}

#[derive(Clone)]
enum Kind {
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    fn text(text: &str) -> Self {
        Self { span: 0..0, kind: Kind::Text(text.to_owned()) }
    }

    fn parse(text: &str) -> Option<Self> {
        let mut open: Vec<(Self, Option<String>)> = Vec::new();
        for next in Parser::new_from_str(text) {
            let (event, span) = next.ok()?;
            let span = span.byte_range().unwrap_or_default();
            let whole = match event {
                Event::Scalar(text, style, ..) => {
                    let blank = style == ScalarStyle::Plain && span.is_empty();
                    Self { span, kind: Kind::Text(if blank { String::new() } else { text.into_owned() }) }
                }
                Event::SequenceStart(..) => {
                    open.push((Self { span, kind: Kind::List(Vec::new()) }, None));
                    continue;
                }
                Event::MappingStart(..) => {
                    open.push((Self { span, kind: Kind::Map(Vec::new()) }, None));
                    continue;
                }
                Event::SequenceEnd | Event::MappingEnd => {
                    let (mut node, _) = open.pop()?;
                    node.span.end = node.span.end.max(span.end);
                    node
                }
                _ => continue,
            };
            match open.last_mut() {
                None => return Some(whole),
                Some((Self { kind: Kind::List(items), .. }, _)) => items.push(whole),
                Some((Self { kind: Kind::Map(pairs), .. }, key)) => match (key.take(), whole.kind) {
                    (None, Kind::Text(text)) => *key = Some(text),
                    (Some(name), kind) => pairs.push((name, Self { span: whole.span, kind })),
                    (None, _) => return None,
                },
                Some(_) => return None,
            }
        }
        None
    }

    /// The same as JSON, which spec files may be too.
    fn json(&self) -> String {
        match &self.kind {
            Kind::Text(text) => Value::from(text.as_str()).to_string(),
            Kind::List(items) => format!("[{}]", items.iter().map(Self::json).collect::<Vec<_>>().join(", ")),
            Kind::Map(pairs) => {
                let pair = |(key, node): &(String, Self)| format!("{}: {}", Value::from(key.as_str()), node.json());
                format!("{{{}}}", pairs.iter().map(pair).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// What a path leads to: the numbers of items and pairs.
    fn at(&self, path: &[usize]) -> &Self {
        path.iter().fold(self, |node, at| match &node.kind {
            Kind::List(items) => &items[*at],
            Kind::Map(pairs) => &pairs[*at].1,
            Kind::Text(_) => panic!("a text holds nothing"),
        })
    }

    fn at_mut(&mut self, path: &[usize]) -> &mut Self {
        path.iter().fold(self, |node, at| match &mut node.kind {
            Kind::List(items) => &mut items[*at],
            Kind::Map(pairs) => &mut pairs[*at].1,
            Kind::Text(_) => panic!("a text holds nothing"),
        })
    }

    fn without(&self, path: &[usize]) -> Self {
        let mut changed = self.clone();
        let (last, before) = path.split_last().unwrap();
        match &mut changed.at_mut(before).kind {
            Kind::List(items) => drop(items.remove(*last)),
            Kind::Map(pairs) => drop(pairs.remove(*last)),
            Kind::Text(_) => {}
        }
        changed
    }

    fn with(&self, path: &[usize], value: Self) -> Self {
        let mut changed = self.clone();
        changed.at_mut(path).kind = value.kind;
        changed
    }
}

/// The schema, which has every key.
struct Format(Value);

impl Format {
    fn of(api: &Api) -> Self {
        Self(serde_json::from_str(&schema(api)).unwrap())
    }

    /// `Table.key`, all there are.
    fn keys(&self) -> BTreeMap<String, Value> {
        let tables = self.0["$defs"].as_object().unwrap().iter();
        let keys = tables.flat_map(|(table, what)| {
            let keys = what["properties"].as_object().into_iter().flatten();
            keys.map(move |(key, what)| (format!("{table}.{key}"), what.clone()))
        });
        // A mark of an import is an open decision: no spec that is done has one.
        keys.filter(|(key, _)| !key.ends_with(".review") && !key.starts_with("ReviewChange.")).collect()
    }

    /// The kind of map that a property leads to, for a value of such a kind.
    fn walk(&self, node: &Node, what: &Value, path: &mut Vec<usize>, found: &mut Uses) {
        let choices = what["anyOf"].as_array().map_or_else(|| vec![what], |choices| choices.iter().collect());
        for choice in choices {
            match (&node.kind, choice["$ref"].as_str()) {
                (Kind::Map(_), Some(reference)) => self.table(node, reference.rsplit('/').next().unwrap(), path, found),
                (Kind::Map(pairs), None) if choice["additionalProperties"].is_object() => {
                    self.all(pairs.iter().map(|(_, node)| node), &choice["additionalProperties"], path, found);
                }
                (Kind::List(items), None) if choice["type"] == "array" => {
                    self.all(items.iter(), &choice["items"], path, found);
                }
                _ => {}
            }
        }
    }

    fn all<'n>(&self, nodes: impl Iterator<Item = &'n Node>, what: &Value, path: &mut Vec<usize>, found: &mut Uses) {
        for (at, node) in nodes.enumerate() {
            path.push(at);
            self.walk(node, what, path, found);
            path.pop();
        }
    }

    fn table(&self, node: &Node, table: &str, path: &mut Vec<usize>, found: &mut Uses) {
        let Kind::Map(pairs) = &node.kind else { return };
        for (at, (key, value)) in pairs.iter().enumerate() {
            let what = &self.0["$defs"][table]["properties"][key];
            if what.is_null() {
                continue;
            }
            path.push(at);
            found.push((format!("{table}.{key}"), path.clone()));
            self.walk(value, what, path, found);
            path.pop();
        }
    }

    /// Every use of a key in a file, with its path.
    fn uses(&self, file: &str, node: &Node) -> Uses {
        let table = match file.rsplit('/').next().unwrap() {
            "ids.yaml" => "Ids",
            "service.yaml" => "Service",
            "errors.yaml" => "Errors",
            "state.yaml" => "State",
            _ => "Operation",
        };
        let mut found = Uses::new();
        self.table(node, table, &mut Vec::new(), &mut found);
        found
    }
}

type Uses = Vec<(String, Vec<usize>)>;

/// A small spec that is changed in one place and back again.
struct Spec {
    scratch: Scratch,
    files: Vec<(String, Node, Uses)>,
    api: (Api, Sources),
    dump: String,
}

impl Spec {
    /// Those of the folders, below one set of ids.
    fn of(root: &Path, folders: &[&str]) -> Self {
        let scratch = Scratch::empty();
        for folder in folders {
            common::copy(&root.join(folder), &scratch.spec().join(folder));
        }
        if root.join("ids.yaml").exists() {
            fs::copy(root.join("ids.yaml"), scratch.spec().join("ids.yaml")).unwrap();
        }
        let api = read(&scratch.spec()).unwrap_or_else(|diags| panic!("{folders:?}: {diags}"));
        let (format, mut files) = (Format::of(&api.0), Vec::new());
        for (path, place) in vvtool_codegen::fingerprint::files(&scratch.spec()).unwrap() {
            let is_example = path.contains("/examples/");
            let node = Node::parse(&fs::read_to_string(place).unwrap()).filter(|_| !is_example);
            files.extend(node.map(|node| {
                let uses = format.uses(&path, &node);
                (path, node, uses)
            }));
        }
        let dump = dump(&api.0);
        Self { scratch, files, api, dump }
    }

    /// Do something while a file holds something else.
    fn changed<T>(&self, file: &str, node: &Node, then: impl FnOnce(&Path) -> T) -> T {
        let place = self.scratch.spec().join(file);
        let before = fs::read(&place).unwrap();
        fs::write(&place, node.json()).unwrap();
        let done = then(&self.scratch.spec());
        fs::write(&place, before).unwrap();
        done
    }
}

/// The specs that use the format: that of the tests, which has nearly every key, and gateways that are called over sockets.
fn specs() -> Vec<Spec> {
    let own = common::users_spec();
    let mut specs = vec![Spec::of(&fixtures().join("error/base"), &["demo", "top"])];
    specs.extend(
        ["anvil", "bazaar", "caravan", "ferry", "gallery", "gazette", "lantern"]
            .map(|service| Spec::of(&own, &[service])),
    );
    specs.push(Spec::of(&fixtures().join("../mock/tests/spec"), &["store"]));
    specs.extend([Spec::of(&common::own_spec(), &["vvtool"]), Spec::of(&common::own_spec(), &["top"])]);
    specs
}

/// Other values that a key may have, the likeliest first.
fn others(node: &Node, what: &Value, known: &BTreeSet<String>) -> Vec<Node> {
    let choices = what["anyOf"].as_array().map_or_else(|| vec![what], |choices| choices.iter().collect());
    let words = choices.iter().flat_map(|choice| choice["enum"].as_array().into_iter().flatten());
    let mut texts: Vec<String> = words.map(|word| word.as_str().unwrap_or("true").to_owned()).collect();
    let Kind::Text(text) = &node.kind else { return Vec::new() };
    match text.as_str() {
        "true" => texts.push("false".to_owned()),
        "false" => texts.push("true".to_owned()),
        _ => {}
    }
    texts.extend(text.parse::<u32>().ok().map(|number| (number + 1).to_string()));
    texts.extend(known.iter().take(40).cloned());
    texts.extend([format!("{text}x"), format!("{text}2"), "2020-01-01".to_owned()]);
    let mut seen = BTreeSet::from([text.clone()]);
    texts.retain(|other| seen.insert(other.clone()));
    texts.iter().map(|text| Node::text(text)).collect()
}

/// What became of a key.
#[derive(Default)]
struct Told {
    /// Values that were as good.
    tried: usize,
    there: bool,
    back: bool,
    dump: bool,
}

impl Told {
    fn look(&mut self, spec: &Spec, folder: &Path) {
        if let Ok(other) = read(folder) {
            self.compare(spec, &other);
        }
    }

    fn compare(&mut self, spec: &Spec, other: &(Api, Sources)) {
        self.tried += 1;
        let (base, head) = (&spec.api, other);
        let changes = |base: &(Api, Sources), head: &(Api, Sources)| {
            compare(Version { api: &base.0, sources: &base.1 }, Version { api: &head.0, sources: &head.1 }).len()
        };
        // What is told once is told.
        self.there = self.there || changes(base, head) > 0;
        self.back = self.back || changes(head, base) > 0;
        self.dump |= dump(&other.0) != spec.dump;
    }

    fn is_whole(&self) -> bool {
        self.there && self.back && self.dump
    }
}

/// Values of each key, from everywhere.
fn known(specs: &[Spec]) -> BTreeMap<String, BTreeSet<String>> {
    let mut known = BTreeMap::<String, BTreeSet<String>>::new();
    for (_, node, uses) in specs.iter().flat_map(|spec| &spec.files) {
        for (key, path) in uses {
            if let Kind::Text(text) = &node.at(path).kind {
                known.entry(key.clone()).or_default().insert(text.clone());
            }
        }
    }
    known
}

/// Change one key in every way until all have told it.
fn probe(key: &str, what: &Value, specs: &[Spec], known: &BTreeSet<String>) -> Told {
    let mut told = Told::default();
    for spec in specs {
        let mut places = 0;
        for (file, node, uses) in &spec.files {
            for (_, path) in uses.iter().filter(|(each, _)| each == key) {
                places += 1;
                if told.is_whole() || told.tried > 6 || places > 3 {
                    break;
                }
                let mut ways = vec![node.without(path)];
                match &node.at(path).kind {
                    Kind::List(items) if items.len() > 1 => {
                        let last: Vec<_> = path.iter().copied().chain([items.len() - 1]).collect();
                        ways.push(node.without(&last));
                    }
                    _ => {}
                }
                ways.extend(others(node.at(path), what, known).into_iter().map(|other| node.with(path, other)));
                for way in ways.iter().take(16) {
                    if !told.is_whole() && told.tried <= 6 {
                        spec.changed(file, way, |folder| told.look(spec, folder));
                    }
                }
            }
        }
    }
    told
}

/// What neither the code nor the pages know: only the loopback server reads `state.yaml`, and old names are there for `diff` itself.
const ELSEWHERE: &[&str] = &[
    "Account.",
    "Answer.",
    "Balance.",
    "Behaviour.",
    "Change.",
    "Condition.",
    "DayLimit.",
    "Operation.renames",
    "Parts.",
    "RateAnswer.",
    "Refusal.",
    "Rename.",
    "Selection.",
    "Shops.",
    "State.",
    "Thing.",
    "ThingType.",
];

/// Prose, samples and names in Rust: `dump` says what is on the wire.
const NOT_SHOWN: &[&str] = &[
    "Enum.values",
    "Field.example",
    "Field.ident",
    "Host.note",
    "Id.",
    "Ids.",
    "Operation.examples",
    "Operation.request_sample",
    "Operation.search",
    "Remedy.",
    "Sample.",
    "Source.",
    "Type.wrapper",
    "Value.",
];

/// Lines for people.
fn is_prose(key: &str) -> bool {
    [".en", ".zh", ".note", ".note_zh"].iter().any(|end| key.ends_with(end))
}

#[test]
fn every_key_is_told_by_diff_from_both_sides_and_shown_by_dump() {
    let specs = specs();
    let known = known(&specs);
    let none = BTreeSet::new();
    let is = |list: &[&str], key: &str| list.iter().any(|each| key.starts_with(each));
    let mut wrong = Vec::new();
    let keys = Format::of(&specs[0].api.0).keys();
    for (key, what) in keys.iter().filter(|(key, _)| !linked::is(key) && !is(ELSEWHERE, key)) {
        let told = probe(key, what, &specs, known.get(key).unwrap_or(&none));
        let shown = !is(NOT_SHOWN, key) && !is_prose(key);
        if (told.there, told.back, told.dump) != (true, true, shown) {
            let Told { tried, there, back, dump } = told;
            wrong.push(format!("{key}: of {tried} changes diff tells {there}, the mirror {back}, dump {dump}"));
        }
    }
    let gone: Vec<_> = linked::all().filter(|key| !keys.contains_key(*key)).collect();
    assert!(gone.is_empty(), "{gone:?}");
    assert!(wrong.is_empty(), "{} keys:\n{}", wrong.len(), wrong.join("\n"));
}

/// Whatever a key takes, it takes nothing of another shape, and the message stands where the value does.
#[test]
fn no_key_takes_what_is_of_another_shape() {
    let specs = specs();
    let mut left = Format::of(&specs[0].api.0).keys();
    let mut wrong = Vec::new();
    for spec in &specs {
        for (file, node, uses) in &spec.files {
            for (key, path) in uses {
                if left.remove(key).is_none() {
                    continue;
                }
                let odd = match &node.at(path).kind {
                    Kind::Text(_) => Kind::List(vec![Node { span: 0..0, kind: Kind::List(vec![Node::text("?!")]) }]),
                    Kind::List(_) | Kind::Map(_) => Kind::Text("?!".to_owned()),
                };
                let odd = node.with(path, Node { span: 0..0, kind: odd });
                let place = Node::parse(&odd.json()).unwrap().at(path).span.clone();
                let found = spec.changed(file, &odd, |folder| lint(folder).err().unwrap_or_default());
                let at_value = found.iter().any(|diag| {
                    let source = found.sources().file(diag.span).unwrap();
                    source.path.ends_with(file.as_str()) && place.contains(&(diag.span.start as usize))
                });
                if !at_value {
                    wrong.push(format!("{key}: {found}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let unused: Vec<_> = left.keys().collect();
    assert!(unused.is_empty(), "no spec of a test uses {unused:?}");
}

#[path = "../../../tests/fixtures/patch.rs"]
mod patch;

/// Where the fixtures point: keys whose misuse has a message of its own.
fn misused() -> BTreeMap<String, BTreeSet<String>> {
    let mut misused = BTreeMap::<String, BTreeSet<String>>::new();
    let format = Format::of(&read(&common::base()).unwrap().0);
    for fixture in fs::read_dir(fixtures().join("error")).unwrap() {
        let folder: PathBuf = fixture.unwrap().path();
        let Ok(text) = fs::read_to_string(folder.join("patch")) else { continue };
        let scratch = Scratch::base();
        patch::apply(&text, &scratch.spec()).unwrap();
        let found = scratch.findings();
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        for diag in found.iter() {
            let Some(source) = found.sources().file(diag.span) else { continue };
            let Some(node) = Node::parse(&source.text) else { continue };
            let at = diag.span.start as usize;
            let uses = format.uses(&source.path, &node);
            let around =
                uses.iter().filter(|(_, path)| node.at(path).span.contains(&at)).max_by_key(|(_, path)| path.len());
            if let Some((key, _)) = around {
                misused.entry(key.clone()).or_default().insert(name.clone());
            }
        }
    }
    misused
}

/// What a gateway of one's own says, but for the maps: those are misused by what is in them.
fn of_gateways(key: &str, what: &Value) -> bool {
    let (table, name) = key.split_once('.').unwrap();
    let choices = what["anyOf"].as_array().map_or_else(|| vec![what], |choices| choices.iter().collect());
    let holds_more = |choice: &&Value| choice["$ref"].is_string() || choice["additionalProperties"].is_object();
    let list = |choice: &&Value| choice["items"]["$ref"].is_string();
    !choices.iter().all(|choice| holds_more(choice) || list(choice))
        && match table {
            "Auth" | "Common" | "Sign" | "Over" | "Digest" | "Way" | "RateLimit" | "Price" | "Http" | "Pages"
            | "Items" | "Data" | "Version" | "Format" => true,
            "Field" => [
                "in",
                "style",
                "max_bytes",
                "accept",
                "min",
                "max",
                "min_items",
                "max_items",
                "pattern",
                "type",
                "name",
            ]
            .contains(&name),
            "Operation" => ["host", "auth", "charge", "echo", "intent"].contains(&name),
            "Rule" => !["en", "zh", "note", "note_zh"].contains(&name),
            _ => false,
        }
}

#[test]
fn what_gateways_say_has_fixtures_of_its_misuse() {
    let misused = misused();
    let keys = Format::of(&read(&common::base()).unwrap().0).keys();
    let wanted: Vec<_> = keys.iter().filter(|(key, what)| of_gateways(key, what)).map(|(key, _)| key).collect();
    let missing: Vec<_> = wanted.iter().filter(|key| !misused.contains_key(**key)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
    assert!(wanted.len() > 70, "{}", wanted.len());
}
