//! Edits to a spec file that leave everything else alone: comments, order, spelling. A file is never written out from its data.

mod marks;
mod resting;

use std::collections::{HashMap, HashSet};

use super::lines::{column_of, indent_of, line_end};
use super::mark::Mark;
use crate::load::{Kind, Node, get, items, scalar, tree};

/// What an entry is called in the file, and in Rust where the file says so.
pub type Named = (String, Option<String>);

/// A spec file being edited. Insertions are gathered and made from the back, so offsets stay true.
#[derive(Debug)]
pub struct Edit<'a> {
    text: &'a str,
    root: Node<'a>,
    inserts: Vec<(usize, String)>,
    replaces: Vec<(usize, usize, String)>,
    /// Entries that are asked for: names and Rust names of each list. Two objects may be of one type, so one list is come to twice.
    added: HashMap<Place, Vec<Named>>,
    /// Keys that are asked for, of entries that are there.
    keys: HashSet<(Place, String, &'static str)>,
    /// Decisions that are left to a person, by the entry they belong to.
    marks: Vec<(Target, Vec<Mark>)>,
}

/// What a mark stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An entry of a list, by its name.
    Entry(Place, String),
    /// The file as a whole: its operation.
    File,
}

impl<'a> Edit<'a> {
    /// Begins. None when the file is no YAML.
    #[must_use]
    pub fn begin(text: &'a str) -> Option<Self> {
        tree(0, text).ok().map(|root| Self {
            text,
            root,
            inserts: Vec::new(),
            replaces: Vec::new(),
            added: HashMap::new(),
            keys: HashSet::new(),
            marks: Vec::new(),
        })
    }

    /// The file with all edits made.
    #[must_use]
    pub fn finish(mut self) -> String {
        for (target, marks) in std::mem::take(&mut self.marks) {
            self.write_marks(&target, &marks);
        }
        let mut out = self.text.to_owned();
        let mut all: Vec<(usize, usize, String)> = std::mem::take(&mut self.replaces);
        all.extend(std::mem::take(&mut self.inserts).into_iter().map(|(at, text)| (at, at, text)));
        // Stable: several insertions at one place keep their order when made from the last to the first.
        all.sort_by_key(|(at, ..)| *at);
        for (start, end, text) in all.into_iter().rev() {
            if out.is_char_boundary(start) && out.is_char_boundary(end) && start <= end && end <= out.len() {
                out.replace_range(start..end, &text);
            }
        }
        out
    }

