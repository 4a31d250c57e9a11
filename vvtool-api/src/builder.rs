//! What the builders of both clients have in common.

use crate::address::Address;
use crate::error::{BoxedContext, Context};
use crate::limits::{Call, Limits};
use crate::meta::{Meta, Service};
use crate::opaque::Opaque;
use crate::settings::Settings;
use crate::spend::Caps;

/// What every builder collects, whichever gateway its client speaks to.
#[derive(Default)]
pub(crate) struct Common {
    pub(crate) settings: Settings,
    pub(crate) place: Place,
    pub(crate) strict: bool,
    pub(crate) limits: Limits,
    pub(crate) caps: Caps,
    /// Whose calls they are, where that is not the account.
    pub(crate) label: Option<String>,
    pub(crate) call: Call,
    /// Where machines agree on limits.
    #[cfg(feature = "redis")]
    pub(crate) shared: Option<crate::Redis>,
}

/// Where a client sends to, as far as it has been said.
#[derive(Clone, Default)]
pub(crate) struct Place {
    pub(crate) host: Option<String>,
    pub(crate) prefix: String,
}

impl Common {
    /// What is not set is as the documents have it.
    pub(crate) fn held() -> Opaque<Self> {
        Opaque::new(Self::default())
    }
}

impl Place {
    /// Not generic, as [`Opaque`] wants it.
    pub(crate) fn to(&mut self, host: String) {
        self.host = Some(host);
    }

    /// The address: a URL, the name of a documented host, or the documented default.
    pub(crate) fn address(&self, service: &Service) -> Result<Address, BoxedContext> {
        let url = match self.host.as_deref() {
            None => service.hosts.first().map(|(_, url)| *url).unwrap_or_default(),
            Some(host) if host.contains("://") => host,
            Some(name) => {
                let known = service.hosts.iter().find(|(known, _)| *known == name);
                known.map(|(_, url)| *url).ok_or_else(|| unknown_host(service))?
            }
        };
        Address::new(url, &self.prefix)
    }

    /// The same for a call of that service, which is told what is wrong with it.
    pub(crate) fn address_of(
        &self,
        service: &Service,
        meta: &Meta,
        require_tls: bool,
    ) -> Result<Address, BoxedContext> {
        let address = self.address(service).map_err(|fault| fault.of(meta))?;
        if require_tls && !address.is_https() {
            return Err(Context::config(meta, "require_tls is set and its host is plain http: set an https host"));
        }
        Ok(address)
    }
}

fn unknown_host(service: &Service) -> BoxedContext {
    let names: Vec<&str> = service.hosts.iter().map(|(name, _)| *name).collect();
    Context::setup(format!(
        "host is neither a URL (http://name or https://name) nor one of: {}; a host of a spec of your own is given by its URL",
        names.join(", ")
    ))
}

/// A blank secret, or one with a line break in it, is a mistake of whoever set it: say so at once, and do not repeat it.
pub(crate) fn check_secret(name: &str, secret: &str) -> Result<(), BoxedContext> {
    if secret.trim().is_empty() {
        return Err(Context::setup(format!("{name} is blank")));
    }
    if secret.chars().any(char::is_control) {
        return Err(Context::setup(format!("{name} holds a line break or another control character")));
    }
    if secret.trim() != secret {
        return Err(Context::setup(format!("{name} begins or ends with a space")));
    }
    Ok(())
}

/// A client that a builder can build: the async one, or the blocking one around it.
pub trait Build<A>: sealed::Sealed + Sized {
    #[doc(hidden)]
    fn build_from(client: A) -> Result<Self, crate::error::ConfigError>;
}

pub(crate) mod sealed {
    /// Only the clients of this crate are built.
    pub trait Sealed {}
}

