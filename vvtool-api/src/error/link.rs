//! Links inside the platform's words: found when somebody needs one, hidden from what is shown.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

use super::matching::beginning as part_of;
use crate::decode::inner_json;
use crate::decode::scan::Scanner;

const HIDDEN: &str = "<link>";

/// Where a link stands in a text, it stands in so much of it.
const LONGEST: usize = 262_144;

/// JSON in texts inside each other, and escapes of escapes, as far as anybody writes them.
const DEEPEST: u8 = 3;

/// A link, and whether more of it may stand behind it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) text: String,
    pub(crate) may_go_on: bool,
}

/// The first `http(s)` link anywhere in a JSON value, a plain text, or something that wanted to be JSON. Nothing is built of what is
/// passed over: it may be as long as a reply can be.
///
/// The shape of the reply that carries an authorisation link is not documented: a string, an object, an object in an array.
pub(crate) fn first_link(json: &[u8]) -> Option<Link> {
    match core::str::from_utf8(json) {
        Ok(json) if crate::decode::check_syntax(json).is_ok() => in_json(json, 0),
        _ => in_text(part_of(&String::from_utf8_lossy(json), LONGEST)),
    }
}

/// The whole text, where it is nothing but a link: whatever signs are in it, a browser takes them.
fn whole(text: &str) -> Option<String> {
    let text = text.trim();
    let length = beginning(text).or_else(|| app(text, 0).filter(|(start, _)| *start == 0).map(|(_, behind)| behind))?;
    let rest = text.get(length..)?;
    let ends =
        |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\`“”‘’，。；！、（）【】《》「」『』".contains(c);
    let is_link = !rest.contains(ends) && !rest.contains("://") && !rest.contains("&quot;") && !rest.contains("&#");
    is_link.then(|| without_punctuation(text, "")).filter(|link| is_place(link)).map(str::to_owned)
}

/// A scheme that opens a page or an app, and a host: a browser is sent to a place.
fn is_place(link: &str) -> bool {
    const NO_PAGES: [&str; 6] = ["ftp", "file", "jdbc", "redis", "mysql", "ws"];
    let Some((scheme, rest)) = link.split_once("://") else { return false };
    if NO_PAGES.iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return false;
    }
    let host = rest.split(['/', '?', '#']).next().and_then(|host| host.rsplit('@').next()).unwrap_or_default();
    let is_host = host.starts_with('[')
        || host.split(':').next().is_some_and(|name| name.contains(|c: char| c.is_alphanumeric()));
    is_host && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte))
}

/// In the strings of a JSON value, but for keys.
fn in_json(json: &str, depth: u8) -> Option<Link> {
    let (mut at, mut scratch) = (0, String::new());
    loop {
        // Nothing but a string has quotes.
        at += memchr(b'"', json.as_bytes().get(at..)?)?;
        let mut scan = Scanner::new(json, at);
        let text = scan.string(&mut scratch).ok()?;
        at = scan.offset();
        if scan.peek() == b':' {
            continue;
        }
        let text = part_of(text, LONGEST);
        let found = match inner_json(text).filter(|_| depth < DEEPEST) {
            Some(json) => in_json(json, depth.saturating_add(1)),
            None => in_text(text),
        };
        if found.is_some() {
            return found;
        }
    }
}

fn in_text(text: &str) -> Option<Link> {
    let mut rest = text;
    if let Some(text) = whole(text) {
        return Some(Link { text, may_go_on: false });
    }
    while let Some((start, end)) = place(rest) {
        let behind = rest.get(end..)?;
        if let Some(text) = rest.get(start..end).and_then(unescaped) {
            return Some(Link { may_go_on: goes_on(&text, behind), text });
        }
        rest = behind;
    }
    // That of an app.
    let (start, behind) = app(text, 0)?;
    let end = link_end(text, start, behind);
    let link = text.get(start..end).filter(|link| !link.contains('\\') && is_place(link))?;
    Some(Link { text: link.to_owned(), may_go_on: goes_on(link, text.get(end..)?) })
}

/// What stands behind a link looks like the rest of its query: whoever wrote it did not escape what ends a link.
fn goes_on(link: &str, behind: &str) -> bool {
    const NEAR: usize = 300;
    let near = part_of(behind, NEAR);
    let sentence = near.split(['\n', '\r', '。']).next().unwrap_or_default();
    let sentence = sentence.split("://").next().unwrap_or_default();
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']');
    let is_parameter = |text: &str| {
        let value = text.trim_start_matches(is_name);
        value.len() < text.len() && value.starts_with(['=', '＝'])
    };
    let asks = |sign: char| matches!(sign, '?' | '？') && !link.contains('?');
    let joins = |sign: char| matches!(sign, '&' | '＆') || asks(sign);
    // A query that begins behind the sign that ended the link, or goes on behind it.
    sentence
        .char_indices()
        .any(|(at, sign)| joins(sign) && sentence.get(at.saturating_add(sign.len_utf8())..).is_some_and(is_parameter))
}

/// Where a link of whatever scheme starts (`weixin://`), and what is behind its slashes. Those of the web are found in all their forms
/// before.
fn app(text: &str, from: usize) -> Option<(usize, usize)> {
    const LONGEST_SCHEME: usize = 32;
    let mut from = from;
    loop {
        let colon = from.saturating_add(memchr(b':', text.as_bytes().get(from..)?)?);
        from = colon.saturating_add(1);
        let behind = text.get(from..)?;
        let Some(length) = ["//", "\\/\\/"].iter().find(|form| behind.starts_with(**form)).map(|form| form.len())
        else {
            continue;
        };
        let before = text.as_bytes().get(..colon)?;
        let is_of_scheme = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+.-".contains(*byte);
        let scheme = before.iter().rev().take(LONGEST_SCHEME).take_while(is_of_scheme).count();
        let start = colon.saturating_sub(scheme);
        let name = text.get(start..colon)?;
        let is_web = ["http", "https"].iter().any(|known| name.eq_ignore_ascii_case(known));
        if scheme > 1 && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_web {
            return Some((start, from.saturating_add(length)));
        }
    }
}

/// Where a link without a scheme starts and what is behind its beginning: `//host.example/path`, `host.example/path?query=1`.
fn bare(text: &str, from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let slash = from.saturating_add(memchr(b'/', text.as_bytes().get(from..)?)?);
        from = slash.saturating_add(1);
        let before = text.as_bytes().get(..slash)?;
        let is_of_host = |byte: &&u8| byte.is_ascii_alphanumeric() || b".-:".contains(*byte);
        let host = |bytes: &[u8]| {
            let name = bytes.split(|byte| *byte == b':').next().unwrap_or_default();
            name.contains(&b'.')
                && name
                    .rsplit(|byte| *byte == b'.')
                    .next()
                    .is_some_and(|top| top.len() > 1 && top.iter().all(u8::is_ascii_alphabetic))
        };
        if let Some(rest) = text.get(from..).and_then(|rest| rest.strip_prefix('/')) {
            let length = rest.bytes().take(255).take_while(|byte| is_of_host(&byte)).count();
            from = from.saturating_add(1);
            if !before.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'/' | b'\\'))
                && host(rest.as_bytes().get(..length)?)
            {
                return Some((slash, from.saturating_add(length)));
            }
            from = from.saturating_add(length);
            continue;
        }
        let length = before.iter().rev().take(255).take_while(is_of_host).count();
        let start = slash.saturating_sub(length);
        let is_first = !text.get(..start)?.ends_with(['/', '@', '_', '<', '\\', '%']);
        if is_first && host(before.get(start..)?) {
            let end = link_end(text, start, from);
            if text.get(from..end)?.contains('?') {
                return Some((start, from));
            }
            from = end.max(from);
        }
    }
}

