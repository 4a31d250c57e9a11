//! V049: hosts, paths and headers go to the wire as they stand.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::load::raw::Text;
use crate::model::api::Protocol;
use crate::slip::named;
use crate::source::Span;

rule! {
    ADDRESS = "V049" "an address that cannot be sent as it stands"
        "A client puts a host, a path and a header's name into a request as the spec has them. What a URL would escape, \
         drop or take for something else (a placeholder, a query, a fragment, `..`, a port 0), and what no header may be \
         called, would reach the gateway as something that no document says. Values belong into the request's fields."
}

/// What is wrong with a stretch of a text, and what to do.
pub(super) struct Wrong {
    at: usize,
    length: usize,
    message: String,
    help: &'static str,
}

impl Wrong {
    fn new(at: usize, length: usize, message: impl Into<String>, help: &'static str) -> Self {
        Self { at, length, message: message.into(), help }
    }
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        let Some(head) = &service.raw.head else { continue };
        for each in &head.hosts {
            report(&each.url, host(&each.url.value, service.api.protocol), diags);
        }
        if let Some(name) = &head.auth.header {
            report(name, header(&name.value), diags);
        }
    }
    for operation in &view.operations {
        if let Some(http) = &operation.raw.http {
            report(&http.path, path(&http.path.value), diags);
        }
    }
}

pub(super) fn report(text: &Text, wrong: Option<Wrong>, diags: &mut Vec<Diag>) {
    // What is missing has been reported.
    let Some(wrong) = wrong.filter(|_| !text.value.is_empty()) else { return };
    let whole = text.span;
    // Of a text in quotes the place inside is only known where nothing in it is escaped.
    let length = (whole.end - whole.start) as usize;
    let inside = match length.checked_sub(text.value.len()) {
        Some(quotes @ (0 | 2)) => {
            let start = whole.start as usize + quotes / 2 + wrong.at;
            Span::new(whole.file, start, start + wrong.length)
        }
        _ => whole,
    };
    diags.push(Diag::new(ADDRESS, inside, wrong.message).help(wrong.help));
}

/// What is wrong with the path of an operation.
fn path(path: &str) -> Option<Wrong> {
    if !path.starts_with('/') {
        return Some(Wrong::new(0, path.len(), "a path begins with a slash", "path: /orders/list"));
    }
    let mut at = 0;
    for part in path.split_inclusive('/') {
        let name = part.trim_end_matches('/');
        if matches!(name, "." | "..") {
            let message = format!("{} is no part of a path: a URL takes it for a step up or away", quoted(name));
            return Some(Wrong::new(at, name.len(), message, "write the path that remains"));
        }
        if let Some(field) = name.strip_prefix(':').filter(|field| !field.is_empty()) {
            let message = format!("{} would be sent as it stands: no value takes its place", quoted(name));
            let help = "the place of a value is the name of its field in braces: /shops/{shop_id}";
            return Some(Wrong::new(at, 1 + field.len(), message, help));
        }
        if part == "/" && at > 0 {
            return Some(Wrong::new(at, 1, "two slashes in a row", "write one"));
        }
        at += part.len();
    }
    if path.len() > 1 && path.ends_with('/') {
        let help = "write the path without it, or ask the gateway whether it answers without it";
        return Some(Wrong::new(path.len() - 1, 1, "a slash at the end would not be sent", help));
    }
    let mut places = path.char_indices();
    while let Some((at, c)) = places.next() {
        // A field's name in braces is a place for its value.
        let name = path.get(at..).and_then(|rest| rest.strip_prefix('{')?.split_once('}')).map(|(name, _)| name);
        match name
            .filter(|name| !name.is_empty() && name.bytes().all(|c| c.is_ascii_alphanumeric() || b"_-.".contains(&c)))
        {
            Some(name) => drop(places.nth(name.len())),
            None => {
                if let Some(wrong) = in_path(at, c) {
                    return Some(wrong);
                }
            }
        }
    }
    None
}

