//! Command line only: parses, calls the library, prints.

mod cli;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use vvtool_codegen::diff::Lang;
use vvtool_codegen::explain::{Question, explain, rule};
use vvtool_codegen::model::api::Api;
use vvtool_codegen::{GenerateError, Home, Mode};

/// Declarative API specs and what is made of them.
#[derive(Parser)]
#[command(name = "vvspec", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the Rust code and spec/schema.json, or check that both are up to date
    Generate {
        #[command(flatten)]
        spec: Spec,
        /// Folder of the generated code [default: vvtool-api/src/generated beside the spec]
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// Folder of a crate of its own, made where there is none: every folder of operations gets a feature of its name
        #[arg(long = "crate", value_name = "DIR", conflicts_with = "out")]
        package: Option<PathBuf>,
        /// Write nothing; exit with 1 when something would change
        #[arg(long)]
        check: bool,
    },
    /// Read and check the spec, report everything that is wrong with it
    Lint {
        #[command(flatten)]
        spec: Spec,
    },
    /// Print every field and every error as JSON
    Dump {
        #[command(flatten)]
        spec: Spec,
    },
    /// Turn documentation pages and payloads into spec files, or merge what changed in them into the spec
    Import(cli::import::Import),
    /// Compare documentation pages and payloads with docs.lock; writes nothing (exit 0 unchanged, 100 changed, 101 no comparison)
    Drift(cli::import::Drift),
    /// Say what a change of the spec means for users of the crate
    Diff(Diff),
    /// Show spec files by meaning in `git diff` and `git log -p`; called by git
    #[command(hide = true)]
    GitDiffDriver {
        /// As git passes them
        arguments: Vec<PathBuf>,
        /// Language of the report
        #[arg(long, default_value = "en", value_parser = ["en", "zh"])]
        lang: String,
    },
    /// Say what an error code (614, isv.trade-not-exist) or a rule of the spec format (V012) means
    Explain {
        /// Code of an error or of a rule
        #[arg(allow_negative_numbers = true)]
        code: String,
        /// Message that came with it
        message: Option<String>,
        /// Only errors that this operation lists (vvtool/erps/send)
        #[arg(long, value_name = "OP")]
        operation: Option<String>,
        #[command(flatten)]
        spec: Spec,
    },
}

#[derive(clap::Args)]
struct Diff {
    /// Old spec: a folder or a git revision [default: where HEAD left the default branch]
    base: Option<String>,
    /// New spec: a folder or a git revision [default: the spec folder as it is]
    head: Option<String>,
    /// How to print
    #[arg(long, default_value = "text", value_parser = ["text", "markdown", "json", "github", "html"])]
    format: String,
    /// Exit with 100 when a change is that bad or worse and not accepted
    #[arg(long, value_name = "LEVEL", value_parser = ["breaking", "dangerous", "any"], default_value = "breaking")]
    fail_on: String,
    /// Language of the report
    #[arg(long, default_value = "en", value_parser = ["en", "zh"])]
    lang: String,
    /// Print the JSON Schema of `--format json` and stop
    #[arg(long)]
    schema: bool,
    #[command(flatten)]
    spec: Spec,
}

#[derive(clap::Args)]
struct Spec {
    /// Folder of the spec [default: `spec` here or in a folder above]
    #[arg(long = "spec", value_name = "DIR")]
    dir: Option<PathBuf>,
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Generate { spec, out, package, check } => generate(&spec, out, package, check),
        Command::Lint { spec } => lint(&spec),
        Command::Dump { spec } => with(&spec, |api| print(&vvtool_codegen::dump::dump(api), ExitCode::SUCCESS)),
        Command::Import(import) => import.run(),
        Command::Drift(drift) => drift.run(),
        Command::Diff(asked) => diff(&asked),
        Command::GitDiffDriver { arguments, lang } => answer(cli::diff::git_driver(&arguments, cli::diff::lang(&lang))),
        Command::Explain { code, message, operation, spec } => {
            if let Some(rule) = vvtool_codegen::diff::rules::find(&code) {
                let (en, zh) = (rule.explain(Lang::En), rule.explain(Lang::Zh));
                return print(&format!("{en}\n{zh}"), ExitCode::SUCCESS);
            }
            if let Some(text) = rule(&code) {
                return print(&text, ExitCode::SUCCESS);
            }
            with(&spec, |api| {
                let question = Question { code: &code, message: message.as_deref(), operation: operation.as_deref() };
                match explain(api, question) {
                    Ok(text) => print(&text, ExitCode::SUCCESS),
                    Err(text) => complain(&format!("{text}\n"), FOUND),
                }
            })
        }
    }
}

