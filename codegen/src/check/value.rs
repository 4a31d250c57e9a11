//! Whether a text is a value of a type: what the wire may carry, as the decoder reads it.

use crate::lexical::{is_bool, is_datetime, is_decimal, is_flag, is_id, is_int};
use crate::model::api::{Enum, Operation, Type, Unit};
use crate::model::time_form::CHINA;

/// Check a text. The error says what was expected.
pub fn text(ty: &Type, text: &str, operation: Option<&Operation>) -> Result<(), String> {
    let want = |good: bool, what: &str| if good { Ok(()) } else { Err(what.to_owned()) };
    match ty {
        Type::Text => Ok(()),
        Type::Int | Type::Money(Unit::Fen | Unit::Points) => want(is_int(text), "a whole number"),
        Type::Decimal | Type::Money(_) => want(is_decimal(text), "a decimal number"),
        Type::Bool => want(is_bool(text), "true or false"),
        Type::Flag01 => want(is_flag(text), "1 or 0"),
        Type::DateTime(Some(form)) => match form.read(text, CHINA) {
            Some(_) => Ok(()),
            None => Err(format!("a date or a time spelled {}", form.spelled())),
        },
        Type::DateTime(None) => want(
            is_datetime(text),
            "a date and time (yyyy-MM-dd HH:mm:ss, yyyy-MM-dd HH:mm, yyyy-MM-dd, yyyyMMdd or HH:mm)",
        ),
        Type::Json => want(crate::json::parse(text).is_ok(), "JSON"),
        Type::Id(_) => want(is_id(text), "an id: letters, digits and -_.:"),
        Type::Grammar(_) => Ok(()),
        Type::File => want(!text.trim().is_empty(), "the name of a file"),
        Type::Enum(name) => listed(
            text,
            operation.and_then(|operation| operation.enums.iter().find(|each| each.name.ident == name.ident)),
        ),
        Type::Csv(item) => text.split(',').try_for_each(|part| self::text(item, part, operation)),
        Type::Select { field_enum, .. } => {
            let names =
                operation.and_then(|operation| operation.enums.iter().find(|each| each.name.ident == field_enum.ident));
            text.split(',').try_for_each(|part| listed(part, names))
        }
        Type::Record(_) | Type::List { .. } | Type::Values { .. } | Type::Map { .. } => {
            Err("possible here: one text is neither a record nor a list nor a map".into())
        }
    }
}

/// Why a program would send another text than this one, which is a value of the type.
pub fn sent_otherwise(ty: &Type, text: &str) -> Option<String> {
    match ty {
        Type::DateTime(Some(form)) => {
            let sent = form.written(form.read(text, CHINA)?, CHINA);
            (sent != text).then(|| format!("would be sent as {sent:?}: a time is held in whole seconds"))
        }
        Type::Csv(_) if !text.is_empty() && text.split(',').any(|part| part.trim().is_empty()) => {
            Some("has a blank value between commas, which is not sent".to_owned())
        }
        _ => None,
    }
}

fn listed(text: &str, values: Option<&Enum>) -> Result<(), String> {
    let Some(values) = values else { return Ok(()) };
    if values.values.iter().any(|value| value.name.wire == text) {
        return Ok(());
    }
    let near = crate::diag::nearest(text, values.values.iter().map(|value| value.name.wire.as_str()));
    Err(match near {
        Some(near) => format!("a value of {}, perhaps {near:?}", values.name.ident),
        None => format!("a value of {}", values.name.ident),
    })
}