fn in_path(at: usize, c: char) -> Option<Wrong> {
    let wrong = |message: String, help| Some(Wrong::new(at, c.len_utf8(), message, help));
    match c {
        '{' | '}' => wrong(
            format!("{c:?} in a path, and no name of a field in a pair of braces"),
            "the place of a value is the name of its field in braces: /shops/{shop_id}",
        ),
        '?' => wrong("a query in a path".into(), "write each parameter as a field of the request, with its default"),
        '#' => wrong("a fragment in a path: it is never sent".into(), "leave it out"),
        '%' => wrong(
            "a percent escape in a path".into(),
            "paths are plain ASCII letters, digits and -._~: name the path that the document prints",
        ),
        c if c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(c) => None,
        c => wrong(
            format!("{} in a path", named(c)),
            "paths are plain ASCII letters, digits and -._~: type the character again",
        ),
    }
}

/// What is wrong with the address of a service.
fn host(url: &str, protocol: Protocol) -> Option<Wrong> {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        _ => {
            let message = "a host begins with http:// or https://";
            return Some(Wrong::new(0, url.len(), message, "url: \"https://api.example.com\""));
        }
    };
    let begin = scheme.len() + 3;
    if let Some((at, c)) = rest.char_indices().find(|(_, c)| !c.is_ascii_graphic() || "\\\"<>^`{|}%".contains(*c)) {
        let help = "a host is ASCII letters, digits, `-` and `.`; of a name in other letters write the form that begins with xn--";
        return Some(Wrong::new(begin + at, c.len_utf8(), format!("{} in a host", named(c)), help));
    }
    for (mark, what, help) in [
        ('#', "a fragment in a host: it is never sent", "leave it out"),
        ('?', "a query in a host", "write each parameter as a field of the requests, with its default"),
    ] {
        if let Some(at) = rest.find(mark) {
            return Some(Wrong::new(begin + at, rest.len() - at, what, help));
        }
    }
    let authority = rest.split('/').next().unwrap_or_default();
    if let Some(at) = authority.rfind('@') {
        let help = "leave it out: clients are given their keys when they are built, and a spec is public";
        return Some(Wrong::new(begin, at + 1, "a user name or password in a host", help));
    }
    let (name, port) = match authority.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (authority, None),
    };
    if name.is_empty() {
        return Some(Wrong::new(0, url.len(), "a host without a name", "url: \"https://api.example.com\""));
    }
    if port.is_some_and(|port| port.parse::<u16>().unwrap_or(0) == 0) {
        let help = "a port is a number from 1 to 65535; leave it out where it is that of the scheme";
        return Some(Wrong::new(begin + name.len(), authority.len() - name.len(), "no port", help));
    }
    if let Some((length, message)) = misnamed(name) {
        let help = "a host is a name of ASCII letters, digits, `-` and `.`, four numbers from 0 to 255, or an IPv6 address in brackets";
        return Some(Wrong::new(begin, length, message, help));
    }
    below(rest, begin, authority.len(), protocol)
}

/// Why the name of a host, or the address in its place, is none. A URL takes all that ends like a number for an address, and writes it
/// anew.
fn misnamed(name: &str) -> Option<(usize, String)> {
    let wrong = |what: &str| Some((name.len(), format!("{} {what}", quoted(name))));
    if name.starts_with('[') || name.ends_with(']') {
        let inner = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let address = inner.is_some_and(|inner| inner.parse::<Ipv6Addr>().is_ok());
        return if address { None } else { wrong("is no IPv6 address in brackets") };
    }
    if let Some(odd) = name.chars().find(|c| !(c.is_ascii_alphanumeric() || "-._".contains(*c))) {
        return wrong(&format!("holds {}, which no host's name has", named(odd)));
    }
    let labels = || name.split('.');
    if labels().any(|label| label.is_empty() || label.starts_with('-') || label.ends_with('-') || label.len() > 63) {
        return wrong("has an empty or too long part, or one with a `-` at an end");
    }
    let last = labels().next_back().unwrap_or_default();
    let number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x") || last.starts_with("0X");
    if number && name.parse::<Ipv4Addr>().is_err() { wrong("ends like a number and is no IPv4 address") } else { None }
}

