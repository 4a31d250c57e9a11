//! The first words of a description.

/// The Chinese term a description begins with: a noun for a spec's `zh`, cut off before it becomes a sentence.
#[must_use]
pub fn term(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let ends = |c: char| {
        matches!(
            c,
            ',' | '，'
                | '.'
                | '。'
                | ';'
                | '；'
                | ':'
                | '：'
                | '('
                | '（'
                | '['
                | '【'
                | '<'
                | '"'
                | '“'
                | '\''
                | '|'
                | '!'
                | '！'
                | '?'
                | '？'
                | '、'
                | '/'
                | '\\'
                | '{'
                | '}'
                | '#'
                | '&'
                | '*'
                | '\n'
                | '\t'
        )
    };
    let head: String = text.chars().take_while(|c| !ends(*c)).take(16).collect();
    let listed =
        text.chars().nth(head.chars().count()).is_some_and(|c| matches!(c, ':' | '：' | '(' | '（' | '.' | '、'));
    let mut words: Vec<&str> = head.split_whitespace().collect();
    // `种类 1:自营`: the list begins.
    let code = |word: &&str| !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    if listed && words.len() > 1 && words.last().is_some_and(code) {
        words.pop();
    }
    words.join(" ")
}
