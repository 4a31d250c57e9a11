//! What a table of the format says: the words in which [`super::format`] is written.

/// A kind of map.
#[derive(Debug)]
pub(super) struct Table {
    /// Name in `schema.json` and in messages.
    pub name: &'static str,
    /// What it describes.
    pub doc: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
    /// Exactly one of these keys is given; empty when there is no such choice.
    pub one_of: &'static [&'static str],
}

/// A key of a map.
#[derive(Debug)]
pub(super) struct Key {
    /// Its spelling.
    pub name: &'static str,
    /// What it takes.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// One line for people and editors.
    pub doc: &'static str,
}

/// Whether a key must be there.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Always.
    Must,
    /// As one likes.
    May,
    /// Together with another key, and never without it.
    With(&'static str),
    /// Only beside another key.
    Only(&'static str),
}

/// What a key takes.
#[derive(Debug)]
pub(super) enum Shape {
    /// One line of text, verbatim from a document.
    Line,
    /// The name of a documented error.
    ErrorName,
    /// An English line of at most 160 characters.
    English,
    /// A Chinese term.
    Chinese,
    /// Any value, also an empty one.
    Value,
    /// `UpperCamel`.
    TypeName,
    /// The name of a type: a record, an enum, an id or a built-in word.
    AnyType,
    /// `snake_case`.
    Ident,
    /// `2026-11-21`.
    Date,
    /// A whole number above zero, of 32 bits.
    Count,
    /// `true` or `false`.
    Bool,
    /// One of a list of words.
    Word(&'static [&'static str]),
    /// A map.
    Map(&'static Table),
    /// A map whose keys are names of one's own, each to a map.
    Each(&'static Table),
    /// A map, or a list of them.
    Several(&'static Table),
    /// A list.
    List(&'static Shape),
    /// A type: a word, or one of the maps of [`super::format::RawTypeMap`].
    Type,
    /// What the data of a reply is: `none`, or the map [`super::format::RawData`].
    Data,
    /// A field that a read is asked with: a name, or the map [`super::format::RawPassMap`].
    Pass,
    /// What a call costs: a word, or the map [`super::format::RawPrice`].
    Priced,
    /// An open decision: a word, or the map [`super::format::RawReviewChange`].
    Review,
}

/// The key that names a service in its files.
pub(super) const SERVICE_NAME: Key = Key {
    name: "service",
    shape: Shape::Ident,
    need: Need::Must,
    doc: "Name of the service, which is the name of its folder",
};
