//! What came instead of JSON: said by name, read only where it is the platform's own error in XML, and never a success. And what came
//! around it, or is left of it.

use core::ops::Range;
use std::borrow::Cow;

use super::envelope_fields::{NOT_A_CODE, is_error_key, own_name};
use super::members::{self, Member};
use super::notes::shown_key;
use super::scan::{Scanner, Syntax};
use super::{Outcome, Run, envelope, inner_json, inside, lists, told};
use crate::meta::Protocol;
use crate::value::Text;

/// What bytes are that are no text.
pub(super) fn binary(body: &[u8]) -> Option<&'static str> {
    match body {
        [0x1F, 0x8B, ..] => Some("a gzip archive came instead of JSON, without being asked for"),
        [0x78, 0x01 | 0x5E | 0x9C | 0xDA, ..] => {
            Some("compressed data (zlib) came instead of JSON, without being asked for")
        }
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some("compressed data (zstd) came instead of JSON, without being asked for"),
        [b'P', b'K', 3, 4, ..] => Some("a ZIP archive came instead of JSON"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => Some("text in UTF-16 came instead of JSON in UTF-8"),
        _ => None,
    }
}

/// What bytes are that a header announces as encoded, by the name it gives them: nothing was asked for but the text as it is.
#[cold]
pub(crate) fn encoded(announced: &str) -> Option<String> {
    let names = announced.split(',').map(str::trim).filter(|name| !name.is_empty());
    let names: Vec<&str> = names.filter(|name| !name.eq_ignore_ascii_case("identity")).map(shown_key).collect();
    let names = names.join(", ");
    (!names.is_empty()).then(|| format!("encoded data ({names}) came instead of JSON, without being asked for"))
}

/// What a text is that does not begin as JSON does; `None` when it might be JSON.
pub(super) fn of_json(text: &str, run: &mut Run<'_>) -> Option<Outcome> {
    let text = text.trim_start();
    if text.starts_with('<') {
        return Some(markup(text, run));
    }
    is_call(text).then_some(Outcome::Foreign("JSONP came instead of JSON"))
}

/// What a program printed before its reply, a warning mostly: the rest is one object. None where the text begins with JSON, or is a
/// call.
pub(super) fn before_json(text: &str) -> Option<&str> {
    let begins = |first: u8| matches!(first, b'{' | b'[' | b'"');
    // Blanks as the scanner knows them: a form feed is none.
    if text.trim_start_matches([' ', '\n', '\r', '\t']).bytes().next().is_none_or(|first| first == b'{')
        || is_call(text.trim_start())
    {
        return None;
    }
    let (before, _) =
        braces(text).filter_map(|at| text.split_at_checked(at)).find(|(_, json)| super::inner_json(json).is_some())?;
    // A value before the object is an answer of its own, and so is one that another stands in.
    let is_value = super::check_syntax(before.trim()).is_ok() || before.trim_start().bytes().next().is_some_and(begins);
    (!is_value).then_some(before)
}

/// Where an object may begin behind something that was printed, as far as it is looked for.
fn braces(text: &str) -> impl Iterator<Item = usize> {
    const LONGEST: usize = 64 * 1024;
    const MOST: usize = 16;
    memchr::memchr_iter(b'{', text.as_bytes()).take_while(|at| *at <= LONGEST).take(MOST)
}

/// A reply that was encoded twice: what the text holds, or the text.
#[cold]
pub(super) fn out_of_text<'b>(text: Cow<'b, str>, run: &mut Run<'_>) -> Cow<'b, str> {
    let mut scan = Scanner::new(&text, 0);
    let mut scratch = String::new();
    let Some(json) = scan.string(&mut scratch).ok().and_then(inner_json) else { return text };
    let json = json.to_owned();
    if !scan.tail().is_empty() || run.spend(json.len(), &scan).is_err() {
        return text;
    }
    run.notes.outer("$", "an object", "it as JSON in a text", "");
    Cow::Owned(json)
}

/// Where the only value of the list before `scan` stands, when it is an object and nothing follows the list.
#[cold]
pub(super) fn only_object(mut scan: Scanner<'_>, run: &mut Run<'_>) -> Option<Range<usize>> {
    if scan.peek() != b'[' {
        return None;
    }
    let (mut count, mut only) = (0_usize, None);
    let end = lists::each_row(scan, |start, is_object, end| {
        count = count.saturating_add(1);
        only = is_object.then_some(start..end);
    })
    .ok()?;
    let only = only.filter(|_| count == 1 && scan.back_to(end).tail().is_empty())?;
    run.notes.outer("$", "an object", "a list of one, which is read", "");
    Some(only)
}

