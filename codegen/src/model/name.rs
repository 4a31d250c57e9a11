//! Every Rust name is made here, once. The only user of heck.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Words that are no plain identifier in edition 2024, sorted.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written `r#word` either.
const NEVER: &[&str] = &["Self", "crate", "self", "super", "_"];

/// A field, a setter or a builder method: `snake_case`, `r#type`, `self_`, `_3d`. None when the name has no ASCII identifier.
pub fn field(wire: &str) -> Option<String> {
    let snake = snake(speakable(wire)?);
    if NEVER.contains(&snake.as_str()) {
        return Some(format!("{snake}_"));
    }
    Some(if KEYWORDS.contains(&snake.as_str()) { format!("r#{snake}") } else { lead(snake) })
}

/// A type or a variant: `UpperCamel`. None when the name has no ASCII identifier.
pub fn upper(wire: &str) -> Option<String> {
    let camel = speakable(wire)?.to_upper_camel_case();
    Some(if NEVER.contains(&camel.as_str()) { format!("{camel}_") } else { lead(camel) })
}

/// A type as the spec spells it: already UpperCamel, so it is kept letter by letter.
pub fn ty(name: &str) -> String {
    if NEVER.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// A module. Never raw: it is a file name too, and `mod.rs` is not free.
pub fn module(wire: &str) -> Option<String> {
    let snake = snake(speakable(wire)?);
    let taken = NEVER.contains(&snake.as_str()) || KEYWORDS.contains(&snake.as_str());
    Some(if taken { format!("{snake}_") } else { lead(snake) })
}

/// Default key of the array inside a wire list: every capital begins a word, `ServiceFeeDTO` -> `service_fee_d_t_o`.
pub fn wrapper(type_name: &str) -> String {
    let mut wrapper = String::with_capacity(type_name.len() + 8);
    for c in type_name.chars() {
        if c.is_ascii_uppercase() && !wrapper.is_empty() {
            wrapper.push('_');
        }
        wrapper.push(c.to_ascii_lowercase());
    }
    wrapper
}

/// Default key of the array inside a wire list of values: the platform's word for what is in it.
pub fn item_wrapper(numbers: bool) -> &'static str {
    if numbers { "number" } else { "string" }
}

/// A TOP method's name without what says nothing: the platform's own prefix. Other vendors' prefixes tell methods of one name apart.
pub fn short(method: &str) -> &str {
    method.strip_prefix("taobao.").unwrap_or(method)
}

/// `taobao.trade.get` answers below `trade_get_response`.
pub fn root_key(method: &str) -> String {
    format!("{}{ROOT_KEY_END}", short(method).replace('.', "_"))
}

/// What a root key ends with.
pub const ROOT_KEY_END: &str = "_response";

/// Names are made of ASCII letters and digits and what separates words. Everything else would be dropped in silence.
fn speakable(wire: &str) -> Option<&str> {
    let good = wire.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' '));
    (good && wire.chars().any(|c| c.is_ascii_alphanumeric())).then_some(wire)
}

/// `snake_case`. A catalogue asks for some hundred thousand, and nearly every name is one already.
fn snake(name: &str) -> String {
    let plain = name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    let parted = !(name.starts_with('_') || name.ends_with('_') || name.contains("__"));
    if plain && parted { name.to_owned() } else { name.to_snake_case() }
}

fn lead(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_method_answers_below_a_key_made_of_its_short_name() {
        let table = [
            ("taobao.trade.get", "trade.get", "trade_get_response"),
            ("tmall.item.add", "tmall.item.add", "tmall_item_add_response"),
            ("my.taobao.call", "my.taobao.call", "my_taobao_call_response"),
        ];
        for (method, brief, root) in table {
            assert_eq!((short(method), root_key(method).as_str()), (brief, root));
        }
    }

    #[test]
    fn fields() {
        let table = [
            ("type", Some("r#type")),
            ("async", Some("r#async")),
            ("gen", Some("r#gen")),
            ("self", Some("self_")),
            ("super", Some("super_")),
            ("crate", Some("crate_")),
            ("is_3D", Some("is_3d")),
            ("3d_url", Some("_3d_url")),
            ("errorCode", Some("error_code")),
            ("cl_car_taker_i_d_num", Some("cl_car_taker_i_d_num")),
            ("cl_car_taker_id_num", Some("cl_car_taker_id_num")),
            ("交易编号", None),
            ("trade号", None),
            ("___", None),
        ];
        for (wire, ident) in table {
            assert_eq!(field(wire).as_deref(), ident, "{wire}");
        }
    }

    #[test]
    fn what_is_snake_case_already_stays_as_it_is() {
        // Every name of six signs of these.
        let signs = ['a', 'z', '0', '9', '_', 'B'];
        for number in 0..signs.len().pow(6) {
            let name: String = (0..6).filter_map(|at| signs.get(number / signs.len().pow(at) % signs.len())).collect();
            assert_eq!(snake(&name), name.to_snake_case(), "{name}");
        }
    }

    #[test]
    fn types_and_variants() {
        let table = [
            ("WAIT_BUYER_PAY", Some("WaitBuyerPay")),
            ("taobao.trade.get", Some("TaobaoTradeGet")),
            ("erps/send", Some("ErpsSend")),
            ("v2/parcels/hold", Some("V2ParcelsHold")),
            ("self", Some("Self_")),
            ("B", Some("B")),
            ("3d", Some("_3d")),
            ("cl_car_taker_i_d_num", Some("ClCarTakerIDNum")),
            ("cl_car_taker_id_num", Some("ClCarTakerIdNum")),
            ("一口价", None),
            ("a+b", None),
        ];
        for (wire, ident) in table {
            assert_eq!(upper(wire).as_deref(), ident, "{wire}");
        }
        for kept in ["Option", "Result", "Vec", "String", "ServiceFeeDTO"] {
            assert_eq!(ty(kept), kept);
        }
        assert_eq!(ty("Self"), "Self_");
    }

    #[test]
    fn modules_are_file_names() {
        for (wire, ident) in
            [("trade.get", "trade_get"), ("type", "type_"), ("mod", "mod_"), ("self", "self_"), ("2fa", "_2fa")]
        {
            assert_eq!(module(wire).as_deref(), Some(ident));
        }
    }

    #[test]
    fn wrappers_split_every_capital() {
        for (name, key) in
            [("LogisticsTag", "logistics_tag"), ("ServiceFeeDTO", "service_fee_d_t_o"), ("Order", "order")]
        {
            assert_eq!(wrapper(name), key);
        }
    }
}
