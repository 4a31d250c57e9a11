//! The spec as OpenAPI, for whoever does not write Rust: tools that call, generate, test and document.
//!
//! One document per service. What OpenAPI has no word for stands in `x-vvspec-*`, and once more in words in the descriptions. Written by
//! hand: crates for OpenAPI know 3.0 only, and lose the order of keys.

mod errors;
mod field;
mod inside;
mod names;
mod reply;
mod request;
mod schema;
mod seen;
mod words;
mod written;

use std::collections::BTreeSet;

use crate::diag::unknown;
use crate::explain::full_name;
use crate::json::{self, Json, Written};
use crate::model::api::{Api, Auth, Method, Operation, Protocol, RateLimit, Service};
use names::{Called, Names};
use schema::{Components, Members, member};
use seen::Seen;
use words::Words;

pub use schema::Version;
pub use words::Speech;

/// How paths of a service that has one URL for all operations are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TopPaths {
    /// `/router/rest#taobao.trade.get`: the wire has what stands before the sign.
    Fragment,
    /// `/router/rest/taobao.trade.get`: for tools that match by method and path; not on the wire.
    Virtual,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Which OpenAPI.
    pub version: Version,
    /// In which language.
    pub speech: Speech,
    /// See there.
    pub top_paths: TopPaths,
    /// Only operations of this folder or group.
    pub folder: Option<&'a str>,
    /// Only this operation.
    pub operation: Option<&'a str>,
    /// `info.version`.
    pub api_version: &'a str,
    /// The only server, instead of the service's hosts.
    pub origin: Option<&'a str>,
}

/// A document, and what had to be left out of it.
#[derive(Debug)]
pub struct Document {
    /// JSON.
    pub text: String,
    /// What is not in it and why, a line each.
    pub told: Vec<String>,
}

/// Why there is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// What was asked for is not there.
    Unknown(String),
    /// Two operations would overwrite each other.
    Clash(String),
}

/// What is around a field.
#[derive(Debug, Clone, Copy)]
struct Of<'a> {
    /// None: the field is one of the envelope.
    operation: Option<&'a Operation>,
    /// What the names of the operation's schemas begin with.
    prefix: &'a str,
    /// The record, request or envelope that it stands in.
    owner: &'a str,
    seen: &'a Seen,
}

/// A document in the making.
struct Export<'a> {
    service: &'a Service,
    asked: &'a Asked<'a>,
    words: Words,
    components: Components,
    names: Names<'a>,
    told: Vec<String>,
}

/// A service as OpenAPI.
///
/// # Errors
/// What is asked for is not there, or two operations have one method and path.
pub fn document(api: &Api, service: &str, asked: &Asked<'_>) -> Result<Document, Refused> {
    let Some(found) = api.services.iter().find(|each| each.name.wire == service) else {
        let known = api.services.iter().map(|each| each.name.wire.as_str());
        return Err(Refused::Unknown(unknown("service", service, known)));
    };
    let mut export = Export {
        service: found,
        asked,
        words: Words::new(asked.speech),
        components: Components::default(),
        names: Names::of(found),
        told: Vec::new(),
    };
    let operations = export.chosen()?;
    let text = export.write(&operations)?.indented(" ");
    match export.words.missed.get() {
        0 => {}
        missed => export
            .told
            .push(format!("{missed} texts have no Chinese and are in English: `zh` and `note_zh` give them one")),
    }
    Ok(Document { text, told: export.told })
}

/// Which way a field goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    Request,
    Reply,
}

