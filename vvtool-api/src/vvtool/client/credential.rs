//! What shows who makes a call: a token in a header or in the query, or a signature, as the service of the call says.

use std::borrow::Cow;

use super::{Dialling, ErrorKind};
use crate::call::attempt::{Dial as _, Outgoing};
use crate::call::plan::Plan;
use crate::connection::SecretHeader;
use crate::error::{BoxedContext, Context, DocumentedError as _};
use crate::meta::{Auth, Meta, Signing};
use crate::secrets::Secrets;
use crate::token::Token;

/// A call of this service carries a token, fetched or given.
pub(super) fn takes_token(auth: Auth, meta: &Meta) -> bool {
    meta.authenticated && matches!(auth, Auth::Bearer(_) | Auth::Header(_) | Auth::Query(_))
}

impl Dialling {
    /// The request with what shows who makes it.
    pub(super) fn shown<'a>(
        &'a self,
        plan: &Plan,
        of_request: &Secrets,
        key: &'a Option<Token>,
    ) -> Result<Outgoing<'a>, BoxedContext> {
        let (payload, auth) = (Cow::Borrowed(&self.payload), plan.service.auth);
        if let Some((name, _)) = payload.headers.iter().find(|(name, _)| self.connection().has(name)) {
            let what =
                format!("default_header and what the call sends as {name} are one header: leave one of them out");
            return Err(Context::config(plan.meta, what));
        }
        let Some(token) = key else {
            if let (true, Some(signing)) = (plan.meta.authenticated, auth.signing()) {
                return self.signed(plan, signing, of_request);
            }
            return Ok(Outgoing { payload, secret: None, secrets: of_request.clone() });
        };
        let secrets = token.secrets.plus(of_request);
        let text = token.token();
        let secret = match auth {
            Auth::Query(name) => {
                let mut payload = self.payload.clone();
                payload.query.push((name.into(), text.expose().to_owned()));
                return Ok(Outgoing { payload: Cow::Owned(payload), secret: None, secrets });
            }
            // The client's own gateway: it is made once.
            Auth::Bearer(header) if header == ErrorKind::SERVICE.auth.header() => Some(Cow::Borrowed(&token.header)),
            Auth::Bearer(header) => {
                let value = self.client.inner().scheme.written(text.expose());
                SecretHeader::new(header, &value).map(Cow::Owned)
            }
            Auth::Header(header) => SecretHeader::new(header, text.expose()).map(Cow::Owned),
            Auth::None | Auth::Signed(_) => return Ok(Outgoing { payload, secret: None, secrets }),
        };
        let secret = secret.ok_or_else(|| Context::config(plan.meta, "the token cannot stand in its header"))?;
        if self.connection().has(secret.name()) {
            let what = "default_header and the key of the call are one header: leave default_header out";
            return Err(Context::config(plan.meta, what));
        }
        Ok(Outgoing { payload, secret: Some(secret), secrets })
    }

    #[cfg(not(feature = "sign"))]
    fn signed(&self, plan: &Plan, _: &Signing, _: &Secrets) -> Result<Outgoing<'_>, BoxedContext> {
        Err(Context::config(plan.meta, "its calls are signed: turn the feature `sign` on"))
    }

    /// The common parameters stand where the request's own do: in the query of a call without a body, else in the body.
    #[cfg(feature = "sign")]
    fn signed(
        &self,
        plan: &Plan,
        signing: &'static Signing,
        of_request: &Secrets,
    ) -> Result<Outgoing<'_>, BoxedContext> {
        use crate::meta::Holds;
        use crate::payload::{Content, Pair};
        use crate::token::Source;

        let (meta, inner) = (plan.meta, self.client.inner());
        let Source::Fetched { account, access_key, .. } = &inner.source else {
            return Err(Context::config(meta, "its calls are signed: set account(), with the secret as access key"));
        };
        let session = self.client.session().unwrap_or_default();
        let told = signing.parameters.iter().any(|(_, holds)| *holds == Holds::Session);
        if meta.needs_shop && told && session.is_empty() {
            return Err(Context::config(meta, "needs the session of a shop: set session() or use with_session()"));
        }
        let mut payload = self.payload.clone();
        let mut object = match &payload.body {
            Content::Json(text) => serde_json::from_str::<serde_json::Map<_, _>>(text).unwrap_or_default(),
            _ => serde_json::Map::new(),
        };
        let mut pairs = payload.query.clone();
        match &payload.body {
            Content::Form(own) | Content::Multipart(own, _) => pairs.extend(own.iter().cloned()),
            Content::Json(_) => pairs.extend(object.iter().map(|(name, value)| (name.clone().into(), text(value)))),
            Content::None => {}
        }
        // None of them is blank: signing adds some, and takes none away.
        let own = pairs.len();
        let signer = crate::call::signer::Signer {
            signing,
            account,
            secret: access_key,
            session,
            method: inner.method,
            simplify: false,
            path: self.address.path(),
            in_query: if matches!(payload.body, Content::None) { usize::MAX } else { payload.query.len() },
            now: std::time::SystemTime::now(),
        };
        let secrets = signer.sign(meta, &mut pairs)?.plus(of_request);
        let common: Vec<Pair> = pairs.split_off(own.min(pairs.len()));
        match &mut payload.body {
            Content::Form(own) | Content::Multipart(own, _) => own.extend(common),
            Content::Json(text) => {
                object.extend(common.into_iter().map(|(name, value)| (name.into_owned(), value.into())));
                *text = serde_json::Value::Object(object).to_string();
            }
            Content::None => payload.query.extend(common),
        }
        Ok(Outgoing { payload: Cow::Owned(payload), secret: None, secrets })
    }
}

/// A member of an object as a form would have it.
#[cfg(feature = "sign")]
fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
