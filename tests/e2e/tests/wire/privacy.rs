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
