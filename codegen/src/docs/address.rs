//! One address per thing, the one that `vvspec diff` prints: `vvtool/erps/send/Request/tid`, `vvtool/errors/TokenInvalid`.

use super::Site;
use crate::explain::full_name;
use crate::model::api::{ErrorEntry, Operation, Service};

/// Of an operation.
pub(super) fn operation(service: &Service, operation: &Operation) -> String {
    full_name(service, operation)
}

/// Of a record, an enum, a grammar; of the request.
pub(super) fn owner(service: &Service, of: &Operation, owner: &str) -> String {
    format!("{}/{owner}", operation(service, of))
}

/// Of a field, a value, a key.
pub(super) fn field(owner: &str, name: &str) -> String {
    format!("{owner}/{name}")
}

/// Of an error. Never its name alone: two services have errors of one name.
pub(super) fn error(service: &Service, error: &ErrorEntry) -> String {
    format!("{}/errors/{}", service.name.wire, error.name.wire)
}

/// Of the fields around every reply.
pub(super) fn envelope(service: &Service) -> String {
    format!("{}/Envelope", service.name.wire)
}

/// The file of an operation, in a folder.
pub(super) fn file(service: &Service, of: &Operation) -> String {
    format!("{}.html", plain(&operation(service, of)))
}

/// The file of a group, in a folder. No service has a point in its name: no operation's file is called so.
pub(super) fn group(service: &Service, group: &str) -> String {
    format!("group.{}-{}.html", plain(&service.name.wire), plain(group))
}

/// What any system takes as the name of a file: a `/` is `-`, and what stands in names as they are is written otherwise, so that
/// `a/b-c` and `a-b/c` are two.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '/' => out.push('-'),
            '-' => out.push('~'),
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') => out.push(c),
            // No name holds the sign with which these begin and end.
            other => out.push_str(&format!("={:x}=", u32::from(other))),
        }
    }
    out
}

/// Where errors stand.
pub(super) const ERRORS: &str = "errors.html";

/// A link from any page to a thing of an operation.
pub(super) fn to_operation(site: &Site<'_>, service: &Service, of: &Operation, address: &str) -> String {
    if site.folder { format!("{}#{address}", file(service, of)) } else { format!("#{address}") }
}

/// A link from any page to an error.
pub(super) fn to_error(site: &Site<'_>, service: &Service, of: &ErrorEntry) -> String {
    let address = error(service, of);
    if site.folder { format!("{ERRORS}#{address}") } else { format!("#{address}") }
}
