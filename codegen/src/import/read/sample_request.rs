//! The sample request held against the page: it calls what the head names, as the head says, with what the table has. Where it does not,
//! one of the two is of another method, of another day, or wrong, and a person says which.

use super::cells;
use super::raw_page::RawRow;
use super::sample_call::Call;
use super::sections::Read;
use crate::import::document::{Part, short, words_among};
use crate::import::ledger::LineKind;
use crate::model::path;
use crate::words::{Method, Place};

/// Headers that say who calls with what program, or how the body is framed: no page has to name them.
const ANYBODYS: [&str; 28] = [
    "authorization",
    "content-type",
    "content-length",
    "content-encoding",
    "content-disposition",
    "transfer-encoding",
    "accept",
    "accept-encoding",
    "accept-charset",
    "accept-language",
    "host",
    "user-agent",
    "cookie",
    "connection",
    "origin",
    "referer",
    "pragma",
    "cache-control",
    "x-requested-with",
    "postman-token",
    "expect",
    "keep-alive",
    "dnt",
    "te",
    "upgrade-insecure-requests",
    "date",
    "from",
    "set-cookie",
];

/// What the samples of a page contradict.
#[derive(Debug, Default)]
struct Told {
    /// The line of the first sample with a field that the table has not, and all of them.
    lacks: Option<(usize, Vec<String>)>,
    /// Line, words of `review`, why.
    others: Vec<(usize, &'static str, String)>,
    /// Of these names, where they stand is said otherwise.
    placed: Vec<String>,
    said: Vec<String>,
}

/// Marks what samples say otherwise than the page; `end` is the line on which the sample reply begins, 0 where there is none.
pub(super) fn hold(text: &str, end: usize, read: &mut Read) {
    let mut told = Told::default();
    for (line, block) in blocks(text, end, read) {
        let call = Call::of(&block);
        told.fields(line, &block, &call, read);
        told.address(line, &call, read);
        told.method(line, &call, read);
        told.headers(line, &call, read);
        told.body(line, &call, read);
    }
    told.finish(read);
}

impl Told {
    /// Names that only the sample has, and those in another place. One that it leaves out contradicts nothing: samples are often short.
    fn fields(&mut self, line: usize, block: &[&str], call: &Call, read: &Read) {
        let known = |name: &str| row(read, name).is_some();
        let mut names: Vec<String> = call.fields.iter().chain(&call.query).cloned().collect();
        let shown = !names.is_empty();
        if !shown {
            names = plain(block);
        }
        // Of plain lines without a name of the table nobody knows what they are; one of a reply is none of a request.
        let others = |name: &String| {
            read.page.rows.iter().any(|row| row.part != Part::Request && row.name == *name) || name == "data"
        };
        let of_request = names.iter().any(|name| known(name)) || shown && !names.iter().any(others);
        if !of_request || !has_request(read) {
            return;
        }
        // Inside an object that the table describes.
        let inner = call.inner.iter().any(|name| known(name));
        let inner = call.inner.iter().filter(|name| inner && !known(name));
        let lacks = names.iter().chain(inner).filter(|name| !known(name)).cloned();
        self.lacks.get_or_insert_with(|| (line, Vec::new())).1.extend(lacks);
        self.places(call, read);
    }

    /// Names that the sample puts in another place than the page does.
    fn places(&mut self, call: &Call, read: &Read) {
        let queried = read.facts.sent_by() == Method::Get;
        let own = |name: &String| row(read, name).map(|row| row.place);
        let asked = call
            .query
            .iter()
            .filter(|name| own(name).is_some_and(|place| !(place == Some(Place::Query) || queried && place.is_none())));
        let sent = call.fields.iter().filter(|name| {
            own(name).is_some_and(|place| matches!(place, Some(Place::Query | Place::Header | Place::Path)))
        });
        let headed = call.headers.iter().map(|(name, _)| name);
        let headed = headed.filter(|name| own(name).is_some_and(|place| place != Some(Place::Header)));
        let names: Vec<String> = asked.chain(sent).chain(headed).cloned().collect();
        self.placed.extend(names);
    }

