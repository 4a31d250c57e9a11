//! Files of requests: bytes in memory, or a path that is read while it is sent.

use core::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;

use super::Text;

/// A file for a request: its bytes, or the path of one that is read while it is sent, and what it is called.
///
/// Nothing of it is read before the request is sent, and a file of any length takes the memory of a few pieces. Its length, its name and
/// its media type are held against what the documents say before anything leaves; a call that is tried again opens it again. A file that
/// changes while it is sent ends the call with an error.
///
/// Cheap to clone. `Debug` shows its name and its length, never what is in it; [`Serialize`](serde::Serialize) of a request that holds one
/// is an error.
///
/// ```
/// use vvtool_api::Upload;
///
/// let label = Upload::from_bytes(&b"\x89PNG"[..]).file_name("label.png");
/// assert_eq!(format!("{label:?}"), "Upload(\"label.png\", 4 bytes)");
///
/// // Sent as `unboxing.mp4`: folders stay at home.
/// let film = Upload::from_path("films/unboxing.mp4").media_type("video/mp4");
/// assert_eq!(film.name(), Some("unboxing.mp4"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    content: Content,
    file_name: Option<Text>,
    media_type: Option<Text>,
}

/// Where the bytes are.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Content {
    Bytes(Bytes),
    Path(Arc<Path>),
}

/// File name extensions, and the media type of each.
pub(crate) type Accept = &'static [(&'static str, &'static str)];

impl Upload {
    /// Bytes in memory. Without a [`file_name`](Upload::file_name) they are sent under the name of the field.
    ///
    /// [Example](Upload)
    #[must_use]
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Self {
        Self { content: Content::Bytes(bytes.into()), file_name: None, media_type: None }
    }

    /// A file on disk, which is opened when the request is sent. Its name is the last part of the path, unless
    /// [`file_name`](Upload::file_name) says another one.
    ///
    /// [Example](Upload)
    #[must_use]
    pub fn from_path(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        let upload = Self { content: Content::Path(path.into()), file_name: None, media_type: None };
        // A name may hold what parts folders elsewhere.
        path.file_name().map(|name| name.to_string_lossy()).into_iter().fold(upload, Self::file_name)
    }

    /// The name that it is sent under. Of a path the last part is taken: what the folders of a machine are called is nobody's business.
    ///
    /// [Example](Upload)
    #[must_use]
    pub fn file_name(mut self, name: impl AsRef<str>) -> Self {
        let last = name.as_ref().rsplit(['/', '\\']).next().unwrap_or_default();
        self.file_name = Some(last).filter(|last| !matches!(last.trim(), "" | "." | "..")).map(Text::from);
        self
    }

    /// What it is, `image/png`. Unless it is said, what the documents accept under the extension of its name, or else
    /// `application/octet-stream`.
    ///
    /// [Example](Upload)
    #[must_use]
    pub fn media_type(mut self, media_type: impl AsRef<str>) -> Self {
        self.media_type = Some(media_type.as_ref().into());
        self
    }

    /// The name that it is sent under; none where that is the name of the field.
    ///
    /// [Example](Upload)
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    pub(crate) fn content(&self) -> &Content {
        &self.content
    }

    /// How many bytes it has now.
    pub(crate) fn len(&self) -> io::Result<u64> {
        match &self.content {
            Content::Bytes(bytes) => Ok(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
            Content::Path(path) => len(path),
        }
    }

    /// The name on the wire. Bytes without one have that of their field, with the extension of what they are.
    pub(crate) fn name_as(&self, field: &str, accept: Accept) -> String {
        let extension = || accept.iter().find(|(_, media)| self.said().is_some_and(|said| is_same(said, media)));
        match (&self.file_name, extension()) {
            (Some(name), _) => name.to_string(),
            (None, Some((extension, _))) => format!("{field}.{extension}"),
            (None, None) => field.to_owned(),
        }
    }

    /// The media type on the wire.
    pub(crate) fn media_as(&self, accept: Accept) -> &str {
        match (&self.media_type, self.extension()) {
            (Some(said), _) => said,
            (None, Some(extension)) => media_of(extension, accept).unwrap_or(UNKNOWN),
            (None, None) => UNKNOWN,
        }
    }

    /// Why the documents would not take it; the end of a sentence that begins with the name of its field.
    pub(crate) fn unlike(&self, accept: Accept) -> Option<String> {
        if let Some(said) = &self.media_type
            && !is_media_type(said)
        {
            return Some("has a media type that is none: type/subtype".to_owned());
        }
        if accept.is_empty() {
            return None;
        }
        let words = accept.iter().map(|(extension, _)| *extension).collect::<Vec<_>>().join(", ");
        let by_name = self.extension().map(|extension| media_of(extension, accept));
        let by_type = self.said().map(|said| accept.iter().find(|(_, media)| is_same(said, media)));
        match (by_name, by_type) {
            (Some(None), _) => Some(format!("has a name of another kind than {words}")),
            (_, Some(None)) => Some(format!("has another media type than those of {words}")),
            (None, None) => Some(format!("says by no name and no media type that it is one of {words}")),
            (Some(Some(one)), Some(Some((_, other)))) if one != *other => {
                Some("has a name that says something else than its media type".to_owned())
            }
            _ => None,
        }
    }

    /// Of its name, without the dot.
    fn extension(&self) -> Option<&str> {
        let (stem, extension) = self.file_name.as_deref()?.rsplit_once('.')?;
        (!stem.is_empty() && !extension.is_empty()).then_some(extension)
    }

    /// The media type without its parameters.
    fn said(&self) -> Option<&str> {
        self.media_type.as_deref().map(|said| said.split(';').next().unwrap_or_default().trim())
    }
}

/// What nothing is known of.
const UNKNOWN: &str = "application/octet-stream";

fn media_of(extension: &str, accept: Accept) -> Option<&'static str> {
    accept.iter().find(|(each, _)| is_same(each, extension)).map(|(_, media)| *media)
}

fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// `image/png`, parameters behind it: what a header of a part may hold.
fn is_media_type(text: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    let essence = text.split(';').next().unwrap_or_default().trim();
    let parts = essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype));
    parts && text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic())
}

/// How many bytes a file has now. Only what has a length is sent: a pipe or a device is none.
pub(crate) fn len(path: &Path) -> io::Result<u64> {
    let metadata = std::fs::metadata(path)?;
    if metadata.is_file() {
        Ok(metadata.len())
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"))
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from_bytes(bytes)
    }
}

impl From<&Path> for Upload {
    fn from(path: &Path) -> Self {
        Self::from_path(path)
    }
}

impl From<PathBuf> for Upload {
    fn from(path: PathBuf) -> Self {
        Self::from_path(path)
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name().unwrap_or_default();
        match self.len() {
            Ok(len) => write!(f, "Upload({name:?}, {len} bytes)"),
            Err(_) => write!(f, "Upload({name:?}, not readable)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCEPT: Accept = &[("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("png", "image/png")];

    fn named(name: &str, media: Option<&str>) -> Upload {
        let upload = Upload::from_bytes(&b"x"[..]).file_name(name);
        media.into_iter().fold(upload, |upload, media| upload.media_type(media))
    }

    #[test]
    fn a_file_is_what_its_name_or_its_media_type_says() {
        for (name, media, refused) in [
            ("a.jpg", None, ""),
            ("a.JPEG", Some("image/jpeg"), ""),
            ("", Some("Image/PNG; q=1"), ""),
            ("a", Some("image/png"), ""),
            ("a", None, "says by no name"),
            ("", None, "says by no name"),
            (".jpg", None, "says by no name"),
            ("a.jpg.exe", None, "has a name of another kind than jpg, jpeg, png"),
            ("a.gif", Some("image/png"), "has a name of another kind"),
            ("a.png", Some("image/gif"), "has another media type"),
            ("a.png", Some("image/jpeg"), "says something else"),
            ("a.png", Some("image/png\r\nX: y"), "that is none"),
            ("a.png", Some("png"), "that is none"),
        ] {
            let found = named(name, media).unlike(ACCEPT).unwrap_or_default();
            assert!(found.contains(refused) && found.is_empty() == refused.is_empty(), "{name:?} {media:?}: {found}");
        }
        assert_eq!(named("a.gif", None).unlike(&[]), None);
    }

    #[test]
    fn what_is_sent_has_a_name_without_folders_and_a_media_type() {
        for (upload, name, media) in [
            (named("a.jpg", None), "a.jpg", "image/jpeg"),
            (named("../x/a.png", None), "a.png", "image/png"),
            (named("C:\\机密\\单据.png", None), "单据.png", "image/png"),
            (named("x/..", Some("image/jpeg")), "image.jpg", "image/jpeg"),
            (named("", Some("text/csv")), "image", "text/csv"),
            (named("a.bin", None), "a.bin", UNKNOWN),
            (Upload::from_path("/home/somebody/b.png"), "b.png", "image/png"),
            (Upload::from_path("in/..\\..\\x.jpg"), "x.jpg", "image/jpeg"),
            (Upload::from_path("in/x\\.."), "image", UNKNOWN),
        ] {
            assert_eq!((upload.name_as("image", ACCEPT).as_str(), upload.media_as(ACCEPT)), (name, media));
        }
    }

    #[test]
    fn debug_shows_name_and_length_and_nothing_else() {
        let upload = Upload::from_bytes(&b"canary"[..]).file_name("a.jpg");
        assert_eq!(format!("{upload:?}"), "Upload(\"a.jpg\", 6 bytes)");
        let gone = Upload::from_path("/nowhere/canary/a.jpg");
        assert_eq!(format!("{gone:?}"), "Upload(\"a.jpg\", not readable)");
        assert!(gone.len().is_err() && len(Path::new("/")).is_err());
    }
}
