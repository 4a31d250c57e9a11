//! A declared type, and words of the description that say another: `价格,分,整数` of a text, `字符串类型` of a number.

use super::searched::Searched;
use crate::import::declared::Kind;

/// What a clause of its own calls a text that holds a number, an answer, a list.
const NO_TEXT: [&str; 21] = [
    "整数",
    "正整数",
    "非负整数",
    "整型",
    "整数型",
    "整数类型",
    "数字",
    "数字类型",
    "数值",
    "数值类型",
    "数值型",
    "布尔",
    "布尔值",
    "布尔型",
    "布尔类型",
    "浮点数",
    "浮点型",
    "数组",
    "数组类型",
    "boolean",
    "integer",
];
/// And a number, an answer or a time that is none.
const NO_NUMBER: [&str; 12] = [
    "字符串",
    "字符串类型",
    "字符串格式",
    "字符型",
    "字符类型",
    "文本",
    "文本类型",
    "string类型",
    "string",
    "json格式",
    "json",
    "数组",
];
/// What may stand before them in their clause.
const BEFORE: [&str; 12] =
    ["仅支持", "只支持", "仅", "必须为", "必须是", "须为", "应为", "类型为", "类型是", "格式为", "为", "是"];

/// Whether a clause says another type than the one that is declared.
pub(super) fn is_another(words: Searched<'_>, kind: Option<Kind>) -> bool {
    let others: &[&str] = match kind {
        Some(Kind::Text) => &NO_TEXT,
        Some(Kind::Int | Kind::Decimal | Kind::Bool | Kind::Date) => &NO_NUMBER,
        _ => return false,
    };
    // No clause begins before one of these.
    if !words.contains_any(&["整", "数", "布尔", "浮点", "字符", "文本", "ool", "nteger", "tring", "json", "JSON"])
    {
        return false;
    }
    let signs = [',', '，', '。', ';', '；', '(', '（', ')', '）', '\n'];
    // The first of several names the field; behind a colon stands what a word is, or what a code means.
    let named = usize::from(words.text.contains(signs) || words.text.contains([':', '：']));
    let parts = words.text.split(signs).flat_map(|clause| match clause.split_once([':', '：']) {
        Some((code, _)) if code.trim().is_ascii() => [code, ""],
        Some((label, behind)) => [label, behind],
        None => [clause, ""],
    });
    parts.filter(|part| !part.is_empty()).skip(named).any(|clause| {
        let clause: String = clause.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
        let bare = BEFORE.iter().find_map(|word| clause.strip_prefix(word)).unwrap_or(&clause);
        others.contains(&clause.as_str()) || others.contains(&bare)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_of_its_own_says_the_type() {
        for (text, kind, wanted) in [
            ("零售价,单位分,整数", Kind::Text, true),
            ("操作人(仅支持数字类型)", Kind::Text, true),
            ("是否启用，布尔值", Kind::Text, true),
            ("编号,为数组", Kind::Text, true),
            ("数量,字符串类型", Kind::Int, true),
            ("扩展,JSON 格式", Kind::Int, true),
            ("数组形式的字符串,用;分割", Kind::Text, false),
            ("支持整数或小数", Kind::Text, false),
            ("整数", Kind::Text, true),
            ("JSON 格式", Kind::Int, true),
            ("类型,1:文本,2:图片", Kind::Int, false),
            ("类型:字符串", Kind::Int, true),
            ("数量,类型：字符串", Kind::Int, true),
            ("数量,整数", Kind::Int, false),
            ("名称,字符串", Kind::Text, false),
        ] {
            assert_eq!(is_another(Searched::new(text), Some(kind)), wanted, "{text}");
        }
    }
}