impl<'a> Export<'a> {
    /// The operations that are asked for.
    fn chosen(&self) -> Result<Vec<&'a Operation>, Refused> {
        let all: Vec<&'a Operation> = self.service.operations.iter().collect();
        let (folder, id) = (self.asked.folder, self.asked.operation);
        if let Some(folder) = folder.filter(|folder| !all.iter().any(|each| each.group() == *folder)) {
            let folders: BTreeSet<&str> = all.iter().map(|each| each.group()).collect();
            return Err(Refused::Unknown(unknown("folder", folder, folders.iter().copied())));
        }
        let is = |each: &Operation, id: &str| each.id == id || full_name(self.service, each) == id;
        if let Some(id) = id.filter(|id| !all.iter().any(|each| is(each, id))) {
            return Err(Refused::Unknown(unknown("operation", id, all.iter().map(|each| each.id.as_str()))));
        }
        let chosen: Vec<&'a Operation> = all
            .into_iter()
            .filter(|each| folder.is_none_or(|folder| each.group() == folder))
            .filter(|each| id.is_none_or(|id| is(each, id)))
            .collect();
        if self.service.operations.is_empty() {
            return Err(Refused::Unknown(format!("{} has no operations", self.service.name.wire)));
        }
        if chosen.is_empty() {
            return Err(Refused::Unknown("no operation is in that folder and has that id".to_owned()));
        }
        Ok(chosen)
    }

    fn write(&mut self, operations: &[&Operation]) -> Result<Written, Refused> {
        let mut paths: Vec<(String, Members)> = Vec::new();
        // The schemas that operations name themselves.
        let mut roots = Vec::new();
        let mut taken: std::collections::HashMap<(String, &str), &str> = std::collections::HashMap::new();
        let mut places: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
        for operation in operations {
            let (method, path) = self.address(operation);
            if let Some(other) = taken.insert((path.clone(), method), &operation.id) {
                let (id, method) = (&operation.id, method.to_uppercase());
                return Err(Refused::Clash(format!(
                    "{other} and {id} have one method and path, {method} {path}: one would overwrite the other"
                )));
            }
            let written = self.operation(operation, &mut roots);
            let at = *places.entry(path.clone()).or_insert(paths.len());
            match paths.get_mut(at) {
                Some((_, methods)) => methods.push(member(method, written)),
                None => paths.push((path, vec![member(method, written)])),
            }
        }
        let version = match self.asked.version {
            Version::V31 => "3.1.0",
            Version::V30 => "3.0.3",
        };
        let mut out = vec![
            member("openapi", version),
            member("info", self.info()),
            member("servers", self.servers()),
            member("tags", self.tags(operations)),
        ];
        let (schemes, security) = self.security();
        out.extend(security.map(|security| member("security", security)));
        let paths = paths.into_iter().map(|(path, methods)| (path, Written::Map(methods)));
        out.push(member("paths", Written::Map(paths.collect())));
        let mut components = vec![
            member("schemas", self.components.write(roots, self.asked.version)),
            member("responses", Written::map([(ELSEWHERE, self.elsewhere())])),
        ];
        components.extend(schemes.map(|schemes| member("securitySchemes", schemes)));
        out.push(member("components", Written::Map(components)));
        if let Some(signing) = self.service.auth.signing() {
            let words: Vec<&str> = signing.digests.iter().map(|digest| digest.word.as_str()).collect();
            let mut said = vec![member("name", signing.sign.as_str()), member("digests", Written::list(words))];
            said.push(member("how", signing.spelled()));
            out.push(member("x-vvspec-sign", Written::Map(said)));
        }
        out.push(member("x-vvspec-errors", self.all_errors()));
        Ok(Written::Map(out))
    }

    fn info(&mut self) -> Written {
        let service = self.service;
        let mut said = vec![self.words.say(
            "Generated from declarative specs by vvspec. HTTP 200 does not mean success: the code and the message in the reply say what became of a call.",
            "由 vvspec 根据声明式规格生成。HTTP 200 不代表成功：调用结果以返回中的错误码与文本为准。",
        )];
        said.extend(self.words.note(&service.doc));
        if service.protocol == Protocol::Top && self.asked.top_paths == TopPaths::Virtual {
            said.push(self.words.say(
                "Paths end in the name of the operation so that tools can tell them apart. It is not on the wire: all calls go to the path before it.",
                "路径末尾的接口名仅供工具区分，实际请求不含该部分。",
            ));
        }
        let mut info = vec![
            member("title", self.words.doc(&service.doc)),
            member("version", self.asked.api_version),
            member("description", said.join("\n\n")),
        ];
        let mut contact = Members::new();
        match &service.about.contact {
            Some((name, url)) => {
                contact.push(member("name", name.as_str()));
                contact.extend(url.as_ref().map(|url| member("url", url.as_str())));
            }
            None => contact.push(member("name", self.words.doc(&service.doc))),
        }
        info.push(member("contact", Written::Map(contact)));
        match &service.about.license {
            Some(license) => {
                let mut said = vec![member("name", license.as_str())];
                if self.asked.version == Version::V31 {
                    said.push(member("identifier", license.as_str()));
                }
                info.push(member("license", Written::Map(said)));
            }
            None => self.told.push(format!(
                "no licence is said for {}: `about: {{license: ..}}` in its service.yaml does",
                service.name.wire
            )),
        }
        Written::Map(info)
    }

    fn servers(&mut self) -> Written {
        if let Some(origin) = self.asked.origin {
            let said = self.words.say("The server that this document is from", "提供本文档的服务器");
            return Written::List(vec![Written::map([("url", origin.into()), ("description", said.into())])]);
        }
        let service = self.service;
        let top = service.protocol == Protocol::Top;
        let mut servers = Vec::new();
        let path = self.root_path();
        for host in &service.hosts {
            let (before, rest) = split(&host.url);
            if top && rest != path {
                self.told.push(format!("the host {} is left out: its path {rest:?} is not {path:?}", host.name.wire));
                continue;
            }
            let url = if top { before } else { host.url.trim_end_matches('/') };
            let mut said = self.words.doc(&host.doc);
            said.extend(self.words.note(&host.doc).map(|note| format!("\n\n{note}")));
            servers.push(Written::map([("url", url.into()), ("description", said.into())]));
        }
        if let (false, Some(host)) = (top, service.hosts.first()) {
            let (scheme, rest) = host.url.split_once("://").unwrap_or(("http", &host.url));
            let (name, prefix) =
                rest.split_once('/').map_or((rest, String::new()), |(name, path)| (name, format!("/{path}")));
            let said = self.words.say(
                "A reseller's host: the same interface under another address",
                "代理商地址：同一接口，域名与路径前缀不同",
            );
            let schemes = Written::list(["http", "https"]);
            let variables = Written::map([
                ("scheme", Written::map([("default", scheme.into()), ("enum", schemes)])),
                ("host", Written::map([("default", name.into())])),
                ("prefix", Written::map([("default", prefix.trim_end_matches('/').into())])),
            ]);
            servers.push(Written::map([
                ("url", "{scheme}://{host}{prefix}".into()),
                ("description", said.into()),
                ("variables", variables),
            ]));
        }
        Written::List(servers)
    }

    /// The path of the default host.
    fn root_path(&self) -> String {
        self.service.hosts.first().map(|host| split(&host.url).1.to_owned()).unwrap_or_default()
    }

    /// Method and path of an operation.
    fn address(&self, operation: &Operation) -> (&'static str, String) {
        match &operation.http {
            Some(http) => {
                let method = match http.method {
                    Method::Get => "get",
                    Method::Post => "post",
                    Method::Put => "put",
                    Method::Patch => "patch",
                    Method::Delete => "delete",
                };
                (method, http.path.clone())
            }
            None => {
                let path = self.root_path();
                let path = if path.is_empty() { "/".to_owned() } else { path };
                let id = &operation.id;
                (
                    "post",
                    match self.asked.top_paths {
                        TopPaths::Fragment => format!("{path}#{id}"),
                        TopPaths::Virtual => format!("{}/{id}", path.trim_end_matches('/')),
                    },
                )
            }
        }
    }

    fn tags(&self, operations: &[&Operation]) -> Written {
        let mut groups: Vec<&str> = operations.iter().map(|operation| operation.group()).collect();
        groups.sort_unstable();
        groups.dedup();
        let tag = |group: &str| {
            let said = match self.service.groups.iter().find(|each| each.name.wire == group) {
                Some(known) => self.words.doc(&known.doc),
                None => self.words.say(&format!("Operations of {group}"), &format!("{group} 类接口")),
            };
            Written::map([("name", group.into()), ("description", said.into())])
        };
        Written::List(groups.into_iter().map(tag).collect())
    }

    /// Security schemes, and what holds for operations that say nothing else. No scheme can say a signature.
    fn security(&self) -> (Option<Written>, Option<Written>) {
        let token = self.words.say("The access token", "访问令牌");
        let key = |place: &str, name: &str, words: String| {
            vec![member("type", "apiKey"), member("in", place), member("name", name), member("description", words)]
        };
        let scheme = match &self.service.auth {
            Auth::Signed(_) | Auth::None => return (None, None),
            Auth::Bearer { header } if header.eq_ignore_ascii_case("authorization") => {
                vec![member("type", "http"), member("scheme", "bearer"), member("description", token)]
            }
            // A scheme `http` is in one header only.
            Auth::Bearer { header } => {
                let words = self.words.say("`Bearer`, a blank and the access token", "`Bearer`、空格与访问令牌");
                [key("header", header, words), vec![member("x-vvspec-before", "Bearer ")]].concat()
            }
            Auth::Header { header } => key("header", header, token),
            Auth::Query { name } => key("query", name, token),
        };
        let asked = Written::map([(TOKEN, Written::List(Vec::new()))]);
        (Some(Written::map([(TOKEN, Written::Map(scheme))])), Some(Written::List(vec![asked])))
    }

    /// No status but 200 is documented.
    fn elsewhere(&self) -> Written {
        let said = self.words.say(
            "Not documented, and not from the operation: a web server or proxy in front of it answered",
            "文档未列：由前置服务器或代理返回，不是接口本身",
        );
        let text =
            Written::map([("schema", Written::map([("type", "string".into())])), ("example", "Bad Gateway".into())]);
        Written::map([("description", said.into()), ("content", Written::map([("text/plain", text)]))])
    }

    fn operation(&mut self, operation: &Operation, roots: &mut Vec<String>) -> Written {
        let service = self.service;
        let seen = Seen::of(service, operation);
        let Called { id, prefix } = self.names.operation(operation);
        let of = Of { operation: Some(operation), prefix: &prefix, owner: "", seen: &seen };
        roots.extend(names::roots(service.protocol, operation).map(|end| format!("{prefix}{end}")));
        let mut out = vec![
            member("operationId", id),
            member("tags", Written::list([operation.group()])),
            member("summary", self.words.doc(&operation.doc)),
            member("description", self.description(operation)),
        ];
        if matches!(service.auth, Auth::Signed(_) | Auth::None) || !operation.authenticated {
            out.push(member("security", Written::List(Vec::new())));
        }
        if let Some(host) = &operation.host.as_ref().and_then(|_| operation.host_in(service)) {
            let server =
                [("url", host.url.trim_end_matches('/').into()), ("description", self.words.doc(&host.doc).into())];
            out.push(member("servers", Written::List(vec![Written::map(server)])));
        }
        out.extend(self.parameters(of, operation, roots).map(|parameters| member("parameters", parameters)));
        out.extend(self.request(of, operation).map(|body| member("requestBody", body)));
        out.push(member("responses", self.responses(of, operation)));
        out.extend([member("x-apifox-folder", operation.group()), member("x-apifox-status", "released")]);
        out.extend(self.facts(operation));
        Written::Map(out)
    }

    fn description(&self, operation: &Operation) -> String {
        let facts: Vec<String> =
            self.words.facts(self.service, operation).into_iter().map(|fact| format!("- {fact}")).collect();
        let mut parts = Vec::new();
        parts.extend(self.words.note(&operation.doc));
        parts.push(facts.join("\n"));
        parts.extend(self.error_table(operation));
        parts.join("\n\n")
    }

    /// What tools may want to know.
    fn facts(&self, operation: &Operation) -> Members {
        let service = self.service;
        let mut out = vec![member("x-vvspec-operation", full_name(service, operation))];
        out.push(member("x-vvspec-effect", operation.effect.word()));
        out.push(member("x-vvspec-needs", crate::words::Needs::of(operation.needs_shop).word()));
        let limits: Vec<_> = service.limits_of(operation).chain(service.limits_of_account()).collect();
        let limit = |rate: &&RateLimit| {
            let mut said = vec![member("calls", rate.calls), member("per", rate.per.word())];
            said.extend(rate.of_account.then(|| member("scope", crate::words::Scope::Account.word())));
            Written::Map(said)
        };
        match limits.as_slice() {
            [] => {}
            [one] => out.push(member("x-vvspec-rate-limit", limit(one))),
            several => out.push(member("x-vvspec-rate-limit", Written::List(several.iter().map(limit).collect()))),
        }
        if let Some(charge) = operation.charge {
            let mut said = vec![member("of", charge.word())];
            if let Some(field) = service.charge.as_ref().filter(|_| operation.is_charged()) {
                said.extend([member("field", field.field.wire.as_str()), member("unit", field.unit.word())]);
            }
            if let Some(price) = operation.price {
                let (points, on) = (price.points.into(), price.on.word());
                said.extend([
                    member("points", Written::Plain(points)),
                    member("on", on),
                    member("basis", price.basis.word()),
                ]);
            }
            out.push(member("x-vvspec-charge", Written::Map(said)));
        }
        let source = &operation.source;
        let said = [("doc", source.doc.as_str().into()), ("read", source.read.as_str().into())];
        out.push(member("x-vvspec-source", Written::map(said)));
        if !operation.search.is_empty() {
            out.push(member("x-vvspec-search", Written::list(operation.search.iter().map(String::as_str))));
        }
        if !operation.reply.confirm.is_empty() {
            let flags = operation.reply.confirm.iter().map(|confirm| {
                let mut said = vec![member("flag", confirm.flag.as_str())];
                said.extend(confirm.code.as_ref().map(|code| member("code", code.as_str())));
                said.extend(confirm.message.as_ref().map(|message| member("message", message.as_str())));
                Written::Map(said)
            });
            out.push(member("x-vvspec-confirm", Written::List(flags.collect())));
        }
        // Where there is no body that could say them.
        out.extend(request::rules(operation).filter(|_| operation.body == crate::words::Body::None));
        out.extend(written::paged(operation));
        let errors = self.errors(operation).into_iter().map(|error| error.name.wire.as_str());
        out.push(member("x-vvspec-errors", Written::list(errors)));
        out
    }

    fn responses(&mut self, of: Of<'_>, operation: &Operation) -> Written {
        let schema = self.reply(of, operation);
        let mut examples = Members::new();
        for example in &operation.examples {
            let Ok(reply) = json::parse(&example.json) else { continue };
            // Without its root key a reply is another shape, which only clients that asked for it get.
            let rooted =
                |reply: &Json| reply.get(operation.root_key()).is_some() || reply.get(reply::FAILURE).is_some();
            if self.service.protocol == Protocol::Top && !rooted(&reply) {
                continue;
            }
            let reply = schema::shrunk(&reply);
            match self.misfit(&schema, &reply) {
                Some(why) => self.told.push(format!(
                    "the example {} of {} is left out: {why}",
                    example.file,
                    full_name(self.service, operation)
                )),
                None => {
                    let name = example.file.trim_end_matches(".json").to_owned();
                    let said = [("summary", example.file.as_str().into()), ("value", reply.into())];
                    examples.push((name, Written::map(said)));
                }
            }
        }
        let success = self.service.success_code.as_deref();
        for error in self.errors(operation).into_iter().filter(|error| Some(error.code.as_str()) != success) {
            let name = Self::example_name(error);
            match self.misfit_error(error) {
                None => examples.push((name, self.error_example(error))),
                // It is the same for all operations.
                Some(why) => {
                    let line = format!("the examples {name} are left out: {why}");
                    if !self.told.contains(&line) {
                        self.told.push(line);
                    }
                }
            }
        }
        let mut content = vec![member("schema", schema.write(self.asked.version))];
        if !examples.is_empty() {
            content.push(member("examples", Written::Map(examples)));
        }
        let said = self.words.say(
            "Successes and failures alike: the code inside decides",
            "成功与失败均为 HTTP 200，以返回中的错误码为准",
        );
        let content = Written::map([("application/json", Written::Map(content))]);
        let elsewhere = || Written::map([("$ref", format!("#/components/responses/{ELSEWHERE}").into())]);
        Written::map([
            ("200", Written::map([("description", said.into()), ("content", content)])),
            ("4XX", elsewhere()),
            ("5XX", elsewhere()),
        ])
    }
}

/// The component of replies that are none.
const ELSEWHERE: &str = "NotTheOperation";
/// The security scheme.
const TOKEN: &str = "token";

/// Scheme and host, and the path.
fn split(url: &str) -> (&str, &str) {
    let begin = url.find("://").map_or(0, |at| at + 3);
    let rest = url.get(begin..).unwrap_or_default();
    match rest.find('/') {
        Some(at) => url.split_at_checked(begin + at).unwrap_or((url, "")),
        None => (url, ""),
    }
}
