//! The platform's words are never quite those of its documents. Each row of the error tables still becomes its own kind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use vvtool_api::DocumentedError as _;
use vvtool_api::Matched;
use vvtool_api::vvtool::{self, ErrorKind};
use vvtool_e2e::Clients;
use vvtool_mock::{Answer, Raw};

const SEND: &str = "vvtool/erps/send";

fn send(clients: &Clients) -> vvtool::Error {
    clients.call(vvtool::ErpsSend::new("1", "2", "3", "POST")).unwrap_err()
}

/// ASCII punctuation as it is written in Chinese text.
fn full_width(text: &str) -> String {
    let wide = |c: char| match c {
        ',' | '.' | ':' | ';' | '!' | '?' | '(' | ')' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        c => c,
    };
    text.chars().map(wide).collect()
}

fn swap_case(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() }).collect()
}

#[test]
fn every_row_under_six_distortions() {
    type Distortion = (&'static str, fn(&str, &str) -> String);
    let distortions: [Distortion; 6] = [
        ("without spaces", |text, _| text.replace(' ', "")),
        ("full-width punctuation", |text, _| full_width(text)),
        ("a trailing full stop", |text, _| format!("{text}。")),
        ("a live suffix", |text, _| format!("{text}【trace-0a1b2c】")),
        ("a sub code in front", |text, sub_code| format!("{sub_code}:{text}")),
        ("another case", |text, _| swap_case(text)),
    ];
    let clients = Clients::new();
    let service = clients.mock.api().services.iter().find(|service| service.name.wire == "vvtool").unwrap();
    let mut rows = 0;
    for (place, entry) in service.errors.iter().enumerate() {
        if service.success_code.as_ref() == Some(&entry.code) {
            continue;
        }
        // One that the documents list for this error, or one that they do not list at all.
        let sub_code = entry.sub_codes.first().map_or("isv.nobody-documents-this:X99", String::as_str);
        for wording in core::iter::once(&entry.message).chain(&entry.aliases) {
            rows += 1;
            for (distortion, distort) in &distortions {
                let said = distort(wording, sub_code);
                clients.mock.answer(SEND, Answer::error_worded(&entry.name.wire, &said)).unwrap();
                let error = send(&clients);
                assert_eq!(
                    error.kind(),
                    ErrorKind::ALL[place],
                    "{} {wording:?} with {distortion}: {said:?}",
                    entry.code
                );
                assert_eq!(error.message(), said, "the platform's words are kept");
            }
        }
    }
    assert!(rows >= 120, "only {rows} rows");
}

#[test]
fn a_thousand_random_messages_mean_no_more_than_their_code() {
    let clients = Clients::new();
    let service = clients.mock.api().services.iter().find(|service| service.name.wire == "vvtool").unwrap();
    let codes: Vec<_> = service.errors.iter().map(|entry| entry.code.as_str()).filter(|code| *code != "0").collect();
    // xorshift: the same thousand every time.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below).unwrap()).unwrap()
    };
    for _ in 0..1000 {
        let code = codes[random(codes.len())];
        let length = 4 + random(20);
        let message: String =
            (0..length).map(|_| char::from_u32(u32::try_from(0x4e00 + random(0x51a5)).unwrap()).unwrap()).collect();
        let body = format!(r#"{{"code":{code},"msg":"{message}","data":null}}"#);
        clients.mock.answer(SEND, Raw::ok(body)).unwrap();
        let error = send(&clients);
        // What every entry of the code says the same.
        let same: Vec<_> = service.errors.iter().filter(|entry| entry.code == code).collect();
        let agree =
            same.iter().all(|entry| (entry.class, entry.write_outcome) == (same[0].class, same[0].write_outcome));
        let expected = agree.then_some(Matched::CodeOnly);
        assert_eq!(error.matched(), expected, "{code} {message}");
        assert_eq!(error.kind() == ErrorKind::Unknown, same.len() > 1, "{code} {message}");
        assert!(agree || !error.is_retryable(), "{code} {message}");
    }
}
