//! Puts lists and records together again that were sent in pieces, as the styles of their fields say.

use serde_json::{Map, Value};
use vvtool_codegen::model::api::{Field, Style, Type};

use crate::routes::Target;

/// The fields, a list or a record as one JSON text each, and what was written otherwise than its spec says.
pub(crate) fn fold(target: &Target<'_>, pairs: &[(String, String)]) -> (Vec<(String, String)>, Vec<String>) {
    let (mut folded, mut wrong): (Vec<(String, String)>, Vec<String>) = (Vec::new(), Vec::new());
    for (name, value) in pairs {
        let Some((field, style)) = field_of(target, name).and_then(|field| Some((field, field.style?))) else {
            folded.push((name.clone(), value.clone()));
            continue;
        };
        let wire = &field.name.wire;
        let keys = name.strip_prefix(wire.as_str()).unwrap_or_default();
        let place = folded.iter().position(|(each, _)| each == wire);
        let place = place.unwrap_or_else(|| {
            folded.push((wire.clone(), empty(style, &field.ty)));
            folded.len() - 1
        });
        let Some((_, text)) = folded.get_mut(place) else { continue };
        match put(text, style, &field.ty, keys, value) {
            Some(put) => *text = put,
            None => wrong.push(format!("{wire} is not written in style {}", style.word())),
        }
    }
    (folded, wrong)
}

/// The field that a pair belongs to. A field's name may have brackets of its own.
pub(crate) fn field_of<'a>(target: &Target<'a>, name: &str) -> Option<&'a Field> {
    let base = name.split('[').next().unwrap_or_default();
    let fields = || target.operation.request.iter();
    let whole = fields().find(|field| field.name.wire == name);
    whole.or_else(|| fields().find(|field| field.name.wire == base && field.style.is_some()))
}

fn empty(style: Style, ty: &Type) -> String {
    match (style, ty) {
        (Style::Comma | Style::Json, _) => String::new(),
        (_, Type::Record(_)) => "{}".to_owned(),
        _ => "[]".to_owned(),
    }
}

/// One more piece; none where it is not written in that style.
fn put(text: &str, style: Style, ty: &Type, keys: &str, value: &str) -> Option<String> {
    let item = || match ty {
        Type::List { .. } => serde_json::from_str(value).ok(),
        _ => Some(Value::from(value)),
    };
    let mut whole: Value = match style {
        // In one piece, and once.
        Style::Comma => {
            // A list of nothing: a blank field, as elsewhere.
            if value.trim().is_empty() {
                return (keys.is_empty() && text.is_empty()).then(String::new);
            }
            let items: Vec<Value> = value.split(',').map(Value::from).collect();
            return (keys.is_empty() && text.is_empty()).then(|| Value::Array(items).to_string());
        }
        Style::Json => return (keys.is_empty() && text.is_empty()).then(|| value.to_owned()),
        _ => serde_json::from_str(text).ok()?,
    };
    match style {
        Style::Brackets if keys == "[]" => whole.as_array_mut()?.push(item()?),
        Style::Repeat if keys.is_empty() => whole.as_array_mut()?.push(item()?),
        Style::Indexed => {
            let (index, rest) = keys.strip_prefix('[')?.split_once(']')?;
            let (index, list) = (index.parse::<usize>().ok()?, whole.as_array_mut()?);
            match ty {
                Type::List { .. } => {
                    if index == list.len() {
                        list.push(Value::Object(Map::new()));
                    }
                    place(list.get_mut(index)?, rest, value)?;
                }
                _ if index == list.len() && rest.is_empty() => list.push(item()?),
                _ => return None,
            }
        }
        Style::Deep if !keys.is_empty() => place(&mut whole, keys, value)?,
        _ => return None,
    }
    Some(whole.to_string())
}

/// `[range][from]`: where the value goes.
fn place(at: &mut Value, keys: &str, value: &str) -> Option<()> {
    let (key, rest) = keys.strip_prefix('[')?.split_once(']')?;
    let inner = at.as_object_mut()?.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if rest.is_empty() {
        *inner = Value::from(value);
        return Some(());
    }
    place(inner, rest, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_put_together_in_their_own_style_only() {
        let list = Type::Values { item: Box::new(Type::Text), wrapper: String::new() };
        for (style, text, keys, expected) in [
            (Style::Brackets, "[\"a\"]", "[]", Some("[\"a\",\"x,y\"]")),
            (Style::Brackets, "[]", "", None),
            (Style::Brackets, "[]", "[0]", None),
            (Style::Indexed, "[\"a\"]", "[1]", Some("[\"a\",\"x,y\"]")),
            (Style::Indexed, "[\"a\"]", "[2]", None),
            (Style::Repeat, "[]", "", Some("[\"x,y\"]")),
            (Style::Repeat, "[]", "[]", None),
            (Style::Comma, "", "", Some("[\"x\",\"y\"]")),
            (Style::Comma, "[\"x\"]", "", None),
            (Style::Json, "", "", Some("x,y")),
        ] {
            assert_eq!(put(text, style, &list, keys, "x,y").as_deref(), expected, "{style:?} {text} {keys}");
        }
        assert_eq!(put("", Style::Comma, &list, "", " "), Some(String::new()));
        let record = Type::Record(Default::default());
        let deep = |text: &str, keys| put(text, Style::Deep, &record, keys, "1");
        assert_eq!(deep("{}", "[range][from]").as_deref(), Some(r#"{"range":{"from":"1"}}"#));
        assert_eq!((deep("{}", ""), deep("{\"a\":\"1\"}", "[a][b]")), (None, None));
    }
}
