//! Lines of an error table that have no bars: `614:甲`, `617(甲)`, `错误 618:甲`, `{"code": 615, "msg": "甲"}`.

use serde_json::Value;

use super::cells;

/// Parts a code from its message, and may as well part the message from what to do.
const SIGNS: [char; 18] =
    [':', '：', '=', '-', '—', '–', '、', ',', '，', ';', '；', '/', '→', '>', ' ', '\t', '.', '"'];
/// Stand around a code or a message.
const OPEN: [char; 14] = ['(', '（', '[', '【', '{', '<', '《', '「', '"', '“', '\'', '‘', '`', '*'];
const CLOSE: [char; 14] = [')', '）', ']', '】', '}', '>', '》', '」', '"', '”', '\'', '’', '`', '*'];
/// Words before a code that say what it is, in lower case and the longer ones first.
const LEADS: [&str; 14] = [
    "错误代码",
    "返回代码",
    "响应代码",
    "错误码",
    "返回码",
    "状态码",
    "响应码",
    "异常码",
    "代码",
    "错误",
    "errcode",
    "error code",
    "error",
    "code",
];
/// Members of an object that hold a code, and its message.
const CODES: [&str; 7] = ["code", "errcode", "errCode", "err_code", "error_code", "errorCode", "status"];
const MESSAGES: [&str; 9] =
    ["msg", "message", "errmsg", "errMsg", "err_msg", "error_msg", "errorMsg", "error_message", "errorMessage"];
/// Behind a number that counts something, and is no code.
const COUNTED: [&str; 14] = ["年", "月", "日", "天", "次", "秒", "分", "小时", "个", "条", "元", "点", "毫秒", "%"];

/// An error that such a line names.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Coded {
    pub(super) code: String,
    pub(super) message: String,
    /// What to do may stand behind the message, and nothing shows where it begins.
    pub(super) doubtful: bool,
}

/// The error that a line names where its code begins it, in whatever signs and brackets.
pub(super) fn read(text: &str) -> Option<Coded> {
    let text = text.trim();
    if let Some(coded) = object(text) {
        return Some(coded);
    }
    let (code, behind) = beginning(text)?;
    let message = behind.trim_start_matches(|c| SIGNS.contains(&c) || OPEN.contains(&c) || CLOSE.contains(&c));
    let parted = behind.get(..behind.len() - message.len()).filter(|parted| !parted.is_empty())?;
    let message =
        if parted.contains(OPEN) { message.trim_end_matches([',', ';']).trim_end_matches(CLOSE) } else { message };
    // `2024-01-01` is a day.
    let told = cells::cjk_count(message) > 1 && !message.starts_with(|c: char| c.is_ascii_digit());
    let doubtful = message.trim_end_matches(['.', ' ']).contains([&SIGNS[..], &OPEN[..]].concat().as_slice());
    (told && (code.len() > 1 || code == "0")).then(|| Coded {
        code: code.to_owned(),
        message: message.to_owned(),
        doubtful,
    })
}

/// The digits with which a line begins, behind signs and words for a code, and what stands behind them.
fn beginning(text: &str) -> Option<(&str, &str)> {
    let bare = |text: &'_ str| -> usize {
        text.trim_start_matches(|c| SIGNS.contains(&c) || OPEN.contains(&c) || c == '•' || c == '·').len()
    };
    let skip = |text: &'_ str| text.len() - bare(text);
    let mut rest = text.get(skip(text)..)?;
    let led = LEADS.iter().find(|lead| rest.get(..lead.len()).is_some_and(|word| word.eq_ignore_ascii_case(lead)));
    if let Some(lead) = led {
        rest = rest.get(lead.len()..)?;
        rest = rest.get(skip(rest)..)?;
    }
    let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let code = rest.get(..rest.len() - behind.len()).filter(|code| !code.is_empty())?;
    Some((code, behind))
}

/// `{"code": 615, "msg": "甲"}`, one of a list of them too.
fn object(text: &str) -> Option<Coded> {
    let bare = text.trim_start_matches(['-', '*', '[', ' ']).trim_end_matches([',', ';', ']', ' ']);
    let value: Value = bare.starts_with('{').then(|| serde_json::from_str(bare).ok())??;
    let code = CODES.iter().find_map(|key| value.get(*key))?;
    let code = code.as_str().map_or_else(|| code.to_string(), |code| code.trim().to_owned());
    let (key, message) = MESSAGES.iter().find_map(|key| Some((*key, value.get(*key)?.as_str()?.trim())))?;
    // What is called so a sample may have of a buyer: it was taken out.
    let doubtful = key == "message";
    let whole = cells::is_error_code(&code) && !message.is_empty();
    whole.then(|| Coded { code, message: message.to_owned(), doubtful })
}

/// Whether a line that names no error for sure may hold the code of one beside words of its own; `inside` says that errors stand below it,
/// where no page writes what it writes below everything.
pub(super) fn may_hold_code(text: &str, inside: bool) -> bool {
    if cells::cjk_count(text) == 0 {
        return false;
    }
    // A name in letters of this language: `isv.no-shop 甲`, `noFoundOrder:甲`.
    let word = text.trim_start_matches(|c| SIGNS.contains(&c) || OPEN.contains(&c));
    let word: &str = word.split(|c: char| !c.is_ascii_graphic() || SIGNS[..5].contains(&c)).next().unwrap_or_default();
    let named = word.len() > 3 && cells::is_error_code(word) && word.bytes().any(|b| b.is_ascii_alphabetic());
    let joined = word.contains(['.', '_']) || word.bytes().skip(1).any(|b| b.is_ascii_uppercase());
    beginning(text).is_some() || named && (inside || joined) || numbers(text).any(|len| (2..=8).contains(&len))
}

/// How many digits each number has that counts nothing.
fn numbers(text: &str) -> impl Iterator<Item = usize> + '_ {
    let begins = |at: usize| !text.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
    text.char_indices().filter(move |(at, c)| c.is_ascii_digit() && begins(*at)).filter_map(move |(at, _)| {
        let rest = text.get(at..)?;
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let counts = COUNTED.iter().any(|word| behind.trim_start().starts_with(word));
        (!counts).then_some(rest.len() - behind.len())
    })
}
