//! Whatever lies in the spec folder: a clear message, never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "../../tests/fixtures/skipped.rs"]
mod skipped;

use std::fs::{self, File};

use common::Scratch;

const OPERATION: &str = "demo/order/change.yaml";

#[test]
fn texts_that_are_no_spec() {
    let bomb = {
        let mut text = "a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..9 {
            let (this, last) = ((b'a' + level) as char, (b'a' + level - 1) as char);
            text.push_str(&format!("{this}: &{this} [{}]\n", vec![format!("*{last}"); 9].join(", ")));
        }
        text
    };
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("empty", b"".to_vec(), "1:1: error[V002]: the file is empty"),
        ("only a byte order mark", b"\xef\xbb\xbf".to_vec(), "1:1: error[V002]: the file is empty"),
        ("only a comment", b"# nothing\n".to_vec(), "1:1: error[V002]: the file is empty"),
        ("alias bomb", bomb.into_bytes(), "1:4: error[V002]: anchors"),
        ("alias to nothing", b"operation: *other\n".to_vec(), "1:12: error[V002]: aliases"),
        ("tag", b"operation: !!binary abc\n".to_vec(), "1:12: error[V002]: tags"),
        ("directive", b"%YAML 1.2\n---\na: 1\n".to_vec(), "1:1: error[V002]: "),
        ("two documents", b"a: 1\n---\nb: 2\n".to_vec(), "2:1: error[V002]: a second document"),
        ("list as a key", b"? [a]\n: b\n".to_vec(), "1:3: error[V002]: a list or map as a key"),
        ("open bracket", b"a: [1\n".to_vec(), "error[V002]: "),
        ("NUL", b"a: \0\n".to_vec(), "error[V002]: "),
        ("deep block lists", "- ".repeat(100_000).into_bytes(), "error[V002]: nested more than 32 levels deep"),
        ("deep flow lists", "[".repeat(100_000).into_bytes(), "error[V002]: nested more than 32 levels deep"),
        ("deep maps", "{a: ".repeat(100_000).into_bytes(), "error[V002]: nested more than 32 levels deep"),
        ("latin-1", b"operation: x\ntitle: caf\xe9\n".to_vec(), "2:11: error[V001]: not UTF-8: byte 23 of the file"),
        ("utf-16", b"\xff\xfea\0:\0".to_vec(), "1:1: error[V001]: not UTF-8: byte 0 of the file"),
        ("scalar", b"hello\n".to_vec(), "1:1: error[V007]: an operation is a map, this is \"hello\""),
        ("list", b"- hello\n".to_vec(), "1:1: error[V007]: an operation is a map, this is a list"),
    ];
    for (name, content, expected) in cases {
        let line = said_of(content);
        assert!(line.starts_with("spec/demo/order/change.yaml:") && line.contains(expected), "{name}: {line}");
    }
}

/// The first line about an operation file with this content.
fn said_of(content: &[u8]) -> String {
    let scratch = Scratch::base();
    scratch.write(OPERATION, content);
    let found = scratch.lint();
    found.lines().find(|line| line.contains(OPERATION) && line.contains("error[")).unwrap_or(&found).to_owned()
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    for path in [OPERATION, "demo/order/examples/change-ok.json"] {
        let scratch = Scratch::base();
        // Sparse: takes no room, and reading it would take 100 MB.
        File::create(scratch.spec().join(path)).unwrap().set_len(100 * 1024 * 1024).unwrap();
        let found = scratch.lint();
        assert_eq!(
            found,
            format!(
                "spec/{path}:1:1: error[V001]: the file has 104857600 bytes, the limit is 4194304\n\n1 error found\n"
            )
        );
    }
}

#[test]
fn folders_that_are_no_spec() {
    let nothing = Scratch::empty();
    assert!(nothing.lint().starts_with("spec:1:1: error[V001]: cannot read the spec folder: "), "{}", nothing.lint());
    let file = Scratch::empty();
    fs::write(file.spec(), "x").unwrap();
    assert!(file.lint().starts_with("spec:1:1: error[V001]: cannot read the spec folder: "), "{}", file.lint());
    let empty = Scratch::empty();
    fs::create_dir(empty.spec()).unwrap();
    assert!(empty.lint().starts_with("spec:1:1: error[V001]: the spec folder has no spec files"), "{}", empty.lint());
}

#[test]
fn a_service_without_its_file() {
    let scratch = Scratch::base();
    fs::remove_file(scratch.spec().join("demo/service.yaml")).unwrap();
    let found = scratch.lint();
    assert!(found.contains("spec/demo/service.yaml:1:1: error[V001]: this file is missing"), "{found}");
    assert!(found.ends_with("\n1 error found\n"), "{found}");
}