    /// True when nothing has been asked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inserts.is_empty() && self.replaces.is_empty() && self.marks.is_empty()
    }

    /// The list of fields at `path` below the request or the reply: as a place in the tree.
    #[must_use]
    pub fn fields(&self, sent: bool, at: &[String]) -> Option<Place> {
        let mut place = if sent { Place(vec![Step::Key("request")]) } else { self.reply()? };
        for name in at {
            let fields = self.at(&place)?;
            let field = items(fields).iter().find(|item| scalar(get(item, "name")) == Some(name.as_str()))?;
            let ty = get(field, "type")?;
            let word =
                scalar(Some(ty)).or_else(|| ["list", "map", "record"].iter().find_map(|key| scalar(get(ty, key))))?;
            place = self.record(word)?;
        }
        Some(place)
    }

    /// What `renames` calls the object whose fields are the list at this place.
    #[must_use]
    pub fn owner(&self, place: &Place) -> Option<&str> {
        match place.0.as_slice() {
            [Step::Key("request")] => Some("Request"),
            [Step::Key("reply"), ..] => Some("Reply"),
            [object @ .., Step::Key(_)] => scalar(get(self.at(&Place(object.to_vec()))?, "type")),
            _ => None,
        }
    }

    fn reply(&self) -> Option<Place> {
        let reply = get(&self.root, "reply")?;
        if get(reply, "fields").is_some() {
            return Some(Place(vec![Step::Key("reply"), Step::Key("fields")]));
        }
        let data = get(reply, "data")?;
        self.record(["record", "list_of", "map_of"].iter().find_map(|key| scalar(get(data, key)))?)
    }

    fn record(&self, name: &str) -> Option<Place> {
        let types = get(&self.root, "types")?;
        let index = items(types).iter().position(|item| scalar(get(item, "type")) == Some(name))?;
        Some(Place(vec![Step::Key("types"), Step::Item(index), Step::Key("fields")]))
    }

    fn at(&self, place: &Place) -> Option<&Node<'a>> {
        place.0.iter().try_fold(&self.root, |node, step| match step {
            Step::Key(key) => get(node, key),
            Step::Item(index) => items(node).get(*index),
        })
    }

    /// True when the file's list has a field of this name.
    #[must_use]
    pub fn has(&self, place: &Place, name: &str) -> bool {
        self.item(place, name).is_some()
    }

    /// True when a field of this name was put into the list.
    #[must_use]
    pub fn is_added(&self, place: &Place, name: &str) -> bool {
        self.added.get(place).is_some_and(|names| names.iter().any(|(known, _)| known == name))
    }

    /// The fields of a list; those that were put into it last.
    #[must_use]
    pub fn fields_of(&self, place: &Place) -> Vec<Named> {
        self.named(place, "name", "ident").unwrap_or_default()
    }

    /// Entries by a key, with the Rust names that another key gives them.
    fn named(&self, place: &Place, name: &str, ident: &str) -> Option<Vec<Named>> {
        let pair =
            |item: &Node<'_>| Some((scalar(get(item, name))?.to_owned(), scalar(get(item, ident)).map(str::to_owned)));
        let added = self.added.get(place).into_iter().flatten().cloned();
        Some(items(self.at(place)?).iter().filter_map(pair).chain(added).collect())
    }

    fn item(&self, place: &Place, name: &str) -> Option<&Node<'a>> {
        items(self.at(place)?).iter().find(|item| scalar(get(item, "name")) == Some(name))
    }

    /// What an entry of a list says under a key, where that is one value.
    #[must_use]
    pub fn says(&self, place: &Place, name: &str, key: &str) -> Option<String> {
        scalar(get(self.item(place, name)?, key)).map(str::to_owned)
    }

    /// The form in which a field spells its times, where it says one; None where it holds no time.
    #[must_use]
    pub fn time_form(&self, place: &Place, name: &str) -> Option<Option<&str>> {
        let item = self.item(place, name)?;
        let said = get(item, "format").and_then(|format| scalar(get(format, "datetime")));
        (scalar(get(item, "type")) == Some("datetime")).then_some(said)
    }

    /// The name of a field's type; that of its items where it is a list.
    #[must_use]
    pub fn type_of(&self, place: &Place, name: &str) -> Option<String> {
        let ty = get(self.item(place, name)?, "type")?;
        let word = ["list", "csv", "select"].iter().find_map(|key| scalar(get(ty, key)));
        scalar(Some(ty)).or(word).map(str::to_owned)
    }

    /// Values of an enum of the file; those that were put into it last.
    #[must_use]
    pub fn values(&self, name: &str) -> Option<Vec<Named>> {
        self.named(&self.list_of_values(name)?, "value", "name")
    }

    fn list_of_values(&self, name: &str) -> Option<Place> {
        let index = items(get(&self.root, "enums")?).iter().position(|item| scalar(get(item, "enum")) == Some(name))?;
        Some(Place(vec![Step::Key("enums"), Step::Item(index), Step::Key("values")]))
    }

    /// The line of an entry of a list, from 1.
    #[must_use]
    pub fn line(&self, place: &Place, name: &str) -> Option<usize> {
        self.item(place, name).map(|item| self.line_at(item))
    }

    /// The line of a name in a top-level list of names.
    #[must_use]
    pub fn name_line(&self, key: &str, name: &str) -> Option<usize> {
        let found = items(get(&self.root, key)?).iter().find(|item| scalar(Some(item)) == Some(name));
        found.map(|item| self.line_at(item))
    }

    /// The line of what stands under a top-level key.
    #[must_use]
    pub fn key_line(&self, key: &str) -> Option<usize> {
        get(&self.root, key).map(|value| self.line_at(value))
    }

    /// What stands under a top-level key, as it is spelt.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<&'a str> {
        let span = get(&self.root, key)?.span;
        self.text.get(span.start as usize..span.end as usize).map(str::trim)
    }

    fn line_at(&self, node: &Node<'_>) -> usize {
        let before = self.text.get(..node.span.start as usize).unwrap_or_default();
        before.bytes().filter(|byte| *byte == b'\n').count() + 1
    }

    /// Names of types and enums of the file.
    #[must_use]
    pub fn type_names(&self) -> Vec<String> {
        let names = |key: &str, name: &str| -> Vec<String> {
            get(&self.root, key)
                .map(|list| items(list).iter().filter_map(|item| scalar(get(item, name))).map(str::to_owned).collect())
                .unwrap_or_default()
        };
        let mut all = names("types", "type");
        all.extend(names("enums", "enum"));
        all.extend(names("grammars", "grammar"));
        all.extend(scalar(get(&self.root, "request_type")).map(str::to_owned));
        all
    }

    /// True when the field is marked as withdrawn.
    #[must_use]
    pub fn is_deprecated(&self, place: &Place, name: &str) -> bool {
        self.item(place, name).is_some_and(|field| get(field, "deprecated").is_some())
            || self.keys.contains(&(place.clone(), name.to_owned(), "deprecated"))
    }

    /// A top-level list of names.
    #[must_use]
    pub fn names(&self, key: &str) -> Vec<String> {
        get(&self.root, key)
            .map(|list| items(list).iter().filter_map(|item| scalar(Some(item))).map(str::to_owned).collect())
            .unwrap_or_default()
    }

    /// Puts a field behind the field of the file that is named `after`, or at the end.
    pub fn add_field(&mut self, place: &Place, after: Option<&str>, named: Named, line: &str) -> bool {
        let added = self.add_entry(place, after, line);
        if added {
            self.added.entry(place.clone()).or_default().push(named);
        }
        added
    }

    fn add_entry(&mut self, place: &Place, after: Option<&str>, line: &str) -> bool {
        let Some(list) = self.at(place) else { return false };
        let all = items(list);
        let behind = after
            .and_then(|name| all.iter().position(|item| scalar(get(item, "name")) == Some(name)))
            .or(all.len().checked_sub(1));
        let Some(index) = behind else {
            // `request: []`
            let (start, end) = (list.span.start as usize, list.span.end as usize);
            let text = format!("\n{}- {line}", " ".repeat(indent_of(self.text, start) + 2));
            // A second field goes behind the first: the brackets can be replaced only once.
            match self.replaces.iter_mut().find(|(at, ..)| *at == start) {
                Some((.., fields)) => fields.push_str(&text),
                None => self.replaces.push((start, end, text)),
            }
            return true;
        };
        let Some(item) = all.get(index) else { return false };
        let insert = self.beside(list, item, line);
        self.inserts.push(insert);
        true
    }

    /// Adds whole entries (types, enums) at the end of a top-level list, or the list itself.
    pub fn add_entries(&mut self, key: &'static str, text: &str) {
        let list = get(&self.root, key);
        match list.and_then(|list| items(list).last()) {
            Some(last) => {
                let at = line_end(self.text, last.span.end as usize);
                // The entries come indented by two; the file may have it otherwise.
                let indent = " ".repeat(indent_of(self.text, last.span.start as usize));
                let lines: String =
                    text.lines().map(|line| format!("\n{indent}{}", line.strip_prefix("  ").unwrap_or(line))).collect();
                self.inserts.push((at, lines));
            }
            // `errors: []`
            None if list.is_some() => {
                let span = list.map(|list| list.span).unwrap_or_default();
                let text = format!("\n{}", text.trim_end_matches('\n'));
                self.replaces.push((span.start as usize, span.end as usize, text));
            }
            None => self.append(&format!("{key}:\n{text}")),
        }
    }

    /// Puts a value at the end of an enum. False when the file has no such enum.
    pub fn add_value(&mut self, name: &str, value: Named, line: &str) -> bool {
        self.list_of_values(name).is_some_and(|place| self.add_field(&place, None, value, line))
    }

    /// Adds names to a top-level list of names.
    pub fn add_names(&mut self, key: &'static str, names: &[String]) {
        match get(&self.root, key) {
            Some(list) => match items(list).last() {
                Some(last) if self.text.get(list.span.start as usize..).is_some_and(|text| text.starts_with('[')) => {
                    self.inserts.push((last.span.end as usize, format!(", {}", names.join(", "))));
                }
                Some(last) => {
                    let at = line_end(self.text, last.span.end as usize);
                    let indent = " ".repeat(indent_of(self.text, last.span.start as usize));
                    let lines: String = names.iter().map(|name| format!("\n{indent}- {name}")).collect();
                    self.inserts.push((at, lines));
                }
                None => self.replaces.push((
                    list.span.start as usize,
                    list.span.end as usize,
                    format!("[{}]", names.join(", ")),
                )),
            },
            None => self.append(&format!("{key}: [{}]\n", names.join(", "))),
        }
    }

    /// Marks a field as withdrawn, unless a person or an earlier run has. True when the mark was made.
    pub fn deprecate(&mut self, place: &Place, name: &str, since: &str, why: &str) -> bool {
        let known = self.is_deprecated(place, name);
        let Some(item) = self.item(place, name).filter(|_| !known) else { return false };
        let insert = self.key_for(item, &format!("deprecated: {{since: {since}, why: {why}}}"));
        self.inserts.push(insert);
        self.keys.insert((place.clone(), name.to_owned(), "deprecated"));
        true
    }

    /// One more key at the end of a map.
    fn key_for(&self, item: &Node<'_>, key: &str) -> (usize, String) {
        let (start, end) = (item.span.start as usize, item.span.end as usize);
        if self.text.get(start..).is_some_and(|text| text.starts_with('{')) {
            // Behind the last value: a person may have written a comma or a comment behind it.
            match &item.kind {
                Kind::Map(pairs) if pairs.is_empty() => (start + 1, key.to_owned()),
                Kind::Map(pairs) => {
                    let last = pairs.last().map(|(key, value)| value.span.end.max(key.span.end));
                    (last.map_or(end.saturating_sub(1), |last| last as usize), format!(", {key}"))
                }
                _ => (end.saturating_sub(1), format!(", {key}")),
            }
        } else {
            let indent = " ".repeat(column_of(self.text, start));
            (line_end(self.text, end), format!("\n{indent}{key}"))
        }
    }

    /// Sets the day of `source: {doc, read}`.
    pub fn set_read(&mut self, today: &str) {
        if let Some(read) = get(&self.root, "source").and_then(|source| get(source, "read")) {
            self.replaces.push((read.span.start as usize, read.span.end as usize, today.to_owned()));
        }
    }

    fn beside(&self, list: &Node<'_>, item: &Node<'_>, line: &str) -> (usize, String) {
        if self.text.get(list.span.start as usize..).is_some_and(|text| text.starts_with('[')) {
            return (item.span.end as usize, format!(", {line}"));
        }
        let indent = " ".repeat(indent_of(self.text, item.span.start as usize));
        (line_end(self.text, item.span.end as usize), format!("\n{indent}- {line}"))
    }

    fn append(&mut self, text: &str) {
        let start = if self.text.ends_with('\n') || self.text.is_empty() { "" } else { "\n" };
        self.inserts.push((self.text.len(), format!("{start}{}", text)));
    }
}

/// A place in the tree of a file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Place(Vec<Step>);

impl Place {
    /// A top-level list.
    #[must_use]
    pub fn top(key: &'static str) -> Self {
        Self(vec![Step::Key(key)])
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Step {
    Key(&'static str),
    Item(usize),
}
