//! Replies of a size that nobody expects: long texts, long keys, many keys, many rows, long numbers, deep nesting. A result or an error,
//! never a panic; and what is shown of either stays short.

use vvtool_api::rt::v1::ReplyData;
use vvtool_api::testing::Scripted;
use vvtool_api::{DocumentedError, Error, Reply, top, vvtool};

use crate::table::{look, read, write};

/// Longer is no line of a log.
const LINE: usize = 2_000;

/// What a result shows of itself.
fn check<T: core::fmt::Debug + ReplyData, K: DocumentedError>(
    what: &str,
    result: Result<Reply<T>, Error<K>>,
    length: usize,
) -> bool {
    let (notes, is_ok) = match &result {
        Ok(reply) => (reply.deviations(), true),
        Err(error) => {
            let line = error.to_string();
            assert!(line.chars().count() < LINE, "{what}: a line of {} characters", line.chars().count());
            let debug = format!("{error:?}");
            assert!(debug.len() < 4 * LINE, "{what}: Debug of {} bytes", debug.len());
            assert_eq!(error.body().map(bytes_of), Some(length), "{what}: the error keeps the reply");
            (error.deviations(), false)
        }
    };
    for note in notes {
        assert!(note.to_string().len() < LINE && format!("{note:?}").len() < 2 * LINE, "{what}: a deviation");
    }
    is_ok
}

fn bytes_of(body: &vvtool_api::bytes::Bytes) -> usize {
    body.len()
}

/// Values of every odd size.
fn values() -> Vec<(String, String)> {
    let many = |piece: &dyn Fn(usize) -> String| (0..100_000).map(piece).collect::<Vec<_>>().join(",");
    vec![
        ("a text of 1 MB".to_owned(), format!("\"{}\"", "字".repeat(350_000))),
        ("a text of escapes".to_owned(), format!("\"{}\"", "\\u5b57\\n".repeat(120_000))),
        ("a key of 1 MB".to_owned(), format!("{{\"{}\":1}}", "k".repeat(1_000_000))),
        ("100 000 keys".to_owned(), format!("{{{}}}", many(&|n| format!("\"k{n}\":{n}")))),
        ("one key 100 000 times".to_owned(), format!("{{{}}}", many(&|_| "\"tid\":1".to_owned()))),
        ("100 000 rows".to_owned(), format!("[{}]", many(&|n| format!("{{\"oid\":{n}}}")))),
        ("100 000 rows with unknown keys".to_owned(), format!("[{}]", many(&|n| format!("{{\"k{n}\":1}}")))),
        ("100 000 numbered rows".to_owned(), format!("{{{}}}", many(&|n| format!("\"{n}\":{{\"oid\":1}}")))),
        ("10 000 digits".to_owned(), "9".repeat(10_000)),
        ("10 000 digits behind the point".to_owned(), format!("0.{}", "1".repeat(10_000))),
        ("an exponent of 10 000 digits".to_owned(), format!("1e{}", "9".repeat(10_000))),
        ("10 000 digits in a text".to_owned(), format!("\"{}\"", "9".repeat(10_000))),
        ("10 000 lists".to_owned(), "[".repeat(10_000) + &"]".repeat(10_000)),
        ("10 000 objects".to_owned(), "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000)),
        ("10 000 known objects".to_owned(), "{\"orders\":".repeat(10_000) + "1" + &"}".repeat(10_000)),
        ("10 000 lists that nobody closes".to_owned(), "[".repeat(10_000)),
        (
            "JSON in texts in texts".to_owned(),
            (0..12).fold("1".to_owned(), |inner, _| serde_json::Value::from(format!("{{\"a\":{inner}}}")).to_string()),
        ),
    ]
}

#[test]
fn replies_of_any_size_are_read_or_refused_and_shown_in_few_words() {
    let script = Scripted::new();
    let vvtool = vvtool_e2e::one_request!(vvtool::Client::builder()).token("synthetic-token");
    let vvtool = vvtool.max_body(usize::MAX).exchange(script.clone()).build().unwrap();
    let top =
        vvtool_e2e::one_request!(top::Client::builder("12345678", "synthetic-secret")).session("synthetic-session");
    let top = top.max_body(usize::MAX).exchange(script.clone()).build().unwrap();
    let wait = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (mut read_ok, mut all) = (0, 0);
    for (name, value) in values() {
        for (place, body) in [
            ("the reply", value.clone()),
            ("the code", format!(r#"{{"code":{value},"msg":"x","data":null}}"#)),
            ("the message", format!(r#"{{"code":614,"msg":{value},"sub_msg":{value}}}"#)),
            ("beside the data", format!(r#"{{"code":0,"msg":"","data":{{"tid":"1"}},"more":{value}}}"#)),
            ("the data", format!(r#"{{"code":0,"msg":"","data":{value}}}"#)),
            (
                "a known field",
                format!(
                    r#"{{"code":0,"msg":"","data":{{"tid":"1","payment":{value},"orders":{value},"status":{value}}}}}"#
                ),
            ),
            ("an unknown field", format!(r#"{{"code":0,"msg":"","data":{{"tid":"1","more":{value}}}}}"#)),
            ("an id", format!(r#"{{"code":0,"msg":"","data":{{"tid":{value}}}}}"#)),
            ("behind the reply", format!(r#"{{"code":0,"msg":"","data":{{"tid":"1"}}}}{value}"#)),
        ] {
            let what = format!("{name} as {place}");
            script.json(body.clone());
            read_ok += usize::from(check(&what, wait.block_on(read().send(&vvtool)), body.len()));
            script.json(body.clone());
            check(&what, wait.block_on(write().send(&vvtool)), body.len());
            all += 1;
        }
        for (place, body) in [
            ("the reply of TOP", format!(r#"{{"trade_get_response":{value}}}"#)),
            ("the error of TOP", format!(r#"{{"error_response":{value}}}"#)),
            ("the trade", format!(r#"{{"trade_get_response":{{"trade":{value}}}}}"#)),
            (
                "a field of the trade",
                format!(r#"{{"trade_get_response":{{"trade":{{"tid":1,"orders":{value},"title":{value}}}}}}}"#),
            ),
            ("the sub code", format!(r#"{{"error_response":{{"code":15,"sub_code":{value},"sub_msg":{value}}}}}"#)),
        ] {
            script.json(body.clone());
            check(&format!("{name} as {place}"), wait.block_on(look().send(&top)), body.len());
            all += 1;
        }
    }
    assert!(all > 200 && read_ok > 40, "{read_ok} of {all}");
}
