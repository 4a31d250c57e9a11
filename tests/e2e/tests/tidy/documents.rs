//! What the documents and the public methods say.

use std::fs;

use super::{root, sources};

/// Where public methods stand that no user calls: generated code does, a parser of one's own, or a journal of one's own.
const OF_OTHERS: [&str; 13] = [
    "debug.rs",
    "decode/",
    "error/kind.rs",
    "generated/",
    "meta/",
    "record/",
    "rt/",
    "serde_impl/",
    "tests/",
    "value/grammar.rs",
    "value/id.rs",
    "value/open_enum.rs",
    "writes/journal/",
];

/// What a user holds in the hand: client, builder, reply, error, values, what calls are set up with.
#[test]
fn every_public_method_has_an_example_or_a_link_to_one() {
    let (mut seen, mut bare) = (Vec::new(), Vec::new());
    for (path, _) in sources("vvtool-api/src") {
        let file = path.trim_start_matches("vvtool-api/src/");
        if file != "meta/rate.rs" && OF_OTHERS.iter().any(|other| file.starts_with(other)) {
            continue;
        }
        let text = fs::read_to_string(root().join(&path)).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            if !["pub fn ", "pub const fn ", "pub async fn "].iter().any(|head| line.starts_with(head)) {
                continue;
            }
            seen.push(file.to_owned());
            let above =
                lines[..at].iter().copied().rev().take_while(|line| line.starts_with("//") || line.starts_with("#["));
            let shown = |line: &str| line.contains("```") || line.contains("[Example](") || line == "#[doc(hidden)]";
            if !above.into_iter().any(shown) {
                bare.push(format!("{file}: {line}"));
            }
        }
    }
    for client in ["blocking/mod.rs", "call/drive.rs", "top/client/mod.rs", "top/mod.rs", "vvtool/mod.rs"] {
        assert!(seen.iter().any(|file| file == client), "no public method found in {client}");
    }
    assert!(seen.len() > 200, "{} methods found", seen.len());
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
        .filter(|path| !path.starts_with(['#', '/']) && path.chars().any(char::is_lowercase))
}

#[test]
fn every_path_that_the_documents_name_is_there() {
    // A document, and the folders that its paths may start from: its own, the root, and the rooms that a section is about.
    let documents: [(&str, &[&str]); 8] = [
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
        ("vvtool-api/README.md", &["vvtool-api"]),
        ("tests/mock/README.md", &["", "tests/mock"]),
        (".github/release.md", &[""]),
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
