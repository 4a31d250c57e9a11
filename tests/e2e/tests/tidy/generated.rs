//! What generated code may name and build.

use std::collections::BTreeSet;

use super::{COPIES, sources, without_strings};

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
