//! What an id is on the wire.
//!
//! The runtime holds a verbatim copy, written by `vvspec generate`, behind a faster way for the ids that are common.

/// Letters, digits and `-_.:`, and none of the words that stand for no value: `null` in quotes is what a careless server makes of an
/// absent one.
pub fn is_id(text: &str) -> bool {
    const NOTHING: [&str; 7] = ["null", "undefined", "none", "nan", "nil", "true", "false"];
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':'))
        && NOTHING.iter().all(|word| !text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::is_id;

    #[test]
    fn ids_are_letters_digits_and_four_marks() {
        for text in ["1", "12345678", "1234567890123456789", "-5", "a", "AAH-x_1.2:3", "0"] {
            assert!(is_id(text), "{text}");
        }
        for text in [
            "",
            "null",
            "NULL",
            "undefined",
            "None",
            "NaN",
            "nil",
            "Nil",
            "false",
            "TRUE",
            "1 2",
            "1,2",
            "a/b",
            "<b>",
            "{}",
            "1\u{200b}",
            "款",
        ] {
            assert!(!is_id(text), "{text:?}");
        }
    }
}
