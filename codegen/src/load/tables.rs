//! The format itself: one table per kind of map. The same tables check the keys of every file and print `schema.json`.

use super::keys::{Key, Need, Shape, Table};
use crate::words::{
    Body, Charge, Class, Effect, EntryShape, ErrorsBy, Method, Needs, Period, Presence, Protocol, RuleKind, Scheme,
    Unit, WriteOutcome,
};

const fn must(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, need: Need::Must, doc }
}

const fn may(name: &'static str, shape: Shape, doc: &'static str) -> Key {
    Key { name, shape, need: Need::May, doc }
}

const EN: Key = must("en", Shape::English, "One English line, in our own words");
const ZH: Key = must("zh", Shape::Chinese, "The Chinese term");
const NOTE: Key =
    may("note", Shape::Line, "One more English line: a trap, an obligation, how an ambiguity was decided");
/// What an import could not decide. `generate` ignores the marks, `lint` lists them until a person has removed the last one.
const REVIEW: Key = may(
    "review",
    Shape::List(&Shape::Review),
    "Decisions that an import left to a person; remove the word, or the change, once it is decided",
);
/// The decisions an import leaves to a person.
pub(super) const REVIEWS: &[&str] = &[
    "pii",
    "unit",
    "effect",
    "charge",
    "name",
    "class",
    "type",
    "values",
    "required",
    "default",
    "max_chars",
    "place",
    "broken_row",
    "duplicate",
    "shape",
    "removed",
    "limits",
    "obligation",
    "prose",
    "rename",
    "deprecated",
    "rate_limit",
    "needs",
    "http",
    "reply",
    "errors",
    "message",
    "remedy",
    "hosts",
    "auth",
    "title",
    "example",
];
const LINES: Shape = Shape::List(&Shape::Line);
const ERROR_NAMES: Shape = Shape::List(&Shape::ErrorName);
const SERVICE_NAME: Key = must("service", Shape::Ident, "Name of the service, which is the name of its folder");

/// The kinds of files.
pub(super) const FILES: &[&Table] = &[&OPERATION, &ERRORS, &SERVICE, &IDS];

pub(super) static REVIEW_CHANGE: Table = Table {
    name: "ReviewChange",
    doc: "What the source document said and says now; `vvspec import` writes it where a person has to decide",
    keys: &[
        must("what", Shape::Word(REVIEWS), "What changed: a key of this entry, or what the document says around it"),
        may("was", Shape::Value, "What the document said; absent where it said nothing, or in words that are not kept"),
        may("page", Shape::Value, "What it says now; absent where it says nothing, or in words that are not kept"),
    ],
    one_of: &[],
};

pub(super) static IDS: Table = Table {
    name: "Ids",
    doc: "ids.yaml: id types shared by all services",
    keys: &[must("ids", Shape::List(&Shape::Map(&ID)), "Id types")],
    one_of: &[],
};

pub(super) static ID: Table = Table {
    name: "Id",
    doc: "A kind of id",
    keys: &[must("id", Shape::Ident, "Its name as a type"), EN, ZH, NOTE],
    one_of: &[],
};

pub(super) static SERVICE: Table = Table {
    name: "Service",
    doc: "service.yaml: one gateway",
    keys: &[
        SERVICE_NAME,
        must("title", Shape::Map(&TITLE), "What the service is"),
        must("protocol", Shape::Word(Protocol::WORDS), "How calls and replies are wrapped"),
        must("hosts", Shape::List(&Shape::Map(&HOST)), "Where it is; the first is the default"),
        must("auth", Shape::Map(&AUTH), "How calls show who sends them"),
        must("body", Shape::Word(Body::WORDS), "Body style of operations that say nothing else"),
        may("rate_limit", Shape::Map(&RATE_LIMIT), "Documented limit of every operation"),
        may("token_operation", Shape::Line, "Operation that fetches tokens"),
        may("token_invalid", ERROR_NAMES, "Names of the errors after which a token may be fetched anew"),
        may("token_pause", ERROR_NAMES, "Names of the errors after which no token is fetched for ten minutes"),
        may(
            "general_errors",
            ERROR_NAMES,
            "Names of the errors that every operation may meet, listed in its document or not",
        ),
        must("errors_by", Shape::Word(ErrorsBy::WORDS), "What says which error a reply is"),
        may("success_code", Shape::Line, "Code of a successful envelope"),
        may("charge", Shape::Map(&CHARGE), "Where a reply says what the call cost"),
        may("envelope", Shape::List(&Shape::Map(&FIELD)), "Fields around the data of every reply"),
    ],
    one_of: &[],
};

