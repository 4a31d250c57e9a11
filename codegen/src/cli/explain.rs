//! `vvspec explain`: what a code or a reply means; without one, all that there are.

use std::fmt::Write;
use std::io::Read;

use clap::ValueEnum;

use super::exit::Exit;
use super::output::{complain, print};
use super::spec::Spec;
use crate::diff::rule::Rule;
use crate::diff::{Lang, rules};
use crate::explain::{self, Question, explain, rule};
use crate::model::api::{Api, ErrorEntry, Service};

#[derive(clap::Args)]
pub(super) struct Args {
    /// Code of an error or of a rule, or a whole reply; `-` reads one of them from standard input. With --rules a text that the
    /// listed ones hold
    #[arg(allow_negative_numbers = true)]
    code: Option<String>,
    /// Message that came with it
    #[arg(conflicts_with = "rules")]
    message: Option<String>,
    /// Only errors that this operation lists (vvtool/erps/send)
    #[arg(long, value_name = "OP", conflicts_with = "rules")]
    operation: Option<String>,
    /// List what there is of one kind instead
    #[arg(long, value_name = "KIND", value_enum)]
    rules: Option<Kind>,
    #[command(flatten)]
    spec: Spec,
}

/// What is read of standard input at most.
const MAX_PIPED: u64 = 4 << 20;

/// What has a code.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Rules of the spec format
    Lint,
    /// Kinds of changes
    Diff,
    /// Errors of the spec
    Errors,
}

impl Args {
    pub(super) fn run(self) -> Exit {
        match (&self.code, self.rules) {
            (text, Some(kind)) => self.list(kind, text.as_deref().unwrap_or_default()),
            (None, None) => self.list_all(),
            (Some(code), None) if code == "-" => self.piped(),
            (Some(code), None) => self.explain(code, self.message.as_deref()),
        }
    }

    /// What another program prints: a reply, or a line with a code and perhaps a message.
    fn piped(&self) -> Exit {
        if self.message.is_some() {
            return complain(
                "`-` reads code and message from standard input: give no message beside it\n",
                Exit::Usage,
            );
        }
        let mut text = String::new();
        // More is no reply of a documented operation.
        let read = std::io::stdin().lock().take(MAX_PIPED + 1).read_to_string(&mut text);
        match read {
            Err(error) => return complain(&format!("standard input cannot be read: {error}\n"), Exit::Found),
            Ok(read) if read as u64 > MAX_PIPED => {
                return complain(&format!("standard input has more than {MAX_PIPED} bytes\n"), Exit::Found);
            }
            Ok(_) => {}
        }
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return complain("nothing came from standard input\n", Exit::Found);
        }
        if explain::is_reply(text) {
            return self.explain(text, None);
        }
        self.explain(text, None)
    }

    fn explain(&self, code: &str, message: Option<&str>) -> Exit {
        if explain::is_reply(code) {
            if message.is_some() {
                return complain("a reply has a message of its own: give none beside it\n", Exit::Usage);
            }
            let api = match self.spec.read() {
                Ok(api) => api,
                Err(exit) => return exit,
            };
            return match explain::explain_reply(&api, code, self.operation.as_deref()) {
                Ok(text) => print(&text, Exit::Done),
                Err(text) => complain(&format!("{text}\n"), Exit::Found),
            };
        }
        if let Some(rule) = rules::find(code) {
            return print(&format!("{}\n{}", rule.explain(Lang::En), rule.explain(Lang::Zh)), Exit::Done);
        }
        if let Some(text) = rule(code) {
            return print(&text, Exit::Done);
        }
        let api = match self.spec.read() {
            Ok(api) => api,
            Err(exit) => return exit,
        };
        let question = Question { code, message, operation: self.operation.as_deref() };
        // A whole code first: one of the documents may hold what stands between code and message.
        let told = explain(&api, question).or_else(|why| match explain::of_line(&api, code) {
            Some((code, said)) if message.is_none() => explain(&api, Question { code, message: said, ..question }),
            _ => Err(why),
        });
        match told {
            Ok(text) => print(&text, Exit::Done),
            Err(text) => complain(&format!("{text}\n"), Exit::Found),
        }
    }

    fn list(&self, kind: Kind, text: &str) -> Exit {
        let lines = match kind {
            Kind::Lint => lint(),
            Kind::Diff => diff(),
            Kind::Errors => match self.spec.read() {
                Ok(api) => errors(&api),
                Err(exit) => return exit,
            },
        };
        let text = text.to_lowercase();
        let lines: Vec<Line> = lines.into_iter().filter(|line| line.holds(&text)).collect();
        if lines.is_empty() {
            return complain(&format!("nothing here holds {text:?}\n"), Exit::Found);
        }
        print(&columns(&lines), Exit::Done)
    }

    /// The rules are there without a spec; its errors are where there is one.
    fn list_all(&self) -> Exit {
        let more = "`vvspec explain CODE` says more; `vvspec explain --rules lint|diff|errors TEXT` looks for a text\n";
        let mut out = format!("Rules of the spec format (lint)\n{}", columns(&lint()));
        let _ = write!(out, "\nKinds of changes (diff)\n{}", columns(&diff()));
        if self.spec.dir.is_some() || super::spec::find().is_some() {
            match self.spec.read() {
                Ok(api) => {
                    let _ = write!(out, "\nErrors of the spec\n{}", columns(&errors(&api)));
                }
                Err(exit) => return exit,
            }
        }
        print(&format!("{out}\n{more}"), Exit::Done)
    }
}

/// One entry of a list.
struct Line {
    code: String,
    says: String,
}

impl Line {
    fn holds(&self, text: &str) -> bool {
        self.code.to_lowercase().contains(text) || self.says.to_lowercase().contains(text)
    }
}

fn lint() -> Vec<Line> {
    explain::rules().into_iter().map(|rule| Line { code: rule.code.to_owned(), says: rule.title.to_owned() }).collect()
}

fn diff() -> Vec<Line> {
    let line = |rule: &Rule| Line { code: rule.id.to_owned(), says: format!("{}; {}", rule.title.en, rule.title.zh) };
    rules::all().map(line).collect()
}

fn errors(api: &Api) -> Vec<Line> {
    let of = |service: &Service| {
        let name = service.name.wire.clone();
        let line = move |entry: &ErrorEntry| Line {
            code: entry.code.clone(),
            says: format!("{} ({name} {}): {}", entry.message, entry.name.wire, entry.doc.en),
        };
        service.errors.iter().map(line).collect::<Vec<_>>()
    };
    api.services.iter().flat_map(of).collect()
}

fn columns(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.code.chars().count()).max().unwrap_or_default();
    lines.iter().map(|Line { code, says }| format!("  {code:width$}  {says}\n")).collect()
}
