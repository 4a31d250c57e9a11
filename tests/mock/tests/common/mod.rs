//! A plain HTTP client: nothing of vvtool-api is trusted here.
#![allow(dead_code, unreachable_pub)]

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::blocking::{Client, Response};
use serde_json::Value;
use vvtool_mock::api::Auth;
use vvtool_mock::{Mock, Options, gmt8, signature};

pub const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");

pub fn mock() -> Mock {
    Mock::start(SPEC).unwrap()
}

pub fn mock_with(options: Options) -> Mock {
    Mock::start_with(SPEC, options, 0).unwrap()
}

/// One for all tests: setting up TLS, which none of them uses, takes longer than any test.
pub fn client() -> Client {
    static CLIENT: LazyLock<Client> = LazyLock::new(|| {
        // Where other members of the workspace turn on TLS in reqwest, it wants a provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
    });
    CLIENT.clone()
}

pub type Pairs = Vec<(String, String)>;

pub fn pairs(list: &[(&str, &str)]) -> Pairs {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The fields of `list` with those of `changes` changed, added, or (`None`) taken away.
pub fn changed(list: &[(&str, &str)], changes: &[(&str, Option<&str>)]) -> Pairs {
    let mut fields = pairs(list);
    for (name, value) in changes {
        fields.retain(|(known, _)| known != name);
        if let Some(value) = value {
            fields.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    fields
}

pub fn multipart(fields: &[(String, String)]) -> reqwest::blocking::multipart::Form {
    fields
        .iter()
        .fold(reqwest::blocking::multipart::Form::new(), |form, (name, value)| form.text(name.clone(), value.clone()))
}

pub fn url_encoded(fields: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

pub fn json(response: Response) -> Value {
    let text = response.text().unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A multipart call with the mock's own token.
pub fn call(mock: &Mock, path: &str, fields: &[(String, String)]) -> Value {
    let request = client().post(format!("{}{path}", mock.url)).bearer_auth(mock.token()).multipart(multipart(fields));
    json(request.send().unwrap())
}

pub fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// The common parameters of a TOP call, without `sign`.
pub fn common(mock: &Mock, method: &str, sign_method: &str) -> Pairs {
    let timestamp = gmt8(now());
    pairs(&[
        ("method", method),
        ("app_key", &mock.options().app_key),
        ("session", &mock.options().session),
        ("timestamp", &timestamp),
        ("format", "json"),
        ("v", "2.0"),
        ("sign_method", sign_method),
    ])
}

pub fn sign(mock: &Mock, mut params: Pairs) -> Pairs {
    let word = params.iter().find(|(name, _)| name == "sign_method").map_or("md5", |(_, value)| value);
    let services = mock.api().services.iter();
    let sign = services.filter_map(|service| match &service.auth {
        Auth::Signed(signing) => Some(signing),
        _ => None,
    });
    let sign = sign.into_iter().find_map(|signing| {
        let digest = signing.digests.iter().find(|digest| digest.word == word)?;
        signature(signing, digest, &mock.options().app_secret, "/router/rest", &params)
    });
    let sign = sign.unwrap_or_else(|| "0".repeat(32));
    params.push(("sign".to_owned(), sign));
    params
}

pub fn top(mock: &Mock, params: &[(String, String)]) -> Value {
    let request = client()
        .post(mock.top_url())
        .header("content-type", "application/x-www-form-urlencoded;charset=utf-8")
        .body(url_encoded(params));
    json(request.send().unwrap())
}
