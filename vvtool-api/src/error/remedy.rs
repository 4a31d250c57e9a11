//! What to do about an error that is not the platform's.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use super::detail::{Api, Detail, Phase};
use super::matching::Matched;
use super::withheld::WithheldReason;
use crate::meta::{Class, Lang, WriteOutcome};

/// English and Chinese.
type Words = (&'static str, &'static str);

/// The documented remedy, or what follows from the way the error was found.
pub(super) fn api(api: &Api, class: Class, read: bool, lang: Lang) -> &'static str {
    let words = match api.matched {
        Some(Matched::Rule) if class.is_retry() && read => PLATFORM_FAULT,
        Some(Matched::Rule) if class.is_retry() => PLATFORM_FAULT_WRITE,
        Some(Matched::Rule) => CALLERS_FAULT,
        Some(Matched::CodeOnly) if api.entry.is_none() && class.is_retry() => THROTTLED,
        _ => return api.documented().remedy(lang),
    };
    say(words, lang)
}

/// For a call that was not sent, because there was no token for it: never that it may have been done.
pub(super) fn unsent(class: Class, lang: Lang) -> &'static str {
    say(if class.is_retry() { UNSENT_PASSING } else { UNSENT }, lang)
}

/// After an attempt of which nobody knows what it has done: never that nothing was sent.
pub(super) fn doubted(lang: Lang) -> &'static str {
    say(NO_ANSWER_WRITE, lang)
}

/// What there is to do about a write of which nobody knows what it has done: look it up, before anything else.
pub(super) fn after_doubt(own: &'static str, lang: Lang) -> &'static str {
    let first = say(NO_ANSWER_WRITE, lang);
    // These say it themselves.
    let all_said = [NO_ANSWER_WRITE, UNREADABLE_WRITE, FILE_WRITE, STRICT];
    if own.is_empty() || all_said.into_iter().any(|words| say(words, lang) == own) {
        return if own.is_empty() { first } else { own };
    }
    joined(first, own, lang)
}

/// Both texts as one. Each is made once: there are no more than the documents have remedies.
fn joined(first: &'static str, own: &'static str, lang: Lang) -> &'static str {
    static JOINED: RwLock<BTreeMap<&'static str, &'static str>> = RwLock::new(BTreeMap::new());
    if let Some(text) = JOINED.read().unwrap_or_else(PoisonError::into_inner).get(own) {
        return text;
    }
    let text = match lang {
        Lang::En => format!("{first} About the error itself: {own}"),
        Lang::Zh => format!("{first}关于该错误：{own}"),
    };
    let mut joined = JOINED.write().unwrap_or_else(PoisonError::into_inner);
    joined.entry(own).or_insert_with(|| Box::leak(text.into_boxed_str()))
}

fn say((en, zh): Words, lang: Lang) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

pub(super) fn local(detail: &Detail, read: bool, lang: Lang) -> &'static str {
    let words = match detail {
        // Errors of the platform have their documented remedy.
        Detail::Api(_) => return super::kind::UNDOCUMENTED.remedy(lang),
        Detail::Transport { phase, .. } => transport(phase, read),
        Detail::Decode { deviations, .. } if !deviations.is_empty() => STRICT,
        Detail::Decode { .. } if read => UNREADABLE,
        Detail::Decode { .. } => UNREADABLE_WRITE,
        Detail::Config { .. } => CONFIG,
        Detail::Invalid(_) => INVALID,
        Detail::Withheld { reason, .. } => withheld(reason),
    };
    say(words, lang)
}

fn transport(phase: &Phase, read: bool) -> Words {
    match phase {
        Phase::Connect => CONNECT,
        Phase::Tls => TLS,
        Phase::Timeout | Phase::Broken if read => NO_ANSWER,
        Phase::Timeout | Phase::Broken => NO_ANSWER_WRITE,
        Phase::TooLong { .. } => TOO_LONG,
        Phase::File { sent: true } if !read => FILE_WRITE,
        Phase::File { .. } => FILE,
        Phase::Status { .. } => STATUS,
    }
}

/// For a failure of which the HTTP status alone says what to do.
pub(super) fn by_status(status: u16, read: bool, outcome: WriteOutcome, lang: Lang) -> &'static str {
    let words = match status {
        300..=399 => REDIRECT,
        401 if outcome == WriteOutcome::NotExecuted => TOKEN,
        429 | 503 => THROTTLED,
        500.. if read => NO_ANSWER,
        401 | 500.. => NO_ANSWER_WRITE,
        _ => STATUS,
    };
    say(words, lang)
}

fn withheld(reason: &WithheldReason) -> Words {
    match reason {
        WithheldReason::QueueFull | WithheldReason::WaitTooLong | WithheldReason::Parked { .. } => HELD_BACK,
        WithheldReason::Cap => CAP,
        WithheldReason::DryRun => DRY_RUN,
        WithheldReason::Journal => JOURNAL,
        WithheldReason::Shutdown => SHUTDOWN,
    }
}

