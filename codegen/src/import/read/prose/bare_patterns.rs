//! What descriptions are searched with for lists of bare values.

use regex::Regex;

/// What such lists are searched with.
#[derive(Debug, Clone)]
pub(super) struct Bare {
    /// A word for a list, a sign or a bracket, codes.
    pub(super) announced: Option<Regex>,
    /// Codes with bars between them.
    pub(super) barred: Option<Regex>,
    /// Codes of which the last stands behind a word for another choice.
    pub(super) joined: Option<Regex>,
    /// Codes of base sixteen before their glosses.
    pub(super) hex: Option<Regex>,
    pub(super) item: Option<Regex>,
}

impl Default for Bare {
    fn default() -> Self {
        const CODE: &str = r#"["'“‘`]?(?:-?\d{1,6}|[A-Za-z][A-Za-z0-9_.\-]{0,30})["'”’`]?"#;
        let compile = |pattern: &str| Regex::new(&pattern.replace("CODE", CODE)).ok();
        Self {
            announced: compile(
                r#"(?i)(?:(?:(?-u:\b)(?:one of|either|enum(?:s|eration)?)|可选值?|可取值?|可传值?|可填值?|取值(?:范围)?|枚举值?|选项|值域)\s*(?:are|is|为|是|有|包括|如下)?\s*[:：=]?|(?-u:\b)(?:(?:allowed|possible|valid|accepted)\s+values?|values|options|choices)\s*(?:are(?-u:\b)|is(?-u:\b)|[:：=]))\s*[\[({（【<]?\s*(?P<l>CODE(?:\s*(?:[,，、/|;；]|或者?|(?-u:\b)or(?-u:\b))(?:\s*(?:或者?|(?-u:\b)or(?-u:\b)))?\s*CODE)+)\s*(?:$|[,，;；。.)）\]】}>》\n]|中|之一|默认|为空)"#,
            ),
            barred: compile(
                r"(?:^|[\s:：,，;；。(（\[【{<为是])(?P<l>CODE(?:\s*\|\s*CODE)+)\s*(?:$|[,，;；。.)）\]】}>\n]|默认|为空)",
            ),
            joined: compile(
                r"(?i)(?P<b>^|[\s:：,，;；。(（为是传填值成])(?P<l>CODE(?:\s*[、,，/]\s*CODE)*\s*[、,，]?\s*(?P<j>或者?|或是|(?-u:\b)or(?-u:\b))\s*CODE)\s*(?:$|[,，;；。.)）\]】\n]|默认|为空)",
            ),
            hex: compile(r"(?P<v>0x[0-9a-fA-F]{1,8})\s*(?:[:：=＝→\-—(（\[【.、]|表示|代表|为|是)?\s*(?P<g>\p{Han})"),
            item: compile(r"(?P<v>[A-Za-z][A-Za-z0-9_]{0,60}|-?\d{1,4})(?P<s>\s*[:=\-]\s*)"),
        }
    }
}

impl Bare {
    pub(super) fn complete(&self) -> bool {
        [&self.announced, &self.barred, &self.joined, &self.hex, &self.item].iter().all(|pattern| pattern.is_some())
    }
}
