//! The async client of the Taobao Open Platform and its builder.

use core::fmt;
use core::marker::PhantomData;
use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use super::Error;
use crate::account::{self, Account};
use crate::address::Address;
use crate::builder::{Build, Common, Place, check_secret, client_builder};
use crate::call::attempt::{self, Dial, Outgoing};
use crate::call::drive::{Line, async_drive};
use crate::call::plan::{Called, Plan};
use crate::call::signer::Signer;
use crate::call::steps::{self, Before, Boxed, Profile, Run, Sending};
use crate::call::{Caller, Drive, Operation, TopGateway};
use crate::connection::Connection;
use crate::encode;
use crate::error::{BoxedContext, Context, DocumentedError as _};
use crate::exchange::Deadline;
use crate::generated::top::ErrorKind;
use crate::limits::{Call, Gate};
use crate::meta::{Body, Meta, Service};
use crate::opaque::Opaque;
use crate::payload::{File, Pair, Payload};
use crate::record::{Record, ReplyData};
use crate::rules;
use crate::secrets::Secrets;

/// A client of the Taobao Open Platform. Cheap to clone; clones share connections.
///
/// ```no_run
/// use vvtool_api::top::{Client, TradeGet};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = Client::builder("APP_KEY", "APP_SECRET").session("SESSION").build()?;
/// let reply = TradeGet::new(["tid", "status"], "1000000000000000001").send(&client).await?;
/// println!("{:?}", reply.trade.as_ref().and_then(|trade| trade.status.as_ref()));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    handle: Arc<Handle>,
}

/// A client's own settings, and what it shares with the clients that were made from it: one allocation, so that a client is one pointer.
struct Handle {
    inner: Arc<Inner>,
    session: Option<Arc<str>>,
    options: Call,
}

struct Inner {
    address: Address,
    /// What was said of where calls go.
    place: Place,
    require_tls: bool,
    app_key: Box<str>,
    secret: Box<str>,
    /// The digest asked for; the gateway's default without one.
    method: Option<&'static str>,
    simplify: bool,
    connection: Connection,
    account: Account,
    gate: Gate,
    strict: bool,
    /// The machine's clock; tests set another.
    clock: fn() -> SystemTime,
}

impl Client {
    /// Set up a client with the key and the secret of an application.
    ///
    /// [Example](ClientBuilder#example)
    pub fn builder(app_key: impl Into<String>, secret: impl Into<String>) -> ClientBuilder {
        ClientBuilder::new(app_key.into(), secret.into())
    }

    /// The same client for another shop: calls carry this session.
    ///
    /// [Example](ClientBuilder#example)
    pub fn with_session(&self, session: impl Into<String>) -> Self {
        let session: String = session.into();
        Self::new(Arc::clone(&self.handle.inner), Some(session.into()), self.options())
    }

    fn new(inner: Arc<Inner>, session: Option<Arc<str>>, options: Call) -> Self {
        Self { handle: Arc::new(Handle { inner, session, options }) }
    }

    fn inner(&self) -> &Inner {
        &self.handle.inner
    }

    fn session(&self) -> Option<&str> {
        self.handle.session.as_deref()
    }

    fn options(&self) -> Call {
        self.handle.options
    }

    /// A client that shares everything but these settings with this one.
    fn with_options(&self, options: Call) -> Self {
        Self::new(Arc::clone(&self.handle.inner), self.handle.session.clone(), options)
    }

    /// Where calls of this service go. A gateway of a user's own has hosts of its own, and is shown no key of another one by mistake: a
    /// host that the client was told goes before them, and so does the name of one.
    fn address(&self, service: &Service, meta: &'static Meta) -> Result<Address, BoxedContext> {
        let inner = self.inner();
        let is_url = inner.place.host.as_ref().is_some_and(|host| host.contains("://"));
        if is_url || core::ptr::eq(service, ErrorKind::SERVICE) {
            return Ok(inner.address.clone());
        }
        let address = inner.place.address_of(service, meta, inner.require_tls)?;
        if address.is_https() && !inner.address.is_https() {
            let what =
                "its host is https, and this client was set up for plain http: set host() to the URL of its gateway";
            return Err(Context::config(meta, what));
        }
        Ok(address)
    }

