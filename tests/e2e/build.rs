//! Lists every operation and every record type of the specs, so that the tests cover new ones without a line written by hand.

mod registry;

use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for watched in ["../../spec", "build.rs", "registry.rs"] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let (api, _) = vvtool_codegen::read(Path::new("../../spec")).map_err(|diags| diags.to_string())?;
    let path = Path::new(&env::var("OUT_DIR")?).join("registry.rs");
    fs::write(path, registry::registry(&api, "vvtool_api")?)?;
    Ok(())
}
