//! The same call twice: through the typed client, and as a person writes it with reqwest and serde derive.

use core::future::Future;
use std::net::SocketAddr;

use reqwest::multipart::Form;
use vvtool_api::vvtool::{Client, ErpsFullinfo};

use crate::Result;

/// One whole call: request sent, reply read, decoded and dropped.
pub trait Call: Send + Sync + 'static {
    fn call(&self) -> impl Future<Output = Result<()>> + Send;
}

const TOKEN: &str = "bench-token";
const SHOP: &str = "123456789";
const FIELDS: [&str; 4] = ["tid", "status", "payment", "orders"];

/// The typed client.
pub struct Ours {
    client: Client,
    /// The trade that the server answers with: what is said of another one is refused.
    trade: String,
}

impl Ours {
    pub fn new(address: SocketAddr, trade: &str) -> Result<Self> {
        let client = Client::builder()
            .limits(vvtool_api::Limits::off())
            .retry(vvtool_api::Retry::none())
            .host(format!("http://{address}"))
            .token(TOKEN)
            .build()?;
        Ok(Self { client, trade: trade.to_owned() })
    }
}

impl Call for Ours {
    async fn call(&self) -> Result<()> {
        core::hint::black_box(ErpsFullinfo::new(SHOP, &*self.trade, FIELDS).send(&self.client).await?);
        Ok(())
    }
}

/// reqwest, `bytes()`, the derive baseline.
pub struct Baseline {
    client: reqwest::Client,
    url: String,
    trade: String,
}

impl Baseline {
    pub fn new(address: SocketAddr, trade: &str) -> Result<Self> {
        // Where vvtool-api turns on TLS in reqwest, it wants a provider.
        let _ = rustls::crypto::ring::default_provider().install_default();
        // As little as a person would set: the environment's proxy must not get between.
        let client = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { client, url: format!("http://{address}/tool/erps/fullinfo"), trade: trade.to_owned() })
    }
}

impl Call for Baseline {
    async fn call(&self) -> Result<()> {
        let form = Form::new().text("shop_id", SHOP).text("tid", self.trade.clone()).text("fields", FIELDS.join(","));
        let reply = self.client.post(&self.url).bearer_auth(TOKEN).multipart(form).send().await?.bytes().await?;
        let envelope = vvtool_bench_baseline::decode(&reply)?;
        if envelope.code != 0 {
            return Err("the gateway refused".into());
        }
        core::hint::black_box(envelope);
        Ok(())
    }
}
