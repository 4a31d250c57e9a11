//! What the server remembers: things, points, shops, limits, and who repeats what.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use core::time::Duration;

use common::{call, client, common, json, mock, pairs, sign, top};
use serde_json::{Value, json};
use vvtool_mock::{Answer, Fault, Mock, Options, Raw, RepeatKind, When};

const SEND: &str = "/tool/erps/send";
const FULLINFO: &str = "/tool/erps/fullinfo";
const STORE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/spec");

fn remembers() -> Mock {
    common::mock_with(Options { stateful: true, ..Options::default() })
}

fn of_store(options: Options) -> Mock {
    Mock::start_with(STORE, Options { stateful: true, ..options }, 0).unwrap()
}

fn read(mock: &Mock, shop: &str, tid: &str) -> Value {
    call(mock, FULLINFO, &pairs(&[("shop_id", shop), ("tid", tid), ("fields", "tid,status,orders")]))
}

fn send(mock: &Mock, shop: &str, tid: &str, waybill: &str, parts: &str) -> Value {
    let mut fields = pairs(&[("shop_id", shop), ("tid", tid), ("out_sid", waybill), ("company_code", "YTO")]);
    if !parts.is_empty() {
        fields.extend(pairs(&[("is_split", "1"), ("sub_tid", parts)]));
    }
    call(mock, SEND, &fields)
}

/// The name of the error that a reply carries, `Ok` for a success.
fn name(mock: &Mock, reply: &Value) -> String {
    let service = mock.api().services.iter().find(|service| service.name.wire == "vvtool").unwrap();
    let says = |text: &str| reply["msg"] == text;
    let entry = service.errors.iter().find(|entry| {
        reply["code"].as_i64() == entry.code.parse().ok()
            && (says(&entry.message) || entry.aliases.iter().any(|alias| says(alias)))
    });
    match entry {
        Some(entry) if entry.name.wire != "Success" => entry.name.wire.clone(),
        _ if reply["code"] == 0 => "Ok".to_owned(),
        _ => panic!("{reply}"),
    }
}

/// Cases of shipping as the error table describes them.
#[test]
fn sixteen_cases_of_shipping() {
    let mock = remembers();
    mock.put("trade", json!({"tid": "1", "shop_id": "5", "orders": [{"oid": "11"}]})).unwrap();
    mock.put("trade", json!({"tid": "2", "shop_id": "5", "orders": [{"oid": "21", "status": "TRADE_CLOSED"}]}))
        .unwrap();
    mock.put("trade", json!({"tid": "3", "shop_id": "6"})).unwrap();
    mock.put("trade", json!({"tid": "4", "shop_id": "5"})).unwrap();
    mock.put("trade", json!({"tid": "5", "shop_id": "5", "orders": [{"oid": "51"}, {"oid": "52"}]})).unwrap();
    mock.unauthorise("7");
    let cases: [(&str, Value, &str); 16] = [
        ("a trade that is not there", send(&mock, "5", "9", "W1", ""), "LogisticsOrderNotFound"),
        ("one that waits", send(&mock, "5", "1", "W1", ""), "Ok"),
        ("its status", read(&mock, "5", "1"), "Ok"),
        ("again with the same waybill", send(&mock, "5", "1", "W1", ""), "ShipmentAlreadyCreated"),
        ("again with another waybill", send(&mock, "5", "1", "W2", ""), "ShipmentAlreadyCreated"),
        ("a closed one", send(&mock, "5", "2", "W3", ""), "OrderStatusWrong"),
        ("another shop's", send(&mock, "5", "3", "W4", ""), "LogisticsOrderNotFound"),
        ("a used waybill", send(&mock, "5", "4", "W1", ""), "WaybillUsed"),
        ("split, a part that is not there", send(&mock, "5", "5", "W5", "59"), "SubOrdersNotExactMatch"),
        ("split, the first part", send(&mock, "5", "5", "W5", "51"), "Ok"),
        ("split, the first part again", send(&mock, "5", "5", "W6", "51"), "ShipmentAlreadyCreated"),
        ("split, the rest without saying so", send(&mock, "5", "5", "W6", ""), "SplitOrderNeedsSubOrders"),
        ("split, the second part", send(&mock, "5", "5", "W6", "52"), "Ok"),
        ("a shop that has not authorised", send(&mock, "7", "1", "W7", ""), "ShopNotAuthorized"),
        ("a read of what is not there", read(&mock, "5", "9"), "TradeNotFound"),
        ("a read of another shop's", read(&mock, "5", "3"), "NotTradeParty"),
    ];
    for (case, reply, expected) in &cases {
        assert_eq!(name(&mock, reply), *expected, "{case}: {reply}");
    }
    let (_, shown, _) = &cases[2];
    let order = &shown["data"]["orders"]["order"][0];
    assert_eq!((&shown["data"]["status"], &order["invoice_no"]), (&json!("WAIT_BUYER_CONFIRM_GOODS"), &json!("W1")));
    assert_eq!(mock.thing("trade", "5").unwrap()["status"], "WAIT_BUYER_CONFIRM_GOODS");
    // A link for the shop to authorise, as the document shows it.
    assert!(cases[13].1["data"].as_str().unwrap().starts_with("https://auth.example.com/"), "{}", cases[13].1);
    // Three were shipped, and nothing was shipped twice.
    let shipped = |wanted: &str| {
        mock.executions(|call| call.operation == "vvtool/erps/send" && call.field("tid") == Some(wanted))
    };
    assert_eq!(["1", "2", "3", "4", "5", "9"].map(shipped), [1, 0, 0, 0, 2, 0]);
}

