//! V026: an example reply is JSON of the operation's shape, and every value decodes as its type.
//!
//! The same tolerance as the decoder's: a number may come as text, a list bare, wrapped, single or empty, a date blank. Unknown fields
//! are allowed; an open enum takes any word.

use std::collections::HashMap;

use super::value;
use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::json;
use crate::load::{Kind, Node, tree};
use crate::model::api::{DataShape, Example, Field, Protocol, Record, Type};
use crate::slip::{self, Slip};
use crate::source::Span;

rule! {
    BAD_REPLY = "V026" "a broken example reply"
        "An example reply is a whole HTTP body. It must be JSON, have the operation's shape, and every value must \
         decode as the declared type; so must the keys of a map."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        for example in &operation.api.examples {
            let known = operation.raw_service.examples.iter().any(|each| each.span == example.span && each.known);
            if known {
                one(operation, example, diags);
            }
        }
    }
}

fn one(operation: &OperationAt<'_>, example: &Example, diags: &mut Vec<Diag>) {
    let file = example.span.file;
    if let Err(broken) = json::parse(&example.json) {
        let slip = slip::conflict(&example.json).or_else(|| slip::in_json(&example.json, broken.at));
        return diags.push(match slip {
            Some(Slip { at, length, message, help }) => {
                Diag::new(BAD_REPLY, Span::new(file, at, at + length), format!("not JSON: {message}")).help(help)
            }
            None if example.json.trim().is_empty() => Diag::new(BAD_REPLY, Span::head(file), "the file is empty")
                .help("put the whole HTTP body into it, or take it out of `examples`"),
            None => {
                let span = Span::new(file, broken.at, broken.at);
                let reason = broken.reason.replace("EOF while parsing", "the file ends inside");
                Diag::new(BAD_REPLY, span, format!("not JSON: {reason}"))
            }
        });
    }
    let root = match tree(file, &example.json) {
        Ok(root) => root,
        Err(diag) => return diags.push(Diag { code: BAD_REPLY, ..diag }),
    };
    let mut walk = Walk { operation, diags };
    match operation.service.protocol {
        Protocol::Envelope => walk.envelope(&root),
        Protocol::Top => walk.top(&root),
    }
}

struct Walk<'a, 'd> {
    operation: &'a OperationAt<'a>,
    diags: &'d mut Vec<Diag>,
}

