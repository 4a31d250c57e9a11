//! HTML that spec text cannot break: it grows by literals of this program and by escaped text, so what is not escaped does not compile.

use std::borrow::Cow;

use crate::json::Written;
use crate::visible::visible;

/// A piece of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Html(String);

impl Html {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Markup of this program's own.
    pub(crate) fn put(&mut self, literal: &'static str) -> &mut Self {
        self.0.push_str(literal);
        self
    }

    /// Text, whatever it is.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        escape(text, &mut self.0);
        self
    }

    /// A sentence: what stands between backticks is code.
    pub(crate) fn prose(&mut self, text: &str) -> &mut Self {
        let mut parts: Vec<&str> = text.split('`').collect();
        // The last backtick has no partner: it is a backtick.
        let lone = parts.len().is_multiple_of(2).then(|| parts.pop()).flatten();
        for (at, part) in parts.iter().enumerate() {
            if at % 2 == 1 {
                self.put("<code>").text(part).put("</code>");
            } else {
                self.text(part);
            }
        }
        if let Some(rest) = lone {
            self.text("`").text(rest);
        }
        self
    }

    /// ` name="value"`.
    pub(crate) fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.put(" ").put(name).put("=\"").text(value).put("\"")
    }

    /// The same words twice; the style sheet shows one of them.
    pub(crate) fn two(&mut self, en: &str, zh: &str) -> &mut Self {
        if zh.trim().is_empty() || en == zh {
            return self.prose(en);
        }
        // There are thousands of them: a short tag is a smaller page.
        self.put("<i lang=en>").prose(en).put("</i><i lang=zh>").prose(zh).put("</i>")
    }

    pub(crate) fn code(&mut self, text: &str) -> &mut Self {
        self.put("<code>").text(text).put("</code>")
    }

    pub(crate) fn add(&mut self, other: Self) -> &mut Self {
        if self.0.is_empty() {
            self.0 = other.0;
        } else {
            self.0.push_str(&other.0);
        }
        self
    }

    /// Data for a script: JSON in which no tag can begin.
    pub(crate) fn data(&mut self, data: &Written) -> &mut Self {
        let text = data.narrow().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
        self.0.push_str(&text);
        self
    }

    /// The page.
    pub(crate) fn finish(self) -> String {
        self.0
    }
}

/// Text as markup shows it. A page is thousands of texts, nearly all of which stand as they are.
fn escape(text: &str, out: &mut String) {
    let is_seen = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    let shown = if is_seen { Cow::Borrowed(text) } else { visible(text) };
    let mut rest = shown.as_ref();
    let means = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    while let Some((plain, behind)) = rest.bytes().position(means).and_then(|at| rest.split_at_checked(at)) {
        out.push_str(plain);
        let mut signs = behind.chars();
        out.push_str(match signs.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "&#39;",
        });
        rest = signs.as_str();
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::Html;

    #[test]
    fn no_text_becomes_markup() {
        let mut html = Html::new();
        html.put("<p").attribute("title", "\"><script>").put(">").prose("a `<b>` c ` d").put("</p>");
        assert_eq!(html.finish(), "<p title=\"&quot;&gt;&lt;script&gt;\">a <code>&lt;b&gt;</code> c ` d</p>");
        let mut html = Html::new();
        html.text("货<&>'\"\u{202e}'").text("'").text("");
        assert_eq!(html.finish(), "货&lt;&amp;&gt;&#39;&quot;\\u{202e}&#39;&#39;");
    }
}
