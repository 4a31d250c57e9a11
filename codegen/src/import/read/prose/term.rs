//! The first words of a description.

use crate::import::read::cells;
use crate::traditional::simplified;

/// What begins a statement about a value, before the value or the number that it states.
const STATES: [&str; 20] = [
    "默认值",
    "默认",
    "缺省值",
    "缺省",
    "预设值",
    "预设",
    "最大长度",
    "最小长度",
    "长度不超过",
    "长度",
    "最长",
    "最短",
    "字数",
    "最大值",
    "最小值",
    "最多",
    "最少",
    "至多",
    "至少",
    "不超过",
];
/// What may stand between the two.
const JOINS: [&str; 10] = ["不超过", "限制", "为", "是", "传", ":", "：", "=", "\"", "“"];
/// What such a number counts, and what ends the value.
const COUNTS: [&str; 26] = [
    "个字符",
    "个字节",
    "个汉字",
    "个字",
    "字符",
    "字节",
    "汉字",
    "bytes",
    "byte",
    "以内",
    "\"",
    "”",
    "个",
    "位",
    "条",
    "项",
    "笔",
    "件",
    "页",
    "次",
    "元",
    "天",
    "秒",
    "分钟",
    "小时",
    "字",
];
/// What a number with a blank behind it may be of.
const MEASURES: &str = "个位条项笔件页次元天秒分小字";

/// The Chinese term of a row: that with which its description begins, without what is said there before the thing is named: a default,
/// a length, an answer, an address, a tag. Nothing where the description begins with a list of values, or names nothing.
#[must_use]
pub fn named(text: &str) -> String {
    let mut text = text;
    loop {
        let begun = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '<');
        let rest = tag(begun).or_else(|| address(begun)).or_else(|| statement(begun)).or_else(|| answer(begun));
        match rest {
            Some(rest) => text = rest,
            None => break,
        }
    }
    let said = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if lists(said) {
        return String::new();
    }
    let term = term(said);
    if answered(&term) {
        return String::new();
    }
    // A line that was broken off goes on with what it states.
    without_statement(&term).unwrap_or(&term).to_owned()
}

/// A term before what is stated behind it, where something is: `页数 默认值 20`.
fn without_statement(term: &str) -> Option<&str> {
    let ends = term.match_indices(' ').find(|(at, _)| {
        let behind = term.get(at + 1..).unwrap_or_default();
        statement(behind).is_some() || answered(behind)
    });
    ends.and_then(|(at, _)| term.get(..at))
}

/// What stands behind a tag of markup.
fn tag(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('<')?;
    let named = inside.strip_prefix('/').unwrap_or(inside).starts_with(|c: char| c.is_ascii_alphabetic());
    let (tag, rest) = inside.split_once('>')?;
    (named && !tag.contains('<') && cells::cjk_count(tag) == 0).then_some(rest)
}

/// What stands behind an address.
fn address(text: &str) -> Option<&str> {
    let rest = ["http://", "https://"].iter().find_map(|scheme| text.strip_prefix(scheme))?;
    Some(rest.trim_start_matches(|c: char| c.is_ascii_graphic()))
}

/// What stands behind `默认值 1,`, `最大长度:500个字节 `: a word for what is stated, the value, and nothing else of the clause.
fn statement(text: &str) -> Option<&str> {
    let simple = simplified(text);
    let mut rest = STATES.iter().find_map(|word| simple.strip_prefix(word))?;
    while let Some(behind) =
        JOINS.iter().find_map(|join| rest.strip_prefix(join)).or_else(|| rest.strip_prefix(char::is_whitespace))
    {
        rest = behind;
    }
    let value = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
    if value.len() == rest.len() {
        return None;
    }
    let value = if value.trim_start().is_empty() { "" } else { value };
    let mut counted = value.trim_start();
    while let Some(behind) = COUNTS.iter().find_map(|count| counted.strip_prefix(count)) {
        counted = behind;
    }
    let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
    let parted = value.starts_with(char::is_whitespace) && !value.trim_start().starts_with(|c| MEASURES.contains(c));
    let rest = if ends(counted) { counted } else { Some(value.trim_start()).filter(|_| parted)? };
    text.get(text.len() - rest.len()..)
}

