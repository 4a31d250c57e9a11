//! What the files say, file by file, before anything is resolved. Every value keeps its span.
//!
//! A value that is missing or of the wrong kind has been reported by the check of its table and is empty here; later stages pass over empty
//! names, so one mistake gives one message.

use crate::source::Span;
use crate::words::Unit;

/// A scalar and where it stands.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// After escape processing.
    pub value: String,
    /// Where.
    pub span: Span,
}

/// The whole spec folder.
#[derive(Debug, Clone, Default)]
pub struct Raw {
    /// Of ids.yaml.
    pub ids: Vec<RawId>,
    /// False when ids.yaml is there and cannot be read: then an unknown id is no finding.
    pub ids_known: bool,
    /// Where ids.yaml is, when it is.
    pub ids_span: Option<Span>,
    /// In alphabetical order of folders.
    pub services: Vec<RawService>,
    /// `review` marks of all files.
    pub reviews: Vec<RawReview>,
}

/// A `review` mark: what an import left to a person.
#[derive(Debug, Clone, Default)]
pub struct RawReview {
    /// The key.
    pub span: Span,
    /// What it stands in: the value of the first key of its map.
    pub of: String,
    /// What is to be decided.
    pub words: Vec<String>,
    /// What the document says otherwise than before, and the spec does not say yet.
    pub changes: Vec<RawReviewChange>,
}

/// A fact of a document that moved.
#[derive(Debug, Clone, Default)]
pub struct RawReviewChange {
    /// The map, or the line of docs.lock.
    pub span: Span,
    /// What it is: a key of the entry, or what stands around it. Empty for an entry of docs.lock, whose words say all.
    pub what: String,
    /// Before.
    pub was: Option<String>,
    /// Now.
    pub page: Option<String>,
}

/// One service folder.
#[derive(Debug, Clone, Default)]
pub struct RawService {
    /// Name of the folder.
    pub folder: String,
    /// The service file, when there is one.
    pub span: Option<Span>,
    /// None: missing or broken.
    pub head: Option<RawHead>,
    /// Of errors.yaml.
    pub errors: Vec<RawError>,
    /// errors.yaml, when there is one.
    pub errors_span: Option<Span>,
    /// `service:` of errors.yaml.
    pub errors_service: Option<Text>,
    /// False when errors.yaml is there and cannot be read.
    pub errors_known: bool,
    /// In alphabetical order of their names.
    pub operations: Vec<RawOperation>,
    /// False when an operation file cannot be read.
    pub operations_known: bool,
    /// Files of `examples` folders.
    pub examples: Vec<RawExample>,
}

/// service.yaml
#[derive(Debug, Clone, Default)]
pub struct RawHead {
    pub service: Text,
    pub title: RawDoc,
    pub protocol: Text,
    pub hosts: Vec<RawHost>,
    pub auth: Text,
    pub auth_header: Option<Text>,
    pub body: Text,
    pub rate_limit: Option<RawRate>,
    pub token_operation: Option<Text>,
    pub token_invalid: Vec<Text>,
    pub token_pause: Vec<Text>,
    pub general_errors: Vec<Text>,
    pub errors_by: Text,
    pub success_code: Option<Text>,
    pub charge: Option<(Text, Text)>,
    pub envelope: Vec<RawField>,
    /// Where `envelope` stands, when it does.
    pub envelope_span: Option<Span>,
}

/// The prose of something.
#[derive(Debug, Clone, Default)]
pub struct RawDoc {
    pub en: String,
    pub zh: String,
    pub note: Option<String>,
}

#[derive(Debug, Clone, Default)]
pub struct RawId {
    pub id: Text,
    pub doc: RawDoc,
}

#[derive(Debug, Clone, Default)]
pub struct RawHost {
    pub name: Text,
    pub url: Text,
    pub doc: RawDoc,
}

#[derive(Debug, Clone, Default)]
pub struct RawRate {
    pub calls: Text,
    pub per: Text,
}

#[derive(Debug, Clone, Default)]
pub struct RawError {
    pub name: Text,
    pub code: Text,
    pub message: Text,
    pub aliases: Vec<Text>,
    pub sub_codes: Vec<Text>,
    pub class: Text,
    pub write_outcome: Text,
    pub doc: RawDoc,
    pub remedy_en: String,
    pub remedy_zh: String,
    pub deprecated: Option<RawDeprecated>,
}

/// `{since, why}`
#[derive(Debug, Clone, Default)]
pub struct RawDeprecated {
    pub since: Text,
    pub why: Text,
}

