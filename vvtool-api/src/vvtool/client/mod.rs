//! The async client of the vv-tool gateway and its builder.

mod credential;

use core::fmt;
use core::marker::PhantomData;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use tracing::{Instrument, Span};

use super::Error;
use crate::account::Account;
use crate::address::Address;
use crate::builder::{Build, Common, Place, check_secret, client_builder};
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
use crate::token::{AccessToken, AuthScheme, Form, Given, Keep, Later, Life, Shared, Source, Token, TokenFile};
#[cfg(feature = "redis")]
use crate::token::{Kept, Whose};

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
        let (inner, options) = (Arc::clone(&self.handle.inner), self.options());
        Self { handle: Arc::new(Handle { inner, session: Some(session.into()), options }) }
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
        Self {
            handle: Arc::new(Handle {
                inner: Arc::clone(&self.handle.inner),
                #[cfg(feature = "sign")]
                session: self.handle.session.clone(),
                options,
            }),
        }
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
            let address = inner.link.address(service, meta, &steps::path(meta, request))?;
            Ok(Dialling { client: self.clone(), payload, address, shop })
        });
        attempt::conduct(dial, plan, request, made, before)
    }

    fn profile(&self) -> Profile {
        let inner = self.inner();
        Profile {
            service: ErrorKind::SERVICE,
            account: inner.account.name().to_owned(),
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
        self.client.inner().token(plan.meta, deadline).await.map(Some)
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
    /// How the body of this call is written: one that has none gets none.
    fn body_of(&self, meta: &Meta) -> Body {
        self.body.filter(|_| meta.body != Body::None).unwrap_or(meta.body)
    }

    /// Where this call goes. A host that the client was told goes before all that a spec says.
    fn address(&self, service: &Service, meta: &Meta, path: &str) -> Result<Address, BoxedContext> {
        let is_default = meta.host.is_empty() && core::ptr::eq(service, ErrorKind::SERVICE);
        if is_default || self.place.host.is_some() {
            return Ok(self.address.join(path));
        }
        let place = Place { host: Some(meta.host.to_owned()).filter(|host| !host.is_empty()), ..self.place.clone() };
        let address = place.address(service).map_err(|fault| fault.of(meta))?;
        if self.settings.require_tls && !address.is_https() {
            return Err(Context::config(meta, "require_tls is set and its host is plain http: set an https host"));
        }
        if address.is_https() && !self.address.is_https() && self.secure.get().is_none() {
            let made =
                Connection::new(&self.settings, &address, service.auth.header()).map_err(|fault| fault.of(meta))?;
            // Of two that are made at once, one is kept.
            let _ = self.secure.set(made);
        }
        Ok(address.join(path))
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
        let plan = Plan { secrets: form.others.plus(&plan.secrets), ..plan };
        let payload = steps::prepare(meta, self.body_of(meta), &request)?;
        let address = self.address.join(meta.path);
        let data = Box::new(<OauthToken as Operation>::Reply::default());
        let span = plan.span();
        let plan = Plan { seen: (span.clone(), Span::none()), ..plan };
        let answer = plan.exchange(&self.connection, &address, None, &payload, data, deadline).instrument(span).await?;
        let expires_in = match lookup(answer.data.as_ref(), "expires_in") {
            View::Int(seconds) => seconds,
            _ => None,
        };
        match lookup(answer.data.as_ref(), "access_token") {
            View::Text(Some(token)) => match form.token(token, Life::unknown()) {
                Ok(_) => Ok(Given { token: AccessToken::from(&**token), expires_in }),
                Err(_) => {
                    let what = "the access token in the answer cannot be a header";
                    Err(Context::decode(meta, what, None, answer.facts.raw))
                }
            },
            _ => Err(Context::decode(meta, "the answer holds no access token", None, answer.facts.raw)),
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

/// Collects the settings of a [`Client`]. What is not set is as the documents have it.
///
/// # Example
///
/// ```
/// use std::time::Duration;
/// use vvtool_api::vvtool::{AuthScheme, Body, Client};
///
/// let client = Client::builder()
///     .token("TOKEN") // or .account("account", "access key"): then a token is fetched when a call needs one
///     .host("http://reseller.example")
///     .prefix("/papi")
///     .auth_scheme(AuthScheme::Raw)
///     .body_style(Body::Json)
///     .timeout(Duration::from_secs(20))
///     .connect_timeout(Duration::from_secs(2))
///     .proxy("http://127.0.0.1:3128")
///     .default_header("x-trace", "7")
///     .user_agent("my-shop/1.0")
///     .max_body(2 * 1024 * 1024)
///     .pool_max_idle(4)
///     .strict(true)
///     .build()?;
/// # let _ = client;
///
/// let error = Client::builder().token("TOKEN").require_tls(true).build().expect_err("the documented host is plain http");
/// println!("{error}");
/// # Ok::<(), vvtool_api::vvtool::Error>(())
/// ```
///
/// `root_certificate` and `local_address` are set the same way; `exchange` has its example at
/// [`exchange`](crate::exchange).
#[must_use = "a builder does nothing until build() is called"]
pub struct ClientBuilder<C = Client> {
    common: Common,
    own: Own,
    client: PhantomData<fn() -> C>,
}

/// What this gateway's clients have of their own.
#[derive(Default)]
struct Own {
    credentials: Option<Credentials>,
    initial: Option<AccessToken>,
    file: Option<PathBuf>,
    scheme: AuthScheme,
    body: Option<Body>,
    #[cfg(feature = "sign")]
    session: Option<String>,
    #[cfg(feature = "sign")]
    method: Option<&'static str>,
}

enum Credentials {
    Nobody,
    Token(String),
    Account { account: String, access_key: String },
}

client_builder!("vvtool::ClientBuilder");

impl<C: Build<Client>> ClientBuilder<C> {
    pub(crate) fn new() -> Self {
        Self { common: Common::default(), own: Own::default(), client: PhantomData }
    }

    /// Use this access token. Replaces [`ClientBuilder::account`].
    ///
    /// [Example](ClientBuilder#example)
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.own.credentials = Some(Credentials::Token(token.into()));
        self
    }

    /// Fetch a token with this account and access key when the first call needs one. Replaces [`ClientBuilder::token`].
    ///
    /// A new token kills the one before it, also on other machines that use the account: where several share one, let
    /// them share the token as well (`shared`, feature `redis`), or give them all the same one instead.
    ///
    /// [Example](ClientBuilder#example)
    pub fn account(mut self, account: impl Into<String>, access_key: impl Into<String>) -> Self {
        self.own.credentials = Some(Credentials::Account { account: account.into(), access_key: access_key.into() });
        self
    }

    /// Call without saying who calls, as a spec of your own may allow. Calls that have to say it fail unsent. Replaces
    /// [`ClientBuilder::token`] and [`ClientBuilder::account`].
    ///
    /// ```
    /// use vvtool_api::vvtool::{Client, ErpsFullinfo};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let client = Client::builder().anonymous().build()?;
    /// // Of this gateway only the call that fetches a token says nothing of its caller.
    /// let error = ErpsFullinfo::new("123456789", "1", ["tid"]).send(&client).await.expect_err("it needs a token");
    /// println!("{error}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn anonymous(mut self) -> Self {
        self.own.credentials = Some(Credentials::Nobody);
        self
    }

    /// The session of a shop that authorised the application, where a spec of your own signs its calls; they are signed with the access
    /// key of [`ClientBuilder::account`]. None unless set; [`Client::with_session`] sets another one.
    ///
    /// ```
    /// use vvtool_api::vvtool::Client;
    ///
    /// let client = Client::builder().account("app key", "app secret").session("the session of a shop").build()?;
    /// // The same connections for another shop.
    /// let other = client.with_session("the session of another shop");
    /// # let _ = other;
    /// # Ok::<(), vvtool_api::vvtool::Error>(())
    /// ```
    #[cfg(feature = "sign")]
    pub fn session(mut self, session: impl Into<String>) -> Self {
        self.own.session = Some(session.into());
        self
    }

    /// How calls are signed, where a spec of your own signs them: its `SignMethod`. The spec's first unless set; a word that the spec has
    /// not is an error of the call.
    ///
    /// ```
    /// use vvtool_api::vvtool::Client;
    ///
    /// // A word, or a value of the type that your spec's module has.
    /// let client = Client::builder().account("app key", "app secret").sign_method("md5").build()?;
    /// # let _ = client;
    /// # Ok::<(), vvtool_api::vvtool::Error>(())
    /// ```
    #[cfg(feature = "sign")]
    pub fn sign_method(mut self, method: impl Into<&'static str>) -> Self {
        self.own.method = Some(method.into());
        self
    }

    /// Start with this token, which an earlier client fetched for the same account ([`Client::current_token`]), and fetch another one
    /// when the platform refuses it. Needs [`ClientBuilder::account`].
    ///
    /// [Example](Client::current_token)
    pub fn initial_token(mut self, token: impl Into<AccessToken>) -> Self {
        self.own.initial = Some(token.into());
        self
    }

    /// Keep the token in this file, for the next run of the program and for all processes of this machine that call as the account: a new
    /// token kills the one before it, so only one of them fetches, and the others take what it has fetched. Needs
    /// [`ClientBuilder::account`], and Unix. None unless set.
    ///
    /// The file is made when the first token comes, with mode 0600; where others than its owner may read it, the client is not built.
    /// Beside it stand `NAME.lock`, and for a moment `NAME.new`. It belongs on a disk of the machine, not on a network share. A token in
    /// it goes before [`initial_token`](Self::initial_token). While the file cannot be written nothing is fetched, and calls that need a
    /// token fail unsent. Clients that share a Redis keep it there, and take no file.
    ///
    /// ```
    /// # #[cfg(unix)] {
    /// use vvtool_api::vvtool::Client;
    ///
    /// # let folder = std::env::temp_dir().join(format!("vvtool-token-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// # let path = folder.join("token");
    /// let client = Client::builder().account("account", "access key").token_file(&path).build()?;
    /// assert_eq!(client.current_token(), None); // the first call fetches one
    /// # std::fs::remove_dir_all(&folder)?;
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.own.file = Some(path.into());
        self
    }

    /// Path in front of every documented path (`/papi`), as some resellers have it. None unless set.
    ///
    /// [Example](ClientBuilder#example)
    pub fn prefix(mut self, path: impl Into<String>) -> Self {
        self.common.place.prefix = path.into();
        self
    }

    /// How the token is written into its header. As the documents say (`Bearer`) unless set.
    ///
    /// [Example](ClientBuilder#example)
    pub fn auth_scheme(mut self, scheme: AuthScheme) -> Self {
        self.own.scheme = scheme;
        self
    }

    /// How request bodies are written. The documented style unless set.
    ///
    /// [Example](ClientBuilder#example)
    pub fn body_style(mut self, body: Body) -> Self {
        self.own.body = Some(body);
        self
    }
}

impl Own {
    /// Only a client that fetches tokens has one to begin with, and keeps it.
    fn keeps(&self) -> Result<(), BoxedContext> {
        let whose = match self.credentials {
            Some(Credentials::Token(_)) => "a client with a token fetches no other",
            Some(Credentials::Nobody) => "one that is anonymous fetches none",
            Some(Credentials::Account { .. }) | None => return Ok(()),
        };
        let given = [("initial_token", self.initial.is_some()), ("token_file", self.file.is_some())];
        match given.into_iter().find(|(_, given)| *given) {
            Some((setting, _)) => Err(Context::setup(format!("{setting} needs account: {whose}"))),
            None => Ok(()),
        }
    }

    fn checked(self, common: Common) -> Result<Client, BoxedContext> {
        if self.body == Some(Body::None) {
            return Err(Context::setup("body_style None: requests would leave without their fields"));
        }
        self.keeps()?;
        let address = common.place.address(ErrorKind::SERVICE)?;
        let form = |others| Form {
            scheme: self.scheme,
            meta: OauthToken::META,
            header: ErrorKind::SERVICE.auth.header(),
            others,
        };
        let source = match self.credentials {
            None => return Err(Context::setup("neither token nor account is set")),
            Some(Credentials::Nobody) => Source::Nobody,
            Some(Credentials::Token(token)) => Source::Given(form(Secrets::default()).token(&token, Life::unknown())?),
            Some(Credentials::Account { account, access_key }) => {
                check_secret("account", &account)?;
                check_secret("access_key", &access_key)?;
                let form = form(Secrets::of([access_key.as_str()]));
                let open = |path: PathBuf| TokenFile::open(&path, &address.origin(), &account).map_err(Context::setup);
                let keep = self.file.map(open).transpose()?;
                let keep = keep.map(|(file, kept)| (Arc::new(file) as Arc<dyn Keep>, kept));
                #[cfg(feature = "redis")]
                let keep = match &common.shared {
                    Some(_) if keep.is_some() => {
                        return Err(Context::setup(
                            "token_file and shared: a token is kept in one place, leave one of them out",
                        ));
                    }
                    Some(redis) => shared_token(redis, &address.origin(), &account, &access_key),
                    None => keep,
                };
                let shared = Shared::new(form, keep, self.initial.as_ref().map(AccessToken::expose))?;
                Source::Fetched { account: account.into(), access_key: access_key.into(), shared: Box::new(shared) }
            }
        };
        let link = Link {
            connection: Connection::new(&common.settings, &address, ErrorKind::SERVICE.auth.header())?,
            address,
            place: common.place,
            secure: OnceLock::new(),
            settings: common.settings,
            body: self.body,
        };
        let account = match (&common.label, &source) {
            (Some(label), _) => Account::named(label),
            (None, Source::Fetched { account, .. }) => Account::named(account),
            (None, Source::Given(token)) => Account::of_token(token.token().expose()),
            (None, Source::Nobody) => Account::of_token(""),
        };
        let place = link.settings.place(link.address.origin());
        let gate = Gate::new(&common.limits, ErrorKind::SERVICE, &place, &account);
        let gate = gate.and_then(|gate| gate.capped(common.caps)).map_err(Context::setup)?;
        #[cfg(feature = "redis")]
        let gate = gate.sharing(common.shared, ErrorKind::SERVICE, &place, &account);
        let inner = Inner {
            link: Arc::new(link),
            source,
            scheme: self.scheme,
            #[cfg(feature = "sign")]
            method: self.method,
            account,
            gate,
            strict: common.strict,
        };
        let client = Client::new(Arc::new(inner), common.call.checked().map_err(Context::setup)?);
        #[cfg(feature = "sign")]
        if let Some(session) = self.session {
            check_secret("session", &session)?;
            return Ok(client.with_session(session));
        }
        Ok(client)
    }
}

/// The token where machines share it, whatever their clients are labelled.
#[cfg(feature = "redis")]
fn shared_token(redis: &crate::Redis, host: &str, account: &str, access_key: &str) -> Option<(Arc<dyn Keep>, Kept)> {
    let name = Account::named(account).abroad(ErrorKind::SERVICE.name, host);
    let keep = redis.token(&name, Whose { host: host.to_owned(), account: account.to_owned() }, access_key)?;
    Some((keep, Kept::default()))
}

#[cfg(test)]
mod tests;
