//! Every row of every error table, through the client of its service.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use vvtool_api::rt::v1::{DocumentedError, Effect, Operation};
use vvtool_api::{Error, Lang, WriteOutcome};
use vvtool_api::{top, vvtool};
use vvtool_e2e::{Clients, Gateway, Typed, Visitor, find_operation, sample, visit};
use vvtool_mock::{Answer, Raw};

struct EveryError {
    clients: Clients,
    rows: usize,
}

impl Visitor for EveryError {
    fn operation<O>(&mut self, name: &str)
    where
        O: Operation + Typed,
        O::Reply: Typed,
        O::Kind: Gateway,
    {
        let clients = &self.clients;
        let (service, _) = find_operation(&clients.mock, name).unwrap();
        let request = sample::<O>(&clients.mock, name);
        assert_eq!(service.errors.len(), O::Kind::ALL.len(), "{name}: the specs and the generated list");
        for (place, entry) in service.errors.iter().enumerate() {
            // Every operation may meet every row: its own list is what its document mentions, not what the platform can say.
            if service.success_code.as_ref() == Some(&entry.code) {
                continue;
            }
            let expected = O::Kind::ALL[place];
            let said = &vvtool_api::rt::v1::entry(expected);
            for wording in core::iter::once(&entry.message).chain(&entry.aliases) {
                let case = format!("{name} {} {wording}", entry.name.wire);
                clients.mock.answer(name, Answer::error_worded(&entry.name.wire, wording)).unwrap();
                let error = clients.call(request.clone()).expect_err(&case);
                assert!(matches!(error, Error::Api(_)), "{case}: {error}");
                assert_eq!(error.kind(), expected, "{case}");
                assert_eq!(format!("{:?}", error.kind()), entry.name.wire, "{case}");
                assert_eq!(error.class(), said.class, "{case}");
                assert_eq!(error.message(), wording, "{case}");
                let outcome =
                    if O::META.effect == Effect::Read { WriteOutcome::NotExecuted } else { said.write_outcome };
                assert_eq!(error.write_outcome(), outcome, "{case}");
                // What may have been done is looked up before the remedy of the error is tried.
                for (lang, own) in [(Lang::En, &entry.remedy.en), (Lang::Zh, &entry.remedy.zh)] {
                    let (remedy, is_open) = (error.remedy(lang), outcome == WriteOutcome::Unknown);
                    let first =
                        if lang == Lang::En { "The write may have been done." } else { "写操作可能已执行。" };
                    assert!(remedy.ends_with(own.as_str()), "{case}: {remedy}");
                    assert_eq!(remedy.starts_with(first) && remedy != own, is_open, "{case}: {remedy}");
                }
                assert_eq!(error.operation(), name, "{case}");
                let shown = error.to_string();
                assert!(
                    shown.starts_with(name) && shown.contains(error.code()) && !shown.contains('\n'),
                    "{case}: {shown}"
                );
                self.rows += 1;
            }
        }
    }
}

#[test]
fn every_documented_row_becomes_its_own_kind() {
    let mut every = EveryError { clients: Clients::new(), rows: 0 };
    visit(&mut every);
    assert!(every.rows > 450, "only {} rows", every.rows);
}

#[test]
fn what_no_document_lists_is_unknown_and_never_retried() {
    let clients = Clients::new();
    let body = r#"{"code":987654,"msg":"no such message","msec":1,"time":1,"data":null}"#;
    clients.mock.answer("vvtool/erps/send", Raw::ok(body)).unwrap();
    let error = clients.call(vvtool::ErpsSend::new("1", "2", "3", "POST")).unwrap_err();
    assert_eq!(
        (error.kind(), error.code(), error.message()),
        (vvtool::ErrorKind::Unknown, "987654", "no such message")
    );
    assert_eq!((error.write_outcome(), error.is_retryable()), (WriteOutcome::Unknown, false));
    assert_eq!(error.body().map(|bytes| &bytes[..]), Some(body.as_bytes()));
}

#[test]
fn failures_inside_a_success_are_errors() {
    let clients = Clients::new();
    clients.mock.answer("vvtool/erps/send", Answer::example("send-not-successful.json")).unwrap();
    let error = clients.call(vvtool::ErpsSend::new("1", "2", "3", "POST")).unwrap_err();
    assert!(matches!(error, Error::Api(_)), "code 0 with success: false is no shipment: {error}");

    let name = "top/taobao.logistics.openalibity.write";
    for expected in ["NoFoundOrder", "NoFoundBuyer", "FindNoPackage"] {
        clients.mock.answer(name, Answer::error_inside(expected)).unwrap();
        let error = clients.call(sample::<top::LogisticsOpenalibityWrite>(&clients.mock, name)).unwrap_err();
        assert_eq!(format!("{:?}", error.kind()), expected, "{error}");
    }
}

#[test]
fn the_authorization_link_is_reachable_and_not_shown() {
    let clients = Clients::new();
    let link = "https://auth.example.com/authorize?shop=1&state=CANARY";
    for data in [serde_json::json!(link), serde_json::json!({"url": link}), serde_json::json!([{"a": {"b": link}}])] {
        clients.mock.answer("vvtool/erps/send", Answer::error_with_data("ShopNotAuthorized", data)).unwrap();
        let error = clients.call(vvtool::ErpsSend::new("1", "2", "3", "POST")).unwrap_err();
        assert_eq!(error.kind(), vvtool::ErrorKind::ShopNotAuthorized);
        assert_eq!(error.authorization_url(), Some(link));
        for shown in [format!("{error}"), format!("{error:?}"), format!("{error:#?}")] {
            assert!(!shown.contains("CANARY"), "{shown}");
        }
    }
}

#[test]
fn a_link_inside_a_message_is_not_shown() {
    let clients = Clients::new();
    let wording = "未授权店铺 https://auth.example.com/authorize?state=CANARY";
    clients.mock.answer("vvtool/erps/send", Answer::error_worded("ShopNotAuthorized", wording)).unwrap();
    let error = clients.call(vvtool::ErpsSend::new("1", "2", "3", "POST")).unwrap_err();
    assert_eq!((error.kind(), error.message()), (vvtool::ErrorKind::ShopNotAuthorized, wording));
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("未授权店铺") && !shown.contains("CANARY"), "{shown}");
}

#[test]
fn the_platform_says_how_long_a_ban_lasts() {
    let clients = Clients::new();
    let body = r#"{"error_response":{"code":7,"msg":"App Call Limited","sub_code":"accesscontrol.limited-by-api-access-count","sub_msg":"This ban will last for 90 more seconds","request_id":"r1"}}"#;
    clients.mock.answer("top/taobao.trade.get", Raw::ok(body)).unwrap();
    let error = clients.call(sample::<top::TradeGet>(&clients.mock, "top/taobao.trade.get")).unwrap_err();
    assert_eq!(error.kind(), top::ErrorKind::AppCallLimited);
    assert_eq!(error.retry_after(), Some(core::time::Duration::from_secs(90)));
    assert_eq!(error.request_id(), Some("r1"));
}