const HELD_BACK: Words = (
    "Nothing was sent: there is no room for more calls at the moment. Repeat the call later, or let fewer calls wait.",
    "请求未发出：当前调用过多或处于暂停期。请稍后再试，或减少排队的调用。",
);
const CAP: Words = (
    "Nothing was sent: the client's own limit of points is reached. Wait for the next period, or raise the limit.",
    "请求未发出：已达到客户端设定的点券上限。请等待下一周期，或调高上限。",
);
const DRY_RUN: Words = ("Nothing was sent, as the client was told.", "按设定仅试运行，请求未发出。");
const JOURNAL: Words = (
    "Nothing was sent: what is sent could not be written down. Free the disk or the file that the message names, then send it again.",
    "请求未发出：无法写入发送日志。请按提示处理磁盘或文件后再发送。",
);
const SHUTDOWN: Words = (
    "Nothing was sent: the program is ending. Send it again after the next start.",
    "请求未发出：程序正在退出。请在下次启动后再发送。",
);
const PLATFORM_FAULT: Words = (
    "A fault of the platform's servers (isp.) that no document lists. A read: repeat it after a pause.",
    "平台服务端错误(isp.),文档未列出。查询类操作,可稍后重试。",
);
const PLATFORM_FAULT_WRITE: Words =
    ("A fault of the platform's servers (isp.) that no document lists.", "平台服务端错误(isp.),文档未列出。");
const CALLERS_FAULT: Words = (
    "A fault of the request or of its application (isv.) that no document lists. Read the message and correct the request.",
    "请求或应用方面的错误(isv.),文档未列出。请根据错误信息修正请求。",
);
const THROTTLED: Words = (
    "Too many calls, or a passing fault: wait as long as retry_after() says, then repeat the call, waiting longer each time.",
    "调用过于频繁或暂时性故障:请按 retry_after() 等待后逐步延长间隔再试。",
);
const UNSENT_PASSING: Words = (
    "Nothing was sent: no access token came in time, or none is to be had at the moment. Wait as long as retry_after() says, then \
     repeat the call.",
    "请求未发出:未能及时取得访问令牌,或暂时不可获取。请按 retry_after() 等待后再试。",
);
const UNSENT: Words = (
    "Nothing was sent: the platform gives or accepts no access token. Read the message, check account and access key, and try again \
     after a pause.",
    "请求未发出:平台未给出或不接受访问令牌。请查看错误信息,检查账号与密钥,稍后再试。",
);
const TOKEN: Words = (
    "The access token is refused and nothing was done. A client that fetches its own token asks for a new one at the next call; \
     otherwise set a valid token.",
    "访问令牌无效,请求未执行。自动获取令牌的客户端会在下次调用时重新获取;否则请设置有效令牌。",
);
const FILE: Words = (
    "The file could not be read, or changed while it was sent: look after it, and send the request again.",
    "文件无法读取，或在发送过程中被修改：检查文件后重新发送。",
);
const FILE_WRITE: Words = (
    "The file could not be read to its end, or changed while it was sent: nobody knows what the platform made of what had arrived. \
     Look whether it was done before sending it again.",
    "文件未能读到末尾，或在发送过程中被修改：平台如何处理已到达的部分无从得知。请先查询结果再重新发送。",
);
const CONNECT: Words = (
    "Nothing was sent. Check the network, the host and the proxy setting, then repeat the call, waiting longer each time.",
    "请求未发出。请检查网络、接口地址与代理设置,之后可逐步延长间隔再试。",
);
const TLS: Words = (
    "Nothing was sent: TLS failed, and repeating the call cannot help. Check that the host speaks https on this port and that its \
     certificate is valid; root_certificate() trusts one that the machine does not know.",
    "请求未发出:TLS 握手失败,重试无效。请确认接口地址的端口支持 https 且证书有效;可用 root_certificate() 信任本机未收录的证书。",
);
const NO_ANSWER: Words = (
    "A read: repeat it after a pause. If it happens often, ask for fewer fields or raise the timeout.",
    "查询类操作,可稍后重试;若经常出现,请减少查询字段或调大超时时间。",
);
const NO_ANSWER_WRITE: Words = (
    "The write may have been done. Look up the order first and send it again only if it was not.",
    "写操作可能已执行。请先查询订单状态,确认未执行后再重发。",
);
const TOO_LONG: Words = (
    "Ask for fewer fields, or raise max_body when building the client.",
    "请减少查询字段,或在创建客户端时调大 max_body。",
);
const REDIRECT: Words = (
    "The host answers with a redirect, which is never followed. Set host and prefix to where the API really is.",
    "接口地址返回重定向,客户端不会跟随。请将 host 与 prefix 设为实际的接口地址。",
);
const STATUS: Words = (
    "What answered is probably not the API. Check host, prefix and proxy; the bytes of the answer are in body().",
    "应答方可能不是接口服务。请检查 host、prefix 与代理设置;应答内容见 body()。",
);
const UNREADABLE: Words = (
    "The answer is not what the documents describe. Keep body() and report it; repeating the call once does no harm.",
    "应答与文档不符。请保留 body() 并反馈;查询类操作可再试一次。",
);
const UNREADABLE_WRITE: Words = (
    "The answer does not say that the write was done. Look up the order before sending it again, and keep body() for a report.",
    "应答未确认写操作已完成。重发前请先查询订单状态,并保留 body() 以便反馈。",
);
const STRICT: Words = (
    "The call itself succeeded; some fields are not of the documented type. Read deviations(), or do without strict.",
    "调用本身已成功,但部分字段类型与文档不符。请查看 deviations(),或关闭 strict。",
);
const CONFIG: Words =
    ("Nothing was sent. Set the client up as the message says.", "请求未发出。请按提示修改客户端配置。");
const INVALID: Words = (
    "Nothing was sent and nothing was charged. Correct the named fields.",
    "请求未发出,未产生费用。请修正提示的字段。",
);
