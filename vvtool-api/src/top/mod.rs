//! The Taobao Open Platform: its client, and everything generated from its documents.
//!
//! A request is data; it is sent with an async [`Client`] or with the one of `top::blocking`.
//!
//! ```
//! use vvtool_api::top::trade_get::TradeField;
//! use vvtool_api::top::{Client, TradeGet};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let platform = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
//! # let (host, key, secret) = (platform.top_url(), &platform.options().app_key, &platform.options().app_secret);
//! # let session = &platform.options().session;
//! let client = Client::builder(key, secret).session(session).host(host).build()?;
//! let reply = TradeGet::new([TradeField::Tid, TradeField::Payment], "1000000000000000001").send(&client).await?;
//! let trade = reply.trade.as_ref().ok_or("no trade")?;
//! println!("{:?} yuan", trade.payment);
//! # assert!(trade.tid.is_some());
//! # Ok(())
//! # }
//! ```

mod client;

#[doc(inline)]
pub use crate::generated::top::*;
pub use client::{Client, ClientBuilder};

/// Why a call to the Taobao Open Platform did not give a reply.
pub type Error = crate::error::Error<ErrorKind>;

/// The same client without async.
#[cfg(feature = "blocking")]
pub mod blocking {
    /// A client of the Taobao Open Platform that waits for its replies.
    pub type Client = crate::blocking::Blocking<super::Client>;

    impl Client {
        /// Set up a client, with the same settings as the async one.
        ///
        /// ```
        /// use vvtool_api::top::{TradeGet, blocking::Client};
        ///
        /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
        /// # let platform = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
        /// # let (host, key, secret) = (platform.top_url(), &platform.options().app_key, &platform.options().app_secret);
        /// # let session = &platform.options().session;
        /// let client = Client::builder(key, secret).session(session).host(host).build()?;
        /// let reply = TradeGet::new(["tid", "status"], "1000000000000000001").send(&client)?;
        /// println!("{:?}", reply.trade.as_ref().and_then(|trade| trade.status.as_ref()));
        /// # Ok(())
        /// # }
        /// ```
        pub fn builder(app_key: impl Into<String>, secret: impl Into<String>) -> super::ClientBuilder<Self> {
            super::ClientBuilder::new(app_key.into(), secret.into())
        }

        /// The same client for another shop: calls carry this session.
        ///
        /// [Example](super::ClientBuilder#example)
        #[must_use]
        pub fn with_session(&self, session: impl Into<String>) -> Self {
            self.with(|client| client.with_session(session))
        }

        /// The same client with other settings for its calls, as the async one has it.
        ///
        /// [Example](crate::Call)
        #[must_use]
        pub fn with_call(&self, call: crate::Call) -> Self {
            self.with(|client| client.with_call(call))
        }
    }
}
