//! The five documents the project began with, re-imported from nothing and held against the committed spec.
//! They are not part of the repository: where they are missing, this says so; `size` makes the same
//! claims on documents that are.

use std::collections::BTreeSet;

use crate::support::{Five, ROOT, five, reference_document};
use vvtool_codegen::inner::import::declared;
use vvtool_codegen::inner::import::document::{Document, Part};
use vvtool_codegen::inner::import::ledger::LineKind;
use vvtool_codegen::inner::import::memory::compare;
use vvtool_codegen::inner::import::memory::lock::{Lock, Locked};
use vvtool_codegen::message;
use vvtool_codegen::model::api::{Api, Field, Operation, Type};

/// (operation, owner, wire name, required); a reply's root is `(data)` on both sides, because only a person names it.
type Key = (String, String, String, Option<bool>);

fn documented(documents: &[Document]) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for document in documents {
        let Some(operation) = &document.operation else { continue };
        for row in &document.rows {
            let owner = match (row.part, row.at.is_empty()) {
                (Part::Request, true) => "Request",
                (Part::Envelope, _) => "Envelope",
                (Part::Reply, true) => "(data)",
                (_, false) => &row.owner,
            };
            keys.insert((
                format!("{}/{operation}", document.service),
                owner.to_owned(),
                row.name.clone(),
                row.required,
            ));
        }
    }
    keys
}

fn specified(api: &Api, documents: &[Document]) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for service in &api.services {
        for operation in &service.operations {
            let Some(document) = documents.iter().find(|document| document.operation.as_ref() == Some(&operation.id))
            else {
                continue;
            };
            let id = format!("{}/{}", service.name.wire, operation.id);
            for field in &operation.request {
                keys.insert((id.clone(), "Request".to_owned(), field.name.wire.clone(), Some(field.required)));
            }
            for record in &operation.types {
                let owner = if record.name.wire == operation.reply.data.wire { "(data)" } else { &record.name.wire };
                for field in &record.fields {
                    let required = record.in_request.then_some(field.required);
                    keys.insert((id.clone(), owner.to_owned(), field.name.wire.clone(), required));
                }
            }
            if document.rows.iter().any(|row| row.part == Part::Envelope) {
                for field in &service.envelope {
                    keys.insert((id.clone(), "Envelope".to_owned(), field.name.wire.clone(), None));
                }
            }
        }
    }
    keys
}

#[test]
fn every_row_of_the_spec_is_found_again_and_none_is_invented() {
    let Some(Five { documents }) = five() else { return };
    let (api, _) = vvtool_codegen::read(&ROOT.join("spec")).unwrap_or_else(|_| panic!("the committed spec is good"));
    let (found, wanted) = (documented(&documents), specified(&api, &documents));
    let missing: Vec<&Key> = wanted.difference(&found).collect();
    let invented: Vec<&Key> = found.difference(&wanted).collect();
    let share = (wanted.len() - missing.len()) as f64 / wanted.len() as f64;
    println!(
        "rows: {} in the spec, {} found again ({:.2} %), {} invented",
        wanted.len(),
        wanted.len() - missing.len(),
        share * 100.0,
        invented.len()
    );
    assert_eq!(invented, Vec::<&Key>::new(), "rows no document has");
    assert!(share >= 0.99, "missing: {missing:#?}");
}

#[test]
fn every_error_row_of_the_spec_is_found_again() {
    let Some(Five { documents }) = five() else { return };
    let (api, _) = vvtool_codegen::read(&ROOT.join("spec")).unwrap_or_else(|_| panic!("the committed spec is good"));
    for service in &api.services {
        let rows: BTreeSet<(String, String)> = documents
            .iter()
            .filter(|document| document.service == service.name.wire)
            .flat_map(|document| &document.errors)
            .map(|error| (error.code.clone(), message::normal(&error.message)))
            .collect();
        let known: BTreeSet<(String, String)> = service
            .errors
            .iter()
            .flat_map(|error| {
                error
                    .aliases
                    .iter()
                    .chain([&error.message])
                    .map(|message| (error.code.clone(), message::normal(message)))
            })
            .collect();
        let invented: Vec<_> = rows.difference(&known).collect();
        assert!(invented.is_empty(), "{}: not in errors.yaml: {invented:#?}", service.name.wire);
        let wanted: BTreeSet<(String, String)> = service
            .operations
            .iter()
            .filter(|operation| documents.iter().any(|document| document.operation.as_ref() == Some(&operation.id)))
            .flat_map(|operation| &operation.errors)
            .filter_map(|index| service.errors.get(*index))
            .map(|error| (error.code.clone(), message::normal(&error.message)))
            .collect();
        let missing: Vec<_> = wanted.difference(&rows).collect();
        println!(
            "{}: {} error rows, {} listed by operations, {} missing",
            service.name.wire,
            rows.len(),
            wanted.len(),
            missing.len()
        );
        assert!(missing.is_empty(), "{}: in the spec and not found again: {missing:#?}", service.name.wire);
    }
}

