//! `vvspec new`: a file of the spec to begin with. It lints clean but for its marks, or is not written.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use clap::Subcommand;

use super::exit::Exit;
use super::findings::{MAX, Shown};
use super::output::{complain, print};
use super::spec::Spec;
use crate::diag::{Diags, meant, quoted};
use crate::explain::find_operation;
use crate::import::write::{naming, yaml};
use crate::lexical::today;
use crate::model::api::{Api, Operation, Service};
use crate::model::name;
use crate::source::Sources;
use crate::{pipeline, write};

#[derive(clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Begin the file of an operation that no page can be imported of
    Operation(New),
}

#[derive(clap::Args)]
struct New {
    /// Service, and what the operation is called there: vvtool/erps/send, top/taobao.trade.get
    #[arg(value_name = "SERVICE/OPERATION")]
    name: String,
    /// Begin with what this operation of the service says (erps/send), but for its name, its document and its examples
    #[arg(long, value_name = "OP")]
    from: Option<String>,
    #[command(flatten)]
    spec: Spec,
}

/// Why there is no file: what to say, how the command ends.
struct Refused(String, Exit);

impl Args {
    pub(super) fn run(self) -> Exit {
        let What::Operation(new) = self.what;
        match new.spec.read_all() {
            Ok((root, api, sources)) => match new.write(&root, &api, &sources) {
                Ok(told) => print(&told, Exit::Done),
                Err(Refused(told, exit)) => complain(&told, exit),
            },
            Err(exit) => exit,
        }
    }
}

impl New {
    fn write(&self, root: &Path, api: &Api, sources: &Sources) -> Result<String, Refused> {
        let (service, id) = self.place(api)?;
        let stem = name::short(id);
        let file = root.join(&service.name.wire).join(format!("{stem}.yaml"));
        if let Some(known) = service.operations.iter().find(|known| known.id == id) {
            let (shown, line) =
                (sources.file(known.span).map_or("spec", |file| &file.path), sources.place(known.span).line);
            return Err(Refused(format!("{shown}:{line}: {} is there already\n", quoted(&self.name)), Exit::Found));
        }
        if file.symlink_metadata().is_ok() {
            return Err(Refused(format!("{} is there already\n", file.display()), Exit::Found));
        }
        let begun = Begun { service, id, doc: format!("{}-{stem}", service.name.wire).replace(['/', '.'], "-") };
        let body = match &self.from {
            Some(from) => begun.like(self.model(from, api, service)?, sources)?,
            None => begun.blank(),
        };
        let text = format!("{}{body}", yaml::modeline(root, &file));
        let (found, files) = pipeline::findings(root, &BTreeMap::from([(file.clone(), text.clone())]));
        if !found.is_empty() {
            let shown = Shown::new(&Diags::new(found, files), MAX).text(false);
            return Err(Refused(format!("{shown}nothing was written\n"), Exit::Found));
        }
        write::write(&file, &text).map_err(|error| Refused(format!("{error}\n"), Exit::Found))?;
        Ok(format!("{}: `vvspec lint` lists what waits for a decision\n", file.display()))
    }

    /// The service and the operation's id.
    fn place<'a>(&'a self, api: &'a Api) -> Result<(&'a Service, &'a str), Refused> {
        let usage = |told: String| Refused(format!("{told}\n"), Exit::Usage);
        let (service, id) = self.name.split_once('/').unwrap_or((&self.name, ""));
        let names = api.services.iter().map(|service| service.name.wire.as_str());
        let Some(found) = api.services.iter().find(|known| known.name.wire == service) else {
            return Err(usage(format!("there is no service {}{}", quoted(service), meant(service, names))));
        };
        let plain = |part: &str| {
            part.starts_with(|c: char| c.is_ascii_alphanumeric())
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        };
        if !id.split('/').all(plain) {
            let told =
                format!("{} names no operation: write SERVICE/OPERATION, like vvtool/erps/send", quoted(&self.name));
            return Err(usage(told));
        }
        Ok((found, id))
    }

    /// The operation to begin with.
    fn model<'a>(&self, from: &str, api: &'a Api, service: &Service) -> Result<&'a Operation, Refused> {
        let (of, operation) = find_operation(api, from).map_err(|told| Refused(format!("{told}\n"), Exit::Usage))?;
        if of.name.wire != service.name.wire {
            let told = format!("{} is of another service than {}\n", quoted(from), quoted(&self.name));
            return Err(Refused(told, Exit::Usage));
        }
        Ok(operation)
    }
}

