//! What other programs take from the binary: shells, the manual, editors, scanners, pipelines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

/// Exit code, standard output, standard error.
fn vvspec(arguments: &[&str], from: &Path) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vvspec")).args(arguments).current_dir(from).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The commands that `--help` lists.
fn commands(from: &Path) -> Vec<String> {
    let (_, help, _) = vvspec(&["--help"], from);
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next().map(str::to_owned));
    names.filter(|name| !name.is_empty() && name != "help").collect()
}

#[test]
fn every_shell_completes_every_command() {
    let folder = tempfile::tempdir().unwrap();
    let commands = commands(folder.path());
    assert!(commands.iter().any(|name| name == "lint"), "{commands:?}");
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let (code, script, _) = vvspec(&["completions", shell], folder.path());
        assert_eq!(code, 0, "{shell}");
        for name in &commands {
            assert!(script.contains(name.as_str()), "{shell}: {name}");
        }
    }
    let (code, _, told) = vvspec(&["completions", "bsh"], folder.path());
    assert!(code == 2 && told.contains("'bash'"), "{code} {told}");
}

#[test]
fn the_manual_has_a_page_for_every_command_and_leaves_files_of_others() {
    let folder = tempfile::tempdir().unwrap();
    let (man, here) = (folder.path().join("man"), folder.path());
    for _ in 0..2 {
        assert_eq!(vvspec(&["man", "-o", "man"], here), (0, String::new(), String::new()));
    }
    for name in commands(here) {
        let page = fs::read_to_string(man.join(format!("vvspec-{name}.1"))).unwrap_or_else(|_| panic!("{name}"));
        assert!(page.contains(&format!(".TH vvspec-{name} 1")), "{page}");
    }
    assert!(!man.join("vvspec-git-diff-driver.1").exists(), "what git calls is no command for people");
    let lint = fs::read_to_string(man.join("vvspec-lint.1")).unwrap();
    assert!(lint.contains("\\-\\-rule"), "{lint}");

    fs::write(man.join("vvspec-lint.1"), "mine").unwrap();
    fs::remove_file(man.join("vvspec.1")).unwrap();
    let (code, _, told) = vvspec(&["man", "-o", "man"], here);
    assert!(code == 1 && told.contains("vvspec-lint.1 is not one of ours"), "{code} {told}");
    assert_eq!(fs::read_to_string(man.join("vvspec-lint.1")).unwrap(), "mine");
    assert!(!man.join("vvspec.1").exists(), "nothing was written");
}
