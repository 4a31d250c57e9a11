//! Every kind of value as a user's program treats it: as a key, in a format, from text, into another crate's type.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::Serialize;
use serde::de::DeserializeOwned;
use vvtool_api::ids::{OpenUid, TradeId};
use vvtool_api::vvtool::erps::fullinfo::{Trade, TradeStatus};
use vvtool_api::vvtool::{ErpsFullinfo, ErrorKind};
use vvtool_api::{Amount, Charge, Class, DateTime, Fen, InvalidValue, Lang, Points, Text, WriteOutcome, Yuan, top};
use vvtool_e2e::{Clients, sample};
use vvtool_mock::Raw;

/// What a value does that has one text: it prints, reads back, sorts, hashes, and is that text in any format.
fn one_text<T>(values: &[T]) -> Vec<String>
where
    T: Display + Debug + FromStr<Err: Debug> + Ord + Hash + Clone + Serialize + DeserializeOwned,
{
    let sorted: BTreeSet<_> = values.iter().cloned().collect();
    let hashed: HashMap<_, _> = values.iter().map(|value| (value.clone(), value.to_string())).collect();
    assert_eq!((sorted.len(), hashed.len()), (values.len(), values.len()), "given twice");
    let texts = values.iter().map(|value| {
        let text = value.to_string();
        assert_eq!(&text.parse::<T>().unwrap(), value);
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(json, format!("{text:?}"), "as text");
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
        assert_eq!(&hashed[value], &text);
        text
    });
    texts.collect()
}

#[test]
fn an_id_is_its_text() {
    let id = TradeId::from(1_692_089_714_634_374_451_u64);
    assert_eq!(one_text(&[id.clone(), TradeId::from("12a")]), ["1692089714634374451", "12a"]);

    // As a key, asked with the text that a log line has.
    let by_hash = HashMap::from([(id.clone(), "shipped")]);
    let by_order = BTreeMap::from([(id.clone(), "shipped")]);
    assert_eq!(by_hash.get("1692089714634374451"), Some(&"shipped"));
    assert_eq!(by_order.get("1692089714634374451"), Some(&"shipped"));

    // From numbers and back.
    let stored: Vec<u64> = vec![1_692_089_714_634_374_451];
    let ids: Vec<TradeId> = stored.iter().map(TradeId::from).collect();
    assert_eq!(ids, std::slice::from_ref(&id));
    assert_eq!(u64::try_from(&ids[0]).unwrap(), stored[0]);
    assert_eq!(u64::try_from(id.clone()).unwrap(), stored[0]);

    // With text.
    let text = String::from("1692089714634374451");
    assert!(id == *"1692089714634374451" && id == "1692089714634374451" && id == text);
    assert_eq!(String::from(id.clone()), text);
    let owned: String = id.into();
    assert_eq!(owned, text);
}

#[test]
fn an_id_that_a_number_would_not_give_back_is_no_number() {
    for (text, why) in [
        ("", "the id is empty"),
        ("12a", "the id holds something else than digits"),
        ("+12", "the id holds something else than digits"),
        ("-1", "the id holds something else than digits"),
        ("007", "the id begins with a 0, which a number would lose"),
        ("18446744073709551616", "the id is above 18446744073709551615"),
    ] {
        let error: InvalidValue = u64::try_from(TradeId::from(text)).unwrap_err();
        assert_eq!((error.what(), error.why()), ("u64", why), "{text:?}");
    }
    for number in [0, 1, u64::MAX] {
        assert_eq!(u64::try_from(TradeId::from(number)).unwrap(), number);
    }
}

