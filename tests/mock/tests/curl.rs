//! Every sample request of the documents, sent by a real curl.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;
#[path = "../../fixtures/skipped.rs"]
mod skipped;

use std::process::Command;

use common::{common, mock, sign};
use serde_json::Value;
use vvtool_codegen::model::api::{Operation, Protocol, Service};
use vvtool_mock::Mock;

fn curl(arguments: &[String]) -> Value {
    let output = Command::new("curl")
        .args(["--silent", "--show-error", "--noproxy", "*", "--max-time", "30"])
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "curl: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stdout)))
}

/// The words of the documents' own sample, quotes around values included: curl takes them away.
fn envelope(mock: &Mock, operation: &Operation) -> Value {
    let path = &operation.http.as_ref().unwrap().path;
    let mut arguments = ["--location", "--request", "POST"].map(str::to_owned).to_vec();
    arguments.push(format!("{}{path}", mock.url));
    arguments.extend(["--header".to_owned(), format!("Authorization: Bearer {}", mock.token())]);
    for (name, value) in &operation.request_sample {
        arguments.extend(["--form".to_owned(), format!("{name}=\"{value}\"")]);
    }
    curl(&arguments)
}

fn top(mock: &Mock, operation: &Operation) -> Value {
    let mut params = common(mock, &operation.id, "hmac");
    params.extend(operation.request_sample.iter().cloned());
    let mut arguments = ["--request", "POST"].map(str::to_owned).to_vec();
    arguments.push(mock.top_url());
    for (name, value) in sign(mock, params) {
        arguments.extend(["--data-urlencode".to_owned(), format!("{name}={value}")]);
    }
    curl(&arguments)
}

fn is_success(service: &Service, operation: &Operation, reply: &Value) -> bool {
    match service.protocol {
        Protocol::Envelope => service.success_code.as_deref() == Some(&reply["code"].to_string()),
        Protocol::Top => {
            let root = operation.id.trim_start_matches("taobao.").replace('.', "_") + "_response";
            reply[root].is_object()
        }
    }
}

#[test]
fn curl_gets_every_documented_sample_through() {
    if Command::new("curl").arg("--version").output().is_err() {
        skipped::skipped("curl");
        return;
    }
    let mock = mock();
    let mut replayed = Vec::new();
    for service in &mock.api().services {
        for operation in service.operations.iter().filter(|operation| !operation.request_sample.is_empty()) {
            let reply = match service.protocol {
                Protocol::Envelope => envelope(&mock, operation),
                Protocol::Top => top(&mock, operation),
            };
            let seen = mock.last_request().unwrap();
            assert!(is_success(service, operation, &reply), "{}: {:?} {reply}", operation.id, seen.refused);
            for (name, value) in &operation.request_sample {
                assert_eq!(seen.field(name), Some(value.as_str()), "{} {name}", operation.id);
            }
            replayed.push(operation.id.clone());
        }
    }
    // The token endpoint has no document and so no sample; a page that was imported may have none either.
    assert!(replayed.len() >= 4, "only {replayed:?} were replayed");
}
