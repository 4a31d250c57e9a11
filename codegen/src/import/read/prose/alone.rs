//! A second, looser reading of a text of which no list was taken. What gives a list away is that nothing else stands in its part of the
//! text: items with signs between them, of which each is a code, a code with a gloss, or a gloss with a code.

use super::beside::opens;
use super::entry::{Item, Kind, is_said_of_all, items};
use super::items::COUNTED;
use super::look::{Look, han};
use super::passed_over::FILES;
use super::term::term;
use super::unparsed::counts_on;
use crate::import::document::ListedValue;

/// Words that announce a list.
const CUES: [&str; 16] = [
    "状态", "类型", "可选", "枚举", "取值", "选项", "种类", "是否", "方式", "分别", "级别", "等级", "来源", "渠道",
    "标识", "标志",
];
/// What parts items.
const PARTS: [char; 13] = [',', '，', ';', '；', '、', '/', '|', '\n', '。', '!', '！', '·', '\\'];
/// The name of what is listed has no more.
const NAME: usize = 14;
/// Words with which a sentence goes on to its code.
const JOINS: &str = "和或与及的对里给填传按到在为是回时用";
/// Letters that names of what is measured end in.
const SIZES: &str = "长宽高重量价格数额率度号码期间径积费金元限龄温分";
/// Ends of names of fields.
const FIELDS: [&str; 12] = ["id", "no", "nick", "name", "key", "url", "code", "time", "type", "date", "num", "price"];
/// Words in capitals that a text speaks of.
const WORDS: [&str; 18] = [
    "ID", "NICK", "SKU", "SPU", "URL", "API", "ISV", "JSON", "XML", "HTTP", "ERP", "PC", "APP", "IP", "OK", "UTF",
    "GBK", "MD5",
];

/// The values of a list that is all that a text, or what stands behind a name in it, has; only its codes where nobody knows which gloss is
/// of which, or whether there are more.
pub(super) fn read(text: &str) -> (Vec<ListedValue>, Vec<String>) {
    let (mut body, open) = without_end(text);
    let before = body.find(|c: char| c.is_ascii_alphanumeric()).and_then(|at| body.get(..at)).unwrap_or_default();
    let announced = CUES.iter().any(|cue| before.contains(cue));
    let mut name = "";
    for _ in 0..4 {
        let list = List { name, announced, open, ..List::default() };
        if let Some(codes) = composed(body) {
            return (Vec::new(), told(codes, true));
        }
        if let Some(list) = list.with(body).filter(List::is_one) {
            return if list.is_sure() { (list.values(), Vec::new()) } else { (Vec::new(), told(list.codes(), open)) };
        }
        // `A、普通 B、加急`: the sign may be one that parts items elsewhere.
        let list = List { name, announced, open, ..List::default() };
        let numbered = numbered(body);
        if let Some(list) = numbered.as_ref().and_then(|body| list.with(body)).filter(List::is_one) {
            return (Vec::new(), told(list.codes(), open));
        }
        let Some((before, behind)) = unnamed(body) else { break };
        (name, body) = (before, behind);
    }
    (Vec::new(), Vec::new())
}

/// `普通=1`: the one entry of a list that was not written down, which has one code only.
pub(super) fn is_entry(text: &str) -> bool {
    let text = text.trim();
    let list = |body| List::default().with(body).is_some_and(|list| list.is_single());
    text.contains(['=', '＝']) && (list(text) || unnamed(text).is_some_and(|(_, behind)| list(behind)))
}

/// `tid`, `pay_time`.
fn is_field(code: &str) -> bool {
    let named = |end: &&str| code.strip_suffix(*end).is_some_and(|rest| rest.len() < 2 || rest.ends_with('_'));
    FIELDS.iter().any(named)
}

/// One code alone is told with a sign that there are more.
fn told(mut codes: Vec<String>, open: bool) -> Vec<String> {
    if codes.len() == 1 || open {
        codes.push("...".to_owned());
    }
    codes
}

/// The text with a colon for the sign between a code and its gloss that parts items elsewhere.
fn numbered(body: &str) -> Option<String> {
    let mut out = String::new();
    let mut from = 0;
    for (at, sign) in body.match_indices('、') {
        let (before, behind) = (body.get(..at)?, body.get(at + sign.len()..)?);
        if before.ends_with(|c: char| c.is_ascii_alphanumeric()) && behind.trim_start().starts_with(han) {
            out.extend([body.get(from..at)?, ":"]);
            from = at + sign.len();
        }
    }
    out.push_str(body.get(from..)?);
    (from > 0).then_some(out)
}

