//! V044: the delimiters of a grammar are single characters and all different.

use super::view::View;
use crate::diag::{Diag, quoted};
use crate::load::raw::Text;

rule! {
    DELIMITER = "V044" "a grammar that cannot be read back"
        "The delimiters of a grammar are single visible characters and all different."
}

pub(super) fn check(view: &View<'_>, diags: &mut Vec<Diag>) {
    for grammar in view.operations.iter().flat_map(|operation| &operation.raw.grammars) {
        let outer = [Some(&grammar.separator), Some(&grammar.assign)];
        distinct(outer.into_iter().flatten(), diags);
        for entry in &grammar.entries {
            let inner = [entry.items.as_ref(), entry.colon.as_ref(), entry.values.as_ref()];
            // The outer two have been held against each other already.
            let mut all: Vec<&Text> = outer.into_iter().flatten().collect();
            for delimiter in inner.into_iter().flatten() {
                if let Some(same) = all.iter().find(|each| each.value == delimiter.value) {
                    diags.push(clash(delimiter, same));
                }
                single(delimiter, diags);
                all.push(delimiter);
            }
        }
    }
}

fn distinct<'a>(delimiters: impl Iterator<Item = &'a Text>, diags: &mut Vec<Diag>) {
    let mut seen: Vec<&Text> = Vec::new();
    for delimiter in delimiters {
        single(delimiter, diags);
        if let Some(same) = seen.iter().find(|each| each.value == delimiter.value && !each.value.is_empty()) {
            diags.push(clash(delimiter, same));
        }
        seen.push(delimiter);
    }
}

fn clash(delimiter: &Text, same: &Text) -> Diag {
    Diag::new(DELIMITER, delimiter.span, format!("the delimiter {} is used twice", quoted(&delimiter.value)))
        .label(same.span, "here too")
}

fn single(delimiter: &Text, diags: &mut Vec<Diag>) {
    if delimiter.value.chars().count() > 1 {
        let message = format!("the delimiter {} is more than one character", quoted(&delimiter.value));
        diags.push(Diag::new(DELIMITER, delimiter.span, message));
    }
}
