//! Which names were seen inside which object: in the samples of a document, in a donor tree, in documents read before.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::import::document::{Document, Part};
use crate::model::name;

/// Names seen below an object, by the object's wire name; `""` is the root of a reply.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    children: BTreeMap<String, BTreeSet<String>>,
}

impl Evidence {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { children: BTreeMap::new() }
    }

    /// True when `name` was seen inside `owner`.
    #[must_use]
    pub fn has(&self, owner: &str, name: &str) -> bool {
        self.children.get(owner).is_some_and(|names| names.contains(name))
    }

    /// True when anything was seen inside `owner`.
    #[must_use]
    pub fn knows(&self, owner: &str) -> bool {
        self.children.contains_key(owner)
    }

    /// Names seen inside `owner`.
    #[must_use]
    pub fn names(&self, owner: &str) -> usize {
        self.children.get(owner).map_or(0, BTreeSet::len)
    }

    /// True when nothing was seen at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.children.is_empty()
    }

    /// Records that `name` was seen inside `owner`.
    pub fn see(&mut self, owner: &str, name: &str) {
        self.children.entry(owner.to_owned()).or_default().insert(name.to_owned());
    }

    /// Everything that `owner` holds is also seen inside `other`.
    pub fn also(&mut self, owner: &str, other: &str) {
        if let Some(names) = self.children.get(owner).cloned() {
            self.children.entry(other.to_owned()).or_default().extend(names);
        }
    }

    /// Takes over everything another collection has seen.
    pub fn absorb(&mut self, other: &Self) {
        for (owner, names) in &other.children {
            self.children.entry(owner.clone()).or_default().extend(names.iter().cloned());
        }
    }

    /// Takes over what another document's tree says.
    pub fn add_document(&mut self, donor: &Document) {
        for row in donor.rows.iter().filter(|row| row.part == Part::Reply) {
            let owner = match (row.at.last(), &donor.facts.data) {
                (Some(owner), _) => owner.clone(),
                // The donor's data IS the record: it has no wire name, only a type.
                (None, Some(data)) => data.clone(),
                (None, None) => String::new(),
            };
            self.see(&owner, &row.name);
        }
    }

    /// Takes over a JSON sample. List wrappers (`orders: {order: [..]}`) count as the list itself.
    pub fn add_json(&mut self, owner: &str, value: &Value) {
        let mut work = vec![(owner.to_owned(), value)];
        while let Some((owner, value)) = work.pop() {
            match value {
                Value::Object(members) => {
                    let wrapper = members.len() == 1;
                    for (name, child) in members {
                        self.see(&owner, name);
                        work.push((name.clone(), child));
                        if wrapper && matches!(child, Value::Array(_)) {
                            work.push((owner.clone(), child));
                        }
                    }
                }
                Value::Array(items) => work.extend(items.iter().map(|item| (owner.clone(), item))),
                _ => {}
            }
        }
    }

    /// Takes over an XML sample, one that the platform prints: elements without attributes that matter.
    pub fn add_xml(&mut self, xml: &str) {
        // (element, its child elements in order)
        let mut open: Vec<(String, Vec<String>)> = Vec::new();
        for piece in xml.split('<').skip(1) {
            let Some((tag, _)) = piece.split_once('>') else { continue };
            if let Some(name) = tag.strip_prefix('/') {
                let Some((closed, children)) = open.pop() else { continue };
                if closed != name.trim() {
                    return;
                }
                for child in &children {
                    self.see(&closed, child);
                }
                // <orders><order>..</order></orders>: what an order holds, `orders` holds.
                if let [only] = children.as_slice() {
                    self.also(only, &closed);
                }
                continue;
            }
            let name = tag.trim_end_matches('/').split_whitespace().next().unwrap_or("").to_owned();
            if name.is_empty() || name.starts_with(['?', '!']) {
                continue;
            }
            if let Some((_, children)) = open.last_mut()
                && !children.contains(&name)
            {
                children.push(name.clone());
            }
            if !tag.ends_with('/') {
                open.push((name, Vec::new()));
            }
        }
        // The root's children are the reply's.
        let roots: Vec<String> =
            self.children.keys().filter(|name| name.ends_with(name::ROOT_KEY_END)).cloned().collect();
        for root in roots {
            self.also(&root, "");
        }
    }
}
