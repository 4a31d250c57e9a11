//! JSON of examples. The one place where the stages before emit meet a JSON crate.

pub use serde_json::Value as Json;

#[cfg(feature = "diff")]
use crate::visible::is_hidden;

/// Where and why a text is no JSON.
#[derive(Debug)]
pub struct Broken {
    /// Byte offset.
    pub at: usize,
    /// Why.
    pub reason: String,
}

/// Parse a whole text. Nesting is limited by the parser (128 levels).
pub fn parse(text: &str) -> Result<Json, Broken> {
    serde_json::from_str(text).map_err(|error| {
        let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let mut at = (before + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
        Broken { at, reason }
    })
}

#[cfg(feature = "diff")]
/// The same JSON, in which a terminal sees nothing that it would obey: such characters stand in strings only, and there `\u202e` says
/// the same. All of them have four digits.
pub(crate) fn spelled(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_hidden(c) && c != '\n' {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Writes a text as JSON does. Hardly any has a sign that must be spelled otherwise.
pub(crate) fn push_quoted(out: &mut String, text: &str) {
    if text.bytes().any(|byte| matches!(byte, b'"' | b'\\' | ..0x20)) {
        out.push_str(&Json::from(text).to_string());
    } else {
        out.extend(["\"", text, "\""]);
    }
}

fn push_plain(out: &mut String, plain: &Json) {
    match plain {
        Json::String(text) => push_quoted(out, text),
        other => out.push_str(&other.to_string()),
    }
}

/// JSON to be written. Members stand in the order in which they were given: the maps of [`Json`] keep it in some builds and sort in
/// others, depending on what else is built.
#[derive(Debug, Clone)]
pub(crate) enum Written {
    /// Anything without members.
    Plain(Json),
    /// A list.
    List(Vec<Self>),
    /// An object.
    Map(Vec<(String, Self)>),
}

impl<T: Into<Json>> From<T> for Written {
    fn from(plain: T) -> Self {
        Self::Plain(plain.into())
    }
}

impl Written {
    /// An object.
    pub(crate) fn map<const N: usize>(members: [(&str, Self); N]) -> Self {
        Self::Map(members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// A list.
    pub(crate) fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// With line ends, two blanks per level.
    pub(crate) fn pretty(&self) -> String {
        self.indented("  ")
    }

    /// With line ends, and this per level.
    pub(crate) fn indented(&self, by: &str) -> String {
        let mut out = String::new();
        self.print(by, 0, &mut out);
        out.push('\n');
        out
    }

    /// On one line, without blanks.
    pub(crate) fn narrow(&self) -> String {
        let mut out = String::new();
        self.run_on(&mut out);
        out
    }

    fn run_on(&self, out: &mut String) {
        match self {
            Self::Plain(plain) => push_plain(out, plain),
            Self::List(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.run_on(out);
                }
                out.push(']');
            }
            Self::Map(members) => {
                out.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    push_quoted(out, name);
                    out.push(':');
                    value.run_on(out);
                }
                out.push('}');
            }
        }
    }

    fn print(&self, by: &str, depth: usize, out: &mut String) {
        let next = |out: &mut String, index: usize| {
            out.push_str(if index == 0 { "\n" } else { ",\n" });
            (0..=depth).for_each(|_| out.push_str(by));
        };
        let (open, close) = match self {
            Self::Plain(plain) => return push_plain(out, plain),
            Self::List(_) => ('[', ']'),
            Self::Map(_) => ('{', '}'),
        };
        out.push(open);
        let before = out.len();
        match self {
            Self::Plain(_) => {}
            Self::List(items) => items.iter().enumerate().for_each(|(index, item)| {
                next(out, index);
                item.print(by, depth + 1, out);
            }),
            Self::Map(members) => members.iter().enumerate().for_each(|(index, (name, value))| {
                next(out, index);
                push_quoted(out, name);
                out.push_str(": ");
                value.print(by, depth + 1, out);
            }),
        }
        if out.len() > before {
            out.push('\n');
            (0..depth).for_each(|_| out.push_str(by));
        }
        out.push(close);
    }
}

#[cfg(test)]
mod tests {
    use super::Written;

    #[test]
    fn what_is_written_is_json_in_the_order_given() {
        let empty = [Written::List(Vec::new()), Written::Map(Vec::new())];
        let value = Written::map([
            ("z", Written::list(["a\"b", "c"])),
            ("a", Written::map([("y", 1.into()), ("b", true.into())])),
            ("empty", Written::List(empty.into())),
        ]);
        let expected = "{\n  \"z\": [\n    \"a\\\"b\",\n    \"c\"\n  ],\n  \"a\": {\n    \"y\": 1,\n    \"b\": true\n  },\n  \
                        \"empty\": [\n    [],\n    {}\n  ]\n}\n";
        assert_eq!(value.pretty(), expected);
        assert!(super::parse(expected).is_ok());
    }

    #[test]
    fn a_text_is_quoted_as_json_has_it() {
        for sign in (0..=0x180).filter_map(char::from_u32).chain(['甲', '\u{2028}', '😀']) {
            for text in [format!("{sign}"), format!("a{sign}b")] {
                let mut out = String::new();
                super::push_quoted(&mut out, &text);
                assert_eq!(out, super::Json::from(text.as_str()).to_string());
            }
        }
    }
}
