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
    head.split_whitespace().collect::<Vec<_>>().join(" ")
}
