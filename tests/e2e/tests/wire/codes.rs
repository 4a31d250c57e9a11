//! Codes and messages.

use vvtool_api::{Class, WriteOutcome};
use vvtool_e2e::SPEC;
use vvtool_mock::Mock;

use crate::table::{Must, Read, Table, Top, TopWrite, Write};

const CLASSES: [Class; 10] = [
    Class::RetryNow,
    Class::RetryWithBackoff,
    Class::WaitOffPeak,
    Class::RefreshToken,
    Class::ReauthorizeShop,
    Class::BuyPermission,
    Class::TopUp,
    Class::FixRequest,
    Class::DoNotRetry,
    Class::ContactSupport,
];

/// A text that lives as long as the tests.
fn kept(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

#[test]
fn a_code_whose_entries_agree() {
    let mock = Mock::start(SPEC).unwrap();
    let service = mock.api().services.iter().find(|service| service.name.wire == "vvtool").unwrap();
    let mut table = Table::default();
    table.row("a message nobody documents, under a code whose entries agree");
    let mut codes: Vec<&str> =
        service.errors.iter().map(|entry| entry.code.as_str()).filter(|code| *code != "0").collect();
    codes.dedup();
    let mut agreeing = 0;
    for code in codes {
        let entries: Vec<_> = service.errors.iter().filter(|entry| entry.code == code).collect();
        let first = entries[0];
        if entries.iter().any(|entry| (entry.class, entry.write_outcome) != (first.class, first.write_outcome)) {
            table.case(Write, format!(r#"{{"code":{code},"msg":"无人知晓"}}"#)).must([
                Must::Kind("Unknown"),
                Must::Retryable(false),
                Must::Outcome(WriteOutcome::Unknown),
                Must::Matched(""),
            ]);
            continue;
        }
        agreeing += 1;
        let kind = if entries.len() == 1 { kept(first.name.wire.clone()) } else { "Unknown" };
        let class = CLASSES.iter().find(|class| format!("{class:?}") == format!("{:?}", first.class)).unwrap();
        for code in [
            code.to_owned(),
            format!("\"{code}\""),
            format!("\" {code}\""),
            format!("\"{code} \\n\""),
            format!("{code}.0"),
            format!("{code}e0"),
        ] {
            table.case(Write, format!(r#"{{"code":{code},"msg":"无人知晓"}}"#)).must([
                Must::Kind(kind),
                Must::Class(*class),
                Must::Matched("CodeOnly"),
                Must::Message("无人知晓"),
            ]);
        }
    }
    assert!(agreeing >= 16, "{agreeing}");
    table.case(Write, r#"{"code":1002,"msg":"请求过于频繁"}"#).must([Must::Class(Class::RetryWithBackoff)]);
    table.run();
}

#[test]
fn one_reading_of_a_code() {
    let mut table = Table::default();
    table.row("one reading of a code everywhere");
    for code in [
        "401",
        "\"401\"",
        "\"401 \"",
        "\" 401\"",
        "\"\\t401\\r\\n\"",
        "401.0",
        "\"401.0\"",
        "4.01e2",
        "\"4.01e2\"",
        "401.000",
        "4010e-1",
        "40100E-2",
        "\"０４０１\"",
        "\"+401\"",
    ] {
        let must = [Must::Class(Class::RefreshToken), Must::Outcome(WriteOutcome::NotExecuted)];
        if code.contains('０') || code.contains('+') {
            // Not a number as JSON or the documents write one; but no success either.
            table.case(Write, format!(r#"{{"code":{code},"msg":"x"}}"#)).must([Must::Fail]);
            continue;
        }
        table
            .case(Write, format!(r#"{{"code":{code},"msg":"x"}}"#))
            .must(must.clone())
            .must([Must::Kind("TokenInvalid")]);
        table.case(Read, format!(r#"{{"msg":"x","code":{code}}}"#)).must(must);
    }
    for code in ["7", "\"7\"", "\" 7 \"", "7.0", "70e-1"] {
        let body = format!(r#"{{"error_response":{{"code":{code},"msg":"x"}}}}"#);
        table.case(Top, body).must([Must::Kind("AppCallLimited"), Must::Class(Class::RetryWithBackoff)]);
    }

    table.row("one reading of the success code");
    for code in ["0", "\"0\"", "\" 0\"", "\"0 \"", "0.0", "\"0.0\"", "0e0", "-0"] {
        table.case(Read, format!(r#"{{"code":{code},"data":{{"tid":"1"}}}}"#)).must([Must::Be("tid=1 orders=")]);
        table.case(Write, format!(r#"{{"code":{code},"data":[{{"success":true}}]}}"#)).must([Must::Be("Some(true)")]);
    }

    table.row("what is no code is no success");
    for code in
        ["true", "false", "null", "[0]", "[]", "{}", "{\"0\":0}", "\"\"", "\" \"", "\"zero\"", "0.5", "1e-400", "1e400"]
    {
        table.case(Write, format!(r#"{{"code":{code},"data":[{{"success":true}}]}}"#)).must([
            Must::Fail,
            Must::Outcome(WriteOutcome::Unknown),
            Must::Retryable(false),
        ]);
        table.case(Read, format!(r#"{{"code":{code},"msg":"x","data":null}}"#)).must([Must::Fail]);
    }
    table.case(Write, r#"{"data":[{"success":true}]}"#).must([Must::Fail]);
    table.run();
}

#[test]
fn a_shop_that_is_not_authorized() {
    let mut table = Table::default();
    let link = "https://shop.example/auth?x=1";
    let must = [
        Must::Kind("ShopNotAuthorized"),
        Must::Link("https://shop.example/auth?x=1"),
        Must::Class(Class::ReauthorizeShop),
        Must::Hide("shop.example"),
    ];
    table.row("the link of a shop that is not authorized, in the data");
    for data in [
        format!("\"{link}\""),
        format!("\" {link}\\n\""),
        format!(r#"{{"url":"{link}"}}"#),
        format!(r#"{{"data":{{"url":"{link}"}}}}"#),
        format!(r#"["{link}"]"#),
        format!(r#"[{{"auth_url":"{link}","n":1}}]"#),
        format!("\"{}\"", link.replace('/', "\\/")),
        format!(r#""{{\"url\":\"{link}\"}}""#),
    ] {
        for code in ["302", "\"302\""] {
            table.case(Read, format!(r#"{{"code":{code},"msg":"未授权","data":{data}}}"#)).must(must.clone());
            table.case(Write, format!(r#"{{"data":{data},"code":{code},"msg":"未授权"}}"#)).must(must.clone());
        }
    }
    table.case(Write, format!(r#"{{"code":302,"msg":"未授权","url":"{link}"}}"#)).must(must.clone());

    table.row("the link of a shop that is not authorized, in the message");
    for (msg, link) in [
        ("授权过期 https://shop.example/a", "https://shop.example/a"),
        ("授权过期https://shop.example/a。", "https://shop.example/a"),
        ("授权过期（https://shop.example/a）", "https://shop.example/a"),
        ("授权过期(https://shop.example/a)", "https://shop.example/a"),
        ("授权过期:https://shop.example/a,请授权", "https://shop.example/a"),
        ("授权过期“https://shop.example/a”", "https://shop.example/a"),
        ("http://shop.example/a 授权过期", "http://shop.example/a"),
        ("授权过期 HTTPS://shop.example/a", "HTTPS://shop.example/a"),
        ("授权过期 https://shop.example/a?x=1&y=(2)", "https://shop.example/a?x=1&y=(2)"),
        ("授权过期<a href='https://shop.example/a'>", "https://shop.example/a"),
        ("授权过期 https://shop.example/a https://other.example/", "https://shop.example/a"),
    ] {
        let must =
            [Must::Link(link), Must::Hide("shop.example"), Must::Class(Class::ReauthorizeShop), Must::Message(msg)];
        table.case(Read, format!(r#"{{"code":302,"msg":"{msg}"}}"#)).must(must.clone());
        table.case(Write, format!(r#"{{"code":"302","msg":"{msg}","data":null}}"#)).must(must);
    }
    table.run();
}

#[test]
fn the_prefix_of_a_sub_code_comes_last() {
    let mut table = Table::default();
    table.row("a sub code of the platform's own faults");
    for sub_code in [
        "isp.top-remote-connection-timeout",
        "isp.top-remote-service-unavailable",
        "isp.nobody-knows-this",
        "isp.nobody-knows-this:X01",
        " isp.top-remote-unknown-error",
        "ISP.TOP-REMOTE-CONNECTION-TIMEOUT",
    ] {
        let body = format!(r#"{{"error_response":{{"code":15,"sub_code":"{sub_code}","sub_msg":"x"}}}}"#);
        table.case(Top, &body).must([Must::Retryable(true), Must::Class(Class::RetryWithBackoff), Must::Fail]);
        table.case(TopWrite, &body).must([Must::Retryable(false), Must::Outcome(WriteOutcome::Unknown)]);
    }
    for sub_code in ["isv.nobody-knows-this", "isp", "ispx.a", "xisp.a", "", "isv.isp.a"] {
        let body = format!(r#"{{"error_response":{{"code":15,"sub_code":"{sub_code}","sub_msg":"x"}}}}"#);
        table.case(Top, &body).must([Must::Retryable(false)]);
        table.case(TopWrite, &body).must([Must::Retryable(false), Must::Outcome(WriteOutcome::Unknown)]);
    }
    table.run();
}

#[test]
fn what_a_failure_cost() {
    let mut table = Table::default();
    table.row("the charge of a failure");
    for data in [
        r#"[{"withholding_money":"1","success":false}]"#,
        r#"[{"withholding_money":1,"success":false}]"#,
        r#"{"withholding_money":"1"}"#,
        r#"{"withholding_money":" 1 "}"#,
        r#"[{"success":false,"withholding_money":1.0}]"#,
        r#"[{"withholding_money":"1.00"}]"#,
        r#"[{"withholding_money":1e0}]"#,
    ] {
        for call in [Read, Write] {
            table
                .case(call, format!(r#"{{"code":614,"msg":"运单号为空","data":{data}}}"#))
                .must([Must::Kind("WaybillMissing"), Must::Points(1)]);
        }
    }
    table
        .case(Write, r#"{"code":0,"msg":"运单号为空","data":[{"withholding_money":"1","success":false}]}"#)
        .must([Must::Kind("WaybillMissing"), Must::Points(1)]);
    table.run();
}
