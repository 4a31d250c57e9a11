//! V029: a person decides what is personal.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::people::{self, personal_names};

rule! {
    MISSING_PII = "V029" "a field with a personal-looking name does not say whether it is personal"
        concat!(
            "Personal data is text by which a person is called, found or recognised (a name, a telephone number, an address), or that \
             a person wrote (a message to the shop). A field that says `pii: true` is left out of debug output, logs and generated \
             examples; with `pii: false` its value is printed like any other. A name or a Chinese term that looks like it must be \
             followed by one of the two, because neither is safe to guess: what is shown by mistake has leaked, and what is hidden by \
             mistake nobody can look up. Read what the document says of the field, write `pii: true` in doubt, and where an import \
             wrote `pii: true` itself with the mark `review: [pii]`, leave it or turn it into `pii: false` and take the word `pii` out \
             of the list: as long as it stands there, `lint` lists the field under V046. `consignee_name` is personal, \
             `warehouse_name` and `name` of an item are not. Parts of names that ask for it: ",
            personal_names!(),
            "; and terms like 收货人 or 电话.",
        )
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for field in view.fields() {
        if field.raw.pii.is_some() || !field.api.ty.holds_text() || !field.has_type() {
            continue;
        }
        let named = people::personal(&field.raw.name.value);
        let Some(part) = named.or_else(|| people::personal_term(&field.raw.doc.zh)) else { continue };
        let message =
            format!("{} looks personal ({part:?}) and does not say whether it is", quoted(&field.raw.name.value));
        diags.push(
            Diag::new(MISSING_PII, field.raw.name.span, message)
                .help("pii: true when it identifies or was written by a person, else pii: false"),
        );
    }
}