    /// What must hold before anything is signed.
    fn check(&self, meta: &'static Meta, request: &dyn Record) -> Result<(), BoxedContext> {
        rules::check(meta, request)?;
        match self.session() {
            Some(session) => check_secret("session", session).map_err(|fault| fault.of(meta)),
            None if meta.needs_shop => {
                Err(Context::config(meta, "needs the session of a shop: set session() or use with_session()"))
            }
            None => Ok(()),
        }
    }
}

/// One call of a client.
struct Dialling {
    client: Client,
    address: Address,
    /// The request's own parameters.
    pairs: Vec<Pair>,
    files: Vec<File>,
}

impl Dialling {
    /// The parameters with the common ones and the signature, and what of them must not be shown.
    fn signed(&self, plan: &Plan) -> Result<(Vec<Pair>, Secrets), BoxedContext> {
        let (inner, meta) = (self.client.inner(), plan.meta);
        // A crate that was generated before signatures were data has no table: such gateways sign as this one does.
        let signing = plan.service.auth.signing().or(ErrorKind::SERVICE.auth.signing());
        let signing = signing.ok_or_else(|| Context::config(meta, "the spec of this gateway says no signature"))?;
        let mut pairs = self.pairs.clone();
        let signer = Signer {
            signing,
            account: &inner.app_key,
            secret: &inner.secret,
            session: self.client.session().unwrap_or_default(),
            method: inner.method,
            simplify: inner.simplify,
            path: self.address.path(),
            in_query: 0,
            now: (inner.clock)(),
        };
        let secrets = signer.sign(meta, &mut pairs)?;
        Ok((pairs, secrets))
    }
}

impl Dial for Dialling {
    type Key = ();

    fn connection(&self) -> &Connection {
        &self.client.inner().connection
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
        self.client.session().map_or(0, account::shop)
    }

    async fn key(&self, _: &Plan, _: Option<Deadline>) -> Result<(), BoxedContext> {
        Ok(())
    }

    fn outgoing(&self, plan: &Plan, of_request: &Secrets, (): &()) -> Result<Outgoing<'_>, BoxedContext> {
        let (pairs, secrets) = self.signed(plan)?;
        let secrets = secrets.plus(of_request);
        let payload = match plan.meta.body {
            Body::Multipart => Payload::multipart(pairs, self.files.clone()),
            _ => Payload::form(pairs),
        };
        Ok(Outgoing { payload: Cow::Owned(payload), secret: None, secrets })
    }

    fn renews(&self) -> bool {
        false
    }

    fn met(&self, (): &(), _: Option<&BoxedContext>) {}
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
        let checked = self.check(meta, request);
        let dial = checked.and_then(|()| self.address(service, meta)).map(|address| Dialling {
            client: self.clone(),
            address,
            pairs: steps::pairs(request),
            files: encode::files(request),
        });
        let strict = self.inner().strict && !before.is_remembered();
        let plan = Plan::of(service, meta, root(meta.id), strict, &self.inner().connection, request);
        attempt::conduct(dial, plan, request, made, before)
    }

    fn profile(&self) -> Profile {
        let inner = self.inner();
        Profile {
            service: ErrorKind::SERVICE,
            account: inner.account.name().to_owned(),
            #[cfg(feature = "journal")]
            caller: inner.account.caller(),
            timeout: inner.connection.timeout(),
        }
    }

    fn gate(&self) -> &Gate {
        &self.inner().gate
    }

    fn changed(&self, change: fn(Call) -> Call) -> Arc<dyn Run> {
        Arc::new(self.with_options(change(self.options())))
    }
}

/// `taobao.trade.get` answers below `trade_get_response`.
fn root(method: &str) -> String {
    let mut root = method.strip_prefix("taobao.").unwrap_or(method).replace('.', "_");
    root.push_str("_response");
    root
}

impl crate::call::sealed::Sealed for Client {}

async_drive!(Client, TopGateway);

/// Secret and session stay out.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("top::Client")
            .field("address", &self.inner().address)
            .field("sign_method", &self.inner().method.unwrap_or("default"))
            .field("session", &if self.session().is_some() { "given" } else { "none" })
            .finish_non_exhaustive()
    }
}