    /// Where it goes.
    fn address(&mut self, line: usize, call: &Call, read: &Read) {
        let (Some(host), Some(path)) = (&read.facts.host, &read.facts.path) else { return };
        let compared: Vec<(&String, Same)> =
            call.addresses.iter().map(|address| (address, same(address, host, path))).collect();
        if compared.iter().any(|(_, same)| *same == Same::Whole) {
            return;
        }
        let other = compared.iter().find(|(_, same)| *same == Same::Path);
        let other = other.or_else(|| compared.iter().find(|(_, same)| *same == Same::Nothing));
        let Some((address, _)) = other else { return };
        self.others.push((
            line,
            "http",
            format!("the sample request goes to {}, and the page to {host}{path}", address.trim_start_matches("//")),
        ));
        self.said.push(address.trim_start_matches("//").to_owned());
    }

    fn method(&mut self, line: usize, call: &Call, read: &Read) {
        let upper = read.facts.method.as_deref().unwrap_or_default().to_ascii_uppercase();
        let said = words_among(&upper, Method::WORDS);
        let sent_by = read.facts.sent_by().word();
        let fits = |method: &String| said.contains(&method.as_str()) || said.is_empty() && method == sent_by;
        let Some(other) = call.methods.iter().find(|method| !fits(method)) else { return };
        let own = if said.is_empty() { "no method" } else { sent_by };
        self.others.push((line, "http", format!("the sample request is a {other}, and the page says {own}")));
        self.said.push(other.clone());
    }

    fn headers(&mut self, line: usize, call: &Call, read: &Read) {
        let known = |name: &str| {
            ANYBODYS.iter().any(|known| name.eq_ignore_ascii_case(known))
                || name.to_ascii_lowercase().starts_with("sec-")
                || read.facts.headers.iter().any(|known| known.eq_ignore_ascii_case(name))
                || read.page.rows.iter().any(|row| row.part == Part::Request && row.name.eq_ignore_ascii_case(name))
        };
        let mut asked: Vec<String> =
            call.headers.iter().filter(|(name, _)| !known(name)).map(|(name, _)| name.clone()).collect();
        asked.dedup();
        if !asked.is_empty() {
            let why = format!("the sample request has headers that the page does not ask for: {}", asked.join(", "));
            self.others.push((line, "auth", why));
            self.said.append(&mut asked);
        }
        // A token alone is what was left of one.
        let scheme = |value: &str| {
            let (scheme, token) = value.split_once(' ')?;
            let named = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
            (named && !token.trim().is_empty() && !scheme.eq_ignore_ascii_case("bearer")).then(|| scheme.to_owned())
        };
        let authorises = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("authorization");
        if let Some(scheme) = call.headers.iter().filter(authorises).find_map(|(_, value)| scheme(value)) {
            self.others.push((
                line,
                "auth",
                format!("the sample request authorises itself by {scheme}, and calls by Bearer"),
            ));
            self.said.push(format!("Authorization: {scheme}"));
        }
    }

    /// How the body is written, where the head says it.
    fn body(&mut self, line: usize, call: &Call, read: &Read) {
        let facts = &read.facts;
        let (json, form) = (call.json && !call.form, call.form && !call.json);
        let said = match () {
            () if json && facts.form_body && !facts.json_body => "JSON, and the page says a form",
            () if form && facts.json_body && !facts.form_body => "a form, and the page says JSON",
            // What a page does not say is taken from its sample where that names the type of its body.
            () if json
                && !facts.json_body
                && !call.headers.iter().any(|(_, value)| value.contains("application/json")) =>
            {
                "JSON, and the page does not say so"
            }
            () => "",
        };
        let sends = facts.sent_by() == Method::Get && (json || form) && !call.fields.is_empty();
        if !said.is_empty() && !sends {
            self.others.push((line, "http", format!("the body of the sample request is {said}")));
            self.said.push(if json { "JSON" } else { "form" }.to_owned());
        }
        if sends {
            self.others.push((line, "http", "the sample request has a body, and a GET has none".to_owned()));
            self.said.push("body".to_owned());
        }
    }

    fn finish(self, read: &mut Read) {
        let Self { lacks, others, placed, mut said } = self;
        let sorted = |told: Option<(usize, Vec<String>)>| {
            let (line, mut names) = told?;
            names.sort_unstable();
            names.dedup();
            (!names.is_empty()).then_some((line, names))
        };
        if let Some((line, names)) = sorted(lacks) {
            let names = names.join(", ");
            read.page.review.push((line, format!("the sample request has what the table has not: {names}")));
            read.marks.push("example");
            said.push(names);
        }
        for (line, mark, why) in others {
            read.page.review.push((line, why));
            read.marks.push(mark);
        }
        for row in read.page.rows.iter_mut().filter(|row| row.part == Part::Request && placed.contains(&row.name)) {
            if !row.review.iter().any(|cue| cue == "place") {
                row.review.push("place".to_owned());
            }
        }
        if !said.is_empty() {
            said.dedup();
            read.said.push(short(&format!("sample request: {}", said.join(", "))));
        }
    }
}

/// The row of the request that has this name.
fn row<'r>(read: &'r Read, name: &str) -> Option<&'r RawRow> {
    let bare = name.trim_end_matches("[]");
    read.page.rows.iter().find(|row| row.part == Part::Request && row.name.trim_end_matches("[]") == bare)
}

