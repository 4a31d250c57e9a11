//! Crates of generated code, and programs that use all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use vvtool_codegen::emit::surface::{Item, surface};
use vvtool_codegen::inner::diff::migrate::{imports, usage};
use vvtool_codegen::model::api::Api;
use vvtool_codegen::{Home, emit};

use super::support::root;

/// Only the operations that matter to a case: the others print the same code on both sides.
pub(crate) fn only(api: &Api, keep: &BTreeSet<(String, String)>) -> Api {
    let mut api = api.clone();
    for service in &mut api.services {
        let name = service.name.wire.clone();
        service.operations.retain(|operation| keep.contains(&(name.clone(), operation.id.clone())));
    }
    api.services.retain(|service| keep.iter().any(|(name, _)| *name == service.name.wire));
    api
}

/// A program that uses every public item, as users do: from another crate.
pub(crate) fn probe(api: &Api, krate: &str) -> String {
    let items = surface(api);
    let mut modules: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    for item in &items {
        modules.entry(item.module.as_str()).or_default().push(item);
    }
    let mut text = String::from("#![allow(warnings)]\nfn main() {}\n");
    for (number, (module, items)) in modules.into_iter().enumerate() {
        text.push_str(&format!("mod m{number} {{\n{}", imports(module, &items)));
        for (index, item) in items.iter().enumerate() {
            text.push_str(&format!("{}\n", usage(item, &format!("f{index}"))));
        }
        text.push_str("}\n");
    }
    inside(&text, &format!("{krate}::api"))
}

/// Snippets speak of the published crate; here the generated code is somewhere else, and only the runtime is there.
pub(crate) fn inside(text: &str, place: &str) -> String {
    text.replace("vvtool_api::rt", "\u{1}rt")
        .replace("vvtool_api::", &format!("{place}::"))
        .replace("\u{1}rt", "::vvtool_api::rt")
}

/// A workspace below the target folder: it stays, so that a second run compiles what changed.
pub(crate) struct Workspace {
    pub(crate) folder: PathBuf,
    members: Vec<String>,
    written: BTreeSet<PathBuf>,
}

impl Workspace {
    pub(crate) fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).unwrap();
        Self { folder, members: Vec::new(), written: BTreeSet::new() }
    }

    fn write(&mut self, path: &str, text: &str) {
        let place = self.folder.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        if fs::read_to_string(&place).unwrap_or_default() != text {
            fs::write(&place, text).unwrap();
        }
        self.written.insert(place);
    }

    /// A package: generated code as a library with some modules of its own, and a program.
    pub(crate) fn package(&mut self, name: &str, api: &Api, snippets: &[String], program: &str) {
        let runtime = root().join("vvtool-api").canonicalize().unwrap();
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\nvvtool-api = {{ path = {runtime:?}, default-features = false }}\n"
        );
        self.write(&format!("{name}/Cargo.toml"), &manifest);
        let mut lib = String::from("#![allow(warnings)]\npub mod api;\n");
        for (index, snippet) in snippets.iter().enumerate() {
            lib.push_str(&format!("pub mod snippet_{index} {{\n{}}}\n", inside(snippet, "crate::api")));
        }
        self.write(&format!("{name}/src/lib.rs"), &lib);
        self.write(&format!("{name}/src/main.rs"), program);
        for file in emit::all(api, Home::User) {
            self.write(&format!("{name}/src/api/{}", file.path), &file.text);
        }
        self.members.push(name.to_owned());
    }

    /// A package whose generated code must not be warned about, and a program that must be.
    pub(crate) fn strict(&mut self, name: &str, api: &Api, program: &str) {
        self.package(name, api, &[], &inside(program, &format!("{name}::api")));
        self.write(&format!("{name}/src/lib.rs"), "#![deny(warnings)]\npub mod api;\n");
    }

    /// Compile everything; the errors of each package, those of its library and those of its program apart.
    pub(crate) fn check(&mut self) -> BTreeMap<(String, bool), Vec<String>> {
        let members: Vec<String> = self.members.iter().map(|name| format!("{name:?}")).collect();
        self.write("Cargo.toml", &format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", ")));
        let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
        if !self.folder.join("Cargo.lock").exists() {
            fs::write(self.folder.join("Cargo.lock"), lock).unwrap();
        }
        let run = std::process::Command::new(env!("CARGO"))
            .args(["check", "--workspace", "--offline", "--keep-going", "--message-format=json", "--quiet"])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-target"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let mut errors: BTreeMap<(String, bool), Vec<String>> = BTreeMap::new();
        let mut known = BTreeSet::new();
        for line in String::from_utf8_lossy(&run.stdout).lines() {
            let Ok(message) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            let target = &message["target"];
            let program = target["kind"][0] == "bin";
            let name =
                target["src_path"].as_str().unwrap_or_default().rsplit('/').nth(2).unwrap_or_default().to_owned();
            match message["reason"].as_str() {
                Some("compiler-artifact") => {
                    known.insert((name, program));
                }
                Some("compiler-message") if message["message"]["level"] == "error" => {
                    let text = message["message"]["rendered"].as_str().unwrap_or_default().to_owned();
                    errors.entry((name, program)).or_default().push(text);
                }
                _ => {}
            }
        }
        for name in &self.members {
            let library = (name.clone(), false);
            assert!(
                known.contains(&library) || errors.contains_key(&library),
                "cargo said nothing about {name}: {}",
                String::from_utf8_lossy(&run.stderr)
            );
        }
        errors
    }
}
