//! What a description says that follows from the declared type of its row: keys of a map, kinds of files, where a value is sent, a time
//! that it shows.

use super::found::{Found, ask};
use super::kind_told;
use super::searched::Searched;
use crate::import::declared::{self, Kind};
use crate::traditional::simplified;
use crate::words::{FileType, Place};

/// Reads and asks about it. `place` is where the page puts the row already.
pub fn beside(text: &str, ty: &str, (sent, place): (bool, Option<Place>), found: &mut Found) {
    let text = &*simplified(text);
    let words = Searched::new(text);
    match declared::kind(ty) {
        // A type that says what its keys lead to says it all.
        Some(Kind::Container) if is_keyed(words) && declared::map_value(ty).is_none_or(str::is_empty) => {
            ask(found, "type");
        }
        Some(Kind::Container) if words.contains_any(&["结构同", "结构相同", "结构一致", "同上", "同父", "递归"]) =>
        {
            ask(found, "type");
        }
        Some(Kind::Bytes) if sent => {
            kinds(text, found);
            if is_sized(text) && found.max_bytes.is_none() {
                ask(found, "limits");
            }
        }
        Some(Kind::Date | Kind::Text | Kind::Int) if found.format.is_none() && shows_a_time(text) => {
            // In another form than those in which times are sent unless a form is said.
            ask(found, "type");
        }
        _ => {}
    }
    if sent && declared::kind(ty) == Some(Kind::Text) {
        found.joined = is_joined(words) && !found.parted && !found.may_list_values();
        let limited = words.contains_any(&["最大", "超过", "限", "以内", "之内", "小于", "大于"]);
        if limited && is_sized(text) && !found.asks("max_chars") {
            ask(found, "limits");
        }
        let word = found.default.as_deref().is_some_and(|default| default.eq_ignore_ascii_case("json"));
        if is_json(words) && !word || found.parted || found.fraction && !found.may_list_values() {
            // A text that holds JSON, a list or a number: a spec has types for them.
            ask(found, "type");
        }
    }
    if sent {
        std::mem::take(&mut found.of_requests).into_iter().for_each(|cue| ask(found, cue));
    }
    let listed = found.values.len() > 1;
    if !listed && kind_told::is_another(words, declared::kind(ty)) {
        ask(found, "type");
    }
    if sent && place.is_none() && is_placed(words) {
        ask(found, "place");
    }
}

/// `JSON 字符串`, `转成 json`: a structure in one text.
fn is_json(words: Searched<'_>) -> bool {
    words.contains_any(&["json", "JSON", "Json"])
}

/// `多个用逗号分隔`: a list of texts, whatever the type says.
fn is_joined(words: Searched<'_>) -> bool {
    const COMMAS: [&str; 10] = ["逗号", "','", "\",\"", "“,”", "用,", "以,", "用 ,", "以 ,", "用，", "comma"];
    const PARTED: [&str; 8] = ["分隔", "分割", "隔开", "间隔", "分开", "拼接", "separated", "delimited"];
    const OTHERS: [&str; 7] = ["中文逗号", "全角", "分号", "竖线", "冒号", "如果", "或者"];
    let comma = words.contains_any(&COMMAS) && words.contains_any(&PARTED);
    comma && !words.contains_any(&OTHERS)
}

/// `key为订单号`, `以订单号为键`: its members are data.
fn is_keyed(words: Searched<'_>) -> bool {
    const SAYS: [&str; 18] = [
        "key为",
        "key是",
        "key:",
        "key：",
        "key=",
        "key 为",
        "key 是",
        "为key",
        "为 key",
        "作为key",
        "做key",
        "键为",
        "键是",
        "为键",
        "作键",
        "键值对",
        "key-value",
        "key/value",
    ];
    let lower = words.text.to_ascii_lowercase();
    (words.contains("键") || lower.contains("key")) && SAYS.iter().any(|says| lower.contains(says))
}

/// `放在请求头中`, `header参数`: what it says of its place no column does.
fn is_placed(words: Searched<'_>) -> bool {
    const PUT: [&str; 8] = ["放在", "放入", "放到", "写在", "置于", "传在", "拼接", "携带在"];
    const WHERE: [&str; 8] = ["请求头", "header", "http头", "消息头", "url", "路径", "query", "cookie"];
    const NAMED: [&str; 8] =
        ["请求头参数", "header参数", "header 参数", "url参数", "query参数", "query 参数", "路径参数", "cookie参数"];
    if !words.contains_any(&["参数", "放", "写在", "置于", "传在", "拼接", "携带"]) {
        return false;
    }
    let lower = words.text.to_ascii_lowercase();
    let named = NAMED.iter().any(|named| lower.contains(named));
    // What is put there stands in the same clause.
    let clauses = lower.split([',', '，', '。', ';', '；']);
    let put =
        |clause: &str| PUT.iter().any(|put| clause.contains(put)) && WHERE.iter().any(|place| clause.contains(place));
    named || clauses.into_iter().any(put)
}

