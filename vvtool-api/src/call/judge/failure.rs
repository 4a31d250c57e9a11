//! A failure the platform reports: which documented error it is, and what it says of the outcome.

use std::borrow::Cow;

use bytes::Bytes;

use super::charge::has_more_rows;
use crate::call::plan::{self, Plan};
use crate::call::retry_after;
use crate::decode::{self, Decoded, EnvelopeFields, Notes, Said, Wire};
use crate::error::matching::{self, Match, Matched, Reported, same_code};
use crate::error::{Api, BoxedContext, Context, Detail, entry_of, first_link};
use crate::meta::{Class, Effect, WriteOutcome};
use crate::record::Record;
use crate::value::Charge;

/// What goes into an [`Api`] beside the words of the reply.
pub(super) struct Failed<'a> {
    pub(super) reported: Reported<'a>,
    pub(super) found: Match,
    pub(super) remark: Option<Cow<'static, str>>,
    pub(super) charge: Charge,
    pub(super) link: Option<String>,
    pub(super) request_id: Option<&'a str>,
}

impl Failed<'_> {
    /// The envelope says that the call was carried out: a code of a row that is documented for calls proves nothing without its words.
    pub(super) fn inside_success(mut self) -> Self {
        if self.found.how == Some(Matched::CodeOnly) {
            self.found = Match { sub_code: self.found.sub_code, ..Match::default() };
        }
        self
    }
}

impl Plan {
    /// A failure the platform reports.
    pub(super) fn failure(
        &self,
        decoded: &Decoded,
        wire: &Wire<'_>,
        record: &mut dyn Record,
        body: &Bytes,
        status: u16,
        notes: &mut Notes,
    ) -> BoxedContext {
        let data = decoded.data.clone().unwrap_or_default();
        let is_vague = decoded.head.sub_code.is_none() && !data.is_empty();
        let whole = (is_vague || self.may_have_done()).then(|| self.look(wire, body));
        let deeper = whole.as_ref().and_then(|whole| whole.failure.as_ref()).filter(|_| is_vague);
        // Below the data stands which failure it is.
        let named = deeper.filter(|deeper| deeper.sub_code.is_some()).map(|deeper| EnvelopeFields {
            sub_code: deeper.sub_code.clone(),
            sub_msg: deeper.sub_msg.clone().or_else(|| deeper.msg.clone()).or_else(|| decoded.head.sub_msg.clone()),
            ..decoded.head.clone()
        });
        let head = named.as_ref().unwrap_or(&decoded.head);
        // Rows that nobody can look through: their data is not at hand, or no flag says that something was done.
        let is_unseen = has_more_rows(decoded) && (data.is_empty() || self.meta.confirm.is_empty());
        let is_done = decoded.second || is_unseen || self.may_have_done() && whole.as_ref().is_some_and(Said::is_done);
        let charge = self.charge_of_failure(&data, wire, record);
        let is_part = has_more_rows(decoded) && matches!(charge, Charge::Known(_));
        let failed = self.told(head, if is_part { Charge::Unknown } else { charge });
        let is_inside = decoded.remark == Some(decode::INSIDE) && self.meta.effect != Effect::Read;
        let failed = if is_inside { failed.inside_success() } else { failed };
        let code = failed.reported.code;
        let leads = |class: Class| class == Class::ReauthorizeShop;
        // Where nobody knows which of a code's errors it is, one of them is enough.
        let may_authorize = match failed.found.entry {
            Some(entry) => leads(entry_of(self.service, Some(entry)).class),
            None => self.service.errors.iter().any(|entry| same_code(entry.code, code) && leads(entry.class)),
        };
        let texts = [&head.url, &head.msg, &head.sub_msg];
        let link = may_authorize.then(|| {
            let words = texts.into_iter().flatten();
            let said =
                first_link(&data).or_else(|| words.into_iter().find_map(|text| first_link(said(text).as_bytes())));
            // Nothing came as data: it may have come under another name.
            said.or_else(|| data.is_empty().then(|| first_link(body)).flatten())
        });
        let link = link.flatten().map(|link| {
            if link.may_go_on {
                notes.outer(
                    "authorization_url",
                    "a link with its signs escaped",
                    "one that may go on behind its end",
                    "",
                );
            }
            link.text
        });
        let remark = decoded.remark.map(Cow::Borrowed);
        let mut context = self.api_fault(Failed { remark, link, ..failed }, body);
        context.say_by_status(status, plan::of_status(status));
        // What cannot be read may say that it was done.
        if decoded.remark == Some(decode::UNREAD) || is_done {
            self.nobody_knows(&mut context);
        }
        context
    }

