//! The replies that are decoded: seven of ours, committed; and the reference ones where they lie beside the repository.

use std::path::{Path, PathBuf};

use bytes::Bytes;

use crate::Result;

/// One whole HTTP reply body.
#[derive(Debug, Clone)]
pub struct Input {
    pub name: &'static str,
    pub body: Bytes,
}

/// Every documented field, 25 KB.
pub const FULL: &[u8] = include_bytes!("../inputs/fullinfo-full.json");
/// The same, written in ASCII with escapes.
pub const ESCAPED: &[u8] = include_bytes!("../inputs/fullinfo-escaped.json");
/// The same with fields that nobody documented.
pub const UNKNOWN: &[u8] = include_bytes!("../inputs/fullinfo-unknown.json");
/// Few fields, one order, 1.2 KB.
pub const SMALL: &[u8] = include_bytes!("../inputs/fullinfo-small.json");
/// The same with every second value null.
pub const NULL: &[u8] = include_bytes!("../inputs/fullinfo-null.json");
/// The same with a blank after each comma and each colon.
pub const SPACED: &[u8] = include_bytes!("../inputs/fullinfo-spaced.json");
/// The same with each field on a line of its own.
pub const PRETTY: &[u8] = include_bytes!("../inputs/fullinfo-pretty.json");

/// The committed inputs.
pub fn ours() -> [Input; 7] {
    [
        ("full", FULL),
        ("escaped", ESCAPED),
        ("unknown", UNKNOWN),
        ("small", SMALL),
        ("null", NULL),
        ("spaced", SPACED),
        ("pretty", PRETTY),
    ]
    .map(|(name, body)| Input { name, body: Bytes::from_static(body) })
}

/// One of them by name.
pub fn named(name: &str) -> Option<Input> {
    ours().into_iter().find(|input| input.name == name)
}

/// The id of the trade that a reply is about.
pub fn trade(body: &Bytes) -> Result<String> {
    let data = vvtool_bench_baseline::decode(body)?.data;
    data.and_then(|trade| trade.tid).ok_or_else(|| "the input says of no trade which one it is".into())
}

/// The reference input of the same name, where a `shared` folder lies beside the repository.
pub fn reference(name: &str) -> Option<Bytes> {
    let file = match name {
        "full" => "fullinfo-full.json",
        "escaped" => "fullinfo-full-escaped.json",
        "unknown" => "fullinfo-full-unknown.json",
        "small" => "fullinfo-small.json",
        _ => return None,
    };
    std::fs::read(reference_dir()?.join(file)).ok().map(Bytes::from)
}

/// `shared/data/perf` beside any directory above this package.
pub fn reference_dir() -> Option<PathBuf> {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.map(|dir| dir.join("shared/data/perf")).find(|dir| dir.is_dir())
}