/// Something is wrong with the spec, or what was asked for is not in it.
const FOUND: u8 = 1;
/// The command line makes no sense; clap uses the same.
const USAGE: u8 = 2;

fn generate(spec: &Spec, out: Option<PathBuf>, package: Option<PathBuf>, check: bool) -> ExitCode {
    let dir = match spec.find() {
        Ok(dir) => dir,
        Err(code) => return code,
    };
    let beside = || {
        let crate_dir = dir.parent()?.join("vvtool-api");
        crate_dir.is_dir().then(|| crate_dir.join("src/generated"))
    };
    let home = if package.is_some() { Home::Crate } else { Home::Runtime };
    let Some(out) = package.or(out).or_else(beside) else {
        return complain(
            "no crate `vvtool-api` beside the spec: say where the code goes with --out or --crate\n",
            USAGE,
        );
    };
    let mode = if check { Mode::Check } else { Mode::Write };
    match vvtool_codegen::generate(&dir, &out, home, mode) {
        Ok(report) if check && !report.is_clean() => {
            print(&format!("{report}\n"), ExitCode::SUCCESS);
            complain("the generated code is not what the spec says: run `cargo vvspec generate`\n", FOUND)
        }
        Ok(report) => print(&format!("{report}\n"), ExitCode::SUCCESS),
        Err(GenerateError::Spec(diags)) => complain(&diags.render(std::io::stderr().is_terminal()), FOUND),
        Err(error) => complain(&format!("{error}\n"), FOUND),
    }
}

fn diff(asked: &Diff) -> ExitCode {
    if asked.schema {
        return print(vvtool_codegen::diff::report::json::SCHEMA, ExitCode::SUCCESS);
    }
    // Two folders need no spec folder of their own.
    let folders =
        [&asked.base, &asked.head].iter().all(|name| name.as_ref().is_some_and(|name| Path::new(name).is_dir()));
    let spec = match asked.spec.dir.clone() {
        Some(dir) => dir,
        None if folders => find_spec().unwrap_or_else(|| PathBuf::from("spec")),
        None => match asked.spec.find() {
            Ok(spec) => spec,
            Err(code) => return code,
        },
    };
    answer(cli::diff::run(&cli::diff::Asked {
        base: asked.base.as_deref(),
        head: asked.head.as_deref(),
        spec,
        format: &asked.format,
        fail_on: &asked.fail_on,
        lang: &asked.lang,
    }))
}

fn answer(answer: cli::diff::Answer) -> ExitCode {
    let _ = std::io::stderr().lock().write_all(answer.error.as_bytes());
    print(&answer.out, ExitCode::from(answer.code))
}

/// Findings are what this command is asked for: they go to standard output.
fn lint(spec: &Spec) -> ExitCode {
    let dir = match spec.find() {
        Ok(dir) => dir,
        Err(code) => return code,
    };
    match vvtool_codegen::lint(&dir) {
        Ok((api, _)) => {
            let operations: usize = api.services.iter().map(|service| service.operations.len()).sum();
            let (services, operations) = (counted(api.services.len(), "service"), counted(operations, "operation"));
            print(&format!("{services}, {operations}: no findings\n"), ExitCode::SUCCESS)
        }
        Err(diags) => print(&diags.render(std::io::stdout().is_terminal()), ExitCode::from(FOUND)),
    }
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn with(spec: &Spec, then: impl FnOnce(&Api) -> ExitCode) -> ExitCode {
    let dir = match spec.find() {
        Ok(dir) => dir,
        Err(code) => return code,
    };
    match vvtool_codegen::read(&dir) {
        Ok((api, _)) => then(&api),
        Err(diags) => complain(&diags.render(std::io::stderr().is_terminal()), FOUND),
    }
}

impl Spec {
    fn find(&self) -> Result<PathBuf, ExitCode> {
        let found = self.dir.clone().or_else(find_spec);
        found
            .ok_or_else(|| complain("no folder `spec` here or in a folder above: say where it is with --spec\n", USAGE))
    }
}

/// Relative, so that messages show short paths: `spec`, `../spec`.
fn find_spec() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        if folder.join("spec").is_dir() {
            return Some(up.join("spec"));
        }
        up.push("..");
    }
    None
}

/// A reader that has seen enough (`| head`) closes the pipe: nothing to complain about.
fn print(text: &str, code: ExitCode) -> ExitCode {
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    code
}

fn complain(text: &str, code: u8) -> ExitCode {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
    ExitCode::from(code)
}
