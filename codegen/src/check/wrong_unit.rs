//! V023: a unit fits its type.

use super::view::View;
use crate::diag::Diag;
use crate::model::api::Type;

rule! {
    WRONG_UNIT = "V023" "a unit that does not fit the type"
        "money takes yuan, fen, points or undocumented; int, decimal and text take the other units; everything else has \
         no unit."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let (Some(stated), Some(unit)) = (&field.raw.unit, field.raw.unit()) else { continue };
        let held = match &field.api.ty {
            Type::Values { item, .. } | Type::Map { value: item, .. } => item.as_ref(),
            ty => ty,
        };
        let message = match held {
            _ if !field.has_type() => continue,
            Type::Money(_) if unit.is_money() => continue,
            Type::Money(_) => format!("{:?} is no unit of money", stated.value),
            Type::Int | Type::Decimal | Type::Text if !unit.is_money() => continue,
            Type::Int | Type::Decimal | Type::Text => {
                format!("{:?} is a unit of money, and this is none", stated.value)
            }
            _ => "this type has no unit".to_owned(),
        };
        let diag = Diag::new(WRONG_UNIT, stated.span, message).label(field.raw.ty.word().span, "the type");
        diags.push(diag.help("money takes yuan, fen, points, undocumented; int, decimal and text take the others"));
    }
}
