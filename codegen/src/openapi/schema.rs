//! Schemas on their way to JSON: what a value may be, kept until it is known which version of OpenAPI writes it down.

use std::collections::{HashMap, HashSet};

use crate::json::{Json, Written};

/// Members of an object that is written.
pub(super) type Members = Vec<(String, Written)>;

/// One member.
pub(super) fn member(name: &str, value: impl Into<Written>) -> (String, Written) {
    (name.to_owned(), value.into())
}

/// Integers from here on are rounded by every tool that is written in JavaScript.
pub(super) const BIG: u64 = 1 << 53;

/// Integers that JavaScript would round become texts, and are counted as such.
pub(super) fn shrunk(value: &Json) -> Json {
    match value {
        Json::Number(number) if number.as_i64().map_or(number.is_u64(), |number| number.unsigned_abs() >= BIG) => {
            number.to_string().into()
        }
        Json::Array(items) => items.iter().map(shrunk).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| (name.clone(), shrunk(value))).collect(),
        other => other.clone(),
    }
}

/// Versions of OpenAPI. They differ in how they say null, and in what may stand beside a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 3.1: JSON Schema 2020-12.
    V31,
    /// 3.0: `nullable`, and nothing beside `$ref`.
    V30,
}

/// The types of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
    Null,
}

impl Kind {
    pub(super) const ALL: [Self; 7] =
        [Self::String, Self::Integer, Self::Number, Self::Boolean, Self::Array, Self::Object, Self::Null];

    /// As schemas name it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Null => "null",
        }
    }

    /// As the name of a union has it.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::String => "String",
            Self::Integer => "Integer",
            Self::Number => "Number",
            Self::Boolean => "Boolean",
            Self::Array => "Array",
            Self::Object => "Object",
            Self::Null => "Null",
        }
    }

    /// Of a value.
    pub(super) fn of(value: &Json) -> Self {
        match value {
            Json::Null => Self::Null,
            Json::Bool(_) => Self::Boolean,
            Json::Number(number) if number.is_f64() => Self::Number,
            Json::Number(_) => Self::Integer,
            Json::String(_) => Self::String,
            Json::Array(_) => Self::Array,
            Json::Object(_) => Self::Object,
        }
    }

    /// A value of the other kind is one of this kind as well.
    pub(super) fn takes(self, other: Self) -> bool {
        self == other || (self == Self::Number && other == Self::Integer)
    }
}

/// What a value may be.
#[derive(Debug, Clone)]
pub(super) enum Form {
    /// Anything.
    Any,
    /// A value without members, of one of these kinds.
    Scalar(Vec<Kind>, Option<&'static str>),
    /// What a component says; and null, where that is said.
    Named { name: String, nullable: bool },
    /// One of them at least.
    AnyOf(Vec<Schema>),
    /// Exactly one of them.
    OneOf(Vec<Schema>),
    /// A list; of exactly one where that is said.
    List { item: Box<Schema>, one: bool },
    /// An object.
    Object(Object),
}

/// An object's members.
#[derive(Debug, Clone, Default)]
pub(super) struct Object {
    pub(super) properties: Vec<(String, Schema)>,
    pub(super) required: Vec<String>,
    /// No others.
    pub(super) closed: bool,
    /// All others are like this.
    pub(super) others: Option<Box<Schema>>,
}

/// A schema.
#[derive(Debug, Clone)]
pub(super) struct Schema {
    pub(super) form: Form,
    /// Nothing but these, where there are any.
    pub(super) allowed: Vec<Json>,
    /// None of these.
    pub(super) refused: Vec<Json>,
    /// What is in it, when it is a text that holds JSON.
    pub(super) content: Option<Box<Self>>,
    /// What is said besides.
    pub(super) says: Members,
}

impl Schema {
    pub(super) fn new(form: Form) -> Self {
        Self { form, allowed: Vec::new(), refused: Vec::new(), content: None, says: Vec::new() }
    }

    pub(super) fn scalar(kinds: impl Into<Vec<Kind>>) -> Self {
        Self::new(Form::Scalar(kinds.into(), None))
    }

    pub(super) fn named(name: impl Into<String>) -> Self {
        Self::new(Form::Named { name: name.into(), nullable: false })
    }

    pub(super) fn list(item: Self) -> Self {
        Self::new(Form::List { item: Box::new(item), one: false })
    }

    #[must_use]
    pub(super) fn with(mut self, name: &str, value: impl Into<Written>) -> Self {
        self.says.push(member(name, value));
        self
    }