fn has_request(read: &Read) -> bool {
    read.page.rows.iter().any(|row| row.part == Part::Request)
}

/// What two addresses have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Same {
    Whole,
    Path,
    Nothing,
    /// One of them says a part only.
    Unknown,
}

/// An address held against that of the page.
fn same(address: &str, host: &str, path: &str) -> Same {
    let address = address.trim_end_matches('/');
    let (scheme, rest) = match address.split_once("//") {
        Some((scheme, rest)) => (scheme.trim_end_matches(':'), rest),
        None => ("", address),
    };
    let (name, own) = rest.split_once('/').unwrap_or((rest, ""));
    let (own_scheme, own_name) = host.split_once("://").unwrap_or(("", host));
    let at_host = is_made_up(name)
        || name.is_empty()
        || name.eq_ignore_ascii_case(own_name) && (scheme.is_empty() || scheme.eq_ignore_ascii_case(own_scheme));
    let shown: Vec<&str> = own.split('/').collect();
    let wanted: Vec<&str> = path.trim_matches('/').split('/').collect();
    let fits = |(shown, wanted): (&&str, &&str)| {
        shown.eq_ignore_ascii_case(wanted)
            || wanted.contains('{') && !shown.is_empty() && path::names(wanted).len() == 1
    };
    let at_path = shown.len() == wanted.len() && shown.iter().zip(&wanted).all(fits);
    match (at_host, at_path) {
        (true, true) => Same::Whole,
        (true, false) if own.is_empty() => Same::Unknown,
        (false, true) => Same::Path,
        _ => Same::Nothing,
    }
}

/// A host that a sample leaves to its reader.
fn is_made_up(name: &str) -> bool {
    const WORDS: [&str; 7] = ["xxx", "your", "yyy", "domain", "localhost", "127.0.0.1", "host"];
    let lower = name.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word)) || name.contains(|c: char| !c.is_ascii() || "{}<>[]$%*".contains(c))
}

/// Lines of samples that stand together, above the sample reply, call by call.
fn blocks<'t>(text: &'t str, end: usize, read: &Read) -> Vec<(usize, Vec<&'t str>)> {
    let mut blocks: Vec<(usize, Vec<&str>)> = Vec::new();
    let mut open = false;
    // Its body stands below an empty line.
    let raw = |blocks: &[(usize, Vec<&str>)]| {
        let first = blocks.last().and_then(|(_, lines)| lines.first());
        first.is_some_and(|line| line.contains(" HTTP/") && begins(line))
    };
    for (number, line) in (1..).zip(text.lines()) {
        let sample = read.page.ledger.get(number) == Some(LineKind::Sample) && (end == 0 || number < end);
        match blocks.last_mut() {
            Some((_, lines)) if sample && open && !begins(line) => lines.push(line.trim()),
            _ if sample => blocks.push((number, vec![line.trim()])),
            _ => {}
        }
        open = sample || open && line.trim().is_empty() && raw(&blocks);
    }
    blocks
}

/// A line that begins a call of its own.
fn begins(line: &str) -> bool {
    let line = line.trim_start();
    ["curl ", "<?php", "wget "].iter().any(|begin| line.starts_with(begin))
        || Method::WORDS.iter().any(|method| {
            let rest = line.strip_prefix(method).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
            rest.starts_with(['/', 'h'])
        })
}

/// Parameters line by line: `name=value`, `name:value`.
fn plain(block: &[&str]) -> Vec<String> {
    let lines = block.iter().filter(|line| !line.starts_with("curl") && !line.contains(' '));
    lines.flat_map(|line| line.split('&')).filter_map(name).map(str::to_owned).collect()
}

/// The name before a value.
fn name(piece: &str) -> Option<&str> {
    let piece = piece.trim_matches(['\'', '"']);
    let (name, _) = piece.split_once(['=', ':'])?;
    let name = name.trim();
    let plain = cells::is_name(name.trim_end_matches("[]")) && !name.contains(['.', '-', '$']);
    plain.then_some(name)
}
