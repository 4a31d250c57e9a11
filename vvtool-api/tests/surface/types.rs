//! The public types of the runtime that hold text, read from its sources.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The identifiers of a text.
pub(crate) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// What text, bytes and causes of any words are called. A `&'static str` is of the program.
const TEXTS: [&str; 9] =
    ["String", "Text", "Bytes", "Box<str>", "Cow<", "HeaderMap", "HeaderValue", "dyn std::error::Error", "Cause"];

/// Where public types come from: what these files make public, by `pub use` or by a declaration of their own.
const DOORS: [&str; 8] = [
    "lib.rs",
    "exchange/mod.rs",
    "testing/mod.rs",
    "value/mod.rs",
    "vvtool/mod.rs",
    "top/mod.rs",
    "blocking/mod.rs",
    "writes/journal/mod.rs",
];

/// Names of public types that hold text, themselves or in a type inside them.
pub(crate) fn holding_text() -> BTreeSet<String> {
    let folder = root().join("vvtool-api/src");
    let mut declared: BTreeMap<String, String> = BTreeMap::new();
    let mut folders = vec![folder.clone()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && !["generated", "tests", "meta"].contains(&name.as_str()) {
                folders.push(path);
            } else if name.ends_with(".rs") && !name.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                declarations(text.split("#[cfg(test)]\nmod tests {").next().unwrap(), &mut declared);
            }
        }
    }
    let mut held: BTreeSet<&str> = BTreeSet::new();
    loop {
        let holds =
            |body: &str| TEXTS.iter().any(|text| names(body, text)) || words(body).any(|word| held.contains(word));
        let more: BTreeSet<&str> =
            declared.iter().filter(|(_, body)| holds(body)).map(|(name, _)| name.as_str()).collect();
        if more.len() == held.len() {
            break;
        }
        held = more;
    }
    let public = public(&folder);
    held.into_iter().filter(|name| public.contains(*name)).map(str::to_owned).collect()
}

/// Each struct and enum, with what is in it. Two of one name count as one.
fn declarations(text: &str, declared: &mut BTreeMap<String, String>) {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    for (at, line) in lines.iter().enumerate() {
        let indent = &line[..line.len() - line.trim_start().len()];
        let mut rest = line.trim_start();
        if let Some(behind) = rest.strip_prefix("pub") {
            let visible =
                behind.strip_prefix('(').and_then(|inside| inside.split_once(')')).map_or(behind, |(_, rest)| rest);
            rest = visible.trim_start();
        }
        let Some(rest) = rest.strip_prefix("struct ").or_else(|| rest.strip_prefix("enum ")) else { continue };
        let name = words(rest).next().unwrap_or_default().to_owned();
        let body = declared.entry(name.clone()).or_default();
        body.push_str(&rest[name.len()..]);
        if line.ends_with('{') {
            for line in lines[at + 1..].iter().take_while(|line| line.strip_prefix(indent) != Some("}")) {
                body.push('\n');
                body.push_str(line);
            }
        }
    }
}

/// A name as a whole word; what ends with a sign may go on.
fn names(body: &str, text: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    body.match_indices(text).any(|(at, _)| {
        let after = body[at + text.len()..].chars().next();
        !(part(body[..at].chars().next_back()) || part(text.chars().next_back()) && part(after))
    })
}

/// Every name that a door makes public.
fn public(folder: &Path) -> BTreeSet<String> {
    let mut public = BTreeSet::new();
    for door in DOORS {
        let text = fs::read_to_string(folder.join(door)).unwrap();
        for rest in text.split("pub use ").skip(1) {
            public.extend(words(rest.split(';').next().unwrap_or_default()).map(str::to_owned));
        }
        for kind in ["\npub struct ", "\npub enum "] {
            public.extend(text.split(kind).skip(1).filter_map(|rest| words(rest).next()).map(str::to_owned));
        }
    }
    // Declared beside the builders' macro.
    public.insert("ClientBuilder".to_owned());
    public
}

#[test]
fn types_are_read_from_their_declarations() {
    let mut declared = BTreeMap::new();
    declarations(
        "pub struct A {\n    b: B,\n}\n\n/// x\nenum B {\n    One(Box<str>),\n}\npub struct C(u8);\n",
        &mut declared,
    );
    assert_eq!(declared.keys().collect::<Vec<_>>(), ["A", "B", "C"]);
    assert!(declared["B"].contains("Box<str>") && declared["C"].contains("u8"));
    assert!(names("a: Text,", "Text") && !names("a: JsonText,", "Text") && names("Cow<'_, str>", "Cow<"));
}