    /// As JSON.
    pub(super) fn write(&self, version: Version) -> Written {
        let mut out = self.form.write(version);
        if !self.allowed.is_empty() {
            out.push(member("enum", Written::list(self.allowed.iter().cloned())));
        }
        if !self.refused.is_empty() {
            out.push(member("not", Written::map([("enum", Written::list(self.refused.iter().cloned()))])));
        }
        out.extend(self.content.iter().map(|content| member("contentSchema", content.write(version))));
        if self.says.is_empty() {
            return Written::Map(out);
        }
        // In 3.0 a reference stands alone.
        if version == Version::V30 && out.iter().any(|(name, _)| name == "$ref") {
            out = vec![member("allOf", Written::List(vec![Written::Map(out)]))];
        }
        out.extend(self.says.iter().cloned());
        Written::Map(out)
    }
}

impl Schema {
    /// The components that it names.
    pub(super) fn refers(&self, names: &mut Vec<String>) {
        self.content.iter().for_each(|content| content.refers(names));
        match &self.form {
            Form::Any | Form::Scalar(..) => {}
            Form::Named { name, .. } => names.push(name.clone()),
            Form::AnyOf(each) | Form::OneOf(each) => each.iter().for_each(|each| each.refers(names)),
            Form::List { item, .. } => item.refers(names),
            Form::Object(object) => {
                object.properties.iter().for_each(|(_, schema)| schema.refers(names));
                object.others.iter().for_each(|schema| schema.refers(names));
            }
        }
    }
}

impl Form {
    fn write(&self, version: Version) -> Members {
        let all = |schemas: &[Schema]| Written::List(schemas.iter().map(|each| each.write(version)).collect());
        match self {
            Self::Any => Members::new(),
            Self::Scalar(kinds, format) => {
                let mut out = scalar(kinds, version);
                out.extend(format.map(|format| member("format", format)));
                out
            }
            Self::Named { name, nullable } => {
                let reference = member("$ref", format!("#/components/schemas/{name}"));
                match (nullable, version) {
                    (false, _) => vec![reference],
                    (true, Version::V31) => {
                        let null = Written::map([("type", "null".into())]);
                        vec![member("anyOf", Written::List(vec![Written::Map(vec![reference]), null]))]
                    }
                    (true, Version::V30) => {
                        let all = Written::List(vec![Written::Map(vec![reference])]);
                        vec![member("nullable", true), member("allOf", all)]
                    }
                }
            }
            Self::AnyOf(schemas) => vec![member("anyOf", all(schemas))],
            Self::OneOf(schemas) => vec![member("oneOf", all(schemas))],
            Self::List { item, one } => {
                let mut out = vec![member("type", "array"), member("items", item.write(version))];
                if *one {
                    out.extend([member("minItems", 1), member("maxItems", 1)]);
                }
                out
            }
            Self::Object(object) => object.write(version),
        }
    }
}

impl Object {
    fn write(&self, version: Version) -> Members {
        let properties = self.properties.iter().map(|(name, schema)| (name.clone(), schema.write(version))).collect();
        let mut out = vec![member("type", "object"), member("properties", Written::Map(properties))];
        if !self.required.is_empty() {
            out.push(member("required", Written::list(self.required.iter().map(String::as_str))));
        }
        if self.closed {
            out.push(member("additionalProperties", false));
        }
        out.extend(self.others.iter().map(|others| member("additionalProperties", others.write(version))));
        out
    }
}

fn scalar(kinds: &[Kind], version: Version) -> Members {
    if let [kind] = kinds {
        return vec![member("type", kind.word())];
    }
    if version == Version::V31 {
        return vec![member("type", Written::list(kinds.iter().map(|kind| kind.word())))];
    }
    // `nullable` stands beside `type`, never beside `anyOf`.
    let nullable = kinds.contains(&Kind::Null);
    let real: Vec<Kind> = kinds.iter().copied().filter(|kind| *kind != Kind::Null).collect();
    let typed = |kind: Kind, nullable: bool| {
        let mut out = vec![member("type", kind.word())];
        if nullable {
            out.push(member("nullable", true));
        }
        out
    };
    if let [kind] = real.as_slice() {
        return typed(*kind, nullable);
    }
    let members = real.iter().enumerate().map(|(at, kind)| Written::Map(typed(*kind, nullable && at == 0)));
    vec![member("anyOf", Written::List(members.collect()))]
}

/// Schemas that others refer to, in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Components {
    made: Vec<(String, Option<Schema>)>,
    places: HashMap<String, usize>,
}

