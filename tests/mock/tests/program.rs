//! The program, as it is started from a shell.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

#[path = "../../fixtures/skipped.rs"]
mod skipped;

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A running program and what it said when it started.
struct Program {
    child: Child,
    lines: Vec<String>,
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn program(arguments: &[&str]) -> Program {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vvtool-mock"))
        .args(arguments)
        // The embedded specs need no folder.
        .current_dir(std::env::temp_dir())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut lines = Vec::new();
    let mut names = 0;
    let operations = vvtool_mock::Mock::embedded().unwrap().operations().len();
    while names < operations {
        let mut line = String::new();
        assert!(reader.read_line(&mut line).unwrap() > 0, "it ended after {lines:?}");
        names += usize::from(line.starts_with("curl "));
        lines.push(line.trim_end().to_owned());
    }
    Program { child, lines }
}

fn refused(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_vvtool-mock")).args(arguments).output().unwrap();
    assert!(!output.status.success(), "{arguments:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn has_curl() -> bool {
    let found = Command::new("curl").arg("--version").output().is_ok();
    if !found {
        skipped::skipped("curl");
    }
    found
}

fn shell(line: &str) -> Value {
    let line = line.replacen("curl ", "curl --silent --show-error --noproxy '*' --max-time 30 ", 1);
    let output = Command::new("sh").args(["-c", &line]).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn every_line_it_prints_is_a_call_that_succeeds() {
    if !has_curl() {
        return;
    }
    let program = program(&["--latency", "1ms..5ms", "--seed", "7"]);
    let calls: Vec<_> = program.lines.iter().filter(|line| line.starts_with("curl ")).collect();
    // Fetching a token ends the one that the other lines carry.
    for line in calls
        .iter()
        .filter(|line| !line.contains("client_secret"))
        .chain(calls.iter().filter(|line| line.contains("client_secret")))
    {
        let reply = shell(line);
        let failed = reply.get("error_response").is_some() || reply.get("code").is_some_and(|code| code != 0);
        assert!(!failed, "{line}: {reply}");
    }
}

#[test]
fn it_serves_a_console_unless_told_otherwise() {
    let says = |program: &Program| {
        program.lines.iter().any(|line| line.starts_with("# to try calls by hand: http://127.0.0.1:"))
    };
    let status = |program: &Program, host: &str| {
        let address = program.lines[0].split("http://").nth(1).unwrap().split(';').next().unwrap();
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let host = if host.is_empty() { address } else { host };
        write!(stream, "GET /__mock/log HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n").unwrap();
        let mut line = String::new();
        BufReader::new(stream).read_line(&mut line).unwrap();
        line.split(' ').nth(1).unwrap().to_owned()
    };
    let with = program(&[]);
    assert!(says(&with));
    assert_eq!((status(&with, "").as_str(), status(&with, "evil.example").as_str()), ("200", "421"));
    let without = program(&["--no-console"]);
    assert!(!says(&without));
    // The documented answer to a path that nobody has.
    assert_eq!(status(&without, "evil.example"), "200");
}

#[test]
fn what_it_cannot_do_it_says() {
    let mut file = std::env::temp_dir();
    file.push(format!("vvtool-mock-state-{}.json", std::process::id()));
    std::fs::File::create(&file).unwrap().write_all(b"\xef\xbb\xbf{\"parcel\": [{}]}").unwrap();
    for (arguments, says) in [
        (["--limits", "half"], "`documented`, `off`, or `x` and a number above zero"),
        (["--limits", "x0"], "`documented`, `off`, or `x` and a number above zero"),
        (["--latency", "fast"], "fast is no time such as 80ms or 2s"),
        (["--spec", "/nowhere"], "cannot read the spec folder"),
        (["--state", "/nowhere"], "/nowhere cannot be read"),
        (["--state", file.to_str().unwrap()], "parcel 1: no kind of thing is called parcel"),
    ] {
        let said = refused(&arguments);
        assert!(said.contains(says), "{arguments:?}: {said}");
    }
    let _ = std::fs::remove_file(file);
}
