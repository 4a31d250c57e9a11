//! What is no JSON, and what only the HTTP head says: XML, HTML, gzip, JSONP, statuses, `Retry-After`, charsets.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use vvtool_api::{Class, WriteOutcome};

use crate::table::{Must, Read, Table, Top, TopWrite, Write};

const CALLS: [crate::table::Call; 4] = [Read, Write, Top, TopWrite];

#[test]
fn xml_of_the_platform() {
    let mut table = Table::default();
    let inner = "<code>7</code><msg>App Call Limited</msg><sub_msg>This ban will last for 5 more seconds</sub_msg>";
    table.row("a failure in XML");
    for body in [
        format!("<error_response>{inner}</error_response>"),
        format!("<?xml version=\"1.0\" encoding=\"utf-8\" ?><error_response>{inner}</error_response>"),
        format!("\u{feff}<?xml version='1.0'?>\n<!-- top011 -->\n<error_response>\n  {inner}\n</error_response>\n"),
        format!("<error_response xmlns=\"urn:top\" id='1'>{inner}</error_response><!--top011-->"),
        format!("<!DOCTYPE error_response><error_response>{inner}</error_response>"),
        format!("<t:error_response xmlns:t=\"urn:top\">{inner}</t:error_response>"),
        format!(
            "<t:error_response xmlns:t=\"u\">{}</t:error_response>",
            inner.replace("</", "</t:").replace("<", "<t:").replace("<t:/t:", "</t:")
        ),
        format!(
            "<error_response>{}</error_response>",
            inner.replace("<msg>", "<msg><![CDATA[").replace("</msg>", "]]></msg>")
        ),
        format!(
            "<error_response>{}</error_response>",
            inner.replace("<code>", "<code type=\"int\"> ").replace("</code>", "\n</code>")
        ),
        format!("<error_response>{}</error_response>", inner.replace("App Call", "App&#32;Call")),
        format!(
            "<error_response><args list=\"true\"><arg><key>app_key</key><value>1</value></arg></args>{inner}</error_response>"
        ),
        format!("<trade_get_response><error_response>{inner}</error_response></trade_get_response>"),
    ] {
        for call in [Top, TopWrite] {
            table.case(call, &body).must([
                Must::Kind("AppCallLimited"),
                Must::Code("7"),
                Must::Message("This ban will last for 5 more seconds"),
                Must::Wait(5, 5),
                Must::Say("XML"),
                Must::Outcome(WriteOutcome::NotExecuted),
            ]);
        }
    }
    let said = "<error_response><code>15</code><msg>Remote service error</msg><sub_code>isv.trade-not-exist</sub_code>\
                <sub_msg>交易&lt;不存在&gt;</sub_msg></error_response>";
    table.case(Top, said).must([Must::Kind("TradeNotFound"), Must::Say("XML")]);
    table.run();
}

