//! Values that stand in a list without a word about each: `A、B 或 C`, `one of: a, b`, `[a|b|c]`, `enum(a,b)`, `0x01:成功 0x02:失败`.
//! Nothing is written of them, and a person is told which they are.

use regex::{Captures, Regex};

use super::bare_patterns::Bare;
use super::distinct::Distinct;
use super::items::{self, Listed};
use super::searched::Searched;
use super::unparsed::counts_on;
use crate::import::read::cells;

/// One of these stands in every list that is announced.
const ANNOUNCE: [&str; 18] = [
    "one of", "One of", "ither", "num(", "num:", "num[", "num：", "num ", "alues", "ptions", "hoices", "可选", "可取",
    "可传", "可填", "取值", "枚举", "选项",
];

/// Ends of names of fields, of which one is to be given.
const FIELDS: [&str; 8] = ["id", "no", "nick", "name", "key", "url", "code", "time"];

/// The codes of such a list; of a long text only of one that is announced.
pub(super) fn read(words: Searched<'_>, essay: bool, patterns: &Bare) -> Vec<String> {
    let text = words.text;
    if words.contains("0x") {
        let found = distinct(
            patterns
                .hex
                .iter()
                .flat_map(|hex| hex.captures_iter(text))
                .filter_map(|hit| hit.name("v"))
                .map(|hit| hit.as_str()),
        );
        if found.len() > 1 {
            return found;
        }
    }
    let readings: [(&Option<Regex>, &[&str], Believable); 3] = [
        (&patterns.announced, &ANNOUNCE, |_, codes| listed(codes)),
        (&patterns.barred, &["|"], |_, codes| listed(codes)),
        (&patterns.joined, &["或", " or ", " OR "], chosen),
    ];
    for (pattern, signs, believable) in readings.into_iter().take(if essay { 1 } else { 3 }) {
        let hits = pattern.iter().filter(|_| words.contains_any(signs)).flat_map(|pattern| pattern.captures_iter(text));
        let mut found =
            hits.map(|hit| (codes(&hit), hit)).filter(|(codes, hit)| codes.len() > 1 && believable(hit, codes));
        if let Some((codes, _)) = found.next() {
            return codes;
        }
    }
    if essay || text.contains(cells::is_cjk) { Vec::new() } else { foreign(text, patterns) }
}

fn codes(hit: &Captures<'_>) -> Vec<String> {
    let list = hit.name("l").map_or("", |list| list.as_str());
    let codes = list.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')));
    distinct(
        codes
            .map(|code| code.trim_end_matches('.'))
            .filter(|code| !code.is_empty() && !code.eq_ignore_ascii_case("or")),
    )
}

fn distinct<'t>(codes: impl Iterator<Item = &'t str>) -> Vec<String> {
    codes.collect::<Distinct>().codes()
}

