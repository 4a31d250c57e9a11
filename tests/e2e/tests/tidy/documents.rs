//! What the documents and the public methods say.

use std::fs;

use super::root;

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
