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
pub(super) fn about(table: &Table, key: &Key) -> String {
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
    format!("{}\n\nExample: `{}: {}`", text.trim_end(), key.name, example(table.name, key.name, &key.shape))
}

/// A value, as specs write it.
pub(super) fn example(table: &str, name: &str, shape: &Shape) -> String {
    match shape {
        Shape::Line | Shape::Value => line(table, name).to_owned(),
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
        Shape::Map(table) | Shape::Several(table) => map(table),
        Shape::Each(table) => format!("{{some_name: {}}}", map(table)),
        Shape::List(item) => format!("[{}]", example(table, name, item)),
        Shape::Data => "{record: Trade}".into(),
        Shape::Pass => "tid".into(),
        Shape::Priced => "account_balance".into(),
        Shape::Review => "unit".into(),
    }
}

/// The keys that must be there, or the first one. A digest without the secret would be refused.
fn map(table: &Table) -> String {
    let chosen = |key: &&Key| key.need == Need::Must || table.one_of.first().is_some_and(|first| *first == key.name);
    let keys: Vec<&Key> = table.keys.iter().filter(chosen).collect();
    let first = |key: &&Key| table.name != "Way" || key.name == "around";
    let keys = if keys.is_empty() { table.keys.iter().filter(first).take(1).collect() } else { keys };
    let members = keys.iter().map(|key| format!("{}: {}", key.name, example(table.name, key.name, &key.shape)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
}

fn ident(name: &str) -> &'static str {
    match name {
        "service" => "vvtool",
        "host" => "production",
        _ => "own_name",
    }
}

/// What such a key holds; a field, where it names one.
fn line(table: &str, name: &str) -> &'static str {
    match (table, name) {
        ("Items", "code") => return "error_code",
        ("Items", "message") => return "error_msg",
        ("Confirm", "code") => return "result.code",
        ("Confirm", "message") => return "result.message",
        ("Sign", "name") => return "sign",
        ("Sign", "each") => return "\"{name}={value}&\"",
        ("Way", "around") => return "\"{text}{secret}\"",
        ("Common", "name") => return "app_key",
        ("Common", "value") => return "\"2.0\"",
        ("Common", "zone") => return "\"+08:00\"",
        ("Rule", "from") => return "start_time",
        ("Rule", "to") => return "end_time",
        _ => {}
    }
    match name {
        "datetime" => "\"yyyyMMddHHmmss\"",
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

#[cfg(test)]
mod tests {
    use super::super::format::{FILES, RawData, RawPassMap, RawPrice, RawReviewChange, RawTypeMap};
    use super::super::{shape, yaml};
    use super::*;
    use crate::model::time_form::TimeForm;

    /// All tables that lead from these, each once.
    fn below(table: &'static Table, all: &mut Vec<&'static Table>) {
        if all.iter().any(|each| each.name == table.name) {
            return;
        }
        all.push(table);
        for key in table.keys {
            let mut shape = &key.shape;
            while let Shape::List(item) = shape {
                shape = item;
            }
            if let Shape::Map(table) | Shape::Each(table) | Shape::Several(table) = shape {
                below(table, all);
            }
        }
    }

    #[test]
    fn every_example_is_one_that_the_loader_takes() {
        let mut tables = Vec::new();
        let others = [RawTypeMap::TABLE, RawData::TABLE, RawPassMap::TABLE, RawPrice::TABLE, RawReviewChange::TABLE];
        FILES.iter().copied().chain(others).for_each(|table| below(table, &mut tables));
        let mut tried = 0;
        for (table, key) in tables.iter().flat_map(|table| table.keys.iter().map(move |key| (table, key))) {
            let text = format!("{}: {}", key.name, example(table.name, key.name, &key.shape));
            let node =
                yaml::parse(0, &text).unwrap_or_else(|found| panic!("{}: {text}: {}", table.name, found.message));
            let yaml::Kind::Map(pairs) = &node.kind else { panic!("{text}") };
            let mut found = Vec::new();
            shape::value(&pairs[0].1, &key.shape, key.name, &mut found);
            let found: Vec<_> = found.iter().map(|each| each.message.as_str()).collect();
            assert!(found.is_empty() && !text.contains("{..}"), "{}: {text}: {found:?}", table.name);
            tried += 1;
        }
        assert!(tried > 200, "{tried}");
        // What is more than a word.
        for (table, name) in [("Format", "datetime"), ("Common", "format")] {
            let form = line(table, name).trim_matches('"');
            assert!(TimeForm::of(form).is_ok(), "{table} {name}: {form}");
        }
        assert!(crate::model::seconds(line("Rule", "at_most")).is_some());
        for (table, name) in [("Items", "code"), ("Items", "message"), ("Confirm", "code"), ("Confirm", "message")] {
            assert!(line(table, name).bytes().all(|byte| byte.is_ascii_lowercase() || b"_.".contains(&byte)), "{name}");
        }
    }
}