impl<'a> Walk<'a, '_> {
    fn wrong(&mut self, node: &Node<'_>, path: &str, want: &str) {
        let is = match &node.kind {
            Kind::Scalar { text, .. } => quoted(text),
            Kind::List(_) => "an array".into(),
            Kind::Map(_) => "an object".into(),
        };
        // A whole object would underline a screenful.
        let span = if matches!(node.kind, Kind::Scalar { .. }) {
            node.span
        } else {
            Span { end: node.span.start + 1, ..node.span }
        };
        self.diags.push(Diag::new(BAD_REPLY, span, format!("{path}: {want} expected, this is {is}")));
    }

    fn envelope(&mut self, root: &Node<'_>) {
        if !matches!(root.kind, Kind::Map(_)) {
            return self.wrong(root, "the reply", "an object");
        }
        let Some(code) = get(root, "code") else {
            if self.operation.api.envelope_optional {
                return self.data(root, "the reply");
            }
            return self.wrong(root, "the reply", "an envelope with a code");
        };
        self.fields(root, &self.operation.service.envelope, "");
        let success = self.operation.service.success_code.as_deref();
        if !matches!(&code.kind, Kind::Scalar { text, .. } if Some(text.as_ref()) == success) {
            // What a failure carries is free: a link, nothing, a text.
            return;
        }
        match get(root, "data") {
            None if self.operation.api.reply.shape == DataShape::Nothing => {}
            Some(data) => self.data(data, "data"),
            None => self.wrong(root, "the reply", "the key \"data\""),
        }
    }

    fn data(&mut self, node: &Node<'_>, path: &str) {
        let Some(record) = self.operation.record(&self.operation.api.reply.data.ident) else { return };
        match (self.operation.api.reply.shape, &node.kind) {
            (DataShape::Object, Kind::Map(_)) => self.fields(node, &record.fields, path),
            (DataShape::Object, _) => self.wrong(node, path, "an object"),
            (DataShape::ListOfOne, Kind::List(items)) => match items.as_slice() {
                [item] if matches!(item.kind, Kind::Map(_)) => self.fields(item, &record.fields, &format!("{path}[0]")),
                _ => self.wrong(node, path, "an array of exactly one object"),
            },
            (DataShape::ListOfOne, _) => self.wrong(node, path, "an array of exactly one object"),
            (DataShape::Nothing, _) if is_nothing(node) => {}
            (DataShape::Nothing, _) => self.wrong(node, path, "nothing"),
            (DataShape::Value | DataShape::List | DataShape::Map, _) if is_empty(node) => {
                self.wrong(node, path, "the data");
            }
            (DataShape::Value | DataShape::List | DataShape::Map, _) => {
                if let Some(field) = record.fields.first() {
                    self.value(node, &field.ty, path);
                }
            }
        }
    }

    fn top(&mut self, root: &Node<'_>) {
        let Kind::Map(pairs) = &root.kind else { return self.wrong(root, "the reply", "an object") };
        let key = self.operation.api.root_key();
        if let Some(failure) = get(root, "error_response") {
            if get(failure, "code").is_none() {
                self.wrong(failure, "error_response", "an object with a code");
            }
            return;
        }
        match get(root, &key) {
            Some(body) => self.data(body, &key),
            // A simplified reply has no root key; a misspelt root key would look like one that has no known field at all.
            None => {
                let record = self.operation.record(&self.operation.api.reply.data.ident);
                let known =
                    |name: &str| record.is_none_or(|record| record.fields.iter().any(|field| field.name.wire == name));
                if pairs.iter().any(|(name, _)| known(&name.text)) {
                    return self.data(root, "the reply");
                }
                self.wrong(root, "the reply", &format!("the key {key:?} or a simplified reply"));
            }
        }
    }

    fn fields(&mut self, node: &Node<'_>, fields: &[Field], path: &str) {
        let Kind::Map(pairs) = &node.kind else { return };
        let named = Named::of(fields, pairs.len());
        for (key, value) in pairs {
            if let Some(field) = named.get(&key.text) {
                let path = if path.is_empty() { key.text.to_string() } else { format!("{path}.{}", key.text) };
                self.value(value, &field.ty, &path);
            }
        }
    }

    fn value(&mut self, node: &Node<'_>, ty: &Type, path: &str) {
        if is_empty(node) {
            return;
        }
        match (ty, &node.kind) {
            (Type::Record(name), Kind::Map(_)) => {
                if let Some(record) = self.record(&name.ident) {
                    self.fields(node, &record.fields, path);
                }
            }
            (Type::Record(_), _) => self.wrong(node, path, "an object"),
            (Type::List { item, wrapper }, _) => {
                if let Some(record) = self.record(&item.ident) {
                    self.list(node, record, wrapper, path);
                }
            }
            (Type::Values { item, wrapper }, _) => self.values(node, item, wrapper, path),
            (Type::Map { key: named, value }, Kind::Map(pairs)) => {
                for (key, node) in pairs {
                    if let Err(want) = value::text(named, key.text.trim(), None) {
                        let message = format!("{path}: {want} expected, this is the key {}", quoted(&key.text));
                        self.diags.push(Diag::new(BAD_REPLY, key.span, message));
                    }
                    // What is missing by null is missing by its key too.
                    self.item(node, value, &format!("{path}.{}", key.text));
                }
            }
            (Type::Map { .. }, Kind::List(items)) if items.is_empty() => {}
            (Type::Map { .. }, _) => self.wrong(node, path, "an object of keys and values"),
            (Type::Json, Kind::List(_) | Kind::Map(_)) => {}
            (Type::Csv(item), Kind::List(items)) => items.iter().for_each(|node| self.value(node, item, path)),
            (_, Kind::Scalar { text, .. }) => {
                let good = match ty {
                    // Open: what the documents do not list arrives as unknown.
                    Type::Text | Type::Enum(_) | Type::Grammar(_) | Type::Select { .. } => Ok(()),
                    // Blank ones are none.
                    Type::Csv(item) if matches!(**item, Type::Id(_)) => {
                        let mut parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                        parts.try_for_each(|part| value::text(item, part, None))
                    }
                    Type::Csv(_) => Ok(()),
                    Type::Json => value::text(ty, text, None),
                    // Numbers, dates and booleans: blanks around them say nothing, and nothing but blanks says nothing.
                    _ if text.trim().is_empty() => Ok(()),
                    _ => value::text(ty, text.trim(), None),
                };
                if let Err(want) = good {
                    self.wrong(node, path, &want);
                }
            }
            _ => self.wrong(node, path, "a plain value"),
        }
    }

    /// An item of a list or of a map: nothing is none.
    fn item(&mut self, node: &Node<'_>, ty: &Type, path: &str) {
        if is_empty(node) && !matches!((ty, &node.kind), (Type::Text, Kind::Scalar { quoted: true, .. })) {
            return self.wrong(node, path, "a value");
        }
        self.value(node, ty, path);
    }

    fn values(&mut self, node: &Node<'_>, item: &Type, wrapper: &str, path: &str) {
        let Some(items) = unwrapped(node, wrapper) else { return };
        match &items.kind {
            Kind::List(nodes) => {
                let placed = nodes.iter().enumerate();
                placed.for_each(|(index, node)| self.item(node, item, &format!("{path}[{index}]")));
            }
            Kind::Map(pairs) if pairs.is_empty() => {}
            _ => self.wrong(items, path, &format!("a list, or one below the wrapper key {wrapper:?},")),
        }
    }

    fn list(&mut self, node: &Node<'_>, record: &'a Record, wrapper: &str, path: &str) {
        let Some(items) = unwrapped(node, wrapper) else { return };
        match &items.kind {
            Kind::List(nodes) => {
                for (index, item) in nodes.iter().enumerate() {
                    let path = format!("{path}[{index}]");
                    match &item.kind {
                        Kind::Map(_) => self.fields(item, &record.fields, &path),
                        _ => self.wrong(item, &path, "an object"),
                    }
                }
            }
            Kind::Map(pairs) => {
                let known = |name: &str| record.fields.iter().any(|field| field.name.wire == name);
                if pairs.is_empty() || pairs.iter().any(|(key, _)| known(&key.text)) {
                    self.fields(items, &record.fields, path);
                } else {
                    self.wrong(items, path, &format!("a list of {} or the wrapper key {wrapper:?}", record.name.ident));
                }
            }
            Kind::Scalar { .. } => self.wrong(items, path, "a list"),
        }
    }

    fn record(&self, ident: &str) -> Option<&'a Record> {
        self.operation.api.types.iter().find(|record| record.name.ident == ident)
    }
}

