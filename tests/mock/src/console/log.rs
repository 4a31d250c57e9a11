//! The last requests, for whoever looks at the page: what arrived, without what is nobody's business.

use serde_json::{Map, Value, json};
use vvtool_codegen::model::api::Auth;
use vvtool_codegen::model::signing::Holds;
use vvtool_codegen::words::Origin;

use super::mask;
use super::state::Credentials;
use crate::decide::ORDER_HEADER;
use crate::file::ReceivedFile;
use crate::received::Received;
use crate::routes::Target;
use crate::shared::Shared;
use crate::style;

/// So many are shown.
const SHOWN: usize = 50;

/// Newest first.
pub(super) fn log(shared: &Shared) -> Value {
    let credentials = Credentials::of(shared);
    let entry = |(number, received): (u64, &Received)| entry(shared, &credentials, number, received);
    shared.call_log(|call_log| call_log.newest().take(SHOWN).map(entry).collect())
}

fn entry(shared: &Shared, credentials: &Credentials, number: u64, received: &Received) -> Value {
    let target = received.operation.as_ref().and_then(|name| shared.index.operation(&shared.api, name));
    // Values stand in paths too: an operation's own is the one of its spec.
    let path = match target.and_then(|target| target.operation.http.as_ref()) {
        Some(http) => format!("{}{}", shared.options.prefix, http.path),
        None => mask::path(&received.path),
    };
    let fields = received.fields.iter().map(|(name, value)| {
        let shown = target.map_or_else(|| mask::HIDDEN.into(), |target| field(&target, name, value));
        let shown = if credentials.are_in(value) { mask::HIDDEN.into() } else { shown };
        (mask::cut(name), shown)
    });
    let said = |text: &String| mask::cut(&text.replace(&received.path, &path));
    json!({
        "number": number,
        "method": received.method,
        "path": path,
        "operation": received.operation,
        "body": received.body,
        "fields": fields.collect::<Map<_, _>>(),
        "files": received.files.iter().map(file).collect::<Vec<_>>(),
        "ordered": received.header(ORDER_HEADER).map(mask::cut),
        "notes": received.notes.iter().map(said).collect::<Vec<_>>(),
        "refused": received.refused.as_ref().map(said),
        "faults": received.faults,
    })
}

/// Names of files are people's own.
fn file(file: &ReceivedFile) -> Value {
    json!({"field": mask::cut(&file.field), "kind": mask::cut(&file.media_type), "bytes": file.size})
}

/// A field of the operation, or a common parameter of its service.
fn field(target: &Target<'_>, name: &str, value: &str) -> Value {
    if let Some(field) = style::field_of(target, name) {
        return mask::value(target, field, value);
    }
    let Auth::Signed(signing) = &target.service.auth else { return mask::HIDDEN.into() };
    let common = signing.parameters.iter().find(|common| common.name == name);
    match common.map(|common| &common.holds) {
        Some(
            Holds::From(Origin::Operation | Origin::Digest | Origin::Simplify) | Holds::Value(_) | Holds::Time { .. },
        ) => mask::cut(value).into(),
        Some(Holds::From(Origin::Account | Origin::Session) | Holds::Nonce) | None => mask::HIDDEN.into(),
    }
}
