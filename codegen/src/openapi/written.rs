//! How a list or a record is written where no JSON is around it, and the bounds of what is sent.

use super::schema::{Form, Kind, Members, Schema, member};
use super::{Export, Of, Side};
use crate::json::Written;
use crate::model::api::{Field, Place, Style, Type};

/// The name by which a field is sent: a list in brackets says so in its name.
pub(super) fn sent_as(field: &Field) -> String {
    match (&field.ty, field.style) {
        (Type::Values { .. }, Some(Style::Brackets)) => format!("{}[]", field.name.wire),
        _ => field.name.wire.clone(),
    }
}

/// How its members are spread, in OpenAPI's own words; nothing where those have none.
pub(super) fn spread(field: &Field) -> Members {
    let is_list = matches!(field.ty, Type::Values { .. });
    match field.style {
        Some(Style::Brackets | Style::Repeat) if is_list => vec![member("style", "form"), member("explode", true)],
        Some(Style::Comma) if is_list => vec![member("style", "form"), member("explode", false)],
        Some(Style::Deep) => vec![member("style", "deepObject"), member("explode", true)],
        _ => Members::new(),
    }
}

impl Export<'_> {
    /// A list of values, a list of records or a record, where it is not one JSON text.
    pub(super) fn styled(&mut self, of: Of<'_>, field: &Field) -> Option<Schema> {
        let joined = field.style == Some(Style::Comma) && field.place != Place::Query;
        if field.style == Some(Style::Json) || joined {
            return None;
        }
        match &field.ty {
            Type::Values { item, .. } => {
                let one = Field { ty: (**item).clone(), required: true, style: None, ..field.clone() };
                Some(Schema::list(self.sent(of, &one)))
            }
            Type::Record(name) => self.record(of, Side::Request, name),
            Type::List { item, .. } => self.record(of, Side::Request, item).map(Schema::list),
            _ => None,
        }
    }

    /// Where OpenAPI has no words for it, in ours.
    pub(super) fn style_in_words(&self, field: &Field) -> Option<String> {
        let is_unsaid = matches!(
            (&field.ty, field.style?),
            (Type::Values { .. } | Type::List { .. }, Style::Indexed)
                | (Type::List { .. }, Style::Brackets)
                | (Type::Values { .. }, Style::Comma | Style::Json)
        );
        field.written().filter(|_| is_unsaid).map(|(en, zh)| self.words.say(&en, &zh))
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
