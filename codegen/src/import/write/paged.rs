//! How the answer of a new operation is asked for page by page: what the key `pages` says, or the mark of what a person has to find out.

use std::collections::HashMap;

use super::draft::Field;
use super::mark::Mark;
use super::ty::Ty;
use super::types::Record;

/// Names of a page's number, of its size, of where a page begins, of all there are, of what says that more follow: without underscores, in
/// lower case.
const NUMBER: [&str; 8] = ["pageno", "page", "pageindex", "currentpage", "pagenum", "pagenumber", "pageid", "currpage"];
const SIZE: [&str; 6] = ["pagesize", "size", "limit", "pagerows", "pagecount", "perpage"];
const OFFSET: [&str; 5] = ["offset", "startindex", "startrow", "pageoffset", "skip"];
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
const MORE: [&str; 6] = ["hasnext", "hasmore", "hasnextpage", "hasmorepage", "more", "havemore"];
/// What a request sends to go on where a page ended.
const FROM: [&str; 14] = [
    "cursor",
    "pagecursor",
    "cursorid",
    "nextcursor",
    "pagetoken",
    "nextpagetoken",
    "nexttoken",
    "continuationtoken",
    "scrollid",
    "lastid",
    "marker",
    "startkey",
    "nextkey",
    "nextpage",
];
/// The same as a reply says it, whatever the request calls it.
const NEXT: [&str; 7] =
    ["nextcursor", "nextpagecursor", "cursornext", "nextpagetoken", "nexttoken", "nextscrollid", "nextmarker"];

/// What a request and its reply say of pages.
struct Said<'a> {
    number: Option<&'a Field>,
    size: Option<&'a Field>,
    offset: Option<&'a Field>,
    from: Option<&'a Field>,
    next: Option<&'a Field>,
    total: Option<&'a Field>,
    more: Option<&'a Field>,
    items: Option<&'a Field>,
    /// Whether the reply has lists at all.
    listed: bool,
}

impl<'a> Said<'a> {
    fn of(request: &'a [Field], reply: &'a [Field], records: &'a [Record]) -> Self {
        let all = near(reply, records);
        let mut times: HashMap<&str, usize> = HashMap::new();
        for field in &all {
            *times.entry(&field.name).or_default() += 1;
        }
        // In the data or right below, and once.
        let once = |field: &&&Field| times.get(field.name.as_str()) == Some(&1);
        let of = |names: &[&str], fits: fn(&Ty) -> bool| {
            let found = |name: &&str| {
                all.iter().filter(once).find(|field| folded(&field.name) == **name && fits(&field.ty)).copied()
            };
            names.iter().find_map(found)
        };
        let sent = |names: &[&str]| request.iter().find(|field| names.contains(&folded(&field.name).as_str()));
        let from = sent(&FROM);
        let same = from.map(|from| folded(&from.name)).unwrap_or_default();
        let mut nexts = all.iter().filter(once).filter(|field| {
            let name = folded(&field.name);
            let next = NEXT.contains(&name.as_str()) || !same.is_empty() && name == format!("next{same}");
            is_place(&field.ty) && (next || name == same)
        });
        let next = nexts.next().filter(|_| nexts.next().is_none()).copied();
        let is_list = |field: &&&Field| matches!(field.ty, Ty::List { .. });
        let mut lists = all.iter().filter(once).filter(is_list);
        let items = lists.next().filter(|_| lists.next().is_none()).copied();
        let listed = all.iter().any(|field| matches!(field.ty, Ty::List { .. } | Ty::Many { .. }));
        Self {
            number: sent(&NUMBER),
            size: sent(&SIZE),
            offset: sent(&OFFSET),
            from,
            next,
            total: of(&TOTAL, |ty| *ty == Ty::Int),
            more: of(&MORE, |ty| *ty == Ty::Bool),
            items,
            listed,
        }
    }

