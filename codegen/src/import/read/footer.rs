//! What stands at the end of a page, and a heading that is none of it.

use super::texts;

/// A heading of Markdown.
pub(super) fn is_heading(text: &str) -> bool {
    let rest = text.trim_start().trim_start_matches('#');
    rest.len() < text.trim_start().len() && rest.starts_with([' ', '\u{3000}']) && !rest.trim().is_empty()
}

/// What a site writes below each of its pages: nothing that anybody must know who calls.
pub(super) fn is_footer(line: &str) -> bool {
    const WORDS: [&str; 16] = [
        "版权",
        "著作权",
        "作者",
        "打赏",
        "上一篇",
        "下一篇",
        "返回顶部",
        "在线测试",
        "点击查看",
        "点赞",
        "分享",
        "收藏",
        "关于我们",
        "copyright",
        "©",
        "备案",
    ];
    let lower = line.to_ascii_lowercase();
    let wordless = !line.chars().any(char::is_alphanumeric);
    let said = WORDS.iter().any(|word| lower.contains(word));
    wordless || said && !line.contains('|') && !is_heading(line) && texts::demand(line).is_none()
}
