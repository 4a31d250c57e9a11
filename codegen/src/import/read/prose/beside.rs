//! A second, looser reading of a text whose list was taken: codes that stand in it without a gloss, in another style or a second time,
//! its open end, and pairs that were put together the wrong way round.

use std::collections::HashMap;

use super::items::COUNTED;
use super::look::{Look, counts, han};
use super::term::term;
use crate::import::document::ListedValue;
use crate::message;

/// What parts items.
const PARTS: [char; 14] = [',', '，', ';', '；', '、', '/', '|', '\n', '。', '!', '！', '·', '•', '\\'];
/// Brackets and quotes around a code.
const AROUND: [char; 19] =
    ['(', '（', ')', '）', '[', ']', '【', '】', '"', '“', '”', '\'', '‘', '’', '*', '<', '>', '{', '}'];
/// Words that end in the one for an open list and open none.
const CLASSES: [&str; 20] = [
    "相等", "同等", "平等", "对等", "中等", "高等", "上等", "下等", "初等", "优等", "劣等", "均等", "不等", "头等",
    "特等", "一等", "二等", "三等", "甲等", "乙等",
];
/// What may stand behind that word at the end of a list.
const KINDS: [&str; 10] = ["等", "状态", "值", "类型", "情况", "方式", "选项", "枚举", "种", "类"];

/// What the values lack. None where their glosses are those of their neighbours.
pub(super) fn lacking(text: &str, values: &[ListedValue]) -> Option<Vec<String>> {
    if are_shifted(text, values) {
        return None;
    }
    let mut found = entries(text, values);
    found.extend(composed(text, values));
    found.extend(spelled_twice(values));
    found.extend(open_end(text, values));
    Some(found)
}

/// A piece of a text between blanks or signs.
struct Piece<'t> {
    word: &'t str,
    /// What stands before the code in the same word: `最大值:`.
    name: &'t str,
    code: &'t str,
    /// What stands behind the code.
    rest: &'t str,
    /// It begins what a sign parts from the words before it.
    first: bool,
    /// The word before it, where a blank parts the two.
    after: &'t str,
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for item in text.split(PARTS) {
        let mut after = "";
        for (at, word) in item.split_whitespace().enumerate() {
            let (name, code, rest) = code(word);
            pieces.push(Piece { word, name, code, rest, first: at == 0, after });
            after = word;
        }
    }
    pieces
}

/// The code with which a word begins, maybe behind the name of the field (`状态:1-普通`): the name, the code, what stands behind.
fn code(word: &str) -> (&str, &str, &str) {
    let mut name = "";
    let mut begun = word.trim_start_matches(AROUND);
    let at = begun.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(0);
    if begun.get(..at).is_some_and(|before| before.ends_with([':', '：', '(', '（', '[', '【'])) {
        (name, begun) = begun.split_at_checked(at).unwrap_or((name, begun));
    }
    let digits = begun.strip_prefix('-').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let sign = usize::from(digits.is_some());
    let end = begun.get(sign..).unwrap_or_default();
    let end = sign + end.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(end.len());
    let (code, rest) = begun.split_at_checked(end).unwrap_or((begun, ""));
    (name, code, rest)
}

