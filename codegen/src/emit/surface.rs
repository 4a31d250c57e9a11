//! The public API of the generated code, as a list: what a user's program can name.
//!
//! Made from the model rather than from the printed text, because it is needed for thousands of operations at a time. It cannot
//! drift from what is printed: a test parses the printed code and compares item by item.

pub use super::rust::argument;
use super::rust::{entry_arguments, field_type};
use crate::model::api::{Api, Enum, Field, Grammar, Operation, Record, Service, Type, plain};
use crate::words::Effect;

/// What kind of thing a path leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A module.
    Module,
    /// A struct; a grammar's builder too.
    Struct,
    /// A public field.
    Field,
    /// A function without `self`.
    Function,
    /// A function with `self`.
    Method,
    /// An enum.
    Enum,
    /// A variant without fields.
    Variant,
    /// A variant that holds one value.
    Holder,
    /// An associated constant.
    Const,
    /// A static.
    Static,
    /// A re-export.
    Use,
    /// A trait without methods that a request has: what may be done with it.
    Marker,
}

/// One public item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Module it is in: `vvtool::erps::send`.
    pub module: String,
    /// Type it belongs to, if any: `ErpsSend`.
    pub of: String,
    /// Its own name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Types of its arguments; empty for what takes none.
    pub arguments: Vec<String>,
    /// Its type, or what it returns. Two items of one path with the same kind, arguments and type are the same to every program.
    pub ty: String,
    /// Element of the spec that it is printed for: `Request/tid`, `errors/BadRequest`.
    pub element: String,
    /// Another element that it would not be there without; empty for most.
    pub depends_on: String,
}

impl Item {
    /// `vvtool::erps::send::ErpsSend::new`
    pub fn path(&self) -> String {
        let parts = [self.module.as_str(), self.of.as_str(), self.name.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("::")
    }

    /// Whether a program can tell the two apart.
    pub fn same(&self, other: &Self) -> bool {
        self.kind == other.kind && self.arguments == other.arguments && self.ty == other.ty
    }

    /// The signature as people read it.
    pub fn signature(&self) -> String {
        let name = if self.of.is_empty() { self.name.clone() } else { format!("{}::{}", self.of, self.name) };
        let (name, ty) = (name.as_str(), readable(&self.ty));
        match self.kind {
            Kind::Module => format!("mod {name}"),
            Kind::Struct => format!("struct {name}"),
            Kind::Field => format!("{name}: {ty}"),
            Kind::Function | Kind::Method => {
                let arguments: Vec<_> = self.arguments.iter().map(|argument| readable(argument)).collect();
                let own = if self.kind == Kind::Method { vec!["self".to_owned()] } else { Vec::new() };
                format!("fn {name}({}) -> {ty}", own.into_iter().chain(arguments).collect::<Vec<_>>().join(", "))
            }
            Kind::Enum => format!("enum {name}"),
            Kind::Variant => name.to_owned(),
            Kind::Holder => format!("{name}({ty})"),
            Kind::Const => format!("const {name}: {ty}"),
            Kind::Static => format!("static {name}: {ty}"),
            Kind::Use => format!("use {ty}"),
            Kind::Marker => format!("impl {} for {}", self.name, self.of),
        }
    }
}

/// Without the long paths that generated code needs and people do not.
fn readable(ty: &str) -> String {
    ["::core::option::", "::std::vec::", "::core::convert::", "::core::iter::", "::core::result::", "rt::", "kinds::"]
        .iter()
        .fold(ty.to_owned(), |text, long| text.replace(long, ""))
}

/// Everything.
pub fn surface(api: &Api) -> Vec<Item> {
    let mut list = ids(api);
    list.push(module("", "ids", ""));
    for service in &api.services {
        list.extend(of_service(service));
        for operation in &service.operations {
            list.extend(of_operation(service, operation));
        }
    }
    // Operations of one folder share its module.
    let mut seen = std::collections::HashSet::new();
    list.retain(|item| item.kind != Kind::Module || seen.insert(item.path()));
    list
}

/// The id types.
pub fn ids(api: &Api) -> Vec<Item> {
    let of = |id: &crate::model::api::IdType| {
        item("ids", "", &id.name.ident, Kind::Struct, "", format!("ids/{}", id.name.wire))
    };
    api.ids.iter().map(of).collect()
}

/// What belongs to a service as a whole: its module and its errors.
pub fn of_service(service: &Service) -> Vec<Item> {
    let root = service.name.plain();
    let errors = format!("{root}::errors");
    let mut list = vec![module("", root, ""), module(root, "errors", "")];
    list.push(item(root, "", "ErrorKind", Kind::Use, "self::errors::ErrorKind", ""));
    list.push(item(&errors, "", "ErrorKind", Kind::Enum, "", ""));
    list.push(item(&errors, "", "SERVICE", Kind::Static, "rt::Service", ""));
    sign_method(service, &errors, &mut list);
    for entry in &service.errors {
        list.push(item(
            &errors,
            "ErrorKind",
            &entry.name.ident,
            Kind::Variant,
            "",
            format!("errors/{}", entry.name.wire),
        ));
    }
    list.push(item(&errors, "ErrorKind", "Unknown", Kind::Variant, "", ""));
    list
}

/// The digests that one may ask for.
fn sign_method(service: &Service, errors: &str, list: &mut Vec<Item>) {
    let Some(signing) = service.auth.signing().filter(|signing| signing.has_choice()) else { return };
    list.push(item(service.name.plain(), "", "SignMethod", Kind::Use, "self::errors::SignMethod", ""));
    list.push(item(errors, "", "SignMethod", Kind::Enum, "", ""));
    for digest in &signing.digests {
        list.push(item(errors, "SignMethod", &digest.ident, Kind::Variant, "", ""));
    }
}

/// The modules that lead to an operation; others may lie in them, too.
pub fn modules(service: &Service, operation: &Operation) -> Vec<Item> {
    let mut place = service.name.plain().to_owned();
    let mut list = Vec::with_capacity(operation.module.len());
    for part in &operation.module {
        list.push(module(&place, plain(part), ""));
        place = format!("{place}::{}", plain(part));
    }
    list
}

/// What belongs to one operation: its modules, its request, the types of its reply.
pub fn of_operation(service: &Service, operation: &Operation) -> Vec<Item> {
    let mut list = modules(service, operation);
    let place = list.last().map(Item::path).unwrap_or_default();
    let request = &operation.request_type.ident;
    let from = operation.module.iter().map(|part| format!("{part}::")).collect::<String>();
    list.push(item(service.name.plain(), "", request, Kind::Use, format!("self::{from}{request}"), "Request"));
    of_request(&place, operation, &mut list);
    for record in &operation.types {
        of_record(&place, operation, record, &mut list);
    }
    for each in &operation.enums {
        of_enum(&place, operation, each, &mut list);
    }
    for grammar in &operation.grammars {
        of_grammar(&place, grammar, &mut list);
    }
    list
}

/// Fields that `new` takes of a request's or a record's, in its order.
pub fn constructor(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| field.is_argument())
}

