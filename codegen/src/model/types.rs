//! Fields and their types: references become the things they name.

use super::api::{Enum, EnumValue, Field, Grammar, GrammarEntry, GrammarShape, IdType, Name, Record, Type, Unit};
use super::plain::{deprecated, doc, same};
use super::time_form::TimeForm;
use super::{bounds, name};
use crate::codes;
use crate::diag::{Diag, quoted};
use crate::load::raw::{RawEntry, RawEnum, RawField, RawGrammar, RawOperation, RawRecord, RawType, RawValue, Text};
use crate::words::{EntryShape, Place, Presence};

/// The words that need no definition: for the loader and for `schema.json`.
macro_rules! built_in {
    ($($word:literal [$what:literal] = $ty:expr,)*) => {
        pub(crate) const BUILT_IN: &[&str] = &[$($word),*];
        /// What each of them holds.
        pub(crate) const BUILT_IN_HOLDS: &[&str] = &[$($what),*];

        fn built_in(word: &str) -> Option<Type> {
            match word {
                $($word => Some($ty),)*
                _ => None,
            }
        }
    };
}

built_in! {
    "text" ["Any text"] = Type::Text,
    "int" ["A whole number"] = Type::Int,
    "decimal" ["A number with a fraction, held exactly"] = Type::Decimal,
    // The field says which.
    "money" ["An amount; `unit` says of what"] = Type::Money(Unit::Undocumented),
    "bool" ["True or false"] = Type::Bool,
    "flag01" ["1 or 0"] = Type::Flag01,
    "datetime" ["A day, a time, or both"] = Type::DateTime(None),
    "json" ["Whatever comes: text, an object, a list"] = Type::Json,
    "file" ["The bytes of a file, with its name"] = Type::File,
}

/// What a type may name.
pub(super) struct Scope<'a> {
    pub(super) ids: &'a [IdType],
    /// False when ids.yaml could not be read: then an unknown id is nobody's fault here.
    pub(super) ids_known: bool,
    /// The operation whose types are visible; None for an envelope.
    pub(super) local: Option<&'a RawOperation>,
    pub(super) diags: &'a mut Vec<Diag>,
}

