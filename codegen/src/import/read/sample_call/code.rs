//! A sample call as code of some language: what is known of it is known by the names of methods and settings that most libraries share.

use super::tokens::{self, Token};
use super::{Call, cells, groups};

/// Names of a setting whose value is a method.
const METHOD: [&str; 8] = [
    "customrequest",
    "curlopt_customrequest",
    "method",
    "type",
    "requestmethod",
    "setrequestmethod",
    "httpmethod",
    "verb",
];
/// Methods of objects that take the name and the value of a header.
const HEADER: [&str; 7] =
    ["addheader", "header", "setheader", "setrequestheader", "addrequestheader", "setrequestproperty", "withheader"];
/// Methods of objects that take the name and the value of what is sent.
const FIELD: [&str; 20] = [
    "addformdatapart",
    "addformfield",
    "add_param",
    "addparam",
    "addparameter",
    "addtextbody",
    "addbinarybody",
    "addbodyparameter",
    "addqueryparameter",
    "writefield",
    "createformfile",
    "basicnamevaluepair",
    "append",
    "add",
    "put",
    "set",
    "field",
    "setparameter",
    "formparam",
    "queryparam",
];
/// Of these the value may be anything else.
const UNSURE: [&str; 4] = ["append", "add", "put", "set"];
/// Names of what holds all that is sent.
const GROUP: [&str; 19] = [
    "postfields",
    "curlopt_postfields",
    "data",
    "params",
    "payload",
    "json",
    "body",
    "form",
    "formdata",
    "form_data",
    "form_params",
    "query",
    "postdata",
    "post_data",
    "param",
    "values",
    "http_build_query",
    "parameters",
    "files",
];
/// Names that are written between a name and the object it holds.
const BETWEEN: [&str; 22] = [
    "array",
    "json",
    "stringify",
    "dumps",
    "json_encode",
    "dict",
    "new",
    "object",
    "qs",
    "querystring",
    "http_build_query",
    "urlencode",
    "urllib",
    "parse",
    "map",
    "string",
    "interface",
    "any",
    "urlsearchparams",
    "url",
    "values",
    "encode",
];

/// Reads code.
pub(super) fn read(text: &str, call: &mut Call) {
    let tokens = tokens::of(text);
    let headed = tokens.iter().filter_map(Token::word).any(|word| word.to_ascii_lowercase().contains("header"));
    let mut taken = vec![false; tokens.len()];
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Word(word) => named(&tokens, at, &word.to_ascii_lowercase(), &mut taken, call),
            // Keys of an object may stand in quotes.
            Token::Text(text) if tokens.get(at + 1).is_some_and(|next| next.is(':') || next.is('=')) => {
                named(&tokens, at, &text.to_ascii_lowercase(), &mut taken, call);
            }
            _ => {}
        }
    }
    for (at, token) in tokens.iter().enumerate() {
        let Some(text) = token.text().filter(|_| !taken.get(at).is_some_and(|taken| *taken)) else { continue };
        let before = at.checked_sub(1).and_then(|before| tokens.get(before));
        let called = before.is_some_and(|before| before.is('(')) && tokens.get(at + 1).is_some_and(|next| next.is(','));
        if super::method(text).is_some() && called {
            call.methods.push(text.to_owned());
        } else if text.starts_with("http://") || text.starts_with("https://") {
            call.addresses.push(text.to_owned());
        } else if text.trim_start().starts_with('{') || text.contains('=') && !text.contains([' ', '\n']) {
            call.body(text);
        } else if text.contains("application/json") || text.contains("urlencoded") || text.contains("form-data") {
            call.content(text);
            if headed {
                call.header(text);
            }
        } else if headed && text.contains(": ") {
            call.header(text);
        }
    }
}