/// Entries that are a code and nothing else, or written otherwise than the rest, or said a second time.
fn entries(text: &str, values: &[ListedValue]) -> Vec<String> {
    let Some(look) = Look::of_all(values.iter().map(|value| value.value.as_str())) else { return Vec::new() };
    let longest = values.iter().map(|value| value.value.len()).max().unwrap_or_default();
    let mut found = Vec::new();
    // Whether the words before are of the list, and a code before it that may begin it.
    let (mut listed, mut pending) = (false, None);
    let pieces = pieces(text);
    for (at, piece) in pieces.iter().enumerate() {
        if counts(piece.name) {
            continue;
        }
        let value = values.iter().find(|value| value.value == piece.code);
        if let Some(value) = value {
            found.extend(pending.take());
            listed = true;
            let next = pieces.get(at + 1).filter(|next| !next.first).map_or("", |next| next.word);
            found.extend(again(piece, next, value));
            continue;
        }
        let short = look != Look::Digits || piece.code.trim_start_matches('-').len() <= longest + 2;
        // `SO0 TOC销售`: what stands behind a code alone is its gloss; `VIP 配送` is one as well.
        let glosses = values.iter().any(|value| {
            value.value == piece.after && !piece.rest.is_empty()
                || look != Look::Digits && value.gloss.starts_with(piece.code)
        });
        let like = Look::of(piece.code) == Some(look) && short && !glosses && !counts(piece.after);
        let said = said(piece, look);
        let fits = || {
            piece.code.parse::<i32>().is_ok_and(|number| {
                values
                    .iter()
                    .filter_map(|value| value.value.parse::<i32>().ok())
                    .any(|known| (number - known).abs() < 3)
            })
        };
        let like = like && (said != Said::Glued || look != Look::Digits || fits());
        if !like || said == Said::Other {
            pending = None;
            // What goes on with a gloss is of the list still, what begins with other words is none.
            listed &= !piece.first;
            continue;
        }
        if listed {
            found.push(piece.code.to_owned());
        } else if look != Look::Lower || begins(piece, text) {
            pending = Some(piece.code.to_owned());
        }
    }
    found
}

/// Whether a piece is a code and nothing else.
fn begins(piece: &Piece<'_>, text: &str) -> bool {
    let named = piece.after.chars().all(han) && text.trim_start().starts_with(piece.after);
    (piece.first || named) && (piece.rest.trim_end_matches(AROUND).is_empty() || piece.rest.starts_with('→'))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Nothing,
    Gloss,
    /// A gloss, and no sign before it.
    Glued,
    Other,
}

/// What is said of a code right behind it.
fn said(piece: &Piece<'_>, look: Look) -> Said {
    let rest = piece.rest.trim_end_matches(AROUND);
    if !rest.contains(char::is_alphanumeric) {
        let counts = rest.starts_with(['%', '~', '+', '*', '#', '@']);
        return if counts { Said::Other } else { Said::Nothing };
    }
    let gloss = rest.trim_start_matches([':', '：', '=', '＝', '-', '—', '–', '→', '(', '（', '[', '【', '.']);
    let signed = gloss.len() < rest.len();
    match gloss.chars().next() {
        Some(c) if han(c) => {
            let counted = look == Look::Digits && !signed && COUNTED.contains(c);
            match () {
                () if counted => Said::Other,
                () if signed => Said::Gloss,
                () => Said::Glued,
            }
        }
        // `10:30` is a time, `3-5` a span, `2.5` a number.
        Some(c) if c.is_ascii_alphanumeric() && signed && !rest.starts_with('.') => {
            let other = look == Look::Digits && !gloss.contains(han) || look == Look::Lower && rest.starts_with('-');
            if other { Said::Other } else { Said::Gloss }
        }
        _ => Said::Other,
    }
}

/// The value, with other words behind it than those that were taken.
fn again(piece: &Piece<'_>, next: &str, value: &ListedValue) -> Option<String> {
    let signed = piece.rest.strip_prefix([':', '：', '=', '＝', '-', '—', '→', '(', '（']);
    let said = signed.or(Some(next).filter(|_| piece.rest.is_empty()))?;
    let gloss = term(said);
    let word = ["表示的是", "代表的是", "代表", "表示", "为", "是"].iter().find_map(|word| said.strip_prefix(*word));
    let bare = word.filter(|_| !said.starts_with("是否")).map(term);
    let other = gloss.starts_with(han) && value.differs(&gloss) && bare.is_none_or(|bare| value.differs(&bare));
    other.then(|| format!("{} {gloss}", value.value))
}

