//! What is done at most once: the key of an intent, and the digest of all that a request says.

use sha2::{Digest, Sha256};

use super::journal::Key;
use crate::encode;
use crate::meta::Meta;
use crate::record::{Record, View, find, lookup};

/// What a journal is told of a request.
pub(super) struct Intended {
    pub(super) key: Key,
    pub(super) lane: Option<Key>,
    pub(super) digest: Key,
    /// The caller's name for it.
    pub(super) name: Option<Box<str>>,
    pub(super) values: Vec<(Box<str>, Box<str>)>,
}

impl Intended {
    /// `name`: the caller's, where the operation has no intent of its own, or another one is meant.
    pub(super) fn of(account: &str, meta: &Meta, request: &dyn Record, name: Option<Box<str>>) -> Self {
        let head = [meta.service, account, meta.id];
        let key = match &name {
            Some(name) => hash(["named"].into_iter().chain(head).chain([&**name])),
            None => of_fields("intent", head, meta.intent, request),
        };
        let lane = (!meta.one_at_a_time.is_empty()).then(|| of_fields("lane", head, meta.one_at_a_time, request));
        Self { key, lane, digest: digest(meta, request), name, values: kept(meta, request) }
    }
}

/// Whose intents a journal holds.
pub(super) fn owner(service: &str, account: &str) -> Key {
    hash(["owner", service, account])
}

/// Names and values, so that no two lists of fields write the same.
fn of_fields(what: &str, head: [&str; 3], fields: &[&str], request: &dyn Record) -> Key {
    let texts: Vec<(&str, String)> = fields.iter().map(|name| (*name, canonical(request, name))).collect();
    hash([what].into_iter().chain(head).chain(texts.iter().flat_map(|(name, text)| [*name, text.as_str()])))
}

/// What is sent, whatever it is: two requests with one digest say the same.
fn digest(meta: &Meta, request: &dyn Record) -> Key {
    let names = meta.intent.iter().chain(meta.one_at_a_time);
    let as_set: Vec<&str> = names.copied().collect();
    let pairs: Vec<(&str, String)> = encode::form(request)
        .into_iter()
        .map(|(name, text)| (name, if as_set.contains(&name) { canonical(request, name) } else { text }))
        .collect();
    hash(["digest"].into_iter().chain(pairs.iter().flat_map(|(name, text)| [*name, text.as_str()])))
}

/// A field as its intent means it: a list is a set, and what is not given is nothing.
fn canonical(request: &dyn Record, name: &str) -> String {
    match lookup(request, name) {
        View::Words(words) => {
            let mut words: Vec<&str> = (0..words.len()).filter_map(|at| words.get(at)).collect();
            words.sort_unstable();
            words.dedup();
            words.join(",")
        }
        _ => encode::value(request, name).unwrap_or_default(),
    }
}

/// The fields that say what it is and how a read proves it. Never a personal one, whatever the tables say: they are written down.
fn kept(meta: &Meta, request: &dyn Record) -> Vec<(Box<str>, Box<str>)> {
    let mut names: Vec<&str> = meta.intent.iter().chain(meta.one_at_a_time).copied().collect();
    if let Some(verify) = meta.verify {
        names.extend(verify.pass.iter().map(|(from, _)| *from));
        names.push(verify.done.1);
        names.extend(verify.each.as_ref().map(|each| each.given_by));
    }
    let open = |name: &str| {
        let index = find(request.table(), name);
        let field = index.and_then(|index| request.table().fields.get(usize::from(index)));
        field.is_some_and(|field| !field.is_redacted())
    };
    let mut kept: Vec<(Box<str>, Box<str>)> = Vec::new();
    for name in names.into_iter().filter(|name| open(name)) {
        let text = canonical(request, name);
        if !text.is_empty() && !kept.iter().any(|(known, _)| &**known == name) {
            kept.push((name.into(), text.into()));
        }
    }
    kept
}

/// Each text with its length: no two lists of texts give the same bytes.
fn hash<'a>(texts: impl IntoIterator<Item = &'a str>) -> Key {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    Key::new(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::sample::{Trade, full};

    static META: Meta = Meta::new("sample", "ship").intent(&["tid", "sub_tid"]).one_at_a_time(&["tid"]);

    fn of(account: &str, request: &Trade, name: Option<&str>) -> Intended {
        Intended::of(account, &META, request, name.map(Into::into))
    }

    #[test]
    fn a_list_of_an_intent_is_a_set_and_every_other_difference_counts() {
        let trade = |sub: &[&str]| Trade { sub_tid: sub.iter().map(|id| (*id).into()).collect(), ..full() };
        let one = of("a", &trade(&["1", "2"]), None);
        let same = of("a", &trade(&["2", "1", "2"]), None);
        assert_eq!((one.key, one.lane, one.digest), (same.key, same.lane, same.digest));
        let part = of("a", &trade(&["1"]), None);
        assert!(part.key != one.key && part.lane == one.lane && part.digest != one.digest);
        let other = of("a", &Trade { title: Some("x".into()), ..trade(&["1", "2"]) }, None);
        assert!(other.key == one.key && other.digest != one.digest);
        let account = of("b", &trade(&["1", "2"]), None);
        assert!(account.key != one.key && account.lane != one.lane && account.digest == one.digest);
        let named = of("a", &trade(&["1", "2"]), Some("memo-4711"));
        assert!(named.key != one.key && named.lane == one.lane);
        assert_ne!(of("a", &trade(&["1"]), Some("m")).key, of("am", &trade(&["1"]), Some("")).key);
    }

    #[test]
    fn no_personal_or_secret_field_is_kept_whatever_the_tables_say() {
        static WRONG: Meta = Meta::new("sample", "ship").intent(&["tid", "receiver_name", "nothing"]);
        let kept = Intended::of("a", &WRONG, &full(), None).values;
        assert_eq!(kept, [("tid".into(), "9223372036854775809".into())]);
    }
}
