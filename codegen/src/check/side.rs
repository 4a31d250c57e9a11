//! V033: keys for what is sent stay out of what comes back, and the other way round.

use super::view::View;
use crate::diag::Diag;

rule! {
    WRONG_SIDE = "V033" "a key for the other direction"
        "`required`, `default`, `documented_only` and bounds (`max_chars`, `min` ...) belong to what is sent; `presence` and `selectable` \
         to what comes back."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        let (raw, owner) = (field.raw, field.owner);
        // A record that nobody reaches is on neither side: that is its only finding.
        if owner.received && !owner.sent {
            let accept = raw.accept.first();
            for (key, stated) in [
                ("required", raw.required.as_ref()),
                ("default", raw.default.as_ref()),
                ("max_chars", raw.max_chars.as_deref()),
                ("max_bytes", raw.max_bytes.as_deref()),
                ("min", raw.min.as_deref()),
                ("max", raw.max.as_deref()),
                ("min_items", raw.min_items.as_deref()),
                ("max_items", raw.max_items.as_deref()),
                ("pattern", raw.pattern.as_deref()),
                ("documented_only", raw.documented_only.as_deref()),
                ("accept", accept),
            ] {
                if let Some(stated) = stated {
                    let message = format!("{key:?} belongs to a request, {} comes back", owner.name);
                    let diag = Diag::new(WRONG_SIDE, stated.span, message);
                    diags.push(if key == "required" { diag.help("presence: always | optional") } else { diag });
                }
            }
        }
        if owner.sent && !owner.received {
            for (key, stated) in [("presence", raw.presence.as_deref()), ("selectable", raw.selectable.as_deref())] {
                if let Some(stated) = stated {
                    let message = format!("{key:?} belongs to a reply, {} is sent", owner.name);
                    let diag = Diag::new(WRONG_SIDE, stated.span, message);
                    diags.push(if key == "presence" { diag.help("required: true | false") } else { diag });
                }
            }
        }
    }
}
