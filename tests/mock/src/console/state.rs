//! What there is now: points, things, the clock, and the credentials that the page fills in.

use serde_json::{Map, Value, json};

use super::mask;
use crate::options::Options;
use crate::shared::Shared;

/// So many things are shown.
const SHOWN: usize = 50;

/// For the page.
pub(super) fn state(shared: &Shared) -> Value {
    let credentials = Credentials::of(shared);
    let now = shared.now();
    let state = shared.state();
    let things = || state.world.each(&shared.api);
    let thing = |seen: crate::world::Seen<'_>| json!({"kind": seen.kind, "key": mask::cut(seen.key), "value": mask::object(&seen.target, seen.record, seen.value.clone())});
    json!({
        "now": now,
        "stateful": shared.options.stateful,
        "balance": state.accounts.balance(),
        "count": things().count(),
        "things": things().take(SHOWN).map(thing).collect::<Vec<_>>(),
        "credentials": credentials.shown(),
    })
}

/// What calls are let in by. Whoever starts the server may well give it real ones: only those that it invented itself are shown.
pub(super) struct Credentials {
    all: Vec<(&'static str, String, bool)>,
    /// The one from the start, which a fetched one has ended.
    first_token: Option<String>,
}

impl Credentials {
    pub(super) fn of(shared: &Shared) -> Self {
        let (given, invented) = (&shared.options, Options::default());
        let token = shared.state().token.clone();
        // Tokens that were fetched are made of the first.
        let ours = token.strip_prefix(&invented.token).is_some_and(|rest| {
            rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.parse::<usize>().is_ok())
        });
        let mut all = vec![("token", token, ours && given.token == invented.token)];
        for (name, given, invented) in [
            ("account", &given.account, &invented.account),
            ("access_key", &given.access_key, &invented.access_key),
            ("app_key", &given.app_key, &invented.app_key),
            ("app_secret", &given.app_secret, &invented.app_secret),
            ("session", &given.session, &invented.session),
        ] {
            all.push((name, given.clone(), given == invented));
        }
        let first_token = (given.token != invented.token).then(|| given.token.clone());
        Self { all, first_token }
    }

    /// Null for what its owner has to type in.
    fn shown(&self) -> Map<String, Value> {
        let value = |value: &str, shown: bool| if shown { value.into() } else { Value::Null };
        self.all.iter().map(|(name, text, shown)| ((*name).to_owned(), value(text, *shown))).collect()
    }

    /// A value holds one that is not shown.
    pub(super) fn are_in(&self, text: &str) -> bool {
        let hidden = self.all.iter().filter(|(.., shown)| !shown).map(|(_, each, _)| each);
        hidden.chain(&self.first_token).any(|each| !each.is_empty() && text.contains(each.as_str()))
    }
}
