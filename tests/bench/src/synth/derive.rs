//! A reply -> the structs a person would write for it with serde derive: owned strings, every field optional, one more struct for
//! each list wrapper.

use serde_json::{Map, Value};

use crate::Result;

const HEAD: &str = "\
//! What every decode figure is a ratio to: the reply as plain serde derive. Written by `vvtool-bench --write-inputs`.
#![allow(non_snake_case)]
";

/// The whole file: also the library crate that the compile-time figure builds.
pub fn render(reply: &Value) -> Result<String> {
    let mut out = HEAD.to_owned();
    let root = reply.as_object().ok_or("a reply is an object")?;
    structure(&mut out, "Envelope", root)?;
    Ok(out)
}

/// One struct, then the structs its fields need.
fn structure(out: &mut String, name: &str, object: &Map<String, Value>) -> Result<()> {
    let mut inner = Vec::new();
    out.push_str(&format!("\n#[derive(Debug, Default, serde::Deserialize)]\npub struct {name} {{\n"));
    for (key, value) in object {
        let ident = if key == "type" { "r#type" } else { key };
        if key == "code" && name == "Envelope" {
            out.push_str("    pub code: i64,\n");
            continue;
        }
        let (ty, more) = field(key, value).ok_or_else(|| format!("`{key}` has a shape the baseline does not know"))?;
        let attribute = if ty.starts_with("Vec<") { "    #[serde(default)]\n" } else { "" };
        out.push_str(&format!("{attribute}    pub {ident}: {ty},\n"));
        inner.extend(more);
    }
    out.push_str("}\n");
    inner.iter().try_for_each(|(name, object)| structure(out, name, object))
}

/// A struct still to be written: its name and an example of it.
type Needed<'a> = (String, &'a Map<String, Value>);

/// The type of a field, and the struct it needs.
fn field<'a>(key: &str, value: &'a Value) -> Option<(String, Option<Needed<'a>>)> {
    Some(match value {
        Value::String(_) => ("Option<String>".into(), None),
        Value::Number(_) => ("Option<i64>".into(), None),
        Value::Bool(_) => ("Option<bool>".into(), None),
        Value::Null => return None,
        Value::Array(items) => {
            let name = type_name(key);
            (format!("Vec<{name}>"), Some((name, items.first()?.as_object()?)))
        }
        Value::Object(object) => {
            let name = match list_wrapper(object) {
                Some(wrapper) => format!("{}List", type_name(wrapper)),
                None if key == "data" => "Trade".into(),
                None => type_name(key),
            };
            (format!("Option<{name}>"), Some((name, object)))
        }
    })
}

/// The inner key of `{"order": [...]}`.
fn list_wrapper(object: &Map<String, Value>) -> Option<&str> {
    let (key, value) = object.iter().next()?;
    (object.len() == 1 && value.is_array()).then_some(key.as_str())
}

/// `logistics_tag` -> `LogisticsTag`.
fn type_name(key: &str) -> String {
    key.split('_')
        .flat_map(|word| word.chars().enumerate())
        .map(|(at, char)| if at == 0 { char.to_ascii_uppercase() } else { char })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrapper_list_becomes_two_structs() -> Result<()> {
        let reply =
            serde_json::json!({"code": 0, "data": {"type": "x", "orders": {"sub_order": [{"num": 1, "is_3D": true}]}}});
        let source = render(&reply)?;
        for line in [
            "pub struct Envelope {\n    pub code: i64,\n    pub data: Option<Trade>,\n}",
            "pub struct Trade {\n    pub r#type: Option<String>,\n    pub orders: Option<SubOrderList>,\n}",
            "pub struct SubOrderList {\n    #[serde(default)]\n    pub sub_order: Vec<SubOrder>,\n}",
            "pub struct SubOrder {\n    pub num: Option<i64>,\n    pub is_3D: Option<bool>,\n}",
        ] {
            assert!(source.contains(line), "{line}\nis missing in\n{source}");
        }
        Ok(())
    }
}