/// What stands behind `必填,`.
fn answer(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(char::is_alphanumeric);
    let word = text.get(..text.len() - rest.len())?;
    let more = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    (answered(word) && !more.is_empty()).then_some(more)
}

/// Whether a word is an answer of a column, in Chinese.
fn answered(word: &str) -> bool {
    cells::cjk_count(word) > 1 && cells::required(word).is_some()
}

/// `1:待付款 2:已付款`, `Y-是`, `WAIT_PAY:待付款`: a code with its meaning is no name of the row.
fn lists(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let code = text.get(..text.len() - rest.len()).unwrap_or_default();
    let looks = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
        || code.len() == 1
        || code.contains('_') && !code.contains(|c: char| c.is_ascii_lowercase());
    let behind = rest.trim_start();
    let meaning = behind.trim_start_matches([':', '：', '-', '—', '=', '＝', '、', '→', ' ']);
    looks && meaning.len() < behind.len() && meaning.starts_with(cells::is_cjk)
}

/// The Chinese term a description begins with: a noun for a spec's `zh`, cut off before it becomes a sentence.
#[must_use]
pub fn term(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends = |c: char| {
        matches!(
            c,
            ',' | '，'
                | '.'
                | '。'
                | ';'
                | '；'
                | ':'
                | '：'
                | '('
                | '（'
                | ')'
                | '）'
                | '['
                | '【'
                | ']'
                | '】'
                | '<'
                | '"'
                | '“'
                | '”'
                | '…'
                | '\''
                | '|'
                | '!'
                | '！'
                | '?'
                | '？'
                | '、'
                | '/'
                | '\\'
                | '{'
                | '}'
                | '#'
                | '*'
                | '\n'
                | '\t'
        )
    };
    // The name of a sign of a page begins as a word does that joins two: `甲&乙`.
    let joins = |at: usize| text.get(at + 1..).is_some_and(|rest| rest.starts_with(cells::is_cjk));
    let end = text.char_indices().find(|(at, c)| ends(*c) || *c == '&' && !joins(*at)).map_or(text.len(), |(at, _)| at);
    let head: String = text.get(..end).unwrap_or(text).chars().take(16).collect();
    let listed =
        text.chars().nth(head.chars().count()).is_some_and(|c| matches!(c, ':' | '：' | '(' | '（' | '.' | '、'));
    let mut words: Vec<&str> = head.split_whitespace().collect();
    // `种类 1:自营`: the list begins.
    let code = |word: &&str| !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    if listed && words.len() > 1 && words.last().is_some_and(code) {
        words.pop();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_row_is_called_what_names_it() {
        for (text, wanted) in [
            ("仓库类型", "仓库类型"),
            ("默认值 1，仓库类型", "仓库类型"),
            ("默认值:1;仓库类型", "仓库类型"),
            ("默认 \"1\" 仓库类型", "仓库类型"),
            ("默认为 asc，排序", "排序"),
            ("預設 20，頁數", "頁數"),
            ("默认值 1", ""),
            ("默认地址", "默认地址"),
            ("默认仓库编号,默认 1", "默认仓库编号"),
            ("最大长度 20，仓库类型", "仓库类型"),
            ("最大长度:500个字节 甲乙", "甲乙"),
            ("最长20个字符,仓库类型", "仓库类型"),
            ("长度", "长度"),
            ("长度,单位:米", "长度"),
            ("最大价格", "最大价格"),
            ("最多 20 条,单号", "单号"),
            ("最多 20 条单号", "最多 20 条单号"),
            ("必填,默认值 1,种类", "种类"),
            ("必填", ""),
            ("页数 默认值 20", "页数"),
            ("页数 必填", "页数"),
            ("页数 默认每页", "页数 默认每页"),
            ("1:待付款 2:已付款", ""),
            ("1-联盟口令,2-主站口令。为空", ""),
            ("Y:是,N:否", ""),
            ("WAIT_PAY:待付款;PAID:已付款", ""),
            ("SKU:商品", "SKU"),
            ("1级类目", "1级类目"),
            ("3C 认证", "3C 认证"),
            ("http://x.com/doc 仓库类型", "仓库类型"),
            ("https://x.com/doc?a=b", ""),
            ("<p>状态</p>", "状态"),
            ("<p><b>状态</b> 1:甲", "状态"),
            ("", ""),
        ] {
            assert_eq!(named(text), wanted, "{text}");
        }
    }
}
