//! What a call has cost, as far as the reply or the documents say it.

use bytes::Bytes;

use crate::call::plan::Plan;
use crate::decode::{self, Decoded, Notes, Wire};
use crate::meta::DataShape;
use crate::record::{Record, View, lookup};
use crate::value::Charge;

impl Plan {
    pub(super) fn charge(&self, data: &dyn Record) -> Charge {
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
    pub(super) fn cost(&self, row: &dyn Record) -> Option<i64> {
        match lookup(row, self.meta.charge_field) {
            View::Points(Some(points)) => Some(points.get()),
            View::Int(points) => points,
            _ => None,
        }
    }

    /// Nobody is paid for a call: what says so says nothing of its price, and is told.
    #[cold]
    pub(super) fn note_credit(&self, data: &dyn Record, notes: &mut Notes) {
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
    pub(super) fn charge_of_rows(&self, decoded: &Decoded, wire: &Wire<'_>, data: &mut dyn Record) -> Charge {
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
    pub(super) fn charge_of_failure(&self, data: &Bytes, wire: &Wire<'_>, record: &mut dyn Record) -> Charge {
        let charged = self.meta.charged && !self.meta.charge_field.is_empty();
        let is_object = matches!(self.meta.data, DataShape::Object | DataShape::ListOfOne);
        if is_object && charged && decode::first_row(data, wire, record) {
            return self.charge(record);
        }
        Charge::Unknown
    }
}

/// The data is of several rows that were not all looked at.
pub(super) fn has_more_rows(decoded: &Decoded) -> bool {
    decoded.several.iter().any(|path| path == decode::ROWS)
}
