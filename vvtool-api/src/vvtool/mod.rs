//! The vv-tool gateway: its client, and everything generated from its documents.
//!
//! A request is data; it is sent with an async [`Client`] or with the one of `vvtool::blocking`.

mod client;

#[doc(inline)]
pub use crate::generated::vvtool::*;
pub use crate::meta::Body;
pub use crate::token::{AccessToken, AuthScheme};
pub use client::{Client, ClientBuilder};

/// Why a call to vv-tool did not give a reply.
pub type Error = crate::error::Error<ErrorKind>;

/// The same client without async.
#[cfg(feature = "blocking")]
pub mod blocking {
    /// A client of the vv-tool gateway that waits for its replies.
    pub type Client = crate::blocking::Blocking<super::Client>;

    impl Client {
        /// Set up a client, with the same settings as the async one.
        ///
        /// ```
        /// use vvtool_api::vvtool::{ErpsFullinfo, blocking::Client};
        ///
        /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
        /// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
        /// # let (host, token) = (gateway.url.clone(), gateway.token());
        /// let client = Client::builder().host(host).token(token).build()?;
        /// let trade = ErpsFullinfo::new("123456789", "1000000000000000001", ["tid", "status"]).send(&client)?;
        /// println!("{:?}", trade.status);
        /// # Ok(())
        /// # }
        /// ```
        pub fn builder() -> super::ClientBuilder<Self> {
            super::ClientBuilder::new()
        }

        /// The token that the next call would carry, as [`vvtool::Client::current_token`](super::Client::current_token) has it.
        ///
        /// [Example](super::Client::current_token)
        pub fn current_token(&self) -> Option<super::AccessToken> {
            self.inner().current_token()
        }

        /// The same client for another shop, as the async one has it.
        ///
        /// [Example](super::ClientBuilder::session)
        #[cfg(feature = "sign")]
        #[must_use]
        pub fn with_session(&self, session: impl Into<String>) -> Self {
            let session: String = session.into();
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
