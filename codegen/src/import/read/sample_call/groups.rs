//! Names in the objects, maps and lists of code, of whatever language.

use super::tokens::{self, Token};
use super::{Call, cells};

/// The names at the first depth of what opens at `at`, each with its value where that is a text.
pub(super) fn keys(tokens: &[Token], at: usize) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut depth = 0;
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token {
            Token::Sign('{' | '[' | '(') => depth += 1,
            Token::Sign('}' | ']' | ')') => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        let begins = index.checked_sub(1).and_then(|before| tokens.get(before));
        let first = begins.is_some_and(|before| matches!(before, Token::Sign(',' | '{' | '[' | '(')));
        let key = token.said().filter(|_| depth == 1 && first);
        let Some((key, value)) = key.and_then(|key| Some((key, value(tokens, index + 1)?))) else { continue };
        found.push((key.to_owned(), value.to_owned()));
    }
    found
}

/// The text behind `:`, `=>` or `=`; empty where no text stands there. None where none of the signs does.
fn value(tokens: &[Token], at: usize) -> Option<&str> {
    let arrow =
        tokens.get(at).is_some_and(|token| token.is('=')) && tokens.get(at + 1).is_some_and(|token| token.is('>'));
    let parted = tokens.get(at).is_some_and(|token| token.is(':') || token.is('='));
    let value = tokens.get(at + if arrow { 2 } else { 1 });
    parted.then(|| value.and_then(Token::text).unwrap_or_default())
}

/// Takes in an object that is nearly JSON: names without quotes, quotes of another kind. False where it has no names.
pub(super) fn loose(text: &str, call: &mut Call) -> bool {
    let keys = keys(&tokens::of(text), 0);
    let names = keys.into_iter().map(|(key, _)| key).filter(|key| cells::is_name(key));
    let before = call.fields.len();
    call.fields.extend(names);
    let any = call.fields.len() > before;
    call.json |= any;
    any
}
