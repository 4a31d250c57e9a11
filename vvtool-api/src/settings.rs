//! What a client's builder collects about its connections.

use core::net::IpAddr;
use core::time::Duration;
use std::sync::Arc;

use crate::exchange::Exchange;

/// How a client connects; what its builder collects.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) timeout: Duration,
    pub(crate) user_agent: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) max_body: usize,
    pub(crate) max_decoded: usize,
    pub(crate) require_tls: bool,
    pub(crate) network: Network,
    /// Instead of the network.
    pub(crate) exchange: Option<Arc<dyn Exchange>>,
}

/// What only the exchange of this crate can honour.
#[derive(Clone, Default)]
pub(crate) struct Network {
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) stall_timeout: Option<Duration>,
    pub(crate) proxy: Option<String>,
    /// Certificates in PEM.
    pub(crate) roots: Vec<Vec<u8>>,
    pub(crate) pool_max_idle: Option<usize>,
    pub(crate) local_address: Option<IpAddr>,
}

impl Settings {
    /// Names the place that answers at this host, for what its clients share.
    pub(crate) fn place(&self, host: String) -> String {
        match self.exchange.as_ref().and_then(|exchange| exchange.apart()) {
            Some(number) => format!("{host}#{number}"),
            None => host,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            user_agent: concat!("vvtool-api/", env!("CARGO_PKG_VERSION")).to_owned(),
            headers: Vec::new(),
            max_body: 8 * 1024 * 1024,
            max_decoded: crate::decode::MAX_DECODED,
            require_tls: false,
            network: Network::default(),
            exchange: None,
        }
    }
}

impl Network {
    /// Names of the builder's methods that were called.
    pub(crate) fn given(&self) -> Vec<&'static str> {
        let all = [
            ("connect_timeout", self.connect_timeout.is_some()),
            ("stall_timeout", self.stall_timeout.is_some()),
            ("proxy", self.proxy.is_some()),
            ("root_certificate", !self.roots.is_empty()),
            ("pool_max_idle", self.pool_max_idle.is_some()),
            ("local_address", self.local_address.is_some()),
        ];
        all.into_iter().filter(|(_, given)| *given).map(|(name, _)| name).collect()
    }
}
