//! Writes the function that shows every operation and every record type of a spec to a visitor. Included by build scripts.

use std::fmt::Write as _;

use vvtool_codegen::model::api::{Api, Operation, Service, Type};

/// `home` is where the generated code is: `vvtool_api`.
pub(crate) fn registry(api: &Api, home: &str) -> Result<String, std::fmt::Error> {
    let mut out = String::from(
        "/// Shows every operation and every record type of the specs to a visitor.\npub fn visit<V: Visitor>(visitor: &mut V) {\n",
    );
    for service in &api.services {
        for operation in &service.operations {
            if operation.request.iter().any(|field| matches!(field.ty, Type::File)) {
                // No document has a file as a sample: its calls are tests of their own.
                continue;
            }
            let name = format!("{}/{}", service.name.wire, operation.id);
            let request = path(home, service, operation, &operation.request_type.ident);
            writeln!(out, "    visitor.operation::<{request}>({name:?});")?;
            for record in &operation.types {
                let ident = &record.name.ident;
                let path = path(home, service, operation, ident);
                writeln!(out, "    visitor.record::<{path}>({name:?}, {ident:?});")?;
            }
        }
    }
    out.push_str("}\n");
    Ok(out)
}

fn path(home: &str, service: &Service, operation: &Operation, ident: &str) -> String {
    format!("{home}::{}::{}::{ident}", service.name.ident, operation.module.join("::"))
}
