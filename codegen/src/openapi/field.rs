//! A field as a schema: what may be sent, and what really arrives.

use super::schema::{BIG, Form, Kind, Object, Schema, Version, member};
use super::seen::{Seen, items_of};
use super::written::{bounded, has_rows_as_texts, is_ours, required};
use super::{Export, Of, Side};
use crate::json::{Json, Written};
use crate::model::api::{Enum, Field, Grammar, GrammarShape, Name, Operation, Type, Unit};
use crate::model::time_form::TimeForm;
use crate::words::{EntryShape, Style};

/// What a date and time may look like where it is sent.
const DATE_TIME: &str = concat!(
    r"^(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])( ([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?)?",
    r"|\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])|([01]\d|2[0-3]):[0-5]\d)$"
);

/// What an exact number looks like where it is sent as text.
const NUMBER: &str = r"^-?\d+(\.\d+)?$";

impl Export<'_> {
    /// A field of an operation, or of its envelope.
    pub(super) fn field(&mut self, of: Of<'_>, side: Side, owner: &str, field: &Field) -> Schema {
        let of = Of { owner, ..of };
        let mut schema = self.typed(of, side, field);
        if side == Side::Reply {
            widen(&mut schema, of.seen.kinds(owner, &field.name.wire));
            schema = self.hoisted(schema);
        }
        // What is a list has them in its items.
        let is_one = matches!(field.ty, Type::Csv(_))
            || (matches!(field.ty, Type::Values { .. }) && matches!(schema.form, Form::Scalar(..)));
        if let Some(list) = of.operation.and_then(|each| enumeration(each, &field.ty)).filter(|_| is_one) {
            let values = list.values.iter().map(|value| value.name.wire.as_str());
            schema = schema.with("x-vvspec-values", Written::list(values));
        }
        let sampled = of
            .operation
            .is_some_and(|operation| operation.request_sample.iter().any(|(name, _)| *name == field.name.wire));
        let shown = side == Side::Reply || field.required || sampled;
        let mut description = self.described(of.operation, side, field, shown);
        let has_texts = field.style == Some(Style::Json) || has_rows_as_texts(field);
        if side == Side::Request && self.asked.version == Version::V30 && has_texts {
            description.extend(self.members(of, field).map(|members| format!("\n\n{members}")));
        }
        schema = schema.with("description", description);
        if side == Side::Request {
            limits(&mut schema, field);
            bounded(&mut schema, field);
            if self.style_in_words(of.operation, field).is_some() && is_ours(of.operation, field) {
                schema.says.extend(field.style.map(|style| member("x-vvspec-style", style.word())));
            }
        }
        if let Some(default) = &field.default {
            let default = value(&schema, default);
            schema = schema.with("default", default);
        }
        if let Some(example) = field.example.as_ref().filter(|_| shown && !field.secret)
            && matches!(schema.form, Form::Scalar(..))
        {
            let example = value(&schema, example);
            schema = schema.with("example", example);
        }
        self.marked(schema, field)
    }

    /// What tools may want to know of it.
    fn marked(&self, mut schema: Schema, field: &Field) -> Schema {
        if field.secret {
            if !schema.says.iter().any(|(name, _)| name == "format") && matches!(schema.form, Form::Scalar(_, None)) {
                schema = schema.with("format", "password");
            }
            schema = schema.with("x-vvspec-secret", true);
        }
        if field.pii {
            schema = schema.with("x-vvspec-pii", true);
        }
        if let Some(unit) = field.unit {
            schema = schema.with("x-vvspec-unit", unit.word());
        }
        if let Some(form) = field.form() {
            schema = schema.with("x-vvspec-format", form.spelled());
        }
        if let Some(gone) = &field.deprecated {
            let words = [("since", gone.since.as_str().into()), ("why", gone.why.as_str().into())];
            schema = schema.with("deprecated", true).with("x-vvspec-deprecated", Written::map(words));
        }
        schema.with("x-vvspec-type", field.ty.spelled())
    }

    pub(super) fn described(&self, operation: Option<&Operation>, side: Side, field: &Field, shown: bool) -> String {
        let mut lines = vec![self.words.doc(&field.doc)];
        let mut facts = Vec::new();
        facts.extend(field.unit.map(|unit| self.words.unit(unit)));
        match &field.ty {
            Type::DateTime(None) => facts.push(self.words.say("GMT+8", "北京时间")),
            Type::DateTime(Some(form)) => {
                let (en, zh) = form.in_words();
                facts.push(self.words.say(&en, &zh));
            }
            Type::Csv(_) | Type::Select { .. } => facts.push(self.words.say("comma-joined", "逗号分隔")),
            Type::Record(_) | Type::List { .. } if side == Side::Request && field.style == Some(Style::Json) => {
                facts.push(self.words.say("a JSON text", "JSON 文本"))
            }
            _ => {}
        }
        if side == Side::Request {
            facts.extend(self.style_in_words(operation, field));
            facts.extend(self.bounds_in_words(field));
        }
        if field.pii {
            facts.push(self.words.say("personal data", "个人信息"));
        }
        if field.secret {
            facts.push(self.words.say("secret", "机密"));
        }
        if !facts.is_empty() {
            lines.push(facts.join(", "));
        }
        lines.extend(self.words.note(&field.doc));
        if let Some(gone) = &field.deprecated {
            lines.push(format!("{} ({}): {}", self.words.say("Deprecated", "已废弃"), gone.since, gone.why));
        }
        if let Type::Select { record, .. } = &field.ty {
            let record = &record.wire;
            lines.push(self.words.say(&format!("Names of fields of {record}"), &format!("{record} 的字段名")));
        }
        if let Some(operation) = operation {
            if let Some(of) = enumeration(operation, &field.ty) {
                lines.push(self.values(of));
            }
            if let Type::Grammar(name) = &field.ty
                && let Some(grammar) = operation.grammars.iter().find(|each| each.name.ident == name.ident)
            {
                lines.push(self.grammar(grammar));
            }
        }
        if let Some(example) = field.example.as_ref().filter(|_| !shown && !field.secret) {
            lines.push(format!("{} `{example}`", self.words.say("For example", "例如")));
        }
        lines.join("\n\n")
    }

    fn values(&self, of: &Enum) -> String {
        let mut text = format!("{}\n", self.words.say("Values:", "取值："));
        for value in &of.values {
            text.push_str(&format!("\n- `{}`: {}", value.name.wire, self.words.doc(&value.doc)));
        }
        text
    }

    fn grammar(&self, of: &Grammar) -> String {
        let separator = &of.separator;
        let mut text =
            self.words.say(&format!("Entries joined by `{separator}`:"), &format!("各项以 `{separator}` 连接："));
        text.push('\n');
        for entry in &of.entries {
            let form = match &entry.shape {
                GrammarShape::PerId { items, colon, values, .. } => {
                    format!("id{colon}value{values}value{items}id{colon}value")
                }
                GrammarShape::Value { .. } => "value".to_owned(),
            };
            text.push_str(&format!("\n- `{}{}{form}`: {}", entry.name.wire, of.assign, self.words.doc(&entry.doc)));
        }
        text
    }

    fn typed(&mut self, of: Of<'_>, side: Side, field: &Field) -> Schema {
        match side {
            Side::Request => self.sent(of, field),
            Side::Reply => self.received(of, field),
        }
    }

    /// What may be sent: one type, and where it is checked what it has to look like.
    pub(super) fn sent(&mut self, of: Of<'_>, field: &Field) -> Schema {
        let text = || Schema::scalar([Kind::String]);
        let int64 = || Schema::new(Form::Scalar(vec![Kind::Integer], Some("int64")));
        if let Some(schema) = self.styled(of, field) {
            return schema;
        }
        match &field.ty {
            Type::Text | Type::Id(_) => text(),
            // As the client writes them: amounts in whole units are counts.
            Type::Int | Type::Money(Unit::Fen | Unit::Points) => int64(),
            Type::Decimal | Type::Money(_) => {
                Schema::new(Form::Scalar(vec![Kind::String], Some("decimal"))).with("pattern", NUMBER)
            }
            Type::Bool => Schema::scalar([Kind::Boolean]),
            Type::Flag01 => {
                let mut flag = Schema::scalar([Kind::Integer]);
                flag.allowed = vec![0.into(), 1.into()];
                flag
            }
            Type::DateTime(None) => text().with("pattern", DATE_TIME),
            Type::DateTime(Some(form)) => match form.counts() {
                Some((least, most)) => int64().with("minimum", least).with("maximum", most),
                None => text().with("pattern", form.pattern()),
            },
            Type::Json => self.as_text(None),
            Type::Enum(name) => self.listed(of, name, vec![Kind::String], field.documented_only),
            Type::Grammar(name) => match of.grammar(name) {
                Some(grammar) => text().with("x-vvspec-grammar", built(of, grammar)),
                None => text(),
            },
            Type::Values { item, .. } if field.style == Some(Style::Json) => {
                let one = Field { ty: (**item).clone(), required: true, style: None, ..field.clone() };
                let list = Schema::list(self.sent(of, &one));
                self.as_text(Some(list))
            }
            Type::Csv(_) => text(),
            // Joined by commas.
            Type::Values { item, .. } => match **item {
                Type::Int | Type::Money(Unit::Fen | Unit::Points) => text().with("pattern", r"^(-?\d+(,-?\d+)*)?$"),
                Type::Money(_) => text().with("pattern", r"^(-?\d+(\.\d+)?(,-?\d+(\.\d+)?)*)?$"),
                _ => text(),
            },
            Type::File => self.file(),
            Type::Map { .. } => self.as_text(None),
            Type::Select { .. } => text().with("pattern", r"^[^,\s][^,]*(,[^,\s][^,]*)*$"),
            Type::Record(name) => {
                let schema = self.record(of, Side::Request, name);
                self.as_text(schema)
            }
            Type::List { item, .. } => {
                let schema = self.record(of, Side::Request, item).map(Schema::list);
                self.as_text(schema)
            }
        }
    }

    /// Bytes; what they are stands beside the body.
    fn file(&self) -> Schema {
        match self.asked.version {
            Version::V30 => Schema::new(Form::Scalar(vec![Kind::String], Some("binary"))),
            Version::V31 => Schema::scalar([Kind::String]).with("contentMediaType", "application/octet-stream"),
        }
    }

    /// JSON in a field of a form is one text. Only 3.1 can say what is in it, and no `encoding` is given: tools then take the object
    /// apart into fields, and a signature over them is wrong.
    pub(super) fn as_text(&self, content: Option<Schema>) -> Schema {
        let mut text = Schema::scalar([Kind::String]);
        match (self.asked.version, content) {
            (Version::V31, content) => {
                text = text.with("contentMediaType", "application/json");
                text.content = content.map(Box::new);
                text
            }
            (Version::V30, Some(content)) => text.with("x-vvspec-content", self.spelled_out(&content)),
            (Version::V30, None) => text,
        }
    }

    /// What arrives: the documented type, and what the wire does with it.
    pub(super) fn received(&mut self, of: Of<'_>, field: &Field) -> Schema {
        let scalar = |kinds: &[Kind], format| {
            let mut kinds = kinds.to_vec();
            if !field.required {
                kinds.push(Kind::Null);
            }
            Schema::new(Form::Scalar(kinds, format))
        };
        match &field.ty {
            Type::Int | Type::Flag01 | Type::DateTime(Some(TimeForm::UnixSeconds | TimeForm::UnixMillis)) => {
                scalar(&[Kind::Integer, Kind::String], None)
            }
            Type::Text | Type::Grammar(_) | Type::Csv(_) | Type::Select { .. } | Type::DateTime(_) => {
                scalar(&[Kind::String], None)
            }
            Type::Id(_) => scalar(&[Kind::String, Kind::Integer], None),
            Type::Money(Unit::Fen | Unit::Points) | Type::Decimal | Type::Money(_) => {
                scalar(&[Kind::String, Kind::Number], Some("decimal"))
            }
            Type::Bool => scalar(&[Kind::Boolean], None),
            Type::Json => Schema::new(Form::Any),
            // No reply holds one.
            Type::File => Schema::new(Form::Any),
            Type::Enum(name) => {
                let digits = of.enumeration(name).is_some_and(|each| {
                    each.values.iter().all(|value| value.name.wire.bytes().all(|byte| byte.is_ascii_digit()))
                });
                let mut kinds = vec![Kind::String];
                if digits {
                    kinds.push(Kind::Integer);
                }
                if !field.required {
                    kinds.push(Kind::Null);
                }
                self.listed(of, name, kinds, false)
            }
            Type::Record(name) => match self.record(of, Side::Reply, name) {
                Some(schema) => schema,
                None => Schema::new(Form::Any),
            },
            Type::List { item, wrapper } => {
                let Some(item) = self.record(of, Side::Reply, item) else { return Schema::new(Form::Any) };
                self.wrapped(item, wrapper)
            }
            Type::Values { item, wrapper } => {
                let item = self.item(of, field, item);
                self.wrapped(item, wrapper)
            }
            Type::Map { value, .. } => {
                let others = Some(Box::new(self.item(of, field, value)));
                Schema::new(Form::Object(Object { others, ..Object::default() }))
            }
        }
    }

    /// What a list or a map holds.
    fn item(&mut self, of: Of<'_>, field: &Field, ty: &Type) -> Schema {
        let one = Field { ty: ty.clone(), required: true, ..field.clone() };
        let mut schema = self.received(of, &one);
        widen(&mut schema, of.seen.kinds(of.owner, &items_of(&field.name.wire)));
        self.hoisted(schema)
    }

    /// A list inside its wrapper, a bare one, or nothing.
    fn wrapped(&self, item: Schema, wrapper: &str) -> Schema {
        let bare = Schema::list(item);
        let wrapped = Object { properties: vec![(wrapper.to_owned(), bare.clone())], ..Object::default() };
        let mut choices = vec![Schema::new(Form::Object(wrapped)), bare];
        match self.asked.version {
            Version::V31 => choices.push(Schema::scalar([Kind::Null])),
            // It has no null: the last of them may be one.
            Version::V30 => choices.iter_mut().skip(1).for_each(|each| each.says.push(member("nullable", true))),
        }
        Schema::new(Form::AnyOf(choices))
    }

    fn listed(&self, of: Of<'_>, name: &Name, kinds: Vec<Kind>, closed: bool) -> Schema {
        let mut schema = Schema::scalar(kinds);
        let Some(list) = of.enumeration(name) else { return schema };
        let values: Vec<&str> = list.values.iter().map(|value| value.name.wire.as_str()).collect();
        if closed {
            schema.allowed = values.iter().map(|value| Json::from(*value)).collect();
        } else {
            schema = schema.with("x-extensible-enum", Written::list(values));
        }
        let idents = list.values.iter().map(|value| value.name.ident.as_str());
        let said = list.values.iter().map(|value| self.words.doc(&value.doc));
        schema.with("x-enum-varnames", Written::list(idents)).with("x-enum-descriptions", Written::list(said))
    }

    /// A record of the operation; its component is made when it is first asked for.
    pub(super) fn record(&mut self, of: Of<'_>, side: Side, name: &Name) -> Option<Schema> {
        let operation = of.operation?;
        let record = operation.types.iter().find(|each| each.name.ident == name.ident)?;
        let component = self.names.record(operation, of.prefix, &record.name.ident, side);
        if self.components.reserve(&component) {
            let fields = record
                .fields
                .iter()
                .map(|field| (field.name.wire.clone(), self.field(of, side, &record.name.wire, field)));
            let object =
                Object { properties: fields.collect(), required: required(&record.fields), ..Object::default() };
            let mut said = vec![self.words.doc(&record.doc)];
            said.extend(self.words.note(&record.doc));
            let schema = Schema::new(Form::Object(object)).with("description", said.join("\n\n"));
            self.components.set(&component, schema);
        }
        Some(Schema::named(component))
    }

    /// A union of kinds becomes a component of its own: generators make one type of it then, not one per field.
    fn hoisted(&mut self, mut schema: Schema) -> Schema {
        let Form::Scalar(kinds, format) = &schema.form else { return schema };
        if kinds.iter().filter(|kind| **kind != Kind::Null).count() < 2 || !schema.allowed.is_empty() {
            return schema;
        }
        let mut name = kinds.iter().map(|kind| kind.title()).collect::<Vec<_>>().join("Or");
        if format.is_some() {
            name.push_str("Decimal");
        }
        if self.components.reserve(&name) {
            let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
            let said = self.words.say(
                &format!("What the wire has here: {}", words.join(", ")),
                &format!("线上可能出现的类型：{}", words.join("、")),
            );
            let union = Schema::new(schema.form.clone()).with("description", said);
            self.components.set(&name, union);
        }
        schema.form = Form::Named { name, nullable: false };
        schema
    }
}

