//! The async client of the vv-tool gateway.

mod builder;
mod credential;

use core::fmt;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

pub use builder::ClientBuilder;
use tracing::{Instrument, Span};

use crate::account::Account;
use crate::address::{Address, Joined};
use crate::builder::Place;
use crate::call::attempt::{self, Dial, Outgoing};
use crate::call::drive::{Line, async_drive};
use crate::call::plan::{self, Called, Plan};
use crate::call::steps::{self, Before, Boxed, Profile, Run, Sending};
use crate::call::{Caller, Drive, EnvelopeGateway, Operation};
use crate::connection::Connection;
use crate::error::{BoxedContext, Context, DocumentedError as _};
use crate::exchange::Deadline;
use crate::generated::vvtool::{ErrorKind, OauthToken};
use crate::limits::{Call, Gate};
use crate::meta::{Body, Meta, Service};
use crate::payload::Payload;
use crate::record::{Record, ReplyData, View, lookup};
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::token::refusal;
use crate::token::{AccessToken, AuthScheme, Form, Given, Later, Life, Source, Token};

/// A client of the vv-tool gateway. Cheap to clone; clones share connections and token.
///
/// ```
/// use vvtool_api::vvtool::{Client, ErpsFullinfo};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
/// # let (host, token) = (gateway.url.clone(), gateway.token());
/// let client = Client::builder().host(host).token(token).build()?;
/// let trade = ErpsFullinfo::new("123456789", "1000000000000000001", ["tid", "status"]).send(&client).await?;
/// println!("{:?}", trade.status);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
}

/// A client's own settings, and what it shares with the clients that were made from it: one allocation, so that a client is one pointer.
#[derive(Clone)]
struct Handle {
    inner: Arc<Inner>,
    #[cfg(feature = "sign")]
    session: Option<Arc<str>>,
    options: Call,
}

struct Inner {
    link: Arc<Link>,
    source: Source,
    scheme: AuthScheme,
    /// The digest asked for, of a service that signs; its default without one.
    #[cfg(feature = "sign")]
    method: Option<&'static str>,
    account: Account,
    gate: Gate,
    strict: bool,
}

/// What a call needs besides a token. A token is fetched with it alone, so that the fetch may outlive who began it.
struct Link {
    address: Address,
    /// The operations below it.
    joined: Joined,
    /// What was said of where calls go.
    place: Place,
    connection: Connection,
    /// For https where the client's own host is plain http: made when a host of a spec asks for it.
    secure: OnceLock<Connection>,
    settings: Settings,
    body: Option<Body>,
}

impl Client {
    /// Set up a client: a token, or an account with its access key, and what else differs from the documents.
    ///
    /// [Example](ClientBuilder#example)
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// The token that the next call would carry; none while the client has not fetched one yet. Another machine, or the next run of
    /// the program, can start from it: a new token would kill it.
    ///
    /// ```
    /// use vvtool_api::vvtool::{AccessToken, Client};
    ///
    /// let stored = AccessToken::from("the-token-of-yesterday");
    /// let client = Client::builder().account("account", "access key").initial_token(stored).build()?;
    /// if let Some(token) = client.current_token() {
    ///     println!("{token:?}"); // AccessToken(<secret>)
    ///     assert_eq!(token.expose(), "the-token-of-yesterday"); // to be kept as safe as a password
    /// }
    /// # Ok::<(), vvtool_api::vvtool::Error>(())
    /// ```
    pub fn current_token(&self) -> Option<AccessToken> {
        let token = match &self.inner().source {
            Source::Given(token) => Some(Arc::clone(token)),
            Source::Fetched { shared, .. } => shared.current(),
            Source::Nobody => None,
        };
        token.map(|token| token.token())
    }

    /// The same client for another shop, where a spec of your own signs its calls: they carry this session.
    ///
    /// [Example](ClientBuilder::session)
    #[cfg(feature = "sign")]
    pub fn with_session(&self, session: impl Into<String>) -> Self {
        let session: String = session.into();
        Self { handle: Arc::new(Handle { session: Some(session.into()), ..Handle::clone(&self.handle) }) }
    }

    #[cfg(feature = "sign")]
    fn session(&self) -> Option<&str> {
        self.handle.session.as_deref()
    }

    fn new(inner: Arc<Inner>, options: Call) -> Self {
        Self {
            handle: Arc::new(Handle {
                inner,
                #[cfg(feature = "sign")]
                session: None,
                options,
            }),
        }
    }

