//! Slips of the keyboard: characters that look like one that YAML or a URL takes for a sign, and are another.

/// What a character is called, so that a person finds it.
pub(crate) fn named(c: char) -> String {
    let code = u32::from(c);
    match known(c) {
        Some(Known { name, .. }) if crate::visible::is_visible(c) && !c.is_whitespace() => {
            format!("{name} `{c}` (U+{code:04X})")
        }
        Some(Known { name, .. }) => format!("{name} (U+{code:04X})"),
        None if c == ' ' => "a blank".to_owned(),
        None if c.is_ascii_graphic() => format!("{c:?}"),
        None if crate::visible::is_visible(c) => format!("{c:?} (U+{code:04X})"),
        None => format!("a character that is not seen (U+{code:04X})"),
    }
}

/// A character that is typed by accident.
struct Known {
    name: &'static str,
    /// What to type instead.
    instead: &'static str,
}

fn known(c: char) -> Option<Known> {
    let (name, instead) = match c {
        '：' => ("a full-width colon", "`: `, a colon and a blank"),
        '，' | '、' => ("a full-width comma", "`, `, a comma and a blank"),
        '；' => ("a full-width semicolon", "`;`"),
        '“' | '”' | '„' | '‟' | '＂' | '「' | '」' => ("a quotation mark of prose", "`\"`"),
        '‘' | '’' | '‚' | '＇' => ("a quotation mark of prose", "`'`"),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => ("a dash", "`-`"),
        '｛' | '｝' | '［' | '］' | '【' | '】' => ("a full-width bracket", "`{`, `}`, `[` or `]`"),
        '＃' => ("a full-width number sign", "`#`"),
        '／' => ("a full-width slash", "`/`"),
        '？' => ("a full-width question mark", "`?`"),
        '\u{a0}' | '\u{202f}' => ("a no-break space", "a blank"),
        '\u{3000}' => ("an ideographic space", "a blank"),
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' => ("a wide or narrow space", "a blank"),
        '\t' => ("a tab", "blanks, two for each level"),
        '\u{feff}' => ("a byte order mark", "nothing: remove it"),
        '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{ad}' => ("a character without a width", "nothing: remove it"),
        '\u{2028}' | '\u{2029}' | '\u{85}' => ("a line end of another kind", "Enter"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            ("a mark that turns the reading direction", "nothing: remove it")
        }
        '\0' => ("a NUL character", "nothing: remove it, and look whether the file was saved as UTF-8"),
        c if c.is_control() && c != '\n' && c != '\r' => ("a control character", "nothing: remove it"),
        _ => return None,
    };
    Some(Known { name, instead })
}

/// A stretch of a text that is a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slip {
    /// First byte.
    pub at: usize,
    /// In bytes.
    pub length: usize,
    /// What is there.
    pub message: String,
    /// What to type.
    pub help: String,
}

fn slip(at: usize, c: char) -> Option<Slip> {
    let Known { instead, .. } = known(c)?;
    Some(Slip { at, length: c.len_utf8(), message: named(c), help: format!("type {instead}") })
}

/// The first character of a word of the format that is none of its letters. Of prose nothing is said here.
pub(crate) fn in_word(word: &str) -> Option<Slip> {
    word.char_indices().find_map(|(at, c)| slip(at, c))
}

/// What a merge leaves behind when nobody resolves it.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

/// The first line of a conflict that a merge left. A line of equals signs alone may be anything.
pub(crate) fn conflict(text: &str) -> Option<Slip> {
    let is_mark = |line: &str, mark: &str| {
        line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
    };
    let (mut at, mut first) = (0, None);
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end();
        if first.is_none() && CONFLICT.iter().any(|mark| is_mark(plain, mark)) {
            first = Some((at, plain));
        }
        if ["<<<<<<<", ">>>>>>>"].iter().any(|mark| is_mark(plain, mark)) {
            let (at, line) = first?;
            let mark = line.split(' ').next().unwrap_or_default();
            return Some(Slip {
                at,
                length: line.len(),
                message: format!("`{mark}` is left of a merge that nobody resolved"),
                help: "keep what is right of the two sides, and remove the lines <<<<<<<, ======= and >>>>>>>"
                    .to_owned(),
            });
        }
        at += line.len();
    }
    None
}

/// Behind these a value begins.
const BEGINS: [char; 5] = [':', ',', '[', '{', '-'];