/// An operation file.
#[derive(Debug, Clone, Default)]
pub struct RawOperation {
    /// Folder of the file below the spec: its examples are in `examples` there.
    pub folder: String,
    pub operation: Text,
    pub search: Vec<Text>,
    pub request_type: Option<Text>,
    pub title: RawDoc,
    pub source_doc: Text,
    pub source_read: Text,
    pub http: Option<RawHttp>,
    pub auth: Option<Text>,
    pub envelope: Option<Text>,
    pub effect: Text,
    pub needs: Option<Text>,
    pub charge: Option<Text>,
    pub rate_limit: Option<RawRate>,
    pub request: Vec<RawField>,
    pub reply: RawReply,
    pub types: Vec<RawRecord>,
    pub enums: Vec<RawEnum>,
    pub grammars: Vec<RawGrammar>,
    pub rules: Vec<RawRule>,
    pub errors: Vec<Text>,
    pub examples: Vec<Text>,
    pub request_sample: Vec<(Text, Text)>,
    pub renames: Vec<RawRename>,
}

#[derive(Debug, Clone, Default)]
pub struct RawHttp {
    pub span: Span,
    pub method: Text,
    pub path: Text,
    pub body: Option<Text>,
}

#[derive(Debug, Clone, Default)]
pub struct RawReply {
    pub span: Span,
    /// `record` or `list_of`.
    pub data: Option<(Text, bool)>,
    pub data_span: Option<Span>,
    pub fields: Option<Vec<RawField>>,
    pub fields_span: Option<Span>,
    pub confirm: Vec<RawConfirm>,
}

#[derive(Debug, Clone, Default)]
pub struct RawConfirm {
    pub flag: Text,
    pub code: Option<Text>,
    pub message: Option<Text>,
}

#[derive(Debug, Clone, Default)]
pub struct RawRecord {
    pub name: Text,
    pub doc: RawDoc,
    pub fields: Vec<RawField>,
}

#[derive(Debug, Clone, Default)]
pub struct RawField {
    pub name: Text,
    pub ty: RawType,
    pub required: Option<Text>,
    pub presence: Option<Text>,
    pub default: Option<Text>,
    pub example: Option<Text>,
    pub unit: Option<Text>,
    pub pii: Option<Text>,
    pub secret: Option<Text>,
    pub max_chars: Option<Text>,
    pub documented_only: Option<Text>,
    pub selectable: Option<Text>,
    pub ident: Option<Text>,
    pub deprecated: Option<RawDeprecated>,
    pub doc: RawDoc,
}

impl RawField {
    /// The unit, when it is one.
    pub fn unit(&self) -> Option<Unit> {
        Unit::from_word(&self.unit.as_ref()?.value)
    }
}

/// How a type is written.
#[derive(Debug, Clone)]
pub enum RawType {
    /// A word.
    Word(Text),
    /// `{list: T, wrapper: w}`
    List { item: Text, wrapper: Option<Text> },
    /// `{csv: X}`
    Csv(Text),
    /// `{select: T}`
    Select(Text),
}

impl Default for RawType {
    fn default() -> Self {
        Self::Word(Text::default())
    }
}

impl RawType {
    /// The name inside.
    pub fn word(&self) -> &Text {
        match self {
            Self::Word(text) | Self::Csv(text) | Self::Select(text) | Self::List { item: text, .. } => text,
        }
    }
}

#[derive(Debug, Clone, Default)]
pub struct RawEnum {
    pub name: Text,
    pub doc: RawDoc,
    pub values: Vec<RawValue>,
}

#[derive(Debug, Clone, Default)]
pub struct RawValue {
    pub value: Text,
    pub name: Option<Text>,
    pub doc: RawDoc,
}

#[derive(Debug, Clone, Default)]
pub struct RawGrammar {
    pub name: Text,
    pub doc: RawDoc,
    pub separator: Text,
    pub assign: Text,
    pub entries: Vec<RawEntry>,
}

#[derive(Debug, Clone, Default)]
pub struct RawEntry {
    pub key: Text,
    pub shape: Text,
    pub id: Option<Text>,
    pub items: Option<Text>,
    pub colon: Option<Text>,
    pub values: Option<Text>,
    pub allowed: Option<Text>,
    pub doc: RawDoc,
}

#[derive(Debug, Clone, Default)]
pub struct RawRule {
    pub rule: Text,
    pub fields: Vec<Text>,
    pub error: Option<Text>,
    pub doc: RawDoc,
}

#[derive(Debug, Clone, Default)]
pub struct RawRename {
    pub owner: Option<Text>,
    pub from: Text,
    pub to: Text,
}

/// An example reply.
#[derive(Debug, Clone, Default)]
pub struct RawExample {
    /// Folder of the operations it may belong to.
    pub folder: String,
    /// File name.
    pub name: String,
    /// Its whole text.
    pub span: Span,
    /// False when the file cannot be read.
    pub known: bool,
}
