//! Pages, items and rows of a platform that says a person, a phone and a token where ids, codes and cursors belong: none of it is shown.
#![allow(clippy::unwrap_used)] // a test says what went wrong by stopping

use vvtool_api::vvtool::Client;
use vvtool_mock::{Answer, Raw};
use vvtool_own_spec::api::caravan::{LotsList, TripsList};
use vvtool_own_spec::api::orchard::FruitPick;

const PERSON: &str = "上官金丝雀";
const PHONE: &str = "13912345678";
const TOKEN: &str = "tOk3n-c4nary-A7";

/// What a platform may say in the place of anything.
const ODD: [&str; 6] =
    [PERSON, PHONE, TOKEN, "139-1234-5678 上官金丝雀", r#"{\"a\":\"上官金丝雀\"}"#, "\u{202e}上官金丝雀"];

fn started(operation: &str, data: &str) -> (vvtool_mock::Mock, Client) {
    let options = vvtool_mock::Options { token: TOKEN.to_owned(), ..vvtool_mock::Options::default() };
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/spec");
    let mock = vvtool_mock::Mock::start_with(spec, options, 0).unwrap();
    mock.answer(operation, Answer::Raw(Raw::ok(format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#)))).unwrap();
    let client = Client::builder().host(mock.url.as_str()).token(TOKEN).build().unwrap();
    (mock, client)
}

fn quiet(what: &str, shown: &str) {
    for canary in [PERSON, PHONE, "139-1234", TOKEN] {
        assert!(!shown.contains(canary), "{what}: {shown}");
    }
}

// RowOutcome shows no canary.
#[tokio::test]
async fn what_became_of_a_row_is_shown_without_its_words() {
    // A row does not know the token of its call, which may have the shape of a code.
    for odd in ODD.into_iter().filter(|odd| *odd != TOKEN) {
        let row = format!(r#"{{"sku":"S-1","is_success":false,"error_code":"{odd}","error_msg":"{odd}"}}"#);
        let (_mock, client) = started("orchard/fruit/pick", &format!("[{row},{row}]"));
        let outcomes = FruitPick::new(["S-1"]).send(&client).await.unwrap().outcomes();
        assert_eq!((outcomes.len(), outcomes.iter().filter(|row| row.is_ok()).count()), (2, 0));
        quiet(odd, &format!("{outcomes:?} {outcomes:#?}"));
    }
    let row = r#"{"sku":"S-1","is_success":false,"error_code":"31","error_msg":"已腐烂"}"#;
    let (_mock, client) = started("orchard/fruit/pick", &format!("[{row}]"));
    let outcomes = FruitPick::new(["S-1"]).send(&client).await.unwrap().outcomes();
    assert!(format!("{outcomes:?}").contains(r#"code: "31""#), "{outcomes:?}");
}

// Pages shows no canary. Items shows no canary.
#[tokio::test]
async fn pages_and_items_are_shown_as_numbers() {
    for odd in ODD {
        for (operation, data) in [
            (
                "caravan/lots/list",
                format!(r#"{{"total_results":2,"lots":[{{"label":"{odd}","{odd}":1}},{{"label":"x"}}]}}"#),
            ),
            ("caravan/trips/list", format!(r#"{{"trips":[{{"label":"{odd}"}}],"next":"{odd}","more":"{odd}"}}"#)),
            ("caravan/trips/list", format!(r#""{odd}""#)),
        ] {
            let (_mock, client) = started(operation, &data);
            macro_rules! shown {
                ($request:expr) => {{
                    let mut pages = $request.pages(&client);
                    let mut shown = format!("{pages:?}");
                    for _ in 0..3 {
                        match pages.next().await {
                            Some(Ok(page)) => shown.push_str(&format!("{:?} ", page.deviations())),
                            Some(Err(error)) => shown.push_str(&format!("{error} {error:?} {:?} ", error.deviations())),
                            None => {}
                        }
                        shown.push_str(&format!("{pages:?} {pages:#?}"));
                    }
                    let mut items = $request.pages(&client).items();
                    let _ = items.next().await;
                    shown + &format!("{items:?} {items:#?}")
                }};
            }
            let shown = match operation {
                "caravan/lots/list" => shown!(LotsList::new("A-1")),
                _ => shown!(TripsList::new()),
            };
            quiet(&data, &shown);
        }
    }
}
