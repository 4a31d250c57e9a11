//! What an answer means: a success that is one, a failure with its documented error, or neither.
//!
//! A reply counts as a success only when it says so as documented, when every flag that must say true does in every row, and when a
//! read brings something of what was asked for. HTTP statuses say little: failures arrive with 200, and a gateway may send its JSON
//! with any other.

mod charge;
mod confirm;
mod doubt;
mod failure;

use core::time::Duration;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use self::failure::Failed;
use super::plan::{Called, Plan};
use crate::decode::{self, Decoded, Notes, Outcome, Said, Wire};
use crate::error::{BoxedContext, Context, Detail, Phase};
use crate::meta::Effect;
use crate::opaque::Opaque;
use crate::record::Record;
use crate::reply::Facts;
use crate::reply_head::ReplyHead;
use crate::value::Charge;

impl Plan {
    /// What an answer means.
    pub(super) fn judge(
        &self,
        reply_head: &Arc<ReplyHead>,
        body: Bytes,
        mut data: Box<dyn Record>,
    ) -> Result<Called, BoxedContext> {
        let status = reply_head.status;
        let content_type = reply_head.header_as_it_came(&http::header::CONTENT_TYPE);
        let wire = Wire {
            root: &self.root,
            asked: &self.asked.fields,
            charset: content_type.and_then(decode::charset::announced),
            max_decoded: self.max_decoded,
            ..Wire::new(self.service, self.meta)
        };
        let mut decoded = decode::reply(&body, &wire, data.as_mut());
        let mut notes = core::mem::take(&mut decoded.notes);
        notes.hide(&reply_head.secrets);
        let is_good = (200..300).contains(&status);
        // A success is only believed with a status that says so too.
        let result = match decoded.outcome {
            // Words without a code are those of whoever answered with the status.
            Outcome::Failure if is_good || decoded.remark != Some(decode::NO_CODE) => {
                Err(self.failure(&decoded, &wire, data.as_mut(), &body, status, &mut notes))
            }
            _ if !is_good => {
                let mut fault = self.transport_fault(Phase::Status { status, body: body.clone() }, None);
                if self.may_have_done() && self.look(&wire, &body).is_done() {
                    fault.outcome_unknown();
                }
                Err(fault)
            }
            Outcome::Foreign(what) => Err(self.foreign(what, &decoded, &body)),
            Outcome::TooLarge => {
                let what = format!("the values of the answer take more than {} bytes (max_decoded)", self.max_decoded);
                Err(Context::decode(self.meta, what, None, body.clone()))
            }
            Outcome::Malformed { offset, what } => Err(self.unread(reply_head, (offset, what), &wire, &body)),
            Outcome::Failure | Outcome::Success => self.success(&decoded, &wire, data.as_mut(), &notes, &body),
        };
        let is_unpriced = match &result {
            Ok(charge) => *charge == Charge::Unknown,
            Err(context) => matches!(context.detail, Detail::Api(_)),
        };
        if is_unpriced {
            self.note_credit(data.as_ref(), &mut notes);
        }
        let charge = match result {
            Ok(charge) => charge,
            Err(context) => return Err(context.noting(notes.deviations)),
        };
        let facts = Opaque::new(Facts {
            meta: self.meta,
            raw: body,
            reply_head: Arc::clone(reply_head),
            notes,
            charge,
            elapsed: decoded.head.msec.and_then(|msec| u64::try_from(msec).ok()).map(Duration::from_millis),
            unix_seconds: decoded.head.time,
            request_id: decoded.head.request_id.as_deref().map(Into::into),
            shown_id: OnceLock::new(),
        });
        let facts = if self.strict { Facts::strict(facts).map_err(|error| error.into_context())? } else { facts };
        Ok(Called { data, facts })
    }

    /// Something else came. Where it has words, they are those of the failure.
    fn foreign(&self, what: &'static str, decoded: &Decoded, body: &Bytes) -> BoxedContext {
        if !decoded.head.msg.as_deref().is_some_and(decode::is_said) {
            return Context::decode(self.meta, what, None, body.clone());
        }
        let failed = self.told(&decoded.head, Charge::Unknown).inside_success();
        self.failed_inside(Failed { remark: Some(what.into()), ..failed }, body)
    }

    /// What cannot be read as a reply may say all the same that it is a failure, in the words of no document.
    fn unread(
        &self,
        reply_head: &ReplyHead,
        (offset, what): (usize, &'static str),
        wire: &Wire<'_>,
        body: &Bytes,
    ) -> BoxedContext {
        let whole = if decode::is_other_object(what) { self.look(wire, body) } else { Said::default() };
        if let Some(mut head) = whole.failure {
            head.msg = head.msg.or_else(|| whole.words.first().cloned());
            let failed = self.told(&head, Charge::Unknown).inside_success();
            return self.failed_inside(Failed { remark: Some(what.into()), ..failed }, body);
        }
        let why = Arc::new(Unreadable { offset, what });
        let encoding = reply_head.header_as_it_came(&http::header::CONTENT_ENCODING);
        let what = encoding.and_then(decode::encoded).unwrap_or_else(|| "the answer cannot be read".to_owned());
        Context::decode(self.meta, what, Some(why), body.clone())
    }

    /// A reply that says success: whether it is one, and what it cost.
    fn success(
        &self,
        decoded: &Decoded,
        wire: &Wire<'_>,
        data: &mut dyn Record,
        notes: &Notes,
        body: &Bytes,
    ) -> Result<Charge, BoxedContext> {
        // What another request was answered says nothing about this one.
        self.echo(data, notes, body)?;
        if decoded.remark == Some(decode::WRAPPED) {
            self.wrapped(decoded, wire, body)?;
        }
        let charge = self.charge_of_rows(decoded, wire, data);
        self.confirm(decoded, wire, data, charge, body)?;
        if decoded.rows.len() > 1 && !self.meta.confirm.is_empty() {
            self.confirm_rows(decoded, wire, data, charge, body)?;
        }
        let is_empty =
            self.meta.effect == Effect::Read && !decoded.answers && !self.is_list(data) && !self.repeats_id(data);
        if is_empty || self.meta.effect != Effect::Read {
            self.no_failure_anywhere(decoded, wire, charge, body)?;
        }
        self.no_failure_beside(decoded, charge, body)?;
        if is_empty {
            let failed = Failed {
                remark: Some("answered without any of the fields asked for".into()),
                ..self.told(&decoded.head, charge)
            };
            return Err(self.api_fault(failed, body));
        }
        // No reply says what it cost, but the documents do.
        let is_known = charge == Charge::Unknown && self.meta.charge_field.is_empty() && self.meta.price != 0;
        Ok(if is_known { Charge::Known(i64::from(self.meta.price).into()) } else { charge })
    }
}

/// Why an answer cannot be read: position and expectation, never the bytes.
#[derive(Debug)]
struct Unreadable {
    offset: usize,
    what: &'static str,
}

impl core::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} at byte {}", self.what, self.offset)
    }
}

impl core::error::Error for Unreadable {}
