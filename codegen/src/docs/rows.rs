//! Fields, and the records, lists and grammars they lead to, as rows with an anchor each.

use super::search::typed;
use super::{Site, address};
use crate::html::Html;
use crate::model::api::{Doc, Enum, Field, Grammar, Name, Operation, Place, Record, Service, Type, Unit};

/// Fields of one owner.
pub(super) struct Rows<'a> {
    pub(super) site: &'a Site<'a>,
    pub(super) service: &'a Service,
    /// None: the envelope.
    pub(super) operation: Option<&'a Operation>,
    /// Sent, not received.
    pub(super) sent: bool,
}

impl Rows<'_> {
    /// A row per field.
    pub(super) fn fields(&self, owner: &str, fields: &[Field]) -> Html {
        let mut html = Html::new();
        for field in fields {
            self.field(&mut html, &address::field(owner, &field.name.wire), field);
        }
        html
    }

    fn field(&self, html: &mut Html, address: &str, field: &Field) {
        let name = &field.name.wire;
        html.put("<div class=\"f\"").attribute("id", address).put(" data-k=\"field\"");
        html.attribute("data-p", &typed(&field.doc.zh)).put("><div>").code(name);
        match (field.required, self.sent) {
            (true, true) => html.put(" <span class=\"req\">").two("required", "必填").put("</span>"),
            (true, false) => html.put(" <span class=\"req\">").two("always", "必有").put("</span>"),
            (false, _) => &mut *html,
        };
        anchor(html, address);
        html.put("</div><div>").two(&field.doc.en, &field.doc.zh);
        html.put(" <span class=\"ty\">· ");
        self.ty(html, &field.ty);
        html.put("</span>");
        self.facts(html, field);
        note(html, &field.doc);
        html.put("</div></div>\n");
    }

    fn facts(&self, html: &mut Html, field: &Field) {
        let badge = |html: &mut Html, tone: &'static str, en: &str, zh: &str| {
            html.put(" <span class=\"b ").put(tone).put("\">").two(en, zh).put("</span>");
        };
        if let Some(unit) = field.unit {
            let tone = if unit == Unit::Undocumented { "red" } else { "blu" };
            badge(html, tone, unit.sentence(), unit.chinese());
        }
        if let Some(most) = field.max_chars {
            badge(html, "", &format!("at most {most} characters"), &format!("最多 {most} 个字符"));
        }
        for (en, zh) in field.bounds.counted() {
            badge(html, "", &en, &zh);
        }
        for kind in &field.bounds.accept {
            html.put(" <span class=\"b\">").text(kind.word()).put("</span>");
        }
        if let Some(pattern) = &field.bounds.pattern {
            html.put(" <span class=\"ty\">").two("matches", "须匹配").put(" ").code(pattern).put("</span>");
        }
        let types = self.operation.map(|operation| operation.types.as_slice()).unwrap_or_default();
        if let Some((en, zh)) = field.written(types).filter(|_| self.sent) {
            html.put(" <span class=\"ty\">").two(&en, &zh).put("</span>");
        }
        if let Some(form) = field.form() {
            let (en, zh) = form.in_words();
            badge(html, "", &en, &zh);
        }
        if self.sent && matches!(field.place, Place::Path | Place::Query | Place::Header) {
            html.put(" <span class=\"b\">").text(field.place.word()).put("</span>");
        }
        if field.pii {
            badge(html, "amb", "personal", "个人信息");
        }
        if field.secret {
            badge(html, "red", "secret", "机密");
        }
        if field.documented_only {
            badge(html, "", "no other values", "仅限列出的取值");
        }
        if let Some(gone) = &field.deprecated {
            badge(html, "red", "deprecated", "已废弃");
            // Why is said in English only.
            html.put(" <span class=\"note\">")
                .text(&gone.since)
                .put(" <i lang=en>")
                .prose(&gone.why)
                .put("</i></span>");
        }
        if let Some(default) = &field.default {
            html.put(" <span class=\"ty\">").two("default", "默认").put(" ").code(default).put("</span>");
        }
        if let Some(example) = field.example.as_ref().filter(|example| !field.secret && !example.is_empty()) {
            html.put(" <span class=\"ty\">").two("e.g.", "例").put(" ").code(example).put("</span>");
        }
    }

    fn ty(&self, html: &mut Html, ty: &Type) {
        match ty {
            Type::Record(name) | Type::Enum(name) | Type::Grammar(name) => self.link(html, name),
            Type::List { item, .. } => {
                html.two("list of", "列表：").put(" ");
                self.link(html, item);
            }
            Type::Select { record, .. } => {
                html.two("comma-joined fields of", "逗号分隔的字段名：").put(" ");
                self.link(html, record);
            }
            Type::Values { item, .. } => {
                html.two("list of", "列表：").put(" ");
                self.ty(html, item);
            }
            Type::Map { key, value } => {
                html.two("map of", "映射：").put(" ");
                self.ty(html, key);
                html.put(" → ");
                self.ty(html, value);
            }
            Type::Csv(item) => {
                html.two("comma-joined", "逗号分隔").put(" ");
                self.ty(html, item);
            }
            other => {
                html.text(&other.spelled());
            }
        }
    }

    fn link(&self, html: &mut Html, name: &Name) {
        match self.operation {
            Some(operation) => {
                let address = address::owner(self.service, operation, &name.wire);
                let link = address::to_operation(self.site, self.service, operation, &address);
                html.put("<a").attribute("href", &link).put(">").text(&name.wire).put("</a>");
            }
            None => {
                html.text(&name.wire);
            }
        }
    }

    /// Everything that fields lead to, each thing once, folded.
    pub(super) fn nested(&self, fields: &[Field], done: &mut Vec<String>) -> Html {
        let mut html = Html::new();
        let Some(operation) = self.operation else { return html };
        // Breadth first and without recursion: records may hold themselves.
        let mut open: Vec<&Name> = fields.iter().filter_map(|field| named(&field.ty)).collect();
        let mut at = 0;
        while let Some(name) = open.get(at).copied() {
            at += 1;
            if done.contains(&name.wire) {
                continue;
            }
            done.push(name.wire.clone());
            if let Some(record) = operation.types.iter().find(|each| each.name.ident == name.ident) {
                html.add(self.record(operation, record));
                open.extend(record.fields.iter().filter_map(|field| named(&field.ty)));
            } else if let Some(list) = operation.enums.iter().find(|each| each.name.ident == name.ident) {
                html.add(self.values(operation, list));
            } else if let Some(grammar) = operation.grammars.iter().find(|each| each.name.ident == name.ident) {
                html.add(self.grammar(operation, grammar));
                open.extend(grammar.entries.iter().filter_map(|entry| match &entry.shape {
                    crate::model::api::GrammarShape::Value { allowed } => allowed.as_ref(),
                    crate::model::api::GrammarShape::PerId { .. } => None,
                }));
            }
        }
        html
    }

    fn folded(&self, address: &str, name: &Name, doc: &Doc, count: usize) -> Html {
        let mut html = Html::new();
        html.put("<details class=\"nest\"").attribute("id", address).put("><summary><b>").text(&name.wire);
        html.put("</b> ").two(&doc.en, &doc.zh).put(" <small class=\"ty\">").text(&count.to_string());
        html.put("</small></summary>\n");
        note(&mut html, doc);
        html
    }

    fn record(&self, operation: &Operation, record: &Record) -> Html {
        let owner = address::owner(self.service, operation, &record.name.wire);
        let mut html = self.folded(&owner, &record.name, &record.doc, record.fields.len());
        html.add(self.fields(&owner, &record.fields)).put("</details>\n");
        html
    }

    fn values(&self, operation: &Operation, list: &Enum) -> Html {
        let owner = address::owner(self.service, operation, &list.name.wire);
        let mut html = self.folded(&owner, &list.name, &list.doc, list.values.len());
        for value in &list.values {
            entry(&mut html, &address::field(&owner, &value.name.wire), &value.name.wire, &value.doc);
        }
        html.put("</details>\n");
        html
    }

    fn grammar(&self, operation: &Operation, grammar: &Grammar) -> Html {
        let owner = address::owner(self.service, operation, &grammar.name.wire);
        let mut html = self.folded(&owner, &grammar.name, &grammar.doc, grammar.entries.len());
        let (separator, assign) = (&grammar.separator, &grammar.assign);
        html.put("<p class=\"note\">").two(
            &format!("Entries joined by `{separator}`, each a key, `{assign}` and a value"),
            &format!("各项以 `{separator}` 连接，每项为键、`{assign}` 与值"),
        );
        html.put("</p>\n");
        for each in &grammar.entries {
            entry(&mut html, &address::field(&owner, &each.name.wire), &each.name.wire, &each.doc);
        }
        html.put("</details>\n");
        html
    }
}

fn entry(html: &mut Html, address: &str, name: &str, doc: &Doc) {
    html.put("<div class=\"f\"").attribute("id", address).put(" data-k=\"value\"").attribute("data-p", &typed(&doc.zh));
    html.put("><div>").code(name).put("</div><div>").two(&doc.en, &doc.zh);
    note(html, doc);
    html.put("</div></div>\n");
}

/// The type that a field leads to.
fn named(ty: &Type) -> Option<&Name> {
    match ty {
        Type::Record(name) | Type::Enum(name) | Type::Grammar(name) => Some(name),
        Type::List { item, .. } => Some(item),
        Type::Csv(item) | Type::Values { item, .. } => named(item),
        Type::Map { value, .. } => named(value),
        _ => None,
    }
}

/// One more line, where there is one.
pub(super) fn note(html: &mut Html, doc: &Doc) {
    if let Some(note) = &doc.note {
        html.put("<span class=\"note\">").two(note, doc.note_zh.as_deref().unwrap_or_default()).put("</span>");
    }
}

/// A link to what it stands beside.
pub(super) fn anchor(html: &mut Html, address: &str) {
    html.put("<a class=\"anchor\" href=\"#").text(address).put("\" aria-label=link>#</a>");
}
