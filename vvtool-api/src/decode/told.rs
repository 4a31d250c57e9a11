//! What a code or a text says of success and of failure, in both languages.

use crate::value::number;

/// How much of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Told {
    Nothing,
    /// A word that any server says of any request that it has answered: `操作成功`, `OK`.
    Answered,
    /// Something was done: `发货成功`, `shipped successfully`.
    Done,
}

/// What a text tells. One that says no, asks, or sets a condition tells nothing.
pub(super) fn told(text: &str) -> Told {
    let text = text.trim().trim_end_matches(['!', '！', '.', '。', '~', '～']).trim_end();
    const ANSWERED: [&str; 9] =
        ["成功", "操作成功", "请求成功", "处理成功", "调用成功", "执行成功", "访问成功", "响应成功", "完成"];
    const DONE: [&str; 10] = [
        "已发货",
        "已经发货",
        "订单已发货",
        "发货完成",
        "发货完毕",
        "已完成",
        "处理完成",
        "操作完成",
        "已处理",
        "已提交",
    ];
    if ANSWERED.contains(&text) {
        return Told::Answered;
    }
    if DONE.contains(&text) {
        return Told::Done;
    }
    if text.is_ascii() {
        return in_english(text);
    }
    let is_done = parts(text).any(|part| is_done(part) || part.is_ascii() && in_english(part) == Told::Done);
    if is_done { Told::Done } else { Told::Nothing }
}

/// A message that tells of nothing but success.
pub(crate) fn is_good_word(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['!', '！', '.', '。']);
    matches!(text, "成功" | "操作成功" | "请求成功" | "无" | "null" | "none" | "-") || is_success(text, "0")
}

/// A message that tells of more.
pub(crate) fn is_said(text: &str) -> bool {
    !text.trim().is_empty() && !is_good_word(text)
}

/// A code of success: the service's own, or one that others have for it.
pub(super) fn is_success(code: &str, success_code: &str) -> bool {
    ["200", "success", "ok", "true"].iter().any(|known| code.eq_ignore_ascii_case(known))
        || is_nought(code)
        || code == success_code
        || number::int(code).is_some_and(|code| number::int(success_code) == Some(code))
}

/// `00000`, `0.0`: 0 in as many figures as a service has for its codes.
fn is_nought(code: &str) -> bool {
    code.starts_with('0') && code.bytes().all(|byte| matches!(byte, b'0' | b'.'))
}

/// What stands under the name of an error and says that there is none. That something is done already is none of these: it may be why
/// the call was refused.
pub(super) fn is_praise(text: &str) -> bool {
    const NONE: [&str; 6] = ["no error", "no errors", "无错误", "没有错误", "无异常", "--"];
    let is_good = match told(text) {
        Told::Nothing => NONE.iter().any(|none| text.trim().eq_ignore_ascii_case(none)),
        Told::Answered => true,
        Told::Done => text.contains("成功") || text.to_ascii_lowercase().contains("success"),
    };
    is_good || is_good_word(text)
}

/// A message that says itself that something failed: `发货失败，请重试`, `Failed to ship`.
pub(super) fn is_complaint(text: &str) -> bool {
    const DENIED: [&str; 12] = ["不", "未", "没", "无", "如", "若", "是否", "防止", "避免", "零", "0 ", "0条"];
    let is_denied = |before: &str, behind: &str| {
        DENIED.iter().any(|word| before.contains(word))
            || counted(behind).starts_with(['0', '零', '后', '时', '率'])
            || behind.starts_with(['?', '？', '吗'])
    };
    let in_chinese = |part: &str| {
        part.match_indices("失败").any(|(at, word)| {
            let behind = part.get(at.saturating_add(word.len())..).unwrap_or_default();
            !is_denied(part.get(..at).unwrap_or_default(), behind)
        })
    };
    let in_english = || {
        const BAD: [&str; 4] = ["fail", "failed", "failure", "error"];
        const DENIED: [&str; 10] = ["no", "not", "never", "without", "0", "none", "zero", "if", "unless", "when"];
        let has = |known: &[&str]| words(text).any(|word| is_any(word, known));
        text.is_ascii() && has(&BAD) && !has(&DENIED)
    };
    parts(text).any(in_chinese) || in_english()
}

/// The parts of a sentence.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '。', ';', '；', '、', '!', '！', '\n'])
}

/// What is said of a count behind its name: `成功数：0`.
fn counted(behind: &str) -> &str {
    behind.trim_start_matches(|c: char| "数量条个笔单: ：=为".contains(c))
}

