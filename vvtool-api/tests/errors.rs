//! Every documented error is recognised, however its message arrives; nothing else is.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use vvtool_api::{DocumentedError, top, vvtool};

/// Name of a distortion, and what it does to a message.
type Distortion = (&'static str, fn(&str) -> String);

/// Ways in which a documented message differs on the wire.
const DISTORTIONS: [Distortion; 9] = [
    ("as printed", str::to_owned),
    ("spaces removed", |text| text.split_whitespace().collect()),
    ("full-width punctuation", |text| {
        let full_width = |c| match c {
            ',' => '，',
            ':' => '：',
            ';' => '；',
            '(' => '（',
            ')' => '）',
            '!' => '！',
            '.' => '。',
            c => c,
        };
        text.chars().map(full_width).collect()
    }),
    ("trailing stop", |text| format!("{text}。")),
    ("live suffix", |text| format!("{text} [tid=1000000000000000001, 2026-11-21 10:00:00]")),
    ("sub code in front", |text| format!("isv.never-documented-error:Z99:{text}")),
    ("sub code glued in front", |text| format!("isv.never-documented-error:Z99{text}").split_whitespace().collect()),
    ("upper case", str::to_uppercase),
    ("lower case", str::to_lowercase),
];

fn every_wording_is_recognised<K: DocumentedError>() -> usize {
    let mut count = 0;
    for kind in K::ALL {
        let entry = &K::SERVICE.errors[usize::from(kind.index())];
        for wording in std::iter::once(&entry.message).chain(entry.aliases) {
            for (how, distort) in DISTORTIONS {
                let arrived = distort(wording);
                assert_eq!(K::classify(entry.code, &arrived), *kind, "{how}: {} {arrived}", entry.code);
            }
            count += 1;
        }
    }
    count
}

#[test]
fn every_documented_message_of_the_gateway() {
    let count = every_wording_is_recognised::<vvtool::ErrorKind>();
    assert!(count >= 124, "{count} wordings");
}

/// TOP says what it means by its codes; messages are beside the point, so any may come with them.
#[test]
fn every_documented_code_of_the_platform() {
    let count = every_wording_is_recognised::<top::ErrorKind>();
    assert!(count >= 45, "{count} wordings");
}

#[test]
fn a_documented_sub_code_decides_whatever_the_message_says() {
    for kind in vvtool::ErrorKind::ALL {
        for sub_code in vvtool::ErrorKind::SERVICE.errors[usize::from(kind.index())].sub_codes {
            for message in
                [sub_code.to_string(), format!("{sub_code}:没见过的说明"), format!("{sub_code} 没见过的说明")]
            {
                for message in [message.to_uppercase(), message] {
                    assert_eq!(vvtool::ErrorKind::classify("614", &message), *kind, "{message}");
                }
            }
        }
    }
}

/// What is left where the message tells nothing: the kind of a code that documents one error only.
fn by_code_alone(code: &str) -> vvtool::ErrorKind {
    let of_code: Vec<_> = vvtool::ErrorKind::ALL.iter().filter(|kind| kind.code() == code).collect();
    if let [only] = of_code.as_slice() { **only } else { vvtool::ErrorKind::Unknown }
}

#[test]
fn messages_that_nobody_documented_are_known_by_a_code_of_one_error_only() {
    assert_eq!(by_code_alone("614"), vvtool::ErrorKind::Unknown);
    assert_eq!(by_code_alone("1002"), vvtool::ErrorKind::RateOrDailyLimit);
    let codes: Vec<&str> = vvtool::ErrorKind::SERVICE.errors.iter().map(|entry| entry.code).collect();
    let mut state = 20_261_121_u64;
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % limit
    };
    for round in 0..1000 {
        let length = 1 + below(30);
        // Common Chinese characters, and now and then an ASCII one.
        let message: String = (0..length)
            .map(|_| if below(8) == 0 { 0x20 + below(0x5f) } else { 0x4e00 + below(0x3000) })
            .filter_map(|code| char::from_u32(u32::try_from(code).unwrap()))
            .collect();
        let code = codes[round % codes.len()];
        assert_eq!(vvtool::ErrorKind::classify(code, &message), by_code_alone(code), "{code} {message}");
    }
}

#[test]
fn a_documented_message_inside_another_text_is_not_that_error() {
    for kind in vvtool::ErrorKind::ALL {
        let entry = &vvtool::ErrorKind::SERVICE.errors[usize::from(kind.index())];
        let message = format!("关于{}", entry.message);
        assert_eq!(vvtool::ErrorKind::classify(entry.code, &message), by_code_alone(entry.code), "{message}");
    }
}
