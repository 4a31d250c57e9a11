//! What stands in brackets behind the words of a heading, or of a title of columns: `响应参数(仅 VIP 返回)`. It is said of all that stands
//! below, and no key of a row says it.

use super::raw_page::RawPage;
use super::{headings, titles};
use crate::import::document::short;

/// Opening and closing brackets.
const BRACKETS: [(char, char); 9] = [
    ('(', ')'),
    ('（', '）'),
    ('[', ']'),
    ('【', '】'),
    ('〔', '〕'),
    ('<', '>'),
    ('《', '》'),
    ('「', '」'),
    ('［', '］'),
];
/// Words in brackets that say nothing of a row, beside those that headings are made of.
const PLAIN: [&str; 55] = [
    "br",
    "hr",
    "utf",
    "charset",
    "application",
    "text",
    "展开",
    "error",
    "errors",
    "code",
    "codes",
    "必读",
    "必看",
    "重要",
    "注意",
    "新",
    "新版",
    "最新",
    "续",
    "中文",
    "英文",
    "http",
    "https",
    "get",
    "post",
    "put",
    "delete",
    "utf8",
    "java",
    "php",
    "python",
    "curl",
    "net",
    "c",
    "go",
    "nodejs",
    "js",
    "javascript",
    "in",
    "the",
    "of",
    "to",
    "new",
    "array",
    "object",
    "string",
    "单个",
    "多个",
    "共",
    "个",
    "项",
    "条",
    "标准",
    "普通",
    "必需",
];
/// Answers, as titles of columns list them.
const ANSWERS: [&str; 14] = ["y", "n", "yes", "no", "true", "false", "是", "否", "m", "o", "r", "必填", "选填", "可选"];
/// Signs of code, which is no heading.
const CODE: [char; 9] = ['{', '}', '=', ';', '"', '\'', '$', '\\', '|'];

/// The text of a heading outside its brackets, and what stands in them.
struct Parted {
    outside: String,
    inside: Vec<String>,
}

fn parted(line: &str) -> Parted {
    let line = unwrapped(line.trim().trim_start_matches(['#', '*', ' ']).trim_end_matches(['*', ' ']));
    let (mut outside, mut inside) = (String::new(), Vec::new());
    let (mut open, mut text) = (Vec::new(), String::new());
    for c in line.chars() {
        let closes = open.last() == Some(&c);
        if closes {
            open.pop();
        }
        if closes && open.is_empty() {
            let said = std::mem::take(&mut text);
            // The heading itself: `【响应参数】(需申请权限)`.
            if outside.trim().is_empty() && headings::is_of_words(&said) {
                outside = said;
            } else {
                inside.push(said);
            }
        } else if let Some((_, closing)) = BRACKETS.iter().find(|(opening, _)| *opening == c) {
            if !open.is_empty() {
                text.push(c);
            }
            open.push(*closing);
        } else if open.is_empty() {
            outside.push(c);
        } else {
            text.push(c);
        }
    }
    if !text.is_empty() {
        inside.push(text);
    }
    Parted { outside: outside.trim().trim_end_matches([':', '：', ' ']).to_owned(), inside }
}

/// A heading without the brackets around all of it: `【请求参数】`.
fn unwrapped(line: &str) -> &str {
    let text = line.trim_end_matches([':', '：', ' ']);
    BRACKETS
        .iter()
        .find_map(|(opens, closes)| {
            let inside = text.strip_prefix(*opens)?.strip_suffix(*closes)?;
            (!inside.contains([*opens, *closes])).then_some(inside)
        })
        .unwrap_or(line)
}

/// The words of a heading without those in brackets; None where it has none, or the name of something.
pub(super) fn without(line: &str) -> Option<String> {
    let parted = parted(line);
    let worded = |text: &String| !text.contains(CODE) && (says(text) || is_linked(text) || parts(text).all(is_plain));
    let all = !parted.inside.is_empty() && parted.inside.iter().all(worded);
    (all && !parted.outside.is_empty()).then_some(parted.outside)
}

/// The words of a heading outside its brackets, with the places that stand in them: whatever it says there, below it stands what it says
/// outside.
pub(super) fn outside(line: &str) -> Option<String> {
    const SAMPLE: [char; 6] = ['{', '}', '"', '\'', '$', '\\'];
    let parted = parted(line);
    if parted.inside.is_empty() || parted.outside.is_empty() || parted.inside.iter().any(|text| text.contains(SAMPLE)) {
        return None;
    }
    let places = parted.inside.iter().flat_map(|text| parts(text)).filter(|part| headings::place_of(part).is_some());
    Some(places.fold(parted.outside.clone(), |heading, place| format!("{heading} {place}")))
}