#[test]
fn what_is_no_json_is_never_a_success() {
    let mut table = Table::default();
    let good = r#"{"code":0,"data":{"tid":"1","success":true},"trade_get_response":{"trade":{"tid":1}}}"#;
    for (row, name, bodies) in [
        (
            "XML that is no failure",
            "XML",
            vec![
                "<trade_get_response><trade><tid>1</tid></trade></trade_get_response>".to_owned(),
                "<?xml version=\"1.0\"?><xml><code>0</code><data><tid>1</tid><success>true</success></data></xml>"
                    .to_owned(),
                "\u{feff}<?xml version=\"1.0\" encoding=\"GBK\"?>\n<r/>".to_owned(),
                "  <soap:Envelope xmlns:soap=\"u\"><soap:Body/></soap:Envelope>".to_owned(),
                "<?xml version=\"1.0\"?><!--".to_owned(),
                "<error_response></error_response>".to_owned(),
                "<error_response><code></code></error_response>".to_owned(),
            ],
        ),
        (
            "HTML",
            "HTML",
            vec![
                "<html><body>login</body></html>".to_owned(),
                "<!DOCTYPE html><html><head><meta charset=\"gbk\"></head></html>".to_owned(),
                "\n\n<HTML><HEAD><meta http-equiv=\"Content-Type\" content=\"text/html; charset=GBK\"></HEAD></HTML>"
                    .to_owned(),
                "<!doctype HTML>".to_owned(),
                "<head></head><body>x</body>".to_owned(),
                format!("<html><body><pre>{good}</pre></body></html>"),
            ],
        ),
        (
            "JSONP",
            "JSONP",
            vec![
                format!("callback({good})"),
                format!("cb({good});"),
                format!("/**/jQuery123_456({good});"),
                format!("\u{feff}a.b.c ({good})\n"),
                format!("try{{cb({good})}}catch(e){{}}"),
                format!("  _( {good} ) ; "),
            ],
        ),
    ] {
        table.row(row);
        for body in bodies {
            for call in CALLS {
                table.case(call, &body).must([Must::Fail, Must::Say(name), Must::Status(200), Must::Retryable(false)]);
            }
        }
    }
    table.row("compressed without being asked for");
    let gzip: &[u8] = b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xabV\xcaOI\x05\0";
    for (body, encoding) in [
        (gzip, Some("gzip")),
        (gzip, None),
        (gzip, Some("x-gzip")),
        (b"\x1f\x8b", Some("gzip")),
        (b"\x1f\x8b\x08", None),
    ] {
        for call in CALLS {
            let case = table.case(call, body);
            case.must([Must::Fail, Must::Say("gzip"), Must::Status(200), Must::Retryable(false)]);
            if let Some(encoding) = encoding {
                case.header("Content-Encoding", encoding);
            }
        }
    }
    table.run();
}

