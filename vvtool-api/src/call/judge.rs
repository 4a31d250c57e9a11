//! What an answer means: a success that is one, a failure with its documented error, or neither.
//!
//! A reply counts as a success only when it says so as documented, when every flag that must say true does in every row, and when a
//! read brings something of what was asked for. HTTP statuses say little: failures arrive with 200, and a gateway may send its JSON
//! with any other.

use core::time::Duration;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use bytes::Bytes;

use super::plan::{self, Called, Plan, text_at};
use super::retry_after;
use crate::decode::{self, Decoded, EnvelopeFields, Notes, Outcome, Said, Wire};
use crate::error::matching::{self, Match, Matched, Reported, same_code};
use crate::error::{Api, BoxedContext, Context, Detail, Phase, entry_of, first_link};
use crate::meta::{Class, Confirm, DataShape, Effect, WriteOutcome};
use crate::opaque::Opaque;
use crate::record::{Record, View, lookup};
use crate::reply::Facts;
use crate::reply_head::ReplyHead;
use crate::value::Charge;

/// What goes into an [`Api`] beside the words of the reply.
struct Failed<'a> {
    reported: Reported<'a>,
    found: Match,
    remark: Option<Cow<'static, str>>,
    charge: Charge,
    link: Option<String>,
    request_id: Option<&'a str>,
}