/// A grammar, for tools.
fn built(of: Of<'_>, grammar: &Grammar) -> Written {
    let entries = grammar.entries.iter().map(|entry| {
        let mut said = vec![member("key", entry.name.wire.as_str())];
        match &entry.shape {
            GrammarShape::PerId { items, colon, values, .. } => said.extend([
                member("shape", EntryShape::PerId.word()),
                member("items", items.as_str()),
                member("colon", colon.as_str()),
                member("values", values.as_str()),
            ]),
            GrammarShape::Value { allowed } => {
                said.push(member("shape", EntryShape::Value.word()));
                if let Some(list) = allowed.as_ref().and_then(|name| of.enumeration(name)) {
                    let values = list.values.iter().map(|value| value.name.wire.as_str());
                    said.push(member("allowed", Written::list(values)));
                }
            }
        }
        Written::Map(said)
    });
    Written::map([
        ("separator", grammar.separator.as_str().into()),
        ("assign", grammar.assign.as_str().into()),
        ("entries", Written::List(entries.collect())),
    ])
}

/// The enum that a value is of, or each of the values that are joined.
fn enumeration<'a>(operation: &'a Operation, ty: &Type) -> Option<&'a Enum> {
    match ty {
        Type::Enum(name) => operation.enums.iter().find(|each| each.name.ident == name.ident),
        Type::Csv(item) | Type::Values { item, .. } | Type::Map { value: item, .. } => enumeration(operation, item),
        _ => None,
    }
}

