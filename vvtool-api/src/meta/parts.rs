//! What an operation is described with: how it is sent, what it does, what is checked before and after it.

/// How a request body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// `multipart/form-data`
    Multipart,
    /// `application/x-www-form-urlencoded`
    Form,
    /// `application/json`
    Json,
    /// None: all fields stand in the URL and in headers.
    None,
}

/// HTTP method of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

/// What a call does to the platform's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Effect {
    /// Nothing.
    Read,
    /// A write that may be repeated.
    IdempotentWrite,
    /// A write that must not be repeated.
    NonIdempotentWrite,
}

/// Shape of a reply's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataShape {
    /// One object.
    Object,
    /// An array that holds exactly one object.
    ListOfOne,
    /// An array, which is the one field of the reply's record.
    List,
    /// An object whose keys are data, which is the one field of the reply's record.
    Map,
    /// One value, which is the one field of the reply's record.
    Value,
    /// Nothing.
    Nothing,
}

/// A flag inside a reply that must say true. Paths are wire names joined by dots; empty means there is none.
#[derive(Debug)]
#[non_exhaustive]
pub struct Confirm {
    /// Path of the flag.
    pub flag: &'static str,
    /// Path of the error code beside it.
    pub code: &'static str,
    /// Path of the error message beside it.
    pub message: &'static str,
}

impl Confirm {
    /// A flag with nothing beside it.
    #[must_use]
    pub const fn new(flag: &'static str) -> Self {
        Self { flag, code: "", message: "" }
    }

    /// Path of the error code beside it.
    pub const fn code(mut self, code: &'static str) -> Self {
        self.code = code;
        self
    }

    /// Path of the error message beside it.
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }
}

/// A local rule across fields of a request.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// What must hold.
    pub kind: RuleKind,
    /// Wire names of the fields.
    pub fields: &'static [&'static str],
    /// The rule in words.
    pub text: &'static str,
    /// Name of the documented error it avoids; empty when there is none.
    pub error: &'static str,
    /// Field that decides whether the others may be given, and the value that it must have; empty where none does.
    pub when: (&'static str, &'static str),
    /// A field that is not given counts as one of that value.
    pub or_absent: bool,
    /// Seconds that a span may be long.
    pub at_most: u64,
}

impl Rule {
    /// A rule over these fields.
    #[must_use]
    pub const fn new(kind: RuleKind, fields: &'static [&'static str]) -> Self {
        Self { kind, fields, text: "", error: "", when: ("", ""), or_absent: false, at_most: u64::MAX }
    }

    /// The rule in words.
    pub const fn text(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }

    /// The field that decides, and its value.
    pub const fn when(mut self, field: &'static str, equals: &'static str) -> Self {
        self.when = (field, equals);
        self
    }

    /// A field that is not given counts as one of that value.
    pub const fn or_absent(mut self) -> Self {
        self.or_absent = true;
        self
    }

    /// Seconds that a span may be long.
    pub const fn at_most(mut self, seconds: u64) -> Self {
        self.at_most = seconds;
        self
    }

    /// Name of the documented error it avoids.
    pub const fn error(mut self, error: &'static str) -> Self {
        self.error = error;
        self
    }
}

/// What a [`Rule`] demands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleKind {
    /// All given or none. A 0/1 flag counts as given when it is 1, a list when it is not empty.
    Together,
    /// Exactly one is given.
    OneOf,
    /// One is given, or more.
    AtLeastOne,
    /// None is given where the field that decides has another value.
    OnlyIf,
    /// The second is not before the first, and not later than so many seconds after it.
    Span,
}

/// Parts of a thing: a list of its record.
#[derive(Debug)]
#[non_exhaustive]
pub struct Each {
    /// Path of the list in the answer.
    pub list: &'static str,
    /// Field that names a part.
    pub key: &'static str,
    /// Field of the write that names the parts it is about; empty, or not given in the write: all of them.
    pub given_by: &'static str,
    /// Parts that are none any more: a field, and its values there.
    pub skip: Option<(&'static str, &'static [&'static str])>,
}

impl Each {
    /// The records of this list, named by this field.
    #[must_use]
    pub const fn new(list: &'static str, key: &'static str) -> Self {
        Self { list, key, given_by: "", skip: None }
    }

    /// Field of the write that names the parts it is about.
    pub const fn given_by(mut self, field: &'static str) -> Self {
        self.given_by = field;
        self
    }

    /// Leave out the parts whose field has one of these values.
    pub const fn skip(mut self, field: &'static str, values: &'static [&'static str]) -> Self {
        self.skip = Some((field, values));
        self
    }
}
