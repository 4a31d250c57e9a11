//! The spec as rules walk it: the raw side and the model side of each thing together.

use std::collections::HashSet;

use crate::load::raw::{Raw, RawField, RawOperation, RawService, RawType};
use crate::model::api::{Api, Field, Operation, Record, Service, Type};
use crate::model::reachable;

/// The whole spec.
pub(super) struct View<'a> {
    pub(super) api: &'a Api,
    pub(super) services: Vec<ServiceAt<'a>>,
    pub(super) operations: Vec<OperationAt<'a>>,
    /// Every list of fields.
    pub(super) owners: Vec<Owner<'a>>,
}

/// A service.
pub(super) struct ServiceAt<'a> {
    pub(super) raw: &'a RawService,
    pub(super) api: &'a Service,
}

/// An operation.
#[derive(Clone, Copy)]
pub(super) struct OperationAt<'a> {
    pub(super) service: &'a Service,
    pub(super) raw_service: &'a RawService,
    pub(super) raw: &'a RawOperation,
    pub(super) api: &'a Operation,
}

/// A list of fields: a request, a record, a TOP reply, an envelope.
#[derive(Clone, Copy)]
pub(super) struct Owner<'a> {
    /// As messages call it.
    pub(super) name: &'a str,
    pub(super) raw: &'a [RawField],
    pub(super) api: &'a [Field],
    /// Part of a request.
    pub(super) sent: bool,
    /// Part of a reply.
    pub(super) received: bool,
    /// None for an envelope.
    pub(super) operation: Option<OperationAt<'a>>,
}

impl<'a> View<'a> {
    /// [`crate::model`] drops and reorders nothing, so the two sides go in step.
    pub(super) fn new(raw: &'a Raw, api: &'a Api) -> Self {
        let mut view = View { api, services: Vec::new(), operations: Vec::new(), owners: Vec::new() };
        for (raw, api) in raw.services.iter().zip(&api.services) {
            view.services.push(ServiceAt { raw, api });
            if let Some(head) = &raw.head {
                view.owners.push(Owner {
                    name: "the envelope",
                    raw: head.envelope(),
                    api: &api.envelope,
                    sent: false,
                    received: true,
                    operation: None,
                });
            }
            for (each, operation) in raw.operations.iter().zip(&api.operations) {
                view.operation(OperationAt { service: api, raw_service: raw, raw: each, api: operation });
            }
        }
        view
    }

    fn operation(&mut self, at: OperationAt<'a>) {
        self.operations.push(at);
        let owner = |name, raw, api, sent, received| Owner { name, raw, api, sent, received, operation: Some(at) };
        self.owners.push(owner("the request", &at.raw.request, &at.api.request, true, false));
        let received = match (at.raw.reply.fields(), at.raw.reply.record()) {
            (Some(fields), _) => reachable(at.raw, fields),
            (None, Some(name)) => {
                let record = at.raw.types.iter().find(|each| each.name.value == name.value);
                let mut names = record.map(|record| reachable(at.raw, &record.fields)).unwrap_or_default();
                names.push(&name.value);
                names
            }
            (None, None) => Vec::new(),
        };
        let received: HashSet<&str> = received.into_iter().collect();
        let mut records = at.api.types.as_slice();
        if let Some(fields) = at.raw.reply.fields()
            && let Some((root, rest)) = records.split_first()
        {
            self.owners.push(owner("the reply", fields, &root.fields, false, true));
            records = rest;
        }
        for (raw, api) in at.raw.types.iter().zip(records) {
            let received = received.contains(raw.name.value.as_str());
            self.owners.push(owner(&raw.name.value, &raw.fields, &api.fields, api.in_request, received));
        }
    }

    /// Every field with its owner.
    pub(super) fn fields(&self) -> impl Iterator<Item = FieldAt<'_>> {
        self.owners
            .iter()
            .flat_map(|owner| owner.raw.iter().zip(owner.api).map(move |(raw, api)| FieldAt { owner, raw, api }))
    }
}

/// A field.
pub(super) struct FieldAt<'a> {
    pub(super) owner: &'a Owner<'a>,
    pub(super) raw: &'a RawField,
    pub(super) api: &'a Field,
}

impl FieldAt<'_> {
    /// False when the type could not be resolved: it has been reported and stands in as text.
    pub(super) fn has_type(&self) -> bool {
        let word = self.raw.ty.word().value.as_str();
        match (&self.raw.ty, &self.api.ty) {
            (RawType::Word(_), Type::Text) => word == "text",
            (RawType::Word(_), _) => true,
            (_, Type::Text) => false,
            _ => true,
        }
    }
}

impl<'a> OperationAt<'a> {
    /// The operation that proves what has become of this one.
    pub(super) fn proof(&self) -> Option<&'a Operation> {
        let verify = self.api.verify.as_ref()?;
        self.service.operations.iter().find(|each| each.id == verify.by)
    }

    /// A record of the operation by its Rust name.
    pub(super) fn record(&self, ident: &str) -> Option<&Record> {
        self.api.types.iter().find(|record| record.name.ident == ident)
    }
}
