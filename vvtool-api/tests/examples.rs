//! The examples, run as the programs that they are, against the loopback server.
#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(feature = "blocking")]
use std::io::{BufRead, BufReader, Read, Write};
#[cfg(feature = "blocking")]
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
#[cfg(feature = "blocking")]
use std::process::Stdio;

use vvtool_mock::{Mock, Options};

fn mock() -> Mock {
    Mock::start(concat!(env!("CARGO_MANIFEST_DIR"), "/../spec")).unwrap()
}

/// The program that cargo built beside this test; one from before the last edit would prove nothing.
fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path =
        test.ancestors().nth(2).unwrap().join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let source = format!("{}/examples/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    let written = std::fs::metadata(&source).unwrap().modified().unwrap();
    let built = std::fs::metadata(&path).and_then(|file| file.modified());
    assert!(
        built.is_ok_and(|built| built >= written),
        "{} is missing or old: `cargo test` builds the examples, with one test chosen first run `cargo build -p vvtool-api --examples`",
        path.display()
    );
    path
}

fn example(name: &str, mock: &Mock) -> Command {
    let Options { token, app_key, app_secret, session, .. } = mock.options();
    let mut command = Command::new(program(name));
    command
        .env_clear()
        .envs(
            std::env::vars()
                .filter(|(name, _)| name == "PATH" || name == "SYSTEMROOT" || name.contains("LIBRARY_PATH")),
        )
        .envs([("VVTOOL_HOST", mock.url.as_str()), ("VVTOOL_TOKEN", token), ("TOP_HOST", &mock.top_url())])
        .envs([("TOP_APP_KEY", app_key), ("TOP_APP_SECRET", app_secret), ("TOP_SESSION", session)]);
    command
}

/// What it printed; it ended well.
fn printed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let (text, errors) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{errors}\n{text}");
    text
}

#[test]
fn fetch_and_ship() {
    let mock = mock();
    let text = printed(&mut example("fetch_and_ship", &mock));
    assert!(text.contains("trade 1000000000000000001 is ") && text.contains(" yuan"), "{text}");
    assert!(text.contains("  order "), "{text}");
    assert!(text.contains("nothing shipped"), "{text}");
    assert_eq!(mock.requests().len(), 1, "only a read");

    let arguments = ["123456789", "1000000000000000001", "880000000001", "ZTO"];
    let text = printed(example("fetch_and_ship", &mock).args(arguments));
    assert!(text.contains("shipped with ZTO 880000000001, charged points: "), "{text}");
}

#[test]
fn without_a_token_an_example_says_where_to_read_on() {
    let output = example("fetch_and_ship", &mock()).env_remove("VVTOOL_TOKEN").output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && errors.contains("examples/README.md"), "{errors}");
}

#[test]
fn errors_and_remedies() {
    let mock = mock();
    let text = printed(&mut example("errors_and_remedies", &mock));
    assert!(text.contains("614 已生成发货单 is ShipmentAlreadyCreated: "), "{text}");
    assert!(text.contains("not sent: ") && text.contains("shop_id") && text.contains("answered: "), "{text}");

    let text = printed(example("errors_and_remedies", &mock).env_remove("VVTOOL_TOKEN"));
    assert!(text.contains("kind     TokenInvalid") && text.contains("class    refresh_token"), "{text}");
    assert!(text.contains("处理") && text.contains("nothing was changed"), "{text}");

    // Until the third attempt, and beyond it.
    mock.answer_next(2, "vvtool/erps/fullinfo", vvtool_mock::Answer::error("GatewayTimeout")).unwrap();
    let text = printed(&mut example("errors_and_remedies", &mock));
    assert!(text.contains("answered: ") && !text.contains("GatewayTimeout"), "{text}");
    mock.answer_next(3, "vvtool/erps/fullinfo", vvtool_mock::Answer::error("GatewayTimeout")).unwrap();
    let text = printed(&mut example("errors_and_remedies", &mock));
    assert!(text.contains("attempts 3") && text.contains("kind     GatewayTimeout"), "{text}");
}

#[test]
fn top() {
    let text = printed(&mut example("top", &mock()));
    assert!(text.contains("trade ") && text.contains(" yuan") && text.contains("seconds since 1970"), "{text}");
}

#[cfg(feature = "testing")]
#[test]
fn tests_without_sockets() {
    let mock = mock();
    assert_eq!(printed(&mut example("tests_without_sockets", &mock)), "5 calls, no socket\n");
    assert!(mock.requests().is_empty());
}

#[cfg(feature = "blocking")]
#[test]
fn blocking_web_handler() {
    let mock = mock();
    let mut server = example("blocking_web_handler", &mock).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
    let get = |path: &str| {
        let mut stream = TcpStream::connect(&address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {address}\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    };
    let found = get("/trades/123456789/1000000000000000001");
    mock.answer_error("vvtool/erps/fullinfo", "ShopNotAuthorized").unwrap();
    let refused = get("/trades/123456789/1000000000000000001");
    let lost = get("/");
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(found.starts_with("HTTP/1.1 200") && found.contains(r#""charge":"#), "{found}");
    assert!(refused.starts_with("HTTP/1.1 502") && refused.contains("ShopNotAuthorized"), "{refused}");
    assert!(refused.contains("reauthorize_shop"), "{refused}");
    assert!(lost.starts_with("HTTP/1.1 404"), "{lost}");
}
