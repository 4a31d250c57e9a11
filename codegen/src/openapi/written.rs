//! How a list or a record is written where no JSON is around it, and the bounds of what is sent.

use super::schema::{Form, Kind, Members, Object, Schema, member};
use super::{Export, Of, Side};
use crate::json::Written;
use crate::model::api::{Body, Field, Name, Operation, Place, Style, Type};

/// The name by which a field is sent: a list in brackets says so in its name.
pub(super) fn sent_as(field: &Field) -> String {
    match (&field.ty, field.style) {
        (Type::Values { .. } | Type::List { .. }, Some(Style::Brackets)) => format!("{}[]", field.name.wire),
        _ => field.name.wire.clone(),
    }
}

/// Names of the fields that are always there.
pub(super) fn required(fields: &[Field]) -> Vec<String> {
    fields.iter().filter(|field| field.required).map(|field| field.name.wire.clone()).collect()
}

/// How its members are spread, in OpenAPI's own words; nothing where those have none.
pub(super) fn spread(field: &Field) -> Members {
    let is_list = matches!(field.ty, Type::Values { .. } | Type::List { .. });
    match field.style {
        Some(Style::Brackets | Style::Repeat) if is_list => vec![member("style", "form"), member("explode", true)],
        // A path and a header know no form.
        Some(Style::Comma) if is_list && matches!(field.place, Place::Path | Place::Header) => {
            vec![member("style", "simple"), member("explode", false)]
        }
        Some(Style::Comma) if is_list => vec![member("style", "form"), member("explode", false)],
        Some(Style::Deep) => vec![member("style", "deepObject"), member("explode", true)],
        _ => Members::new(),
    }
}

/// OpenAPI has no words for it where it stands: parts of a body are not spread in 3.0, and few tools spread them in 3.1.
pub(super) fn is_ours(operation: Option<&Operation>, field: &Field) -> bool {
    let in_parts = field.place == Place::Body && operation.is_some_and(|each| each.body == Body::Multipart);
    spread(field).is_empty() || (in_parts && field.style == Some(Style::Deep))
}

/// A list of records, each a text of its own.
pub(super) fn has_rows_as_texts(field: &Field) -> bool {
    matches!((&field.ty, field.style), (Type::List { .. }, Some(Style::Brackets | Style::Repeat)))
}

impl Export<'_> {
    /// A list of values, a list of records or a record, where it is not one JSON text.
    pub(super) fn styled(&mut self, of: Of<'_>, field: &Field) -> Option<Schema> {
        let joined = field.style == Some(Style::Comma) && field.place == Place::Body;
        if field.style == Some(Style::Json) || joined {
            return None;
        }
        match &field.ty {
            Type::Values { item, .. } => {
                let one = Field { ty: (**item).clone(), required: true, style: None, ..field.clone() };
                Some(Schema::list(self.sent(of, &one)))
            }
            Type::Record(name) if field.style == Some(Style::Deep) => self.in_pairs(of, name),
            Type::Record(name) => self.record(of, Side::Request, name),
            Type::List { item, .. } if has_rows_as_texts(field) => {
                let row = self.record(of, Side::Request, item);
                Some(Schema::list(self.as_text(row)))
            }
            Type::List { item, .. } if field.style == Some(Style::Indexed) => self.in_pairs(of, item).map(Schema::list),
            Type::List { item, .. } => self.record(of, Side::Request, item).map(Schema::list),
            _ => None,
        }
    }

    /// A record whose members are pairs of their own: a list or a record in one of them is a text.
    fn in_pairs(&mut self, of: Of<'_>, name: &Name) -> Option<Schema> {
        let record = of.operation?.types.iter().find(|each| each.name.ident == name.ident)?;
        if !record.fields.iter().any(Field::is_nested) {
            return self.record(of, Side::Request, name);
        }
        let fields = record.fields.iter().map(|field| {
            let as_text = Field { style: Some(Style::Json), ..field.clone() };
            let field = if field.is_nested() { &as_text } else { field };
            (field.name.wire.clone(), self.field(of, Side::Request, &record.name.wire, field))
        });
        let object = Object { properties: fields.collect(), required: required(&record.fields), ..Object::default() };
        Some(Schema::new(Form::Object(object)))
    }

    /// Where OpenAPI has no words for it, in ours.
    pub(super) fn style_in_words(&self, operation: Option<&Operation>, field: &Field) -> Option<String> {
        let is_unsaid = matches!(
            (&field.ty, field.style?),
            (Type::Values { .. } | Type::List { .. }, Style::Indexed)
                | (Type::List { .. }, Style::Brackets | Style::Repeat)
                | (Type::Values { .. }, Style::Comma | Style::Json)
                | (Type::Record(_), Style::Deep)
        );
        let types = operation.map(|operation| operation.types.as_slice()).unwrap_or_default();
        field.written(types).filter(|_| is_unsaid).map(|(en, zh)| self.words.say(&en, &zh))
    }

    /// The bounds, for people.
    pub(super) fn bounds_in_words(&self, field: &Field) -> Vec<String> {
        let mut bounds = field.bounds.counted();
        let own = field.bounds.pattern.as_ref().filter(|pattern| !is_common(pattern));
        bounds.extend(own.map(|pattern| (format!("matches `{pattern}`"), format!("符合 `{pattern}`"))));
        bounds.iter().map(|(en, zh)| self.words.say(en, zh)).collect()
    }
}

