//! Files of a run that are no documents: a line for each kind of reason, however many there are.

use std::collections::BTreeMap;
use std::path::Path;

use crate::diag::counted;

/// A file and why nothing was read from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRead {
    /// The file.
    pub file: String,
    /// Why, without its path.
    pub why: String,
}

impl NotRead {
    pub(crate) fn new(path: &Path, why: &str) -> Self {
        let file = path.display().to_string();
        // Whoever says why says of what, too: by the path, or as docs.lock calls the document.
        let name = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let after = |name: &str| why.strip_prefix(name).and_then(|rest| rest.strip_prefix(": "));
        let why = after(&file).or_else(|| after(&name)).unwrap_or(why);
        Self { why: why.to_owned(), file }
    }
}

/// A line per kind, in the order of the first of each: how many, the first path, why. Reasons that differ in numbers only (a byte, a line)
/// are one kind.
pub(crate) fn lines(all: &[NotRead]) -> Vec<String> {
    let mut kinds: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (index, each) in all.iter().enumerate() {
        kinds.entry(kind(&each.why)).or_insert((index, 0)).1 += 1;
    }
    let mut kinds: Vec<(usize, usize)> = kinds.into_values().collect();
    kinds.sort_unstable();
    let line = |(first, count): (usize, usize)| {
        let NotRead { file, why } = all.get(first)?;
        Some(match count {
            1 => format!("could not read {file}: {why}"),
            _ => format!("could not read {}, the first of them {file}: {why}", counted(count, "file")),
        })
    };
    kinds.into_iter().filter_map(line).collect()
}

fn kind(why: &str) -> String {
    let mut kind = String::with_capacity(why.len());
    for c in why.chars() {
        match c {
            '0'..='9' if kind.ends_with('#') => {}
            '0'..='9' => kind.push('#'),
            _ => kind.push(c),
        }
    }
    kind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_counted_by_kind() {
        let read = |file: &str, why: &str| NotRead::new(Path::new(file), why);
        let all = [
            read("a/1.txt", "no form"),
            read("a/2.bin", "a/2.bin: not UTF-8: byte 3"),
            read("a/3.txt", "3: no form"),
            read("a/4.bin", "a/4.bin: not UTF-8: byte 4711"),
            read("a/5.txt", "two documents"),
        ];
        let told = [
            "could not read 2 files, the first of them a/1.txt: no form",
            "could not read 2 files, the first of them a/2.bin: not UTF-8: byte 3",
            "could not read a/5.txt: two documents",
        ];
        assert_eq!(lines(&all), told);
        assert_eq!(lines(&[]), Vec::<String>::new());
    }
}