/// What has a `new`, and the fields of each: the request, then the records that have one.
pub fn constructed(operation: &Operation) -> impl Iterator<Item = (&str, &[Field])> {
    let records = operation.types.iter().filter(|record| record.has_constructor());
    let records = records.map(|record| (record.name.wire.as_str(), record.fields.as_slice()));
    std::iter::once(("Request", operation.request.as_slice())).chain(records)
}

fn of_request(place: &str, operation: &Operation, list: &mut Vec<Item>) {
    let name = &operation.request_type.ident;
    list.push(item(place, "", name, Kind::Struct, "", "Request"));
    list.push(item(place, name, "ERRORS", Kind::Const, "&'static [kinds::ErrorKind]", "Request"));
    list.push(new(place, name, "Request", &operation.request));
    let mut send =
        item(place, name, "send", Kind::Method, format!("C::Sent<{}>", operation.reply.data.ident), "reply/data");
    send.arguments = vec!["&C".into()];
    send.depends_on = "Request".into();
    list.push(send);
    if operation.pages.is_some() {
        let mut pages = item(place, name, "pages", Kind::Method, "rt::Pages<C, Self>", "pages");
        pages.arguments = vec!["&C".into()];
        pages.depends_on = "Request".into();
        list.push(pages);
    }
    let paged = operation.pages.is_some().then_some(("Paged", "pages"));
    for (marker, element) in markers(operation).chain(paged) {
        let mut marker = item(place, name, marker, Kind::Marker, format!("rt::{marker}"), element);
        marker.depends_on = "Request".into();
        list.push(marker);
    }
    for field in &operation.request {
        list.push(declaration(place, name, "Request", field));
        if !field.is_argument() {
            list.push(setter(place, name, "Request", field));
        }
    }
}

