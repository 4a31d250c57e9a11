//! The invariants of the house that no compiler checks.
#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, clippy::indexing_slicing)]

mod dependencies;
mod documents;
mod floors;
mod functions;
mod generated;
mod layout;
mod rooms;
mod skipping;

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
    let rooms: [(&str, &str, &[&str]); 22] = [
        ("codegen/src", "granit_parser", &["codegen/src/load/yaml.rs"]),
        ("codegen/src", "annotate_snippets", &["codegen/src/diag.rs"]),
        ("codegen/src", "heck", &["codegen/src/model/name.rs"]),
        ("codegen/src", "pinyin", &["codegen/src/docs/search.rs"]),
        ("codegen/src", "syn", &["codegen/src/emit/"]),
        ("codegen/src", "quote", &["codegen/src/emit/"]),
        ("codegen/src", "proc_macro2", &["codegen/src/emit/"]),
        ("codegen/src", "prettyplease", &["codegen/src/emit/"]),
        ("codegen/src", "toml", &["codegen/src/diff/release.rs"]),
        ("codegen/src", "clap", &["codegen/src/main.rs", "codegen/src/cli/"]),
        ("vvtool-api/src", "reqwest", &["vvtool-api/src/transport/mod.rs", "vvtool-api/src/transport/streamed.rs"]),
        ("vvtool-api/src", "rustls", &["vvtool-api/src/transport/by_rustls.rs"]),
        ("vvtool-api/src", "native_tls", &["vvtool-api/src/transport/by_system.rs"]),
        ("vvtool-api/src", "url", &["vvtool-api/src/address.rs"]),
        ("vvtool-api/src", "compact_str", &["vvtool-api/src/value/text.rs"]),
        ("vvtool-api/src", "redb", &["vvtool-api/src/store/file/"]),
        ("vvtool-api/src", "redis", &["vvtool-api/src/store/redis/", "vvtool-api/src/lib.rs"]),
        ("vvtool-api/src", "chacha20poly1305", &["vvtool-api/src/store/redis/seal.rs"]),
        ("vvtool-api/src", "mysql_async", &["vvtool-api/src/store/mysql/"]),
        ("vvtool-api/src", "metrics", &["vvtool-api/src/observe/"]),
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
    // A quote that is a character begins no string.
    for letter in text.replace("'\"'", "' '").chars() {
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

/// Files of the tool's ground that lie beside the generated ones, word for word.
const COPIES: [&str; 6] = ["calendar", "id", "message", "number", "time_parts", "visible"];

#[test]
fn library_code_has_no_way_to_panic_on_purpose() {
    for (file, text) in sources("codegen/src").into_iter().chain(sources("vvtool-api/src")) {
        for call in [".unwrap()", ".expect(", "panic!(", "unreachable!(", "todo!(", "unimplemented!("] {
            assert!(!text.contains(call), "{file} calls {call}");
        }
    }
}
