//! What means what its neighbour meant before: values of a list, keys of a grammar, fields of a record.

use std::collections::HashMap;

use super::super::findings::{Findings, Scope, Side};
use super::super::rule::Level::Breaking;
use super::super::rule::Rule;
use super::rules;
use crate::diag::quoted;
use crate::message::normal;
use crate::model::api::{Doc, Name};

rules! {
    MEANING_MOVED = Rule::new(
            "meaning-moved",
            "a value, key or field means what another one beside it meant before",
            "取值、键或字段的含义变为相邻另一项原来的含义",
        )
        .behaviour(
            Breaking,
            "what programs, databases and old versions of the crate hold under the name is taken for something else",
            "程序、数据库与旧版本中该名称下的内容会被当作另一种含义",
        )
        .todo(
            "find out which of the two texts is wrong; if the gateway did change, convert everything that is kept",
            "查明新旧文字哪一处有误；若网关确已改变，须转换所有已保存的内容",
        );
}

/// What a text means, whichever of its languages says it: nothing where it says nothing.
fn meanings(doc: &Doc) -> [String; 2] {
    [normal(&doc.en), normal(&doc.zh)]
}

/// What the old list says each meaning belongs to, language by language.
pub(super) struct Meanings<'a>([HashMap<String, &'a str>; 2]);

impl<'a> Meanings<'a> {
    pub(super) fn of(entries: impl Iterator<Item = (&'a Name, &'a Doc)>) -> Self {
        let mut found = [HashMap::new(), HashMap::new()];
        for (name, doc) in entries {
            for (known, meaning) in found.iter_mut().zip(meanings(doc)) {
                known.entry(meaning).or_insert(name.wire.as_str());
            }
        }
        Self(found)
    }

    /// Says that an entry means what another one meant. A meaning that several entries share moves nowhere.
    pub(super) fn moved(
        &self,
        findings: &mut Findings,
        scope: &Scope<'_>,
        element: &str,
        (base, head): ((&Name, &Doc), (&Name, &Doc)),
    ) -> bool {
        let (before, after) = (meanings(base.1), meanings(head.1));
        let other = self.0.iter().zip(before.iter().zip(&after)).find_map(|(known, (before, after))| {
            let owner = known.get(after).filter(|_| before != after && !after.is_empty())?;
            (*owner != base.0.wire).then_some(*owner)
        });
        let Some(other) = other else { return false };
        let text = |doc: &Doc| format!("{} / {}", doc.en, doc.zh);
        let after = format!("{}, which was {}", text(head.1), quoted(other));
        findings.push(&MEANING_MOVED, scope, element, (Some(text(base.1)), Some(after)), (Side::Head, head.0.span));
        true
    }
}
