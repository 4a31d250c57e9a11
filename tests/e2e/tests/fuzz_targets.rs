//! The fuzz targets, which another toolchain builds before a release: they compile and run on what they begin with, at every change.
#![allow(clippy::panic, clippy::unwrap_used, unreachable_pub, unused_attributes, unused_imports)] // they are programs of their own

// The name under which they ask for their macro.
extern crate self as libfuzzer_sys;

/// The same as a function.
#[macro_export]
macro_rules! fuzz_target {
    (|$body:ident: &$kind:ty| $work:block) => {
        pub fn take($body: &$kind) $work
    };
}

#[path = "../../../vvtool-api/fuzz/fuzz_targets/reply.rs"]
mod reply;
#[path = "../../../vvtool-api/fuzz/fuzz_targets/scanner.rs"]
mod scanner;

#[test]
fn they_take_what_a_platform_may_say() {
    let node = r#"{"id":"1","text":"张三","num":7,"fee":"1.50","flag":"true","at":"2026-11-29 11:00:00","json":"{}","ids":"1,2"}"#;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    for body in [
        String::new(),
        node.to_owned(),
        format!(r#"{{"code":0,"msg":"成功","data":{node}}}"#),
        format!(r#"{{"code":0,"data":[{{"inner":{{"nodes":{{"node":[{node},{node}]}}}}}}]}}"#),
        format!(r#"{{"node_get_response":{node},"request_id":"r"}}"#),
        r#"{"error_response":{"code":15,"msg":"Remote service error","sub_code":"isv.x"}}"#.to_owned(),
        r#"{"code":1010,"msg":"超频","data":null}"#.to_owned(),
        deep,
    ] {
        reply::take(body.as_bytes());
        scanner::take(&body);
        reply::take(body.get(..body.len() / 2).unwrap_or_default().as_bytes());
    }
}
