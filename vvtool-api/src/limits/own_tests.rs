//! One client for two gateways: what one of them refuses says nothing of the other.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::error::{Api, Detail};
use crate::meta::{ErrorEntry, OffPeak, Protocol, WriteOutcome};
use crate::value::Charge;

const fn row(name: &'static str, scope: Scope) -> ErrorEntry {
    ErrorEntry::new(name, "1", "no").class(Class::DoNotRetry).write_outcome(WriteOutcome::NotExecuted).scope(scope)
}

static ERRORS: [ErrorEntry; 3] =
    [row("NoPoints", Scope::Account), row("NoAddress", Scope::Host), row("NoShop", Scope::Shop)];
static SERVICE: Service = Service::new("sample", Protocol::Envelope).errors(&ERRORS);
static OURS: Meta = Meta::new("sample", "read");
static OTHER: Meta = Meta::new("sample", "other");
static THEIRS: Meta = Meta::new("of a user", "read");
static THEIR_OTHER: Meta = Meta::new("of a user", "other");

fn refused(meta: &'static Meta, entry: u16) -> BoxedContext {
    let api = Api {
        service: &SERVICE,
        entry: Some(entry),
        matched: None,
        by_status: None,
        code: "1".into(),
        message: "no".into(),
        sub_code: None,
        request_id: None,
        authorization_url: None,
        retry_after: None,
        charge: Charge::Unknown,
        remark: None,
        body: bytes::Bytes::new(),
    };
    Context::new(meta, Class::DoNotRetry, WriteOutcome::NotExecuted, Detail::Api(api))
}

#[tokio::test(start_paused = true)]
async fn a_gateway_holds_back_its_own_calls_and_no_others() {
    const SHOP: u64 = 7;
    for (entry, scope) in (0..).zip([Scope::Account, Scope::Host, Scope::Shop]) {
        for [met, beside, away, there] in
            [[&OURS, &OTHER, &THEIRS, &THEIR_OTHER], [&THEIRS, &THEIR_OTHER, &OURS, &OTHER]]
        {
            let label = format!("two gateways {scope:?} {}", met.service);
            let host = format!("http://{entry}.{}.example", met.service.len());
            let gate = Gate::new(&Limits::new(), &SERVICE, &host, &account::Account::named(&label)).unwrap();
            gate.met((&SERVICE, met), SHOP, Instant::now(), Some(&refused(met, entry)));
            let is_held = |meta| match gate.look(meta, SHOP) {
                Err(Held::Parked(_, _, of)) => of == scope,
                _ => false,
            };
            let held = [met, beside, away, there].map(is_held);
            assert_eq!(held, [true, true, false, false], "{label}");
            tokio::time::advance(Duration::from_secs(1)).await;
            // The other one answers: it has nothing to say of this one.
            gate.met((&SERVICE, away), SHOP, Instant::now(), None);
            assert_eq!([met, beside, away, there].map(is_held), held, "{label}");
            gate.met((&SERVICE, beside), SHOP, Instant::now(), None);
            assert_eq!([met, beside, away, there].map(is_held), [false; 4], "{label}");
        }
    }
}

#[test]
fn each_gateway_is_busy_at_its_own_hours_unless_the_program_says_when() {
    const NIGHT: OffPeak = OffPeak::new(480, &[(0, 360)]);
    static NIGHTS: Service = Service::new("of a user", Protocol::Envelope).off_peak(NIGHT);
    let gate =
        |limits| Gate::new(&limits, &SERVICE, "http://hours.example", &account::Account::named("hours")).unwrap();
    let (ours, night) = (gate(Limits::new()), Hours::documented(NIGHT));
    assert_eq!((ours.hours(&SERVICE), ours.hours(&NIGHTS)), (None, Some(night)));
    let said = gate(Limits::new().busy_hours("+00:00", ["09:00-10:00"]));
    assert!(said.hours(&SERVICE).is_some() && said.hours(&NIGHTS) == said.hours(&SERVICE));
}
