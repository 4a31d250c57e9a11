//! A whole spec folder as one text, for programs that are shipped without the folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

/// What a bundle begins with.
const HEAD: &str = "vvspec bundle 1\n";

/// The bundle of some files: paths below the spec folder and texts.
pub fn make<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut bundle = HEAD.to_owned();
    for (path, text) in files {
        // Writing into a String cannot fail.
        let _ = writeln!(bundle, "== {} {path}", text.len());
        bundle.push_str(text);
        bundle.push('\n');
    }
    bundle
}

/// The files of a bundle below `root`. Nothing when the text is no bundle.
pub fn read(bundle: &str, root: &str) -> Option<BTreeMap<PathBuf, String>> {
    let mut files = BTreeMap::new();
    let mut rest = bundle.strip_prefix(HEAD)?;
    while !rest.is_empty() {
        let (line, behind) = rest.strip_prefix("== ")?.split_once('\n')?;
        let (length, path) = line.split_once(' ')?;
        let (text, behind) = behind.split_at_checked(length.parse().ok()?)?;
        files.insert(PathBuf::from(format!("{root}/{path}")), text.to_owned());
        rest = behind.strip_prefix('\n')?;
    }
    Some(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundle_gives_back_what_was_put_in() {
        let files = [("a/service.yaml", "service: a\n"), ("ids.yaml", ""), ("a/中.yaml", "== 3 x\n文\n\n")];
        let bundle = make(files);
        let read = read(&bundle, "spec").unwrap_or_default();
        let expected = files.map(|(path, text)| (PathBuf::from(format!("spec/{path}")), text.to_owned()));
        assert_eq!(read, BTreeMap::from(expected));
    }

    #[test]
    fn what_is_no_bundle_is_none() {
        for text in [
            "",
            "vvspec bundle 2\n",
            "vvspec bundle 1\nx",
            "vvspec bundle 1\n== 5 a\nab\n",
            "vvspec bundle 1\n== a\n\n",
        ] {
            assert_eq!(read(text, "spec"), None, "{text:?}");
        }
    }
}
