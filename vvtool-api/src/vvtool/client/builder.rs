//! The builder of the vv-tool gateway's clients.

use core::marker::PhantomData;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::{Client, Inner, Link};
use crate::account::Account;
use crate::address::Joined;
use crate::builder::{Build, Common, check_secret, client_builder};
use crate::call::Operation;
use crate::connection::Connection;
use crate::error::{BoxedContext, Context, DocumentedError as _};
use crate::generated::vvtool::{ErrorKind, OauthToken};
use crate::limits::Gate;
use crate::meta::Body;
use crate::opaque::Opaque;
use crate::secrets::Secrets;
use crate::token::{AccessToken, AuthScheme, Earlier, Form, Keep, Life, Shared, Source, TokenFile};
#[cfg(feature = "redis")]
use crate::token::{Kept, Whose};
use crate::vvtool::Error;

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
    common: Opaque<Common>,
    own: Opaque<Own>,
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
        Self { common: Common::held(), own: Own::held(), client: PhantomData }
    }

    /// Use this access token. Replaces [`ClientBuilder::account`].
    ///
    /// [Example](ClientBuilder#example)
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.own.call_as(Credentials::Token(token.into()));
        self
    }

    /// Fetch a token with this account and access key when the first call needs one. Replaces [`ClientBuilder::token`].
    ///
    /// A new token kills the one before it, also on other machines that use the account: where several share one, let
    /// them share the token as well (`shared`, feature `redis`), or give them all the same one instead.
    ///
    /// It is fetched by vv-tool's operation, at [`ClientBuilder::host`] where that is set. Without it a call of a spec of your own is
    /// refused: neither the access key nor the token is for two gateways.
    ///
    /// [Example](ClientBuilder#example)
    pub fn account(mut self, account: impl Into<String>, access_key: impl Into<String>) -> Self {
        self.own.call_as(Credentials::Account { account: account.into(), access_key: access_key.into() });
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
        self.own.call_as(Credentials::Nobody);
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
    /// Beside it stand `NAME.lock`, and for a moment `NAME.new-NUMBER`. It belongs on a disk of the machine, not on a network share. A token
    /// in it goes before [`initial_token`](Self::initial_token). While the file cannot be written nothing is fetched, and calls that need a
    /// token fail unsent. Clients that share a Redis keep it there, and take no file.
    ///
    /// A process that dies while it fetches is in nobody's way. One that is stopped, or whose runtime stands still, is waited for as long as
    /// a fetch may take and 15 seconds longer (a minute at least); meanwhile calls that need a token fail unsent, and say how long that lasts.
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

    /// How request bodies are written. The documented style unless set. Operations of a spec of your own have the style that it says,
    /// also where it is another name for this gateway.
    ///
    /// [Example](ClientBuilder#example)
    pub fn body_style(mut self, body: Body) -> Self {
        self.own.body = Some(body);
        self
    }
}

impl Own {
    fn held() -> Opaque<Self> {
        Opaque::new(Self::default())
    }

    fn call_as(&mut self, credentials: Credentials) {
        self.credentials = Some(credentials);
    }

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
            earlier: Earlier::default(),
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
            joined: Joined::default(),
            place: common.place,
            secure: OnceLock::new(),
            settings: common.settings,
            body: self.body,
        };
        let place = link.settings.place(link.address.origin());
        let account = account_of(common.label.as_deref(), &source, &place);
        // Where an exchange of a user's own leads to nobody knows, and limits that are off are not kept twice.
        let counts = common.limits.are_on() && link.settings.exchange.is_none();
        let account = if counts { account.alone().map_err(Context::setup)? } else { account };
        let gate = Gate::new(&common.limits, ErrorKind::SERVICE, &place, &account);
        let gate = gate.and_then(|gate| gate.capped(common.caps)).map_err(Context::setup)?;
        #[cfg(feature = "redis")]
        let gate = gate.sharing(common.shared, ErrorKind::SERVICE, &place, &account).map_err(Context::setup)?;
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

/// Whose calls they are, and what shows it.
fn account_of(label: Option<&str>, source: &Source, place: &str) -> Account {
    let named = |other: Account| label.map_or(other, Account::named);
    match source {
        Source::Fetched { account, .. } => {
            named(Account::named(account)).calling(ErrorKind::SERVICE.name, place, ("account", account))
        }
        Source::Given(token) => {
            let token = token.token();
            let token = token.expose();
            named(Account::of_token(token)).calling(ErrorKind::SERVICE.name, place, ("token", token))
        }
        Source::Nobody => named(Account::of_token("")),
    }
}

/// The token where machines share it, whatever their clients are labelled.
#[cfg(feature = "redis")]
fn shared_token(redis: &crate::Redis, host: &str, account: &str, access_key: &str) -> Option<(Arc<dyn Keep>, Kept)> {
    let name = Account::named(account).abroad(ErrorKind::SERVICE.name, host);
    let keep = redis.token(&name, Whose { host: host.to_owned(), account: account.to_owned() }, access_key)?;
    Some((keep, Kept::default()))
}
