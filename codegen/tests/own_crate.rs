//! `generate --crate`: a crate of its own with one feature per folder, that compiles with any of them and holds nothing of the others.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::Scratch;
use vvtool_codegen::{Home, Mode};

/// The small spec, and three more methods of the platform: two in folders of their own (one has the name of another service's folder,
/// and a folder below), each with names that Rust has taken.
fn scratch() -> Scratch {
    let scratch = Scratch::base();
    scratch
        .write("top/trade/trade.count.yaml", METHOD.replace("METHOD", "taobao.trade.count").replace("FIELD", "match"));
    scratch
        .write("top/order/order.count.yaml", METHOD.replace("METHOD", "taobao.order.count").replace("FIELD", "type"));
    scratch
        .write("top/order/old/order.sum.yaml", METHOD.replace("METHOD", "taobao.order.sum").replace("FIELD", "self"));
    for (folder, name) in
        [("lib", "lib"), ("lib", "main"), ("default", "bin")].into_iter().chain(ODD.map(|name| ("odd", name)))
    {
        let path = format!("top/{folder}/{name}.yaml");
        scratch.write(&path, METHOD.replace("METHOD", &format!("taobao.{name}")).replace("FIELD", "x"));
    }
    scratch.write("top/deep/deep.yaml", deepest());
    scratch
}

/// Names that generated code, cargo, the compiler or a shell have a meaning for: all are operations of one folder.
const ODD: [&str; 28] = [
    "ids",
    "errors",
    "mod",
    "meta",
    "service",
    "kinds",
    "message",
    "calendar",
    "type",
    "self",
    "crate",
    "super",
    "async",
    "gen",
    "std",
    "core",
    "alloc",
    "vvtool_api",
    "base",
    "rt",
    "r",
    "v1",
    "blocking",
    "ground",
    "build",
    "default",
    "test",
    "proc_macro",
];

/// As deep as a spec may nest: lists in lists, of which a compiler takes several steps each.
fn deepest() -> String {
    let level = |n: usize, inner: String| {
        format!(
            "  - {{type: Deep{n}, en: \"Level\", zh: 层, fields: [{{name: inner, type: {inner}, en: \"Inner\", zh: 内}}]}}\n"
        )
    };
    let levels: String = (2..24).map(|n| level(n, format!("{{list: Deep{}}}", n + 1))).collect();
    let reply =
        METHOD.replace("METHOD", "taobao.deep").replace("FIELD", "x").replace("type: Data,", "type: {list: Deep2},");
    let record = reply.lines().find(|line| line.starts_with("  - {type: {list: Deep2}, en: \"One")).unwrap();
    reply.replace(&format!("{record}\n"), &(levels + &level(24, "int".to_owned())))
}

const METHOD: &str = r#"operation: METHOD
title: {en: "Count", zh: 计数}
source: {doc: demo, read: 2026-11-21}
effect: read
request:
  - {name: FIELD, type: order_id, required: true, deprecated: {since: 2026-11-21, why: "Nobody asks"}, en: "What", zh: "FIELD"}
reply:
  fields:
    - {name: data, type: Data, en: "Found", zh: 数据}
types:
  - {type: Data, en: "One shape", zh: 数据, fields: [{name: count, type: int, en: "How many", zh: 数量}]}
errors: [TradeNotFound]
"#;

fn generate(scratch: &Scratch, more: &[&str]) -> Output {
    let mut arguments = vec!["generate", "--crate", "orders"];
    arguments.extend(more);
    Command::new(env!("CARGO_BIN_EXE_vvspec"))
        .args(arguments)
        .current_dir(scratch.spec().parent().unwrap())
        .output()
        .unwrap()
}

