//! The flags that must say true, in every row, before a write counts as done.

use bytes::Bytes;

use super::failure::Failed;
use crate::call::plan::{Plan, text_at};
use crate::decode::{self, Decoded, Wire};
use crate::error::matching::{self, Reported};
use crate::error::{BoxedContext, Context};
use crate::meta::{Confirm, DataShape, Effect};
use crate::record::{Record, View, lookup};
use crate::value::Charge;

impl Plan {
    /// The flags inside a success body that must say true: failures hide there.
    pub(super) fn confirm(
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
    pub(super) fn unconfirmed(
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
    pub(super) fn rows<'a>(&self, data: &'a dyn Record) -> Vec<&'a dyn Record> {
        match (self.meta.data, data.view(0)) {
            (DataShape::List, View::List(list)) => (0..list.len()).filter_map(|at| list.get(at)).collect(),
            (DataShape::Map, View::Map(map)) => (0..map.len()).filter_map(|at| map.get(at)).collect(),
            _ => vec![data],
        }
    }

    /// The first flag of a row that says false.
    pub(super) fn denied(&self, row: &dyn Record) -> Option<&'static Confirm> {
        self.meta.confirm.iter().find(|confirm| says(row, confirm.flag) == Some(false))
    }

    /// Every row must say what the first one says.
    pub(super) fn confirm_rows(
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
}

fn says(data: &dyn Record, flag: &str) -> Option<bool> {
    match lookup(data, flag) {
        View::Bool(value) => value,
        _ => None,
    }
}