impl Scope<'_> {
    pub(super) fn fields(&mut self, raw: &[RawField]) -> Vec<Field> {
        raw.iter().enumerate().map(|(index, field)| self.field(field, index)).collect()
    }

    fn field(&mut self, raw: &RawField, index: usize) -> Field {
        let says = |text: Option<&Text>, word: &str| text.is_some_and(|text| text.value == word);
        let value = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
        Field {
            name: self.field_name(raw, index),
            doc: doc(&raw.doc),
            ty: self.ty(raw),
            style: None,
            place: raw.place.as_ref().and_then(|text| Place::from_word(&text.value)).unwrap_or(Place::Body),
            boxed: false,
            required: says(raw.required.as_ref(), "true") || says(raw.presence.as_deref(), Presence::Always.word()),
            unit: raw.unit(),
            pii: says(raw.pii.as_ref(), "true"),
            secret: says(raw.secret.as_ref(), "true"),
            selectable: !says(raw.selectable.as_deref(), "false"),
            documented_only: says(raw.documented_only.as_deref(), "true"),
            bounds: bounds::lower(raw),
            max_chars: raw.max_chars.as_ref().and_then(|text| text.value.parse().ok()),
            default: value(&raw.default),
            example: value(&raw.example),
            deprecated: raw.deprecated.as_deref().map(deprecated),
        }
    }

    fn field_name(&mut self, raw: &RawField, index: usize) -> Name {
        let ident = name::field(raw.ident.as_ref().map_or(raw.name.value.as_str(), |ident| ident.value.as_str()));
        let ident = ident.unwrap_or_else(|| {
            if !raw.name.value.is_empty() && raw.ident.is_none() {
                let message = format!("{} makes no Rust name", quoted(&raw.name.value));
                self.diags.push(
                    Diag::new(codes::NO_IDENT, raw.name.span, message).help("give it one with `ident: some_name`"),
                );
            }
            format!("field_{index}")
        });
        Name { wire: raw.name.value.clone(), ident, span: raw.name.span }
    }

    fn ty(&mut self, raw: &RawField) -> Type {
        match &raw.ty {
            RawType::Word(word) => match (self.word(word, raw.unit()), &raw.format) {
                // Whether it is a form that a field may have is checked later.
                (Type::DateTime(_), Some(format)) => Type::DateTime(TimeForm::of(&format.datetime.value).ok()),
                (ty, _) => ty,
            },
            RawType::List { item, wrapper } => self.list(item, wrapper.as_ref(), raw.unit()),
            RawType::Map { value, key } => self.map(value, key.as_ref(), raw.unit()),
            RawType::Csv(item) => match self.word(item, None) {
                ty @ (Type::Text | Type::Id(_) | Type::Enum(_)) => Type::Csv(Box::new(ty)),
                other => self.misplaced(item, &other, "a csv holds text, ids or an enum"),
            },
            RawType::Select(record) => match self.word(record, None) {
                Type::Record(record) => Type::Select { field_enum: select_enum(&record), record },
                other => self.misplaced(record, &other, "select takes a record"),
            },
        }
    }

    /// A list of records, or of values.
    pub(super) fn list(&mut self, item: &Text, wrapper: Option<&Text>, unit: Option<Unit>) -> Type {
        let stated = |other: String| wrapper.map_or(other, |text| text.value.clone());
        match self.word(item, unit) {
            Type::Record(item) => Type::List { wrapper: stated(name::wrapper(&item.wire)), item },
            ty if ty.is_item() && !self.is_unknown(item, &ty) => {
                let wrapper = stated(name::item_wrapper(matches!(ty, Type::Int)).to_owned());
                Type::Values { item: Box::new(ty), wrapper }
            }
            other => self.misplaced(item, &other, "a list holds records, text, int, money, ids or an enum"),
        }
    }

    /// An object whose keys are data.
    pub(super) fn map(&mut self, value: &Text, key: Option<&Text>, unit: Option<Unit>) -> Type {
        let key = match key.map(|key| (key, self.word(key, None))) {
            None | Some((_, Type::Text)) => Type::Text,
            Some((_, id @ Type::Id(_))) => id,
            Some((key, other)) => self.misplaced(key, &other, "the keys of a map are text or ids"),
        };
        match self.word(value, unit) {
            ty if (ty.is_item() || matches!(ty, Type::Record(_))) && !self.is_unknown(value, &ty) => {
                Type::Map { key: Box::new(key), value: Box::new(ty) }
            }
            other => self.misplaced(value, &other, "a map holds records, text, int, money, ids or an enum"),
        }
    }

    /// Reported already, and standing in as text.
    fn is_unknown(&self, word: &Text, ty: &Type) -> bool {
        matches!(ty, Type::Text) && word.value != "text"
    }

    fn misplaced(&mut self, word: &Text, found: &Type, want: &str) -> Type {
        // An unknown name has been reported already and comes as text.
        if !matches!(found, Type::Text) || word.value == "text" {
            self.diags.push(Diag::new(
                codes::WRONG_TYPE_USE,
                word.span,
                format!("{want}, {} is something else", quoted(&word.value)),
            ));
        }
        Type::Text
    }

    pub(super) fn word(&mut self, word: &Text, unit: Option<Unit>) -> Type {
        match built_in(&word.value) {
            Some(Type::Money(none)) => return Type::Money(unit.filter(|unit| unit.is_money()).unwrap_or(none)),
            Some(ty) => return ty,
            // Reported as missing.
            None if word.value.is_empty() => return Type::Text,
            None => {}
        }
        if let Some(id) = self.ids.iter().find(|id| id.name.wire == word.value) {
            return Type::Id(Name { span: word.span, ..id.name.clone() });
        }
        if let Some(operation) = self.local {
            if operation.types.iter().any(|each| each.name.value == word.value) {
                return Type::Record(same(word));
            }
            if operation.enums.iter().any(|each| each.name.value == word.value) {
                return Type::Enum(same(word));
            }
            if operation.grammars.iter().any(|each| each.name.value == word.value) {
                return Type::Grammar(same(word));
            }
        }
        self.unknown(word);
        Type::Text
    }

    fn unknown(&mut self, word: &Text) {
        let local = word.value.starts_with(|c: char| c.is_ascii_uppercase());
        if !local && !self.ids_known {
            return;
        }
        let names = self.local.into_iter().flat_map(|operation| {
            let records = operation.types.iter().map(|each| &each.name);
            records
                .chain(operation.enums.iter().map(|each| &each.name))
                .chain(operation.grammars.iter().map(|each| &each.name))
        });
        let known = names
            .map(|name| name.value.as_str())
            .chain(BUILT_IN.iter().copied())
            .chain(self.ids.iter().map(|id| id.name.wire.as_str()));
        let help = match (self.local, local) {
            (None, _) => "the fields of an envelope are built-in types and ids",
            (_, true) => "define it in this file, under types, enums or grammars",
            (_, false) => "a built-in type or an id of ids.yaml",
        };
        self.diags.push(
            Diag::new(codes::UNKNOWN_TYPE, word.span, format!("unknown type {}", quoted(&word.value)))
                .nearest(&word.value, known)
                .help(help),
        );
    }

    pub(super) fn record(&mut self, raw: &RawRecord, in_request: bool) -> Record {
        Record { name: same(&raw.name), doc: doc(&raw.doc), fields: self.fields(&raw.fields), in_request }
    }

    pub(super) fn open_enum(&mut self, raw: &RawEnum) -> Enum {
        let values = raw.values.iter().enumerate().map(|(index, value)| self.value(value, index)).collect();
        Enum { name: same(&raw.name), doc: doc(&raw.doc), values, selected_from: None }
    }

    fn value(&mut self, raw: &RawValue, index: usize) -> EnumValue {
        let automatic = || name::upper(&raw.value.value).filter(|name| !name.starts_with('_'));
        let ident = match &raw.name {
            Some(name) => Some(name::ty(&name.value)),
            None => automatic(),
        };
        let ident = ident.unwrap_or_else(|| {
            if !raw.value.value.is_empty() {
                let message = format!("the value {} makes no Rust name", quoted(&raw.value.value));
                self.diags.push(
                    Diag::new(codes::NO_IDENT, raw.value.span, message).help("give it one with `name: SomeName`"),
                );
            }
            format!("Value{index}")
        });
        EnumValue { name: Name { wire: raw.value.value.clone(), ident, span: raw.value.span }, doc: doc(&raw.doc) }
    }

    pub(super) fn grammar(&mut self, raw: &RawGrammar) -> Grammar {
        let entries = raw.entries.iter().enumerate().map(|(index, entry)| self.entry(entry, index)).collect();
        Grammar {
            name: same(&raw.name),
            doc: doc(&raw.doc),
            separator: raw.separator.value.clone(),
            assign: raw.assign.value.clone(),
            entries,
        }
    }

    fn entry(&mut self, raw: &RawEntry, index: usize) -> GrammarEntry {
        let plain = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
        let ident = name::field(&raw.key.value).unwrap_or_else(|| {
            if !raw.key.value.is_empty() {
                self.diags.push(Diag::new(
                    codes::NO_IDENT,
                    raw.key.span,
                    format!("the key {} makes no Rust name", quoted(&raw.key.value)),
                ));
            }
            format!("entry_{index}")
        });
        let shape = if raw.shape.value == EntryShape::PerId.word() {
            let id = raw.id.as_ref().map(|id| match self.word(id, None) {
                Type::Id(name) => name,
                other => {
                    self.misplaced(id, &other, "per_id takes an id type");
                    same(id)
                }
            });
            GrammarShape::PerId {
                id: id.unwrap_or_default(),
                items: plain(&raw.items),
                colon: plain(&raw.colon),
                values: plain(&raw.values),
            }
        } else {
            let allowed = raw.allowed.as_ref().and_then(|word| match self.word(word, None) {
                Type::Enum(name) => Some(name),
                other => {
                    self.misplaced(word, &other, "enum takes an enum of this file");
                    None
                }
            });
            GrammarShape::Value { allowed }
        };
        GrammarEntry {
            name: Name { wire: raw.key.value.clone(), ident, span: raw.key.span },
            doc: doc(&raw.doc),
            shape,
        }
    }
}

/// The enum of a record's field names: `Trade` -> `TradeField`.
fn select_enum(record: &Name) -> Name {
    let name = format!("{}Field", record.ident);
    Name { wire: name.clone(), ident: name, span: record.span }
}