/// Whether codes are those of a list.
type Believable = fn(&Captures<'_>, &[String]) -> bool;

fn listed(codes: &[String]) -> bool {
    !is_answer(codes) && !codes.iter().any(|code| is_form(code))
}

/// Yes and no are what a type says.
fn is_answer(codes: &[String]) -> bool {
    codes.iter().all(|code| ["true", "false"].iter().any(|answer| code.eq_ignore_ascii_case(answer)))
}

/// `yyyy-MM-dd`, `HH.mm`.
fn is_form(code: &str) -> bool {
    ["yyyy", "YYYY", "mm", "MM-", "HH"].iter().any(|part| code.contains(part))
}

/// Whether what is joined by a word for another choice are values, and neither fields of which one is given nor words of a sentence.
fn chosen(hit: &Captures<'_>, codes: &[String]) -> bool {
    let fields = codes.iter().any(|code| {
        let lower = code.to_ascii_lowercase();
        lower.len() > 2 && FIELDS.iter().any(|end| lower.ends_with(end))
    });
    let foreign = hit.name("j").is_some_and(|word| word.as_str().is_ascii());
    let sentence = foreign && hit.name("b").is_some_and(|before| before.as_str().starts_with(char::is_whitespace));
    let word = |code: &String| code.len() > 1 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    listed(codes) && !fields && !(sentence && codes.iter().any(word))
}

/// A list with glosses in another language: `1: open, 2: closed`.
fn foreign(text: &str, patterns: &Bare) -> Vec<String> {
    let codes = match items::items(text, patterns.item.as_ref()) {
        Listed::Uncertain(codes) => codes,
        Listed::Items(_) | Listed::Nothing => return Vec::new(),
    };
    let numbers = codes.iter().all(|code| code.parse::<i32>().is_ok()) && counts_on(&codes);
    let capitals =
        codes.iter().all(|code| code.len() > 1 && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'));
    if numbers || capitals { codes } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use crate::import::read::prose::{self, Patterns};

    /// What the text is taken for: its values, or those that a person is told, behind a question mark.
    fn told(text: &str, patterns: &Patterns) -> String {
        let found = prose::read(text, patterns);
        let taken: Vec<&str> = found.values.iter().map(|value| value.value.as_str()).collect();
        match prose::missed(&found.values, &found.candidates) {
            Some(_) => format!("? {}", found.candidates.join(" ")),
            None if found.review.iter().any(|cue| cue == "values") => "?".to_owned(),
            None => taken.join(" "),
        }
    }

    #[test]
    fn values_without_a_word_about_each_are_told() {
        let patterns = Patterns::default();
        for (list, codes) in [
            ("A或B", "A B"),
            ("A 或者 B", "A B"),
            ("A、B 或 C", "A B C"),
            ("A, B, 或C", "A B C"),
            ("1或2", "1 2"),
            ("1、2或3", "1 2 3"),
            ("A or B", "A B"),
            ("A, B or C", "A B C"),
            ("one of: red, green, blue", "red green blue"),
            ("one of red, green or blue", "red green blue"),
            ("One of [red, green]", "red green"),
            ("可选: a/b", "a b"),
            ("可选值:a、b、c", "a b c"),
            ("可选值(a,b,c)", "a b c"),
            ("取值:a或b", "a b"),
            ("枚举:A|B", "A B"),
            ("enum(a,b,c)", "a b c"),
            ("enum: a, b", "a b"),
            ("Enum[A, B]", "A B"),
            ("[a|b|c]", "a b c"),
            ("(a|b)", "a b"),
            ("a|b|c", "a b c"),
            ("allowed values: x, y", "x y"),
            ("values: \"x\", \"y\"", "x y"),
            ("0x01:成功 0x02:失败", "0x01 0x02"),
            ("0x01 成功,0x02 失败", "0x01 0x02"),
            ("0x0A-成功;0x0B-失败", "0x0A 0x0B"),
            ("0x1(成功)、0x2(失败)", "0x1 0x2"),
        ] {
            for (lead, tail) in [
                ("", ""),
                ("种类,", ""),
                ("种类:", ""),
                ("", ",默认A"),
                ("", "。为空时B"),
                ("默认A,", ""),
                ("为空时为B。", ""),
            ] {
                let text = format!("{lead}{list}{tail}");
                let said = told(&text, &patterns);
                let all = codes.split(' ').all(|code| said.split(' ').any(|told| told == code));
                assert!(said.starts_with('?') && all, "{text}: {said}");
            }
        }
    }

    #[test]
    fn a_code_that_stands_twice_with_other_words_is_told() {
        let patterns = Patterns::default();
        for text in [
            "1:成功,2:失败,1:处理中",
            "1:成功 2:失败 1:处理中",
            "1-成功;2-失败;2-关闭",
            "A(成功),B(失败),A(关闭)",
            "1=成功,2=失败,3=关闭,2=退回",
            "1表示成功,2表示失败,1表示关闭",
        ] {
            assert!(told(text, &patterns).starts_with('?'), "{text}: {}", told(text, &patterns));
        }
        for text in ["1:成功,2:失败", "1:成功,2:失败,1:成功"] {
            assert_eq!(told(text, &patterns), "1 2", "{text}");
        }
    }

    #[test]
    fn glosses_in_another_language_hide_no_list() {
        let patterns = Patterns::default();
        for text in ["1: open, 2: closed", "0 - new; 1 - used; 2 - broken", "NEW: a new one, OLD: an old one"] {
            assert!(told(text, &patterns).starts_with('?'), "{text}: {}", told(text, &patterns));
        }
    }

    #[test]
    fn values_beside_a_list_are_none_of_it() {
        let patterns = Patterns::default();
        for (text, wanted) in [
            ("1:甲,2:乙,默认1", "1 2"),
            ("A:甲,B:乙,默认A", "A B"),
            ("1:甲 2:乙 3:丙,为空时2", "1 2 3"),
            ("默认1,1:甲,2:乙", "1 2"),
            ("1:甲,2:乙。可选:1/2/3", "? 1 2 3"),
            ("1:甲,2:乙。1或2", "1 2"),
        ] {
            assert_eq!(told(text, &patterns), wanted, "{text}");
        }
    }

    #[test]
    fn fields_of_which_one_is_given_and_words_of_a_sentence_are_no_values() {
        let patterns = Patterns::default();
        for text in [
            "tid或oid",
            "订单号,num_iid 或 outer_id",
            "CDC或者RDC类型",
            "the nick of the seller or buyer",
            "true或false",
            "格式 yyyy-MM-dd 或 yyyyMMdd",
            "最近3天或7天内",
            "JSON or XML text of the order",
            "http://a.example.com/x?a=1|2",
        ] {
            assert_eq!(told(text, &patterns), "", "{text}");
        }
    }
}
