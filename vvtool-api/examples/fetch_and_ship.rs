//! Read a trade, look at what it says, ship it.
//!
//! `VVTOOL_HOST` (left out: the gateway itself) and `VVTOOL_TOKEN` say where and who. Nothing is shipped without a waybill number:
//!
//! ```console
//! $ cargo run -p vvtool-api --example fetch_and_ship -- SHOP_ID TID
//! $ cargo run -p vvtool-api --example fetch_and_ship -- SHOP_ID TID WAYBILL_NO CARRIER
//! ```

use std::env;
use std::error::Error;

use vvtool_api::Lang;
use vvtool_api::vvtool::erps::fullinfo::{TradeField, TradeStatus};
use vvtool_api::vvtool::{Client, ErpsFullinfo, ErpsSend};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = env::var("VVTOOL_TOKEN").map_err(|_| "VVTOOL_TOKEN is not set; see examples/README.md")?;
    let mut client = Client::builder().token(token);
    if let Ok(host) = env::var("VVTOOL_HOST") {
        client = client.host(host);
    }
    let client = client.build()?;

    let arguments: Vec<String> = env::args().skip(1).collect();
    let (shop, trade, parcel) = match arguments.as_slice() {
        [] => ("123456789", "1000000000000000001", None),
        [shop, trade] => (shop.as_str(), trade.as_str(), None),
        [shop, trade, waybill, carrier] => (shop.as_str(), trade.as_str(), Some((waybill, carrier))),
        _ => return Err("usage: fetch_and_ship [SHOP_ID TID [WAYBILL_NO CARRIER]]".into()),
    };

    // Which fields the reply shall have: the fewer, the faster.
    let fields = [TradeField::Tid, TradeField::Status, TradeField::Payment, TradeField::Created, TradeField::Orders];
    let reply = ErpsFullinfo::new(shop, trade, fields).send(&client).await?;
    if let Some(status) = &reply.status {
        println!("trade {trade} is {status}");
    }
    if let Some(payment) = reply.payment {
        println!("{payment} yuan");
    }
    if let Some(created) = reply.created {
        println!("created {created} (GMT+8)");
    }
    // Every field is an Option: what a reply leaves out is told from what it says.
    for order in &reply.orders {
        if let (Some(oid), Some(num)) = (&order.oid, order.num) {
            println!("  order {oid}: {num} pieces, {}", order.price.unwrap_or_default());
        }
    }
    println!("charged points: {}", reply.charge());
    for deviation in reply.deviations() {
        // A field of the wrong type is absent; everything else of the trade is there.
        println!("not as documented: {deviation}");
    }

    let Some((waybill, carrier)) = parcel else {
        println!("nothing shipped: no waybill number was given");
        return Ok(());
    };
    if reply.status != Some(TradeStatus::WaitSellerSendGoods) {
        println!("the trade does not wait for its parcel; the gateway is asked nevertheless, and would say so");
    }
    match ErpsSend::new(shop, trade, waybill, carrier).send(&client).await {
        Ok(shipment) => println!("shipped with {carrier} {waybill}, charged points: {}", shipment.charge()),
        Err(error) => {
            println!("{error}\n{}\nthe write: {}", error.remedy(Lang::En), error.write_outcome());
        }
    }
    Ok(())
}
