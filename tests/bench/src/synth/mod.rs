//! Makes the committed inputs and the derive baseline. They are a yardstick: they stay as they are until someone runs
//! `cargo run -p vvtool-bench -- --write-inputs`, so that figures of two versions can be compared.

pub mod derive;
pub mod forms;
pub mod reply;

use std::fs;
use std::path::Path;

use serde_json::Value;
use vvtool_codegen::model::api::Api;

use crate::{Result, place};

/// Write the inputs, made from the spec, and the baseline, made from the full one.
pub fn write() -> Result<()> {
    let package = place::root().join("tests/bench");
    let full = reply::full(&api(&place::root().join("spec"))?)?;
    let files = [
        ("fullinfo-full.json", compact(&full)?),
        ("fullinfo-escaped.json", escaped(&compact(&full)?)),
        ("fullinfo-unknown.json", compact(&reply::with_unknown_fields(&full))?),
        ("fullinfo-small.json", compact(&reply::small(&full))?),
        ("fullinfo-null.json", forms::half_null(&compact(&full)?)),
        ("fullinfo-spaced.json", forms::spaced(&compact(&full)?)),
        ("fullinfo-pretty.json", forms::pretty(&compact(&full)?)),
    ];
    for (name, text) in files {
        eprintln!("{name}: {} bytes", text.len());
        fs::write(package.join("inputs").join(name), text)?;
    }
    fs::write(package.join("baseline/src/reply.rs"), derive::render(&full)?)?;
    Ok(())
}

/// What a spec says.
pub fn api(spec: &Path) -> Result<Api> {
    let (api, _) = vvtool_codegen::read(spec).map_err(|found| found.render(false))?;
    Ok(api)
}

/// One line, as it travels.
fn compact(value: &Value) -> Result<String> {
    Ok(serde_json::to_string(value)?)
}

/// The same JSON as a server that knows only ASCII writes it: `\u4e2d` and `\/`.
pub fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    for char in json.chars() {
        match char {
            '/' => out.push_str("\\/"),
            char if char.is_ascii() => out.push(char),
            char => {
                let mut units = [0; 2];
                for unit in char.encode_utf16(&mut units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}
