//! Replies and errors that no call brought.

use std::sync::OnceLock;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::{Fault, Step, failure};
use crate::call::Operation;
use crate::call::plan::{Asked, Plan};
use crate::decode::Notes;
use crate::error::{Context, DocumentedError, Error, entry};
use crate::meta::Meta;
use crate::opaque::Opaque;
use crate::record::ReplyData;
use crate::reply::{Facts, Reply};
use crate::reply_head::ReplyHead;
use crate::secrets::Secrets;
use crate::value::Charge;

impl<T: ReplyData> Reply<T> {
    /// A reply of operation `O` as a call would bring it: its data, what it cost, the bytes of the whole answer (empty where the test
    /// does not look at them).
    ///
    /// ```
    /// use vvtool_api::vvtool::ErpsSend;
    /// use vvtool_api::vvtool::erps::send::Shipment;
    /// use vvtool_api::{Charge, Reply};
    ///
    /// let mut data = Shipment::default();
    /// data.success = Some(true);
    /// let reply = Reply::from_parts::<ErpsSend>(data, Charge::Known(1.into()), "");
    /// assert_eq!(reply.success, Some(true));
    /// ```
    pub fn from_parts<O: Operation<Reply = T>>(data: T, charge: Charge, raw: impl Into<Bytes>) -> Self {
        Self::new(Box::new(data), facts(O::META, charge, raw.into()))
    }
}

/// Of a reply that was made: not generic, as [`Opaque`] wants it.
fn facts(meta: &'static Meta, charge: Charge, raw: Bytes) -> Opaque<Facts> {
    Opaque::new(Facts {
        meta,
        raw,
        reply_head: ReplyHead::new(200, None, HeaderMap::new(), Secrets::default()).into(),
        notes: Notes::default(),
        charge,
        elapsed: None,
        unix_seconds: None,
        request_id: None,
        shown_id: OnceLock::new(),
    })
}

impl<K: DocumentedError> Error<K> {
    /// What a call of operation `O` gives when its platform answers with this documented error.
    ///
    /// ```
    /// use vvtool_api::vvtool::{Error, ErpsSend, ErrorKind};
    ///
    /// let error = Error::from_kind::<ErpsSend>(ErrorKind::ShipmentAlreadyCreated);
    /// assert_eq!((error.kind(), error.operation()), (ErrorKind::ShipmentAlreadyCreated, "vvtool/erps/send"));
    /// ```
    pub fn from_kind<O: Operation<Kind = K>>(kind: K) -> Self {
        made::<O>(Step::Reply(StatusCode::OK, failure(K::SERVICE.protocol, entry(kind)).into()))
    }

    /// What a call of operation `O` gives when no reply arrives.
    ///
    /// ```
    /// use vvtool_api::WriteOutcome;
    /// use vvtool_api::testing::Fault;
    /// use vvtool_api::vvtool::{Error, ErpsSend};
    ///
    /// assert_eq!(Error::from_fault::<ErpsSend>(Fault::Timeout).write_outcome(), WriteOutcome::Unknown);
    /// assert_eq!(Error::from_fault::<ErpsSend>(Fault::Refused).write_outcome(), WriteOutcome::NotExecuted);
    /// ```
    pub fn from_fault<O: Operation<Kind = K>>(fault: Fault) -> Self {
        made::<O>(Step::Fault(fault))
    }
}

/// The way of a live answer, so that nothing about a made error is made up.
fn made<O: Operation>(answer: Step) -> Error<O::Kind> {
    let plan = Plan {
        service: O::Kind::SERVICE,
        meta: O::META,
        root: String::new(),
        strict: false,
        asked: Asked::default(),
        max_decoded: crate::decode::MAX_DECODED,
        secrets: Secrets::default(),
        seen: (tracing::Span::none(), tracing::Span::none()),
    };
    let context = match plan.settle(answer.given(usize::MAX), Box::<O::Reply>::default()) {
        Err(context) => context,
        // Cannot happen: a failure is no success.
        Ok(_) => Context::config(O::META, "the made failure was read as a success"),
    };
    Error::of(context)
}
