//! What state.yaml says. Names stay as they are written, `check` holds them against the operations; a value that is missing or wrong has
//! been reported and gets a harmless stand-in.

use super::api::Service;
use super::state::{
    Account, Balance, Basis, Change, Condition, ConditionKind, Given, NewValue, OperationState, Parts, PerDay, Refuse,
    Shops, State, Thing, Told, TooFast,
};
use crate::load::raw::{RawAccount, RawChange, RawCondition, RawOperationState, RawState, RawThing, RawTold, Text};

pub(super) fn lower(raw: &RawState, service: &Service) -> State {
    State {
        span: raw.span,
        account: raw.account.as_ref().map(account).unwrap_or_default(),
        shops: raw.shops.as_ref().map(|shops| Shops {
            field: shops.field.value.clone(),
            unauthorised: told(&shops.unauthorised, &shops.basis),
        }),
        things: raw.things.iter().map(|each| thing(each, service)).collect(),
        operations: raw.operations.iter().map(operation).collect(),
    }
}

fn told(error: &Text, basis: &Text) -> Told {
    Told { error: error.value.clone(), basis: Basis::from_word(&basis.value).unwrap_or(Basis::Assumed) }
}

fn told_at(raw: &RawTold) -> Told {
    told(&raw.error, &raw.basis)
}

fn number<N: std::str::FromStr + Default>(text: &Text) -> N {
    text.value.parse().unwrap_or_default()
}

fn optional(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(|text| text.value.clone())
}

fn account(raw: &RawAccount) -> Account {
    Account {
        balance: raw
            .balance
            .as_ref()
            .map(|raw| Balance { start: number(&raw.start), empty: told(&raw.empty, &raw.basis) }),
        too_fast: raw.too_fast.as_ref().map(|raw| TooFast {
            told: told(&raw.error, &raw.basis),
            sub_code: optional(&raw.sub_code),
            words: optional(&raw.words),
        }),
        per_day: raw
            .per_day
            .as_ref()
            .map(|raw| PerDay { calls: raw.calls.as_ref().map(number), told: told(&raw.error, &raw.basis) }),
    }
}

fn thing(raw: &RawThing, service: &Service) -> Thing {
    let operation = service.operations.iter().find(|operation| operation.id == raw.ty.operation.value);
    let record = operation.and_then(|operation| {
        operation.types.iter().find(|record| record.name.wire == raw.ty.record.value).map(|record| &record.name.ident)
    });
    Thing {
        name: raw.thing.value.clone(),
        operation: raw.ty.operation.value.clone(),
        record: record.cloned().unwrap_or_default(),
        key: raw.key.value.clone(),
        shop: optional(&raw.shop),
        from: optional(&raw.from),
        parts: raw.parts.as_ref().map(|parts| Parts { list: parts.list.value.clone(), key: parts.key.value.clone() }),
    }
}

fn operation(raw: &RawOperationState) -> OperationState {
    OperationState {
        operation: raw.operation.value.clone(),
        thing: optional(&raw.writes).or_else(|| optional(&raw.reads)).unwrap_or_default(),
        writes: raw.writes.is_some(),
        missing: raw.missing.as_ref().map(told_at),
        foreign: raw.foreign.as_ref().map(told_at),
        given: raw.parts.as_ref().map(|given| Given { by: given.given_by.value.clone(), when: optional(&given.when) }),
        refuse: raw
            .refuse
            .iter()
            .map(|raw| Refuse { condition: condition(&raw.condition), told: told(&raw.error, &raw.basis) })
            .collect(),
        set: raw.set.iter().map(change).collect(),
    }
}

fn condition(raw: &RawCondition) -> Condition {
    let kinds = [
        (ConditionKind::Thing, &raw.thing),
        (ConditionKind::Part, &raw.part),
        (ConditionKind::SomePart, &raw.some_part),
        (ConditionKind::AllParts, &raw.all_parts),
        (ConditionKind::Used, &raw.used),
    ];
    let about = kinds.into_iter().find_map(|(kind, field)| Some((kind, field.as_ref()?.value.clone())));
    let (kind, field) = about.unwrap_or_else(|| {
        let part = raw.no.as_ref().is_some_and(|no| no.value == "part");
        (if part { ConditionKind::NoPart } else { ConditionKind::NoThing }, String::new())
    });
    let not = raw.values.is_empty();
    let values = if not { &raw.others } else { &raw.values };
    Condition {
        kind,
        field,
        values: values.iter().map(|value| value.value.clone()).collect(),
        not,
        and_not_given: optional(&raw.and_not_given),
        by: optional(&raw.by),
    }
}

fn change(raw: &RawChange) -> Change {
    let value = match (&raw.to, &raw.from) {
        (Some(to), _) => NewValue::Word(to.value.clone()),
        (None, Some(from)) => NewValue::FromField(from.value.clone()),
        (None, None) => NewValue::Now,
    };
    Change {
        of_parts: raw.part.is_some(),
        field: raw.part.as_ref().or(raw.thing.as_ref()).map(|field| field.value.clone()).unwrap_or_default(),
        value,
        when: raw.when.as_ref().map(condition),
    }
}
