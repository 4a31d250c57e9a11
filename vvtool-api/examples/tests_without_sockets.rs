//! How a program that ships orders is tested without a server: scripted answers stand in the place of the network.
//!
//! `ship` is the program; in a crate of your own what `main` does here would be its tests, and `vvtool-api` with the feature `testing`
//! a dev-dependency.
//!
//! ```console
//! $ cargo run -p vvtool-api --features testing --example tests_without_sockets
//! ```

use std::error::Error as StdError;

use vvtool_api::testing::{Fault, Scripted};
use vvtool_api::vvtool::{Client, ErpsSend, Error, ErrorKind};
use vvtool_api::{Limits, Retry, WriteOutcome};

/// What became of a parcel.
#[derive(Debug, PartialEq, Eq)]
enum Shipped {
    Yes,
    /// Already, by us or by somebody else: compare the waybill numbers.
    Before,
    /// Nobody knows yet: look the order up before anything else.
    Perhaps,
    No,
}

/// The program: ships once, and decides by what the error says about the write.
async fn ship(client: &Client, trade: &str, waybill: &str) -> Result<Shipped, Error> {
    match ErpsSend::new("123456789", trade, waybill, "YTO").send(client).await {
        Ok(_) => Ok(Shipped::Yes),
        Err(error) if error.kind() == ErrorKind::ShipmentAlreadyCreated => Ok(Shipped::Before),
        Err(error) => match error.write_outcome() {
            WriteOutcome::NotExecuted if error.is_retryable() => Err(error),
            WriteOutcome::NotExecuted => Ok(Shipped::No),
            _ => Ok(Shipped::Perhaps),
        },
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn StdError>> {
    let gateway = Scripted::new();
    // One answer per call is scripted. Otherwise a refused connection would be tried again, and a shop that is refused would keep its next
    // calls waiting, in every test of this process that has the same token.
    let builder = Client::builder().token("TOKEN").exchange(gateway.clone());
    let client = builder.retry(Retry::none()).limits(Limits::off()).build()?;

    // The reply of the documents, and what was sent for it.
    gateway.json(r#"{"code":0,"msg":"成功","data":[{"withholding_money":1,"success":true}]}"#);
    assert_eq!(ship(&client, "1", "YT0000000000001").await?, Shipped::Yes);
    let sent = gateway.sent();
    let last = sent.last().ok_or("nothing was sent")?;
    assert_eq!(last.field("out_sid").as_deref(), Some("YT0000000000001"));

    // Documented errors by their kind.
    gateway.error(ErrorKind::ShipmentAlreadyCreated);
    assert_eq!(ship(&client, "1", "YT0000000000001").await?, Shipped::Before);
    gateway.error(ErrorKind::ShopNotAuthorized);
    assert_eq!(ship(&client, "1", "YT0000000000001").await?, Shipped::No);

    // What a network does.
    gateway.fault(Fault::Timeout);
    assert_eq!(ship(&client, "1", "YT0000000000001").await?, Shipped::Perhaps);
    gateway.fault(Fault::Refused);
    let error = ship(&client, "1", "YT0000000000001").await.err().ok_or("a refused connection is worth another try")?;
    assert!(error.is_retryable());

    println!("{} calls, no socket", gateway.sent().len());
    Ok(())
}
