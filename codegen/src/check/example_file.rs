//! V010: every example file belongs to an operation. (That every named example exists is found when names are resolved.)

use super::view::View;
use crate::codes;
use crate::diag::Diag;
use crate::source::Span;

rule! { codes::EXAMPLE_FILE }

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in view.services.iter().filter(|service| service.raw.operations_known) {
        for example in &service.raw.examples {
            let named = |name: &str| name == example.name;
            let mut beside = service.raw.operations.iter().filter(|operation| operation.folder == example.folder);
            if !beside.any(|operation| operation.examples.iter().any(|text| named(&text.value))) {
                let diag =
                    Diag::new(codes::EXAMPLE_FILE, Span::head(example.span.file), "no operation names this example");
                diags.push(diag.help(format!("add it to `examples` of an operation in {}", example.folder)));
            }
        }
    }
}
