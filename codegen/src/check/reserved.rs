//! V014: names that generated code needs itself.

use super::view::{OperationAt, View};
use crate::diag::{Diag, quoted};
use crate::model::api::Name;
use crate::model::reserved;

rule! {
    RESERVED = "V014" "a reserved name"
        "Generated types have methods and companions of their own (`new`, `send`, `clone`, `ErrorKind` ...). A field or \
         type of that name would hide them; give it another with `ident:` or rename the type. A module of the name of a \
         device (`con`, `nul`) is a file that Windows cannot have. Beside the modules of \
         services stand `ids` and `ground`: no folder of a service is called so."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.api.services {
        refuse(&service.name, reserved::SERVICES, "a service", "rename its folder", diags);
    }
    for field in view.fields().filter(|field| field.owner.sent) {
        refuse(&field.api.name, reserved::METHODS, "a setter", "give it another with `ident: some_name`", diags);
    }
    for operation in &view.operations {
        let api = operation.api;
        setters(operation, diags);
        let request = Name { wire: api.request_type.ident.clone(), ..api.request_type.clone() };
        refuse(
            &request,
            reserved::BESIDE_REQUESTS,
            "a request type",
            "give it another with `request_type: SomeName`",
            diags,
        );
        if let Some(first) = api.module.first() {
            let name = Name { wire: api.id.clone(), ident: first.clone(), span: api.span };
            refuse(&name, reserved::MODULES, "a module", "that module of the service is taken", diags);
        }
        for part in &api.module {
            let name = Name { wire: api.id.clone(), ident: part.clone(), span: api.span };
            refuse(&name, reserved::DEVICES, "a module", "Windows has no file of that name: give it another", diags);
        }
        let types = api
            .types
            .iter()
            .map(|each| &each.name)
            .chain(api.enums.iter().map(|each| &each.name))
            .chain(api.grammars.iter().map(|each| &each.name));
        for name in types.chain([&request]) {
            refuse(name, &[reserved::PARAMETER], "a type", "choose a longer name", diags);
        }
        for each in &api.enums {
            let help = if each.selected_from.is_some() {
                "give the field another with `ident: some_name`"
            } else {
                "give it another with `name: SomeName`"
            };
            for value in &each.values {
                refuse(&value.name, &[reserved::VARIANT], "a variant", help, diags);
            }
        }
        for entry in api.grammars.iter().flat_map(|grammar| &grammar.entries) {
            refuse(&entry.name, reserved::BUILDER_METHODS, "a builder method", "generated code needs the name", diags);
        }
    }
    for error in view.api.services.iter().flat_map(|service| &service.errors) {
        refuse(
            &error.name,
            &[reserved::VARIANT],
            "an error",
            "it stands for errors that the table does not have",
            diags,
        );
    }
}

/// Setters that stand where an answer has a method of its own.
fn setters(operation: &OperationAt<'_>, diags: &mut Vec<Diag>) {
    let api = operation.api;
    let data = operation.record(&api.reply.data.ident).filter(|data| api.reply.items.is_some() && data.in_request);
    let paged = api.request.iter().filter(|_| api.pages.is_some()).map(|field| (field, reserved::PAGES));
    let of_rows = data.iter().flat_map(|data| &data.fields).map(|field| (field, reserved::OUTCOMES));
    for (field, taken) in paged.chain(of_rows) {
        refuse(&field.name, &[taken], "a setter", "give it another with `ident: some_name`", diags);
    }
}

fn refuse(name: &Name, reserved: &[&str], what: &str, help: &str, diags: &mut Vec<Diag>) {
    if reserved.contains(&name.ident.as_str()) {
        let message = format!("{} cannot be the name of {what}: `{}` is reserved", quoted(&name.wire), name.ident);
        diags.push(Diag::new(RESERVED, name.span, message).help(help));
    }
}
