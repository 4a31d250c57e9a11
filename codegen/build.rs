//! A fingerprint of the tool's own sources, so that a run can tell that this very tool already made the output it finds.

#[allow(dead_code, unreachable_pub)]
#[path = "src/fingerprint.rs"]
mod fingerprint;

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=src");
    // Relative: cargo runs this in the package's folder, and a path known when it was compiled may be another checkout's.
    match fingerprint::of_dir(Path::new("src")) {
        Ok(print) => println!("cargo::rustc-env=VVSPEC_TOOL={print}"),
        Err(error) => println!("cargo::error=cannot read src/: {error}"),
    }
}
