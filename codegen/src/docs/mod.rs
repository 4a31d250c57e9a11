//! The spec as pages for people: what a call costs, how often it may be made, whether repeating it ships twice, and what an error means.
//!
//! A page asks the network for nothing, works without a script, from a disk and on paper.

mod address;
mod console;
pub mod history;
mod operation;
mod page;
mod rows;
mod samples;
mod search;

use crate::model::api::{Api, Operation, Service};

pub use console::Server;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The page opens in Chinese, and is in Chinese where no script runs.
    pub chinese: bool,
    /// Only this service.
    pub service: Option<&'a str>,
    /// What versions changed, the newest first.
    pub history: &'a [history::Past],
}

/// A file of the documentation.
#[derive(Debug)]
pub struct Page {
    /// Name in the folder.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// More operations than this make a page that nobody waits for.
pub const MAX_IN_ONE: usize = 60;

/// Everything in one page.
///
/// # Errors
/// Too many operations, or no such service.
pub fn one(api: &Api, asked: &Asked<'_>) -> Result<String, String> {
    let site = Site::new(api, asked)?;
    let count = site.operations().count();
    if count > MAX_IN_ONE {
        return Err(format!(
            "{count} operations make a page that nobody waits for (at most {MAX_IN_ONE}): name a folder with -o"
        ));
    }
    Ok(page::whole(&site))
}

/// A page per operation, where there are very many one per group, one of errors, a first page: each is handed on as soon as it is made,
/// the first page last, because it names the others.
///
/// # Errors
/// No such service, or what `write` says.
pub fn many<E: From<String>>(
    api: &Api,
    asked: &Asked<'_>,
    mut write: impl FnMut(Page) -> Result<(), E>,
) -> Result<(), E> {
    let site = Site::new(api, asked).map_err(E::from)?.in_a_folder();
    write(Page { name: "page.css".into(), text: crate::page::STYLE.into() })?;
    write(Page { name: "page.js".into(), text: script() })?;
    write(Page { name: "index.js".into(), text: page::indexed(&site) })?;
    for (service, operation) in site.operations() {
        write(Page { name: address::file(service, operation), text: page::operation(&site, service, operation) })?;
    }
    for group in site.groups.iter().filter(|_| site.large) {
        write(Page { name: address::group(group.service, group.name), text: page::group(&site, group) })?;
    }
    write(Page { name: address::ERRORS.into(), text: page::errors(&site) })?;
    write(Page { name: FIRST.into(), text: page::first(&site) })
}

/// The file of the pages that comes first.
pub const FIRST: &str = "index.html";

/// A file of the pages as a server shows them of what it serves: with a form per operation; scripts and styles stand beside the page, nothing
/// in it runs. None where no file has that name.
#[must_use]
pub fn served(api: &Api, server: &Server<'_>, name: &str) -> Option<Page> {
    let mut site = Site::new(api, &Asked { chinese: false, service: None, history: &[] }).ok()?;
    site.server = Some(server);
    if site.operations().count() > MAX_IN_ONE {
        site = site.in_a_folder();
    }
    let text = match name {
        "page.css" => [crate::page::STYLE, console::STYLE].concat(),
        "page.js" => script(),
        "console.js" => console::SCRIPT.concat(),
        FIRST if !site.folder => page::whole(&site),
        _ if !site.folder => return None,
        "index.js" => page::indexed(&site),
        FIRST => page::first(&site),
        address::ERRORS => page::errors(&site),
        _ => match site.operations().find(|(service, of)| address::file(service, of) == name) {
            Some((service, operation)) => {
                site.alone = Some((service, operation));
                page::operation(&site, service, operation)
            }
            None => {
                page::group(&site, site.groups.iter().find(|each| address::group(each.service, each.name) == name)?)
            }
        },
    };
    Some(Page { name: name.to_owned(), text })
}

/// The script of the pages with what every page does.
fn script() -> String {
    [crate::page::SCRIPT, page::SCRIPT].concat()
}

/// How many notes have no Chinese.
pub fn without_chinese(api: &Api) -> usize {
    let notes = |doc: &crate::model::api::Doc| usize::from(doc.note.is_some() && doc.note_zh.is_none());
    let fields = |fields: &[crate::model::api::Field]| fields.iter().map(|field| notes(&field.doc)).sum::<usize>();
    let of = |operation: &Operation| {
        notes(&operation.doc)
            + fields(&operation.request)
            + operation.types.iter().map(|record| notes(&record.doc) + fields(&record.fields)).sum::<usize>()
            + operation.enums.iter().map(|each| notes(&each.doc)).sum::<usize>()
            + operation.enums.iter().flat_map(|each| &each.values).map(|value| notes(&value.doc)).sum::<usize>()
            + operation.grammars.iter().map(|each| notes(&each.doc)).sum::<usize>()
            + operation.rules.iter().map(|rule| notes(&rule.doc)).sum::<usize>()
    };
    let service = |service: &Service| {
        notes(&service.doc)
            + fields(&service.envelope)
            + service.hosts.iter().map(|host| notes(&host.doc)).sum::<usize>()
            + service.errors.iter().map(|error| notes(&error.doc)).sum::<usize>()
            + service.operations.iter().map(of).sum::<usize>()
    };
    api.services.iter().map(service).sum()
}

/// What a field may hold, where no sample says it.
pub(crate) fn stand_in(operation: &Operation, field: &crate::model::api::Field) -> String {
    samples::stand_in(operation, field)
}

/// What pages are made of.
struct Site<'a> {
    services: Vec<&'a Service>,
    chinese: bool,
    history: &'a [history::Past],
    /// A page per operation: links name files.
    folder: bool,
    /// Too many operations to name each of them on every page: a thousand pages that name a thousand are a million links.
    large: bool,
    /// By a server, which shows what it serves.
    server: Option<&'a Server<'a>>,
    /// The operation that the page is of, where each has one.
    alone: Option<(&'a Service, &'a Operation)>,
    /// Operations by service and group, in the order in which they are met.
    groups: Vec<Group<'a>>,
}

