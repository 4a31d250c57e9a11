//! What a program that uses the client alone compiles.

use std::collections::BTreeSet;
use std::process::Command;

use super::root;

/// As many as there are; one more is a decision.
const MOST: usize = 100;

/// What cargo says of a program with feature `vvtool` on this machine: one line for each package, or for each feature of one too.
fn tree(edges: &str) -> BTreeSet<String> {
    let out = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--prefix=none", "--no-dedupe", "-p", "vvtool-api", "-e", edges])
        .args(["--no-default-features", "--features", "vvtool,rustls"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_program_compiles_a_hundred_crates_at_most() {
    let packages = tree("normal,build");
    // The line of a package: its name, its version, where it is from.
    let packages: BTreeSet<_> =
        packages.iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert!(packages.iter().any(|package| package.starts_with("serde_json ")), "{packages:?}");
    assert!(packages.len() <= MOST, "{} crates instead of {MOST}: {packages:?}", packages.len());
}

/// A program's own maps would sort their keys otherwise than before.
#[test]
fn the_order_of_a_programs_own_json_stays_as_it_is() {
    let features = tree("features");
    let of = |line: &String| line.starts_with("serde_json feature ");
    assert!(features.iter().any(of), "no features found");
    assert!(!features.iter().any(|line| of(line) && line.contains("preserve_order")));
}

/// An exact version in a published package forbids a program every other one.
#[test]
fn no_published_package_asks_for_one_version_alone() {
    for manifest in ["Cargo.toml", "codegen/Cargo.toml", "vvtool-api/Cargo.toml", "tests/mock/Cargo.toml"] {
        let text = std::fs::read_to_string(root().join(manifest)).unwrap();
        let pinned: Vec<_> = text.lines().filter(|line| line.contains("\"=")).collect();
        assert!(pinned.is_empty(), "{manifest}: {pinned:?}");
    }
}