/// The traits that say what a request does to the platform's data, each with the element that says so.
pub fn markers(operation: &Operation) -> impl Iterator<Item = (&'static str, &'static str)> {
    let effect = match operation.effect {
        Effect::Read => "Read",
        Effect::IdempotentWrite | Effect::NonIdempotentWrite => "Write",
    };
    let intent = (!operation.intent.is_empty()).then_some(("Intent", "intent"));
    [(effect, "effect")].into_iter().chain(intent)
}

fn of_record(place: &str, operation: &Operation, record: &Record, list: &mut Vec<Item>) {
    let (name, wire) = (&record.name.ident, record.name.wire.as_str());
    list.push(item(place, "", name, Kind::Struct, "", wire));
    if record.has_constructor() {
        list.push(new(place, name, wire, &record.fields));
    }
    if let Some(items) = operation.reply.items.as_ref().filter(|_| record.name.ident == operation.reply.data.ident) {
        let ty = "::std::vec::Vec<rt::RowOutcome<kinds::ErrorKind>>";
        let mut outcomes = item(place, name, "outcomes", Kind::Method, ty, "reply/items");
        outcomes.depends_on = format!("{wire}/{}", items.list);
        list.push(outcomes);
    }
    for field in &record.fields {
        list.push(declaration(place, name, wire, field));
        if record.in_request {
            list.push(setter(place, name, wire, field));
        }
    }
}

fn new(place: &str, of: &str, owner: &str, fields: &[Field]) -> Item {
    let mut new = item(place, of, "new", Kind::Function, "Self", owner);
    new.arguments = constructor(fields).map(|field| argument(&field.ty)).collect();
    new
}

fn declaration(place: &str, of: &str, owner: &str, field: &Field) -> Item {
    item(place, of, &field.name.ident, Kind::Field, field_type(field), format!("{owner}/{}", field.name.wire))
}

fn setter(place: &str, of: &str, owner: &str, field: &Field) -> Item {
    let mut setter = item(place, of, &field.name.ident, Kind::Method, "Self", format!("{owner}/{}", field.name.wire));
    setter.arguments = vec![argument(&field.ty)];
    setter
}

fn of_enum(place: &str, operation: &Operation, each: &Enum, list: &mut Vec<Item>) {
    let name = &each.name.ident;
    // An enum of field names comes from two places: the record's fields are its variants, a request field brings it into being.
    let (own, values) = match &each.selected_from {
        Some(record) => {
            let asks =
                |field: &&Field| matches!(&field.ty, Type::Select { field_enum, .. } if field_enum.ident == *name);
            let asking = operation.request.iter().find(asks).map(|field| field.name.wire.as_str());
            (format!("Request/{}", asking.unwrap_or_default()), record.as_str())
        }
        None => (each.name.wire.clone(), each.name.wire.as_str()),
    };
    list.push(item(place, "", name, Kind::Enum, "", own.as_str()));
    for value in &each.values {
        let mut variant =
            item(place, name, &value.name.ident, Kind::Variant, "", format!("{values}/{}", value.name.wire));
        variant.depends_on.clone_from(&own);
        list.push(variant);
    }
    list.push(item(place, name, "Unknown", Kind::Holder, "rt::UnknownValue", own));
}

fn of_grammar(place: &str, grammar: &Grammar, list: &mut Vec<Item>) {
    let (name, wire) = (&grammar.name.ident, &grammar.name.wire);
    list.push(item(place, "", name, Kind::Struct, "", wire.as_str()));
    list.push(item(place, name, "new", Kind::Function, "Self", wire.as_str()));
    for entry in &grammar.entries {
        let ty = "::core::result::Result<Self, rt::InvalidValue>";
        let mut method = item(place, name, &entry.name.ident, Kind::Method, ty, format!("{wire}/{}", entry.name.wire));
        method.arguments = entry_arguments(&entry.shape).into_iter().map(|(_, ty)| ty).collect();
        list.push(method);
    }
}

fn module(of: &str, name: &str, element: &str) -> Item {
    item(of, "", name, Kind::Module, "", element)
}

fn item(module: &str, of: &str, name: &str, kind: Kind, ty: impl Into<String>, element: impl Into<String>) -> Item {
    Item {
        module: module.into(),
        of: of.into(),
        name: name.into(),
        kind,
        arguments: Vec::new(),
        ty: ty.into(),
        element: element.into(),
        depends_on: String::new(),
    }
}
