//! What is a person's by its shape, in the platform's words: numbers of phones and of identity cards, addresses of mail.

use std::borrow::Cow;

use crate::generated::ground::visible::is_visible;

/// The text with a word in the place of each.
pub(crate) fn without_persons(text: &str) -> Cow<'_, str> {
    let mut places = Vec::new();
    mails(text, &mut places);
    numbers(text, &mut places);
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    places.sort_unstable();
    let (mut out, mut done) = (String::new(), 0);
    for (start, end, word) in places {
        if start >= done {
            out.push_str(text.get(done..start).unwrap_or_default());
            out.push_str(word);
            done = end;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Whether a text has the digits of a mobile phone, or those of an identity card that ends in X, with whatever around them.
pub(crate) fn holds_person(text: &str) -> bool {
    const CARD: [usize; 2] = [17, 18];
    let mut cards = text.match_indices(['x', 'X']).filter_map(|(at, _)| text.get(..at));
    text.split(|c: char| !c.is_ascii_digit()).any(is_mobile)
        || cards.any(|before| CARD.contains(&before.bytes().rev().take_while(u8::is_ascii_digit).count()))
}

type Place = (usize, usize, &'static str);

/// `name@host.example`
fn mails(text: &str, places: &mut Vec<Place>) {
    for at in memchr::memchr_iter(b'@', text.as_bytes()) {
        let (before, behind) = (text.get(..at).unwrap_or_default(), text.get(at..).unwrap_or_default());
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(byte);
        let name = before.bytes().rev().take_while(is_name).count();
        let host =
            behind.bytes().skip(1).take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(byte)).count();
        let host = behind.get(1..host.saturating_add(1)).unwrap_or_default().trim_end_matches(['.', '-']);
        if name > 0 && host.trim_start_matches('.').contains('.') {
            places.push((at.saturating_sub(name), at.saturating_add(host.len()).saturating_add(1), "<mail>"));
        }
    }
}

/// Digits without anything between them.
struct Group {
    start: usize,
    end: usize,
    digits: String,
    /// What stands before it and joins it to the one before.
    joint: char,
}

/// Longer than any of a person.
const LONGEST: usize = 24;

/// Numbers of mobile phones, in one piece or as people write them (`138-0013-8000`), in whatever width; of phones with the code of a
/// town; of identity cards. Ids and waybills have other shapes.
fn numbers(text: &str, places: &mut Vec<Place>) {
    let mut signs = text.char_indices().peekable();
    let mut before = None;
    while let Some((start, sign)) = signs.peek().copied() {
        if digit(sign).is_none() {
            before = Some(sign);
            signs.next();
            continue;
        }
        let (mut groups, mut joint): (Vec<Group>, char) = (Vec::new(), ' ');
        let joined = before.is_some_and(is_of_word);
        let mut at = start;
        loop {
            let mut group = Group { start: at, end: at, digits: String::new(), joint };
            while let Some((place, found, digit)) = signs.peek().and_then(|(at, c)| Some((*at, *c, digit(*c)?))) {
                group.digits.push(digit);
                group.end = place.saturating_add(found.len_utf8());
                before = Some(found);
                signs.next();
            }
            let end = group.end;
            groups.push(group);
            let mut rest = text.get(end..).unwrap_or_default().chars();
            match (rest.next(), rest.next()) {
                (Some(sign), Some(next)) if is_joint(sign) && digit(next).is_some() => {
                    joint = sign;
                    signs.next();
                    at = end.saturating_add(sign.len_utf8());
                }
                _ => break,
            }
        }
        of_run(text, &groups, joined, places);
    }
}

fn of_run(text: &str, groups: &[Group], joined: bool, places: &mut Vec<Place>) {
    let mut first = 0;
    while let Some(group) = groups.get(first) {
        let mut found = None;
        // Letters before it make it a part of something else.
        if !(first == 0 && joined) && group.digits.len() < LONGEST {
            found = (1..=groups.len().saturating_sub(first).min(15)).rev().find_map(|count| {
                let few = groups.get(first..first.saturating_add(count))?;
                // No person's number is shorter or longer.
                let digits: usize = few.iter().map(|group| group.digits.len()).sum();
                if !(10..=18).contains(&digits) {
                    return None;
                }
                let is_all = count == groups.len();
                named(text, few, is_all).map(|(end, word)| (count, end, word))
            });
        }
        match found {
            Some((count, end, word)) => {
                places.push((group.start, end, word));
                first = first.saturating_add(count);
            }
            None => first = first.saturating_add(1),
        }
    }
}

/// What these digits are, and where they end.
fn named(text: &str, groups: &[Group], is_all: bool) -> Option<(usize, &'static str)> {
    let last = groups.last()?.end;
    let behind = text.get(last..).and_then(|behind| behind.chars().next());
    let digits: String = groups.iter().take(LONGEST).flat_map(|group| group.digits.chars()).take(LONGEST).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.digits.len()).collect();
    // A point or a line joins other numbers too.
    let is_plain = groups.iter().skip(1).all(|group| !matches!(group.joint, '.' | '_'));
    let is_person = matches!(*lengths, [18 | 17] | [6, 8, 4 | 3]) && is_of_card(&digits);
    match behind {
        Some('x' | 'X' | 'ｘ' | 'Ｘ') if digits.len() == 17 && is_person => {
            let end = last.saturating_add(behind.map_or(0, char::len_utf8));
            let next = text.get(end..).and_then(|rest| rest.chars().next());
            return next.is_none_or(|next| !is_of_word(next)).then_some((end, "<id card>"));
        }
        Some(sign) if is_of_word(sign) => return None,
        _ => {}
    }
    if digits.len() == 18 && is_person {
        return Some((last, "<id card>"));
    }
    let local = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).filter(|local| local.len() == 11);
    let is_grouped =
        matches!(*lengths, [11 | 13 | 15] | [3, 4, 4] | [2 | 4, 3, 4, 4] | [2 | 4, 11]) || is_all && is_plain;
    if is_grouped && is_mobile(local.unwrap_or(&digits)) {
        return Some((last, "<phone>"));
    }
    let is_town = matches!(*lengths, [3 | 4, 7 | 8]) && is_plain && digits.starts_with('0');
    is_town.then_some((last, "<phone>"))
}

