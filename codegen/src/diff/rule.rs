//! What a rule is: a name that never changes, and what it says about old requests, old decoders, running programs and bills.
//!
//! The verdict on source code is not here: it is computed from the public API, see `super::source_verdict`.

use std::fmt;

/// How bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Words for people only.
    Docs,
    /// Nothing that works today stops working.
    Safe,
    /// Works on, but may do something else than before.
    Dangerous,
    /// What worked stops working.
    Breaking,
}

impl Level {
    /// In the order of the reports.
    pub const WORST_FIRST: [Self; 4] = [Self::Breaking, Self::Dangerous, Self::Safe, Self::Docs];

    /// As all formats print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Safe => "safe",
            Self::Dangerous => "dangerous",
            Self::Breaking => "breaking",
        }
    }

    /// Its colour on pages.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Docs => "",
            Self::Safe => "grn",
            Self::Dangerous => "amb",
            Self::Breaking => "red",
        }
    }

    /// In the reader's language.
    pub fn in_lang(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, _) => self.word(),
            (Lang::Zh, Self::Docs) => "文档",
            (Lang::Zh, Self::Safe) => "安全",
            (Lang::Zh, Self::Dangerous) => "危险",
            (Lang::Zh, Self::Breaking) => "不兼容",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// The same words twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

impl Words {
    /// The reader's.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// Whom a verdict is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Code that compiles today.
    Source,
    /// Requests and decoders that are in use.
    Wire,
    /// What a call does and means.
    Behaviour,
    /// Charges, limits, authorisation.
    Cost,
}

impl Axis {
    /// In the order of the reports.
    pub const ALL: [Self; 4] = [Self::Source, Self::Wire, Self::Behaviour, Self::Cost];

    /// As all formats print it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Wire => "wire",
            Self::Behaviour => "behaviour",
            Self::Cost => "cost",
        }
    }

    /// In the reader's language.
    pub fn in_lang(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::En, _) => self.word(),
            (Lang::Zh, Self::Source) => "源码",
            (Lang::Zh, Self::Wire) => "报文",
            (Lang::Zh, Self::Behaviour) => "行为",
            (Lang::Zh, Self::Cost) => "费用",
        }
    }

    /// Why an axis is safe when the rule has nothing to say about it.
    pub fn untouched(self) -> Words {
        match self {
            Self::Source => Words { en: "no public item changes", zh: "公开接口不变" },
            Self::Wire => {
                Words { en: "old requests and old decoders work on", zh: "旧请求与旧解码器照常工作" }
            }
            Self::Behaviour => Words { en: "calls mean what they meant", zh: "调用含义不变" },
            Self::Cost => {
                Words { en: "no charge, limit or authorisation changes", zh: "费用、限流、授权不变" }
            }
        }
    }
}

/// A verdict of a rule with its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// How bad.
    pub level: Level,
    /// Why.
    pub reason: Words,
}

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Part of every finding's id: stable for ever.
    pub id: &'static str,
    /// What has happened, in a few words.
    pub title: Words,
    /// Old requests, old decoders.
    pub wire: Option<Judged>,
    /// Default, unit, retry class, outcome, effect, obligation.
    pub behaviour: Option<Judged>,
    /// Charge, rate limit, authorisation.
    pub cost: Option<Judged>,
    /// What to do.
    pub todo: Words,
    /// Only words for people change.
    pub docs: bool,
    /// The element appears, goes away or gets another name, with everything in it.
    pub whole: bool,
    /// Which public items it can change.
    pub api: Api,
}

/// Public items of an element that a rule can be the reason for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// None: whatever changes beside it has another reason.
    None,
    /// Functions only: constructor and setter.
    Calls,
    /// Any.
    All,
}

const fn judged(level: Level, en: &'static str, zh: &'static str) -> Option<Judged> {
    Some(Judged { level, reason: Words { en, zh } })
}

impl Rule {
    /// A change nobody has to fear, until the axes say otherwise.
    pub(super) const fn new(id: &'static str, en: &'static str, zh: &'static str) -> Self {
        Self {
            id,
            title: Words { en, zh },
            wire: None,
            behaviour: None,
            cost: None,
            todo: Words { en: "nothing to do", zh: "无需处理" },
            docs: false,
            whole: false,
            api: Api::None,
        }
    }

    pub(super) const fn wire(mut self, level: Level, en: &'static str, zh: &'static str) -> Self {
        self.wire = judged(level, en, zh);
        self
    }

    pub(super) const fn behaviour(mut self, level: Level, en: &'static str, zh: &'static str) -> Self {
        self.behaviour = judged(level, en, zh);
        self
    }

    pub(super) const fn cost(mut self, level: Level, en: &'static str, zh: &'static str) -> Self {
        self.cost = judged(level, en, zh);
        self
    }

    pub(super) const fn todo(mut self, en: &'static str, zh: &'static str) -> Self {
        self.todo = Words { en, zh };
        self
    }

    pub(super) const fn docs(mut self) -> Self {
        self.docs = true;
        self
    }

    pub(super) const fn whole(mut self) -> Self {
        self.whole = true;
        self.api = Api::All;
        self
    }

    pub(super) const fn api(mut self, api: Api) -> Self {
        self.api = api;
        self
    }

    /// What the rule itself says about an axis; nothing about source code.
    pub fn on(&self, axis: Axis) -> Option<Judged> {
        match axis {
            Axis::Source => None,
            Axis::Wire => self.wire,
            Axis::Behaviour => self.behaviour,
            Axis::Cost => self.cost,
        }
    }

    /// For `vvspec explain RULE`.
    pub fn explain(&self, lang: Lang) -> String {
        let (source, to_do, computed) = match lang {
            Lang::En => ("source", "to do", "computed for each finding from the generated public API"),
            Lang::Zh => ("源码", "处理", "逐条根据生成代码的公开接口计算"),
        };
        let mut text = format!("{}: {}\n\n  {source}: {computed}\n", self.id, self.title.get(lang));
        for axis in [Axis::Wire, Axis::Behaviour, Axis::Cost] {
            let (level, reason) = match self.on(axis) {
                Some(judged) => (judged.level, judged.reason),
                None => (Level::Safe, axis.untouched()),
            };
            text.push_str(&format!("  {}: {} - {}\n", axis.in_lang(lang), level.in_lang(lang), reason.get(lang)));
        }
        if self.docs {
            text.push_str(match lang {
                Lang::En => "  overall: docs, when no public item changes\n",
                Lang::Zh => "  总评：公开接口不变时为文档级\n",
            });
        }
        text.push_str(&format!("  {to_do}: {}\n", self.todo.get(lang)));
        text
    }
}
