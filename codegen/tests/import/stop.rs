//! An import of thousands of files: its progress bar, and Ctrl-C in the middle of it.
// The moments are seen in /proc, and `script` of other systems has other arguments.
#![cfg(target_os = "linux")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::support::{page, vvspec};
use vvtool_codegen::fingerprint;

/// So many that a run goes on for longer than it takes a signal to arrive, and a bar to show itself.
const FILES: usize = 4_000;

/// A folder with one imported page, and a catalogue that was not imported yet.
fn imported() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("hold.txt"), page("headless")).unwrap();
    let first = vvspec(&["import", "hold.txt", "--spec", "spec", "--write"], folder.path());
    assert_eq!(first.code, 0, "{}", first.out);
    let method = page("catalogue");
    assert_eq!(method.matches("taobao.parcel.query").count(), 1);
    fs::create_dir(folder.path().join("methods")).unwrap();
    for number in 0..FILES {
        let text = method.replace("taobao.parcel.query", &format!("taobao.parcel.m{number}.query"));
        fs::write(folder.path().join(format!("methods/m{number}.json")), text).unwrap();
    }
    folder
}

/// Every file and folder below the spec, temporary ones too, with its text.
fn everything(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, name) = (entry.path(), entry.path().to_string_lossy().into_owned());
        if path.is_dir() {
            found.extend(everything(&path));
            found.insert(name, String::new());
        } else {
            found.insert(name, fs::read_to_string(path).unwrap());
        }
    }
    found
}

fn start(folder: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_vvspec"))
        .args(["import", "methods", "--spec", "spec", "--write"])
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Waits for a sign that lies on the disk, or for the end of the program.
fn wait(child: &mut Child, sign: impl Fn(u32) -> bool) {
    while !sign(child.id()) && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
}

/// The program listens for Ctrl-C from now on.
fn listens(pid: u32) -> bool {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:"));
    caught.is_some_and(|mask| u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 2 != 0))
}

/// Sees from the spec folder and the number of the program whether the moment has come.
type Sign = fn(&Path, u32) -> bool;

/// Starts the import and stops it at a moment. None when it was faster than the signal: then it has written everything.
fn stopped(folder: &Path, sign: Sign) -> Option<Output> {
    let mut child = start(folder);
    let spec = folder.join("spec");
    wait(&mut child, |pid| sign(&spec, pid));
    // From here on the number is the child's until it is waited for, even when it ends before the signal.
    if child.try_wait().unwrap().is_none() {
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    }
    let output = child.wait_with_output().unwrap();
    (output.status.code() != Some(0)).then_some(output)
}

/// Some files lie beside their places.
fn written(spec: &Path) -> bool {
    let names = fs::read_dir(spec.join("top")).into_iter().flatten().flatten();
    names.map(|entry| entry.file_name()).filter(|name| name.to_string_lossy().ends_with(".tmp")).count() > 20
}

#[test]
fn ctrl_c_leaves_nothing_half_written() {
    let mut folder = imported();
    let moments: [(&str, Sign); 2] = [
        ("while the documents are read", |_, pid| listens(pid)),
        ("while the files are written", |spec, _| written(spec)),
    ];
    for (moment, sign) in moments {
        let mut tries = 0;
        let (output, before, prints) = loop {
            let spec = folder.path().join("spec");
            let (before, prints) = (everything(&spec), fingerprint::of_dir(&spec).unwrap());
            if let Some(output) = stopped(folder.path(), sign) {
                break (output, before, prints);
            }
            tries += 1;
            assert!(tries < 5, "{moment}: the import was always over before the signal came");
            folder = imported();
        };
        let spec = folder.path().join("spec");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.as_ref()), (Some(130), "stopped; nothing was written\n"), "{moment}");
        assert_eq!(output.stdout, b"", "{moment}");
        let after = everything(&spec);
        let names: Vec<&String> = after.keys().filter(|name| !before.contains_key(*name)).collect();
        assert_eq!(names, Vec::<&String>::new(), "{moment}");
        assert!(after == before && fingerprint::of_dir(&spec).unwrap() == prints, "{moment}: a file changed");
    }
    // The spec is as good as it was: the same import goes through, and finds everything new.
    let again = vvspec(&["import", "methods", "--spec", "spec", "--write"], folder.path());
    assert_eq!(again.code, 0, "{}", again.out);
    assert!(again.out.contains(&format!("{FILES} documents ({FILES} new, 0 gone, 0 not understood)")), "{}", again.out);
    assert!(everything(&folder.path().join("spec")).keys().all(|name| !name.ends_with(".tmp")));
}

/// A log, a file or a pipe gets plain lines; only a person at a terminal sees the bar.
#[test]
fn the_bar_is_for_terminals_only() {
    let folder = imported();
    let plain = vvspec(&["import", "methods", "--spec", "spec"], folder.path());
    assert_eq!(plain.code, 0, "{}", plain.out);
    assert!(!plain.out.contains(['\u{1b}', '\r']), "{:?}", plain.out);

    let tool = format!("'{}' import methods --spec spec", env!("CARGO_BIN_EXE_vvspec"));
    let script = Command::new("script")
        .args(["-q", "-e", "-c", &tool, "/dev/null"])
        .env("TERM", "xterm")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output();
    let Ok(output) = script else {
        // It lends a terminal.
        crate::skipped::skipped("script");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains(&format!("/{FILES} documents")) && said.contains('\u{1b}'), "{said:?}");
    // It is gone again when the report begins.
    let report = said.rsplit('\u{1b}').next().unwrap();
    assert!(report.contains(&format!("{FILES} documents ({FILES} new")), "{said:?}");
}
