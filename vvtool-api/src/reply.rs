//! A successful reply: the typed data, and everything that is known beside it.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;
use core::time::Duration;
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::debug::{same, show};
use crate::decode::{Deviation, Notes};
use crate::error::{Context, DecodeError, Detail};
use crate::meta::{Class, Meta, WriteOutcome};
use crate::opaque::Opaque;
use crate::quiet::word;
use crate::record::{Record, ReplyData};
use crate::reply_head::ReplyHead;
use crate::secrets::Secrets;
use crate::serde_impl::serialize;
use crate::value::{Charge, Text};

/// A successful reply. Dereferences to its data: `reply.payment`. It is no smart pointer, but its data is what nearly every line of
/// code wants of it, and what it knows besides is asked by methods that no record has.
///
/// # Example
///
/// ```
/// use vvtool_api::vvtool::erps::fullinfo::TradeField;
/// use vvtool_api::vvtool::{Client, ErpsFullinfo};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let gateway = vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec"))?;
/// # let client = Client::builder().host(&gateway.url).token(gateway.token()).build()?;
/// let request = ErpsFullinfo::new("123456789", "1000000000000000001", [TradeField::Tid, TradeField::Payment]);
/// let reply = request.send(&client).await?;
///
/// println!("{:?} yuan", reply.payment); // the data, without a word between
/// assert_eq!(reply.data().payment, reply.payment);
/// println!("charged {}, answered in {:?} at {:?}", reply.charge(), reply.elapsed(), reply.server_time());
/// println!("request {:?}, {} bytes", reply.request_id(), reply.raw().len());
/// println!("HTTP status {}, {:?}", reply.status(), reply.header("content-type"));
/// for deviation in reply.deviations() {
///     println!("not as documented: {deviation}");
///     println!("{} is no {}: {} bytes", deviation.path(), deviation.expected(), deviation.raw().len());
/// }
/// for path in reply.unknown_fields() {
///     println!("not documented: {path}");
/// }
/// let trade = reply.strict()?.into_data();
/// # let _ = trade;
/// # Ok(())
/// # }
/// ```
///
/// # Written down
///
/// Serde writes `data`, which may hold personal data, `charge`, `server_time` (seconds since 1970), `elapsed_ms`, `request_id`,
/// `deviations` and `unknown_fields`; the raw bytes stay out. It cannot be read back: what comes from a store is no reply.
pub struct Reply<T> {
    // Not `Box<T>`: how to drop a record of some hundred fields would be compiled again in every program.
    data: Box<dyn Record>,
    facts: Opaque<Facts>,
    of: PhantomData<T>,
}

/// What a reply says beside its data.
#[derive(Clone)]
pub(crate) struct Facts {
    pub(crate) meta: &'static Meta,
    pub(crate) raw: Bytes,
    pub(crate) reply_head: Arc<ReplyHead>,
    pub(crate) notes: Notes,
    pub(crate) charge: Charge,
    pub(crate) elapsed: Option<Duration>,
    pub(crate) unix_seconds: Option<i64>,
    /// As it came.
    pub(crate) request_id: Option<Box<str>>,
    /// As it is shown; made when somebody asks for it.
    pub(crate) shown_id: OnceLock<Option<Box<str>>>,
}

impl Facts {
    /// What the platform calls the call, without the secrets of the call and the personal data that it sent.
    fn request_id(&self) -> Option<&str> {
        let shown = || {
            let secrets = &self.reply_head.secrets;
            Some(secrets.hide_people(&secrets.hide(self.request_id.as_deref()?)).into())
        };
        self.shown_id.get_or_init(shown).as_deref()
    }

    /// The same as it may be written down: a word.
    #[cfg_attr(not(feature = "journal"), allow(dead_code))]
    pub(crate) fn quiet_request_id(&self) -> Option<Box<str>> {
        Some(word(self.request_id()?).into())
    }
}

impl<T: ReplyData> Reply<T> {
    /// The typed data.
    ///
    /// [Example](Self#example)
    pub fn data(&self) -> &T {
        T::of(&*self.data)
    }

    /// The typed data, without the rest.
    ///
    /// [Example](Self#example)
    pub fn into_data(self) -> T {
        T::take(self.data)
    }
}

impl<T> Reply<T> {
    pub(crate) fn new(data: Box<dyn Record>, facts: Opaque<Facts>) -> Self {
        Self { data, facts, of: PhantomData }
    }

    /// Where the reply deviates from the documents. A field of the wrong type is `None` in the data; its raw text is here.
    /// The list has a limit: a reply that is wrong everywhere is not copied into it.
    ///
    /// [Example](Self#example)
    pub fn deviations(&self) -> &[Deviation] {
        &self.facts.notes.deviations
    }

    /// Paths of fields that the documents do not list. Their values are in [`Reply::raw`], and so is a key that is no name: it may be
    /// somebody, and is told as `<not shown>`. The list has a limit.
    ///
    /// [Example](Self#example)
    pub fn unknown_fields(&self) -> &[Text] {
        &self.facts.notes.unknown_fields
    }

