//! What to do about an error that is not the platform's.

use super::detail::{Detail, Phase};
use crate::meta::Lang;

/// English and Chinese.
type Words = (&'static str, &'static str);

pub(super) fn local(detail: &Detail, read: bool, lang: Lang) -> &'static str {
    let (en, zh) = match detail {
        // Errors of the platform have their documented remedy.
        Detail::Api(_) => return super::kind::UNDOCUMENTED.remedy(lang),
        Detail::Transport { phase, .. } => transport(phase, read),
        Detail::Decode { deviations, .. } if !deviations.is_empty() => STRICT,
        Detail::Decode { .. } if read => UNREADABLE,
        Detail::Decode { .. } => UNREADABLE_WRITE,
        Detail::Config { .. } => CONFIG,
        Detail::Invalid(_) => INVALID,
    };
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
    }
}

fn transport(phase: &Phase, read: bool) -> Words {
    match phase {
        Phase::Connect => CONNECT,
        Phase::Timeout | Phase::Broken if read => NO_ANSWER,
        Phase::Timeout | Phase::Broken => NO_ANSWER_WRITE,
        Phase::TooLong { .. } => TOO_LONG,
        Phase::Status { status: 300..=399, .. } => REDIRECT,
        Phase::Status { status: 500.., .. } if read => NO_ANSWER,
        Phase::Status { status: 500.., .. } => NO_ANSWER_WRITE,
        Phase::Status { .. } => STATUS,
    }
}

const CONNECT: Words = (
    "Nothing was sent. Check the network, the host and the proxy setting, then repeat the call, waiting longer each time.",
    "请求未发出。请检查网络、接口地址与代理设置,之后可逐步延长间隔再试。",
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
    "Ask for fewer fields, or raise max_body when building the client. After a write, look up what has become of it.",
    "请减少查询字段,或在创建客户端时调大 max_body;写操作请先核实结果。",
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