/// Asked for by name it is shown: an id that could not be printed could not be used. The record around it keeps quiet.
#[test]
fn a_personal_id_is_shown_where_it_is_asked_for_and_hidden_in_its_record() {
    assert_eq!(OpenUid::from("AAHm5d").to_string(), "AAHm5d");
    let trade: Trade = serde_json::from_str(r#"{"buyer_open_uid":"AAHm5d"}"#).unwrap();
    assert_eq!(trade.buyer_open_uid, Some(OpenUid::from("AAHm5d")));
    assert!(!format!("{trade:?}").contains("AAHm5d"));
}

#[test]
fn an_open_enum_is_its_text() {
    let values = [TradeStatus::TradeFinished, TradeStatus::from("PAID_BY_MOON")];
    assert_eq!(one_text(&values), ["TRADE_FINISHED", "PAID_BY_MOON"]);
    assert!(!values[1].is_documented());
    assert!(values[1] < values[0], "sorted by their text");

    let mut counts: BTreeMap<TradeStatus, u32> = BTreeMap::new();
    for text in ["TRADE_FINISHED", "TRADE_CLOSED", "TRADE_FINISHED"] {
        *counts.entry(text.parse().unwrap()).or_default() += 1;
    }
    assert_eq!(counts[&TradeStatus::TradeFinished], 2);
}

#[test]
fn closed_lists_are_words() {
    let classes = [
        Class::Ignore,
        Class::FixRequest,
        Class::DoNotRetry,
        Class::RetryNow,
        Class::RetryWithBackoff,
        Class::WaitOffPeak,
        Class::RefreshToken,
        Class::ReauthorizeShop,
        Class::BuyPermission,
        Class::TopUp,
        Class::ContactSupport,
    ];
    assert_eq!(one_text(&classes).len(), 11);
    let outcomes = [WriteOutcome::NotExecuted, WriteOutcome::Unknown, WriteOutcome::MaybeAlreadyDone];
    assert_eq!(one_text(&outcomes), ["not_executed", "unknown", "maybe_already_done"]);
    assert_eq!(one_text(&[Lang::En, Lang::Zh]), ["en", "zh"]);
    assert_eq!(one_text(&[Charge::Known(Points::new(-3)), Charge::None, Charge::Unknown]), ["-3", "none", "unknown"]);
    assert_eq!(format!("[{:>4}]", Lang::En), "[  en]", "a width is kept");
    let error = "3.5".parse::<Charge>().unwrap_err();
    assert_eq!(error.to_string(), "not a valid Charge: expected a whole number of points, none or unknown");
}

/// Every word that a spec may have, not those that ours happen to use.
#[test]
fn words_of_the_format_are_words_of_the_runtime() {
    use vvtool_codegen::words;

    let classes = words::Class::WORDS.iter().map(|word| word.parse::<Class>().map(|class| class.as_str()));
    assert_eq!(classes.collect::<Result<Vec<_>, _>>().unwrap(), words::Class::WORDS);
    let outcomes = words::WriteOutcome::WORDS.iter().map(|word| word.parse::<WriteOutcome>().map(|one| one.as_str()));
    assert_eq!(outcomes.collect::<Result<Vec<_>, _>>().unwrap(), words::WriteOutcome::WORDS);
    // Nor has the runtime a word that no spec can say: what it refuses names all that it knows.
    for (error, known) in [
        ("".parse::<Class>().unwrap_err(), words::Class::WORDS),
        ("".parse::<WriteOutcome>().unwrap_err(), words::WriteOutcome::WORDS),
    ] {
        assert_eq!(error.why(), format!("expected one of {}", known.join(", ")));
    }
}

/// The spec's words, not words like them.
#[test]
fn classes_and_outcomes_are_spelled_as_the_spec_spells_them() {
    let mut classes = BTreeSet::new();
    for file in ["vvtool/errors.yaml", "top/errors.yaml"] {
        let text = std::fs::read_to_string(format!("{}/../../spec/{file}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        for line in text.lines() {
            match line.trim_start().split_once(": ") {
                Some(("class", word)) => {
                    let class: Class = word.parse().unwrap();
                    classes.insert(class);
                    assert_eq!(class.as_str(), word);
                }
                Some(("write_outcome", word)) => assert_eq!(word.parse::<WriteOutcome>().unwrap().as_str(), word),
                _ => {}
            }
        }
    }
    assert!(classes.len() > 8, "{classes:?}");
}

#[test]
fn a_kind_is_its_name() {
    let kinds = [ErrorKind::WaybillUsed, ErrorKind::Success, ErrorKind::Unknown];
    assert_eq!(one_text(&kinds), ["WaybillUsed", "Success", "Unknown"]);
    assert_eq!(one_text(&[top::ErrorKind::Unknown]), ["Unknown"]);
    let sorted: Vec<_> = BTreeSet::from(kinds).into_iter().collect();
    assert_eq!(sorted, [ErrorKind::Success, ErrorKind::Unknown, ErrorKind::WaybillUsed]);

    // A name of another version: nobody typed it, so it is read as what it is here.
    assert_eq!(serde_json::from_str::<ErrorKind>("\"EatenByADog\"").unwrap(), ErrorKind::Unknown);
    let error = "EatenByADog".parse::<ErrorKind>().unwrap_err();
    assert_eq!(error.to_string(), "not a valid ErrorKind: vvtool documents no error of this name");
}

#[test]
fn text_is_text_from_both_sides() {
    assert_eq!(one_text(&[Text::from("YTO"), Text::from("圆通")]), ["YTO", "圆通"]);
    let code = Text::from(Cow::Borrowed("YTO"));
    assert_eq!(code, Text::from(Cow::<str>::Owned("YTO".to_owned())));
    let owned = String::from("YTO");
    assert!(code == *"YTO" && code == "YTO" && code == owned);
    assert!(*"YTO" == code && "YTO" == code && owned == code);
}

#[test]
fn money_is_checked_where_it_matters() {
    assert_eq!(Yuan::new(vvtool_api::rust_decimal::Decimal::MAX).checked_add(Yuan::from_fen(Fen::new(100))), None);
    assert_eq!(Fen::new(5).checked_sub(Fen::new(7)), Some(Fen::new(-2)));
    assert_eq!(Points::new(i64::MIN).checked_sub(Points::new(1)), None);
    assert_eq!("1.5".parse::<Amount>().unwrap().checked_add("2.50".parse().unwrap()), Some("4.00".parse().unwrap()));
    let error = "12,50".parse::<Yuan>().unwrap_err();
    assert_eq!(error.why(), "expected a decimal number such as 200.07, and character 3 is no digit");
}

/// 17:46:43 in China.
const PAID: i64 = 1_617_270_403;

fn paid() -> DateTime {
    DateTime::new(2021, 4, 1, 17, 46, 43).unwrap()
}

fn day() -> DateTime {
    "20210401".parse().unwrap()
}

fn clock() -> DateTime {
    "17:46".parse().unwrap()
}

#[test]
fn a_date_is_a_moment_of_the_system() {
    let moment = UNIX_EPOCH + Duration::from_secs(1_617_270_403);
    assert_eq!(SystemTime::try_from(paid()).unwrap(), moment);
    assert_eq!(DateTime::try_from(moment + Duration::from_millis(999)).unwrap(), paid());
    assert_eq!(SystemTime::try_from(day()).unwrap(), UNIX_EPOCH + Duration::from_secs(1_617_206_400));
    let before = UNIX_EPOCH - Duration::from_millis(500);
    assert_eq!(DateTime::try_from(before).unwrap().to_string(), "1970-01-01 07:59:59");
    assert_eq!(SystemTime::try_from(DateTime::try_from(before).unwrap()).unwrap(), UNIX_EPOCH - Duration::from_secs(1));
    let error = SystemTime::try_from(clock()).unwrap_err();
    assert_eq!(error.to_string(), "not a valid SystemTime: a time of day alone is no moment");
}

#[test]
fn a_date_is_jiffs() {
    use jiff::civil::{Date, DateTime as Civil};
    use jiff::{Timestamp, Zoned};

    let moment = Timestamp::try_from(paid()).unwrap();
    assert_eq!(moment.as_second(), PAID);
    assert_eq!(DateTime::try_from(moment).unwrap(), paid());
    assert_eq!(Zoned::try_from(paid()).unwrap().to_string(), "2021-04-01T17:46:43+08:00[+08:00]");
    let utc = Zoned::new(moment, jiff::tz::TimeZone::UTC);
    assert_eq!(DateTime::try_from(utc).unwrap(), paid(), "the same moment, whatever its zone");
    let civil = jiff::civil::date(2021, 4, 1).at(17, 46, 43, 999);
    assert_eq!(DateTime::try_from(civil).unwrap(), paid());
    assert_eq!(Civil::try_from(day()).unwrap().to_string(), "2021-04-01T00:00:00");
    assert_eq!(Date::try_from(paid()).unwrap(), civil.date());
    assert_eq!(DateTime::try_from(civil.date()).unwrap().to_string(), "2021-04-01");
    let before = Timestamp::new(0, -500_000_000).unwrap();
    assert_eq!(DateTime::try_from(before).unwrap().to_string(), "1970-01-01 07:59:59");
    assert!(Timestamp::try_from(clock()).is_err() && Zoned::try_from(clock()).is_err());
    assert!(Civil::try_from(clock()).is_err() && Date::try_from(clock()).is_err());
    assert!(DateTime::try_from(Civil::MIN).is_err() && DateTime::try_from(Timestamp::MIN).is_err());
}

#[test]
fn a_date_is_chronos() {
    use chrono::{DateTime as Moment, FixedOffset, NaiveDate, NaiveDateTime, Utc};

    let moment = Moment::<Utc>::try_from(paid()).unwrap();
    assert_eq!(moment.timestamp(), PAID);
    assert_eq!(DateTime::try_from(moment).unwrap(), paid());
    let china = Moment::<FixedOffset>::try_from(paid()).unwrap();
    assert_eq!((china.timestamp(), china.offset().local_minus_utc()), (PAID, 8 * 3600));
    assert_eq!(DateTime::try_from(china.with_timezone(&FixedOffset::west_opt(3600).unwrap())).unwrap(), paid());
    let naive = NaiveDateTime::try_from(paid()).unwrap();
    assert_eq!(naive, NaiveDate::from_ymd_opt(2021, 4, 1).unwrap().and_hms_opt(17, 46, 43).unwrap());
    assert_eq!(DateTime::try_from(naive).unwrap(), paid());
    assert_eq!(DateTime::try_from(NaiveDate::try_from(day()).unwrap()).unwrap().to_string(), "2021-04-01");
    let before = Moment::from_timestamp(-1, 500_000_000).unwrap();
    assert_eq!(DateTime::try_from(before).unwrap().to_string(), "1970-01-01 07:59:59");
    assert!(Moment::<Utc>::try_from(clock()).is_err() && NaiveDateTime::try_from(clock()).is_err());
    assert!(DateTime::try_from(NaiveDateTime::MAX).is_err() && DateTime::try_from(NaiveDate::MIN).is_err());
}

#[test]
fn a_date_is_times() {
    use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};

    let moment = OffsetDateTime::try_from(paid()).unwrap();
    assert_eq!((moment.unix_timestamp(), moment.offset().whole_hours()), (PAID, 8));
    assert_eq!(DateTime::try_from(moment.to_offset(UtcOffset::UTC)).unwrap(), paid());
    let naive = PrimitiveDateTime::try_from(paid()).unwrap();
    assert_eq!((naive.hour(), naive.minute(), naive.second()), (17, 46, 43));
    assert_eq!(DateTime::try_from(naive).unwrap(), paid());
    let date = Date::try_from(day()).unwrap();
    assert_eq!((date.year(), u8::from(date.month()), date.day()), (2021, 4, 1));
    assert_eq!(DateTime::try_from(date).unwrap().to_string(), "2021-04-01");
    let before = OffsetDateTime::from_unix_timestamp_nanos(-500_000_000).unwrap();
    assert_eq!(DateTime::try_from(before).unwrap().to_string(), "1970-01-01 07:59:59");
    assert!(OffsetDateTime::try_from(clock()).is_err() && PrimitiveDateTime::try_from(clock()).is_err());
    assert!(DateTime::try_from(Date::MIN).is_err());
}

#[test]
fn a_reply_is_written_with_what_is_known_of_it_and_without_content_in_its_deviations() {
    let clients = Clients::new();
    let body = r#"{"code":0,"msg":"ok","msec":7,"time":1,"data":{"tid":9007199254740993,"payment":"two yuan","tomorrow":1,"withholding_money":2}}"#;
    let name = "vvtool/erps/fullinfo";
    clients.mock.answer(name, Raw::ok(body)).unwrap();
    let mut request = sample::<ErpsFullinfo>(&clients.mock, name);
    request.tid = Some("9007199254740993".into());
    let reply = clients.call(request).unwrap();
    let json = serde_json::to_value(&reply).unwrap();
    let deviation = serde_json::json!({"path": "payment", "expected": reply.deviations()[0].expected()});
    let expected = serde_json::json!({
        "data": {"tid": "9007199254740993", "withholding_money": 2},
        "charge": "2",
        "server_time": 1,
        "elapsed_ms": 7,
        "request_id": null,
        "deviations": [deviation],
        "unknown_fields": ["tomorrow"],
    });
    assert_eq!(json, expected);
}