    /// What the keys beside the data say, and which documented error that is.
    pub(super) fn told<'a>(&self, head: &'a EnvelopeFields, charge: Charge) -> Failed<'a> {
        let reported = Reported {
            code: head.code.as_deref().unwrap_or_default(),
            message: head.msg.as_deref().map(said).unwrap_or_default(),
            sub_code: head.sub_code.as_deref(),
            sub_message: head.sub_msg.as_deref().map(said),
        };
        // The code of success proves nothing here: only the words can tell.
        let found = if !reported.code.is_empty() && same_code(reported.code, self.service.success_code) {
            matching::find_beside_success(self.service, &reported)
        } else {
            matching::find(self.service, &reported)
        };
        Failed { reported, found, remark: None, charge, link: None, request_id: head.request_id.as_deref() }
    }

    /// The same of a reply that says success around it.
    pub(super) fn told_inside<'a>(&self, head: &'a EnvelopeFields, charge: Charge) -> Failed<'a> {
        let mut failed = self.told(head, charge).inside_success();
        if failed.found.entry.is_none() {
            let found = matching::find_in_body(self.service, failed.reported.code, failed.reported.message);
            // A word of success is not what failed.
            if found
                .entry
                .is_some_and(|entry| !same_code(entry_of(self.service, Some(entry)).code, self.service.success_code))
            {
                failed.found = Match { sub_code: failed.found.sub_code, ..found };
            }
        }
        failed
    }

    pub(super) fn api_fault(&self, failed: Failed<'_>, body: &Bytes) -> BoxedContext {
        let Failed { reported, found, remark, charge, link, request_id } = failed;
        let given = reported.sub_message.filter(|text| !text.trim().is_empty()).unwrap_or(reported.message);
        let unsaid = given.trim().is_empty();
        let message = if unsaid { remark.as_deref().unwrap_or_default() } else { given };
        let entry = entry_of(self.service, found.entry.or(found.alike));
        let (class, outcome) = match found.how {
            Some(Matched::Rule) if found.sub_code.as_deref().is_some_and(matching::is_platform_fault) => {
                (Class::RetryWithBackoff, WriteOutcome::Unknown)
            }
            Some(Matched::Rule) => (Class::FixRequest, WriteOutcome::Unknown),
            _ => (entry.class, entry.write_outcome),
        };
        // Points that are only paid for a success are not paid for a refusal, of which the documents say that nothing was done. Which
        // error of several it is a code alone does not say, whatever they have in common.
        let is_refusal = found.entry.is_some()
            && !matches!(found.how, None | Some(Matched::Rule))
            && entry.write_outcome == WriteOutcome::NotExecuted;
        let is_free = self.meta.charged_on_success && is_refusal && charge == Charge::Unknown;
        let api = Api {
            service: self.service,
            entry: found.entry,
            matched: found.how,
            by_status: None,
            code: reported.code.into(),
            message: message.into(),
            sub_code: found.sub_code.map(Into::into),
            request_id: request_id.map(Into::into),
            authorization_url: link.map(Into::into),
            retry_after: retry_after::in_message(message),
            charge: if is_free { Charge::None } else { charge },
            remark: remark.filter(|_| !unsaid),
            body: body.clone(),
        };
        Context::new(self.meta, class, outcome, Detail::Api(api))
    }

    /// A failure of which nobody knows what became of the call.
    pub(super) fn in_doubt(&self, failed: Failed<'_>, body: &Bytes) -> BoxedContext {
        let mut context = self.api_fault(failed, body);
        self.nobody_knows(&mut context);
        context
    }

    /// A failure that stands where no document has one: a read has brought nothing, and what became of a write is not known.
    pub(super) fn failed_inside(&self, failed: Failed<'_>, body: &Bytes) -> BoxedContext {
        if self.meta.effect == Effect::Read { self.api_fault(failed, body) } else { self.in_doubt(failed, body) }
    }

    /// Something may have been done, and paid for, whatever the error says.
    pub(super) fn nobody_knows(&self, context: &mut Context) {
        context.outcome_unknown();
        if self.meta.charged {
            context.charge_unknown();
        }
    }
}

/// What of a message an error tells: it may be as long as a reply, which the error has as well.
fn said(message: &str) -> &str {
    const LONGEST: usize = 65_536;
    matching::beginning(message, LONGEST)
}
