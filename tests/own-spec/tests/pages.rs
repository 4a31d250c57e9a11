//! Answers that come page by page, over a real socket.
#![allow(clippy::unwrap_used)] // a test says what went wrong by stopping

use vvtool_api::vvtool::{Client, blocking};
use vvtool_own_spec::api::caravan::{ErrorKind, LotsList, LotsScan, TripsList, TripsWalk};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn client(mock: &vvtool_mock::Mock) -> Client {
    Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap()
}

fn without_async(mock: &vvtool_mock::Mock) -> blocking::Client {
    blocking::Client::builder().host(mock.url.as_str()).token(mock.token()).build().unwrap()
}

/// Values of these fields in every request that was made.
fn asked(mock: &vvtool_mock::Mock, names: [&str; 2]) -> Vec<[String; 2]> {
    let value = |each: &vvtool_mock::Received, name: &str| each.field(name).unwrap_or_default().to_owned();
    let requests = mock.requests();
    assert!(requests.iter().all(|each| each.refused.is_none()), "{requests:?}");
    requests.iter().map(|each| names.map(|name| value(each, name))).collect()
}

fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<[String; 2]> {
    pairs.map(|(one, two)| [one.to_owned(), two.to_owned()]).to_vec()
}

#[tokio::test]
async fn numbers_end_where_all_items_have_come() {
    let mock = mock();
    let mut pages = LotsList::new("A-1").pages(&client(&mock));
    let mut counts = Vec::new();
    while let Some(page) = pages.next().await {
        counts.push(page.unwrap().lots.iter().filter_map(|lot| lot.count).collect::<Vec<_>>());
    }
    assert_eq!(counts, [vec![1, 2], vec![3, 4], vec![5]]);
    assert_eq!((pages.seen(), pages.total(), pages.rest().is_none()), (5, Some(5), true));
    assert!(pages.next().await.is_none());
    assert_eq!(asked(&mock, ["page_no", "page_size"]), pairs([("1", "2"), ("2", "2"), ("3", "2")]));
}

#[tokio::test]
async fn a_request_may_begin_elsewhere_and_ask_for_less() {
    let mock = mock();
    let mut lots = LotsList::new("A-1").page_no(3).page_size(1).pages(&client(&mock)).items();
    let mut names = Vec::new();
    while let Some(lot) = lots.next().await {
        names.push(lot.unwrap().label.unwrap().to_string());
    }
    assert_eq!(names, ["L3", "L4", "L5"]);
    assert_eq!(asked(&mock, ["page_no", "page_size"]), pairs([("3", "1"), ("4", "1"), ("5", "1")]));
}

#[test]
fn without_async_pages_are_an_iterator() {
    let mock = mock();
    let client = without_async(&mock);
    let pages: Vec<usize> = LotsList::new("A-1").pages(&client).map(|page| page.unwrap().lots.len()).collect();
    assert_eq!(pages, [2, 2, 1]);
    let lots: Vec<_> = LotsScan::new().pages(&client).items().map(|lot| lot.unwrap().label.unwrap()).collect();
    assert_eq!((lots.len(), lots.last().map(|lot| lot.as_str())), (45, Some("L45")));
    let trips: Vec<_> = TripsList::new().pages(&client).items().map(|trip| trip.unwrap().label.unwrap()).collect();
    assert_eq!(trips.len(), 7);
}

#[tokio::test]
async fn a_flag_ends_pages_that_are_counted_from_their_own_first_number() {
    let mock = mock();
    let mut lots = LotsScan::new().pages(&client(&mock)).items();
    let mut count = 0;
    while let Some(lot) = lots.next().await {
        lot.unwrap();
        count += 1;
    }
    assert_eq!((count, lots.pages().seen(), lots.pages().total()), (45, 45, None));
    assert_eq!(asked(&mock, ["page", ""]), pairs([("0", ""), ("1", ""), ("2", "")]));
}

#[tokio::test]
async fn cursors_are_sent_as_they_came() {
    let mock = mock();
    let mut pages = TripsList::new().pages(&client(&mock));
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!(asked(&mock, ["after", "limit"]), pairs([("", "3"), ("after-3", "3"), ("after-6", "3")]));
    let mock = self::mock();
    let mut pages = TripsWalk::new().pages(&client(&mock));
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    assert_eq!(asked(&mock, ["offset", "limit"]), pairs([("", "3"), ("3", "3"), ("6", "3")]));
}

#[tokio::test]
async fn an_error_is_told_once_and_the_rest_goes_on_where_it_was() {
    let mock = mock();
    let client = client(&mock);
    let mut pages = LotsList::new("A-1").pages(&client);
    pages.next().await.unwrap().unwrap();
    mock.answer_next(1, "caravan/lots/list", vvtool_mock::Answer::error("BadRequest")).unwrap();
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::BadRequest);
    assert!(pages.next().await.is_none());
    let rest = pages.rest().unwrap();
    assert_eq!((rest.page_no, pages.seen()), (Some(2), 2));
    let mut rest = rest.clone().pages(&client).items();
    let mut names = Vec::new();
    while let Some(lot) = rest.next().await {
        names.push(lot.unwrap().label.unwrap().to_string());
    }
    assert_eq!(names, ["L3", "L4", "L5"]);
}

#[tokio::test]
async fn what_a_page_is_asked_for_again_is_asked_as_every_read_is() {
    let mock = mock();
    mock.answer_next(1, "caravan/lots/list", vvtool_mock::Answer::error("Busy")).unwrap();
    let mut pages = LotsList::new("A-1").pages(&client(&mock));
    while let Some(page) = pages.next().await {
        page.unwrap();
    }
    // One of the four was repeated.
    assert_eq!((pages.seen(), mock.requests().len()), (5, 4));
}

