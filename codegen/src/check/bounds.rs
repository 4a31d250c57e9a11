//! V071: bounds that a value can keep to, and that the values of the spec keep to.

use super::view::{FieldAt, View};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::lexical::is_int;
use crate::load::raw::Text;
use crate::model::api::{Field, Type, Unit};
use crate::model::bounds::{compare, matches};

rule! {
    BOUNDS = "V071" "a bound that nothing can keep to"
        "`max_bytes` bounds texts and files, `min` and `max` numbers, `min_items` and `max_items` lists, all of requests; programs look at them \
         before anything is sent. `pattern` is a regular expression for the whole of a text: lint and the loopback server look at it, \
         programs do not. `min` is not above `max`, of an int both are whole numbers of 64 bits, and the field's own default and example are within its bounds."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields().filter(FieldAt::has_type) {
        kinds(&field, diags);
        sense(&field, diags);
        values(&field, diags);
    }
}

fn kinds(field: &FieldAt<'_>, diags: &mut Vec<Diag>) {
    let (raw, ty) = (field.raw, &field.api.ty);
    let text = matches!(ty, Type::Text | Type::Json | Type::Id(_) | Type::Grammar(_));
    let number = matches!(ty, Type::Int | Type::Decimal | Type::Money(_));
    let list = matches!(ty, Type::List { .. } | Type::Values { .. } | Type::Csv(_) | Type::Select { .. });
    for (stated, fits, what) in [
        (&raw.max_bytes, text || matches!(ty, Type::File), "only text and files have a length in bytes"),
        (&raw.pattern, text, "only text has a pattern"),
        (&raw.min, number, "only a number has a least value"),
        (&raw.max, number, "only a number has a highest value"),
        (&raw.min_items, list, "only a list has a number of items"),
        (&raw.max_items, list, "only a list has a number of items"),
    ] {
        if let Some(stated) = stated.as_ref().filter(|_| !fits) {
            diags.push(Diag::new(codes::WRONG_KEY, stated.span, what).label(raw.ty.word().span, "the type"));
        }
    }
}

fn sense(field: &FieldAt<'_>, diags: &mut Vec<Diag>) {
    let raw = field.raw;
    for bound in [&raw.min, &raw.max].into_iter().flatten().filter(|text| !text.value.is_empty()) {
        if compare(&bound.value, "0").is_none() {
            diags.push(Diag::new(BOUNDS, bound.span, format!("{} is no number", quoted(&bound.value))));
        } else if is_whole(&field.api.ty) && !is_int(&bound.value) {
            let message =
                format!("{} is no whole number of 64 bits, and the field holds nothing else", quoted(&bound.value));
            diags.push(Diag::new(BOUNDS, bound.span, message).label(raw.ty.word().span, "the type"));
        }
    }
    let mut order = |small: &Option<Box<Text>>, large: &Option<Box<Text>>| {
        let Some((small, large)) = small.as_ref().zip(large.as_ref()) else { return };
        if compare(&small.value, &large.value).is_some_and(std::cmp::Ordering::is_gt) {
            let message = format!("{} is above {}: no value is left", small.value, large.value);
            diags.push(Diag::new(BOUNDS, small.span, message).label(large.span, "the other bound"));
        }
    };
    order(&raw.min, &raw.max);
    order(&raw.min_items, &raw.max_items);
    if let Some(pattern) = raw.pattern.as_ref().filter(|text| matches(&text.value, "").is_none()) {
        diags.push(Diag::new(BOUNDS, pattern.span, format!("{} is no regular expression", quoted(&pattern.value))));
    }
}

/// Sent as a whole number.
const fn is_whole(ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Money(Unit::Fen | Unit::Points))
}

fn values(field: &FieldAt<'_>, diags: &mut Vec<Diag>) {
    let Field { bounds, ty, .. } = field.api;
    // Of a file there is but a name.
    if matches!(ty, Type::File) {
        return;
    }
    for (what, value) in [("default", &field.raw.default), ("example", &field.raw.example)] {
        let Some(value) = value.as_ref().filter(|value| !value.value.trim().is_empty()) else { continue };
        if let Some(broken) = bounds.of_value(ty.is_joined(), &value.value) {
            diags.push(Diag::new(BOUNDS, value.span, format!("the {what} {broken}")));
        }
    }
}
