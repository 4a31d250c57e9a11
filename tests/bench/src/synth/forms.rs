//! The same reply in other forms. Made of the text, so that nothing else about it changes, not even the order of its keys.

/// One piece of compact JSON: a mark of punctuation, or a scalar as it stands.
fn tokens(json: &str) -> impl Iterator<Item = &str> {
    let mut rest = json;
    core::iter::from_fn(move || {
        let length = match rest.as_bytes().first()? {
            b'"' => {
                let mut escaped = false;
                let closing = rest.bytes().skip(1).position(|byte| {
                    let closes = byte == b'"' && !escaped;
                    escaped = byte == b'\\' && !escaped;
                    closes
                });
                closing.map_or(rest.len(), |at| at + 2)
            }
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            _ => rest.find([',', ']', '}']).unwrap_or(rest.len()),
        };
        let (token, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(token)
    })
}

/// The reply of a gateway that names what it does not have: every second value of each record is null.
pub fn half_null(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    // Values that the open objects have had.
    let mut open = Vec::new();
    let mut after_colon = false;
    for token in tokens(json) {
        let mut written = token;
        match token {
            "{" => open.push(0),
            "}" => {
                open.pop();
            }
            // The envelope stays.
            "[" | "]" | "," | ":" => {}
            _ if after_colon && open.len() > 1 => {
                if let Some(values) = open.last_mut() {
                    *values += 1;
                    if *values % 2 == 0 {
                        written = "null";
                    }
                }
            }
            _ => {}
        }
        after_colon = token == ":";
        out.push_str(written);
    }
    out
}

/// One line with a blank after each comma and each colon, as Python writes it.
pub fn spaced(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    for token in tokens(json) {
        out.push_str(token);
        if matches!(token, "," | ":") {
            out.push(' ');
        }
    }
    out
}

/// Each value on a line of its own, four blanks a level, as PHP writes it.
pub fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut level = 0_usize;
    let line = |out: &mut String, level: usize| {
        out.push('\n');
        out.push_str(&"    ".repeat(level));
    };
    for token in tokens(json) {
        match token {
            "{" | "[" => {
                level += 1;
                out.push_str(token);
                line(&mut out, level);
            }
            "}" | "]" => {
                level = level.saturating_sub(1);
                line(&mut out, level);
                out.push_str(token);
            }
            "," => {
                out.push(',');
                line(&mut out, level);
            }
            ":" => out.push_str(": "),
            _ => out.push_str(token),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_of_a_small_reply() {
        let json = r#"{"code":0,"data":{"a":"x,\":]","b":-1.5,"c":{"list":[{"d":true,"e":1},"k"]},"f":null}}"#;
        assert_eq!(tokens(json).collect::<String>(), json);
        assert_eq!(
            half_null(json),
            r#"{"code":0,"data":{"a":"x,\":]","b":null,"c":{"list":[{"d":true,"e":null},"k"]},"f":null}}"#
        );
        assert_eq!(spaced(r#"{"a":[1,"b,c:"],"d":{}}"#), r#"{"a": [1, "b,c:"], "d": {}}"#);
        assert_eq!(
            pretty(r#"{"a":[1,2],"b":"c"}"#),
            "{\n    \"a\": [\n        1,\n        2\n    ],\n    \"b\": \"c\"\n}"
        );
    }
}
