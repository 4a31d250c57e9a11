//! `vvspec lint --watch`: again whenever a file of the spec changes, until Ctrl-C. Files are looked at, not subscribed to: that works on
//! every system, on shared folders and in containers.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::time::{Duration, SystemTime};

use super::exit::Exit;
use super::output::say;
use super::watch::stoppable;
use crate::diag::{Diags, counted};

/// From one look at the files to the next.
const PAUSE: Duration = Duration::from_millis(200);

/// What tells that a file is another than before: when it was written, and how long it is.
type Seen = BTreeMap<PathBuf, (Option<SystemTime>, u64)>;

/// Findings without their lines: those move when something is written above them.
type Found = BTreeMap<(&'static str, String, String), usize>;

/// Looks at the spec by `lint`, which gives the text to print and what it found, whenever a file changed.
pub(super) fn again(dir: &Path, mut lint: impl FnMut() -> (String, Diags)) -> Exit {
    let progress = stoppable();
    let mut known: Option<Found> = None;
    loop {
        // Before the files are read: what is written meanwhile is seen as a change.
        let seen = looked(dir);
        let (mut text, diags) = lint();
        let found = found(&diags);
        text.extend(known.map(|known| compared(&known, &found)));
        text.push_str("waiting for a change, Ctrl-C ends\n\n");
        known = Some(found);
        // Nobody reads it any more.
        if say(&text).is_err() {
            return Exit::Done;
        }
        let changed = loop {
            if progress.stop.load(Ordering::Relaxed) {
                return Exit::Stopped;
            }
            std::thread::sleep(PAUSE);
            let now = looked(dir);
            if now != seen {
                break first_other(&seen, &now);
            }
        };
        let told = changed.map_or_else(String::new, |file| format!("{} changed\n", file.display()));
        if say(&told).is_err() {
            return Exit::Done;
        }
    }
}

/// All files below a folder. What cannot be looked at is as if it were not there: `lint` says why.
fn looked(dir: &Path) -> Seen {
    let mut seen = Seen::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match fs::metadata(&path) {
                // A link to a folder could go round for ever; only what lies here is looked at.
                Ok(about) if about.is_dir() && path.is_symlink() => {}
                Ok(about) if about.is_dir() => folders.push(path),
                Ok(about) => drop(seen.insert(path, (about.modified().ok(), about.len()))),
                Err(_) => {}
            }
        }
    }
    seen
}

/// The first file that came, went or is another.
fn first_other(before: &Seen, now: &Seen) -> Option<PathBuf> {
    let other = now.iter().find(|(file, seen)| before.get(*file) != Some(seen)).map(|(file, _)| file);
    other.or_else(|| before.keys().find(|file| !now.contains_key(*file))).cloned()
}

fn found(diags: &Diags) -> Found {
    let mut found = Found::new();
    for diag in diags.iter() {
        let file = diags.sources().file(diag.span).map(|file| file.path.clone()).unwrap_or_default();
        *found.entry((diag.code.code, file, diag.message.clone())).or_default() += 1;
    }
    found
}

/// `2 new (V003, V012), 1 gone`
fn compared(known: &Found, found: &Found) -> String {
    let more = |one: &Found, other: &Found| -> (usize, Vec<&'static str>) {
        let more = one.iter().map(|(key, count)| (key.0, count.saturating_sub(other.get(key).copied().unwrap_or(0))));
        let more: Vec<(&'static str, usize)> = more.filter(|(_, count)| *count > 0).collect();
        let mut rules: Vec<&'static str> = more.iter().map(|(rule, _)| *rule).collect();
        rules.dedup();
        (more.iter().map(|(_, count)| count).sum(), rules)
    };
    let ((new, rules), (gone, _)) = (more(found, known), more(known, found));
    let named = if rules.is_empty() { String::new() } else { format!(" ({})", rules.join(", ")) };
    format!("{} new{named}, {gone} gone\n", counted(new, "finding"))
}

#[cfg(test)]
mod tests {
    use super::{Found, compared};

    #[test]
    fn a_finding_that_moved_is_neither_new_nor_gone() {
        let of = |all: &[(&'static str, &str, usize)]| -> Found {
            all.iter().map(|(rule, what, count)| ((*rule, "a.yaml".to_owned(), (*what).to_owned()), *count)).collect()
        };
        let before = of(&[("V001", "one", 1), ("V002", "two", 3)]);
        assert_eq!(compared(&before, &before), "0 findings new, 0 gone\n");
        let after = of(&[("V002", "two", 4), ("V002", "three", 1), ("V009", "four", 1)]);
        assert_eq!(compared(&before, &after), "3 findings new (V002, V009), 1 gone\n");
    }
}
