//! Which error it is, what to do about it, and when a call may be repeated.
//!
//! `VVTOOL_HOST` says where to call. Without `VVTOOL_TOKEN` the token is a wrong one, which the gateway answers with a documented
//! error; a request without a shop never leaves the program.
//!
//! ```console
//! $ cargo run -p vvtool-api --example errors_and_remedies
//! ```

use std::env;
use std::error::Error as StdError;

use vvtool_api::vvtool::erps::fullinfo::TradeField;
use vvtool_api::vvtool::{Client, ErpsFullinfo, ErpsSend, Error, ErrorKind};
use vvtool_api::{Class, Lang, WriteOutcome};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    // A kind is known without a call, too: for logs, and for replies that others received.
    let kind = <ErrorKind as vvtool_api::DocumentedError>::classify("614", "已生成发货单");
    println!("614 已生成发货单 is {kind}: {}", kind.remedy(Lang::En));

    let mut client = Client::builder().token(env::var("VVTOOL_TOKEN").unwrap_or_else(|_| "wrong".to_owned()));
    if let Ok(host) = env::var("VVTOOL_HOST") {
        client = client.host(host);
    }
    let client = client.build()?;

    // Refused here, before any byte is sent: every broken rule is named.
    let request = ErpsSend::new("", "1000000000000000001", "880000000001", "ZTO");
    if let Err(Error::Invalid(error)) = request.send(&client).await {
        println!("not sent: {error}");
    }

    // Refused by the gateway where the token is wrong. A read that may succeed later was repeated already: twice, with pauses.
    match ErpsFullinfo::new("123456789", "1000000000000000001", [TradeField::Tid]).send(&client).await {
        Ok(reply) => println!("answered: {:?}", reply.tid),
        Err(error) => explain(&error),
    }
    Ok(())
}

/// What a person at a screen wants to know, and what a program decides by.
fn explain(error: &Error) {
    println!("{error}");
    println!("  attempts {}, the next not before {:?}", error.attempts(), error.not_before());
    println!("  kind     {}", error.kind());
    println!("  class    {}", error.class());
    println!("  remedy   {}", error.remedy(Lang::En));
    println!("  处理      {}", error.remedy(Lang::Zh));
    match error.write_outcome() {
        WriteOutcome::NotExecuted => println!("  nothing was changed"),
        outcome => println!("  a write would be {outcome}: look before sending it again"),
    }
    match error.class() {
        Class::RefreshToken => println!("  next: fetch a new token, or let Client::builder().account(..) do it"),
        Class::ReauthorizeShop => println!("  next: show {:?} to the shop's owner", error.authorization_url()),
        Class::TopUp | Class::BuyPermission => println!("  next: somebody has to pay"),
        _ => {}
    }
}
