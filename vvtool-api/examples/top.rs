//! A trade from the Taobao Open Platform itself, with a signed call; the same client for two shops.
//!
//! `TOP_APP_KEY`, `TOP_APP_SECRET` and `TOP_SESSION` say who, `TOP_HOST` (left out: the platform itself) where.
//!
//! ```console
//! $ cargo run -p vvtool-api --example top -- TID
//! ```

use std::env;
use std::error::Error;

use vvtool_api::Lang;
use vvtool_api::top::trade_get::TradeField;
use vvtool_api::top::{Client, TradeGet};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let set = |name: &str| env::var(name).map_err(|_| format!("{name} is not set; see examples/README.md"));
    let mut client = Client::builder(set("TOP_APP_KEY")?, set("TOP_APP_SECRET")?);
    if let Ok(host) = env::var("TOP_HOST") {
        client = client.host(host);
    }
    let client = client.build()?;
    // A session stands for a shop: connections and limits stay those of the one client.
    let shop = client.with_session(set("TOP_SESSION")?);

    let tid = env::args().nth(1).unwrap_or_else(|| "1000000000000000001".to_owned());
    let fields = [TradeField::Tid, TradeField::Status, TradeField::Payment, TradeField::Created];
    match TradeGet::new(fields, tid).send(&shop).await {
        Ok(reply) => {
            let trade = reply.trade.as_ref().ok_or("a reply without a trade")?;
            if let (Some(tid), Some(status), Some(payment)) = (&trade.tid, &trade.status, &trade.payment) {
                println!("trade {tid} is {status}, {payment} yuan");
            }
            if let Some(created) = trade.created {
                println!("created {created} (GMT+8), {:?} in seconds since 1970", created.unix_seconds());
            }
        }
        Err(error) => {
            // The sub code says what is wrong; the code is the platform's rough kind.
            println!(
                "{error}\n{} ({})\n{}",
                error.kind(),
                error.sub_code().unwrap_or("no sub code"),
                error.remedy(Lang::En)
            );
        }
    }
    Ok(())
}
