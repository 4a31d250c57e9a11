//! The invariants of the house that no compiler checks.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Names of modules that exist for tests only and have a file of their own.
fn test_modules(text: &str) -> Vec<String> {
    let marked = text.split("#[cfg(").skip(1).filter(|rest| rest.starts_with("test)") || rest.starts_with("all(test,"));
    marked
        .filter_map(|rest| rest.split_once(")]\nmod ").filter(|(mark, _)| !mark.contains('\n')).map(|(_, name)| name))
        .filter_map(|rest| rest.split_once(';'))
        .map(|(name, _)| name.to_owned())
        .filter(|name| !name.contains([' ', '{']))
        .collect()
}

/// Every `.rs` file below a folder, with its text up to the unit tests: tests may use whatever they like, inside a file or in one of
/// their own.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut test_files = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap_or(&path).to_string_lossy().into_owned();
                let text = fs::read_to_string(&path).unwrap();
                test_files.extend(test_modules(&text));
                let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                let code =
                    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
                found.push((name, code));
            }
        }
    }
    let tests = |name: &str| {
        test_files.iter().any(|room| name.ends_with(&format!("/{room}.rs")) || name.contains(&format!("/{room}/")))
    };
    found.retain(|(name, _): &(String, String)| !tests(name));
    assert!(!found.is_empty(), "no sources below {folder}");
    found.sort();
    found
}

/// `word` as a whole: an identifier that it begins or ends with does not go on. (`clap::` is followed by whatever it likes.)
fn names(text: &str, word: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    let goes_on = |inner: Option<char>, outer: Option<char>| inner.is_some_and(part) && outer.is_some_and(part);
    text.match_indices(word).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + word.len()..]);
        !goes_on(word.chars().next(), before.chars().next_back())
            && !goes_on(word.chars().next_back(), after.chars().next())
    })
}

#[test]
fn a_path_is_a_name() {
    for (text, word, named) in [
        ("clap::Parser", "clap::", true),
        ("use clap;", "use clap", true),
        ("use clap_mangen;", "use clap", false),
        ("myclap::Parser", "clap::", false),
        ("let unsafe_code = 1;", "unsafe", false),
    ] {
        assert_eq!(names(text, word), named, "{word} in {text}");
    }
}