    fn inner(&self) -> &Inner {
        &self.handle.inner
    }

    fn options(&self) -> Call {
        self.handle.options
    }

    /// A client that shares everything but these settings with this one.
    fn with_options(&self, options: Call) -> Self {
        Self { handle: Arc::new(Handle { options, ..Handle::clone(&self.handle) }) }
    }

    /// Whose turn it is, where calls wait: that of the shop which the request names, or else of the session.
    fn shop(&self, request: &dyn Record, meta: &Meta) -> u64 {
        #[cfg(feature = "sign")]
        if let (true, Some(session)) = (meta.shop.is_empty(), self.session()) {
            return crate::account::shop(session);
        }
        plan::shop(request, meta)
    }
}

impl Run for Client {
    fn run(
        &self,
        service: &'static Service,
        meta: &'static Meta,
        request: &dyn Record,
        made: fn() -> Box<dyn Record>,
        before: Before,
    ) -> Boxed<Result<Called, BoxedContext>> {
        let inner = self.inner();
        let strict = inner.strict && !before.is_remembered();
        let plan = Plan::of(service, meta, String::new(), strict, &inner.link.connection, request);
        let payload = steps::prepare(meta, inner.link.body_of(meta), request);
        let shop = self.shop(request, meta);
        let dial = payload.and_then(|payload| {
            let address = inner.link.address(service, meta, steps::path(meta, request))?;
            Ok(Dialling { client: self.clone(), payload, address, shop })
        });
        attempt::conduct(dial, plan, request, made, before)
    }

    fn profile(&self) -> Profile {
        let inner = self.inner();
        Profile {
            service: ErrorKind::SERVICE,
            account: inner.account.name().to_owned(),
            #[cfg(feature = "journal")]
            caller: inner.account.caller(),
            timeout: inner.link.connection.timeout(),
        }
    }

    fn gate(&self) -> &Gate {
        &self.inner().gate
    }

    fn changed(&self, change: fn(Call) -> Call) -> Arc<dyn Run> {
        Arc::new(self.with_options(change(self.options())))
    }
}

/// One call of a client.
struct Dialling {
    client: Client,
    payload: Payload,
    address: Address,
    shop: u64,
}

impl Dial for Dialling {
    type Key = Option<Token>;

    fn connection(&self) -> &Connection {
        self.client.inner().link.connection(&self.address)
    }

    fn gate(&self) -> &Gate {
        &self.client.inner().gate
    }

    fn options(&self) -> Call {
        self.client.options()
    }

    fn address(&self, _: &Plan) -> Address {
        self.address.clone()
    }

    fn shop(&self) -> u64 {
        self.shop
    }

    async fn key(&self, plan: &Plan, deadline: Option<Deadline>) -> Result<Self::Key, BoxedContext> {
        if !credential::takes_token(plan.service.auth, plan.meta) {
            return Ok(None);
        }
        let inner = self.client.inner();
        if inner.link.is_of_another(plan.service) && matches!(inner.source, Source::Fetched { .. }) {
            // The account and its access key are for whoever gives the token out, and so is the token.
            let what = "tokens are fetched from vv-tool only: set token(), or host() to this gateway";
            return Err(Context::config(plan.meta, what));
        }
        let fetches = plan.service.token_operation;
        if matches!(inner.source, Source::Fetched { .. }) && !fetches.is_empty() && fetches != OauthToken::META.id {
            // Nothing says which of its fields take the account and the access key.
            let what =
                format!("tokens of this gateway come from {fetches}: send that request yourself, and set token()");
            return Err(Context::config(plan.meta, what));
        }
        inner.token(plan.meta, deadline).await.map(Some)
    }

    fn outgoing<'a>(
        &'a self,
        plan: &Plan,
        of_request: &Secrets,
        key: &'a Self::Key,
    ) -> Result<Outgoing<'a>, BoxedContext> {
        self.shown(plan, of_request, key)
    }

    fn renews(&self) -> bool {
        matches!(self.client.inner().source, Source::Fetched { .. })
    }

    fn met(&self, key: &Self::Key, fault: Option<&BoxedContext>) {
        if let (Some(token), Source::Fetched { shared, .. }) = (key, &self.client.inner().source) {
            match fault {
                None => token.has_worked(),
                Some(fault) => shared.met(token, fault),
            }
        }
    }
}

