//! One number for a tree of files. Std only: `vvtool-api/build.rs` compiles this very file, so that the two can never disagree.

use std::io;
use std::path::{Path, PathBuf};

/// Name of the file, beside the generated code, that records what the code was made from.
pub const RECORD: &str = "fingerprint.txt";

/// What [`RECORD`] says.
pub fn record(spec: &str, generated: &str) -> String {
    format!("spec {spec}\ngenerated {generated}\n")
}

/// FNV-1a, 64 bit: every change of one byte changes it, and it needs no dependency. Not meant against an attacker: whoever can
/// write the files can write the record.
pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut eat = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for (path, content) in files {
        // Lengths keep `a` + `bc` and `ab` + `c` apart.
        eat(&(path.len() as u64).to_le_bytes());
        eat(path.as_bytes());
        eat(&(content.len() as u64).to_le_bytes());
        eat(content);
    }
    format!("{hash:016x}")
}

/// Every file below `root` with its `/`-separated path, sorted; hidden files (editors' swap files and the like) are nobody's business.
pub fn files(root: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), root.to_path_buf())];
    while let Some((prefix, folder)) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            // Not followed: a link could lead in a circle.
            if entry.file_type()?.is_dir() {
                folders.push((path, entry.path()));
            } else {
                found.push((path, entry.path()));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Fingerprint of what is on disk, without the record itself.
pub fn of_dir(root: &Path) -> io::Result<String> {
    let mut contents = Vec::new();
    for (path, place) in files(root)? {
        if path != RECORD {
            contents.push((path, std::fs::read(place)?));
        }
    }
    Ok(of(contents.iter().map(|(path, content)| (path.as_str(), content.as_slice()))))
}
