//! V030: paths of `confirm` lead to fields, and the flag is a bool.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::Text;
use crate::model::api::{Field, Record, Type};

rule! {
    UNKNOWN_CONFIRM = "V030" "a confirm path that leads nowhere"
        "`confirm` names fields of the reply by their wire names joined with dots. The flag is a bool. \
         Of a list or a map of records the names are those of a row, and every row must say it; a bool that is the data itself is \
         `value`."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let Some(root) = operation.api.told_in() else { continue };
        for confirm in &operation.raw.reply.confirm {
            if let Some(flag) = walk(operation, root, &confirm.flag, diags)
                && !matches!(flag.ty, Type::Bool)
            {
                let message = format!("the flag {} is no bool", quoted(&confirm.flag.value));
                diags.push(Diag::new(UNKNOWN_CONFIRM, confirm.flag.span, message));
            }
            for path in [&confirm.code, &confirm.message].into_iter().flatten() {
                walk(operation, root, path, diags);
            }
        }
    }
}

fn walk<'a>(operation: &'a OperationAt<'_>, root: &'a Record, path: &Text, diags: &mut Vec<Diag>) -> Option<&'a Field> {
    let mut record = Some(root);
    let mut found = None;
    for part in path.value.split('.').filter(|_| !path.value.is_empty()) {
        let fields = record.map(|record| record.fields.as_slice()).unwrap_or_default();
        let Some(field) = fields.iter().find(|field| field.name.wire == part) else {
            let message = format!(
                "{} has no field {}",
                record.map_or("a plain value", |record| record.name.ident.as_str()),
                quoted(part)
            );
            let known = fields.iter().map(|field| field.name.wire.as_str());
            diags.push(
                Diag::new(UNKNOWN_CONFIRM, path.span, message)
                    .nearest(part, known)
                    .help("a path is wire names joined by dots"),
            );
            return None;
        };
        record = match &field.ty {
            Type::Record(name) => operation.record(&name.ident),
            _ => None,
        };
        found = Some(field);
    }
    found
}
