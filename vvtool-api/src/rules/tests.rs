use super::check;
use crate::call::Operation;
use crate::error::Error;
use crate::generated::vvtool::ErrorKind;
use crate::generated::vvtool::{ErpsSend, erps::send::VvType};
use crate::meta::{Lang, Meta, Rule, RuleKind};
use crate::rt::v1 as rt;
use crate::tests::chain::Link;

fn ship() -> ErpsSend {
    ErpsSend::new("1234567", "123", "SF123456789", "POST")
}

/// What is wrong with a request, as a reader sees it.
fn told(request: &ErpsSend) -> Option<String> {
    let fault = check(ErpsSend::META, request).err()?;
    let error = Error::<ErrorKind>::of(fault);
    assert!(!error.remedy(Lang::Zh).is_empty() && !error.is_retryable());
    Some(error.to_string())
}

#[test]
fn documented_rules_are_checked_before_sending() {
    let table: [(ErpsSend, Option<&str>); 21] = [
        (ship(), None),
        (ship().vvtype("2"), None),
        (ship().vvtype(VvType::from("3")), Some("vvtype: is not one of the documented values")),
        (ship().is_split(true).sub_tid(["1", "2"]), None),
        (ship().is_split(false), None),
        (
            ship().is_split(true),
            Some("is_split, sub_tid: is_split = 1 exactly when sub_tid is given (avoids SplitFlagAndListMismatch)"),
        ),
        (ship().sub_tid(["1"]), Some("avoids SplitFlagAndListMismatch")),
        (ship().is_split(false).sub_tid(["1"]), Some("avoids SplitFlagAndListMismatch")),
        (ship().is_split(true).sub_tid(["1,2"]), Some("sub_tid: holds a value with a comma")),
        (ErpsSend::new("1", "2\n", "3", "POST"), Some("tid: begins or ends with a blank, which is no part of an id")),
        (ErpsSend::new("1", "2", "\u{3000}SF1", "POST"), Some("out_sid: begins or ends with a blank")),
        (ErpsSend::new("1", "12 34", "3", "POST"), Some("tid: holds a blank")),
        (ErpsSend::new("1", "2", "SF\u{a0}1", "POST"), Some("out_sid: holds a blank")),
        (ErpsSend::new("1\u{200b}", "2", "3", "POST"), Some("shop_id: holds a blank or a character that is not seen")),
        (ErpsSend::new("1", "2\u{feff}3", "3", "POST"), Some("tid: holds a blank or a character that is not seen")),
        (ship().is_split(true).sub_tid(["1", "2 "]), Some("sub_tid: begins or ends with a blank")),
        (ship().is_split(true).sub_tid(["1 1", "2"]), Some("sub_tid: holds a blank")),
        (ErpsSend::new("1", "2", "3", " POST "), None),
        (ErpsSend::new("1", "2", "\u{3000}", "POST"), Some("out_sid: must not be blank")),
        (ErpsSend::new("1", "2", "3", "一二三四五六七八九十一二三四五六七八九十"), None),
        (
            ErpsSend::new("1", "2", "3", "一二三四五六七八九十一二三四五六七八九十一"),
            Some("company_code: is longer than 20 characters"),
        ),
    ];
    for (request, expected) in table {
        let told = told(&request);
        match (&told, expected) {
            (Some(told), Some(expected)) => assert!(told.contains(expected), "{told}"),
            (told, expected) => assert_eq!(told.as_deref(), expected),
        }
    }
}

#[test]
fn all_violations_are_told_at_once_and_no_value_is_repeated() {
    let mut request = ErpsSend::new("s3cr3t-shop", " ", "3", "s3cr3t-carrier-with-a-long-name").is_split(true);
    request.shop_id = None;
    let told = told(&request).unwrap();
    for expected in ["shop_id: is required", "tid: must not be blank", "company_code: is longer", "is_split, sub_tid:"]
    {
        assert!(told.contains(expected), "{told}");
    }
    assert!(!told.contains("s3cr3t"), "{told}");
}

#[cfg(feature = "top")]
#[test]
fn nested_records_are_checked_too() {
    use crate::generated::top::LogisticsOpenalibityWrite;
    use crate::generated::top::logistics_openalibity_write::GeneralLogisticsDataWriteRequest;

    let request = LogisticsOpenalibityWrite::new(GeneralLogisticsDataWriteRequest::default());
    let fault = check(LogisticsOpenalibityWrite::META, &request).unwrap_err();
    let told = fault.to_string();
    assert!(told.contains("general_logistics_data_write_request.cp_code: is required"), "{told}");
}

#[test]
fn what_is_too_deep_to_be_written_is_told_before_anything_looks_at_it() {
    let request = Link::chain(10_000, Some("x"));
    let told = check(ErpsSend::META, &request).unwrap_err().to_string();
    assert!(told.contains("next: holds more than 128 objects and lists inside each other"), "{told}");
    request.taken_apart();
}

