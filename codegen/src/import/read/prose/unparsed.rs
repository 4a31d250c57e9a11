//! Notations of listed values that no rule takes a list from: their codes, for a person to look at.

use regex::Regex;

use super::distinct::Distinct;
use super::items::COUNTED;
use super::patterns::Patterns;
use super::searched::Searched;
use crate::import::read::cells;

/// Words that announce a list.
const CUES: [&str; 12] =
    ["状态", "类型", "可选", "枚举", "取值", "选项", "种类", "排序", "分别", "one of", "One of", "enum"];

/// The codes of a list whose glosses stand before them: `待付款=1 已付款=2`. Read the other way each would get its neighbour's gloss.
pub(super) fn reversed(text: &str, patterns: &Patterns) -> Vec<String> {
    let mut found = Distinct::default();
    for captures in patterns.reversed.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let rest = captures.get(0).and_then(|whole| text.get(whole.end()..)).unwrap_or_default();
        let code = captures.name("v").map(|code| code.as_str()).filter(|_| ends_item(rest));
        if let Some(code) = code {
            found.add(code);
        }
    }
    let found = found.codes();
    if found.len() >= 2 { found } else { Vec::new() }
}

/// Nothing behind a code is its gloss: the text ends, the item does, or the next gloss begins, which has a sign behind it.
fn ends_item(rest: &str) -> bool {
    let behind = rest.trim_start();
    let Some(first) = behind.chars().next() else { return true };
    let next = || {
        let sign = behind.trim_start_matches(cells::is_cjk).trim_start();
        rest.len() > behind.len() && cells::is_cjk(first) && sign.starts_with(['=', '＝', ':', '-', '(', '→'])
    };
    matches!(first, ')' | '）' | ',' | '，' | ';' | '；' | '、' | '/' | '|' | '。') || next()
}

/// What parts items of such a list. Blanks do as well, and may stand between a code and its gloss.
const PARTS: [char; 17] = [',', '，', ';', '；', '、', '/', '|', '。', '\n', '(', ')', '（', '）', ':', '：', '[', ']'];
/// Words that tell a caller to send the code behind them.
const SEND: [&str; 8] = ["请传", "传入", "传", "填写", "填", "输入", "选择", "选"];
/// A gloss with more letters is a sentence.
const GLOSS: usize = 10;
/// Words that go on with a sentence: `itemId和outId至少填一个`.
const JOINS: &str = "和或与及的对里";
/// Words that steps of a description begin with.
const STEPS: [&str; 8] = ["先", "再", "然后", "请", "若", "如", "当", "需"];

/// A code with its gloss right behind it.
struct Pair<'a> {
    code: &'a str,
    sent: bool,
}

/// The codes of a list without any sign: `asc升序 desc降序`, `Y是N否`, `传1待付款,传2已付款`. What gives it away is that nothing
/// else stands in its part of the text, and that its codes look alike.
pub(super) fn unsigned(text: &str) -> Vec<String> {
    let mut run: Vec<Pair<'_>> = Vec::new();
    for piece in text.split(PARTS).map(str::trim).filter(|piece| !piece.is_empty()) {
        let pairs = pairs(piece);
        if pairs.is_empty() {
            if is_list(&run) {
                break;
            }
            run.clear();
        }
        run.extend(pairs);
    }
    if is_list(&run) { run.iter().map(|pair| pair.code.to_owned()).collect() } else { Vec::new() }
}

