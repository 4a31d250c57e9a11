//! `vvspec lint`. Findings are what it is asked for: they go to standard output.

use std::path::Path;

use clap::ValueEnum;

use super::again::again;
use super::exit::Exit;
use super::findings::{MAX, SCHEMA, Shown, suggested};
use super::output::{complain, is_rich, print};
use super::spec::Spec;
use crate::check::{echo, review};
use crate::diag::{Diag, Diags, counted, meant, quoted};
use crate::diff::inputs::Root;
use crate::load::shown;
use crate::model::api::Api;
use crate::visible::visible_lines;
use crate::{explain, pipeline};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Only what documents say otherwise than before and nobody has decided about, one line each
    #[arg(long, conflicts_with_all = ["format", "rules", "max", "schema"])]
    open: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Only findings of this rule (V012), as if there were no other: the exit code is theirs. Can be given several times
    #[arg(long = "rule", value_name = "CODE")]
    rules: Vec<String>,
    /// Print that many findings at most; the counts and the exit code are of all [default: 100 as text, all otherwise]
    #[arg(long, value_name = "N")]
    max: Option<usize>,
    /// Print the JSON Schema of `--format json` and stop
    #[arg(long)]
    schema: bool,
    /// Look again whenever a file of the spec changes, and say what is new; Ctrl-C ends (130)
    #[arg(long, conflicts_with_all = ["open", "format", "schema"])]
    watch: bool,
    #[command(flatten)]
    spec: Spec,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal: how many findings each rule has, the first of each, then the others
    Text,
    /// For programs; --schema says what is in it
    Json,
    /// Annotations of a GitHub workflow
    Github,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        if self.schema {
            return print(SCHEMA, Exit::Done);
        }
        if let Some(told) = self.rules.iter().find_map(|rule| unknown(rule)) {
            return complain(&told, Exit::Usage);
        }
        let dir = match self.spec.find() {
            Ok(dir) => dir,
            Err(exit) => return exit,
        };
        if self.open {
            // Of a file that is none nobody knows what waits in it.
            if let Err(diags) = pipeline::lock(&dir) {
                return complain(&Shown::new(&diags, MAX).text(is_rich(&std::io::stderr())), Exit::Found);
            }
            let open = review::open(&dir);
            let lines: String = open.iter().map(|open| format!("{open}: {}\n", open.todo)).collect();
            return match open.len() {
                0 => print("nothing waits for a decision\n", Exit::Done),
                count => print(&format!("{}{} open\n", visible_lines(&lines), counted(count, "decision")), Exit::Found),
            };
        }
        if self.watch {
            return again(&dir, || {
                let (text, _, diags) = self.look(&dir);
                (text, diags)
            });
        }
        let (text, exit, _) = self.look(&dir);
        print(&text, exit)
    }

    /// What is printed about the spec, how that ends, and what was found.
    fn look(&self, dir: &Path) -> (String, Exit, Diags) {
        match pipeline::lint(dir) {
            Ok((api, sources)) => {
                let mut suggestions = Diags::new(echo::suggestions(&api), sources);
                suggestions.retain(|diag| self.asks_for(diag));
                let (text, exit) = self.told(dir, &Diags::default(), &suggestions, 0, || extent(&api));
                (text, exit, Diags::default())
            }
            Err(mut diags) => {
                let all = diags.len();
                diags.retain(|diag| self.asks_for(diag));
                let others = all - diags.len();
                let beside = || counted(others, "finding") + " of other rules";
                let (text, exit) = self.told(dir, &diags, &Diags::default(), others, beside);
                (text, exit, diags)
            }
        }
    }

    fn asks_for(&self, diag: &Diag) -> bool {
        self.rules.is_empty() || self.rules.iter().any(|rule| diag.code.code.eq_ignore_ascii_case(rule))
    }

    /// `beside` is said where there is nothing to print. Suggestions are what a good spec could say besides: they do not count.
    fn told(
        &self,
        dir: &Path,
        diags: &Diags,
        suggestions: &Diags,
        others: usize,
        beside: impl FnOnce() -> String,
    ) -> (String, Exit) {
        let exit = if diags.is_empty() { Exit::Done } else { Exit::Found };
        let all = || Shown::new(diags, self.max.unwrap_or(usize::MAX));
        let text = match self.format {
            Format::Json => all().json(others, suggestions),
            Format::Github => all().github(suggestions, &Root::of(shown(dir))),
            Format::Sarif => all().sarif(suggestions, &Root::of(shown(dir))),
            Format::Text if diags.is_empty() && self.rules.is_empty() => {
                format!("{}{}: no findings\n", suggested(suggestions), beside())
            }
            Format::Text if diags.is_empty() => {
                let rules = self.rules.join(", ");
                format!("{}no findings of {rules}; {}\n", suggested(suggestions), beside())
            }
            Format::Text => {
                let mut text = Shown::new(diags, self.max.unwrap_or(MAX)).text(is_rich(&std::io::stdout()));
                if others > 0 {
                    text.push_str(&format!("{}\n", beside()));
                }
                text
            }
        };
        (text, exit)
    }
}

fn extent(api: &Api) -> String {
    let operations: usize = api.services.iter().map(|service| service.operations.len()).sum();
    format!("{}, {}", counted(api.services.len(), "service"), counted(operations, "operation"))
}

/// What is said about a rule that there is not.
fn unknown(asked: &str) -> Option<String> {
    let codes: Vec<&str> = explain::rules().into_iter().map(|rule| rule.code).collect();
    if codes.iter().any(|code| code.eq_ignore_ascii_case(asked)) {
        return None;
    }
    let near = meant(asked, codes);
    Some(format!("there is no rule {}{near}\n`vvspec explain --rules lint` lists them\n", quoted(asked)))
}