/// The next answer of the gateway has this data.
fn says(mock: &vvtool_mock::Mock, operation: &str, data: &str) {
    let body = format!(r#"{{"code":0,"msg":"成功","data":{data}}}"#);
    mock.answer_next(1, operation, vvtool_mock::Answer::Raw(vvtool_mock::Raw::ok(body))).unwrap();
}

/// Totals and items of answers, the words after the last one, the page to go on with.
type Case = (&'static [(&'static str, &'static str)], &'static str, i64);

#[tokio::test]
async fn what_contradicts_itself_ends_in_words() {
    const LIST: &str = "caravan/lots/list";
    const TWO: &str = r#"[{"label":"a"},{"label":"b"}]"#;
    const OTHER: &str = r#"[{"label":"c"},{"label":"d"}]"#;
    let cases: [Case; 6] = [
        (&[("5", TWO), ("5", "[]")], "page 2 is empty, and says that more follow", 2),
        (&[("5", TWO), ("5", TWO)], "page 2 holds what the page before it held", 2),
        (&[("5", TWO), ("6", OTHER)], "page 2 says that total_results is 6, the page before it said 5", 3),
        (
            &[("5", TWO), ("5", r#"[{"label":"c"}]"#), ("5", r#"[{"label":"e"}]"#)],
            "page 3 is the last one, and 4 items have come",
            4,
        ),
        (&[("null", TWO)], "page 1 says no total_results", 2),
        (&[("1", TWO)], "page 1 is the last one, and 2 items have come where total_results says 1", 2),
    ];
    for (answers, words, next) in cases {
        let mock = mock();
        let mut pages = LotsList::new("A-1").pages(&client(&mock));
        for (total, lots) in answers {
            says(&mock, LIST, &format!(r#"{{"total_results":{total},"lots":{lots}}}"#));
            pages.next().await.unwrap().unwrap();
        }
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(matches!(error, vvtool_api::Error::Decode(_)) && error.to_string().contains(words), "{words}: {error}");
        assert!(pages.next().await.is_none());
        assert_eq!(pages.rest().unwrap().page_no, Some(next), "{words}");
        assert_eq!(mock.requests().len(), answers.len());
    }
}

#[tokio::test]
async fn a_flag_that_nobody_can_read_is_no_end() {
    for flag in ["", r#""has_next":"maybe","#, r#""hasNext":true,"#] {
        let mock = mock();
        let mut pages = LotsScan::new().pages(&client(&mock));
        says(&mock, "caravan/lots/scan", &format!(r#"{{{flag}"inner":{{"lots":[{{"label":"a"}}]}}}}"#));
        assert_eq!(pages.next().await.unwrap().unwrap().inner.as_ref().map(|inner| inner.lots.len()), Some(1));
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(error.to_string().contains("page 0 says not whether more follow: no has_next"), "{flag}: {error}");
        assert!(pages.next().await.is_none());
        // What follows is to be had all the same.
        assert_eq!(pages.rest().unwrap().page, Some(1));
    }
    // Where a page also says where the next one begins, that says it.
    let mock = mock();
    let mut pages = TripsWalk::new().pages(&client(&mock));
    for place in [r#"{"offset":1}"#, "{}"] {
        says(&mock, "caravan/trips/walk", &format!(r#"{{"trips":[{{"label":"{}"}}],"where":{place}}}"#, place.len()));
        pages.next().await.unwrap().unwrap();
    }
    assert!(pages.next().await.is_none() && pages.rest().is_none());
}

#[tokio::test]
async fn a_platform_that_gives_less_than_it_is_asked_for_is_read_to_the_end() {
    let mock = mock();
    let mut lots = LotsList::new("A-1").pages(&client(&mock)).items();
    for page in ["a", "b", "c"] {
        says(&mock, "caravan/lots/list", &format!(r#"{{"total_results":3,"lots":[{{"label":"{page}"}}]}}"#));
        assert_eq!(lots.next().await.unwrap().unwrap().label.as_deref(), Some(page));
    }
    assert!(lots.next().await.is_none() && lots.pages().rest().is_none());
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn a_cursor_that_was_there_before_ends_in_words() {
    let mock = mock();
    let mut pages = TripsList::new().pages(&client(&mock));
    for (next, trip) in [("x", 1), ("y", 2), ("x", 3)] {
        says(&mock, "caravan/trips/list", &format!(r#"{{"next":"{next}","trips":[{{"label":"{trip}"}}]}}"#));
        pages.next().await.unwrap().unwrap();
    }
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.to_string().contains("the next page begins where an earlier one did"), "{error}");
    assert_eq!(pages.rest().unwrap().after.as_deref(), Some("y"));
    assert!(pages.next().await.is_none());
    assert_eq!(mock.requests().len(), 3);
}

#[tokio::test]
async fn dropped_before_it_is_there_a_page_is_not_lost() {
    let mock = mock();
    let mut pages = LotsList::new("A-1").pages(&client(&mock));
    {
        let mut next = Box::pin(pages.next());
        let mut cx = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(next.as_mut().poll(&mut cx).is_pending());
    }
    let mut seen = 0;
    while let Some(page) = pages.next().await {
        seen += page.unwrap().lots.len();
    }
    assert_eq!((seen, mock.requests().len()), (5, 3));
}
