//! Command line only.

use std::path::Path;

fn main() -> std::process::ExitCode {
    let root = std::env::args().nth(2).unwrap_or_else(|| "spec".into());
    match vvtool_codegen::read(Path::new(&root)) {
        Ok(_) => std::process::ExitCode::SUCCESS,
        Err(diags) => {
            print!("{diags}");
            std::process::ExitCode::FAILURE
        }
    }
}
