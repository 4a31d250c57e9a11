//! The rows of a document as records, with a name for every type: type names are per method in the documents, and one name can
//! stand for several shapes in one of them.

use std::collections::HashMap;

use super::draft::{self, Field};
use super::mark::Mark;
use super::names::Names;
use super::naming::{self, Idents};
use super::ty::Ty;
use crate::import::declared;
use crate::import::document::{Document, ListedValue, Part, Row};
use crate::model::{name, reserved};

/// A record of a spec file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub name: String,
    /// English line.
    pub en: String,
    /// Chinese term.
    pub zh: String,
    /// Fields.
    pub fields: Vec<Field>,
}

/// A list of values of a spec file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// English line.
    pub en: String,
    /// Chinese term.
    pub zh: String,
    /// In the order of the document.
    pub values: Vec<Value>,
}

/// A value of an enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What stands on the wire.
    pub value: String,
    /// Rust name, where the automatic one will not do.
    pub ident: Option<String>,
    /// English line.
    pub en: String,
    /// Chinese term.
    pub zh: String,
}

/// All types of one operation.
#[derive(Debug)]
pub struct Types<'a> {
    children: HashMap<(Part, &'a [String]), Vec<&'a Row>>,
    ids: &'a [String],
    /// In upper case: statics of types are named in capitals, so case alone does not tell two apart.
    taken: Names,
    shapes: HashMap<String, String>,
    lists: HashMap<String, String>,
    /// What the objects of a path are called, which may hold themselves.
    called: HashMap<(Part, Vec<String>), String>,
    /// Records made so far.
    pub records: Vec<Record>,
    /// Enums made so far.
    pub enums: Vec<Enum>,
}

