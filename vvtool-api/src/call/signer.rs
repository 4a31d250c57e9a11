//! The signature of one call, made anew for each attempt: a timestamp is good for minutes, and a call may wait longer.

use std::time::SystemTime;

use crate::chance;
use crate::error::{BoxedContext, Context};
use crate::meta::{Holds, Meta, Signing};
use crate::payload::Pair;
use crate::secrets::Secrets;
use crate::sign::told;

/// Who signs, and what a call is signed with besides its own parameters.
pub(crate) struct Signer<'a> {
    pub(crate) signing: &'static Signing,
    /// The key that names the application.
    pub(crate) account: &'a str,
    pub(crate) secret: &'a str,
    /// Empty without one.
    pub(crate) session: &'a str,
    /// The digest asked for; the gateway's default without one.
    pub(crate) method: Option<&'static str>,
    pub(crate) simplify: bool,
    pub(crate) path: &'a str,
    /// So many of the call's own parameters, the first ones, stand in the query; all that there are, and the common ones, where it is
    /// the largest number.
    pub(crate) in_query: usize,
    pub(crate) now: SystemTime,
}

impl Signer<'_> {
    /// The parameters that every call has, and the signature: put behind `own`, which are signed with them. Gives what of them must not be
    /// shown.
    pub(crate) fn sign(&self, meta: &'static Meta, own: &mut Vec<Pair>) -> Result<Secrets, BoxedContext> {
        let Self { signing, session, .. } = *self;
        let digest = signing.digest(self.method).ok_or_else(|| {
            let words: Vec<_> = signing.digests.iter().map(|digest| digest.word).collect();
            let asked = self.method.unwrap_or_default();
            Context::config(meta, format!("no sign method {asked:?}: this gateway has {}", words.join(", ")))
        })?;
        for (name, holds) in signing.parameters {
            let value = match holds {
                Holds::Account => self.account.to_owned(),
                Holds::Operation => meta.id.to_owned(),
                Holds::Session => session.to_owned(),
                Holds::Digest => digest.word.to_owned(),
                Holds::Simplify => if self.simplify { "true" } else { "" }.to_owned(),
                Holds::Nonce => chance::digits(),
                Holds::Value(value) => (*value).to_owned(),
                Holds::Time(..) | Holds::UnixSeconds | Holds::UnixMillis => told(self.now, holds)
                    .ok_or_else(|| Context::config(meta, "the clock of this machine is out of range"))?,
            };
            own.push(((*name).into(), value));
        }
        if signing.skip_blank {
            own.retain(|(_, value)| !value.trim().is_empty());
        }
        let text = signing.text(own, self.in_query);
        let signature = signing.signature(digest, self.secret, self.path, &text);
        let secrets = Secrets::of([self.secret, session, text.as_str(), signature.as_str()]);
        own.push((signing.sign.into(), signature));
        Ok(secrets)
    }
}
