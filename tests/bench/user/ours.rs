//! A user's program: fetch a trade, ship it.
use vvtool_api::vvtool::{Client, ErpsFullinfo, ErpsSend};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().host("http://127.0.0.1:9").token("token").build()?;
    let trade = ErpsFullinfo::new("123456789", "1000000000000000001", ["tid", "status", "orders"]).send(&client).await?;
    for order in &trade.orders {
        println!("{:?} {:?} {:?}", order.title, order.num, order.payment);
    }
    let sent = ErpsSend::new("123456789", "1000000000000000001", "SF1000000000001", "SF").send(&client).await?;
    println!("{:?}", sent.success);
    Ok(())
}