pub(super) static TITLE: Table = Table { name: "Title", doc: "What something is", keys: &[EN, ZH, NOTE], one_of: &[] };

pub(super) static HOST: Table = Table {
    name: "Host",
    doc: "An address of a service",
    keys: &[must("name", Shape::Ident, "Its name"), must("url", Shape::Line, "http:// or https://"), EN, ZH, NOTE],
    one_of: &[],
};

pub(super) static AUTH: Table = Table {
    name: "Auth",
    doc: "How calls show who sends them",
    keys: &[
        must("scheme", Shape::Word(Scheme::WORDS), "The scheme"),
        may("header", Shape::Line, "Header of the token (scheme bearer)"),
    ],
    one_of: &[],
};

pub(super) static RATE_LIMIT: Table = Table {
    name: "RateLimit",
    doc: "A documented limit",
    keys: &[must("calls", Shape::Count, "How many calls"), must("per", Shape::Word(Period::WORDS), "In what time")],
    one_of: &[],
};

pub(super) static CHARGE: Table = Table {
    name: "Charge",
    doc: "Where a reply says what the call cost",
    keys: &[
        must("field", Shape::Line, "Wire name of a field of the reply data"),
        must("unit", Shape::Word(Unit::WORDS), "Its unit"),
    ],
    one_of: &[],
};

pub(super) static ERRORS: Table = Table {
    name: "Errors",
    doc: "errors.yaml: the error table of a service",
    keys: &[SERVICE_NAME, must("errors", Shape::List(&Shape::Map(&ERROR)), "Every documented error")],
    one_of: &[],
};

pub(super) static ERROR: Table = Table {
    name: "Error",
    doc: "A documented error",
    keys: &[
        must("name", Shape::TypeName, "English name, unique in the service"),
        must("code", Shape::Line, "Code, or sub code, verbatim; in quotes"),
        must("message", Shape::Line, "Message, verbatim"),
        may("aliases", LINES, "Other wordings of the same error under the same code"),
        may("sub_codes", LINES, "Platform sub codes that mean this error"),
        must("class", Shape::Word(Class::WORDS), "What a caller does about it"),
        must("write_outcome", Shape::Word(WriteOutcome::WORDS), "What has become of a write when this error arrives"),
        EN,
        NOTE,
        must("remedy", Shape::Map(&REMEDY), "Advice in both languages"),
        may("deprecated", Shape::Map(&DEPRECATED), "No document lists the error any more"),
        REVIEW,
    ],
    one_of: &[],
};

pub(super) static REMEDY: Table = Table {
    name: "Remedy",
    doc: "Advice in both languages",
    keys: &[must("en", Shape::Line, "In English"), must("zh", Shape::Line, "In Chinese")],
    one_of: &[],
};

pub(super) static OPERATION: Table = Table {
    name: "Operation",
    doc: "One operation: request, reply, types, errors, examples",
    keys: &[
        must("operation", Shape::Line, "Path below the service (`erps/send`) or full method name (`taobao.trade.get`)"),
        may("search", LINES, "More words under which the documentation's search finds the operation"),
        may("request_type", Shape::TypeName, "Rust name of the request, when the automatic one will not do"),
        must("title", Shape::Map(&TITLE), "What the operation does"),
        must("source", Shape::Map(&SOURCE), "The document it was transcribed from"),
        may("http", Shape::Map(&HTTP), "Method, path and body style (envelope services)"),
        may("auth", Shape::Word(&["none"]), "none: the operation needs no token"),
        may("envelope", Shape::Word(&["optional"]), "optional: the reply may also come without the envelope"),
        must("effect", Shape::Word(Effect::WORDS), "Whether the call may be repeated; there is no default"),
        may("needs", Shape::Word(Needs::WORDS), "Whether the shop must have authorised the caller"),
        may("charge", Shape::Word(Charge::WORDS), "What the call costs"),
        may("rate_limit", Shape::Map(&RATE_LIMIT), "Documented limit, when it is not the service's"),
        must("request", Shape::List(&Shape::Map(&FIELD)), "Fields of the request, in the document's order"),
        must("reply", Shape::Map(&REPLY), "What comes back"),
        may("types", Shape::List(&Shape::Map(&RECORD)), "Record types"),
        may("enums", Shape::List(&Shape::Map(&ENUM)), "Lists of documented values"),
        may("grammars", Shape::List(&Shape::Map(&GRAMMAR)), "Small grammars inside a text field"),
        may("rules", Shape::List(&Shape::Map(&RULE)), "Rules checked before anything is sent"),
        may("errors", ERROR_NAMES, "Names of the documented errors, in the document's order"),
        may("examples", LINES, "Example replies in the `examples` folder beside this file"),
        may("request_sample", Shape::List(&Shape::Map(&SAMPLE)), "Form fields of the document's own code sample"),
        may(
            "renames",
            Shape::List(&Shape::Map(&RENAME)),
            "What had another name in an earlier version of this file: fields, types, the operation",
        ),
        REVIEW,
    ],
    one_of: &[],
};

