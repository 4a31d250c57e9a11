//! The binary `vvspec`.

use std::process::ExitCode;

fn main() -> ExitCode {
    vvtool_codegen::cli::main()
}
