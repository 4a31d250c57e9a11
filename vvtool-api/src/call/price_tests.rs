//! What a call cost where the documents say it and no reply does.
#![allow(clippy::unwrap_used)]

use super::plan::{Asked, Called, Plan};
use crate::error::BoxedContext;
use crate::exchange::{Body, HttpReply};
use crate::meta::{Class, Confirm, ErrorEntry, ErrorsBy, Meta, Protocol, Service, WriteOutcome};
use crate::tests::sample::Trade;
use crate::value::Charge;

const fn row(code: &'static str, words: &'static str, outcome: WriteOutcome) -> ErrorEntry {
    ErrorEntry::new(words, code, words).class(Class::DoNotRetry).write_outcome(outcome)
}

static SERVICE: Service =
    Service::new("sample", Protocol::Envelope).success_code("0").errors_by(ErrorsBy::CodeAndMessage).errors(&[
        row("6", "no", WriteOutcome::NotExecuted),
        row("7", "no", WriteOutcome::Unknown),
        // Two that act alike, and two that do not.
        row("8", "once", WriteOutcome::NotExecuted),
        row("8", "twice", WriteOutcome::NotExecuted),
        row("9", "before", WriteOutcome::NotExecuted),
        row("9", "behind", WriteOutcome::Unknown),
        // The documents have no words for it.
        row("010", "", WriteOutcome::NotExecuted),
    ]);
const PAID: Meta = Meta::new("sample", "paid").charged("").price(3);

fn called(meta: &'static Meta, body: &str) -> Result<Called, BoxedContext> {
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
    plan.settle(Ok(HttpReply::new(Body::from(body.to_owned()))), Box::<Trade>::default())
}

/// Of a call that has failed, or not.
fn charge(meta: &'static Meta, body: &str) -> Result<Charge, Charge> {
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
        // The documents have one error of this code, whatever words come with it; of those they have several of.
        (&ON_SUCCESS, r#"{"code":6,"msg":"what"}"#, Charge::None),
        (&ON_SUCCESS, r#"{"code":"06","msg":"what"}"#, Charge::None),
        (&ON_SUCCESS, r#"{"code":8,"msg":"once"}"#, Charge::None),
        (&ON_SUCCESS, r#"{"code":8,"msg":"thrice"}"#, Charge::Unknown),
        (&ON_SUCCESS, r#"{"code":9,"msg":"before"}"#, Charge::None),
        (&ON_SUCCESS, r#"{"code":9,"msg":"beside"}"#, Charge::Unknown),
        // It says that it was done.
        (&ON_SUCCESS, r#"{"code":6,"msg":"no","data":{"seller_rate":true}}"#, Charge::Unknown),
        (&ON_SUCCESS, r#"{"code":6,"msg":"no","data":{"seller_rate":false}}"#, Charge::None),
        // A success that is none, without a word of why.
        (&ON_SUCCESS, r#"{"code":0,"data":{"seller_rate":false}}"#, Charge::Unknown),
    ] {
        assert_eq!(charge(meta, body), Err(charge_of), "{meta:?} {body}");
    }
}

#[test]
fn a_code_without_documented_words_is_one_however_it_is_spelled() {
    static WRITE: Meta = PAID.confirm(&[Confirm::new("seller_rate")]);
    for (code, is_proof) in [("10", true), (r#""010""#, true), (r#""0010""#, true), ("6", false), ("8", false)] {
        let fault = called(&WRITE, &format!(r#"{{"code":{code},"msg":"never seen"}}"#)).map(drop).unwrap_err();
        assert_eq!((fault.is_proof(true), fault.is_proof(false)), (is_proof, true), "{code}");
    }
}

#[test]
fn rows_in_a_text_cost_what_nobody_has_added_up() {
    static TOLD: Meta = PAID.charged("withholding_money");
    let text = |rows: &str| serde_json::Value::from(rows).to_string();
    const TWO: &str = r#"[{"title":"a","withholding_money":1},{"withholding_money":2}]"#;
    for (data, charge_of) in [
        (TWO.to_owned(), Charge::Known(3.into())),
        (text(TWO), Charge::Unknown),
        (text(r#"{"0":{"title":"a","withholding_money":1},"1":{"withholding_money":2}}"#), Charge::Unknown),
        (text(r#"[{"title":"a","withholding_money":1}]"#), Charge::Known(1.into())),
    ] {
        let body = format!(r#"{{"code":0,"data":{data}}}"#);
        assert_eq!(charge(&TOLD, &body), Ok(charge_of), "{body}");
    }
    // Of a failure inside them as well.
    let failed = text(r#"[{"sub_code":"X1","withholding_money":1},{"withholding_money":2}]"#);
    assert_eq!(charge(&TOLD, &format!(r#"{{"code":0,"data":{failed}}}"#)), Err(Charge::Unknown));
}

#[test]
fn a_refusal_in_rows_that_were_all_looked_through_is_one() {
    static WRITE: Meta = PAID.confirm(&[Confirm::new("seller_rate")]);
    static BARE: Meta = PAID;
    let rows = |last: &str| {
        let rows = r#"[{"code":6,"msg":"no","sub_code":"6"},"#.to_owned() + &"{},".repeat(1_500) + last + "]";
        format!(r#"{{"code":0,"data":{}}}"#, serde_json::Value::from(rows))
    };
    for (meta, last, outcome) in [
        (&WRITE, "{}", WriteOutcome::NotExecuted),
        (&WRITE, r#"{"seller_rate":true}"#, WriteOutcome::Unknown),
        // No flag tells whether one of the others was done.
        (&BARE, "{}", WriteOutcome::Unknown),
    ] {
        let fault = called(meta, &rows(last)).map(drop).unwrap_err();
        assert_eq!(fault.outcome, outcome, "{meta:?} {last}");
    }
    // What follows the refusal is not read, whatever it says.
    let fault = called(&WRITE, r#"{"code":6,"msg":"no"}{"code":0}"#).map(drop).unwrap_err();
    assert_eq!(fault.outcome, WriteOutcome::Unknown);
}
