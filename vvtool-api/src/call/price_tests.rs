//! What a call cost where the documents say it and no reply does.
#![allow(clippy::unwrap_used)]

use super::plan::{Asked, Called, Plan};
use crate::error::BoxedContext;
use crate::exchange::{Body, HttpReply};
use crate::meta::{Class, Confirm, ErrorEntry, ErrorsBy, Meta, Protocol, Service, WriteOutcome};
use crate::tests::sample::Trade;
use crate::value::Charge;

const fn row(name: &'static str, code: &'static str, outcome: WriteOutcome) -> ErrorEntry {
    ErrorEntry::new(name, code, "no").class(Class::DoNotRetry).write_outcome(outcome)
}

static SERVICE: Service = Service::new("sample", Protocol::Envelope)
    .success_code("0")
    .errors_by(ErrorsBy::CodeAndMessage)
    .errors(&[row("Refused", "6", WriteOutcome::NotExecuted), row("Perhaps", "7", WriteOutcome::Unknown)]);
const PAID: Meta = Meta::new("sample", "paid").charged("").price(3);

fn called(meta: &'static Meta, body: &'static str) -> Result<Called, BoxedContext> {
    let plan = Plan {
        service: &SERVICE,
        meta,
        root: String::new(),
        strict: false,
        asked: Asked::default(),
        max_decoded: crate::decode::MAX_DECODED,
        secrets: Default::default(),
        seen: (tracing::Span::none(), tracing::Span::none()),
    };
    plan.settle(Ok(HttpReply::new(Body::from(body))), Box::<Trade>::default())
}

/// Of a call that has failed, or not.
fn charge(meta: &'static Meta, body: &'static str) -> Result<Charge, Charge> {
    called(meta, body).map(|called| called.facts.charge).map_err(|fault| fault.charge())
}

#[test]
fn a_success_costs_what_the_documents_say_where_no_reply_says_it() {
    static ON_SUCCESS: Meta = PAID.charged_on_success();
    static ANY: Meta = PAID;
    static TOLD: Meta = PAID.charged("withholding_money");
    static UNPRICED: Meta = PAID.price(0);
    const GOOD: &str = r#"{"code":0,"data":{"title":"x"}}"#;
    for (meta, charge_of) in [
        (&ON_SUCCESS, Charge::Known(3.into())),
        (&ANY, Charge::Known(3.into())),
        // The reply should have said it.
        (&TOLD, Charge::Unknown),
        (&UNPRICED, Charge::Unknown),
    ] {
        assert_eq!(charge(meta, GOOD), Ok(charge_of), "{meta:?}");
    }
}

#[test]
fn only_a_refusal_that_nothing_speaks_against_is_free() {
    static ON_SUCCESS: Meta = PAID.charged_on_success().confirm(&[Confirm::new("seller_rate")]);
    static ANY: Meta = PAID;
    for (meta, body, charge_of) in [
        (&ON_SUCCESS, r#"{"code":6,"msg":"no"}"#, Charge::None),
        (&ANY, r#"{"code":6,"msg":"no"}"#, Charge::Unknown),
        (&ON_SUCCESS, r#"{"code":7,"msg":"no"}"#, Charge::Unknown),
        (&ON_SUCCESS, r#"{"code":99,"msg":"what"}"#, Charge::Unknown),
        // It says that it was done.
        (&ON_SUCCESS, r#"{"code":6,"msg":"no","data":{"seller_rate":true}}"#, Charge::Unknown),
        (&ON_SUCCESS, r#"{"code":6,"msg":"no","data":{"seller_rate":false}}"#, Charge::None),
        // A success that is none, without a word of why.
        (&ON_SUCCESS, r#"{"code":0,"data":{"seller_rate":false}}"#, Charge::Unknown),
    ] {
        assert_eq!(charge(meta, body), Err(charge_of), "{meta:?} {body}");
    }
}