/// A name at the beginning of a text, and what stands behind it.
fn unnamed(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !han(c)).filter(|end| *end > 0)?;
    let (name, rest) = text.split_at_checked(end)?;
    let behind = rest.trim_start_matches(|c: char| c.is_whitespace() || PARTS.contains(&c) || matches!(c, ':' | '：'));
    if name.chars().count() > NAME || behind.is_empty() || is_said_of_all(name) {
        return None;
    }
    if let Some(inside) = behind.strip_prefix(['(', '（', '[', '【']) {
        return Some((name, inside.trim_end().trim_end_matches(['。', '.', ')', '）', ']', '】'])));
    }
    (behind.len() < rest.len()).then_some((name, behind))
}

/// The text without an open end, and whether it had one.
fn without_end(text: &str) -> (&str, bool) {
    let text = text.trim();
    let open = text.char_indices().rev().take(8).find(|(at, c)| {
        matches!(c, '等' | '…' | '.')
            && text.get(*at..).is_some_and(|rest| opens(rest).is_some())
            && !text.get(..*at).is_some_and(|before| before.ends_with(['等', '…', '.']))
    });
    match open.and_then(|(at, _)| text.get(..at)) {
        Some(rest) if !rest.is_empty() => (rest.trim_end_matches(PARTS), true),
        _ => (text.trim_end_matches(['。', '.', ';', '；', ',', '，']), false),
    }
}

/// `A/1:甲 A/2:乙`: codes of two parts.
fn composed(body: &str) -> Option<Vec<String>> {
    let mut codes = Vec::new();
    for piece in
        body.split(|c: char| c.is_whitespace() || c != '/' && PARTS.contains(&c)).filter(|piece| !piece.is_empty())
    {
        let end = piece.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '_'))).unwrap_or(piece.len());
        let (code, rest) = piece.split_at_checked(end)?;
        let (one, two) = code.split_once('/')?;
        let whole = [one, two].iter().all(|part| !part.is_empty() && part.len() < 16 && !part.contains('/'));
        let gloss = rest.trim_start().strip_prefix([':', '：', '=', '＝', '-', '(', '（'])?;
        if !whole || !gloss.trim_start().starts_with(han) {
            return None;
        }
        codes.push(code.to_owned());
    }
    (!codes.is_empty()).then_some(codes)
}

/// What a text may be: items, and the signs between them.
#[derive(Debug, Default)]
struct List<'t> {
    name: &'t str,
    announced: bool,
    open: bool,
    items: Vec<Item<'t>>,
    parts: Vec<char>,
    /// A blank parts some of them.
    spaced: bool,
    /// Blanks part some of them from each other, and their codes from their glosses.
    loose: bool,
}

impl<'t> List<'t> {
    /// The list that a text is; None where it has anything else.
    fn with(mut self, body: &'t str) -> Option<Self> {
        let mut from = 0;
        for piece in body.split(PARTS) {
            let begin = piece.as_ptr() as usize - body.as_ptr() as usize;
            let sign = body.get(from..begin).and_then(|between| between.chars().next_back());
            self.parts.extend(sign.filter(|sign| !self.parts.contains(sign)));
            from = begin + piece.len();
            if !piece.trim().is_empty() {
                let found = items(piece.trim())?;
                self.spaced |= found.len() > 1;
                self.loose |= found.len() > 1 && found.iter().any(|item| item.sign.is_none() && !item.glued);
                self.items.extend(found);
            }
        }
        Some(self)
    }

    fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for item in &self.items {
            if !codes.iter().any(|code| code == item.code) {
                codes.push(item.code.to_owned());
            }
        }
        codes
    }

    fn values(&self) -> Vec<ListedValue> {
        let value = |item: &Item<'_>| {
            let gloss = ["表示", "代表"].iter().find_map(|word| item.gloss.strip_prefix(word)).unwrap_or(item.gloss);
            ListedValue { value: item.code.to_owned(), gloss: term(gloss) }
        };
        self.items.iter().map(value).collect()
    }

    fn all(&self, kind: Kind) -> bool {
        self.items.iter().all(|item| item.kind == kind)
    }

    fn bare(&self) -> usize {
        self.items.iter().filter(|item| item.kind == Kind::Bare).count()
    }

    fn signed(&self) -> bool {
        self.items.iter().filter(|item| item.kind != Kind::Bare).all(|item| item.sign.is_some())
    }

    /// Whether each gloss can be of one code only.
    fn is_sure(&self) -> bool {
        let one = self.all(Kind::First) || self.all(Kind::Last);
        let glosses = || self.items.iter().map(|item| item.gloss);
        let spoken = glosses().all(|gloss| {
            let joined = self.all(Kind::Last) && !self.signed() && gloss.ends_with(|c| JOINS.contains(c));
            gloss.contains(han)
                && !joined
                && !gloss.starts_with(['的', '为'])
                && (self.signed() || !gloss.contains(' '))
                && ["表示", "代表"].iter().all(|word| gloss.rfind(word).is_none_or(|at| at == 0))
        });
        // Of base sixteen nobody knows what is sent, and one letter behind a gloss may be anything.
        let plain = self.items.iter().all(|item| {
            !(item.code.starts_with("0x") || item.kind == Kind::Last && Look::of(item.code) == Some(Look::Letter))
        });
        // Behind a name and blanks the glosses may be those before the codes.
        let parted = !self.loose || self.all(Kind::First) && self.announced;
        !self.open && one && plain && spoken && parted && self.items.len() > 1 && self.codes().len() == self.items.len()
    }

    /// Whether it is a list.
    fn is_one(&self) -> bool {
        let codes = self.codes();
        // It says that there is nothing.
        if codes == ["N", "A"] {
            return false;
        }
        let Some(look) = Look::of_all(codes.iter().map(String::as_str)).filter(|_| codes.len() > 1) else {
            return self.is_single();
        };
        let (first, last) =
            [Kind::First, Kind::Last].map(|kind| self.items.iter().any(|item| item.kind == kind)).into();
        let twice = codes.len() < self.items.len();
        let same = |one: usize, item: &Item<'_>| {
            last && self.items.iter().skip(one + 1).any(|other| other.gloss == item.gloss && !item.gloss.is_empty())
        };
        // What is said twice of fields, or of what is counted, is no list.
        if twice && !self.all(Kind::First)
            || self.items.iter().enumerate().any(|(at, item)| same(at, item))
            || first && last && !self.announced
            || last && self.bare() > 0 && look != Look::Digits
            || self.items.iter().any(|item| item.turned) && !self.items.iter().all(|item| item.turned)
            || codes.iter().all(|code| ["true", "false"].iter().any(|answer| code.eq_ignore_ascii_case(answer)))
        {
            return false;
        }
        match look {
            Look::Digits => self.are_numbers(&codes),
            Look::Letter => !self.all(Kind::Bare) || self.announced || self.open,
            Look::Upper => self.are_capitals(&codes),
            Look::Lower => self.are_words(),
        }
    }

    fn are_numbers(&self, codes: &[String]) -> bool {
        let numbers: Vec<i32> = codes.iter().filter_map(|code| code.parse().ok()).collect();
        let rises = numbers.windows(2).all(|pair| matches!(pair, [one, two] if one < two));
        let (counts, many) = (counts_on(codes), codes.len() > 2);
        if self.all(Kind::Bare) {
            let alone = many && self.parts != [','] && !self.spaced || self.open;
            return counts && (self.announced || alone) || rises && self.open;
        }
        let counted = |item: &Item<'_>| {
            let counted = item.gloss.starts_with(|c| COUNTED.contains(c)) && !self.announced;
            let steady = counts && many && !item.glued;
            counted && !steady && item.sign.is_none() && item.kind == Kind::First
        };
        let sized = |item: &Item<'_>| item.kind == Kind::Last && item.gloss.ends_with(|c| SIZES.contains(c));
        if self.items.iter().any(counted) || self.bare() * 2 > self.items.len() {
            return false;
        }
        counts || rises && (self.announced || !self.items.iter().any(sized))
    }

    fn are_capitals(&self, codes: &[String]) -> bool {
        if codes.iter().any(|code| WORDS.contains(&code.as_str())) {
            return false;
        }
        if self.all(Kind::Bare) {
            let telling = codes.iter().all(|code| code.contains('_') || code.len() > 3);
            let parted = self.parts.iter().any(|part| matches!(part, '/' | '|' | '、'));
            let many = codes.len() > 2 && !self.parts.is_empty();
            let alone = self.name.is_empty() && !self.parts.is_empty();
            return self.open
                || self.announced
                || parted
                || many
                || alone
                || telling && !(self.spaced && self.name.is_empty());
        }
        let glued = |item: &Item<'_>| item.glued && !item.code.contains('_') && item.code.len() < 4;
        self.announced || self.open || self.items.len() > 2 || !self.items.iter().any(glued)
    }

    fn are_words(&self) -> bool {
        if self.all(Kind::Bare) {
            let parted = self.parts.iter().any(|part| matches!(part, '/' | '|' | '、'));
            // `km/h` is a measure.
            let letter = self.items.iter().any(|item| item.code.len() < 2);
            let fields = self.items.iter().any(|item| is_field(item.code));
            let parted = (parted || self.name.is_empty() && !self.parts.is_empty()) && !letter && !fields;
            // What a file may be is no value.
            let files = self.items.iter().all(|item| FILES.contains(&item.code));
            return !files && !self.spaced && (self.announced || self.open || parted);
        }
        let many = self.items.len() > 2 && (self.all(Kind::First) || self.all(Kind::Last));
        let said = self.signed() && !self.items.iter().any(|item| item.kind == Kind::Bare && self.spaced);
        self.bare() * 2 <= self.items.len() && (said || self.announced || self.open || many)
    }

    /// `普通=1` and nothing else may be all that somebody wrote down of a list.
    fn is_single(&self) -> bool {
        let [item] = self.items.as_slice() else { return false };
        let number = Look::of(item.code) == Some(Look::Digits) && item.code.len() < 3;
        let turned = matches!(item.sign, Some('=' | '＝')) && item.kind == Kind::Last && item.gloss.chars().all(han);
        number && turned || self.open && item.sign.is_some() && item.kind == Kind::First
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let (values, codes) = read(text);
        let pairs = values.iter().map(|value| format!("{}={}", value.value, value.gloss));
        if codes.is_empty() { pairs.collect::<Vec<_>>().join(" ") } else { format!("? {}", codes.join(" ")) }
    }

    #[test]
    fn a_list_that_is_all_that_a_text_has_is_taken_where_each_gloss_is_of_one_code_only() {
        for (text, wanted) in [
            ("状态 1待支付，2已付款 6交易成功", "1=待支付 2=已付款 6=交易成功"),
            ("类型(1-24小时 2-48小时)", "1=24小时 2=48小时"),
            ("成人0，儿童1，婴儿2", "0=成人 1=儿童 2=婴儿"),
            ("待付款WAIT_PAY,已付款PAID", "WAIT_PAY=待付款 PAID=已付款"),
            ("综合-NORMAL 图书-BOOKS", "NORMAL=综合 BOOKS=图书"),
            ("订单状态 WAIT_PAY 待付款 PAID 已付款", "WAIT_PAY=待付款 PAID=已付款"),
            ("WAIT_PAY 待付款 PAID 已付款", "? WAIT_PAY PAID"),
            ("普通 1 加急 2", "? 1 2"),
            ("0x01:成功 0x02:失败", "? 0x01 0x02"),
            ("unpaid=1,paid=2", "? 1 2"),
            ("UNPAID/PAID", "? UNPAID PAID"),
            ("状态:UNPAID/PAID等状态", "? UNPAID PAID ..."),
            ("A/1:甲", "? A/1 ..."),
            ("关系：1、互斥 2、重复", "? 1 2"),
            ("1普通 2加急等", "? 1 2 ..."),
            ("N3 次日达/N3 退回/N4 甲", "? N3 N4"),
            ("名称", ""),
            ("支持ISV调用,返回JSON", ""),
            ("country/region", "? country region"),
            ("tid/oid", ""),
            ("图片,格式为 jpg/png", ""),
            ("数量,不小于 1,不大于 99", ""),
            ("是否拆单,默认值 0,1 表示拆单", ""),
            ("页数,最大 10,最小 1", ""),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn one_entry_may_be_all_that_was_written_down() {
        for (text, wanted) in
            [("普通=1", true), ("类型：普通=1", true), ("普通:1", false), ("a=1", false), ("1", false)]
        {
            assert_eq!(is_entry(text), wanted, "{text}");
        }
    }
}
