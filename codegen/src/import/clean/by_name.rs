//! What must be replaced because of the name or the term it has: members of JSON, examples of fields.

use super::free;
use crate::import::stand_in::{ADDRESS, MAIL, PHONE, SECRET, is_stand_in};
use crate::lexical;
use crate::people;

/// What must stand in place of a value, because of the name it has; None where it may stay. `json`: a member of JSON inside a text,
/// whose type nobody says.
#[must_use]
pub fn by_name(name: &str, value: &str, json: bool) -> Option<&'static str> {
    // So many digits in a text are replaced as a number, whatever they are called.
    let number =
        json && matches!(value.len(), 16..=20) && value.bytes().all(|b| b.is_ascii_digit()) && !value.starts_with('0');
    if people::secret(name).is_some() && !number && !value.trim().is_empty() {
        return Some(SECRET);
    }
    // What they paid is a number, and `true` says what they wanted.
    let inside = json && value.contains(char::is_alphabetic);
    let named = || people::may_name_somebody(name, "") && free::is_name(value.trim());
    ((people::is_replaced(name, inside) || named()) && !is_harmless(value) && !is_stand_in(value))
        .then(|| stand_in(name))
}

/// The same, because of the term that says whose it is.
#[must_use]
pub fn by_term(term: &str, value: &str) -> Option<&'static str> {
    let named = || people::may_name_somebody("", term) && free::is_name(value.trim());
    let personal = people::personal_term(term).or_else(|| named().then_some(""))?;
    (!is_harmless(value) && !is_stand_in(value)).then(|| stand_in(personal))
}

/// Values that identify nobody, whatever the field is called.
fn is_harmless(value: &str) -> bool {
    let value = value.trim();
    value.len() <= 1
        || matches!(value, "true" | "false" | "demo" | "test" | "null")
        || (value.len() <= 6 && value.bytes().all(|b| b.is_ascii_digit()))
        || lexical::is_datetime(value)
}

/// What stands for the value of such a name or term.
fn stand_in(name: &str) -> &'static str {
    let lower = name.to_ascii_lowercase();
    let has = |part: &str| lower.contains(part);
    if has("phone") || has("mobile") || has("tel") || has("电话") || has("手机") {
        PHONE
    } else if has("zip") {
        "000000"
    } else if has("email") || has("邮箱") {
        MAIL
    } else if has("addr")
        || has("_state")
        || has("_city")
        || has("_district")
        || has("_town")
        || has("_country")
        || has("地址")
    {
        ADDRESS
    } else if has("memo") || has("message") {
        "测试备注"
    } else if has("oaid")
        || has("openid")
        || has("open_id")
        || has("uid")
        || has("id_num")
        || has("alipay")
        || has("plate_number")
        || ["id_card", "idcard", "cert_no", "bank_", "身份证", "证件", "银行卡", "车牌"].iter().any(|part| has(part))
    {
        "TEST0000000001"
    } else {
        "测试"
    }
}
