//! V021: every type is used.

use std::collections::HashSet;

use super::view::{OperationAt, View};
use crate::diag::{Diag, nearest, quoted};
use crate::load::raw::Text;
use crate::model::api::Api;
use crate::model::{BUILT_IN, reachable};

rule! {
    UNREFERENCED = "V021" "a type nobody uses"
        "A record, enum or grammar that no field reaches is a leftover or a misspelt reference."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in &view.operations {
        let raw = operation.raw;
        let reply = raw.reply.fields().unwrap_or_default();
        let mut used = reachable(raw, &raw.request);
        used.extend(reachable(raw, reply));
        if let Some(data) = raw.reply.record() {
            used.push(&data.value);
            if let Some(record) = raw.types.iter().find(|each| each.name.value == data.value) {
                used.extend(reachable(raw, &record.fields));
            }
        }
        let used: HashSet<&str> = used.into_iter().collect();
        let reached =
            raw.types.iter().filter(|each| used.contains(each.name.value.as_str())).flat_map(|each| &each.fields);
        let named: HashSet<&str> =
            raw.request.iter().chain(reply).chain(reached).map(|field| field.ty.word().value.as_str()).collect();
        let allowed = |name: &str| {
            raw.grammars
                .iter()
                .flat_map(|each| &each.entries)
                .any(|entry| entry.allowed.as_ref().is_some_and(|text| text.value == name))
        };
        let meant = misspelt(operation, view.api);
        let mut leftover = |name: &Text, what: &str| {
            if crate::load::is_type_name(&name.value) && !meant.contains(&name.value.as_str()) {
                let message = format!("the {what} {} is used by nothing", quoted(&name.value));
                diags.push(
                    Diag::new(UNREFERENCED, name.span, message)
                        .help("remove it, or correct the field that should name it"),
                );
            }
        };
        for each in raw.types.iter().filter(|each| !used.contains(each.name.value.as_str())) {
            leftover(&each.name, "type");
        }
        for each in
            raw.enums.iter().filter(|each| !named.contains(each.name.value.as_str()) && !allowed(&each.name.value))
        {
            leftover(&each.name, "enum");
        }
        for each in raw.grammars.iter().filter(|each| !named.contains(each.name.value.as_str())) {
            leftover(&each.name, "grammar");
        }
    }
}

/// Types that an unknown type name probably means: correcting that one leaves nothing to say about these.
fn misspelt<'a>(operation: &'a OperationAt<'_>, api: &Api) -> Vec<&'a str> {
    let raw = operation.raw;
    let names = || {
        let records = raw.types.iter().map(|each| &each.name);
        let all =
            records.chain(raw.enums.iter().map(|each| &each.name)).chain(raw.grammars.iter().map(|each| &each.name));
        all.map(|name| name.value.as_str())
    };
    let own: HashSet<&str> = names().collect();
    let known =
        |word: &str| BUILT_IN.contains(&word) || own.contains(word) || api.ids.iter().any(|id| id.name.wire == word);
    let fields = raw
        .request
        .iter()
        .chain(raw.reply.fields().unwrap_or_default())
        .chain(raw.types.iter().flat_map(|each| &each.fields));
    let data = raw.reply.record().map(|name| name.value.as_str());
    let words = fields.map(|field| field.ty.word().value.as_str()).chain(data);
    words.filter(|word| !known(word)).filter_map(|word| nearest(word, names())).collect()
}