/// Whether somebody must look at what a heading has in its brackets: it says more than what stands below it, or names a part of it.
pub(super) fn asks(heading: &str) -> bool {
    let worded = |text: &String| {
        let text = text.trim();
        let plain = !text.contains('=') && headings::is_of_words(text)
            || parts(text).all(|part| part.len() < 2 || is_plain(part));
        text.contains(char::is_alphabetic) && !is_linked(text) && !plain
    };
    parted(heading).inside.iter().any(worded)
}

/// Whether a heading says more in its brackets than what stands below it.
pub(super) fn is_in(heading: &str) -> bool {
    parted(heading).inside.iter().any(|inside| says(inside))
}

/// Leaves to a person what the titles of a table say in brackets: it holds for all cells below.
pub(super) fn tell(number: usize, titles: &[String], page: &mut RawPage) {
    let said: Vec<&String> = titles.iter().filter(|title| is_in_title(title)).collect();
    if said.is_empty() {
        return;
    }
    let why = "titles of columns say of all cells below what no cell says".to_owned();
    page.ask("prose", (number, why), said.into_iter().map(|title| short(title)));
}

/// Whether a title of columns says more in brackets than what its cells are.
fn is_in_title(title: &str) -> bool {
    let parted = parted(title);
    let listed = |text: &str| {
        let word = |word: &str| {
            let word = word.to_ascii_lowercase();
            ANSWERS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit())
        };
        text.split(|c: char| !c.is_alphanumeric()).all(word)
    };
    // What is no title without its brackets is asked about as one that nobody knows.
    let known = titles::is_title(&parted.outside);
    known && parted.inside.iter().any(|text| says(text) && !titles::is_title(text) && !listed(text))
}

/// Whether what stands in brackets is a remark: words, and neither those of headings nor a name.
fn says(text: &str) -> bool {
    let text = text.trim();
    let worded = !text.is_ascii() || text.contains(char::is_whitespace) && text.contains(char::is_alphabetic);
    worded && !is_linked(text) && !parts(text).all(is_plain)
}

/// An anchor, or where a link leads.
fn is_linked(text: &str) -> bool {
    text.starts_with('#') || text.contains("://")
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.trim().split([' ', '/', ',', '，', '、', '+', '-', ':', '：', ';'])
}

fn is_plain(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let word = word.strip_prefix("charset=").unwrap_or(&word);
    let counted = word.trim_matches(|c: char| c.is_numeric() || matches!(c, '共' | '个' | '项' | '条' | '.' | 'v'));
    counted.is_empty()
        || PLAIN.contains(&word)
        || headings::is_of_words(word)
        || counted.chars().all(|c| "一二三四五六七八九十".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{is_in, is_in_title, without};

    #[test]
    fn brackets_of_a_heading_say_something_or_nothing() {
        for (line, bare) in [
            ("响应参数(仅 VIP 返回)", "响应参数"),
            ("请求参数（2026-03-01 起生效）", "请求参数"),
            ("### 错误码(仅供参考)", "错误码"),
            ("【响应参数】(需申请权限)", "响应参数"),
            ("返回参数【测试环境】：", "返回参数"),
            ("(退货时)请求参数", "请求参数"),
            ("Response Parameters (VIP only)", "Response Parameters"),
            ("請求參數（僅供參考）", "請求參數"),
            ("请求参数(全部必填", "请求参数"),
        ] {
            assert_eq!(without(line).as_deref(), Some(bare), "{line}");
            assert!(is_in(line), "{line}");
        }
        for line in [
            "请求参数(Body)",
            "响应参数 (Response)",
            "请求参数（必读）",
            "返回数据(JSON)",
            "Body 参数（application/json）",
            "【請求參數】",
            "响应参数(data.list)",
            "[响应参数](#resp)",
            "请求参数(共 12 个)",
            "请求示例(Java)",
            "请求参数(POST)",
            "返回示例(XML)",
            "二、请求参数",
        ] {
            assert!(!is_in(line), "{line}");
        }
        for (line, bare) in [
            ("错误码（必读）", Some("错误码")),
            ("响应参数(trade.orders)", None),
            ("[响应参数](#a-b)", Some("响应参数")),
            ("请求参数", None),
            ("response({a: 1})", None),
        ] {
            assert_eq!(without(line).as_deref(), bare, "{line}");
        }
        for title in ["描述(单位:分)", "必填(退货时)", "示例值（仅供参考）", "名称(区分大小写)"]
        {
            assert!(is_in_title(title), "{title}");
        }
        for title in ["必填(Y/N)", "是否必填(是/否)", "名称(Name)", "类型(长度)", "必填(1 是 0 否)", "甲乙(仅退货)"]
        {
            assert!(!is_in_title(title), "{title}");
        }
    }
}
