//! A sample call as a command: `curl -X POST 'http://..' -H 'a: b' --form 'c=d'`.

use super::{Call, pairs};

/// Reads the commands of a text.
pub(super) fn read(text: &str, call: &mut Call) {
    let words = words(text);
    let mut words = words.iter().map(String::as_str);
    let (mut sends, mut asks) = (false, false);
    while let Some(word) = words.next() {
        let (option, attached) = parted(word);
        let mut value = || attached.or_else(|| words.next()).unwrap_or_default();
        match option {
            "-X" | "--request" => call.methods.push(value().to_ascii_uppercase()),
            "-H" | "--header" => call.header(value()),
            "-G" | "--get" => asks = true,
            "-u" | "--user" => {
                value();
                call.headers.push(("Authorization".to_owned(), "Basic x".to_owned()));
            }
            "-F" | "--form" | "--form-string" => {
                (sends, call.form) = (true, true);
                named(value(), call);
            }
            "--data-urlencode" => {
                (sends, call.form) = (true, true);
                named(value(), call);
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" | "--json" => {
                sends = true;
                call.json |= option == "--json";
                call.body(value());
            }
            "--url" => call.addresses.push(value().to_owned()),
            "-o" | "--output" | "-A" | "--user-agent" | "-b" | "--cookie" | "-e" | "--referer" | "-m"
            | "--max-time" => {
                value();
            }
            address if address.starts_with("http://") || address.starts_with("https://") => {
                call.addresses.push(word.to_owned());
            }
            _ => {}
        }
    }
    if asks {
        call.query.append(&mut call.fields);
        call.form = false;
    }
    call.methods.retain(|method| super::method(method).is_some());
    if call.methods.is_empty() && !call.addresses.is_empty() {
        // What a command does that says nothing of it.
        call.methods.push(if sends && !asks { "POST" } else { "GET" }.to_owned());
    }
}

/// The name of one value of a form.
fn named(value: &str, call: &mut Call) {
    let (name, _) = value.split_once('=').unwrap_or((value, ""));
    call.fields.extend(pairs(&format!("{}=", name.trim_matches(['"', '\'', ' ']))));
}

/// An option and the value that stands in the same word.
fn parted(word: &str) -> (&str, Option<&str>) {
    if word.starts_with("--") {
        return word.split_once('=').map_or((word, None), |(option, value)| (option, Some(value)));
    }
    let short = word.get(..2).filter(|short| ["-X", "-H", "-d", "-F", "-u"].contains(short));
    match short.filter(|short| word.len() > short.len()) {
        Some(short) => (short, word.get(short.len()..)),
        None => (word, None),
    }
}

/// The words of a command, without the quotes around them and the signs that go on with it on another line.
fn words(text: &str) -> Vec<String> {
    let (mut words, mut word, mut quote): (Vec<String>, Option<String>, Option<char>) = (Vec::new(), None, None);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some('"'), '\\') if chars.peek().is_some_and(|next| matches!(next, '"' | '\\')) => {
                word.get_or_insert_default().extend(chars.next());
            }
            (Some(_), _) => word.get_or_insert_default().push(c),
            (None, '"' | '\'') => {
                quote = Some(c);
                word.get_or_insert_default();
            }
            (None, '\\' | '^' | '`') if chars.peek().is_none_or(|next| next.is_whitespace()) => {}
            (None, '\\') => word.get_or_insert_default().extend(chars.next()),
            (None, _) if c.is_whitespace() => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}
