use super::*;

#[test]
fn the_five_forms_print_as_they_came() {
    let cases: &[(&str, Option<i64>)] = &[
        ("2021-04-01 17:46:43", Some(1_617_270_403)),
        ("2021-04-01 17:46", Some(1_617_270_360)),
        ("2021-04-01", Some(1_617_206_400)),
        ("20210401", Some(1_617_206_400)),
        ("17:46", None),
        ("1969-12-31 23:59:59", Some(-28_801)),
    ];
    for (text, unix) in cases {
        let value = text.parse::<DateTime>().unwrap();
        assert_eq!(value.to_string(), *text);
        assert_eq!(value.unix_seconds(), *unix, "{text}");
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "2021-02-29",
        "2021-13-01",
        "0000-00-00 00:00:00",
        "2021-04-01 24:00:00",
        "2021-04-01 23:60:00",
        "2021-4-1",
        "20210431",
        "2021-04-01T17:46:43",
        "25:00",
        "1:00",
        "2021/04/01",
        "２０２１",
        "2021-04-01 17:46:4x",
        "-021-04-01",
    ] {
        assert!(text.parse::<DateTime>().is_err(), "{text:?}");
    }
}

#[test]
fn what_the_wire_left_out_is_absent() {
    let day: DateTime = "20210401".parse().unwrap();
    assert_eq!(
        (day.year(), day.month(), day.day(), day.hour(), day.second()),
        (Some(2021), Some(4), Some(1), None, None)
    );
    assert_eq!(day.full().to_string(), "2021-04-01 00:00:00");
    let clock: DateTime = "17:46".parse().unwrap();
    assert_eq!((clock.year(), clock.hour(), clock.minute(), clock.second()), (None, Some(17), Some(46), None));
    assert_eq!(clock.full().to_string(), "17:46");
}

#[test]
fn unix_seconds_are_gmt_plus_8() {
    assert_eq!(DateTime::from_unix_seconds(1_617_270_403).unwrap().to_string(), "2021-04-01 17:46:43");
    assert_eq!(DateTime::from_unix_seconds(i64::MAX), None);
    assert!(DateTime::new(2024, 2, 29, 0, 0, 0).is_ok());
    assert!(DateTime::date(2023, 2, 29).is_err());
}

#[test]
fn what_is_wrong_is_said() {
    for (text, why) in [
        ("2021-13-01", "the month is not between 1 and 12"),
        ("2021-02-29", "the month has no such day"),
        ("20210400", "the month has no such day"),
        ("2021-04-01 24:00", "the hour is not between 0 and 23"),
        ("17:60", "the minute is not between 0 and 59"),
        ("2021-04-01 17:46:60", "the second is not between 0 and 59"),
        ("2021/04/01", "expected yyyy-MM-dd HH:mm:ss, yyyy-MM-dd HH:mm, yyyy-MM-dd, yyyyMMdd or HH:mm"),
    ] {
        assert_eq!(text.parse::<DateTime>().unwrap_err().why(), why, "{text}");
    }
    assert_eq!(DateTime::date(-1, 1, 1).unwrap_err().why(), "the year is not between 0 and 9999");
    assert!(DateTime::date(10_000, 1, 1).is_err());
}
