//! V081: a proof passes on and compares values of one kind.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawVerify, Text};
use crate::model::api::{Field, Operation, Record, Type};
use crate::model::time_form::{Part, TimeForm};

rule! {
    UNLIKE = "V081" "a proof about values of two kinds"
        "What `verify` passes on and compares are values as they are written: an amount in fen is never that of the same money in yuan, a day is \
         never a moment, and `true` is never 1, so the write would look as if somebody else had done it. Of both ends of a `pass`, and of \
         the two fields of `done`, amounts have one unit and dates say the same parts; what `done` compares with a bool is one."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        if let (Some(verify), Some(read)) = (&operation.raw.verify, operation.proof()) {
            for pass in &verify.pass {
                both(operation, &pass.from, (named(&read.request, &pass.to), &pass.to), false, diags);
            }
            let shown = part(read, verify).and_then(|part| named(&part.fields, &verify.done.field));
            both(operation, &verify.done.same_as, (shown, &verify.done.field), true, diags);
        }
    }
}

/// The field of the write, and the one that its value is passed to or compared with. What is not there has been reported.
fn both(
    write: &OperationAt<'_>,
    from: &Text,
    (other, at): (Option<&Field>, &Text),
    is_compared: bool,
    diags: &mut Vec<Diag>,
) {
    let Some((ours, other)) = named(&write.api.request, from).zip(other) else { return };
    if unlike(&ours.ty, &other.ty, is_compared) {
        let message = format!(
            "{} is {} of the write, {} is {}: the two are never the same",
            quoted(&ours.name.wire),
            said(ours),
            quoted(&other.name.wire),
            said(other)
        );
        let diag = Diag::new(UNLIKE, at.span, message).label(ours.name.span, "what the write says");
        diags.push(diag.label(other.name.span, "what the read has").help("name fields that say it alike"));
    }
}

/// Two that no value is the same of. Other kinds are texts on the wire, which may be alike.
fn unlike(ours: &Type, other: &Type, is_compared: bool) -> bool {
    match (ours, other) {
        (Type::Money(ours), Type::Money(other)) => ours != other,
        (Type::DateTime(ours), Type::DateTime(other)) => parts(ours.as_ref()) != parts(other.as_ref()),
        // Who is asked reads both.
        (Type::Bool, Type::Flag01) | (Type::Flag01, Type::Bool) => is_compared,
        _ => false,
    }
}

/// Whether a date says a day, an hour and a second.
fn parts(form: Option<&TimeForm>) -> [bool; 3] {
    match form {
        Some(TimeForm::Parts(parts)) => [Part::Year, Part::Hour, Part::Second].map(|part| parts.contains(&part)),
        _ => [true; 3],
    }
}

fn said(field: &Field) -> String {
    match (&field.ty, field.form()) {
        (Type::Money(unit), _) => format!("money in {}", unit.word()),
        (_, Some(form)) => format!("a datetime spelled {}", form.spelled()),
        (ty, None) => ty.spelled(),
    }
}

fn named<'a>(fields: &'a [Field], name: &Text) -> Option<&'a Field> {
    fields.iter().find(|field| field.name.wire == name.value)
}

/// The record that is compared: the answer, or one of the list in it.
fn part<'a>(read: &'a Operation, verify: &RawVerify) -> Option<&'a Record> {
    let record = |ident: &str| read.types.iter().find(|record| record.name.ident == ident);
    let root = record(&read.reply.data.ident)?;
    match &verify.each {
        None => Some(root),
        Some(each) => match &named(&root.fields, &each.list)?.ty {
            Type::List { item, .. } => record(&item.ident),
            _ => None,
        },
    }
}
