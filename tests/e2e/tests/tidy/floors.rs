//! Who may name whom.

use std::collections::BTreeSet;
use std::fs;

use super::{COPIES, root, sources, without_strings};

/// The rooms of the runtime, from the ground up: a room names those below it. Two on one floor are two halves of one thing.
const FLOORS: &[&[&str]] = &[
    &["calendar", "chance", "id", "message", "number", "time_parts", "visible"],
    &["quiet"],
    &["value"],
    &["record"],
    &["meta"],
    &["words", "opaque"],
    &["secrets"],
    &["reply_head"],
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
    &["account", "private"],
    &["retry"],
    &["spend"],
    &["limits"],
    &["address"],
    &["settings"],
    &["transport"],
    &["connection"],
    &["observe"],
    &["builder"],
    &["token"],
    &["call"],
    &["bulk", "pages", "rows"],
    &["writes"],
    &["store"],
    &["testing"],
    &["rt"],
    &["generated"],
    &["blocking"],
    &["vvtool", "top"],
    &["guide"],
];

/// The rooms of the tool, likewise.
const TOOL: &[&[&str]] = &[
    &[
        "html",
        "visible",
        "parallel",
        "fingerprint",
        "disk",
        "git",
        "id",
        "json",
        "traditional",
        "lexical",
        "bundle",
        "calendar",
        "message",
        "number",
        "people",
        "slip",
        "subsequence",
        "time_parts",
        "words",
    ],
    &["source", "page"],
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
    &["openapi", "docs"],
    &["import", "diff"],
    &["cli"],
    &["inner"],
];

/// The rooms of the import, likewise.
const IMPORT: &[&[&str]] = &[
    &["declared", "digest", "files", "form", "ledger", "not_read", "options", "stand_in", "task"],
    &["document"],
    &["clean"],
    &["read"],
    &["memory"],
    &["report"],
    &["write"],
    &["intake", "wording"],
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
            for (at, krate) in doors_of_the_crate(&path, &code) {
                for named in firsts(&code[at + krate..]) {
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

/// Where a file names a room of its crate, and how long the way there is: `crate::`, or `super::` as often as the file lies deep. What
/// stands in a module inside the file is deeper, and its way out of the file ends inside the room.
fn doors_of_the_crate(path: &str, code: &str) -> Vec<(usize, usize)> {
    let folders = path.matches('/').count();
    let depth = if path.ends_with("/mod.rs") { folders } else { folders + 1 };
    let near = "super::".repeat(depth);
    let whole = |at: usize| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"_:".contains(letter))
    };
    ["crate::", &near]
        .iter()
        .flat_map(|door| code.match_indices(door).map(|(at, door)| (at, door.len())))
        .filter(|(at, length)| {
            code[*at..].starts_with("crate") || whole(*at) && !code[at + length..].starts_with("super")
        })
        .collect()
}

#[test]
fn a_room_is_named_from_above_too() {
    let named = |path: &str, code: &str| {
        let doors = doors_of_the_crate(path, code);
        doors.into_iter().flat_map(|(at, length)| firsts(&code[at + length..])).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(named("words.rs", "use super::value::Text;"), ["value"]);
    assert_eq!(named("limits/slot.rs", "use super::{queue, slot}; use super::super::call::Plan;"), ["call"]);
    assert_eq!(named("limits/mod.rs", "use super::call; use crate::retry;"), ["retry", "call"]);
    assert_eq!(named("store/file/mod.rs", "use super::entry; super::super::{writes, call::Plan}"), ["writes", "call"]);
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
    for (folder, floors) in [("vvtool-api/src", FLOORS), ("codegen/src", TOOL), ("codegen/src/import", IMPORT)] {
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