/// What a word says that is the name of something.
fn named(tokens: &[Token], at: usize, word: &str, taken: &mut [bool], call: &mut Call) {
    let sign = |at: usize, sign: char| tokens.get(at).is_some_and(|token| token.is(sign));
    if METHOD.contains(&word) {
        call.methods.extend(method(tokens, at));
    } else if word == "curlopt_post" {
        let truth = tokens.iter().skip(at + 1).take(4).filter_map(Token::word);
        let truth = truth.map(str::to_ascii_lowercase).any(|word| word == "true" || word == "1");
        call.methods.extend(truth.then(|| "POST".to_owned()));
    } else if let Some(method) = word.strip_prefix("http").filter(|_| sign(at + 1, '(')) {
        call.methods.extend(known(method));
    } else if let Some(method) = known(word).filter(|_| sign(at + 1, '(') && called_on(tokens, at)) {
        let address = tokens.get(at + 2).and_then(Token::said).map(str::to_ascii_lowercase).unwrap_or_default();
        let goes = ["http", "/", "url", "uri", "api", "endpoint", "address"].iter().any(|word| address.contains(word));
        if goes || method == "POST" {
            call.methods.push(method);
        }
        if goes && sign(at + 3, ',') && sign(at + 4, '{') {
            group(tokens, at + 4, call);
        }
    }
    if word.contains("multipartbody") || word.contains("formbody") || word == "formdata" {
        call.form = true;
    }
    let encodes = ["dumps", "stringify", "json_encode"].contains(&word) && sign(at + 1, '(');
    call.json |= encodes || word == "json" && sign(at + 1, '=');
    pair(tokens, at, word, taken, call);
    let Some(open) = opens(tokens, at) else { return };
    if word.contains("header") {
        for (name, value) in groups::keys(tokens, open) {
            call.header(&format!("{name}: {value}"));
        }
    } else if GROUP.contains(&word) {
        let json = tokens.iter().take(open).skip(at).filter_map(Token::said).any(|word| {
            let word = word.to_ascii_lowercase();
            word.contains("json") || word == "stringify" || word == "dumps"
        });
        call.json |= json;
        call.form |= !json && word.contains("postfields");
        group(tokens, open, call);
    }
}

/// A name and a value that a method is called with.
fn pair(tokens: &[Token], at: usize, word: &str, taken: &mut [bool], call: &mut Call) {
    let sign = |at: usize, sign: char| tokens.get(at).is_some_and(|token| token.is(sign));
    if !sign(at + 1, '(') {
        return;
    }
    let mut first = at + 2;
    // What is added to may come first: `add_param(request, "a", "1")`.
    if tokens.get(first).and_then(Token::word).is_some() && sign(first + 1, ',') {
        first += 2;
    }
    let Some(name) = tokens.get(first).and_then(Token::text).filter(|_| sign(first + 1, ',')) else { return };
    let value = tokens.get(first + 2).and_then(Token::text);
    let of_headers = at.checked_sub(2).and_then(|owner| tokens.get(owner)?.word());
    let of_headers = of_headers.is_some_and(|owner| owner.to_ascii_lowercase().contains("header"));
    let header = HEADER.contains(&word) || of_headers && UNSURE.contains(&word);
    if header {
        call.header(&format!("{name}: {}", value.unwrap_or_default()));
    } else if FIELD.contains(&word) && is_name(name) {
        call.fields.push(name.to_owned());
    } else {
        return;
    }
    for place in [first, first + 2] {
        if let Some(taken) = taken.get_mut(place) {
            *taken = true;
        }
    }
}

fn group(tokens: &[Token], open: usize, call: &mut Call) {
    let names = groups::keys(tokens, open).into_iter().map(|(name, _)| name).filter(|name| is_name(name));
    call.fields.extend(names);
}

/// Where the object begins that a name holds.
fn opens(tokens: &[Token], at: usize) -> Option<usize> {
    for (index, token) in tokens.iter().enumerate().skip(at + 1).take(MOST) {
        match token {
            Token::Sign('{' | '[') => {
                // `map[string]string{..}` is a type.
                let typed = tokens.get(index + 1).and_then(Token::word).is_some_and(|word| word == "string");
                if typed && token.is('[') {
                    continue;
                }
                return Some(index);
            }
            Token::Sign('(') if tokens.get(index - 1).and_then(Token::word).is_some_and(|word| word == "array") => {
                return Some(index);
            }
            Token::Sign('=' | '>' | ':' | '(' | '.' | ']' | ',') => {}
            Token::Word(word) if BETWEEN.contains(&word.to_ascii_lowercase().as_str()) => {}
            _ => return None,
        }
    }
    None
}

/// How many tokens may stand between a name and the object it holds.
const MOST: usize = 10;

/// The method that a setting is given.
fn method(tokens: &[Token], at: usize) -> Option<String> {
    for token in tokens.iter().skip(at + 1).take(5) {
        match token {
            Token::Sign('=' | '>' | ':' | '(' | '.' | ',') => {}
            Token::Word(word) if METHOD.contains(&word.to_ascii_lowercase().as_str()) => {}
            Token::Word(word) | Token::Text(word) => return known(word),
            Token::Sign(_) => return None,
        }
    }
    None
}

fn known(word: &str) -> Option<String> {
    super::method(&word.to_ascii_uppercase()).map(str::to_owned)
}

/// Whether a word is called on something: `requests.post(..)`, `$client->post(..)`, `Http::post(..)`.
fn called_on(tokens: &[Token], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| tokens.get(before))
        .is_some_and(|before| matches!(before, Token::Sign('.' | '>' | ':')))
}

fn is_name(name: &str) -> bool {
    cells::is_name(name.trim_end_matches("[]")) && !name.contains(['-', '$', '.', ' '])
}