impl<'a> Types<'a> {
    /// Types of a document; `taken` are names that are not free.
    #[must_use]
    pub fn new(document: &'a Document, ids: &'a [String], taken: &[String]) -> Self {
        let mut children: HashMap<(Part, &'a [String]), Vec<&'a Row>> = HashMap::new();
        for row in &document.rows {
            children.entry((row.part, row.at.as_slice())).or_default().push(row);
        }
        let taken = taken
            .iter()
            .map(|name| name.to_ascii_uppercase())
            .chain(["REPLY", "REQUEST", "C", "UNKNOWN"].map(str::to_owned))
            .collect();
        Self {
            children,
            ids,
            taken,
            shapes: HashMap::new(),
            lists: HashMap::new(),
            called: HashMap::new(),
            records: Vec::new(),
            enums: Vec::new(),
        }
    }

    /// The fields inside the objects of a path, with types for everything below them.
    pub fn fields(&mut self, part: Part, at: &[String]) -> Vec<Field> {
        let rows = self.children.get(&(part, at)).cloned().unwrap_or_default();
        let mut fields: Vec<Field> = rows.into_iter().map(|row| self.field(row)).collect();
        idents(&mut fields, part == Part::Request);
        fields
    }

    /// One field, with types for everything below it.
    pub fn field(&mut self, row: &Row) -> Field {
        let mut review = Vec::new();
        let inside = row.inside();
        let holds = self.children.contains_key(&(row.part, inside.as_slice()));
        // The table draws fields below what it calls a plain value: one of the two is wrong.
        let plain = holds && declared::is_scalar_type(&row.ty) && !declared::may_hold(&row.ty);
        let ty = if holds {
            let name = self.record(row, &inside);
            let map = declared::map_value(&row.ty).is_some_and(|of| !declared::is_list(of));
            match row.part {
                _ if declared::is_list(&row.ty) => self.list(row, name, &inside),
                Part::Reply if map => Ty::Map(Box::new(Ty::Record(name))),
                _ => Ty::Record(name),
            }
        } else if let Some(name) = self.itself(row) {
            if declared::is_list(&row.ty) { self.list(row, name, &inside) } else { Ty::Record(name) }
        } else if row.opens() && !row.review.iter().any(|cue| cue == "type") {
            // An object that the document does not open: kept as it comes.
            review.push("type");
            Ty::Json
        } else {
            draft::ty(row, self.ids, &mut review, || self.values(row))
        };
        let mut field = draft::field(row, ty, review);
        if plain {
            let said = row.example.as_ref().map_or_else(|| row.ty.clone(), |example| format!("{}, {example}", row.ty));
            field.marks.push(Mark::change("type", "", &said));
        }
        field
    }

    fn list(&self, row: &Row, name: String, inside: &[String]) -> Ty {
        let base = declared::base_type(&row.ty);
        let wrapper = if declared::is_scalar_type(base) { name::wrapper(&name) } else { name::wrapper(base) };
        let rows = self.children.get(&(row.part, inside));
        if rows.is_some_and(|rows| rows.iter().any(|row| row.name == wrapper)) {
            // `{x: {x: ..}}` would read as one item and as a list alike.
            Ty::List { item: name, wrapper: Some(format!("{wrapper}_item")) }
        } else {
            Ty::list(name, wrapper)
        }
    }

    /// The record around a row that is of its type: it holds itself.
    fn itself(&self, row: &Row) -> Option<String> {
        let base = declared::base_type(&row.ty);
        let opens = row.opens() && !row.review.iter().any(|cue| cue == "type");
        (1..=row.at.len()).rev().filter(|_| opens).find_map(|depth| {
            let (name, above) = row.at.get(..depth)?.split_last()?;
            let around = self.children.get(&(row.part, above))?.iter().find(|around| around.name == *name)?;
            let same = declared::base_type(&around.ty) == base;
            same.then(|| self.called.get(&(row.part, around.inside())).cloned()).flatten()
        })
    }

    fn record(&mut self, row: &Row, inside: &[String]) -> String {
        let mut shape = format!("{:?} {}", row.part, declared::base_type(&row.ty));
        self.shape(row.part, inside, &mut shape);
        if let Some(known) = self.shapes.get(&shape) {
            return known.clone();
        }
        let base = declared::base_type(&row.ty);
        let wanted = if base.is_empty() || declared::is_scalar_type(base) { &row.name } else { base };
        let name = self.free(&naming::type_name(wanted));
        self.shapes.insert(shape, name.clone());
        self.called.insert((row.part, inside.to_vec()), name.clone());
        let place = self.records.len();
        self.records.push(Record {
            name: name.clone(),
            en: naming::english(&name),
            zh: naming::chinese(&row.term, &row.name),
            fields: Vec::new(),
        });
        let fields = self.fields(row.part, inside);
        if let Some(record) = self.records.get_mut(place) {
            record.fields = fields;
        }
        name
    }

    /// Everything that makes two objects the same type, as one text.
    fn shape(&self, part: Part, at: &[String], out: &mut String) {
        for row in self.children.get(&(part, at)).into_iter().flatten() {
            let required = match row.required {
                None => "?",
                Some(true) => "yes",
                Some(false) => "no",
            };
            out.extend(["(", &row.name, " ", &row.ty, " ", required, " ", &row.prose, " "]);
            self.shape(part, &row.inside(), out);
            out.push(')');
        }
    }

    fn values(&mut self, row: &Row) -> String {
        let key = row
            .values
            .iter()
            .map(|value| format!("{}\u{1}{}", value.value, value.gloss))
            .collect::<Vec<_>>()
            .join("\u{2}");
        let key = format!("{} {key}", row.name);
        if let Some(known) = self.lists.get(&key) {
            return known.clone();
        }
        let name = self.free(&naming::type_name(&row.name));
        let mut taken: Names = [reserved::VARIANT.to_owned()].into_iter().collect();
        let values = row.values.iter().map(|value| self::value(value, &mut taken)).collect();
        self.enums.push(Enum {
            name: name.clone(),
            en: naming::english(&row.name),
            zh: naming::chinese(&row.term, &row.name),
            values,
        });
        self.lists.insert(key, name.clone());
        name
    }

    /// A name nobody has yet.
    pub fn free(&mut self, wanted: &str) -> String {
        let free = |names: &Names, name: &str| !names.has(&name.to_ascii_uppercase());
        let name = match free(&self.taken, wanted) {
            true => wanted.to_owned(),
            false => self.taken.numbered(wanted, "", free),
        };
        self.taken.take(name.to_ascii_uppercase());
        name
    }
}

/// Gives fields of one record different Rust names; `sent` ones must not be called like a method of a request.
fn idents(fields: &mut [Field], sent: bool) {
    let mut idents = Idents::default();
    for field in fields {
        field.ident = idents.ident(&field.name, sent);
        idents.take(field.ident.as_ref(), &field.name);
    }
}

/// A listed value under a Rust name that is not taken yet.
pub fn value(value: &ListedValue, taken: &mut Names) -> Value {
    let automatic = name::upper(&value.value).filter(|ident| !ident.starts_with('_') && !taken.has(ident));
    let made = automatic.is_none().then(|| {
        let stem: String = value.value.chars().filter(char::is_ascii_alphanumeric).collect();
        let sign = if value.value.starts_with('-') { "Minus" } else { "Value" };
        let stem = format!("{sign}{stem}");
        if taken.has(&stem) { taken.numbered(&stem, "No", |names, ident| !names.has(ident)) } else { stem }
    });
    if let Some(ident) = made.clone().or(automatic) {
        taken.take(ident);
    }
    Value {
        value: value.value.clone(),
        ident: made,
        en: naming::english(&value.value),
        zh: naming::chinese(&value.gloss, &value.value),
    }
}