/// The pairs that a piece of text is made of; none where it has anything else. What stands before the first code is the list's name.
fn pairs(piece: &str) -> Vec<Pair<'_>> {
    let Some(first) = piece.find(|c: char| c.is_ascii_alphanumeric()) else { return Vec::new() };
    let (name, mut rest) = piece.split_at(first);
    let name = name.trim_end_matches(QUOTES.split_at(1).1);
    let mut sent = SEND.iter().any(|word| name.ends_with(word));
    let named = !name.is_empty() && !sent && !name.ends_with(char::is_whitespace);
    let mut found = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (code, behind) = rest.split_at(end);
        let behind = behind.trim_start_matches(QUOTES);
        let end = behind.find(|c: char| c.is_ascii() || !c.is_alphabetic()).unwrap_or(behind.len());
        let (mut gloss, behind) = behind.split_at(end);
        let mut next = behind.trim_start_matches(QUOTES);
        let send = SEND.iter().find_map(|word| Some((next.strip_prefix(word)?, gloss)));
        let send = send.or_else(|| SEND.iter().find_map(|word| Some((next, gloss.strip_suffix(word)?))));
        let told =
            send.filter(|(next, _)| next.starts_with(|c: char| c.is_ascii_alphanumeric() || QUOTES.contains(&c)));
        if let Some(told) = told {
            (next, gloss) = (told.0.trim_start_matches(QUOTES), told.1);
        }
        let joined = gloss.starts_with(|c| JOINS.contains(c));
        let long = gloss.is_empty() || gloss.chars().count() > GLOSS || gloss.starts_with(|c| COUNTED.contains(c));
        if code.is_empty() || long || joined {
            return Vec::new();
        }
        found.push(Pair { code, sent });
        (sent, rest) = (told.is_some(), next);
    }
    // `使用API查询SKU信息` is a sentence, `是否可用Y可用N不可用` is none.
    if named && found.iter().any(|pair| pair.code.len() > 1) { Vec::new() } else { found }
}

/// Quotes that may stand around a code, and blanks.
const QUOTES: [char; 8] = [' ', '"', '\'', '“', '”', '‘', '’', '`'];

/// Two codes of one look; numbers only where a caller is told to send them, or where they count on.
fn is_list(run: &[Pair<'_>]) -> bool {
    let codes: Vec<String> = run.iter().map(|pair| pair.code.to_owned()).collect();
    let Some(like) = codes.first().map(|code| look(code)) else { return false };
    // One that stands there twice, with two glosses, is of the list all the more.
    let distinct = codes.iter().map(String::as_str).collect::<Distinct>().codes();
    let alike = codes.iter().all(|code| look(code) == like);
    let alike = alike && run.windows(2).all(|pair| matches!(pair, [one, two] if one.sent == two.sent));
    let numbers = like == Look::Digits;
    distinct.len() >= 2 && alike && (!numbers || counts_on(&distinct) || run.iter().all(|pair| pair.sent))
}

#[derive(PartialEq, Eq)]
enum Look {
    Digits,
    Upper,
    Lower,
    Mixed,
}

fn look(code: &str) -> Look {
    let has = |test: fn(&u8) -> bool| code.as_bytes().iter().any(test);
    match (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase)) {
        (false, false) => Look::Digits,
        (true, false) => Look::Upper,
        (false, true) => Look::Lower,
        (true, true) => Look::Mixed,
    }
}

/// The codes of a list with a sign between code and gloss that parts items elsewhere: `1/甲 2/乙`, `A~甲,B~乙`.
fn signed(text: &str) -> Vec<String> {
    const SIGNS: [char; 9] = ['/', '\\', '~', '_', '·', '>', '#', '@', '^'];
    let mut found = Distinct::default();
    let mut like: Option<(Look, char)> = None;
    for piece in text
        .split([' ', ',', '，', ';', '；', '、', '\n', '(', ')', '（', '）', ':', '：'])
        .filter(|piece| !piece.is_empty())
    {
        let end = piece.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(piece.len());
        let (code, behind) = piece.split_at(end);
        let sign = behind.chars().next().filter(|sign| SIGNS.contains(sign) && !code.is_empty());
        let gloss = sign.and_then(|sign| behind.strip_prefix(sign));
        let told = gloss.is_some_and(|gloss| {
            gloss.starts_with(|c| cells::is_cjk(c) && !COUNTED.contains(c)) && gloss.chars().count() <= GLOSS
        });
        let Some(sign) = sign.filter(|_| told) else { continue };
        match &like {
            Some(known) if *known != (look(code), sign) => return Vec::new(),
            _ => like = Some((look(code), sign)),
        }
        found.add(code);
    }
    let codes = found.codes();
    if codes.len() >= 2 && counts_on(&codes) { codes } else { Vec::new() }
}