/// The slip in one line of YAML that is none: where a sign of YAML belongs stands a character that looks like it.
pub(crate) fn in_line(line: &str) -> Option<Slip> {
    let code = outside_quotes(line);
    let indentation = line.len() - line.trim_start().len();
    let spaces = line.char_indices().find(|(at, c)| {
        let unseen = c.is_control() || !crate::visible::is_visible(*c) || (c.is_whitespace() && *c != ' ');
        // A tab between words is a blank.
        unseen && *c != '\r' && (*c != '\t' || *at < indentation)
    });
    if let Some((at, c)) = spaces {
        return slip(at, c);
    }
    let body = line.trim_start_matches([' ', '-']);
    let begin = line.len() - body.len();
    if let Some(c) = body.chars().next().filter(|c| "｛［【－–—−＃".contains(*c)) {
        return slip(begin, c);
    }
    for (at, c) in code.iter().copied() {
        let (before, after) = (line.get(..at).unwrap_or_default(), line.get(at + c.len_utf8()..).unwrap_or_default());
        let found = match c {
            '：' => key_ends(before),
            '，' | '、' => key_begins(after),
            '｛' | '［' | '【' => before.trim_end().ends_with(BEGINS),
            '“' | '‘' | '＂' | '＇' => before.trim_end().ends_with(BEGINS) && is_quoted(after),
            '｝' | '］' | '】' => after.trim_start_matches(['}', ']', ',', ' ']).is_empty(),
            _ => false,
        };
        if found {
            return slip(at, c);
        }
    }
    // `effect:read` is one word for YAML.
    let (key, rest) = body.split_once(':')?;
    let glued = is_key(key) && rest.chars().next().is_some_and(|c| !c.is_whitespace());
    glued.then(|| Slip {
        at: begin + key.len(),
        length: 1,
        message: "a colon without a blank behind it".to_owned(),
        help: "type `: `, a colon and a blank".to_owned(),
    })
}

/// The slip at which a reader of JSON stopped: the character itself, or a quotation mark of prose before it that was to end a string.
pub(crate) fn in_json(text: &str, at: usize) -> Option<Slip> {
    let c = text.get(at..)?.chars().next();
    if let Some(found) = c.filter(|c| !matches!(c, '\n' | '\r')).and_then(|c| slip(at, c)) {
        return Some(if c == Some('\t') {
            Slip { help: "type `\\t` inside a string".to_owned(), ..found }
        } else {
            found
        });
    }
    // Of a string that goes on over the end of its line, the reader says so at the next.
    let start = |at: usize| text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let here = start(at);
    [Some(here), here.checked_sub(1).map(start)].into_iter().flatten().find_map(|begin| {
        let found = in_line_of_json(text.get(begin..)?.split('\n').next()?)?;
        Some(Slip { at: begin + found.at, ..found })
    })
}

/// Outside strings, and at the end of one that none of its own marks ended.
fn in_line_of_json(line: &str) -> Option<Slip> {
    let (mut inside, mut before) = (false, ' ');
    for (at, c) in line.char_indices() {
        let behind = line.get(at + c.len_utf8()..).unwrap_or_default().trim_start();
        let ends = behind.is_empty() || behind.starts_with([':', ',', '}', ']']);
        match c {
            '"' if !inside || before != '\\' => inside = !inside,
            '“' | '”' | '„' | '‟' | '＂' if !inside || ends => return slip(at, c),
            '，' | '：' if !inside => return slip(at, c),
            _ => {}
        }
        before = c;
    }
    None
}

/// The characters of a line that are in no quotes and no comment, with their places.
fn outside_quotes(line: &str) -> Vec<(usize, char)> {
    let (mut found, mut quote, mut before) = (Vec::new(), None, ' ');
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) if c == open && before != '\\' => quote = None,
            Some(_) => {}
            None if c == '#' && before == ' ' => break,
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some(c),
            None => found.push((at, c)),
        }
        before = c;
    }
    found
}

fn is_key(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
}

/// The quotation that has begun is the whole value: prose goes on behind its own.
fn is_quoted(after: &str) -> bool {
    let end = after.find(['”', '’', '＂', '＇']).and_then(|at| after.get(at..));
    let behind = end.map(|rest| rest.trim_start_matches(['”', '’', '＂', '＇']).trim_start());
    behind.is_some_and(|rest| rest.is_empty() || rest.starts_with([',', '，', '}', ']']))
}

