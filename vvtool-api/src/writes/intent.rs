//! What is done at most once: the key of an intent, and the digest of all that a request says.

use std::collections::BTreeSet;
use std::io;

use sha2::{Digest, Sha256};

use super::journal::Key;
use crate::encode::{self, File};
use crate::exchange::file::apart;
use crate::meta::Meta;
use crate::record::{Kind, Record, View, field_named, lookup};
use crate::value::spelling::{plain, trim};

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

    /// What is in the files of the request is a part of what it says. They are read for it, piece by piece.
    pub(super) async fn and_files(mut self, files: Vec<File>) -> io::Result<Self> {
        if !files.is_empty() {
            let digests = move || files.iter().map(of_file).collect::<io::Result<Vec<[String; 3]>>>();
            let digests = apart(digests).await?;
            let before = self.digest.to_string();
            self.digest = hash([before.as_str()].into_iter().chain(digests.iter().flatten().map(String::as_str)));
        }
        Ok(self)
    }
}

/// Its field, the name that it is sent under, the digest of what is in it.
fn of_file(file: &File) -> io::Result<[String; 3]> {
    let mut hasher = Sha256::new();
    for piece in file.body()?.into_reading() {
        hasher.update(piece?);
    }
    let name = file.upload.name_as(file.name, file.bounds.accept);
    Ok([file.name.to_owned(), name, Key::new(hasher.finalize().into()).to_string()])
}

/// Whose intents a journal holds.
pub(super) fn owner(service: &str, account: &str) -> Key {
    hash(["owner", service, account])
}

/// Names and values, so that no two lists of fields write the same.
fn of_fields(what: &str, head: [&str; 3], fields: &[&str], request: &dyn Record) -> Key {
    let texts: Vec<(&str, String)> = fields.iter().map(|name| (*name, meant(request, name))).collect();
    hash([what].into_iter().chain(head).chain(texts.iter().flat_map(|(name, text)| [*name, text.as_str()])))
}

/// What is sent, whatever it is: two requests with one digest say the same.
fn digest(meta: &Meta, request: &dyn Record) -> Key {
    let names = meta.intent.iter().chain(meta.one_at_a_time);
    let as_set: Vec<&str> = names.copied().collect();
    let pairs: Vec<(&str, String)> = encode::form(request)
        .into_iter()
        .map(|(name, text)| (name, if as_set.contains(&name) { meant(request, name) } else { text }))
        .collect();
    hash(["digest"].into_iter().chain(pairs.iter().flat_map(|(name, text)| [*name, text.as_str()])))
}

/// A field as its intent means it: a list is a set, what is not given is nothing, blanks around a value are none of it, for no reader
/// keeps them, nor are zeros before an id, for a platform that reads it as a number drops them.
fn meant(request: &dyn Record, name: &str) -> String {
    // Of zeros alone one is left: it is not what nothing is.
    let id = |text: &str| match plain(text) {
        "" if !text.is_empty() => "0".to_owned(),
        text => text.to_owned(),
    };
    let field = field_named(request.table(), name);
    let is_id = || field.is_some_and(|(_, field)| matches!(field.kind, Kind::Id | Kind::Csv));
    let text = canonical(request, name);
    match lookup(request, name) {
        View::Words(_) if is_id() => as_set(text.split(',').map(id)),
        _ if is_id() => id(&text),
        _ => text,
    }
}

fn as_set<T: AsRef<str> + Ord>(words: impl Iterator<Item = T>) -> String {
    let words: BTreeSet<T> = words.filter(|word| !word.as_ref().is_empty()).collect();
    words.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(",")
}

