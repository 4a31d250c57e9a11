//! The command line: parses, calls the rest of the library, prints. One file per command: its arguments and `run`.

mod again;
mod completions;
mod diff;
mod docs;
mod drift;
pub(crate) mod dump;
mod exit;
mod explain;
mod findings;
mod format;
mod generate;
mod git_diff_driver;
mod history;
mod import;
mod lang;
mod lint;
mod man;
mod new;
mod openapi;
mod output;
mod said;
mod spec;
mod watch;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

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
    Generate(generate::Args),
    /// Read and check the spec, report everything that is wrong with it
    Lint(lint::Args),
    /// Print every field and every error as JSON
    Dump(dump::Args),
    /// Turn documentation pages and payloads into spec files, or merge what changed in them into the spec
    Import(import::Args),
    /// Print a service as OpenAPI, for tools that call, generate, test and document
    Openapi(openapi::Args),
    /// Write the spec as pages for people: what calls cost, whether repeating one ships twice, what errors mean
    Docs(docs::Args),
    /// Begin a file of the spec where there is no page to import
    New(new::Args),
    /// Compare documentation pages and payloads with docs.lock; writes nothing (exit 0 unchanged, 100 changed, 101 no comparison)
    Drift(drift::Args),
    /// Say what a change of the spec means for users of the crate
    Diff(diff::Args),
    /// Show spec files by meaning in `git diff` and `git log -p`; called by git
    #[command(hide = true)]
    GitDiffDriver(git_diff_driver::Args),
    /// Say what an error code (614, isv.trade-not-exist) or a rule (V012, required-added) means; without one, list them all
    Explain(explain::Args),
    /// Print what a shell completes
    Completions(completions::Args),
    /// Write pages of the manual, one per command
    Man(man::Args),
}

/// What the binary does.
pub fn main() -> ExitCode {
    let exit = match Cli::parse().command {
        Command::Generate(args) => args.run(),
        Command::Lint(args) => args.run(),
        Command::Dump(args) => args.run(),
        Command::Import(args) => args.run(),
        Command::Openapi(args) => args.run(),
        Command::Docs(args) => args.run(),
        Command::New(args) => args.run(),
        Command::Drift(args) => args.run(),
        Command::Diff(args) => args.run(),
        Command::GitDiffDriver(args) => args.run(),
        Command::Explain(args) => args.run(),
        Command::Completions(args) => args.run(Cli::command()),
        Command::Man(args) => args.run(Cli::command()),
    };
    exit.into()
}