/// What the builders of all gateways are alike in: the settings of a connection, what is built, and what is shown. The builder holds a
/// [`Common`] in `common`, and in `own` what its gateway asks for besides: an `Own` whose `checked` makes the client.
macro_rules! client_builder {
    ($name:literal) => {
        impl<C: $crate::builder::Build<Client>> ClientBuilder<C> {
            /// Where to send to: a URL (`https://example.com`), or the name of a documented host of this gateway. The first documented one
            /// unless set. Calls of a spec of your own go there too; a host that only your spec names is given by its URL.
            ///
            /// An `https` host must show a certificate that the machine trusts; on Linux `SSL_CERT_FILE` can name what that is.
            ///
            /// [Example](Self#example)
            pub fn host(mut self, host: impl Into<String>) -> Self {
                self.common.place.to(host.into());
                self
            }

            /// Time for the exchange, from connecting to the last byte, and for the token that it may have to fetch first. 30 seconds unless
            /// set, and a day at most. Waiting for a turn ([`max_wait`](Self::max_wait)) comes before it.
            ///
            /// [Example](Self#example)
            pub fn timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.common.settings.timeout = timeout;
                self
            }

            /// Time to connect; must be shorter than `timeout`. 3 seconds unless set.
            ///
            /// [Example](Self#example)
            pub fn connect_timeout(mut self, timeout: ::core::time::Duration) -> Self {
                self.common.settings.network.connect_timeout = Some(timeout);
                self
            }

            /// How many calls a client lets out. As many as the documents allow unless set.
            ///
            /// [Example](crate::Limits)
            pub fn limits(mut self, limits: $crate::Limits) -> Self {
                self.common.limits = limits;
                self
            }

            /// How many points calls may cost. Any number unless set.
            ///
            /// [Example](crate::Caps)
            pub fn caps(mut self, caps: $crate::Caps) -> Self {
                self.common.caps = caps;
                self
            }

            /// Share limits, pauses, caps and a fetched token with other machines. Each process keeps its own unless set.
            ///
            /// [Example](crate::Redis)
            #[cfg(feature = "redis")]
            pub fn shared(mut self, shared: $crate::Redis) -> Self {
                self.common.shared = Some(shared);
                self
            }

            /// How often a call that failed is tried again: one that changes nothing at most twice, one that writes never. On unless
            /// [`Retry::none`](crate::Retry::none).
            ///
            /// [Example](crate::Retry)
            pub fn retry(mut self, retry: $crate::Retry) -> Self {
                self.common.call.retries = Some(retry.most());
                self
            }

            /// Longest pause within the body of a reply, between one piece and the next; before the first one a platform may think for as
            /// long as `timeout` lets it. 5 seconds unless set.
            ///
            /// [Example](Self#example)
            pub fn stall_timeout(mut self, time: ::core::time::Duration) -> Self {
                self.common.settings.network.stall_timeout = Some(time);
                self
            }

            /// Check requests and send nothing: every call ends as [`Withheld`](crate::WithheldReason::DryRun). Off unless set.
            ///
            /// [Example](crate::Call::dry_run)
            pub fn dry_run(mut self, dry: bool) -> Self {
                self.common.call.dry_run = dry;
                self
            }

            /// Whose calls these are: clients with this label share their [limits](Self::limits), how many of their calls are tried
            /// again, and what a journal of writes remembers. Those of one account unless set; where a client was given a token alone,
            /// the limits are those of one token, and a journal takes all such clients for one. Workers of one account that share a
            /// journal, or a Redis, need the same label, or all of them none: under another name each sends what the other has sent. While
            /// a client lives, another one that calls with the same at the same host under another name is not built, unless its limits are
            /// off or it has an exchange of its own.
            ///
            /// [Example](Self#example)
            pub fn account_label(mut self, label: impl Into<String>) -> Self {
                self.common.label = Some(label.into());
                self
            }

            /// Longest time that a call waits for its turn; after it, it is [`Withheld`](crate::WithheldReason::WaitTooLong). 60 seconds
            /// unless set.
            ///
            /// [Example](Self#example)
            pub fn max_wait(mut self, time: ::core::time::Duration) -> Self {
                self.common.call.max_wait = Some(time);
                self
            }

            /// Time for everything that a call does: waiting for its turn, a token, and the exchange. None unless set.
            ///
            /// [Example](Self#example)
            pub fn deadline(mut self, time: ::core::time::Duration) -> Self {
                self.common.call.deadline = Some(time);
                self
            }

            /// Send through this proxy. None unless set, whatever the environment says.
            ///
            /// [Example](Self#example)
            pub fn proxy(mut self, url: impl Into<String>) -> Self {
                self.common.settings.network.proxy = Some(url.into());
                self
            }

            /// Trust these certificates, in PEM, besides those that the machine trusts. None unless set; may be called more than once.
            ///
            /// [Example](Self#example)
            pub fn root_certificate(mut self, pem: impl Into<Vec<u8>>) -> Self {
                self.common.settings.network.roots.push(pem.into());
                self
            }

            /// Connections that are kept open between calls. As many as there are unless set.
            ///
            /// Calls that write never use a kept connection: when the server closes one just then, nobody can tell whether the write was read.
            ///
            /// [Example](Self#example)
            pub fn pool_max_idle(mut self, connections: usize) -> Self {
                self.common.settings.network.pool_max_idle = Some(connections);
                self
            }

            /// Connect from this address of the machine: a token belongs to the address that asked for it. As the machine likes unless set.
            ///
            /// [Example](Self#example)
            pub fn local_address(mut self, address: ::core::net::IpAddr) -> Self {
                self.common.settings.network.local_address = Some(address);
                self
            }

            /// Send through this instead of connecting: an HTTP client of the program's own, or an answer without a network in a test. The
            /// network unless set.
            ///
            /// One whose type is known at run time only is an `Arc<dyn Exchange>` or a `Box<dyn Exchange>`.
            ///
            /// Then `connect_timeout`, `stall_timeout`, `proxy`, `root_certificate`, `pool_max_idle` and `local_address` are its own affair:
            /// [`build`](Self::build) refuses them.
            ///
            /// [Example](Self#example)
            pub fn exchange(mut self, exchange: impl $crate::exchange::Exchange) -> Self {
                self.common.settings.exchange = Some(::std::sync::Arc::new(exchange));
                self
            }

            /// A header that every request carries. None unless set; may be called more than once.
            ///
            /// `Authorization`, `Host`, `Content-*`, `User-Agent` and what belongs to the connection are the client's own:
            /// [`build`](Self::build) refuses them. A call of a spec of your own refuses the header of its key, and one that a field of its
            /// request or its version is sent as.
            ///
            /// [Example](Self#example)
            pub fn default_header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.common.settings.headers.push((name.into(), value.into()));
                self
            }

            /// The `User-Agent` header. `vvtool-api/` and the version unless set.
            ///
            /// [Example](Self#example)
            pub fn user_agent(mut self, value: impl Into<String>) -> Self {
                self.common.settings.user_agent = value.into();
                self
            }

            /// Longest reply that is read, in bytes. 8 MiB unless set.
            ///
            /// [Example](Self#example)
            pub fn max_body(mut self, bytes: usize) -> Self {
                self.common.settings.max_body = bytes;
                self
            }

            /// What the values of a reply may take in memory, in bytes; a reply that needs more is an error. 64 MiB unless set.
            ///
            /// It is counted while the reply is read, whatever its length: two megabytes of `{}` in a list of records would take a
            /// gigabyte. A long reply of ordinary records needs a few times its own length.
            ///
            /// [Example](Self#example)
            pub fn max_decoded(mut self, bytes: usize) -> Self {
                self.common.settings.max_decoded = bytes;
                self
            }

            /// Refuse to be built for a plain `http` host. Off unless set: vv-tool documents plain http only.
            ///
            /// [Example](Self#example)
            pub fn require_tls(mut self, require: bool) -> Self {
                self.common.settings.require_tls = require;
                self
            }

            /// Make every call fail whose reply deviates from the documents, as [`Reply::strict`](crate::Reply::strict) does. Off unless set.
            ///
            /// [Example](Self#example)
            pub fn strict(mut self, strict: bool) -> Self {
                self.common.strict = strict;
                self
            }

            /// The client, or what is wrong with the settings.
            ///
            /// [Example](ClientBuilder#example)
            pub fn build(self) -> Result<C, Error> {
                C::build_from(Own::client(self.own, self.common)?).map_err(Error::from)
            }
        }

        impl Own {
            /// Not generic: how a client is made is compiled once, here.
            fn client(own: Opaque<Self>, common: Opaque<$crate::builder::Common>) -> Result<Client, Error> {
                own.take().checked(common.take()).map_err(Error::of)
            }
        }

        impl $crate::builder::sealed::Sealed for Client {}

        impl $crate::builder::Build<Client> for Client {
            fn build_from(client: Client) -> Result<Self, $crate::error::ConfigError> {
                Ok(client)
            }
        }

        /// Secrets stay out.
        impl<C> ::core::fmt::Debug for ClientBuilder<C> {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.debug_struct($name)
                    .field("host", &self.common.place.host.as_deref().map($crate::address::shown))
                    .field("strict", &self.common.strict)
                    .finish_non_exhaustive()
            }
        }
    };
}
pub(crate) use client_builder;