    /// The field by which a next page is asked for, or of the reply that speaks of one; None where nothing does.
    fn about(&self, of_data: bool) -> Option<&'a Field> {
        let sized = self.size.filter(|_| self.offset.is_some()).and(self.offset);
        let listed = self.listed || of_data;
        let number = self.number.filter(|_| self.size.is_some() || listed);
        number.or(self.from.filter(|_| listed || self.next.is_some())).or(sized).or(self.next).or(self.more)
    }

    /// The key, where all of it is said, and once.
    fn key(&self) -> Option<String> {
        let items = &self.items?.name;
        let whole = |field: &&Field| field.ty == Ty::Int;
        if self.offset.is_some() || self.size.is_some_and(|size| size.ty != Ty::Int) {
            return None;
        }
        let size = self.size.map(|size| format!(", size: {}{}", size.name, most(size))).unwrap_or_default();
        let mut out = match (self.number, self.from) {
            (Some(number), None) if whole(&number) => {
                let number = &number.name;
                let ends = self.ends()?;
                return Some(format!("{{number: {number}{size}, items: {items}{ends}}}"));
            }
            (None, Some(from)) => {
                let next = self.next.filter(|next| leads_on(next))?;
                let fits = is_place(&from.ty) && (from.ty != Ty::Int || next.ty == Ty::Int);
                format!("{{cursor: {}, send_as: {}{size}, items: {items}", next.name, fits.then_some(&from.name)?)
            }
            _ => return None,
        };
        if let Some(more) = self.more {
            out.push_str(&format!(", has_next: {}", more.name));
        }
        out.push('}');
        Some(out)
    }

    fn ends(&self) -> Option<String> {
        let total = self.total.map(|total| format!(", total: {}", total.name));
        total.or_else(|| self.more.map(|more| format!(", has_next: {}", more.name)))
    }
}

/// The pages of an answer. `read` says that the operation may be one, and `record` that its data is a record, below which they stand.
pub(super) fn pages(
    request: &mut [Field],
    reply: &[Field],
    records: &[Record],
    (read, record): (bool, bool),
) -> Option<Result<String, Mark>> {
    let said = Said::of(request, reply, records);
    let about = said.about(!record)?.name.clone();
    let key = said.key().filter(|_| record);
    let size = said.size.map(|size| size.name.clone());
    match key {
        Some(key) if read => {
            for size in request.iter_mut().filter(|field| Some(&field.name) == size.as_ref()) {
                // No page has so many; what is meant a person has to find out.
                let odd = size.bounds.max.as_ref().filter(|max| !is_count(max));
                size.marks.extend(odd.map(|max| Mark::change("limits", "", &format!("max {max}"))));
            }
            Some(Ok(key))
        }
        Some(key) => {
            let told = format!("{about}: asked for page by page; where it is a read, write `pages: {key}`");
            Some(Err(Mark::change("reply", "", &told)))
        }
        None => {
            let told = format!(
                "{about}: asked for page by page, and which list, or what says that there are no more, is not clear"
            );
            Some(Err(Mark::change("reply", "", &told)))
        }
    }
}

/// The most that a page may hold.
fn most(size: &Field) -> String {
    let max = size.bounds.max.as_ref().filter(|max| is_count(max));
    max.map(|max| format!(", max_size: {max}")).unwrap_or_default()
}

fn is_count(max: &str) -> bool {
    max.parse::<u32>().is_ok_and(|max| max > 0)
}

/// Where the next page begins, and not what was asked for: by its name, or by its term.
fn leads_on(next: &Field) -> bool {
    folded(&next.name).contains("next") || next.zh.contains('下')
}

/// What a cursor may be.
fn is_place(ty: &Ty) -> bool {
    matches!(ty, Ty::Text | Ty::Int | Ty::Id(_))
}

/// The fields of the reply and of the records right below.
fn near<'a>(reply: &'a [Field], records: &'a [Record]) -> Vec<&'a Field> {
    // No two records have one name.
    let named: HashMap<&str, &Record> = records.iter().map(|record| (record.name.as_str(), record)).collect();
    let inside = |field: &'a Field| {
        let Ty::Record(name) = &field.ty else { return None };
        named.get(name.as_str()).copied()
    };
    let below = reply.iter().filter_map(inside).flat_map(|record| &record.fields);
    reply.iter().chain(below).collect()
}

/// `pageNo` and `page_no` are one name.
fn folded(name: &str) -> String {
    name.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase()
}