fn place(scratch: &Scratch) -> PathBuf {
    scratch.spec().parent().unwrap().join("orders")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn it_is_made_once_and_its_features_follow_the_spec() {
    let scratch = scratch();
    assert_eq!(generate(&scratch, &["--check"]).status.code(), Some(1), "nothing is there yet");
    assert_eq!(generate(&scratch, &[]).status.code(), Some(0));
    assert_eq!(generate(&scratch, &["--check"]).status.code(), Some(0));

    let manifest = place(&scratch).join("Cargo.toml");
    let first = fs::read_to_string(&manifest).unwrap();
    assert!(
        first.contains("\norder = [\"dep:demo-order\", \"dep:top-order\"]\ntrade = [\"dep:top-trade\"]\n"),
        "{first}"
    );
    // What a user writes stays, what the spec says does not.
    let mine =
        first.replace("version = \"0.1.0\"\nedition", "version = \"7.0.0\"\nedition") + "\n[package.metadata.mine]\n";
    fs::write(&manifest, mine.replace("trade = [\"dep:top-trade\"]\n", "")).unwrap();
    fs::write(place(&scratch).join("src/lib.rs"), "mod generated;\npub use generated::*;\npub mod mine {}\n").unwrap();
    assert_eq!(generate(&scratch, &["--check"]).status.code(), Some(1), "a feature is missing");
    assert_eq!(generate(&scratch, &[]).status.code(), Some(0));
    assert_eq!(fs::read_to_string(&manifest).unwrap(), mine);
    assert!(fs::read_to_string(place(&scratch).join("src/lib.rs")).unwrap().contains("mine"));

    let own = place(&scratch).join("members/mine");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("Cargo.toml"), "[package]\nname = \"mine\"\n").unwrap();
    fs::remove_dir_all(scratch.spec().join("top/trade")).unwrap();
    assert_eq!(generate(&scratch, &[]).status.code(), Some(0));
    assert!(own.join("Cargo.toml").exists(), "a user's own package is no stray file");
    assert_eq!(fs::read_to_string(&manifest).unwrap(), {
        let gone = ["trade = [\"dep:top-trade\"]\n", "top-trade = { path = \"members/top-trade\", optional = true }\n"];
        gone.iter().fold(mine, |text, line| text.replace(line, ""))
    });
    assert!(!place(&scratch).join("members/top-trade").exists(), "the package of a folder that is gone");
}

#[test]
fn a_manifest_without_the_marks_is_left_alone_and_the_lines_are_named() {
    let scratch = scratch();
    fs::create_dir_all(place(&scratch)).unwrap();
    let mine = "[package]\nname = \"orders\"\n";
    fs::write(place(&scratch).join("Cargo.toml"), mine).unwrap();
    let output = generate(&scratch, &[]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("orders/Cargo.toml") && said.contains("`[dependencies]`"), "{said}");
    assert_eq!(fs::read_to_string(place(&scratch).join("Cargo.toml")).unwrap(), mine);
    // The two lines as they were told, in the order in which they were asked for.
    let told: Vec<&str> = said.lines().skip(1).collect();
    fs::write(place(&scratch).join("Cargo.toml"), format!("{mine}[dependencies]\n{}\n", told.join("\n"))).unwrap();
    let said = text(&generate(&scratch, &[]).stderr);
    assert!(said.contains("`[features]`"), "{said}");
    let told = format!("{}\n[features]\n{}\n", told[0], said.lines().skip(1).collect::<Vec<_>>().join("\n"));
    let open = format!("{mine}[dependencies]\nserde = \"1\"\n{told}");
    fs::write(place(&scratch).join("Cargo.toml"), &open).unwrap();
    assert_eq!(generate(&scratch, &[]).status.code(), Some(1), "the end of the first stretch is missing");
    assert_eq!(fs::read_to_string(place(&scratch).join("Cargo.toml")).unwrap(), open);
    assert!(!scratch.spec().join("schema.json").exists(), "a run that is refused writes nothing");
}

#[test]
fn two_packages_of_one_name_are_refused() {
    // services with a folder each, what is said
    for (folders, words) in [
        (
            &["top/trade_rate", "top_trade/rate"][..],
            "`top_trade/rate` would be the package `top_trade_rate`, which `top/trade_rate`",
        ),
        (&["vvtool/api"], "`vvtool/api` would be the package `vvtool_api`, which the runtime"),
    ] {
        let scratch = Scratch::base();
        for (number, folder) in folders.iter().enumerate() {
            let (service, _) = folder.split_once('/').unwrap();
            for file in ["service.yaml", "errors.yaml"] {
                let text = fs::read_to_string(scratch.spec().join("top").join(file))
                    .unwrap()
                    .replace("service: top", &format!("service: {service}"));
                scratch.write(&format!("{service}/{file}"), text);
            }
            let method = METHOD.replace("METHOD", &format!("taobao.get{number}")).replace("FIELD", "x");
            scratch.write(&format!("{folder}/get{number}.yaml"), method);
        }
        let output = generate(&scratch, &[]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(words), "{said}");
        assert!(!place(&scratch).exists(), "a run that is refused writes nothing");
    }
}

