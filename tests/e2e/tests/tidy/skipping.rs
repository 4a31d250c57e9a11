//! A test that checks nothing says so, in one way.

use std::fs;

use super::functions::files;
use super::root;

/// The one place that says it.
const HELPER: &str = "tests/fixtures/skipped.rs";
/// It quotes what is looked for.
const THIS: &str = "tests/e2e/tests/tidy/skipping.rs";

#[test]
fn a_test_that_is_skipped_says_so_through_the_one_helper() {
    let mut users = 0;
    for file in files(&["codegen", "vvtool-api", "tests"]) {
        let name = file.strip_prefix(root()).unwrap_or(&file).to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        users += usize::from(text.contains("skipped.rs\"]"));
        let own = text.lines().find(|line| ["print", "write"].iter().any(|by| says(line, by)));
        assert!(
            own.is_none() || [HELPER, THIS].contains(&name.as_str()),
            "{name}: go through {HELPER}: {}",
            own.unwrap_or_default()
        );
    }
    assert!(users > 5, "{users} files take {HELPER} in");
}

/// `println!("skipped: ..")` and the like; the ordeal's indented report of a part is none.
fn says(line: &str, by: &str) -> bool {
    let text = line.split_once(by).and_then(|(_, rest)| rest.split_once('"')).map(|(_, text)| text.to_lowercase());
    text.is_some_and(|text| text.starts_with("skip"))
}

#[test]
fn what_says_it_is_found() {
    assert!(says("    println!(\"skipped: no tar\");", "print"));
    assert!(says("    let _ = writeln!(stderr(), \"SKIPPED {test}\");", "write"));
    assert!(!says("    println!(\"  {count}\");", "print"));
}