/// What is wrong with what stands behind the name of a host.
fn below(rest: &str, begin: usize, authority: usize, protocol: Protocol) -> Option<Wrong> {
    let below = rest.get(authority..).unwrap_or_default();
    if below.ends_with('/') && protocol == Protocol::Envelope {
        let help = "write it without the slash: the paths of the operations begin with one";
        return Some(Wrong::new(begin + rest.len() - 1, 1, "a slash at the end of a host", help));
    }
    let wrong = path(below).filter(|_| below.len() > 1 && !below.ends_with('/'))?;
    Some(Wrong { at: wrong.at + begin + authority, ..wrong })
}

/// Headers that say how a request travels: the client writes them itself, and a token in their place would break the connection.
const TRANSPORT: [&str; 14] = [
    "accept-encoding",
    "connection",
    "cookie",
    "date",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "content",
];

/// What is wrong with the name of a header. `Authorization` is where tokens belong.
pub(super) fn header(name: &str) -> Option<Wrong> {
    let odd = |c: char| !(c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c));
    if let Some((at, c)) = name.char_indices().find(|(_, c)| odd(*c)) {
        let help = "a header's name is ASCII letters, digits and `-`: its name alone, without the colon and the value";
        return Some(Wrong::new(at, c.len_utf8(), format!("{} in the name of a header", named(c)), help));
    }
    let lower = name.to_ascii_lowercase();
    let own = TRANSPORT.contains(&lower.as_str()) || lower.starts_with("content-") || lower.starts_with("proxy-");
    own.then(|| {
        let message = format!("{} is a header that the client writes itself", quoted(name));
        Wrong::new(0, name.len(), message, "a token goes into `Authorization`, or into a header of the gateway's own")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(wrong: Option<Wrong>) -> Option<String> {
        wrong.map(|wrong| wrong.message)
    }

    #[test]
    fn paths() {
        for good in [
            "/",
            "/a",
            "/tool/erps/send",
            "/router/rest",
            "/a-b_c.d~e",
            "/v2/a:b",
            "/a,b;c=d",
            "/...",
            "/a.b/..c",
            "/{a}/x{b-c}.json",
        ] {
            assert_eq!(said(path(good)), None, "{good}");
        }
        for (bad, at, words) in [
            ("/orders/{}/x", 8, "no name of a field"),
            ("/orders/{a b}/x", 8, "no name of a field"),
            ("/orders/{a/{b}", 8, "no name of a field"),
            ("/orders/}", 8, "no name of a field"),
            ("/x?version=2", 2, "a query"),
            ("/x?", 2, "a query"),
            ("/x#top", 2, "a fragment"),
            ("/x y", 2, "a blank"),
            (" /x", 0, "begins with a slash"),
            ("x/y", 0, "begins with a slash"),
            ("http://h/x", 0, "begins with a slash"),
            ("/a/../b", 3, "\"..\""),
            ("/a/./b", 3, "\".\""),
            ("/..", 1, "\"..\""),
            ("/a%20b", 2, "a percent escape"),
            ("/a%2e%2e/b", 2, "a percent escape"),
            ("/a//b", 3, "two slashes"),
            ("//h/b", 1, "two slashes"),
            ("/a/", 2, "at the end"),
            ("/a／b", 2, "full-width"),
            ("/订单", 1, "U+8BA2"),
            ("/a\\b", 2, "'\\\\'"),
            ("/a\u{a0}b", 2, "no-break"),
            ("/a\u{7}b", 2, "U+0007"),
            ("/a\u{200b}b", 2, "U+200B"),
            ("/a|b", 2, "'|'"),
            ("/a\"b", 2, "'\"'"),
        ] {
            let wrong = path(bad).unwrap_or_else(|| Wrong::new(usize::MAX, 0, "nothing", ""));
            assert!(wrong.at == at && wrong.message.contains(words), "{bad}: {} {}", wrong.at, wrong.message);
        }
    }

    #[test]
    fn hosts() {
        let envelope = |url: &str| host(url, Protocol::Envelope);
        for good in [
            "http://h",
            "https://api.example.com",
            "http://127.0.0.1:8080",
            "http://[::1]",
            "http://[::1]:80",
            "http://a_b.c",
            "http://h/api/v2",
            "http://1.2.3.4",
            "http://3com.example",
            "http://a.0xyz.b",
            "https://xn--fiq228c.example",
        ] {
            assert_eq!(said(envelope(good)), None, "{good}");
        }
        assert_eq!(said(host("https://eco.taobao.com/router/rest", Protocol::Top)), None);
        assert_eq!(said(host("https://eco.taobao.com/router/rest/", Protocol::Top)), None);
        for (bad, words) in [
            ("http://me@h", "a user name"),
            ("http://me:word@h", "a user name"),
            ("http://@h", "a user name"),
            ("http://h?a=1", "a query"),
            ("http://h/x?", "a query"),
            ("http://h#f", "a fragment"),
            ("http://h:0", "no port"),
            ("http://h:", "no port"),
            ("http://h:65536", "no port"),
            ("http://h:80a", "no port"),
            ("http://[::1]:0", "no port"),
            ("http://", "without a name"),
            ("http:///x", "without a name"),
            ("http://:80", "without a name"),
            ("h", "begins with"),
            ("//h", "begins with"),
            ("ftp://h", "begins with"),
            ("HTTP://h", "begins with"),
            ("http:/h", "begins with"),
            ("http://h/", "a slash at the end"),
            ("http://h/x/", "a slash at the end"),
            ("http://h/x/../y", "\"..\""),
            ("http://h//x", "two slashes"),
            ("http://h/{x}", "'{'"),
            ("http://h x", "a blank"),
            ("http://h\u{3000}", "ideographic"),
            ("http://接口.cn", "U+63A5"),
            ("http：//h", "begins with"),
            ("http://h\\x", "'\\\\'"),
            ("http://h/%20", "'%'"),
            ("http://[::1", "no IPv6 address"),
            ("http://::1]", "no IPv6 address"),
            ("http://[::g]", "no IPv6 address"),
            ("http://[1.2.3.4]:80", "no IPv6 address"),
            ("http://-h", "at an end"),
            ("http://h-.example", "at an end"),
            ("http://h..x", "an empty"),
            ("http://.h", "an empty"),
            ("http://h.", "an empty"),
            ("http://1.2.3.999", "no IPv4 address"),
            ("http://127.1", "no IPv4 address"),
            ("http://1.2.3.04", "no IPv4 address"),
            ("http://0x7f.1", "no IPv4 address"),
            ("http://h.0x10", "no IPv4 address"),
            ("http://h*x", "holds '*'"),
            ("http://a:b:80", "holds ':'"),
        ] {
            assert!(said(envelope(bad)).is_some_and(|said| said.contains(words)), "{bad}: {:?}", said(envelope(bad)));
        }
    }

    #[test]
    fn headers() {
        for good in ["Authorization", "X-Token", "token", "access_token", "X.Y", "Contents"] {
            assert_eq!(said(header(good)), None, "{good}");
        }
        for bad in
            ["X Token", "X-Token:", "Authorization: Bearer", "令牌", "X-Tökén", " X", "X\t", "X\u{a0}Y", "X/Y", "(X)"]
        {
            assert!(said(header(bad)).is_some_and(|said| said.contains("in the name of a header")), "{bad}");
        }
        for own in [
            "Host",
            "host",
            "Content-Type",
            "CONTENT-LENGTH",
            "Transfer-Encoding",
            "Connection",
            "Proxy-Authorization",
            "Cookie",
        ] {
            assert!(said(header(own)).is_some_and(|said| said.contains("writes itself")), "{own}");
        }
    }
}
