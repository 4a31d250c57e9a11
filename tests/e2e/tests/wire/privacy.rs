//! What may be shown: no content of containers, no own secret, no code that is none, no character that changes its line.

use crate::table::{Must, Read, Table, Top, TopWrite, Write};

#[test]
fn no_deviation_prints_what_it_is_about() {
    let mut table = Table::default();
    table.row("a deviation prints no container, no JSON in a text, nothing of a person, and no long text");
    for (field, value) in [
        ("orders", r#""[{\"buyer_nick\":\"张三\"}]""#),
        ("orders", r#""  {\"buyer_nick\":\"张三\"}""#),
        ("orders", r#"["张三",["张三"]]"#),
        ("orders", r#"{"张三":{"a":1},"b":{"张三":1}}"#),
        ("payment", r#"{"receiver_name":"张三"}"#),
        ("payment", r#"["张三"]"#),
        ("payment", r#""张三""#),
        ("payment", r#""[张三""#),
        ("title", r#"{"receiver_name":"张三"}"#),
        ("title", r#"[["张三"],{"a":"张三"}]"#),
        ("buyer_nick", r#"["张三"]"#),
        ("receiver_name", r#"{"张三":"张三"}"#),
        ("num", r#""{\"张三\":1""#),
        ("created", r#""张三 2000-01-01""#),
    ] {
        let seen = [Must::Hide("张三"), Must::Deviate("expected")];
        let data = format!(r#"{{"tid":"1","{field}":{value}}}"#);
        table.case(Read, format!(r#"{{"code":0,"data":{data}}}"#)).must(seen.clone());
        // Of these two the platform's own gateway documents less.
        if field != "receiver_name" {
            table.case(Top, format!(r#"{{"trade_get_response":{{"trade":{data}}}}}"#)).must(seen);
        }
    }
    table.run();
}

#[test]
fn what_is_no_code_is_not_repeated() {
    let mut table = Table::default();
    table.row("a code that is no scalar is not a code, without its content");
    for code in [
        r#"{"receiver_name":"张三"}"#,
        r#"["张三"]"#,
        r#"[["张三"],401]"#,
        r#"{"code":401,"who":"张三"}"#,
        r#""{\"receiver_name\":\"张三\"}""#,
        r#""[\"张三\"]""#,
        r#""张三""#,
        r#""401 张三 13800000000""#,
    ] {
        let told =
            [Must::Fail, Must::Code("not a code"), Must::Hide("张三"), Must::Deviate("code"), Must::Retryable(false)];
        for call in [Read, Write] {
            table.case(call, format!(r#"{{"code":{code},"msg":"x"}}"#)).must(told.clone());
        }
        for call in [Top, TopWrite] {
            table.case(call, format!(r#"{{"error_response":{{"code":{code},"msg":"x"}}}}"#)).must(told.clone());
        }
    }
    table.run();
}

#[test]
fn the_own_secrets_are_masked() {
    let mut table = Table::default();
    table.row("the client's own secrets are masked");
    for (call, secret) in [(Read, "synthetic-token-77"), (Top, "synthetic-secret"), (Top, "synthetic-session")] {
        for text in [
            format!("token {secret} is invalid"),
            format!("{secret}{secret}"),
            format!("Bearer {}", secret.to_uppercase()),
            format!("?t={}", secret.replace('-', "%2D")),
            secret.bytes().map(|byte| format!("{byte:02x}")).collect(),
        ] {
            // What is left of it in any of these.
            let seen =
                [Must::Fail, Must::Masked, Must::Hide("synthetic"), Must::Hide("SYNTHETIC"), Must::Hide("73796e74")];
            let head = format!(
                r#"{{"code":401,"msg":"{text}","sub_msg":"{text}","request_id":"{text}","sub_code":"{text}"}}"#
            );
            let body = if call == Read { head } else { format!(r#"{{"error_response":{head}}}"#) };
            table.case(call, body).must(seen);
        }
    }
    table.run();
}

#[test]
fn no_character_changes_the_line_it_stands_on() {
    let mut table = Table::default();
    table.row("characters without a shape of their own are escaped");
    for odd in [
        "\u{202e}",
        "\u{202d}",
        "\u{2066}",
        "\u{2069}",
        "\u{200b}",
        "\u{200e}",
        "\u{2028}",
        "\u{2029}",
        "\u{feff}",
        "\u{ad}",
        "\u{34f}",
        "\u{115f}",
        "\u{17b4}",
        "\u{180b}",
        "\u{2800}",
        "\u{3164}",
        "\u{e000}",
        "\u{e0101}",
        "\u{f0000}",
        "\\u001b[31m",
        "\\u0000",
        "\\u0085",
        "\\u009b",
        "\\ud83d",
        "\u{e0041}",
    ] {
        let failed =
            format!(r#"{{"code":614,"msg":"a{odd}b","sub_msg":"c{odd}","sub_code":"x{odd}","request_id":"r{odd}"}}"#);
        table.case(Read, &failed).must([Must::Fail, Must::Visible]);
        table.case(Write, failed.replace("614", &format!("\"6{odd}\""))).must([Must::Fail, Must::Visible]);
        table.case(Top, format!(r#"{{"error_response":{failed}}}"#)).must([Must::Fail, Must::Visible]);
        let data = format!(r#"{{"tid":"1","status":"a{odd}","payment":"a{odd}","orders":"{odd}","k{odd}":1}}"#);
        table.trades([data], &[Must::Be("tid=1 orders="), Must::Visible]);
        table
            .case(TopWrite, format!("<error_response><code>1</code><msg>{odd}</msg></error_response>"))
            .must([Must::Fail, Must::Visible]);
    }
    table.run();
}

/// In groups of so many letters.
fn grouped(text: &str, count: usize, joint: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(count).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(joint)
}

/// Ways to write a text that a platform has seen as it is.
fn disguised(text: &str) -> Vec<String> {
    let each = |form: fn(u8) -> String| text.bytes().map(form).collect::<String>();
    let mut forms = vec![
        text.to_owned(),
        each(|byte| format!("&#{byte};")),
        each(|byte| format!("&#x{byte:x};")),
        // Of JSON in a text, where a backslash is written twice.
        each(|byte| format!("\\\\u{byte:04x}")),
        each(|byte| format!("%{byte:02X}")),
        each(|byte| format!("%{byte:02x} ")),
        format!("{}{}", &text[..5], text[5..].bytes().map(|byte| format!("%{byte:02X}")).collect::<String>()),
        text.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect(),
    ];
    let joints = [" ", "\u{a0}", "\u{200b}", "\u{ad}", "\\n", "\\t", "-", "\u{3000}"];
    forms.extend(joints.iter().flat_map(|joint| [1, 4].map(|count| grouped(text, count, joint))));
    forms
}

#[test]
fn the_own_secrets_are_masked_in_whatever_form_they_come() {
    let mut table = Table::default();
    table.row("the client's own secrets in other forms, wherever a text is shown");
    for (call, secret) in [(Read, "synthetic-token-77"), (Top, "synthetic-secret"), (TopWrite, "synthetic-session")] {
        let cut = [&secret[..secret.len() - 1], &secret[..secret.len() - 3]].map(str::to_owned);
        for text in disguised(secret).into_iter().chain(cut) {
            // The letters of its middle, in each of these forms.
            let seen = [
                Must::Masked,
                Must::Hide("thetic"),
                Must::Hide("h-e-t-i"),
                Must::Hide("h e t i"),
                Must::Hide("thet ic"),
                Must::Hide("&#104"),
                Must::Hide("%68"),
                Must::Hide("u0068"),
                Must::Hide("ｈｅｔ"),
            ];
            let head = format!(
                r#"{{"code":401,"msg":"令牌 {text} 已失效","sub_msg":"{text}","request_id":"{text}","sub_code":"{text}"}}"#
            );
            let failed = if call == Read { head } else { format!(r#"{{"error_response":{head}}}"#) };
            table.case(call, failed).must(seen.clone()).must([Must::Fail]);
            let data = format!(r#"{{"tid":"1","status":"{text}","title":"a {text}","payment":"{text}"}}"#);
            let good = match call {
                Read => format!(r#"{{"code":0,"data":{data},"request_id":"{text}"}}"#),
                Top => format!(r#"{{"trade_get_response":{{"trade":{data},"request_id":"{text}"}}}}"#),
                _ => format!(
                    r#"{{"logistics_openalibity_write_response":{{"result_success":true,"result_msg":"{text}","write_response":{{"success":true}},"request_id":"{text}"}}}}"#
                ),
            };
            table.case(call, good).must(seen).must([Must::Good]);
        }
    }
    table.run();
}

#[test]
fn the_number_of_a_call_shows_nothing_that_the_call_sent() {
    let mut table = Table::default();
    table.row("the platform's number for a call is shown without what the call sent");
    for text in
        ["synthetic-session", "x-synthetic-session", "SYNTHETIC-SESSION", "synthetic_session", "synthetic-secret"]
    {
        let whole = format!(r#"{{"trade_get_response":{{"trade":{{"tid":1}},"request_id":"{text}"}}}}"#);
        table.case(Top, whole).must([Must::Good, Must::Masked, Must::Hide(text)]);
        let failed = format!(r#"{{"error_response":{{"code":15,"msg":"x","request_id":"{text}"}}}}"#);
        table.case(Top, failed).must([Must::Fail, Must::Masked, Must::Hide(text)]);
    }
    for text in ["synthetic-token-77", "c3ludGhldGljLXRva2VuLTc3"] {
        let whole = format!(r#"{{"code":0,"data":{{"tid":"1"}},"request_id":"{text}"}}"#);
        table.case(Read, whole).must([Must::Good, Must::Masked, Must::Hide(text)]);
    }
    table.cases(Read, [r#"{"code":0,"data":{"tid":"1"},"request_id":"16k9x7"}"#], &[Must::Be("tid=1 orders=")]);
    table.run();
}

#[test]
fn a_reply_shows_no_person_by_the_shape_of_a_text() {
    let mut table = Table::default();
    table.row("texts of a reply that are JSON, or a person's by their shape, and a status that is no word");
    for value in [
        r#"{\"receiver_name\":\"张三\"}"#,
        r#" [{\"n\":\"张三\"}]"#,
        r#"[\"张三\"]"#,
        r#"{'n':'张三'}"#,
        r#"{n=张三, m=1}"#,
        r#"x {\"a\":{\"b\":\"张三\"}}"#,
    ] {
        table.trades(
            [format!(r#"{{"tid":"1","title":"{value}","status":"{value}"}}"#)],
            &[Must::Good, Must::Hide("张三")],
        );
    }
    for (value, canary) in [
        ("13800001234", "13800001234"),
        ("1380000 1234", "1380000 1234"),
        ("138-0000-1234", "138-0000-1234"),
        ("１３８００００１２３４", "１３８"),
        ("11010119900307123X", "19900307"),
        ("zhangsan@example.com", "zhangsan"),
        ("0571-88886666", "88886666"),
    ] {
        let data = format!(r#"{{"tid":"1","title":"a {value}","orders":"{value}","status":"{value}"}}"#);
        table.trades([data], &[Must::Good, Must::Hide(canary), Must::Deviate("orders")]);
        let failed = format!(r#"{{"code":614,"msg":"收货信息 {value} 有误"}}"#);
        table.case(Write, failed).must([Must::Fail, Must::Hide(canary)]);
    }
    for value in [r#"{\"a\":1}"#, "[1]", "<b>x</b>", r#"\"x\""#] {
        table.trades(
            [format!(r#"{{"tid":"1","status":"{value}"}}"#)],
            &[Must::Be("tid=1 orders="), Must::Deviate("status")],
        );
    }
    table.trades([r#"{"tid":"1","status":"张三"}"#], &[Must::Be("tid=1 orders="), Must::Hide("张三")]);
    table.trades(
        [r#"{"tid":"1","status":"NEW_STATUS","title":"[新品] 手机(红)"}"#],
        &[Must::Be("tid=1 orders="), Must::Agree],
    );
    table.run();
}
