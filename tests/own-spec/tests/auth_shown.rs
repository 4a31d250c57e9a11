//! Canaries as credentials: nothing that is shown or logged, by whatever library, holds one, wherever it is sent.
#![allow(clippy::unwrap_used)] // a test says what went wrong by stopping

#[path = "../../fixtures/log.rs"]
mod log;

use std::error::Error as _;
use std::fmt::Debug;

use log::Log;
use tracing_subscriber::util::SubscriberInitExt as _;
use vvtool_api::vvtool::Client;
use vvtool_api::{DocumentedError, Error, Lang, Reply, Retry};
use vvtool_own_spec::api::{lantern, mint, porch, turnstile};

const TOKEN: &str = "tOk3n-c4nary-A7";
const SECRET: &str = "s3cret-c4nary-S9";
const SESSION: &str = "s3ssion-c4nary-T1";

/// All that is told of a call.
fn told<T: Debug, K: DocumentedError>(result: Result<Reply<T>, Error<K>>) -> String {
    let error = match result {
        Ok(reply) => return format!("{reply:?}"),
        Err(error) => error,
    };
    let mut told = format!("{error} {error:?} {} {}", error.remedy(Lang::En), error.remedy(Lang::Zh));
    let mut cause = error.source();
    while let Some(one) = cause {
        told.push_str(&format!(" {one} {one:?}"));
        cause = one.source();
    }
    told
}

#[tokio::test]
async fn no_credential_is_shown_wherever_it_is_sent() {
    let log = Log::default();
    log.listener().init();
    let mock = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap();
    let mut shown = String::new();
    // One that refuses them, and one that is not there.
    for host in [mock.url.as_str(), "http://127.0.0.1:9"] {
        let known = Client::builder().host(host).retry(Retry::none()).token(TOKEN).build().unwrap();
        let signs = Client::builder().host(host).retry(Retry::none()).account("key", SECRET).session(SESSION);
        let signs = signs.build().unwrap();
        shown.push_str(&format!("{known:?} {signs:?} "));
        shown.push_str(&told(turnstile::DoorsLook::new("1").send(&known).await));
        shown.push_str(&told(lantern::DoorsLook::new("1").send(&known).await));
        shown.push_str(&told(lantern::DoorsKnock::new().send(&known).await));
        shown.push_str(&told(porch::DoorsLook::new("1").send(&known).await));
        shown.push_str(&told(mint::DoorsLook::new("1").send(&signs).await));
        shown.push_str(&told(mint::DoorsPress::new().send(&signs).await));
    }
    assert_eq!(mock.requests().len(), 6);
    shown.push_str(&log.text());
    assert!(shown.contains("vvtool_api.attempt"), "nothing was logged");
    for part in ["c4nary", "key=", "sign="] {
        let line = shown.lines().find(|line| line.contains(part));
        assert_eq!(line, None, "{part}");
    }
}
