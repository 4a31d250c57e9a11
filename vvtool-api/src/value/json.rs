//! JSON that travels as text.

use core::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{InvalidValue, Text};

/// JSON kept as text: the documents do not say what is inside, or say it only in an example.
///
/// # Example
///
/// ```
/// use vvtool_api::JsonText;
///
/// let json = JsonText::from(r#"{"points":[1,2]}"#);
/// let map: std::collections::BTreeMap<String, Vec<u8>> = json.decode()?;
/// assert_eq!(JsonText::encode(&map)?.as_str(), json.as_str());
/// # Ok::<(), vvtool_api::InvalidValue>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct JsonText(Text);

impl JsonText {
    /// The text as it came.
    ///
    /// [Example](Self#example)
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Read the text into a type of your own.
    ///
    /// [Example](Self#example)
    ///
    /// # Errors
    /// The text is not JSON or has another shape.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, InvalidValue> {
        serde_json::from_str(self.as_str()).map_err(|error| fault(&error))
    }

    /// Write a value of your own as JSON text.
    ///
    /// [Example](Self#example)
    ///
    /// # Errors
    /// The value cannot be written as JSON, for example a map whose keys are no strings.
    pub fn encode<T: Serialize>(value: &T) -> Result<Self, InvalidValue> {
        serde_json::to_string(value).map(Self::from).map_err(|error| fault(&error))
    }
}

/// Where and which kind only: serde_json's own message quotes the text, which may be personal.
fn fault(error: &serde_json::Error) -> InvalidValue {
    let what = match error.classify() {
        serde_json::error::Category::Data => "another shape than asked for",
        serde_json::error::Category::Eof => "the text ends too early",
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => "a syntax error",
    };
    InvalidValue::new("JSON text", format!("{what} at line {}, column {}", error.line(), error.column()))
}

impl From<&str> for JsonText {
    fn from(text: &str) -> Self {
        Self(Text::of(text))
    }
}

impl From<String> for JsonText {
    fn from(text: String) -> Self {
        Self(Text::from(text))
    }
}

impl AsRef<str> for JsonText {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Display for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

/// The length only: nobody knows what is inside.
impl fmt::Debug for JsonText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonText({} bytes)", self.as_str().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_into_a_type_and_never_quotes_the_text() {
        let json = JsonText::from(r#"{"a":[1,2]}"#);
        let map: std::collections::BTreeMap<String, Vec<u8>> = json.decode().unwrap();
        assert_eq!(map.get("a"), Some(&vec![1, 2]));
        assert_eq!(format!("{json:?}"), "JsonText(11 bytes)");

        let error = JsonText::from(r#""Zhang San""#).decode::<u8>().unwrap_err();
        assert_eq!(error.to_string(), "not a valid JSON text: another shape than asked for at line 1, column 11");
        assert_eq!(JsonText::encode(&[1, 2]).unwrap().as_str(), "[1,2]");
    }
}
