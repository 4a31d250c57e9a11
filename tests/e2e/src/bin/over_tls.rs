//! One call through each client to an address, https as a rule, and what came of it, a line each: the client of the tests of TLS.
//!
//! A process of its own, because what a client trusts is the machine's: `SSL_CERT_FILE` says what that is.

use std::error::Error;

use vvtool_api::{top, vvtool};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, redis, gateway, token] = arguments.as_slice()
        && word == "shared"
    {
        return shared(redis, gateway, token);
    }
    let [gateway, token, platform, key, secret, session] = arguments.try_into().map_err(|_| {
        "usage: over_tls GATEWAY TOKEN PLATFORM APP_KEY APP_SECRET SESSION: two addresses and what their server takes; \
         or over_tls shared REDIS GATEWAY TOKEN"
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let https = gateway.starts_with("https:");
    let client = vvtool::Client::builder().token(&token).host(&gateway).require_tls(https).build()?;
    let waiting = vvtool::blocking::Client::builder().token(&token).host(&gateway).require_tls(https).build()?;
    let ship = || vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
    say(runtime.block_on(ship().send(&client)));
    say(ship().send(&waiting));

    let client = top::Client::builder(&key, &secret).session(&session).host(&platform).require_tls(https).build()?;
    let waiting = top::blocking::Client::builder(&key, &secret).session(&session).host(&platform);
    let waiting = waiting.require_tls(https).build()?;
    let look = || top::TradeGet::new(["tid"], "1000000000000000001");
    say(runtime.block_on(look().send(&client)));
    say(look().send(&waiting));
    Ok(())
}

/// Two calls whose turns are in a Redis, and in nothing else: a part of so many processes is no call. The Redis is a URL, or
/// `sentinel URL MASTER`, or `cluster URL`.
fn shared(redis: &str, gateway: &str, token: &str) -> Result<(), Box<dyn Error>> {
    let words: Vec<&str> = redis.split(' ').collect();
    let redis = match words.as_slice() {
        ["sentinel", url, master] => vvtool_api::Redis::sentinel([*url], master)?,
        ["cluster", url] => vvtool_api::Redis::cluster([*url])?,
        _ => vvtool_api::Redis::connect(redis)?,
    };
    let builder = vvtool::blocking::Client::builder().token(token).host(gateway).retry(vvtool_api::Retry::none());
    let client = builder.shared(redis.processes(11)).build()?;
    for _ in 0..2 {
        say(vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO").send(&client));
    }
    Ok(())
}

fn say<T, K: vvtool_api::DocumentedError>(result: Result<T, vvtool_api::Error<K>>) {
    match result {
        Ok(_) => println!("answered"),
        Err(error) => {
            let connected = !matches!(&error, vvtool_api::Error::Transport(error) if error.is_connect());
            let causes = std::iter::successors(Some(&error as &dyn Error), |&error| error.source());
            let causes: Vec<String> = causes.map(ToString::to_string).collect();
            let tls = matches!(&error, vvtool_api::Error::Transport(error) if error.is_tls());
            println!(
                "tls: {tls}, again: {}, connected: {connected}, the write: {:?}: {}",
                error.is_retryable(),
                error.write_outcome(),
                causes.join(": ")
            );
        }
    }
}
