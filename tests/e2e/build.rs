//! Lists every operation and every record type of the specs, so that the tests cover new ones without a line written by hand.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use vvtool_codegen::model::api::{Api, Operation, Service};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=../../spec");
    println!("cargo::rerun-if-changed=build.rs");
    let (api, _) = vvtool_codegen::read(Path::new("../../spec")).map_err(|diags| diags.to_string())?;
    let path = Path::new(&env::var("OUT_DIR")?).join("registry.rs");
    fs::write(path, registry(&api)?)?;
    Ok(())
}

fn registry(api: &Api) -> Result<String, std::fmt::Error> {
    let mut out = String::from(
        "/// Shows every operation and every record type of the specs to a visitor.\npub fn visit<V: Visitor>(visitor: &mut V) {\n",
    );
    for service in &api.services {
        for operation in &service.operations {
            let name = format!("{}/{}", service.name.wire, operation.id);
            writeln!(
                out,
                "    visitor.operation::<{}>({name:?});",
                path(service, operation, &operation.request_type.ident)
            )?;
            for record in &operation.types {
                writeln!(
                    out,
                    "    visitor.record::<{}>({name:?}, {:?});",
                    path(service, operation, &record.name.ident),
                    record.name.ident
                )?;
            }
        }
    }
    out.push_str("}\n");
    Ok(out)
}

fn path(service: &Service, operation: &Operation, ident: &str) -> String {
    format!("vvtool_api::{}::{}::{ident}", service.name.ident, operation.module.join("::"))
}
