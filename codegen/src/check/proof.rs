//! V058: what proves a write is a read that can be made with what is known of the write.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawVerify, Text};
use crate::model::api::{Operation, Type};
use crate::words::Effect;

rule! {
    NO_PROOF = "V058" "a proof that cannot be asked for"
        "`verify.by` is a read, in the same folder as the write: folders become crates that do not know each other. `pass` \
         gives everything that the read must be given, and `ask` everything that the proof looks at."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        if let (Some(verify), Some(read)) = (&operation.raw.verify, operation.proof()) {
            who(operation, read, &verify.by, diags);
            given(read, verify, diags);
        }
    }
}

fn who(operation: &OperationAt<'_>, read: &Operation, by: &Text, diags: &mut Vec<Diag>) {
    if read.effect != Effect::Read {
        let message = format!("{} is no read: asking would change something", quoted(&by.value));
        diags.push(Diag::new(NO_PROOF, by.span, message).help("name an operation with `effect: read`"));
    }
    if read.folder() != operation.api.folder() {
        let place = read.folder().map_or_else(|| "no folder".to_owned(), |folder| format!("the folder {folder}"));
        let message = format!("{} is in {place}, which cannot be named from here", quoted(&by.value));
        diags.push(Diag::new(NO_PROOF, by.span, message).help("name a read of the same folder"));
    }
}

fn given(read: &Operation, verify: &RawVerify, diags: &mut Vec<Diag>) {
    let passed = |name: &str| verify.pass.iter().any(|pass| pass.to.value == name);
    for field in read.request.iter().filter(|field| field.is_argument()) {
        let name = quoted(&field.name.wire);
        let missing = match &field.ty {
            Type::Select { .. } if verify.ask.is_empty() => format!("{} needs {name}: `ask` says its values", read.id),
            Type::Select { .. } => continue,
            _ if passed(&field.name.wire) => continue,
            _ => format!("{} needs {name}, which `pass` does not give", read.id),
        };
        diags.push(Diag::new(NO_PROOF, verify.by.span, missing).label(field.name.span, "required here"));
    }
    if verify.ask.is_empty() {
        return;
    }
    let looked_at = match &verify.each {
        Some(each) => vec![&each.list],
        None => vec![&verify.done.field, &verify.undone.field],
    };
    for name in looked_at.into_iter().filter(|name| !name.value.is_empty()) {
        if !verify.ask.iter().any(|asked| asked.value == name.value) {
            let message = format!("the proof looks at {}, which `ask` does not ask for", quoted(&name.value));
            diags.push(Diag::new(NO_PROOF, name.span, message));
        }
    }
}
