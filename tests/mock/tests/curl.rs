//! Every sample request of the documents, sent by a real curl.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;
#[path = "../../fixtures/skipped.rs"]
mod skipped;

use std::process::Command;

use common::{common, mock, sign};
use hmac::{Hmac, KeyInit, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use vvtool_codegen::model::api::{Body, Operation, Protocol, Service};
use vvtool_codegen::words::FileType;
use vvtool_mock::{Mock, Options};

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

/// What is printed for people is carried out: a form without a field is still one, and a file is of a kind that is taken.
#[test]
fn a_line_is_one_that_the_server_takes() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../own-spec/spec");
    let mock = Mock::start_with(spec, Options::default(), 0).unwrap();
    let (mut empty, mut files) = (0, 0);
    for service in &mock.api().services {
        for operation in &service.operations {
            let Some(line) = mock.curl(&format!("{}/{}", service.name.wire, operation.id)) else { continue };
            let has_body =
                [" -d ", " --data-urlencode ", " --form-string ", " -F "].iter().any(|flag| line.contains(flag));
            assert!(operation.body != Body::Form || has_body, "{line}");
            assert!(operation.body != Body::None || !has_body, "{line}");
            empty += usize::from(line.contains(" -d ''"));
            for (name, file) in line.split(" -F ").skip(1).filter_map(|rest| rest.split(' ').next()?.split_once("=@")) {
                let field = operation.request.iter().find(|field| field.name.wire == name).unwrap();
                let kinds = &field.bounds.accept;
                let ends = |kind: &FileType| kind.extensions().iter().any(|end| file.ends_with(&format!(".{end}")));
                assert!(kinds.is_empty() || kinds.iter().any(ends), "{line}");
                files += 1;
            }
        }
    }
    assert!(empty > 0 && files > 0, "{empty} {files}");
}

/// A server that signs the query as it comes finds the signature in the line.
#[test]
fn a_line_is_written_as_it_is_signed() {
    let options = Options { app_key: "k ~*+/β".to_owned(), ..Options::default() };
    let mock = Mock::start_with(concat!(env!("CARGO_MANIFEST_DIR"), "/../own-spec/spec"), options, 0).unwrap();
    let line = mock.curl("gazette/issues/look").unwrap();
    let (_, target) = line.split_once(&mock.url).unwrap();
    let (path, query) = target.trim_end_matches('\'').split_once('?').unwrap();
    let (mut pairs, sign): (Vec<_>, Vec<_>) = query.split('&').partition(|pair| !pair.starts_with("sign="));
    assert!(pairs.contains(&"app_key=k%20~%2A%2B%2F%CE%B2"), "{line}");
    pairs.sort_unstable();
    let text = pairs.join("&");
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(mock.options().app_secret.as_bytes()).unwrap();
    mac.update(format!("{path}{text}").as_bytes());
    let made: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(sign, [format!("sign={made}")], "{line}");
}
