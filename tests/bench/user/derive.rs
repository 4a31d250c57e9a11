//! The same program as one would write it without the typed crate: reqwest and serde derive.
use baseline::{Envelope, Trade};

async fn call<T: serde::de::DeserializeOwned>(path: &str, fields: &[(&'static str, &'static str)]) -> Result<T, Box<dyn std::error::Error>> {
    let form = fields.iter().fold(reqwest::multipart::Form::new(), |form, (name, value)| form.text(*name, *value));
    let request = reqwest::Client::new().post(format!("http://127.0.0.1:9{path}")).bearer_auth("token").multipart(form);
    Ok(serde_json::from_slice(&request.send().await?.bytes().await?)?)
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let asked = [("shop_id", "123456789"), ("tid", "1000000000000000001"), ("fields", "tid,status,orders")];
    let reply: Envelope = call("/tool/erps/fullinfo", &asked).await?;
    let trade: Trade = reply.data.ok_or("no trade")?;
    for order in trade.orders.iter().flat_map(|orders| &orders.order) {
        println!("{:?} {:?} {:?}", order.title, order.num, order.payment);
    }
    let shipping = [("shop_id", "123456789"), ("tid", "1000000000000000001"), ("out_sid", "SF1000000000001"), ("company_code", "SF")];
    let sent: baseline::Sent = call("/tool/erps/send", &shipping).await?;
    println!("{:?}", sent.data.first().map(|shipment| shipment.success));
    Ok(())
}
