//! Small text grammars: one parameter that holds `key=value` entries, some of them per id (`key=id:a,b|id:c`).

use core::fmt;

use super::{InvalidValue, Text};

/// How the entries of a grammar are joined.
#[derive(Debug)]
#[non_exhaustive]
pub struct Grammar {
    /// Name of the Rust type, for errors.
    pub name: &'static str,
    /// Between entries.
    pub separator: &'static str,
    /// Between key and value.
    pub assign: &'static str,
    /// The documented keys.
    pub entries: &'static [GrammarEntry],
}

impl Grammar {
    /// A grammar (const, one expression of generated code).
    #[must_use]
    pub const fn new(
        name: &'static str,
        separator: &'static str,
        assign: &'static str,
        entries: &'static [GrammarEntry],
    ) -> Self {
        Self { name, separator, assign, entries }
    }
}

/// One key of a [`Grammar`].
#[derive(Debug)]
#[non_exhaustive]
pub struct GrammarEntry {
    /// The key on the wire.
    pub key: &'static str,
    /// Delimiters inside the value; `None` for a plain value.
    pub(crate) per_id: Option<PerId>,
}

impl GrammarEntry {
    /// A key with a plain value.
    #[must_use]
    pub const fn new(key: &'static str) -> Self {
        Self { key, per_id: None }
    }

    /// Its values belong to ids: what stands between ids, between an id and its values, between values.
    pub const fn per_id(mut self, items: &'static str, colon: &'static str, values: &'static str) -> Self {
        self.per_id = Some(PerId { items, colon, values });
        self
    }
}

/// The delimiters of `id:value,value|id:value`.
#[derive(Debug)]
pub(crate) struct PerId {
    /// Between ids.
    items: &'static str,
    /// Between an id and its values.
    colon: &'static str,
    /// Between the values of an id.
    values: &'static str,
}

/// The text of a grammar while it is built.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct GrammarText(Text);

impl GrammarText {
    /// Take a text as it is; only for what came from the wire or from a store.
    #[must_use]
    pub fn from_wire(text: &str) -> Self {
        Self(Text::from(text))
    }

    /// The text on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Add values for an id. The key given again is one entry still; the id given again gets the values after those it has.
    ///
    /// # Errors
    /// The id or a value is blank, or holds white space or one of the grammar's delimiters.
    pub fn per_id<V: AsRef<str>>(
        self,
        grammar: &Grammar,
        entry: usize,
        id: &str,
        values: impl IntoIterator<Item = V>,
    ) -> Result<Self, InvalidValue> {
        let Some(GrammarEntry { key, per_id: Some(marks) }) = grammar.entries.get(entry) else {
            return Err(no_entry(grammar));
        };
        check(grammar, key, "the id", id)?;
        let mut added = String::new();
        for value in values {
            check(grammar, key, "a value", value.as_ref())?;
            if !added.is_empty() {
                added.push_str(marks.values);
            }
            added.push_str(value.as_ref());
        }
        if added.is_empty() {
            return Err(InvalidValue::new(grammar.name, format!("{key} needs at least one value for an id")));
        }
        let before = self.value_of(grammar, entry);
        let mut items: Vec<String> =
            before.iter().flat_map(|text| text.split(marks.items)).map(str::to_owned).collect();
        let same = items.iter_mut().find(|item| item.split_once(marks.colon).is_some_and(|(known, _)| known == id));
        match same {
            Some(item) => {
                item.push_str(marks.values);
                item.push_str(&added);
            }
            None => items.push(format!("{id}{}{added}", marks.colon)),
        }
        Ok(self.with(grammar, key, &items.join(marks.items)))
    }

    /// Set a plain value; the key given again takes the new value.
    ///
    /// # Errors
    /// The value is blank, or holds white space or one of the grammar's delimiters.
    pub fn value(self, grammar: &Grammar, entry: usize, value: &str) -> Result<Self, InvalidValue> {
        let Some(GrammarEntry { key, .. }) = grammar.entries.get(entry) else {
            return Err(no_entry(grammar));
        };
        check(grammar, key, "the value", value)?;
        Ok(self.with(grammar, key, value))
    }

    /// The text of one key, as it stands.
    #[must_use]
    pub fn value_of(&self, grammar: &Grammar, entry: usize) -> Option<&str> {
        let key = grammar.entries.get(entry)?.key;
        self.entries(grammar).find(|(known, _)| *known == key).map(|(_, value)| value)
    }

    /// The values of one id under a key; empty when there are none.
    #[must_use]
    pub fn values(&self, grammar: &Grammar, entry: usize, id: &str) -> Vec<&str> {
        let Some(marks) = grammar.entries.get(entry).and_then(|entry| entry.per_id.as_ref()) else {
            return Vec::new();
        };
        let items = self.value_of(grammar, entry).into_iter().flat_map(|text| text.split(marks.items));
        items
            .filter_map(|item| item.split_once(marks.colon))
            .filter(|(known, _)| *known == id)
            .flat_map(|(_, values)| values.split(marks.values))
            .collect()
    }