/// The kinds of files that may be sent: all of them are known, or a person is asked.
fn kinds(text: &str, found: &mut Found) {
    const OTHERS: [&str; 16] = [
        "svg", "tif", "tiff", "heic", "avi", "mov", "flv", "wmv", "mkv", "rar", "7z", "ppt", "pptx", "apk", "wav",
        "ico",
    ];
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let kind = |word: &str| FileType::from_word(if word == "jpeg" { "jpg" } else { word });
    let mut known: Vec<FileType> = Vec::new();
    for kind in words.iter().filter_map(|word| kind(word)) {
        if !known.contains(&kind) {
            known.push(kind);
        }
    }
    let others = words.iter().any(|word| OTHERS.contains(word));
    if known.is_empty() && !others {
        return;
    }
    let only = ["支持", "格式", "类型", "仅", "只", "限"].iter().any(|word| lower.contains(word));
    let open = ["不支持", "除", "等", "建议", "推荐", "如", "例"].iter().any(|word| lower.contains(word));
    if only && !open && !others {
        found.bounds.accept = known;
        found.review.retain(|cue| cue != "values" && !cue.contains("the text may list"));
        found.candidates.clear();
        found.values.clear();
    } else {
        ask(found, "values");
    }
}

/// `3MB`, `500K`, `2 MiB`, `5兆`: a number of bytes, of which nobody says whether a K is 1000 or 1024.
pub(super) fn is_sized(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    lower.char_indices().any(|(at, c)| {
        let behind = lower.get(at + c.len_utf8()..).unwrap_or_default().trim_start();
        let unit = ["kib", "mib", "gib", "kb", "mb", "gb", "k", "m", "g", "兆"]
            .iter()
            .find_map(|unit| behind.strip_prefix(unit));
        c.is_ascii_digit() && unit.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    })
}

/// `2026-01-02T03:04:05Z`, and behind a word for an example `20260102`: a time that it shows, in another form than the usual ones.
fn shows_a_time(text: &str) -> bool {
    const SHOWS: [&str; 8] = ["如", "例", "eg", "e.g", "示例", "样例", "形如", "格式"];
    let digits = |c: char| c.is_ascii_digit();
    let mut at = 0;
    while let Some(begin) = text.get(at..).and_then(|rest| rest.find(digits)).map(|found| at + found) {
        let rest = text.get(begin..).unwrap_or_default();
        let length =
            rest.find(|c: char| !(c.is_ascii_digit() || "-/.:TZ+年月日时分秒".contains(c))).unwrap_or(rest.len());
        let shown = rest.get(..length).unwrap_or_default().trim_end_matches(['.', ':', '/', '-']);
        let before = text.get(..begin).unwrap_or_default().trim_end_matches([':', '：', ' ', '为', '"', '“']);
        let told = SHOWS.iter().any(|word| before.ends_with(word));
        if is_stamped(shown) || told && is_of_another_form(shown) {
            return true;
        }
        at = begin + length.max(1);
    }
    false
}

/// A day, a `T` and a time of day.
fn is_stamped(shown: &str) -> bool {
    let parts = shown.split_once('T').filter(|(day, time)| day.len() == 10 && time.len() >= 5);
    parts.is_some_and(|(day, time)| is_year(day) && time.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text is a day, or a time of one, in another form than `2026-01-02 03:04:05` and its beginnings.
pub fn is_of_another_form(shown: &str) -> bool {
    let digits = shown.bytes().filter(u8::is_ascii_digit).count();
    let signs = shown.chars().all(|c| c.is_ascii_digit() || "-/.:TZ+ 年月日时分秒".contains(c));
    if !signs || !is_year(shown) {
        return false;
    }
    let all = digits == shown.len();
    let parted = || shown.chars().nth(4).is_some_and(|c| "-/.年".contains(c)) && (6..=21).contains(&digits);
    if all { matches!(digits, 8 | 14) && is_day(shown) } else { parted() && !is_usual(shown) }
}

/// Of a year in which there were programs.
fn is_year(text: &str) -> bool {
    text.get(..4).is_some_and(|year| matches!(year.parse::<u16>(), Ok(1970..=2099)))
}

/// `20260102..`
fn is_day(text: &str) -> bool {
    let number = |from: usize| text.get(from..from + 2).and_then(|digits| digits.parse::<u8>().ok()).unwrap_or(0);
    (1..=12).contains(&number(4)) && (1..=31).contains(&number(6))
}

/// `2026-01-02`, with a time of day or without.
fn is_usual(text: &str) -> bool {
    let form: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    ["0000-00-00", "0000-00-00 00:00", "0000-00-00 00:00:00"].contains(&form.as_str())
}