/// A number of a mobile phone, without the code of a country.
fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && digits.starts_with('1') && digits.get(1..2) >= Some("3")
}

/// Six digits of a place and a day of birth.
fn is_of_card(digits: &str) -> bool {
    let part =
        |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u16>().ok()).unwrap_or_default();
    !digits.starts_with('0')
        && (1900..2100).contains(&part(6, 10))
        && (1..=12).contains(&part(10, 12))
        && (1..=31).contains(&part(12, 14))
}

/// A digit in either width.
fn digit(sign: char) -> Option<char> {
    match sign {
        '0'..='9' => Some(sign),
        '０'..='９' => u32::from(sign).checked_sub(0xfee0).and_then(char::from_u32),
        _ => None,
    }
}

/// What may stand between the digits of one number.
fn is_joint(sign: char) -> bool {
    matches!(sign, '-' | '.' | '_')
        || sign.is_whitespace() && !matches!(sign, '\n' | '\r')
        || !sign.is_control() && !is_visible(sign)
}

fn is_of_word(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || sign == '_'
}

#[cfg(test)]
mod tests {
    use super::{holds_person, without_persons};

    #[test]
    fn letters_around_a_persons_number_hide_none() {
        for text in ["tel13800001111", "13800001111x", "a13800001111b", "330106199001011234X", "no11010119900307123x"] {
            assert!(holds_person(text), "{text}");
        }
        for text in ["", "1692089714634374451", "SF12345678901", "10000000000", "0x1F", "2023-01-02 13:04:05", "x"] {
            assert!(!holds_person(text), "{text}");
        }
    }

    #[test]
    fn what_is_a_persons_by_its_shape_is_not_shown() {
        for (text, word) in [
            ("13800001234", "<phone>"),
            ("1380000 1234", "<phone>"),
            ("138-0000-1234", "<phone>"),
            ("138 0000 1234", "<phone>"),
            ("138\u{a0}0000\u{a0}1234", "<phone>"),
            ("138.0000.1234", "<phone>"),
            ("138_0000_1234", "<phone>"),
            ("138 00 00 12 34", "<phone>"),
            ("1 3 8 0 0 0 0 1 2 3 4", "<phone>"),
            ("138\u{200b}00001234", "<phone>"),
            ("8613800001234", "<phone>"),
            ("86-138-0000-1234", "<phone>"),
            ("0086 13800001234", "<phone>"),
            ("１３８００００１２３４", "<phone>"),
            ("1３8００００1234", "<phone>"),
            ("010-88886666", "<phone>"),
            ("0571-88886666", "<phone>"),
            ("110101199003071234", "<id card>"),
            ("11010119900307123X", "<id card>"),
            ("11010119900307123x", "<id card>"),
            ("110101 19900307 1234", "<id card>"),
            ("zhangsan@example.com", "<mail>"),
            ("zhang.san+1@mail.qq.com", "<mail>"),
        ] {
            for around in ["@", "收货信息@有误", "tel:@, x", "phone=@&x", "(@)", "a @ b", "@."] {
                assert_eq!(without_persons(&around.replace('@', text)), around.replace('@', word), "{text}");
            }
        }
    }

    #[test]
    fn other_numbers_stay() {
        for text in [
            "",
            "1692089714634374451",
            "tid 6222021234567890123",
            "SF13800001234",
            "13800001234567",
            "2023-01-02 13:04:05",
            "2023-01-02 13.04.05",
            "12800001234",
            "1380000.1234",
            "13800.001234",
            "a@b",
            "@example.com",
            "200.07 yuan",
            "127.0.0.1:8080",
            "0123456",
            "880000000001",
            "110101189003071234",
        ] {
            assert_eq!(without_persons(text), text);
        }
    }
}