/// A failure of which the code was read, and the rest cannot be.
pub(crate) const UNREAD: &str = "the rest of the answer cannot be read";

/// The reply went wrong behind a code that says failure.
#[cold]
pub(super) fn is_refusal(text: &str, run: &mut Run<'_>) -> bool {
    // Where the text ends within its digits, it may be the beginning of another code.
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e' | 'E'));
    let key = before.trim_end().strip_suffix(':').map(|key| key.trim_end().to_ascii_lowercase());
    if before.len() < text.len() && key.is_some_and(|key| key.ends_with("code\"") || key.ends_with("errno\"")) {
        run.head.code = None;
    }
    match (run.head.code.as_deref(), run.wire.protocol) {
        (None | Some("" | NOT_A_CODE), _) => false,
        (Some(_), Protocol::Envelope) => !envelope::is_success(run),
        (Some(code), Protocol::Top) => !told::is_success(code, run.wire.success_code),
    }
}

/// What follows a reply holds another answer: a value at once, or an object with a key in it behind whatever was printed between.
#[cold]
pub(super) fn holds_answer(rest: &str) -> bool {
    if rest.starts_with(['{', '[']) {
        return true;
    }
    braces(rest).any(|at| {
        let mut scan = Scanner::new(rest, at);
        let is_empty = rest.get(at.saturating_add(1)..).unwrap_or_default().trim_start().starts_with('}');
        !is_empty && scan.skip().is_ok()
    })
}

/// What follows a reply holds an answer that says a failure.
#[cold]
pub(super) fn holds_failure(rest: &str, run: &Run<'_>) -> bool {
    let says = |at: usize| -> Result<bool, Syntax> {
        for member in members::of(Scanner::new(rest, at))? {
            let Member { name, open, mut value, .. } = member?;
            if is_error_key(&name) {
                return Ok(true);
            }
            if matches!(own_name(&name), Some("code" | "sub_code")) && !matches!(open, b'{' | b'[' | b'n') {
                let range = value.skip()?;
                let code = Text::from(value.slice(range).trim_matches('"'));
                if inside::says_failure(Some(&code), run) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    };
    braces(rest).any(|at| says(at).unwrap_or(false))
}

/// `callback({..});`
fn is_call(text: &str) -> bool {
    let text = text.strip_prefix("/**/").unwrap_or(text).trim_start_matches([';', ' ', '\n', '\r', '\t']);
    let name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.');
    let rest = text.trim_start_matches(name);
    rest.len() < text.len() && !text.starts_with(|c: char| c.is_ascii_digit()) && rest.trim_start().starts_with('(')
        // `try{callback({..})}catch(e){}`
        || text.starts_with("try{") || text.starts_with("try {")
}

fn markup(text: &str, run: &mut Run<'_>) -> Outcome {
    let Some((mut name, mut content)) = root(text) else {
        return Outcome::Foreign("HTML or XML came instead of JSON");
    };
    const HTML: [&str; 18] = [
        "!doctype", "html", "head", "body", "br", "b", "p", "div", "h1", "h2", "center", "title", "script", "span",
        "table", "pre", "meta", "font",
    ];
    if HTML.iter().any(|tag| name.eq_ignore_ascii_case(tag)) {
        return Outcome::Foreign("HTML came instead of JSON");
    }
    // An error inside the reply of a method, as in JSON, or inside whatever else is around it.
    if !is_error_key(local(name)) {
        (name, content) = error_below(content).unwrap_or((name, content));
    }
    if is_error_key(local(name)) {
        for (key, value) in children(content) {
            run.head.put(local(key), unescape(value).trim(), &mut run.notes);
        }
        run.notes.outer("$", "JSON", "the platform's error in XML", text);
        // Of what is cut off, the rest may say anything.
        let end = content.split_once(&format!("</{name}")).map(|(_, end)| end.trim_start());
        let is_whole = end.is_some_and(|end| end.starts_with('>'));
        run.remark = Some(if is_whole { "the answer came as XML, not as JSON" } else { UNREAD });
        return Outcome::Failure;
    }
    Outcome::Foreign("XML came instead of JSON")
}

/// The first element that is an error, wherever it stands, and what follows its opening tag.
fn error_below(content: &str) -> Option<(&str, &str)> {
    let is_open = |before: &str, open: &str, close: &str| before.rfind(open) > before.rfind(close);
    memchr::memchr_iter(b'<', content.as_bytes()).find_map(|at| {
        let (before, rest) = content.split_at_checked(at)?;
        let name = rest.get(1..)?.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
        let is_text = || is_open(before, "<!--", "-->") || is_open(before, "<![CDATA[", "]]>");
        (is_error_key(local(name)) && !is_text()).then(|| root(rest))?
    })
}

/// What follows the tag that is open: a value in quotes may hold its end.
fn behind_tag(tag: &str) -> Option<&str> {
    let mut quote = None;
    let end = tag.bytes().position(|byte| {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
        quote.is_none() && byte == b'>'
    });
    // A quote that nothing closes is a part of the text.
    tag.get(end.or_else(|| tag.find('>'))?.checked_add(1)?..)
}

/// A name without its namespace.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Name of the first element, and what follows its opening tag. Declarations and comments before it are passed over; that of HTML is
/// an element here, because browsers need no other.
fn root(text: &str) -> Option<(&str, &str)> {
    let mut rest = text;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        if rest.starts_with('?') {
            rest = rest.split_once('>')?.1;
            continue;
        }
        if let Some(declared) = rest.strip_prefix("!DOCTYPE") {
            let is_html = declared.trim_start().get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html"));
            if !is_html {
                let (declaration, after) = declared.split_once('>')?;
                // A declaration may declare things itself, in brackets.
                let brackets = declaration.contains('[').then(|| declared.split_once("]>")).flatten();
                rest = brackets.map_or(after, |(_, after)| after);
                continue;
            }
        }
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))?;
        return Some((rest.get(..end)?, behind_tag(rest)?));
    }
}