    /// The bytes of the whole reply. They may hold personal data.
    ///
    /// [Example](Self#example)
    pub fn raw(&self) -> &Bytes {
        &self.facts.raw
    }

    /// What the call cost.
    ///
    /// [Example](Self#example)
    pub fn charge(&self) -> Charge {
        self.facts.charge
    }

    /// When the platform answered, by its own clock.
    ///
    /// [Example](Self#example)
    pub fn server_time(&self) -> Option<SystemTime> {
        let seconds = u64::try_from(self.facts.unix_seconds?).ok()?;
        UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    }

    /// How long the platform took, by its own clock.
    ///
    /// [Example](Self#example)
    pub fn elapsed(&self) -> Option<Duration> {
        self.facts.elapsed
    }

    /// HTTP status of the reply.
    ///
    /// [Example](Self#example)
    pub fn status(&self) -> u16 {
        self.facts.reply_head.status
    }

    /// A header of the reply, the first one of this name, without the client's own secrets. `Debug` shows none.
    ///
    /// [Example](Self#example)
    pub fn header(&self, name: &str) -> Option<&str> {
        self.facts.reply_head.header(name)
    }

    /// The platform's number for this call, for its support: without the client's own secrets and the personal data that the call sent.
    ///
    /// [Example](Self#example)
    pub fn request_id(&self) -> Option<&str> {
        self.facts.request_id()
    }

    /// The reply, unless it deviates from the documents. A client built with `strict(true)` does this for every call.
    ///
    /// [Example](Self#example)
    pub fn strict(self) -> Result<Self, DecodeError> {
        match Facts::strict(self.facts) {
            Ok(facts) => Ok(Self { data: self.data, facts, of: PhantomData }),
            Err(error) => Err(error),
        }
    }
}

impl Facts {
    fn copy(&self) -> Opaque<Self> {
        Opaque::new(self.clone())
    }

    pub(crate) fn strict(held: Opaque<Self>) -> Result<Opaque<Self>, DecodeError> {
        if held.notes.deviations.is_empty() {
            return Ok(held);
        }
        let facts = held.take();
        let count = facts.notes.deviations.len().saturating_add(facts.notes.deviations_dropped);
        let what = format!("the reply deviates from the documents in {count} place(s)");
        let reply_head = facts.reply_head;
        let detail = Detail::Decode {
            what: what.into(),
            cause: None,
            body: Some(facts.raw),
            deviations: facts.notes.deviations,
            charge: facts.charge,
        };
        // The platform confirmed the call: a write has been done.
        let fault = Context::new(facts.meta, Class::ContactSupport, WriteOutcome::MaybeAlreadyDone, detail);
        Err(DecodeError::new(fault.with_reply_head(&reply_head)))
    }
}

impl<T: ReplyData> Deref for Reply<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.data()
    }
}

impl<T: ReplyData + Clone> Clone for Reply<T> {
    fn clone(&self) -> Self {
        Self { data: Box::new(self.data().clone()), facts: self.facts.copy(), of: PhantomData }
    }
}

/// Two replies are equal when their data is.
impl<T> PartialEq for Reply<T> {
    fn eq(&self, other: &Self) -> bool {
        same(&*self.data, &*other.data)
    }
}

impl<T> Serialize for Reply<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Reply", 7)?;
        out.serialize_field("data", &Whole(&*self.data))?;
        out.serialize_field("charge", &self.charge())?;
        out.serialize_field("server_time", &self.facts.unix_seconds)?;
        out.serialize_field("elapsed_ms", &self.elapsed().and_then(|time| u64::try_from(time.as_millis()).ok()))?;
        out.serialize_field("request_id", &self.request_id())?;
        out.serialize_field("deviations", self.deviations())?;
        out.serialize_field("unknown_fields", self.unknown_fields())?;
        out.end()
    }
}

/// The data of a reply, as its own type shows and writes it.
struct Whole<'a>(&'a dyn Record);

impl fmt::Debug for Whole<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0, f)
    }
}

/// The data as its own type shows it, without the secrets of the call and the personal data that it sent: a platform may repeat them in
/// any field.
struct Hiding<'a>(&'a dyn Record, &'a Secrets);

impl fmt::Debug for Hiding<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = Whole(self.0);
        let shown = if f.alternate() { format!("{whole:#?}") } else { format!("{whole:?}") };
        f.write_str(&self.1.hide_people(&self.1.hide(&shown)))
    }
}

impl Serialize for Whole<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// The data redacts itself; the raw bytes stay out.
impl<T> fmt::Debug for Reply<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("data", &Hiding(&*self.data, &self.facts.reply_head.secrets))
            .field("charge", &self.facts.charge)
            .field("deviations", &self.facts.notes.deviations.len())
            .field("unknown_fields", &self.facts.notes.unknown_fields.len())
            .field("raw", &format_args!("{} bytes", self.facts.raw.len()))
            .finish()
    }
}