#[test]
fn every_feature_compiles_alone_and_brings_its_folder_only() {
    let scratch = scratch();
    assert_eq!(generate(&scratch, &[]).status.code(), Some(0));
    let folder = place(&scratch);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let runtime = format!("vvtool-api = {{ path = {:?}", root.join("vvtool-api"));
    let version = format!("vvtool-api = {{ version = \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&version), "{manifest}");
    fs::write(folder.join("Cargo.toml"), manifest.replace(&version, &runtime)).unwrap();
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    fs::create_dir_all(folder.join("examples")).unwrap();
    let check =
        |features: &[&str], program: &str| {
            fs::write(folder.join("examples/program.rs"), format!(
            "#![allow(deprecated)]\n#[allow(dead_code, unused_imports)]\n#[path = \"../user/mod.rs\"]\nmod user;\n\
             #[allow(dead_code)]\nfn main() {{\n{program}\n}}\n"
        ))
            .unwrap();
            let output = Command::new(env!("CARGO"))
                .args(["check", "--offline", "--quiet", "--example", "program", "--features", &features.join(",")])
                .current_dir(&folder)
                .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-target"))
                .env("CARGO_INCREMENTAL", "0")
                .env_remove("RUSTFLAGS")
                .output()
                .unwrap();
            let said = text(&output.stderr);
            assert!(!output.status.success() || said.is_empty(), "generated code without warnings: {said}");
            (output.status.success(), said)
        };
    // The same operations inside a crate of the user's.
    vvtool_codegen::generate(&scratch.spec(), &folder.join("user"), Home::User, Mode::Write).unwrap();
    let odd = "use orders::top::odd::{errors::Errors, ids::Ids, mod_::Mod, self_::Self_, std::Std};
        let _ = (Errors::new(1_u64), Ids::new(1_u64), Mod::new(1_u64), Self_::new(1_u64), Std::new(1_u64));";
    // What a program asks of a reply: that it prints, is copied, goes to another thread, and is waited for there.
    let deep = "fn sent<T: Send + Sync + Clone + std::fmt::Debug + 'static>(_: T) {}
        fn spawned<F: std::future::Future + Send + 'static>(_: F) {}
        sent(orders::top::deep::deep::DeepReply::default());
        fn call(client: vvtool_api::top::Client) {
            spawned(async move { orders::top::Deep::new(1_u64).send(&client).await });
        }";
    let (trade, order) = (
        "let _ = orders::top::TradeCount::new(1_u64).r#match;
        let _: Option<i64> = orders::top::trade::trade_count::Data::default().count;",
        "let _ = orders::top::OrderCount::new(1_u64).r#type;
        let _ = orders::top::OrderSum::new(1_u64).self_;
        let _: Option<orders::demo::OrderChange> = None;
        assert_eq!(orders::top::OrderSum::ERRORS, [orders::top::ErrorKind::TradeNotFound]);",
    );
    for (features, program, fine) in [
        (&[][..], "let _: Option<orders::top::TradeGet> = None; let _: Option<orders::ids::OrderId> = None;", true),
        (&["trade"], trade, true),
        (&["order"], order, true),
        (&["trade", "order"], &format!("{trade}{order}"), true),
        (
            &["lib", "default_"],
            "use orders::top::*; let _ = (Lib::new(1_u64), Main::new(1_u64), Bin::new(1_u64));",
            true,
        ),
        (&["odd", "deep"], &(format!("{odd}{deep}") + "let _: Option<user::top::Ids> = None;"), true),
        (&["trade"], order, false),
        (&["order"], trade, false),
    ] {
        let (compiled, said) = check(features, program);
        assert_eq!(compiled, fine, "{features:?}: {said}");
    }
}