/// What the client checks before it sends.
fn limits(schema: &mut Schema, field: &Field) {
    if let Some(most) = field.max_chars {
        schema.says.push(member("maxLength", most));
    }
    let looked_at = schema.says.iter().any(|(name, _)| name == "pattern" || name == "contentMediaType");
    let text = matches!(&schema.form, Form::Scalar(kinds, None) if kinds.as_slice() == [Kind::String]);
    // A blank counts as missing.
    if field.required && text && schema.allowed.is_empty() && !looked_at {
        schema.says.extend([member("minLength", 1), member("pattern", r"\S")]);
    }
}

/// Types that the example replies show.
fn widen(schema: &mut Schema, seen: &[Kind]) {
    match &mut schema.form {
        Form::Scalar(kinds, _) => {
            let more = seen.iter().filter(|kind| !matches!(kind, Kind::Array | Kind::Object));
            for kind in more {
                if !kinds.iter().any(|known| known.takes(*kind)) {
                    kinds.push(*kind);
                }
            }
            // Null is said last.
            kinds.sort_by_key(|kind| *kind == Kind::Null);
        }
        Form::Named { nullable, .. } => *nullable = seen.contains(&Kind::Null),
        _ => {}
    }
}

/// An example or a default, in the JSON type that the schema has first.
pub(super) fn value(schema: &Schema, text: &str) -> Json {
    let first = match &schema.form {
        Form::Scalar(kinds, _) => kinds.first().copied(),
        _ => None,
    };
    match first {
        Some(Kind::Integer) => match text.parse::<i64>() {
            Ok(number) if number.unsigned_abs() < BIG => number.into(),
            _ => text.into(),
        },
        Some(Kind::Boolean) if text == "true" || text == "false" => (text == "true").into(),
        _ => text.into(),
    }
}

impl Of<'_> {
    fn grammar(&self, name: &Name) -> Option<&Grammar> {
        self.operation?.grammars.iter().find(|each| each.name.ident == name.ident)
    }

    fn enumeration(&self, name: &Name) -> Option<&Enum> {
        self.operation?.enums.iter().find(|each| each.name.ident == name.ident)
    }
}

impl Seen {
    /// The kinds that a field has in the examples.
    fn kinds(&self, owner: &str, field: &str) -> &[Kind] {
        self.0.get(&(owner.to_owned(), field.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }
}