/// A file that cannot be read does not make everything that refers to it wrong.
#[test]
fn one_broken_file_is_one_finding() {
    for path in
        ["ids.yaml", "demo/service.yaml", "demo/errors.yaml", "demo/token.yaml", OPERATION, "top/trade.get.json"]
    {
        let scratch = Scratch::base();
        scratch.write(path, "a: [");
        let found = scratch.lint();
        assert!(found.contains("error[V002]") && found.ends_with("\n1 error found\n"), "{path}:\n{found}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_pipes() {
    use std::os::unix::fs::symlink;
    let scratch = Scratch::base();
    let at = |path: &str| scratch.spec().join(path);
    symlink(at("demo"), at("demo/order/up")).unwrap();
    symlink("itself.yaml", at("demo/itself.yaml")).unwrap();
    symlink("nowhere.yaml", at("demo/dangling.yaml")).unwrap();
    symlink("/dev/zero", at("demo/endless.yaml")).unwrap();
    let pipe =
        std::process::Command::new("mkfifo").arg(at("demo/pipe.yaml")).status().is_ok_and(|status| status.success());
    let found = scratch.lint();
    let mut expected = vec![
        ("demo/order/up", "a symbolic link to a folder above"),
        ("demo/itself.yaml", "cannot read the file: "),
        ("demo/dangling.yaml", "cannot read the file: "),
        ("demo/endless.yaml", "not a regular file"),
    ];
    if pipe {
        expected.push(("demo/pipe.yaml", "not a regular file"));
    }
    for (path, message) in &expected {
        assert!(found.contains(&format!("spec/{path}:1:1: error[V001]: {message}")), "{path}: {found}");
    }
    assert!(found.ends_with(&format!("\n{} errors found\n", expected.len())), "{found}");
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let scratch = Scratch::base();
    let path = scratch.spec().join("demo/token.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        skipped::skipped("user who may not read everything");
        return;
    }
    assert!(
        scratch.lint().starts_with("spec/demo/token.yaml:1:1: error[V001]: cannot read the file: "),
        "{}",
        scratch.lint()
    );
}

#[test]
fn places_are_right_after_a_byte_order_mark_and_windows_line_ends() {
    let text = fs::read_to_string(common::base().join(OPERATION)).unwrap();
    let broken =
        text.replace("type: Feature", "type: Feture").replace("operation: order/change", "operatoin: order/change");
    let plain = {
        let scratch = Scratch::base();
        scratch.write(OPERATION, &broken);
        scratch.lint()
    };
    let scratch = Scratch::base();
    scratch.write(OPERATION, format!("\u{feff}{}", broken.replace('\n', "\r\n")));
    assert_eq!(scratch.lint(), plain);
    assert!(
        plain.contains("change.yaml:1:1: error[V004]") && plain.contains("change.yaml:16:27: error[V003]"),
        "{plain}"
    );
}

#[test]
fn an_escape_sequence_does_not_reach_the_terminal() {
    let scratch = Scratch::base();
    scratch.write(OPERATION, "operation: x\n\"\\e[31mred\": 1\n");
    let found = scratch.lint();
    assert!(found.contains("unknown key \"\\u{1b}[31mred\"") && !found.contains('\u{1b}'), "{found}");
}

/// Bytes changed, dropped and doubled at random, always the same ones: findings or not, but no panic.
#[test]
fn random_damage() {
    let files = [
        OPERATION,
        "demo/errors.yaml",
        "demo/service.yaml",
        "top/trade.get.json",
        "demo/order/examples/change-ok.json",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let pieces: &[&[u8]] = &[
        b"{", b"}", b"[", b"]", b"- ", b": ", b"\n", b"\"", b"'", b"&a ", b"*a", b"!", b"|", b">", b"\xff", b"\0",
        b"~", b",", b"#", b"\t",
    ];
    let scratch = Scratch::base();
    for file in files {
        let good = fs::read(common::base().join(file)).unwrap();
        for _ in 0..100 {
            let mut bytes = good.clone();
            for _ in 0..=random(3) {
                let (at, length) = (random(bytes.len()), random(12));
                let end = (at + length).min(bytes.len());
                match random(3) {
                    0 => bytes.splice(at..end, pieces[random(pieces.len())].iter().copied()).count(),
                    1 => bytes.drain(at..end).count(),
                    _ => {
                        let again = bytes[at..end].to_vec();
                        bytes.splice(at..at, again).count()
                    }
                };
            }
            scratch.write(file, &bytes);
            let _ = scratch.lint();
        }
        scratch.write(file, &good);
    }
    assert_eq!(scratch.lint(), "");
}
