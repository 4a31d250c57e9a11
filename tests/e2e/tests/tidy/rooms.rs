//! Who may name whom inside a room, of the runtime and of the tool: its files form no circle, so that each can be read after those that it names.
//!
//! The face of a room, its `mod.rs`, does not count: it opens what the files hold, and declares what they have in common. Macros do not
//! count either: what they write stands where they are called.

use std::collections::{BTreeMap, BTreeSet};

use super::{sources, without_strings};

/// A file as the compiler knows it: `["error", "kind"]`; a room is its face.
type Module = Vec<String>;

/// What a file names, and, where it is a face, which file holds a name that it opens.
struct Named {
    paths: Vec<Vec<String>>,
    opened: BTreeMap<String, Module>,
}

fn module(folder: &str, file: &str) -> Module {
    let path = file.trim_start_matches(folder).trim_start_matches('/').trim_end_matches(".rs");
    let mut parts: Module = path.split('/').map(str::to_owned).collect();
    if ["mod", "lib", "main"].contains(&parts.last().unwrap().as_str()) {
        parts.pop();
    }
    parts
}

/// The paths that a text begins with: one, or those of a group in it; each with the name it gets.
fn tree(text: &str) -> (Vec<(Vec<String>, String)>, &str) {
    let text = text.trim_start();
    if let Some(mut rest) = text.strip_prefix('{') {
        let mut found = Vec::new();
        loop {
            rest = rest.trim_start_matches(|letter: char| letter == ',' || letter.is_whitespace());
            if let Some(behind) = rest.strip_prefix('}') {
                return (found, behind);
            }
            let (paths, behind) = tree(rest);
            if behind.len() == rest.len() {
                return (found, behind);
            }
            found.extend(paths);
            rest = behind;
        }
    }
    let text = text.strip_prefix("r#").unwrap_or(text);
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    if let Some(rest) = rest.strip_prefix("::") {
        let (below, rest) = tree(rest);
        let longer = below.into_iter().map(|(path, alias)| ([vec![name.to_owned()], path].concat(), alias));
        let longer: Vec<_> = longer.collect();
        // A turbofish, or a glob.
        let longer = if longer.is_empty() { vec![(vec![name.to_owned()], name.to_owned())] } else { longer };
        return (longer, rest);
    }
    if name.is_empty() {
        return (Vec::new(), rest.strip_prefix('*').unwrap_or(rest));
    }
    let alias = rest.strip_prefix(" as ").map_or(name, |alias| {
        alias.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next().unwrap_or(name)
    });
    let rest = if alias == name { rest } else { &rest[" as ".len() + alias.len()..] };
    (vec![(vec![name.to_owned()], alias.to_owned())], rest)
}

/// All paths of a code that begin at a crate or beside the file.
fn paths(code: &str) -> Vec<Vec<String>> {
    let whole = |at: usize| {
        let before = code[..at].chars().next_back();
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"_$:".contains(letter))
    };
    ["crate::", "super::", "self::"]
        .iter()
        .flat_map(|door| code.match_indices(door).filter(|(at, _)| whole(*at)))
        .flat_map(|(at, _)| tree(&code[at..]).0)
        .map(|(path, _)| path)
        .collect()
}

/// The file that holds what a path names.
fn target(files: &BTreeMap<Module, Named>, from: &Module, path: &[String]) -> Module {
    let mut at = from.clone();
    let mut opened = false;
    for part in path {
        match part.as_str() {
            "crate" => at.clear(),
            "self" => {}
            "super" => drop(at.pop()),
            name => {
                let below = [at.as_slice(), &[name.to_owned()]].concat();
                match files.get(&at).and_then(|face| face.opened.get(name)) {
                    _ if files.contains_key(&below) && !opened => at = below,
                    Some(holder) => (at, opened) = (holder.clone(), true),
                    None => break,
                }
            }
        }
    }
    at
}

/// Who names whom inside a room.
type Room = BTreeMap<String, BTreeSet<String>>;

