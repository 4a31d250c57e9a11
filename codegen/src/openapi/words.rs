//! What a document says to people, in one language or both.

use std::cell::Cell;

use crate::model::api::{Doc, Items, Operation, Pages, RateLimit, Service};
use crate::words::{Effect, Needs, Unit};

/// In which language it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speech {
    /// English.
    En,
    /// Chinese; what has none is in English.
    Zh,
    /// English, then Chinese.
    Both,
}

/// The language, and how often it was missed.
#[derive(Debug)]
pub(super) struct Words {
    speech: Speech,
    /// Notes and lines that have no Chinese.
    pub(super) missed: Cell<usize>,
}

impl Words {
    pub(super) const fn new(speech: Speech) -> Self {
        Self { speech, missed: Cell::new(0) }
    }

    /// In the language; both on one line.
    pub(super) fn say(&self, en: &str, zh: &str) -> String {
        self.between(en, zh, " · ")
    }

    /// In the language, both with this between them.
    pub(super) fn between(&self, en: &str, zh: &str, between: &str) -> String {
        match self.speech {
            Speech::En => en.to_owned(),
            _ if zh.trim().is_empty() => {
                self.missed.set(self.missed.get() + 1);
                en.to_owned()
            }
            Speech::Zh => zh.to_owned(),
            Speech::Both if en == zh => en.to_owned(),
            Speech::Both => format!("{en}{between}{zh}"),
        }
    }

    pub(super) fn doc(&self, doc: &Doc) -> String {
        self.say(&doc.en, &doc.zh)
    }

    /// One more line, where there is one.
    pub(super) fn note(&self, doc: &Doc) -> Option<String> {
        doc.note.as_ref().map(|note| self.between(note, doc.note_zh.as_deref().unwrap_or_default(), "\n\n"))
    }

    /// The facts about an operation that a caller needs before the first call, a line each.
    pub(super) fn facts(&self, service: &Service, operation: &Operation) -> Vec<String> {
        let mut lines = vec![self.effect(operation.effect)];
        let known = lines.len();
        lines.extend(service.limits_of(operation).chain(service.limits_of_account()).map(|rate| self.rate(rate)));
        if lines.len() == known {
            lines.push(self.say("No limit is documented", "文档未说明频率限制"));
        }
        let costs = |en: &str, zh: &str| self.say(&format!("Costs: {en}"), &format!("费用：{zh}"));
        lines.push(match (operation.known_price(), operation.charge) {
            (Some(price), _) => costs(&price.sentence(), &price.chinese()),
            (None, Some(charge)) => costs(charge.sentence(), charge.chinese()),
            (None, None) => self.say("What it costs is not documented", "文档未说明费用"),
        });
        if operation.needs_shop {
            let needs = Needs::of(true);
            lines.push(self.say(&capital(needs.sentence()), needs.chinese()));
        }
        lines.extend(operation.rules.iter().map(|rule| self.doc(&rule.doc)));
        let told = [operation.pages.as_ref().map(Pages::told), operation.reply.items.as_ref().map(Items::told)];
        lines.extend(told.iter().flatten().map(|(en, zh)| self.say(en, zh)));
        let source = &operation.source;
        lines.push(format!("{}: `{}`, {}", self.say("Source", "来源"), source.doc, source.read));
        lines
    }

    pub(super) fn effect(&self, effect: Effect) -> String {
        self.say(effect.sentence(), effect.chinese())
    }

    pub(super) fn rate(&self, rate: &RateLimit) -> String {
        let calls = if rate.calls == 1 { "call" } else { "calls" };
        self.say(
            &format!(
                "At most {} {calls} {}{}",
                rate.calls,
                rate.per.sentence(),
                if rate.of_account { " of the account" } else { "" }
            ),
            &format!("{}{}最多 {} 次", if rate.of_account { "全账户" } else { "" }, rate.per.chinese(), rate.calls),
        )
    }

    pub(super) fn unit(&self, unit: Unit) -> String {
        let unit = self.say(unit.sentence(), unit.chinese());
        format!("{}: {unit}", self.say("Unit", "单位"))
    }
}

/// With a capital letter.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A cell of a Markdown table: one line, and nothing in it ends the cell or begins markup.
pub(super) fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '\\' | '<' | '`' | '*' | '_' | '[' | ']' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
