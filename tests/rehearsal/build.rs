//! Plays the loop: documents are imported into a copy of the specs, a person's answers are applied, and code is generated. The answers
//! are data, below `answers/`; nothing here knows an operation.

#[path = "../fixtures/patch.rs"]
mod patch;
#[path = "../fixtures/reference.rs"]
mod reference;
#[path = "../e2e/registry.rs"]
mod registry;
#[path = "../fixtures/skipped.rs"]
mod skipped;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use vvtool_codegen::inner::import::files;
use vvtool_codegen::inner::import::options::{Options, Progress};
use vvtool_codegen::inner::import::run;
use vvtool_codegen::{Home, Mode, fingerprint, generate, lint};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// A page of each kind of call: which way it goes, what it sends, how it is counted and asked for.
const KINDS: [&str; 4] = ["shelves-list.txt", "shelves-move.txt", "shelves-photo.txt", "shelf-photo.json"];

/// A page of each form.
const NEW: [&str; 5] =
    ["headless/page.txt", "ruled/page.txt", "top-page/page.txt", "getdocument/page.json", "catalogue/page.json"];

fn main() -> ExitCode {
    match play() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            // As text: what `lint` found has many lines.
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn play() -> Result<()> {
    for watched in [
        "../../spec",
        "../fixtures/import",
        "../fixtures/patch.rs",
        "../fixtures/reference.rs",
        "../fixtures/skipped.rs",
        "../e2e/registry.rs",
        "answers",
        "pages",
        "build.rs",
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    println!("cargo::rustc-check-cfg=cfg(reference_pages)");
    let out = PathBuf::from(env::var("OUT_DIR")?);

    let fixture = |name: &str| Page::read(Path::new("../fixtures/import").join(name));
    let pages = NEW.into_iter().map(fixture).collect::<Result<Vec<_>>>()?;
    let new = Stage { folder: out.join("new-operations"), day: "2026-01-02" };
    new.play(Path::new("../../spec"), &pages, "new-operations.patch")?;

    let page = fixture("headless/page.txt")?.with_row("held | Boolean |", "held_at | Date | 暂停时间 |")?;
    let changed = Stage { folder: out.join("changed-page"), day: "2026-01-09" };
    changed.play(&new.spec(), &[page], "changed-page.patch")?;

    let mut last = changed;
    println!("cargo::rerun-if-env-changed=VVTOOL_REFERENCE");
    if let Some(page) = reference::reference("docs/vvtool-erps-send.txt") {
        println!("cargo::rustc-cfg=reference_pages");
        println!("cargo::rerun-if-changed={}", page.display());
        let page = Page::read(page)?.with_row("vvtype | int |", "remark | String | false | 轻放 | 发货备注 |")?;
        let real = Stage { folder: out.join("reference-page"), day: "2026-01-16" };
        real.play(&last.spec(), &[page], "reference-page.patch")?;
        last = real;
    }

    let pages = KINDS.into_iter().map(|name| Page::read(Path::new("pages").join(name))).collect::<Result<Vec<_>>>()?;
    let kinds = Stage { folder: out.join("every-kind"), day: "2026-01-23" };
    kinds.play(&last.spec(), &pages, "every-kind.patch")?;
    last = kinds;

    let (api, _) = vvtool_codegen::read(&last.spec()).map_err(|diags| diags.to_string())?;
    fs::write(out.join("registry.rs"), registry::registry(&api, "crate::api")?)?;
    // `include!` cannot find modules in files of their own; a path can.
    let path = last.folder.join("generated/mod.rs");
    fs::write(out.join("api.rs"), format!("#[path = {path:?}]\npub mod api;\n"))?;
    Ok(())
}

/// A saved page.
struct Page {
    name: String,
    text: String,
}

impl Page {
    /// Fixtures are all called `page`; docs.lock tells documents apart by their names.
    fn read(path: PathBuf) -> Result<Self> {
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let part = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let stem = match part(path.file_stem()) {
            stem if stem == "page" => part(path.parent().and_then(Path::file_name)),
            stem => stem,
        };
        Ok(Self { name: format!("{stem}.{}", part(path.extension())), text })
    }

    /// The page with one more row, behind the row that begins with `after`, saved under another name than the first time.
    fn with_row(mut self, after: &str, row: &str) -> Result<Self> {
        let rows: Vec<&str> = self.text.lines().filter(|line| line.starts_with(after)).collect();
        let &[found] = rows.as_slice() else { return Err(format!("{}: no single row {after:?}", self.name).into()) };
        self.name = "page.txt".to_owned();
        self.text = self.text.replacen(&format!("{found}\n"), &format!("{found}\n{row}\n"), 1);
        Ok(self)
    }
}

/// One round of the loop.
struct Stage {
    folder: PathBuf,
    day: &'static str,
}

impl Stage {
    fn spec(&self) -> PathBuf {
        self.folder.join("spec")
    }

    fn play(&self, spec: &Path, pages: &[Page], answers: &str) -> Result<()> {
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder)?;
        }
        for (path, place) in fingerprint::files(spec)? {
            let target = self.spec().join(path);
            fs::create_dir_all(target.parent().unwrap_or(&self.folder))?;
            fs::copy(place, target)?;
        }
        let mut saved = Vec::new();
        for page in pages {
            let place = self.folder.join("pages").join(&page.name);
            fs::create_dir_all(self.folder.join("pages"))?;
            fs::write(&place, &page.text)?;
            saved.push(place);
        }
        // vvspec import PAGE... --write
        let options = Options {
            spec: self.spec(),
            service: None,
            donors: Vec::new(),
            old: Vec::new(),
            today: self.day.to_owned(),
        };
        let progress = Progress::default();
        let outcome = run::import(&saved, &options, &progress)?;
        files::write(&options.spec, &outcome.files, &progress.stop)?;
        // Open decisions do not keep anybody from generating: an import leaves marks and no mistakes.
        vvtool_codegen::read(&self.spec()).map_err(|diags| format!("the import left mistakes:\n{diags}"))?;
        // The person.
        let path = Path::new("answers").join(answers);
        patch::apply(&fs::read_to_string(&path)?, &self.spec())
            .map_err(|why| format!("{}: {why}\nThe import said:\n{}", path.display(), outcome.report.text()))?;
        // vvspec lint, vvspec generate
        lint(&self.spec()).map_err(|diags| format!("after {}:\n{diags}", path.display()))?;
        generate(&self.spec(), &self.folder.join("generated"), Home::User, Mode::Write)?;
        Ok(())
    }
}
