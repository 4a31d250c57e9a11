//! Amounts and their units: what is money, of which currency, and where a unit of money is one of something else.

use super::ty::{Currency, Ty};
use crate::import::document::Row;
use crate::lexical;

/// The amount that a row is, by its unit or by what it is called.
pub(super) fn amount(row: &Row, review: &mut Vec<&'static str>) -> Option<Ty> {
    let named = looks_like_money(row);
    match row.unit.as_deref().and_then(Currency::of_unit) {
        // Of an hour, of an exam and of a circle there are 分 as well.
        Some(Currency::Fen) if !named && !may_be_money(row) => review.push("unit"),
        None if !named => {}
        _ => return Some(money(row, review)),
    }
    None
}

pub(super) fn money(row: &Row, review: &mut Vec<&'static str>) -> Ty {
    Ty::Money(row.unit.as_deref().and_then(Currency::of_unit).unwrap_or_else(|| {
        review.push("unit");
        Currency::Undocumented
    }))
}

/// Whether its term calls it an amount.
pub(super) fn is_amount(row: &Row) -> bool {
    ["金额", "价格", "总价", "单价", "运费", "费用"].iter().any(|amount| row.term.ends_with(amount))
}

/// Whether it may be an amount by what it is called, where a unit of amounts stands beside it.
fn may_be_money(row: &Row) -> bool {
    const TERMS: [char; 12] = ['费', '价', '额', '款', '金', '钱', '税', '币', '付', '收', '包', '惠'];
    const NAMES: [&str; 15] = [
        "fee", "price", "amount", "payment", "money", "cost", "cash", "paid", "pay", "discount", "postage", "freight",
        "deposit", "balance", "cent",
    ];
    let lower = row.name.to_ascii_lowercase();
    row.term.ends_with(TERMS) || NAMES.iter().any(|name| lower.ends_with(name) || lower.starts_with(name))
}

fn looks_like_money(row: &Row) -> bool {
    let lower = row.name.to_ascii_lowercase();
    let named = ["_fee", "price", "amount", "payment", "_money"].iter().any(|end| lower.ends_with(end))
        || matches!(lower.as_str(), "fee" | "money");
    let example = row.example.as_deref();
    let termed = is_amount(row) && example.is_some_and(|example| example.contains('.'));
    (named || termed) && row.values.is_empty() && example.is_none_or(lexical::is_decimal)
}

/// The unit of a number that is no money: that is a type of its own.
pub(super) fn unit_of(row: &Row, ty: &Ty) -> Option<String> {
    match ty {
        Ty::Many { item, .. } if matches!(**item, Ty::Int) => {
            row.unit.clone().filter(|unit| Currency::of_unit(unit).is_none())
        }
        Ty::Int | Ty::Decimal | Ty::Text => row.unit.clone().filter(|unit| Currency::of_unit(unit).is_none()),
        _ => None,
    }
}

/// Whether a document says a unit that its field has not, though one of its type could need it.
pub(super) fn lacks_unit(row: &Row, ty: &Ty, unit: Option<&str>) -> bool {
    let counts = matches!(ty, Ty::Int | Ty::Decimal | Ty::Text | Ty::Csv | Ty::Many { .. } | Ty::Money(_));
    counts && row.unit.is_some() && unit != row.unit.as_deref()
}