/// The numbers in circles or brackets of one letter that a list is counted with: `①待付款②已付款`.
pub(super) fn circled(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{3229}' | '\u{3280}'..='\u{3289}' | '\u{2160}'..='\u{217b}');
    let mut found: Vec<String> = Vec::new();
    for (at, mark) in text.char_indices().filter(|(_, c)| is_mark(*c)) {
        let behind = text.get(at + mark.len_utf8()..).unwrap_or_default();
        let gloss = behind
            .split(|c: char| is_mark(c) || PARTS.contains(&c) && !matches!(c, ':' | '：'))
            .next()
            .unwrap_or_default()
            .trim();
        if gloss.chars().count() > GLOSS || STEPS.iter().any(|word| gloss.starts_with(word)) {
            return Vec::new();
        }
        if !found.iter().any(|known| known.starts_with(mark)) {
            found.push(mark.to_string());
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// Whether what was found looks like the codes of a list.
type Believable = fn(&[String]) -> bool;

/// The codes of a text that announces a list and writes it as none that is taken.
pub(super) fn announced(words: Searched<'_>, patterns: &Patterns) -> Vec<String> {
    let text = words.text;
    let told =
        if words.contains_any(&["传", "填", "选", "输入"]) { codes(text, &patterns.told) } else { Vec::new() };
    for codes in [circled(text), unsigned(text), signed(text), told] {
        if codes.len() >= 2 {
            return codes;
        }
    }
    if !words.contains_any(&CUES) {
        return Vec::new();
    }
    let named = |code: &String| code.contains(['_', '.']);
    let readings: [(&Option<Regex>, Believable); 5] = [
        (&patterns.wrapped, counts_on),
        (&patterns.glued, |codes| codes.len() > 2 && counts_on(codes)),
        (&patterns.odd_code, |_| true),
        (&patterns.spaced, |codes| codes.iter().any(|code| code.contains('_'))),
        (&patterns.either, |_| true),
    ];
    for (pattern, good) in readings {
        let found = codes(text, pattern);
        if found.len() >= 2 && good(&found) {
            return found;
        }
    }
    let turned = reversed(text, patterns);
    if counts_on(&turned) && turned.iter().all(|code| code.parse::<i32>().is_ok()) {
        return turned;
    }
    let bare = patterns.bare.as_ref().and_then(|pattern| pattern.captures(text));
    let bare = bare.and_then(|captures| captures.name("l")).map(|list| list.as_str()).unwrap_or_default();
    let bare = bare.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    let bare: Vec<String> = bare.filter(|code| !code.is_empty()).map(str::to_owned).collect();
    if bare.len() >= 2 && (bare.len() > 2 || bare.iter().any(named) || counts_on(&bare)) { bare } else { Vec::new() }
}

/// Numbers of which each is the next one and the first begins a list; or words.
pub(super) fn counts_on(codes: &[String]) -> bool {
    let numbers: Option<Vec<i32>> = codes.iter().map(|code| code.parse().ok()).collect();
    match numbers.as_deref() {
        Some(numbers @ [first, ..]) => {
            (-1..=1).contains(first) && numbers.windows(2).all(|pair| matches!(pair, [one, two] if *two == one + 1))
        }
        Some([]) => false,
        None => codes.iter().all(|code| code.parse::<i32>().is_err()),
    }
}

fn codes(text: &str, pattern: &Option<Regex>) -> Vec<String> {
    let mut found = Distinct::default();
    for captures in pattern.iter().flat_map(|pattern| pattern.captures_iter(text)) {
        let counted = captures.name("g").is_some_and(|gloss| COUNTED.contains(gloss.as_str()));
        for name in ["v", "w"] {
            let code = captures.name(name).map(|code| code.as_str()).filter(|_| !counted);
            if let Some(code) = code {
                found.add(code);
            }
        }
    }
    found.codes()
}
