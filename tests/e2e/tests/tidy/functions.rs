//! How long a function may be.

use std::fs;
use std::path::{Path, PathBuf};

use super::root;

/// Lines of a function from its name to its last brace.
const MOST: usize = 80;

/// Each function of a file that rustfmt has laid out: its line from 1, its name, its lines.
fn functions(text: &str) -> Vec<(usize, &str, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(name) = name(line) else { continue };
        let indent = &line[..line.len() - line.trim_start().len()];
        // What only declares a function ends with a semicolon before any brace, and a short one closes on its line.
        let opens = lines[at..].iter().position(|line| line.ends_with(['{', '}', ';']));
        let Some(opens) = opens.filter(|opens| lines[at + opens].ends_with('{')) else { continue };
        let closes = lines[at + opens..].iter().position(|line| line.strip_prefix(indent) == Some("}"));
        found.push((at + 1, name, opens + closes.map_or(0, |closes| closes + 1)));
    }
    found
}

/// The name of the function that begins on a line.
fn name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start();
    if let Some(behind) = rest.strip_prefix("pub") {
        rest = behind.strip_prefix('(').and_then(|inside| inside.split_once(')')).map_or(behind, |(_, behind)| behind);
        rest = rest.strip_prefix(' ')?;
    }
    for word in ["const ", "async "] {
        rest = rest.strip_prefix(word).unwrap_or(rest);
    }
    rest.strip_prefix("fn ")?.split(['(', '<']).next()
}

/// Every file of our own, below one of these folders.
pub(super) fn files(folders: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = folders.iter().map(|folder| root().join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            let named = |name: &str| path.file_name().is_some_and(|file| file == name);
            if path.is_dir() && !named("generated") && !named("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_function_is_measured_from_its_name_to_its_last_brace() {
    let text = "\
impl A {
    pub(crate) const fn one(
        self,
    ) -> u8 {
        if true {
        }
    }

    fn declared(&self) -> u8;
    fn short() {}
}

async fn two<T>() {
}
";
    assert_eq!(functions(text), [(2, "one", 6), (13, "two", 2)]);
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let files = files(&["codegen", "vvtool-api", "tests"]);
    assert!(files.len() > 300, "{} files", files.len());
    let (mut seen, mut long) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        let shown = file.strip_prefix(root()).unwrap_or(Path::new("")).display();
        for (line, name, lines) in functions(&text) {
            seen += 1;
            if lines > MOST {
                long.push(format!("{shown}:{line}: {name} has {lines} lines"));
            }
        }
    }
    assert!(seen > 4_000, "{seen} functions");
    assert!(long.is_empty(), "longer than {MOST} lines: split them by sense\n{}", long.join("\n"));
}