#[test]
fn a_split_trade_is_shipped_in_part_until_its_last_part() {
    let mock = remembers();
    mock.put("trade", json!({"tid": "5", "orders": [{"oid": "51"}, {"oid": "52"}]})).unwrap();
    send(&mock, "1", "5", "W5", "52");
    let thing = mock.thing("trade", "5").unwrap();
    assert_eq!(thing["status"], "SELLER_CONSIGNED_PART");
    let parts: Vec<_> =
        ["status", "invoice_no", "logistics_company"].iter().map(|field| &thing["orders"][1][field]).collect();
    assert_eq!(parts, ["WAIT_BUYER_CONFIRM_GOODS", "W5", "YTO"]);
    assert_eq!(
        (&thing["orders"][0]["status"], &thing["orders"][0]["invoice_no"]),
        (&json!("WAIT_SELLER_SEND_GOODS"), &Value::Null)
    );
}

#[test]
fn a_read_shows_what_was_asked_for_and_what_it_cost() {
    let mock = remembers();
    mock.put("trade", json!({"tid": "1", "seller_memo": "x", "payment": "3.00"})).unwrap();
    let fields = |fields: &str| {
        let reply = call(&mock, FULLINFO, &pairs(&[("shop_id", "5"), ("tid", "1"), ("fields", fields)]));
        reply["data"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(fields("tid,payment"), ["payment", "tid", "withholding_money"]);
    assert_eq!(fields("seller_memo"), ["seller_memo", "withholding_money"]);
    // Whatever was not said is as the example has it.
    let thing = mock.thing("trade", "1").unwrap();
    assert_eq!(
        (&thing["payment"], &thing["receiver_state"], &thing["tid"]),
        (&json!("3.00"), &json!("浙江省"), &json!("1"))
    );
}

#[test]
fn without_a_thing_examples_answer_as_ever() {
    let mock = remembers();
    assert_eq!(send(&mock, "5", "1", "W1", "")["data"], json!([{"withholding_money": 1, "success": true}]));
    assert_eq!(send(&mock, "5", "1", "W1", "")["code"], 0);
    // What the reply repeats of the request is what was asked for.
    for tid in ["1", "1000000000000000001"] {
        let data = &read(&mock, "5", tid)["data"];
        assert_eq!((&data["tid"], &data["status"]), (&json!(tid), &json!("WAIT_SELLER_SEND_GOODS")));
    }
}

#[test]
fn points_are_spent_by_what_succeeds() {
    let mock = remembers();
    assert_eq!(mock.balance(), Some(1000));
    mock.set_balance(2).unwrap();
    mock.put("trade", json!({"tid": "1"})).unwrap();
    assert_eq!(name(&mock, &read(&mock, "5", "9")), "TradeNotFound");
    assert_eq!(mock.balance(), Some(2), "a failure costs nothing");
    assert_eq!(name(&mock, &send(&mock, "5", "1", "W", "")), "Ok");
    assert_eq!(name(&mock, &read(&mock, "5", "1")), "Ok");
    assert_eq!((mock.balance(), name(&mock, &read(&mock, "5", "1"))), (Some(0), "BalanceExhausted".to_owned()));
    mock.reset();
    assert_eq!((mock.balance(), mock.thing("trade", "1")), (Some(1000), None));
}

#[test]
fn ten_calls_of_an_operation_in_a_second() {
    let mock = common::mock_with(Options { enforce_limits: true, ..Options::default() });
    let names: Vec<_> = (0..12).map(|_| name(&mock, &read(&mock, "5", "1"))).collect();
    let refused = names.iter().filter(|name| *name == "RateOrDailyLimit").count();
    // A slow machine may need more than a second for them.
    assert!(names[..10].iter().all(|name| name == "Ok"), "{names:?}");
    assert!(refused == 2 || names[10..].contains(&"Ok".to_owned()), "{names:?}");
    assert_eq!(name(&mock, &send(&mock, "5", "1", "W", "")), "Ok", "another operation has its own");
}

#[test]
fn an_answer_says_how_surely_the_service_answers_so() {
    let mock = remembers();
    mock.put("trade", json!({"tid": "1"})).unwrap();
    let basis = |tid: &str| {
        let form = common::multipart(&pairs(&[("shop_id", "5"), ("tid", tid), ("fields", "tid")]));
        let response =
            client().post(format!("{}{FULLINFO}", mock.url)).bearer_auth(mock.token()).multipart(form).send().unwrap();
        response.headers().get("x-mock-basis").map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!((basis("9"), basis("1")), (Some("documented".to_owned()), None));
}

/// Scripted or ordered; limits; balance; state; example.
#[test]
fn the_first_that_knows_an_answer_gives_it() {
    let mock = remembers();
    mock.put("trade", json!({"tid": "1"})).unwrap();
    mock.set_balance(0).unwrap();
    mock.ban("vvtool/erps/fullinfo", Duration::from_secs(3600)).unwrap();
    mock.answer_next(1, "vvtool/erps/fullinfo", Answer::error("SystemErrorContact")).unwrap();
    assert_eq!(name(&mock, &read(&mock, "5", "1")), "SystemErrorContact");
    assert_eq!(name(&mock, &read(&mock, "5", "1")), "RateOrDailyLimit");
    mock.ban("vvtool/erps/fullinfo", Duration::ZERO).unwrap();
    assert_eq!(name(&mock, &read(&mock, "5", "1")), "BalanceExhausted");
    mock.set_balance(1).unwrap();
    assert_eq!(read(&mock, "5", "1")["data"]["tid"], "1");
}

fn get(mock: &Mock, session: &str, tid: &str, more: &[(&str, &str)]) -> Value {
    let mut params = common(mock, "taobao.trade.get", "md5");
    params.retain(|(name, _)| name != "session");
    params.extend(pairs(&[("session", session), ("fields", "tid,status,orders"), ("tid", tid)]));
    params.extend(pairs(more));
    top(mock, &sign(mock, params))
}

#[test]
fn the_platform_remembers_too() {
    let mock = remembers();
    mock.authorise("another");
    let own = mock.options().session.clone();
    mock.put("top_trade", json!({"tid": "7", "session": own, "orders": [{"oid": "71"}]})).unwrap();
    let reply = get(&mock, &own, "7", &[]);
    let trade = &reply["trade_get_response"]["trade"];
    // Numbers stay numbers, as the example has them.
    assert_eq!((&trade["tid"], &trade["orders"]["order"][0]["oid"]), (&json!(7), &json!(71)), "{reply}");
    assert_eq!(trade.as_object().unwrap().len(), 3, "{reply}");
    let reply = get(&mock, &own, "7", &[("simplify", "true")]);
    assert_eq!(reply["trade"]["orders"][0]["oid"], 71, "{reply}");
    let sub_code = |reply: Value| reply["error_response"]["sub_code"].as_str().unwrap_or_default().to_owned();
    assert_eq!(sub_code(get(&mock, &own, "8", &[])), "isv.trade-not-exist");
    assert_eq!(sub_code(get(&mock, "another", "7", &[])), "isv.invalid-permission");
    assert_eq!(get(&mock, "unknown", "7", &[])["error_response"]["code"], 27);
    mock.unauthorise(&own);
    assert_eq!(get(&mock, &own, "7", &[])["error_response"]["code"], 27);
}

#[test]
fn a_banned_caller_is_told_for_how_long() {
    let mock = mock();
    let own = mock.options().session.clone();
    mock.ban("top/taobao.trade.get", Duration::from_secs(3600)).unwrap();
    let error = &get(&mock, &own, "7", &[])["error_response"];
    assert_eq!((&error["code"], &error["sub_code"]), (&json!(7), &json!("accesscontrol.limited-by-app-access-count")));
    let said = error["sub_msg"].as_str().unwrap();
    let seconds: u64 = said.split(' ').find_map(|word| word.parse().ok()).unwrap();
    assert!((3590..=3600).contains(&seconds) && said.starts_with("This ban will last for "), "{said}");
    mock.reset();
    assert!(get(&mock, &own, "7", &[])["trade_get_response"].is_object());
}

#[test]
fn what_cannot_be_put_is_refused_where_it_is_put() {
    let mock = remembers();
    for (kind, thing, says) in [
        ("parcel", json!({}), "no kind of thing is called parcel; there are top_trade, trade"),
        ("trade", json!([]), "a trade is an object with tid"),
        ("trade", json!({"status": "TRADE_CLOSED"}), "a trade without tid"),
        ("trade", json!({"tid": "1", "colour": "red"}), "Trade has no field colour"),
        ("trade", json!({"tid": "1", "orders": {}}), "orders of a trade is a list"),
        ("trade", json!({"tid": "1", "orders": [{"status": "TRADE_CLOSED"}]}), "a part of a trade without oid"),
        ("trade", json!({"tid": "1", "orders": [{"oid": "1", "colour": 1}]}), "Order has no field colour"),
    ] {
        let error = mock.put(kind, thing).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
    let forgets = common::mock();
    assert!(forgets.put("trade", json!({"tid": "1"})).unwrap_err().to_string().contains("stateful: true"));
    assert!(forgets.set_balance(1).unwrap_err().to_string().contains("stateful: true"));
    assert_eq!((forgets.balance(), forgets.thing("trade", "1")), (None, None));
}

fn store(mock: &Mock, path: &str, fields: &[(&str, &str)]) -> Value {
    let request = client().post(format!("{}{path}", mock.url)).bearer_auth(mock.token());
    let body = common::url_encoded(&pairs(fields));
    json(request.header("content-type", "application/x-www-form-urlencoded").body(body).send().unwrap())
}

/// A service of one's own: every kind of condition, charges for failures too, a day's calls.
#[test]
fn other_state_files_are_kept_to_without_a_line_of_code() {
    let mock = of_store(Options::default());
    mock.set_clock(Some(0));
    mock.put("box", json!({"box": "B1", "owner": "me", "lids": [{"lid": 1}, {"lid": 2}]})).unwrap();
    mock.put("box", json!({"box": "B2", "state": "LOCKED"})).unwrap();
    mock.put("box", json!({"box": "B3", "lids": [{"lid": 1, "state": "LOCKED"}, {"lid": 2}]})).unwrap();
    mock.unauthorise("thief");
    let shut = |fields: &[(&str, &str)]| store(&mock, "/box/shut", fields)["code"].as_i64().unwrap();
    let get = |fields: &[(&str, &str)]| store(&mock, "/box/get", fields);
    for (number, fields, code) in [
        (1, [("box", "B9"), ("seal", "1"), ("lids", ""), ("owner", "me")], 5),
        (2, [("box", "B1"), ("seal", "1"), ("lids", ""), ("owner", "you")], 5),
        (3, [("box", "B1"), ("seal", "1"), ("lids", "1,3"), ("owner", "me")], 7),
        (4, [("box", "B2"), ("seal", "1"), ("lids", ""), ("owner", "me")], 8),
        (5, [("box", "B1"), ("seal", "0"), ("lids", ""), ("owner", "me")], 9),
        (6, [("box", "B3"), ("seal", "1"), ("lids", ""), ("owner", "me")], 8),
        (7, [("box", "B3"), ("seal", "1"), ("lids", "1"), ("owner", "me")], 10),
        (8, [("box", "B1"), ("seal", "1"), ("lids", "2"), ("owner", "me")], 0),
        (9, [("box", "B1"), ("seal", "2"), ("lids", "1"), ("owner", "thief")], 4),
    ] {
        mock.set_balance(20).unwrap();
        assert_eq!(shut(&fields), code, "{number}");
        // Whatever a call is let through for is paid; what the shop must allow is asked before.
        assert_eq!(mock.balance(), Some(if number == 9 { 20 } else { 17 }), "{number}");
    }
    assert_eq!(get(&[("box", "B1"), ("owner", "me")])["data"]["state"], "OPEN");
    assert_eq!(mock.thing("box", "B1").unwrap()["shut_at"], Value::Null);
    let fields = [("box", "B1"), ("seal", "3"), ("lids", "1"), ("owner", "me"), ("until", "86400")];
    assert_eq!(shut(&fields), 0);
    let reply = get(&[("box", "B1"), ("owner", "me")]);
    // Each time is spelled as its field says.
    let expected = json!({"box": "B1", "state": "SHUT", "seal": "3", "shut_at": "1970-01-01 08:00:00",
        "shut_on": "01/01/1970", "until": "197001020800", "cost": 2,
        "lids": {"entry": [{"lid": 1, "state": "SHUT", "shut": 0}, {"lid": 2, "state": "SHUT", "shut": 0}]}});
    assert_eq!(reply["data"], expected);
    assert_eq!(get(&[("box", "B1"), ("owner", "you")])["code"], 6);
    mock.set_balance(1).unwrap();
    assert_eq!(get(&[("box", "B1"), ("owner", "me")])["code"], 1);
}

#[test]
fn calls_of_an_hour_and_of_a_day() {
    let mock = of_store(Options { enforce_limits: true, ..Options::default() });
    let codes = |times: usize| {
        (0..times).map(|_| store(&mock, "/box/get", &[("box", "B1")])["code"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(codes(5), [0, 0, 0, 2, 2]);
    // A third of the rate, and the words of a ban.
    let mock = of_store(Options { enforce_limits: true, limit_share: 0.34, ..Options::default() });
    let get = || store(&mock, "/box/get", &[("box", "B1")]);
    assert_eq!([get(), get()].map(|reply| reply["code"].clone()), [0, 2]);
    mock.ban("store/box/get", Duration::from_secs(3600)).unwrap();
    let said = get()["msg"].as_str().unwrap().to_owned();
    assert!(said.starts_with("wait 3") && said.ends_with(" s"), "{said}");
    // Four a day, or as many as the options say, on the platform's days.
    let mock = of_store(Options { enforce_limits: true, limit_share: 100.0, ..Options::default() });
    let codes = |times: usize| {
        (0..times).map(|_| store(&mock, "/box/get", &[("box", "B1")])["code"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    mock.set_clock(Some(1_000_000));
    assert_eq!(codes(6), [0, 0, 0, 0, 3, 3]);
    mock.set_clock(Some(1_000_000 + 86_400));
    assert_eq!(codes(1), [0]);
    let mock =
        of_store(Options { enforce_limits: true, limit_share: 100.0, calls_per_day: Some(1), ..Options::default() });
    let get = || store(&mock, "/box/get", &[("box", "B1")])["code"].clone();
    assert_eq!([get(), get()], [0, 3]);
}

/// What one does with a trade: `w` sends, `v` with another waybill, `r` reads it, `o` reads another one.
fn repeats(mock: &Mock, steps: &str) -> Vec<RepeatKind> {
    for step in steps.chars() {
        // Faults cut some of these off; what the server counts is what matters.
        let (path, fields) = match step {
            'w' => (SEND, pairs(&[("shop_id", "5"), ("tid", "1"), ("out_sid", "W"), ("company_code", "YTO")])),
            'v' => (SEND, pairs(&[("shop_id", "5"), ("tid", "1"), ("out_sid", "V"), ("company_code", "YTO")])),
            'r' => (FULLINFO, pairs(&[("shop_id", "5"), ("tid", "1"), ("fields", "tid")])),
            'o' => (FULLINFO, pairs(&[("shop_id", "5"), ("tid", "2"), ("fields", "tid")])),
            _ => panic!("{step}"),
        };
        let request = client().post(format!("{}{path}", mock.url)).bearer_auth(mock.token());
        let _ = request.multipart(common::multipart(&fields)).send();
    }
    mock.unsafe_repeats().iter().map(|repeat| repeat.why).collect()
}

#[test]
fn a_repeat_is_unsafe_unless_the_first_was_denied_or_looked_after() {
    use RepeatKind::{ExecutedTwice, SentUnlooked};
    let mock = mock();
    let send = "vvtool/erps/send";
    let next = |answer: Answer| mock.answer_next(1, send, answer).unwrap();
    type Case<'a> = (&'a str, &'a dyn Fn(), &'a str, &'a [RepeatKind]);
    let cases: [Case<'_>; 12] = [
        ("one", &|| (), "wrro", &[]),
        ("two", &|| (), "ww", &[ExecutedTwice]),
        ("two with another waybill", &|| (), "wv", &[ExecutedTwice]),
        ("two with a look between", &|| (), "wrw", &[ExecutedTwice]),
        ("refused, then sent", &|| next(Answer::error("CarrierMissing")), "ww", &[]),
        ("unknown, then sent", &|| next(Answer::error("GatewayTimeout")), "ww", &[SentUnlooked]),
        ("unknown, looked, then sent", &|| next(Answer::error("GatewayTimeout")), "wrw", &[]),
        (
            "unknown, looked at another one, then sent",
            &|| next(Answer::error("GatewayTimeout")),
            "wow",
            &[SentUnlooked],
        ),
        ("maybe done already, then sent", &|| next(Answer::error("ShipmentAlreadyCreated")), "ww", &[SentUnlooked]),
        ("a strange answer, then sent", &|| next(Raw::ok("<html>").status(502).into()), "ww", &[SentUnlooked]),
        (
            "cut off after it was carried out",
            &|| mock.fault(send, Fault::ResetAfterExecution, When::Next(1)).unwrap(),
            "ww",
            &[ExecutedTwice],
        ),
        (
            "a refusal that nobody could read",
            &|| {
                next(Answer::error("CarrierMissing"));
                mock.fault(send, Fault::Truncate(5), When::Next(1)).unwrap();
            },
            "ww",
            &[SentUnlooked],
        ),
    ];
    for (case, prepare, steps, expected) in cases {
        mock.reset();
        prepare();
        assert_eq!(repeats(&mock, steps), expected, "{case}");
    }
    mock.reset();
    mock.assert_no_unsafe_repeat();
    repeats(&mock, "ww");
    let said = mock.unsafe_repeats()[0].to_string();
    assert_eq!(said, "vvtool/erps/send of shop_id = 5, tid = 1: requests 1 and 2: both were carried out");
    let caught = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| mock.assert_no_unsafe_repeat()));
    assert!(caught.is_err());
}

/// The state file of the store knows a box by its owner, and its lids: its spec says that a box is shut once.
#[test]
fn what_is_done_at_most_once_is_what_the_spec_says() {
    let mock = of_store(Options::default());
    for (box_, lids) in [("B1", "1"), ("B2", "1"), ("B1", "2")] {
        store(&mock, "/box/shut", &[("box", box_), ("owner", "me"), ("seal", "7"), ("lids", lids)]);
    }
    let said: Vec<_> = mock.unsafe_repeats().iter().map(ToString::to_string).collect();
    assert_eq!(said, ["store/box/shut of box = B1: requests 1 and 3: both were carried out"]);
}

#[test]
fn what_was_carried_out_shows_no_values() {
    let mock = mock();
    send(&mock, "5", "987654321", "W", "");
    let mut shown = String::new();
    assert_eq!(
        mock.executions(|call| {
            shown = format!("{call:?}");
            call.is_write && call.number == 1
        }),
        1
    );
    assert!(shown.contains("tid") && !shown.contains("987654321"), "{shown}");
}
