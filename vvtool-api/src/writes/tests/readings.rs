//! Answers of the read that proves a write, of which something is missing.
#![allow(clippy::unwrap_used, clippy::panic)] // a test says what went wrong by stopping

use super::platform::{Fate, Platform, builder, clock, ship};
use super::*;
use crate::exchange::{Body, Exchange, Exchanging, HttpReply, HttpRequest};

/// A platform whose reads say this.
struct Says(Platform, &'static str);

impl Exchange for Says {
    fn exchange(&self, request: HttpRequest, limit: usize) -> Exchanging<'_> {
        if request.uri().path() != "/tool/erps/fullinfo" {
            return self.0.exchange(request, limit);
        }
        Box::pin(async { Ok(HttpReply::new(Body::from(format!(r#"{{"code":0,"data":{{{}}}}}"#, self.1)))) })
    }
}

async fn saying(platform: &Platform, says: &'static str) -> Writes<crate::vvtool::Client> {
    let client = builder(platform).limits(Limits::off()).exchange(Says(platform.clone(), says)).build().unwrap();
    Writes::open_at(&client, Arc::new(MemoryJournal::new()), clock()).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn what_could_not_be_read_of_an_answer_is_not_what_is_not_there() {
    const WAITS: &str = r#""tid":"7","orders":{"order":[{"oid":"7","status":"WAIT_SELLER_SEND_GOODS"}]}"#;
    let cases = [
        (WAITS, "NotDone"),
        // A waybill is there, whatever it is.
        (
            r#""tid":"7","orders":{"order":[{"oid":"7","status":"WAIT_SELLER_SEND_GOODS","invoice_no":{"a":1}}]}"#,
            "Unresolved",
        ),
        // So is another part.
        (r#""tid":"7","orders":{"order":[{"oid":"7","status":"WAIT_SELLER_SEND_GOODS"},5]}"#, "Unresolved"),
        (r#""tid":"7","orders":{"order":[{"oid":"7","invoice_no":"SF1"},5]}"#, "Unresolved"),
        // Something that the proof does not look at.
        (r#""tid":"7","orders":{"order":[{"oid":"7","status":"WAIT_SELLER_SEND_GOODS","num":"x"}]}"#, "NotDone"),
        (r#""tid":"7","orders":{"order":[{"oid":"7","status":{"a":1},"invoice_no":"SF1"}]}"#, "Done"),
        // Of which trade it is, nobody says.
        (r#""orders":{"order":[{"oid":"7","status":"WAIT_SELLER_SEND_GOODS"}]}"#, "Unresolved"),
    ];
    for (says, expected) in cases {
        let platform = Platform::default();
        tokio::time::advance(Duration::from_secs(100)).await;
        let writes = saying(&platform, says).await;
        platform.next(Fate::Lost(None));
        let open = pending(writes.send(ship("7", "SF1")).await);
        let verdict = format!("{:?}", writes.reconcile(&open).await.unwrap());
        assert!(verdict.starts_with(expected), "{says}: {verdict}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_look_that_finds_a_part_of_it_done_sends_nothing() {
    let platform = Platform::default();
    let parts = r#""tid":"7","orders":{"order":[{"oid":"1","invoice_no":"SF1"},{"oid":"2","status":"WAIT_SELLER_SEND_GOODS"}]}"#;
    let writes = saying(&platform, parts).await.look_first(true);
    let open = pending(writes.send(ship("7", "SF1")).await);
    assert!(open.why().is_some_and(|why| why.contains("1 of 2 parts")), "{open:?}");
    assert!(matches!(writes.send(ship("7", "SF1")).await, Outcome::Unknown(_)));
    assert_eq!((platform.sent(), writes.pending().await.unwrap().len()), (0, 1));
    // Another waybill than ours goes out as before: the platform decides.
    assert!(matches!(writes.send(ship("8", "SF2")).await, Outcome::Done(_) | Outcome::Refused(_)));
}