/// Fields by their names.
enum Named<'a> {
    Few(&'a [Field]),
    /// Of many, each key of as many would be looked for among all.
    Many(HashMap<&'a str, &'a Field>),
}

impl<'a> Named<'a> {
    fn of(fields: &'a [Field], keys: usize) -> Self {
        if fields.len().min(keys) < 32 {
            return Self::Few(fields);
        }
        // Of two with one name the first counts.
        Self::Many(fields.iter().rev().map(|field| (field.name.wire.as_str(), field)).collect())
    }

    fn get(&self, name: &str) -> Option<&'a Field> {
        match self {
            Self::Few(fields) => fields.iter().find(|field| field.name.wire == name),
            Self::Many(fields) => fields.get(name).copied(),
        }
    }
}

fn get<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
    match &node.kind {
        Kind::Map(pairs) => pairs.iter().find(|(each, _)| each.text == key).map(|(_, value)| value),
        _ => None,
    }
}

/// Nothing, or an empty container.
fn is_nothing(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::List(items) => items.is_empty(),
        Kind::Map(pairs) => pairs.is_empty(),
        Kind::Scalar { .. } => is_empty(node),
    }
}

/// What the wire uses for "nothing".
fn is_empty(node: &Node<'_>) -> bool {
    match &node.kind {
        Kind::Scalar { text, quoted } => text.is_empty() || (!quoted && text == "null"),
        _ => false,
    }
}

/// The list inside its wrapper, or what stands there instead. None: the wrapper holds nothing.
fn unwrapped<'n, 't>(node: &'n Node<'t>, wrapper: &str) -> Option<&'n Node<'t>> {
    match (&node.kind, get(node, wrapper)) {
        (Kind::Map(_), Some(inner)) if is_empty(inner) => None,
        (Kind::Map(_), Some(inner)) => Some(inner),
        _ => Some(node),
    }
}
