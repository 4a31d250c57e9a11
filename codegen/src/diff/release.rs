//! Version numbers: which one a set of changes needs, and whether crate and changelog say so.

use std::fs;
use std::path::Path;

use toml::Table;

use super::change::{Bump, Change};
use super::rule::{Lang, Level};

/// `1.2.3`; a pre-release counts as the version it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u64, pub u64, pub u64);

impl Version {
    /// From a manifest.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(['-', '+']).next()?.split('.').map(|part| part.parse().ok());
        Some(Self(parts.next()??, parts.next()??, parts.next()??))
    }

    /// The least version that may hold such changes.
    #[must_use]
    pub fn after(self, bump: Bump) -> Self {
        let Self(major, minor, patch) = self;
        match (bump, major) {
            (Bump::None, _) => self,
            (Bump::Major, 0) => Self(0, minor + 1, 0),
            (Bump::Major, _) => Self(major + 1, 0, 0),
            (Bump::Minor, 1..) => Self(major, minor + 1, 0),
            _ => Self(major, minor, patch + 1),
        }
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

/// What the changes need and what the two sides say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// What the changes need.
    pub bump: Bump,
    /// Version of the crate on the old side.
    pub base: Option<Version>,
    /// And on the new side.
    pub head: Option<Version>,
    /// The least version that will do.
    pub needed: Option<Version>,
    /// Whether the new side's version is that, or later.
    pub moved: bool,
    /// Whether its changelog has an entry for what is not released yet, or for the new version.
    pub noted: bool,
}

/// What stands beside a spec.
#[derive(Debug, Clone, Default)]
pub struct CrateFiles {
    /// Text of the manifest.
    pub manifest: Option<String>,
    /// Text of the changelog.
    pub changelog: Option<String>,
}

impl CrateFiles {
    /// In the folder that holds the spec.
    pub fn beside(spec: &Path) -> Self {
        let folder = match (spec.file_name(), spec.parent()) {
            (Some(_), Some(parent)) => Path::new(".").join(parent),
            // `.` and `..`: what is above them is not in their text.
            _ => spec.join(".."),
        };
        let read = |name: &str| fs::read_to_string(folder.join(name)).ok();
        Self { manifest: read("Cargo.toml"), changelog: read("CHANGELOG.md") }
    }

    /// What the manifest says: of its package, or of all packages of its workspace.
    fn version_text(&self) -> Option<String> {
        let manifest: Table = self.manifest.as_deref()?.parse().ok()?;
        let of = |table: &Table| Some(table.get("package")?.get("version")?.as_str()?.to_owned());
        of(&manifest).or_else(|| of(manifest.get("workspace")?.as_table()?))
    }

    /// Version of the crate.
    pub fn version(&self) -> Option<Version> {
        Version::parse(&self.version_text()?)
    }

    /// Whether anything is said below the heading `## [name]`.
    fn section(&self, name: &str) -> bool {
        let mut inside = false;
        for line in without_comments(self.changelog.as_deref().unwrap_or_default()).lines().map(str::trim) {
            if let Some(heading) = line.strip_prefix("## ") {
                inside = named(heading).eq_ignore_ascii_case(name);
            } else if inside && says_something(line) {
                return true;
            }
        }
        false
    }
}

/// `0.2.0` of `[0.2.0] - 2026-11-22`.
fn named(heading: &str) -> &str {
    let name = match heading.trim_start().strip_prefix('[') {
        Some(link) => link.split(']').next(),
        None => heading.split_whitespace().next(),
    };
    let name = name.unwrap_or_default();
    name.strip_prefix('v').unwrap_or(name)
}

/// No heading, no address of a link, no bullet before nothing.
fn says_something(line: &str) -> bool {
    let address = line.starts_with('[') && line.split_once(']').is_some_and(|(_, rest)| rest.starts_with(':'));
    !line.starts_with('#') && !address && line.chars().any(char::is_alphanumeric)
}

fn without_comments(text: &str) -> String {
    let mut parts = text.split("<!--");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("-->").map(|(_, rest)| rest).unwrap_or_default());
    }
    out
}

/// Compare what is needed with what is there.
pub fn check(changes: &[Change], base: &CrateFiles, head: &CrateFiles) -> Release {
    let bump = changes.iter().map(Change::bump).max().unwrap_or(Bump::None);
    let (old, new) = (base.version(), head.version());
    let needed = old.map(|old| old.after(bump));
    let moved = bump == Bump::None || needed.zip(new).is_some_and(|(needed, new)| new >= needed);
    // Words alone need no line in the changelog.
    let quiet = changes.iter().all(|change| change.overall() == Level::Docs);
    // A pre-release has its own heading, or that of the version it leads to.
    let names = new.map(|new| new.to_string()).into_iter().chain(head.version_text());
    let noted = quiet
        || head.section("Unreleased")
        || (moved && new != old && names.into_iter().any(|name| head.section(&name)));
    Release { bump, base: old, head: new, needed, moved, noted }
}

