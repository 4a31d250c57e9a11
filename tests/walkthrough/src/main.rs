//! What the crate does, from a trade to its shipment, against the loopback server. The second half of `cargo quickstart`.

use std::error::Error;
use std::fmt::Display;

use vvtool_api::Charge;
use vvtool_api::top::trade_get::TradeField as TopField;
use vvtool_api::vvtool::erps::fullinfo::TradeField;
use vvtool_api::{Lang, WriteOutcome};
use vvtool_api::{top, vvtool};
use vvtool_mock::Mock;

/// The specs of this repository.
const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::start(SPEC)?;
    println!("Loopback server at {}, answering {} operations as spec/ says", mock.url, mock.operations().len());

    let client = vvtool::Client::builder().token(mock.token()).host(&mock.url).build()?;

    title("Fetch a trade", "vvtool::ErpsFullinfo");
    let fields = [TradeField::Tid, TradeField::Status, TradeField::Payment, TradeField::Orders];
    let trade = vvtool::ErpsFullinfo::new("123456789", "1000000000000000001", fields).send(&client).await?;
    row("trade", shown(&trade.tid));
    row("status", shown(&trade.status));
    row("payment", yuan(&trade.payment));
    for order in &trade.orders {
        row(
            "order",
            format!("{}: {} x {}, {}", shown(&order.oid), shown(&order.num), yuan(&order.price), shown(&order.status)),
        );
    }
    row("charge", charge(trade.charge()));
    if trade.deviations().is_empty() {
        row("deviations", "none: every field has its documented type");
    }
    for deviation in trade.deviations() {
        row("deviation", deviation);
    }

    title("Ship it", "vvtool::ErpsSend");
    let send = || vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO");
    let shipment = send().send(&client).await?;
    row("shipped", shown(&shipment.success));
    row("charge", charge(shipment.charge()));

    title("Ship it once more", "a call that fails");
    mock.answer_error("vvtool/erps/send", "ShipmentAlreadyCreated")?;
    match send().send(&client).await {
        Ok(_) => return Err("the second shipment should have been refused".into()),
        Err(error) => {
            row("error", &error);
            row("kind", format!("{:?}", error.kind()));
            row("class", format!("{:?}", error.class()));
            row("the write", outcome(error.write_outcome()));
            row("remedy", error.remedy(Lang::En));
            row("处理", error.remedy(Lang::Zh));
        }
    }

    title("The same trade from the Taobao Open Platform", "top::TradeGet");
    let options = mock.options();
    let client = top::Client::builder(&options.app_key, &options.app_secret)
        .session(&options.session)
        .host(mock.top_url())
        .build()?;
    let reply = top::TradeGet::new([TopField::Tid, TopField::Status, TopField::Payment], "1000000000000000001")
        .send(&client)
        .await?;
    if let Some(trade) = &reply.trade {
        row("trade", shown(&trade.tid));
        row("status", shown(&trade.status));
        row("payment", yuan(&trade.payment));
    }
    Ok(())
}

fn title(what: &str, how: &str) {
    println!("\n{what} ({how})");
}

fn row(name: &str, value: impl Display) {
    println!("  {name:<11} {value}");
}

fn shown<T: Display>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(|| "not in the reply".to_owned(), T::to_string)
}

fn yuan<T: Display>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(|| "not in the reply".to_owned(), |amount| format!("{amount} yuan"))
}

fn charge(charge: Charge) -> String {
    match charge {
        Charge::Known(points) => format!("{points} of the account's points, each worth 0.01 yuan"),
        Charge::None => "none".to_owned(),
        Charge::Unknown => "not said".to_owned(),
    }
}

fn outcome(outcome: WriteOutcome) -> &'static str {
    match outcome {
        WriteOutcome::NotExecuted => "was not executed",
        WriteOutcome::MaybeAlreadyDone => "may have been done already: look before sending it again",
        _ => "may or may not have been done: look before sending it again",
    }
}
