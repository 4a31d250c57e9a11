//! What must be replaced because of the name it has: members of JSON, examples of fields.

use crate::import::stand_in::{MAIL, PHONE, SECRET, is_stand_in};
use crate::lexical;
use crate::people;

/// More parts of names whose values are replaced: the field itself need not say `pii`.
const ALSO_PERSONAL: [&str; 9] =
    ["receiver_", "plate_number", "_tel", "addr", "_state", "_city", "_district", "_town", "snapshot"];

/// Members of JSON about people; no names of fields, where the lint's list decides.
const PEOPLE: [&str; 6] = ["receiver", "buyer", "consignee", "contact", "telephone", "card_no"];

/// What must stand in place of a value, because of the name it has; None where it may stay. `json`: a member of JSON inside a text,
/// where digits alone are left to what recognises numbers.
#[must_use]
pub fn by_name(name: &str, value: &str, json: bool) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    if people::secret(name).is_some() && !(json && digits) && !value.trim().is_empty() {
        return Some(SECRET);
    }
    let personal = people::personal(name).is_some()
        || ALSO_PERSONAL.iter().any(|part| lower.contains(part))
        // What they paid is a number, and `true` says what they wanted.
        || (json
            && value.contains(char::is_alphabetic)
            && (lower == "tel" || PEOPLE.iter().any(|part| lower.contains(part))));
    (personal && !is_harmless(value) && !is_stand_in(value)).then(|| stand_in(&lower))
}

/// Values that identify nobody, whatever the field is called.
fn is_harmless(value: &str) -> bool {
    let value = value.trim();
    value.len() <= 1
        || matches!(value, "true" | "false" | "demo" | "test" | "null")
        || (value.len() <= 6 && value.bytes().all(|b| b.is_ascii_digit()))
        || lexical::is_datetime(value)
}

fn stand_in(lower: &str) -> &'static str {
    let has = |part: &str| lower.contains(part);
    if has("phone") || has("mobile") || has("tel") {
        PHONE
    } else if has("zip") {
        "000000"
    } else if has("email") {
        MAIL
    } else if has("addr") || has("_state") || has("_city") || has("_district") || has("_town") || has("_country") {
        "测试地址"
    } else if has("memo") || has("message") {
        "测试备注"
    } else if has("oaid")
        || has("openid")
        || has("open_id")
        || has("uid")
        || has("id_num")
        || has("alipay")
        || has("plate_number")
    {
        "TEST0000000001"
    } else {
        "测试"
    }
}