impl Inner {
    /// Whatever becomes of the token: the call that wants it has not been sent.
    async fn token(&self, meta: &'static Meta, deadline: Option<Deadline>) -> Result<Token, BoxedContext> {
        match &self.source {
            Source::Given(token) => Ok(Arc::clone(token)),
            Source::Nobody => Err(Context::config(
                meta,
                "it shows who makes it, and the client was built anonymous(): set token or account",
            )),
            Source::Fetched { account, access_key, shared } => {
                let request = || OauthToken::new(&**account, &**access_key);
                let link = || Arc::clone(&self.link);
                let fetch = |deadline| -> Later<_> {
                    Box::pin(Link::fetch_token(link(), request(), shared.form().clone(), deadline))
                };
                shared.get(deadline, fetch).await
            }
        }
    }
}

impl Link {
    /// How the body of this call is written: one that has none gets none. A user's own service says its style itself, and may sign it.
    fn body_of(&self, meta: &Meta) -> Body {
        let is_told = meta.body != Body::None && meta.service == ErrorKind::SERVICE.name;
        self.body.filter(|_| is_told).unwrap_or(meta.body)
    }

    /// Calls of the service go elsewhere than those of the client's own gateway.
    fn is_of_another(&self, service: &Service) -> bool {
        self.place.host.is_none() && !core::ptr::eq(service, ErrorKind::SERVICE)
    }

    /// Where this call goes. A host that the client was told goes before all that a spec says.
    fn address(&self, service: &Service, meta: &Meta, path: Cow<'static, str>) -> Result<Address, BoxedContext> {
        let is_default = meta.host.is_empty() && core::ptr::eq(service, ErrorKind::SERVICE);
        if is_default || self.place.host.is_some() {
            return Ok(self.joined.join(&self.address, path));
        }
        let place = Place { host: Some(meta.host.to_owned()).filter(|host| !host.is_empty()), ..self.place.clone() };
        let address = place.address_of(service, meta, self.settings.require_tls)?;
        if address.is_https() && !self.address.is_https() && self.secure.get().is_none() {
            let made =
                Connection::new(&self.settings, &address, service.auth.header()).map_err(|fault| fault.of(meta))?;
            // Of two that are made at once, one is kept.
            let _ = self.secure.set(made);
        }
        Ok(address.join(&path))
    }

    fn connection(&self, address: &Address) -> &Connection {
        self.secure.get().filter(|_| address.is_https()).unwrap_or(&self.connection)
    }

    async fn fetch_token(
        self: Arc<Self>,
        request: OauthToken,
        form: Form,
        deadline: Option<Deadline>,
    ) -> Result<Given, BoxedContext> {
        let meta = form.meta;
        let plan = Plan::of(ErrorKind::SERVICE, meta, String::new(), false, &self.connection, &request);
        let plan = Plan { secrets: form.secrets().plus(&plan.secrets), ..plan };
        let payload = steps::prepare(meta, self.body_of(meta), &request)?;
        let address = self.address.join(meta.path);
        let data = Box::new(<OauthToken as Operation>::Reply::default());
        let span = plan.span();
        let plan = Plan { seen: (span.clone(), Span::none()), ..plan };
        let exchange =
            plan.exchange(&self.connection, &address, None, &payload, data, (deadline, None)).instrument(span);
        let answer = exchange.await.map_err(|fault| refusal::told(fault, plan.service, &plan.secrets))?;
        let expires_in = match lookup(answer.data.as_ref(), "expires_in") {
            View::Int(seconds) => seconds,
            _ => None,
        };
        match lookup(answer.data.as_ref(), "access_token") {
            View::Text(Some(token)) => match form.token(token, Life::unknown()) {
                // A flag or a null that came as a token is none.
                Ok(_) if matches!(&**token, "true" | "false" | "null") => {
                    Err(Context::decode(meta, "the answer holds no access token", None, answer.facts.raw.clone()))
                }
                Ok(_) => Ok(Given { token: AccessToken::from(&**token), expires_in }),
                Err(_) => {
                    let what = "the access token in the answer cannot be a header";
                    Err(Context::decode(meta, what, None, answer.facts.raw.clone()))
                }
            },
            _ => Err(Context::decode(meta, "the answer holds no access token", None, answer.facts.raw.clone())),
        }
    }
}

impl crate::call::sealed::Sealed for Client {}

async_drive!(Client, EnvelopeGateway);

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let token = match self.inner().source {
            Source::Given(_) => "given",
            Source::Fetched { .. } => "fetched when first needed",
            Source::Nobody => "none",
        };
        f.debug_struct("vvtool::Client")
            .field("address", &self.inner().link.address)
            .field("token", &token)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
