//! What the compiler says of sending: a future may be spawned, a client is one pointer, and a request goes with a client of its own gateway.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;
use std::process::Command;

use vvtool_api::top::trade_get::TradeField;
use vvtool_api::{top, vvtool};
use vvtool_e2e::Clients;

fn ship() -> vvtool::ErpsSend {
    vvtool::ErpsSend::new("123456789", "1000000000000000001", "880000000001", "ZTO")
}

fn look() -> top::TradeGet {
    top::TradeGet::new([TradeField::Tid], "1000000000000000001")
}

/// A worker that makes requests and hands them to tasks: neither the request nor the client outlives the function.
#[test]
fn a_sent_request_is_spawned_and_outlives_client_and_request() {
    let clients = Clients::new();
    let (gateway, platform) = (clients.vvtool.clone(), clients.top.clone());
    let tasks = async move {
        let shipping = tokio::spawn(ship().send(&gateway));
        let looking = tokio::spawn(look().send(&platform));
        drop((gateway, platform));
        (shipping.await.unwrap(), looking.await.unwrap())
    };
    let (shipped, seen) = clients.wait(tasks);
    assert_eq!(shipped.unwrap().success, Some(true));
    assert!(seen.unwrap().trade.is_some());
}

/// What a client knows stands behind it, so that a future, a task or a struct of a program holds it for the price of a reference.
#[test]
fn a_client_is_one_pointer() {
    const POINTER: usize = size_of::<usize>();
    assert_eq!([size_of::<vvtool::Client>(), size_of::<vvtool::blocking::Client>()], [POINTER; 2]);
    assert_eq!([size_of::<top::Client>(), size_of::<top::blocking::Client>()], [POINTER; 2]);
}

/// Line of the program, what the compiler says of it, what else it says.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "pub async fn a(client: &top::Client) { let _ = ship().send(client).await; }",
        "a request of the vv-tool gateway cannot be sent with a client of the Taobao Open Platform",
        "send it with `vvtool_api::vvtool::Client`, or without async with `vvtool_api::vvtool::blocking::Client`",
    ),
    (
        "pub fn b(client: &top::blocking::Client) { let _ = ship().send(client); }",
        "a request of the vv-tool gateway cannot be sent with a client of the Taobao Open Platform",
        "send it with `vvtool_api::vvtool::Client`, or without async with `vvtool_api::vvtool::blocking::Client`",
    ),
    (
        "pub async fn c(client: &vvtool::Client) { let _ = look().send(client).await; }",
        "a request of the Taobao Open Platform cannot be sent with a client of the vv-tool gateway",
        "send it with `vvtool_api::top::Client`, or without async with `vvtool_api::top::blocking::Client`",
    ),
    (
        "pub fn d(client: &vvtool::blocking::Client) { let _ = look().send(client); }",
        "a request of the Taobao Open Platform cannot be sent with a client of the vv-tool gateway",
        "send it with `vvtool_api::top::Client`, or without async with `vvtool_api::top::blocking::Client`",
    ),
    (
        "pub fn e(token: &String) { let _ = look().send(token); }",
        "`String` is no client that sends this request",
        "a request is sent with a reference to the async or the blocking client of its gateway",
    ),
];

const RIGHT: &str = "\
use vvtool_api::{top, vvtool};
use vvtool_api::top::trade_get::TradeField;
fn ship() -> vvtool::ErpsSend { vvtool::ErpsSend::new(\"1\", \"2\", \"3\", \"POST\") }
fn look() -> top::TradeGet { top::TradeGet::new([TradeField::Tid], \"1\") }
fn detached<T: Send + 'static>(_: T) {}
pub fn f(client: &vvtool::Client) { detached(ship().send(client)); }
pub fn g(client: &top::Client) { detached(look().send(client)); }
pub fn h(client: &vvtool::blocking::Client) { detached(ship().send(client)); }
pub fn i(client: &top::blocking::Client) { detached(look().send(client)); }
";

/// What `cargo check` says of a program.
fn check(program: &str) -> (bool, String) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sending");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = format!(
        "[package]\nname = \"sending\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         vvtool-api = {{ path = {:?}, default-features = false, features = [\"blocking\", \"top\", \"vvtool\"] }}\n",
        root.join("vvtool-api")
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::write(folder.join("src/lib.rs"), program).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-target"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// `cargo check` says it, not only the build of a program: a wrong client is a type error, and the error names the right one.
#[test]
fn a_client_of_the_other_gateway_is_a_type_error_that_names_the_right_one() {
    let (fine, said) = check(RIGHT);
    assert!(fine && said.is_empty(), "{said}");
    let wrong: Vec<&str> = WRONG.iter().map(|(line, ..)| *line).collect();
    let (fine, said) = check(&format!("{RIGHT}{}\n", wrong.join("\n")));
    assert!(!fine);
    let errors: Vec<&str> = said.split("error[E0277]: ").skip(1).collect();
    assert_eq!(errors.len(), WRONG.len(), "{said}");
    for (line, message, note) in WRONG {
        let error = errors.iter().find(|error| error.contains(line)).unwrap_or_else(|| panic!("{line}: {said}"));
        assert!(error.starts_with(message), "{line}: {error}");
        assert!(error.contains(note), "{line}: {error}");
    }
}