/// Words in English.
fn words(text: &str) -> impl Iterator<Item = &str> + Clone {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

fn is_any(word: &str, known: &[&str]) -> bool {
    known.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// A part of a sentence in Chinese.
fn is_done(part: &str) -> bool {
    const DENIED: [&str; 13] = ["不", "未", "没", "否", "非", "无", "失败", "需", "须", "待", "才", "如果", "若"];
    const CONDITION: [&str; 7] = ["后", "前", "时", "率", "才", "与否", "之"];
    let part = part.trim();
    let asks = part.starts_with('请') && !part.starts_with("请求") || part.ends_with(['?', '？', '吗', '么']);
    if asks {
        return false;
    }
    part.match_indices("成功").any(|(at, word)| {
        let before = part.get(..at).unwrap_or_default();
        let behind = part.get(at.saturating_add(word.len())..).unwrap_or_default().trim_start();
        let count = counted(behind);
        let is_none = count.starts_with('0') && !count.starts_with("0.")
            || count.starts_with(['零', '否'])
            || count.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("false"));
        !is_none
            && !DENIED.iter().any(|word| before.contains(word))
            && !CONDITION.iter().any(|word| behind.starts_with(word))
    })
}

fn in_english(text: &str) -> Told {
    const MOST: usize = 12;
    const DENIED: [&str; 31] = [
        "not", "no", "non", "never", "fail", "fails", "failed", "failure", "failures", "error", "errors", "without",
        "cannot", "can", "t", "unable", "before", "after", "unless", "until", "if", "must", "should", "please",
        "false", "zero", "0", "none", "nothing", "invalid", "denied",
    ];
    // Those of the protocol, too: 201 and 202.
    const ANSWERED: [&str; 11] = [
        "success",
        "successful",
        "succeeded",
        "succeed",
        "ok",
        "okay",
        "done",
        "completed",
        "complete",
        "accepted",
        "created",
    ];
    const DONE: [&str; 4] = ["successfully", "shipped", "delivered", "dispatched"];
    // What a server calls that which it has answered.
    const CALLS: [&str; 8] = ["request", "operation", "response", "call", "api", "http", "status", "200"];
    if text.ends_with('?') {
        return Told::Nothing;
    }
    // A link, a host, a number of a call are no words of anybody.
    let said = text.split_ascii_whitespace().filter(|said| !is_one_thing(said));
    let mut words = said.flat_map(words);
    if words.clone().count() > MOST || words.clone().any(|word| is_any(word, &DENIED)) {
        return Told::Nothing;
    }
    let is_good = |word: &str| is_any(word, &ANSWERED) || is_any(word, &DONE);
    if !words.clone().any(is_good) {
        return Told::Nothing;
    }
    let is_answer = words.all(|word| is_any(word, &ANSWERED) || is_any(word, &CALLS));
    if is_answer { Told::Answered } else { Told::Done }
}

/// Letters and figures that signs join: `https://a.example/ok`, `ok.example.com`, `trace-ok-1`.
fn is_one_thing(said: &str) -> bool {
    let said = said.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    said.contains(['.', '-', '_', '/', '@', '?', '&', '#', '='])
}

#[cfg(test)]
mod tests {
    use super::{Told, is_complaint, is_praise, told};

    #[test]
    fn messages_that_complain_are_told_from_those_that_do_not() {
        for text in [
            "失败",
            "发货失败，请重试",
            "操作失败",
            "Failed to ship",
            "error",
            "已受理，发货失败",
            "shipping error: 12",
        ] {
            assert!(is_complaint(text), "{text}");
        }
        for text in [
            "成功1条，失败0条",
            "成功：1，失败：0",
            "没有失败的订单",
            "如失败请重试",
            "失败后重试",
            "no error",
            "0 failed",
            "if it fails, try again",
            "发货成功",
            "运单号为空",
            "",
        ] {
            assert!(!is_complaint(text), "{text}");
        }
    }

    #[test]
    fn what_praises_under_the_name_of_an_error_is_none() {
        for text in [
            "发货成功",
            "处理成功",
            "执行成功",
            "完成",
            "successful",
            "Done",
            "no error",
            "无错误",
            "request:ok",
            "--",
            "成功",
        ] {
            assert!(is_praise(text), "{text}");
        }
        for text in ["订单已发货", "已处理", "shipped", "运单号为空", "invalidParam", "发货不成功", "unsuccessful"]
        {
            assert!(!is_praise(text), "{text}");
        }
    }

    const DONE: [&str; 21] = [
        "发货成功",
        "发货成功！",
        "提交成功",
        "保存成功 ",
        "成功发货",
        "已成功发货",
        "您的订单发货成功",
        "发货成功，运单号YT1",
        "成功1条",
        "成功：1，失败：0",
        "已发货",
        "发货完成。",
        "请求发货成功",
        "申请成功",
        "shipped",
        "Order shipped",
        "shipped successfully",
        "Successfully shipped!",
        "delivery success",
        "save ok",
        "运单YT1发货成功(1)",
    ];
    const ANSWERED: [&str; 13] = [
        "成功",
        "操作成功",
        "请求成功！",
        "处理成功",
        "完成",
        "OK",
        "ok.",
        "Success!",
        "done",
        "successful",
        "request ok",
        "Operation successful",
        "200 OK",
    ];
    const NOTHING: [&str; 33] = [
        "",
        "发货不成功",
        "未成功",
        "没有成功",
        "发货失败",
        "您尚未成功订购",
        "成功:0，失败:1",
        "成功数：0",
        "成功后重试",
        "请先发货成功",
        "发货成功才能",
        "是否成功",
        "发货成功了吗",
        "发货成功?",
        "unsuccessful",
        "not successful",
        "no success",
        "success: false",
        "successful: 0",
        "please ship successfully",
        "ok?",
        "order closed",
        "成功=false",
        "运单号为空",
        "need to be shipped before",
        "成功率",
        "https://auth.example.com/authorize?state=ok",
        "https://pay.example.com/order/success",
        "ok.example.com",
        "cn-ok",
        "0a1b.success.7",
        "redirect=done",
        "this is a rather long sentence that says of many other things that they are done",
    ];

    #[test]
    fn words_of_success_are_told_from_their_denial() {
        for (texts, what) in [(&DONE[..], Told::Done), (&ANSWERED[..], Told::Answered), (&NOTHING[..], Told::Nothing)] {
            for text in texts {
                assert_eq!(told(text), what, "{text}");
            }
        }
    }
}
