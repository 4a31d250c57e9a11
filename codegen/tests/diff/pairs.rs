//! Each mutation as two packages of one name, with our verdict beside them: what `.ci/semver-checks` holds against cargo-semver-checks.

use std::fs;
use std::path::{Path, PathBuf};

use vvtool_codegen::inner::diff::{Axis, Level};
use vvtool_codegen::model::api::Api;
use vvtool_codegen::{Home, emit};

use super::compiles::touched;
use super::mutations::ALL;
use super::probe::only;
use super::support::{changes, real, root};

fn package(place: &Path, api: &Api) {
    let runtime = root().join("vvtool-api").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = \"pair\"\nversion = \"1.0.0\"\nedition = \"2024\"\n\n[dependencies]\nvvtool-api = {{ path = {runtime:?}, default-features = false }}\n\n[workspace]\n"
    );
    let write = |path: PathBuf, text: &str| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    write(place.join("Cargo.toml"), &manifest);
    write(place.join("Cargo.lock"), &fs::read_to_string(root().join("Cargo.lock")).unwrap());
    write(place.join("src/lib.rs"), "pub mod api;\n");
    for file in emit::all(api, Home::User) {
        write(place.join("src/api").join(&file.path), &file.text);
    }
}

/// `VVSPEC_PAIRS` names the folder; without it they go where nobody looks, so that the script cannot rot unseen.
#[test]
fn pairs_for_semver_checks() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = std::env::var_os("VVSPEC_PAIRS").map_or_else(|| scratch.path().to_owned(), PathBuf::from);
    let base = vvtool_codegen::read(&real()).unwrap();
    for mutation in ALL {
        let head = mutation.spec().read();
        let found = changes(&base, &head);
        let breaks = found.iter().any(|change| change.level(Axis::Source) == Level::Breaking);
        let keep = touched(&found);
        let place = folder.join(mutation.name);
        package(&place.join("base"), &only(&base.0, &keep));
        package(&place.join("head"), &only(&head.0, &keep));
        fs::write(place.join("verdict"), if breaks { "breaking\n" } else { "compatible\n" }).unwrap();
    }
    // The two that `.ci/run` asks for, one of each kind.
    let verdict = |name: &str| fs::read_to_string(folder.join(name).join("verdict")).unwrap();
    assert_eq!(verdict("request_required_added"), "breaking\n");
    assert_eq!(verdict("enum_value_added"), "compatible\n");
}
