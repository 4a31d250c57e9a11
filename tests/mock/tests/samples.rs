//! The calls that the documentation pages show: each is made as it stands there, but for the host, and is carried out.
#![cfg(feature = "console")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod common;
#[path = "../../fixtures/skipped.rs"]
mod skipped;

use std::process::{Command, Output};

use common::SPEC;
use vvtool_codegen::docs::{Asked, one};
use vvtool_codegen::model::api::Api;
use vvtool_mock::{Mock, Options};

const OWN_SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../own-spec/spec");

/// What a page shows under a tab: the operation and the text, as people copy it.
fn samples(api: &Api, tab: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for service in &api.services {
        let asked = Asked { chinese: false, service: Some(&service.name.wire), history: &[] };
        let page = one(api, &asked).expect("a page");
        let start = format!("/sample-{tab}\"");
        for (before, after) in page.match_indices(&start).map(|(at, _)| page.split_at(at)) {
            let address = before.rsplit("<pre role=\"tabpanel\" tabindex=\"0\" id=\"").next().unwrap();
            let text = after.split_once('>').unwrap().1.split("</pre>").next().unwrap();
            if !before.ends_with(&format!("id=\"{address}")) || !after.starts_with(&format!("{start} aria-labelledby"))
            {
                continue;
            }
            let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
            let text = plain.iter().fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain));
            found.push((address.to_owned(), text));
        }
    }
    found
}

/// Every sample of a spec, run by `program` with the text as its last argument.
fn run(spec: &str, tab: &str, program: &[&str], least: usize) {
    let (api, _) = vvtool_codegen::read(spec.as_ref()).unwrap();
    // The account that the documents have in their samples.
    let (account, access_key) = ("example-account".to_owned(), "example-secret".to_owned());
    let options = Options { account, access_key, ..Options::default() };
    let mock = Mock::start_with(spec, options.clone(), 0).unwrap();
    let hosts: Vec<&str> =
        api.services.iter().flat_map(|service| &service.hosts).map(|host| host.url.trim_end_matches('/')).collect();
    let (mut done, mut wrong) = (0, Vec::new());
    for (address, text) in samples(&api, tab) {
        // What is only explained, and what the server has no answer for.
        if text.lines().all(|line| line.starts_with('#')) || !answered(&api, &address) {
            continue;
        }
        let host = hosts.iter().find(|host| text.contains(**host)).unwrap_or_else(|| panic!("{address}: {text}"));
        // What a host has of a path stays.
        let (scheme, rest) = host.split_once("://").unwrap();
        let origin = format!("{scheme}://{}", rest.split('/').next().unwrap());
        let text = text.replace(&origin, &mock.url);
        // Files that a sample sends.
        let folder = std::env::temp_dir().join(format!("vvtool-samples-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for name in text.split('@').skip(1).filter_map(|rest| rest.split(['\'', ';', '"']).next()) {
            std::fs::write(folder.join(name.rsplit('/').next().unwrap()), "x").unwrap();
        }
        let Output { status, stdout, stderr } = Command::new(program[0])
            .args(&program[1..])
            .current_dir(&folder)
            .arg(&text)
            .env("TOKEN", mock.token())
            .envs([("APP_KEY", &options.app_key), ("APP_SECRET", &options.app_secret), ("SESSION", &options.session)])
            .output()
            .unwrap();
        let (out, told) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        // curl knows no success but HTTP's.
        let refused = out.contains("error_response") || tab == "curl" && failed(&api, &address, &out);
        if !status.success() || refused {
            wrong.push(format!("{address}: {text}\n{out}{told}"));
        }
        done += 1;
    }
    assert!(wrong.is_empty(), "{} of {done}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(done >= least, "{done} samples were run, not {least}");
}

fn answered(api: &Api, address: &str) -> bool {
    let mut all = api.services.iter().flat_map(|service| service.operations.iter().map(move |each| (service, each)));
    all.any(|(service, of)| address == format!("{}/{}", service.name.wire, of.id) && !of.examples.is_empty())
}

fn failed(api: &Api, address: &str, reply: &str) -> bool {
    let service = api.services.iter().find(|service| address.starts_with(&format!("{}/", service.name.wire))).unwrap();
    let reply: serde_json::Value = serde_json::from_str(reply).unwrap_or_default();
    let success = service.success_code.as_deref().unwrap_or_default();
    reply.get("code").is_some_and(|code| code.to_string().trim_matches('"') != success)
}

fn answers(program: &str, arguments: &[&str]) -> bool {
    Command::new(program).args(arguments).output().is_ok_and(|output| output.status.success())
}

#[test]
fn curl_lines_are_carried_out() {
    if !answers("curl", &["--version"]) || !answers("sh", &["-c", "true"]) {
        return skipped::skipped("curl");
    }
    // An error of HTTP is an error of curl.
    let shell = ["sh", "-ec", "curl() { command curl -sS --fail-with-body \"$@\"; }; eval \"$1\"", "sh"];
    run(SPEC, "curl", &shell, 3);
    run(OWN_SPEC, "curl", &shell, 40);
}

#[test]
fn python_programs_are_carried_out() {
    if !answers("python3", &["-c", "import requests"]) {
        return skipped::skipped("python3-requests");
    }
    run(SPEC, "python", &["python3", "-c"], 5);
    run(OWN_SPEC, "python", &["python3", "-c"], 40);
}
