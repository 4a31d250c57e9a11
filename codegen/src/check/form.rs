//! V079: a date is spelled in a form that a program can read and write.

use super::view::{FieldAt, View};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::model::api::Type;
use crate::model::time_form::{Part, TimeForm};

rule! {
    FORM = "V079" "a form in which no date can be read"
        "`format: {datetime: ..}` says how a field spells its date where the usual forms will not do: yyyy, MM, dd, HH, mm, ss and signs between \
         them, letters in apostrophes (`yyyy-MM-dd'T'HH:mm:ss`), in GMT+8; or unix_seconds, unix_millis. It has a whole day, or a time of \
         day, or both; seconds stand beside a day, and each part stands once. What has another zone, half a day or parts of a second is \
         `type: text`, or `int` where milliseconds matter: of `unix_millis` a program sees whole seconds."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    view.fields().filter(FieldAt::has_type).for_each(|field| one(&field, diags));
}

fn one(field: &FieldAt<'_>, diags: &mut Vec<Diag>) {
    let raw = field.raw;
    let Some(format) = &raw.format else { return };
    if !matches!(field.api.ty, Type::DateTime(_)) {
        let diag = Diag::new(codes::WRONG_KEY, format.span, "only a datetime has a form");
        return diags.push(diag.label(raw.ty.word().span, "the type"));
    }
    let form = &format.datetime;
    if let Err((message, help)) = readable(&form.value) {
        diags.push(Diag::new(FORM, form.span, message).help(help));
    }
}

/// Whether a field can have that form.
pub(crate) fn is_readable(form: &str) -> bool {
    readable(form).is_ok()
}

/// Whether a date has one spelling in it, and the other way round.
fn readable(form: &str) -> Result<(), (String, &'static str)> {
    // What is blank has been reported.
    if form.trim().is_empty() {
        return Ok(());
    }
    let wrong = |what: &str, help| Err((format!("{} {what}", quoted(form)), help));
    let parts = match TimeForm::of(form) {
        Ok(TimeForm::UnixSeconds | TimeForm::UnixMillis) => return Ok(()),
        Ok(TimeForm::Parts(parts)) => parts,
        Err(letters) => {
            let help = "write yyyy, MM, dd, HH, mm, ss, letters in apostrophes, or unix_seconds, unix_millis";
            return Err((format!("{} stands for no part of a time", quoted(letters)), help));
        }
    };
    let has = |part| parts.contains(&part);
    let day = [Part::Year, Part::Month, Part::Day].map(has).into_iter().filter(|has| *has).count();
    let twice = |(at, part): (usize, &Part)| {
        !matches!(part, Part::Literal(_)) && parts.iter().take(at).any(|earlier| earlier == part)
    };
    match () {
        () if parts.iter().enumerate().any(twice) => wrong("says a part twice", "each part stands once"),
        () if has(Part::Millis) => wrong("has parts of a second", "a datetime holds whole seconds: make it a text"),
        () if !matches!(day, 0 | 3) => wrong("has half a day", "yyyy, MM and dd together, or none of them"),
        () if has(Part::Hour) != has(Part::Minute) || has(Part::Second) && !has(Part::Hour) => {
            wrong("has half a time of day", "HH and mm together, and ss with them")
        }
        () if day == 0 && !has(Part::Hour) => wrong("says no time", "yyyyMMddHHmmss"),
        () if day == 0 && has(Part::Second) => wrong("has seconds, and no day", "HH:mm, or with a day"),
        () => Ok(()),
    }
}
