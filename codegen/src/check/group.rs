//! V080: a group of operations that is told about is there.

use super::view::View;
use crate::diag::{Diag, quoted};

rule! {
    EMPTY_GROUP = "V080" "a group that no operation is in"
        "`groups` of a service says what its groups of operations are called. The operations of a folder are a group of its name; \
         without a folder the first word behind the vendor's prefix is the group's name: `trade` of `taobao.trade.get`."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for service in &view.services {
        // What cannot be read may be in any group.
        if !service.raw.operations_known {
            continue;
        }
        let known = || service.api.operations.iter().map(|operation| operation.group());
        for group in &service.api.groups {
            if !group.name.wire.is_empty() && !known().any(|name| name == group.name.wire) {
                let message =
                    format!("no operation of {} is in a group {}", service.api.name.wire, quoted(&group.name.wire));
                diags.push(
                    Diag::new(EMPTY_GROUP, group.name.span, message)
                        .nearest(&group.name.wire, known())
                        .help("remove it, or correct its name"),
                );
            }
        }
    }
}