/// The bounds, for tools: in the words of JSON Schema where it counts what we count, else in ours.
pub(super) fn bounded(schema: &mut Schema, field: &Field) {
    let bounds = &field.bounds;
    let is = |kind| matches!(&schema.form, Form::Scalar(kinds, _) if kinds.as_slice() == [kind]);
    let (number, list) = (is(Kind::Integer), matches!(schema.form, Form::List { .. }));
    let text = matches!(field.ty, Type::Text) && is(Kind::String);
    let mut says = Members::new();
    let mut bound = |text: &Option<String>, known: &str, own: &str| {
        if let Some(text) = text {
            match text.parse::<i64>() {
                Ok(whole) if number => says.push(member(known, whole)),
                _ => says.push(member(own, text.as_str())),
            }
        }
    };
    bound(&bounds.min, "minimum", "x-vvspec-min");
    bound(&bounds.max, "maximum", "x-vvspec-max");
    // A text has no more characters than bytes.
    if let Some(most) = bounds.max_bytes {
        if text && field.max_chars.is_none_or(|chars| chars > most) {
            schema.says.retain(|(name, _)| name != "maxLength");
            says.push(member("maxLength", most));
        }
        says.push(member("x-vvspec-max-bytes", most));
    }
    for (count, known, own) in
        [(bounds.min_items, "minItems", "x-vvspec-min-items"), (bounds.max_items, "maxItems", "x-vvspec-max-items")]
    {
        says.extend(count.map(|count| member(if list { known } else { own }, count)));
    }
    if let Some(pattern) = bounds.pattern.as_ref().filter(|_| text) {
        schema.says.retain(|(name, _)| name != "pattern");
        says.push(match is_common(pattern) {
            true => member("pattern", format!("^(?:{pattern})$")),
            false => member("x-vvspec-pattern", pattern.as_str()),
        });
    }
    schema.says.extend(says);
}

/// JSON Schema reads the pattern as we do: it has no flags, no names for groups, no sets of sets, and fewer escapes.
fn is_common(pattern: &str) -> bool {
    let mut rest = pattern.chars().peekable();
    let mut in_set = false;
    while let Some(c) = rest.next() {
        let twice = rest.peek() == Some(&c);
        match c {
            '\\' => match rest.next() {
                Some('d' | 'D' | 's' | 'S' | 'w' | 'W' | 'b' | 'B' | 't' | 'n' | 'r') => {}
                Some('-') if in_set => {}
                Some(c) if "^$\\.*+?()[]{}|/".contains(c) => {}
                _ => return false,
            },
            '[' | '&' | '~' | '-' if in_set && (c == '[' || twice) => return false,
            '[' => {
                in_set = true;
                rest.next_if_eq(&'^');
                if rest.peek() == Some(&']') {
                    return false;
                }
            }
            ']' if in_set => in_set = false,
            '(' if !in_set && rest.next_if_eq(&'?').is_some() && rest.next() != Some(':') => return false,
            '*' | '+' | '?' | '}' if !in_set && matches!(rest.peek(), Some('*' | '+' | '{')) => return false,
            _ => {}
        }
    }
    true
}

/// How the answer is asked for page by page, and rows that succeed or fail by themselves.
pub(super) fn paged(operation: &crate::model::api::Operation) -> Members {
    let mut out = Members::new();
    if let Some(pages) = &operation.pages {
        out.push(member("x-vvspec-pages", pages.spelled()));
    }
    if let Some(items) = &operation.reply.items {
        let mut said = vec![
            member("list", items.list.as_str()),
            member("key", items.key.as_str()),
            member("ok", items.ok.as_str()),
        ];
        said.extend(items.code.as_ref().map(|code| member("code", code.as_str())));
        said.extend(items.message.as_ref().map(|message| member("message", message.as_str())));
        out.push(member("x-vvspec-items", Written::Map(said)));
    }
    out
}
