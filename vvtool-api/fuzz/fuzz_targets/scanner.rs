//! Whatever serde_json accepts, the scanner accepts; where it alone accepts, one of the two documented leniencies is at work.
#![no_main]

use libfuzzer_sys::fuzz_target;
use vvtool_api::rt::v1::check_syntax;

fuzz_target!(|text: &str| {
    let strict = serde_json::from_str::<serde::de::IgnoredAny>(text);
    match (check_syntax(text), strict) {
        (Err((offset, what)), Ok(_)) => panic!("refused valid JSON: {what} at {offset}"),
        (Ok(()), Err(error)) => {
            let lenient = text.bytes().any(|byte| byte < b' ') || text.to_lowercase().contains("\\ud");
            assert!(lenient, "accepted what serde_json refuses: {error}");
        }
        _ => {}
    }
});
