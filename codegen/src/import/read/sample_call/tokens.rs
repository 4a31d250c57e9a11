//! Code of any language as words, texts in quotes, and signs.

/// A piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A word or a text.
    pub(super) fn said(&self) -> Option<&str> {
        self.word().or_else(|| self.text())
    }

    pub(super) fn is(&self, sign: char) -> bool {
        *self == Self::Sign(sign)
    }
}

/// The pieces of a text. What no quote closes on its line is no text, and a comment is nothing.
pub(super) fn of(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(c) = rest.chars().next() else { break };
        let of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        if let Some((inside, len)) = quoted(rest) {
            tokens.push(Token::Text(inside));
            at += len;
        } else if rest.starts_with("//") || c == '#' && (at == 0 || text.get(..at).is_some_and(|t| t.ends_with('\n'))) {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            let end =
                rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ')' | '<' | '>' | ';' | ','));
            let address = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
            tokens.push(Token::Text(address.to_owned()));
            at += address.len();
        } else if of_word(c) {
            let word = rest.get(..rest.find(|c| !of_word(c)).unwrap_or(rest.len())).unwrap_or_default();
            tokens.push(Token::Word(word.to_owned()));
            at += word.len();
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Sign(c));
            }
            at += c.len_utf8();
        }
    }
    tokens
}

/// A text in quotes at the beginning, and how many bytes it takes.
fn quoted(rest: &str) -> Option<(String, usize)> {
    for open in ["\"\"\"", "'''"] {
        if let Some(inside) = rest.strip_prefix(open) {
            let end = inside.find(open)?;
            return Some((inside.get(..end)?.to_owned(), end + 2 * open.len()));
        }
    }
    let open = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let mut inside = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if open != '`' => inside.extend(chars.next().map(|(_, c)| c)),
            '\n' if open != '`' => return None,
            c if c == open => return Some((inside, at + 1)),
            c => inside.push(c),
        }
    }
    None
}
