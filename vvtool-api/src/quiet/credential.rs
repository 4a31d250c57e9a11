//! Who may do what: a name and a password in front of a host, and the value of a parameter that opens something, in a link, in what is
//! left of one, or behind a colon; a token that is known by its shape.

use std::borrow::Cow;

const HIDDEN: &str = "<secret>";

/// The text without them. Other parameters stay: which they were is what somebody wants to know.
pub(crate) fn without_credentials(text: &str) -> Cow<'_, str> {
    let steps: [fn(&str) -> Cow<'_, str>; 4] = [
        |text| replaced(text, '=', value),
        |text| replaced(text, ':', told),
        |text| replaced(text, '@', account),
        bare,
    ];
    steps.into_iter().fold(Cow::Borrowed(text), |text, step| match step(&text) {
        Cow::Owned(without) => Cow::Owned(without),
        Cow::Borrowed(_) => text,
    })
}

/// The text with what `find` sees around a sign replaced.
fn replaced(text: &str, sign: char, find: fn(&str, &str) -> Option<(usize, usize)>) -> Cow<'_, str> {
    let (mut out, mut done) = (String::new(), 0);
    for (at, _) in text.match_indices([sign, wide(sign)]) {
        let end = at.saturating_add(text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        let [before, behind] = [text.get(done..at), text.get(end..)].map(Option::unwrap_or_default);
        if let Some((ahead, after)) = find(before, behind) {
            out.push_str(text.get(done..at.saturating_sub(ahead)).unwrap_or_default());
            if ahead == 0 {
                out.push_str(text.get(at..end).unwrap_or_default());
            }
            out.push_str(HIDDEN);
            done = if ahead == 0 { end.saturating_add(after) } else { at };
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    Cow::Owned(out + text.get(done..).unwrap_or_default())
}

fn wide(sign: char) -> char {
    match sign {
        '=' => '＝',
        ':' => '：',
        _ => '＠',
    }
}

/// Where a value ends that stands in a text.
fn is_end(c: char) -> bool {
    c.is_whitespace() || c.is_control() || "&\"'<>`;,{}[]()|\\，。；！、（）【】《》“”‘’".contains(c)
}

/// What may be a token: sentences have no words with figures that are as long.
fn is_token(text: &str) -> bool {
    const SHORTEST: usize = 8;
    text.len() >= SHORTEST && text.is_ascii() && text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The value behind `SessionKey: `; what stands before it there, like `Bearer`, stays.
fn told(before: &str, behind: &str) -> Option<(usize, usize)> {
    let value = behind.trim_start_matches([' ', '\t']);
    let blanks = behind.len().saturating_sub(value.len());
    Some((0, blanks.saturating_add(length(before, value, is_token)?)))
}

/// What stands behind `Bearer` and `Basic`, and a token that is its own proof (`eyJ…`).
fn bare(text: &str) -> Cow<'_, str> {
    let is_proof = |word: &str| word.starts_with("eyJ") && word.split('.').count() == 3;
    let (mut out, mut done) = (String::new(), 0);
    let (mut at, mut is_borne) = (0_usize, false);
    for piece in text.split_inclusive(is_end) {
        let word = piece.trim_end_matches(is_end);
        if is_token(word) && (is_borne || is_proof(word)) {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push_str(HIDDEN);
            done = at.saturating_add(word.len());
        }
        at = at.saturating_add(piece.len());
        if !word.is_empty() {
            is_borne = ["bearer", "basic"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme));
        }
    }
    if done == 0 { Cow::Borrowed(text) } else { Cow::Owned(out + text.get(done..).unwrap_or_default()) }
}

/// The name that ends a text.
fn name(before: &str) -> Option<&str> {
    const LONGEST: usize = 40;
    let is_of_name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let length: usize = before.chars().rev().take(LONGEST).take_while(is_of_name).map(char::len_utf8).sum();
    before.get(before.len().saturating_sub(length)..)
}

/// The value behind `token=`.
fn value(before: &str, behind: &str) -> Option<(usize, usize)> {
    const SHORTEST: usize = 4;
    Some((0, length(before, behind, |head| head.len() >= SHORTEST && !is_word(head))?))
}

/// How long the value is that begins a text, where the name before it opens something; as much of it is looked at as tells what it is.
fn length(before: &str, value: &str, is_secret: fn(&str) -> bool) -> Option<usize> {
    const LONGEST_HEAD: usize = 200;
    // Names first: a text may be long, and all of signs.
    if !opens(name(before)?) {
        return None;
    }
    let head = value.char_indices().map(|(at, _)| at).nth(LONGEST_HEAD).and_then(|end| value.get(..end));
    let head = head.unwrap_or(value);
    let head = head.get(..head.find(is_end).unwrap_or(head.len()))?;
    is_secret(head).then(|| value.find(is_end).unwrap_or(value.len()))
}

/// A parameter by whose value somebody is let in.
fn opens(name: &str) -> bool {
    const PARTS: [&str; 12] = [
        "token",
        "session",
        "secret",
        "passw",
        "pwd",
        "signature",
        "accesskey",
        "apikey",
        "authorization",
        "credential",
        "ticket",
        "jwt",
    ];
    const WHOLE: [&str; 7] = ["sign", "sig", "auth", "sid", "key", "pass", "authcode"];
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    PARTS.iter().any(|part| plain.contains(part)) || WHOLE.contains(&&*plain)
}

/// What messages say of a parameter instead of its value.
fn is_word(value: &str) -> bool {
    const WORDS: [&str; 9] = ["null", "none", "true", "false", "empty", "invalid", "expired", "missing", "undefined"];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word)) || value.contains(HIDDEN) || !value.is_ascii()
}