impl Components {
    /// Make it, unless it is there. Asked for again meanwhile it counts as there: records may hold themselves.
    pub(super) fn reserve(&mut self, name: &str) -> bool {
        if self.places.contains_key(name) {
            return false;
        }
        self.places.insert(name.to_owned(), self.made.len());
        self.made.push((name.to_owned(), None));
        true
    }

    pub(super) fn set(&mut self, name: &str, schema: Schema) {
        self.reserve(name);
        if let Some((_, place)) = self.places.get(name).and_then(|at| self.made.get_mut(*at)) {
            *place = Some(schema);
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Schema> {
        self.made.get(*self.places.get(name)?)?.1.as_ref()
    }

    /// Those that something refers to, from these on.
    pub(super) fn write(&self, roots: Vec<String>, version: Version) -> Written {
        let mut used: HashSet<String> = HashSet::new();
        let mut open = roots;
        while let Some(name) = open.pop() {
            if let Some(schema) = self.get(&name).filter(|_| used.insert(name)) {
                schema.refers(&mut open);
            }
        }
        let made = self.made.iter().filter(|(name, _)| used.contains(name));
        let written = |(name, schema): &(String, Option<Schema>)| Some((name.clone(), schema.as_ref()?.write(version)));
        Written::Map(made.filter_map(written).collect())
    }

    /// Some value of this kind is one of the schema's, as far as kinds tell.
    fn may_be(&self, schema: &Schema, kind: Kind) -> bool {
        match &schema.form {
            Form::Any => true,
            Form::Scalar(kinds, _) => kinds.iter().any(|each| each.takes(kind)),
            Form::Named { nullable: true, .. } if kind == Kind::Null => true,
            Form::Named { name, .. } => self.get(name).is_none_or(|named| self.may_be(named, kind)),
            Form::AnyOf(each) | Form::OneOf(each) => each.iter().any(|each| self.may_be(each, kind)),
            Form::List { .. } => kind == Kind::Array,
            Form::Object(_) => kind == Kind::Object,
        }
    }

    /// Why a value is none of a schema's: where, and what was expected.
    pub(super) fn refuses(&self, schema: &Schema, value: &Json) -> Option<String> {
        let kind = Kind::of(value);
        if !schema.allowed.is_empty() && !schema.allowed.contains(value) {
            return Some(format!("{value} is none of the listed values"));
        }
        if schema.refused.contains(value) {
            return Some(format!("{value} is told apart by this"));
        }
        match &schema.form {
            Form::Any => None,
            Form::Scalar(kinds, _) => (!kinds.iter().any(|each| each.takes(kind))).then(|| {
                format!(
                    "{} where {} is expected",
                    kind.word(),
                    kinds.iter().map(|kind| kind.word()).collect::<Vec<_>>().join(" or ")
                )
            }),
            Form::Named { nullable: true, .. } if kind == Kind::Null => None,
            Form::Named { name, .. } => match self.get(name) {
                Some(named) => self.refuses(named, value),
                None => None,
            },
            Form::AnyOf(each) | Form::OneOf(each) => {
                // What is said is what the first that could have been meant says.
                let mut said: Option<(bool, String)> = None;
                for choice in each {
                    let why = self.refuses(choice, value)?;
                    let meant = self.may_be(choice, kind);
                    if said.as_ref().is_none_or(|(before, _)| meant && !before) {
                        said = Some((meant, why));
                    }
                }
                said.map(|(_, why)| why)
            }
            Form::List { item, one } => match value {
                Json::Array(items) if *one && items.len() != 1 => {
                    Some(format!("{} items where one is expected", items.len()))
                }
                Json::Array(items) => items.iter().find_map(|each| self.refuses(item, each)),
                _ => Some(format!("{} where array is expected", kind.word())),
            },
            Form::Object(object) => {
                let Json::Object(members) = value else {
                    return Some(format!("{} where object is expected", kind.word()));
                };
                if let Some(missing) = object.required.iter().find(|name| !members.contains_key(*name)) {
                    return Some(format!("{missing} is missing"));
                }
                members.iter().find_map(|(name, value)| {
                    let schema = object.properties.iter().find(|(known, _)| known == name).map(|(_, schema)| schema);
                    match schema.or(object.others.as_deref()) {
                        Some(schema) => self.refuses(schema, value).map(|why| format!("{name}: {why}")),
                        None => object.closed.then(|| format!("{name} is not expected")),
                    }
                })
            }
        }
    }
}
