//! Dates in the forms of their documents, over a real socket: in a path, a query, a header, a form and a JSON body, and in replies. The
//! loopback server reads each as its spec spells it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // a test says what went wrong by stopping

use vvtool_api::vvtool::{Client, blocking};
use vvtool_api::{DateTime, Error};
use vvtool_mock::{Answer, Raw};
use vvtool_own_spec::api::almanac::days::{keep, mark};
use vvtool_own_spec::api::almanac::{DaysKeep, DaysList, DaysMark};

fn mock() -> vvtool_mock::Mock {
    vvtool_mock::Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap()
}

fn client(mock: &vvtool_mock::Mock, strict: bool) -> Client {
    Client::builder().host(mock.url.as_str()).anonymous().strict(strict).build().unwrap()
}

fn without_async(mock: &vvtool_mock::Mock) -> blocking::Client {
    blocking::Client::builder().host(mock.url.as_str()).anonymous().strict(true).build().unwrap()
}

fn time(text: &str) -> DateTime {
    text.parse().unwrap()
}

const MOMENT: &str = "2021-04-01 17:46:43";

fn list() -> DaysList {
    let moment = time(MOMENT);
    DaysList::new(time("2021-04-01")).since(moment).till(moment).x_seen(moment).around(time("17:46")).usual(moment)
}

/// The last request, in which nothing is odd.
fn last(mock: &vvtool_mock::Mock) -> vvtool_mock::Received {
    let last = mock.last_request().unwrap();
    assert_eq!((last.refused.clone(), last.notes.clone()), (None, Vec::new()));
    last
}

const LINE: (&str, &str) =
    ("/almanac/days/20210401", "since=1617270403&till=1617270403000&around=17.46&usual=2021-04-01%2017%3A46%3A43");

#[tokio::test]
async fn each_place_has_its_form() {
    let mock = mock();
    let reply = list().send(&client(&mock, true)).await.unwrap();
    let sent = last(&mock);
    assert_eq!((sent.path.as_str(), sent.query.as_str()), LINE);
    assert_eq!(sent.header("x-seen"), Some("20210401174643"));
    let moment = &reply.items[0];
    for read in [moment.compact, moment.seconds, moment.millis, moment.iso] {
        assert_eq!(read, Some(time(MOMENT)));
    }
    // Of a day alone the midnight is sent.
    list().since(time("2021-04-01")).send(&client(&mock, true)).await.unwrap();
    assert!(last(&mock).query.starts_with("since=1617206400&"), "{}", last(&mock).query);
}

#[test]
fn without_async_too() {
    let (mock, moment) = (mock(), time(MOMENT));
    list().send(&without_async(&mock)).unwrap();
    assert_eq!((last(&mock).path.as_str(), last(&mock).query.as_str()), LINE);
    let marked = DaysMark::new(moment, moment).send(&without_async(&mock)).unwrap();
    assert_eq!(marked.at, Some(time("2021-04-01 17:46")));
    assert_eq!(last(&mock).field("from"), Some("20210401174643"));
    DaysKeep::new(moment, moment).send(&without_async(&mock)).unwrap();
    assert_eq!(last(&mock).field("to"), Some("1617270403"));
}

