#[path = "../../../tests/fixtures/skipped.rs"]
#[allow(clippy::duplicate_mod, reason = "the tests of what machines share have one below their servers")]
mod skipped;

use super::*;
use crate::error::DocumentedError as _;
use crate::generated::top::{ErrorKind, SignMethod};

/// `key = value` pairs as the platform's documentation prints them.
type Parameters = &'static [(&'static str, &'static str)];

const ITEM: Parameters = &[
    ("method", "taobao.item.seller.get"),
    ("app_key", "12345678"),
    ("session", "test"),
    ("timestamp", "2016-01-01 12:00:00"),
    ("format", "json"),
    ("v", "2.0"),
    ("fields", "num_iid,title,nick,price,num"),
    ("num_iid", "11223344"),
];
const USER: Parameters = &[
    ("method", "taobao.user.seller.get"),
    ("app_key", "test"),
    ("session", "test"),
    ("timestamp", "2013-05-06 13:52:03"),
    ("format", "xml"),
    ("v", "2.0"),
    ("fields", "nick"),
];

fn top() -> &'static Signing {
    ErrorKind::SERVICE.auth.signing().unwrap()
}

fn sign(method: SignMethod, secret: &str, parameters: &[(&str, &str)]) -> String {
    top().signature(top().digest(Some(method.as_str())).unwrap(), secret, "/router/rest", &top().text(parameters, 0))
}

fn signed(parameters: Parameters, more: Parameters, method: SignMethod, secret: &str) -> String {
    let mut all = [parameters, more].concat();
    all.push(("sign_method", method.as_str()));
    sign(method, secret, &all)
}

#[test]
fn the_platform_s_own_examples() {
    assert_eq!(signed(ITEM, &[], SignMethod::Md5, "helloworld"), "66987CB115214E59E6EC978214934FB8");
    assert_eq!(signed(USER, &[], SignMethod::Md5, "test"), "72CB4D809B375A54502C09360D879C64");
}

#[test]
fn every_method_signs_the_same_call() {
    for method in SignMethod::ALL {
        let documented = match method {
            SignMethod::Md5 => "66987CB115214E59E6EC978214934FB8",
            SignMethod::Hmac => "D56D7858309C31B6251083A874D48273",
            SignMethod::HmacSha256 => "04DB15AD0774D5CFCE2C837DE43E3FCEA9011ED74F3038FB6AB5F3C4CEA119E8",
        };
        assert_eq!(signed(ITEM, &[], *method, "helloworld"), documented, "{method:?}");
    }
}

#[test]
fn blank_values_and_the_signature_itself_are_not_signed() {
    let without = signed(ITEM, &[], SignMethod::HmacSha256, "s");
    assert_eq!(signed(ITEM, &[("a", ""), ("b", " \t"), ("sign", "OLD")], SignMethod::HmacSha256, "s"), without);
    assert_ne!(signed(ITEM, &[("a", "@x")], SignMethod::HmacSha256, "s"), without);
}

#[test]
fn order_does_not_matter_and_bytes_do() {
    let turned: Vec<_> = ITEM.iter().rev().copied().collect();
    assert_eq!(top().text(&turned, 0), top().text(ITEM, 0));
    // Upper case sorts before lower case: byte order, not alphabetical order.
    assert_eq!(top().text(&[("a", "1"), ("B", "2")], 0), "B2a1");
}

/// A collection of vectors that may lie beside the repository.
#[test]
fn the_shared_vectors() {
    let file = "shared/data/top-sign-vectors.json";
    let found = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|dir| dir.join(file))
        .find(|path| path.is_file());
    let Some(path) = found else {
        assert!(std::env::var_os("VVTOOL_REFERENCE").is_none(), "no {file} above, and VVTOOL_REFERENCE is set");
        skipped::skipped(&format!("{file} in a folder above this package"));
        return;
    };
    let vectors: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let vectors = vectors.as_array().unwrap();
    assert!(!vectors.is_empty());
    for vector in vectors {
        let method = *SignMethod::ALL.iter().find(|method| method.as_str() == vector["sign_method"]).unwrap();
        let parameters: Vec<(&str, &str)> = vector["params"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        let secret = vector["secret"].as_str().unwrap();
        assert_eq!(sign(method, secret, &parameters), vector["sign"], "{} {}", vector["name"], vector["sign_method"]);
    }
}

