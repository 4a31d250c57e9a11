//! Files of requests: how long they are and what of, never what is in them.

use axum::extract::multipart::Field as Part;
use sha2::{Digest as _, Sha256};
use vvtool_codegen::model::api::{Field, Type};
use vvtool_codegen::words::Case;

use crate::routes::Target;
use crate::sign;

/// A file as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedFile {
    /// Name of its part.
    pub field: String,
    /// Its own name, as it was sent.
    pub file_name: String,
    /// What its part says that it is.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes, in hex.
    pub digest: String,
}

/// Reads a part piece by piece, and keeps none of them.
pub(crate) async fn read(mut part: Part<'_>) -> Result<ReceivedFile, String> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let (field, file_name, media_type) = (text(part.name()), text(part.file_name()), text(part.content_type()));
    let (mut size, mut hasher) = (0, Sha256::new());
    while let Some(piece) = part.chunk().await.map_err(|error| error.body_text())? {
        size += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        hasher.update(&piece);
    }
    let digest = sign::hex(&hasher.finalize(), Case::Lower);
    Ok(ReceivedFile { field, file_name, media_type, size, digest })
}

/// Holds files against the specs: what is wrong, and what is worth a note.
pub(crate) fn check(
    target: &Target<'_>,
    files: &[ReceivedFile],
    texts: &[(String, String)],
    invalid: &mut Vec<String>,
    notes: &mut Vec<String>,
) {
    let fields = || target.operation.request.iter();
    for (place, file) in files.iter().enumerate() {
        let name = &file.field;
        if files.iter().take(place).any(|earlier| earlier.field == *name) {
            invalid.push(format!("{name} is sent twice"));
        }
        match fields().find(|field| field.name.wire == *name) {
            None => notes.push(format!("unknown file {name}")),
            Some(Field { ty: Type::File, bounds, .. }) => {
                if bounds.max_bytes.is_some_and(|max| file.size > u64::from(max)) {
                    invalid.push(format!("{name} is longer than {} bytes", bounds.max_bytes.unwrap_or_default()));
                }
                let is_named = |extension: &str| {
                    file.file_name.rsplit_once('.').is_none_or(|(_, of)| of.eq_ignore_ascii_case(extension))
                };
                let fits = bounds
                    .accept
                    .iter()
                    .any(|kind| kind.sentence() == file.media_type && kind.extensions().into_iter().any(is_named));
                if !bounds.accept.is_empty() && !fits {
                    invalid.push(format!("{name} is of a kind that is not accepted"));
                }
                if file.file_name.contains(['/', '\\']) {
                    invalid.push(format!("{name} tells the folder that it was in"));
                }
            }
            Some(_) => invalid.push(format!("{name} is sent as a file")),
        }
    }
    let as_text = fields().filter(|field| matches!(field.ty, Type::File));
    for field in as_text.filter(|field| texts.iter().any(|(name, _)| *name == field.name.wire)) {
        invalid.push(format!("{} is sent as a text", field.name.wire));
    }
}
