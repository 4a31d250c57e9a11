//! Which version of an interface a call asks for.

use crate::load::raw::RawVersion;
use crate::words::{Place, VersionPlace};

/// A version, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    pub place: VersionPlace,
    pub name: String,
    pub value: String,
}

impl Version {
    /// Where it is sent besides the fields, its name and its value; one in the path is a part of it.
    pub fn beside(&self) -> Option<(Place, &str, &str)> {
        let place = match self.place {
            VersionPlace::Path => return None,
            VersionPlace::Query => Place::Query,
            VersionPlace::Header => Place::Header,
        };
        Some((place, &self.name, &self.value))
    }

    /// Name and value, where they are sent in this place besides the fields.
    pub fn sent(&self, place: Place) -> Option<(&str, &str)> {
        self.beside().filter(|(stands, ..)| *stands == place).map(|(_, name, value)| (name, value))
    }

    /// On one line, as reports name it.
    pub fn spelled(&self) -> String {
        format!("{} {}={}", self.place.word(), self.name, self.value)
    }
}

/// The path that is sent.
pub(super) fn in_path(path: &str, version: Option<&Version>) -> String {
    match version.filter(|version| version.place == VersionPlace::Path) {
        Some(Version { name, value, .. }) => path.replace(&format!("{{{name}}}"), value),
        None => path.to_owned(),
    }
}

/// Checked by its table; whether a call can have it there is checked later.
pub(super) fn lower(raw: &RawVersion) -> Version {
    Version {
        place: VersionPlace::from_word(&raw.place.value).unwrap_or(VersionPlace::Query),
        name: raw.name.value.clone(),
        value: raw.value.value.clone(),
    }
}