/// The same as it is sent.
fn canonical(request: &dyn Record, name: &str) -> String {
    match lookup(request, name) {
        View::Words(words) => as_set((0..words.len()).filter_map(|at| words.get(at)).map(trim)),
        _ => trim(&encode::value(request, name).unwrap_or_default()).to_owned(),
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
    let open = |name: &str| field_named(request.table(), name).is_some_and(|(_, field)| !field.is_redacted());
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
    use crate::record::Bounds;
    use crate::tests::sample::{Trade, full};
    use crate::value::Upload;

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
    fn a_blank_beside_a_value_makes_no_other_intent() {
        let trade = |tid: &str, sub: &[&str]| {
            let sub_tid = sub.iter().map(|id| (*id).into()).collect();
            of("a", &Trade { tid: Some(tid.into()), sub_tid, ..full() }, None)
        };
        let one = trade("169", &["1", "2"]);
        for same in
            [trade("169\n", &["1", "2"]), trade("\u{3000}169", &["2", " 1"]), trade(" 169 ", &["1", "2", " ", ""])]
        {
            assert_eq!((same.key, same.lane, same.digest), (one.key, one.lane, one.digest));
            assert_eq!(same.values, one.values);
        }
        assert_ne!(trade("16 9", &["1", "2"]).key, one.key);
    }

    #[test]
    fn zeros_before_an_id_make_no_other_intent_and_are_sent_as_they_are() {
        let trade = |tid: &str, sub: &[&str], waybill: &str| {
            let sub_tid = sub.iter().map(|id| (*id).into()).collect();
            of("a", &Trade { tid: Some(tid.into()), sub_tid, title: Some(waybill.into()), ..full() }, None)
        };
        let one = trade("169", &["1", "2"], "SF1");
        let same = trade("000169", &["02", "1", "001"], "SF1");
        assert_eq!((same.key, same.lane, same.digest), (one.key, one.lane, one.digest));
        assert_eq!(same.values, [("tid".into(), "000169".into()), ("sub_tid".into(), "001,02,1".into())]);
        // What is no number keeps them, and so does what is no id.
        for (tid, waybill) in [("0A169", "SF1"), ("169", "0001")] {
            let (other, short) = (trade(tid, &["1", "2"], waybill), (tid.trim_start_matches('0'), "1"));
            let short = trade(short.0, &["1", "2"], if waybill == "SF1" { "SF1" } else { short.1 });
            assert_ne!((other.key, other.digest), (short.key, short.digest), "{tid} {waybill}");
        }
        assert_eq!(trade("0", &[], "").key, trade("00", &[], "").key);
        assert_ne!(trade("0", &[], "").key, of("a", &Trade { tid: None, sub_tid: vec![], ..full() }, None).key);
    }

    #[tokio::test]
    async fn what_is_in_its_files_is_a_part_of_what_a_request_says() {
        let trade = || of("a", &full(), None);
        let with = |upload: Upload| trade().and_files(vec![File { name: "image", upload, bounds: Bounds::NONE }]);
        let bytes = |bytes: &'static str| Upload::from_bytes(bytes).file_name("a.jpg");
        let digest = |intended: io::Result<Intended>| intended.unwrap().digest;
        let one = digest(with(bytes("1")).await);
        assert_eq!(digest(with(bytes("1")).await), one);
        for other in [bytes("2"), bytes(""), bytes("1").file_name("b.jpg")] {
            assert_ne!(digest(with(other).await), one);
        }
        assert_ne!(trade().digest, one);
        assert_eq!(trade().and_files(Vec::new()).await.unwrap().digest, trade().digest);
        // On a disk or in memory is the same.
        let path = std::env::temp_dir().join(format!("vvtool-intent-{}", std::process::id()));
        std::fs::write(&path, "1").unwrap();
        assert_eq!(digest(with(Upload::from_path(&path).file_name("a.jpg")).await), one);
        std::fs::remove_file(&path).unwrap();
        let gone = with(Upload::from_path(&path)).await.err().unwrap().to_string();
        assert!(gone.contains("image: the file cannot be opened"), "{gone}");
    }

    #[test]
    fn no_personal_or_secret_field_is_kept_whatever_the_tables_say() {
        static WRONG: Meta = Meta::new("sample", "ship").intent(&["tid", "receiver_name", "nothing"]);
        let kept = Intended::of("a", &WRONG, &full(), None).values;
        assert_eq!(kept, [("tid".into(), "9223372036854775809".into())]);
    }
}
