//! Where a description names two units, or a word that only begins like one: which it is a person decides.

use super::patterns::Patterns;
use super::unit;

/// What a unit measures. 分 is a part of a yuan and of an hour.
const DIMENSIONS: [&[&str]; 3] = [
    &["元", "人民币", "角", "厘", "分"],
    &["毫秒", "秒", "分", "分钟", "小时", "天", "日", "周", "个月", "月", "年"],
    &["毫克", "克", "斤", "公斤", "千克"],
];
/// What may stand right behind a unit; with any other word it is another thing: `单位:个月`, `单位:日元`.
const BEHIND: [&str; 25] = [
    "的",
    "人民币",
    "整",
    "钟",
    "级",
    "即",
    "为",
    "是",
    "保留",
    "精确",
    "默认",
    "不",
    "必",
    "最",
    "例",
    "如",
    "计",
    "或",
    "和",
    "与",
    "及",
    "以及",
    "且",
    "均",
    "都",
];

/// Whether the unit that a text names first may not be that of the value.
pub(super) fn is_doubtful(text: &str, patterns: &Patterns) -> bool {
    let mut known: Option<(&str, usize)> = None;
    for captures in patterns.unit.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let Some(hit) = ["u", "w", "p"].iter().find_map(|name| captures.name(name)) else { continue };
        let behind = text.get(hit.end()..).unwrap_or_default();
        let another = known.is_some_and(|(word, _)| unit(word) != unit(hit.as_str()));
        let longer = captures.name("u").is_some()
            && behind.starts_with(char::is_alphabetic)
            && !BEHIND.iter().any(|word| behind.starts_with(word));
        let next = patterns.unit_goes_on.as_ref().and_then(|pattern| pattern.captures(behind));
        let next = next.and_then(|next| next.name("u").or(next.name("w"))).map(|next| next.as_str());
        let more = next.is_some_and(|next| unit(next) != unit(hit.as_str()));
        if another || longer || more {
            return true;
        }
        known = known.or(Some((hit.as_str(), hit.end())));
    }
    known.is_some_and(|(word, end)| sent_in_another(word, text.get(end..).unwrap_or_default(), patterns))
}

/// `单位为元,传分`: the value is sent in another unit of the same thing.
fn sent_in_another(word: &str, behind: &str, patterns: &Patterns) -> bool {
    let hits = patterns.sent_in.iter().flat_map(|pattern| pattern.captures_iter(behind));
    let mut others = hits.filter_map(|captures| captures.name("u")).map(|hit| hit.as_str());
    let alike = |other: &str| DIMENSIONS.iter().any(|units| units.contains(&word) && units.contains(&other));
    others.any(|other| alike(other) && unit(other) != unit(word))
}

#[cfg(test)]
mod tests {
    use crate::import::read::prose::{self, Patterns};

    #[test]
    fn of_two_units_none_is_taken() {
        let patterns = Patterns::default();
        for text in [
            "单位元或分",
            "单位:元,分",
            "单位:元/分",
            "单位:元、角、分",
            "单位:元角分",
            "时长,单位:天/小时",
            "单位:秒|毫秒",
            "单位为分钟或者小时均可",
            "时长(天/小时),单位:天,小时",
            "时长(秒)或(分钟)",
            "金额(元)、(分)",
            "金额,单位为元,传分",
            "金额,单位:元(实际传分)",
            "金额,单位:元,请按分传入",
            "金额,单位元,返回时以分为单位",
            "金额,单位:元,请换算成分",
            "单位:分不是元",
            "时长,单位:秒,实际为毫秒",
            "时长,单位:个月",
            "金额,单位:日元",
            "长度,单位:分米",
            "单价,单位:元/件",
            "重量,单位:克",
        ] {
            let found = prose::read(text, &patterns);
            assert!(found.unit.is_none() && found.review.iter().any(|cue| cue == "unit"), "{text}: {found:?}");
        }
        for (text, wanted) in [
            ("金额,单位:元", "yuan"),
            ("金额(元),不能为空", "yuan"),
            ("金额,单位:元,精确到分", "yuan"),
            ("金额,单位为元人民币,保留两位小数", "yuan"),
            ("金额,单位:元,按天返回", "yuan"),
            ("金额,单位:分,即 0.01 元", "fen"),
            ("金额,单位:分(1 元传 100)", "fen"),
            ("金额,以分为单位", "fen"),
            ("时长,单位:毫秒(ms)", "milliseconds"),
            ("时长(天),单位:天", "days"),
            ("单位:秒,最多 60", "seconds"),
        ] {
            let found = prose::read(text, &patterns);
            assert_eq!(found.unit.as_deref(), Some(wanted), "{text}: {found:?}");
        }
    }
}
