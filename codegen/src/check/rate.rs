//! V077: limits that stand where they hold.

use super::view::View;
use crate::diag::Diag;

rule! {
    MISPLACED_RATE = "V077" "a limit that holds somewhere else, or nowhere"
        "`rate_limit` takes one limit or a list of them; all of them hold. One with `scope: account` counts all operations together and \
         stands in service.yaml. Two limits in the same time are one: the smaller of them."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    let services = view.services.iter().filter_map(|service| service.raw.head.as_ref()).map(|head| &head.rate_limit.0);
    let operations = view.operations.iter().map(|operation| &operation.raw.rate_limit.0);
    for rate in operations.clone().flatten() {
        if let Some(scope) = &rate.scope {
            let diag = Diag::new(MISPLACED_RATE, scope.span, "a limit of the account counts all operations together");
            diags.push(diag.help("say it in service.yaml"));
        }
    }
    for rates in services.chain(operations) {
        for (at, rate) in rates.iter().enumerate() {
            let same = |other: &&_| {
                let other: &crate::load::raw::RawRate = other;
                other.per.value == rate.per.value && other.scope.is_some() == rate.scope.is_some()
            };
            if let Some(first) = rates.iter().take(at).find(same) {
                let message = format!("there are two limits per {}", rate.per.value);
                diags.push(Diag::new(MISPLACED_RATE, rate.per.span, message).label(first.per.span, "the other one"));
            }
        }
    }
}