impl Failed<'_> {
    /// The envelope says that the call was carried out: a code of a row that is documented for calls proves nothing without its words.
    fn inside_success(mut self) -> Self {
        if self.found.how == Some(Matched::CodeOnly) {
            self.found = Match { sub_code: self.found.sub_code, ..Match::default() };
        }
        self
    }
}

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
            Outcome::Foreign(what) => Err(Context::decode(self.meta, what, None, body.clone())),
            Outcome::TooLarge => {
                let what = format!("the values of the answer take more than {} bytes (max_decoded)", self.max_decoded);
                Err(Context::decode(self.meta, what, None, body.clone()))
            }
            Outcome::Malformed { offset, what } => {
                let whole = if decode::is_other_object(what) { self.look(&wire, &body) } else { Said::default() };
                if let Some(mut head) = whole.failure {
                    // Not in the words of any document, but it says that it failed.
                    head.msg = head.msg.or(whole.words);
                    let failed =
                        Failed { remark: Some(what.into()), ..self.told(&head, Charge::Unknown).inside_success() };
                    return Err(self.failed_inside(failed, &body).noting(notes.deviations));
                }
                let why = Arc::new(Unreadable { offset, what });
                let encoding = reply_head.header_as_it_came(&http::header::CONTENT_ENCODING);
                let what = encoding.and_then(decode::encoded).unwrap_or_else(|| "the answer cannot be read".to_owned());
                Err(Context::decode(self.meta, what, Some(why), body.clone()))
            }
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

    /// Beside good data, a code and a message that the documents have as one failure are that failure. One of the two alone may mean
    /// anything.
    fn no_failure_beside(&self, decoded: &Decoded, charge: Charge, body: &Bytes) -> Result<(), BoxedContext> {
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
    fn no_failure_anywhere(
        &self,
        decoded: &Decoded,
        wire: &Wire<'_>,
        charge: Charge,
        body: &Bytes,
    ) -> Result<(), BoxedContext> {
        let whole = self.look(wire, body);
        // Where no flag says of all that it was done, rows may fail by themselves, and say so.
        let is_by_row = self.meta.effect != Effect::Read && self.meta.confirm.is_empty();
        let Some(mut head) = (if is_by_row { whole.around } else { whole.failure }) else { return Ok(()) };
        head.code = head.code.or_else(|| decoded.head.code.clone());
        head.request_id = head.request_id.or_else(|| decoded.head.request_id.clone());
        let failed = Failed { remark: Some(decode::INSIDE.into()), ..self.told_inside(&head, charge) };
        Err(self.failed_inside(failed, body))
    }

    /// A failure that stands where no document has one: a read has brought nothing, and what became of a write is not known.
    fn failed_inside(&self, failed: Failed<'_>, body: &Bytes) -> BoxedContext {
        if self.meta.effect == Effect::Read { self.api_fault(failed, body) } else { self.in_doubt(failed, body) }
    }

    /// A reply below somebody else's keys: of a read, a success unless they say that it is none; of a write nothing is known.
    fn wrapped(&self, decoded: &Decoded, wire: &Wire<'_>, body: &Bytes) -> Result<(), BoxedContext> {
        if self.meta.effect != Effect::Read {
            return Err(self.unconfirmed(decode::WRAPPED.to_owned(), decoded, wire, Charge::Unknown, body));
        }
        let Some(head) = self.look(wire, body).around else { return Ok(()) };
        let remark = Some("what stands around the reply says that it failed".into());
        Err(self.api_fault(Failed { remark, ..self.told_inside(&head, Charge::Unknown) }, body))
    }

    /// What all of a reply says of a failure and of a success.
    fn look(&self, wire: &Wire<'_>, body: &Bytes) -> Said {
        let last = |confirm: &Confirm| confirm.flag.rsplit('.').next().unwrap_or_default();
        let flags: Vec<&str> = self.meta.confirm.iter().map(last).collect();
        decode::said(body, wire, &flags)
    }

    /// A call of which a word of success means something.
    fn may_have_done(&self) -> bool {
        self.meta.effect != Effect::Read || !self.meta.confirm.is_empty()
    }

    /// A failure of which nobody knows what became of the call.
    fn in_doubt(&self, failed: Failed<'_>, body: &Bytes) -> BoxedContext {
        let mut context = self.api_fault(failed, body);
        self.nobody_knows(&mut context);
        context
    }

    /// What the documents have word by word as a failure, beside a write that says it is done.
    fn no_words_of_failure(&self, decoded: &Decoded, charge: Charge, body: &Bytes) -> Result<(), BoxedContext> {
        for head in [&decoded.inside, &decoded.head] {
            let message = head.msg.as_deref().unwrap_or_default();
            if message.trim().is_empty() || decode::is_good_word(message) {
                continue;
            }
            let reported = Reported { code: self.service.success_code, message, ..Reported::default() };
            let found = matching::find_beside_success(self.service, &reported);
            if matches!(found.how, Some(Matched::Exact | Matched::Alias)) {
                let remark = Some("the words of a failure stand inside a reply that says success".into());
                let request_id = head.request_id.as_deref();
                let failed = Failed { reported, found, remark, charge, link: None, request_id };
                return Err(self.in_doubt(failed, body));
            }
        }
        Ok(())
    }

    /// The flags inside a success body that must say true: failures hide there.
    fn confirm(
        &self,
        decoded: &Decoded,
        wire: &Wire<'_>,
        data: &dyn Record,
        charge: Charge,
        body: &Bytes,
    ) -> Result<(), BoxedContext> {
        if self.meta.confirm.is_empty() {
            return Ok(());
        }
        let rows = self.rows(data);
        let denied = |row: &&dyn Record| self.denied(*row).is_some();
        if let Some((place, row)) = rows.iter().enumerate().find(|(_, row)| denied(row))
            && let Some(confirm) = self.denied(*row)
        {
            let (code, message) = (text_at(*row, confirm.code), text_at(*row, confirm.message));
            // What is no code is not repeated here either.
            let own = (!code.is_empty()).then(|| decode::as_code(&code).unwrap_or_else(|| decode::NOT_A_CODE.into()));
            let of =
                if rows.len() > 1 { format!("row {} of {}", place + 1, rows.len()) } else { "the reply".to_owned() };
            let remark = Some(format!("{of} says {} = false", confirm.flag).into());
            let head = decoded.inside.clone().or(decoded.head.clone());
            let failed = if code.is_empty() && message.is_empty() {
                Failed { remark, ..self.told(&head, charge).inside_success() }
            } else {
                let found = matching::find_in_body(self.service, &code, &message);
                let code = own.as_deref().or(head.code.as_deref()).unwrap_or_default();
                let reported = Reported { code, message: &message, ..Reported::default() };
                Failed { reported, found, remark, charge, link: None, request_id: head.request_id.as_deref() }
            };
            let mut context = self.api_fault(failed, body);
            if decoded.rows.len() > 1 || rows.len() > 1 || self.look(wire, body).contradicts_itself() {
                // What the other rows, or another flag, say may have been done.
                self.nobody_knows(&mut context);
            }
            return Err(context);
        }
        let unconfirmed = |what: String| Err(self.unconfirmed(what, decoded, wire, charge, body));
        if rows.is_empty() && self.meta.effect != Effect::Read {
            return unconfirmed("the answer has no row, so nothing is confirmed".to_owned());
        }
        let unsaid = self.meta.confirm.iter().find(|confirm| rows.iter().any(|row| says(*row, confirm.flag).is_none()));
        if let Some(confirm) = unsaid {
            return unconfirmed(format!("the answer does not say {} = true, so nothing is confirmed", confirm.flag));
        }
        let several = |flag: &str| {
            decoded.several.iter().find(|path| {
                *path == decode::ROWS || flag.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'))
            })
        };
        match self.meta.confirm.iter().find_map(|confirm| several(confirm.flag)) {
            Some(path) => {
                unconfirmed(format!("the answer has several records at {path}, so not everything is confirmed"))
            }
            None => Ok(()),
        }
    }

    /// An answer that does not say what has become of the call. The words beside it may say it, unless they tell of nothing but success.
    #[cold]
    fn unconfirmed(
        &self,
        what: String,
        decoded: &Decoded,
        wire: &Wire<'_>,
        charge: Charge,
        body: &Bytes,
    ) -> BoxedContext {
        let failure = self.look(wire, body).failure;
        for head in failure.iter().chain([&decoded.inside, &decoded.head]) {
            let words = head.sub_msg.as_deref().or(head.msg.as_deref()).map(str::trim).unwrap_or_default();
            if !words.is_empty() && !decode::is_good_word(words) {
                let mut head = head.clone();
                head.code = head.code.or_else(|| decoded.head.code.clone());
                let failed = Failed { remark: Some(what.into()), ..self.told_inside(&head, charge) };
                return self.in_doubt(failed, body);
            }
        }
        Context::decode(self.meta, what, None, body.clone()).costing(charge)
    }

    /// The records in which flags and charges stand: the rows of a list or of a map, else the data itself.
    fn rows<'a>(&self, data: &'a dyn Record) -> Vec<&'a dyn Record> {
        match (self.meta.data, data.view(0)) {
            (DataShape::List, View::List(list)) => (0..list.len()).filter_map(|at| list.get(at)).collect(),
            (DataShape::Map, View::Map(map)) => (0..map.len()).filter_map(|at| map.get(at)).collect(),
            _ => vec![data],
        }
    }

    /// The first flag of a row that says false.
    fn denied(&self, row: &dyn Record) -> Option<&'static Confirm> {
        self.meta.confirm.iter().find(|confirm| says(row, confirm.flag) == Some(false))
    }

    /// Every row must say what the first one says.
    fn confirm_rows(
        &self,
        decoded: &Decoded,
        wire: &Wire<'_>,
        data: &mut dyn Record,
        charge: Charge,
        body: &Bytes,
    ) -> Result<(), BoxedContext> {
        let count = decoded.rows.len();
        for (number, row) in (1_usize..).zip(&decoded.rows) {
            let is_record = decode::row(row, wire, data);
            for confirm in self.meta.confirm {
                let what = match says(data, confirm.flag).filter(|_| is_record) {
                    Some(true) => continue,
                    Some(false) => format!("row {number} of {count} says {} = false", confirm.flag),
                    None => format!("row {number} of {count} does not say {} = true", confirm.flag),
                };
                let failed = Failed { remark: Some(what.into()), ..self.told(&decoded.head, charge) };
                return Err(self.in_doubt(failed, body));
            }
        }
        decode::read_again(decoded, wire, data);
        Ok(())
    }

    /// A failure the platform reports.
    fn failure(
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
        let may_authorize = self
            .service
            .errors
            .iter()
            .any(|entry| same_code(entry.code, code) && entry.class == Class::ReauthorizeShop);
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

    /// Something may have been done, and paid for, whatever the error says.
    fn nobody_knows(&self, context: &mut Context) {
        context.outcome_unknown();
        if self.meta.charged {
            context.charge_unknown();
        }
    }

    /// What the keys beside the data say, and which documented error that is.
    fn told<'a>(&self, head: &'a EnvelopeFields, charge: Charge) -> Failed<'a> {
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
    fn told_inside<'a>(&self, head: &'a EnvelopeFields, charge: Charge) -> Failed<'a> {
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

    fn api_fault(&self, failed: Failed<'_>, body: &Bytes) -> BoxedContext {
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

    fn charge(&self, data: &dyn Record) -> Charge {
        if !self.meta.charged {
            return Charge::None;
        }
        // Of several rows each says its own; what one of them does not say makes the sum unknown.
        let rows = self.rows(data);
        let sum =
            rows.iter().try_fold(0_i64, |sum, row| sum.checked_add(self.cost(*row).filter(|points| *points >= 0)?));
        sum.filter(|_| !rows.is_empty()).map_or(Charge::Unknown, |points| Charge::Known(points.into()))
    }

    /// What the row says that it cost.
    fn cost(&self, row: &dyn Record) -> Option<i64> {
        match lookup(row, self.meta.charge_field) {
            View::Points(Some(points)) => Some(points.get()),
            View::Int(points) => points,
            _ => None,
        }
    }

    /// Nobody is paid for a call: what says so says nothing of its price, and is told.
    #[cold]
    fn note_credit(&self, data: &dyn Record, notes: &mut Notes) {
        if !self.meta.charged || self.meta.charge_field.is_empty() {
            return;
        }
        let rows = self.rows(data);
        for (place, _) in rows.iter().enumerate().filter(|(_, row)| self.cost(**row).is_some_and(|points| points < 0)) {
            let list =
                data.table().fields.first().filter(|_| matches!(self.meta.data, DataShape::List | DataShape::Map));
            let path = match list {
                Some(list) => format!("{}[{place}].{}", list.name, self.meta.charge_field),
                None => self.meta.charge_field.to_owned(),
            };
            notes.outer(&path, "points, none or more", "fewer than none, so what it cost is unknown", "");
        }
    }

    /// What all rows cost together, where there are several and one is documented.
    fn charge_of_rows(&self, decoded: &Decoded, wire: &Wire<'_>, data: &mut dyn Record) -> Charge {
        let charge = self.charge(data);
        let is_sum = self.meta.charged && !self.meta.charge_field.is_empty();
        if is_sum && has_more_rows(decoded) {
            return Charge::Unknown;
        }
        if !is_sum || decoded.rows.len() < 2 {
            return charge;
        }
        let mut sum = Some(0_i64).filter(|_| decoded.several.is_empty());
        for row in &decoded.rows {
            let cost = if decode::row(row, wire, data) { self.charge(data) } else { Charge::Unknown };
            sum = match cost {
                Charge::Known(points) => sum.and_then(|sum| sum.checked_add(points.get())),
                Charge::None | Charge::Unknown => None,
            };
        }
        decode::read_again(decoded, wire, data);
        sum.map_or(Charge::Unknown, |points| Charge::Known(points.into()))
    }

    /// Where no document says whether failed calls are charged, some replies might say it in their data, read as that of a success.
    fn charge_of_failure(&self, data: &Bytes, wire: &Wire<'_>, record: &mut dyn Record) -> Charge {
        let charged = self.meta.charged && !self.meta.charge_field.is_empty();
        let is_object = matches!(self.meta.data, DataShape::Object | DataShape::ListOfOne);
        if is_object && charged && decode::first_row(data, wire, record) {
            return self.charge(record);
        }
        Charge::Unknown
    }
}

/// The data is of several rows that were not all looked at.
fn has_more_rows(decoded: &Decoded) -> bool {
    decoded.several.iter().any(|path| path == decode::ROWS)
}

/// What of a message an error tells: it may be as long as a reply, which the error has as well.
fn said(message: &str) -> &str {
    const LONGEST: usize = 65_536;
    matching::beginning(message, LONGEST)
}

fn says(data: &dyn Record, flag: &str) -> Option<bool> {
    match lookup(data, flag) {
        View::Bool(value) => value,
        _ => None,
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
