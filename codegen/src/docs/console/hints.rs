//! What a field takes, as the server checks it.

use crate::html::Html;
use crate::model::api::{Field, Operation, Style, Type};

/// In both languages.
pub(super) fn hint(operation: &Operation, field: &Field) -> Html {
    let mut html = Html::new();
    let mut say = |en: &str, zh: &str| {
        html.two(en, zh).put(" ");
    };
    let (en, zh) = takes(operation, field);
    say(&en, &zh);
    if field.required {
        say("Blank counts as missing.", "空白视为缺失。");
    }
    if let Some(most) = field.max_chars {
        say(&format!("At most {most} characters."), &format!("最多 {most} 个字符。"));
    }
    let bounds = &field.bounds;
    for (en, zh) in bounds.counted() {
        say(&format!("{}.", en.replacen("at ", "At ", 1)), &format!("{zh}。"));
    }
    if let Some(pattern) = &bounds.pattern {
        say(&format!("Matches `{pattern}`."), &format!("格式 `{pattern}`。"));
    }
    if let Some(example) = field.example.as_ref().filter(|example| !field.secret && !example.is_empty()) {
        html.two("e.g.", "例").put(" ").code(example);
    }
    html
}

fn takes(operation: &Operation, field: &Field) -> (String, String) {
    let fixed = |en: &str, zh: &str| (en.to_owned(), zh.to_owned());
    match &field.ty {
        Type::Text | Type::Id(_) | Type::Grammar(_) => fixed("Text.", "文本。"),
        Type::Int => fixed("A whole number.", "整数。"),
        Type::Decimal | Type::Money(_) => fixed("A decimal number.", "小数。"),
        Type::Bool => fixed("`true` or `false`.", "`true` 或 `false`。"),
        Type::Flag01 => fixed("`0` or `1`.", "`0` 或 `1`。"),
        Type::DateTime(Some(form)) => {
            let (en, zh) = form.in_words();
            (format!("A date or time: {en}."), format!("日期或时间：{zh}。"))
        }
        Type::DateTime(None) => fixed(
            "A date or time in a documented form: `2006-01-02 15:04:05`, `2006-01-02 15:04`, `2006-01-02`, `20060102`, `15:04`.",
            "文档所列写法的日期或时间：`2006-01-02 15:04:05`、`2006-01-02 15:04`、`2006-01-02`、`20060102`、`15:04`。",
        ),
        Type::Json => fixed("JSON.", "JSON。"),
        Type::File if field.required => {
            fixed("A file; with none chosen a few bytes are sent as one.", "文件；未选择时发送几个字节作为示例。")
        }
        Type::File => fixed("A file.", "文件。"),
        Type::Record(_) => fixed("A JSON object.", "JSON 对象。"),
        Type::List { .. } | Type::Map { .. } => fixed("A JSON list of objects.", "JSON 对象列表。"),
        Type::Values { .. } if field.style == Some(Style::Comma) => joined(),
        Type::Values { .. } => fixed("A JSON list of values.", "JSON 值列表。"),
        Type::Csv(item) => match &**item {
            Type::Enum(name) => listed(operation, &name.ident, field, joined()),
            _ => joined(),
        },
        Type::Select { record, .. } => (
            format!("Names of fields of {}, joined by commas, without empty entries.", record.wire),
            format!("{} 的字段名，逗号分隔，不能有空项。", record.wire),
        ),
        Type::Enum(name) => listed(operation, &name.ident, field, (String::new(), String::new())),
    }
}

fn joined() -> (String, String) {
    ("Values joined by commas, without empty entries.".to_owned(), "多个值以逗号分隔，不能有空项。".to_owned())
}

/// The documented values; longer lists stand further down on the page.
fn listed(operation: &Operation, ident: &str, field: &Field, (en, zh): (String, String)) -> (String, String) {
    const SHOWN: usize = 8;
    let list = operation.enums.iter().find(|list| list.name.ident == ident);
    let values: Vec<_> =
        list.into_iter().flat_map(|list| &list.values).map(|value| format!("`{}`", value.name.wire)).collect();
    let shown = values.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>();
    let more = if values.len() > SHOWN { " …" } else { "" };
    let (others, others_zh) = match field.documented_only {
        true => ("Others are refused.", "其他值会被拒绝。"),
        false => ("Others are let pass and noted.", "其他值会放行并记录。"),
    };
    let line = |before: &str, head: &str, between: &str, others: &str| {
        format!("{before} {head}{}{more} {others}", shown.join(between)).trim().to_owned()
    };
    (line(&en, "Documented: ", ", ", others), line(&zh, "文档取值：", "、", others_zh))
}