#[test]
fn each_dependency_is_known_in_one_room() {
    // (folder, crate, the only places that may name it)
    let rooms: [(&str, &str, &[&str]); 15] = [
        ("codegen/src", "granit_parser", &["codegen/src/load/yaml.rs"]),
        ("codegen/src", "annotate_snippets", &["codegen/src/diag.rs"]),
        ("codegen/src", "heck", &["codegen/src/model/name.rs"]),
        ("codegen/src", "quote", &["codegen/src/emit/"]),
        ("codegen/src", "proc_macro2", &["codegen/src/emit/"]),
        ("codegen/src", "prettyplease", &["codegen/src/emit/"]),
        ("codegen/src", "toml", &["codegen/src/diff/release.rs"]),
        ("codegen/src", "clap", &["codegen/src/main.rs", "codegen/src/cli/"]),
        ("vvtool-api/src", "reqwest", &["vvtool-api/src/transport/mod.rs"]),
        ("vvtool-api/src", "rustls", &["vvtool-api/src/transport/by_rustls.rs"]),
        ("vvtool-api/src", "native_tls", &["vvtool-api/src/transport/by_system.rs"]),
        ("vvtool-api/src", "url", &["vvtool-api/src/address.rs"]),
        ("vvtool-api/src", "compact_str", &["vvtool-api/src/value/text.rs"]),
        ("vvtool-api/src", "jiff", &["vvtool-api/src/value/datetime/convert/"]),
        ("vvtool-api/src", "chrono", &["vvtool-api/src/value/datetime/convert/"]),
    ];
    let mut wrong = Vec::new();
    for (folder, dependency, rooms) in rooms {
        for (file, text) in sources(folder) {
            let named = names(&text, &format!("{dependency}::")) || names(&text, &format!("use {dependency}"));
            if named && !rooms.iter().any(|room| file.starts_with(room)) {
                wrong.push(format!("{file} names {dependency}, which lives in {}", rooms.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_rule_begins_with_the_code_it_gives() {
    let shared = fs::read_to_string(root().join("codegen/src/codes.rs")).unwrap();
    let mut rules = 0;
    for entry in fs::read_dir(root().join("codegen/src/check")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let Some((_, rule)) = text.split_once("rule! {").filter(|_| !path.ends_with("mod.rs")) else { continue };
        let declared = rule.lines().map(str::trim).find(|line| !line.is_empty()).unwrap();
        // `NAME = "V012" ..`, or `codes::NAME }` for a code that stands in codes.rs.
        let code = match declared.strip_prefix("codes::").and_then(|rest| rest.split_whitespace().next()) {
            Some(name) => shared.split_once(&format!("{name} = \"")).map(|(_, rest)| rest),
            None => declared.split_once("= \"").map(|(_, rest)| rest),
        };
        let code =
            code.and_then(|rest| rest.split('"').next()).unwrap_or_else(|| panic!("{}: {declared}", path.display()));
        let said = text.strip_prefix("//! ").and_then(|rest| rest.split(':').next());
        assert_eq!(said, Some(code), "{}", path.display());
        rules += 1;
    }
    assert!(rules > 30, "{rules}");
}

#[test]
fn the_model_and_the_rules_know_neither_rust_syntax_nor_formats() {
    for (file, text) in sources("codegen/src/model").into_iter().chain(sources("codegen/src/check")) {
        for foreign in ["syn::", "quote!", "serde::", "granit_parser", "prettyplease"] {
            assert!(!text.contains(foreign), "{file} names {foreign}");
        }
    }
}

/// The code without what stands inside its strings.
fn without_strings(text: &str) -> String {
    let mut code = String::new();
    let (mut inside, mut escaped) = (false, false);
    for letter in text.chars() {
        match (inside, letter) {
            (true, _) if escaped => escaped = false,
            (true, '\\') => escaped = true,
            (_, '"') => {
                inside = !inside;
                code.push('"');
            }
            (true, _) => {}
            (false, _) => code.push(letter),
        }
    }
    code
}

/// First names of the paths in a text: `rt` of `rt::Kind::Text`, `::core` of `::core::option::Option`.
fn roots(code: &str) -> BTreeSet<&str> {
    let part = |letter: char| letter.is_alphanumeric() || ['_', '#'].contains(&letter);
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("::") {
        let start = code[..at].rfind(|letter| !part(letter)).map_or(0, |end| end + 1);
        match code[..start].strip_suffix("::") {
            _ if start == at => {}
            Some(before) if before.ends_with(|letter| part(letter) || letter == '>') => {}
            Some(before) => {
                found.insert(&code[before.len()..at]);
            }
            None => {
                found.insert(&code[start..at]);
            }
        }
    }
    found
}

/// `rt::Name { .. }` as a value: one more field of the runtime's type, and the crate that wrote it no longer compiles.
fn literal(code: &str) -> Option<&str> {
    let part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices("rt::").find_map(|(at, door)| {
        let (before, after) = (code[..at].trim_end(), &code[at + door.len()..]);
        let end = after.find(|letter| !part(letter))?;
        let value = before.ends_with(['=', '(', '[', '{', ',', '&', '|', ':']) || before.ends_with("=>");
        let of_type = after.starts_with(char::is_uppercase) && after[end..].trim_start().starts_with('{');
        (value && of_type).then(|| &code[at..at + door.len() + end])
    })
}

#[test]
fn what_is_forbidden_to_generated_code_is_found() {
    let code = without_strings("static A: rt::Meta = rt::Meta { name: \"x::y \\\" z::w\" }; impl rt::Record for A {}");
    assert_eq!(literal(&code), Some("rt::Meta"));
    assert_eq!(roots(&code), BTreeSet::from(["rt"]));
    for fine in
        ["fn t(&self) -> &'static rt::Table {", "impl rt::Record for A {", "rt::Kind::Text,", "-> rt::View<'_> {"]
    {
        assert_eq!(literal(fine), None, "{fine}");
    }
    for (code, root) in
        [("use serde::Serialize;", "serde"), ("a(::core::option::Option::Some(1))", "::core"), ("A::B", "A")]
    {
        assert_eq!(roots(code), BTreeSet::from([root]), "{code}");
    }
}

/// Folders of generated code that is compiled in this workspace, and the door each of them takes.
const GENERATED: [(&str, &str); 2] = [
    ("vvtool-api/src/generated", "use crate::rt::v1 as rt;"),
    ("tests/made-before/made", "use ::vvtool_api::rt::v1 as rt;"),
];

/// Files of the tool's ground that lie beside the generated ones, word for word.
const COPIES: [&str; 4] = ["calendar", "message", "number", "visible"];

#[test]
fn generated_code_names_the_door_its_own_modules_and_the_standard_library_only() {
    for (folder, door) in GENERATED {
        // Copies of files of the generator's, not printed by it.
        let copied = |file: &str| COPIES.iter().any(|copy| *file == format!("{folder}/ground/{copy}.rs"));
        for (file, text) in sources(folder).into_iter().filter(|(file, _)| !copied(file)) {
            let code = without_strings(&text.replace(door, ""));
            let own: Vec<&str> = ["pub struct ", "pub enum "]
                .iter()
                .flat_map(|item| code.match_indices(item).map(|(at, item)| &code[at + item.len()..]))
                .map(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default())
                .collect();
            // `kinds`, `ids`: `use super::.. as`, and so its own. `C`: what a client gives for a sent request.
            for root in roots(&code) {
                let known = ["rt", "self", "super", "Self", "kinds", "ids", "C", "::core", "::std"].contains(&root);
                assert!(known || own.contains(&root), "{file} names {root}");
            }
            assert_eq!(literal(&code), None, "{file} builds a struct of the runtime field by field");
        }
    }
}

#[test]
fn the_macros_of_generated_code_go_through_the_same_door() {
    let exported = sources("vvtool-api/src").into_iter().filter(|(_, text)| text.contains("#[macro_export]"));
    for (file, text) in exported {
        for (at, krate) in text.match_indices("$crate::") {
            let path = &text[at + krate.len()..];
            assert!(
                path.starts_with("rt::v1::") || path.starts_with("__vv_"),
                "{file}: {}",
                &path[..20.min(path.len())]
            );
        }
    }
}

/// The rooms of the runtime, from the ground up: a room names those below it. Two on one floor are two halves of one thing.
const FLOORS: &[&[&str]] = &[
    &["calendar", "message", "number", "visible"],
    &["value"],
    &["record"],
    &["meta"],
    &["words"],
    &["secrets"],
    &["answered"],
    &["encode"],
    &["debug"],
    &["decode"],
    &["serde_impl"],
    &["error"],
    &["reply"],
    &["rules"],
    &["sign"],
    &["exchange"],
    &["payload"],
    &["address"],
    &["settings"],
    &["transport"],
    &["connection"],
    &["builder"],
    &["auth"],
    &["call"],
    &["testing"],
    &["rt"],
    &["generated"],
    &["blocking"],
    &["vvtool", "top"],
];

/// The rooms of the tool, likewise.
const TOOL: &[&[&str]] = &[
    &[
        "visible",
        "parallel",
        "fingerprint",
        "disk",
        "json",
        "lexical",
        "calendar",
        "message",
        "number",
        "people",
        "words",
    ],
    &["source"],
    &["codes"],
    &["diag"],
    &["load"],
    &["model"],
    &["check"],
    &["pipeline", "explain"],
    &["error"],
    &["emit"],
    &["write"],
    &["package"],
    &["generate", "builder"],
    &["import", "diff"],
    &["inner"],
    &["cli"],
];

/// The rooms of the import, likewise.
const IMPORT: &[&[&str]] = &[
    &["declared", "digest", "files", "form", "ledger", "options", "stand_in"],
    &["document"],
    &["clean"],
    &["read"],
    &["memory"],
    &["report"],
    &["write"],
    &["intake"],
    &["plan"],
    &["run"],
];

/// Two rooms of one floor that have nothing to do with each other.
const APART: &[(&str, &str)] =
    &[("import", "diff"), ("diff", "import"), ("builder", "generate"), ("generate", "builder")];

#[test]
fn every_room_names_rooms_below_it_only() {
    for (folder, floors) in [("vvtool-api/src", FLOORS), ("codegen/src", TOOL)] {
        let floor = |room: &str| floors.iter().position(|rooms| rooms.contains(&room));
        for (file, text) in sources(folder) {
            // Copies of files of the generator's are on the ground here too.
            let copies = |text: &str, separator: &str| {
                COPIES.iter().fold(text.to_owned(), |text, copy| {
                    text.replace(&format!("generated{separator}ground{separator}{copy}"), copy)
                })
            };
            let path = copies(file.trim_start_matches(folder).trim_start_matches('/'), "/");
            let room = path.split(['/', '.']).next().unwrap_or_default();
            if ["lib", "main"].contains(&room) {
                continue;
            }
            let own = floor(room).unwrap_or_else(|| panic!("{file}: the room stands on no floor: add it to the table"));
            let code = copies(&without_strings(&text).replace("$crate::", ""), "::");
            for (at, krate) in code.match_indices("crate::") {
                for named in firsts(&code[at + krate.len()..]) {
                    assert!(!APART.contains(&(room, named)), "{file} names {named}, which has nothing to do with it");
                    match floor(named) {
                        Some(other) => assert!(other <= own, "{file} names {named}, which stands above it"),
                        // An item that the front page shows has no floor of its own.
                        None => assert!(
                            folder == "vvtool-api/src"
                                && (named.starts_with(char::is_uppercase) || named.starts_with("__vv_")),
                            "{file} names {named}: no such floor"
                        ),
                    }
                }
            }
        }
    }
}

/// The rooms in the first column of a table of the architecture, from the top.
fn told_floors<'a>(text: &'a str, folder: &str) -> Vec<&'a str> {
    let table = text.split_once(&format!("| `{folder}` | what |\n|---|---|\n")).map_or("", |(_, table)| table);
    let rows = table.lines().map_while(|line| line.strip_prefix("| ")?.split(" | ").next());
    rows.flat_map(|row| row.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn the_architecture_shows_the_floors_as_they_are() {
    let text = fs::read_to_string(root().join("codegen/ARCHITECTURE.md")).unwrap();
    for (folder, floors) in [("vvtool-api/src", FLOORS), ("codegen/src", TOOL)] {
        let told = told_floors(&text, folder);
        let (known, shown): (BTreeSet<_>, BTreeSet<_>) =
            (floors.iter().copied().flatten().collect(), told.iter().collect());
        let differ: Vec<_> = known.symmetric_difference(&shown).collect();
        assert!(
            differ.is_empty(),
            "{folder}: only in the test's table, or only in codegen/ARCHITECTURE.md: {differ:?}"
        );
        let floor = |room: &str| floors.iter().position(|rooms| rooms.contains(&room));
        for pair in told.windows(2) {
            assert!(floor(pair[0]) >= floor(pair[1]), "{folder}: {} does not stand below {}", pair[1], pair[0]);
        }
    }
}

/// The rooms of `crate::import` that a file of it names; `below` is its path from there.
fn of_the_import<'t>(below: &str, code: &'t str) -> Vec<&'t str> {
    // What a room of the folder is to a file of the folder, and to a file of such a room.
    let near = match below.split_once('/') {
        None => "super::",
        Some((_, "mod.rs")) => "super::",
        Some(_) => "super::super::",
    };
    ["crate::import::", near]
        .iter()
        .flat_map(|door| code.match_indices(door).filter(|(at, _)| !code[..*at].ends_with("::")))
        .flat_map(|(at, door)| firsts(&code[at + door.len()..]))
        .filter(|name| *name != "super")
        .collect()
}

#[test]
fn every_room_of_the_import_names_rooms_below_it_only() {
    assert_eq!(
        of_the_import("memory/lock.rs", "crate::import::{form::Form, ledger}; super::digest;"),
        ["form", "ledger"]
    );
    assert_eq!(of_the_import("memory/lock.rs", "super::super::form::Form"), ["form"]);
    assert_eq!(of_the_import("plan.rs", "super::{memory::lock, write}"), ["memory", "write"]);
    let floor = |room: &str| IMPORT.iter().position(|rooms| rooms.contains(&room));
    for (file, text) in sources("codegen/src/import") {
        let below = file.trim_start_matches("codegen/src/import/");
        let room = below.split(['/', '.']).next().unwrap_or_default();
        if below == "mod.rs" {
            continue;
        }
        let own = floor(room).unwrap_or_else(|| panic!("{file}: the room stands on no floor: add it to the table"));
        for named in of_the_import(below, &without_strings(&text)) {
            let other = floor(named).unwrap_or_else(|| panic!("{file} names {named}: no such floor"));
            assert!(other < own || named == room, "{file} names {named}, which stands above it or beside it");
        }
    }
}

/// What a path goes on with: one name, or those of a group.
fn firsts(rest: &str) -> Vec<&str> {
    let name =
        |text: &'_ str| text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let Some(group) = rest.strip_prefix('{') else { return vec![&rest[..name(rest)]] };
    let (mut depth, mut start, mut found) = (0, true, Vec::new());
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => start = true,
            letter if start && (letter.is_alphabetic() || letter == '_') => {
                found.push(&group[at..at + name(&group[at..])]);
                start = false;
            }
            _ => {}
        }
    }
    found
}

#[test]
fn every_name_of_a_group_counts() {
    assert_eq!(firsts("value::{Text, Yuan};"), ["value"]);
    assert_eq!(firsts("{encode, error::{Api, matching}, rules};"), ["encode", "error", "rules"]);
}

#[test]
fn library_code_has_no_way_to_panic_on_purpose() {
    for (file, text) in sources("codegen/src").into_iter().chain(sources("vvtool-api/src")) {
        for call in [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("] {
            assert!(!text.contains(call), "{file} calls {call}");
        }
    }
}

#[test]
fn both_packages_carry_the_licences_of_the_house() {
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = fs::read(root().join(licence)).unwrap();
        for package in ["codegen", "vvtool-api"] {
            let copy = fs::read(root().join(package).join(licence)).unwrap_or_default();
            assert!(copy == text, "{package}/{licence} is not a copy of {licence}");
        }
    }
}

/// The compiler does not look at a file that no `mod` line names, and nobody would miss it.
#[test]
fn every_file_is_a_module_of_the_one_above_it() {
    for folder in ["codegen/src", "vvtool-api/src"] {
        let mut files = Vec::new();
        let mut folders = vec![root().join(folder)];
        while let Some(folder) = folders.pop() {
            for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "rs")) {
            let (above, stem) = (file.parent().unwrap(), file.file_stem().unwrap().to_str().unwrap());
            let (above, name) = match stem {
                "lib" | "main" => continue,
                "mod" => (above.parent().unwrap(), above.file_name().unwrap().to_str().unwrap()),
                _ => (above, stem),
            };
            let parents = [above.join("mod.rs"), above.join("lib.rs"), above.with_extension("rs")];
            let texts = parents.iter().filter_map(|parent| fs::read_to_string(parent).ok());
            let names = |text: String| text.lines().any(|line| line.trim_end().ends_with(&format!("mod {name};")));
            assert!(texts.into_iter().any(names), "{}: no `mod {name};` in the file above it", file.display());
        }
    }
}

/// What a user holds in the hand: client, builder, reply, error, values.
#[test]
fn every_public_method_has_an_example_or_a_link_to_one() {
    let files = [
        "builder.rs",
        "error/accessors.rs",
        "error/detail.rs",
        "error/mod.rs",
        "reply.rs",
        "top/client/mod.rs",
        "value/charge.rs",
        "value/datetime/mod.rs",
        "value/invalid.rs",
        "value/json.rs",
        "value/money.rs",
        "value/text.rs",
        "vvtool/client/mod.rs",
        "words.rs",
    ];
    let (mut seen, mut bare) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(root().join("vvtool-api/src").join(file)).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            if !line.starts_with("pub fn ") && !line.starts_with("pub const fn ") {
                continue;
            }
            seen += 1;
            let above = lines[..at].iter().rev().take_while(|line| line.starts_with("//") || line.starts_with("#["));
            if !above.into_iter().any(|line| line.contains("```") || line.contains("[Example](")) {
                bare.push(format!("{file}: {line}"));
            }
        }
    }
    assert!(seen > 60, "{seen} methods found");
    assert!(bare.is_empty(), "{}", bare.join("\n"));
}

