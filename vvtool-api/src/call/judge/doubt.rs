//! What contradicts a success: a failure beside the data, inside it, around the reply, or in the words of a documented one.

use bytes::Bytes;

use super::failure::Failed;
use crate::call::plan::Plan;
use crate::decode::{self, Decoded, EnvelopeFields, Said, Wire};
use crate::error::BoxedContext;
use crate::error::matching::{self, Matched, Reported, same_code};
use crate::meta::{Confirm, Effect};
use crate::value::Charge;

impl Plan {
    /// Beside good data, a code and a message that the documents have as one failure are that failure. One of the two alone may mean
    /// anything.
    pub(super) fn no_failure_beside(
        &self,
        decoded: &Decoded,
        charge: Charge,
        body: &Bytes,
    ) -> Result<(), BoxedContext> {
        let head = &decoded.inside;
        if head.code.as_deref().is_none_or(|code| same_code(code, self.service.success_code)) {
            // Of a write, the words alone are enough to doubt it.
            return if self.meta.effect == Effect::Read {
                Ok(())
            } else {
                self.no_words_of_failure(decoded, charge, body)
            };
        }
        let remark = Some(decode::INSIDE.into());
        let failed = Failed { remark, ..self.told(head, charge) };
        if !matches!(failed.found.how, Some(Matched::Exact | Matched::Alias)) {
            return Ok(());
        }
        Err(self.in_doubt(failed, body))
    }

    /// A write is not done where anything says that it failed; a read that brings nothing may say why, wherever that stands.
    pub(super) fn no_failure_anywhere(
        &self,
        decoded: &Decoded,
        wire: &Wire<'_>,
        charge: Charge,
        body: &Bytes,
    ) -> Result<(), BoxedContext> {
        let whole = self.look(wire, body);
        // Where no flag says of all that it was done, rows may fail by themselves, and say so.
        let is_by_row = self.meta.effect != Effect::Read && self.meta.confirm.is_empty();
        let Some(mut head) = (if is_by_row { whole.around } else { whole.failure }) else {
            // Any row may have the words of one.
            let is_sure = self.meta.effect == Effect::Read || is_by_row;
            let words = if is_sure { Vec::new() } else { whole.words };
            return words.iter().try_for_each(|words| self.no_failure_in(words, &decoded.head, charge, body));
        };
        head.code = head.code.or_else(|| decoded.head.code.clone());
        head.request_id = head.request_id.or_else(|| decoded.head.request_id.clone());
        let failed = Failed { remark: Some(decode::INSIDE.into()), ..self.told_inside(&head, charge) };
        Err(self.failed_inside(failed, body))
    }

    /// What the documents have word by word as a failure, beside a write that says it is done.
    pub(super) fn no_words_of_failure(
        &self,
        decoded: &Decoded,
        charge: Charge,
        body: &Bytes,
    ) -> Result<(), BoxedContext> {
        for head in [&decoded.inside, &decoded.head] {
            self.no_failure_in(head.msg.as_deref().unwrap_or_default(), head, charge, body)?;
        }
        Ok(())
    }

    /// The same of a message that stands anywhere.
    fn no_failure_in(
        &self,
        message: &str,
        head: &EnvelopeFields,
        charge: Charge,
        body: &Bytes,
    ) -> Result<(), BoxedContext> {
        if !decode::is_said(message) {
            return Ok(());
        }
        let reported = Reported { code: self.service.success_code, message, ..Reported::default() };
        let found = matching::find_beside_success(self.service, &reported);
        if !matches!(found.how, Some(Matched::Exact | Matched::Alias)) {
            return Ok(());
        }
        let remark = Some("the words of a failure stand inside a reply that says success".into());
        let failed = Failed { reported, found, remark, charge, link: None, request_id: head.request_id.as_deref() };
        Err(self.in_doubt(failed, body))
    }

    /// A reply below somebody else's keys: of a read, a success unless they say that it is none; of a write nothing is known.
    pub(super) fn wrapped(&self, decoded: &Decoded, wire: &Wire<'_>, body: &Bytes) -> Result<(), BoxedContext> {
        if self.meta.effect != Effect::Read {
            return Err(self.unconfirmed(decode::WRAPPED.to_owned(), decoded, wire, Charge::Unknown, body));
        }
        let Some(head) = self.look(wire, body).around else { return Ok(()) };
        let remark = Some("what stands around the reply says that it failed".into());
        Err(self.api_fault(Failed { remark, ..self.told_inside(&head, Charge::Unknown) }, body))
    }

    /// What all of a reply says of a failure and of a success.
    pub(super) fn look(&self, wire: &Wire<'_>, body: &Bytes) -> Said {
        let last = |confirm: &Confirm| confirm.flag.rsplit('.').next().unwrap_or_default();
        let flags: Vec<&str> = self.meta.confirm.iter().map(last).collect();
        decode::said(body, wire, &flags)
    }

    /// A call of which a word of success means something.
    pub(super) fn may_have_done(&self) -> bool {
        self.meta.effect != Effect::Read || !self.meta.confirm.is_empty()
    }
}