pub(super) static SOURCE: Table = Table {
    name: "Source",
    doc: "A document and when it was read",
    keys: &[
        must("doc", Shape::Line, "File name of the document, without extension"),
        must("read", Shape::Date, "When it was last read"),
    ],
    one_of: &[],
};

pub(super) static HTTP: Table = Table {
    name: "Http",
    doc: "How the call is sent",
    keys: &[
        must("method", Shape::Word(Method::WORDS), "HTTP method"),
        must("path", Shape::Line, "Path below the host, with a leading slash"),
        may("body", Shape::Word(Body::WORDS), "Body style, when it is not the service's"),
    ],
    one_of: &[],
};

pub(super) static REPLY: Table = Table {
    name: "Reply",
    doc: "What comes back",
    keys: &[
        may("data", Shape::Map(&DATA), "The envelope's data (envelope services)"),
        may("fields", Shape::List(&Shape::Map(&FIELD)), "The fields below the root key (TOP)"),
        may("confirm", Shape::List(&Shape::Map(&CONFIRM)), "Flags that must say true before a reply counts as success"),
    ],
    one_of: &["data", "fields"],
};

pub(super) static DATA: Table = Table {
    name: "Data",
    doc: "Shape of the data",
    keys: &[
        may("record", Shape::TypeName, "The data is one object"),
        may("list_of", Shape::TypeName, "The data is an array"),
        Key {
            name: "exactly",
            shape: Shape::Word(&["one"]),
            need: Need::With("list_of"),
            doc: "How many the array holds",
        },
    ],
    one_of: &["record", "list_of"],
};

pub(super) static CONFIRM: Table = Table {
    name: "Confirm",
    doc: "A flag that must say true. Paths are wire names joined by dots",
    keys: &[
        must("flag", Shape::Line, "Path of a bool"),
        may("code", Shape::Line, "Path of the error code beside it"),
        may("message", Shape::Line, "Path of the error message beside it"),
    ],
    one_of: &[],
};

pub(super) static RECORD: Table = Table {
    name: "Record",
    doc: "A record type",
    keys: &[
        must("type", Shape::TypeName, "Its name"),
        EN,
        ZH,
        NOTE,
        must("fields", Shape::List(&Shape::Map(&FIELD)), "Its fields"),
    ],
    one_of: &[],
};

pub(super) static FIELD: Table = Table {
    name: "Field",
    doc: "A field of a request, a reply or a record",
    keys: &[
        must("name", Shape::Line, "Wire name, verbatim"),
        must("type", Shape::Type, "What it holds"),
        may("required", Shape::Bool, "Request: must be given"),
        may("presence", Shape::Word(Presence::WORDS), "Reply: whether it is documented as always present"),
        may("default", Shape::Value, "Request: sent when nothing is given"),
        may("example", Shape::Value, "A value, synthetic where it would be personal"),
        may("unit", Shape::Word(Unit::WORDS), "Mandatory for money"),
        may("pii", Shape::Bool, "Identifies a person, or was written by one"),
        may("secret", Shape::Bool, "A credential"),
        may("max_chars", Shape::Count, "Request text: longest allowed, in characters"),
        may("documented_only", Shape::Bool, "Request enum: refuse values outside the list"),
        may("selectable", Shape::Bool, "false: cannot be asked for in a `{select: T}` field"),
        may("ident", Shape::Ident, "Rust name, when the automatic one clashes or is ugly"),
        may("deprecated", Shape::Map(&DEPRECATED), "The document withdraws the field"),
        REVIEW,
        EN,
        ZH,
        NOTE,
    ],
    one_of: &[],
};