/// `name:password` before `@host`.
fn account(before: &str, behind: &str) -> Option<(usize, usize)> {
    const LONGEST: usize = 200;
    let host = behind.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))).next()?;
    let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric());
    let is_of_account = |c: &char| c.is_ascii_graphic() && !matches!(c, '/' | '"' | '\'' | '<' | '>' | '(' | ',' | '@');
    let length: usize = before.chars().rev().take(LONGEST).take_while(is_of_account).map(char::len_utf8).sum();
    let account = before.get(before.len().saturating_sub(length)..)?;
    let is_account = account.contains(':') && !account.ends_with(':');
    (is_host && is_account).then_some((length, 0))
}

#[cfg(test)]
mod tests {
    use super::without_credentials;

    #[test]
    fn what_lets_somebody_in_is_not_shown_and_what_stands_around_it_is() {
        for (text, shown) in [
            ("h.example?token=abc12345&x=1", "h.example?token=<secret>&x=1"),
            ("/auth?x=1&access_token=abc12345 见", "/auth?x=1&access_token=<secret> 见"),
            ("a;session=abc12345;b", "a;session=<secret>;b"),
            ("?sign=ABCDEF，重试", "?sign=<secret>，重试"),
            ("token＝abc12345", "token＝<secret>"),
            ("http:h.example/a?sessionKey = x", "http:h.example/a?sessionKey = x"),
            ("refresh-token=abc12345|user_password=12345678", "refresh-token=<secret>|user_password=<secret>"),
            ("app_secret=a1b2c3d4 token=e5f6g7h8", "app_secret=<secret> token=<secret>"),
            ("user:pw@h.example:80/a?x=1", "<secret>@h.example:80/a?x=1"),
            ("redis://:pw@h:6379/0", "redis://<secret>@h:6379/0"),
            ("user:p@ss:x@h.example", "<secret>@<secret>@h.example"),
            ("用户 a:b@h.example 和 c:d@i.example", "用户 <secret>@h.example 和 <secret>@i.example"),
            ("SessionKey:6100abcd1234", "SessionKey:<secret>"),
            ("app_secret: a1b2c3d4e5，重试", "app_secret:<secret>，重试"),
            ("token：a1b2c3d4e5", "token：<secret>"),
            ("Authorization: Bearer a1b2c3d4e5", "Authorization: Bearer <secret>"),
            ("the bearer a1b2c3d4e5 is gone", "the bearer <secret> is gone"),
            ("无效 eyJhbGciOi1.eyJzdWIiOi2.c2lnbmF0dXJl3", "无效 <secret>"),
            // These say nothing.
            ("token: expired, session: 无效", "token: expired, session: 无效"),
            ("the bearer of bad news, eyJ", "the bearer of bad news, eyJ"),
            ("token=null&x=1", "token=null&x=1"),
            ("session=invalid", "session=invalid"),
            ("x=12345678&keyword=shirt&tid=1692089714634374451", "x=12345678&keyword=shirt&tid=1692089714634374451"),
            ("a@b.example", "a@b.example"),
            ("令牌=无效的令牌", "令牌=无效的令牌"),
            ("1 = 1, a == b @ c", "1 = 1, a == b @ c"),
            ("", ""),
        ] {
            assert_eq!(without_credentials(text), shown, "{text}");
        }
        // Of a long one nothing is left behind, however it is told.
        let long = "a1".repeat(200);
        for before in ["token=", "token:", "Bearer "] {
            assert_eq!(without_credentials(&format!("{before}{long}")), format!("{before}<secret>"));
        }
    }
}
