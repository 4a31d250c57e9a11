//! Where files lie.

use std::fs;
use std::path::PathBuf;

use super::root;

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

#[test]
fn what_is_published_carries_the_licences_of_the_house() {
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = fs::read(root().join(licence)).unwrap();
        for package in ["codegen", "vvtool-api", "tests/mock"] {
            let copy = fs::read(root().join(package).join(licence)).unwrap_or_default();
            assert!(copy == text, "{package}/{licence} is not a copy of {licence}");
        }
    }
}