impl Release {
    /// Nothing is to be released, or nobody asked.
    #[must_use]
    pub fn none() -> Self {
        Self { bump: Bump::None, base: None, head: None, needed: None, moved: true, noted: true }
    }

    /// One or two lines for people; none when there is nothing to release.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines = Vec::new();
        if self.bump == Bump::None {
            return lines;
        }
        if let (Some(base), Some(head), Some(needed)) = (self.base, self.head, self.needed) {
            let verdict = match (self.moved, lang) {
                (true, Lang::En) => "which will do".to_owned(),
                (true, Lang::Zh) => "符合要求".to_owned(),
                (false, Lang::En) => format!("it must become {needed} before the release"),
                (false, Lang::Zh) => format!("发布前须改为 {needed}"),
            };
            lines.push(match lang {
                Lang::En => {
                    format!("version: {} bump from {base} needed, the crate says {head}: {verdict}", self.bump.word())
                }
                Lang::Zh => format!("版本：自 {base} 起需要 {} 级升级，当前为 {head}：{verdict}", self.bump.word()),
            });
        } else {
            lines.push(match lang {
                Lang::En => format!("version: {} bump needed", self.bump.word()),
                Lang::Zh => format!("版本：需要 {} 级升级", self.bump.word()),
            });
        }
        if !self.noted {
            lines.push(match lang {
                Lang::En => "changelog: CHANGELOG.md says nothing of these changes under [Unreleased]".to_owned(),
                Lang::Zh => "变更日志：CHANGELOG.md 的 [Unreleased] 下没有相关说明".to_owned(),
            });
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::CrateFiles;

    #[test]
    fn a_manifest_says_its_version_in_any_of_its_forms() {
        // (manifest, version)
        let cases = [
            ("[package]\nversion = \"0.2.0\"\n", Some("0.2.0")),
            ("[package]\nversion = \"0.2.0\" # next\n", Some("0.2.0")),
            ("[package]\nversion = '0.2.0'\n", Some("0.2.0")),
            ("[package] # x\nversion = \"0.2.0\"\n", Some("0.2.0")),
            ("package = {name = \"x\", version = \"0.2.0\"}\n", Some("0.2.0")),
            ("[package]\nversion.workspace = true\n[workspace.package]\nversion = \"0.2.0\"\n", Some("0.2.0")),
            ("[package]\nversion = {workspace = true}\n[workspace]\npackage.version = \"0.2.0\"\n", Some("0.2.0")),
            ("[workspace.package]\nversion = \"0.3.0\"\n[package]\nversion = \"0.2.0\"\n", Some("0.2.0")),
            ("[dependencies.x]\nversion = \"0.2.0\"\n", None),
            ("[package]\nversion.workspace = true\n", None),
            ("[package\nversion = \"0.2.0\"\n", None),
        ];
        for (manifest, version) in cases {
            let files = CrateFiles { manifest: Some(manifest.into()), changelog: None };
            assert_eq!(files.version().map(|version| version.to_string()).as_deref(), version, "{manifest}");
        }
    }

    #[test]
    fn a_changelog_says_something_when_there_are_words_under_the_very_heading() {
        // (changelog, heading, whether something is said)
        let cases = [
            ("## [Unreleased]\n\n### Added\n\n- A line\n", "Unreleased", true),
            ("## Unreleased\nA line\n", "Unreleased", true),
            ("## [unreleased](https://example.org)\nA line\n", "Unreleased", true),
            ("## [Unreleased]\n\n### Added\n\n## [0.1.0]\n\n- A line\n", "Unreleased", false),
            ("## [Unreleased]\n\n[Unreleased]: https://example.org/compare\n", "Unreleased", false),
            ("## [Unreleased]\n\n[A]: https://example.org\n- [A] line\n", "Unreleased", true),
            ("## [Unreleased]\n<!-- nothing yet -->\n", "Unreleased", false),
            ("## [Unreleased]\n<!--\n- A line\n-->\n- \n", "Unreleased", false),
            ("<!--\n## [Unreleased]\n-->\n- A line\n", "Unreleased", false),
            ("## [Unreleased]\n<!-- one --> two\n", "Unreleased", true),
            ("## [0.2.0] - 2026-11-22\n- A line\n", "0.2.0", true),
            ("## v0.2.0 (2026-11-22)\n- A line\n", "0.2.0", true),
            ("## [0.2.0-rc.1]\n- A line\n", "0.2.0", false),
            ("## [0.2.0-rc.1]\n- A line\n", "0.2.0-rc.1", true),
            ("## [0.2.01]\n- A line\n", "0.2.0", false),
        ];
        for (changelog, heading, said) in cases {
            let files = CrateFiles { manifest: None, changelog: Some(changelog.into()) };
            assert_eq!(files.section(heading), said, "{heading} in {changelog}");
        }
    }
}