pub(super) static DEPRECATED: Table = Table {
    name: "Deprecated",
    doc: "A withdrawal",
    keys: &[must("since", Shape::Date, "When it was read"), must("why", Shape::Line, "Reason, or what replaces it")],
    one_of: &[],
};

/// The maps a type can be.
pub(super) static TYPE: Table = Table {
    name: "Type",
    doc: "A list, a comma-joined list or a set of field names",
    keys: &[
        may("list", Shape::TypeName, "List of records of this type"),
        may("csv", Shape::Line, "Comma-joined text, ids or enum values"),
        may("select", Shape::TypeName, "Comma-joined names of this record's fields"),
        Key {
            name: "wrapper",
            shape: Shape::Line,
            need: Need::Only("list"),
            doc: "Inner key of the wire list, when it is not the type's name",
        },
    ],
    one_of: &["list", "csv", "select"],
};

pub(super) static ENUM: Table = Table {
    name: "Enum",
    doc: "A list of documented values; others may arrive",
    keys: &[
        must("enum", Shape::TypeName, "Its name"),
        EN,
        ZH,
        NOTE,
        must("values", Shape::List(&Shape::Map(&VALUE)), "The values"),
    ],
    one_of: &[],
};

pub(super) static VALUE: Table = Table {
    name: "Value",
    doc: "A documented value",
    keys: &[
        must("value", Shape::Line, "As the wire has it"),
        may("name", Shape::TypeName, "Rust name, when the value makes none"),
        EN,
        ZH,
        NOTE,
    ],
    one_of: &[],
};

pub(super) static GRAMMAR: Table = Table {
    name: "Grammar",
    doc: "A small grammar inside a text field",
    keys: &[
        must("grammar", Shape::TypeName, "Its name"),
        EN,
        ZH,
        NOTE,
        must("separator", Shape::Line, "Between entries"),
        must("assign", Shape::Line, "Between key and value"),
        must("entries", Shape::List(&Shape::Map(&ENTRY)), "The keys"),
    ],
    one_of: &[],
};

pub(super) static ENTRY: Table = Table {
    name: "Entry",
    doc: "A key of a grammar",
    keys: &[
        must("key", Shape::Line, "As the wire has it"),
        must("shape", Shape::Word(EntryShape::WORDS), "per_id: values for each of several ids; value: one value"),
        may("id", Shape::Ident, "per_id: the id type"),
        may("items", Shape::Line, "per_id: between ids"),
        may("colon", Shape::Line, "per_id: between an id and its values"),
        may("values", Shape::Line, "per_id: between the values of an id"),
        may("enum", Shape::TypeName, "value: the allowed values"),
        EN,
        ZH,
        NOTE,
    ],
    one_of: &[],
};

pub(super) static RULE: Table = Table {
    name: "Rule",
    doc: "A rule checked before anything is sent",
    keys: &[
        must("rule", Shape::Word(RuleKind::WORDS), "together: all of the fields are given or none"),
        must("fields", LINES, "Fields of the request"),
        may("error", Shape::ErrorName, "The error the service would answer"),
        EN,
        ZH,
        NOTE,
    ],
    one_of: &[],
};

pub(super) static RENAME: Table = Table {
    name: "Rename",
    doc: "Something that had another name: `vvspec diff` then knows that it is the same",
    keys: &[
        may(
            "in",
            Shape::TypeName,
            "Type that holds the field, `Request` for the request; without it a type, or the operation itself",
        ),
        must("from", Shape::Line, "Its old name"),
        must("to", Shape::Line, "Its name now"),
    ],
    one_of: &[],
};

pub(super) static SAMPLE: Table = Table {
    name: "Sample",
    doc: "A form field of the document's code sample",
    keys: &[must("name", Shape::Line, "Wire name"), must("value", Shape::Value, "Value, synthetic")],
    one_of: &[],
};
