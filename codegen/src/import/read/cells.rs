//! What one cell of a table looks like: a name, a type, a yes or no, prose.

use crate::import::declared::{is_object_type, is_scalar_type};

/// Anything that can stand in a type column.
#[must_use]
pub fn is_type(cell: &str) -> bool {
    is_scalar_type(cell) || is_object_type(cell)
}

/// A wire name: ASCII letters, digits, `_ . - $`, no blank, and at least one letter.
#[must_use]
pub fn is_name(cell: &str) -> bool {
    !cell.is_empty()
        && cell.len() <= 120
        && cell.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b'$'))
        && cell.bytes().any(|b| b.is_ascii_alphabetic())
        && !cell.starts_with(['.', '-'])
}

/// The name in a cell that marks it up: `` `out_sid` ``, `out_sid*`, `out_sid(必填)`, one with invisible characters.
#[must_use]
pub fn marked_name(cell: &str) -> Option<String> {
    let seen: String =
        cell.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')).collect();
    let bare = seen.split(['(', '（']).next().unwrap_or_default();
    let bare = bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '`' | '★' | '"' | '\''));
    is_name(bare).then(|| bare.to_owned())
}

/// The type before a length: `String(32)` is `String`.
#[must_use]
pub fn sized_type(cell: &str) -> Option<&str> {
    let (base, _) = cell.split_once(['(', '（'])?;
    Some(base.trim()).filter(|base| is_scalar_type(base))
}

/// The answer of a required column, in all the ways it is written.
#[must_use]
pub fn required(cell: &str) -> Option<bool> {
    match cell.trim().to_ascii_lowercase().as_str() {
        "是" | "true" | "必填" | "必须" | "必选" | "必需" | "y" | "yes" => Some(true),
        "否" | "false" | "可选" | "选填" | "非必填" | "非必须" | "不必须" | "n" | "no" => Some(false),
        _ => None,
    }
}

/// A column title of a table.
#[must_use]
pub fn is_column_title(cell: &str) -> bool {
    matches!(
        cell.trim().to_ascii_lowercase().as_str(),
        "name"
            | "parameter"
            | "param"
            | "field"
            | "type"
            | "required"
            | "mandatory"
            | "example"
            | "value"
            | "default"
            | "description"
            | "desc"
            | "remark"
            | "remarks"
            | "code"
            | "error code"
            | "message"
            | "solution"
            | "参数"
            | "参数名"
            | "参数名称"
            | "名称"
            | "字段"
            | "字段名"
            | "类型"
            | "数据类型"
            | "必选"
            | "必填"
            | "是否必填"
            | "是否必须"
            | "必须"
            | "值"
            | "示例"
            | "示例值"
            | "描述"
            | "说明"
            | "备注"
            | "默认值"
            | "更多限制"
            | "代码"
            | "错误码"
            | "代码描述"
            | "错误描述"
            | "解决方案"
            | "返回码"
    )
}

/// CJK ideographs and full-width marks.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{303f}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// How many CJK characters a text has.
#[must_use]
pub fn cjk_count(text: &str) -> usize {
    text.chars().filter(|c| is_cjk(*c)).count()
}

/// An error code: `614`, `isv.trade-not-exist:tid`, `noFoundOrder`.
#[must_use]
pub fn is_error_code(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty()
        && cell.len() <= 120
        && cell
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-' | b':' | b'#' | b'/' | b'$'))
}