#[test]
fn statuses() {
    let mut table = Table::default();
    table.row("the status of a failure in an envelope");
    for status in [200, 400, 401, 403, 404, 429, 500, 502, 503, 504] {
        let must = [Must::Message("系统异常"), Must::Code("614"), Must::Status(status)];
        for call in [Read, Write] {
            table.case(call, r#"{"code":614,"msg":"系统异常"}"#).status(status).must(must.clone());
        }
        let must = [Must::Kind("InvalidTid"), Must::Status(status)];
        let body = r#"{"error_response":{"code":41,"sub_code":"isv.invalid-parameter:tid","msg":"x"}}"#;
        table.case(Top, body).status(status).must(must);
    }
    // A success is believed only with a status that says so too.
    for status in [301, 302, 400, 404, 409, 500, 502, 504] {
        for (call, body) in [
            (Read, r#"{"code":0,"data":{"tid":"1"}}"#),
            (Write, r#"{"code":0,"data":[{"success":true}]}"#),
            (Top, r#"{"trade_get_response":{"trade":{"tid":1}}}"#),
        ] {
            table.case(call, body).status(status).must([Must::Fail, Must::Status(status)]);
        }
        let body = r#"{"code":0,"data":[{"success":true}]}"#;
        table.case(Write, body).status(status).must([Must::Outcome(WriteOutcome::Unknown), Must::Retryable(false)]);
    }
    for body in ["", "[]", "nothing", "{\"code\":", "{}"] {
        table.case(Read, body).must([Must::Fail, Must::Status(200)]);
    }
    table.run();
}

/// As in `Sun, 06 Nov 1994 08:49:37 GMT`, by hand: days since 1970 to a date.
fn http_date(time: SystemTime) -> String {
    let seconds = time.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][(days % 7) as usize];
    let (mut year, mut rest) = (1970, days);
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while rest >= 365 + u64::from(leap(year)) {
        rest -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 0;
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    while rest >= lengths[month] {
        rest -= lengths[month];
        month += 1;
    }
    let name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][month];
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{weekday}, {:02} {name} {year} {hour:02}:{minute:02}:{second:02} GMT", rest + 1)
}

#[test]
fn how_long_to_wait() {
    let mut table = Table::default();
    let soon = http_date(SystemTime::now() + Duration::from_secs(100));
    let past = http_date(SystemTime::now() - Duration::from_secs(100));
    table.row("Retry-After");
    for (value, wait) in [
        ("7".to_owned(), Some(Must::Wait(7, 7))),
        ("  7  ".to_owned(), Some(Must::Wait(7, 7))),
        ("0".to_owned(), Some(Must::Wait(0, 0))),
        ("007".to_owned(), Some(Must::Wait(7, 7))),
        (soon, Some(Must::Wait(80, 101))),
        (past, None),
        ("-7".to_owned(), Some(Must::NoWait)),
        ("7.5".to_owned(), None),
        ("soon".to_owned(), Some(Must::NoWait)),
        (String::new(), Some(Must::NoWait)),
        ("99999999999999999999999999".to_owned(), None),
        ("18446744073709551615".to_owned(), None),
        ("Sun, 99 Nov 9999 99:99:99 GMT".to_owned(), Some(Must::NoWait)),
        ("Mon, 31 Feb 2094 08:49:37 GMT".to_owned(), None),
    ] {
        for (status, body) in [(429, ""), (503, ""), (429, "<html>slow down</html>"), (503, "{}")] {
            for call in CALLS {
                let case = table.case(call, body).status(status).header("Retry-After", value.clone());
                case.must([Must::Fail, Must::Status(status), Must::Class(Class::RetryWithBackoff)]);
                case.must([Must::Advise("retry_after()")]);
                case.must(wait.clone());
            }
        }
    }
    // In an envelope too: the header says when, the envelope says what.
    table
        .case(Read, r#"{"code":1002,"msg":"x"}"#)
        .status(429)
        .header("Retry-After", "7")
        .must([Must::Wait(7, 7), Must::Class(Class::RetryWithBackoff)]);
    let limited = r#"{"error_response":{"code":7,"msg":"App Call Limited"}}"#;
    table
        .case(Top, limited)
        .status(503)
        .header("retry-after", "7")
        .must([Must::Wait(7, 7), Must::Kind("AppCallLimited")]);
    for call in CALLS {
        table.case(call, "").status(429).must([Must::Fail, Must::NoWait, Must::Class(Class::RetryWithBackoff)]);
    }
    table.run();
}

#[test]
fn charsets() {
    let mut table = Table::default();
    // 系统异常 in GBK.
    let mut gbk = br#"{"code":614,"msg":""#.to_vec();
    gbk.extend_from_slice(b"\xcf\xb5\xcd\xb3\xd2\xec\xb3\xa3\"}");
    table.row("a charset that is not UTF-8");
    for (content_type, name) in [
        ("text/html; charset=GBK", "GBK"),
        ("application/json;charset=gbk", "gbk"),
        ("text/html; charset=\"GBK\"", "GBK"),
        ("text/html; CHARSET=gb2312", "gb2312"),
        ("text/plain; boundary=x; charset = GB18030", "GB18030"),
        ("text/html;charset='gbk'", "gbk"),
    ] {
        for call in [Read, Write] {
            table.case(call, &gbk).header("Content-Type", content_type).must([
                Must::Fail,
                Must::Code("614"),
                Must::Decode("系统异常", name),
            ]);
        }
    }
    // What is UTF-8 is read as such, whatever the header says of its letters.
    for content_type in
        ["text/html; charset=utf-8", "application/json; charset=\"UTF-8\"", "text/html", "nonsense", ";;"]
    {
        let must = [Must::Kind("WaybillMissing"), Must::Message("运单号为空"), Must::Agree];
        table.case(Read, r#"{"code":614,"msg":"运单号为空"}"#).header("Content-Type", content_type).must(must);
    }
    table.run();
}
