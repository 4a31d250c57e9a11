//! What the binary does for a person at a terminal, and for nobody else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "../../tests/fixtures/skipped.rs"]
mod skipped;

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use common::Scratch;

const VVSPEC: &str = env!("CARGO_BIN_EXE_vvspec");

/// A spec with a file that is no part of it.
fn spoilt() -> Scratch {
    let scratch = Scratch::base();
    scratch.write("demo/notes.txt", "x");
    scratch
}

/// What a terminal shows of a shell's command; None without the program that lends one.
fn on_terminal(folder: &Path, command: &str, set: &[(&str, &str)]) -> Option<String> {
    let mut script = Command::new("script");
    script.args(["-q", "-c", &command.replace("vvspec", &format!("'{VVSPEC}'")), "/dev/null"]);
    script.env_remove("NO_COLOR").env("TERM", "xterm").envs(set.iter().copied());
    let output = script.current_dir(folder).stdin(Stdio::null()).output();
    let Ok(output) = output else {
        skipped::skipped("script");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn places_in_files_are_links_for_a_terminal_only() {
    let scratch = spoilt();
    let folder = scratch.spec().parent().unwrap().canonicalize().unwrap();
    let uri = format!("file://{}/spec/demo/notes.txt", folder.display());
    let link = format!("\u{1b}]8;;{uri}\u{1b}\\spec/demo/notes.txt:1:1\u{1b}]8;;\u{1b}\\: ");
    let shown = |command: &str, set: &[(&str, &str)]| on_terminal(&folder, command, set);
    // Findings are what `lint` is asked for; of other commands they are complaints.
    let Some(linted) = shown("vvspec lint", &[]) else { return };
    assert!(linted.contains(&link), "{linted:?}");
    let complained = shown("vvspec dump >dumped", &[]).unwrap();
    assert!(complained.contains(&link), "{complained:?}");
    for (command, set) in [
        ("vvspec lint", &[("NO_COLOR", "1")]),
        ("vvspec lint", &[("TERM", "dumb")]),
        ("vvspec dump", &[("NO_COLOR", "1")]),
    ] {
        let said = shown(command, set).unwrap();
        assert!(said.contains("spec/demo/notes.txt:1:1: error[V009]"), "{said:?}");
        assert!(!said.contains('\u{1b}'), "{command} {set:?}: {said:?}");
    }
    // An empty NO_COLOR is none.
    assert!(shown("vvspec lint", &[("NO_COLOR", "")]).unwrap().contains(&link));
    // A file or a pipe gets plain lines, also from a shell at a terminal.
    shown("vvspec dump 2>complained; vvspec lint >found; vvspec lint | cat >piped", &[]).unwrap();
    for file in ["complained", "found", "piped"] {
        let said = fs::read_to_string(folder.join(file)).unwrap();
        assert!(
            said.starts_with("spec/demo/notes.txt:1:1: error[V009]") && !said.contains('\u{1b}'),
            "{file}: {said:?}"
        );
    }
}

/// `lint --watch`, ended when the test is.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(scratch: &Scratch) -> (Child, ChildStdout) {
        let mut child = Command::new(VVSPEC)
            .args(["lint", "--watch"])
            .current_dir(scratch.spec().parent().unwrap())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        (child, out)
    }

    fn new(scratch: &Scratch) -> Self {
        let (child, out) = Self::start(scratch);
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            BufReader::new(out).lines().map_while(Result::ok).try_for_each(|line| sender.send(line))
        });
        Self { child, lines }
    }

    /// What it says until it waits again.
    fn said(&self) -> String {
        let mut said = String::new();
        loop {
            // Only what is broken takes that long.
            let line = self.lines.recv_timeout(Duration::from_secs(120)).unwrap_or_else(|_| panic!("only: {said}"));
            if line.starts_with("waiting for a change") {
                return said;
            }
            said.push_str(&line);
            said.push('\n');
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_watched_spec_is_looked_at_again_when_a_file_changes() {
    let scratch = Scratch::base();
    let mut watching = Watching::new(&scratch);
    assert_eq!(watching.said(), "2 services, 7 operations: no findings\n");
    let notes = scratch.write("demo/notes.txt", "x");
    let said = watching.said();
    assert!(
        said.trim_start().starts_with("spec/demo/notes.txt changed\nspec/demo/notes.txt:1:1: error[V009]"),
        "{said}"
    );
    assert!(said.ends_with("1 error found\n1 finding new (V009), 0 gone\n"), "{said}");
    fs::remove_file(notes).unwrap();
    let said = watching.said();
    assert!(said.trim_start().starts_with("spec/demo/notes.txt changed\n"), "{said}");
    assert!(said.ends_with("no findings\n0 findings new, 1 gone\n"), "{said}");
    // Ctrl-C.
    let interrupted = Command::new("kill").args(["-INT", &watching.child.id().to_string()]).status().unwrap();
    assert!(interrupted.success());
    assert_eq!(watching.child.wait().unwrap().code(), Some(130));
}

#[test]
fn nobody_is_watched_for_who_reads_no_more() {
    let scratch = Scratch::base();
    let (mut child, out) = Watching::start(&scratch);
    let mut lines = BufReader::new(out).lines();
    assert!(lines.next().unwrap().unwrap().ends_with("no findings"));
    drop(lines);
    scratch.write("demo/notes.txt", "x");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