/// A link as it is used; none where only its letters are left of it.
fn unescaped(link: &str) -> Option<String> {
    let mut link = Cow::Borrowed(link);
    for _ in 0..DEEPEST {
        if !link.contains('\\') {
            break;
        }
        let (quoted, mut plain) = (format!("\"{link}\""), String::new());
        link = Cow::Owned(Scanner::new(&quoted, 0).string(&mut plain).ok()?.to_owned());
    }
    let (_, end) = place(&link).filter(|(start, _)| *start == 0)?;
    link.get(..end).filter(|link| is_place(link)).map(str::to_owned)
}

/// The text with every link replaced.
pub(super) fn without_links(text: &str) -> Cow<'_, str> {
    let mut rest = text;
    let mut out = String::new();
    while let Some((start, end)) = place(rest) {
        out.push_str(rest.get(..start).unwrap_or_default());
        out.push_str(HIDDEN);
        rest = rest.get(end..).unwrap_or_default();
    }
    let text = if out.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(out + rest) };
    let text = replaced(text, app);
    replaced(text, bare)
}

/// The text with every link of a kind replaced.
fn replaced(text: Cow<'_, str>, find: fn(&str, usize) -> Option<(usize, usize)>) -> Cow<'_, str> {
    let (mut out, mut done, mut from) = (String::new(), 0, 0);
    while let Some((start, behind)) = find(&text, from) {
        let end = link_end(&text, start, behind);
        if start >= done {
            out.push_str(text.get(done..start).unwrap_or_default());
            out.push_str(HIDDEN);
            done = end;
        }
        from = end.max(behind);
    }
    if out.is_empty() {
        return text;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Where the first link starts and ends: at the first character that no URL contains unescaped, without what belongs to the sentence
/// around it. Its signs may be escaped in whatever way a text passes through.
fn place(text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    let (tail, beginning) = loop {
        start += memchr2(b'h', b'H', text.as_bytes().get(start..)?)?;
        let tail = text.get(start..)?;
        if let Some(length) = beginning(tail) {
            break (tail, length);
        }
        start += 1;
    };
    Some((start, link_end(text, start, start.saturating_add(tail.len().min(beginning)))))
}

/// Where a link ends that starts here, and of which so much is known: at the first character that no link contains, without what belongs to
/// the sentence around it.
fn link_end(text: &str, start: usize, behind: usize) -> usize {
    let tail = text.get(start..).unwrap_or_default();
    let mut end = behind.saturating_sub(start);
    while let Some(byte) = tail.as_bytes().get(end) {
        let rest = tail.get(end..).unwrap_or_default();
        end += match byte {
            b'\\' => match escape(rest) {
                Some(length) => length,
                None => break,
            },
            b'&' if ["&quot;", "&#34;", "&#39;", "&apos;", "&lt;", "&gt;"]
                .iter()
                .any(|sign| rest.starts_with(sign)) =>
            {
                break;
            }
            b'^' | b'|'
                if rest
                    .as_bytes()
                    .get(1)
                    .is_some_and(|next| next.is_ascii_alphanumeric() || b"%&=/".contains(next)) =>
            {
                1
            }
            b'"' | b'<' | b'>' | b'^' | b'`' | b'{' | b'|' | b'}' => break,
            _ if !byte.is_ascii() => match words(rest, tail.get(..end).unwrap_or_default()) {
                Some(length) => length,
                None => break,
            },
            _ if !byte.is_ascii_graphic() => break,
            _ => 1,
        };
    }
    let link = tail.get(..end).unwrap_or_default();
    start.saturating_add(without_punctuation(link, text.get(..start).unwrap_or_default()).len())
}

/// How long words of another script are that belong to a link: a value of its query, or what its own signs follow. Other words belong to
/// the sentence.
fn words(text: &str, link: &str) -> Option<usize> {
    let is_word = |c: char| !c.is_ascii() && !c.is_whitespace() && c.is_alphanumeric();
    let length = text.find(|c| !is_word(c)).unwrap_or(text.len());
    let is_inside = text.get(length..)?.starts_with(['/', '?', '&', '=', '#', '%', '|', '^']);
    // Of a host in that script the rest follows.
    let is_host = link.ends_with("://") && text.get(length..)?.starts_with('.');
    (length > 0 && (is_inside || is_host || link.ends_with('='))).then_some(length)
}

/// How many backslashes belong to a sign of the link: `\/`, `\u0026`. All at once, as there may be as many as a reply is long.
fn escape(text: &str) -> Option<usize> {
    let sign = text.trim_start_matches('\\');
    let is_unit = |unit: &str| unit.len() == 4 && unit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_sign = sign.starts_with('/') || sign.strip_prefix('u').and_then(|unit| unit.get(..4)).is_some_and(is_unit);
    is_sign.then(|| text.len() - sign.len())
}

/// How long `https://` is, escaped in JSON, in a URL or in HTML, once or twice; none where the text begins with anything else.
fn beginning(text: &str) -> Option<usize> {
    const COLONS: [&str; 7] = [":", "%3a", "%253a", "&#58;", "&#x3a;", "&colon;", "u003a"];
    const SLASHES: [&str; 7] = ["/", "%2f", "%252f", "&#47;", "&#x2f;", "&sol;", "u002f"];
    let rest = without(text, "http")?;
    let mut rest = without(rest, "s").unwrap_or(rest);
    for forms in [&COLONS, &SLASHES, &SLASHES] {
        let sign = rest.trim_start_matches('\\');
        rest = forms.iter().find_map(|form| without(sign, form))?;
    }
    Some(text.len() - rest.len())
}

/// The text behind a word, in whatever letters.
fn without<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    head.eq_ignore_ascii_case(word).then_some(rest)
}

/// A link in a sentence, without the quote or the bracket that was opened before it, and without what ends the sentence.
fn without_punctuation<'a>(link: &'a str, before: &str) -> &'a str {
    let link = match before.trim_end().chars().next_back() {
        Some('\'') => link.split('\'').next().unwrap_or(link),
        _ => link,
    };
    let mut link = link.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    // A bracket of its own stays: `?y=(2)`.
    let mut closed = link.matches(')').count();
    let opened = link.matches('(').count();
    while let Some(without) = link.strip_suffix(')') {
        closed -= 1;
        if opened > closed {
            break;
        }
        link = without.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'']);
    }
    link
}