#[test]
fn a_list_of_values_has_as_many_as_it_may() {
    for (tags, expected) in
        [(0, None), (1, Some("tags: has less than 2 of them")), (3, None), (4, Some("tags: has more than 3 of them"))]
    {
        let request = Link { tags: vec!["a".into(); tags], ..Link::default() };
        let told = check(ErpsSend::META, &request).err().map(|fault| fault.to_string());
        match expected {
            Some(expected) => assert!(told.as_ref().is_some_and(|told| told.contains(expected)), "{told:?}"),
            None => assert_eq!(told, None),
        }
    }
}

/// Two places of a path, and a record that must be given.
#[derive(Default)]
struct Placed {
    x: Option<rt::Text>,
    y: Option<rt::Text>,
    filter: Option<Box<Link>>,
}

impl rt::Record for Placed {
    fn table(&self) -> &'static rt::Table {
        &PLACED
    }
    fn slot(&mut self, index: u16) -> rt::Slot<'_> {
        match index {
            0 => rt::Slot::Text(&mut self.x),
            1 => rt::Slot::Text(&mut self.y),
            2 => rt::Slot::Record(&mut self.filter),
            _ => rt::Slot::None,
        }
    }
    fn view(&self, index: u16) -> rt::View<'_> {
        match index {
            0 => rt::View::Text(&self.x),
            1 => rt::View::Text(&self.y),
            2 => rt::View::Record(&self.filter),
            _ => rt::View::None,
        }
    }
}

static PLACED: rt::Table = rt::table("Placed", PLACED_FIELDS);
const PLACED_FIELDS: &[rt::Field] = &[
    rt::field("x", rt::Kind::Text, rt::REQUIRED).at(rt::Place::Path),
    rt::field("y", rt::Kind::Text, rt::REQUIRED).at(rt::Place::Path),
    rt::field("filter", rt::Kind::Record, rt::REQUIRED),
];

/// Fields and words of what is wrong with a request.
fn broken(meta: &Meta, request: &Placed) -> Vec<(String, String)> {
    let Err(fault) = check(meta, request) else { return Vec::new() };
    let Error::Invalid(refused) = Error::<ErrorKind>::of(fault) else { return Vec::new() };
    refused.violations().iter().map(|each| (each.field().to_owned(), each.rule().to_owned())).collect()
}

#[test]
fn no_places_of_a_path_become_a_step_together() {
    const TOGETHER: &Meta = &Meta::new("shed", "a").path("/a/{x}{y}");
    const BEHIND: &Meta = &Meta::new("shed", "b").path("/a/.{x}/{y}");
    const BEFORE: &Meta = &Meta::new("shed", "c").path("/a/{x}./{y}");
    const NAMED: &Meta = &Meta::new("shed", "d").path("/a/{x}.json/{y}");
    for (meta, x, y, fields) in [
        (TOGETHER, ".", ".", &["x", "y"][..]),
        (TOGETHER, "a", ".", &["y"]),
        (TOGETHER, "a", "b", &[]),
        (BEHIND, ".", "b", &["x"]),
        (BEHIND, "a", "b", &[]),
        (BEFORE, ".", "b", &["x"]),
        (NAMED, "a.", "b", &[]),
    ] {
        let filter = Some(Box::new(Link::chain(0, Some("x"))));
        let request = Placed { x: Some(x.into()), y: Some(y.into()), filter };
        let told = broken(meta, &request);
        assert!(told.iter().all(|(_, rule)| rule.contains("a step up or away")), "{told:?}");
        assert_eq!(told.iter().map(|(field, _)| field).collect::<Vec<_>>(), fields, "{} {x} {y}", meta.path);
    }
}

#[test]
fn a_record_that_says_nothing_is_not_given() {
    const RULES: &[Rule] = &[Rule::new(RuleKind::OneOf, &["x", "filter"]).text("one of them")];
    const META: &Meta = &Meta::new("shed", "a").path("/a").rules(RULES);
    let request = |filter| Placed { x: Some("x".into()), y: Some("y".into()), filter };
    let blank = [Link::default(), Link::chain(3, None), Link::chain(3, Some(" "))];
    for filter in blank {
        let told = broken(META, &request(Some(Box::new(filter))));
        assert_eq!(told, [("filter".to_owned(), "must not be blank".to_owned())]);
    }
    let told = broken(META, &request(Some(Box::new(Link::chain(3, Some("x"))))));
    assert_eq!(told, [("x, filter".to_owned(), "one of them".to_owned())]);
    assert_eq!(broken(META, &request(None)), [("filter".to_owned(), "is required".to_owned())]);
}