    /// Every entry as key and value, in the order of the text.
    pub fn entries<'a>(&'a self, grammar: &Grammar) -> impl Iterator<Item = (&'a str, &'a str)> {
        let assign = grammar.assign;
        self.0
            .as_str()
            .split(grammar.separator)
            .filter(|entry| !entry.is_empty())
            .map(move |entry| entry.split_once(assign).unwrap_or((entry, "")))
    }

    /// The same text with one key set; a new key goes last.
    fn with(&self, grammar: &Grammar, key: &str, value: &str) -> Self {
        let mut text = String::new();
        let mut found = false;
        let mut put = |key: &str, value: &str| {
            if !text.is_empty() {
                text.push_str(grammar.separator);
            }
            text.extend([key, grammar.assign, value]);
        };
        for (known, old) in self.entries(grammar) {
            if known == key {
                if !found {
                    put(key, value);
                }
                found = true;
            } else {
                put(known, old);
            }
        }
        if !found {
            put(key, value);
        }
        Self(Text::from(text))
    }
}

fn no_entry(grammar: &Grammar) -> InvalidValue {
    InvalidValue::new(grammar.name, "there is no such entry")
}

/// A delimiter inside a value would silently become structure: the gateway would read other ids or other keys.
fn check(grammar: &Grammar, key: &str, what: &str, text: &str) -> Result<(), InvalidValue> {
    let fault = |why: String| Err(InvalidValue::new(grammar.name, format!("{what} of {key} {why}")));
    if text.trim().is_empty() {
        return fault("is blank".to_owned());
    }
    if let Some(bad) = text.chars().find(|c| c.is_whitespace() || c.is_control()) {
        return fault(format!("holds white space or a control character, {bad:?}"));
    }
    let marks = grammar
        .entries
        .iter()
        .filter_map(|entry| entry.per_id.as_ref())
        .flat_map(|marks| [marks.items, marks.colon, marks.values]);
    match [grammar.separator, grammar.assign]
        .into_iter()
        .chain(marks)
        .find(|mark| !mark.is_empty() && text.contains(mark))
    {
        Some(mark) => fault(format!("holds {mark:?}, which is a delimiter here")),
        None => Ok(()),
    }
}

/// The length only: machine codes lead to their buyers.
impl fmt::Debug for GrammarText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{} bytes>", self.as_str().len())
    }
}

/// Conversions, redacted `Debug`, `Word` and serde of a grammar type.
#[macro_export]
#[doc(hidden)]
macro_rules! __vv_grammar {
    ($name:ident) => {
        impl $name {
            /// The text on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(f, ::core::concat!(::core::stringify!($name), "({:?})"), self.0)
            }
        }
        impl $crate::rt::v1::Word for $name {
            fn from_word(text: &str) -> Self {
                Self($crate::rt::v1::GrammarText::from_wire(text))
            }
            fn word(&self) -> &str {
                self.0.as_str()
            }
        }
        $crate::__vv_word_serde!($name);
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    static FEATURE: Grammar = Grammar::new(
        "Feature",
        ";",
        "=",
        &[
            GrammarEntry::new("identCode").per_id("|", ":", ","),
            GrammarEntry::new("machineCode").per_id("|", ":", ","),
            GrammarEntry::new("retailStoreId"),
        ],
    );

    #[test]
    fn the_same_key_and_the_same_id_are_merged() {
        let text = GrammarText::default()
            .per_id(&FEATURE, 0, "1", ["a", "b"])
            .and_then(|text| text.value(&FEATURE, 2, "77"))
            .and_then(|text| text.per_id(&FEATURE, 0, "2", ["c"]))
            .and_then(|text| text.per_id(&FEATURE, 1, "1", ["m"]))
            .and_then(|text| text.per_id(&FEATURE, 0, "1", ["d"]))
            .and_then(|text| text.value(&FEATURE, 2, "78"))
            .unwrap();
        assert_eq!(text.as_str(), "identCode=1:a,b,d|2:c;retailStoreId=78;machineCode=1:m");
        assert_eq!(text.values(&FEATURE, 0, "1"), ["a", "b", "d"]);
        assert_eq!(text.values(&FEATURE, 0, "9"), [""; 0]);
        assert_eq!(text.value_of(&FEATURE, 2), Some("78"));
        assert_eq!(text.entries(&FEATURE).count(), 3);
    }

    #[test]
    fn delimiters_and_blanks_are_refused_by_name() {
        let cases: &[(&str, &str, &str)] = &[
            ("1", "a,b", "not a valid Feature: a value of identCode holds \",\", which is a delimiter here"),
            (
                "1",
                "a;retailStoreId=9",
                "not a valid Feature: a value of identCode holds \";\", which is a delimiter here",
            ),
            ("1", "a=b", "not a valid Feature: a value of identCode holds \"=\", which is a delimiter here"),
            ("1|2", "a", "not a valid Feature: the id of identCode holds \"|\", which is a delimiter here"),
            ("1:2", "a", "not a valid Feature: the id of identCode holds \":\", which is a delimiter here"),
            ("1", "a b", "not a valid Feature: a value of identCode holds white space or a control character, ' '"),
            ("1", "a\n", "not a valid Feature: a value of identCode holds white space or a control character, '\\n'"),
            ("1", "  ", "not a valid Feature: a value of identCode is blank"),
            ("", "a", "not a valid Feature: the id of identCode is blank"),
        ];
        for (id, value, message) in cases {
            let error = GrammarText::default().per_id(&FEATURE, 0, id, [value]).unwrap_err();
            assert_eq!(error.to_string(), *message);
        }
        let none = GrammarText::default().per_id(&FEATURE, 0, "1", [""; 0]).unwrap_err();
        assert_eq!(none.to_string(), "not a valid Feature: identCode needs at least one value for an id");
        assert!(
            GrammarText::default().value(&FEATURE, 2, "a:b").is_err(),
            "a delimiter of another entry is refused too"
        );
        assert!(GrammarText::default().value(&FEATURE, 9, "a").is_err());
    }
}