/// A key ends here: the word before is one, at the beginning of the line or of an entry.
fn key_ends(before: &str) -> bool {
    let start = before
        .rfind([' ', '{', '[', ',', '，', '、', '｛'])
        .map_or(0, |at| at + before.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let word = before.get(start..).unwrap_or_default();
    let front = before.get(..start).unwrap_or_default().trim_end();
    is_key(word) && (front.is_empty() || front.ends_with(['-', '{', '[', ',', '，', '、', '｛']))
}

/// A key with its colon begins here.
fn key_begins(after: &str) -> bool {
    let word = after.trim_start();
    let end = word.find([':', '：']).unwrap_or_default();
    is_key(word.get(..end).unwrap_or_default())
}

/// What is open at the end of a line and closed in none of it: a quote, a bracket.
pub(crate) fn left_open(line: &str) -> Option<(usize, char)> {
    let mut quote = None;
    let (mut open, mut before): (Vec<(usize, char)>, char) = (Vec::new(), ' ');
    for (at, c) in line.char_indices() {
        match quote {
            Some((_, mark)) if c == mark && before != '\\' => quote = None,
            Some(_) => {}
            None if c == '#' && before == ' ' => break,
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some((at, c)),
            None if matches!(c, '{' | '[') => open.push((at, c)),
            None if matches!(c, '}' | ']') => {
                open.pop();
            }
            None => {}
        }
        before = c;
    }
    quote.or_else(|| open.pop())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_where_a_sign_belongs() {
        for (line, at, what) in [
            ("effect：read", 6, "a full-width colon `：` (U+FF1A)"),
            ("  - {name：x, type: int}", 9, "a full-width colon"),
            ("  - {name: x，type: int}", 12, "a full-width comma"),
            ("title: ｛en: x}", 7, "a full-width bracket"),
            ("errors: ［A, B]", 8, "a full-width bracket"),
            ("errors: [A, B］", 13, "a full-width bracket"),
            ("{en: “Open, or not”, zh: 开}", 5, "a quotation mark of prose"),
            ("  – type: x", 2, "a dash `–` (U+2013)"),
            ("－ type: x", 0, "a dash"),
            ("effect:\u{a0}read", 7, "a no-break space (U+00A0)"),
            ("\u{3000}effect: read", 0, "an ideographic space (U+3000)"),
            ("\teffect: read", 0, "a tab (U+0009)"),
            ("  \teffect: read", 2, "a tab"),
            ("effect: \u{0}read", 8, "a NUL character (U+0000)"),
            ("effect: \u{feff}read", 8, "a byte order mark (U+FEFF)"),
            ("effect: a\u{2028}b", 9, "a line end of another kind (U+2028)"),
            ("effect: a\u{202e}b", 9, "a mark that turns the reading direction (U+202E)"),
            ("effect:read", 6, "a colon without a blank"),
        ] {
            let found = in_line(line).unwrap_or_else(|| Slip {
                at: 99,
                length: 0,
                message: "nothing".into(),
                help: String::new(),
            });
            assert!(found.at == at && found.message.starts_with(what), "{line}: {found:?}");
        }
    }

    #[test]
    fn a_slip_in_json_is_found_where_its_reader_stopped() {
        for (text, at, what) in [
            ("{\"code\"：200}", 7, "a full-width colon"),
            ("{\"code\": 200，\"msg\": \"\"}", 12, "a full-width comma"),
            ("｛\"code\": 200}", 0, "a full-width bracket"),
            ("{\n  “code”: 200}", 4, "a quotation mark of prose"),
            ("{\"a\": \"b”, \"c\": 1}", 8, "a quotation mark of prose"),
            ("{\"a\": \"b”\n}", 8, "a quotation mark of prose"),
            ("{\"a\": \"b\tc\"}", 8, "a tab"),
            ("{\"a\":\u{a0}1}", 5, "a no-break space"),
            ("{\"a\":\u{3000}1}", 5, "an ideographic space"),
            ("\u{200b}{}", 0, "a character without a width"),
            ("{\"a\": 1］", 7, "a full-width bracket"),
        ] {
            let broken = crate::json::parse(text).err().map(|broken| broken.at).unwrap_or_default();
            let found = in_json(text, broken);
            assert!(
                found.as_ref().is_some_and(|slip| slip.at == at && slip.message.starts_with(what)),
                "{text}: {found:?}"
            );
        }
        for text in ["{\"a\": 1,}", "{\"a\" 1}", "{\"a\": \"“b”，c：d\" 1}", "{", "", "{\"a\": tru}"] {
            let broken = crate::json::parse(text).err().map(|broken| broken.at).unwrap_or_default();
            assert_eq!(in_json(text, broken), None, "{text}");
        }
    }

    #[test]
    fn prose_is_no_slip() {
        for line in [
            "zh: 说明：先拆单，再发货",
            "  - {name: x, zh: 说明：一，二、三, en: \"a：b，c: d\"}",
            "note: \"“Open” – and so on\"",
            "en: It's – well – open",
            "effect:\tread",
            "url: \"http://h\"",
            "# effect：read",
            "example: 12:30:00",
            "zh: “完成”的订单",
        ] {
            assert_eq!(in_line(line), None, "{line}");
        }
    }

    #[test]
    fn a_conflict_is_told_by_its_first_line() {
        let at = |text: &str| conflict(text).map(|slip| slip.at);
        assert_eq!(at("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x\n"), Some(5));
        assert_eq!(at("a: b\n=======\nc: e\n>>>>>>> x\n"), Some(5));
        assert_eq!(at(">>>>>>> x"), Some(0));
        for none in ["a: b\n=======\n", "a: <<<<<<< b\n", "<<<<<<<< x\n", ""] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn what_is_left_open_is_named() {
        assert_eq!(left_open("  - {a: b, c: [d"), Some((14, '[')));
        assert_eq!(left_open("  - {a: \"b}"), Some((8, '"')));
        for closed in ["  - {a: \"b\", c: [d]}", "en: It's open", "a: b # {", ""] {
            assert_eq!(left_open(closed), None, "{closed}");
        }
    }
}