/// Collects the settings of a [`Client`]. What is not set is as the documents have it.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use vvtool_api::top::{Client, SignMethod};
///
/// let client = Client::builder("app key", "app secret")
///     .session("the session of a shop")
///     .host("sandbox")
///     .sign_method(SignMethod::Hmac)
///     .simplify(true)
///     .timeout(Duration::from_secs(20))
///     .connect_timeout(Duration::from_secs(2))
///     .proxy("http://127.0.0.1:3128")
///     .default_header("x-trace", "7")
///     .user_agent("my-shop/1.0")
///     .max_body(2 * 1024 * 1024)
///     .pool_max_idle(4)
///     .strict(true)
///     .build()?;
///
/// // The same connections for another shop.
/// let other = client.with_session("the session of another shop");
/// # let _ = other;
/// # Ok::<(), vvtool_api::top::Error>(())
/// ```
///
/// `root_certificate`, `local_address` and `require_tls` are set the same way; `exchange` has its example at
/// [`exchange`](crate::exchange).
#[must_use = "a builder does nothing until build() is called"]
pub struct ClientBuilder<C = Client> {
    common: Opaque<Common>,
    own: Opaque<Own>,
    client: PhantomData<fn() -> C>,
}

/// What this gateway's clients have of their own.
struct Own {
    app_key: String,
    secret: String,
    session: Option<String>,
    method: Option<&'static str>,
    simplify: bool,
    clock: fn() -> SystemTime,
}

client_builder!("top::ClientBuilder");

impl<C: Build<Client>> ClientBuilder<C> {
    pub(crate) fn new(app_key: String, secret: String) -> Self {
        Self { common: Common::held(), own: Own::held(app_key, secret), client: PhantomData }
    }

    /// The session of a shop that authorised the application. None unless set; [`Client::with_session`] sets another one.
    ///
    /// [Example](ClientBuilder#example)
    pub fn session(mut self, session: impl Into<String>) -> Self {
        self.own.session = Some(session.into());
        self
    }

    /// How calls are signed: a [`SignMethod`](super::SignMethod), or the one of your own gateway. Its spec's first, here HMAC-SHA256,
    /// unless set; a word that the spec has not is an error of the call.
    ///
    /// [Example](ClientBuilder#example)
    pub fn sign_method(mut self, method: impl Into<&'static str>) -> Self {
        self.own.method = Some(method.into());
        self
    }

    /// Ask for replies without their root key and without list wrappers. Off unless set; replies read the same either way.
    ///
    /// [Example](ClientBuilder#example)
    pub fn simplify(mut self, simplify: bool) -> Self {
        self.own.simplify = simplify;
        self
    }
}

impl Own {
    fn held(app_key: String, secret: String) -> Opaque<Self> {
        Opaque::new(Self { app_key, secret, session: None, method: None, simplify: false, clock: SystemTime::now })
    }

    fn checked(self, common: Common) -> Result<Client, BoxedContext> {
        check_secret("app_key", &self.app_key)?;
        check_secret("secret", &self.secret)?;
        if let Some(session) = &self.session {
            check_secret("session", session)?;
        }
        let address = common.place.address(ErrorKind::SERVICE)?;
        let account = Account::named(common.label.as_ref().unwrap_or(&self.app_key));
        let place = common.settings.place(address.origin());
        let account = account.calling(ErrorKind::SERVICE.name, &place, ("account", &self.app_key));
        let counts = common.limits.are_on() && common.settings.exchange.is_none();
        let account = if counts { account.alone().map_err(Context::setup)? } else { account };
        let gate = Gate::new(&common.limits, ErrorKind::SERVICE, &place, &account);
        let gate = gate.and_then(|gate| gate.capped(common.caps)).map_err(Context::setup)?;
        #[cfg(feature = "redis")]
        let gate = gate.sharing(common.shared, ErrorKind::SERVICE, &place, &account).map_err(Context::setup)?;
        let inner = Inner {
            connection: Connection::new(&common.settings, &address, "")?,
            gate,
            account,
            address,
            place: common.place,
            require_tls: common.settings.require_tls,
            app_key: self.app_key.into(),
            secret: self.secret.into(),
            method: self.method,
            simplify: self.simplify,
            strict: common.strict,
            clock: self.clock,
        };
        let options = common.call.checked().map_err(Context::setup)?;
        Ok(Client::new(Arc::new(inner), self.session.map(Into::into), options))
    }
}

#[cfg(test)]
mod tests;
