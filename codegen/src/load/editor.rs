//! What an editor shows beside the format itself: what words mean, how a key is written, and what the usual entries look like.

use super::keys::{Key, Need, Shape, Table};
use crate::json::Written;
use crate::words::{Charge, ChargedOn, Class, Effect, Needs, Period, Presence, Scope, Unit, WriteOutcome};

/// What each word of a list means, for the lists that people choose from.
pub(super) fn meanings(words: &[&str]) -> Option<Vec<&'static str>> {
    macro_rules! of {
        ($($list:ident),*) => {
            $(if words == $list::WORDS {
                return Some($list::WORDS.iter().filter_map(|word| $list::from_word(word)).map($list::sentence).collect());
            })*
        };
    }
    of!(Charge, ChargedOn, Class, Effect, Needs, Period, Presence, Scope, Unit, WriteOutcome);
    None
}

/// The one line about a key, what its words mean, and how it is written: Markdown.
pub(super) fn about(key: &Key) -> String {
    let mut text = key.doc.to_owned();
    let words = match &key.shape {
        Shape::Word(words) => Some(*words),
        Shape::Priced => Some(Charge::WORDS),
        _ => None,
    };
    if let Some(words) = words {
        let meanings = meanings(words);
        text.push_str("\n\n");
        for (at, word) in words.iter().enumerate() {
            let meaning = meanings.as_ref().and_then(|all| all.get(at)).map(|said| format!(": {said}"));
            text.push_str(&format!("- `{word}`{}\n", meaning.unwrap_or_default()));
        }
    }
    format!("{}\n\nExample: `{}: {}`", text.trim_end(), key.name, example(key.name, &key.shape, NESTED))
}

/// Maps in maps that an example spells out.
const NESTED: usize = 2;

/// A value, as specs write it.
fn example(name: &str, shape: &Shape, nested: usize) -> String {
    match shape {
        Shape::Line | Shape::Value => line(name).to_owned(),
        Shape::ErrorName => "TradeNotFound".into(),
        Shape::English => "\"What it is\"".into(),
        Shape::Chinese => "名称".into(),
        Shape::TypeName => "Trade".into(),
        Shape::AnyType | Shape::Type => "text".into(),
        Shape::Ident => ident(name).into(),
        Shape::Date => "2026-01-31".into(),
        Shape::Count => "20".into(),
        Shape::Bool => "true".into(),
        Shape::Word(words) => words.first().copied().unwrap_or_default().into(),
        Shape::Map(table) | Shape::Several(table) => map(table, nested),
        Shape::Each(table) => format!("{{some_name: {}}}", map(table, nested)),
        Shape::List(item) => format!("[{}]", example(name, item, nested)),
        Shape::Data => "{record: Trade}".into(),
        Shape::Pass => "tid".into(),
        Shape::Priced => "account_balance".into(),
        Shape::Review => "unit".into(),
    }
}

/// The keys that must be there.
fn map(table: &Table, nested: usize) -> String {
    let chosen = |key: &&Key| key.need == Need::Must || table.one_of.first().is_some_and(|first| *first == key.name);
    let keys: Vec<&Key> = table.keys.iter().filter(chosen).collect();
    let keys = if keys.is_empty() { table.keys.iter().take(1).collect() } else { keys };
    match nested.checked_sub(1) {
        None => "{..}".into(),
        Some(nested) => {
            let members = keys.iter().map(|key| format!("{}: {}", key.name, example(key.name, &key.shape, nested)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

fn ident(name: &str) -> &'static str {
    match name {
        "service" => "vvtool",
        "host" => "production",
        _ => "own_name",
    }
}

/// What such a key holds; a field, where it names one.
fn line(name: &str) -> &'static str {
    match name {
        "operation" => "erps/send",
        "token_operation" => "oauth/token",
        "doc" => "vvtool-erps-send",
        "path" => "/tool/erps/send",
        "url" => "https://api.example.com",
        "code" | "success_code" => "\"614\"",
        "sub_codes" | "sub_code" => "isv.trade-not-exist",
        "message" | "aliases" => "\"交易不存在\"",
        "note" => "\"Only together with is_split = 1\"",
        "note_zh" => "\"只能与 is_split = 1 一起使用\"",
        "why" => "\"Nobody sends it any more\"",
        "en" => "\"Correct the order number\"",
        "zh" => "核对订单号",
        "search" => "发货",
        "examples" => "send-ok.json",
        "value" | "default" | "example" | "equals" | "min" | "max" => "\"1\"",
        "pattern" => "\"[A-Z]{2}[0-9]+\"",
        "license" => "CC-BY-4.0",
        "header" => "Authorization",
        "format" => "\"yyyy-MM-dd HH:mm:ss\"",
        "at_most" => "1 day",
        "separator" => "\";\"",
        "assign" => "\"=\"",
        "colon" => "\":\"",
        "values" | "csv" => "\",\"",
        "from" => "old_name",
        "busy" => "\"20:00-22:00\"",
        "wrapper" => "order",
        "words" => "充值",
        "flag" | "ok" => "success",
        "number" => "page_no",
        "size" => "page_size",
        "total" => "total_results",
        "cursor" => "next_cursor",
        "has_next" => "has_next",
        "was" | "page" => "\"20\"",
        _ => "tid",
    }
}

/// What an editor offers where an entry of a list begins.
pub(super) fn snippet(table: &Table) -> Option<Written> {
    let (label, told, body) = match table.name {
        "Field" => {
            ("field", "A field", "{name: ${1:wire_name}, type: ${2:text}, en: \"${3:What it is}\", zh: ${4:名称}}")
        }
        "Value" => ("value", "A documented value", "{value: \"${1:1}\", en: \"${2:What it means}\", zh: ${3:名称}}"),
        "Error" => (
            "error",
            "A documented error",
            "name: ${1:TradeNotFound}\ncode: \"${2:614}\"\nmessage: \"${3:交易不存在}\"\nclass: ${4:fix_request}\n\
             write_outcome: ${5:not_executed}\nen: \"${6:The trade does not exist}\"\n\
             remedy: {en: \"${7:Correct the order number}\", zh: ${8:核对订单号}}",
        ),
        _ => return None,
    };
    let snippet = Written::map([("label", label.into()), ("description", told.into()), ("bodyText", body.into())]);
    Some(Written::List(vec![snippet]))
}