/// What the files of each room name of each other.
fn arrows(texts: &[(Module, String)]) -> BTreeMap<Module, Room> {
    let known: BTreeSet<&Module> = texts.iter().map(|(module, _)| module).collect();
    let mut files = BTreeMap::new();
    for (own, code) in texts {
        let uses = code.match_indices("use ").flat_map(|(at, word)| tree(&code[at + word.len()..]).0);
        let opened = uses.filter_map(|(path, alias)| {
            let path = path.strip_prefix(&["self".to_owned()][..]).unwrap_or(&path);
            // The deepest file on the way.
            let depths = (1..=path.len()).rev().map(|depth| [own.as_slice(), &path[..depth]].concat());
            let holder = depths.into_iter().find(|holder| known.contains(holder))?;
            Some((alias, holder))
        });
        files.insert(own.clone(), Named { paths: paths(code), opened: opened.collect() });
    }
    let mut rooms: BTreeMap<Module, Room> = BTreeMap::new();
    for (own, named) in &files {
        for path in &named.paths {
            let other = target(&files, own, path);
            let shared = own.iter().zip(&other).take_while(|(one, another)| one == another).count();
            // Both stand below the room, and the room is no whole crate: there the floors say who names whom.
            let (Some(from), Some(to)) = (own.get(shared), other.get(shared)) else { continue };
            // The generator writes a service and its operations, which know each other by design.
            if shared > 0 && own.first().is_none_or(|room| room != "generated") {
                let room = rooms.entry(own[..shared].to_vec()).or_default();
                room.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    rooms
}

/// A way from a file back to it.
fn circle(room: &Room) -> Option<Vec<String>> {
    fn way(room: &Room, on: &mut Vec<String>, done: &mut BTreeSet<String>) -> Option<Vec<String>> {
        let here = on.last()?.clone();
        for next in room.get(&here).into_iter().flatten() {
            if let Some(at) = on.iter().position(|name| name == next) {
                return Some([&on[at..], std::slice::from_ref(next)].concat());
            }
            if !done.contains(next) {
                on.push(next.clone());
                let found = way(room, on, done);
                if found.is_some() {
                    return found;
                }
                on.pop();
            }
        }
        done.insert(here);
        None
    }
    let mut done = BTreeSet::new();
    room.keys().find_map(|start| way(room, &mut vec![start.clone()], &mut done))
}

#[test]
fn the_files_of_a_room_form_no_circle() {
    let mut circles = Vec::new();
    for folder in ["vvtool-api/src", "codegen/src"] {
        let mut seen = 0;
        let code = |text: &str| without_strings(text).replace("$crate::", "");
        let texts = sources(folder).into_iter().map(|(file, text)| (module(folder, &file), code(&text)));
        for (room, named) in arrows(&texts.collect::<Vec<_>>()) {
            seen += named.values().map(BTreeSet::len).sum::<usize>();
            circles.extend(circle(&named).map(|way| format!("{folder}/{}: {}", room.join("/"), way.join(" -> "))));
        }
        assert!(seen > 100, "{folder}: {seen} arrows found");
    }
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let words = |path: &str| path.split("::").map(str::to_owned).collect::<Vec<_>>();
    let found =
        paths("use crate::{a::{B, c}, d as e}; super::super::f::G::<T>::new(); self::h!(); $crate::x; mysuper::y;");
    let expected = ["crate::a::B", "crate::a::c", "crate::d", "super::super::f::G", "self::h"];
    assert_eq!(found.iter().map(|path| path.join("::")).collect::<Vec<_>>(), expected);

    let file = |named: &[&str], opened: &[(&str, &str)]| Named {
        paths: named.iter().map(|path| words(path)).collect(),
        opened: opened.iter().map(|(name, holder)| ((*name).to_owned(), words(holder))).collect(),
    };
    let files: BTreeMap<Module, Named> = [
        (words("room"), file(&[], &[("Thing", "room::thing")])),
        (words("room::thing"), file(&[], &[])),
        (words("room::other"), file(&[], &[])),
    ]
    .into();
    let from = |path: &str| target(&files, &words("room::other"), &words(path)).join("::");
    assert_eq!(from("super::thing::Thing"), "room::thing");
    assert_eq!(from("super::Thing::new"), "room::thing");
    assert_eq!(from("crate::room::Thing"), "room::thing");
    assert_eq!(from("super::DECLARED_BY_THE_FACE"), "room");

    let room = |arrows: &[(&str, &str)]| {
        let mut room = Room::new();
        for (from, to) in arrows {
            room.entry((*from).to_owned()).or_default().insert((*to).to_owned());
        }
        circle(&room).map(|way| way.join(" "))
    };
    assert_eq!(room(&[("a", "b"), ("a", "c"), ("b", "c")]), None);
    assert_eq!(room(&[("a", "b"), ("b", "c"), ("c", "b")]).as_deref(), Some("b c b"));

    // What a face opens is its holder's; a way back is found however it is written.
    let way = |one: &str, two: &str| {
        let door = "mod one; mod two; pub use one::{A, B}; pub use two::C;";
        let file = |(path, code): (&str, &str)| (module("", path), code.to_owned());
        let texts = [("room/mod.rs", door), ("room/one.rs", one), ("room/two.rs", two)].map(file);
        arrows(&texts).values().find_map(circle).map(|way| way.join(" "))
    };
    assert_eq!(way("use super::{C, two};", "use super::D;"), None);
    for back in
        ["use super::A;", "use super::one::A;", "use crate::room::{one::A};", "fn f() { super::super::room::one::g() }"]
    {
        assert_eq!(way("use super::{two::C};", back).as_deref(), Some("one two one"), "{back}");
    }
}
