//! Version numbers: which one a set of changes needs, and whether crate and changelog say so.

use std::fs;
use std::path::Path;

use super::{Change, Lang, Level};

/// How far the version must move. Below 1.0 a breaking change moves the second number, everything else the third.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    None,
    /// Fixes and words.
    Patch,
    /// Additions.
    Minor,
    /// Something breaks.
    Major,
}

impl Bump {
    /// As all formats print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

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
pub struct Papers {
    /// Text of the manifest.
    pub manifest: Option<String>,
    /// Text of the changelog.
    pub changelog: Option<String>,
}

impl Papers {
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

    /// The first `version = "..."` of `[package]` or `[workspace.package]`.
    pub fn version(&self) -> Option<Version> {
        let mut inside = false;
        for line in self.manifest.as_deref()?.lines().map(str::trim) {
            if line.starts_with('[') {
                inside = matches!(line, "[package]" | "[workspace.package]");
            } else if let Some(value) = line.strip_prefix("version").filter(|_| inside) {
                let value = value.trim_start().strip_prefix('=')?.trim();
                return Version::parse(value.trim_matches('"'));
            }
        }
        None
    }

    /// Whether there is anything below the heading `## [name]`.
    fn section(&self, name: &str) -> bool {
        let mut inside = false;
        for line in self.changelog.as_deref().unwrap_or_default().lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                inside = heading.trim_start_matches('[').starts_with(name);
            } else if inside && !line.trim().is_empty() && !line.starts_with('#') {
                return true;
            }
        }
        false
    }
}

/// Compare what is needed with what is there.
pub fn check(changes: &[Change], base: &Papers, head: &Papers) -> Release {
    let bump = changes.iter().map(Change::bump).max().unwrap_or(Bump::None);
    let (old, new) = (base.version(), head.version());
    let needed = old.map(|old| old.after(bump));
    let moved = bump == Bump::None || needed.zip(new).is_some_and(|(needed, new)| new >= needed);
    // Words alone need no line in the changelog.
    let quiet = changes.iter().all(|change| change.overall() == Level::Docs);
    let noted = quiet
        || head.section("Unreleased")
        || (moved && new != old && new.is_some_and(|new| head.section(&new.to_string())));
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