/// `01:甲,1:乙`: to a number the two are one value, which means two things.
fn spelled_twice(values: &[ListedValue]) -> Option<String> {
    let mut known: HashMap<&str, &ListedValue> = HashMap::new();
    let twice = values.iter().find(|value| {
        let first = *known.entry(message::code_key(&value.value)).or_insert(value);
        first.value != value.value && first.differs(&value.gloss)
    });
    twice.map(|other| format!("{} {}", other.value, other.gloss))
}

/// `A/1:甲`: a code of two parts, of which the last was taken.
fn composed(text: &str, values: &[ListedValue]) -> Option<String> {
    values.iter().find_map(|value| {
        text.match_indices(value.value.as_str()).find_map(|(at, _)| {
            let front = text.get(..at)?.strip_suffix('/')?;
            let begin = front.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
            let part = front.get(begin.len()..).filter(|part| !part.is_empty())?;
            let behind = text.get(at + value.value.len()..)?;
            let signed = behind.starts_with([':', '：', '=', '＝', '-', '(', '（']);
            let lead = begin.trim_end();
            let named = || lead.strip_suffix([':', '：', '(', '（']).is_some_and(|name| name.ends_with(han));
            let begins = lead.is_empty() || lead.len() < begin.len() || lead.ends_with(PARTS) || named();
            (signed && begins).then(|| format!("{part}/{}", value.value))
        })
    })
}

/// The word or sign with which a list goes on that says no more of it.
fn open_end(text: &str, values: &[ListedValue]) -> Option<String> {
    let ends = |gloss: &str| {
        let gloss =
            KINDS.iter().find_map(|kind| gloss.strip_suffix(kind).filter(|rest| rest.ends_with('等'))).unwrap_or(gloss);
        gloss.ends_with('等') && gloss.chars().count() > 1 && !CLASSES.iter().any(|word| gloss.ends_with(word))
    };
    for value in values {
        if ends(&value.gloss) {
            return Some("等".to_owned());
        }
        if value.gloss.ends_with(['…', '⋯']) || value.gloss.ends_with("..") {
            return Some("...".to_owned());
        }
        let place = text.find(&value.gloss).map(|at| at + value.gloss.len()).filter(|_| !value.gloss.is_empty());
        let behind = place.and_then(|at| text.get(at..)).unwrap_or_default();
        if let Some(end) = opens(behind) {
            return Some(end.to_owned());
        }
    }
    None
}

/// The open end at the beginning of a text, whatever brackets and signs stand before it.
pub(super) fn opens(text: &str) -> Option<&'static str> {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || AROUND.contains(&c) || PARTS.contains(&c));
    if rest.starts_with(['…', '⋯']) || rest.starts_with("...") {
        return Some("...");
    }
    let mut behind = rest.strip_prefix('等')?;
    while let Some(rest) = KINDS.iter().find_map(|kind| behind.strip_prefix(kind)) {
        behind = rest;
    }
    (!behind.starts_with(char::is_alphanumeric)).then_some("等")
}

/// The codes stand behind what they mean, or before it, and were paired the other way: `状态 WAIT_PAY 待付款 PAID 已付款` with the
/// words before each, `普通 1 加急 2 特快 3` with the words behind.
fn are_shifted(text: &str, values: &[ListedValue]) -> bool {
    if values.iter().any(|value| value.gloss.ends_with(['=', '＝', ':', '：', '→'])) {
        return true;
    }
    let (mut from, mut before) = (0, true);
    for value in values {
        let Some(at) = text.get(from..).and_then(|rest| rest.find(&value.value)).map(|at| at + from) else {
            return false;
        };
        let ahead = text.get(from..at).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
        before &= !value.gloss.is_empty() && ahead.ends_with(&value.gloss);
        from = at + value.value.len();
    }
    let behind = text.get(from..).unwrap_or_default();
    let next = behind.trim_start_matches([' ', '\t']);
    if before {
        return next.len() < behind.len() && next.starts_with(han);
    }
    // One code more behind the last gloss, and no sign that parts it.
    let last = values.last().map_or("", |value| value.gloss.as_str());
    let text = text.trim_end_matches(|c: char| !c.is_alphanumeric());
    text.ends_with(last)
        && last.rsplit_once(' ').is_some_and(|(gloss, code)| {
            let like = Look::of_all(values.iter().map(|value| value.value.as_str()));
            like.is_some() && Look::of(code) == like && code.len() < 5 && gloss.ends_with(han)
        })
        || turned(text, values)
}