/// The elements that stand one after the other, name and content.
fn children(content: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = content;
    core::iter::from_fn(move || {
        let (name, after) = root(rest)?;
        let tag = rest.get(..rest.len().checked_sub(after.len())?)?;
        if tag.ends_with("/>") {
            rest = after;
            return Some((name, ""));
        }
        let end = after.find("</").filter(|_| !after.starts_with("<![CDATA[")).or_else(|| {
            let closed = after.find("]]>")?;
            after.get(closed..)?.find("</").map(|at| closed + at)
        })?;
        let value = after.get(..end)?;
        rest = after.get(end..)?.split_once('>')?.1;
        Some((name, value))
    })
}

/// Each element without elements in it, and its text, wherever it stands.
pub(super) fn elements(text: &str) -> impl Iterator<Item = (&str, String)> {
    text.split('<').filter_map(|piece| {
        let (tag, content) = piece.split_once('>')?;
        let name = tag.split([' ', '/', '\n', '\t']).next()?;
        Some((local(name), unescape(content)))
    })
}

/// The text of an element: CDATA as it is, entities replaced.
fn unescape(value: &str) -> String {
    let value = value.trim();
    if let Some(raw) = value.strip_prefix("<![CDATA[").and_then(|value| value.strip_suffix("]]>")) {
        return raw.to_owned();
    }
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (name, tail) = after.split_once(';').unwrap_or((after, ""));
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let char = match name {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        match char {
            Some(char) => {
                out.push(char);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_their_text() {
        let (name, content) =
            root("<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<!-- <x> -->\n<error_response a='b'><code>7</code>")
                .unwrap();
        assert_eq!((name, content), ("error_response", "<code>7</code>"));
        let all: Vec<(&str, String)> = children(
            "\n<code>7</code> <msg>a &lt;b&gt; &amp;amp; &#20013;&#x6587; & c</msg><sub_msg><![CDATA[x </y> &lt;]]></sub_msg>\n<args list=\"true\"></args></error_response>",
        )
        .map(|(name, value)| (name, unescape(value)))
        .collect();
        assert_eq!(
            all,
            [
                ("code", "7".to_owned()),
                ("msg", "a <b> &amp; 中文 & c".to_owned()),
                ("sub_msg", "x </y> &lt;".to_owned()),
                ("args", String::new())
            ]
        );
    }

    #[test]
    fn calls_are_no_json() {
        for text in ["cb({})", "jQuery1_2({\"code\":0});", "a.b ({})", "/**/cb({})", ";cb({})", "try{cb({})}catch(e){}"]
        {
            assert!(is_call(text), "{text}");
        }
        for text in ["{\"a\":1}", "[1]", "1(2)", "null", "(1)", "", "hello"] {
            assert!(!is_call(text), "{text}");
        }
    }
}
