//! Words that bind, end, bound or measure a value and of which no key is read: a person is asked about what they say. They are known by
//! how they are built, see [`KINDS`].

use std::borrow::Cow;

use super::class_patterns::{KINDS, Kind};
use super::found::{Found, ask, ask_sender, known, numbers};
use super::searched::{Searched, without};
use super::sought::Sought;

/// A kind of words.
#[derive(Debug, Clone)]
struct Class {
    cue: &'static str,
    sent: bool,
    pattern: Sought,
}

/// A text without some of its words.
type Unsaid = fn(&str) -> String;

/// All kinds.
#[derive(Debug, Clone)]
pub(super) struct Classes(Vec<Class>);

/// Words that hold a hint and say nothing of its kind.
const PLAIN: [&str; 25] = [
    "仅供参考",
    "专用发票",
    "非必填",
    "非必传",
    "小时",
    "同时",
    "实时",
    "及时",
    "定时",
    "临时",
    "准时",
    "即时",
    "时间",
    "时长",
    "时效",
    "时刻",
    "时段",
    "英文半角",
    "半角英文",
    "半角逗号",
    "半角分号",
    "人才",
    "刚才",
    "才艺",
    "备用",
];

/// The same, of a value that is sent.
const GIVEN: [&str; 5] = ["不为空", "非空", "可为空", "可以为空", "允许为空"];

impl Default for Classes {
    fn default() -> Self {
        let class = |(cue, sent, pattern): Kind| Class { cue, sent, pattern: Sought::new(pattern) };
        Self(KINDS.into_iter().map(class).collect())
    }
}

impl Classes {
    /// True when every pattern compiled; a test asks.
    pub(super) fn complete(&self) -> bool {
        self.0.iter().all(|class| class.pattern.is_whole())
    }

    /// Asks about every kind of which a text has words. `unsaid` takes out of a text that a value must be given.
    pub(super) fn ask(&self, words: Searched<'_>, unsaid: Unsaid, found: &mut Found) {
        for class in self.said(words, unsaid, found) {
            match class.sent {
                true => ask_sender(found, class.cue),
                false => ask(found, class.cue),
            }
        }
    }

    /// The kinds of which a text has words that nothing was read of.
    fn said(&self, words: Searched<'_>, unsaid: Unsaid, found: &Found) -> Vec<&Class> {
        let mut said: Vec<&Class> = Vec::new();
        for class in &self.0 {
            let cue = class.cue;
            let asked =
                found.asks(cue) || found.of_requests.contains(&cue) || said.iter().any(|other| other.cue == cue);
            if !asked && !is_settled(cue, found) && class.is_of(words, unsaid, found) {
                said.push(class);
            }
        }
        said
    }
}

impl Class {
    fn is_of(&self, words: Searched<'_>, unsaid: Unsaid, found: &Found) -> bool {
        // What is taken out of the text below brings no new words into it.
        if !self.pattern.may_be_in(words) && !words.contains("栏位") {
            return false;
        }
        let text = words.text;
        // What fields are called on the other side of the strait.
        let text =
            if text.contains("栏位") { Cow::Owned(text.replace("栏位", "字段")) } else { Cow::Borrowed(text) };
        let text = match self.cue {
            "obligation" => Cow::Owned(without(&text, &PLAIN)),
            "default" => Cow::Owned(without(&unsaid(&text), &GIVEN)),
            _ => text,
        };
        let unknown = |hit: &str| {
            let said = numbers(hit);
            said.is_empty() || said.iter().any(|number| !known(found).contains(number))
        };
        self.pattern.hits(Searched::new(&text)).any(unknown)
    }
}

/// Whether what such words say was read, or is asked about in other words.
fn is_settled(cue: &str, found: &Found) -> bool {
    match cue {
        "limits" => found.may_list_values() || found.asks("max_chars") || found.format.is_some(),
        "default" => found.default.is_some(),
        "unit" => found.unit.is_some() || found.format.is_some() || found.may_list_values(),
        "deprecated" => found.withdrawn,
        _ => false,
    }
}