#[tokio::test]
async fn bodies_have_the_forms_and_a_default_is_sent_in_its_own() {
    let (mock, moment) = (mock(), time(MOMENT));
    let client = client(&mock, true);
    let note = mark::Note::new(moment).day(time("2021-04-01"));
    DaysMark::new(moment, moment).notes([note]).send(&client).await.unwrap();
    let pairs = [
        ("from", "20210401174643"),
        ("to", "1617270403"),
        ("told", "1617270403000"),
        ("notes", r#"[{"at":1617270403,"day":"01/04/2021"}]"#),
    ];
    assert_eq!(last(&mock).arrived, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let note = keep::Note::new(moment);
    DaysKeep::new(moment, moment).told(time("1970-01-01 08:00:00")).notes([note]).send(&client).await.unwrap();
    let pairs = [("from", "20210401174643"), ("to", "1617270403"), ("told", "0"), ("notes", r#"[{"at":1617270403}]"#)];
    assert_eq!(last(&mock).arrived, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn what_a_form_cannot_say_is_refused_before_it_is_sent() {
    let mock = mock();
    let client = client(&mock, false);
    let clock = time("17:46");
    let error = list().since(clock).send(&client).await.unwrap_err();
    let Error::Invalid(refused) = &error else { panic!("{error}") };
    let told: Vec<_> = refused.violations().iter().map(|each| (each.field(), each.rule())).collect();
    assert_eq!(told, [("since", "is a time of day alone, and its form has the day")]);
    let error = list().around(time("2021-04-01")).send(&client).await.unwrap_err();
    assert!(error.to_string().contains("around: is a day alone, and its form is a time of day"), "{error}");
    // Nor is more said than arrives.
    let moment = time(MOMENT);
    let note = mark::Note::new(moment).day(moment);
    let error = DaysMark::new(moment, moment).notes([note]).send(&client).await.unwrap_err();
    assert!(error.to_string().contains("notes[0].day: has a time of day, and its form is a day alone"), "{error}");
    let error = list().around(moment).send(&client).await.unwrap_err();
    assert!(error.to_string().contains("around: has a day, and its form is a time of day"), "{error}");
    // A span is one of moments, however each end is spelled.
    let error = DaysMark::new(time("2021-04-01"), time("2021-04-02 00:00:01")).send(&client).await.unwrap_err();
    assert!(error.to_string().contains("At most one day"), "{error}");
    DaysMark::new(time("2021-04-01"), time("2021-04-02")).send(&client).await.unwrap();
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn a_date_in_another_form_is_read_and_told() {
    let mock = mock();
    // Wire, what is read, what is told.
    for (field, value, read, told) in [
        ("seconds", r#""1617270403""#, Some(MOMENT), None),
        ("seconds", "1.617270403e9", Some(MOMENT), None),
        ("seconds", r#""2021-04-01 17:46:43""#, Some(MOMENT), Some("seconds since 1970")),
        ("seconds", "1617270403000", None, Some("seconds since 1970")),
        ("millis", "1617270403999", Some(MOMENT), None),
        ("millis", r#""2021-04-01""#, Some("2021-04-01"), Some("milliseconds since 1970")),
        ("compact", "20210401174643", Some(MOMENT), None),
        ("compact", r#""2021-04-01 17:46:43""#, Some(MOMENT), Some("a date or a time as its document spells it")),
        ("compact", r#""20210431174643""#, None, Some("a date or a time as its document spells it")),
        ("iso", r#""""#, None, None),
        ("iso", r#""2021-04-01T17:46:43""#, Some(MOMENT), None),
        ("iso", "true", None, Some("a date or a time as its document spells it")),
    ] {
        let other = if field == "compact" { "" } else { r#""compact":"20210401174643","# };
        let body = format!(r#"{{"code":0,"msg":"ok","data":[{{{other}"{field}":{value}}}]}}"#);
        mock.answer("almanac/days/list", Answer::Raw(Raw::ok(body))).unwrap();
        let reply = list().send(&client(&mock, false)).await.unwrap();
        let moment = &reply.items[0];
        let found = match field {
            "seconds" => moment.seconds,
            "millis" => moment.millis,
            "compact" => moment.compact,
            _ => moment.iso,
        };
        assert_eq!(found, read.map(time), "{field}: {value}");
        let expected = reply.deviations().first().map(|each| each.expected());
        assert_eq!(expected, told, "{field}: {value}: {:?}", reply.deviations());
    }
}

#[test]
fn what_serde_wrote_it_reads_whatever_the_form() {
    // Eight digits are a day to serde, and would be seconds to the gateway.
    for text in ["20210401", "2021-04-01", MOMENT, "17:46"] {
        let request: DaysMark = serde_json::from_value(serde_json::json!({"from": text, "to": text})).unwrap();
        assert_eq!((request.from, request.to), (Some(time(text)), Some(time(text))));
        let written = serde_json::to_value(&request).unwrap();
        assert_eq!(serde_json::from_value::<DaysMark>(written).unwrap(), request);
    }
    // What came from the wire may be read too.
    let request: DaysMark = serde_json::from_str(r#"{"from": "20210401174643", "to": 1617270403}"#).unwrap();
    assert_eq!((request.from, request.to), (Some(time(MOMENT)), Some(time(MOMENT))));
}
