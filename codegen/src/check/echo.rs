//! V051: what `echo` names is in the request and in the reply.

use super::view::{OperationAt, View};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::load::raw::Text;
use crate::model::api::{Api, Effect, Field, Type};

rule! {
    UNKNOWN_ECHO = "V051" "an echo that no reply can give"
        "`echo` names fields of the request, ids or texts, whose values come back in a field of the same name: in the reply's \
         data, or in the one record right below that has it. The runtime compares the two: a reply with another value is the \
         answer to another request. `lint` suggests it for a read whose reply repeats an id; whether it does so for every request \
         is for the document to say."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        for (index, field) in operation.raw.echo.iter().enumerate().filter(|(_, field)| !field.value.is_empty()) {
            if operation.raw.echo.iter().take(index).any(|each| each.value == field.value) {
                let message = format!("{} is listed twice", quoted(&field.value));
                diags.push(Diag::new(codes::DUPLICATE, field.span, message));
            } else {
                one(operation, field, diags);
            }
        }
    }
}

fn one(operation: &OperationAt<'_>, field: &Text, diags: &mut Vec<Diag>) {
    let api = operation.api;
    let name = quoted(&field.value);
    let mut wrong = |message: String| diags.push(Diag::new(UNKNOWN_ECHO, field.span, message));
    let Some(asked) = api.request.iter().find(|each| each.name.wire == field.value) else {
        let message = format!("the request has no field {name}");
        let known = api.request.iter().map(|each| each.name.wire.as_str());
        return diags.push(Diag::new(UNKNOWN_ECHO, field.span, message).nearest(&field.value, known));
    };
    if !is_compared(asked) {
        wrong(format!("the request's {name} is no id and no text"));
    }
    match api.reply_fields(&field.value).as_slice() {
        [] => {
            let message = format!("the reply has no field {name}");
            diags.push(Diag::new(UNKNOWN_ECHO, field.span, message).help("in its data, or in a record right below"));
        }
        [(_, came)] if is_compared(came) => {}
        [(path, _)] => wrong(format!("the reply's {} is no id and no text", quoted(path))),
        several => {
            let paths: Vec<&str> = several.iter().map(|(path, _)| path.as_str()).collect();
            wrong(format!("the reply has {name} more than once: {}", paths.join(", ")));
        }
    }
}

fn is_compared(field: &Field) -> bool {
    matches!(field.ty, Type::Id(_) | Type::Text)
}

/// Reads that do not say it although the reply has an id of the request, by name and type. Nothing is wrong with them.
pub(crate) fn suggestions(api: &Api) -> Vec<Diag> {
    let operations = api.services.iter().flat_map(|service| &service.operations);
    let silent = operations.filter(|operation| operation.effect == Effect::Read && operation.echo.is_empty());
    silent
        .flat_map(|operation| {
            let repeated = operation.request.iter().filter(|asked| {
                let same = |(_, came): &(String, &Field)| came.ty.spelled() == asked.ty.spelled();
                let came = operation.reply_fields(&asked.name.wire);
                matches!(asked.ty, Type::Id(_)) && came.len() == 1 && came.iter().all(same)
            });
            repeated.map(|asked| {
                let wire = &asked.name.wire;
                let message = format!("the reply of {} has the id {} too", operation.id, quoted(wire));
                let help = format!("`echo: [{wire}]` refuses the answer to another request, if every reply repeats it");
                Diag::new(UNKNOWN_ECHO, asked.name.span, message).help(help)
            })
        })
        .collect()
}
