//! An operation meets the things: it shows one, changes one, or is refused.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use vvtool_codegen::model::api::{Api, Field, Type};
use vvtool_codegen::model::state::{Change, Condition, ConditionKind, NewValue, OperationState, State, Told};
use vvtool_codegen::model::time_form::{CHINA, TimeForm};

use super::thing::{self, Thing, text};
use super::{Place, World, place};
use crate::clock;
use crate::received::find;
use crate::reply;
use crate::routes::Target;

/// What comes of it.
#[derive(Debug)]
pub(crate) enum Acted<'a> {
    /// This error of the table.
    Refused(&'a Told),
    /// The thing, to be put where the operation's success shows one.
    Shown(Value),
    /// The thing was changed.
    Changed,
}

/// A call that meets things.
struct Call<'a> {
    of: &'a OperationState,
    place: Place<'a>,
    /// What a request may say.
    request: &'a [Field],
    fields: &'a [(String, String)],
    /// Seconds since 1970.
    now: i64,
}

impl World {
    /// Nothing where the state file says nothing, or where no such thing was ever put.
    pub(crate) fn act<'a>(
        &mut self,
        api: &'a Api,
        target: &Target<'a>,
        fields: &'a [(String, String)],
        now: i64,
    ) -> Option<Acted<'a>> {
        let state: &State = target.service.state.as_ref()?;
        let of = state.of(&target.operation.id)?;
        let things = self.things.get_mut(&of.thing)?;
        let call = Call { of, place: place(api, &of.thing)?, request: &target.operation.request, fields, now };
        if of.writes { Some(call.write(things)) } else { call.read(target, things) }
    }
}

impl<'a> Call<'a> {
    fn field(&self, name: &str) -> &str {
        find(self.fields, name).unwrap_or_default().trim()
    }

    fn key(&self) -> &str {
        self.field(&self.place.kind.key)
    }

    /// The thing belongs to another shop than the call.
    fn is_foreign(&self, thing: &Thing) -> bool {
        let caller = self.place.kind.shop.as_ref().map(|shop| self.field(shop));
        matches!((caller, &thing.shop), (Some(caller), Some(owner)) if caller != owner)
    }

    fn read(&self, target: &Target<'_>, things: &BTreeMap<String, Thing>) -> Option<Acted<'a>> {
        let thing = match things.get(self.key()) {
            Some(thing) if !self.is_foreign(thing) => thing,
            other => {
                let told = self.of.foreign.as_ref().filter(|_| other.is_some()).or(self.of.missing.as_ref());
                return told.map(Acted::Refused);
            }
        };
        let mut shown = thing.value.clone();
        if let Some(selected) = self.selected(target) {
            shown.retain(|name, _| selected.contains(&name.as_str()));
        }
        Some(Acted::Shown(Value::Object(shown)))
    }

    /// The fields the call asks for, where it says so.
    fn selected(&self, target: &Target<'_>) -> Option<Vec<&str>> {
        let field = target.operation.request.iter().find(
            |field| matches!(&field.ty, Type::Select { record, .. } if record.ident == self.place.record.name.ident),
        )?;
        Some(self.field(&field.name.wire).split(',').map(str::trim).collect())
    }

    fn write(&self, things: &mut BTreeMap<String, Thing>) -> Acted<'a> {
        let found = things.get(self.key());
        if let Some(refuse) = self.of.refuse.iter().find(|refuse| self.holds(&refuse.condition, found, things)) {
            return Acted::Refused(&refuse.told);
        }
        let given = self.given();
        for change in &self.of.set {
            let found = things.get(self.key());
            let holds = change.when.as_ref().is_none_or(|when| self.holds(when, found, things));
            if holds && let Some(thing) = things.get_mut(self.key()) {
                self.change(change, thing, given.as_deref());
            }
        }
        Acted::Changed
    }

    /// Keys of the parts that the call is about; none: all of them.
    fn given(&self) -> Option<Vec<String>> {
        let given = self.of.given.as_ref()?;
        let asked = given.when.as_ref().is_none_or(|when| matches!(self.field(when), "1" | "true"));
        let keys = self.field(&given.by).split(',').map(str::trim).filter(|key| !key.is_empty());
        let keys: Vec<_> = keys.map(str::to_owned).collect();
        (asked && !keys.is_empty()).then_some(keys)
    }

    fn part_key(&self, part: &Value) -> String {
        let key = self.place.kind.parts.as_ref().and_then(|parts| part.get(&parts.key));
        key.map(text).unwrap_or_default()
    }

