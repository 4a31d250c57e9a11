//! How a new operation is sent, and how its answer is asked for page by page.

use super::draft::Field;
use super::mark::Mark;
use super::ty::Ty;
use super::types::Record;
use crate::import::document::Facts;
use crate::model::path;
use crate::words::{Body, Method, Place};

/// Methods that a page may name and a spec can say. A page that names several says that each will do.
const METHODS: [Method; 5] = [Method::Post, Method::Get, Method::Put, Method::Patch, Method::Delete];

/// The method that a page says; a POST where it says none.
pub(super) fn method(facts: &Facts) -> Method {
    let said = facts.method.as_deref().unwrap_or_default();
    METHODS.into_iter().find(|method| said.contains(method.word())).unwrap_or(Method::Post)
}

/// The body style, where it is not what the service sends.
pub(super) fn body(facts: &Facts, service: Body, request: &[Field]) -> Option<Body> {
    let json = service == Body::Json;
    if request.iter().any(|field| field.ty == Ty::File) {
        return Some(Body::Multipart).filter(|body| *body != service);
    }
    match method(facts) {
        Method::Get => Some(Body::None),
        Method::Delete if !facts.json_body && !facts.form_body => Some(Body::None),
        _ => match (facts.json_body, facts.form_body) {
            (true, false) if !json => Some(Body::Json),
            (false, true) if json => Some(Body::Form),
            _ => None,
        },
    }
}

/// Puts the fields that a path names into it.
pub(super) fn into_path(facts: &Facts, request: &mut [Field]) {
    let names = facts.path.as_deref().map(path::names).unwrap_or_default();
    for field in request.iter_mut().filter(|field| names.contains(&field.name.as_str())) {
        field.place = Some(Place::Path);
        field.required = true;
    }
}

/// Names of a page's number, of its size, of all there are, of what says that more follow: without underscores, in lower case.
const NUMBER: [&str; 8] = ["pageno", "page", "pageindex", "currentpage", "pagenum", "pagenumber", "pageid", "currpage"];
const SIZE: [&str; 6] = ["pagesize", "size", "limit", "pagerows", "pagecount", "perpage"];
const TOTAL: [&str; 9] = [
    "totalresults",
    "total",
    "totalcount",
    "totalnum",
    "totalnumber",
    "totalresult",
    "totalitem",
    "totalrecords",
    "count",
];
const MORE: [&str; 4] = ["hasnext", "hasmore", "hasnextpage", "more"];

/// The pages of an answer: what the key `pages` says, or the mark of what a person has to find out.
pub(super) fn pages(request: &mut [Field], reply: &[Field], records: &[Record]) -> Option<Result<String, Mark>> {
    let called = |field: &Field, names: &[&str]| names.contains(&folded(&field.name).as_str());
    let number = request.iter().find(|field| called(field, &NUMBER) && field.ty == Ty::Int)?.name.clone();
    let size = request.iter().position(|field| called(field, &SIZE) && field.ty == Ty::Int)?;
    let all = near(reply, records);
    // In the data or right below, and once.
    let once = |field: &&Field| all.iter().filter(|other| other.name == field.name).count() == 1;
    let of = |names: &[&str], ty: fn(&Ty) -> bool| {
        let found =
            |name: &&str| all.iter().copied().filter(once).find(|field| folded(&field.name) == **name && ty(&field.ty));
        names.iter().find_map(found).map(|field| field.name.clone())
    };
    let total = of(&TOTAL, |ty| *ty == Ty::Int);
    let more = of(&MORE, |ty| *ty == Ty::Bool);
    let mut lists = all.iter().copied().filter(once).filter(|field| matches!(field.ty, Ty::List { .. }));
    let items = lists.next().filter(|_| lists.next().is_none()).map(|field| field.name.clone());
    let Some(items) = items.filter(|_| total.is_some() || more.is_some()) else {
        let told = format!(
            "{number}: asked for page by page, and which list, or what says that there are no more, is not clear"
        );
        return Some(Err(Mark::change("reply", "", &told)));
    };
    let mut out = format!("{{number: {number}");
    if let Some(size) = request.get_mut(size) {
        out.push_str(&format!(", size: {}", size.name));
        match &size.bounds.max {
            Some(max) if max.parse::<u32>().is_ok_and(|max| max > 0) => out.push_str(&format!(", max_size: {max}")),
            // No page has so many; what is meant a person has to find out.
            Some(max) => size.marks.push(Mark::change("limits", "", &format!("max {max}"))),
            None => {}
        }
    }
    out.push_str(&format!(", items: {items}"));
    if let Some(total) = total {
        out.push_str(&format!(", total: {total}"));
    } else if let Some(more) = more {
        out.push_str(&format!(", has_next: {more}"));
    }
    out.push('}');
    Some(Ok(out))
}

/// The fields of the reply and of the records right below.
fn near<'a>(reply: &'a [Field], records: &'a [Record]) -> Vec<&'a Field> {
    let inside = |field: &'a Field| {
        let Ty::Record(name) = &field.ty else { return None };
        records.iter().find(|record| record.name == *name)
    };
    let below = reply.iter().filter_map(inside).flat_map(|record| &record.fields);
    reply.iter().chain(below).collect()
}

/// `pageNo` and `page_no` are one name.
fn folded(name: &str) -> String {
    name.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase()
}
