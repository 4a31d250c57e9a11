//! Fields under the names that the new spec declares for them, wherever the old one mentions them.

use std::collections::HashMap;

use crate::model::api::{Field, Operation, Type};

/// The declared names of one operation's fields.
pub(super) struct Names<'a> {
    base: &'a Operation,
    /// Owner and old name; the new one.
    renamed: HashMap<(&'a str, &'a str), &'a str>,
}

impl<'a> Names<'a> {
    /// Types are called the same on both sides. A rename that the old spec has behind it says nothing.
    pub(super) fn new(base: &'a Operation, head: &'a Operation) -> Self {
        let renamed = head.renames.iter().filter_map(|rename| {
            let owner = rename.owner.as_deref()?;
            let has = |operation: &Operation, name: &str| {
                fields(operation, owner).iter().any(|field| field.name.wire == name)
            };
            let new = has(base, &rename.from) && !has(base, &rename.to) && has(head, &rename.to);
            new.then_some(((owner, rename.from.as_str()), rename.to.as_str()))
        });
        Self { base, renamed: renamed.collect() }
    }

    /// A field of the request.
    pub(super) fn request<'n>(&self, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.of("Request", name)
    }

    /// Names joined by dots, from the data of the reply downwards.
    pub(super) fn reply(&self, path: &str) -> String {
        let mut owner = Some(self.base.reply.data.wire.as_str());
        let parts = path.split('.').map(|part| {
            let Some(record) = owner else { return part };
            let field = fields(self.base, record).iter().find(|field| field.name.wire == part);
            owner = field.and_then(|field| match &field.ty {
                Type::Record(name) => Some(name.wire.as_str()),
                _ => None,
            });
            self.of(record, part)
        });
        parts.collect::<Vec<_>>().join(".")
    }

    /// A field of the request, or of a record.
    pub(super) fn of<'n>(&self, owner: &str, name: &'n str) -> &'n str
    where
        'a: 'n,
    {
        self.renamed.get(&(owner, name)).copied().unwrap_or(name)
    }
}

fn fields<'a>(operation: &'a Operation, owner: &str) -> &'a [Field] {
    if owner == "Request" {
        return &operation.request;
    }
    let record = operation.types.iter().find(|record| record.name.wire == owner);
    record.map(|record| record.fields.as_slice()).unwrap_or_default()
}