const AROUND_PATH: &[Digest] = &[Digest::new("sha256", Hash::Sha256).keyed().around(&[Piece::Path, Piece::Text])];
const KEY_BEHIND: &[Digest] =
    &[Digest::new("md5", Hash::Md5).around(&[Piece::Text, Piece::Literal("&key="), Piece::Secret])];
const SECRET_BEHIND: &[Digest] = &[Digest::new("sha256", Hash::Sha256).around(&[Piece::Text, Piece::Secret])];
const PAIR: &[Piece] = &[Piece::Name, Piece::Literal("="), Piece::Value];

/// The three digests were made with Python's hashlib and hmac.
#[test]
fn other_gateways_sign_in_their_own_ways() {
    let parameters = [("b", "2"), ("app_key", "123"), ("empty", ""), ("memo", "中 &="), ("B", "x")];
    let sign = |signing: &Signing| {
        signing.signature(&signing.digests[0], "s3cr3t", "/order/get", &signing.text(&parameters, 0))
    };
    let path = Signing::new("sign", AROUND_PATH).skip_blank();
    assert_eq!(path.text(&parameters, 0), "Bxapp_key123b2memo中 &=");
    assert_eq!(sign(&path), "3F485A48530F929B08408E545B26B5D2B58A52744A016A25197878F8935B7D4E");
    let key = Signing::new("sign", KEY_BEHIND).each(PAIR).between("&").skip_blank();
    assert_eq!(key.text(&parameters, 0), "B=x&app_key=123&b=2&memo=中 &=");
    assert_eq!(sign(&key), "97FA4B82A36FA3943781E220BC39924A");
    let lower = Signing::new("sign", SECRET_BEHIND).each(PAIR).between("&").as_sent().url_encoded().case(Case::Lower);
    assert_eq!(lower.text(&parameters, 0), "b=2&app_key=123&empty=&memo=%E4%B8%AD+%26%3D&B=x");
    // As they are sent: what stands in the query is escaped as the query is.
    assert_eq!(lower.text(&parameters, 4), "b=2&app_key=123&empty=&memo=%E4%B8%AD%20%26%3D&B=x");
    assert_eq!(sign(&lower), "a28a5c6fb4df576a0a72c5981235c6951803edf251c1ac8027e328bd1416dc15");
}

#[test]
fn a_time_is_told_in_the_zone_and_form_of_the_spec() {
    let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_millis(seconds);
    let parts = &[
        Part::Year,
        Part::Literal("-"),
        Part::Month,
        Part::Literal("-"),
        Part::Day,
        Part::Literal("T"),
        Part::Hour,
        Part::Minute,
        Part::Second,
        Part::Literal("."),
        Part::Millis,
    ];
    for (millis, ahead, expected) in [
        (0, 0, "1970-01-01T000000.000"),
        (1_451_606_399_007, 0, "2015-12-31T235959.007"),
        (1_451_606_399_007, 480, "2016-01-01T075959.007"),
        (1_451_606_399_007, -330, "2015-12-31T182959.007"),
    ] {
        assert_eq!(told(at(millis), &Holds::Time(parts, ahead)).as_deref(), Some(expected), "{millis} {ahead}");
    }
    assert_eq!(told(at(1_234), &Holds::UnixSeconds).as_deref(), Some("1"));
    assert_eq!(told(at(1_234), &Holds::UnixMillis).as_deref(), Some("1234"));
    assert_eq!(told(SystemTime::UNIX_EPOCH - Duration::from_secs(1), &Holds::UnixSeconds), None);
}
