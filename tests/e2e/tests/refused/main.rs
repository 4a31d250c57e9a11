//! Programs that must not compile, and what the compiler says of them. Its words beside ours change with every version, so only ours count.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const HEAD: &str = "#![allow(unused)]
use vvtool_api::top::{self, TradeGet};
use vvtool_api::vvtool::{self, Client, ErpsFullinfo, ErpsSend};
use vvtool_api::{Outcome, Permit, Verdict, Writes};
fn read() -> ErpsFullinfo { ErpsFullinfo::new(\"1\", \"2\", [\"tid\"]) }
fn write() -> ErpsSend { ErpsSend::new(\"1\", \"2\", \"3\", \"SF\") }
fn main() {}
fn again<R: vvtool_api::rt::v1::Read>(_: R) {}
async fn tried(client: Client, top: top::Client, writes: Writes<Client>, permit: Permit)
";

/// Name, what stands in the function, what the compiler has to say; nothing for a program that is right.
const CASES: &[(&str, &str, &[&str])] = &[
    (
        "right",
        "drop(writes.send_as(\"memo-4711\", write()).await);
         drop(client.many([read()]).next().await);
         drop(writes.resend(write(), permit).await);
         drop(TradeGet::new([\"tid\"], \"1\").send(&top).await);
         again(read());",
        &[],
    ),
    (
        "vvtool_request_to_top",
        "drop(write().send(&top).await);",
        &[
            "a request of the vv-tool gateway cannot be sent with a client of the Taobao Open Platform",
            "send it with `vvtool_api::vvtool::Client`",
        ],
    ),
    (
        "top_request_to_vvtool",
        "drop(TradeGet::new([\"tid\"], \"1\").send(&client).await);",
        &[
            "a request of the Taobao Open Platform cannot be sent with a client of the vv-tool gateway",
            "send it with `vvtool_api::top::Client`",
        ],
    ),
    (
        "top_request_to_vvtool_blocking",
        "fn waits(client: vvtool::blocking::Client) { drop(TradeGet::new([\"tid\"], \"1\").send(&client)); }",
        &["a request of the Taobao Open Platform cannot be sent with a client of the vv-tool gateway"],
    ),
    (
        "send_of_a_read",
        "drop(writes.send(read()).await);",
        &["`ErpsFullinfo` does not say by itself what is done at most once", "a read is sent with `.send(&client)`"],
    ),
    (
        "send_of_a_write_without_intent",
        "drop(writes.send(Unnamed::default()).await);",
        &["`Unnamed` does not say by itself what is done at most once", "writes.send_as(\"memo-4711\", request)"],
    ),
    (
        "send_as_of_a_read",
        "drop(writes.send_as(\"memo-4711\", read()).await);",
        &["`ErpsFullinfo` is not a write", "send it with `.send(&client)`"],
    ),
    (
        "bulk_of_a_write",
        "drop(client.many([write()]).next().await);",
        &["`ErpsSend` is not a read", "a write is sent by itself, through `vvtool_api::Writes`"],
    ),
    (
        "retry_of_a_write",
        "again(write());",
        &["`ErpsSend` is not a read", "a write is sent by itself, through `vvtool_api::Writes`"],
    ),
    ("permit_by_hand", "let forged = Permit { entry: todo!() };", &["Permit"]),
    (
        "permit_used_twice",
        "drop(writes.resend(write(), permit).await);
         drop(writes.resend(write(), permit).await);",
        &["use of moved value: `permit`"],
    ),
    ("permit_copied", "drop(permit.clone());", &["no method named `clone` found for struct `Permit`"]),
];

/// A write as a crate has it whose spec names no intent.
const UNNAMED: &str = "
#[derive(Default)]
struct Unnamed(ErpsSend);
mod unnamed {
    use vvtool_api::rt::v1 as rt;
    impl rt::Record for super::Unnamed {
        fn table(&self) -> &'static rt::Table { self.0.table() }
        fn slot(&mut self, index: u16) -> rt::Slot<'_> { self.0.slot(index) }
        fn view(&self, index: u16) -> rt::View<'_> { self.0.view(index) }
    }
    impl rt::Operation for super::Unnamed {
        type Reply = vvtool_api::vvtool::erps::send::Shipment;
        type Kind = vvtool_api::vvtool::ErrorKind;
        const META: &'static rt::Meta = &META;
        fn record(&self) -> &dyn rt::Record { self }
    }
    impl rt::Write for super::Unnamed {}
    static META: rt::Meta = rt::Meta::new(\"vvtool\", \"erps/send\");
}
";

#[test]
fn what_would_send_twice_or_remember_nothing_does_not_compile() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused");
    drop(fs::remove_dir_all(folder.join("src")));
    fs::create_dir_all(folder.join("src/bin")).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let runtime = root.join("vvtool-api");
    let manifest = format!(
        "[package]\nname = \"refused\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         vvtool-api = {{ path = {runtime:?}, default-features = false, features = [\"vvtool\", \"top\", \"blocking\", \"journal\"] }}\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    for (name, body, _) in CASES {
        fs::write(folder.join(format!("src/bin/{name}.rs")), format!("{HEAD}{{\n{body}\n}}\n{UNNAMED}")).unwrap();
    }
    let run = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--keep-going", "--message-format=json", "--quiet"])
        .current_dir(&folder)
        // Where other tests check programs too: what all of them need is compiled once.
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-target"))
        .env("CARGO_INCREMENTAL", "0")
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for line in String::from_utf8_lossy(&run.stdout).lines() {
        let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        let of = message["target"]["name"].as_str().unwrap_or_default().to_owned();
        match message["reason"].as_str() {
            Some("compiler-artifact") => drop(said.entry(of).or_default()),
            Some("compiler-message") if message["message"]["level"] == "error" => {
                said.entry(of).or_default().push_str(message["message"]["rendered"].as_str().unwrap_or_default());
            }
            _ => {}
        }
    }
    for (name, _, expected) in CASES {
        let Some(said) = said.get(*name) else { panic!("{name}: {}", String::from_utf8_lossy(&run.stderr)) };
        assert_eq!(said.is_empty(), expected.is_empty(), "{name}: {said}");
        for words in *expected {
            assert!(said.contains(words), "{name} lacks {words:?}: {said}");
        }
    }
    let refused = CASES.iter().filter(|(name, ..)| said.get(*name).is_some_and(|said| !said.is_empty())).count();
    println!("programs that are refused: asked {} / measured {refused}", CASES.len() - 1);
}
