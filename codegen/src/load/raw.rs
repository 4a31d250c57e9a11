//! What the files say, file by file, before anything is resolved. Every value keeps its place.

pub use super::format::*;
pub use super::format_state::*;
pub use super::piece::*;
use crate::source::Span;
use crate::words::{DataShape, Unit};

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
    /// What the document says otherwise than before, and the spec does not say yet. An entry of docs.lock has one without `what`: its
    /// own words say all.
    pub changes: Vec<RawReviewChange>,
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
    /// state.yaml, when there is one that can be read.
    pub state: Option<RawState>,
    /// state.yaml, when there is one.
    pub state_span: Option<Span>,
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

impl RawField {
    /// The unit, when it is one.
    pub fn unit(&self) -> Option<Unit> {
        Unit::from_word(&self.unit.as_ref()?.value)
    }
}

impl RawId {
    /// It names the shop that a call is for.
    pub fn is_tenant(&self) -> bool {
        self.tenant.as_ref().is_some_and(|tenant| tenant.value == "true")
    }
}

impl RawHead {
    /// The fields around the data.
    pub fn envelope(&self) -> &[RawField] {
        self.envelope.as_ref().map_or(&[], |fields| &fields.value)
    }
}

impl RawReply {
    /// The fields of the record that has no name of its own: those below the root key, or the one that the data is.
    pub fn fields(&self) -> Option<&[RawField]> {
        let made = || self.data.as_ref()?.value.made.as_ref();
        self.fields.as_ref().map(|fields| &fields.value).or_else(made).map(Vec::as_slice)
    }

    /// The record that the data is.
    pub fn record(&self) -> Option<&Text> {
        let map = &self.data.as_ref().filter(|data| data.value.made.is_none())?.value.map;
        map.record.as_ref().or(map.list_of.as_ref())
    }

    /// What the data is, or holds many of.
    pub fn held(&self) -> Option<&Text> {
        let map = &self.data.as_ref()?.value.map;
        map.record.as_ref().or(map.list_of.as_ref()).or(map.map_of.as_ref())
    }

    /// What the data is.
    pub fn shape(&self) -> DataShape {
        self.data.as_ref().map_or(DataShape::Object, |data| data.value.shape())
    }
}

impl RawShape {
    /// Wire name of the list or the map that the data is.
    pub(crate) const ITEMS: &str = "items";
    /// Wire name of the value that the data is.
    pub(crate) const VALUE: &str = "value";

    /// The data holds one record, and an array around it.
    pub fn is_list_of_one(&self) -> bool {
        self.map.exactly.is_some()
    }

    /// Of what kind it is.
    pub fn shape(&self) -> DataShape {
        let RawData { record, list_of, map_of, scalar, .. } = &self.map;
        match (record, list_of, map_of, scalar) {
            _ if self.is_list_of_one() => DataShape::ListOfOne,
            (Some(_), ..) => DataShape::Object,
            (_, Some(_), ..) => DataShape::List,
            (_, _, Some(_), _) => DataShape::Map,
            (.., Some(_)) => DataShape::Value,
            _ if self.made.is_some() => DataShape::Nothing,
            _ => DataShape::Object,
        }
    }
}