/// What a text in backticks names, when it looks like a path of this repository.
fn paths_in(text: &str) -> impl Iterator<Item = &str> {
    let quoted = text.split('`').skip(1).step_by(2);
    let linked = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let known = [".rs", ".md", ".yaml", ".yml", ".json", ".toml", ".txt", ".lock", "/", ".ci/run"];
    quoted
        .chain(linked)
        .filter(move |path| {
            known.iter().any(|end| path.ends_with(end))
                && !path.contains([' ', ':', '<', '{', '*', '~'])
                && !path.contains("...")
        })
        .filter(|path| !path.starts_with('#') && path.chars().any(char::is_lowercase))
}

#[test]
fn every_path_that_the_documents_name_is_there() {
    // A document, and the folders that its paths may start from: its own, the root, and the rooms that a section is about.
    let documents: [(&str, &[&str]); 5] = [
        ("README.md", &["", "vvtool-api"]),
        (
            ".github/CONTRIBUTING.md",
            &["", ".github", "spec/vvtool/erps", "codegen/src/check", "codegen/src/import/read", "spec/vvtool"],
        ),
        ("codegen/README.md", &["", "codegen", "spec"]),
        (
            "codegen/ARCHITECTURE.md",
            &[
                "",
                "codegen",
                "codegen/src",
                "vvtool-api/src",
                "codegen/src/cli",
                "codegen/src/import",
                "codegen/src/diff",
            ],
        ),
        ("vvtool-api/examples/README.md", &["", "vvtool-api/examples"]),
    ];
    let (mut seen, mut lost) = (0, Vec::new());
    for (document, from) in documents {
        let text = fs::read_to_string(root().join(document)).unwrap();
        // Commands are not prose.
        let prose: String = text.split("```").step_by(2).collect();
        for path in paths_in(&prose) {
            seen += 1;
            if !from.iter().any(|folder| root().join(folder).join(path).exists()) {
                lost.push(format!("{document} names {path}"));
            }
        }
        // `file.rs::function`
        for (path, function) in prose.split('`').skip(1).step_by(2).filter_map(|name| name.split_once(".rs::")) {
            seen += 1;
            let place =
                from.iter().map(|folder| root().join(folder).join(format!("{path}.rs"))).find(|file| file.exists());
            let text = place.map(|file| fs::read_to_string(file).unwrap()).unwrap_or_default();
            if ![format!("fn {function}("), format!("fn {function}<")].iter().any(|head| text.contains(head)) {
                lost.push(format!("{document} names {path}.rs::{function}"));
            }
        }
    }
    assert!(seen > 60, "{seen} paths found");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

/// A module is `room.rs`, or `room/mod.rs` where it has modules of its own: never both beside each other.
#[test]
fn a_module_with_modules_is_a_folder() {
    let mut folders: Vec<PathBuf> = ["codegen/src", "vvtool-api/src", "tests"].map(|folder| root().join(folder)).into();
    let (mut seen, mut halves) = (0, Vec::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
            seen += 1;
            let beside = path.with_extension("rs");
            if beside.exists() {
                halves.push(beside.display().to_string());
            }
            folders.push(path);
        }
    }
    assert!(seen > 20, "{seen} folders found");
    assert!(halves.is_empty(), "{}", halves.join("\n"));
}

#[test]
fn the_top_level_is_the_map() {
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "spec",
        "codegen",
        "vvtool-api",
        "tests",
        "README.md",
        "CHANGELOG.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "target",
    ];
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name.starts_with('.') || known.contains(&name.as_str()), "{name} does not belong at the top level");
    }
}
