//! Drift lock: inside the workspace, a build stops when `spec/` and `src/generated/` do not belong together.
//!
//! Std only, and left out of the published package, which holds the generated code and no spec.

#[allow(dead_code, unreachable_pub)]
#[path = "../codegen/src/fingerprint.rs"]
mod fingerprint;

use std::path::Path;

fn main() {
    // Relative: cargo runs this in the package's folder, and a path known when it was compiled may be another checkout's.
    let root = Path::new(".");
    let (spec, generated) = (root.join("../spec"), root.join("src/generated"));
    for place in ["../spec", "src/generated", "../codegen/src/fingerprint.rs"] {
        println!("cargo::rerun-if-changed={place}");
    }
    let found = match (fingerprint::of_dir(&spec), fingerprint::of_dir(&generated)) {
        (Ok(spec), Ok(generated)) => fingerprint::record(&spec, &generated),
        (Err(error), _) => return stop(&format!("cannot read spec/: {error}")),
        (_, Err(error)) => return stop(&format!("cannot read vvtool-api/src/generated/: {error}")),
    };
    let recorded = std::fs::read_to_string(generated.join(fingerprint::RECORD)).unwrap_or_default();
    if found == recorded {
        return;
    }
    let line = |text: &str, at: usize| text.lines().nth(at).map(str::to_owned).unwrap_or_default();
    let what = match (line(&found, 0) == line(&recorded, 0), line(&found, 1) == line(&recorded, 1)) {
        (false, true) => "spec/ has changed since the code was generated",
        (true, false) => "vvtool-api/src/generated/ was changed by hand",
        _ => "spec/ and vvtool-api/src/generated/ do not belong together",
    };
    stop(what);
}

fn stop(what: &str) {
    println!("cargo::error={what}. Run `cargo vvspec generate`, then build again; change the API only under spec/.");
}