    fn parts<'t>(&self, thing: &'t Thing) -> &'t [Value] {
        let list = self.place.kind.parts.as_ref().and_then(|parts| thing.value.get(&parts.list));
        list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    fn holds(&self, condition: &Condition, thing: Option<&Thing>, things: &BTreeMap<String, Thing>) -> bool {
        let visible = thing.filter(|thing| !self.is_foreign(thing));
        let known = match (condition.kind, visible) {
            (ConditionKind::NoThing, visible) => return visible.is_none(),
            // The other conditions are about a thing that is there.
            (_, None) => return false,
            (_, Some(known)) => known,
        };
        let not_given = condition.and_not_given.as_ref().is_none_or(|field| self.field(field).is_empty());
        let matches =
            |value: Option<&Value>| condition.values.contains(&value.map(text).unwrap_or_default()) != condition.not;
        let given = self.given();
        let is_given = |part: &Value| given.as_ref().is_none_or(|keys| keys.contains(&self.part_key(part)));
        let parts = self.parts(known);
        let mut fields = parts.iter().map(|part| part.get(&condition.field));
        not_given
            && match condition.kind {
                ConditionKind::NoThing => false,
                ConditionKind::NoPart => given
                    .is_some_and(|keys| keys.iter().any(|key| !parts.iter().any(|part| self.part_key(part) == *key))),
                ConditionKind::Thing => matches(known.value.get(&condition.field)),
                ConditionKind::Part => {
                    parts.iter().filter(|part| is_given(part)).any(|part| matches(part.get(&condition.field)))
                }
                ConditionKind::SomePart => fields.any(matches),
                ConditionKind::AllParts => !parts.is_empty() && fields.all(matches),
                ConditionKind::Used => self.is_used(condition, things),
            }
    }

    /// Another thing, or a part of it, has the value that the call brings.
    fn is_used(&self, condition: &Condition, things: &BTreeMap<String, Thing>) -> bool {
        let value = condition.by.as_ref().map(|by| self.field(by)).unwrap_or_default();
        let has = |map: &Map<String, Value>| map.get(&condition.field).is_some_and(|known| text(known) == value);
        let of = |thing: &Thing| has(&thing.value) || self.parts(thing).iter().filter_map(Value::as_object).any(has);
        !value.is_empty() && things.iter().any(|(key, thing)| key != self.key() && of(thing))
    }

    fn change(&self, change: &Change, thing: &mut Thing, given: Option<&[String]>) {
        let value = match &change.value {
            NewValue::Word(word) => word.as_str().into(),
            NewValue::FromField(field) => self.taken(field, change),
            NewValue::Now => spelled(self.changed(change).and_then(Field::form), self.now),
        };
        if !change.of_parts {
            thing::set(&mut thing.value, &change.field, value);
            return;
        }
        let list = self.place.kind.parts.as_ref().and_then(|parts| thing.value.get_mut(&parts.list));
        for part in list.and_then(Value::as_array_mut).into_iter().flatten() {
            let is_given = given.is_none_or(|keys| keys.contains(&self.part_key(part)));
            if is_given && let Some(part) = part.as_object_mut() {
                thing::set(part, &change.field, value.clone());
            }
        }
    }

    /// What the request says of a field; a date as the field that takes it spells it.
    fn taken(&self, name: &str, change: &Change) -> Value {
        let text = self.field(name);
        let given = self.request.iter().find(|field| field.name.wire == name);
        match (given.map(|field| &field.ty), self.changed(change).map(|field| &field.ty)) {
            (Some(Type::DateTime(given)), Some(Type::DateTime(into))) if given != into => {
                let moment = match given {
                    Some(form) => form.read(text, CHINA),
                    None => clock::moment(text).map(|moment| moment.saturating_sub(i64::from(CHINA) * 60)),
                };
                moment.map_or_else(|| text.into(), |moment| spelled(into.as_ref(), moment))
            }
            _ => text.into(),
        }
    }

    /// The field of the thing, or of its parts.
    fn changed(&self, change: &Change) -> Option<&Field> {
        let record = if change.of_parts { self.place.part() } else { Some(self.place.record) };
        record?.fields.iter().find(|field| field.name.wire == change.field)
    }
}

/// A moment as a field spells it.
fn spelled(form: Option<&TimeForm>, moment: i64) -> Value {
    match form {
        Some(TimeForm::UnixSeconds) => moment.into(),
        Some(TimeForm::UnixMillis) => moment.saturating_mul(1000).into(),
        Some(form) => form.written(moment, CHINA).into(),
        None => clock::gmt8(moment).into(),
    }
}

/// Puts what is shown into the operation's documented success.
pub(crate) fn shown(api: &Api, target: &Target<'_>, reply: &mut Value, mut thing: Value, is_simplified: bool) {
    let kind =
        target.service.state.as_ref().and_then(|state| state.of(&target.operation.id)).map(|of| of.thing.as_str());
    let Some(place) = kind.and_then(|kind| place(api, kind)) else { return };
    if !is_simplified {
        thing = reply::wrap_lists(&place.target, place.record, thing);
    }
    let at = if is_simplified { Some(reply) } else { target.data_in(reply) };
    let (Some(at), Value::Object(mut thing)) = (at.and_then(|data| place.in_data(data)), thing) else { return };
    // What the call cost stands beside the thing.
    if let Some(charge) = target.service.charge.as_ref().map(|charge| charge.field.wire.as_str())
        && let Some(cost) = at.remove(charge)
    {
        thing.insert(charge.to_owned(), cost);
    }
    *at = thing;
}