/// Keys that say something about another operation alone: its words, what was read of it.
const OF_ITS_OWN: [&str; 6] = ["search", "request_type", "review", "examples", "request_sample", "renames"];

/// A file that is begun.
struct Begun<'a> {
    service: &'a Service,
    id: &'a str,
    doc: String,
}

impl Begun<'_> {
    fn operation(&self) -> String {
        format!("operation: {}\n", yaml::scalar(self.id))
    }

    fn title(&self) -> String {
        let en = yaml::quoted(&naming::english(name::short(self.id)));
        format!("title: {{en: {en}, zh: {}}}\n", yaml::quoted(self.id))
    }

    fn source(&self) -> String {
        format!("source: {{doc: {}, read: {}}}\n", yaml::scalar(&self.doc), today())
    }

    /// Nothing but what every operation says, on the safe side: a call that nobody knows is not repeated.
    fn blank(&self) -> String {
        let mut out = self.operation() + &self.title() + &self.source();
        let mut marks = vec!["title"];
        let known = self.service.operations.iter().find_map(|known| Some((known, known.http.as_ref()?)));
        if let Some((known, http)) = known {
            let _ = writeln!(out, "http: {{method: POST, path: {}}}", yaml::quoted(&self.path(known, &http.path)));
            marks.push("http");
        }
        marks.extend(["effect", "needs", "charge", "shape", "errors"]);
        let reply = if known.is_some() { "  data: none" } else { "  fields: []" };
        let _ =
            writeln!(out, "effect: non_idempotent_write\nreview: [{}]\nrequest: []\nreply:\n{reply}", marks.join(", "));
        out
    }

    /// What another operation says, with other names; everything that a person must look at is marked.
    fn like(&self, model: &Operation, sources: &Sources) -> Result<String, Refused> {
        let Some(file) = sources.file(model.span).filter(|file| !file.text.trim_start().starts_with('{')) else {
            let told = format!("{} is written in JSON: begin with one in YAML\n", quoted(&model.id));
            return Err(Refused(told, Exit::Usage));
        };
        let mut out = String::new();
        for (key, text) in blocks(&file.text) {
            match key {
                "operation" => out.push_str(&self.operation()),
                "title" => out.push_str(&self.title()),
                "source" => out.push_str(&self.source()),
                "http" => {
                    let path = model.http.as_ref().map(|http| http.path.as_str()).unwrap_or_default();
                    out.push_str(&text.replacen(path, &self.path(model, path), 1));
                }
                "effect" => {
                    let http = if model.http.is_some() { "http, " } else { "" };
                    let marks = format!("review: [title, {http}effect, needs, charge, shape, errors]\n");
                    out.extend([text.as_str(), marks.as_str()]);
                }
                key if OF_ITS_OWN.contains(&key) => {}
                _ => out.push_str(&text),
            }
        }
        Ok(out)
    }

    /// The path that the operation has if it is called as another one is.
    fn path(&self, model: &Operation, path: &str) -> String {
        match path.strip_suffix(model.id.as_str()) {
            Some(before) => format!("{before}{}", self.id),
            // Fields that stand in it stay.
            None if path.contains('{') => format!("{path}/{}", self.id.rsplit('/').next().unwrap_or_default()),
            None => format!("/{}", self.id),
        }
    }
}

/// The keys of a file with all that is written below each, and the comments above it.
fn blocks(text: &str) -> Vec<(&str, String)> {
    let mut blocks: Vec<(&str, String)> = Vec::new();
    let mut above = String::new();
    for line in text.lines().filter(|line| !line.starts_with("# yaml-language-server:")) {
        let key =
            line.split_once(':').map(|(key, _)| key).filter(|key| key.starts_with(|c: char| c.is_ascii_alphabetic()));
        let held = match (key, blocks.last_mut()) {
            (Some(key), _) => {
                blocks.push((key, std::mem::take(&mut above)));
                blocks.last_mut().map(|(_, text)| text)
            }
            (None, Some((_, text))) if !line.starts_with('#') => Some(text),
            (None, _) => None,
        };
        let held = held.unwrap_or(&mut above);
        held.push_str(line);
        held.push('\n');
    }
    blocks
}