/// `添加:1 消费:2 回滚:3`: a sign stands before the first code, and before one more at the end.
fn turned(text: &str, values: &[ListedValue]) -> bool {
    let signed = |before: &str| {
        let named = before.strip_suffix([':', '：', '=', '＝', '-', '→']).unwrap_or_default();
        named.ends_with(han)
    };
    let before = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    let last = text.get(before.len()..).unwrap_or_default();
    let first = values.first().and_then(|value| text.find(&value.value)).and_then(|at| text.get(..at));
    let like = Look::of_all(values.iter().map(|value| value.value.as_str()).chain([last])).is_some();
    like && values.iter().all(|value| value.value != last) && signed(before) && first.is_some_and(signed)
}

#[cfg(test)]
mod tests {
    use crate::import::read::prose::{self, Patterns};

    /// What a person is told beside the values, or the values alone.
    fn told(text: &str, patterns: &Patterns) -> String {
        let found = prose::read(text, patterns);
        let taken: Vec<String> = found.values.iter().map(|value| format!("{}={}", value.value, value.gloss)).collect();
        match prose::missed(&found.values, &found.candidates) {
            Some(_) => format!("? {}", found.candidates.join(" ")),
            None => taken.join(" "),
        }
    }

    #[test]
    fn what_a_list_lacks_is_told() {
        let patterns = Patterns::default();
        for (text, code) in [
            ("可选值:1(普通)、2(加急)、3", "3"),
            ("1(普通)、2、3(加急)", "2"),
            ("0:否;1:是;99", "99"),
            ("1,2表示已付款,3表示已发货", "1"),
            ("状态:WAIT_PAY-待付款,PAID-已付款,DONE", "DONE"),
            ("1:待付款 2已付款 3:已发货", "2"),
            ("1-甲 2-乙 3-0元购", "3"),
            ("a→甲,b:乙,c:丙", "a"),
            ("取值:N1 普通/N2 加急/N3 次日达/N3 退回", "次日达"),
            ("B/1:甲,B/2:乙", "B/1"),
            ("01:甲,02:丙,1:乙", "1"),
            ("1:待付款,2:已付款,...", "..."),
            ("1:待付款,2:已付款……", "..."),
            ("1:京东 2:淘宝 3:拼多多等", "等"),
            ("1表示周日,2表示周一...7表示周六", "..."),
        ] {
            let said = told(text, &patterns);
            assert!(said.starts_with('?') && said.split(' ').any(|told| told == code), "{text}: {said}");
        }
    }

    #[test]
    fn a_list_that_lacks_nothing_is_taken() {
        let patterns = Patterns::default();
        for (text, pairs) in [
            ("1:甲,2:乙,默认 1", "1=甲 2=乙"),
            ("可选值: 最大值:2 最小值:0 0(无) 1(红) 2(紫)", "0=无 1=红 2=紫"),
            ("1:头等,2:特等", "1=头等 2=特等"),
            ("业务类型(PO0  普通采购,SO0  TOC销售)", "PO0=普通采购 SO0=TOC销售"),
            ("类型 1 为促销价，2 为打折", "1=促销价 2=打折"),
            ("最多 20,状态:1:甲,2:乙", "1=甲 2=乙"),
            ("添加：1 消费：2 回滚：3", "1=添加 2=消费 3=回滚"),
            ("订单状态 WAIT_PAY 待付款 PAID 已付款", "WAIT_PAY=待付款 PAID=已付款"),
        ] {
            assert_eq!(told(text, &patterns), pairs, "{text}");
        }
    }
}