/// Operations that are shown under one name.
struct Group<'a> {
    service: &'a Service,
    name: &'a str,
    operations: Vec<&'a Operation>,
}

impl<'a> Site<'a> {
    fn new(api: &'a Api, asked: &Asked<'a>) -> Result<Self, String> {
        let names = || api.services.iter().map(|service| service.name.wire.as_str());
        if let Some(name) = asked.service.filter(|name| !names().any(|known| known == *name)) {
            return Err(crate::diag::unknown("service", name, names()));
        }
        let services = api.services.iter().filter(|service| asked.service.is_none_or(|name| service.name.wire == name));
        let services: Vec<&Service> = services.collect();
        Ok(Self {
            groups: services.iter().flat_map(|service| grouped(service)).collect(),
            services,
            chinese: asked.chinese,
            history: asked.history,
            folder: false,
            large: false,
            server: None,
            alone: None,
        })
    }

    fn operations(&self) -> impl Iterator<Item = (&'a Service, &'a Operation)> + use<'a> {
        let services: Vec<&'a Service> = self.services.clone();
        services.into_iter().flat_map(|service| service.operations.iter().map(move |operation| (service, operation)))
    }

    fn in_a_folder(self) -> Self {
        Self { folder: true, large: self.operations().count() > MAX_IN_ONE, ..self }
    }
}

/// The groups of a service. Those of a platform are not beside each other: `taobao.trade.get`, `tmall.trade.get`.
fn grouped(service: &Service) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places = std::collections::HashMap::new();
    for operation in &service.operations {
        let name = operation.group();
        let at = *places.entry(name).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.operations.push(operation),
            None => groups.push(Group { service, name, operations: vec![operation] }),
        }
    }
    groups
}