/// The spec's types were chosen by a person from prose and samples; the declared type must at least not contradict them.
#[test]
fn declared_types_agree_with_the_types_of_the_spec() {
    let Some(Five { documents }) = five() else { return };
    let (api, _) = vvtool_codegen::read(&ROOT.join("spec")).unwrap_or_else(|_| panic!("the committed spec is good"));
    let mut checked = 0;
    for document in &documents {
        let Some(operation) = operation_of(&api, document) else { continue };
        for row in &document.rows {
            let Some(field) = field_of(operation, row.part, &row.at, &row.owner, &row.name) else { continue };
            if row.ty.is_empty() {
                continue;
            }
            checked += 1;
            let agrees = match &field.ty {
                Type::List { item, .. } | Type::Record(item) => declared::base_type(&row.ty) == item.wire,
                Type::Bool => ["Boolean", "String", "string"].contains(&row.ty.as_str()),
                Type::DateTime(_) => ["Date", "String"].contains(&row.ty.as_str()),
                _ => declared::is_scalar_type(&row.ty),
            };
            assert!(agrees, "{}: {} is declared {} and specified {:?}", document.name, row.path(), row.ty, field.ty);
        }
    }
    println!("{checked} declared types checked");
    assert!(checked > 500, "only {checked} rows were compared");
}

fn operation_of<'a>(api: &'a Api, document: &Document) -> Option<&'a Operation> {
    let service = api.services.iter().find(|service| service.name.wire == document.service)?;
    service.operations.iter().find(|operation| document.operation.as_ref() == Some(&operation.id))
}

fn field_of<'a>(operation: &'a Operation, part: Part, at: &[String], owner: &str, name: &str) -> Option<&'a Field> {
    let fields = match (part, at.is_empty()) {
        (Part::Envelope, _) => return None,
        (Part::Request, true) => &operation.request,
        (_, root) => {
            let owner = if root { &operation.reply.data.wire } else { owner };
            &operation.types.iter().find(|record| record.name.wire == *owner)?.fields
        }
    };
    fields.iter().find(|field| field.name.wire == name)
}

#[test]
fn the_ledger_accounts_for_every_line() {
    let Some(Five { documents }) = five() else { return };
    for document in &documents {
        let text = reference_document(&document.name);
        let counted: usize = LineKind::ALL.iter().map(|kind| document.ledger.count(*kind)).sum();
        let quarantined = document.ledger.count(LineKind::Quarantined);
        println!("{}: {counted} lines accounted for, {quarantined} quarantined", document.name);
        assert_eq!(counted, text.lines().count(), "{}", document.name);
        assert_eq!(quarantined, 0, "{}: lines {}", document.name, document.ledger.ranges(LineKind::Quarantined));
    }
}

/// docs.lock is what these documents said; reading them again must say the same, the day aside.
#[test]
fn the_committed_docs_lock_is_what_the_documents_say() {
    let Some(Five { documents }) = five() else { return };
    let text = std::fs::read_to_string(ROOT.join("spec/docs.lock")).expect("docs.lock");
    let committed = Lock::parse(&text).expect("docs.lock");
    assert_eq!(committed.text(), text, "docs.lock is written by the tool alone");
    for document in &documents {
        let now = Locked::of(document, "");
        let before = committed.documents.iter().find(|known| known.same_document(&now)).expect("a known document");
        let changes = compare::documents(before, &now);
        assert_eq!(before.digest, now.digest, "{}", document.name);
        assert_eq!(changes, Vec::new(), "{}", document.name);
    }
}
