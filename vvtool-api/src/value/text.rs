//! Text, stored in place when it is short.

use core::borrow::Borrow;
use core::convert::Infallible;
use core::fmt;
use core::mem::{ManuallyDrop, take};
use core::ops::Deref;
use core::str::FromStr;
use std::borrow::Cow;

use compact_str::{CompactString, ToCompactString};

use super::Word;

/// Text of a field. Up to 24 bytes need no allocation, and nine of ten values of a trade are that short.
///
/// Made from any kind of text, and compared with it from both sides:
///
/// ```
/// use std::borrow::Cow;
/// use vvtool_api::Text;
///
/// let code = Text::from(Cow::Borrowed("YTO"));
/// assert_eq!("YTO".parse::<Text>()?, code);
/// assert!(code == "YTO" && "YTO" == code && String::from("YTO") == code);
/// assert_eq!(String::from(code), "YTO");
/// # Ok::<(), std::convert::Infallible>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(ManuallyDrop<CompactString>);

impl Text {
    /// As a string slice.
    ///
    /// ```
    /// assert_eq!(vvtool_api::Text::from("YTO").as_str(), "YTO");
    /// ```
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The same as `from`, compiled into the decoder, which makes most of them.
    #[doc(hidden)]
    #[inline]
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::stored(CompactString::new(text))
    }

    pub(crate) fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Without its last character.
    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    /// From anything that can be displayed.
    pub(crate) fn display(value: impl fmt::Display) -> Self {
        Self::stored(value.to_compact_string())
    }

    #[inline]
    fn stored(text: CompactString) -> Self {
        Self(ManuallyDrop::new(text))
    }
}

impl Drop for Text {
    #[inline]
    fn drop(&mut self) {
        if self.0.is_heap_allocated() {
            release(&mut self.0);
        }
    }
}

/// What is left is text in place, which owns nothing.
///
/// Of a function of C the compiler knows that no panic leaves it. Else it would compile of each record once more how its other texts are
/// dropped when one of them panics: that was half of what a record of a hundred texts took.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)]
extern "C" fn release(text: &mut CompactString) {
    drop(take(text));
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self.as_str()
    }
}

impl From<&str> for Text {
    // How text is stored need not be compiled again in every program that gives some.
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self::of(text)
    }
}

impl From<String> for Text {
    #[inline(never)]
    fn from(text: String) -> Self {
        Self::stored(CompactString::from(text))
    }
}

impl From<Cow<'_, str>> for Text {
    fn from(text: Cow<'_, str>) -> Self {
        match text {
            Cow::Borrowed(text) => Self::from(text),
            Cow::Owned(text) => Self::from(text),
        }
    }
}

/// Never fails.
impl FromStr for Text {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text))
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        Self::from(text.as_str())
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(mut text: Text) -> Self {
        take(&mut *text.0).into_string()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_str() == *other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        self.as_str() == other.as_str()
    }
}

impl PartialEq<Text> for str {
    fn eq(&self, other: &Text) -> bool {
        self == other.as_str()
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        *self == other.as_str()
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        self.as_str() == other.as_str()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Word for Text {
    const IS_TEXT: bool = true;
    fn from_word(text: &str) -> Self {
        Self::of(text)
    }
    fn word(&self) -> &str {
        self.as_str()
    }
}
