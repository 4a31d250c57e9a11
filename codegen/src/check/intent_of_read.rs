//! V055: only what changes something is done at most once.

use super::view::View;
use crate::diag::Diag;
use crate::words::Effect;

rule! {
    INTENT_OF_READ = "V055" "an intent or a proof of a read"
        "`intent`, `one_at_a_time` and `verify` are about what a call changes on the platform. A call with `effect: read` \
         changes nothing and may be repeated as it is."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for operation in view.operations.iter().filter(|operation| operation.api.effect == Effect::Read) {
        let raw = operation.raw;
        let lists = [("intent", &raw.intent), ("one_at_a_time", &raw.one_at_a_time)];
        let stated = lists.into_iter().filter_map(|(key, list)| Some((key, list.first()?.span)));
        for (key, span) in stated.chain(raw.verify.iter().map(|verify| ("verify", verify.by.span))) {
            diags.push(
                Diag::new(INTENT_OF_READ, span, format!("a read has no {key:?}"))
                    .label(raw.effect.span, "changes nothing"),
            );
        }
    }
}
