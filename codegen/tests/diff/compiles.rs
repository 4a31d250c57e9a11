//! The verdict on source code against the compiler, and migration snippets that compile.

use std::collections::{BTreeMap, BTreeSet};

use vvtool_codegen::emit::surface;
use vvtool_codegen::inner::diff::{Axis, Change, Level};
use vvtool_codegen::model::api::Api;

use super::mutations::ALL;
use super::probe::{Workspace, only, probe};
use super::support::{changes, changes_read, real, small};

/// Operations that a case touches; where the service as a whole changed, a small one of it.
pub(crate) fn touched(found: &[Change]) -> BTreeSet<(String, String)> {
    let mut keep = BTreeSet::new();
    for change in found {
        if ["operation-renamed", "probable-operation-rename"].contains(&change.rule.id) {
            keep.insert((change.service.clone(), change.before.clone().unwrap()));
        }
        keep.insert(match (&change.operation, change.service.as_str()) {
            (Some(operation), service) => (service.to_owned(), operation.clone()),
            (None, "top") => ("top".into(), "taobao.logistics.openalibity.write".into()),
            (None, _) => ("vvtool".into(), "erps/send".into()),
        });
    }
    keep
}

fn slug(keep: &BTreeSet<(String, String)>) -> String {
    let text: Vec<String> = keep.iter().map(|(service, operation)| format!("{service}_{operation}")).collect();
    format!("base_{}", text.join("_")).replace(['/', '.'], "_")
}

/// What differs is found in the whole specs and in the few files that `vvspec diff` reads of them.
#[test]
fn every_mutation_is_a_valid_spec_that_differs() {
    let base = vvtool_codegen::read(&real()).unwrap();
    let mut wrong = Vec::new();
    let mut unread = 0;
    for mutation in ALL {
        let spec = mutation.spec();
        let head = match vvtool_codegen::read(&spec.path()) {
            Ok(head) => head,
            Err(diags) => {
                wrong.push(format!("{}: {diags}", mutation.name));
                continue;
            }
        };
        let (pair, read) = changes_read(&real(), &spec.path());
        let whole = changes(&base, &head);
        if whole.is_empty() || format!("{whole:?}") != format!("{read:?}") {
            wrong.push(format!("{}: in whole {whole:#?}\nin what was read {read:#?}", mutation.name));
        }
        let operations = |api: &Api| api.services.iter().map(|service| service.operations.len()).sum::<usize>();
        unread += usize::from(operations(&pair.head.api) < operations(&head.0));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(unread * 2 > ALL.len(), "of most mutations some operations need not be read: {unread}");
}

#[test]
fn the_verdict_on_source_code_is_the_compilers() {
    assert!(ALL.len() >= 40);
    let base = vvtool_codegen::read(&real()).unwrap();
    let mut workspace = Workspace::new("diff-mutations");
    let mut expected = BTreeMap::new();
    let mut before: BTreeMap<BTreeSet<(String, String)>, Vec<String>> = BTreeMap::new();
    for mutation in ALL {
        let head = mutation.spec().read();
        let found = changes(&base, &head);
        assert!(!found.is_empty(), "{}: no change found", mutation.name);
        let breaks = found.iter().any(|change| change.level(Axis::Source) == Level::Breaking);
        expected.insert(mutation.name, breaks);
        let keep = touched(&found);
        let (old, new) = (only(&base.0, &keep), only(&head.0, &keep));
        let mut after = Vec::new();
        for change in found.iter().filter(|change| change.overall() == Level::Breaking) {
            let migration = change.migration.as_ref().unwrap_or_else(|| panic!("{} has no migration", change.id));
            assert!(!change.broken.is_empty() || change.level(Axis::Source) == Level::Safe);
            before.entry(keep.clone()).or_default().push(migration.before.clone());
            after.push(migration.after.clone());
        }
        workspace.package(mutation.name, &new, &after, &probe(&old, mutation.name));
    }
    for (keep, snippets) in &before {
        let name = slug(keep);
        let old = only(&base.0, keep);
        workspace.package(&name, &old, snippets, &probe(&old, &name));
    }
    // The old program against its own version, with every item of the whole spec.
    workspace.package("whole", &base.0, &[], &probe(&base.0, "whole"));
    let errors = workspace.check();
    let mut wrong = Vec::new();
    for ((package, program), messages) in &errors {
        let fine = *program && expected.get(package.as_str()) == Some(&true);
        if !fine {
            wrong.push(format!("{package} ({}): {}", if *program { "program" } else { "library" }, messages[0]));
        }
    }
    for (name, _) in expected.iter().filter(|(_, breaks)| **breaks) {
        if !errors.contains_key(&((*name).to_owned(), true)) {
            wrong.push(format!("{name}: called breaking, but the old program compiles"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let breaking = expected.values().filter(|breaks| **breaks).count();
    println!("{} mutations, {breaking} of them break source code: all as the compiler says", expected.len());
    assert!(breaking >= 15 && expected.len() - breaking >= 15, "both kinds are there");
    assert!(surface::surface(&base.0).len() > 1_000);
}

/// Both are what users rely on without reading the spec: generated code is silent, their own uses are not.
#[test]
fn what_is_withdrawn_warns_users_only_and_numbers_of_errors_are_nobodys_business() {
    let (api, _) = vvtool_codegen::read(&small()).unwrap();
    let mut workspace = Workspace::new("diff-warnings");
    let uses = |body: &str| {
        format!(
            "#![deny(deprecated)]\nuse vvtool_api::demo::{{ErrorKind, order::change::Order}};\nfn main() {{ {body} }}\n"
        )
    };
    // program, what the compiler says about it
    let cases = [
        ("fine", "let _ = (ErrorKind::OrderNotFound, Order::default().state);", None),
        ("old_error", "let _ = ErrorKind::OrderArchived;", Some("Orders are no longer archived (2026-11-21)")),
        ("old_field", "let _ = Order::default().order_type;", Some("Read state (2026-11-21)")),
        (
            "number",
            "let _ = ErrorKind::OrderNotFound as u16;",
            Some("cannot cast an enum with a non-exhaustive variant"),
        ),
    ];
    for (name, body, _) in cases {
        workspace.strict(name, &api, &uses(body));
    }
    let errors = workspace.check();
    for (name, _, expected) in cases {
        assert_eq!(errors.get(&(name.to_owned(), false)), None, "generated code of {name}");
        let said = errors.get(&(name.to_owned(), true)).map(|said| said.concat());
        match expected {
            None => assert_eq!(said, None),
            Some(words) => assert!(said.as_ref().is_some_and(|said| said.contains(words)), "{name}: {said:?}"),
        }
    }
}
