//! Files that name each other in a circle: neither can be read without the other.

use std::collections::{BTreeMap, BTreeSet};

use super::{sources, without_strings};

/// A module, from the root of its crate.
type Module = Vec<String>;

/// The module that a file below the crate's folder is.
fn module(file: &str) -> Module {
    let path = file.trim_end_matches(".rs").trim_end_matches("/mod");
    path.split('/').filter(|part| !["lib", "main"].contains(part)).map(str::to_owned).collect()
}

/// The paths that begin here, each as its names: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn paths(text: &str) -> Vec<Module> {
    let text = text.trim_start();
    if let Some(group) = text.strip_prefix('{') {
        let (mut depth, mut start, mut found) = (0, 0, Vec::new());
        for (at, letter) in group.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    found.extend(paths(&group[start..at]));
                    start = at + 1;
                    if letter == '}' {
                        break;
                    }
                }
                _ => {}
            }
        }
        return found;
    }
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let name = text[..end].to_owned();
    match text[end..].strip_prefix("::").map(paths) {
        Some(behind) if !behind.is_empty() => {
            behind.into_iter().map(|rest| [vec![name.clone()], rest].concat()).collect()
        }
        _ if name.is_empty() => Vec::new(),
        _ => vec![vec![name]],
    }
}

/// What a module's code names by `crate::`, `super::` or, of its own modules, by their names.
fn named(own: &Module, code: &str) -> Vec<Module> {
    let mut found = Vec::new();
    let starts = |at: usize| {
        !code[..at].ends_with("::") && !code[..at].ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
    };
    for (door, at) in [("crate::", &[][..]), ("self::", own)] {
        for (begin, _) in code.match_indices(door).filter(|(begin, _)| starts(*begin)) {
            found.extend(paths(&code[begin + door.len()..]).into_iter().map(|path| [at, &path].concat()));
        }
    }
    for (begin, _) in code.match_indices("super::").filter(|(begin, _)| starts(*begin)) {
        let (mut rest, mut up) = (&code[begin..], own.len());
        while let Some(above) = rest.strip_prefix("super::") {
            (rest, up) = (above, up.saturating_sub(1));
        }
        found.extend(paths(rest).into_iter().map(|path| [&own[..up], &path].concat()));
    }
    for (begin, _) in code.match_indices("use ") {
        found.extend(paths(&code[begin + 4..]).into_iter().map(|path| [&own[..], &path].concat()));
    }
    found
}

/// Who names whom. A file may name what the folders above it show: that is the door of its own room.
fn arrows(files: &BTreeMap<Module, String>) -> BTreeMap<&Module, BTreeSet<&Module>> {
    let file = |path: Module| (1..=path.len()).rev().find_map(|end| files.get_key_value(&path[..end]));
    let of = |own: &Module, code: &str| {
        let others = named(own, code).into_iter().filter_map(file).map(|(module, _)| module);
        others.filter(|other| !own.starts_with(other)).collect()
    };
    files.iter().map(|(own, code)| (own, of(own, code))).collect()
}

/// Modules that can be reached from themselves.
fn circles(files: &BTreeMap<Module, String>) -> Vec<String> {
    let arrows = arrows(files);
    let comes_back = |from: &Module| {
        let (mut seen, mut work) = (BTreeSet::new(), vec![from]);
        while let Some(next) = work.pop().and_then(|module| arrows.get(module)) {
            work.extend(next.iter().copied().filter(|module| seen.insert(*module)));
        }
        seen.contains(from)
    };
    files.keys().filter(|module| comes_back(module)).map(|module| module.join("::")).collect()
}

#[test]
fn no_file_of_the_tool_names_one_that_names_it() {
    let folder = "codegen/src/";
    let below = |(file, text): (String, String)| (module(file.trim_start_matches(folder)), without_strings(&text));
    let files: BTreeMap<_, _> = sources(folder).into_iter().map(below).collect();
    assert!(arrows(&files).values().map(BTreeSet::len).sum::<usize>() > 500, "hardly any arrows");
    let found = circles(&files);
    assert!(found.is_empty(), "these name each other in a circle: {}", found.join(", "));
}

#[test]
fn circles_are_found_however_a_path_is_written() {
    let crate_of = |files: &[(&str, &str)]| {
        files.iter().map(|(file, code)| (module(file), (*code).to_owned())).collect::<BTreeMap<_, _>>()
    };
    let door = ("room/mod.rs", "mod one; mod two; pub use one::{A, B}; pub use two::C;");
    let two = ("room/two.rs", "use super::A;");
    assert_eq!(circles(&crate_of(&[door, ("room/one.rs", "use super::{C, two};"), two])), Vec::<String>::new());
    for back in ["use super::one::A;", "use crate::room::{one::A};", "fn f() { super::super::room::one::g() }"] {
        let files = crate_of(&[door, ("room/one.rs", "use super::{two::C};"), ("room/two.rs", back)]);
        assert_eq!(circles(&files), ["room::one", "room::two"], "{back}");
    }
}
