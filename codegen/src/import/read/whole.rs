//! What a sentence beside the rows says of the operation as a whole: that it is withdrawn, that its body is JSON.

use crate::traditional::simplified;

/// Words that say of nothing but an operation that it is sent no longer.
const WITHDRAWN: [&str; 22] = [
    "弃用",
    "废弃",
    "废除",
    "停止维护",
    "停止服务",
    "停止支持",
    "停止更新",
    "停止使用",
    "不再维护",
    "不再支持",
    "不再更新",
    "不再提供",
    "不再使用",
    "不建议使用",
    "不推荐使用",
    "改用",
    "替代接口",
    "迁移至",
    "迁移到",
    "已过时",
    "deprecated",
    "obsolete",
];
/// Words that say it of anything: goods, shops, orders.
const OF_ANYTHING: [&str; 9] = ["下线", "下架", "停用", "关闭", "停止", "失效", "迁移", "作废", "取代"];
/// What such a word is said of when it is said of the operation.
const ITSELF: [&str; 13] = [
    "接口",
    "api",
    "该服务",
    "本服务",
    "此服务",
    "该方法",
    "本方法",
    "此方法",
    "本页",
    "旧版",
    "老版",
    "该版本",
    "本版本",
];
/// What may stand before such a word where it is said of what the page is about.
const BEFORE: [&str; 18] = [
    "即将", "已经", "将于", "将在", "计划", "预计", "目前", "正式", "逐步", "全面", "已", "将", "于", "现", "后", "起",
    "在", "会",
];

/// Whether a text says that the operation is, or will be, there no longer.
pub(super) fn withdraws(text: &str) -> bool {
    let lower = simplified(text).to_ascii_lowercase();
    if WITHDRAWN.iter().any(|word| lower.contains(word)) {
        return true;
    }
    OF_ANYTHING.iter().any(|word| lower.contains(word)) && clauses(&lower).any(of_itself)
}

/// Parts of sentences. A label belongs to what stands behind it.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '。', ';', '；', '、', '\n', '(', '（', ')', '）', '[', '【', ']', '】', '!', '！'])
}

/// `该接口将于 2026-12-31 下线`, `即将下线`; not `查询已下架的商品`.
fn of_itself(clause: &str) -> bool {
    OF_ANYTHING.iter().any(|word| {
        clause.match_indices(word).any(|(at, _)| {
            let (before, behind) =
                (clause.get(..at).unwrap_or_default(), clause.get(at + word.len()..).unwrap_or_default());
            let before = before.rsplit([':', '：', '—', '–', '|', '_']).next().unwrap_or(before);
            // A stroke parts, if it is not one of a date.
            let stroke = before.char_indices().rfind(|(at, c)| {
                *c == '-' && !before.get(..*at).is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit()))
            });
            let before = stroke.and_then(|(at, _)| before.get(at + 1..)).unwrap_or(before);
            if ITSELF.iter().any(|of| before.contains(of)) {
                return true;
            }
            let rest = BEFORE.iter().fold(before.to_owned(), |rest, word| rest.replace(word, ""));
            let bare = rest.chars().all(|c| !c.is_alphabetic() || matches!(c, '年' | '月' | '日' | '号'));
            let behind = behind.trim_start_matches(['了', '中', '使', '用']).trim_start();
            bare && !behind.starts_with(char::is_alphabetic)
        })
    })
}

/// What a sentence says of the body of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonBody {
    /// It is JSON.
    Stated,
    /// JSON is said of requests, in words that say no more, or of some of them.
    Doubtful,
}

/// `请求参数以 JSON 格式放在请求体中`: what a text outside the rows says of JSON and requests.
pub(super) fn json_body(text: &str) -> Option<JsonBody> {
    const REPLIES: [&str; 9] = ["返回", "响应", "回包", "结果", "输出", "回调", "解析", "推送", "jsonp"];
    const BODY: [&str; 6] = ["请求体", "body", "报文", "请求正文", "application/json", "请求数据"];
    const REQUEST: [&str; 8] = ["请求", "入参", "传参", "提交", "发送", "传递", "传入", "post"];
    const DOUBT: [&str; 16] =
        ["若", "如", "或", "可", "除", "不", "非", "部分", "时", "建议", "支持", "xml", "form", "表单", "字段", "勿"];
    let lower = text.to_ascii_lowercase();
    if !lower.contains("json") {
        return None;
    }
    let said = lower
        .split(['。', ';', '；', '\n'])
        .filter(|sentence| sentence.contains("json") && !REPLIES.iter().any(|word| sentence.contains(word)));
    said.filter_map(|sentence| {
        let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        match has(&BODY) {
            true if has(&DOUBT) => Some(JsonBody::Doubtful),
            true => Some(JsonBody::Stated),
            false => has(&REQUEST).then_some(JsonBody::Doubtful),
        }
    })
    .min_by_key(|said| *said == JsonBody::Doubtful)
}

#[cfg(test)]
mod tests {
    use super::{JsonBody, json_body, withdraws};

    #[test]
    fn a_sentence_is_about_the_operation_or_about_something_else() {
        for text in [
            "叶片计划,本接口已停用,请改用 erps/stock2",
            "叶片计划,该接口将于 2026-12-31 下线",
            "接口介绍: 叶片计划(即将下线)",
            "叶片计划【已下线】",
            "叶片计划-即将下线",
            "taobao.leaf.get (叶片计划-即将下线)",
            "叶片计划 — 已停用",
            "葉片計劃-即將下線",
            "本接口於 2026-12-31 停用",
            "叶片计划。2026年12月31日起停止服务",
            "2026-12-31 下线",
            "本 API 已迁移至 erps/stock2",
            "该接口不再维护",
            "Deprecated: use stock2",
        ] {
            assert!(withdraws(text), "{text}");
        }
        for text in [
            "叶片计划",
            "查询已下架的商品",
            "商品下架",
            "下架商品,关闭交易",
            "查询停用的仓库",
            "关闭一笔交易",
            "批量下架",
            "商品-批量下架",
            "商品将于 2026-12-31 下架",
            "订单已关闭时返回空",
        ] {
            assert!(!withdraws(text), "{text}");
        }
        for (text, said) in [
            ("请求参数以 JSON 格式放在请求体中", Some(JsonBody::Stated)),
            ("请求体为 JSON", Some(JsonBody::Stated)),
            ("Body 使用 application/json", Some(JsonBody::Stated)),
            ("请求参数以 JSON 格式提交", Some(JsonBody::Doubtful)),
            ("请求体支持 JSON 或表单", Some(JsonBody::Doubtful)),
            ("返回 JSON", None),
            ("请求后返回 JSON", None),
            ("叶片计划", None),
        ] {
            assert_eq!(json_body(text), said, "{text}");
        }
    }
}
